//! What is known of aid when a grant is decided on: small aid per firm, what undertakings declared, which firms belong
//! together, and other aid on the costs of an application. Whether a grant fits is not decided here.

use std::collections::BTreeMap;

use schakel_casework::FirmRef;
use schakel_schemes::{ApplicationNumber, Declaration, Groups, Link, OtherAid, SmallAid, SmallAidRegister};
use schakel_time::Date;

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::next_number;
use crate::value::{Row, to_json};
use crate::values;

/// Enters small aid, and answers the number of the entry.
///
/// # Errors
/// When the database fails.
pub fn enter(statements: &mut dyn Statements, aid: &SmallAid) -> Result<u64, StoreError> {
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM small_aid")?;
    statements.execute(
        "INSERT INTO small_aid (id, firm, application, granted_on, exported_on, body) VALUES ($1, $2, $3, $4, $5, $6)",
        values![id, aid.firm.0, aid.application.map(|it| it.0), aid.granted_on, aid.exported_on, to_json(aid)?],
    )?;
    Ok(id)
}

/// Takes the small aid of an application out: it was withdrawn, or another amount comes in its place.
///
/// # Errors
/// When the database fails.
pub fn take_out(statements: &mut dyn Statements, application: ApplicationNumber) -> Result<(), StoreError> {
    statements.execute("DELETE FROM small_aid WHERE application = $1", values![application.0]).map(drop)
}

/// Small aid by its number in the list, in the order in which it was entered.
///
/// # Errors
/// When the database fails or is damaged.
pub fn all(statements: &mut dyn Statements) -> Result<Vec<(u64, SmallAid)>, StoreError> {
    let rows = statements.query("SELECT id, body FROM small_aid ORDER BY id", &[])?;
    rows.iter().map(|row| Ok((row.number(0)?, row.json(1)?))).collect()
}

/// The small aid of an application.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_application(statements: &mut dyn Statements, number: ApplicationNumber) -> Result<Vec<SmallAid>, StoreError> {
    let rows = statements.query("SELECT body FROM small_aid WHERE application = $1 ORDER BY id", values![number.0])?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// Changes an entry: it was sent, or its sector became known.
///
/// # Errors
/// When the database fails.
pub fn change(statements: &mut dyn Statements, id: u64, aid: &SmallAid) -> Result<(), StoreError> {
    statements
        .execute(
            "UPDATE small_aid SET exported_on = $2, body = $3 WHERE id = $1",
            values![id, aid.exported_on, to_json(aid)?],
        )
        .map(drop)
}

/// Keeps a declaration in the place of the one before it.
///
/// # Errors
/// When the database fails.
pub fn declare(statements: &mut dyn Statements, declaration: &Declaration) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO small_aid_declaration (firm, body) VALUES ($1, $2) ON CONFLICT (firm) DO UPDATE SET body = excluded.body",
        values![declaration.firm.0, to_json(declaration)?],
    )?;
    Ok(())
}

/// What a firm declared last.
///
/// # Errors
/// When the database fails or is damaged.
pub fn declaration(statements: &mut dyn Statements, firm: FirmRef) -> Result<Option<Declaration>, StoreError> {
    let rows = statements.query("SELECT body FROM small_aid_declaration WHERE firm = $1", values![firm.0])?;
    rows.first().map(|row| row.json(0)).transpose()
}

/// All small aid that is known, with what was declared.
///
/// # Errors
/// When the database fails or is damaged.
pub fn register(statements: &mut dyn Statements) -> Result<SmallAidRegister, StoreError> {
    let mut register = SmallAidRegister::default();
    all(statements)?.into_iter().for_each(|(_, aid)| register.enter(aid));
    for row in statements.query("SELECT body FROM small_aid_declaration ORDER BY firm", &[])? {
        register.declare(row.json(0)?);
    }
    Ok(register)
}

/// Keeps a link between enterprises.
///
/// # Errors
/// When the database fails.
pub fn link(statements: &mut dyn Statements, link: &Link) -> Result<(), StoreError> {
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM firm_link")?;
    statements.execute("INSERT INTO firm_link (id, body) VALUES ($1, $2)", values![id, to_json(link)?]).map(drop)
}

/// All known links.
///
/// # Errors
/// When the database fails or is damaged.
pub fn groups(statements: &mut dyn Statements) -> Result<Groups, StoreError> {
    let rows = statements.query("SELECT body FROM firm_link ORDER BY id", &[])?;
    let links: Vec<Link> = rows.iter().map(|row| row.json(0)).collect::<Result<_, _>>()?;
    Ok(Groups::new(links))
}

/// Keeps which other aid goes to the costs of an application, in the place of what was kept before.
///
/// # Errors
/// When the database fails.
pub fn keep_other_aid(
    statements: &mut dyn Statements,
    application: ApplicationNumber,
    aid: &OtherAid,
) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO other_aid (application, body) VALUES ($1, $2) ON CONFLICT (application) DO UPDATE SET body = excluded.body",
        values![application.0, to_json(aid)?],
    )?;
    Ok(())
}

/// Other aid, by application.
///
/// # Errors
/// When the database fails or is damaged.
pub fn other_aid(statements: &mut dyn Statements) -> Result<BTreeMap<ApplicationNumber, OtherAid>, StoreError> {
    let rows = statements.query("SELECT application, body FROM other_aid", &[])?;
    let pair = |row: &Row| Ok((ApplicationNumber(row.number(0)?), row.json(1)?));
    rows.iter().map(pair).collect()
}

/// The day on which small aid was sent, and what is sent then.
///
/// # Errors
/// When the database fails or is damaged.
pub fn mark_exported(statements: &mut dyn Statements, ids: &[u64], on: Date) -> Result<(), StoreError> {
    for (id, aid) in all(statements)?.into_iter().filter(|(id, _)| ids.contains(id)) {
        change(statements, id, &SmallAid { exported_on: Some(on), ..aid })?;
    }
    Ok(())
}
