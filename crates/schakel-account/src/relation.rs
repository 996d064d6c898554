//! Whether what must hold between figures holds.

use schakel_criteria::{FactSet, Outcome, Situation, Value, evaluate};
use schakel_register::{Pack, Relation};

use crate::figures::{Figures, Traced};

/// A relation as it turned out.
#[derive(Clone, Debug)]
pub struct RelationOutcome<'a> {
    /// The relation.
    pub relation: &'a Relation,
    /// Whether it holds; absent: a figure in it is not known.
    pub holds: Option<bool>,
    /// The name of each input with its figure.
    pub inputs: Vec<(String, Traced)>,
}

/// Every relation of a pack.
pub fn check_relations<'a>(figures: &Figures<'a>) -> Vec<RelationOutcome<'a>> {
    let pack: &'a Pack = figures.pack;
    pack.accounts.relations.iter().map(|relation| check_relation(relation, figures)).collect()
}

/// One relation.
pub fn check_relation<'a>(relation: &'a Relation, figures: &Figures<'_>) -> RelationOutcome<'a> {
    let inputs = figures.inputs(&relation.inputs, 0);
    let mut facts = FactSet::new();
    for (fact, traced) in &inputs {
        if let Some(number) = traced.value.value {
            facts.set(*fact, Value::Number(number));
        }
    }
    let situation = Situation { vocabulary: &relation.names, facts: &facts, as_of: figures.as_of };
    let holds = match evaluate(&relation.rule, &situation) {
        Outcome::Known(Value::Bool(holds)) => Some(holds),
        Outcome::Known(_) | Outcome::Trouble(_) => Some(false),
        Outcome::Unknown => None,
    };
    let name = |fact| relation.names.fact(fact).map_or_else(String::new, |it| it.id.to_string());
    let inputs = inputs.into_iter().map(|(fact, traced)| (name(fact), traced)).collect();
    RelationOutcome { relation, holds, inputs }
}
