//! What stands on the page of a question for the one who asked it: plain values, ready to print.

use askama::Template;
use axum::http::HeaderMap;
use schakel_casework::{
    Case, CaseId, FirmRef, Outcome, Purpose, Referral, Sentence, StateForEntrepreneur, state_for_entrepreneur,
};
use schakel_desk::{CONTACT, CaseSheet, DeskError, DetailsShown, Happened};
use schakel_register::facts_from_json;
use schakel_store::tables::applications::ApplicationRow;
use schakel_store::tables::posts::DocumentRow;
use schakel_time::DateTime;

use crate::case_words::{CaseWords, Reader, StateWords};
use crate::pages::apply::lists::{ApplyView, OwnApplication, own_application, to_apply};
use crate::pages::fields::Given;
use crate::pages::frame::{Frame, Visit, address};
use crate::pages::parts::{ChoiceView, LinkView, capitalised, organisation_link};
use crate::pages::question::known_value;
use crate::pages::questions::documents::DOCUMENT_ENDINGS;
use crate::pages::questions::forms::{new_key, without_fields};
use crate::pages::questions::own::Way;
use crate::state::App;

/// A question with what happened to it.
pub struct OwnSheet {
    way: Way,
    sheet: CaseSheet,
    history: Vec<Happened>,
    /// The name of the person in the state.
    person: Option<String>,
}

#[derive(Template)]
#[template(path = "own_question.html")]
pub struct OwnPage {
    frame: Frame,
    action: String,
    done: String,
    errors: Vec<LinkView>,
    wrong: Vec<(&'static str, String)>,
    typed: String,
    key: String,
    state: StateWords,
    next: Option<NextView>,
    question: Option<String>,
    summary: Option<String>,
    need: Vec<String>,
    asked_on: String,
    visibility: String,
    together: Vec<String>,
    lead_link: Option<LinkView>,
    is_double: bool,
    receivers: Vec<ReceiverView>,
    posts: Vec<PostView>,
    documents: Vec<DocumentView>,
    endings: String,
    consents: Vec<ConsentView>,
    askable: Vec<LinkView>,
    may_ask: Vec<LinkView>,
    purposes: Vec<ChoiceView>,
    shareable: Vec<ChoiceView>,
    disclosures: Vec<DisclosureView>,
    timeline: Vec<LineView>,
    is_open: bool,
    is_over: bool,
    may_rate: bool,
    has_email: bool,
    by_link: bool,
    /// Whether consent waits for the link in the mail.
    is_unproven: bool,
    /// Rounds in which the firm can apply now.
    to_apply: Vec<ApplyView>,
    /// The secret of the question, with which an application takes over what was told.
    token: Option<String>,
}

/// What happens next.
struct NextView {
    day: String,
    organisation: LinkView,
    website: String,
    calendar_link: String,
}

/// An organisation that was asked.
struct ReceiverView {
    organisation: LinkView,
    said: String,
    why: String,
    asked_on: String,
    /// Look and icon.
    look: (&'static str, &'static str),
}

/// A message.
struct PostView {
    who: String,
    is_own: bool,
    when: String,
    words: Option<String>,
}

/// A document.
pub struct DocumentView {
    /// Name of the file.
    pub name: String,
    /// Where it is given.
    pub link: String,
    /// Who added it.
    pub who: String,
    /// When.
    pub when: String,
}

/// A consent.
struct ConsentView {
    number: u32,
    organisation: String,
    purpose: String,
    facts: String,
    with_summary: bool,
    given_on: String,
    withdrawn_on: Option<String>,
}

/// That somebody saw something.
struct DisclosureView {
    when: String,
    who: String,
    what: String,
    purpose: String,
}

/// Something that happened.
struct LineView {
    when: String,
    words: String,
}

#[derive(Template)]
#[template(path = "own_questions.html")]
pub struct ListPage {
    frame: Frame,
    rows: Vec<ListRow>,
    applications: Vec<OwnApplication>,
    ask_link: String,
}

/// A question in the list.
struct ListRow {
    link: String,
    number: CaseId,
    asked_on: String,
    state: StateWords,
    is_open: bool,
}

impl OwnSheet {
    /// Reads a question along a way.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when the way leads to none.
    pub fn read(app: &App, part: &str, headers: &HeaderMap) -> Result<Self, DeskError> {
        let desk = app.desk().ok_or(DeskError::NotFound)?;
        let way = Way::read(app, part, headers)?;
        let sheet = way.sheet(desk, app.now())?;
        let history = desk.history(sheet.case.id)?;
        let person = match state(&sheet.case, app.now()).sentence {
            Sentence::Helped { person: Some(person), .. } => desk.name_of(person)?,
            _ => None,
        };
        Ok(OwnSheet { way, sheet, history, person })
    }
}

/// The page of a question.
pub fn own_page(own: &OwnSheet, done: &str, wrong: &[(&'static str, String)], typed: String, visit: &Visit) -> OwnPage {
    let words = CaseWords::new(visit.pack(), visit.language);
    let texts = visit.texts();
    let case = &own.sheet.case;
    let (question, has_email) = match &own.sheet.details {
        DetailsShown::Shown { question, people, .. } => {
            (question.clone(), people.iter().any(|it| it.details.email.is_some()))
        }
        DetailsShown::NeedsConsent => (None, false),
    };
    let is_over = case.course().is_some() && case.open().is_none();
    let ended = case.course().and_then(|it| it.outcome());
    let title = texts.with("own-title", "number", &case.id.to_string());
    let by_link = matches!(own.way, Way::Link(_));
    let steps: &[(String, &str)] = if by_link { &[] } else { &[(texts.get("own-list-title"), "/mijn-vragen")] };
    OwnPage {
        frame: Frame::new(&without_fields(visit), &title, "").under(visit, steps),
        action: address(visit.language, &own.way.path(), &[]),
        done: if DONE.contains(&done) { texts.get(&format!("own-done-{done}")) } else { String::new() },
        errors: wrong.iter().map(|(place, text)| LinkView { name: text.clone(), link: format!("#{place}") }).collect(),
        wrong: wrong.to_vec(),
        typed,
        key: new_key(),
        state: words.state(&state(case, visit.app.now()), own.person.as_deref()),
        next: next(own, visit),
        question,
        summary: own.sheet.summary.clone(),
        need: words.need(&case.need),
        asked_on: words.day(case.asked_at.date()),
        visibility: words.visibility(case.visibility),
        together: case.followers().map(|it| it.to_string()).collect(),
        lead_link: lead_link(own, visit),
        is_double: case.lead().is_some(),
        receivers: case.referrals.iter().map(|it| receiver(it, words, visit)).collect(),
        posts: posts(&own.sheet, words, visit),
        documents: documents(own, words, visit),
        endings: DOCUMENT_ENDINGS.join(", "),
        consents: consents(case, words),
        askable: if own.sheet.is_proven { askable(case, visit) } else { Vec::new() },
        may_ask: if own.sheet.is_proven { may_ask(case, visit) } else { Vec::new() },
        purposes: PURPOSES.iter().map(|(id, purpose)| purpose_choice(id, *purpose, words)).collect(),
        shareable: shareable(&own.sheet, visit),
        disclosures: disclosures(case, words),
        timeline: own.history.iter().filter_map(|it| line(it, case, words)).collect(),
        is_open: case.open().is_some(),
        is_over,
        may_rate: is_over && ended != Some(&Outcome::TakenBack) && case.ratings.is_empty(),
        has_email,
        by_link,
        is_unproven: !own.sheet.is_proven,
        to_apply: if own.sheet.is_proven { to_apply(&own.sheet, visit) } else { Vec::new() },
        token: match &own.way {
            Way::Link(token) => Some(token.to_text()),
            Way::SignedIn { .. } => None,
        },
    }
}

/// What a page can say was just done.
const DONE: [&str; 10] =
    ["vraag", "bericht", "document", "toestemming", "intrekken", "heropenen", "nuttig", "terugnemen", "apart", "link"];

/// What facts may be used for, in the order of the form.
const PURPOSES: [(&str, Purpose); 4] = [
    ("help", Purpose::Help),
    ("application", Purpose::Application),
    ("coordination", Purpose::Coordination),
    ("evaluation", Purpose::Evaluation),
];

impl OwnPage {
    /// What is wrong at a place of the page.
    fn error(&self, place: &str) -> String {
        self.wrong.iter().find(|(it, _)| *it == place).map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

fn state(case: &Case, now: DateTime) -> StateForEntrepreneur {
    state_for_entrepreneur(case, now.date())
}

fn next(own: &OwnSheet, visit: &Visit) -> Option<NextView> {
    let open = own.sheet.case.open()?;
    let id = open.responsible.0.as_str();
    let found = visit.pack().organisations.get(id);
    Some(NextView {
        day: visit.day(open.due),
        organisation: organisation_link(id, visit),
        website: found.and_then(|it| it.website.clone()).unwrap_or_default(),
        calendar_link: address(visit.language, &format!("{}/agenda.ics", own.way.path()), &[]),
    })
}

/// The leading question, with a link for whoever signed in: a link of one question leads to no other.
fn lead_link(own: &OwnSheet, visit: &Visit) -> Option<LinkView> {
    let lead = own.sheet.case.lead()?;
    let link = match own.way {
        Way::Link(_) => String::new(),
        Way::SignedIn { .. } => visit.link(&format!("/mijn-vragen/{lead}")),
    };
    Some(LinkView { name: visit.texts().with("own-title", "number", &lead.to_string()), link })
}

fn receiver(referral: &Referral, words: CaseWords<'_>, visit: &Visit) -> ReceiverView {
    let course = &referral.course;
    let said = match (course.standing(), course.outcome()) {
        (Some(open), _) => words.referral_state(open.state),
        (None, Some(outcome)) => capitalised(&words.referral_outcome(outcome)),
        (None, None) => String::new(),
    };
    ReceiverView {
        organisation: organisation_link(referral.receiver.0.as_str(), visit),
        said,
        why: words.asked(&referral.asked),
        asked_on: words.day(referral.sent_at.date()),
        look: if referral.is_accepted() {
            ("open", "open")
        } else if referral.is_waiting() {
            ("soon", "calendar")
        } else {
            ("closed", "lock")
        },
    }
}

fn posts(sheet: &CaseSheet, words: CaseWords<'_>, visit: &Visit) -> Vec<PostView> {
    let view = |post: &schakel_desk::Post| PostView {
        who: who(post.author.organisation.as_ref(), words, visit),
        is_own: post.author.organisation.is_none(),
        when: moment(post.made_at, visit),
        words: post.words.clone(),
    };
    sheet.posts.iter().map(view).collect()
}

fn documents(own: &OwnSheet, words: CaseWords<'_>, visit: &Visit) -> Vec<DocumentView> {
    let base = format!("{}/documenten", own.way.path());
    let rows = own.sheet.documents.iter();
    rows.map(|row| DocumentView::new(row, address(visit.language, &format!("{base}/{}", row.id), &[]), words, visit))
        .collect()
}

impl DocumentView {
    /// A document with the address where it is given.
    pub fn new(row: &DocumentRow, link: String, words: CaseWords<'_>, visit: &Visit) -> Self {
        DocumentView {
            name: row.name.clone(),
            link,
            who: who(row.author.organisation.as_ref(), words, visit),
            when: moment(row.made_at, visit),
        }
    }
}

/// Who wrote or added something.
fn who(organisation: Option<&schakel_casework::OrganisationId>, words: CaseWords<'_>, visit: &Visit) -> String {
    organisation.map_or_else(|| visit.texts().get("own-you"), |it| words.organisation(it))
}

fn consents(case: &Case, words: CaseWords<'_>) -> Vec<ConsentView> {
    let view = |it: &schakel_casework::Consent| ConsentView {
        number: it.number.0,
        organisation: words.organisation(&it.receiver),
        purpose: words.purpose(it.purpose),
        facts: words.seen(it.purpose, &it.facts),
        with_summary: it.purpose != Purpose::Coordination,
        given_on: words.day(it.given_at.date()),
        withdrawn_on: it.withdrawn_at.map(|at| words.day(at.date())),
    };
    // What stands comes first, the newest on top.
    let mut sorted: Vec<&schakel_casework::Consent> = case.consent.consents.iter().rev().collect();
    sorted.sort_by_key(|it| it.withdrawn_at.is_some());
    sorted.into_iter().map(view).collect()
}

/// Whom the entrepreneur can consent to: those who were asked, while they have or can take the question.
fn askable(case: &Case, visit: &Visit) -> Vec<LinkView> {
    let mut found: Vec<&str> = Vec::new();
    for referral in case.referrals.iter().filter(|it| it.course.standing().is_some()) {
        if !found.contains(&referral.receiver.0.as_str()) {
            found.push(referral.receiver.0.as_str());
        }
    }
    let named = |id: &str| LinkView { name: organisation_link(id, visit).name, link: id.to_owned() };
    found.into_iter().map(named).collect()
}

/// Whom a covenant lets ask whether there is a question here, when the entrepreneur has not yet said that they may.
fn may_ask(case: &Case, visit: &Visit) -> Vec<LinkView> {
    let (Some(desk), Some(open)) = (visit.app.desk(), case.open()) else { return Vec::new() };
    let rules = desk.region().sharing(visit.app.today()).filter(|it| it.holder == open.responsible);
    let asked = rules.filter(|it| case.consent.permitted(&it.asker, Purpose::Coordination).is_none());
    let view = |it: &schakel_casework::SharingRule| LinkView {
        name: organisation_link(it.asker.0.as_str(), visit).name,
        link: it.asker.to_string(),
    };
    asked.map(view).collect()
}

fn purpose_choice(id: &str, purpose: Purpose, words: CaseWords<'_>) -> ChoiceView {
    ChoiceView {
        id: id.to_owned(),
        name: words.purpose(purpose),
        chosen: purpose == Purpose::Help,
        number: String::new(),
    }
}

/// What can be shared, each with what it holds.
fn shareable(sheet: &CaseSheet, visit: &Visit) -> Vec<ChoiceView> {
    let DetailsShown::Shown { firm, people, .. } = &sheet.details else { return Vec::new() };
    let texts = visit.texts();
    let reach = people.iter().flat_map(|it| {
        let details = &it.details;
        [details.name.clone(), details.email.clone(), details.telephone.clone()].into_iter().flatten()
    });
    let reach: Vec<String> = reach.collect();
    let contact = ChoiceView {
        id: CONTACT.to_owned(),
        name: texts.with("own-share-contact", "reach", &reach.join(", ")),
        chosen: false,
        number: String::new(),
    };
    std::iter::once(contact).chain(fact_views(&firm.details.facts, visit)).collect()
}

/// The facts of a firm in words, as far as the pack has them.
pub fn fact_views(json: &str, visit: &Visit) -> Vec<ChoiceView> {
    let pack = visit.pack();
    let json = serde_json::from_str(json).unwrap_or(serde_json::Value::Null);
    let facts = facts_from_json(&json, pack, visit.moment().date()).unwrap_or_default();
    let given = Given { facts, ..Given::default() };
    let view = |(id, _): (schakel_criteria::FactId, &schakel_criteria::Value)| {
        let fact = pack.vocabulary.fact(id)?;
        let value = known_value(id, &given, visit)?.text;
        let name = format!("{}: {value}", capitalised(fact.name.get(visit.language)));
        Some(ChoiceView { id: fact.id.to_string(), name, chosen: false, number: String::new() })
    };
    given.facts.given().filter_map(view).collect()
}

fn disclosures(case: &Case, words: CaseWords<'_>) -> Vec<DisclosureView> {
    let view = |it: &schakel_casework::Disclosure| DisclosureView {
        when: words.day(it.at.date()),
        who: words.organisation(&it.receiver),
        what: words.seen(it.purpose, &it.facts),
        purpose: words.purpose(it.purpose),
    };
    case.consent.disclosures.iter().rev().map(view).collect()
}

fn line(happened: &Happened, case: &Case, words: CaseWords<'_>) -> Option<LineView> {
    let told = words.line(&happened.event, case, Reader::Entrepreneur, happened.person.as_deref())?;
    Some(LineView { when: words.day(happened.event.at.date()), words: told })
}

/// A moment as people write it: the day and the time.
fn moment(at: DateTime, visit: &Visit) -> String {
    format!("{}, {:02}:{:02}", visit.day(at.date()), at.hour(), at.minute())
}

/// The list of questions of a firm.
pub fn list_page(firm: FirmRef, cases: &[Case], applications: &[ApplicationRow], visit: &Visit) -> ListPage {
    let words = CaseWords::new(visit.pack(), visit.language);
    let texts = visit.texts();
    let row = |case: &Case| ListRow {
        link: visit.link(&format!("/mijn-vragen/{}", case.id)),
        number: case.id,
        asked_on: words.day(case.asked_at.date()),
        state: words.state(&state(case, visit.app.now()), None),
        is_open: case.course().is_none() || case.open().is_some(),
    };
    ListPage {
        frame: Frame::new(visit, &texts.get("own-list-title"), "").under(visit, &[]),
        rows: cases.iter().map(row).collect(),
        applications: applications.iter().map(|it| own_application(firm, &it.application, visit)).collect(),
        ask_link: visit.link("/hulp"),
    }
}
