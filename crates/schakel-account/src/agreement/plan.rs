//! The plan of a landsdeel on a day: who directs it, whether it is filled in, and whether the report is there.

use schakel_register::{Director, EarlierOutcome, LandsdeelPlan, PlanTask};
use schakel_time::Date;

/// How a plan stands on a day.
#[derive(Clone, Debug)]
pub struct PlanStanding<'a> {
    /// The plan.
    pub plan: &'a LandsdeelPlan,
    /// Who directs the process on that day: exactly one is what the agenda asks for.
    pub directors: Vec<&'a Director>,
    /// Tasks that nobody contributes to.
    pub tasks_alone: Vec<&'a PlanTask>,
    /// Tasks of which no result is known.
    pub tasks_without_result: Vec<&'a PlanTask>,
    /// Whether the tasks are known and each has a contributor.
    pub is_filled_in: bool,
    /// Whether it should have been filled in by that day.
    pub is_late: bool,
    /// The report.
    pub report: ReportStanding,
    /// What became of the actions of the agenda before, how often each.
    pub earlier: [(EarlierOutcome, usize); 3],
}

/// Whether the report of a process director is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportStanding {
    /// It was there on this day.
    There(Date),
    /// There is still time.
    Awaited,
    /// It is late since this day.
    Overdue(Date),
    /// Nothing was agreed.
    NotAsked,
}

/// Who directs the process of a landsdeel on a day.
pub fn directors_on(plan: &LandsdeelPlan, day: Date) -> Vec<&Director> {
    plan.directors.iter().filter(|it| it.valid.contains(day)).collect()
}

/// A plan on a day.
pub fn plan_on(plan: &LandsdeelPlan, day: Date) -> PlanStanding<'_> {
    let tasks_alone: Vec<&PlanTask> = plan.tasks.iter().filter(|it| it.contributions.is_empty()).collect();
    let is_filled_in = !plan.tasks.is_empty() && tasks_alone.is_empty();
    let late_from = plan.filled_in_by.as_ref().and_then(|due| due.term.late_from());
    let count = |outcome| plan.earlier.iter().filter(|it| it.outcome == outcome).count();
    PlanStanding {
        plan,
        directors: directors_on(plan, day),
        tasks_alone,
        tasks_without_result: plan.tasks.iter().filter(|it| it.result.is_none()).collect(),
        is_filled_in,
        is_late: !is_filled_in && late_from.is_some_and(|since| since <= day),
        report: report_on(plan, day),
        earlier: EarlierOutcome::ALL.map(|(_, outcome)| (outcome, count(outcome))),
    }
}

fn report_on(plan: &LandsdeelPlan, day: Date) -> ReportStanding {
    if let Some(on) = plan.reported_on.filter(|on| *on <= day) {
        return ReportStanding::There(on);
    }
    match plan.report_due.as_ref().and_then(|due| due.term.late_from()) {
        None if plan.report_due.is_none() => ReportStanding::NotAsked,
        Some(since) if since <= day => ReportStanding::Overdue(since),
        _ => ReportStanding::Awaited,
    }
}
