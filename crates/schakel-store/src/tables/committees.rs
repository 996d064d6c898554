//! The score sheets of committees: points with reasons, and who keeps out of an application. What they come to is not kept:
//! it follows from them.

use std::collections::{BTreeMap, BTreeSet};

use schakel_casework::{PersonRef, TextRef};
use schakel_register::Id;
use schakel_schemes::{Advice, ApplicationNumber, Party, Points, ScoreSheet};
use schakel_time::DateTime;

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::next_number;
use crate::value::{Row, to_json};
use crate::values;

/// What an assessor handed in on an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Who.
    pub assessor: PersonRef,
    /// That the assessor has an interest; the sheet holds no points then.
    pub has_interest: bool,
    /// For whom the assessor works, as declared with the sheet.
    pub works_for: BTreeSet<Party>,
    /// What the assessor would advise.
    pub advice: Advice,
    /// Points and reason per criterion, each with the number of its reason.
    pub scores: BTreeMap<String, (Points, String, TextRef)>,
    /// When.
    pub made_at: DateTime,
}

impl SheetRow {
    /// The sheet as a committee's advice is made of it.
    pub fn sheet(&self) -> ScoreSheet {
        ScoreSheet {
            assessor: self.assessor,
            points: self.scores.iter().map(|(id, (points, ..))| (Id::from(id.as_str()), points.0)).collect(),
            advice: self.advice,
            reasons: self.scores.iter().map(|(id, (.., reason))| (Id::from(id.as_str()), *reason)).collect(),
        }
    }
}

/// What an assessor hands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSheet {
    /// That the assessor has an interest.
    pub has_interest: bool,
    /// For whom the assessor works.
    pub works_for: BTreeSet<Party>,
    /// What the assessor would advise.
    pub advice: Advice,
    /// Points and reason per criterion.
    pub scores: BTreeMap<String, (Points, String)>,
}

/// Keeps a sheet in the place of an earlier one of the same assessor.
///
/// # Errors
/// When the database fails.
pub fn keep(
    statements: &mut dyn Statements,
    (application, assessor): (ApplicationNumber, PersonRef),
    sheet: &NewSheet,
    made_at: DateTime,
) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO score_sheet (application, account, has_interest, works_for, advice, made_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (application, account) DO UPDATE SET has_interest = excluded.has_interest,
            works_for = excluded.works_for, advice = excluded.advice, made_at = excluded.made_at",
        values![
            application.0,
            assessor.0,
            sheet.has_interest,
            to_json(&sheet.works_for)?,
            to_json(&sheet.advice)?,
            made_at
        ],
    )?;
    let whose = values![application.0, assessor.0];
    statements.execute("DELETE FROM score WHERE application = $1 AND account = $2", whose)?;
    for (criterion, (points, reason)) in &sheet.scores {
        let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM score")?;
        statements.execute(
            "INSERT INTO score (id, application, account, criterion, points, reason) VALUES ($1, $2, $3, $4, $5, $6)",
            values![id, application.0, assessor.0, criterion.as_str(), String::from(*points), reason.as_str()],
        )?;
    }
    Ok(())
}

/// The sheets of an application, in the order of the numbers of the assessors.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_application(
    statements: &mut dyn Statements,
    application: ApplicationNumber,
) -> Result<Vec<SheetRow>, StoreError> {
    let rows = statements.query(
        "SELECT account, has_interest, works_for, advice, made_at FROM score_sheet WHERE application = $1 ORDER BY account",
        values![application.0],
    )?;
    let sheet = |row: &Row| {
        Ok(SheetRow {
            assessor: PersonRef(row.number(0)?),
            has_interest: row.integer(1)? != 0,
            works_for: row.json(2)?,
            advice: row.json(3)?,
            scores: BTreeMap::new(),
            made_at: row.moment(4)?,
        })
    };
    let mut sheets: Vec<SheetRow> = rows.iter().map(sheet).collect::<Result<_, StoreError>>()?;
    let rows = statements.query(
        "SELECT account, criterion, points, reason, id FROM score WHERE application = $1 ORDER BY id",
        values![application.0],
    )?;
    for row in &rows {
        let assessor = PersonRef(row.number(0)?);
        let points =
            Points::try_from(row.text(2)?.to_owned()).map_err(|_| StoreError::damaged("the points of an assessor"))?;
        let score = (points, row.text(3)?.to_owned(), TextRef(row.number(4)?));
        if let Some(sheet) = sheets.iter_mut().find(|it| it.assessor == assessor) {
            sheet.scores.insert(row.text(1)?.to_owned(), score);
        }
    }
    Ok(sheets)
}
