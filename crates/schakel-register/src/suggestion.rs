//! "Did you mean": the nearest known name.

/// The nearest of the known names, when one is near enough: at most two edits, or a third of the length.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).max(2);
    let distance = |candidate: &&'a str| strsim::damerau_levenshtein(name, candidate);
    known.map(|candidate| (distance(&candidate), candidate)).filter(|(it, _)| *it <= limit).min().map(|(_, it)| it)
}
