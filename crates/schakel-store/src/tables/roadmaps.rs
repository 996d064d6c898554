//! Saved roadmaps: kept at the request of a visitor, found by the secret in the link, gone after their last day.

use schakel_time::Date;

use crate::digest::Digest;
use crate::engine::Statements;
use crate::error::StoreError;
use crate::value::to_json;
use crate::values;

/// What a visitor asks to keep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewRoadmap {
    /// The answers about the firm, as a JSON object of facts.
    pub answers: String,
    /// Identifiers of the support that was chosen.
    pub goals: Vec<String>,
    /// Identifiers of the support that is not wanted.
    pub skipped: Vec<String>,
    /// Identifiers of the conditions that hold.
    pub ready: Vec<String>,
}

/// What was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedRoadmap {
    /// The answers about the firm, as a JSON object of facts.
    pub answers: String,
    /// Identifiers of the support that was chosen.
    pub goals: Vec<String>,
    /// Identifiers of the support that is not wanted.
    pub skipped: Vec<String>,
    /// Identifiers of the steps that are done.
    pub done: Vec<String>,
    /// Identifiers of the conditions that held when it was saved.
    pub ready: Vec<String>,
    /// The day on which it was saved.
    pub created_on: Date,
    /// The last day on which it is kept.
    pub keep_until: Date,
}

/// Steps that can be marked as done: many more than a roadmap has.
const DONE_MAX: usize = 100;

/// Keeps a roadmap up to and including a day.
///
/// # Errors
/// When the database fails, and when the secret is taken.
pub fn save(
    statements: &mut dyn Statements,
    digest: Digest,
    roadmap: &NewRoadmap,
    created_on: Date,
    keep_until: Date,
) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO saved_roadmap (token_sha256, answers, goals, skipped, done, ready, created_on, keep_until)
         VALUES ($1, $2, $3, $4, '[]', $5, $6, $7)",
        values![
            digest,
            &roadmap.answers,
            to_json(&roadmap.goals)?,
            to_json(&roadmap.skipped)?,
            to_json(&roadmap.ready)?,
            created_on,
            keep_until
        ],
    )?;
    Ok(())
}

/// The roadmap of a link; nothing when there is none, or when its last day is past.
///
/// # Errors
/// When the database fails or is damaged.
pub fn read(statements: &mut dyn Statements, digest: Digest, today: Date) -> Result<Option<SavedRoadmap>, StoreError> {
    let rows = statements.query(
        "SELECT answers, goals, skipped, done, ready, created_on, keep_until
         FROM saved_roadmap WHERE token_sha256 = $1 AND keep_until >= $2",
        values![digest, today],
    )?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(SavedRoadmap {
        answers: row.text(0)?.to_owned(),
        goals: row.json(1)?,
        skipped: row.json(2)?,
        done: row.json(3)?,
        ready: row.json(4)?,
        created_on: row.day(5)?,
        keep_until: row.day(6)?,
    }))
}

/// Marks a step as done, or as not done after all. Answers whether there is such a roadmap.
///
/// # Errors
/// When the database fails or is damaged.
pub fn mark_step(
    statements: &mut dyn Statements,
    digest: Digest,
    step: &str,
    is_done: bool,
    today: Date,
) -> Result<bool, StoreError> {
    let Some(mut roadmap) = read(statements, digest, today)? else { return Ok(false) };
    roadmap.done.retain(|it| it != step);
    if is_done && roadmap.done.len() < DONE_MAX {
        roadmap.done.push(step.to_owned());
    }
    statements.execute(
        "UPDATE saved_roadmap SET done = $2 WHERE token_sha256 = $1",
        values![digest, to_json(&roadmap.done)?],
    )?;
    Ok(true)
}

/// Replaces the answers of a roadmap; what was ready before stays, so that progress shows. It is not kept longer than
/// was promised, but perhaps shorter. Answers whether there is such a roadmap.
///
/// # Errors
/// When the database fails.
pub fn change_answers(
    statements: &mut dyn Statements,
    digest: Digest,
    answers: &str,
    keep_until: Date,
    today: Date,
) -> Result<bool, StoreError> {
    let changed = statements.execute(
        "UPDATE saved_roadmap SET answers = $2, keep_until = CASE WHEN $3 < keep_until THEN $3 ELSE keep_until END
         WHERE token_sha256 = $1 AND keep_until >= $4",
        values![digest, answers, keep_until, today],
    )?;
    Ok(changed > 0)
}

/// Removes a roadmap. Answers whether there was one.
///
/// # Errors
/// When the database fails.
pub fn delete(statements: &mut dyn Statements, digest: Digest) -> Result<bool, StoreError> {
    Ok(statements.execute("DELETE FROM saved_roadmap WHERE token_sha256 = $1", values![digest])? > 0)
}

/// Removes every roadmap whose last day is before `today`, and answers how many there were.
///
/// # Errors
/// When the database fails.
pub fn erase_expired(statements: &mut dyn Statements, today: Date) -> Result<u64, StoreError> {
    statements.execute("DELETE FROM saved_roadmap WHERE keep_until < $1", values![today])
}
