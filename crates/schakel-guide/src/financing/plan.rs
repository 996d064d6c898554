//! The financing plan of a project: what is certain, what is possible beside it, and what nobody can work out.

use schakel_criteria::FactSet;
use schakel_register::{Pack, SmallAidRoom};
use schakel_time::Date;

use crate::financing::candidate::{AmountUnknown, Candidates, Certainty, Inquiry};
use crate::financing::combination::Cell;
use crate::financing::project::Project;
use crate::financing::scenario::{Scenario, refusal, scenario};
use crate::financing::search::SearchError;
use crate::matcher::Matcher;

/// A financing plan.
#[derive(Clone, Debug)]
pub struct FinancingPlan<'a> {
    /// The day for which it is made: everything is asked for in its calendar year.
    pub day: Date,
    /// The project.
    pub project: Project,
    /// With money that is certain and nothing else.
    pub certain: Scenario<'a>,
    /// With all money that could be had: certain, by judgement of a person, and possible. Never to be shown as certain.
    /// What is not used here includes whatever the firm or its project does not meet the conditions of.
    pub possible: Scenario<'a>,
    /// What fits, but whose amount no source lets one work out.
    pub amount_unknown: Vec<AmountUnknown<'a>>,
    /// The room for small aid.
    pub small_aid: SmallAidRoom,
}

/// The best allowed plan for a project of a firm, at the moment of the matcher.
///
/// # Errors
/// When the search finds no proof that nothing is better.
pub fn financing_plan<'a>(
    project: &Project,
    firm: &FactSet,
    matcher: &Matcher<'a>,
    pack: &'a Pack,
) -> Result<FinancingPlan<'a>, SearchError> {
    let day = matcher.moment().date();
    let facts = project.facts(firm, pack, day);
    let room = SmallAidRoom::on(day, &project.earlier_aid(firm, pack), pack);
    let first = project.years().first().copied().unwrap_or(day.year());
    let year = |year: i16| usize::try_from(year - first).unwrap_or(0);
    let cells: Vec<Cell> = project.costs.iter().map(|cost| Cell { year: year(cost.year), open: cost.amount }).collect();
    let inquiry = Inquiry { matcher, pack, project, facts: &facts, room: &room, cells: &cells };
    let Candidates { able, refused, amount_unknown } = inquiry.candidates();
    let certain: Vec<_> = able.iter().filter(|it| it.certainty() == Certainty::Certain).collect();
    let all: Vec<_> = able.iter().collect();
    let mut possible = scenario(&all, project, &cells, room.room())?;
    possible.unused.extend(refused.iter().map(refusal));
    Ok(FinancingPlan {
        day,
        project: project.clone(),
        certain: scenario(&certain, project, &cells, room.room())?,
        possible,
        amount_unknown,
        small_aid: room,
    })
}
