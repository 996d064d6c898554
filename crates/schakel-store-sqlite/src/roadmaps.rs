//! Saved roadmaps: kept at the request of a visitor, found by the token in the link, gone after their last day.

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use schakel_identity::Token;
use schakel_time::{Date, parse_date};

use crate::error::StoreError;
use crate::store::Store;

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

impl Store {
    /// Keeps a roadmap up to and including a day.
    ///
    /// # Errors
    /// When the database fails, and when the token is taken.
    pub fn save_roadmap(
        &self,
        token: &Token,
        roadmap: &NewRoadmap,
        created_on: Date,
        keep_until: Date,
    ) -> Result<(), StoreError> {
        self.connection().execute(
            "INSERT INTO saved_roadmap (token_sha256, answers, goals, skipped, done, ready, created_on, keep_until)
             VALUES (?1, ?2, ?3, ?4, '[]', ?5, ?6, ?7)",
            params![
                token.digest(),
                roadmap.answers,
                list_text(&roadmap.goals),
                list_text(&roadmap.skipped),
                list_text(&roadmap.ready),
                created_on.to_string(),
                keep_until.to_string(),
            ],
        )?;
        Ok(())
    }

    /// The roadmap of a token; nothing when there is none, or when its last day is past.
    ///
    /// # Errors
    /// When the database fails or is damaged.
    pub fn roadmap(&self, token: &Token, today: Date) -> Result<Option<SavedRoadmap>, StoreError> {
        read(&self.connection(), token, today)
    }

    /// Marks a step as done, or as not done after all. Answers whether there is such a roadmap.
    ///
    /// # Errors
    /// When the database fails or is damaged.
    pub fn mark_step(&self, token: &Token, step: &str, is_done: bool, today: Date) -> Result<bool, StoreError> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some(mut roadmap) = read(&transaction, token, today)? else { return Ok(false) };
        roadmap.done.retain(|it| it != step);
        if is_done && roadmap.done.len() < DONE_MAX {
            roadmap.done.push(step.to_owned());
        }
        let done = list_text(&roadmap.done);
        transaction
            .execute("UPDATE saved_roadmap SET done = ?2 WHERE token_sha256 = ?1", params![token.digest(), done])?;
        transaction.commit()?;
        Ok(true)
    }

    /// Replaces the answers of a roadmap; what was ready before stays, so that progress shows. It is not kept longer than
    /// was promised, but perhaps shorter. Answers whether there is such a roadmap.
    ///
    /// # Errors
    /// When the database fails.
    pub fn change_answers(
        &self,
        token: &Token,
        answers: &str,
        keep_until: Date,
        today: Date,
    ) -> Result<bool, StoreError> {
        let changed = self.connection().execute(
            "UPDATE saved_roadmap SET answers = ?2, keep_until = min(keep_until, ?3)
             WHERE token_sha256 = ?1 AND keep_until >= ?4",
            params![token.digest(), answers, keep_until.to_string(), today.to_string()],
        )?;
        Ok(changed > 0)
    }

    /// Removes a roadmap. Answers whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub fn delete_roadmap(&self, token: &Token) -> Result<bool, StoreError> {
        let removed =
            self.connection().execute("DELETE FROM saved_roadmap WHERE token_sha256 = ?1", [token.digest()])?;
        Ok(removed > 0)
    }

    /// Removes every roadmap whose last day is before `today`, and answers how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub fn erase_expired(&self, today: Date) -> Result<usize, StoreError> {
        let connection = self.connection();
        let erased = connection.execute("DELETE FROM saved_roadmap WHERE keep_until < ?1", [today.to_string()])?;
        if erased > 0 {
            // What was overwritten in the file stands in the log until then.
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(erased)
    }
}

fn read(connection: &Connection, token: &Token, today: Date) -> Result<Option<SavedRoadmap>, StoreError> {
    let row = connection
        .query_row(
            "SELECT answers, goals, skipped, done, ready, created_on, keep_until
             FROM saved_roadmap WHERE token_sha256 = ?1 AND keep_until >= ?2",
            params![token.digest(), today.to_string()],
            texts,
        )
        .optional()?;
    row.map(|[answers, goals, skipped, done, ready, created_on, keep_until]| {
        Ok(SavedRoadmap {
            answers,
            goals: list(&goals)?,
            skipped: list(&skipped)?,
            done: list(&done)?,
            ready: list(&ready)?,
            created_on: day(&created_on)?,
            keep_until: day(&keep_until)?,
        })
    })
    .transpose()
}

fn texts(row: &Row<'_>) -> rusqlite::Result<[String; 7]> {
    Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?])
}

fn list_text(items: &[String]) -> String {
    serde_json::Value::from(items).to_string()
}

fn list(text: &str) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Damaged("a list"))
}

fn day(text: &str) -> Result<Date, StoreError> {
    parse_date(text).map_err(|_| StoreError::Damaged("a day"))
}
