//! Who has to be told what. A message is made in the transaction of what it is about, and sent afterwards: claimed first,
//! so that a process that is killed while sending never lets another send it again. The words are made when it is sent.

use schakel_casework::{CaseId, FirmRef, OrganisationId, PersonRef};
use schakel_time::DateTime;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::absences::organisation;
use crate::tables::next_number;
use crate::value::{Row, Value, to_json};
use crate::values;

/// For whom a message is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    /// A firm.
    Firm(FirmRef),
    /// An organisation.
    Organisation(OrganisationId),
    /// One person.
    Account(PersonRef),
}

/// A message to be made.
#[derive(Clone, Debug)]
pub struct NewMessage<'a, T> {
    /// What makes it the same message: a second one with the same words is not made.
    pub once: String,
    /// About which case.
    pub case: Option<CaseId>,
    /// For whom.
    pub reader: Reader,
    /// What to tell: codes and numbers.
    pub message: &'a T,
    /// Not before.
    pub try_after: DateTime,
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageState {
    /// To be sent.
    Waiting,
    /// Claimed by a process that sends it.
    Sending,
    /// Sent.
    Sent,
    /// Refused, or tried too often.
    GivenUp,
    /// The connection broke halfway: it may have been sent. Never repeated by itself.
    Unknown,
    /// The reader does not want it, or has no address.
    NotWanted,
}

/// A message as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued<T> {
    /// Its number.
    pub id: u64,
    /// About which case.
    pub case: Option<CaseId>,
    /// For whom.
    pub reader: Reader,
    /// What to tell.
    pub message: T,
    /// When it was made.
    pub made_at: DateTime,
    /// Where it stands.
    pub state: MessageState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was sent or given up.
    pub ended_at: Option<DateTime>,
}

/// Makes a message, unless the same was made before. Answers its number when it is new.
///
/// # Errors
/// When the database fails.
pub fn add<T: Serialize>(
    statements: &mut dyn Statements,
    new: &NewMessage<'_, T>,
    made_at: DateTime,
) -> Result<Option<u64>, StoreError> {
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM outbox")?;
    let (firm, reader, account) = match &new.reader {
        Reader::Firm(firm) => (Some(firm.0), None, None),
        Reader::Organisation(organisation) => (None, Some(organisation.0.as_str()), None),
        Reader::Account(account) => (None, None, Some(account.0)),
    };
    let added = statements.execute(
        "INSERT INTO outbox (id, once, case_id, firm, organisation, account, message, made_at, try_after, state, attempts)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', 0) ON CONFLICT (once) DO NOTHING",
        values![
            id,
            &new.once,
            new.case.map(|it| it.0),
            firm,
            reader,
            account,
            to_json(new.message)?,
            made_at,
            new.try_after
        ],
    )?;
    Ok((added > 0).then_some(id))
}

/// Claims messages that can be sent now: from here on they are this process's to send, whatever happens to it.
///
/// # Errors
/// When the database fails or is damaged.
pub fn claim<T: DeserializeOwned>(
    statements: &mut dyn Statements,
    now: DateTime,
    most: u32,
) -> Result<Vec<Queued<T>>, StoreError> {
    let rows = statements.query(
        "SELECT id, case_id, firm, organisation, account, message, made_at, state, attempts, ended_at FROM outbox
         WHERE state = 'waiting' AND try_after <= $1 ORDER BY id LIMIT $2",
        values![now, most],
    )?;
    let claimed: Vec<Queued<T>> = rows.iter().map(queued).collect::<Result<_, _>>()?;
    mark_claimed(statements, &claimed, now)?;
    Ok(claimed)
}

fn column_of(reader: &Reader) -> (&'static str, Value) {
    match reader {
        Reader::Firm(firm) => ("firm", Value::from(firm.0)),
        Reader::Organisation(organisation) => ("organisation", Value::from(organisation.0.as_str())),
        Reader::Account(account) => ("account", Value::from(account.0)),
    }
}

fn mark_claimed<T>(statements: &mut dyn Statements, claimed: &[Queued<T>], now: DateTime) -> Result<(), StoreError> {
    for message in claimed {
        statements.execute(
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1, try_after = $2 WHERE id = $1",
            values![message.id, now],
        )?;
    }
    Ok(())
}

/// Claims what else can be sent now to the same reader, for one mail with everything.
///
/// # Errors
/// When the database fails or is damaged.
pub fn claim_of_reader<T: DeserializeOwned>(
    statements: &mut dyn Statements,
    reader: &Reader,
    now: DateTime,
    most: u32,
) -> Result<Vec<Queued<T>>, StoreError> {
    let (column, value) = column_of(reader);
    let rows = statements.query(
        &format!(
            "SELECT id, case_id, firm, organisation, account, message, made_at, state, attempts, ended_at FROM outbox
             WHERE state = 'waiting' AND try_after <= $1 AND {column} = $2 ORDER BY id LIMIT $3"
        ),
        &[Value::from(now), value, Value::from(most)],
    )?;
    let claimed: Vec<Queued<T>> = rows.iter().map(queued).collect::<Result<_, _>>()?;
    mark_claimed(statements, &claimed, now)?;
    Ok(claimed)
}

/// Writes down how sending ended, when this process had claimed it.
///
/// # Errors
/// When the database fails.
pub fn settle(
    statements: &mut dyn Statements,
    id: u64,
    state: MessageState,
    now: DateTime,
    try_after: Option<DateTime>,
) -> Result<bool, StoreError> {
    let ended = (state != MessageState::Waiting).then_some(now);
    let changed = statements.execute(
        "UPDATE outbox SET state = $2, ended_at = $3, try_after = coalesce($4, try_after)
         WHERE id = $1 AND state = 'sending'",
        values![id, state.name(), ended, try_after],
    )?;
    Ok(changed > 0)
}

/// Messages that a process claimed before a moment and never settled: it was killed while sending.
///
/// # Errors
/// When the database fails or is damaged.
pub fn abandoned<T: DeserializeOwned>(
    statements: &mut dyn Statements,
    before: DateTime,
) -> Result<Vec<Queued<T>>, StoreError> {
    let rows = statements.query(
        "SELECT id, case_id, firm, organisation, account, message, made_at, state, attempts, ended_at FROM outbox
         WHERE state = 'sending' AND try_after < $1 ORDER BY id",
        values![before],
    )?;
    rows.iter().map(queued).collect()
}

/// The messages about a case, in order.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_case<T: DeserializeOwned>(
    statements: &mut dyn Statements,
    case: CaseId,
) -> Result<Vec<Queued<T>>, StoreError> {
    let rows = statements.query(
        "SELECT id, case_id, firm, organisation, account, message, made_at, state, attempts, ended_at FROM outbox
         WHERE case_id = $1 ORDER BY id",
        values![case.0],
    )?;
    rows.iter().map(queued).collect()
}

/// The messages for a reader, in order.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_reader<T: DeserializeOwned>(
    statements: &mut dyn Statements,
    reader: &Reader,
) -> Result<Vec<Queued<T>>, StoreError> {
    let (column, value) = column_of(reader);
    let rows = statements.query(
        &format!(
            "SELECT id, case_id, firm, organisation, account, message, made_at, state, attempts, ended_at FROM outbox
             WHERE {column} = $1 ORDER BY id"
        ),
        &[value],
    )?;
    rows.iter().map(queued).collect()
}

/// How many messages stand in each state.
///
/// # Errors
/// When the database fails or is damaged.
pub fn count(statements: &mut dyn Statements) -> Result<Vec<(MessageState, u64)>, StoreError> {
    let rows = statements.query("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state", &[])?;
    rows.iter().map(|row| Ok((state_of(row.text(0)?)?, row.number(1)?))).collect()
}

/// Removes the messages about a case, also those that wait.
///
/// # Errors
/// When the database fails.
pub fn forget_case(statements: &mut dyn Statements, case: CaseId) -> Result<u64, StoreError> {
    statements.execute("DELETE FROM outbox WHERE case_id = $1", values![case.0])
}

/// Removes messages that ended before a moment.
///
/// # Errors
/// When the database fails.
pub fn forget(statements: &mut dyn Statements, before: DateTime) -> Result<u64, StoreError> {
    statements.execute("DELETE FROM outbox WHERE ended_at < $1", values![before])
}

impl MessageState {
    /// Every state.
    pub const ALL: [MessageState; 6] = [
        MessageState::Waiting,
        MessageState::Sending,
        MessageState::Sent,
        MessageState::GivenUp,
        MessageState::Unknown,
        MessageState::NotWanted,
    ];

    /// The name, as the column has it.
    pub fn name(self) -> &'static str {
        match self {
            MessageState::Waiting => "waiting",
            MessageState::Sending => "sending",
            MessageState::Sent => "sent",
            MessageState::GivenUp => "given-up",
            MessageState::Unknown => "unknown",
            MessageState::NotWanted => "not-wanted",
        }
    }
}

fn state_of(text: &str) -> Result<MessageState, StoreError> {
    let found = MessageState::ALL.into_iter().find(|it| it.name() == text);
    found.ok_or_else(|| StoreError::damaged(format!("the state `{text}` of a message")))
}

fn queued<T: DeserializeOwned>(row: &Row) -> Result<Queued<T>, StoreError> {
    let reader = match (row.optional_number(2)?, row.optional_text(3)?, row.optional_number(4)?) {
        (Some(firm), _, _) => Reader::Firm(FirmRef(firm)),
        (_, Some(text), _) => Reader::Organisation(organisation(text)?),
        (_, _, Some(account)) => Reader::Account(PersonRef(account)),
        _ => return Err(StoreError::damaged("the reader of a message")),
    };
    Ok(Queued {
        id: row.number(0)?,
        case: row.optional_number(1)?.map(CaseId),
        reader,
        message: row.json(5)?,
        made_at: row.moment(6)?,
        state: state_of(row.text(7)?)?,
        attempts: u32::try_from(row.number(8)?).unwrap_or(u32::MAX),
        ended_at: row.optional_moment(9)?,
    })
}
