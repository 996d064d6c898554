//! Applications for a grant: the whole application as it stands, with the columns that lists are made of. Its history is in
//! the journal, its answers and files in `application_papers`, the money of its round in `rounds`.

use std::collections::BTreeMap;

use schakel_casework::{CaseId, Code, Course, FirmRef};
use schakel_register::Cents;
use schakel_schemes::{Application, ApplicationNumber, ApplicationOutcome, ApplicationState, Merits, Verdict, Waiting};
use schakel_time::Date;

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::next_number;
use crate::value::{Exactly, Row, Value, to_json};
use crate::values;

/// An application with what the store adds to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationRow {
    /// The application.
    pub application: Application,
    /// The how many-th that was handed in for its round, counted from 1 without gaps; nothing while it is a draft.
    pub turn: Option<u64>,
    /// What it counts with in a division.
    pub merits: Merits,
}

/// Which applications of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoundList {
    /// Everything that was handed in, in the order of receipt.
    Received,
    /// Everything in this state, in the order of receipt; drafts in the order of their numbers.
    In(ApplicationState),
}

/// How many applications of a round stand where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateCount {
    /// The state, as [`state_name`] has it.
    pub state: String,
    /// How many.
    pub applications: u64,
    /// What they ask together.
    pub requested: Cents,
}

const COLUMNS: &str = "body, turn, merits";

/// How many applications are read with one question.
const READ_ROWS: usize = 100;

/// The number for a new application.
///
/// # Errors
/// When the database fails.
pub fn next_application(statements: &mut dyn Statements) -> Result<ApplicationNumber, StoreError> {
    next_number(statements, "SELECT coalesce(max(id), 0) FROM application").map(ApplicationNumber)
}

/// An application by number.
///
/// # Errors
/// When the database fails or is damaged.
pub fn read(statements: &mut dyn Statements, number: ApplicationNumber) -> Result<Option<ApplicationRow>, StoreError> {
    let rows = statements.query(&format!("SELECT {COLUMNS} FROM application WHERE id = $1"), values![number.0])?;
    rows.first().map(application_row).transpose()
}

/// Applications by number, those that are there, in as few journeys as possible.
///
/// # Errors
/// When the database fails or is damaged.
pub fn read_all(
    statements: &mut dyn Statements,
    numbers: &[ApplicationNumber],
) -> Result<BTreeMap<ApplicationNumber, ApplicationRow>, StoreError> {
    let places: Vec<String> = (1..=READ_ROWS).map(|it| format!("${it}")).collect();
    let question = format!("SELECT {COLUMNS} FROM application WHERE id IN ({})", places.join(", "));
    let mut found = BTreeMap::new();
    for some in numbers.chunks(READ_ROWS) {
        // The last one fills what is left, so that there is one statement to prepare.
        let filled = some.iter().chain(some.last().into_iter().cycle()).take(READ_ROWS);
        let values: Vec<Value> = filled.map(|it| it.0.into()).collect();
        for row in statements.query(&question, &values)? {
            let row = application_row(&row)?;
            found.insert(row.application.number, row);
        }
    }
    Ok(found)
}

/// Keeps an application as it stands now.
///
/// # Errors
/// When the database fails.
pub fn keep(statements: &mut dyn Statements, row: &ApplicationRow) -> Result<(), StoreError> {
    let application = &row.application;
    let ended = match &application.course {
        Course::Ended { outcome, at } => Some((outcome_name(*outcome), *at)),
        Course::Open(_) => None,
    };
    statements.execute(
        "INSERT INTO application (id, round, applicant, case_id, state, outcome, turn, received_at, complete_at, requested,
            committed, next_date, decision_due, ended_at, merits, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, outcome = excluded.outcome, turn = excluded.turn,
            received_at = excluded.received_at, complete_at = excluded.complete_at, requested = excluded.requested,
            committed = excluded.committed, next_date = excluded.next_date, decision_due = excluded.decision_due,
            ended_at = excluded.ended_at, merits = excluded.merits, body = excluded.body",
        values![
            application.number.0,
            application.round.as_str(),
            application.applicant.0,
            application.case.map(|it| it.0),
            state_name(application),
            ended.map(|(outcome, _)| outcome),
            row.turn,
            application.received_at().map(Exactly),
            application.complete_at.map(Exactly),
            application.requested(),
            committed(application),
            next_date(application),
            application.decision_due(),
            ended.map(|(_, at)| at),
            to_json(&row.merits)?,
            to_json(application)?
        ],
    )?;
    for firm in application.partners.keys() {
        statements.execute(
            "INSERT INTO application_partner (application, firm) VALUES ($1, $2) ON CONFLICT (application, firm) DO NOTHING",
            values![application.number.0, firm.0],
        )?;
    }
    Ok(())
}

/// Applications of a round: so many after those that are skipped.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_round(
    statements: &mut dyn Statements,
    round: &Code,
    list: RoundList,
    skip: u32,
    most: u32,
) -> Result<Vec<ApplicationRow>, StoreError> {
    let rows = match list {
        RoundList::Received => statements.query(
            &format!(
                "SELECT {COLUMNS} FROM application WHERE round = $1 AND turn IS NOT NULL ORDER BY turn LIMIT $2 OFFSET $3"
            ),
            values![round.as_str(), most, skip],
        ),
        RoundList::In(state) => statements.query(
            &format!(
                "SELECT {COLUMNS} FROM application WHERE round = $1 AND state = $2 ORDER BY turn, id LIMIT $3 OFFSET $4"
            ),
            values![round.as_str(), name_of(state), most, skip],
        ),
    }?;
    rows.iter().map(application_row).collect()
}

/// The applications that a firm made or was asked to take part in, the newest first.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_firm(statements: &mut dyn Statements, firm: FirmRef) -> Result<Vec<ApplicationRow>, StoreError> {
    let rows = statements.query(
        &format!(
            "SELECT {COLUMNS} FROM application WHERE applicant = $1
                OR id IN (SELECT application FROM application_partner WHERE firm = $1) ORDER BY id DESC"
        ),
        values![firm.0],
    )?;
    rows.iter().map(application_row).collect()
}

/// The applications that came from a case, in order.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_case(statements: &mut dyn Statements, case: CaseId) -> Result<Vec<ApplicationRow>, StoreError> {
    let rows = statements
        .query(&format!("SELECT {COLUMNS} FROM application WHERE case_id = $1 ORDER BY id"), values![case.0])?;
    rows.iter().map(application_row).collect()
}

/// The applications of a round that wait for a decision, in the order of receipt.
///
/// # Errors
/// When the database fails or is damaged.
pub fn waiting(statements: &mut dyn Statements, round: &Code) -> Result<Vec<Waiting>, StoreError> {
    let rows = statements.query(
        "SELECT id, turn, complete_at, requested FROM application WHERE round = $1 AND turn IS NOT NULL
            AND state IN ('submitted', 'incomplete', 'unrepaired', 'complete', 'in-assessment') ORDER BY turn",
        values![round.as_str()],
    )?;
    let one = |row: &Row| {
        let (application, turn) = (ApplicationNumber(row.number(0)?), row.number(1)?);
        Ok(Waiting { application, turn, complete_at: row.optional_moment(2)?, requested: row.cents(3)? })
    };
    rows.iter().map(one).collect()
}

/// Where the applications of a round stand.
///
/// # Errors
/// When the database fails or is damaged.
pub fn state_counts(statements: &mut dyn Statements, round: &Code) -> Result<Vec<StateCount>, StoreError> {
    let rows = statements.query(
        // A sum is no whole number of 64 bits on every engine unless it is told to be.
        "SELECT state, count(*), CAST(coalesce(sum(requested), 0) AS BIGINT) FROM application WHERE round = $1
         GROUP BY state ORDER BY state",
        values![round.as_str()],
    )?;
    let count = |row: &Row| {
        Ok(StateCount { state: row.text(0)?.to_owned(), applications: row.number(1)?, requested: row.cents(2)? })
    };
    rows.iter().map(count).collect()
}

/// The applications whose next date lies before a day, the oldest first.
///
/// # Errors
/// When the database fails or is damaged.
pub fn overdue(statements: &mut dyn Statements, today: Date, most: u32) -> Result<Vec<ApplicationNumber>, StoreError> {
    let rows = statements.query(
        "SELECT id FROM application WHERE next_date < $1 ORDER BY next_date, id LIMIT $2",
        values![today, most],
    )?;
    rows.iter().map(|row| Ok(ApplicationNumber(row.number(0)?))).collect()
}

/// What counts of an application under the ceilings: what was granted and not withdrawn. What a settlement leaves over is
/// not granted again.
pub fn committed(application: &Application) -> Cents {
    let is_granted = matches!(application.decided.as_ref().map(|it| &it.verdict), Some(Verdict::Granted(_)));
    let grant = application.grant.as_ref().filter(|_| is_granted && !application.is_revoked());
    grant.map_or(Cents::ZERO, |it| it.terms.amount)
}

/// The name of the state of an application, as the column has it.
pub fn state_name(application: &Application) -> &'static str {
    match &application.course {
        Course::Ended { .. } => "ended",
        Course::Open(standing) => name_of(standing.state),
    }
}

/// The day after which time moves something: in the application, or in what follows its grant.
fn next_date(application: &Application) -> Option<Date> {
    let own = application.course.standing().map(|it| it.due);
    let grant = application.grant.as_ref().and_then(|it| it.course.standing()).map(|it| it.due);
    own.into_iter().chain(grant).min()
}

fn name_of(state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Draft => "draft",
        ApplicationState::Submitted => "submitted",
        ApplicationState::Incomplete => "incomplete",
        ApplicationState::Unrepaired => "unrepaired",
        ApplicationState::Complete => "complete",
        ApplicationState::InAssessment => "in-assessment",
        ApplicationState::Decided => "decided",
        ApplicationState::Announced => "announced",
        ApplicationState::Objection => "objection",
        ApplicationState::ObjectionDecided => "objection-decided",
        ApplicationState::Appeal => "appeal",
    }
}

fn outcome_name(outcome: ApplicationOutcome) -> &'static str {
    match outcome {
        ApplicationOutcome::NeverSubmitted => "never-submitted",
        ApplicationOutcome::Withdrawn => "withdrawn",
        ApplicationOutcome::NotDealtWith => "not-dealt-with",
        ApplicationOutcome::Refused => "refused",
        ApplicationOutcome::Granted => "granted",
    }
}

fn application_row(row: &Row) -> Result<ApplicationRow, StoreError> {
    Ok(ApplicationRow { application: row.json(0)?, turn: row.optional_number(1)?, merits: row.json(2)? })
}
