//! "Did you mean …?": the nearest of a number of names. Which names there are is the caller's matter.

use strsim::osa_distance;

/// The name nearest to `written` that is near enough to be meant: at most two letters different, or a third of them.
/// Capitals do not count as different.
pub(crate) fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let written = written.to_lowercase();
    let length = written.chars().count();
    let limit = (length / 3).max(2);
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        let name_length = name.chars().count();
        // A name of two letters that differs in both has nothing in common with what was written.
        let limit = limit.min(length.max(name_length).saturating_sub(1));
        if name_length.abs_diff(length) > limit {
            continue;
        }
        let distance = osa_distance(&written, &name.to_lowercase());
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name.to_owned())
}
