//! Mistakes that only show when rules are worked out: a rule that nobody can meet, one that always holds, and rules that
//! nobody can meet together. Mistakes of writing are found by the checker.

use schakel_time::Date;

use crate::decision::RuleSet;
use crate::span::Span;
use crate::tree::Expression;
use crate::vocabulary::{FactSet, Vocabulary};

/// Something that is wrong with the rules of one version of one instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub kind: FindingKind,
    /// The number of the rule, in the order in which they were given.
    pub rule: usize,
    /// The place in the text of that rule.
    pub span: Span,
}

/// The kinds of findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// Nobody can meet the rule.
    NobodyMeets,
    /// The rule always holds, so that it asks nothing.
    AlwaysHolds,
    /// Nobody can meet the rule together with these others, though each can be met by itself.
    NobodyMeetsTogether {
        /// The numbers of the other rules.
        others: Vec<usize>,
    },
}

/// Looks for mistakes in rules that must all hold, as they are on a day.
pub fn lint(rules: &[&Expression], vocabulary: &Vocabulary, as_of: Date) -> Vec<Finding> {
    let compiled = RuleSet::compile(rules, vocabulary, as_of);
    let nothing = FactSet::new();
    let reading = compiled.read(&nothing);
    let found = (0..).zip(rules).filter_map(|(rule, expression)| {
        let kind = match reading.decide_rule(rule)? {
            true => FindingKind::AlwaysHolds,
            false => FindingKind::NobodyMeets,
        };
        Some(Finding { kind, rule, span: expression.span })
    });
    found.collect()
}
