//! The Handelsregister (the Dutch trade register, KVK): looking up a firm by its number, API "Basisprofiel" v1. What
//! its answer looks like lives in `kvk/profile`, what it means in facts in `kvk/firm`. This is the only place of the
//! portal that talks to another server; it waits, so callers run it on a thread that may wait.

mod firm;
mod profile;

pub use firm::KvkFirm;

use std::fmt;
use std::time::Duration;

use schakel_criteria::Language;
use schakel_register::Pack;
use ureq::Agent;
use ureq::http::StatusCode;

use crate::kvk::profile::{Branch, Faults, Profile};

/// How long one question to the register may take, all in all: someone is looking at an empty page meanwhile.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);

/// How long making the connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// The largest answer that is read, bytes: a firm with a thousand trade names stays far below it.
const ANSWER_BYTES_MAX: u64 = 1024 * 1024;

/// Digits of a KVK number.
const NUMBER_DIGITS: usize = 8;

/// Asks the Handelsregister.
pub struct KvkClient {
    base_url: String,
    api_key: String,
    agent: Agent,
}

/// Why the register could not tell us about a firm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KvkError {
    /// This installation has no key for the register.
    NotConfigured,
    /// What was typed is no KVK number.
    BadNumber,
    /// The register has no firm with this number.
    NotFound,
    /// The register is working on this firm.
    InProcessing,
    /// The register does not answer, or not in time, or is too busy.
    Unreachable,
    /// The register refuses our key.
    KeyRefused,
    /// The register gave an answer that we do not understand.
    NotUnderstood,
}

impl KvkClient {
    /// A client for a base address such as `https://api.kvk.nl/api` with a key.
    pub fn new(base_url: impl Into<String>, api_key: impl Into<String>) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(ANSWER_TIMEOUT))
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .http_status_as_error(false)
            // The key is for this server alone: it does not travel on.
            .max_redirects(0)
            .build();
        let base_url = base_url.into().trim_end_matches('/').to_owned();
        KvkClient { base_url, api_key: api_key.into(), agent: config.into() }
    }

    /// What the register knows of a firm, as facts of the pack.
    ///
    /// # Errors
    /// A bad number without asking; else what the register says, or that it says nothing.
    pub fn lookup(&self, number: &str, pack: &Pack) -> Result<KvkFirm, KvkError> {
        let number = plain_number(number).ok_or(KvkError::BadNumber)?;
        let profile = self.get(&format!("v1/basisprofielen/{number}"))?;
        let profile: Profile = serde_json::from_str(&profile).map_err(|_| KvkError::NotUnderstood)?;
        if profile.number != number {
            return Err(KvkError::NotUnderstood);
        }
        let branch = match profile.main_branch() {
            Some(branch) => Some(branch.clone()),
            None if profile.has_address() => None,
            None => self.main_branch(&number)?,
        };
        Ok(firm::firm(&profile, branch.as_ref(), pack))
    }

    /// The main branch, when the profile itself gave no address; a firm may have none.
    fn main_branch(&self, number: &str) -> Result<Option<Branch>, KvkError> {
        match self.get(&format!("v1/basisprofielen/{number}/hoofdvestiging")) {
            Ok(body) => serde_json::from_str(&body).map(Some).map_err(|_| KvkError::NotUnderstood),
            Err(KvkError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn get(&self, path: &str) -> Result<String, KvkError> {
        let url = format!("{}/{path}", self.base_url);
        let request = self.agent.get(&url).header("apikey", &self.api_key).header("accept", "application/json");
        let mut response = request.call().map_err(|_| KvkError::Unreachable)?;
        let status = response.status();
        let body = response.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_string();
        let body = body.map_err(|_| KvkError::Unreachable)?;
        if status.is_success() { Ok(body) } else { Err(refusal(status, &body)) }
    }
}

/// The key stays out of every log.
impl fmt::Debug for KvkClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("KvkClient").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

impl KvkError {
    /// What happened and how to go on without the register.
    pub fn message(&self, language: Language) -> String {
        let [dutch, english] = match self {
            KvkError::NotConfigured => [
                "Wij kunnen hier geen KVK-nummers opzoeken. Vul zelf in wat u weet; het nummer is niet nodig.",
                "We cannot look up KVK numbers here. Fill in what you know yourself; the number is not needed.",
            ],
            KvkError::BadNumber => [
                "Een KVK-nummer heeft acht cijfers, bijvoorbeeld 12345678. Kijk het na, of laat het weg en vul zelf in \
                 wat u weet.",
                "A KVK number has eight digits, for example 12345678. Check it, or leave it out and fill in what you \
                 know yourself.",
            ],
            KvkError::NotFound => [
                "KVK kent geen bedrijf met dit nummer. Kijk het nummer na, of laat het weg en vul zelf in wat u weet.",
                "KVK has no firm with this number. Check the number, or leave it out and fill in what you know \
                 yourself.",
            ],
            KvkError::InProcessing => [
                "KVK is nog bezig met de inschrijving van dit bedrijf. Probeer het later nog eens, of vul zelf in wat \
                 u weet.",
                "KVK is still working on the registration of this firm. Try again later, or fill in what you know \
                 yourself.",
            ],
            KvkError::Unreachable => [
                "KVK geeft nu geen antwoord. Vul zelf in wat u weet, of probeer het later nog eens.",
                "KVK does not answer now. Fill in what you know yourself, or try again later.",
            ],
            KvkError::KeyRefused => [
                "KVK laat ons nu niet opzoeken; dat ligt aan ons. Vul zelf in wat u weet; het nummer is niet nodig.",
                "KVK does not let us look up numbers now; the fault is ours. Fill in what you know yourself; the \
                 number is not needed.",
            ],
            KvkError::NotUnderstood => [
                "KVK gaf een antwoord dat wij niet begrijpen. Vul zelf in wat u weet; het nummer is niet nodig.",
                "KVK gave an answer that we do not understand. Fill in what you know yourself; the number is not \
                 needed.",
            ],
        };
        match language {
            Language::Dutch => dutch.to_owned(),
            Language::English => english.to_owned(),
        }
    }
}

/// Eight digits, as people type them: spaces and dots do not matter.
fn plain_number(typed: &str) -> Option<String> {
    let number: String = typed.chars().filter(|it| !it.is_whitespace() && *it != '.').collect();
    let is_number = number.len() == NUMBER_DIGITS && number.bytes().all(|it| it.is_ascii_digit());
    is_number.then_some(number)
}

/// What a refusal of the register means. Its own codes say more than the status.
fn refusal(status: StatusCode, body: &str) -> KvkError {
    let faults: Faults = serde_json::from_str(body).unwrap_or_default();
    let error = faults.codes().find_map(|code| match code {
        "IPD0005" | "IPD5200" => Some(KvkError::NotFound),
        "IPD0006" => Some(KvkError::BadNumber),
        "IPD1002" => Some(KvkError::InProcessing),
        _ => None,
    });
    error.unwrap_or(match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => KvkError::KeyRefused,
        StatusCode::NOT_FOUND => KvkError::NotFound,
        StatusCode::BAD_REQUEST => KvkError::BadNumber,
        _ => KvkError::Unreachable,
    })
}
