//! What holds on a given day: which version of an instrument, whether it is open, and whether the entry is still
//! current.

use schakel_time::{Date, DateTime};

use crate::pack::Pack;
use crate::support::{Support, Version, Window};

/// Whether one can apply on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Openness {
    /// Open; until this moment when that is known.
    Open {
        /// The end of the window, not included.
        until: Option<DateTime>,
    },
    /// Not open yet; opens at this moment when that is known.
    Planned {
        /// The beginning of the window.
        from: Option<DateTime>,
    },
    /// The money ran out on this day.
    Exhausted {
        /// The day.
        on: Date,
    },
    /// Over.
    Closed {
        /// The end of the last window or version, not included.
        since: Option<DateTime>,
    },
    /// The pack does not say, or nobody has checked it for too long.
    Unknown,
}

impl Openness {
    /// Yes, no, or not known.
    pub fn is_open(&self) -> Option<bool> {
        match self {
            Openness::Open { .. } => Some(true),
            Openness::Unknown => None,
            _ => Some(false),
        }
    }
}

/// A piece of support as it is on a day.
#[derive(Clone, Debug)]
pub struct SupportOnDay<'a> {
    /// The support.
    pub support: &'a Support,
    /// The version that holds on that day, or else the last one before it, or else the first one after it.
    pub version: Option<&'a Version>,
    /// Whether that version holds on that day.
    pub in_force: bool,
    /// Whether one can apply.
    pub openness: Openness,
    /// The day on which the shown version was checked.
    pub checked_on: Option<Date>,
    /// Whether that is too long before that day to be shown as current.
    pub stale: bool,
}

/// A piece of support as it is at a moment.
pub fn on_day<'a>(support: &'a Support, moment: DateTime, pack: &Pack) -> SupportOnDay<'a> {
    let day = moment.date();
    let in_force = support.versions.iter().find(|version| version.valid.contains(day));
    let earlier = support.versions.iter().rev().find(|version| version.valid.end().is_some_and(|end| end <= day));
    let version = in_force.or(earlier).or(support.versions.first());
    let checked_on = version.and_then(|version| version.checked_on).or(support.checked_on);
    let stale = is_stale(checked_on, day, pack);
    let openness = match (in_force, version) {
        (Some(version), _) => openness_by_windows(&version.windows, support.status.as_deref(), stale, moment),
        (None, Some(version)) => openness_out_of_force(support, version, day),
        (None, None) => Openness::Unknown,
    };
    SupportOnDay { support, version, in_force: in_force.is_some(), openness, checked_on, stale }
}

/// Whether the support could be known on a day: one of its versions had begun, or a source of that day or earlier
/// announces one. What came later does not belong in the picture of that day.
pub fn known_on(support: &Support, day: Date) -> bool {
    support.versions.iter().any(|version| {
        let begun = version.valid.start().is_none_or(|start| start <= day);
        begun || version.checked_on.or(support.checked_on).is_some_and(|checked| checked <= day)
    })
}

/// The first moment after this one at which it opens, as far as a window or a later version says so: when support that
/// is closed, or out of money, opens again.
pub fn next_opening(support: &Support, moment: DateTime) -> Option<DateTime> {
    let windows = support.versions.iter().flat_map(|version| &version.windows).filter_map(|window| window.from);
    let later = support.versions.iter().filter(|it| it.valid.start().is_some_and(|start| start > moment.date()));
    windows.chain(later.filter_map(first_opening)).filter(|from| *from > moment).min()
}

/// Whether one can apply at a moment, by windows that hold then. Without a window that says so, only a status that a
/// source gave not too long ago does. `stale`: whether the source is too old to be shown as current.
pub fn openness_by_windows(windows: &[Window], status: Option<&str>, stale: bool, moment: DateTime) -> Openness {
    if let Some(window) = windows.iter().find(|window| window.covers(moment)) {
        return match window.exhausted_on {
            Some(on) if on <= moment.date() => Openness::Exhausted { on },
            _ if window.continuous && stale => Openness::Unknown,
            _ => Openness::Open { until: window.until },
        };
    }
    if let Some(next) = windows.iter().filter_map(|window| window.from).filter(|from| *from > moment).min() {
        return Openness::Planned { from: Some(next) };
    }
    match windows.iter().filter_map(|window| window.until).max() {
        Some(until) if until <= moment => Openness::Closed { since: Some(until) },
        _ => openness_by_status(status, stale),
    }
}

/// Whether what was checked on that day is too old on another day to be shown as current; also when nobody says on which
/// day it was checked.
pub fn is_stale(checked_on: Option<Date>, day: Date, pack: &Pack) -> bool {
    checked_on.is_none_or(|checked| days_between(checked, day) > i64::from(pack.settings.stale_after_days))
}

/// Outside every version: what comes next decides, or else what was last.
fn openness_out_of_force(support: &Support, version: &Version, day: Date) -> Openness {
    match support.versions.iter().find(|it| it.valid.start().is_some_and(|start| start > day)) {
        Some(next) => Openness::Planned { from: first_opening(next) },
        None => Openness::Closed { since: last_moment(version) },
    }
}

fn openness_by_status(status: Option<&str>, stale: bool) -> Openness {
    match status {
        // What is over stays over.
        Some("ended" | "exhausted" | "granted") => Openness::Closed { since: None },
        _ if stale => Openness::Unknown,
        Some("announced" | "expected" | "proposed" | "drafted" | "positive-advice" | "prepared") => {
            Openness::Planned { from: None }
        }
        Some("running" | "opened" | "started" | "existing" | "connected") => Openness::Open { until: None },
        _ => Openness::Unknown,
    }
}

fn first_opening(version: &Version) -> Option<DateTime> {
    let window = version.windows.iter().filter_map(|window| window.from).min();
    window.or_else(|| version.valid.start().map(|start| start.at(0, 0, 0, 0)))
}

fn last_moment(version: &Version) -> Option<DateTime> {
    let end = version.valid.end().map(|end| end.at(0, 0, 0, 0));
    version.windows.iter().filter_map(|window| window.until).max().or(end)
}

/// Whole days from one day to another; negative when the second comes first.
fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / HOURS_A_DAY
}

/// Civil days have no clock changes.
const HOURS_A_DAY: i64 = 24;
