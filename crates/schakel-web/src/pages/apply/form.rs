//! The form of an application: filling in, with what is wrong and missing shown after each save; and keeping it.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use schakel_casework::{Actor, FirmRef};
use schakel_desk::{GrantingError, NewForm};
use schakel_register::{FieldSubject, RequiredDocument};
use schakel_schemes::{ApplicationState, Partnership, missing_in};

use crate::headers::private;
use crate::pages::apply::answers::{Answers, kept_amount, to_keep};
use crate::pages::apply::costs::{CostTable, cost_table};
use crate::pages::apply::form_fields::{ConditionsView, InputView, conditions, inputs};
use crate::pages::apply::mistakes::{Mistake, mistakes};
use crate::pages::apply::sent::{FILE_FIELD, Sent};
use crate::pages::apply::way::Sheet;
use crate::pages::apply::words::{RoundNames, missing_words, window_words};
use crate::pages::frame::{Frame, Visit, address};
use crate::pages::page_with_status;
use crate::pages::parts::LinkView;
use crate::pages::questions::forms::without_fields;

#[derive(Template)]
#[template(path = "apply_form.html")]
struct FormPage {
    frame: Frame,
    action: String,
    done: String,
    errors: Vec<LinkView>,
    wrong: Vec<Mistake>,
    round: LinkView,
    number: String,
    window: String,
    is_open: bool,
    /// It was handed in before, and is completed now.
    repair: Option<String>,
    firm_name: String,
    kvk: String,
    contact: Vec<String>,
    applicant: Vec<InputView>,
    project: Vec<InputView>,
    participant: Vec<InputView>,
    takes_partners: bool,
    partners: Vec<PartnerView>,
    costs: CostTable,
    requested: String,
    conditions: ConditionsView,
    documents: Vec<DocumentView>,
    missing: Vec<LinkView>,
    by_link: bool,
}

/// A firm that was asked to take part.
struct PartnerView {
    name: String,
    /// open, soon or closed: the look.
    kind: &'static str,
    icon: &'static str,
    state: String,
}

/// A document to attach, with the files that are there.
struct DocumentView {
    field: String,
    name: String,
    help: String,
    accept: String,
    files: Vec<FileView>,
    error: String,
}

/// A file that was added.
struct FileView {
    number: u64,
    name: String,
    size: String,
    link: String,
    can_go: bool,
}

impl FormPage {
    /// What is wrong with a field.
    fn error(&self, field: &str) -> String {
        self.wrong.iter().find(|(it, _)| it == field).map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

/// The field that says that the form itself was sent.
pub const FORM_FIELD: &str = "formulier";

/// The page of the form.
pub fn form_page(sheet: &Sheet, done: &str, more: Vec<Mistake>, visit: &Visit) -> Response {
    let texts = visit.texts();
    let mut wrong = mistakes(sheet, visit);
    let status = if more.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    wrong.extend(more);
    let rules = &sheet.setup.rules.application;
    let now = visit.app.now();
    let is_repair = !sheet.application().receipts.is_empty();
    let name = sheet.setup.round.name.get(visit.language).to_owned();
    let plain = without_fields(visit);
    let title = texts.with("apply-form-title", "round", &name);
    let is_open = is_repair || (now >= rules.opens_at && now < rules.closes_at);
    let until = sheet.application().repair_until.filter(|_| is_repair).map(|it| visit.day(it));
    let page = FormPage {
        frame: Frame::new(&plain, &title, "").under(&plain, &[]),
        action: address(visit.language, &sheet.way.path(), &[]),
        done: done.to_owned(),
        errors: wrong.iter().map(|(it, text)| LinkView { name: text.clone(), link: format!("#{it}") }).collect(),
        round: LinkView { name, link: visit.link(&format!("/regelingen/{}", sheet.setup.round.id)) },
        number: sheet.application().number.to_string(),
        window: window(sheet, visit),
        is_open,
        repair: until,
        firm_name: sheet.answers.applicant.name.clone(),
        kvk: sheet.answers.applicant.kvk.clone(),
        contact: contact(sheet),
        applicant: [FieldSubject::Applicant, FieldSubject::Contact]
            .into_iter()
            .flat_map(|it| inputs(it, sheet, &wrong, visit))
            .collect(),
        project: inputs(FieldSubject::Project, sheet, &wrong, visit),
        participant: inputs(FieldSubject::Participant, sheet, &wrong, visit),
        takes_partners: sheet.setup.takes_partners() && !is_repair,
        partners: partners(sheet, visit),
        costs: cost_table(sheet, &wrong, visit),
        requested: sheet.answers.requested.clone(),
        conditions: conditions(sheet, visit),
        documents: sheet.setup.version.documents.iter().map(|it| document(it, sheet, &wrong, visit)).collect(),
        missing: missing(sheet, visit),
        by_link: sheet.way.part.parse::<u64>().is_err(),
        wrong,
    };
    private(page_with_status(status, &page))
}

/// What is missing as the application stands, each with the way to it.
pub fn missing(sheet: &Sheet, visit: &Visit) -> Vec<LinkView> {
    let application = sheet.application();
    let items = missing_in(application, application.content.as_ref(), &sheet.setup.rules.application);
    let names = RoundNames { version: sheet.setup.version };
    let asked = application.missing.iter().filter(|it| !items.contains(it) && !application.receipts.is_empty());
    let words = |it| missing_words(it, names, |firm| sheet.name_of(firm, visit), visit.texts());
    let mut all: Vec<(String, String)> = items.iter().chain(asked).map(words).collect();
    if kept_amount(&sheet.answers.requested).is_none_or(|it| it == schakel_register::Cents::ZERO) {
        all.push((visit.texts().get("apply-missing-requested"), "bedrag".to_owned()));
    }
    all.into_iter().map(|(name, place)| LinkView { name, link: format!("#{place}") }).collect()
}

/// Keeps what was sent. Answers what is wrong with it besides what the answers themselves show.
///
/// # Errors
/// [`GrantingError`]; nothing was kept.
pub fn keep(
    sheet: &Sheet,
    sent: Sent,
    visit_app: &crate::state::App,
) -> Result<Vec<(String, GrantingError)>, GrantingError> {
    let (grants, way) = (visit_app.grants(), &sheet.way);
    grants.save(way.number(), new_form(sheet), way.actor(), visit_app.exactly_now())?;
    Ok(attach(sheet, sent, visit_app))
}

/// Adds the files that were sent. Answers what could not be added, and why.
pub fn attach(sheet: &Sheet, sent: Sent, app: &crate::state::App) -> Vec<(String, GrantingError)> {
    let (grants, way) = (app.grants(), &sheet.way);
    let mut refused = Vec::new();
    for file in sent.files {
        let field = format!("{FILE_FIELD}{}", file.document);
        if let Err(error) = grants.attach(way.number(), file, way.actor(), app.exactly_now()) {
            refused.push((field, error));
        }
    }
    refused
}

/// The answers of a sheet as the counter keeps them.
pub fn new_form(sheet: &Sheet) -> NewForm {
    NewForm {
        answers: sheet.answers.to_json(),
        costs: sheet.answers.costs_of(sheet.firms()),
        requested: sheet.answers.requested(),
    }
}

/// The answers with what was sent in their place.
pub fn answers(sheet: &Sheet, sent: &Sent, visit: &Visit) -> Answers {
    let mut answers = sheet.answers.clone();
    let take = |name: &str, place: &mut String| {
        if let Some(answer) = sent.answer(name) {
            *place = answer;
        }
    };
    take("bedrijf", &mut answers.applicant.name);
    take("kvk", &mut answers.applicant.kvk);
    for field in &sheet.setup.version.fields {
        if let Some(answer) = sent.answer(&format!("veld-{}", field.id)) {
            answers.fields.insert(field.id.to_string(), answer);
        }
    }
    for firm in sheet.firms() {
        for kind in sheet.setup.cost_kinds() {
            if let Some(typed) = sent.answer(&format!("kosten-{firm}-{kind}")) {
                let kinds = answers.costs.entry(firm.to_string()).or_default();
                kinds.insert(kind.to_owned(), to_keep(&typed, visit.language));
            }
        }
    }
    if let Some(typed) = sent.answer("bedrag") {
        answers.requested = to_keep(&typed, visit.language);
    }
    if sent.field(FORM_FIELD).is_some() {
        let facts = visit.with_query(sent.fields.clone());
        answers.facts = crate::pages::fields::given(&facts).typed;
    }
    answers
}

fn window(sheet: &Sheet, visit: &Visit) -> String {
    let rules = &sheet.setup.rules.application;
    let now = visit.app.now();
    if now >= rules.opens_at && now < rules.closes_at {
        let until = crate::pages::apply::words::moment_words(rules.closes_at, visit.texts());
        return visit.texts().with("apply-open-until", "until", &until);
    }
    window_words(rules.opens_at, rules.closes_at, visit)
}

fn contact(sheet: &Sheet) -> Vec<String> {
    let it = &sheet.answers.applicant;
    [&it.contact, &it.email, &it.telephone].into_iter().filter(|it| !it.is_empty()).cloned().collect()
}

fn partners(sheet: &Sheet, visit: &Visit) -> Vec<PartnerView> {
    let view = |(firm, state): (&FirmRef, &Partnership)| {
        let (kind, icon, key) = match state {
            Partnership::Invited => ("soon", "question", "apply-partner-invited"),
            Partnership::Consented => ("open", "check", "apply-partner-consented"),
            Partnership::Declined => ("closed", "cross", "apply-partner-declined"),
        };
        PartnerView { name: sheet.name_of(*firm, visit), kind, icon, state: visit.texts().get(key) }
    };
    sheet.application().partners.iter().map(view).collect()
}

fn document(document: &RequiredDocument, sheet: &Sheet, wrong: &[Mistake], visit: &Visit) -> DocumentView {
    let texts = visit.texts();
    let field = format!("{FILE_FIELD}{}", document.id);
    let limit =
        sheet.setup.rules.application.completeness.documents.iter().find(|(it, _)| it.as_str() == &*document.id);
    let bytes = limit.map_or(schakel_schemes::DOCUMENT_BYTES_MAX, |(_, it)| it.bytes_max);
    let kinds: Vec<&str> = match limit {
        Some((_, it)) if !it.kinds.is_empty() => it.kinds.iter().map(schakel_casework::Code::as_str).collect(),
        _ => vec!["pdf", "docx", "xlsx", "pptx", "png", "jpg"],
    };
    let handed_in = sheet.application().receipts.last().map(|it| it.received_at);
    let file = |it: &schakel_store::tables::application_papers::FileRow| FileView {
        number: it.id,
        name: it.name.clone(),
        size: size_words(it.attachment.bytes, visit),
        link: address(visit.language, &format!("{}/bijlagen/{}", sheet.way.path(), it.id), &[]),
        can_go: handed_in.is_none_or(|at| it.made_at > at),
    };
    let files = sheet.papers.files.iter().filter(|it| it.attachment.document.as_str() == &*document.id);
    let values = [("kinds", kinds.join(", ").into()), ("size", size_words(bytes, visit).into())];
    let key = if document.per_participant { "apply-document-help-each" } else { "apply-document-help" };
    DocumentView {
        name: document.name.get(visit.language).to_owned(),
        help: texts.with_all(key, &values),
        accept: kinds.iter().map(|it| format!(".{it}")).collect::<Vec<_>>().join(","),
        files: files.map(file).collect(),
        error: wrong.iter().find(|(it, _)| *it == field).map(|(_, text)| text.clone()).unwrap_or_default(),
        field,
    }
}

/// A size as people say it.
fn size_words(bytes: u64, visit: &Visit) -> String {
    let texts = visit.texts();
    match bytes {
        0..1_000_000 => texts.with("apply-size-kilobytes", "size", &bytes.div_ceil(1_000).to_string()),
        _ => texts.with("apply-size-megabytes", "size", &bytes.div_ceil(1_000_000).to_string()),
    }
}

/// Whether the form can be filled in now.
pub fn is_fillable(sheet: &Sheet) -> bool {
    use ApplicationState::{Draft, Incomplete, Unrepaired};
    let state = sheet.application().course.standing().map(|it| it.state);
    matches!(state, Some(Draft | Incomplete | Unrepaired))
        && sheet.way.actor() == Actor::Entrepreneur(sheet.application().applicant)
}
