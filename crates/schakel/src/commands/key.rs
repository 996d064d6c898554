//! `schakel key`: the keys with which the programs of an organisation pass questions on through the API. A key is shown
//! once; only its digest is kept.

use schakel_casework::{Code, OrganisationId};
use schakel_store::journal::{Entry, append};
use schakel_store::tables::api_keys;
use schakel_store::{Digest, Statements, StoreError};
use schakel_time::DateTime;
use schakel_web::draw_token;

use crate::arguments::{Key, KeyAction, KeyAdd, KeyEnd, KeyList};
use crate::commands::{CommandError, Outcome, now, organisation, usable_pack};
use crate::database::open_database;
use crate::printer::Printer;

/// Does what was asked.
pub fn run(key: &Key, printer: &mut Printer) -> Result<Outcome, CommandError> {
    match &key.action {
        KeyAction::Add(add) => self::add(add, printer),
        KeyAction::End(end) => self::end(end, printer),
        KeyAction::List(list) => self::list(list, printer),
    }
}

fn add(add: &KeyAdd, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let name = add.name.trim().to_owned();
    if name.is_empty() {
        return Err(CommandError::wrong_use("the name is empty").help("say what the key is for: `--name \"our site\"`"));
    }
    let owner = organisation(&add.organisation, &usable_pack(&add.pack, printer)?)?;
    let store = open_database(&add.database)?;
    let key = draw_token().map_err(|error| CommandError::refused(error.to_string()))?;
    let (digest, at) = (Digest(key.digest()), now());
    let number = store.write(move |rows| {
        let number = api_keys::add(rows, digest, &owner, &name, at)?;
        write_down(rows, owner, "key-made", at)?;
        Ok(number)
    });
    let number = number.map_err(|error: StoreError| CommandError::refused(error.to_string()))?;
    printer.line(&key.to_text());
    printer.line(&format!("Key {number} of {}: keep it now, it is not shown again.", add.organisation));
    Ok(Outcome::Good)
}

fn end(end: &KeyEnd, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let store = open_database(&end.database)?;
    let (number, at) = (end.number, now());
    let ended = store.write(move |rows| {
        let Some(key) = api_keys::read(rows, number)? else { return Ok(None) };
        if api_keys::end(rows, number, at)? {
            write_down(rows, key.organisation.clone(), "key-ended", at)?;
        }
        Ok(Some(key))
    });
    let key = ended.map_err(|error: StoreError| CommandError::refused(error.to_string()))?;
    let key = key.ok_or_else(|| {
        CommandError::wrong_use(format!("there is no key {number}")).help("`schakel key list` lists them")
    })?;
    printer.line(&format!("Key {number} of {}, “{}”, works no longer.", key.organisation, key.name));
    Ok(Outcome::Good)
}

fn list(list: &KeyList, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let store = open_database(&list.database)?;
    let keys = store.read(api_keys::all).map_err(|error: StoreError| CommandError::refused(error.to_string()))?;
    for key in &keys {
        let until = key.ended_at.map_or_else(|| "works".to_owned(), |at| format!("ended {}", at.date()));
        let made = key.made_at.date();
        printer.line(&format!("{}  {}  made {made}  {until}  {}", key.id, key.organisation, key.name));
    }
    if keys.is_empty() {
        printer.line("There is no key yet; `schakel key add` makes one.");
    }
    Ok(Outcome::Good)
}

fn write_down(
    rows: &mut dyn Statements,
    organisation: OrganisationId,
    what: &str,
    at: DateTime,
) -> Result<(), StoreError> {
    let entry = Code::new(what).ok().map(|what| Entry::Setting { organisation, what, by: None });
    append(rows, at, entry.as_slice())
}
