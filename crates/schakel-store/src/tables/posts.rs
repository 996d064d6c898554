//! Messages and documents in a case, between the entrepreneur and whoever helps.

use schakel_casework::{CaseId, OrganisationId, PersonRef, TextRef};
use schakel_time::{Date, DateTime};

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::absences::organisation;
use crate::tables::next_number;
use crate::value::Row;
use crate::values;

/// Who wrote or added something; no organisation: the entrepreneur.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// Of which organisation.
    pub organisation: Option<OrganisationId>,
    /// Who of it, when known.
    pub account: Option<PersonRef>,
}

/// A message in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostRow {
    /// Its number.
    pub id: u64,
    /// Who wrote it.
    pub author: Author,
    /// The words, until they are erased.
    pub words: Option<String>,
    /// When.
    pub made_at: DateTime,
}

/// A document in a case, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// Its number.
    pub id: u64,
    /// Who added it.
    pub author: Author,
    /// Name of the file.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// When.
    pub made_at: DateTime,
}

/// Keeps a message.
///
/// # Errors
/// When the database fails.
pub fn add(
    statements: &mut dyn Statements,
    case: CaseId,
    author: &Author,
    words: TextRef,
    made_at: DateTime,
) -> Result<u64, StoreError> {
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM post")?;
    statements.execute(
        "INSERT INTO post (id, case_id, organisation, account, words, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
        values![id, case.0, author.organisation_name(), author.account.map(|it| it.0), words.0, made_at],
    )?;
    Ok(id)
}

/// The messages of a case, in order.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_case(statements: &mut dyn Statements, case: CaseId) -> Result<Vec<PostRow>, StoreError> {
    let rows = statements.query(
        "SELECT p.id, p.organisation, p.account, w.body, p.made_at FROM post p JOIN words w ON w.id = p.words
         WHERE p.case_id = $1 ORDER BY p.id",
        values![case.0],
    )?;
    let post = |row: &Row| {
        let words = row.optional_text(3)?.map(str::to_owned);
        Ok(PostRow { id: row.number(0)?, author: author(row, 1)?, words, made_at: row.moment(4)? })
    };
    rows.iter().map(post).collect()
}

/// Keeps a document.
///
/// # Errors
/// When the database fails.
pub fn add_document(
    statements: &mut dyn Statements,
    case: CaseId,
    document: &DocumentRow,
    content: &[u8],
    erase_after: Date,
) -> Result<u64, StoreError> {
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM document")?;
    let author = &document.author;
    statements.execute(
        "INSERT INTO document (id, case_id, organisation, account, name, media_type, content, made_at, erase_after)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        values![
            id,
            case.0,
            author.organisation_name(),
            author.account.map(|it| it.0),
            &document.name,
            &document.media_type,
            content,
            document.made_at,
            erase_after
        ],
    )?;
    Ok(id)
}

/// The documents of a case, in order.
///
/// # Errors
/// When the database fails or is damaged.
pub fn documents_of(statements: &mut dyn Statements, case: CaseId) -> Result<Vec<DocumentRow>, StoreError> {
    let rows = statements.query(
        "SELECT id, organisation, account, name, media_type, made_at FROM document WHERE case_id = $1 ORDER BY id",
        values![case.0],
    )?;
    let document = |row: &Row| {
        Ok(DocumentRow {
            id: row.number(0)?,
            author: author(row, 1)?,
            name: row.text(3)?.to_owned(),
            media_type: row.text(4)?.to_owned(),
            made_at: row.moment(5)?,
        })
    };
    rows.iter().map(document).collect()
}

/// The content of a document of a case.
///
/// # Errors
/// When the database fails or is damaged.
pub fn content(statements: &mut dyn Statements, case: CaseId, id: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let rows = statements.query("SELECT content FROM document WHERE id = $1 AND case_id = $2", values![id, case.0])?;
    rows.first().map(|row| Ok(row.bytes(0)?.to_vec())).transpose()
}

/// The documents whose last day is past, as far as no case of the firm needs them: one that is open, or that ended on this
/// day or later.
///
/// # Errors
/// When the database fails or is damaged.
pub fn expired_documents(
    statements: &mut dyn Statements,
    today: Date,
    ended_since: Date,
    most: u32,
) -> Result<Vec<u64>, StoreError> {
    let rows = statements.query(
        "SELECT d.id FROM document d WHERE d.erase_after < $1 AND NOT EXISTS (
            SELECT 1 FROM case_file own JOIN case_file f ON f.firm = own.firm
            WHERE own.id = d.case_id AND f.state <> 'joined' AND (f.ended_at IS NULL OR f.ended_at >= $2)
         ) ORDER BY d.id LIMIT $3",
        values![today, ended_since, most],
    )?;
    rows.iter().map(|row| row.number(0)).collect()
}

/// Removes a document.
///
/// # Errors
/// When the database fails.
pub fn erase_document(statements: &mut dyn Statements, id: u64) -> Result<(), StoreError> {
    statements.execute("DELETE FROM document WHERE id = $1", values![id])?;
    Ok(())
}

impl Author {
    fn organisation_name(&self) -> Option<&str> {
        self.organisation.as_ref().map(|it| it.0.as_str())
    }
}

fn author(row: &Row, column: usize) -> Result<Author, StoreError> {
    Ok(Author {
        organisation: row.optional_text(column)?.map(organisation).transpose()?,
        account: row.optional_number(column.saturating_add(1))?.map(PersonRef),
    })
}
