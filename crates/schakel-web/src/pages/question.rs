//! "Wat past bij mij?": the form. Every field may stay empty; a number of the Handelsregister fills in what the
//! register knows, and never travels in an address.

use askama::Template;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_criteria::{FactId, Language, Value, Vocabulary, value_in_words};
use schakel_register::Id;

use crate::kvk::KvkFirm;
use crate::pages::fields::{FieldView, Given, contradictions, field, given, typed};
use crate::pages::frame::{Frame, KVK_FIELD, Visit, parse_query};
use crate::pages::parts::{LinkView, ValueView};
use crate::pages::{interview, page_with_status};
use crate::state::App;

/// A section of the form.
pub struct SectionView {
    /// Identifier on the page.
    pub id: String,
    /// Heading.
    pub title: String,
    /// A sentence under it.
    pub intro: String,
    /// Its first fields.
    pub fields: Vec<FieldView>,
    /// Its other fields, folded away until one of them is filled in: few schemes ask them.
    pub more: Vec<FieldView>,
    /// Whether one of those is filled in.
    pub more_touched: bool,
    /// Whether it is folded away at first: only some schemes ask it.
    pub folded: bool,
}

#[derive(Template)]
#[template(path = "question.html")]
struct QuestionPage {
    frame: Frame,
    sections: Vec<SectionView>,
    errors: Vec<LinkView>,
    kvk_available: bool,
    kvk_number: String,
    kvk_error: String,
    kvk_found: String,
    kvk_notes: Vec<String>,
    action: String,
    interview_link: String,
}

/// The groups of facts, in the order of the form, and whether the section is folded at first.
const GROUPS: [(&str, bool); 6] =
    [("plan", false), ("company", false), ("size", false), ("project", true), ("money", true), ("people", true)];

/// Fields of a section that are seen at once. The vocabulary names first what most schemes ask.
const FIELDS_IN_VIEW: usize = 5;

/// Shows the form, with what the address already says filled in.
pub async fn show(visit: Visit) -> Response {
    let given = given(&visit);
    form(&visit, &given, KvkState::default())
}

/// Takes in the form. One button looks up the number in the Handelsregister and shows the form with what it knows; what
/// was typed stays. The other leads to the result, at an address that holds the answers and nothing else.
pub async fn send(mut sent: Visit, body: Bytes) -> Response {
    sent.query = parse_query(&String::from_utf8_lossy(&body));
    let given = given(&sent);
    if sent.field(LOOK_UP_FIELD).is_none() {
        return Redirect::to(&sent.link_with("/wat-past/uitkomst", &given.as_fields())).into_response();
    }
    let number = sent.field(KVK_FIELD).unwrap_or("").trim().to_owned();
    match look_up_number(&sent.app, &number).await {
        Ok(firm) => {
            let kvk = KvkState { found: firm.name.clone(), notes: firm.notes_in(sent.language), ..KvkState::default() };
            let answers = with_firm(given, &firm, &sent.app, sent.language);
            form_with_answers(sent, answers, kvk)
        }
        Err(error) => {
            let kvk = KvkState { number, error: error.message(sent.language), ..KvkState::default() };
            form_with_answers(sent, given.typed, kvk)
        }
    }
}

/// The field of the button that looks it up.
const LOOK_UP_FIELD: &str = "ophalen";

/// The form with these answers. They replace what was sent: the addresses on the page come from the query of the visit,
/// and the number is in none of them.
fn form_with_answers(mut visit: Visit, answers: Vec<(String, String)>, kvk: KvkState) -> Response {
    visit.query = answers;
    let given = given(&visit);
    form(&visit, &given, kvk)
}

#[derive(Default)]
struct KvkState {
    number: String,
    error: String,
    found: String,
    notes: Vec<String>,
}

/// What the trade register knows of a number, asked where waiting is allowed.
pub async fn look_up_number(app: &App, number: &str) -> Result<KvkFirm, crate::kvk::KvkError> {
    let (app, number) = (app.clone(), number.to_owned());
    let looked_up = tokio::task::spawn_blocking(move || match app.kvk() {
        Some(client) => client.lookup(&number, app.pack()),
        None => Err(crate::kvk::KvkError::NotConfigured),
    });
    looked_up.await.unwrap_or(Err(crate::kvk::KvkError::Unreachable))
}

/// The answers with what the register knows where the visitor typed nothing.
pub fn with_firm(given: Given, firm: &KvkFirm, app: &App, language: Language) -> Vec<(String, String)> {
    let known = typed(&firm.facts, app.pack(), language);
    let new: Vec<_> = known.into_iter().filter(|(name, _)| given.text(name).is_empty()).collect();
    given.typed.into_iter().chain(new).collect()
}

fn form(visit: &Visit, given: &Given, kvk: KvkState) -> Response {
    let status = if given.errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    form_with_status(visit, given, kvk, status, Vec::new())
}

/// The form again, with everything that was typed and what is wrong with it.
pub fn form_with_errors(visit: &Visit, given: &Given) -> Response {
    let errors = contradictions(given, visit);
    form_with_status(visit, given, KvkState::default(), StatusCode::BAD_REQUEST, errors)
}

fn form_with_status(visit: &Visit, given: &Given, kvk: KvkState, status: StatusCode, errors: Vec<String>) -> Response {
    let title = visit.texts().get("match-title");
    let template = QuestionPage {
        frame: Frame::new(visit, &title, "/wat-past").under(visit, &[]),
        sections: sections(visit, given),
        errors: given.errors.iter().map(field_error).chain(errors.into_iter().map(general_error)).collect(),
        kvk_available: visit.app.kvk().is_some(),
        kvk_number: kvk.number,
        kvk_error: kvk.error,
        kvk_found: kvk.found,
        kvk_notes: kvk.notes,
        action: visit.link("/wat-past"),
        interview_link: visit.link_with(interview::PATH, &given.as_fields()),
    };
    page_with_status(status, &template)
}

/// A mistake with the way to its field.
fn field_error((name, error): &(String, String)) -> LinkView {
    LinkView { name: error.clone(), link: format!("#f-{name}") }
}

/// A mistake that is about no field in particular.
fn general_error(error: String) -> LinkView {
    LinkView { name: error, link: String::new() }
}

/// The sections with the questions about a firm.
pub fn sections(visit: &Visit, given: &Given) -> Vec<SectionView> {
    let texts = visit.texts();
    let section = |(group, folded): &(&str, bool)| {
        let is_touched = |field: &FieldView| !given.text(&field.name).is_empty() || !field.error.is_empty();
        let mut fields: Vec<FieldView> =
            facts_of(group, visit).filter_map(|id| field(id, "f-", given, visit)).collect();
        let touched = fields.iter().any(is_touched);
        let in_view = if fields.len() > FIELDS_IN_VIEW + 2 { FIELDS_IN_VIEW } else { fields.len() };
        let more = fields.split_off(in_view);
        SectionView {
            id: format!("deel-{group}"),
            title: texts.get(&format!("group-{group}")),
            intro: texts.get(&format!("group-{group}-intro")),
            fields,
            more_touched: more.iter().any(is_touched),
            more,
            folded: *folded && !touched,
        }
    };
    GROUPS.iter().map(section).filter(|section| !section.fields.is_empty()).collect()
}

/// The facts of a group that people can be asked: not those that follow from others, and not the day.
fn facts_of<'a>(group: &'a str, visit: &'a Visit) -> impl Iterator<Item = FactId> + 'a {
    let pack = visit.pack();
    pack.vocabulary.fact_ids().filter(move |id| {
        let derived = pack.vocabulary.fact(*id).is_none_or(|fact| fact.derivation.is_some() || &*fact.id == "as_of");
        !derived && pack.details(*id).is_some_and(|details| details.group == group)
    })
}

/// A value for the list of what is known.
pub fn known_value(id: FactId, given: &Given, visit: &Visit) -> Option<ValueView> {
    let value = given.facts.get(id)?;
    Some(ValueView::known(named_value(id, value, &visit.pack().vocabulary, visit.language)))
}

/// A value in words. Codes come by name, one after the other.
pub fn named_value(id: FactId, value: &Value, vocabulary: &Vocabulary, language: Language) -> String {
    match (value, vocabulary.codes_of(id)) {
        (Value::Codes(codes), Some(list)) => {
            let name =
                |code: &Id| list.get(code).map_or_else(|| code.to_string(), |it| it.name.get(language).to_owned());
            codes.iter().map(name).collect::<Vec<_>>().join("; ")
        }
        _ => value_in_words(id, value, vocabulary, language),
    }
}
