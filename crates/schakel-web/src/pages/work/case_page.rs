//! The page of one case: what may be seen of the firm, what there is for it, what happened, what others did, and the
//! forms to act. The forms are made in `case_forms` and carried out in `case_send`.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use schakel_casework::{
    Case, CaseId, Choice, Consent, Event, Field, OrganisationId, PersonRef, choose, state_for_entrepreneur,
};
use schakel_desk::{CaseSheet, DeskError, DetailsShown};
use schakel_identity::Permission;
use schakel_register::facts_from_json;
use schakel_store::journal::{self, Entry};
use schakel_store::{Statements, StoreError, tables};
use schakel_time::DateTime;

use crate::advice::{CandidateView, advice_document};
use crate::caller::Staff;
use crate::case_words::Reader;
use crate::headers::private;
use crate::pages::fields::{Given, typed};
use crate::pages::frame::{Frame, Visit};
use crate::pages::parts::LinkView;
use crate::pages::question::known_value;
use crate::pages::work::case_forms::{self, Actions};
use crate::pages::work::forms::FormView;
use crate::pages::work::inbox::{left_words, state_words};
use crate::pages::work::{AtWork, WorkHead, case_link, frame, not_done, words};
use crate::pages::{missing_page, page_with_status};
use crate::state::App;

#[derive(Template)]
#[template(path = "work_case.html")]
struct CasePage {
    frame: Frame,
    head: WorkHead,
    /// Where it stands, in a sentence.
    sentence: String,
    /// That a promise was not kept; empty when it was.
    late: String,
    due: String,
    left: String,
    is_late: bool,
    origin: String,
    asked_on: String,
    promised_by: String,
    door: String,
    door_ground: String,
    need: Vec<String>,
    recorded: Vec<String>,
    person: Option<FirmView>,
    summary: String,
    verdicts: Vec<VerdictView>,
    helpers: Vec<LinkView>,
    timeline: Vec<(String, String)>,
    similar: Vec<SimilarView>,
    posts: Vec<PostView>,
    documents: Vec<LinkView>,
    /// Where to look whether the firm has a question elsewhere; nothing when no covenant lets this organisation look.
    elsewhere: Option<LinkView>,
    actions: Actions,
    done: bool,
}

/// What may be seen of the firm and who asks.
struct FirmView {
    question: String,
    /// Label and value.
    facts: Vec<(String, String)>,
    /// Whether name and words are hidden for want of consent.
    is_partly: bool,
}

/// Support for the firm, and whether it fits.
struct VerdictView {
    link: LinkView,
    kind: &'static str,
    icon: &'static str,
    verdict: String,
    why: String,
    missing: String,
}

/// A case of before that is like this one.
struct SimilarView {
    link: LinkView,
    need: String,
    outcome: String,
}

/// A message.
struct PostView {
    who: String,
    when: String,
    words: String,
}

/// Everything that the page shows, read at one moment.
pub struct CaseSeen {
    /// The case, as the organisation may see it.
    pub sheet: CaseSheet,
    /// Who can be asked, and why.
    pub choice: Choice,
    /// Other open questions of the firm that the organisation may open.
    pub siblings: Vec<CaseId>,
    events: Vec<Event>,
    people: BTreeMap<PersonRef, String>,
    similar: Vec<Case>,
}

/// Similar cases that are shown.
const SIMILAR_MOST: u32 = 5;

/// Shows a case.
pub async fn show(at: AtWork, Path(id): Path<String>) -> Response {
    let staff = match at.staff(Permission::SeeOwnCases, "case").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    answer(&at.visit, &staff, &id, StatusCode::OK, None).await
}

/// The content of a document of a case.
pub async fn document(at: AtWork, Path((id, document)): Path<(String, u64)>) -> Response {
    let staff = match at.staff(Permission::SeeOwnCases, "document").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let Ok(id) = id.parse().map(CaseId) else { return private(missing_page(visit)) };
    let found = visit.app.on_store(move |app| {
        let desk = app.desk().ok_or(DeskError::NotFound)?;
        let sheet = desk.sheet(id, &staff.organisation, Some(staff.person()), app.now())?;
        let row = sheet.documents.into_iter().find(|it| it.id == document).ok_or(DeskError::NotFound)?;
        let content = app.store().read(|rows| tables::posts::content(rows, id, document))?;
        Ok::<_, DeskError>((row, content.ok_or(DeskError::NotFound)?))
    });
    match found.await {
        // A file of somebody else is never shown as a page of ours.
        Ok((row, content)) => {
            let name: String =
                row.name.chars().filter(|it| it.is_ascii_alphanumeric() || ".-_ ".contains(*it)).collect();
            let disposition = format!("attachment; filename=\"{name}\"");
            let headers =
                [(header::CONTENT_TYPE, "application/octet-stream"), (header::CONTENT_DISPOSITION, &*disposition)];
            private((headers, content).into_response())
        }
        Err(error) => not_done(visit, &error),
    }
}

/// The page of a case, also with a form that was refused.
pub async fn answer(
    visit: &Visit,
    staff: &Staff,
    id: &str,
    status: StatusCode,
    sent_back: Option<FormView>,
) -> Response {
    let Ok(id) = id.parse().map(CaseId) else { return private(missing_page(visit)) };
    let who = staff.clone();
    match visit.app.on_store(move |app| seen(app, &who, id)).await {
        Ok(seen) => private(page_with_status(status, &view(visit, staff, &seen, sent_back))),
        Err(error) => not_done(visit, &error),
    }
}

/// Reads everything that the page shows.
///
/// # Errors
/// [`DeskError::NotFound`] when the organisation may not open the case; the journal shows the attempt.
pub fn seen(app: &App, staff: &Staff, id: CaseId) -> Result<CaseSeen, DeskError> {
    let desk = app.desk().ok_or(DeskError::NotFound)?;
    let now = app.now();
    let sheet = desk.sheet(id, &staff.organisation, Some(staff.person()), now)?;
    app.store().read(|rows| {
        let directory = desk.region().directory(rows)?;
        let staffing = tables::absences::staffing(rows, now.date())?;
        let policy = &desk.region().policy;
        let field = Field {
            directory: &directory,
            staffing: &staffing,
            already_asked: &sheet.case.already_asked(),
            on: now.date(),
            answer_by: policy.answer_by(sheet.case.attempt_from(), now.date()),
            capacity_of_adviser: policy.firms_per_adviser_month,
        };
        let choice = choose(&sheet.case.need, &field);
        let may_open = |case: &Case| {
            let director = directory.director(case.need.municipality.as_ref());
            case.id != id && case.open().is_some() && case.may_open(&staff.organisation, &director)
        };
        let siblings = tables::cases::of_firm(rows, sheet.case.firm)?;
        let siblings = siblings.iter().filter(|it| may_open(it)).map(|it| it.id).collect();
        let events = events(rows, id)?;
        let people = names(rows, &events, &sheet)?;
        let similar = tables::cases::similar(rows, &staff.organisation, &sheet.case, SIMILAR_MOST)?;
        Ok(CaseSeen { choice, siblings, events, people, similar, sheet })
    })
}

fn events(rows: &mut dyn Statements, id: CaseId) -> Result<Vec<Event>, StoreError> {
    let mut events = Vec::new();
    for row in journal::about(rows, &journal::case_subject(id))? {
        if let Entry::Case(event) = journal::entry(&row)? {
            events.push(*event);
        }
    }
    Ok(events)
}

/// The names of the staff who did something in a case.
fn names(
    rows: &mut dyn Statements,
    events: &[Event],
    sheet: &CaseSheet,
) -> Result<BTreeMap<PersonRef, String>, StoreError> {
    let from_events = events.iter().filter_map(person_of);
    let from_posts = sheet.posts.iter().filter_map(|it| it.author.account);
    let mut names = BTreeMap::new();
    for person in from_events.chain(from_posts) {
        if !names.contains_key(&person)
            && let Some(name) = tables::people::read(rows, person)?.and_then(|it| it.details.name)
        {
            names.insert(person, name);
        }
    }
    Ok(names)
}

fn person_of(event: &Event) -> Option<PersonRef> {
    use schakel_casework::{Actor, Change};
    match (&event.change, &event.by) {
        (Change::Accepted { person, .. } | Change::Contacted { person, .. } | Change::Shown { person, .. }, _) => {
            *person
        }
        (_, Actor::Organisation { person, .. }) => *person,
        _ => None,
    }
}

fn view(visit: &Visit, staff: &Staff, seen: &CaseSeen, sent_back: Option<FormView>) -> CasePage {
    let (words, texts) = (words(visit), visit.texts());
    let (case, today) = (&seen.sheet.case, visit.app.today());
    let state = words.state(&state_for_entrepreneur(case, today), None);
    let due = case.open().map(|it| it.due);
    let title = texts.with("work-case-number", "case", &case.id.to_string());
    let (verdicts, helpers) = verdicts(visit, seen);
    CasePage {
        frame: frame(visit, &title),
        head: WorkHead::new(visit, staff, "/werk"),
        sentence: state.sentence,
        late: state.late.unwrap_or_default(),
        due: due.map(|day| visit.day(day)).unwrap_or_default(),
        left: due.map(|day| left_words(day, today, visit)).unwrap_or_default(),
        is_late: due.is_some_and(|day| day < today),
        origin: words.origin(&case.origin),
        asked_on: visit.day(case.asked_at.date()),
        promised_by: visit.day(case.promised_by),
        door: words.organisation(&case.door.organisation),
        door_ground: words.door_ground(case.door.ground),
        need: words.need(&case.need),
        recorded: recorded(visit, case),
        person: firm(visit, seen),
        summary: seen.sheet.summary.clone().unwrap_or_default(),
        verdicts,
        helpers,
        timeline: timeline(visit, seen),
        similar: seen.similar.iter().map(|it| similar(visit, it)).collect(),
        posts: seen.sheet.posts.iter().map(|it| post(visit, it, seen)).collect(),
        documents: documents(visit, seen),
        elsewhere: elsewhere(visit, staff, case),
        actions: case_forms::actions(visit, staff, seen, sent_back),
        done: visit.field("gedaan").is_some(),
    }
}

fn elsewhere(visit: &Visit, staff: &Staff, case: &Case) -> Option<LinkView> {
    let mut rules = visit.app.desk()?.region().sharing(visit.app.today());
    let may_look = staff.may(Permission::ActOnCases) && rules.any(|it| it.asker == staff.organisation);
    let link = || LinkView {
        name: visit.texts().get("work-elsewhere"),
        link: case_link(visit, format!("{}/elders", case.id)),
    };
    may_look.then(link)
}

/// What an adviser wrote down of the firm.
fn recorded(visit: &Visit, case: &Case) -> Vec<String> {
    let words = words(visit);
    let situation = case.situation.map(|it| words.situation(it));
    let segment = case.segment.map(|it| words.segment(it));
    let phase = case.journey.last().map(|it| visit.texts().with("work-phase-now", "phase", &words.phase(&it.phase)));
    [situation, segment, phase].into_iter().flatten().collect()
}

fn firm(visit: &Visit, seen: &CaseSeen) -> Option<FirmView> {
    let DetailsShown::Shown { question, firm, people } = &seen.sheet.details else { return None };
    let texts = visit.texts();
    let mut facts = Vec::new();
    let mut add = |key: &str, value: &Option<String>| {
        facts.extend(value.clone().filter(|it| !it.is_empty()).map(|it| (texts.get(key), it)));
    };
    add("work-firm-name", &firm.details.name);
    add("work-firm-kvk", &firm.details.kvk_number);
    let place = firm.details.municipality.as_ref().map(|it| municipality_name(visit, it));
    add("work-firm-municipality", &place);
    for person in people {
        add("work-firm-person", &person.details.name);
        add("work-firm-telephone", &person.details.telephone);
        add("work-firm-email", &person.details.email);
    }
    let given = facts_of(visit, seen);
    for (id, _) in given.facts.given() {
        let name = visit.pack().vocabulary.fact(id).map(|it| it.name.get(visit.language).to_owned());
        // The place of the firm stands above already.
        let value = known_value(id, &given, visit).map(|it| it.text).filter(|it| Some(it) != place.as_ref());
        facts.extend(name.zip(value));
    }
    let question = question.clone();
    Some(FirmView { is_partly: people.is_empty() && question.is_none(), question: question.unwrap_or_default(), facts })
}

fn municipality_name(visit: &Visit, code: &str) -> String {
    visit.pack().municipalities.get(code).map_or_else(|| code.to_owned(), |it| it.name.clone())
}

/// The facts of the firm that may be seen. What the pack no longer asks is left out.
fn facts_of(visit: &Visit, seen: &CaseSeen) -> Given {
    let DetailsShown::Shown { firm, .. } = &seen.sheet.details else { return Given::default() };
    let json = serde_json::from_str(&firm.details.facts).unwrap_or(serde_json::Value::Null);
    let facts = facts_from_json(&json, visit.pack(), visit.app.today()).unwrap_or_default();
    Given { typed: typed(&facts, visit.pack(), visit.language), facts, errors: Vec::new() }
}

/// What there is for the firm, and who near it helps; nothing while its question may not be seen.
fn verdicts(visit: &Visit, seen: &CaseSeen) -> (Vec<VerdictView>, Vec<LinkView>) {
    let DetailsShown::Shown { question: Some(question), .. } = &seen.sheet.details else { return Default::default() };
    let app = &visit.app;
    let moment = app.moment(None);
    let facts = facts_of(visit, seen).facts;
    let advice = app.matcher(moment).advise(&app.search(question), &facts, &std::collections::BTreeSet::new());
    let document = advice_document(visit.pack(), question, &advice, moment.date(), visit.language);
    let people = document.mensen.iter();
    let helpers =
        people.map(|it| LinkView { name: it.naam.clone(), link: visit.link(&format!("/organisaties/{}", it.id)) });
    (document.kandidaten.iter().map(|it| verdict(visit, it)).collect(), helpers.collect())
}

fn verdict(visit: &Visit, it: &CandidateView) -> VerdictView {
    let (kind, icon) = crate::pages::ask::look(it);
    let missing: Vec<&str> = it.nog_te_weten.iter().map(|fact| fact.naam.as_str()).take(4).collect();
    VerdictView {
        link: LinkView { name: it.naam.clone(), link: visit.link(&format!("/register/{}", it.id)) },
        kind,
        icon,
        verdict: it.oordeel.clone(),
        why: it.klopt_niet.join(" "),
        missing: missing.join(", "),
    }
}

/// What happened, the last first: the day and the words.
fn timeline(visit: &Visit, seen: &CaseSeen) -> Vec<(String, String)> {
    let words = words(visit);
    let line = |event: &Event| {
        let person = person_of(event).and_then(|it| seen.people.get(&it));
        let text = words.line(event, &seen.sheet.case, Reader::Staff, person.map(String::as_str))?;
        Some((moment_words(visit, event.at), text))
    };
    seen.events.iter().rev().filter_map(line).collect()
}

fn moment_words(visit: &Visit, at: DateTime) -> String {
    format!("{}, {:02}:{:02}", visit.day(at.date()), at.hour(), at.minute())
}

fn similar(visit: &Visit, it: &Case) -> SimilarView {
    SimilarView {
        link: LinkView {
            name: visit.texts().with("work-case-number", "case", &it.id.to_string()),
            link: case_link(visit, it.id),
        },
        need: words(visit).need(&it.need).join("; "),
        outcome: state_words(it, visit),
    }
}

fn post(visit: &Visit, it: &schakel_desk::Post, seen: &CaseSeen) -> PostView {
    let texts = visit.texts();
    let person = it.author.account.and_then(|it| seen.people.get(&it));
    let who = match (&it.author.organisation, person) {
        (Some(organisation), Some(person)) => format!("{person}, {}", words(visit).organisation(organisation)),
        (Some(organisation), None) => words(visit).organisation(organisation),
        (None, _) => texts.get("work-entrepreneur"),
    };
    let words = it.words.clone().unwrap_or_else(|| texts.get("work-erased"));
    PostView { who, when: moment_words(visit, it.made_at), words }
}

fn documents(visit: &Visit, seen: &CaseSeen) -> Vec<LinkView> {
    let link = |id: u64| visit.link(&format!("/werk/zaken/{}/documenten/{id}", seen.sheet.case.id));
    seen.sheet.documents.iter().map(|it| LinkView { name: it.name.clone(), link: link(it.id) }).collect()
}

/// Whether an organisation has a consent of the entrepreneur that stands.
pub fn has_consent(case: &Case, organisation: &OrganisationId) -> bool {
    let stands = |it: &Consent| it.receiver == *organisation && it.withdrawn_at.is_none();
    case.consent.consents.iter().any(stands)
}
