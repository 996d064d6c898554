//! Solving a test for the one fact that it leaves open: for which numbers or days does it hold? Exact for calculations
//! that are linear in the fact, and for completed years to or from a day. Anything else is left to the caller.

use schakel_time::{Date, whole_years};

use crate::day;
use crate::domain::{Interval, Limits};
use crate::number::Number;
use crate::term::{Atom, Term};
use crate::tree::{Comparison, Operator};
use crate::value::Value;

/// The numbers (or days) for which a test holds: those that pass all comparisons, or, with `holds` false, the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Solution {
    /// Comparisons of the fact with a number.
    pub(crate) all: Vec<(Comparison, Number)>,
    /// Whether the test holds where they all pass.
    pub(crate) holds: bool,
}

impl Solution {
    fn everywhere(holds: bool) -> Solution {
        Solution { all: Vec::new(), holds }
    }

    fn where_all(all: Vec<(Comparison, Number)>) -> Solution {
        Solution { all, holds: true }
    }

    pub(crate) fn not(self) -> Solution {
        Solution { holds: !self.holds, ..self }
    }

    /// The possible numbers for which the test holds.
    pub(crate) fn intervals(&self, limits: &Limits) -> Vec<Interval> {
        let mut passing = vec![limits.interval()];
        let mut failing = Vec::new();
        for (comparison, number) in &self.all {
            let shared = |comparison: Comparison, intervals: &[Interval]| -> Vec<Interval> {
                let wanted = Interval::satisfying(comparison, *number);
                let parts =
                    wanted.iter().flat_map(|wanted| intervals.iter().filter_map(|it| it.shared(wanted, limits.whole)));
                parts.collect()
            };
            failing.extend(shared(opposite(*comparison), &passing));
            passing = shared(*comparison, &passing);
        }
        if self.holds { passing } else { failing }
    }
}

/// Solves a test that names one number, amount or date. `None` when it is of a kind that is not solved.
pub(crate) fn solve(test: &Atom) -> Option<Solution> {
    let Atom::Compare(comparison, left, right) = test else { return None };
    let form = linear(left)?.minus(linear(right)?)?;
    let Some(unknown) = form.unknown.filter(|_| !form.factor.is_zero()) else {
        return Some(Solution::everywhere(comparison.holds(form.constant.cmp(&Number::ZERO))));
    };
    let limit = form.constant.negated().divided_by(form.factor)?;
    let comparison = if form.factor.is_negative() { turned(*comparison) } else { *comparison };
    match unknown {
        Term::Fact(_) => Some(Solution::where_all(vec![(comparison, limit)])),
        Term::Years(from, to) => solve_years(comparison, limit, from, to),
        _ => None,
    }
}

/// `factor * unknown + constant`, in which the unknown is a fact or the years to or from a fact.
struct Linear<'a> {
    unknown: Option<&'a Term>,
    factor: Number,
    constant: Number,
}

fn linear(term: &Term) -> Option<Linear<'_>> {
    match term {
        Term::Literal(Value::Number(number)) => Some(Linear::constant(*number)),
        Term::Literal(Value::Date(date)) => Some(Linear::constant(day::exact_number_of(*date))),
        Term::Literal(_) | Term::Lookup(..) | Term::Never => None,
        Term::Fact(_) => Some(Linear { unknown: Some(term), factor: Number::ONE, constant: Number::ZERO }),
        Term::Years(from, to) => match (&**from, &**to) {
            (Term::Literal(Value::Date(from)), Term::Literal(Value::Date(to))) => {
                Some(Linear::constant(Number::whole(whole_years(*from, *to))))
            }
            _ => Some(Linear { unknown: Some(term), factor: Number::ONE, constant: Number::ZERO }),
        },
        Term::Negate(part) => Linear::constant(Number::ZERO).minus(linear(part)?),
        Term::Arithmetic(operator, left, right) => {
            let (left, right) = (linear(left)?, linear(right)?);
            match operator {
                Operator::Plus => left.plus(right),
                Operator::Minus => left.minus(right),
                Operator::Times if left.unknown.is_none() => right.times(left.constant),
                Operator::Times if right.unknown.is_none() => left.times(right.constant),
                Operator::DividedBy if right.unknown.is_none() => left.times(Number::ONE.divided_by(right.constant)?),
                Operator::Times | Operator::DividedBy => None,
            }
        }
    }
}

impl Linear<'_> {
    fn constant(constant: Number) -> Self {
        Linear { unknown: None, factor: Number::ZERO, constant }
    }

    fn times(self, by: Number) -> Option<Self> {
        Some(Linear { factor: self.factor.times(by)?, constant: self.constant.times(by)?, ..self })
    }

    fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.times(Number::ONE.negated())?)
    }

    fn plus(self, other: Self) -> Option<Self> {
        if let (Some(left), Some(right)) = (self.unknown, other.unknown)
            && left != right
        {
            return None;
        }
        Some(Linear {
            unknown: self.unknown.or(other.unknown),
            factor: self.factor.plus(other.factor)?,
            constant: self.constant.plus(other.constant)?,
        })
    }
}

/// The comparison with both sides multiplied by a number below nought.
fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        Comparison::Equal | Comparison::NotEqual => comparison,
    }
}

/// The days for which completed years compare so with a limit. Years are whole and change in one direction as the day
/// moves, so "at least so many years" begins or ends on one day, which halving finds.
fn solve_years(comparison: Comparison, limit: Number, from: &Term, to: &Term) -> Option<Solution> {
    let years = match (from, to) {
        (Term::Fact(_), Term::Literal(Value::Date(to))) => YearsOfDay::Until(*to),
        (Term::Literal(Value::Date(from)), Term::Fact(_)) => YearsOfDay::Since(*from),
        _ => return None,
    };
    let at_least = |years_wanted: Number| Some(years.at_least(years_wanted.to_i64()?));
    let next = limit.floor().plus(Number::ONE)?;
    match comparison {
        Comparison::GreaterOrEqual => at_least(limit.ceil()),
        Comparison::Greater => at_least(next),
        Comparison::Less => at_least(limit.ceil()).map(Solution::not),
        Comparison::LessOrEqual => at_least(next).map(Solution::not),
        Comparison::Equal | Comparison::NotEqual => {
            let equal = if limit.is_whole() {
                let mut all = at_least(limit)?.all;
                all.extend(at_least(next)?.all.into_iter().map(|(comparison, day)| (opposite(comparison), day)));
                Solution::where_all(all)
            } else {
                Solution::everywhere(false)
            };
            Some(if comparison == Comparison::Equal { equal } else { equal.not() })
        }
    }
}

fn opposite(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::GreaterOrEqual,
        Comparison::LessOrEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessOrEqual,
        Comparison::GreaterOrEqual => Comparison::Less,
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
    }
}

/// Completed years as a function of one day.
#[derive(Clone, Copy)]
enum YearsOfDay {
    /// From the day to this one: fewer as the day comes later.
    Until(Date),
    /// From this one to the day: more as the day comes later.
    Since(Date),
}

impl YearsOfDay {
    /// The days with at least so many years, as one comparison with a day number.
    fn at_least(self, wanted: i64) -> Solution {
        let enough = |day: i64| {
            day::date_at(day).is_some_and(|date| {
                wanted
                    <= match self {
                        YearsOfDay::Until(to) => whole_years(date, to),
                        YearsOfDay::Since(from) => whole_years(from, date),
                    }
            })
        };
        let (first, last) = (day::number_of(day::FIRST), day::number_of(day::LAST));
        let comparison = match self {
            YearsOfDay::Until(_) => Comparison::Less,
            YearsOfDay::Since(_) => Comparison::GreaterOrEqual,
        };
        let before_change = comparison == Comparison::Less;
        // Between `low` and `high` lies the first day on which the answer differs from that before it.
        let (mut low, mut high) = (first, last + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            if enough(middle) == before_change { low = middle + 1 } else { high = middle }
        }
        Solution::where_all(vec![(comparison, Number::whole(low))])
    }
}
