//! "Stel uw vraag aan een adviseur": the form, who will get the question, and sending it. The page names the one front
//! door before anything is sent: when the place in the form leads to another one than the page named, it names that one
//! first and sends nothing.

use askama::Template;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::{Code, Origin, Visibility};
use schakel_desk::{DeskError, NewQuestion, Promise, Who};
use schakel_identity::{TOKEN_BYTES, Token};
use schakel_store::Digest as Kept;
use schakel_store::tables::firms::FirmDetails;
use sha2::{Digest, Sha256};

use crate::caller::Caller;
use crate::case_words::CaseWords;
use crate::headers::private;
use crate::pages::fields::{FieldView, field};
use crate::pages::frame::{DAY_FIELD, Frame, Visit, address, one_field_a_fact};
use crate::pages::page_with_status;
use crate::pages::parts::{ChoiceView, LinkView, organisation_link};
use crate::pages::question::known_value;
use crate::pages::questions::ask_fields::{Asking, MUNICIPALITY_FACT};
use crate::pages::questions::forms::{KEY_FIELD, choice, desk, kept_key, new_key, not_done};
use crate::pages::questions::need::need_of;
use crate::secret::draw_token;

/// Where a question is asked.
pub const PATH: &str = "/hulp";

/// Where a question came from; `routekaart` for a step of the roadmap.
pub const ORIGIN_FIELD: &str = "herkomst";

/// What [`ORIGIN_FIELD`] says of a question that comes from the roadmap.
pub const FROM_ROADMAP: &str = "routekaart";

/// The front door that the page named.
const DOOR_FIELD: &str = "loket";

/// The button that only asks which front door it is.
const LOOK_FIELD: &str = "toon";

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    frame: Frame,
    action: String,
    asking: Asking,
    errors: Vec<LinkView>,
    signed_in: Option<String>,
    municipality: Option<FieldView>,
    services: Vec<ChoiceView>,
    spoken: Vec<ChoiceView>,
    known: Vec<String>,
    hidden: Vec<(String, String)>,
    door: DoorView,
    /// The page named another front door before.
    look_again: bool,
}

/// Who will get the question.
struct DoorView {
    organisation: LinkView,
    why: String,
    people: String,
    answer: String,
    promise: String,
}

/// Shows the form, with what the address says filled in.
pub async fn show(visit: Visit, headers: HeaderMap) -> Response {
    if let Err(closed) = desk(&visit) {
        return closed;
    }
    let asking = Asking::read(&visit);
    let (caller, promise) = match before(&visit, &asking, headers).await {
        Ok(found) => found,
        Err(error) => return not_done(&error, &visit),
    };
    form(&visit, &visit, asking, &caller, &promise, false)
}

/// Takes in the form: shows it again when something is wrong or the front door is another one, and sends it otherwise.
pub async fn send(visit: Visit, headers: HeaderMap, body: Bytes) -> Response {
    let visit = visit.sent(&body);
    if let Err(closed) = desk(&visit) {
        return closed;
    }
    let mut asking = Asking::read(&visit);
    let (caller, promise) = match before(&visit, &asking, headers).await {
        Ok(found) => found,
        Err(error) => return not_done(&error, &visit),
    };
    let only_looks = visit.field(LOOK_FIELD).is_some();
    if !only_looks {
        asking.check(&visit, matches!(caller, Caller::Entrepreneur { .. }));
    }
    let named = visit.field(DOOR_FIELD).unwrap_or("");
    let is_another = named != promise.door.organisation.0.as_str();
    if only_looks || is_another || !asking.errors.is_empty() {
        // What was typed stands in the form, and in no address on the page.
        let frame = visit.with_query(asking.given.typed.clone());
        return form(&visit, &frame, asking, &caller, &promise, is_another && !only_looks);
    }
    let Ok(token) = link_of(&visit) else {
        return not_done(&DeskError::Store(schakel_store::StoreError::Stopped), &visit);
    };
    let own = address(visit.language, &format!("/mijn-vraag/{}", token.to_text()), &[("gedaan", "vraag".to_owned())]);
    let question = question(&visit, &asking, &caller, token);
    let done = visit
        .app
        .on_store(move |app| {
            let now = app.now();
            app.desk().ok_or(DeskError::NotFound)?.ask(question, None, now)
        })
        .await;
    match done {
        Ok(_) | Err(DeskError::SentBefore(_)) => private(Redirect::to(&own).into_response()),
        Err(error) => not_done(&error, &visit),
    }
}

/// Who asks, and who would get it.
async fn before(visit: &Visit, asking: &Asking, headers: HeaderMap) -> Result<(Caller, Promise), DeskError> {
    let municipality = asking.municipality(visit);
    let app = &visit.app;
    app.on_store(move |app| {
        let caller = Caller::read(app, &headers)?;
        let promise = app.desk().ok_or(DeskError::NotFound)?.promise(municipality.as_ref(), app.now())?;
        Ok((caller, promise))
    })
    .await
}

fn question(visit: &Visit, asking: &Asking, caller: &Caller, token: Token) -> NewQuestion {
    let who = match caller {
        Caller::Entrepreneur { firm, .. } => Who::Known(*firm),
        Caller::Nobody | Caller::Staff(_) => Who::Told {
            contact: asking.contact(),
            firm: FirmDetails {
                kvk_number: None,
                name: None,
                municipality: asking.municipality(visit).map(String::from),
                facts: asking.facts_json(visit),
            },
        },
    };
    let is_from_roadmap = visit.field(ORIGIN_FIELD) == Some(FROM_ROADMAP);
    let spoken = Code::new(&asking.spoken).ok();
    let need = need_of(&visit.app, &asking.words, asking.facts(), asking.service(visit), spoken);
    NewQuestion {
        who,
        words: asking.words.clone(),
        origin: if is_from_roadmap { Origin::Roadmap } else { Origin::QuestionBox },
        asked_at: visit.app.now(),
        need,
        visibility: if asking.confidential { Visibility::Confidential } else { Visibility::Ordinary },
        consents: Vec::new(),
        link: Kept(token.digest()),
        form_key: kept_key(visit),
    }
}

/// The secret of the question's own link. It follows from the key of the form, so that sending the form twice leads to
/// the same place; what the store keeps of the key leads to no link.
fn link_of(visit: &Visit) -> Result<Token, getrandom::Error> {
    let Some(key) = visit.field(KEY_FIELD).and_then(Token::parse) else { return draw_token() };
    let digest = Sha256::digest(format!("mijn-vraag {}", key.to_text()).as_bytes());
    let mut bytes = [0; TOKEN_BYTES];
    for (byte, drawn) in bytes.iter_mut().zip(digest) {
        *byte = drawn;
    }
    Ok(Token::from_bytes(bytes))
}

fn form(
    visit: &Visit,
    frame: &Visit,
    asking: Asking,
    caller: &Caller,
    promise: &Promise,
    look_again: bool,
) -> Response {
    let texts = visit.texts();
    let title = texts.get("help-title");
    let status = if asking.errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let error_link = |(field, text): &(&str, String)| LinkView { name: text.clone(), link: format!("#{field}") };
    let municipality = visit.pack().vocabulary.fact_named(MUNICIPALITY_FACT);
    let template = HelpPage {
        frame: Frame::new(frame, &title, "").under(frame, &[]),
        action: address(visit.language, PATH, &[]),
        errors: asking.errors.iter().map(error_link).collect(),
        signed_in: match caller {
            Caller::Entrepreneur { account, .. } => Some(account.details.email.clone().unwrap_or_default()),
            Caller::Nobody | Caller::Staff(_) => None,
        },
        municipality: municipality.and_then(|id| field(id, "", &asking.given, visit)),
        services: services(&asking, visit),
        spoken: ["nl", "en"].map(|it| choice(it, texts.get(&format!("spoken-{it}")), &asking.spoken)).into(),
        known: known(&asking, visit),
        hidden: hidden(&asking, visit, promise),
        door: door_view(promise, visit),
        asking,
        look_again,
    };
    private(page_with_status(status, &template))
}

fn services(asking: &Asking, visit: &Visit) -> Vec<ChoiceView> {
    let list = visit.pack().vocabulary.code_list("roles");
    let name = |id: &str| list.and_then(|list| list.get(id)).map(|it| it.name.get(visit.language).to_owned());
    let known = visit.pack().settings.casework.services.iter();
    known.map(|id| choice(id, name(id).unwrap_or_else(|| id.to_string()), &asking.service)).collect()
}

/// What goes along, each fact in a few words; the place has a field of its own.
fn known(asking: &Asking, visit: &Visit) -> Vec<String> {
    let vocabulary = &visit.pack().vocabulary;
    let words = |(id, _): (schakel_criteria::FactId, &schakel_criteria::Value)| {
        let fact = vocabulary.fact(id)?;
        if &*fact.id == MUNICIPALITY_FACT {
            return None;
        }
        Some(format!("{}: {}", fact.name.get(visit.language), known_value(id, &asking.given, visit)?.text))
    };
    asking.facts().given().filter_map(words).collect()
}

/// The fields that go along unseen: the facts that are listed, the key, and the front door that this page names.
fn hidden(asking: &Asking, visit: &Visit, promise: &Promise) -> Vec<(String, String)> {
    let mut facts = asking.given.typed.clone();
    facts.retain(|(name, _)| name != MUNICIPALITY_FACT);
    let mut hidden = one_field_a_fact(&facts, visit.pack());
    let key = visit.field(KEY_FIELD).and_then(Token::parse).map_or_else(new_key, Token::to_text);
    hidden.push((KEY_FIELD.to_owned(), key));
    hidden.push((DOOR_FIELD.to_owned(), promise.door.organisation.to_string()));
    hidden.extend(visit.field(ORIGIN_FIELD).map(|it| (ORIGIN_FIELD.to_owned(), it.to_owned())));
    hidden.extend(visit.chosen_day.map(|day| (DAY_FIELD.to_owned(), day.to_string())));
    hidden
}

fn door_view(promise: &Promise, visit: &Visit) -> DoorView {
    let texts = visit.texts();
    let words = CaseWords::new(visit.pack(), visit.language);
    let organisation = organisation_link(promise.door.organisation.0.as_str(), visit);
    DoorView {
        why: words.door_ground(promise.door.ground),
        people: words.together(promise.people.clone()),
        answer: texts.with_all(
            "help-door-answer",
            &[("organisation", organisation.name.clone().into()), ("day", words.day(promise.answer_by).into())],
        ),
        promise: texts.with("help-door-promise", "day", &words.day(promise.promised_by)),
        organisation,
    }
}
