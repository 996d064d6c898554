//! Mistakes that only show when rules are worked out: a rule that nobody can meet, one that always holds, and rules
//! that nobody can meet together. Mistakes of writing are found by `check`.

use schakel_time::Date;

use crate::decision::RuleSet;
use crate::span::Span;
use crate::tree::{Expression, Node};
use crate::vocabulary::{FactSet, Vocabulary};

/// Something that is wrong with the rules of one version of one instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub kind: FindingKind,
    /// The number of the rule, in the order in which they were given.
    pub rule: usize,
    /// The place in the text of that rule: the smallest part that is enough for it.
    pub span: Span,
}

/// The kinds of findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// Nobody can meet the rule.
    NobodyMeets,
    /// The rule holds for everyone, so it asks nothing.
    AlwaysHolds,
    /// Nobody can meet the rule together with these others, though everything can be met when one of them is left out.
    NobodyMeetsTogether {
        /// The numbers of the other rules, in order.
        others: Vec<usize>,
    },
}

/// Looks for mistakes in rules that must all hold, as they are on a day. What it finds is certain; contradictions
/// between tests on several facts together (`a < b` and `b < a`) are not found.
pub fn lint(rules: &[&Expression], vocabulary: &Vocabulary, as_of: Date) -> Vec<Finding> {
    let linter = Linter { vocabulary, as_of };
    let mut findings = Vec::new();
    for (rule, expression) in rules.iter().enumerate() {
        if let Some(truth) = linter.constant(&[expression]) {
            let kind = if truth { FindingKind::AlwaysHolds } else { FindingKind::NobodyMeets };
            findings.push(Finding { kind, rule, span: linter.blamed(expression, truth) });
        }
    }
    if findings.iter().all(|finding| finding.kind != FindingKind::NobodyMeets) {
        findings.extend(linter.contradiction(rules));
    }
    findings
}

struct Linter<'a> {
    vocabulary: &'a Vocabulary,
    as_of: Date,
}

impl Linter<'_> {
    /// What these rules together come to for every firm, when that is the same.
    fn constant(&self, rules: &[&Expression]) -> Option<bool> {
        RuleSet::compile(rules, self.vocabulary, self.as_of).decide(&FactSet::new())
    }

    /// The smallest part that makes a rule always so: one part of `||` that always holds, or of `&&` that never does.
    fn blamed(&self, rule: &Expression, truth: bool) -> Span {
        let parts = match &rule.node {
            Node::All(parts) if !truth => parts,
            Node::Any(parts) if truth => parts,
            _ => return rule.span,
        };
        let part = parts.iter().find(|part| self.constant(&[part]) == Some(truth));
        part.map_or(rule.span, |part| self.blamed(part, truth))
    }

    /// Rules that contradict each other, none of which can be left out of the contradiction.
    fn contradiction(&self, rules: &[&Expression]) -> Option<Finding> {
        if self.constant(rules) != Some(false) {
            return None;
        }
        let mut needed: Vec<(usize, &Expression)> = rules.iter().copied().enumerate().collect();
        let mut place = 0;
        while place < needed.len() {
            let others = needed.iter().enumerate().filter(|(other, _)| *other != place);
            let others: Vec<(usize, &Expression)> = others.map(|(_, rule)| *rule).collect();
            let without: Vec<&Expression> = others.iter().map(|(_, rule)| *rule).collect();
            if self.constant(&without) == Some(false) {
                needed = others;
            } else {
                place += 1;
            }
        }
        let (rule, expression) = needed.pop()?;
        let others = needed.into_iter().map(|(rule, _)| rule).collect();
        Some(Finding { kind: FindingKind::NobodyMeetsTogether { others }, rule, span: expression.span })
    }
}
