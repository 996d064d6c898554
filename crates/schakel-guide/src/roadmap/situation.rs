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

/// The first situation of the pack that holds; nothing when none does, or when too little is known.
pub(super) fn of_firm<'a>(facts: &FactSet, day: Date, pack: &'a Pack) -> Option<SituationFound<'a>> {
    pack.situations.iter().find_map(|situation| {
        let test = Test::Rule(situation.rule.clone());
        let criteria =
            CriteriaSet::compile(vec![Criterion { id: Id::clone(&situation.id), test }], &pack.vocabulary, day);
        let answer = criteria.answer(facts, &pack.vocabulary);
        let used = answer.criteria.into_iter().flat_map(|criterion| criterion.used);
        let because = used.filter_map(|(fact, value)| Some((fact, value?))).collect();
        (answer.verdict == Verdict::Met).then_some(SituationFound { situation, because })
    })
}

/// The phase that the firm is in.
pub(super) fn phase(facts: &FactSet, day: Date, pack: &Pack) -> Option<Id> {
    let situation = Point { vocabulary: &pack.vocabulary, facts, as_of: day };
    match fact_value(pack.vocabulary.fact_named("phase")?, &situation) {
        Outcome::Known(Value::Text(phase)) => Some(phase),
        _ => None,
    }
}
