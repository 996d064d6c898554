//! `schakel staff`: who works with the portal. The first administrator is made here, by whoever runs the machine.

use schakel_casework::Policy;
use schakel_desk::{Desk, NewRole, Region};
use schakel_identity::{EmailAddress, StaffRole};
use schakel_register::did_you_mean;
use schakel_store::tables::people::{self, Account, RoleHeld};
use schakel_store::{Store, StoreError};

use crate::arguments::{Staff, StaffAction, StaffAdd, StaffList};
use crate::commands::{CommandError, Outcome, now, organisation, usable_pack};
use crate::database::open_database;
use crate::printer::Printer;

/// Does what was asked.
pub fn run(staff: &Staff, printer: &mut Printer) -> Result<Outcome, CommandError> {
    match &staff.action {
        StaffAction::Add(add) => self::add(add, printer),
        StaffAction::List(list) => self::list(list, printer),
    }
}

fn add(add: &StaffAdd, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let email = EmailAddress::parse(&add.email).map_err(|error| CommandError::wrong_use(error.to_string()))?;
    let role = StaffRole::named(&add.role).ok_or_else(|| {
        let names = StaffRole::ALL.iter().map(|role| role.name());
        CommandError::wrong_use(format!("there is no role `{}`", add.role)).help(did_you_mean(&add.role, names))
    })?;
    let pack = usable_pack(&add.pack, printer)?;
    let organisation = organisation(&add.organisation, &pack)?;
    let region = Region::from_pack(&pack, Policy::default()).ok_or_else(|| {
        CommandError::refused("this pack names no organisation that keeps the desk")
            .help("name one in `pack.toml`, under `[casework]`")
    })?;
    let desk = Desk::new(open_database(&add.database)?, region);
    let new = NewRole { email, name: add.name.clone(), organisation, role };
    desk.add_staff(new, now()).map_err(|error| CommandError::refused(error.to_string()))?;
    let (email, organisation) = (&add.email, &add.organisation);
    printer.line(&format!("{email} is {} of {organisation} and can sign in.", role.name()));
    Ok(Outcome::Good)
}

fn list(list: &StaffList, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let store = open_database(&list.database)?;
    let staff = all_staff(&store).map_err(|error| CommandError::refused(error.to_string()))?;
    for (held, account) in &staff {
        let email = account.details.email.as_deref().unwrap_or("-");
        let name = account.details.name.as_deref().unwrap_or("-");
        printer.line(&format!("{}  {}  {email}  {name}", held.organisation, held.role));
    }
    if staff.is_empty() {
        printer.line("Nobody has a role yet; `schakel staff add` gives one.");
    }
    Ok(Outcome::Good)
}

fn all_staff(store: &Store) -> Result<Vec<(RoleHeld, Account)>, StoreError> {
    store.read(|rows| {
        let mut staff = Vec::new();
        for held in people::all_staff(rows)? {
            staff.extend(people::read(rows, held.account)?.map(|account| (held, account)));
        }
        Ok(staff)
    })
}
