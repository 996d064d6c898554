//! How many starters of a year are still there after a number of years. A year that is not over for all of them is marked
//! and gets no rate: nobody knows yet.

use std::collections::BTreeMap;

use schakel_criteria::Number;
use schakel_time::{Date, add_months};

/// A firm that began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Starter {
    /// When it began.
    pub began: Date,
    /// When it ended; absent: it is there, as far as is known.
    pub ended: Option<Date>,
}

/// The starters of one year after a number of years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurvivalRow {
    /// The year in which they began.
    pub cohort: i16,
    /// How many began.
    pub began: u64,
    /// After so many years.
    pub after_years: u32,
    /// How many were there then, of those of whom it can be known.
    pub alive: u64,
    /// Of how many that cannot be known yet: their anniversary is still to come, and they are there.
    pub censored: u64,
    /// Which part was there; absent while it cannot be known of all of them.
    pub rate: Option<Number>,
}

/// The rows of every year of start up to so many years later, as at a day.
pub fn survival(starters: &[Starter], years: u32, as_of: Date) -> Vec<SurvivalRow> {
    let mut cohorts: BTreeMap<i16, Vec<&Starter>> = BTreeMap::new();
    for starter in starters.iter().filter(|it| it.began <= as_of) {
        cohorts.entry(starter.began.year()).or_default().push(starter);
    }
    let rows = cohorts.iter().flat_map(|(cohort, members)| {
        (1..=years).map(|after| row(*cohort, members, after, as_of)).filter(|it| it.alive > 0 || it.rate.is_some())
    });
    rows.collect()
}

fn row(cohort: i16, members: &[&Starter], after_years: u32, as_of: Date) -> SurvivalRow {
    let (mut alive, mut censored) = (0u64, 0u64);
    for starter in members {
        let anniversary = add_months(starter.began, after_years.saturating_mul(12));
        let ended = starter.ended.filter(|it| *it <= as_of);
        match ended {
            Some(day) if day < anniversary => {}
            None if anniversary > as_of => censored = censored.saturating_add(1),
            _ => alive = alive.saturating_add(1),
        }
    }
    let began = u64::try_from(members.len()).unwrap_or(u64::MAX);
    let whole = i64::try_from(alive).ok().zip(i64::try_from(began).ok());
    let rate = whole.filter(|_| censored == 0).and_then(|(alive, began)| Number::fraction(alive, began));
    SurvivalRow { cohort, began, after_years, alive, censored, rate }
}
