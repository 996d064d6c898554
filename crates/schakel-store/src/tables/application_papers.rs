//! What an application holds in words and files: the answers as they were kept, and the attachments. They can be erased;
//! their digests stay in the application.

use schakel_casework::TextRef;
use schakel_schemes::{ApplicationNumber, Attachment};
use schakel_time::{Date, DateTime};

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::next_number;
use crate::value::{Row, to_json};
use crate::values;

/// A file of an application, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// Its number.
    pub id: u64,
    /// Which document it is, with its digest, size and kind.
    pub attachment: Attachment,
    /// The name of the file.
    pub name: String,
    /// When it was added.
    pub made_at: DateTime,
}

/// Keeps answers, and answers their number.
///
/// # Errors
/// When the database fails.
pub fn keep_form(
    statements: &mut dyn Statements,
    application: ApplicationNumber,
    answers: &str,
    made_at: DateTime,
) -> Result<TextRef, StoreError> {
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM application_form")?;
    statements.execute(
        "INSERT INTO application_form (id, application, answers, made_at) VALUES ($1, $2, $3, $4)",
        values![id, application.0, answers, made_at],
    )?;
    Ok(TextRef(id))
}

/// Changes answers in their place: those of a draft, which nobody received.
///
/// # Errors
/// When the database fails.
pub fn change_form(
    statements: &mut dyn Statements,
    form: TextRef,
    answers: &str,
    made_at: DateTime,
) -> Result<(), StoreError> {
    statements.execute(
        "UPDATE application_form SET answers = $2, made_at = $3 WHERE id = $1",
        values![form.0, answers, made_at],
    )?;
    Ok(())
}

/// The answers of a number; nothing when they were erased or never were.
///
/// # Errors
/// When the database fails or is damaged.
pub fn form(statements: &mut dyn Statements, form: TextRef) -> Result<Option<String>, StoreError> {
    let rows = statements.query("SELECT answers FROM application_form WHERE id = $1", values![form.0])?;
    rows.first().map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// Keeps a file, and answers its number.
///
/// # Errors
/// When the database fails.
pub fn add_file(
    statements: &mut dyn Statements,
    application: ApplicationNumber,
    attachment: &Attachment,
    name: &str,
    content: &[u8],
    made_at: DateTime,
) -> Result<u64, StoreError> {
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM application_file")?;
    statements.execute(
        "INSERT INTO application_file (id, application, body, name, content, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
        values![id, application.0, to_json(attachment)?, name, content, made_at],
    )?;
    Ok(id)
}

/// The files of an application, in order.
///
/// # Errors
/// When the database fails or is damaged.
pub fn files_of(statements: &mut dyn Statements, application: ApplicationNumber) -> Result<Vec<FileRow>, StoreError> {
    let rows = statements.query(
        "SELECT id, body, name, made_at FROM application_file WHERE application = $1 ORDER BY id",
        values![application.0],
    )?;
    let file = |row: &Row| {
        let (id, attachment) = (row.number(0)?, row.json(1)?);
        Ok(FileRow { id, attachment, name: row.text(2)?.to_owned(), made_at: row.moment(3)? })
    };
    rows.iter().map(file).collect()
}

/// The content of a file of an application.
///
/// # Errors
/// When the database fails or is damaged.
pub fn content(
    statements: &mut dyn Statements,
    application: ApplicationNumber,
    file: u64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let rows = statements.query(
        "SELECT content FROM application_file WHERE id = $1 AND application = $2",
        values![file, application.0],
    )?;
    rows.first().map(|row| Ok(row.bytes(0)?.to_vec())).transpose()
}

/// Removes a file of an application; answers whether it was there.
///
/// # Errors
/// When the database fails.
pub fn remove_file(
    statements: &mut dyn Statements,
    application: ApplicationNumber,
    file: u64,
) -> Result<bool, StoreError> {
    let removed = statements
        .execute("DELETE FROM application_file WHERE id = $1 AND application = $2", values![file, application.0])?;
    Ok(removed > 0)
}

/// Applications that ended before a day and of which answers or files are still there; those whose voucher or grant goes on
/// are not among them.
///
/// # Errors
/// When the database fails or is damaged.
pub fn expired(
    statements: &mut dyn Statements,
    ended_before: Date,
    most: u32,
) -> Result<Vec<ApplicationNumber>, StoreError> {
    let rows = statements.query(
        "SELECT a.id FROM application a WHERE a.ended_at < $1 AND a.next_date IS NULL
            AND (EXISTS (SELECT 1 FROM application_form f WHERE f.application = a.id)
                OR EXISTS (SELECT 1 FROM application_file f WHERE f.application = a.id))
         ORDER BY a.ended_at, a.id LIMIT $2",
        values![ended_before, most],
    )?;
    rows.iter().map(|row| Ok(ApplicationNumber(row.number(0)?))).collect()
}

/// Erases the answers and the files of an application.
///
/// # Errors
/// When the database fails.
pub fn erase(statements: &mut dyn Statements, application: ApplicationNumber) -> Result<(), StoreError> {
    statements.execute("DELETE FROM application_form WHERE application = $1", values![application.0])?;
    statements.execute("DELETE FROM application_file WHERE application = $1", values![application.0])?;
    statements.execute("DELETE FROM objection WHERE application = $1", values![application.0])?;
    statements.execute("UPDATE score SET reason = '' WHERE application = $1", values![application.0])?;
    Ok(())
}
