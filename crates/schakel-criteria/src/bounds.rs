//! The smallest and largest number that a calculation can give: what is certain of it while facts are missing. Exact
//! calculation is in `number`.

use std::cmp::Ordering;

use crate::number::Number;
use crate::tree::Comparison;

/// All numbers from `low` to `high`, both included; open on a side without a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) low: Option<Number>,
    pub(crate) high: Option<Number>,
}

impl Bounds {
    /// Any number.
    pub(crate) const ANY: Bounds = Bounds { low: None, high: None };

    pub(crate) fn exactly(number: Number) -> Bounds {
        Bounds { low: Some(number), high: Some(number) }
    }

    pub(crate) fn negated(self) -> Bounds {
        Bounds { low: self.high.map(Number::negated), high: self.low.map(Number::negated) }
    }

    pub(crate) fn plus(self, other: Bounds) -> Bounds {
        Bounds { low: sum(self.low, other.low), high: sum(self.high, other.high) }
    }

    pub(crate) fn times(self, other: Bounds) -> Bounds {
        if let (Some(left), Some(right)) = (self.corners(), other.corners()) {
            return Bounds::around(left.into_iter().flat_map(|left| right.map(|right| left.times(right))));
        }
        if self.is_positive() && other.is_positive() {
            return Bounds { low: product(self.low, other.low), high: product(self.high, other.high) };
        }
        Bounds::ANY
    }

    /// The quotient; `None` when the divisor can be nought.
    pub(crate) fn divided_by(self, other: Bounds) -> Option<Bounds> {
        let above = other.low.is_some_and(|low| low > Number::ZERO);
        let below = other.high.is_some_and(|high| high.is_negative());
        if !above && !below {
            return None;
        }
        let Some(right) = other.corners() else { return Some(Bounds::ANY) };
        let inverted = Bounds::around(right.into_iter().map(|number| Number::ONE.divided_by(number)));
        Some(self.times(inverted))
    }

    /// Whether every number compares so with nought (yes), none does (no), or it depends.
    pub(crate) fn against_zero(self, comparison: Comparison) -> Option<bool> {
        let low = self.low.map(|low| low.cmp(&Number::ZERO));
        let high = self.high.map(|high| high.cmp(&Number::ZERO));
        let possible = [
            (Ordering::Less, low.is_none_or(Ordering::is_lt)),
            (Ordering::Equal, low.is_none_or(Ordering::is_le) && high.is_none_or(Ordering::is_ge)),
            (Ordering::Greater, high.is_none_or(Ordering::is_gt)),
        ];
        let mut outcomes = possible.iter().filter(|(_, is_possible)| *is_possible).map(|(it, _)| comparison.holds(*it));
        let first = outcomes.next()?;
        outcomes.all(|it| it == first).then_some(first)
    }

    fn is_positive(self) -> bool {
        self.low.is_some_and(|low| !low.is_negative())
    }

    fn corners(self) -> Option<[Number; 2]> {
        Some([self.low?, self.high?])
    }

    /// The bounds of these numbers; any number when one of them does not fit.
    fn around(numbers: impl Iterator<Item = Option<Number>>) -> Bounds {
        let Some(numbers) = numbers.collect::<Option<Vec<Number>>>() else { return Bounds::ANY };
        Bounds { low: numbers.iter().min().copied(), high: numbers.iter().max().copied() }
    }
}

fn sum(left: Option<Number>, right: Option<Number>) -> Option<Number> {
    left?.plus(right?)
}

fn product(left: Option<Number>, right: Option<Number>) -> Option<Number> {
    left?.times(right?)
}
