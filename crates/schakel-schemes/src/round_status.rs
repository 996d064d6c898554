//! Whether a round is planned, open, out of money or closed at a moment, and whether an application that comes in then
//! falls inside a window. When the money ran out is known to whoever books the grants, and is given.

use std::error::Error;
use std::fmt;

use schakel_criteria::Language;
use schakel_register::{Openness, Pack, Round, RoundVersion, Window, is_stale, openness_by_windows};
use schakel_time::{Date, DateTime, dutch_date, english_date};

/// A round as it is at a moment.
#[derive(Clone, Debug)]
pub struct RoundOnDay<'a> {
    /// The round.
    pub round: &'a Round,
    /// The version that holds on that day, or else the last one before it, or else the first one after it.
    pub version: Option<&'a RoundVersion>,
    /// Whether that version holds on that day.
    pub in_force: bool,
    /// Whether one can apply.
    pub openness: Openness,
}

/// An application came in at a moment at which the round takes none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideWindow {
    /// When it came in.
    pub moment: DateTime,
    /// The windows of the round, in order of time; empty: no source says when one can apply.
    pub windows: Vec<Window>,
}

/// A round as it is at a moment. `reached_at`: when decisions used up the ceiling, as far as that has happened.
pub fn round_on<'a>(round: &'a Round, moment: DateTime, reached_at: Option<DateTime>, pack: &Pack) -> RoundOnDay<'a> {
    let day = moment.date();
    let in_force = round.versions.iter().find(|version| version.valid.contains(day));
    let version = version_on(round, day);
    let openness = match version {
        Some(version) => openness(round, version, in_force.is_some(), moment, pack),
        None => Openness::Unknown,
    };
    let openness = match (openness, reached_at) {
        (Openness::Open { .. }, Some(reached)) if reached <= moment => Openness::Exhausted { on: reached.date() },
        (other, _) => other,
    };
    RoundOnDay { round, version, in_force: in_force.is_some(), openness }
}

/// The version that holds on a day, or else the last one before it, or else the first one after it.
pub fn version_on(round: &Round, day: Date) -> Option<&RoundVersion> {
    let in_force = round.versions.iter().find(|version| version.valid.contains(day));
    let earlier = round.versions.iter().rev().find(|version| version.valid.end().is_some_and(|end| end <= day));
    in_force.or(earlier).or(round.versions.first())
}

/// The window in which an application falls that comes in at this moment. A round that is out of money still takes
/// applications until its window closes: they are decided on like all others.
///
/// # Errors
///
/// [`OutsideWindow`] with the windows that there are.
pub fn window_at(round: &Round, moment: DateTime) -> Result<&Window, OutsideWindow> {
    let in_force = round.versions.iter().filter(|version| version.valid.contains(moment.date()));
    in_force.flat_map(|version| &version.windows).find(|window| window.covers(moment)).ok_or_else(|| {
        let mut windows: Vec<Window> = round.versions.iter().flat_map(|it| &it.windows).cloned().collect();
        windows.sort_by_key(|window| (window.from, window.until));
        windows.dedup();
        OutsideWindow { moment, windows }
    })
}

impl OutsideWindow {
    /// What to tell the applicant.
    pub fn words(&self, language: Language) -> String {
        let windows: Vec<String> = self.windows.iter().map(|window| window.words(language)).collect();
        let (hour, minute) = (self.moment.hour(), self.moment.minute());
        let day = self.moment.date();
        match (language, windows.is_empty()) {
            (Language::Dutch, true) => "U kunt niet aanvragen: niet bekend is wanneer deze ronde open is.".to_owned(),
            (Language::English, true) => "You cannot apply: it is not known when this round is open.".to_owned(),
            (Language::Dutch, false) => format!(
                "Uw aanvraag kwam op {} om {hour}:{minute:02} uur. Aanvragen kan alleen in deze periode: {}.",
                dutch_date(day),
                windows.join("; ")
            ),
            (Language::English, false) => format!(
                "Your application came in on {} at {hour}:{minute:02}. One can apply only in this period: {}.",
                english_date(day),
                windows.join("; ")
            ),
        }
    }
}

impl fmt::Display for OutsideWindow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words(Language::English))
    }
}

impl Error for OutsideWindow {}

/// Inside a version its windows decide. Outside every version, what comes next decides, or else what was last.
fn openness(round: &Round, version: &RoundVersion, in_force: bool, moment: DateTime, pack: &Pack) -> Openness {
    let stale = is_stale(version.checked_on.or(round.checked_on), moment.date(), pack);
    if in_force {
        return openness_by_windows(&version.windows, round.status.as_deref(), stale, moment);
    }
    let start = |version: &RoundVersion| version.valid.start();
    match round.versions.iter().find(|it| start(it).is_some_and(|start| start > moment.date())) {
        Some(next) => {
            // That the rules begin does not say that one can apply from then, unless one can all the time.
            let begins = |window: &Window| match window.continuous {
                true => start(next).map(|day| day.at(0, 0, 0, 0)),
                false => window.from,
            };
            Openness::Planned { from: next.windows.iter().filter_map(begins).min() }
        }
        None => {
            let end = version.valid.end().map(|end| end.at(0, 0, 0, 0));
            Openness::Closed { since: version.windows.iter().filter_map(|window| window.until).max().or(end) }
        }
    }
}
