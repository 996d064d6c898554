//! Proposed changes that a firm could really make, and in words: facts that cannot be true together are no advice.

use schakel_criteria::{Change, Changes, FactSet, Language, Situation, Vocabulary, evaluate, value_in_words};
use schakel_register::Pack;
use schakel_time::Date;

/// A line for each set of changes that would help, or that nothing can; none when no change is needed or found.
pub fn changes_in_words(changes: &Changes, vocabulary: &Vocabulary, language: Language) -> Vec<String> {
    match (changes, language) {
        (Changes::NotNeeded | Changes::NotFound, _) => Vec::new(),
        (Changes::Impossible, Language::Dutch) => vec!["hier is niets aan te veranderen".to_owned()],
        (Changes::Impossible, Language::English) => vec!["nothing can change this".to_owned()],
        (Changes::Possible(sets), _) => sets.iter().map(|set| set_in_words(set, vocabulary, language)).collect(),
    }
}

/// What must become different, and what must turn out to be so where nothing is known yet.
fn set_in_words(set: &[Change], vocabulary: &Vocabulary, language: Language) -> String {
    let (fits_with, provided) = match language {
        Language::Dutch => ("past wel met", "mits"),
        Language::English => ("would fit with", "provided that"),
    };
    let name = |change: &Change| vocabulary.fact(change.fact).map_or("", |fact| fact.name.get(language));
    let value = |change: &Change, value| value_in_words(change.fact, value, vocabulary, language);
    let different = set.iter().filter_map(|change| {
        let from = value(change, change.from.as_ref()?);
        Some(format!("{}: {from} → {}", name(change), value(change, &change.to)))
    });
    let different: Vec<String> = different.collect();
    let unknown = set.iter().filter(|change| change.from.is_none());
    let unknown: Vec<String> =
        unknown.map(|change| format!("{}: {}", name(change), value(change, &change.to))).collect();
    let part =
        |words: &str, changes: &[String]| (!changes.is_empty()).then(|| format!("{words} {}", changes.join("; ")));
    let parts = [part(fits_with, &different), part(provided, &unknown)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The changes without those that lead to a contradiction, such as a group with fewer people than the firm itself.
pub(crate) fn without_contradictions(changes: Changes, facts: &FactSet, day: Date, pack: &Pack) -> Changes {
    let Changes::Possible(sets) = changes else { return changes };
    let sets: Vec<Vec<Change>> = sets.into_iter().filter(|set| can_be_true(set, facts, day, pack)).collect();
    if sets.is_empty() { Changes::NotFound } else { Changes::Possible(sets) }
}

fn can_be_true(set: &[Change], facts: &FactSet, day: Date, pack: &Pack) -> bool {
    let mut changed = facts.clone();
    set.iter().for_each(|change| changed.set(change.fact, change.to.clone()));
    !contradicts(&changed, day, pack)
}

/// Whether facts cannot be true together, whatever is still unknown.
pub(crate) fn contradicts(facts: &FactSet, day: Date, pack: &Pack) -> bool {
    let situation = Situation { vocabulary: &pack.vocabulary, facts, as_of: day };
    pack.constraints.iter().any(|constraint| evaluate(&constraint.rule, &situation).as_bool() == Some(false))
}
