//! Value classes. The tests of a rule set divide the possible values of each fact into finitely many classes: two
//! values of one class give the same answers everywhere, so deciding needs only the class. What the tests are is worked
//! out in `decision`.

mod codes;
mod intervals;
mod lists;
mod numbers;

use std::collections::HashMap;

pub(crate) use codes::Codes;
use intervals::distance;
pub(crate) use intervals::{Interval, Limits, Stretch};
pub(crate) use lists::{List, Progress};
pub(crate) use numbers::Numbers;

use crate::number::Number;
use crate::value::Value;

/// The number of a class within its fact.
pub(crate) type Class = u16;

/// For each class, which tests hold in it.
pub(crate) type Classes = Vec<Vec<bool>>;

/// The values of one fact, divided into classes.
#[derive(Clone, Debug)]
pub(crate) enum Domain {
    /// No (class 0) or yes (class 1).
    Bool,
    /// Numbers, amounts and days.
    Numbers(Numbers),
    /// One code.
    Codes(Codes),
    /// A list of codes, with a class (0 or 1) for each test on it.
    List(List),
    /// The fact is only used in calculations with others.
    Undivided(Option<Limits>),
}

impl Domain {
    /// The classes of a value; `None` where the value is not one that the fact can have.
    pub(crate) fn read(&self, value: &Value, classes: &mut [Option<Class>]) {
        match (self, value) {
            (Domain::List(list), Value::Codes(codes)) => list.read(codes, classes),
            (Domain::Bool, Value::Bool(truth)) => classes.fill(Some(Class::from(*truth))),
            (Domain::Numbers(numbers), _) => {
                classes.fill(numbers.limits.number(value).and_then(|number| numbers.class_of(number)));
            }
            (Domain::Codes(codes), Value::Text(code)) => classes.fill(codes.class_of(code)),
            _ => {}
        }
    }

    /// The value with these classes (`None`: any) that is nearest to the current one.
    pub(crate) fn nearest(&self, classes: &[Option<Class>], current: Option<&Value>) -> Option<Value> {
        let class = classes.first().copied().flatten();
        match self {
            Domain::List(list) => {
                let current = match current {
                    Some(Value::Codes(codes)) => codes,
                    _ => [].as_slice(),
                };
                Some(list.nearest(classes, current))
            }
            Domain::Bool => class.map(|class| Value::Bool(class == 1)),
            Domain::Numbers(numbers) => {
                let limits = &numbers.limits;
                let current = current.and_then(|value| limits.number(value));
                numbers.nearest(class?, current).and_then(|number| limits.value(number))
            }
            Domain::Codes(codes) => codes.first(class?).map(|code| Value::Text(code.clone())),
            Domain::Undivided(_) => None,
        }
    }

    /// The classes of a fact with so many of them, those nearest to the current value first.
    pub(crate) fn nearest_first(&self, count: Class, current: Option<&Value>) -> Vec<Class> {
        let mut classes: Vec<Class> = (0..count).collect();
        if let Domain::Numbers(numbers) = self
            && count > 2
            && let Some(current) = current.and_then(|value| numbers.limits.number(value))
        {
            classes.sort_by_cached_key(|class| {
                let nearest = numbers.nearest(*class, Some(current));
                nearest.and_then(|nearest| distance(nearest, current)).map_or((true, Number::ZERO), |it| (false, it))
            });
        }
        classes
    }

    /// What its definition says of its numbers, when it is about numbers.
    pub(crate) fn limits(&self) -> Option<&Limits> {
        match self {
            Domain::Numbers(numbers) => Some(&numbers.limits),
            Domain::Undivided(limits) => limits.as_ref(),
            Domain::Bool | Domain::Codes(_) | Domain::List(_) => None,
        }
    }

    /// The numbers of a class; without a class all that are possible.
    pub(crate) fn intervals(&self, class: Option<Class>) -> Vec<Interval> {
        match (self, class) {
            (Domain::Numbers(numbers), Some(class)) => {
                numbers.stretches(class).iter().map(|stretch| stretch.interval).collect()
            }
            _ => self.limits().map(Limits::interval).into_iter().collect(),
        }
    }
}

/// Puts cells in which the same tests hold in one class, numbered in order of first mention. A cell without possible
/// values makes no class of its own, but belongs to one that is like it; when no cell is possible, all count as such.
fn group(cells: impl Iterator<Item = (Vec<bool>, bool)>) -> (Vec<Option<Class>>, Classes) {
    let cells: Vec<(Vec<bool>, bool)> = cells.collect();
    let nothing_possible = cells.iter().all(|(_, is_possible)| !is_possible);
    let mut class_of_truths: HashMap<&[bool], Class> = HashMap::new();
    let mut classes = Classes::new();
    for (truths, is_possible) in &cells {
        if (*is_possible || nothing_possible) && !class_of_truths.contains_key(truths.as_slice()) {
            let Ok(class) = Class::try_from(classes.len()) else { break };
            class_of_truths.insert(truths, class);
            classes.push(truths.clone());
        }
    }
    let class_of_cell = cells.iter().map(|(truths, _)| class_of_truths.get(truths.as_slice()).copied()).collect();
    (class_of_cell, classes)
}
