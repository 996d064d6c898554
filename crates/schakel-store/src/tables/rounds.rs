//! Rounds as they are carried out: what came in last, the room under each ceiling, the draw and the last division. The
//! rules of a round are data of the pack; what happened to it is in the journal.

use std::collections::{BTreeMap, BTreeSet};

use schakel_casework::Code;
use schakel_register::{Cents, Id};
use schakel_schemes::{Balances, Ceiling, Ceilings, Divided, PublishedDraw, Shortage};
use schakel_time::DateTime;

use crate::engine::Statements;
use crate::error::StoreError;
use crate::value::{Exactly, to_json};
use crate::values;

/// What is known of a round that is carried out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundBook {
    /// How many applications were handed in.
    pub received: u64,
    /// When something was received last.
    pub last_received_at: Option<DateTime>,
    /// The commitment to the seed of the draw.
    pub commitment: Option<String>,
    /// The draw as it is published.
    pub draw: Option<PublishedDraw>,
}

/// What is known of a round; of one in which nothing happened: nothing.
///
/// # Errors
/// When the database fails or is damaged.
pub fn book(statements: &mut dyn Statements, round: &Code) -> Result<RoundBook, StoreError> {
    let rows = statements.query(
        "SELECT received, last_received_at, commitment, draw FROM round_book WHERE round = $1",
        values![round.as_str()],
    )?;
    let Some(row) = rows.first() else { return Ok(RoundBook::default()) };
    Ok(RoundBook {
        received: row.number(0)?,
        last_received_at: row.optional_moment(1)?,
        commitment: row.optional_text(2)?.map(str::to_owned),
        draw: row.optional_text(3)?.is_some().then(|| row.json(3)).transpose()?,
    })
}

/// Keeps what is known of a round.
///
/// # Errors
/// When the database fails.
pub fn keep_book(statements: &mut dyn Statements, round: &Code, book: &RoundBook) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO round_book (round, received, last_received_at, commitment, draw) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (round) DO UPDATE SET received = excluded.received, last_received_at = excluded.last_received_at,
            commitment = excluded.commitment, draw = excluded.draw",
        values![
            round.as_str(),
            book.received,
            book.last_received_at.map(Exactly),
            book.commitment.as_deref(),
            book.draw.as_ref().map(to_json).transpose()?
        ],
    )?;
    Ok(())
}

/// Keeps the secret seed of the draw of a round, in the place of an earlier one.
///
/// # Errors
/// When the database fails.
pub fn keep_seed(statements: &mut dyn Statements, round: &Code, seed: &str) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO round_seed (round, seed) VALUES ($1, $2) ON CONFLICT (round) DO UPDATE SET seed = excluded.seed",
        values![round.as_str(), seed],
    )?;
    Ok(())
}

/// The secret seed of the draw of a round; nothing when it is not kept here.
///
/// # Errors
/// When the database fails or is damaged.
pub fn seed(statements: &mut dyn Statements, round: &Code) -> Result<Option<String>, StoreError> {
    let rows = statements.query("SELECT seed FROM round_seed WHERE round = $1", values![round.as_str()])?;
    rows.first().map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// The decisions that follow from the last division; nothing when there was none.
///
/// # Errors
/// When the database fails or is damaged.
pub fn division(statements: &mut dyn Statements, round: &Code) -> Result<Option<Vec<Divided>>, StoreError> {
    let rows = statements
        .query("SELECT division FROM round_book WHERE round = $1 AND division IS NOT NULL", values![round.as_str()])?;
    rows.first().map(|row| row.json(0)).transpose()
}

/// Keeps a division in the place of the one before it.
///
/// # Errors
/// When the database fails.
pub fn keep_division(statements: &mut dyn Statements, round: &Code, decisions: &[Divided]) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO round_book (round, received, division) VALUES ($1, 0, $2)
         ON CONFLICT (round) DO UPDATE SET division = excluded.division",
        values![round.as_str(), to_json(&decisions)?],
    )?;
    Ok(())
}

/// The room under each ceiling of a round; nothing as long as none were set.
///
/// # Errors
/// When the database fails or is damaged.
pub fn balances(statements: &mut dyn Statements, round: &Code) -> Result<Option<Balances>, StoreError> {
    let rows = statements
        .query("SELECT part, amount, committed FROM round_ceiling WHERE round = $1", values![round.as_str()])?;
    let mut amounts = BTreeMap::new();
    let mut booked = BTreeMap::new();
    for row in &rows {
        let part: Id = Id::from(row.text(0)?);
        amounts.insert(Id::clone(&part), row.cents(1)?);
        booked.insert(part, row.cents(2)?);
    }
    let whole = Id::from(WHOLE);
    let (Some(round), Some(in_round)) = (amounts.remove(&whole), booked.remove(&whole)) else { return Ok(None) };
    let ceilings = Ceilings { round, parts: amounts };
    Balances::restored(&ceilings, in_round, &booked)
        .map(Some)
        .ok_or_else(|| StoreError::damaged("the room of a round: more is granted than there is"))
}

/// Keeps the ceilings of a round with what is granted under each, in the place of those before.
///
/// # Errors
/// When the database fails.
pub fn set_ceilings(statements: &mut dyn Statements, round: &Code, balances: &Balances) -> Result<(), StoreError> {
    statements.execute("DELETE FROM round_ceiling WHERE round = $1", values![round.as_str()])?;
    for balance in balances.all() {
        let part = match &balance.ceiling {
            Ceiling::Round => WHOLE,
            Ceiling::Part(part) => part,
        };
        statements.execute(
            "INSERT INTO round_ceiling (round, part, amount, committed) VALUES ($1, $2, $3, $4)",
            values![round.as_str(), part, balance.amount, balance.granted],
        )?;
    }
    Ok(())
}

/// Books what is granted more, or less when it is below nothing, under every ceiling that it falls under. The room is read
/// and written here, in the transaction of the decision, while nobody else writes: also not another server.
///
/// # Errors
/// When the database fails. [`Shortage`] inside when it does not fit; then nothing was booked.
pub fn commit(
    statements: &mut dyn Statements,
    round: &Code,
    amount: Cents,
    parts: &BTreeSet<Id>,
) -> Result<Result<(), Shortage>, StoreError> {
    if amount == Cents::ZERO {
        return Ok(Ok(()));
    }
    let Some(balances) = balances(statements, round)? else {
        return Ok(Err(Shortage { ceiling: Ceiling::Round, asked: amount, left: Cents::ZERO }));
    };
    if amount > Cents::ZERO
        && let Err(shortage) = balances.fits(amount, parts)
    {
        return Ok(Err(shortage));
    }
    for part in parts.iter().map(|it| &**it).chain([WHOLE]) {
        statements.execute(
            "UPDATE round_ceiling SET committed = committed + $3 WHERE round = $1 AND part = $2",
            values![round.as_str(), part, amount],
        )?;
    }
    Ok(Ok(()))
}

/// The name of the ceiling of the whole round.
const WHOLE: &str = "";
