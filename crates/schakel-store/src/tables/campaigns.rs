//! Lists of firms that an organisation goes to by itself, and what came of each contact.

use std::collections::BTreeMap;

use schakel_casework::{Campaign, Case, Channel, Effect, FirmRef, OrganisationId, PersonRef};
use schakel_time::{Date, DateTime};

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::next_number;
use crate::value::{Row, to_json};
use crate::values;

/// A list as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignRow {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Which firms of the list are to be called.
    pub aim: Campaign,
    /// When it was made.
    pub made_at: DateTime,
}

/// A firm of a list. Its number counts within the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListedFirm {
    /// Number of the Handelsregister; nothing once erased.
    pub kvk_number: Option<String>,
    /// Name; nothing once erased.
    pub name: Option<String>,
    /// Code of the municipality.
    pub municipality: Option<String>,
    /// SBI.
    pub branch: Option<String>,
    /// Employed persons.
    pub employees: Option<u32>,
}

/// A contact with a firm of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListContact {
    /// Who.
    pub account: PersonRef,
    /// How.
    pub channel: Channel,
    /// What came of it.
    pub effect: Effect,
    /// When.
    pub at: DateTime,
}

/// Keeps a list with its firms, numbered from 1, and answers its number.
///
/// # Errors
/// When the database fails.
pub fn add(
    statements: &mut dyn Statements,
    owner: &OrganisationId,
    name: &str,
    aim: &Campaign,
    firms: &[ListedFirm],
    kept: (DateTime, Date),
) -> Result<u64, StoreError> {
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM campaign")?;
    let (made_at, erase_after) = kept;
    statements.execute(
        "INSERT INTO campaign (id, organisation, name, aim, made_at, erase_after) VALUES ($1, $2, $3, $4, $5, $6)",
        values![id, owner.0.as_str(), name, to_json(aim)?, made_at, erase_after],
    )?;
    for (number, firm) in (1u64..).zip(firms) {
        statements.execute(
            "INSERT INTO campaign_firm (campaign, number, kvk_number, name, municipality, branch, employees)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            values![
                id,
                number,
                firm.kvk_number.as_deref(),
                firm.name.as_deref(),
                firm.municipality.as_deref(),
                firm.branch.as_deref(),
                firm.employees
            ],
        )?;
    }
    Ok(id)
}

/// The lists of an organisation, the newest first.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of(statements: &mut dyn Statements, owner: &OrganisationId) -> Result<Vec<CampaignRow>, StoreError> {
    let rows = statements.query(
        "SELECT id, name, aim, made_at FROM campaign WHERE organisation = $1 ORDER BY id DESC",
        values![owner.0.as_str()],
    )?;
    let campaign = |row: &Row| {
        Ok(CampaignRow {
            id: row.number(0)?,
            name: row.text(1)?.to_owned(),
            aim: row.json(2)?,
            made_at: row.moment(3)?,
        })
    };
    rows.iter().map(campaign).collect()
}

/// The firms of a list, by number.
///
/// # Errors
/// When the database fails or is damaged.
pub fn firms(statements: &mut dyn Statements, campaign: u64) -> Result<BTreeMap<FirmRef, ListedFirm>, StoreError> {
    let rows = statements.query(
        "SELECT number, kvk_number, name, municipality, branch, employees FROM campaign_firm WHERE campaign = $1",
        values![campaign],
    )?;
    let text = |row: &Row, column| Ok::<_, StoreError>(row.optional_text(column)?.map(str::to_owned));
    let firm = |row: &Row| {
        let firm = ListedFirm {
            kvk_number: text(row, 1)?,
            name: text(row, 2)?,
            municipality: text(row, 3)?,
            branch: text(row, 4)?,
            employees: row.optional_number(5)?.and_then(|it| u32::try_from(it).ok()),
        };
        Ok((FirmRef(row.number(0)?), firm))
    };
    rows.iter().map(firm).collect()
}

/// When the firms of a list had contact with the region, and with what effect: through this list, through another, and in
/// their cases.
///
/// # Errors
/// When the database fails or is damaged.
pub fn contacts(
    statements: &mut dyn Statements,
    campaign: u64,
) -> Result<BTreeMap<FirmRef, Vec<(DateTime, Effect)>>, StoreError> {
    let mut found: BTreeMap<FirmRef, Vec<(DateTime, Effect)>> = BTreeMap::new();
    let rows = statements.query(
        "SELECT number, at, effect FROM campaign_contact WHERE campaign = $1
         UNION ALL SELECT f.number, c.at, c.effect FROM campaign_firm f
            JOIN campaign_firm o ON o.kvk_number = f.kvk_number AND o.campaign <> f.campaign
            JOIN campaign_contact c ON c.campaign = o.campaign AND c.number = o.number WHERE f.campaign = $1",
        values![campaign],
    )?;
    for row in &rows {
        let effect = named(row.text(2)?)?;
        found.entry(FirmRef(row.number(0)?)).or_default().push((row.moment(1)?, effect));
    }
    let rows = statements.query(
        "SELECT l.number, c.body FROM campaign_firm l JOIN firm f ON f.kvk_number = l.kvk_number
         JOIN case_file c ON c.firm = f.id WHERE l.campaign = $1",
        values![campaign],
    )?;
    for row in &rows {
        let case: Case = row.json(1)?;
        let contacts = case.contacts.iter().map(|it| (it.at, it.moment.effect));
        found.entry(FirmRef(row.number(0)?)).or_default().extend(contacts);
    }
    Ok(found)
}

/// Writes a contact with a firm of a list down. Answers whether the list has the firm.
///
/// # Errors
/// When the database fails.
pub fn add_contact(
    statements: &mut dyn Statements,
    campaign: u64,
    firm: FirmRef,
    contact: &ListContact,
) -> Result<bool, StoreError> {
    let rows = statements
        .query("SELECT number FROM campaign_firm WHERE campaign = $1 AND number = $2", values![campaign, firm.0])?;
    if rows.is_empty() {
        return Ok(false);
    }
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM campaign_contact")?;
    statements.execute(
        "INSERT INTO campaign_contact (id, campaign, number, account, channel, effect, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![id, campaign, firm.0, contact.account.0, name(&contact.channel)?, name(&contact.effect)?, contact.at],
    )?;
    Ok(true)
}

/// Removes the lists whose last day is past, with their firms and contacts. Answers how many firms there were.
///
/// # Errors
/// When the database fails.
pub fn erase_expired(statements: &mut dyn Statements, today: Date) -> Result<u64, StoreError> {
    const OVER: &str = "campaign IN (SELECT id FROM campaign WHERE erase_after < $1)";
    statements.execute(&format!("DELETE FROM campaign_contact WHERE {OVER}"), values![today])?;
    let firms = statements.execute(&format!("DELETE FROM campaign_firm WHERE {OVER}"), values![today])?;
    statements.execute("DELETE FROM campaign WHERE erase_after < $1", values![today])?;
    Ok(firms)
}

/// The name of a value, as a column has it.
fn name(value: &impl serde::Serialize) -> Result<String, StoreError> {
    Ok(to_json(value)?.trim_matches('"').to_owned())
}

fn named<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| StoreError::damaged(format!("`{text}` in a list")))
}
