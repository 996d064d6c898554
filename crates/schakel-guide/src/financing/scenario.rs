//! One way to pay for a project: which support gives how much for which costs, what is left for the firm itself, and
//! which rule stands in the way of more. Grants come first; loans then pay for what is left.

use schakel_criteria::{Changes, Language, Number, Verdict};
use schakel_register::{AidForm, Cents, Criterion, Id, Support, number_with_unit};

use crate::financing::candidate::{Candidate, Certainty, Doubt};
use crate::financing::combination::{Cell, Combination, Division};
use crate::financing::project::Project;
use crate::financing::search::{SearchError, best_division};
use crate::rules::{exclusion_between, share_year_limit};

/// One way to pay for a project.
#[derive(Clone, Debug)]
pub struct Scenario<'a> {
    /// Who pays, in order of certainty and identifier; grants before loans.
    pub contributions: Vec<Contribution<'a>>,
    /// What could pay, and why it does not.
    pub unused: Vec<Unused<'a>>,
    /// Costs and grants of each kind of costs.
    pub kinds: Vec<KindShare>,
    /// All costs.
    pub total: Cents,
}

/// What one piece of support pays.
#[derive(Clone, Debug)]
pub struct Contribution<'a> {
    /// The support.
    pub support: &'a Support,
    /// A gift or a loan.
    pub form: AidForm,
    /// How certain it is.
    pub certainty: Certainty,
    /// Why it is not certain.
    pub doubts: Vec<Doubt>,
    /// Per kind of costs and year, what is paid; nothing of nought.
    pub rows: Vec<PaidCost>,
    /// Everything together.
    pub total: Cents,
    /// The rule that stands in the way of more.
    pub binding: Binding,
}

/// What is paid of the costs of one kind in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidCost {
    /// Code of `cost-kinds`.
    pub kind: Id,
    /// Calendar year.
    pub year: i16,
    /// How much.
    pub amount: Cents,
}

/// Why support does not pay more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Binding {
    /// Its largest amount.
    Maximum,
    /// Its largest amount per year.
    YearMaximum,
    /// Its share of the costs.
    Share,
    /// All aid on the same costs together.
    SameCosts,
    /// There is nothing left to pay.
    NothingLeft,
}

/// Support that could pay, but does not.
#[derive(Clone, Debug)]
pub struct Unused<'a> {
    /// The support.
    pub support: &'a Support,
    /// Why it does not pay.
    pub reason: UnusedReason<'a>,
}

/// Why support does not pay.
#[derive(Clone, Debug)]
pub enum UnusedReason<'a> {
    /// The project has no costs that count for it.
    NoCosts,
    /// It would be less than its smallest amount.
    BelowMinimum(Cents),
    /// Small aid of this amount would exceed the ceiling; the whole grant falls out.
    SmallAidCeiling(Cents),
    /// It does not go together with support that gives more.
    Excluded(&'a Support),
    /// One grant of the family a calendar year, and this one gives more.
    OneAYear(&'a Support),
    /// Other support already pays what all may pay together.
    SameCosts,
    /// There is nothing left to pay.
    NothingLeft,
    /// The firm or its project does not meet the conditions.
    NotMet(Refusal<'a>),
}

/// What stands in the way of support whose conditions are not met.
#[derive(Clone, Debug)]
pub struct Refusal<'a> {
    /// The conditions that are not met.
    pub criteria: Vec<&'a Criterion>,
    /// The smallest changes that would help.
    pub changes: Changes,
}

/// Costs of one kind and the grants on them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindShare {
    /// Code of `cost-kinds`.
    pub kind: Id,
    /// What they cost.
    pub cost: Cents,
    /// What grants pay of them.
    pub aid: Cents,
    /// The aid intensity: that as a share.
    pub intensity: Number,
}

impl KindShare {
    /// The aid intensity in words, cut off to a tenth of a percent: `21,7%`.
    pub fn words(&self, language: Language) -> String {
        let thousand = Number::whole(1000);
        let tenths = self.intensity.times(thousand).map(Number::floor).and_then(|it| it.divided_by(thousand));
        number_with_unit(tenths.unwrap_or(self.intensity), "%", language)
    }
}

impl Scenario<'_> {
    /// All grants of this certainty.
    pub fn grants(&self, certainty: Certainty) -> Cents {
        let of = self.contributions.iter().filter(|it| it.form == AidForm::Grant && it.certainty == certainty);
        of.map(|it| it.total).sum()
    }

    /// All of this form.
    pub fn of_form(&self, form: AidForm) -> Cents {
        self.contributions.iter().filter(|it| it.form == form).map(|it| it.total).sum()
    }

    /// What the firm pays itself, now or by paying back loans: all costs without the grants.
    pub fn own_contribution(&self) -> Cents {
        self.total - self.of_form(AidForm::Grant)
    }

    /// What the firm must have in hand: its own contribution without the loans.
    pub fn own_money(&self) -> Cents {
        self.own_contribution() - self.of_form(AidForm::Loan)
    }
}

/// The best way to pay with these candidates.
pub(crate) fn scenario<'a>(
    candidates: &[&Candidate<'a>],
    project: &Project,
    cells: &[Cell],
    room: Option<Cents>,
) -> Result<Scenario<'a>, SearchError> {
    let of_form = |form| candidates.iter().filter(move |it| it.aid.form == form).copied().collect::<Vec<_>>();
    let grants = Round::new(of_form(AidForm::Grant), cells.to_vec(), room)?;
    let used = grants.used();
    let (loans, refused): (Vec<_>, Vec<_>) =
        of_form(AidForm::Loan).into_iter().partition(|loan| used.iter().all(|grant| !exclude_each_other(loan, grant)));
    let left = cells
        .iter()
        .enumerate()
        .map(|(index, cell)| Cell { year: cell.year, open: cell.open - grants.division.on(index) });
    let loans = Round::new(loans, left.collect(), None)?;
    let mut contributions = grants.contributions(project);
    contributions.extend(loans.contributions(project));
    let mut unused = grants.unused();
    unused.extend(loans.unused());
    unused.extend(refused.iter().filter_map(|loan| {
        let other = used.iter().find(|grant| exclude_each_other(loan, grant))?;
        Some(unused_for(loan, UnusedReason::Excluded(other.it.on_day.support)))
    }));
    Ok(Scenario { contributions, unused, kinds: kind_shares(project, &grants.division), total: project.total() })
}

/// Why a candidate whose conditions are not met does not pay.
pub(crate) fn refusal<'a>(candidate: &Candidate<'a>) -> Unused<'a> {
    let it = &candidate.it;
    let reason = if candidate.has_no_costs() {
        UnusedReason::NoCosts
    } else {
        let criteria = it.criteria(Verdict::NotMet).collect();
        UnusedReason::NotMet(Refusal { criteria, changes: it.answer.changes.clone() })
    };
    unused_for(candidate, reason)
}

/// One search: grants, or loans.
struct Round<'a, 'c> {
    candidates: Vec<&'c Candidate<'a>>,
    combination: Combination,
    division: Division,
}

impl<'a, 'c> Round<'a, 'c> {
    fn new(candidates: Vec<&'c Candidate<'a>>, cells: Vec<Cell>, room: Option<Cents>) -> Result<Self, SearchError> {
        let choices = candidates.iter().map(|it| it.choice.clone()).collect();
        let combination = Combination { cells, choices, at_most_one: at_most_one(&candidates), room };
        let division = best_division(&combination)?;
        Ok(Round { candidates, combination, division })
    }

    fn is_used(&self, index: usize) -> bool {
        self.division.of(index) > Cents::ZERO
    }

    fn used(&self) -> Vec<&'c Candidate<'a>> {
        self.candidates.iter().enumerate().filter(|(index, _)| self.is_used(*index)).map(|(_, it)| *it).collect()
    }

    fn contributions(&self, project: &Project) -> Vec<Contribution<'a>> {
        let used = self.candidates.iter().enumerate().filter(|(index, _)| self.is_used(*index));
        let row = |index: usize| self.division.amounts.get(index).map_or(&[][..], Vec::as_slice);
        let paid = |index: usize| {
            let costs = project.costs.iter().zip(row(index)).filter(|(_, amount)| **amount > Cents::ZERO);
            costs
                .map(|(cost, amount)| PaidCost { kind: Id::clone(&cost.kind), year: cost.year, amount: *amount })
                .collect()
        };
        used.map(|(index, it)| Contribution {
            support: it.it.on_day.support,
            form: it.aid.form,
            certainty: it.certainty(),
            doubts: it.doubts.clone(),
            rows: paid(index),
            total: self.division.of(index),
            binding: self.binding(index, it),
        })
        .collect()
    }

    fn binding(&self, index: usize, candidate: &Candidate<'_>) -> Binding {
        let total = self.division.of(index);
        let by_share: Cents = candidate.choice.most.iter().copied().sum();
        if total == candidate.choice.maximum {
            Binding::Maximum
        } else if total == by_share {
            Binding::Share
        } else if candidate.choice.per_year.is_some() && total == candidate.choice.reach(&self.combination.cells) {
            Binding::YearMaximum
        } else if candidate.aid.form == AidForm::Loan {
            Binding::NothingLeft
        } else {
            Binding::SameCosts
        }
    }

    fn unused(&self) -> Vec<Unused<'a>> {
        let left = self.candidates.iter().enumerate().filter(|(index, _)| !self.is_used(*index));
        left.map(|(_, it)| unused_for(it, self.reason(it))).collect()
    }

    fn reason(&self, candidate: &Candidate<'a>) -> UnusedReason<'a> {
        let choice = &candidate.choice;
        let reach = choice.reach(&self.combination.cells);
        let used = self.used();
        let small: Cents =
            used.iter().filter(|it| it.choice.small_aid).map(|it| it.choice.reach(&self.combination.cells)).sum();
        let excluding = used.iter().find(|it| exclude_each_other(candidate, it));
        let same_year = used.iter().find(|it| one_a_year(candidate, it));
        if candidate.has_no_costs() {
            UnusedReason::NoCosts
        } else if reach == Cents::ZERO {
            UnusedReason::NothingLeft
        } else if reach < choice.minimum {
            UnusedReason::BelowMinimum(choice.minimum)
        } else if choice.small_aid && self.combination.room.is_some_and(|room| small + reach > room) {
            UnusedReason::SmallAidCeiling(reach)
        } else if let Some(other) = same_year {
            UnusedReason::OneAYear(other.it.on_day.support)
        } else if let Some(other) = excluding {
            UnusedReason::Excluded(other.it.on_day.support)
        } else if candidate.aid.form == AidForm::Loan {
            UnusedReason::NothingLeft
        } else {
            UnusedReason::SameCosts
        }
    }
}

fn unused_for<'a>(candidate: &Candidate<'a>, reason: UnusedReason<'a>) -> Unused<'a> {
    Unused { support: candidate.it.on_day.support, reason }
}

/// Sets of candidates of which at most one may be used: pairs that exclude each other, and those that share one grant a
/// calendar year, in sets as large as they come.
fn at_most_one(candidates: &[&Candidate<'_>]) -> Vec<Vec<usize>> {
    let mut sets: Vec<Vec<usize>> = Vec::new();
    for (index, left) in candidates.iter().enumerate() {
        for (other, right) in candidates.iter().enumerate().skip(index + 1) {
            if exclude_each_other(left, right) {
                sets.push(vec![index, other]);
            }
            let is_covered = sets.iter().any(|set| set.contains(&index) && set.contains(&other));
            if !is_covered && one_a_year(left, right) {
                sets.push(one_a_year_together(index, other, candidates));
            }
        }
    }
    sets
}

/// Two candidates that share one grant a year, with all others that share it with each of them.
fn one_a_year_together(first: usize, second: usize, candidates: &[&Candidate<'_>]) -> Vec<usize> {
    let mut together = vec![first, second];
    for (number, it) in candidates.iter().enumerate() {
        let shares = |member: &usize| candidates.get(*member).is_some_and(|member| one_a_year(it, member));
        if !together.contains(&number) && together.iter().all(shares) {
            together.push(number);
        }
    }
    together
}

fn exclude_each_other(left: &Candidate<'_>, right: &Candidate<'_>) -> bool {
    left.id() != right.id() && exclusion_between(&left.it, &right.it).is_some()
}

fn one_a_year(left: &Candidate<'_>, right: &Candidate<'_>) -> bool {
    left.id() != right.id() && share_year_limit(&left.it, &right.it)
}

fn kind_shares(project: &Project, division: &Division) -> Vec<KindShare> {
    let share = |kind: &Id| {
        let cells = project.costs.iter().enumerate().filter(|(_, cost)| cost.kind == *kind);
        let aid: Cents = cells.map(|(index, _)| division.on(index)).sum();
        let cost = project.of_kind(kind);
        KindShare { kind: Id::clone(kind), cost, aid, intensity: aid.part_of(cost) }
    };
    project.kinds().into_iter().map(share).collect()
}
