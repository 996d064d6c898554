//! What cannot be read from one column is worked out row by row when a plan meets a table: comparisons of several facts
//! with each other, and in which way a derived number is known.

use std::collections::HashMap;
use std::sync::Arc;

use schakel_time::Date;

use crate::bounds::Bounds;
use crate::domain::Limits;
use crate::evaluate::{Outcome, Situation, fact_value};
use crate::term::{Atom, Term};
use crate::value::Value;
use crate::vocabulary::{Derivation, FactId, FactSet, Vocabulary};

use super::table::FirmTable;

/// Something about one row that needs the values of several facts.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum RowTest {
    /// A test that no single fact answers.
    Atom(Atom),
    /// Whether a calculation has a value. It is known of every row.
    HasValue(Term),
    /// Whether a table does not have the code of this fact.
    Lacks(FactId, Arc<HashMap<Arc<str>, Arc<str>>>),
}

/// Rows of which the same is known are worked out once, as long as there are no more different ones than this: 65,536
/// of a few values each are some megabytes.
const REMEMBERED_MAX: usize = 1 << 16;

impl RowTest {
    /// The answer for every row; `None` where it is not known.
    pub(super) fn answers(&self, table: &FirmTable, vocabulary: &Vocabulary, as_of: Date) -> Vec<Option<bool>> {
        let sources = self.sources(vocabulary);
        let columns: Vec<_> = sources.iter().filter_map(|id| Some((*id, table.column(*id)?))).collect();
        if columns.is_empty() {
            let answer = self.answer(&FactSet::new(), vocabulary, as_of);
            return vec![answer; table.rows()];
        }
        let mut remembered: HashMap<Vec<Option<Value>>, Option<bool>> = HashMap::new();
        let answer = |row: usize| {
            let values: Vec<Option<Value>> = columns.iter().map(|(_, column)| column.value(row)).collect();
            if let Some(answer) = remembered.get(&values) {
                return *answer;
            }
            let mut facts = FactSet::new();
            for ((id, _), value) in columns.iter().zip(&values) {
                if let Some(value) = value {
                    facts.set(*id, value.clone());
                }
            }
            let answer = self.answer(&facts, vocabulary, as_of);
            if remembered.len() < REMEMBERED_MAX {
                remembered.insert(values, answer);
            }
            answer
        };
        (0..table.rows()).map(answer).collect()
    }

    fn answer(&self, facts: &FactSet, vocabulary: &Vocabulary, as_of: Date) -> Option<bool> {
        let situation = Situation { vocabulary, facts, as_of };
        let known = |id: FactId| match fact_value(id, &situation) {
            Outcome::Known(value) => Some(value),
            Outcome::Unknown | Outcome::Trouble(_) => None,
        };
        match self {
            RowTest::Atom(atom) => {
                let limits = |id| vocabulary.fact(id).and_then(Limits::of).map_or(Bounds::ANY, |limits| limits.bounds);
                atom.outcome(&known, &limits, Some(vocabulary))
            }
            RowTest::HasValue(term) => Some(term.value(&known).is_some()),
            RowTest::Lacks(from, table) => match known(*from)? {
                Value::Text(code) => Some(!table.contains_key(&code)),
                _ => None,
            },
        }
    }

    /// The facts that it names, and those on which they rest.
    fn sources(&self, vocabulary: &Vocabulary) -> Vec<FactId> {
        let mut waiting = match self {
            RowTest::Atom(atom) => atom.facts(),
            RowTest::HasValue(term) => term.facts(),
            RowTest::Lacks(from, _) => vec![*from],
        };
        let mut found = Vec::new();
        while let Some(id) = waiting.pop() {
            if found.contains(&id) {
                continue;
            }
            found.push(id);
            match vocabulary.fact(id).and_then(|fact| fact.derivation.as_ref()) {
                None => {}
                Some(Derivation::Lookup { from, .. }) => waiting.push(*from),
                Some(Derivation::Expressions(expressions)) => {
                    waiting.extend(expressions.iter().flat_map(crate::tree::Expression::facts));
                }
            }
        }
        found
    }
}
