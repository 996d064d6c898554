//! Who is away, how much the organisation can have in hand, and what each colleague has. A choice of whom to ask looks at
//! the first two.

use std::collections::BTreeMap;

use askama::Template;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::{Case, Code, OrganisationId, PersonRef};
use schakel_identity::Permission;
use schakel_store::journal::{Entry, append};
use schakel_store::tables::absences::{self, Absence, InboxSettings};
use schakel_store::tables::cases::{self, InboxView};
use schakel_store::tables::people;
use schakel_store::{Statements, StoreError};
use schakel_time::{Date, parse_date};

use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::{Frame, Visit};
use crate::pages::page_with_status;
use crate::pages::work::forms::{ACTION_FIELD, FormView, Typed};
use crate::pages::work::tables::{CellView, TableView};
use crate::pages::work::{AtWork, WorkHead, failed, frame};

#[derive(Template)]
#[template(path = "work_absence.html")]
struct AbsencePage {
    frame: Frame,
    head: WorkHead,
    lead: String,
    absences: Vec<AbsenceView>,
    forms: Vec<FormView>,
    tables: Vec<TableView>,
    action: String,
}

struct AbsenceView {
    id: u64,
    who: String,
    when: String,
    can_remove: bool,
}

/// The path of the absences.
pub const ABSENCE_PATH: &str = "/werk/afwezig";

/// The path of the team.
pub const TEAM_PATH: &str = "/werk/team";

/// Lines of the inbox that the load is counted from.
const LINES_MOST: u32 = 2_000;

/// In the form: nobody of the organisation is there.
const EVERYBODY: &str = "iedereen";

/// Shows who is away.
pub async fn show(at: AtWork) -> Response {
    match at.staff(Permission::SetOwnAbsence, "absence").await {
        Ok(staff) => answer(&at.visit, &staff, StatusCode::OK, None).await,
        Err(instead) => *instead,
    }
}

/// Writes an absence down, or takes one back.
pub async fn send(at: AtWork, body: Bytes) -> Response {
    let staff = match at.staff(Permission::SetOwnAbsence, "absence").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let typed = Typed::read(&body);
    let (owner, person) = (staff.organisation.clone(), staff.person());
    let of_others = staff.may(Permission::SetAbsenceOfOthers);
    let now = visit.app.now();
    if typed.get(ACTION_FIELD) == "remove" {
        let Ok(id) = typed.get("afwezigheid").parse::<u64>() else { return failed(visit) };
        let removed = visit.app.on_store(move |app| {
            app.store().write(move |rows| {
                let own = absences::of(rows, &owner, now.date())?;
                let found = own.iter().find(|it| it.id == id && (of_others || it.account == Some(person.0)));
                if found.is_some() && absences::remove(rows, &owner, id)? {
                    append(rows, now, &[setting(&owner, "absence-removed", person)?])?;
                }
                Ok::<_, StoreError>(())
            })
        });
        return back(visit, removed.await, ABSENCE_PATH);
    }
    let (whose, starts_on, ends_on) = match read(&typed, &staff, now.date()) {
        Ok(absence) => absence,
        Err(errors) => return refused(visit, &staff, &typed, &errors).await,
    };
    let kept = visit.app.on_store(move |app| {
        app.store().write(move |rows| {
            absences::add(rows, &owner, whose, starts_on, ends_on)?;
            append(rows, now, &[setting(&owner, "absence", person)?])
        })
    });
    back(visit, kept.await, ABSENCE_PATH)
}

/// Shows what each colleague has in hand.
pub async fn team(at: AtWork) -> Response {
    match at.staff(Permission::SeeTeamLoad, "team").await {
        Ok(staff) => team_answer(&at.visit, &staff, StatusCode::OK, None).await,
        Err(instead) => *instead,
    }
}

/// Changes how much the organisation can have in hand.
pub async fn send_team(at: AtWork, body: Bytes) -> Response {
    let staff = match at.staff(Permission::SeeTeamLoad, "team").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let typed = Typed::read(&body);
    let capacity = match typed.some("ruimte").map(|it| it.parse::<u32>()) {
        None => None,
        Some(Ok(capacity)) => Some(capacity),
        Some(Err(_)) => {
            let errors = vec![("ruimte".to_owned(), visit.texts().get("work-mistake-number"))];
            return team_answer(visit, &staff, StatusCode::BAD_REQUEST, Some((typed, errors))).await;
        }
    };
    let (owner, person, now) = (staff.organisation.clone(), staff.person(), visit.app.now());
    let kept = visit.app.on_store(move |app| {
        app.store().write(move |rows| {
            let before = absences::inbox(rows, &owner)?;
            absences::set_inbox(rows, &owner, &InboxSettings { capacity, ..before })?;
            append(rows, now, &[setting(&owner, "capacity", person)?])
        })
    });
    back(visit, kept.await, TEAM_PATH)
}

fn back(visit: &Visit, done: Result<(), StoreError>, path: &str) -> Response {
    match done {
        Ok(()) => private(Redirect::to(&visit.link(path)).into_response()),
        Err(_) => failed(visit),
    }
}

fn setting(owner: &OrganisationId, what: &str, by: PersonRef) -> Result<Entry, StoreError> {
    let what = Code::new(what).map_err(|_| StoreError::damaged("the name of a setting"))?;
    Ok(Entry::Setting { organisation: owner.clone(), what, by: Some(by) })
}

type Errors = Vec<(&'static str, &'static str)>;

/// Whose absence, from and until when; or everything that is wrong with the form.
fn read(typed: &Typed, staff: &Staff, today: Date) -> Result<(Option<u64>, Date, Option<Date>), Errors> {
    let mut errors = Vec::new();
    let whose = match typed.get("wie").as_str() {
        "" => Some(staff.person().0),
        _ if !staff.may(Permission::SetAbsenceOfOthers) => Some(staff.person().0),
        EVERYBODY => None,
        other => other.parse().ok().or_else(|| {
            errors.push(("wie", "work-mistake-choose"));
            None
        }),
    };
    let from = parse_date(&typed.get("vanaf")).map_err(|_| errors.push(("vanaf", "work-mistake-date"))).ok();
    let until = match typed.some("tot").map(|it| parse_date(&it)) {
        None => None,
        Some(Ok(day)) if day >= today && from.is_none_or(|from| from <= day) => Some(day),
        Some(_) => {
            errors.push(("tot", "work-mistake-until"));
            None
        }
    };
    match from {
        Some(from) if errors.is_empty() => Ok((whose, from, until)),
        _ => Err(errors),
    }
}

async fn refused(visit: &Visit, staff: &Staff, typed: &Typed, errors: &Errors) -> Response {
    let errors = errors.iter().map(|(field, key)| ((*field).to_owned(), visit.texts().get(key))).collect();
    answer(visit, staff, StatusCode::BAD_REQUEST, Some((typed.clone(), errors))).await
}

type SentBack = Option<(Typed, Vec<(String, String)>)>;

async fn answer(visit: &Visit, staff: &Staff, status: StatusCode, sent_back: SentBack) -> Response {
    let owner = staff.organisation.clone();
    let today = visit.app.today();
    let read = visit.app.on_store(move |app| {
        app.store().read(|rows| {
            let colleagues = colleagues(rows, &owner)?;
            Ok::<_, StoreError>((absences::of(rows, &owner, today)?, colleagues))
        })
    });
    let Ok((found, colleagues)) = read.await else { return failed(visit) };
    let texts = visit.texts();
    let mut form = FormView::new("absence", &visit.link(ABSENCE_PATH), visit);
    if staff.may(Permission::SetAbsenceOfOthers) {
        let mut people: Vec<_> = colleagues.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
        people.push((EVERYBODY.to_owned(), texts.get("work-everybody")));
        form = form.choosing("select", "wie", people, &[&staff.person().to_string()], visit);
    }
    form = form.with("date", "vanaf", &today.to_string(), visit).with("date", "tot", "", visit);
    if let Some((typed, errors)) = sent_back {
        form = form.sent_back(&typed, &texts.count("work-mistakes", errors.len()), &errors);
    }
    let of_others = staff.may(Permission::SetAbsenceOfOthers);
    let view = |it: &Absence| AbsenceView {
        id: it.id,
        who: it.account.map_or_else(
            || texts.get("work-everybody"),
            |id| colleagues.get(&PersonRef(id)).cloned().unwrap_or_else(|| texts.get("work-colleague")),
        ),
        when: absence_words(visit, it),
        can_remove: of_others || it.account == Some(staff.person().0),
    };
    private(page_with_status(
        status,
        &AbsencePage {
            frame: frame(visit, &texts.get("work-absence")),
            head: WorkHead::new(visit, staff, ABSENCE_PATH),
            lead: texts.get("work-absence-lead"),
            absences: found.iter().map(view).collect(),
            forms: vec![form],
            tables: Vec::new(),
            action: visit.link(ABSENCE_PATH),
        },
    ))
}

fn absence_words(visit: &Visit, it: &Absence) -> String {
    let from = visit.day(it.starts_on);
    match it.ends_on {
        Some(last) => {
            visit.texts().with_all("work-away-until", &[("from", from.into()), ("until", visit.day(last).into())])
        }
        None => visit.texts().with("work-away-from", "from", &from),
    }
}

async fn team_answer(visit: &Visit, staff: &Staff, status: StatusCode, sent_back: SentBack) -> Response {
    let owner = staff.organisation.clone();
    let today = visit.app.today();
    let read = visit.app.on_store(move |app| {
        app.store().read(|rows| {
            let lines = cases::inbox(rows, &owner, InboxView::Due, 0, LINES_MOST)?;
            let away = absences::of(rows, &owner, today)?;
            Ok::<_, StoreError>((lines, away, absences::inbox(rows, &owner)?, colleagues(rows, &owner)?))
        })
    });
    let Ok((lines, away, settings, colleagues)) = read.await else { return failed(visit) };
    let texts = visit.texts();
    let mut load: BTreeMap<Option<PersonRef>, (u64, u64)> = BTreeMap::new();
    for line in &lines {
        let person = holder(&line.case, &staff.organisation).filter(|it| colleagues.contains_key(it));
        let entry = load.entry(person).or_default();
        entry.0 = entry.0.saturating_add(1);
        entry.1 = entry.1.saturating_add(u64::from(line.due.is_some_and(|day| day < today)));
    }
    let mut table = TableView::new("team", &["colleague", "cases", "late-now", "away"], visit);
    let people = colleagues.keys().copied().map(Some).chain([None]);
    for person in people {
        let (cases, late) = load.get(&person).copied().unwrap_or_default();
        let name = person.and_then(|it| colleagues.get(&it).cloned()).unwrap_or_else(|| texts.get("work-nobody-yet"));
        let absence = away.iter().find(|it| person.is_some_and(|person| it.account == Some(person.0)));
        table.add([
            CellView::words(name),
            CellView::count(cases),
            CellView::count(late),
            CellView::words(absence.map(|it| absence_words(visit, it)).unwrap_or_default()),
        ]);
    }
    let capacity = settings.capacity.map(|it| it.to_string()).unwrap_or_default();
    let mut form = FormView::new("capacity", &visit.link(TEAM_PATH), visit).with("number", "ruimte", &capacity, visit);
    if let Some((typed, errors)) = sent_back {
        form = form.sent_back(&typed, &texts.count("work-mistakes", errors.len()), &errors);
    }
    private(page_with_status(
        status,
        &AbsencePage {
            frame: frame(visit, &texts.get("work-team")),
            head: WorkHead::new(visit, staff, TEAM_PATH),
            lead: texts.get("work-team-lead"),
            absences: Vec::new(),
            forms: vec![form],
            tables: vec![table],
            action: visit.link(TEAM_PATH),
        },
    ))
}

/// Who of an organisation has a case: who accepted it, or who spoke last.
fn holder(case: &Case, organisation: &OrganisationId) -> Option<PersonRef> {
    let accepted = case.referrals.iter().find(|it| it.receiver == *organisation && it.is_accepted());
    let spoke = case.contacts.iter().rev().find(|it| it.organisation == *organisation);
    accepted.and_then(|it| it.person).or_else(|| spoke.and_then(|it| it.person))
}

/// The people of an organisation, by name.
pub fn colleagues(
    rows: &mut dyn Statements,
    owner: &OrganisationId,
) -> Result<BTreeMap<PersonRef, String>, StoreError> {
    let mut found = BTreeMap::new();
    for held in people::staff_of(rows, owner)? {
        if !found.contains_key(&held.account)
            && let Some(account) = people::read(rows, held.account)?
        {
            let name = account.details.name.or(account.details.email).unwrap_or_else(|| held.account.to_string());
            found.insert(held.account, name);
        }
    }
    Ok(found)
}
