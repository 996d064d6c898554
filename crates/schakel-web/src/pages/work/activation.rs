//! Going to firms that do not come by themselves: a list of firms, whom to call this month, and what came of it.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::{
    AdviserMonth, Call, Campaign, Channel, Code, Effect, FirmRef, MonthPlan, PersonRef, Prospect, call_list, plan_month,
};
use schakel_desk::DeskError;
use schakel_identity::{Permission, StaffRole};
use schakel_store::tables::absences::{self, Absence};
use schakel_store::tables::campaigns::{self, CampaignRow, ListContact, ListedFirm};
use schakel_store::tables::people;
use schakel_store::{Statements, StoreError};
use schakel_time::{Date, add_days};

use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::{Frame, Visit};
use crate::pages::parts::LinkView;
use crate::pages::work::absence::colleagues;
use crate::pages::work::case_forms::name_of;
use crate::pages::work::firm_list::{ListMistake, read_list};
use crate::pages::work::forms::{FormView, KEY_FIELD, Typed};
use crate::pages::work::{AtWork, WorkHead, draw, failed, frame, not_done, words};
use crate::pages::{missing_page, page, page_with_status};

#[derive(Template)]
#[template(path = "work_activation.html")]
struct ListsPage {
    frame: Frame,
    head: WorkHead,
    lists: Vec<(LinkView, String)>,
    form: FormView,
    mistakes: Vec<String>,
}

#[derive(Template)]
#[template(path = "work_calls.html")]
struct CallsPage {
    frame: Frame,
    head: WorkHead,
    summary: String,
    left_over: String,
    advisers: Vec<AdviserView>,
    action: String,
    channels: Vec<(String, String)>,
    effects: Vec<(String, String)>,
    new_link: String,
}

/// The calls of an adviser.
struct AdviserView {
    name: String,
    is_reader: bool,
    count: String,
    days: Vec<(String, Vec<CallView>)>,
}

/// A firm to call.
struct CallView {
    number: u64,
    name: String,
    facts: String,
    attempts: String,
    not_known: bool,
}

/// A list, read at one moment.
struct Seen {
    row: CampaignRow,
    firms: BTreeMap<FirmRef, ListedFirm>,
    reached: usize,
    calls: Vec<Call>,
    plan: MonthPlan,
    people: BTreeMap<PersonRef, String>,
}

/// The path of the page.
pub const PATH: &str = "/werk/activering";

/// Days of a plan: about a month.
const PLAN_DAYS: u32 = 30;

/// What branches are called in a campaign: a code begins with a letter.
const BRANCH: &str = "sbi-";

/// Shows the lists of an organisation, and the form for a new one.
pub async fn show(at: AtWork) -> Response {
    match at.staff(Permission::ActOnCases, "activation").await {
        Ok(staff) => lists(&at.visit, &staff, StatusCode::OK, form(&at.visit), Vec::new()).await,
        Err(instead) => *instead,
    }
}

/// Takes a list in.
pub async fn send(at: AtWork, body: Bytes) -> Response {
    let staff = match at.staff(Permission::ActOnCases, "activation").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let typed = Typed::read(&body);
    let (name, aim, firms) = match new_list(visit, &typed) {
        Ok(new) => new,
        Err((errors, mistakes)) => {
            let count = errors.len().saturating_add(mistakes.len());
            let form = form(visit).sent_back(&typed, &visit.texts().count("work-mistakes", count), &errors);
            return lists(visit, &staff, StatusCode::BAD_REQUEST, form, mistakes).await;
        }
    };
    let (owner, key) = (staff.organisation.clone(), typed.key());
    let made = visit.app.on_store(move |app| {
        let now = app.now();
        let keep_until = app.desk().ok_or(DeskError::NotFound)?.region().keep_until(now.date());
        app.store().write(move |rows| {
            if let Some(key) = &key {
                if let Some(answer) = schakel_store::tables::forms::answer(rows, key)? {
                    return Err(DeskError::SentBefore(answer));
                }
                schakel_store::tables::forms::remember(rows, key, now, PATH)?;
            }
            Ok(campaigns::add(rows, &owner, &name, &aim, &firms, (now, keep_until))?)
        })
    });
    match made.await {
        Ok(id) => private(Redirect::to(&visit.link(&format!("{PATH}/{id}"))).into_response()),
        Err(error) => not_done(visit, &error),
    }
}

/// Shows whom to call.
pub async fn calls(at: AtWork, Path(id): Path<String>) -> Response {
    let staff = match at.staff(Permission::ActOnCases, "activation").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let Ok(id) = id.parse::<u64>() else { return private(missing_page(visit)) };
    let who = staff.clone();
    match visit.app.on_store(move |app| seen(app, &who, id)).await {
        Ok(seen) => private(page(&calls_page(visit, &staff, &seen))),
        Err(error) => not_done(visit, &error),
    }
}

/// Writes a contact with a firm of a list down.
pub async fn call(at: AtWork, Path(id): Path<String>, body: Bytes) -> Response {
    let staff = match at.staff(Permission::ActOnCases, "activation").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let typed = Typed::read(&body);
    let (Ok(id), Ok(firm)) = (id.parse::<u64>(), typed.get("bedrijf").parse().map(FirmRef)) else {
        return private(missing_page(visit));
    };
    let back = visit.link(&format!("{PATH}/{id}"));
    let (Some(channel), Some(effect)) = (typed.named::<Channel>("kanaal"), typed.named::<Effect>("gevolg")) else {
        return private(Redirect::to(&back).into_response());
    };
    let who = staff.clone();
    let done = visit.app.on_store(move |app| {
        own_list(app, &who, id)?;
        let contact = ListContact { account: who.person(), channel, effect, at: app.now() };
        let written = app.store().write(move |rows| campaigns::add_contact(rows, id, firm, &contact))?;
        if written { Ok(()) } else { Err(DeskError::NotFound) }
    });
    match done.await {
        Ok(()) => private(Redirect::to(&back).into_response()),
        Err(error) => not_done(visit, &error),
    }
}

/// A list of the own organisation. Another one is not there, and the journal shows the attempt.
fn own_list(app: &crate::state::App, staff: &Staff, id: u64) -> Result<CampaignRow, DeskError> {
    let own = app.store().read(|rows| campaigns::of(rows, &staff.organisation))?;
    if let Some(row) = own.into_iter().find(|it| it.id == id) {
        return Ok(row);
    }
    if let (Some(desk), Ok(route)) = (app.desk(), Code::new("activation")) {
        desk.record_attempt(None, Some(staff.person()), &route, app.now())?;
    }
    Err(DeskError::NotFound)
}

fn seen(app: &crate::state::App, staff: &Staff, id: u64) -> Result<Seen, DeskError> {
    let row = own_list(app, staff, id)?;
    let today = app.today();
    let firms_max = app.desk().ok_or(DeskError::NotFound)?.region().policy.firms_per_adviser_month;
    app.store().read(|rows| {
        let firms = campaigns::firms(rows, id)?;
        let mut contacts = campaigns::contacts(rows, id)?;
        let prospects: Vec<Prospect> = firms
            .iter()
            .map(|(number, it)| prospect(*number, it, contacts.remove(number).unwrap_or_default()))
            .collect();
        let calls = call_list(&prospects, &row.aim, today);
        let all = Campaign { not_reached_months: 0, ..row.aim.clone() };
        let reached = call_list(&prospects, &all, Date::MAX).len().saturating_sub(calls.len());
        let people = colleagues(rows, &staff.organisation)?;
        let advisers = advisers(rows, staff, firms_max, today)?;
        let plan = plan_month(&calls, &advisers);
        Ok(Seen { plan, calls, reached, firms, people, row })
    })
}

fn prospect(firm: FirmRef, listed: &ListedFirm, contacts: Vec<(schakel_time::DateTime, Effect)>) -> Prospect {
    let code = |text: &Option<String>| text.as_ref().and_then(|it| Code::new(it).ok());
    let branch = listed.branch.as_ref().and_then(|it| it.get(..2)).map(|it| format!("{BRANCH}{it}"));
    Prospect {
        firm,
        municipality: code(&listed.municipality),
        theme: code(&branch),
        employees: listed.employees,
        contacts,
    }
}

/// The advisers of an organisation, with the days of the next month on which they are there.
fn advisers(
    rows: &mut dyn Statements,
    staff: &Staff,
    firms_max: u32,
    today: Date,
) -> Result<Vec<AdviserMonth>, StoreError> {
    let away = absences::of(rows, &staff.organisation, today)?;
    let role = name_of(&StaffRole::Adviser);
    let held = people::staff_of(rows, &staff.organisation)?;
    let advisers: BTreeSet<PersonRef> = held.iter().filter(|it| it.role == role).map(|it| it.account).collect();
    let month = |adviser: &PersonRef| {
        let days = (0..PLAN_DAYS).map(|it| add_days(today, it)).filter(|day| !is_away(&away, *adviser, *day));
        AdviserMonth { adviser: *adviser, firms_max, booked: 0, days: days.collect() }
    };
    Ok(advisers.iter().map(month).collect())
}

fn is_away(away: &[Absence], person: PersonRef, day: Date) -> bool {
    let of = |it: &&Absence| it.account.is_none_or(|account| account == person.0);
    away.iter().filter(of).any(|it| it.starts_on <= day && it.ends_on.is_none_or(|last| day <= last))
}

fn form(visit: &Visit) -> FormView {
    let places = crate::pages::parts::municipality_choices(visit.pack(), "");
    let places = places.into_iter().map(|it| (it.id, it.name)).collect();
    let form = FormView::new("list", &visit.link(PATH), visit)
        .with("text", "lijstnaam", "", visit)
        .with("area", "lijst", "", visit)
        .with("number", "maanden", "12", visit)
        .with("text", "takken", "", visit)
        .with("number", "vanafmensen", "", visit)
        .with("number", "totmensen", "", visit)
        .choosing("checks", "gemeenten", places, &[], visit);
    match draw() {
        Ok(key) => form.with_hidden(KEY_FIELD, key.to_text()),
        Err(_) => form,
    }
}

/// What is wrong in which field, and on which line of the list.
type Mistakes = (Vec<(String, String)>, Vec<String>);

/// Its name, whom it is for and its firms.
type NewList = (String, Campaign, Vec<ListedFirm>);

/// A list as it was sent; or what is wrong in which field, and on which line.
fn new_list(visit: &Visit, typed: &Typed) -> Result<NewList, Mistakes> {
    let texts = visit.texts();
    let mut errors = Vec::new();
    let mut number = |field: &str, needed: bool| match typed.some(field).map(|it| it.parse::<u32>()) {
        None if !needed => None,
        Some(Ok(number)) => Some(number),
        _ => {
            errors.push((field.to_owned(), texts.get("work-mistake-number")));
            None
        }
    };
    let months = number("maanden", true);
    let (employees_min, employees_max) = (number("vanafmensen", false), number("totmensen", false));
    let name = typed.get("lijstnaam");
    if name.is_empty() {
        errors.push(("lijstnaam".to_owned(), texts.get("work-mistake-name")));
    }
    let branches = typed.get("takken");
    let branches = branches.split([',', ' ', ';']).filter(|it| !it.is_empty());
    let themes: Vec<Code> = branches.filter_map(|it| Code::new(&format!("{BRANCH}{}", it.get(..2)?)).ok()).collect();
    let aim = Campaign {
        municipalities: typed.all("gemeenten").into_iter().filter_map(|it| Code::new(it).ok()).collect(),
        themes,
        employees_min,
        employees_max,
        not_reached_months: months.unwrap_or_default(),
    };
    let firms = read_list(&typed.long("lijst"), visit.pack());
    let mistakes: Vec<String> = match &firms {
        Ok(_) => Vec::new(),
        Err(mistakes) => mistakes.iter().map(|it| mistake(visit, it)).collect(),
    };
    if !mistakes.is_empty() {
        errors.push(("lijst".to_owned(), texts.get("work-mistake-list")));
    }
    match firms {
        Ok(firms) if errors.is_empty() => Ok((name, aim, firms)),
        _ => Err((errors, mistakes)),
    }
}

fn mistake(visit: &Visit, it: &ListMistake) -> String {
    let texts = visit.texts();
    let on = |key: &str, line: &usize, what: &str| {
        texts.with_all(key, &[("line", line.to_string().into()), ("what", what.to_owned().into())])
    };
    match it {
        ListMistake::Empty => texts.get("work-list-empty"),
        ListMistake::TooLong => texts.get("work-list-too-long"),
        ListMistake::NoColumn(name) => texts.with("work-list-no-column", "name", name),
        ListMistake::Kvk(line) => on("work-list-kvk", line, ""),
        ListMistake::Twice(line, earlier) => on("work-list-twice", line, &earlier.to_string()),
        ListMistake::Name(line) => on("work-list-name", line, ""),
        ListMistake::Municipality(line, what) => on("work-list-municipality", line, what),
        ListMistake::Branch(line, what) => on("work-list-branch", line, what),
        ListMistake::Employees(line, what) => on("work-list-employees", line, what),
    }
}

async fn lists(visit: &Visit, staff: &Staff, status: StatusCode, form: FormView, mistakes: Vec<String>) -> Response {
    let owner = staff.organisation.clone();
    let found = visit.app.on_store(move |app| app.store().read(|rows| campaigns::of(rows, &owner))).await;
    let Ok(found) = found else { return failed(visit) };
    let view = |it: &CampaignRow| {
        let link = LinkView { name: it.name.clone(), link: visit.link(&format!("{PATH}/{}", it.id)) };
        (link, visit.day(it.made_at.date()))
    };
    private(page_with_status(
        status,
        &ListsPage {
            frame: frame(visit, &visit.texts().get("work-activation")),
            head: WorkHead::new(visit, staff, PATH),
            lists: found.iter().map(view).collect(),
            form,
            mistakes,
        },
    ))
}

fn calls_page(visit: &Visit, staff: &Staff, seen: &Seen) -> CallsPage {
    let (words, texts) = (words(visit), visit.texts());
    let by_firm: BTreeMap<FirmRef, &Call> = seen.calls.iter().map(|it| (it.firm, it)).collect();
    let counts = [
        ("calls", seen.calls.len().into()),
        ("firms", seen.firms.len().into()),
        ("reached", seen.reached.into()),
        ("months", seen.row.aim.not_reached_months.into()),
    ];
    let mut advisers: Vec<AdviserView> = seen
        .plan
        .calls
        .iter()
        .map(|(person, days)| {
            let calls =
                |firms: &Vec<FirmRef>| firms.iter().filter_map(|it| call_view(visit, seen, by_firm.get(it)?)).collect();
            AdviserView {
                name: seen.people.get(person).cloned().unwrap_or_else(|| texts.get("work-colleague")),
                is_reader: *person == staff.person(),
                count: texts.count("work-calls-count", days.values().map(Vec::len).sum::<usize>()),
                days: days.iter().map(|(day, firms)| (visit.day(*day), calls(firms))).collect(),
            }
        })
        .collect();
    advisers.sort_by_key(|it| !it.is_reader);
    let channels = [Channel::Telephone, Channel::Digital, Channel::Personal];
    let effects = [Effect::NotReached, Effect::Reached, Effect::Guided, Effect::Referred, Effect::Declined];
    let left_over = seen.plan.left_over.len();
    CallsPage {
        frame: frame(visit, &seen.row.name),
        head: WorkHead::new(visit, staff, PATH),
        summary: texts.with_all("work-calls-summary", &counts),
        left_over: if left_over == 0 { String::new() } else { texts.count("work-calls-left-over", left_over) },
        advisers,
        action: visit.link(&format!("{PATH}/{}", seen.row.id)),
        channels: channels.map(|it| (name_of(&it), words.channel(it))).to_vec(),
        effects: effects.map(|it| (name_of(&it), words.effect(it))).to_vec(),
        new_link: visit.link("/werk/nieuw"),
    }
}

fn call_view(visit: &Visit, seen: &Seen, call: &Call) -> Option<CallView> {
    let firm = seen.firms.get(&call.firm)?;
    let texts = visit.texts();
    let place = firm.municipality.as_ref().and_then(|it| visit.pack().municipalities.get(it.as_str()));
    let branch = firm.branch.as_ref().map(|it| texts.with("work-branch", "branch", it));
    let people = firm.employees.map(|it| texts.count("work-people", usize::try_from(it).unwrap_or(usize::MAX)));
    let kvk = firm.kvk_number.as_ref().map(|it| format!("KVK {it}"));
    let facts: Vec<String> = [place.map(|it| it.name.clone()), branch, people, kvk].into_iter().flatten().collect();
    let attempts = usize::try_from(call.attempts).unwrap_or(usize::MAX);
    Some(CallView {
        number: call.firm.0,
        name: firm.name.clone().unwrap_or_else(|| texts.get("work-erased-name")),
        facts: facts.join(", "),
        attempts: if attempts == 0 { String::new() } else { texts.count("work-attempts", attempts) },
        not_known: call.not_known,
    })
}
