//! The terms of the General Administrative Law Act (*Algemene wet bestuursrecht*, Awb) and what the General Extension of
//! Time Limits Act (*Algemene termijnenwet*) does to them: when a decision must be there, with suspension, extension and
//! notice of delay; what being late costs; objection and appeal. Which term a round has is data of the round.
//!
//! A term begins on the day after the day that starts it; a term of a week ends on the same day of the week.

use std::ops::ControlFlow;

use schakel_register::{Cents, SpanOfTime, TermUnit};
use schakel_time::{Date, add_days, add_months, add_working_days};
use serde::{Deserialize, Serialize};

/// How long a term is, in the unit in which the law states it: the unit decides whether it may be prolonged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Length {
    /// So many days.
    Days(u32),
    /// So many weeks.
    Weeks(u32),
    /// So many months; a month that has no such day ends it on its last day.
    Months(u32),
    /// So many years.
    Years(u32),
}

/// For objection and for appeal (Awb 6:7).
pub const OBJECTION: Length = Length::Weeks(6);

/// Within which the decision not to deal with an application is made known (Awb 4:5(4)).
pub const NOT_DEALING: Length = Length::Weeks(4);

/// Within which an amount is paid after the decision was made known (Awb 4:87(1)).
pub const PAYMENT: Length = Length::Weeks(6);

/// The longest suspension of payments on a serious suspicion (Awb 4:56).
pub const PAYMENT_SUSPENSION: Length = Length::Weeks(13);

/// After which a settlement can no longer be lowered, and nothing can be recovered any more (Awb 4:49(3), 4:57(4)).
pub const RECOVERY: Length = Length::Years(5);

/// The longest that a body can take for one decision on an objection without asking anybody (Awb 7:10(3)), in weeks.
pub const OBJECTION_POSTPONED_WEEKS_MAX: u32 = 6;

const DEFAULT_NOTICE: Length = Length::Weeks(2);
const PENALTY_DECISION: Length = Length::Weeks(2);
const PENALTY_BAND_DAYS: u32 = 14;
const PENALTY_DAYS_MAX: u32 = 42;
const POSTED_WEEKS: u32 = 1;

impl Length {
    /// The last day of a term that the given day starts, as the words say, whatever day of the week that is.
    pub fn counted_from(self, start: Date) -> Date {
        match self {
            Length::Days(days) => add_days(start, days),
            Length::Weeks(weeks) => add_days(start, weeks.saturating_mul(7)),
            Length::Months(months) => add_months(start, months),
            Length::Years(years) => add_months(start, years.saturating_mul(12)),
        }
    }

    /// The last day of a term that the given day starts; when that is a Saturday, a Sunday or a public holiday and the
    /// term is short enough, the next day that is none (Algemene termijnenwet, articles 1(1) and 4(a)).
    pub fn last_day(self, start: Date) -> Date {
        let counted = self.counted_from(start);
        if self.is_prolonged() { working_day_from(counted) } else { counted }
    }

    /// Whether a last day on a Saturday, a Sunday or a public holiday moves on: not for more than 90 days, twelve weeks
    /// or three months, nor for years (Algemene termijnenwet, article 4(a)).
    pub fn is_prolonged(self) -> bool {
        match self {
            Length::Days(days) => days <= 90,
            Length::Weeks(weeks) => weeks <= 12,
            Length::Months(months) => months <= 3,
            Length::Years(_) => false,
        }
    }
}

impl From<SpanOfTime> for Length {
    fn from(span: SpanOfTime) -> Self {
        match span.unit {
            TermUnit::Days => Length::Days(span.count),
            TermUnit::Weeks => Length::Weeks(span.count),
            TermUnit::Months => Length::Months(span.count),
        }
    }
}

/// Why the term for a decision does not run for a while (Awb 4:15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuspensionGround {
    /// The applicant was asked to complete the application (first paragraph, a).
    Repair,
    /// A body abroad was asked for information (first paragraph, b).
    ForeignInformation,
    /// The applicant agreed in writing to wait (second paragraph, a).
    Agreed,
    /// The delay is due to the applicant (second paragraph, b).
    DueToApplicant,
    /// Circumstances beyond control (second paragraph, c).
    ForceMajeure,
}

/// Days on which the term does not run. It runs again on the first day after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Suspension {
    /// Why.
    pub ground: SuspensionGround,
    /// The first day.
    pub first_day: Date,
    /// The last day; `None`: it is not over.
    pub last_day: Option<Date>,
}

/// Where the length of a term for a decision comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermBasis {
    /// A rule of law gives it (Awb 4:13(1)); telling that it takes longer does not make it longer (4:14(1)).
    Statutory,
    /// No rule gives it: a reasonable term, in any case over after eight weeks unless a notice of delay was given in
    /// time (Awb 4:13(2), 4:14(3)).
    Reasonable,
}

/// The term for a decision on one application, with everything that happened to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DecisionTerm {
    /// The day that starts it: of receipt, or the last day of the window.
    pub start: Date,
    /// How long it is.
    pub within: Length,
    /// By how much it was extended under a rule that allows it.
    pub extended_by: Option<Length>,
    /// Where it comes from.
    pub basis: TermBasis,
    /// The day named in a notice of delay.
    pub noticed_until: Option<Date>,
    /// When it did not run.
    pub suspensions: Vec<Suspension>,
}

impl DecisionTerm {
    /// A term that nothing has happened to.
    pub fn new(start: Date, within: Length, basis: TermBasis) -> Self {
        Self { start, within, extended_by: None, basis, noticed_until: None, suspensions: Vec::new() }
    }

    /// The last day on which the decision is in time; `None` while a suspension without an end goes on.
    ///
    /// The days of a suspension are left out, a day in two suspensions once. A term that was stated in
    /// at most twelve weeks, extended or not, does not end on a Saturday, a Sunday or a public holiday. With a notice of
    /// delay on a reasonable term it is the day of that notice, and later by what was suspended after it.
    pub fn last_day(&self) -> Option<Date> {
        let stated = self.within.counted_from(self.start);
        let mut end = self.extended_by.map_or(stated, |by| by.counted_from(stated));
        if let (TermBasis::Reasonable, Some(until)) = (self.basis, self.noticed_until) {
            end = end.max(until);
        }
        let counted = self.running_day(end)?;
        let short = self.within.is_prolonged() && self.extended_by.is_none_or(Length::is_prolonged);
        Some(if short { working_day_from(counted) } else { counted })
    }

    /// Whether the term runs on that day.
    pub fn is_suspended_on(&self, day: Date) -> bool {
        self.suspensions.iter().any(|it| it.first_day <= day && it.last_day.is_none_or(|last| day <= last))
    }

    /// The suspension that has no end yet.
    pub fn open_suspension(&self) -> Option<&Suspension> {
        self.suspensions.iter().find(|it| it.last_day.is_none())
    }

    /// The day on which as many days have run as there are until this one.
    fn running_day(&self, unsuspended: Date) -> Option<Date> {
        let mut breaks: Vec<(Date, Option<Date>)> =
            self.suspensions.iter().map(|it| (it.first_day, it.last_day)).collect();
        breaks.sort_unstable();
        let counted = breaks.into_iter().try_fold((unsuspended, self.start), |(end, done), pause| {
            let first = pause.0.max(next_day(done));
            match pause.1 {
                _ if first > end => ControlFlow::Continue((end, done)),
                None => ControlFlow::Break(()),
                Some(last) if last < first => ControlFlow::Continue((end, done)),
                Some(last) => {
                    let paused = u32::try_from((last - first).get_days()).unwrap_or(0).saturating_add(1);
                    ControlFlow::Continue((add_days(end, paused), last))
                }
            }
        });
        counted.continue_value().map(|(end, _)| end)
    }
}

/// What a day in default costs (Awb 4:17(2)); the amounts are indexed, so they are data with a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PenaltyRates {
    /// Each of the first fourteen days.
    pub first: Cents,
    /// Each of the fourteen days after those.
    pub second: Cents,
    /// Each of the fourteen days that remain.
    pub third: Cents,
}

/// What being late costs so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Penalty {
    /// The first day that counts.
    pub first_day: Date,
    /// How many days count.
    pub days: u32,
    /// The amount.
    pub amount: Cents,
}

impl PenaltyRates {
    /// What is due for a decision that had to be there on its last day, when a written notice of default was received
    /// (Awb 4:17(3)), up to the day on which the decision was made known, or up to and including today when it was not.
    ///
    /// The first day that counts is the day after two weeks since the receipt; those two weeks do not end on a Saturday,
    /// a Sunday or a public holiday, while the 42 days just run (4:17(1)). On the day on which the decision is made
    /// known the body is no longer in default. `None`: nothing is due, also when the notice came before the term was
    /// over.
    pub fn due(&self, last_day: Date, notice_on: Date, known_on: Option<Date>, today: Date) -> Option<Penalty> {
        if notice_on <= last_day {
            return None;
        }
        let first_day = next_day(DEFAULT_NOTICE.last_day(notice_on));
        let end = known_on.unwrap_or_else(|| next_day(today));
        let days = u32::try_from((end - first_day).get_days()).unwrap_or(0).min(PENALTY_DAYS_MAX);
        (days > 0).then(|| Penalty { first_day, days, amount: self.amount(days) })
    }

    /// What so many days cost.
    pub fn amount(&self, days: u32) -> Cents {
        let band = |number: u32| days.saturating_sub(number * PENALTY_BAND_DAYS).min(PENALTY_BAND_DAYS);
        let cost = |rate: Cents, days: u32| Cents::new(rate.count().saturating_mul(i64::from(days)));
        cost(self.first, band(0)) + cost(self.second, band(1)) + cost(self.third, band(2))
    }
}

impl Penalty {
    /// The last day that counts so far.
    pub fn last_day(&self) -> Date {
        add_days(self.first_day, self.days.saturating_sub(1))
    }

    /// The last day for the decision that states the amount (Awb 4:18).
    pub fn decided_by(&self) -> Date {
        PENALTY_DECISION.last_day(self.last_day())
    }
}

/// Whether an objection or appeal came in time (Awb 6:9): received before the end of the term, or posted before it and
/// received no later than a week after it.
pub fn is_in_time(last_day: Date, received_on: Date, posted_on: Option<Date>) -> bool {
    let posted = posted_on.is_some_and(|posted| posted <= last_day);
    received_on <= last_day || posted && received_on <= add_days(last_day, POSTED_WEEKS * 7)
}

/// The last day for a decision on an objection: six weeks, or twelve with a committee, from the day after the term for
/// objection, and later by what it was postponed (Awb 7:10(1) and (3)).
pub fn objection_decision(objection_last_day: Date, committee: bool, postponed_weeks: u32) -> Date {
    let weeks = if committee { 12 } else { 6 };
    let counted = Length::Weeks(weeks).counted_from(objection_last_day);
    working_day_from(Length::Weeks(postponed_weeks).counted_from(counted))
}

/// The day itself, or the first after it that is no Saturday, Sunday or public holiday.
fn working_day_from(day: Date) -> Date {
    add_working_days(day, 0)
}

pub(crate) fn next_day(day: Date) -> Date {
    add_days(day, 1)
}
