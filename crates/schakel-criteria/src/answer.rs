//! From criteria to an answer for one firm: the verdict, the verdict of every criterion with the facts it rests on,
//! what is missing, and what would have to change. Deciding is in `decision`; the order of instruments and the texts
//! for the reader live in other crates.

use std::sync::Arc;

use schakel_time::Date;

use crate::decision::{Changes, RuleSet};
use crate::evaluate::{Outcome, Situation, Trouble, evaluate};
use crate::tree::{Expression, Node};
use crate::value::Value;
use crate::vocabulary::{Derivation, FactId, FactSet, Vocabulary};

/// One criterion of an instrument.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Identifier within the instrument.
    pub id: Arc<str>,
    /// What it asks.
    pub test: Test,
}

/// What a criterion asks.
#[derive(Clone, Debug)]
pub enum Test {
    /// That this rule holds.
    Rule(Expression),
    /// A judgement: it stays with a person.
    Judgement,
}

/// How criteria work out for one firm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// They hold, whatever the facts that are not known.
    Met,
    /// They do not hold, whatever the facts that are not known.
    NotMet,
    /// It depends on facts that are not known.
    Unknown,
    /// A person decides; nothing that a rule can test stands in the way.
    Judgement,
}

/// The criteria of one version of one instrument, compiled for one day. All must hold.
#[derive(Clone, Debug)]
pub struct CriteriaSet {
    criteria: Vec<Criterion>,
    /// Per criterion whether it can be in trouble.
    may_fail: Vec<bool>,
    rules: RuleSet,
    as_of: Date,
}

/// The answer for one firm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The verdict over all criteria.
    pub verdict: Verdict,
    /// The verdict of every criterion, in their order.
    pub criteria: Vec<CriterionAnswer>,
    /// The facts that can still change the verdict; empty when it is [`Verdict::Met`] or [`Verdict::NotMet`].
    pub missing: Vec<FactId>,
    /// For [`Verdict::NotMet`]: the smallest changes that would help.
    pub changes: Changes,
}

/// How one criterion works out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionAnswer {
    /// Which criterion.
    pub id: Arc<str>,
    /// Its verdict.
    pub verdict: Verdict,
    /// The facts that the rule rests on and that are given or can be asked, with their values as far as known.
    pub used: Vec<(FactId, Option<Value>)>,
    /// Why the rule cannot be calculated, when that is so; it then counts as unknown.
    pub trouble: Option<Trouble>,
}

impl CriteriaSet {
    /// Compiles criteria for a day. An empty set is met by everyone: whether an instrument without criteria is open to
    /// everyone, or has criteria that nobody wrote down, is for the caller to know.
    pub fn compile(criteria: Vec<Criterion>, vocabulary: &Vocabulary, as_of: Date) -> CriteriaSet {
        let rules: Vec<&Expression> = criteria.iter().filter_map(Criterion::rule).collect();
        let rules = RuleSet::compile(&rules, vocabulary, as_of);
        let may_fail = |criterion: &Criterion| criterion.rule().is_some_and(|rule| may_fail(rule, vocabulary, as_of));
        let may_fail = criteria.iter().map(may_fail).collect();
        CriteriaSet { criteria, may_fail, rules, as_of }
    }

    /// The rules among the criteria.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The answer for one firm. `vocabulary` is the one the criteria were compiled with.
    pub fn answer(&self, facts: &FactSet, vocabulary: &Vocabulary) -> Answer {
        let situation = Situation { vocabulary, facts, as_of: self.as_of };
        let reading = self.rules.read(facts);
        let mut rule = 0;
        let mut answer_of = |(criterion, may_fail): (&Criterion, &bool)| {
            let id = Arc::clone(&criterion.id);
            let Test::Rule(expression) = &criterion.test else {
                return CriterionAnswer { id, verdict: Verdict::Judgement, used: Vec::new(), trouble: None };
            };
            let decided = reading.decide_rule(rule);
            let used = reading.used(rule);
            rule += 1;
            let trouble = match decided {
                None if *may_fail => trouble(expression, &situation),
                _ => None,
            };
            CriterionAnswer { id, verdict: Verdict::of_rule(decided), used, trouble }
        };
        let criteria: Vec<CriterionAnswer> = self.criteria.iter().zip(&self.may_fail).map(&mut answer_of).collect();
        let needs_judgement = criteria.iter().any(|it| it.verdict == Verdict::Judgement);
        let verdict = match Verdict::of_rule(reading.decide()) {
            Verdict::Met if needs_judgement => Verdict::Judgement,
            verdict => verdict,
        };
        Answer { verdict, criteria, missing: reading.missing(), changes: reading.changes() }
    }
}

impl Verdict {
    fn of_rule(decided: Option<bool>) -> Verdict {
        match decided {
            Some(true) => Verdict::Met,
            Some(false) => Verdict::NotMet,
            None => Verdict::Unknown,
        }
    }
}

impl Criterion {
    fn rule(&self) -> Option<&Expression> {
        match &self.test {
            Test::Rule(expression) => Some(expression),
            Test::Judgement => None,
        }
    }
}

fn trouble(rule: &Expression, situation: &Situation<'_>) -> Option<Trouble> {
    match evaluate(rule, situation) {
        Outcome::Trouble(trouble) => Some(trouble),
        Outcome::Known(_) | Outcome::Unknown => None,
    }
}

/// Whether something in an expression, or in what its facts are derived from, can fail to have a value.
fn may_fail(expression: &Expression, vocabulary: &Vocabulary, as_of: Date) -> bool {
    let fails_itself = match &expression.node {
        Node::Arithmetic(..) => true,
        Node::Threshold(id) => vocabulary.threshold(*id).is_none_or(|threshold| threshold.at(as_of).is_none()),
        Node::Fact(id) => match vocabulary.fact(*id).and_then(|fact| fact.derivation.as_ref()) {
            Some(Derivation::Expressions(expressions)) => expressions.iter().any(|it| may_fail(it, vocabulary, as_of)),
            Some(Derivation::Lookup { .. }) | None => false,
        },
        _ => false,
    };
    fails_itself || expression.parts().into_iter().any(|part| may_fail(part, vocabulary, as_of))
}
