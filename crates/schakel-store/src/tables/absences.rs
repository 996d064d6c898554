//! Who is away and how much each organisation can have in hand: what a choice looks at besides the pack.

use schakel_casework::{OrganisationId, Staffing};
use schakel_time::{Date, Period, add_days};

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::next_number;
use crate::values;

/// That an organisation, or one person of it, is away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Its number.
    pub id: u64,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// One person; nothing when nobody of the organisation is there.
    pub account: Option<u64>,
    /// First day.
    pub starts_on: Date,
    /// Last day; nothing when nobody knows.
    pub ends_on: Option<Date>,
}

/// What an organisation says of its inbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InboxSettings {
    /// Address to which its links go.
    pub email: Option<String>,
    /// Firms that it can have in hand at the same time.
    pub capacity: Option<u32>,
}

/// Keeps an absence.
///
/// # Errors
/// When it ends before it begins, and when the database fails.
pub fn add(
    statements: &mut dyn Statements,
    organisation: &OrganisationId,
    account: Option<u64>,
    starts_on: Date,
    ends_on: Option<Date>,
) -> Result<u64, StoreError> {
    if ends_on.is_some_and(|last| last < starts_on) {
        return Err(StoreError::failed(std::io::Error::other("an absence ends before it begins")));
    }
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM absence")?;
    statements.execute(
        "INSERT INTO absence (id, organisation, account, starts_on, ends_on) VALUES ($1, $2, $3, $4, $5)",
        values![id, organisation.0.as_str(), account, starts_on, ends_on],
    )?;
    Ok(id)
}

/// Takes an absence back. Answers whether the organisation had it.
///
/// # Errors
/// When the database fails.
pub fn remove(statements: &mut dyn Statements, organisation: &OrganisationId, id: u64) -> Result<bool, StoreError> {
    let removed = statements
        .execute("DELETE FROM absence WHERE id = $1 AND organisation = $2", values![id, organisation.0.as_str()])?;
    Ok(removed > 0)
}

/// The absences of an organisation that are not over.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of(
    statements: &mut dyn Statements,
    organisation: &OrganisationId,
    today: Date,
) -> Result<Vec<Absence>, StoreError> {
    let rows = statements.query(
        "SELECT id, account, starts_on, ends_on FROM absence
         WHERE organisation = $1 AND (ends_on IS NULL OR ends_on >= $2) ORDER BY starts_on, id",
        values![organisation.0.as_str(), today],
    )?;
    let absence = |row: &crate::value::Row| {
        Ok(Absence {
            id: row.number(0)?,
            organisation: organisation.clone(),
            account: row.optional_number(1)?,
            starts_on: row.day(2)?,
            ends_on: row.optional_day(3)?,
        })
    };
    rows.iter().map(absence).collect()
}

/// Removes absences that ended before a day.
///
/// # Errors
/// When the database fails.
pub fn forget(statements: &mut dyn Statements, before: Date) -> Result<u64, StoreError> {
    statements.execute("DELETE FROM absence WHERE ends_on < $1", values![before])
}

/// Changes what an organisation says of its inbox.
///
/// # Errors
/// When the database fails.
pub fn set_inbox(
    statements: &mut dyn Statements,
    organisation: &OrganisationId,
    settings: &InboxSettings,
) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO inbox_settings (organisation, email, capacity) VALUES ($1, $2, $3)
         ON CONFLICT (organisation) DO UPDATE SET email = excluded.email, capacity = excluded.capacity",
        values![organisation.0.as_str(), settings.email.as_deref(), settings.capacity],
    )?;
    Ok(())
}

/// What an organisation says of its inbox.
///
/// # Errors
/// When the database fails or is damaged.
pub fn inbox(statements: &mut dyn Statements, organisation: &OrganisationId) -> Result<InboxSettings, StoreError> {
    let rows = statements.query(
        "SELECT email, capacity FROM inbox_settings WHERE organisation = $1",
        values![organisation.0.as_str()],
    )?;
    let Some(row) = rows.first() else { return Ok(InboxSettings::default()) };
    let capacity = row.optional_number(1)?.and_then(|it| u32::try_from(it).ok());
    Ok(InboxSettings { email: row.optional_text(0)?.map(str::to_owned), capacity })
}

/// Every organisation that can be reached: it has an address for links, or somebody who can sign in.
///
/// # Errors
/// When the database fails or is damaged.
pub fn reachable(statements: &mut dyn Statements) -> Result<Vec<OrganisationId>, StoreError> {
    let rows = statements.query(
        "SELECT organisation FROM inbox_settings WHERE email IS NOT NULL
         UNION SELECT organisation FROM staff_role",
        &[],
    )?;
    rows.iter().map(|row| organisation(row.text(0)?)).collect()
}

/// Who is away today or later, what each has in hand, and what it can have.
///
/// # Errors
/// When the database fails or is damaged.
pub fn staffing(statements: &mut dyn Statements, today: Date) -> Result<Staffing, StoreError> {
    let mut staffing = Staffing::default();
    let away = statements.query(
        "SELECT organisation, starts_on, ends_on FROM absence
         WHERE account IS NULL AND (ends_on IS NULL OR ends_on >= $1)",
        values![today],
    )?;
    for row in &away {
        // A period ends before its end; an absence is written with its last day.
        let end = row.optional_day(2)?.map(|last| add_days(last, 1));
        let period = Period::new(Some(row.day(1)?), end).map_err(|_| StoreError::damaged("an absence"))?;
        staffing.of(&organisation(row.text(0)?)?).absences.push(period);
    }
    let busy = statements
        .query("SELECT responsible, count(*) FROM case_file WHERE state = 'in-hand' GROUP BY responsible", &[])?;
    for row in &busy {
        let in_hand = u32::try_from(row.number(1)?).unwrap_or(u32::MAX);
        staffing.of(&organisation(row.text(0)?)?).in_hand = in_hand;
    }
    let room = statements.query("SELECT organisation, capacity FROM inbox_settings WHERE capacity IS NOT NULL", &[])?;
    for row in &room {
        staffing.of(&organisation(row.text(0)?)?).capacity = u32::try_from(row.number(1)?).ok();
    }
    Ok(staffing)
}

pub(crate) fn organisation(text: &str) -> Result<OrganisationId, StoreError> {
    OrganisationId::new(text).map_err(|_| StoreError::damaged(format!("the organisation `{text}`")))
}
