//! What people do with a case through its forms. What is refused comes back on the page, with why and with what was typed.

use std::collections::BTreeSet;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::{
    CaseId, Closing, Code, Command, ContactMoment, Need, NotHelped, OrganisationId, Outcome, Receivers, ReferralNumber,
    SupportKind,
};
use schakel_criteria::Language;
use schakel_desk::DeskError;
use schakel_identity::Permission;
use schakel_register::{Cents, typed_number};
use schakel_time::parse_date;

use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::Visit;
use crate::pages::missing_page;
use crate::pages::work::case_forms::{SERVICES, form};
use crate::pages::work::case_page::{answer, seen};
use crate::pages::work::forms::{ACTION_FIELD, Typed};
use crate::pages::work::{AtWork, not_done, sent_before, words};

/// What a form asks for.
enum Wish {
    /// Commands, in order.
    Act(Vec<Command>),
    /// Ask organisations, with a summary in words.
    Refer(BTreeSet<OrganisationId>, Option<String>),
    /// Write a message.
    Write(String),
    /// Join with another case.
    Join(CaseId),
    /// Separate it from its leading case.
    Separate,
}

/// A field, and the key of what is wrong with it.
type Mistake = (&'static str, &'static str);

/// Carries out a form.
pub async fn send(at: AtWork, Path(id): Path<String>, body: Bytes) -> Response {
    let staff = match at.staff(Permission::ActOnCases, "act").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let Ok(case) = id.parse().map(CaseId) else { return private(missing_page(visit)) };
    let typed = Typed::read(&body);
    let wish = match wish(&typed, visit, &staff) {
        Ok(wish) => wish,
        Err(mistakes) => return refused(visit, &staff, case, &typed, StatusCode::BAD_REQUEST, &mistakes, "").await,
    };
    let (who, key) = (staff.clone(), typed.key());
    let done = visit.app.on_store(move |app| carry_out(app, &who, case, wish, key)).await;
    match done {
        Ok(()) => {
            let back = visit.link_with(&format!("/werk/zaken/{case}"), &[("gedaan", &typed.get(ACTION_FIELD))]);
            private(Redirect::to(&back).into_response())
        }
        Err(DeskError::SentBefore(answer)) => private(Redirect::to(&sent_before(visit, &answer)).into_response()),
        Err(DeskError::Refused(refusal)) => {
            let why = words(visit).refusal(&refusal);
            refused(visit, &staff, case, &typed, StatusCode::CONFLICT, &[], &why).await
        }
        Err(error) => not_done(visit, &error),
    }
}

/// The page of the case with the form as it was sent, and why it was refused.
async fn refused(
    visit: &Visit,
    staff: &Staff,
    case: CaseId,
    typed: &Typed,
    status: StatusCode,
    mistakes: &[Mistake],
    why: &str,
) -> Response {
    let texts = visit.texts();
    let (who, id) = (staff.clone(), case);
    let now = match visit.app.on_store(move |app| seen(app, &who, id)).await {
        Ok(now) => now,
        Err(error) => return not_done(visit, &error),
    };
    let errors: Vec<_> = mistakes.iter().map(|(field, key)| ((*field).to_owned(), texts.get(key))).collect();
    let first = errors.first().map(|(_, text)| text.clone()).unwrap_or_default();
    let problem = if why.is_empty() { first } else { why.to_owned() };
    let problem = if problem.is_empty() { texts.get("work-mistake-form") } else { problem };
    let Some(form) = form(visit, staff, &now, &typed.get(ACTION_FIELD)) else {
        // The case moved on and the form is gone: show the case as it is now, with why.
        let title = texts.get("work-refused-title");
        let text = format!("{problem} {}", texts.get("work-refused-moved"));
        return private(crate::pages::notice_page(StatusCode::CONFLICT, visit, &title, &text));
    };
    let mut form = form.sent_back(typed, &problem, &errors);
    let chosen = typed.all("ontvanger").into_iter().map(|it| ("ontvanger".to_owned(), it.to_owned()));
    form.hidden.extend(chosen);
    answer(visit, staff, &case.to_string(), status, Some(form)).await
}

fn carry_out(
    app: &crate::state::App,
    staff: &Staff,
    case: CaseId,
    wish: Wish,
    key: Option<String>,
) -> Result<(), DeskError> {
    let desk = app.desk().ok_or(DeskError::NotFound)?;
    let (by, now) = (staff.actor(), app.now());
    match wish {
        Wish::Act(commands) => {
            for (place, command) in commands.into_iter().enumerate() {
                let key = key.as_ref().map(|key| format!("{key}-{place}"));
                desk.act(case, command, by.clone(), now, key)?;
            }
            Ok(())
        }
        Wish::Refer(to, summary) => {
            desk.refer(case, Receivers::Named(to), summary, by, now, key)?;
            Ok(())
        }
        Wish::Write(words) => desk.write(case, &by, words, now),
        Wish::Join(lead) => desk.join(case, lead, true, by, now),
        Wish::Separate => {
            let sheet = desk.sheet(case, &staff.organisation, Some(staff.person()), now)?;
            let lead = sheet.case.lead().ok_or(DeskError::Refused(schakel_casework::Refusal::NotJoined))?;
            desk.join(case, lead, false, by, now)
        }
    }
}

/// What a form asks for, or everything that is wrong with it.
fn wish(typed: &Typed, visit: &Visit, staff: &Staff) -> Result<Wish, Vec<Mistake>> {
    let one = |command: Command| Ok(Wish::Act(vec![command]));
    match typed.get(ACTION_FIELD).as_str() {
        "accept" => one(Command::Accept { referral: referral(typed)?, person: Some(staff.person()) }),
        "refuse" => {
            let reason = typed.named("reden").ok_or_else(|| vec![("reden", "work-mistake-choose")])?;
            let propose = crate::pages::work::organisation_named(visit, &typed.get("voorstel"));
            one(Command::Refuse { referral: referral(typed)?, reason, propose })
        }
        "close" => {
            let result: Closing = typed.named("resultaat").ok_or_else(|| vec![("resultaat", "work-mistake-choose")])?;
            one(Command::Close { referral: referral(typed)?, result })
        }
        "contact" => contact(typed).map(|it| Wish::Act(vec![Command::Contact(it)])),
        "plan" => match parse_date(&typed.get("datum")) {
            Ok(day) => one(Command::Plan(day)),
            Err(_) => Err(vec![("datum", "work-mistake-date")]),
        },
        "end" => match outcome(&typed.get("uitkomst")) {
            Some(outcome) => one(Command::End(outcome)),
            None => Err(vec![("uitkomst", "work-mistake-choose")]),
        },
        "escalate" => one(Command::Escalate),
        "refer" => {
            let to: BTreeSet<_> =
                typed.all("ontvanger").into_iter().filter_map(|it| OrganisationId::new(it).ok()).collect();
            Ok(Wish::Refer(to, typed.some("samenvatting")))
        }
        "message" => typed.some("bericht").map(Wish::Write).ok_or_else(|| vec![("bericht", "work-mistake-message")]),
        "clarify" => need(typed, visit).map(|need| Wish::Act(vec![Command::Clarify(need)])),
        "profile" => {
            let situation = typed.named("situatie").map(Command::RecordSituation);
            let segment = typed.named("segment").map(Command::RecordSegment);
            let commands: Vec<_> = [situation, segment].into_iter().flatten().collect();
            if commands.is_empty() { Err(vec![("situatie", "work-mistake-choose")]) } else { Ok(Wish::Act(commands)) }
        }
        "phase" => match code_of("phases", &typed.get("fase"), visit) {
            Some(phase) => one(Command::ReachPhase { phase, support: support_of(typed, visit) }),
            None => Err(vec![("fase", "work-mistake-choose")]),
        },
        "support" => support(typed, visit).map(|it| Wish::Act(vec![it])),
        "join" => match typed.get("zaak").parse() {
            Ok(lead) => Ok(Wish::Join(CaseId(lead))),
            Err(_) => Err(vec![("zaak", "work-mistake-choose")]),
        },
        "separate" => Ok(Wish::Separate),
        _ => Err(Vec::new()),
    }
}

fn referral(typed: &Typed) -> Result<ReferralNumber, Vec<Mistake>> {
    typed.get("verwijzing").parse().map(ReferralNumber).map_err(|_| Vec::new())
}

/// A contact moment, or everything that is wrong with it.
pub fn contact(typed: &Typed) -> Result<ContactMoment, Vec<Mistake>> {
    let service = typed.get("dienst");
    let service = SERVICES.iter().find(|(id, _)| *id == service).map(|(_, it)| *it);
    match (service, typed.named("kanaal"), typed.named("gevolg")) {
        (Some(service), Some(channel), Some(effect)) => Ok(ContactMoment { service, channel, effect }),
        (service, channel, effect) => {
            let missing = [("dienst", service.is_none()), ("kanaal", channel.is_none()), ("gevolg", effect.is_none())];
            Err(missing.into_iter().filter(|it| it.1).map(|it| (it.0, "work-mistake-choose")).collect())
        }
    }
}

fn outcome(name: &str) -> Option<Outcome> {
    Some(match name {
        "helped" => Outcome::Helped,
        "no-support-exists" => Outcome::NotHelped(NotHelped::NoSupportExists),
        "conditions-not-met" => Outcome::NotHelped(NotHelped::ConditionsNotMet),
        "no-room" => Outcome::NotHelped(NotHelped::NoRoom),
        "outside-region" => Outcome::NotHelped(NotHelped::OutsideRegion),
        "not-reachable" => Outcome::NotReachable,
        _ => return None,
    })
}

/// The need that a form describes, or everything that is wrong with it.
pub fn need(typed: &Typed, visit: &Visit) -> Result<Need, Vec<Mistake>> {
    let employees = match typed.some("werknemers").map(|it| it.parse::<u32>()) {
        None => None,
        Some(Ok(count)) => Some(count),
        Some(Err(_)) => return Err(vec![("werknemers", "work-mistake-number")]),
    };
    let municipality = typed.some("gemeente").filter(|it| visit.pack().municipalities.contains_key(it.as_str()));
    Ok(Need {
        service: code_of("roles", &typed.get("hulp"), visit),
        themes: typed.all("themas").into_iter().filter_map(|it| code_of("themes", it, visit)).collect(),
        municipality: municipality.and_then(|it| Code::new(&it).ok()),
        employees,
        language: None,
    })
}

fn support(typed: &Typed, visit: &Visit) -> Result<Command, Vec<Mistake>> {
    let Some(support) = support_of(typed, visit) else { return Err(vec![("ondersteuning", "work-mistake-choose")]) };
    let Some(kind) = typed.named::<SupportKind>("soort") else { return Err(vec![("soort", "work-mistake-choose")]) };
    let cents = match (kind, typed.some("bedrag")) {
        (SupportKind::Guidance, _) | (SupportKind::Financial, None) => None,
        (SupportKind::Financial, Some(text)) => {
            Some(cents(&text, visit.language).ok_or_else(|| vec![("bedrag", "work-mistake-money")])?)
        }
    };
    Ok(Command::Support { support, kind, cents })
}

fn cents(text: &str, language: Language) -> Option<u64> {
    let euros = typed_number(text.trim_start_matches(['€', ' ']), language)?;
    u64::try_from(Cents::from_euros(euros)?.count()).ok()
}

fn support_of(typed: &Typed, visit: &Visit) -> Option<Code> {
    let id = typed.some("ondersteuning")?;
    visit.pack().support.contains_key(id.as_str()).then(|| Code::new(&id).ok()).flatten()
}

/// A code of a list of the pack.
fn code_of(list: &str, code: &str, visit: &Visit) -> Option<Code> {
    let known = visit.pack().codes(list).iter().any(|it| &*it.id == code);
    known.then(|| Code::new(code).ok()).flatten()
}
