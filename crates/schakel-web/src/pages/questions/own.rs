//! "Mijn vraag": everything of a question for the one who asked it, by its own link or after signing in, and what they
//! can do with it. What stands on the page is made in `own_views`.

use std::collections::BTreeSet;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::{Actor, CaseId, Code, Command, ConsentNumber, FirmRef, OrganisationId, Outcome, Purpose};
use schakel_desk::{CaseSheet, Desk, DeskError};
use schakel_identity::Token;
use schakel_store::{Digest as Kept, tables};
use schakel_time::DateTime;

use crate::calendar_file::{CalendarEvent, CalendarFile};
use crate::caller::Caller;
use crate::case_words::CaseWords;
use crate::headers::private;
use crate::pages::frame::{Visit, address};
use crate::pages::questions::forms::{ACTION_FIELD, WORDS_CHARACTERS_MAX, desk, kept_key, not_done};
use crate::pages::questions::own_views::{OwnSheet, list_page, own_page};
use crate::pages::{missing_page, page, page_with_status};
use crate::roadmap::calendar_key;
use crate::state::App;

/// The query field with what was just done.
const DONE_FIELD: &str = "gedaan";

/// The way along which an entrepreneur reached a question.
#[derive(Clone, Debug)]
pub enum Way {
    /// By the question's own link.
    Link(Token),
    /// After signing in.
    SignedIn {
        /// The question.
        case: CaseId,
        /// The firm of whoever signed in.
        firm: FirmRef,
    },
}

impl Way {
    /// The address of the question along this way.
    pub fn path(&self) -> String {
        match self {
            Way::Link(token) => format!("/mijn-vraag/{}", token.to_text()),
            Way::SignedIn { case, .. } => format!("/mijn-vragen/{case}"),
        }
    }

    /// The question itself.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when the way leads to none.
    pub fn sheet(&self, desk: &Desk, now: DateTime) -> Result<CaseSheet, DeskError> {
        match self {
            Way::Link(token) => desk.own_case(Kept(token.digest()), now),
            Way::SignedIn { case, firm } => desk.case_of_firm(*case, *firm),
        }
    }

    /// The way of an address: the secret of a link, or the number of a question for whoever signed in.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when it is neither, or nobody signed in.
    pub fn read(app: &App, part: &str, headers: &HeaderMap) -> Result<Self, DeskError> {
        if let Some(token) = Token::parse(part) {
            return Ok(Way::Link(token));
        }
        let case = part.parse().map(CaseId).map_err(|_| DeskError::NotFound)?;
        match Caller::read(app, headers)? {
            Caller::Entrepreneur { firm, .. } => Ok(Way::SignedIn { case, firm }),
            Caller::Staff(staff) => {
                if let (Some(desk), Ok(route)) = (app.desk(), Code::new("own-question")) {
                    desk.record_attempt(Some(case), Some(staff.person()), &route, app.now())?;
                }
                Err(DeskError::NotFound)
            }
            Caller::Nobody => Err(DeskError::NotFound),
        }
    }
}

/// The questions of whoever signed in.
pub async fn list(visit: Visit, headers: HeaderMap) -> Response {
    if let Err(closed) = desk(&visit) {
        return closed;
    }
    let found = visit
        .app
        .on_store(move |app| match Caller::read(app, &headers)? {
            Caller::Entrepreneur { firm, .. } => {
                let cases = app.desk().ok_or(DeskError::NotFound)?.cases_of(firm)?;
                let applications = app.store().read(|rows| tables::applications::of_firm(rows, firm))?;
                Ok(Some((firm, cases, applications)))
            }
            Caller::Nobody | Caller::Staff(_) => Ok::<_, DeskError>(None),
        })
        .await;
    match found {
        Ok(Some((firm, cases, applications))) => private(page(&list_page(firm, &cases, &applications, &visit))),
        Ok(None) => private(Redirect::to(&visit.link("/inloggen")).into_response()),
        Err(error) => not_done(&error, &visit),
    }
}

/// Shows a question to the one who asked it.
pub async fn show(visit: Visit, Path(part): Path<String>, headers: HeaderMap) -> Response {
    shown(&visit, part, headers, Vec::new(), String::new()).await
}

/// Does what the entrepreneur asks.
pub async fn change(visit: Visit, Path(part): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let visit = visit.sent(&body);
    let act = match OwnAct::read(&visit) {
        Ok(act) => act,
        Err(Mistake { place, key }) => {
            let typed = visit.field("bericht").unwrap_or("").to_owned();
            let wrong = vec![(place, visit.texts().get(key))];
            return shown(&visit, part, headers, wrong, typed).await;
        }
    };
    let (key, done) = (kept_key(&visit), act.done());
    let result = visit
        .app
        .on_store(move |app| {
            let (desk, now) = (app.desk().ok_or(DeskError::NotFound)?, app.now());
            let way = Way::read(app, &part, &headers)?;
            carry_out(act, &way.sheet(desk, now)?, desk, now, key)?;
            Ok::<_, DeskError>(way)
        })
        .await;
    match result {
        Ok(way) => back(&way, done, &visit),
        Err(DeskError::SentBefore(_)) => {
            let path = visit.path.clone();
            private(Redirect::to(&address(visit.language, &path, &[(DONE_FIELD, done.to_owned())])).into_response())
        }
        Err(error) => not_done(&error, &visit),
    }
}

/// The next date as a calendar file.
pub async fn calendar_file(visit: Visit, Path(part): Path<String>, headers: HeaderMap) -> Response {
    let found = visit
        .app
        .on_store(move |app| {
            let way = Way::read(app, &part, &headers)?;
            let sheet = way.sheet(app.desk().ok_or(DeskError::NotFound)?, app.now())?;
            Ok::<_, DeskError>((way, sheet))
        })
        .await;
    let (way, sheet) = match found {
        Ok(found) => found,
        Err(error) => return not_done(&error, &visit),
    };
    let Some(open) = sheet.case.open() else { return private(missing_page(&visit)) };
    let words = CaseWords::new(visit.pack(), visit.language);
    let texts = visit.texts();
    let values =
        [("case", sheet.case.id.to_string().into()), ("organisation", words.organisation(&open.responsible).into())];
    let mut file = CalendarFile::new(Some(&texts.get("own-calendar")));
    let event = CalendarEvent {
        uid: format!("case-{}@schakel", calendar_key(&way.path())),
        day: open.due,
        summary: texts.with_all("own-calendar-event", &values),
        description: texts.with_all("own-calendar-text", &values),
    };
    file.add(&event, visit.app.now());
    let media = [(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"))];
    private((media, file.finish()).into_response())
}

/// The page of a question, with mistakes when a form had any.
pub async fn shown(
    visit: &Visit,
    part: String,
    headers: HeaderMap,
    wrong: Vec<(&'static str, String)>,
    typed: String,
) -> Response {
    if let Err(closed) = desk(visit) {
        return closed;
    }
    let found = visit.app.on_store(move |app| OwnSheet::read(app, &part, &headers)).await;
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    match found {
        Ok(sheet) => {
            let done = visit.field(DONE_FIELD).unwrap_or("");
            private(page_with_status(status, &own_page(&sheet, done, &wrong, typed, visit)))
        }
        Err(error) => not_done(&error, visit),
    }
}

/// Back to the question, which then says what was done.
pub fn back(way: &Way, done: &'static str, visit: &Visit) -> Response {
    let to = address(visit.language, &way.path(), &[(DONE_FIELD, done.to_owned())]);
    private(Redirect::to(&to).into_response())
}

/// What an entrepreneur asks of a question.
enum OwnAct {
    Write(String),
    Consent { receiver: OrganisationId, purpose: Purpose, facts: BTreeSet<Code> },
    Withdraw(ConsentNumber),
    Reopen,
    Rate(bool),
    TakeBack,
    Separate,
    MailLink,
}

/// What is wrong with a form: the place on the page, and the text that says it.
struct Mistake {
    place: &'static str,
    key: &'static str,
}

impl OwnAct {
    fn read(visit: &Visit) -> Result<Self, Mistake> {
        let unknown = Mistake { place: "wat-nu", key: "own-error-unknown" };
        match visit.field(ACTION_FIELD).unwrap_or("") {
            "bericht" => message(visit).map(OwnAct::Write),
            "toestemming" => consent(visit),
            "intrekken" => {
                let number = visit.field("nummer").and_then(|it| it.parse().ok());
                number.map(|it| OwnAct::Withdraw(ConsentNumber(it))).ok_or(unknown)
            }
            "heropenen" => Ok(OwnAct::Reopen),
            "nuttig" => Ok(OwnAct::Rate(true)),
            "niet-nuttig" => Ok(OwnAct::Rate(false)),
            "terugnemen" => Ok(OwnAct::TakeBack),
            "apart" => Ok(OwnAct::Separate),
            "link" => Ok(OwnAct::MailLink),
            _ => Err(unknown),
        }
    }

    /// What the page then says was done.
    fn done(&self) -> &'static str {
        match self {
            OwnAct::Write(_) => "bericht",
            OwnAct::Consent { .. } => "toestemming",
            OwnAct::Withdraw(_) => "intrekken",
            OwnAct::Reopen => "heropenen",
            OwnAct::Rate(_) => "nuttig",
            OwnAct::TakeBack => "terugnemen",
            OwnAct::Separate => "apart",
            OwnAct::MailLink => "link",
        }
    }
}

fn message(visit: &Visit) -> Result<String, Mistake> {
    let words = visit.field("bericht").unwrap_or("").trim().replace("\r\n", "\n");
    match words.chars().count() {
        0 => Err(Mistake { place: "bericht", key: "own-error-empty" }),
        count if count > WORDS_CHARACTERS_MAX => Err(Mistake { place: "bericht", key: "help-error-long" }),
        _ => Ok(words),
    }
}

fn consent(visit: &Visit) -> Result<OwnAct, Mistake> {
    let unknown = || Mistake { place: "toestemming", key: "own-error-unknown" };
    let receiver = visit.field("ontvanger").and_then(|it| OrganisationId::new(it).ok()).ok_or_else(unknown)?;
    let known = visit.pack().organisations.contains_key(receiver.0.as_str());
    let purpose = match visit.field("doel").unwrap_or("") {
        "help" => Purpose::Help,
        "application" => Purpose::Application,
        "coordination" => Purpose::Coordination,
        "evaluation" => Purpose::Evaluation,
        _ => return Err(unknown()),
    };
    let chosen = visit.query.iter().filter(|(name, _)| name == "gegeven");
    let facts: Option<BTreeSet<Code>> = chosen.map(|(_, code)| Code::new(code).ok()).collect();
    match facts {
        // Whether there is a question, and how it stands, needs no fact: then none is shared.
        Some(_) if known && purpose == Purpose::Coordination => {
            Ok(OwnAct::Consent { receiver, purpose, facts: BTreeSet::new() })
        }
        Some(facts) if known && facts.is_empty() => Err(Mistake { place: "toestemming", key: "own-error-no-facts" }),
        Some(facts) if known => Ok(OwnAct::Consent { receiver, purpose, facts }),
        _ => Err(unknown()),
    }
}

fn carry_out(
    act: OwnAct,
    sheet: &CaseSheet,
    desk: &Desk,
    now: DateTime,
    form_key: Option<String>,
) -> Result<(), DeskError> {
    let case = &sheet.case;
    let by = Actor::Entrepreneur(case.firm);
    let command = match act {
        OwnAct::Write(words) => return desk.write(case.id, &by, words, now),
        OwnAct::MailLink => return desk.mail_link_again(case.id, case.firm, now).map(|_| ()),
        OwnAct::Separate => {
            let lead = case.lead().or_else(|| case.followers().next()).ok_or(DeskError::NotFound)?;
            let (double, lead) = if case.lead().is_some() { (case.id, lead) } else { (lead, case.id) };
            return desk.join(double, lead, false, by, now);
        }
        OwnAct::Consent { .. } if !sheet.is_proven => return Err(DeskError::LinkNotProven),
        OwnAct::Consent { receiver, purpose, facts } => Command::Consent { receiver, purpose, facts },
        OwnAct::Withdraw(number) => Command::Withdraw(number),
        OwnAct::Reopen => Command::Reopen,
        OwnAct::Rate(useful) => Command::Rate { useful },
        OwnAct::TakeBack => Command::End(Outcome::TakenBack),
    };
    desk.act(case.id, command, by, now, form_key).map(|_| ())
}
