//! "Kunt u deze vraag aannemen?": what a receiver without an account reads and answers through a signed link. Every
//! opening is written down; an expired link gives nothing but the way to a new one, which goes to the organisation.

use askama::Template;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::{
    Actor, Channel, Choice, Closing, Command, ContactMoment, Effect, OrganisationId, ReferralNumber, RefusalReason,
    Service,
};
use schakel_desk::{CaseSheet, DeskError, DetailsShown};
use schakel_identity::Token;
use schakel_store::Digest as Kept;
use schakel_store::tables::links::ReferralLink;

use crate::case_words::CaseWords;
use crate::headers::private;
use crate::pages::frame::{Frame, Visit, address};
use crate::pages::parts::{ChoiceView, LinkView, capitalised};
use crate::pages::questions::documents::file;
use crate::pages::questions::forms::{ACTION_FIELD, desk, not_done, without_fields};
use crate::pages::questions::own_views::{DocumentView, fact_views};
use crate::pages::{missing_page, notice_page, page_with_status};

#[derive(Template)]
#[template(path = "received.html")]
struct ReceivedPage {
    frame: Frame,
    action: String,
    done: String,
    errors: Vec<LinkView>,
    wrong: Vec<(&'static str, String)>,
    lead: String,
    asked_by: String,
    asked_on: String,
    need: Vec<String>,
    why: String,
    confidential: bool,
    shown: Option<ShownView>,
    documents: Vec<DocumentView>,
    state: ReferralView,
    reasons: Vec<ChoiceView>,
    others: Vec<ChoiceView>,
    results: Vec<ChoiceView>,
    channels: Vec<ChoiceView>,
    link_until: String,
}

/// What the entrepreneur consented to.
struct ShownView {
    question: Option<String>,
    summary: Option<String>,
    people: Vec<String>,
    facts: Vec<ChoiceView>,
}

/// Where the referral stands, for the receiver.
enum ReferralView {
    /// An answer is awaited before this day.
    Waiting(String),
    /// Accepted; the next contact is before this day.
    Accepted(String),
    /// Over, and how.
    Over(String),
}

#[derive(Template)]
#[template(path = "link_over.html")]
struct LinkOverPage {
    frame: Frame,
    action: String,
}

/// The reasons for which a receiver can refuse, with the names that forms give them.
const REASONS: [(&str, RefusalReason); 9] = [
    ("other-service", RefusalReason::OtherService),
    ("other-theme", RefusalReason::OtherTheme),
    ("other-area", RefusalReason::OtherArea),
    ("other-size", RefusalReason::OtherSize),
    ("other-language", RefusalReason::OtherLanguage),
    ("no-capacity", RefusalReason::NoCapacity),
    ("conflict-of-interest", RefusalReason::ConflictOfInterest),
    ("question-not-clear", RefusalReason::QuestionNotClear),
    ("already-helping", RefusalReason::AlreadyHelping),
];

/// How help can end, with the names that forms give them and the keys of their words.
const RESULTS: [(&str, Closing, &str); 3] = [
    ("helped", Closing::Helped, "referral-helped"),
    ("not-helped", Closing::NotHelped, "referral-not-helped"),
    ("not-reachable", Closing::NotReachable, "referral-not-reachable"),
];

/// How the entrepreneur was spoken to, with the names that forms give them.
const CHANNELS: [(&str, Channel); 3] =
    [("telephone", Channel::Telephone), ("personal", Channel::Personal), ("digital", Channel::Digital)];

/// Shows the referral of a link.
pub async fn show(visit: Visit, Path(token): Path<String>) -> Response {
    shown(&visit, &token, Vec::new()).await
}

async fn shown(visit: &Visit, token: &str, wrong: Vec<(&'static str, String)>) -> Response {
    if let Err(closed) = desk(visit) {
        return closed;
    }
    let Some(token) = Token::parse(token) else { return private(missing_page(visit)) };
    let found = visit
        .app
        .on_store(move |app| {
            let (desk, now) = (app.desk().ok_or(DeskError::NotFound)?, app.now());
            let (link, sheet) = desk.referral(Kept(token.digest()), now)?;
            let choice = desk.choice(&sheet.case, now)?;
            Ok::<_, DeskError>((link, sheet, choice))
        })
        .await;
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    match found {
        Ok((link, sheet, choice)) => match received_page(&link, &sheet, &choice, wrong, &token, visit) {
            Some(view) => private(page_with_status(status, &view)),
            None => private(missing_page(visit)),
        },
        Err(DeskError::LinkOver) => over(&token, visit),
        Err(error) => not_done(&error, visit),
    }
}

/// Carries out what a receiver answers.
pub async fn answer(visit: Visit, Path(part): Path<String>, body: Bytes) -> Response {
    let visit = visit.sent(&body);
    let Some(token) = Token::parse(&part) else { return private(missing_page(&visit)) };
    if visit.field(ACTION_FIELD) == Some("nieuwe-link") {
        return refresh(token, &visit).await;
    }
    let answer = match Answer::read(&visit) {
        Ok(answer) => answer,
        Err((place, key)) => return shown(&visit, &part, vec![(place, visit.texts().get(key))]).await,
    };
    let done = answer.done();
    let result = visit
        .app
        .on_store(move |app| {
            let desk = app.desk().ok_or(DeskError::NotFound)?;
            if let Some(contact) = answer.contact() {
                desk.act_by_link(Kept(token.digest()), move |_| Command::Contact(contact), app.now())?;
            }
            desk.act_by_link(Kept(token.digest()), move |referral| answer.command(referral), app.now())
        })
        .await;
    match result {
        Ok(_) => {
            let to = address(visit.language, &visit.path, &[("gedaan", done.to_owned())]);
            private(Redirect::to(&to).into_response())
        }
        Err(DeskError::LinkOver) => over(&token, &visit),
        Err(error) => not_done(&error, &visit),
    }
}

/// Gives a document that the entrepreneur lets the receiver see.
pub async fn document(visit: Visit, Path((part, number)): Path<(String, String)>) -> Response {
    let Some(token) = Token::parse(&part) else { return private(missing_page(&visit)) };
    let found = visit
        .app
        .on_store(move |app| {
            let desk = app.desk().ok_or(DeskError::NotFound)?;
            let (link, sheet) = desk.referral(Kept(token.digest()), app.now())?;
            let number = number.parse().map_err(|_| DeskError::NotFound)?;
            let by = Actor::Organisation { organisation: link.organisation, person: None };
            desk.document(sheet.case.id, number, &by)
        })
        .await;
    match found {
        Ok((row, content)) => file(&row, content),
        Err(DeskError::LinkOver) => over(&token, &visit),
        Err(error) => not_done(&error, &visit),
    }
}

/// The page of a link that has expired or was replaced.
fn over(token: &Token, visit: &Visit) -> Response {
    let title = visit.texts().get("referral-over-title");
    let page =
        LinkOverPage { frame: Frame::new(&without_fields(visit), &title, ""), action: own_address(token, visit) };
    private(page_with_status(StatusCode::GONE, &page))
}

async fn refresh(token: Token, visit: &Visit) -> Response {
    let app = &visit.app;
    let asked = app
        .on_store(move |app| app.desk().ok_or(DeskError::NotFound)?.refresh_link(Kept(token.digest()), app.now()))
        .await;
    let texts = visit.texts();
    match asked {
        Ok(()) => {
            let (title, text) = (texts.get("referral-refreshed-title"), texts.get("referral-refreshed-text"));
            private(notice_page(StatusCode::OK, &without_fields(visit), &title, &text))
        }
        Err(error) => not_done(&error, visit),
    }
}

fn own_address(token: &Token, visit: &Visit) -> String {
    address(visit.language, &format!("/verwijzing/{}", token.to_text()), &[])
}

/// What a receiver answers.
enum Answer {
    Accept,
    Refuse { reason: RefusalReason, propose: Option<OrganisationId> },
    Close(Closing, Channel),
}

impl Answer {
    fn read(visit: &Visit) -> Result<Self, (&'static str, &'static str)> {
        match visit.field(ACTION_FIELD).unwrap_or("") {
            "aannemen" => Ok(Answer::Accept),
            "afwijzen" => {
                let given = visit.field("reden").unwrap_or("");
                let reason = REASONS.iter().find(|(id, _)| *id == given).map(|(_, reason)| *reason);
                let reason = reason.ok_or(("reden", "referral-error-reason"))?;
                let propose = match visit.field("voorstel") {
                    None => None,
                    Some(id) => Some(known_organisation(id, visit).ok_or(("voorstel", "help-error-choice"))?),
                };
                Ok(Answer::Refuse { reason, propose })
            }
            "afsluiten" => {
                let given = visit.field("resultaat").unwrap_or("");
                let result = RESULTS.iter().find(|(id, _, _)| *id == given).map(|(_, result, _)| *result);
                let result = result.ok_or(("resultaat", "referral-error-result"))?;
                let given = visit.field("kanaal").unwrap_or("");
                let channel = CHANNELS.iter().find(|(id, _)| *id == given).map(|(_, channel)| *channel);
                Ok(Answer::Close(result, channel.ok_or(("kanaal", "referral-error-channel"))?))
            }
            _ => Err(("antwoord", "own-error-unknown")),
        }
    }

    /// The contact that an ending tells of: a receiver without an account writes it down with the ending.
    fn contact(&self) -> Option<ContactMoment> {
        let Answer::Close(result, channel) = self else { return None };
        let effect = match result {
            Closing::Helped => Effect::Guided,
            Closing::NotHelped => Effect::Reached,
            Closing::NotReachable => Effect::NotReached,
        };
        Some(ContactMoment { service: Service::Helpdesk, channel: *channel, effect })
    }

    fn command(self, referral: ReferralNumber) -> Command {
        match self {
            Answer::Accept => Command::Accept { referral, person: None },
            Answer::Refuse { reason, propose } => Command::Refuse { referral, reason, propose },
            Answer::Close(result, _) => Command::Close { referral, result },
        }
    }

    fn done(&self) -> &'static str {
        match self {
            Answer::Accept => "aannemen",
            Answer::Refuse { .. } => "afwijzen",
            Answer::Close(..) => "afsluiten",
        }
    }
}

fn known_organisation(id: &str, visit: &Visit) -> Option<OrganisationId> {
    visit.pack().organisations.get(id).and_then(|it| OrganisationId::new(&it.id).ok())
}

fn received_page(
    link: &ReferralLink,
    sheet: &CaseSheet,
    choice: &Choice,
    wrong: Vec<(&'static str, String)>,
    token: &Token,
    visit: &Visit,
) -> Option<ReceivedPage> {
    let (texts, words) = (visit.texts(), CaseWords::new(visit.pack(), visit.language));
    let case = &sheet.case;
    let referral = case.referral(link.referral)?;
    let state = match (referral.due(), referral.course.outcome()) {
        (Some(due), _) if referral.is_waiting() => ReferralView::Waiting(words.day(due)),
        (Some(due), _) => ReferralView::Accepted(words.day(due)),
        (None, outcome) => ReferralView::Over(outcome.map(|it| words.referral_outcome(it)).unwrap_or_default()),
    };
    let done = visit.field("gedaan").unwrap_or("");
    let is_known = ["aannemen", "afwijzen", "afsluiten"].contains(&done);
    let organisation = words.organisation(&link.organisation);
    let title = texts.get("referral-title");
    Some(ReceivedPage {
        frame: Frame::new(&without_fields(visit), &title, ""),
        action: own_address(token, visit),
        done: if is_known { texts.get(&format!("referral-done-{done}")) } else { String::new() },
        errors: wrong.iter().map(|(at, text)| LinkView { name: text.clone(), link: format!("#{at}") }).collect(),
        wrong,
        lead: texts.with("referral-lead", "organisation", &organisation),
        asked_by: words.organisation(&case.door.organisation),
        asked_on: words.day(referral.sent_at.date()),
        need: words.need(&case.need),
        why: words.asked(&referral.asked),
        confidential: case.visibility == schakel_casework::Visibility::Confidential,
        shown: shown_view(sheet, visit),
        documents: documents(sheet, token, visit),
        state,
        reasons: REASONS
            .iter()
            .map(|(id, reason)| named(id, capitalised(&words.refusal_reason(*reason)), visit.field("reden")))
            .collect(),
        others: others(choice, words, visit),
        results: RESULTS.iter().map(|(id, _, key)| named(id, texts.get(key), visit.field("resultaat"))).collect(),
        channels: CHANNELS
            .iter()
            .map(|(id, channel)| named(id, words.channel(*channel), visit.field("kanaal")))
            .collect(),
        link_until: words.day(link.expires_on),
    })
}

impl ReceivedPage {
    /// What is wrong at a place of the page.
    fn error(&self, place: &str) -> String {
        self.wrong.iter().find(|(it, _)| *it == place).map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

fn named(id: &str, name: String, chosen: Option<&str>) -> ChoiceView {
    ChoiceView { id: id.to_owned(), name, chosen: chosen == Some(id), number: String::new() }
}

fn shown_view(sheet: &CaseSheet, visit: &Visit) -> Option<ShownView> {
    let DetailsShown::Shown { question, firm, people } = &sheet.details else { return None };
    let reach = |it: &schakel_store::tables::people::Account| {
        let details = &it.details;
        let parts = [details.name.clone(), details.telephone.clone(), details.email.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    Some(ShownView {
        question: question.clone(),
        summary: sheet.summary.clone(),
        people: people.iter().map(reach).filter(|it| !it.is_empty()).collect(),
        facts: fact_views(&firm.details.facts, visit),
    })
}

fn documents(sheet: &CaseSheet, token: &Token, visit: &Visit) -> Vec<DocumentView> {
    let words = CaseWords::new(visit.pack(), visit.language);
    let base = format!("/verwijzing/{}/documenten", token.to_text());
    let rows = sheet.documents.iter();
    rows.map(|row| DocumentView::new(row, address(visit.language, &format!("{base}/{}", row.id), &[]), words, visit))
        .collect()
}

/// Every other organisation that could be proposed: those who can be asked first, best on top, and then all others with
/// why they were not chosen. Nobody is left out silently (SYS-A13).
fn others(choice: &Choice, words: CaseWords<'_>, visit: &Visit) -> Vec<ChoiceView> {
    let chosen = visit.field("voorstel");
    let ranked = choice.ranked.iter().map(|(id, _)| named(id.0.as_str(), words.organisation(id), chosen));
    let mut rest: Vec<ChoiceView> = choice
        .passed_over
        .iter()
        .map(|(id, why)| {
            let name = format!("{} ({})", words.organisation(id), words.exclusion(why).to_lowercase());
            named(id.0.as_str(), name, chosen)
        })
        .collect();
    rest.sort_by(|left, right| left.name.cmp(&right.name));
    ranked.chain(rest).collect()
}
