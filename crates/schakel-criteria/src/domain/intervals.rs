//! Intervals of numbers and the value in them that is nearest to where a firm stands. Which intervals matter to a rule
//! is worked out in `numbers`.

use std::cmp::Ordering;

use crate::bounds::Bounds;
use crate::day;
use crate::number::Number;
use crate::tree::Comparison;
use crate::value::{Type, Value};
use crate::vocabulary::FactDefinition;

/// What the definition of a fact says about its numbers.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// The smallest and largest number.
    pub(crate) bounds: Bounds,
    /// The unit in which changes are proposed.
    step: Number,
    /// Whether only whole numbers are possible.
    pub(crate) whole: bool,
    /// Whether the numbers stand for days.
    is_day: bool,
}

/// The numbers between two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interval {
    /// Where it begins; open-ended without.
    pub(crate) low: Option<End>,
    /// Where it ends; open-ended without.
    pub(crate) high: Option<End>,
}

/// An interval with the numbers in it that can be proposed, in steps of the fact where possible.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    pub(crate) interval: Interval,
    lowest: Option<Number>,
    highest: Option<Number>,
    /// The one to name when nothing is known of the firm.
    telling: Option<Number>,
}

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) at: Number,
    /// Whether the number itself belongs to the interval.
    pub(crate) included: bool,
}

impl Limits {
    /// Those of a number, an amount or a date; `None` for other facts.
    pub(crate) fn of(fact: &FactDefinition) -> Option<Limits> {
        match fact.fact_type {
            Type::Number | Type::Money => {
                let usable = fact.step > Number::ZERO && (fact.step.is_whole() || !fact.whole);
                let step = if usable { fact.step } else { Number::ONE };
                let bounds = Bounds { low: fact.minimum, high: fact.maximum };
                Some(Limits { bounds, step, whole: fact.whole, is_day: false })
            }
            Type::Date => {
                let [low, high] = [day::FIRST, day::LAST].map(|date| Some(day::exact_number_of(date)));
                Some(Limits { bounds: Bounds { low, high }, step: Number::ONE, whole: true, is_day: true })
            }
            Type::Bool | Type::Code(_) | Type::Codes(_) | Type::Text => None,
        }
    }

    /// The number that stands for a value.
    pub(crate) fn number(&self, value: &Value) -> Option<Number> {
        match value {
            Value::Number(number) if !self.is_day => Some(*number),
            Value::Date(date) if self.is_day => Some(day::exact_number_of(*date)),
            _ => None,
        }
    }

    /// The value that a number stands for.
    pub(crate) fn value(&self, number: Number) -> Option<Value> {
        if self.is_day { number.to_i64().and_then(day::date_at).map(Value::Date) } else { Some(Value::Number(number)) }
    }

    /// All possible numbers.
    pub(crate) fn interval(&self) -> Interval {
        let end = |at| End { at, included: true };
        Interval { low: self.bounds.low.map(end), high: self.bounds.high.map(end) }
    }

    /// A number to start from when nothing is known: the smallest, or nought.
    pub(crate) fn start(&self) -> Number {
        self.bounds.low.or(self.bounds.high.filter(|high| high.is_negative())).unwrap_or(Number::ZERO)
    }

    /// The number in these intervals that is nearest to `current`; without a current number the one in the first
    /// interval that tells most: "at least 20" is told by 20, "fewer than 250" by 249.
    pub(crate) fn nearest(&self, intervals: &[Stretch], current: Option<Number>) -> Option<Number> {
        let Some(current) = current else { return intervals.first().and_then(|stretch| stretch.telling) };
        let number = |stretch: &Stretch| match stretch.interval.place(current) {
            Ordering::Equal => Some(current),
            Ordering::Less => stretch.lowest,
            Ordering::Greater => stretch.highest,
        };
        if let [only] = intervals {
            return number(only);
        }
        let candidates = intervals.iter().filter_map(number);
        candidates.filter_map(|number| Some((distance(number, current)?, number))).min().map(|(_, number)| number)
    }

    /// An interval with the numbers in it that can be proposed.
    pub(crate) fn stretch(&self, interval: Interval) -> Stretch {
        let (lowest, highest) = (self.lowest(&interval), self.highest(&interval));
        let low_tells = interval.low.is_some_and(|low| Some(low.at) != self.bounds.low);
        let high_tells = interval.high.is_some_and(|high| Some(high.at) != self.bounds.high);
        let telling = match (interval.low, interval.high) {
            (Some(_), _) if low_tells || !high_tells => lowest,
            (_, Some(_)) => highest,
            _ => Some(Number::ZERO),
        };
        Stretch { interval, lowest, highest, telling }
    }

    /// The smallest multiple of the step in the interval, or else another number near its low end.
    fn lowest(&self, interval: &Interval) -> Option<Number> {
        let low = interval.low?;
        let multiple = || {
            let rounded = low.at.divided_by(self.step)?.ceil().times(self.step)?;
            if !low.included && rounded == low.at { rounded.plus(self.step) } else { Some(rounded) }
        };
        multiple().filter(|number| interval.place(*number).is_eq()).or_else(|| interval.any())
    }

    fn highest(&self, interval: &Interval) -> Option<Number> {
        let mirrored = Interval { low: interval.high.map(End::negated), high: interval.low.map(End::negated) };
        self.lowest(&mirrored).map(Number::negated)
    }
}

impl Interval {
    /// The numbers that compare so with this one.
    pub(crate) fn satisfying(comparison: Comparison, number: Number) -> Vec<Interval> {
        let end = |included| Some(End { at: number, included });
        let (below, above) = (
            |included| Interval { low: None, high: end(included) },
            |included| Interval { low: end(included), high: None },
        );
        match comparison {
            Comparison::Less => vec![below(false)],
            Comparison::LessOrEqual => vec![below(true)],
            Comparison::Greater => vec![above(false)],
            Comparison::GreaterOrEqual => vec![above(true)],
            Comparison::Equal => vec![Interval { low: end(true), high: end(true) }],
            Comparison::NotEqual => vec![below(false), above(false)],
        }
    }

    /// Where a number stands: before, in or after the interval.
    pub(crate) fn place(&self, number: Number) -> Ordering {
        if self.low.is_some_and(|low| number < low.at || number == low.at && !low.included) {
            Ordering::Less
        } else if self.high.is_some_and(|high| number > high.at || number == high.at && !high.included) {
            Ordering::Greater
        } else {
            Ordering::Equal
        }
    }

    /// The part that lies in both; with `whole` cut down to whole ends. `None` when nothing is left.
    pub(crate) fn shared(&self, other: &Interval, whole: bool) -> Option<Interval> {
        let mirrored = |end: Option<End>| end.map(End::negated);
        let mut low = higher(self.low, other.low);
        let mut high = mirrored(higher(mirrored(self.high), mirrored(other.high)));
        if whole {
            low = low.and_then(End::whole_from);
            high = mirrored(mirrored(high).and_then(End::whole_from));
        }
        let is_empty = low
            .zip(high)
            .is_some_and(|(low, high)| low.at > high.at || low.at == high.at && !(low.included && high.included));
        (!is_empty).then_some(Interval { low, high })
    }

    /// Whether `next` begins where this one ends, so that together they are one interval.
    pub(crate) fn touches(&self, next: &Interval, whole: bool) -> bool {
        self.high.zip(next.low).is_some_and(|(high, low)| {
            high.at == low.at && high.included != low.included || whole && high.at.plus(Number::ONE) == Some(low.at)
        })
    }

    /// Some number in it. Between two ends that do not belong to it is the middle.
    pub(crate) fn sample(&self) -> Option<Number> {
        match (self.low, self.high) {
            (None, None) => Some(Number::ZERO),
            (Some(end), _) | (_, Some(end)) if end.included => Some(end.at),
            (Some(low), None) => low.at.plus(Number::ONE),
            (None, Some(high)) => high.at.minus(Number::ONE),
            (Some(_), Some(_)) => self.any(),
        }
    }

    /// Some number in it, when both ends are known: the low end or else the middle.
    fn any(&self) -> Option<Number> {
        let low = self.low?;
        if low.included {
            return Some(low.at);
        }
        let high = self.high?;
        if high.included { Some(high.at) } else { low.at.plus(high.at)?.divided_by(Number::whole(2)) }
    }
}

impl End {
    fn negated(self) -> End {
        End { at: self.at.negated(), included: self.included }
    }

    /// As a low end: the first whole number from here.
    fn whole_from(self) -> Option<End> {
        let rounded = self.at.ceil();
        let at = if rounded == self.at && !self.included { rounded.plus(Number::ONE)? } else { rounded };
        Some(End { at, included: true })
    }
}

/// The low end that leaves less.
fn higher(left: Option<End>, right: Option<End>) -> Option<End> {
    match (left, right) {
        (Some(left), Some(right)) => {
            let right_leaves_less = right.at > left.at || right.at == left.at && !right.included;
            Some(if right_leaves_less { right } else { left })
        }
        (left, right) => left.or(right),
    }
}

/// How far two numbers are apart; `None` when that does not fit.
pub(super) fn distance(left: Number, right: Number) -> Option<Number> {
    let difference = left.minus(right)?;
    Some(if difference.is_negative() { difference.negated() } else { difference })
}
