//! The people of an organisation: invited, given roles, taken out. Two administrators decide together on the roles that open
//! most doors.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;

use schakel_casework::{OrganisationId, PersonRef};
use schakel_identity::{EmailAddress, GrantError, Member, StaffRole, check_grant};
use schakel_store::journal::{Entry, append};
use schakel_store::tables::absences::{self, InboxSettings};
use schakel_store::tables::outbox::{self, NewMessage, Reader};
use schakel_store::tables::people::{self, Account, AccountDetails, AccountKind, MailWish, RoleHeld};
use schakel_store::tables::role_requests::{self, RoleRequest};
use schakel_store::tables::sessions;
use schakel_store::{Statements, StoreError};
use schakel_time::DateTime;

use crate::desk::Desk;
use crate::sign_in::note_about;
use crate::told::Told;

/// Somebody with a role at an organisation.
#[derive(Clone, Debug)]
pub struct Colleague {
    /// Who.
    pub account: Account,
    /// As what, at this organisation.
    pub roles: Vec<StaffRole>,
}

/// The people of an organisation, and what it has still to decide on.
#[derive(Clone, Debug)]
pub struct Team {
    /// Everybody with a role, or for whom one was asked.
    pub people: Vec<Colleague>,
    /// Roles that wait for a second administrator.
    pub requests: Vec<RoleRequest>,
    /// How the organisation is reached, and how much it can have in hand.
    pub inbox: InboxSettings,
}

/// Somebody who gets a role.
#[derive(Clone, Debug)]
pub struct NewRole {
    /// The address with which they sign in.
    pub email: EmailAddress,
    /// The name that colleagues see.
    pub name: Option<String>,
    /// At which organisation.
    pub organisation: OrganisationId,
    /// As what.
    pub role: StaffRole,
}

/// What became of a role that somebody was to get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleResult {
    /// They have it.
    Given(PersonRef),
    /// A second administrator has to agree.
    Asked(PersonRef),
}

/// Why something about people was not done; nothing changed.
#[derive(Debug)]
pub enum StaffError {
    /// There is no such person or request at this organisation.
    NotFound,
    /// The rules of giving roles do not allow it.
    Grant(GrantError),
    /// No other organisation may direct the process beside the one that does; whoever runs the machine says which.
    OtherDirector,
    /// Nobody takes their own administration away: nobody might be left.
    OneSelf,
    /// The database failed.
    Store(StoreError),
}

impl Desk {
    /// The people of an organisation.
    ///
    /// # Errors
    /// When the database fails.
    pub fn team(&self, organisation: &OrganisationId) -> Result<Team, StaffError> {
        self.store.read(|statements| {
            let mut roles: BTreeMap<PersonRef, Vec<StaffRole>> = BTreeMap::new();
            for held in people::staff_of(statements, organisation)? {
                roles.entry(held.account).or_default().extend(StaffRole::named(&held.role));
            }
            let requests = role_requests::open_of(statements, organisation)?;
            for request in &requests {
                roles.entry(request.role.account).or_default();
            }
            let mut team = Vec::new();
            for (person, roles) in roles {
                let account = people::read(statements, person)?;
                team.extend(account.map(|account| Colleague { account, roles }));
            }
            Ok(Team { people: team, requests, inbox: absences::inbox(statements, organisation)? })
        })
    }

    /// Gives a role without anybody's consent: for whoever runs the machine.
    ///
    /// # Errors
    /// When the database fails.
    pub fn add_staff(&self, new: NewRole, now: DateTime) -> Result<PersonRef, StaffError> {
        self.store.write(move |statements| {
            let account = account_for(statements, &new, now)?;
            give(statements, account, &new.organisation, new.role, None, now)?;
            Ok(account)
        })
    }

    /// Gives a role, or asks a second administrator when it needs one.
    ///
    /// # Errors
    /// [`StaffError`]; nothing changed.
    pub fn invite(&self, new: NewRole, by: PersonRef, now: DateTime) -> Result<RoleResult, StaffError> {
        self.store.write(move |statements| {
            let asker = roles_at(statements, by, &new.organisation)?;
            let asker = Member { person: by, roles: &asker };
            if new.role == StaffRole::ProcessDirector {
                may_direct(statements, &new.organisation)?;
            }
            let account = account_for(statements, &new, now)?;
            match check_grant(new.role, account, asker, None) {
                Ok(()) => {
                    give(statements, account, &new.organisation, new.role, Some(by), now)?;
                    Ok(RoleResult::Given(account))
                }
                Err(GrantError::NeedsSecond) if account != by => {
                    ask_second(statements, account, &new, by, now)?;
                    Ok(RoleResult::Asked(account))
                }
                Err(GrantError::NeedsSecond) => Err(StaffError::Grant(GrantError::SamePerson)),
                Err(error) => Err(StaffError::Grant(error)),
            }
        })
    }

    /// Agrees or disagrees with a role that another administrator asked for.
    ///
    /// # Errors
    /// [`StaffError`]; nothing changed.
    pub fn decide_role(
        &self,
        organisation: OrganisationId,
        request: u64,
        agrees: bool,
        by: PersonRef,
        now: DateTime,
    ) -> Result<(), StaffError> {
        self.store.write(move |statements| {
            let open = role_requests::open_of(statements, &organisation)?;
            let request = open.into_iter().find(|it| it.id == request).ok_or(StaffError::NotFound)?;
            let role = StaffRole::named(&request.role.role).ok_or(StaffError::NotFound)?;
            let person = request.role.account;
            let asker = roles_at(statements, request.asked_by, &organisation)?;
            let second = roles_at(statements, by, &organisation)?;
            let member = |person, roles| Member { person, roles };
            let second = member(by, second.as_slice());
            if agrees {
                check_grant(role, person, member(request.asked_by, &asker), Some(second)).map_err(StaffError::Grant)?;
                give(statements, person, &organisation, role, Some(by), now)?;
            } else if second.may(schakel_identity::Permission::AdministratePeople) {
                let at = Some((&organisation, Some(role.name())));
                note_about(statements, person, "role-declined", at, Some(by), now)?;
            } else {
                return Err(StaffError::Grant(GrantError::SecondNotAnAdministrator));
            }
            role_requests::decide(statements, request.id, agrees, by, now)?;
            Ok(())
        })
    }

    /// Takes a role.
    ///
    /// # Errors
    /// [`StaffError`]; nothing changed.
    pub fn take_role(
        &self,
        organisation: OrganisationId,
        person: PersonRef,
        role: StaffRole,
        by: PersonRef,
        now: DateTime,
    ) -> Result<(), StaffError> {
        self.store.write(move |statements| {
            is_administrator(statements, by, &organisation)?;
            if person == by && role == StaffRole::Administrator {
                return Err(StaffError::OneSelf);
            }
            take(statements, person, &organisation, role, by, now)
        })
    }

    /// Takes somebody out of the organisation: every role here, and the account when it has no role elsewhere. Their
    /// sessions end.
    ///
    /// # Errors
    /// [`StaffError`]; nothing changed.
    pub fn close_account(
        &self,
        organisation: OrganisationId,
        person: PersonRef,
        by: PersonRef,
        now: DateTime,
    ) -> Result<(), StaffError> {
        self.store.write(move |statements| {
            is_administrator(statements, by, &organisation)?;
            if person == by {
                return Err(StaffError::OneSelf);
            }
            let held = roles_at(statements, person, &organisation)?;
            let asked = role_requests::open_of(statements, &organisation)?;
            if held.is_empty() && !asked.iter().any(|it| it.role.account == person) {
                return Err(StaffError::NotFound);
            }
            for role in held {
                take(statements, person, &organisation, role, by, now)?;
            }
            role_requests::withdraw(statements, person, &organisation, by, now)?;
            if people::roles_of(statements, person)?.is_empty() {
                people::close(statements, person, now)?;
                note_about(statements, person, "closed", Some((&organisation, None)), Some(by), now)?;
            }
            sessions::end_all(statements, person)?;
            Ok(())
        })
    }

    /// Changes how the organisation is reached, and how much it can have in hand.
    ///
    /// # Errors
    /// [`StaffError`]; nothing changed.
    pub fn set_inbox(
        &self,
        organisation: OrganisationId,
        settings: InboxSettings,
        by: PersonRef,
        now: DateTime,
    ) -> Result<(), StaffError> {
        self.store.write(move |statements| {
            is_administrator(statements, by, &organisation)?;
            absences::set_inbox(statements, &organisation, &settings)?;
            if let Ok(what) = schakel_casework::Code::new("inbox") {
                append(statements, now, &[Entry::Setting { organisation, what, by: Some(by) }])?;
            }
            Ok(())
        })
    }
}

/// The account of an address: known, opened again, or new.
fn account_for(statements: &mut dyn Statements, new: &NewRole, now: DateTime) -> Result<PersonRef, StoreError> {
    let email = new.email.lookup_key();
    if let Some(known) = people::by_email(statements, AccountKind::Staff, &email)? {
        if known.closed_at.is_some() {
            people::reopen(statements, known.id)?;
        }
        if known.details.name.is_none() && new.name.is_some() {
            people::change(statements, known.id, &AccountDetails { name: new.name.clone(), ..known.details })?;
        }
        return Ok(known.id);
    }
    let details = AccountDetails {
        email: Some(email),
        name: new.name.clone(),
        telephone: None,
        language: "nl".to_owned(),
        mail: MailWish::Each,
    };
    let account = people::add(statements, AccountKind::Staff, &details, None, now, None)?;
    note_about(statements, account, "made", Some((&new.organisation, None)), None, now)?;
    Ok(account)
}

fn give(
    statements: &mut dyn Statements,
    account: PersonRef,
    organisation: &OrganisationId,
    role: StaffRole,
    by: Option<PersonRef>,
    now: DateTime,
) -> Result<(), StoreError> {
    let held = people::roles_of(statements, account)?;
    if held.iter().any(|it| it.organisation == *organisation && it.role == role.name()) {
        return Ok(());
    }
    let role_held = RoleHeld { account, organisation: organisation.clone(), role: role.name().to_owned() };
    people::give_role(statements, &role_held, now)?;
    note_about(statements, account, "role-given", Some((organisation, Some(role.name()))), by, now)?;
    if held.is_empty() {
        let new = NewMessage {
            once: format!("invited-{}-{now}", account.0),
            case: None,
            reader: Reader::Account(account),
            message: &Told::Invited,
            try_after: now,
        };
        outbox::add(statements, &new, now)?;
    }
    Ok(())
}

/// Keeps what was asked, and tells the other administrators.
fn ask_second(
    statements: &mut dyn Statements,
    account: PersonRef,
    new: &NewRole,
    by: PersonRef,
    now: DateTime,
) -> Result<(), StoreError> {
    let role = RoleHeld { account, organisation: new.organisation.clone(), role: new.role.name().to_owned() };
    let request = role_requests::ask(statements, &role, by, now)?;
    let at = Some((&new.organisation, Some(new.role.name())));
    note_about(statements, account, "role-asked", at, Some(by), now)?;
    let administrator = StaffRole::Administrator.name();
    for held in people::staff_of(statements, &new.organisation)? {
        if held.role != administrator || held.account == by || held.account == account {
            continue;
        }
        let new = NewMessage {
            once: format!("role-asked-{request}-{}", held.account.0),
            case: None,
            reader: Reader::Account(held.account),
            message: &Told::RoleAsked,
            try_after: now,
        };
        outbox::add(statements, &new, now)?;
    }
    Ok(())
}

fn take(
    statements: &mut dyn Statements,
    account: PersonRef,
    organisation: &OrganisationId,
    role: StaffRole,
    by: PersonRef,
    now: DateTime,
) -> Result<(), StaffError> {
    let held = RoleHeld { account, organisation: organisation.clone(), role: role.name().to_owned() };
    if !people::take_role(statements, &held)? {
        return Err(StaffError::NotFound);
    }
    note_about(statements, account, "role-taken", Some((organisation, Some(role.name()))), Some(by), now)?;
    sessions::end_all(statements, account)?;
    Ok(())
}

/// Directing the process is of one organisation: a second one would leave the region without a director.
fn may_direct(statements: &mut dyn Statements, organisation: &OrganisationId) -> Result<(), StaffError> {
    let directing = people::organisations_with(statements, StaffRole::ProcessDirector.name())?;
    if directing.contains(organisation) { Ok(()) } else { Err(StaffError::OtherDirector) }
}

fn is_administrator(
    statements: &mut dyn Statements,
    person: PersonRef,
    organisation: &OrganisationId,
) -> Result<(), StaffError> {
    let roles = roles_at(statements, person, organisation)?;
    let may = roles.iter().any(|role| role.may(schakel_identity::Permission::AdministratePeople));
    if may { Ok(()) } else { Err(StaffError::Grant(GrantError::NotAnAdministrator)) }
}

fn roles_at(
    statements: &mut dyn Statements,
    person: PersonRef,
    organisation: &OrganisationId,
) -> Result<Vec<StaffRole>, StoreError> {
    let held = people::roles_of(statements, person)?;
    Ok(held.iter().filter(|it| it.organisation == *organisation).filter_map(|it| StaffRole::named(&it.role)).collect())
}

impl From<StoreError> for StaffError {
    fn from(error: StoreError) -> Self {
        StaffError::Store(error)
    }
}

impl fmt::Display for StaffError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StaffError::NotFound => formatter.write_str("there is no such person or request at this organisation"),
            StaffError::Grant(error) => error.fmt(formatter),
            StaffError::OtherDirector => formatter.write_str(
                "this organisation does not direct the process: whoever runs the machine gives the first role, with \
                 `schakel staff add`",
            ),
            StaffError::OneSelf => {
                formatter.write_str("nobody takes their own administration away: ask another administrator")
            }
            StaffError::Store(error) => error.fmt(formatter),
        }
    }
}

impl Error for StaffError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            StaffError::Store(error) => Some(error),
            StaffError::Grant(error) => Some(error),
            StaffError::NotFound | StaffError::OtherDirector | StaffError::OneSelf => None,
        }
    }
}
