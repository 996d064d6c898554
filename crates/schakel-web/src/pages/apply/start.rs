//! Beginning an application: who applies. What a question or the trade register already says is filled in.

use askama::Template;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::{CaseId, Code};
use schakel_criteria::Language;
use schakel_desk::{Contact, DetailsShown, GrantingError, NewApplication, NewForm, Who};
use schakel_identity::{EmailAddress, TOKEN_BYTES, Token};
use schakel_register::facts_from_json;
use schakel_store::tables::firms::{self, FirmDetails};
use schakel_store::{Digest as Kept, StoreError};
use sha2::{Digest, Sha256};

use crate::caller::Caller;
use crate::headers::private;
use crate::pages::apply::answers::{Answers, Applicant};
use crate::pages::apply::mistakes::is_register_number;
use crate::pages::apply::setup::Setup;
use crate::pages::apply::way::not_done;
use crate::pages::apply::words::window_words;
use crate::pages::fields::{given, typed};
use crate::pages::frame::{Frame, KVK_FIELD, Visit, address, parse_query};
use crate::pages::page_with_status;
use crate::pages::parts::LinkView;
use crate::pages::question::{look_up_number, with_firm};
use crate::pages::questions::ask_fields::{NAME_CHARACTERS_MAX, is_telephone};
use crate::pages::questions::forms::{KEY_FIELD, kept_key, new_key, without_fields};
use crate::secret::draw_token;
use crate::state::App;

/// The field with the secret of the question from which the application comes.
pub const CASE_FIELD: &str = "vraag";

/// The button that only shows the form, filled in from a question.
pub const FROM_CASE_FIELD: &str = "uit-vraag";

/// The button that looks the number up in the trade register.
const LOOK_UP_FIELD: &str = "ophalen";

#[derive(Template)]
#[template(path = "apply_start.html")]
struct StartPage {
    frame: Frame,
    window: String,
    is_over: bool,
    action: String,
    hidden: Vec<(String, String)>,
    errors: Vec<LinkView>,
    wrong: Vec<(&'static str, String)>,
    applicant: Applicant,
    from_case: bool,
    kvk_available: bool,
    kvk_notes: Vec<String>,
    documents: Vec<String>,
}

impl StartPage {
    /// What is wrong with a field.
    fn error(&self, field: &str) -> String {
        self.wrong.iter().find(|(it, _)| *it == field).map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

/// What is known of whoever begins.
#[derive(Clone, Default)]
struct Known {
    /// The firm, when it is proven which one it is.
    who: Option<schakel_casework::FirmRef>,
    case: Option<CaseId>,
    applicant: Applicant,
    /// Facts, a JSON object.
    facts: String,
}

/// What was filled in.
struct Starting {
    visit: Visit,
    round: String,
    applicant: Applicant,
    case_token: Option<Token>,
    wrong: Vec<(&'static str, String)>,
    notes: Vec<String>,
}

/// Shows the form.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path(round): Path<String>,
    headers: HeaderMap,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let starting = Starting::read(visit, &round, Vec::new());
    match known(&starting, headers).await {
        Ok(known) => form(starting, known),
        Err(error) => not_done(&error, &starting.visit),
    }
}

/// Takes in the form: shows it filled in from a question or the trade register, or begins the application.
pub async fn send(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path(round): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let fields = parse_query(&String::from_utf8_lossy(&body));
    let mut visit = Visit::new(&app, language, &uri);
    visit.take_fields(fields.clone());
    let mut starting = Starting::read(visit, &round, fields);
    let known = match known(&starting, headers).await {
        Ok(known) => known,
        Err(error) => return not_done(&error, &starting.visit),
    };
    if starting.visit.field(FROM_CASE_FIELD).is_some() {
        return form(starting, known);
    }
    if starting.visit.field(LOOK_UP_FIELD).is_some() {
        starting.look_up().await;
        return form(starting, known);
    }
    starting.check(known.who.is_some());
    if !starting.wrong.is_empty() {
        return form(starting, known);
    }
    begin(starting, known).await
}

impl Starting {
    fn read(visit: Visit, round: &str, fields: Vec<(String, String)>) -> Self {
        let text = |name: &str| {
            let found = fields.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value.as_str());
            found.trim().to_owned()
        };
        let applicant = Applicant {
            name: text("bedrijf"),
            kvk: text(KVK_FIELD),
            contact: text("naam"),
            email: text("email"),
            telephone: text("telefoon"),
        };
        let case_token = Token::parse(&text(CASE_FIELD));
        Starting { visit, round: round.to_owned(), applicant, case_token, wrong: Vec::new(), notes: Vec::new() }
    }

    async fn look_up(&mut self) {
        match look_up_number(&self.visit.app, &self.applicant.kvk).await {
            Ok(firm) => {
                self.notes = firm.notes_in(self.visit.language);
                self.applicant.name.clone_from(&firm.name);
                let language = self.visit.language;
                let facts = with_firm(given(&self.visit), &firm, &self.visit.app, language);
                self.visit.query.extend(facts);
            }
            Err(error) => self.wrong.push((KVK_FIELD, error.message(self.visit.language))),
        }
    }

    fn check(&mut self, has_address: bool) {
        let (it, texts) = (&self.applicant, self.visit.texts());
        let wrong = [
            ("bedrijf", "apply-wrong-name", it.name.is_empty() || it.name.chars().count() > NAME_CHARACTERS_MAX),
            (KVK_FIELD, "apply-wrong-kvk", !it.kvk.is_empty() && !is_register_number(&it.kvk)),
            ("naam", "help-error-name", it.contact.chars().count() > NAME_CHARACTERS_MAX),
            ("email", "apply-wrong-email-needed", !has_address && EmailAddress::parse(&it.email).is_err()),
            ("telefoon", "help-error-telephone", !it.telephone.is_empty() && !is_telephone(&it.telephone)),
        ];
        let wrong = wrong.into_iter().filter(|(_, _, is_wrong)| *is_wrong);
        self.wrong = wrong.map(|(field, key, _)| (field, texts.get(key))).collect();
    }
}

/// Begins the application, keeps what is known already, and leads to its own page.
async fn begin(starting: Starting, known: Known) -> Response {
    let visit = starting.visit;
    let Ok(token) = link_of(&visit) else {
        return not_done(&GrantingError::Store(StoreError::Stopped), &visit);
    };
    let own = address(visit.language, &format!("/aanvraag/{}", token.to_text()), &[("gedaan", "begonnen".to_owned())]);
    let facts = facts_of(&known, &visit);
    let municipality = given(&visit).text("municipality").to_owned();
    let applicant = Applicant { kvk: plain_number(&starting.applicant.kvk), ..starting.applicant };
    let Ok(round) = Code::new(&starting.round) else { return not_done(&GrantingError::NotFound, &visit) };
    let new = NewApplication {
        round,
        who: match known.who {
            Some(firm) => Who::Known(firm),
            None => who(&applicant, municipality, visit.language),
        },
        case: known.case,
        link: Kept(token.digest()),
        form_key: kept_key(&visit),
    };
    let answers = Answers { applicant, facts, ..Answers::default() };
    let begun = visit.app.on_store(move |app| {
        let (grants, now) = (app.grants(), app.exactly_now());
        let begun = grants.begin(new, now)?.application;
        let form = NewForm { answers: answers.to_json(), costs: [].into(), requested: schakel_register::Cents::ZERO };
        grants.save(begun.number, form, schakel_casework::Actor::Entrepreneur(begun.applicant), now)
    });
    match begun.await {
        Ok(_) | Err(GrantingError::SentBefore(_)) => private(Redirect::to(&own).into_response()),
        Err(error) => not_done(&error, &visit),
    }
}

fn who(applicant: &Applicant, municipality: String, language: Language) -> Who {
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    Who::Told {
        contact: Contact {
            name: some(&applicant.contact),
            email: EmailAddress::parse(&applicant.email).ok().map(|it| it.lookup_key()),
            telephone: some(&applicant.telephone),
            language: if language == Language::Dutch { "nl" } else { "en" }.to_owned(),
        },
        firm: FirmDetails {
            kvk_number: some(&applicant.kvk),
            name: some(&applicant.name),
            municipality: some(&municipality),
            facts: "{}".to_owned(),
        },
    }
}

/// What is known by the session or by the link of a question. A link that does not prove who reads it shows nothing.
async fn known(starting: &Starting, headers: HeaderMap) -> Result<Known, GrantingError> {
    let token = starting.case_token;
    let found = starting.visit.app.on_store(move |app| {
        let caller = Caller::read(app, &headers)?;
        if let (Some(token), Some(desk)) = (token, app.desk())
            && let Ok(sheet) = desk.own_case(Kept(token.digest()), app.now())
        {
            let DetailsShown::Shown { firm, people, .. } = &sheet.details else { return Ok(Known::default()) };
            let person = people.first().map(|it| it.details.clone());
            let applicant = Applicant {
                name: firm.details.name.clone().unwrap_or_default(),
                kvk: firm.details.kvk_number.clone().unwrap_or_default(),
                contact: person.as_ref().and_then(|it| it.name.clone()).unwrap_or_default(),
                email: person.as_ref().and_then(|it| it.email.clone()).unwrap_or_default(),
                telephone: person.as_ref().and_then(|it| it.telephone.clone()).unwrap_or_default(),
            };
            let who = sheet.is_proven.then_some(sheet.case.firm).filter(|_| !applicant.email.is_empty());
            let facts = firm.details.facts.clone();
            return Ok(Known { who, case: sheet.is_proven.then_some(sheet.case.id), applicant, facts });
        }
        let Caller::Entrepreneur { account, firm } = caller else { return Ok(Known::default()) };
        let details = app.store().read(|rows| firms::read(rows, firm))?.map(|it| it.details).unwrap_or_default();
        let applicant = Applicant {
            name: details.name.unwrap_or_default(),
            kvk: details.kvk_number.unwrap_or_default(),
            contact: account.details.name.unwrap_or_default(),
            email: account.details.email.unwrap_or_default(),
            telephone: account.details.telephone.unwrap_or_default(),
        };
        Ok::<_, StoreError>(Known { who: Some(firm), case: None, applicant, facts: details.facts })
    });
    Ok(found.await?)
}

/// The facts with which the conditions are looked at first: of the firm, and those that the form brought.
fn facts_of(known: &Known, visit: &Visit) -> Vec<(String, String)> {
    let json = serde_json::from_str(&known.facts).unwrap_or_default();
    let kept = facts_from_json(&json, visit.pack(), visit.moment().date()).unwrap_or_default();
    let mut facts = given(visit).typed;
    let kept = typed(&kept, visit.pack(), visit.language);
    let new: Vec<_> = kept.into_iter().filter(|(name, _)| facts.iter().all(|(it, _)| it != name)).collect();
    facts.extend(new);
    facts
}

/// The secret of the application's own link. It follows from the key of the form, so that sending the form twice leads to
/// the same place.
fn link_of(visit: &Visit) -> Result<Token, getrandom::Error> {
    let Some(key) = visit.field(KEY_FIELD).and_then(Token::parse) else { return draw_token() };
    let digest = Sha256::digest(format!("aanvraag {}", key.to_text()).as_bytes());
    let mut bytes = [0; TOKEN_BYTES];
    for (byte, drawn) in bytes.iter_mut().zip(digest) {
        *byte = drawn;
    }
    Ok(Token::from_bytes(bytes))
}

fn plain_number(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_digit).collect()
}

fn form(starting: Starting, known: Known) -> Response {
    let visit = &starting.visit;
    let setup = Code::new(&starting.round).map_err(|_| GrantingError::NotFound);
    let setup = match setup.and_then(|round| Setup::of(&visit.app, &round)) {
        Ok(setup) => setup,
        Err(error) => return not_done(&error, visit),
    };
    let texts = visit.texts();
    let rules = &setup.rules.application;
    let is_over = visit.app.now() >= rules.closes_at;
    let is_first = starting.applicant == Applicant::default();
    let applicant = if is_first { known.applicant } else { starting.applicant };
    let name = setup.round.name.get(visit.language);
    let path = format!("/regelingen/{}", setup.round.id);
    let plain = without_fields(visit);
    let steps = [(texts.get("round-list-title"), "/regelingen"), (name.to_owned(), path.as_str())];
    let mut hidden = given(visit).typed;
    let key = visit.field(KEY_FIELD).and_then(Token::parse).map_or_else(new_key, Token::to_text);
    hidden.push((KEY_FIELD.to_owned(), key));
    hidden.extend(starting.case_token.map(|it| (CASE_FIELD.to_owned(), it.to_text())));
    let is_open = visit.app.now() >= rules.opens_at && !is_over;
    let template = StartPage {
        frame: Frame::new(&plain, &texts.with("apply-start-title", "round", name), "/register").under(&plain, &steps),
        window: if is_open { String::new() } else { window_words(rules.opens_at, rules.closes_at, visit) },
        is_over,
        action: address(visit.language, &format!("{path}/aanvragen"), &[]),
        hidden,
        errors: starting
            .wrong
            .iter()
            .map(|(it, text)| LinkView { name: text.clone(), link: format!("#{it}") })
            .collect(),
        from_case: starting.case_token.is_some(),
        kvk_available: visit.app.kvk().is_some(),
        kvk_notes: starting.notes,
        documents: setup.version.documents.iter().map(|it| it.name.get(visit.language).to_owned()).collect(),
        applicant,
        wrong: starting.wrong,
    };
    let status = if template.errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    private(page_with_status(status, &template))
}
