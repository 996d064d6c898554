//! From criteria to an answer for one firm: the verdict, the verdict of every criterion with the facts it rests on, what
//! is missing, and what would have to change. Deciding is in `decision`; the order of instruments and the texts for the
//! reader live in other crates.

use std::sync::Arc;

use schakel_time::Date;

use crate::decision::{Changes, RuleSet};
use crate::evaluate::{Outcome, Situation, Trouble, evaluate};
use crate::tree::Expression;
use crate::value::Value;
use crate::vocabulary::{FactId, FactSet, Vocabulary};

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
    /// The facts that the rule rests on, with their values as far as known.
    pub used: Vec<(FactId, Option<Value>)>,
    /// Why the rule cannot be calculated, when that is so; it then counts as unknown.
    pub trouble: Option<Trouble>,
}

impl CriteriaSet {
    /// Compiles criteria for a day. An empty set is met by everyone; whether an instrument without criteria is open to
    /// everyone or simply not described is for the caller to know.
    pub fn compile(criteria: Vec<Criterion>, vocabulary: &Vocabulary, as_of: Date) -> CriteriaSet {
        let rules: Vec<&Expression> = criteria.iter().filter_map(Criterion::rule).collect();
        let rules = RuleSet::compile(&rules, vocabulary, as_of);
        CriteriaSet { criteria, rules, as_of }
    }

    /// The answer for one firm. `vocabulary` is the one the criteria were compiled with.
    pub fn answer(&self, facts: &FactSet, vocabulary: &Vocabulary) -> Answer {
        let situation = Situation { vocabulary, facts, as_of: self.as_of };
        let reading = self.rules.read(facts);
        let mut rule = 0;
        let mut criteria = Vec::with_capacity(self.criteria.len());
        for criterion in &self.criteria {
            let mut answer = CriterionAnswer {
                id: Arc::clone(&criterion.id),
                verdict: Verdict::Judgement,
                used: Vec::new(),
                trouble: None,
            };
            if let Test::Rule(expression) = &criterion.test {
                answer.verdict = match reading.decide_rule(rule) {
                    Some(true) => Verdict::Met,
                    Some(false) => Verdict::NotMet,
                    None => Verdict::Unknown,
                };
                answer.used = reading.used(rule);
                if let Outcome::Trouble(trouble) = evaluate(expression, &situation) {
                    answer.trouble = Some(trouble);
                }
                rule += 1;
            }
            criteria.push(answer);
        }
        let verdict = match reading.decide() {
            Some(false) => Verdict::NotMet,
            None => Verdict::Unknown,
            Some(true) if criteria.iter().any(|it| it.verdict == Verdict::Judgement) => Verdict::Judgement,
            Some(true) => Verdict::Met,
        };
        Answer { verdict, criteria, missing: reading.missing(), changes: reading.changes() }
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
