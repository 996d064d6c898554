//! Rules between the steps of a plan: what cannot be had beside something else, what must come first, and within which
//! time something must happen. They are read in `load`; a route that keeps to them is made in `schakel-guide`.

use schakel_time::{Date, add_days, add_months};

use crate::source::{Id, SourceRef};
use crate::support::Support;

/// The rules between steps in one version of a piece of support. Every rule has a source; no rule means that no source
/// gives one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepRules {
    /// What cannot be had for the same project.
    pub excludes: Vec<Exclusion>,
    /// Support in which one must take part to get this.
    pub requires: Vec<Requirement>,
    /// At most one in a calendar year, together with others.
    pub one_per_calendar_year: Option<YearLimit>,
    /// The project may not begin before this has been asked for, or before it has been granted.
    pub must_precede_start: Option<StartRule>,
    /// Within which time the project must begin.
    pub start_within: Option<Term>,
    /// Within which time after its beginning the project must be done.
    pub finish_within: Option<Term>,
    /// Within which time after its end one must report.
    pub report_within: Option<Term>,
}

/// Something that cannot be had for the same project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// What cannot be had.
    pub target: ExclusionTarget,
    /// Where that is said.
    pub source: SourceRef,
}

/// What an exclusion is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExclusionTarget {
    /// This instrument or facility.
    Support(Id),
    /// Everything of this kind.
    Kind(Id),
}

/// That a project may not begin before something has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartRule {
    /// What must have happened: the application or the decision on it.
    pub until: TermStart,
    /// Where that is said.
    pub source: SourceRef,
}

/// Support in which one must take part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The instrument or facility.
    pub support: Id,
    /// Where that is said.
    pub source: SourceRef,
}

/// At most one of a family in a calendar year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearLimit {
    /// The family.
    pub family: Id,
    /// Members of the family that do not count.
    pub except: Vec<Id>,
    /// Whether linked firms count as one.
    pub per_group: bool,
    /// Where that is said.
    pub source: SourceRef,
}

/// A time within which something must happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: TermUnit,
    /// From when it runs.
    pub after: TermStart,
    /// Where that is said.
    pub source: SourceRef,
}

/// Units of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermUnit {
    /// Calendar days.
    Days,
    /// Weeks.
    Weeks,
    /// Calendar months.
    Months,
}

/// From when a term runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermStart {
    /// From the day on which one asks for the support.
    Application,
    /// From the decision, whose day nobody knows beforehand.
    Decision,
    /// From the beginning of the project.
    Start,
    /// From the end of the project.
    End,
}

impl StepRules {
    /// The rule by which `other` cannot be had for the same project, when there is one.
    pub fn exclusion_of(&self, other: &Support) -> Option<&Exclusion> {
        self.excludes.iter().find(|exclusion| exclusion.target.covers(other))
    }

    /// The rule by which `other` cannot be had in the same calendar year, when there is one.
    pub fn year_limit_with(&self, other: &Support) -> Option<&YearLimit> {
        self.one_per_calendar_year.as_ref().filter(|limit| limit.covers(other))
    }
}

impl ExclusionTarget {
    /// Whether it is about this support.
    pub fn covers(&self, support: &Support) -> bool {
        match self {
            ExclusionTarget::Support(id) => support.id == *id,
            ExclusionTarget::Kind(kind) => support.kind == *kind,
        }
    }
}

impl YearLimit {
    /// Whether this support counts for it.
    pub fn covers(&self, support: &Support) -> bool {
        support.family.as_ref() == Some(&self.family) && !self.except.contains(&support.id)
    }
}

impl TermStart {
    /// Its name in a pack.
    pub fn name(self) -> &'static str {
        match self {
            TermStart::Application => "application",
            TermStart::Decision => "decision",
            TermStart::Start => "start",
            TermStart::End => "end",
        }
    }
}

impl Term {
    /// The last day of the term when it runs from `from`; the last day of the calendar when it would lie beyond it.
    pub fn last_day(&self, from: Date) -> Date {
        match self.unit {
            TermUnit::Days => add_days(from, self.count),
            TermUnit::Weeks => add_days(from, self.count.saturating_mul(7)),
            TermUnit::Months => add_months(from, self.count),
        }
    }
}
