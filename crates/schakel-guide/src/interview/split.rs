//! How the candidates divide the values of a fact: values between which a candidate sees no difference are one class.
//! Candidates that divide a fact in the same way share the division.

use std::collections::HashMap;

use schakel_criteria::{FactId, FactSet, RuleSet, Value, ValueView};

use crate::population::{Column, Population};

use super::reach::{Reach, ReachFacts};

/// The number of a division.
pub(super) type SplitId = usize;

/// One way to divide the values of a fact that occur in the population.
#[derive(Clone, Debug)]
pub(super) struct Split {
    pub(super) fact: FactId,
    /// Per value of the column its class.
    pub(super) class_of_value: Vec<u16>,
    /// A value of each class.
    pub(super) examples: Vec<Value>,
    /// A candidate that divides it so.
    pub(super) case: usize,
    /// Whether every value is a class of its own, because some test calculates with it.
    pub(super) is_exact: bool,
}

/// All divisions, each once.
#[derive(Debug, Default)]
pub(super) struct Splits {
    pub(super) list: Vec<Split>,
    numbers: HashMap<(FactId, Vec<u16>), SplitId>,
}

/// What one candidate sees of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Seen {
    rules: Option<ValueView>,
    is_left: bool,
}

impl Seen {
    pub(super) fn new(fact: FactId, value: &Value, rules: &RuleSet, reach: &Reach, facts: ReachFacts) -> Self {
        Seen { rules: rules.view(fact, value), is_left: reach.is_left_by(fact, value, facts) }
    }

    fn is_exact(&self) -> bool {
        matches!(self.rules, Some(ValueView::Exact(_)))
    }
}

impl Splits {
    /// The division of a fact by one candidate.
    pub(super) fn add(&mut self, fact: FactId, case: usize, column: &Column, see: impl Fn(&Value) -> Seen) -> SplitId {
        let mut classes: HashMap<Seen, u16> = HashMap::new();
        let mut examples = Vec::new();
        let mut is_exact = false;
        let mut class_of_value = Vec::with_capacity(column.values.len());
        for value in &column.values {
            let next = u16::try_from(examples.len()).unwrap_or(u16::MAX);
            let seen = see(value);
            is_exact |= seen.is_exact();
            let class = *classes.entry(seen).or_insert_with(|| {
                examples.push(value.clone());
                next
            });
            class_of_value.push(class);
        }
        let list = &mut self.list;
        *self.numbers.entry((fact, class_of_value)).or_insert_with_key(|(_, class_of_value)| {
            list.push(Split { fact, class_of_value: class_of_value.clone(), examples, case, is_exact });
            list.len() - 1
        })
    }
}

/// The firms that are most like what is known: all that agree with it, or, when those are few, those that agree with
/// most of it.
pub(super) fn alike_firms(
    facts: &FactSet,
    population: &Population,
    is_alike: impl Fn(FactId, &Value) -> Option<Vec<bool>>,
) -> Vec<u32> {
    let mut agreements = vec![0_u16; population.len()];
    let mut asked = 0;
    for (fact, value) in facts.given() {
        let (Some(alike), Some(column)) = (is_alike(fact, value), population.column(fact)) else { continue };
        asked += 1;
        for (count, place) in agreements.iter_mut().zip(&column.of_firm) {
            *count += u16::from(alike.get(usize::from(*place)) == Some(&true));
        }
    }
    let mut with_agreements = vec![0_usize; asked + 1];
    for count in &agreements {
        if let Some(slot) = with_agreements.get_mut(usize::from(*count)) {
            *slot += 1;
        }
    }
    let mut found = 0;
    let mut least = asked;
    for (count, firms) in with_agreements.iter().enumerate().rev() {
        least = count;
        found += firms;
        if found >= FIRMS_MIN {
            break;
        }
    }
    let step = found.div_ceil(FIRMS_MAX).max(1);
    let agree = |(_, count): &(u32, &u16)| usize::from(**count) >= least;
    (0..).zip(&agreements).filter(agree).map(|(firm, _)| firm).step_by(step).collect()
}

/// Fewer firms than this say too little about the next answer.
const FIRMS_MIN: usize = 256;

/// More firms than this say nothing more.
const FIRMS_MAX: usize = 1024;
