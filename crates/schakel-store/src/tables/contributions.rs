//! What somebody did that counts for an indicator: meetings with who was there, consortia with their members, firms that
//! were helped. What counts, and what is made of the counts, is decided in `schakel-account`.

use schakel_time::{Date, DateTime};

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::next_number;
use crate::value::Row;
use crate::values;

/// The meeting, consortium, circle, … that contributions belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its number.
    pub id: u64,
    /// The kind of contribution that it is made of, as the pack names it.
    pub kind: String,
    /// What it is called; unique within its kind.
    pub name: String,
    /// The organisation that recorded it, identifier.
    pub organisation: String,
    /// The performance that it is for.
    pub performance: String,
    /// The action that it is for.
    pub action: u32,
    /// When it was.
    pub day: Date,
}

/// One contribution to an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContributionRow {
    /// The key of a firm.
    pub firm: Option<String>,
    /// The key of a person.
    pub participant: Option<String>,
    /// Of a member: whether it is of government.
    pub is_public: Option<bool>,
}

/// What of contributions is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distinct {
    /// Each of them.
    Nothing,
    /// Each item once.
    Items,
    /// Each firm once.
    Firms,
    /// Each person once.
    Participants,
}

/// Whether an item of this kind and name is there already.
///
/// # Errors
/// When the database fails.
pub fn exists(statements: &mut dyn Statements, kind: &str, name: &str) -> Result<bool, StoreError> {
    let rows =
        statements.query("SELECT 1 FROM contribution_item WHERE kind = $1 AND name = $2", values![kind, name])?;
    Ok(!rows.is_empty())
}

/// Keeps an item; the number in it is not looked at. Gives its number.
///
/// # Errors
/// When there is one of that kind and name, and when the database fails.
pub fn add_item(statements: &mut dyn Statements, item: &Item, made_at: DateTime) -> Result<u64, StoreError> {
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM contribution_item")?;
    statements.execute(
        "INSERT INTO contribution_item (id, kind, name, organisation, performance, action, day, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        values![
            id,
            item.kind.as_str(),
            item.name.as_str(),
            item.organisation.as_str(),
            item.performance.as_str(),
            item.action,
            item.day,
            made_at
        ],
    )?;
    Ok(id)
}

/// Keeps contributions of one kind to an item.
///
/// # Errors
/// When the database fails.
pub fn add(
    statements: &mut dyn Statements,
    kind: &str,
    item: u64,
    day: Date,
    rows: &[ContributionRow],
    recorded_on: Date,
) -> Result<(), StoreError> {
    let mut id = next_number(statements, "SELECT coalesce(max(id), 0) FROM contribution")?;
    for row in rows {
        statements.execute(
            "INSERT INTO contribution (id, kind, year, day, item, firm, participant, is_public, recorded_on)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            values![
                id,
                kind,
                i64::from(day.year()),
                day,
                item,
                row.firm.as_deref(),
                row.participant.as_deref(),
                row.is_public.map(i64::from),
                recorded_on
            ],
        )?;
        id = id.saturating_add(1);
    }
    Ok(())
}

/// How many there are of a year, as far as they were recorded on a day.
///
/// # Errors
/// When the database fails or is damaged.
pub fn count(
    statements: &mut dyn Statements,
    kinds: &[&str],
    distinct: Distinct,
    year: i16,
    as_of: Date,
) -> Result<u64, StoreError> {
    let column = match distinct {
        Distinct::Nothing => None,
        Distinct::Items => Some("item"),
        Distinct::Firms => Some("firm"),
        Distinct::Participants => Some("participant"),
    };
    let (Some(first), year) = (kinds.first(), i64::from(year)) else { return Ok(0) };
    let rows = match (column, kinds) {
        (None, _) => {
            let mut total: u64 = 0;
            for kind in kinds {
                let question = "SELECT count(*) FROM contribution WHERE kind = $1 AND year = $2 AND recorded_on <= $3";
                let rows = statements.query(question, values![*kind, year, as_of])?;
                total = total.saturating_add(rows.first().map_or(Ok(0), |row| row.number(0))?);
            }
            return Ok(total);
        }
        // In the order of an index: each is met once.
        (Some(column), [_]) => {
            let question = format!(
                "SELECT count(*) FROM (SELECT DISTINCT {column} FROM contribution
                 WHERE kind = $1 AND year = $2 AND recorded_on <= $3 AND {column} IS NOT NULL) AS once"
            );
            statements.query(&question, values![*first, year, as_of])?
        }
        (Some(column), _) => {
            let second = kinds.get(1).copied().unwrap_or(first);
            let question = format!(
                "SELECT count(*) FROM (
                 SELECT {column} FROM contribution
                 WHERE kind = $1 AND year = $3 AND recorded_on <= $4 AND {column} IS NOT NULL
                 UNION SELECT {column} FROM contribution
                 WHERE kind = $2 AND year = $3 AND recorded_on <= $4 AND {column} IS NOT NULL) AS once"
            );
            statements.query(&question, values![*first, second, year, as_of])?
        }
    };
    rows.first().map_or(Ok(0), |row| row.number(0))
}

/// The years of which there are contributions, as far as they were recorded on a day.
///
/// # Errors
/// When the database fails or is damaged.
pub fn years(statements: &mut dyn Statements, as_of: Date) -> Result<Vec<i16>, StoreError> {
    let rows = statements.query(
        "SELECT DISTINCT substr(day, 1, 4) FROM contribution_item WHERE substr(made_at, 1, 10) <= $1 ORDER BY 1",
        values![as_of],
    )?;
    rows.iter().map(|row| row.text(0)?.parse().map_err(|_| StoreError::damaged("the year of a contribution"))).collect()
}

/// An item with how many contributions it has, and how many members of government and others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedItem {
    /// The item.
    pub item: Item,
    /// How many contributions.
    pub contributions: u64,
    /// Members of government.
    pub public_members: u64,
    /// Other members.
    pub private_members: u64,
}

/// The items of a year, the latest first.
///
/// # Errors
/// When the database fails or is damaged.
pub fn items(
    statements: &mut dyn Statements,
    kind: &str,
    year: i16,
    as_of: Date,
    most: u32,
) -> Result<Vec<CountedItem>, StoreError> {
    let rows = statements.query(
        "SELECT i.id, i.kind, i.name, i.organisation, i.performance, i.action, i.day, count(c.id),
                sum(CASE WHEN c.is_public = 1 THEN 1 ELSE 0 END), sum(CASE WHEN c.is_public = 0 THEN 1 ELSE 0 END)
         FROM contribution_item AS i JOIN contribution AS c ON c.item = i.id
         WHERE i.kind = $1 AND c.year = $2 AND c.recorded_on <= $3
         GROUP BY i.id, i.kind, i.name, i.organisation, i.performance, i.action, i.day
         ORDER BY i.day DESC, i.id DESC LIMIT $4",
        values![kind, i64::from(year), as_of, most],
    )?;
    rows.iter().map(counted).collect()
}

/// The secret of a year, when it was made and not erased.
///
/// # Errors
/// When the database fails or is damaged.
pub fn secret(statements: &mut dyn Statements, year: i16) -> Result<Option<[u8; 32]>, StoreError> {
    let rows = statements.query("SELECT secret FROM contribution_secret WHERE year = $1", values![i64::from(year)])?;
    rows.first().map(|row| row.exact_bytes(0)).transpose()
}

/// Keeps the secret of a year.
///
/// # Errors
/// When there is one already, and when the database fails.
pub fn keep_secret(
    statements: &mut dyn Statements,
    year: i16,
    secret: &[u8; 32],
    made_at: DateTime,
) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO contribution_secret (year, secret, made_at) VALUES ($1, $2, $3)",
        values![i64::from(year), secret.as_slice(), made_at],
    )?;
    Ok(())
}

/// Erases the secrets of years before this one: the keys of those years can no longer be made from an address.
///
/// # Errors
/// When the database fails.
pub fn forget_secrets(statements: &mut dyn Statements, before: i16) -> Result<u64, StoreError> {
    statements.execute("DELETE FROM contribution_secret WHERE year < $1", values![i64::from(before)])
}

fn counted(row: &Row) -> Result<CountedItem, StoreError> {
    Ok(CountedItem {
        item: Item {
            id: row.number(0)?,
            kind: row.text(1)?.to_owned(),
            name: row.text(2)?.to_owned(),
            organisation: row.text(3)?.to_owned(),
            performance: row.text(4)?.to_owned(),
            action: u32::try_from(row.number(5)?).map_err(|_| StoreError::damaged("an action"))?,
            day: row.day(6)?,
        },
        contributions: row.number(7)?,
        public_members: row.number(8)?,
        private_members: row.number(9)?,
    })
}
