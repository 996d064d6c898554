//! What is kept, a module per noun. Each function is a statement or two on a transaction that the caller holds.

pub mod absences;
pub mod api_keys;
pub mod application_links;
pub mod application_papers;
pub mod applications;
pub mod campaigns;
pub mod cases;
pub mod committees;
pub mod contributions;
pub mod firms;
pub mod forms;
pub mod leads;
pub mod ledger;
pub mod links;
pub mod objections;
pub mod outbox;
pub mod passed_on;
pub mod people;
pub mod posts;
pub mod proofs;
pub mod roadmaps;
pub mod role_requests;
pub mod rounds;
pub mod sessions;
pub mod small_aid;
pub mod vouchers;
pub mod words;

use crate::engine::Statements;
use crate::error::StoreError;

/// The next number of a table whose rows are numbered from 1. Safe because writers follow each other.
pub(crate) fn next_number(statements: &mut dyn Statements, question: &str) -> Result<u64, StoreError> {
    let rows = statements.query(question, &[])?;
    rows.first().map_or(Ok(1), |row| Ok(row.number(0)?.saturating_add(1)))
}
