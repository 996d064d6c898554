//! The people of an organisation, for its administrators: who they are and what they may do, invited and taken out; and how
//! the organisation is reached. What the rules of giving roles allow is decided in `schakel-desk`.

use askama::Template;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::PersonRef;
use schakel_desk::{Colleague, NewRole, RoleResult, StaffError, Team};
use schakel_identity::{EmailAddress, GrantError, Permission, StaffRole};
use schakel_store::tables::absences::InboxSettings;
use schakel_store::tables::people::Account;
use schakel_store::tables::role_requests::RoleRequest;

use super::forms::{ACTION_FIELD, Typed};
use super::{AtWork, WorkHead, failed, frame, words};
use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::{Frame, Visit};
use crate::pages::page_with_status;
use crate::pages::parts::ChoiceView;

/// The path of the page.
const PATH: &str = "/werk/mensen";

/// The query field that says what was done.
const DONE_FIELD: &str = "gedaan";

#[derive(Template)]
#[template(path = "work_people.html")]
struct PeoplePage {
    frame: Frame,
    head: WorkHead,
    lead: String,
    done: String,
    problem: String,
    action: String,
    people: Vec<PersonView>,
    requests: Vec<RequestView>,
    typed: TypedView,
    roles: Vec<ChoiceView>,
}

/// Somebody of the organisation.
struct PersonView {
    number: u64,
    name: String,
    email: String,
    is_reader: bool,
    close: String,
    roles: Vec<RoleView>,
}

/// A role that somebody has.
struct RoleView {
    id: &'static str,
    name: String,
    /// On the button that takes it; empty when the reader cannot.
    take: String,
}

/// A role that waits for a second administrator.
struct RequestView {
    number: u64,
    name: String,
    role: String,
    why: String,
    /// Whether the reader can decide.
    is_mine: bool,
}

/// What stands in the forms.
#[derive(Default)]
struct TypedView {
    email: String,
    name: String,
    inbox: String,
    capacity: String,
}

/// Shows the people.
pub async fn show(at: AtWork) -> Response {
    let staff = match at.staff(Permission::AdministratePeople, "people").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    shown(&at.visit, &staff, StatusCode::OK, "", None).await
}

/// Does what a form asks, and leads back to the list.
pub async fn send(at: AtWork, body: Bytes) -> Response {
    let staff = match at.staff(Permission::AdministratePeople, "people").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let typed = Typed::read(&body);
    let asked = match Asked::read(&typed) {
        Ok(asked) => asked,
        Err(key) => {
            let problem = visit.texts().get(key);
            return shown(visit, &staff, StatusCode::BAD_REQUEST, &problem, Some(&typed)).await;
        }
    };
    let by = staff.clone();
    match visit.app.on_store(move |app| asked.carry_out(app, &by)).await {
        Ok(done) => private(Redirect::to(&visit.link_with(PATH, &[(DONE_FIELD, done)])).into_response()),
        Err(StaffError::Store(_)) => failed(visit),
        Err(error) => {
            let problem = visit.texts().get(why(&error));
            shown(visit, &staff, StatusCode::CONFLICT, &problem, Some(&typed)).await
        }
    }
}

/// What a form asks.
enum Asked {
    Invite { email: EmailAddress, name: Option<String>, role: StaffRole },
    Take { person: PersonRef, role: StaffRole },
    Close(PersonRef),
    Decide { request: u64, agrees: bool },
    Inbox(InboxSettings),
}

impl Asked {
    /// Reads a form; the key of what is wrong with it otherwise.
    fn read(typed: &Typed) -> Result<Self, &'static str> {
        let number = |name: &str| typed.get(name).parse::<u64>().map_err(|_| "people-not-found");
        let role = || StaffRole::named(&typed.get("rol")).ok_or("people-wrong-role");
        let email = |name: &str| EmailAddress::parse(&typed.get(name)).map_err(|_| "people-wrong-email");
        let filled = |name: &str| Some(typed.get(name)).filter(|it| !it.is_empty());
        match typed.get(ACTION_FIELD).as_str() {
            "uitnodigen" => Ok(Asked::Invite { email: email("email")?, name: filled("naam"), role: role()? }),
            "afnemen" => Ok(Asked::Take { person: PersonRef(number("persoon")?), role: role()? }),
            "sluiten" => Ok(Asked::Close(PersonRef(number("persoon")?))),
            "akkoord" => Ok(Asked::Decide { request: number("aanvraag")?, agrees: true }),
            "niet-akkoord" => Ok(Asked::Decide { request: number("aanvraag")?, agrees: false }),
            "postvak" => {
                let email = filled("postvak").map(|_| email("postvak")).transpose()?;
                let capacity = filled("capaciteit").map(|it| it.parse::<u32>().map_err(|_| "people-wrong-capacity"));
                let email = email.map(|it| it.as_str().to_owned());
                Ok(Asked::Inbox(InboxSettings { email, capacity: capacity.transpose()? }))
            }
            _ => Err("people-not-found"),
        }
    }

    /// Does it, and says what was done.
    fn carry_out(self, app: &crate::state::App, staff: &Staff) -> Result<&'static str, StaffError> {
        let desk = app.desk().ok_or(StaffError::NotFound)?;
        let (here, by, now) = (staff.organisation.clone(), staff.person(), app.now());
        match self {
            Asked::Invite { email, name, role } => {
                match desk.invite(NewRole { email, name, organisation: here, role }, by, now)? {
                    RoleResult::Given(_) => Ok("given"),
                    RoleResult::Asked(_) => Ok("asked"),
                }
            }
            Asked::Take { person, role } => desk.take_role(here, person, role, by, now).map(|()| "taken"),
            Asked::Close(person) => desk.close_account(here, person, by, now).map(|()| "closed"),
            Asked::Decide { request, agrees } => desk.decide_role(here, request, agrees, by, now).map(|()| "decided"),
            Asked::Inbox(settings) => desk.set_inbox(here, settings, by, now).map(|()| "inbox"),
        }
    }
}

/// Why something was not done, as a key of the words.
fn why(error: &StaffError) -> &'static str {
    match error {
        StaffError::NotFound | StaffError::Store(_) => "people-not-found",
        StaffError::Grant(GrantError::SamePerson | GrantError::NeedsSecond) => "people-same-person",
        StaffError::Grant(GrantError::NotAnAdministrator | GrantError::SecondNotAnAdministrator) => {
            "people-needs-administrator"
        }
        StaffError::OtherDirector => "people-other-director",
        StaffError::OneSelf => "people-oneself",
    }
}

async fn shown(visit: &Visit, staff: &Staff, status: StatusCode, problem: &str, typed: Option<&Typed>) -> Response {
    let here = staff.organisation.clone();
    let team = visit.app.on_store(move |app| app.desk().ok_or(StaffError::NotFound)?.team(&here)).await;
    let Ok(team) = team else { return failed(visit) };
    let texts = visit.texts();
    let known = ["given", "asked", "decided", "taken", "closed", "inbox"];
    let done = visit.field(DONE_FIELD).filter(|done| problem.is_empty() && known.contains(done));
    let done = done.map(|done| texts.get(&format!("people-done-{done}"))).unwrap_or_default();
    let organisation = words(visit).organisation(&staff.organisation);
    let role = |role: &StaffRole| ChoiceView {
        id: role.name().to_owned(),
        name: role_name(visit, *role),
        chosen: typed.is_some_and(|it| it.get("rol") == role.name()),
        number: String::new(),
    };
    let template = PeoplePage {
        frame: frame(visit, &texts.get("work-part-people")),
        head: WorkHead::new(visit, staff, PATH),
        lead: texts.with("people-lead", "organisation", &organisation),
        done,
        problem: problem.to_owned(),
        action: visit.link(PATH),
        people: team.people.iter().map(|it| person_view(visit, it, staff)).collect(),
        requests: team.requests.iter().filter_map(|it| request_view(visit, it, &team, staff)).collect(),
        typed: typed_view(&team.inbox, typed),
        roles: StaffRole::ALL.iter().map(role).collect(),
    };
    private(page_with_status(status, &template))
}

fn typed_view(inbox: &InboxSettings, typed: Option<&Typed>) -> TypedView {
    let of = |action: &str| typed.filter(|it| it.get(ACTION_FIELD) == action);
    let invited = of("uitnodigen");
    let (email, capacity) = match of("postvak") {
        Some(typed) => (typed.get("postvak"), typed.get("capaciteit")),
        None => {
            let capacity = inbox.capacity.map(|it| it.to_string()).unwrap_or_default();
            (inbox.email.clone().unwrap_or_default(), capacity)
        }
    };
    TypedView {
        email: invited.map(|it| it.get("email")).unwrap_or_default(),
        name: invited.map(|it| it.get("naam")).unwrap_or_default(),
        inbox: email,
        capacity,
    }
}

fn person_view(visit: &Visit, colleague: &Colleague, reader: &Staff) -> PersonView {
    let texts = visit.texts();
    let account = &colleague.account;
    let is_reader = account.id == reader.person();
    let role = |role: &StaffRole| {
        let name = role_name(visit, *role);
        let is_own_administration = is_reader && *role == StaffRole::Administrator;
        let take = if is_own_administration { String::new() } else { texts.with("people-take-role", "role", &name) };
        RoleView { id: role.name(), name, take }
    };
    let name = called(account);
    PersonView {
        number: account.id.0,
        email: account.details.email.clone().filter(|it| *it != name).unwrap_or_default(),
        close: if is_reader { String::new() } else { texts.with("people-close", "name", &name) },
        is_reader,
        roles: colleague.roles.iter().map(role).collect(),
        name,
    }
}

fn request_view(visit: &Visit, request: &RoleRequest, team: &Team, reader: &Staff) -> Option<RequestView> {
    let texts = visit.texts();
    let named = |person: PersonRef| team.people.iter().find(|it| it.account.id == person);
    let for_whom = named(request.role.account)?;
    let role = StaffRole::named(&request.role.role)?;
    let administrators = team.people.iter().filter(|it| it.roles.contains(&StaffRole::Administrator));
    let others = administrators.filter(|it| it.account.id != request.asked_by && it.account.id != for_whom.account.id);
    let is_own = request.asked_by == reader.person();
    let why = if others.count() == 0 {
        texts.get("people-waits-alone")
    } else if is_own {
        texts.get("people-waits-own")
    } else {
        let asker = named(request.asked_by).map(|it| called(&it.account)).unwrap_or_default();
        let values = [("asker", asker.into()), ("day", visit.day(request.asked_at.date()).into())];
        texts.with_all("people-waits-text", &values)
    };
    Some(RequestView {
        number: request.id,
        name: called(&for_whom.account),
        role: role_name(visit, role),
        why,
        is_mine: !is_own && for_whom.account.id != reader.person(),
    })
}

fn role_name(visit: &Visit, role: StaffRole) -> String {
    visit.texts().get(&format!("people-role-{}", role.name()))
}

fn called(account: &Account) -> String {
    account.details.name.clone().or_else(|| account.details.email.clone()).unwrap_or_default()
}
