//! A synthetic population of firms: the prior of the interview. No firm in it is real. How firms are drawn lives in
//! `population/draw`; here is what they look like once drawn, fact by fact.

mod choices;
mod dice;
mod draw;

use std::collections::HashMap;

use schakel_criteria::{FactId, FactSet, Outcome, Situation, Value, Vocabulary, fact_value};
use schakel_register::Pack;
use schakel_time::Date;

/// Draws synthetic firms for a day, from the counts of the pack and, where no source counts, with every answer as
/// likely. The same seed gives the same firms. Derived facts are left to be derived.
pub fn draw_firms(pack: &Pack, day: Date, count: usize, seed: u64) -> Vec<FactSet> {
    draw::Generator::new(pack, day).draw(count, seed)
}

/// Firms, fact by fact, derived facts included.
#[derive(Debug)]
pub struct Population {
    columns: Vec<Column>,
    size: usize,
}

/// The values of one fact over all firms.
#[derive(Clone, Debug, Default)]
pub(crate) struct Column {
    /// The values that occur.
    pub(crate) values: Vec<Value>,
    /// Per firm the place of its value; past all values when the firm has none.
    pub(crate) of_firm: Vec<u16>,
}

/// The firms of the prior: enough for some hundreds that are like a firm after ten answers.
const PRIOR_FIRMS: usize = 4096;

/// The seed of the prior. Every server has the same prior, so that each asks the same questions.
const PRIOR_SEED: u64 = 81_644;

impl Population {
    /// The prior of a pack: synthetic firms on a day, always the same.
    pub fn prior(pack: &Pack, day: Date) -> Self {
        Population::new(&draw_firms(pack, day, PRIOR_FIRMS, PRIOR_SEED), &pack.vocabulary, day)
    }

    /// These firms, with what follows from their facts on a day.
    pub fn new(firms: &[FactSet], vocabulary: &Vocabulary, day: Date) -> Self {
        let columns = vocabulary.fact_ids().map(|fact| column(fact, firms, vocabulary, day)).collect();
        Population { columns, size: firms.len() }
    }

    /// The number of firms.
    pub fn len(&self) -> usize {
        self.size
    }

    /// Whether there are no firms.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// The values of a fact.
    pub(crate) fn column(&self, fact: FactId) -> Option<&Column> {
        self.columns.get(usize::from(fact.0))
    }
}

fn column(fact: FactId, firms: &[FactSet], vocabulary: &Vocabulary, day: Date) -> Column {
    let mut column = Column::default();
    let mut places: HashMap<Value, u16> = HashMap::new();
    for facts in firms {
        let place = match fact_value(fact, &Situation { vocabulary, facts, as_of: day }) {
            Outcome::Known(value) => {
                let next = u16::try_from(column.values.len()).unwrap_or(u16::MAX);
                *places.entry(value).or_insert_with_key(|value| {
                    column.values.push(value.clone());
                    next
                })
            }
            _ => u16::MAX,
        };
        column.of_firm.push(place);
    }
    column
}
