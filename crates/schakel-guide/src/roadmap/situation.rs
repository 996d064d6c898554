//! The situation of an entrepreneur: does not want to, does not know how, cannot (source 003). It changes the first
//! step and nothing else.

use schakel_criteria::{
    CriteriaSet, Criterion, FactId, FactSet, Outcome, Situation as Point, Test, Value, Verdict, fact_value,
};
use schakel_register::{Id, Pack, Situation};
use schakel_time::Date;

/// A situation with the answers that tell it.
#[derive(Clone, Debug)]
pub struct SituationFound<'a> {
    /// The situation.
    pub situation: &'a Situation,
    /// The answers.
    pub because: Vec<(FactId, Value)>,
}

/// The situations of a pack with their compiled rules.
#[derive(Debug)]
pub(crate) struct Situations<'a> {
    pack: &'a Pack,
    rules: Vec<(&'a Situation, CriteriaSet)>,
}

impl<'a> Situations<'a> {
    /// Compiles the rules for a day.
    pub(crate) fn new(pack: &'a Pack, day: Date) -> Self {
        let compiled = |situation: &'a Situation| {
            let test = Test::Rule(situation.rule.clone());
            let criterion = Criterion { id: Id::clone(&situation.id), test };
            (situation, CriteriaSet::compile(vec![criterion], &pack.vocabulary, day))
        };
        Situations { pack, rules: pack.situations.iter().map(compiled).collect() }
    }

    /// The first situation that holds; nothing when none does, or when too little is known.
    pub(super) fn of_firm(&self, facts: &FactSet) -> Option<SituationFound<'a>> {
        self.rules.iter().find_map(|(situation, rule)| {
            let answer = rule.answer(facts, &self.pack.vocabulary);
            let used = answer.criteria.into_iter().flat_map(|criterion| criterion.used);
            let because = used.filter_map(|(fact, value)| Some((fact, value?))).collect();
            (answer.verdict == Verdict::Met).then_some(SituationFound { situation, because })
        })
    }
}

/// The phase that the firm is in.
pub(super) fn phase(facts: &FactSet, day: Date, pack: &Pack) -> Option<Id> {
    let situation = Point { vocabulary: &pack.vocabulary, facts, as_of: day };
    match fact_value(pack.vocabulary.fact_named("phase")?, &situation) {
        Outcome::Known(Value::Text(phase)) => Some(phase),
        _ => None,
    }
}
