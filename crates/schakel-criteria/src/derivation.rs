//! Which facts rest on which others: circles among derived facts, and the facts that can be asked for under an
//! expression. Computing a derived fact is in `evaluate`.

use crate::tree::Expression;
use crate::vocabulary::{Derivation, FactId, Vocabulary};

/// Facts that are derived from each other, when there are such: each from the next and the last from the first. A
/// vocabulary with a circle must not be evaluated.
pub fn derivation_circle(vocabulary: &Vocabulary) -> Option<Vec<FactId>> {
    let mut finished = vec![false; vocabulary.facts().len()];
    vocabulary.fact_ids().find_map(|start| circle_from(start, vocabulary, &mut finished))
}

/// The facts that can be asked for under an expression: those that it names or that its derived facts rest on, and
/// that are not derived themselves. In order of first mention, each once.
pub fn base_facts(expression: &Expression, vocabulary: &Vocabulary) -> Vec<FactId> {
    let mut found = Vec::new();
    let mut seen = vec![false; vocabulary.facts().len()];
    let mut waiting = expression.facts();
    waiting.reverse();
    while let Some(id) = waiting.pop() {
        let Some(seen) = seen.get_mut(usize::from(id.0)) else { continue };
        if std::mem::replace(seen, true) {
            continue;
        }
        if vocabulary.fact(id).is_some_and(|fact| fact.derivation.is_some()) {
            waiting.extend(sources(id, vocabulary).into_iter().rev());
        } else {
            found.push(id);
        }
    }
    found
}

/// Follows derivations depth first from one fact, without recursion: a chain may be as long as the vocabulary.
fn circle_from(start: FactId, vocabulary: &Vocabulary, finished: &mut [bool]) -> Option<Vec<FactId>> {
    if is_finished(start, finished) {
        return None;
    }
    let mut path = vec![(start, sources(start, vocabulary))];
    while let Some((id, unvisited)) = path.last_mut() {
        match unvisited.pop() {
            None => {
                if let Some(slot) = finished.get_mut(usize::from(id.0)) {
                    *slot = true;
                }
                path.pop();
            }
            Some(next) if is_finished(next, finished) => {}
            Some(next) => {
                if let Some(position) = path.iter().position(|(id, _)| *id == next) {
                    return Some(path.split_off(position).into_iter().map(|(id, _)| id).collect());
                }
                path.push((next, sources(next, vocabulary)));
            }
        }
    }
    None
}

fn is_finished(id: FactId, finished: &[bool]) -> bool {
    finished.get(usize::from(id.0)).copied().unwrap_or(true)
}

/// The facts from which a fact is derived at once, in order of first mention.
fn sources(id: FactId, vocabulary: &Vocabulary) -> Vec<FactId> {
    match vocabulary.fact(id).and_then(|fact| fact.derivation.as_ref()) {
        None => Vec::new(),
        Some(Derivation::Lookup { from, .. }) => vec![*from],
        Some(Derivation::Expressions(expressions)) => expressions.iter().flat_map(Expression::facts).collect(),
    }
}
