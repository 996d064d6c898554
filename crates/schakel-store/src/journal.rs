//! The journal: everything that happened, for ever, in the transaction in which it happened. Each entry carries a hash over
//! the one before it and itself, so that a change afterwards is found. It holds codes and numbers only; names and words
//! stand in other tables, where they can be erased.

use std::fmt;

use schakel_casework::{CaseId, Code, Event, LeadEvent, LeadId, OrganisationId, PersonRef, ReferralNumber};
use schakel_schemes::{ApplicationEvent, ApplicationNumber, RoundEvent, VoucherEvent, VoucherNumber, YearEndEvent};
use schakel_time::DateTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::engine::Statements;
use crate::error::StoreError;
use crate::value::{Row, Value, to_json};
use crate::values;

/// One thing that happened. A reader that does not know a form refuses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// Something happened to a case: who, what, when and why stand in the event.
    Case(Box<Event>),
    /// Something happened to a lead.
    Lead(Box<LeadEvent>),
    /// Something happened to an application.
    Application(Box<ApplicationEvent>),
    /// Something happened to a round: its ceilings, its draw, its division.
    Round(Box<RoundEvent>),
    /// Something happened to a voucher.
    Voucher(Box<VoucherEvent>),
    /// Something happened to a round at the end of a year.
    YearEnd(Box<YearEndEvent>),
    /// Somebody asked for a case that is not theirs, and was told that it is not there.
    Attempt {
        /// Which case; none when the number never was one.
        case: Option<CaseId>,
        /// Who, when signed in.
        by: Option<PersonRef>,
        /// Which organisation, when its program asked with a key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        organisation: Option<OrganisationId>,
        /// What was asked for: the name of the route.
        route: Code,
    },
    /// Something happened to a link of a case.
    Link {
        /// Which case.
        case: CaseId,
        /// Which referral; none for the link of the entrepreneur.
        referral: Option<ReferralNumber>,
        /// Made, opened, refreshed, expired or ended.
        what: Code,
    },
    /// Something happened to the account of a person: made, signed in, role asked, given or taken, closed.
    Account {
        /// Whose.
        account: PersonRef,
        /// What.
        what: Code,
        /// At which organisation, when it is about one.
        organisation: Option<OrganisationId>,
        /// Which role, when it is about one.
        role: Option<Code>,
        /// By whom; none when they did it themselves or time did.
        by: Option<PersonRef>,
    },
    /// Somebody was told, or could not be told.
    Told {
        /// Number in the outbox.
        message: u64,
        /// How it ended.
        what: Code,
    },
    /// Personal data was erased, or given to the person whom it is about.
    Personal {
        /// What was done: erased, exported.
        what: Code,
        /// Of which kind of record.
        kind: Code,
        /// Which one.
        number: u64,
    },
    /// Something that counts for an indicator was recorded.
    Contribution {
        /// The meeting, consortium, circle, … by its number.
        item: u64,
        /// What kind.
        kind: Code,
        /// How many contributions it has.
        contributions: u64,
        /// Which organisation recorded it.
        organisation: OrganisationId,
        /// By whom.
        by: PersonRef,
    },
    /// A setting of an organisation changed: absence, capacity, address.
    Setting {
        /// Of which organisation.
        organisation: OrganisationId,
        /// Which setting.
        what: Code,
        /// By whom.
        by: Option<PersonRef>,
    },
}

/// An entry as it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// The how many-th, counted from 1 without gaps.
    pub number: u64,
    /// When.
    pub at: DateTime,
    /// What it is about.
    pub subject: String,
    /// The entry, JSON.
    pub body: String,
    /// Hash over the one before it and itself.
    pub hash: [u8; 32],
}

/// What a check of the journal found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verified {
    /// The chain is whole.
    Whole {
        /// How many entries it has.
        entries: u64,
        /// The last hash; write it down elsewhere, and a journal that was made anew can be told from this one.
        head: [u8; 32],
    },
    /// The chain is broken.
    Broken {
        /// The first entry that does not fit; 0 for one that was put before the first.
        number: u64,
        /// Why.
        flaw: ChainFlaw,
    },
}

/// Why an entry does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainFlaw {
    /// One or more entries before it are gone.
    Missing,
    /// The entry, or the one before it, was changed.
    Changed,
    /// The entry has a form that this program does not know.
    Unreadable,
}

impl fmt::Display for ChainFlaw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            ChainFlaw::Missing => "one or more entries before it are gone",
            ChainFlaw::Changed => "it or the entry before it was changed",
            ChainFlaw::Unreadable => "it has a form that this program does not know",
        })
    }
}

/// The hash before the first entry.
pub const FIRST_HASH: [u8; 32] = [0; 32];

/// How many entries are read at a time: a few megabytes.
const PAGE_ENTRIES: i64 = 10_000;

impl Entry {
    /// What it is about, as the journal is searched.
    pub fn subject(&self) -> String {
        match self {
            Entry::Case(event) => case_subject(event.case),
            Entry::Lead(event) => lead_subject(event.lead),
            Entry::Application(event) => application_subject(event.application),
            Entry::Round(event) => round_subject(&event.round),
            Entry::Voucher(event) => voucher_subject(event.voucher),
            Entry::YearEnd(event) => round_subject(&event.round),
            Entry::Attempt { case: Some(case), .. } | Entry::Link { case, .. } => case_subject(*case),
            Entry::Attempt { case: None, .. } => "nothing".to_owned(),
            Entry::Account { account, .. } => format!("account-{account}"),
            Entry::Told { message, .. } => format!("message-{message}"),
            Entry::Personal { kind, number, .. } => format!("{kind}-{number}"),
            Entry::Contribution { item, .. } => format!("contribution-{item}"),
            Entry::Setting { organisation, .. } => format!("organisation-{organisation}"),
        }
    }
}

/// The subject of entries about a case.
pub fn case_subject(case: CaseId) -> String {
    format!("case-{case}")
}

/// The subject of entries about a lead.
pub fn lead_subject(lead: LeadId) -> String {
    format!("lead-{lead}")
}

/// The subject of entries about an application.
pub fn application_subject(application: ApplicationNumber) -> String {
    format!("application-{application}")
}

/// The subject of entries about a round.
pub fn round_subject(round: &Code) -> String {
    format!("round-{round}")
}

/// The subject of entries about a voucher.
pub fn voucher_subject(voucher: VoucherNumber) -> String {
    format!("voucher-{voucher}")
}

/// Adds entries at the end.
///
/// # Errors
/// When the database fails.
pub fn append(statements: &mut dyn Statements, at: DateTime, entries: &[Entry]) -> Result<(), StoreError> {
    if entries.is_empty() {
        return Ok(());
    }
    let last = statements.query("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1", &[])?;
    let (mut number, mut hash) = match last.first() {
        Some(row) => (row.number(0)?, row.exact_bytes(1)?),
        None => (0, FIRST_HASH),
    };
    let mut rows = Vec::with_capacity(entries.len());
    let at_text = at.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    for entry in entries {
        number = number.saturating_add(1);
        let (subject, body) = (entry.subject(), to_json(entry)?);
        hash = chained(&hash, number, &at_text, &subject, &body);
        rows.push([number.into(), at_text.as_str().into(), subject.into(), body.into(), hash.into()]);
    }
    insert(statements, &rows)
}

/// How many rows go into one statement: few sizes, so that each is prepared once, and large ones because every statement is
/// a journey to the server.
const INSERT_ROWS: [usize; 5] = [64, 16, 4, 2, 1];

/// The columns of a row.
const COLUMNS: usize = 5;

fn insert(statements: &mut dyn Statements, rows: &[[Value; COLUMNS]]) -> Result<(), StoreError> {
    let mut rest = rows;
    for size in INSERT_ROWS {
        let statement = insert_statement(size);
        while let Some((some, others)) = rest.split_at_checked(size) {
            let values: Vec<Value> = some.iter().flatten().cloned().collect();
            statements.execute(&statement, &values)?;
            rest = others;
        }
    }
    Ok(())
}

fn insert_statement(rows: usize) -> String {
    let row = |row: usize| {
        let places = (1..=COLUMNS).map(|column| format!("${}", row.saturating_mul(COLUMNS).saturating_add(column)));
        format!("({})", places.collect::<Vec<_>>().join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("INSERT INTO journal (number, at, subject, body, hash) VALUES {}", rows.join(", "))
}

/// The entries about a subject, in order.
///
/// # Errors
/// When the database fails or is damaged.
pub fn about(statements: &mut dyn Statements, subject: &str) -> Result<Vec<JournalRow>, StoreError> {
    let rows = statements.query(
        "SELECT number, at, subject, body, hash FROM journal WHERE subject = $1 ORDER BY number",
        values![subject],
    )?;
    rows.iter().map(journal_row).collect()
}

/// The entries after a number, in order, at most so many.
///
/// # Errors
/// When the database fails or is damaged.
pub fn after(statements: &mut dyn Statements, number: u64, most: u32) -> Result<Vec<JournalRow>, StoreError> {
    let rows = statements.query(
        "SELECT number, at, subject, body, hash FROM journal WHERE number > $1 ORDER BY number LIMIT $2",
        values![number, most],
    )?;
    rows.iter().map(journal_row).collect()
}

/// The entry of a row.
///
/// # Errors
/// When this program does not know its form.
pub fn entry(row: &JournalRow) -> Result<Entry, StoreError> {
    serde_json::from_str(&row.body)
        .map_err(|error| StoreError::damaged(format!("journal entry {} ({error})", row.number)))
}

/// Checks the whole chain, from the first entry to the last.
///
/// # Errors
/// When the database fails.
pub fn verify(statements: &mut dyn Statements) -> Result<Verified, StoreError> {
    let (mut number, mut hash) = (0u64, FIRST_HASH);
    if !statements.query("SELECT number FROM journal WHERE number < 1 LIMIT 1", &[])?.is_empty() {
        return Ok(Verified::Broken { number: 0, flaw: ChainFlaw::Changed });
    }
    loop {
        let rows = statements.query(
            "SELECT number, at, subject, body, hash FROM journal WHERE number > $1 ORDER BY number LIMIT $2",
            values![number, PAGE_ENTRIES],
        )?;
        if rows.is_empty() {
            return Ok(Verified::Whole { entries: number, head: hash });
        }
        for row in &rows {
            let here = row.number(0)?;
            if here != number.saturating_add(1) {
                return Ok(Verified::Broken { number: here, flaw: ChainFlaw::Missing });
            }
            let (at, subject, body) = (row.text(1)?, row.text(2)?, row.text(3)?);
            let expected = chained(&hash, here, at, subject, body);
            if row.bytes(4)? != expected {
                return Ok(Verified::Broken { number: here, flaw: ChainFlaw::Changed });
            }
            match serde_json::from_str::<Entry>(body) {
                Ok(entry) if entry.subject() == subject => {}
                _ => return Ok(Verified::Broken { number: here, flaw: ChainFlaw::Unreadable }),
            }
            (number, hash) = (here, expected);
        }
    }
}

fn chained(before: &[u8; 32], number: u64, at: &str, subject: &str, body: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(number.to_be_bytes());
    for part in [at, subject, body] {
        // The length first, so that no two entries run together to the same bytes.
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().into()
}

fn journal_row(row: &Row) -> Result<JournalRow, StoreError> {
    Ok(JournalRow {
        number: row.number(0)?,
        at: row.moment(1)?,
        subject: row.text(2)?.to_owned(),
        body: row.text(3)?.to_owned(),
        hash: row.exact_bytes(4)?,
    })
}
