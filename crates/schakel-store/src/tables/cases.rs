//! Cases: the whole case as it stands, with the columns that lists are made of. Its history is in the journal; both are
//! written in one transaction.

use std::collections::BTreeMap;

use schakel_casework::{Case, CaseId, CaseState, Course, FirmRef, OrganisationId, Outcome, Referral};
use schakel_time::Date;

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::absences::organisation;
use crate::tables::next_number;
use crate::value::{Row, to_json};
use crate::values;

/// What an organisation has to do with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// It is responsible.
    Responsible,
    /// It accepted a referral and helps.
    Helping,
    /// It was asked to take it.
    Asked,
    /// It had it, and may look at it.
    Had,
}

/// A line of the inbox of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxLine {
    /// The case.
    pub case: Case,
    /// What the organisation has to do with it.
    pub part: Part,
    /// The last day to do something; none when nothing is asked.
    pub due: Option<Date>,
}

/// Which lines of an inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InboxView {
    /// Something has to be done, the first due first.
    Due,
    /// Everything else: what it had and what has ended, the newest first.
    Past,
}

/// The number for a new case.
///
/// # Errors
/// When the database fails.
pub fn next_case(statements: &mut dyn Statements) -> Result<CaseId, StoreError> {
    next_number(statements, "SELECT coalesce(max(id), 0) FROM case_file").map(CaseId)
}

/// A case by number.
///
/// # Errors
/// When the database fails or is damaged.
pub fn read(statements: &mut dyn Statements, case: CaseId) -> Result<Option<Case>, StoreError> {
    let rows = statements.query("SELECT body FROM case_file WHERE id = $1", values![case.0])?;
    rows.first().map(|row| row.json(0)).transpose()
}

/// Keeps a case as it stands now.
///
/// # Errors
/// When the database fails.
pub fn keep(statements: &mut dyn Statements, case: &Case) -> Result<(), StoreError> {
    let open = case.open();
    let ended = match case.course() {
        Some(Course::Ended { outcome, at }) => Some((outcome, *at)),
        _ => None,
    };
    let code = |it: &Option<schakel_casework::Code>| it.as_ref().map(|it| it.as_str().to_owned());
    statements.execute(
        "INSERT INTO case_file (id, firm, state, outcome, responsible, due, next_date, asked_at, promised_by,
            first_answer_at, ended_at, service, theme, municipality, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, outcome = excluded.outcome,
            responsible = excluded.responsible, due = excluded.due, next_date = excluded.next_date,
            first_answer_at = excluded.first_answer_at, ended_at = excluded.ended_at, service = excluded.service,
            theme = excluded.theme, municipality = excluded.municipality, body = excluded.body",
        values![
            case.id.0,
            case.firm.0,
            state_name(case),
            ended.map(|(outcome, _)| outcome_name(*outcome)),
            open.map(|it| it.responsible.0.as_str()),
            open.map(|it| it.due),
            case.next_date(),
            case.asked_at,
            case.promised_by,
            case.first_answer_at(),
            ended.map(|(_, at)| at),
            code(&case.need.service),
            case.need.themes.first().map(|it| it.as_str()),
            code(&case.need.municipality),
            to_json(case)?
        ],
    )?;
    keep_parties(statements, case)
}

/// The cases whose next date lies before a day, the oldest first.
///
/// # Errors
/// When the database fails or is damaged.
pub fn overdue(statements: &mut dyn Statements, today: Date, most: u32) -> Result<Vec<CaseId>, StoreError> {
    let rows = statements
        .query("SELECT id FROM case_file WHERE next_date < $1 ORDER BY next_date, id LIMIT $2", values![today, most])?;
    rows.iter().map(|row| Ok(CaseId(row.number(0)?))).collect()
}

/// The cases of a firm, the newest first.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_firm(statements: &mut dyn Statements, firm: FirmRef) -> Result<Vec<Case>, StoreError> {
    let rows = statements.query("SELECT body FROM case_file WHERE firm = $1 ORDER BY id DESC", values![firm.0])?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// The open cases that an organisation answers for, in order.
///
/// # Errors
/// When the database fails or is damaged.
pub fn held_by(statements: &mut dyn Statements, holder: &OrganisationId) -> Result<Vec<Case>, StoreError> {
    let rows = statements
        .query("SELECT body FROM case_file WHERE responsible = $1 ORDER BY id", values![holder.0.as_str()])?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// Cases that were asked in a period, in order; the end is not in it.
///
/// # Errors
/// When the database fails or is damaged.
pub fn asked_between(statements: &mut dyn Statements, from: Date, until: Date) -> Result<Vec<Case>, StoreError> {
    let rows = statements
        .query("SELECT body FROM case_file WHERE asked_at >= $1 AND asked_at < $2 ORDER BY id", values![from, until])?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// Cases that are open and on their own, the first due first.
///
/// # Errors
/// When the database fails or is damaged.
pub fn open_cases(statements: &mut dyn Statements, due_before: Date, most: u32) -> Result<Vec<Case>, StoreError> {
    let rows = statements
        .query("SELECT body FROM case_file WHERE due < $1 ORDER BY due, id LIMIT $2", values![due_before, most])?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// How many open cases an organisation answers for, in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateCount {
    /// Who answers.
    pub responsible: OrganisationId,
    /// The state, as [`state_name`] has it.
    pub state: String,
    /// All of them.
    pub cases: u64,
    /// Those whose day has passed.
    pub late: u64,
    /// Those of which the promise was broken: nobody spoke with the entrepreneur in time.
    pub unheard: u64,
}

/// Where the open cases stand.
///
/// # Errors
/// When the database fails or is damaged.
pub fn state_counts(statements: &mut dyn Statements, today: Date) -> Result<Vec<StateCount>, StoreError> {
    let rows = statements.query(
        "SELECT responsible, state, count(*), coalesce(sum(CASE WHEN due < $1 THEN 1 ELSE 0 END), 0),
            coalesce(sum(CASE WHEN promised_by < $1 AND first_answer_at IS NULL THEN 1 ELSE 0 END), 0)
         FROM case_file WHERE responsible IS NOT NULL GROUP BY responsible, state ORDER BY responsible, state",
        values![today],
    )?;
    let count = |row: &Row| {
        Ok(StateCount {
            responsible: organisation(row.text(0)?)?,
            state: row.text(1)?.to_owned(),
            cases: row.number(2)?,
            late: row.number(3)?,
            unheard: row.number(4)?,
        })
    };
    rows.iter().map(count).collect()
}

/// A part of the inbox of an organisation: so many lines after those that are skipped.
///
/// # Errors
/// When the database fails or is damaged.
pub fn inbox(
    statements: &mut dyn Statements,
    owner: &OrganisationId,
    view: InboxView,
    skip: u32,
    most: u32,
) -> Result<Vec<InboxLine>, StoreError> {
    let statement = match view {
        InboxView::Due => {
            "SELECT f.body, p.part, p.due FROM case_party p JOIN case_file f ON f.id = p.case_id
             WHERE p.organisation = $1 AND p.due IS NOT NULL ORDER BY p.due, p.case_id LIMIT $2 OFFSET $3"
        }
        InboxView::Past => {
            "SELECT f.body, p.part, p.due FROM case_party p JOIN case_file f ON f.id = p.case_id
             WHERE p.organisation = $1 AND p.due IS NULL ORDER BY p.case_id DESC LIMIT $2 OFFSET $3"
        }
    };
    let rows = statements.query(statement, values![owner.0.as_str(), most, skip])?;
    rows.iter().map(inbox_line).collect()
}

/// How many lines the inbox of an organisation has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InboxSize {
    /// Lines that ask for something.
    pub due: u64,
    /// Those of them whose day has passed.
    pub late: u64,
    /// All others.
    pub past: u64,
}

/// How many lines an inbox has.
///
/// # Errors
/// When the database fails or is damaged.
pub fn inbox_size(
    statements: &mut dyn Statements,
    owner: &OrganisationId,
    today: Date,
) -> Result<InboxSize, StoreError> {
    let rows = statements.query(
        "SELECT count(*), count(due), coalesce(sum(CASE WHEN due < $2 THEN 1 ELSE 0 END), 0) FROM case_party
         WHERE organisation = $1",
        values![owner.0.as_str(), today],
    )?;
    let Some(row) = rows.first() else { return Ok(InboxSize::default()) };
    let (all, due) = (row.number(0)?, row.number(1)?);
    Ok(InboxSize { due, late: row.number(2)?, past: all.saturating_sub(due) })
}

/// Cases that have ended and that an organisation had, most like another case first: the same service, theme or
/// municipality. Only the latest are looked through.
///
/// # Errors
/// When the database fails or is damaged.
pub fn similar(
    statements: &mut dyn Statements,
    owner: &OrganisationId,
    case: &Case,
    most: u32,
) -> Result<Vec<Case>, StoreError> {
    let rows = statements.query(
        "SELECT f.body FROM (
            SELECT case_id FROM case_party WHERE organisation = $1 AND due IS NULL ORDER BY case_id DESC LIMIT 2000
         ) p JOIN case_file f ON f.id = p.case_id
         WHERE f.state = 'ended' AND f.id <> $2 AND (f.service = $3 OR f.theme = $4 OR f.municipality = $5)
         ORDER BY CASE WHEN f.theme = $4 THEN 2 ELSE 0 END + CASE WHEN f.service = $3 THEN 2 ELSE 0 END
            + CASE WHEN f.municipality = $5 THEN 1 ELSE 0 END DESC, f.id DESC LIMIT $6",
        values![
            owner.0.as_str(),
            case.id.0,
            case.need.service.as_ref().map(|it| it.as_str().to_owned()),
            case.need.themes.first().map(|it| it.as_str()),
            case.need.municipality.as_ref().map(|it| it.as_str().to_owned()),
            most
        ],
    )?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// The name of the state of a case, as the column has it.
pub fn state_name(case: &Case) -> &'static str {
    match case.course() {
        None => "joined",
        Some(Course::Ended { .. }) => "ended",
        Some(Course::Open(open)) => match open.state {
            CaseState::Asked => "asked",
            CaseState::Referred => "referred",
            CaseState::InHand => "in-hand",
            CaseState::Escalated => "escalated",
        },
    }
}

fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Helped => "helped",
        Outcome::NotHelped(_) => "not-helped",
        Outcome::NotReachable => "not-reachable",
        Outcome::TakenBack => "taken-back",
    }
}

fn keep_parties(statements: &mut dyn Statements, case: &Case) -> Result<(), StoreError> {
    let wanted = parties(case);
    let rows =
        statements.query("SELECT organisation, part, due FROM case_party WHERE case_id = $1", values![case.id.0])?;
    let mut present = BTreeMap::new();
    for row in &rows {
        present.insert(organisation(row.text(0)?)?, (part_of(row.text(1)?)?, row.optional_day(2)?));
    }
    for gone in present.keys().filter(|it| !wanted.contains_key(it)) {
        statements.execute(
            "DELETE FROM case_party WHERE case_id = $1 AND organisation = $2",
            values![case.id.0, gone.0.as_str()],
        )?;
    }
    for (party, (part, due)) in wanted.iter().filter(|(party, value)| present.get(*party) != Some(*value)) {
        statements.execute(
            "INSERT INTO case_party (case_id, organisation, part, due) VALUES ($1, $2, $3, $4)
             ON CONFLICT (case_id, organisation) DO UPDATE SET part = excluded.part, due = excluded.due",
            values![case.id.0, party.0.as_str(), part.name(), *due],
        )?;
    }
    Ok(())
}

/// Who has something to do with a case: the strongest part of each, with its date.
fn parties(case: &Case) -> BTreeMap<OrganisationId, (Part, Option<Date>)> {
    let mut parties: BTreeMap<OrganisationId, (Part, Option<Date>)> = BTreeMap::new();
    let mut add = |party: &OrganisationId, part: Part, due: Option<Date>| {
        let entry = parties.entry(party.clone()).or_insert((part, due));
        if part < entry.0 {
            *entry = (part, due.or(entry.1));
        }
    };
    add(&case.door.organisation, Part::Had, None);
    for referral in &case.referrals {
        match (referral.is_waiting(), referral.is_accepted()) {
            (true, _) => add(&referral.receiver, Part::Asked, Referral::due(referral)),
            (_, true) => add(&referral.receiver, Part::Helping, Referral::due(referral)),
            _ if referral.accepted_at.is_some() => add(&referral.receiver, Part::Had, None),
            _ => {}
        }
    }
    if let Some(open) = case.open() {
        add(&open.responsible, Part::Responsible, Some(open.due));
    }
    parties
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Part::Responsible => "responsible",
            Part::Helping => "helping",
            Part::Asked => "asked",
            Part::Had => "had",
        }
    }
}

fn part_of(text: &str) -> Result<Part, StoreError> {
    let parts = [Part::Responsible, Part::Helping, Part::Asked, Part::Had];
    parts.into_iter().find(|it| it.name() == text).ok_or_else(|| StoreError::damaged(format!("the part `{text}`")))
}

fn inbox_line(row: &Row) -> Result<InboxLine, StoreError> {
    Ok(InboxLine { case: row.json(0)?, part: part_of(row.text(1)?)?, due: row.optional_day(2)? })
}
