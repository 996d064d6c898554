//! "Did you mean": the nearest of the names that exist.

use strsim::osa_distance;

/// Advice on a name that does not exist: the nearest one that does, or else the names that exist.
pub fn did_you_mean<'n>(written: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    let near = nearest(written, names.clone()).or_else(|| longer_or_shorter(written, names.clone()));
    if let Some(near) = near {
        return format!("did you mean `{near}`?");
    }
    let mut known: Vec<&str> = names.collect();
    known.sort_unstable();
    known.dedup();
    let shown: Vec<String> = known.iter().take(NAMES_SHOWN_MAX).map(|name| format!("`{name}`")).collect();
    match known.len().saturating_sub(shown.len()) {
        _ if known.is_empty() => "there are none yet".to_owned(),
        0 => format!("there is: {}", shown.join(", ")),
        more => format!("there is: {} and {more} more", shown.join(", ")),
    }
}

/// Names listed in advice: what a reader takes in at a glance.
const NAMES_SHOWN_MAX: usize = 20;

/// The name nearest to `written` that is near enough to be meant: at most two letters different, or a third of them.
/// Capitals do not count as different.
pub fn nearest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let written = written.to_lowercase();
    let length = written.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        let name_length = name.chars().count();
        // A name of two letters that differs in both has nothing in common with what was written.
        let limit = (length / 3).max(2).min(length.max(name_length).saturating_sub(1));
        if name_length.abs_diff(length) > limit {
            continue;
        }
        let distance = osa_distance(&written, &name.to_lowercase());
        if distance <= limit && best.is_none_or(|least| (distance, name) < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// The only name that begins with what was written, or with which that begins: `stale_after` for `stale_after_days`.
fn longer_or_shorter<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let is_near = |name: &&str| {
        name.len().min(written.len()) >= PREFIX_LENGTH_MIN && (name.starts_with(written) || written.starts_with(name))
    };
    let mut near = names.filter(is_near);
    near.next().filter(|_| near.next().is_none())
}

/// Shorter beginnings are shared by chance.
const PREFIX_LENGTH_MIN: usize = 4;
