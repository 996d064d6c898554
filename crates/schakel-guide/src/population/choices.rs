//! What each fact of a synthetic firm can be, and how often: the values that are drawn from. Which of them go together
//! is the work of `draw`.

use std::sync::Arc;

use schakel_criteria::{Code, FactDefinition, FactId, Number, Type, Value};
use schakel_register::{FirmCounts, Pack, Spread, ValueRange};
use schakel_time::Date;

use super::dice::Dice;

/// What a fact can be.
#[derive(Clone, Debug)]
pub(super) enum Choices {
    /// One of these, as often as its weight.
    Weighted(Vec<Value>, Vec<u64>),
    /// One to [`CODES_MAX`] of these codes, each number and each code as often.
    Several(Vec<Arc<str>>),
    /// The fact is never drawn.
    None,
}

/// The most codes of a list that a firm has: more plans at once are rare, and nothing says how rare.
const CODES_MAX: usize = 3;

/// The most values of an even range that are drawn apart; a longer one is drawn in [`PARTS`] parts.
const VALUES_MAX: i64 = 24;

/// In how many parts a long range is cut.
const PARTS: i64 = 10;

/// The longest of a range without limits, in steps.
const STEPS_DEFAULT: i64 = 10;

impl Choices {
    /// What a fact can be where no source says how often: everything as often, within the limits that the pack assumes.
    pub(super) fn of(id: FactId, pack: &Pack, day: Date) -> Choices {
        let Some(fact) = pack.vocabulary.fact(id) else { return Choices::None };
        let counts = pack.firm_counts.as_ref();
        match &fact.fact_type {
            Type::Bool => Choices::Weighted(vec![Value::Bool(true), Value::Bool(false)], odds(id, counts)),
            Type::Code(list) => even(pack.codes(list).iter().map(|code| Value::Text(Arc::clone(&code.id))).collect()),
            Type::Codes(list) => Choices::Several(leaves(pack.codes(list))),
            Type::Number | Type::Money => even(numbers(range(id, fact, counts), fact)),
            Type::Date => {
                let years = numbers(range(id, fact, counts), fact);
                even(years.iter().filter_map(|it| years_before(it, day)).collect())
            }
            Type::Text => Choices::None,
        }
    }

    /// A value of a class of sizes.
    pub(super) fn of_range(range: ValueRange, fact: &FactDefinition) -> Choices {
        even(numbers(range, fact))
    }

    /// One of these codes.
    pub(super) fn one_of(codes: &[Arc<str>]) -> Choices {
        even(codes.iter().map(|code| Value::Text(Arc::clone(code))).collect())
    }

    /// A list of one of these codes.
    pub(super) fn list_of_one(codes: Vec<Arc<str>>) -> Choices {
        even(codes.into_iter().map(|code| Value::Codes([code].into())).collect())
    }

    /// Draws a value.
    pub(super) fn draw(&self, dice: &mut Dice) -> Option<Value> {
        match self {
            Choices::Weighted(values, weights) => values.get(dice.weighted(weights)).cloned(),
            Choices::Several(codes) => {
                let count = 1 + dice.place(CODES_MAX);
                let drawn: Vec<&str> =
                    (0..count).filter_map(|_| codes.get(dice.place(codes.len()))).map(|it| &**it).collect();
                Some(Value::codes(drawn))
            }
            Choices::None => None,
        }
    }

    /// All values, in the order of a draw.
    pub(super) fn in_any_order(&self, dice: &mut Dice) -> Vec<Value> {
        let mut values = match self {
            Choices::Weighted(values, _) => values.clone(),
            Choices::Several(codes) => codes.iter().map(|code| Value::Codes([Arc::clone(code)].into())).collect(),
            Choices::None => Vec::new(),
        };
        dice.shuffle(&mut values);
        values
    }
}

/// The codes under which there are no others, below these codes.
pub(super) fn leaves_under(pack: &Pack, list: &str, ancestors: &[Arc<str>]) -> Vec<Arc<str>> {
    let Some(codes) = pack.vocabulary.code_list(list) else { return Vec::new() };
    let is_below = |code: &Arc<str>| ancestors.iter().any(|ancestor| codes.is_under(code, ancestor));
    leaves(codes.codes()).into_iter().filter(is_below).collect()
}

fn leaves(codes: &[Code]) -> Vec<Arc<str>> {
    let parents: std::collections::HashSet<&Arc<str>> = codes.iter().filter_map(|code| code.parent.as_ref()).collect();
    codes.iter().map(|code| &code.id).filter(|id| !parents.contains(id)).cloned().collect()
}

fn even(values: Vec<Value>) -> Choices {
    let weights = vec![1; values.len()];
    Choices::Weighted(values, weights)
}

/// How often yes and no are: as often, or for an exception as rare as the pack assumes.
fn odds(id: FactId, counts: Option<&FirmCounts>) -> Vec<u64> {
    match counts {
        Some(counts) if counts.exceptions.contains(&id) => {
            vec![1, u64::from(counts.exception_one_in.saturating_sub(1))]
        }
        _ => vec![1, 1],
    }
}

/// The limits of a fact: those of the pack, or else those of its definition.
fn range(id: FactId, fact: &FactDefinition, counts: Option<&FirmCounts>) -> ValueRange {
    let given = counts.and_then(|counts| counts.ranges.iter().find(|(fact, _)| *fact == id));
    given.map_or_else(|| default_range(fact), |(_, range)| *range)
}

fn default_range(fact: &FactDefinition) -> ValueRange {
    let from = fact.minimum.unwrap_or(Number::ZERO);
    let length = Number::whole(STEPS_DEFAULT).times(fact.step).unwrap_or(Number::ONE);
    let to = fact.maximum.or_else(|| from.plus(length)).unwrap_or(from);
    ValueRange { from, to, spread: Spread::Even }
}

fn numbers(range: ValueRange, fact: &FactDefinition) -> Vec<Value> {
    let numbers = match range.spread {
        Spread::Even => even_numbers(range, fact.step),
        Spread::Orders => orders(range),
    };
    numbers.into_iter().map(Value::Number).collect()
}

/// The numbers of a range in steps, or in parts when there are many.
fn even_numbers(range: ValueRange, step: Number) -> Vec<Number> {
    let steps =
        range.to.minus(range.from).and_then(|it| it.divided_by(step)).map(Number::floor).and_then(Number::to_i64);
    let steps = steps.unwrap_or(0);
    let parts = if steps <= VALUES_MAX { steps } else { PARTS };
    let number = |part: i64| {
        let step_count = Number::fraction(part.checked_mul(steps)?, parts.max(1))?.floor();
        range.from.plus(step_count.times(step)?)
    };
    (0..=parts).filter_map(number).collect()
}

/// One, two and five of every order of magnitude.
fn orders(range: ValueRange) -> Vec<Number> {
    let mut numbers = vec![range.from, range.to];
    let mut order = Number::ONE;
    while order <= range.to {
        let multiples = [1, 2, 5].map(|it| order.times(Number::whole(it)));
        numbers.extend(multiples.into_iter().flatten().filter(|it| *it >= range.from && *it <= range.to));
        let Some(next) = order.times(Number::whole(10)) else { break };
        order = next;
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The same day, so many years before.
fn years_before(years: &Value, day: Date) -> Option<Value> {
    let Value::Number(years) = years else { return None };
    let years = i16::try_from(years.to_i64()?).ok()?;
    let year = day.year().checked_sub(years)?;
    // The 29th of February is in few years.
    Date::new(year, day.month(), day.day().min(28)).ok().map(Value::Date)
}
