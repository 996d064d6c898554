//! The committee of a round: its score sheets as they were handed in, and the advice that follows from them. Who has an
//! interest keeps out.

use std::collections::BTreeSet;
use std::sync::Arc;

use schakel_casework::{Actor, PersonRef};
use schakel_schemes::{
    Application, ApplicationNumber, Assessment, AssessmentError, Assessor, Criterion, Merits, Order, Party, Points,
    Procedure, RoundRules, ScoreSheet, assess,
};
use schakel_store::tables;
use schakel_store::tables::committees::{NewSheet, SheetRow};
use schakel_time::DateTime;

use super::error::GrantingError;
use super::{GrantDesk, application, for_actor, for_executor};

/// What a committee made of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committee {
    /// The sheets as they were handed in.
    pub sheets: Vec<SheetRow>,
    /// What they come to, made of the sheets each time.
    pub assessment: Result<Assessment, AssessmentError>,
}

/// The fewest assessors without an interest, where a round says nothing.
const ASSESSORS_MIN: usize = 1;

impl GrantDesk {
    /// Keeps the sheet of an assessor in the place of an earlier one. Of who has an interest it is only kept that they do.
    ///
    /// # Errors
    /// [`GrantingError::Interest`] when the assessor works for who takes part; [`GrantingError::Sheet`] for points that
    /// cannot be; [`GrantingError::DecidedOn`] after the decision.
    pub fn hand_in_sheet(
        &self,
        number: ApplicationNumber,
        sheet: NewSheet,
        by: Actor,
        now: DateTime,
    ) -> Result<(), GrantingError> {
        let rounds = Arc::clone(&self.rounds);
        self.store.write(move |statements| {
            let (row, rules) = application(statements, &rounds, number)?;
            for_actor(&row, &by)?;
            for_executor(rules, &by)?;
            let Actor::Organisation { person: Some(assessor), .. } = by else { return Err(GrantingError::NotExecutor) };
            if row.application.decided.is_some() {
                return Err(GrantingError::DecidedOn);
            }
            if sheet.has_interest {
                let kept_out = NewSheet { scores: std::collections::BTreeMap::new(), ..sheet };
                return Ok(tables::committees::keep(statements, (number, assessor), &kept_out, now)?);
            }
            let parties = parties(&row.application);
            let member = Assessor { person: assessor, works_for: sheet.works_for.clone(), declared: BTreeSet::new() };
            if let Some(conflict) = member.conflict(number, &parties) {
                return Err(GrantingError::Interest(conflict));
            }
            let alone = alone(assessor, &sheet);
            let criteria = criteria(rules);
            assess(number, &parties, &[member], &[alone], &criteria, ASSESSORS_MIN).map_err(GrantingError::Sheet)?;
            Ok(tables::committees::keep(statements, (number, assessor), &sheet, now)?)
        })
    }

    /// The sheets of an application and what they come to.
    ///
    /// # Errors
    /// [`GrantingError::NotFound`] when there is none, or it is not for whoever asks.
    pub fn committee(&self, number: ApplicationNumber, by: &Actor) -> Result<Committee, GrantingError> {
        self.store.read(|statements| {
            let (row, rules) = application(statements, &self.rounds, number)?;
            for_executor(rules, by)?;
            let sheets = tables::committees::of_application(statements, number)?;
            let assessment = assessment(&row.application, &sheets, rules);
            Ok(Committee { sheets, assessment })
        })
    }

    /// Takes the advice of the committee over into what the application counts with in the division.
    ///
    /// # Errors
    /// [`GrantingError::Sheet`] when there is no advice yet; [`GrantingError`] otherwise.
    pub fn take_advice(&self, number: ApplicationNumber, by: Actor, now: DateTime) -> Result<Merits, GrantingError> {
        let committee = self.committee(number, &by)?;
        let assessment = committee.assessment.map_err(GrantingError::Sheet)?;
        let before = self.application(number, &by)?.merits;
        let points = assessment.scores.iter().map(|(id, score)| (id.to_string(), Points(score.average)));
        let merits = Merits { points: points.collect(), advice: Some(assessment.advice), ..before };
        self.assess(number, merits.clone(), by, now)?;
        Ok(merits)
    }
}

/// What a round scores; nothing when it has no ranking.
fn criteria(rules: &RoundRules) -> Vec<Criterion> {
    match &rules.division.procedure {
        Procedure::InTurn { order: Order::Ranking(ranking), .. } => ranking.criteria.clone(),
        Procedure::InTurn { .. } | Procedure::ProRata => Vec::new(),
    }
}

fn parties(application: &Application) -> BTreeSet<Party> {
    application.participants().map(Party::Firm).collect()
}

/// A sheet that was not kept yet; its reasons have no numbers then.
fn alone(assessor: PersonRef, sheet: &NewSheet) -> ScoreSheet {
    let with_reason = sheet.scores.iter().filter(|(_, (_, reason))| !reason.trim().is_empty());
    ScoreSheet {
        assessor,
        points: sheet.scores.iter().map(|(id, (points, _))| (id.as_str().into(), points.0)).collect(),
        advice: sheet.advice,
        reasons: with_reason.map(|(id, _)| (id.as_str().into(), schakel_casework::TextRef(0))).collect(),
    }
}

fn assessment(
    application: &Application,
    sheets: &[SheetRow],
    rules: &RoundRules,
) -> Result<Assessment, AssessmentError> {
    let member = |it: &SheetRow| Assessor {
        person: it.assessor,
        works_for: it.works_for.clone(),
        declared: it.has_interest.then_some(application.number).into_iter().collect(),
    };
    let members: Vec<Assessor> = sheets.iter().map(member).collect();
    let scored: Vec<ScoreSheet> = sheets.iter().filter(|it| !it.has_interest).map(SheetRow::sheet).collect();
    assess(application.number, &parties(application), &members, &scored, &criteria(rules), ASSESSORS_MIN)
}
