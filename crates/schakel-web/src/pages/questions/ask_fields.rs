//! What somebody fills in to ask a question, and what is wrong with it: all mistakes at once, and nothing typed is lost.

use schakel_casework::Code;
use schakel_criteria::{FactSet, Language};
use schakel_desk::Contact;
use schakel_identity::EmailAddress;
use schakel_register::facts_to_json;

use crate::pages::fields::{Given, given};
use crate::pages::frame::Visit;
use crate::pages::questions::forms::WORDS_CHARACTERS_MAX;

/// The field with the question; the same as in the question box.
const QUESTION_FIELD: &str = "vraag";

/// The field with the name of whoever asks.
const NAME_FIELD: &str = "naam";

/// The field with the address.
const EMAIL_FIELD: &str = "email";

/// The field with the telephone number.
const TELEPHONE_FIELD: &str = "telefoon";

/// The field with the kind of help, a code of `roles`.
const SERVICE_FIELD: &str = "dienst";

/// The field with the language to speak in.
const SPOKEN_FIELD: &str = "gesprekstaal";

/// The box that keeps a question between the front door and who takes it.
const CONFIDENTIAL_FIELD: &str = "vertrouwelijk";

/// The fact with the place of the firm; it is a field of the form.
pub const MUNICIPALITY_FACT: &str = "municipality";

/// The shortest question, characters: "hulp?" says nothing, "wie helpt?" says that somebody must call.
pub const WORDS_CHARACTERS_MIN: usize = 10;

/// The longest name, characters.
pub const NAME_CHARACTERS_MAX: usize = 120;

/// Digits of a telephone number: a short national one, and the longest of the world (ITU-T E.164).
const TELEPHONE_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// What was filled in.
pub struct Asking {
    /// The question.
    pub words: String,
    /// Who asks.
    pub name: String,
    /// Address.
    pub email: String,
    /// Telephone number.
    pub telephone: String,
    /// Kind of help, a code; empty: not known.
    pub service: String,
    /// Language to speak in: `nl` or `en`.
    pub spoken: String,
    /// Whether only the front door and who takes it may open it.
    pub confidential: bool,
    /// Facts that came along from another page, the municipality among them.
    pub given: Given,
    /// Field and what is wrong with it.
    pub errors: Vec<(&'static str, String)>,
}

impl Asking {
    /// Reads what stands in the fields. Facts that cannot be read are left out: they are shown before sending.
    pub fn read(visit: &Visit) -> Self {
        let text = |name: &str| visit.field(name).unwrap_or("").trim().to_owned();
        let mut given = given(visit);
        let wrong: Vec<String> = given.errors.iter().map(|(name, _)| name.clone()).collect();
        given.typed.retain(|(name, _)| name == MUNICIPALITY_FACT || !wrong.contains(name));
        let spoken = text(SPOKEN_FIELD);
        let here = if visit.language == Language::Dutch { "nl" } else { "en" };
        Asking {
            words: text(QUESTION_FIELD).replace("\r\n", "\n"),
            name: text(NAME_FIELD),
            email: text(EMAIL_FIELD),
            telephone: text(TELEPHONE_FIELD),
            service: text(SERVICE_FIELD),
            spoken: if spoken.is_empty() { here.to_owned() } else { spoken },
            confidential: text(CONFIDENTIAL_FIELD) == "ja",
            given,
            errors: Vec::new(),
        }
    }

    /// Looks for everything that is wrong. Who signed in need not say how to be reached.
    pub fn check(&mut self, visit: &Visit, signed_in: bool) {
        let is_known_service = self.service.is_empty() || self.service(visit).is_some();
        let wrong = [
            (QUESTION_FIELD, "help-error-short", self.words.chars().count() < WORDS_CHARACTERS_MIN),
            (QUESTION_FIELD, "help-error-long", self.words.chars().count() > WORDS_CHARACTERS_MAX),
            (SERVICE_FIELD, "help-error-choice", !is_known_service),
            (NAME_FIELD, "help-error-name", self.name.chars().count() > NAME_CHARACTERS_MAX),
            (EMAIL_FIELD, "help-error-reach", !signed_in && self.email.is_empty() && self.telephone.is_empty()),
            (EMAIL_FIELD, "help-error-email", !self.email.is_empty() && EmailAddress::parse(&self.email).is_err()),
            (TELEPHONE_FIELD, "help-error-telephone", !self.telephone.is_empty() && !is_telephone(&self.telephone)),
            (SPOKEN_FIELD, "help-error-choice", !["nl", "en"].contains(&self.spoken.as_str())),
        ];
        let texts = visit.texts();
        let found = wrong.into_iter().filter(|(_, _, is_wrong)| *is_wrong);
        self.errors.extend(found.map(|(field, key, _)| (field, texts.get(key))));
        let place_error = self.given.errors.iter().find(|(name, _)| name == MUNICIPALITY_FACT);
        self.errors.extend(place_error.map(|(_, text)| (MUNICIPALITY_FACT, text.clone())));
    }

    /// What is wrong with a field; empty when nothing is.
    pub fn error(&self, field: &str) -> String {
        self.errors.iter().find(|(it, _)| *it == field).map(|(_, text)| text.clone()).unwrap_or_default()
    }

    /// The service that was chosen, when the pack has it.
    pub fn service(&self, visit: &Visit) -> Option<Code> {
        let known = visit.pack().settings.casework.services.iter().any(|it| **it == *self.service);
        if known { Code::new(&self.service).ok() } else { None }
    }

    /// The facts of the firm.
    pub fn facts(&self) -> &FactSet {
        &self.given.facts
    }

    /// The facts as they are kept.
    pub fn facts_json(&self, visit: &Visit) -> String {
        facts_to_json(&self.given.facts, visit.pack()).to_string()
    }

    /// The municipality, when it was given and exists.
    pub fn municipality(&self, visit: &Visit) -> Option<Code> {
        let chosen = self.given.text(MUNICIPALITY_FACT);
        visit.pack().municipalities.get(chosen).and_then(|it| Code::new(&it.id).ok())
    }

    /// How to reach whoever asks.
    pub fn contact(&self) -> Contact {
        let some = |text: &String| (!text.is_empty()).then(|| text.clone());
        Contact {
            name: some(&self.name),
            email: EmailAddress::parse(&self.email).ok().map(|it| it.lookup_key()),
            telephone: some(&self.telephone),
            language: self.spoken.clone(),
        }
    }
}

/// Whether a text can be a telephone number: digits, with what people write between them.
pub fn is_telephone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let other = |it: char| it.is_ascii_digit() || " +-().".contains(it);
    TELEPHONE_DIGITS.contains(&digits) && text.chars().all(other) && text.chars().count() <= 2 * TELEPHONE_DIGITS.end()
}
