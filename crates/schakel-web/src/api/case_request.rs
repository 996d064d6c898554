//! Reading a question that another door passes on, with all mistakes at once. The limits are those of the form on the
//! portal: every door asks the same.

use schakel_casework::{Channel, Code, OrganisationId, Origin, Purpose, Visibility};
use schakel_criteria::FactSet;
use schakel_desk::{Contact, NewPassedOn, NewQuestion, Who};
use schakel_identity::EmailAddress;
use schakel_register::facts_to_json;
use schakel_store::Digest;
use schakel_store::tables::firms::FirmDetails;
use schakel_time::{DateTime, parse_date};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::api::call::{Call, LANGUAGE_KEY};
use crate::api::message::{Asked, FACTS_KEY, Shared, read_facts};
use crate::pages::questions::{NAME_CHARACTERS_MAX, WORDS_CHARACTERS_MAX, WORDS_CHARACTERS_MIN, is_telephone, need_of};
use crate::problem::Mistake;
use crate::secret::draw_token;
use crate::selection::near_name;

/// A question of an entrepreneur that a door passes on.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
pub struct CaseRequest {
    /// Your own reference of the question, at most 100 characters. Sending the same question with the same reference
    /// again is one question.
    #[schema(value_type = String, required = true, example = "2026-00417")]
    kenmerk: Option<Value>,
    /// The question in the words of the entrepreneur, 10 to 5,000 characters.
    #[schema(value_type = String, required = true, example = "Wie kan met mij meedenken over een lasrobot?")]
    vraag: Option<Value>,
    /// How the entrepreneur asked it: `digitaal`, `telefoon` or `gesprek`.
    #[schema(value_type = String, required = true, example = "digitaal")]
    kanaal: Option<Value>,
    /// `true`: the entrepreneur agreed that you pass the question and these details on, and hear how it goes.
    #[schema(value_type = bool, required = true, example = true)]
    toestemming: Option<Value>,
    /// The day on which it was asked; today when left out. The promise counts from there.
    #[schema(value_type = Option<String>, format = Date)]
    gevraagd_op: Option<Value>,
    /// Address of the entrepreneur; this or `telefoon` must be there. The link to the question is mailed there.
    #[schema(value_type = Option<String>, example = "naam@bedrijf.example")]
    email: Option<Value>,
    /// Telephone number of the entrepreneur.
    #[schema(value_type = Option<String>)]
    telefoon: Option<Value>,
    /// Name of the entrepreneur, at most 120 characters.
    #[schema(value_type = Option<String>)]
    naam: Option<Value>,
    /// Name of the firm, at most 120 characters.
    #[schema(value_type = Option<String>)]
    bedrijf: Option<Value>,
    /// Number of the firm in the Handelsregister, 8 digits.
    #[schema(value_type = Option<String>)]
    kvk_nummer: Option<Value>,
    /// What is known of the firm by identifier, as `/gegevens` lists them.
    #[schema(value_type = Option<Object>, example = json!({"municipality": "GM0193", "employees": 12}))]
    gegevens: Option<Value>,
    /// Kind of help, code of `roles`; not known when left out.
    #[schema(value_type = Option<String>, example = "innovation-advice")]
    dienst: Option<Value>,
    /// Whether only the front door and who takes the question may open it.
    #[schema(value_type = Option<bool>)]
    vertrouwelijk: Option<Value>,
    /// Language in which the entrepreneur wants to speak, and of the texts of the answer: `nl` or `en`.
    #[schema(value_type = Option<String>)]
    taal: Option<Value>,
    #[serde(flatten)]
    #[schema(ignore)]
    others: Map<String, Value>,
}

impl Asked for CaseRequest {
    const FIELDS: &'static [&'static str] = &[
        "kenmerk",
        "vraag",
        "kanaal",
        "toestemming",
        "gevraagd_op",
        "email",
        "telefoon",
        "naam",
        "bedrijf",
        "kvk_nummer",
        FACTS_KEY,
        "dienst",
        "vertrouwelijk",
        LANGUAGE_KEY,
    ];

    fn shared(&self) -> Shared<'_> {
        Shared { language: self.taal.as_ref(), others: &self.others }
    }
}

/// The longest reference, characters.
const REFERENCE_CHARACTERS_MAX: usize = 100;

/// The longest address or telephone number, characters: an address of mail is the longest (RFC 5321).
const REACH_CHARACTERS_MAX: usize = 254;

/// The question of a message; its mistakes are noted. None when there are any, or the machine has no randomness.
pub fn read_case(request: &CaseRequest, door: OrganisationId, call: &mut Call) -> Option<NewPassedOn> {
    let reference = needed("kenmerk", request.kenmerk.as_ref(), REFERENCE_CHARACTERS_MAX, call);
    let words = words(request, call);
    let channel = channel(request, call);
    consent(request, call);
    let asked_at = asked_at(request, call);
    let contact = contact(request, call);
    let facts = match &request.gegevens {
        None | Some(Value::Null) => FactSet::new(),
        given => read_facts(given.as_ref(), call.app.today(), call),
    };
    let mut firm = firm(request, call);
    firm.facts = facts_to_json(&facts, call.pack()).to_string();
    let service = service(request, call);
    let is_confidential = yes_or_no("vertrouwelijk", request.vertrouwelijk.as_ref(), call).unwrap_or(false);
    let (reference, words, channel) = (reference?, words?, channel?);
    let content = json!([
        words,
        format!("{channel:?}"),
        asked_at.day,
        contact.email,
        contact.telephone,
        contact.name,
        contact.language,
        firm.name,
        firm.kvk_number,
        firm.facts,
        service.as_ref().map(Code::as_str),
        is_confidential,
    ]);
    let need = need_of(&call.app, &words, &facts, service, Code::new(&contact.language).ok());
    firm.municipality = need.municipality.clone().map(String::from);
    Some(NewPassedOn {
        reference: Digest::of(reference.as_bytes()),
        content: Digest::of(content.to_string().as_bytes()),
        question: NewQuestion {
            who: Who::Told { contact, firm },
            words,
            origin: Origin::OtherDoor { organisation: door.clone(), channel },
            asked_at: asked_at.at,
            need,
            visibility: if is_confidential { Visibility::Confidential } else { Visibility::Ordinary },
            // What the door hears of it afterwards: no fact, only how it stands.
            consents: vec![(door.clone(), Purpose::Coordination, std::collections::BTreeSet::new())],
            // The link that the entrepreneur uses is drawn when the mail is written.
            link: Digest(draw_token().ok()?.digest()),
            form_key: None,
        },
        door,
    })
}

/// When it was asked.
struct AskedAt {
    /// The day, when the message gives one.
    day: Option<String>,
    /// The moment: now, or noon of an earlier day.
    at: DateTime,
}

fn asked_at(request: &CaseRequest, call: &mut Call) -> AskedAt {
    let now = call.app.now();
    let Some(value) = request.gevraagd_op.as_ref().filter(|it| !it.is_null()) else {
        return AskedAt { day: None, at: now };
    };
    let day = value.as_str().and_then(|text| parse_date(text).ok()).filter(|day| *day <= now.date());
    let Some(day) = day else {
        let dutch = "`gevraagd_op` is een dag tot en met vandaag, zoals \"2026-06-01\"";
        note("gevraagd_op", dutch, "`gevraagd_op` is a day up to today, such as \"2026-06-01\"", call);
        return AskedAt { day: None, at: now };
    };
    AskedAt { day: Some(day.to_string()), at: if day == now.date() { now } else { day.at(12, 0, 0, 0) } }
}

fn words(request: &CaseRequest, call: &mut Call) -> Option<String> {
    let words = needed("vraag", request.vraag.as_ref(), WORDS_CHARACTERS_MAX, call)?;
    if words.chars().count() >= WORDS_CHARACTERS_MIN {
        return Some(words);
    }
    let dutch = "`vraag` is te kort; schrijf op wat de ondernemer vraagt";
    note("vraag", dutch, "`vraag` is too short; write down what the entrepreneur asks", call);
    None
}

fn channel(request: &CaseRequest, call: &mut Call) -> Option<Channel> {
    match request.kanaal.as_ref().and_then(Value::as_str) {
        Some("digitaal") => Some(Channel::Digital),
        Some("telefoon") => Some(Channel::Telephone),
        Some("gesprek") => Some(Channel::Personal),
        _ => {
            let dutch = "`kanaal` is `digitaal`, `telefoon` of `gesprek`: zo kwam de vraag bij u binnen";
            note("kanaal", dutch, "`kanaal` is `digitaal`, `telefoon` or `gesprek`: how you were asked", call);
            None
        }
    }
}

fn consent(request: &CaseRequest, call: &mut Call) {
    if request.toestemming != Some(Value::Bool(true)) {
        let dutch = "`toestemming` moet `true` zijn: geef alleen door wat de ondernemer wil laten doorgeven";
        note("toestemming", dutch, "`toestemming` must be `true`: pass on only what the entrepreneur agreed to", call);
    }
}

fn contact(request: &CaseRequest, call: &mut Call) -> Contact {
    let email = text("email", request.email.as_ref(), REACH_CHARACTERS_MAX, call);
    let telephone = text("telefoon", request.telefoon.as_ref(), REACH_CHARACTERS_MAX, call);
    let address = email.as_deref().map(EmailAddress::parse);
    if matches!(address, Some(Err(_))) {
        note("email", "`email` is geen e-mailadres", "`email` is not an e-mail address", call);
    }
    if telephone.as_deref().is_some_and(|it| !is_telephone(it)) {
        note("telefoon", "`telefoon` is geen telefoonnummer", "`telefoon` is not a telephone number", call);
    }
    if is_empty(request.email.as_ref()) && is_empty(request.telefoon.as_ref()) {
        let dutch = "geef `email` of `telefoon`, anders kan niemand de ondernemer bereiken";
        note("email", dutch, "give `email` or `telefoon`, or nobody can reach the entrepreneur", call);
    }
    Contact {
        name: text("naam", request.naam.as_ref(), NAME_CHARACTERS_MAX, call),
        email: address.and_then(Result::ok).map(|it| it.lookup_key()),
        telephone,
        language: call.say("nl", "en").to_owned(),
    }
}

fn firm(request: &CaseRequest, call: &mut Call) -> FirmDetails {
    let kvk_number = text("kvk_nummer", request.kvk_nummer.as_ref(), REACH_CHARACTERS_MAX, call);
    if kvk_number.as_ref().is_some_and(|it| it.len() != 8 || !it.bytes().all(|digit| digit.is_ascii_digit())) {
        note("kvk_nummer", "`kvk_nummer` heeft 8 cijfers", "`kvk_nummer` has 8 digits", call);
    }
    let name = text("bedrijf", request.bedrijf.as_ref(), NAME_CHARACTERS_MAX, call);
    FirmDetails { kvk_number, name, ..FirmDetails::default() }
}

fn service(request: &CaseRequest, call: &mut Call) -> Option<Code> {
    let code = text("dienst", request.dienst.as_ref(), REACH_CHARACTERS_MAX, call)?;
    let known = &call.pack().settings.casework.services;
    if known.iter().any(|it| **it == *code) {
        return Code::new(&code).ok();
    }
    let all: Vec<&str> = known.iter().map(|it| &**it).collect();
    let near = near_name(&code, all.iter().map(|it| (*it, *it)));
    let (dutch, english) = match near {
        Some(near) => (format!("; bedoelde u `{near}`?"), format!("; did you mean `{near}`?")),
        None => (format!("; wel: {}", all.join(", ")), format!("; these do: {}", all.join(", "))),
    };
    let dutch = format!("deze `dienst` bestaat niet{dutch}");
    note("dienst", &dutch, &format!("this `dienst` does not exist{english}"), call);
    None
}

fn yes_or_no(field: &str, given: Option<&Value>, call: &mut Call) -> Option<bool> {
    let value = given.filter(|it| !it.is_null())?;
    if value.as_bool().is_none() {
        let english = format!("`{field}` is `true` or `false`");
        note(field, &format!("`{field}` is `true` of `false`"), &english, call);
    }
    value.as_bool()
}

/// A text that must be there.
fn needed(field: &str, given: Option<&Value>, most: usize, call: &mut Call) -> Option<String> {
    if is_empty(given) {
        note(field, &format!("`{field}` ontbreekt"), &format!("`{field}` is missing"), call);
        return None;
    }
    text(field, given, most, call)
}

fn is_empty(given: Option<&Value>) -> bool {
    given.is_none_or(|it| it.is_null() || it.as_str().is_some_and(|text| text.trim().is_empty()))
}

/// A text; none when it is left out or empty. What is no text, or too long, is noted.
fn text(field: &str, given: Option<&Value>, most: usize, call: &mut Call) -> Option<String> {
    let value = given.filter(|it| !it.is_null())?;
    let text = value.as_str().map(|it| it.trim().replace("\r\n", "\n"));
    let text = text.filter(|it| it.chars().count() <= most && !it.contains('\0'));
    if text.is_none() {
        let dutch = format!("`{field}` is een tekst van hooguit {most} tekens");
        note(field, &dutch, &format!("`{field}` is a text of at most {most} characters"), call);
    }
    text.filter(|it| !it.is_empty())
}

fn note(field: &str, dutch: &str, english: &str, call: &mut Call) {
    let detail = call.say(dutch, english).to_owned();
    call.mistake(Mistake::new(format!("#/{field}"), detail));
}
