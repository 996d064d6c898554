//! What a region promises and where it draws its lines: terms in working days, alarm thresholds, the size of an
//! adviser's month. A value that is handed in; the figures below hold until a region chooses its own.

use std::num::NonZeroU32;

use schakel_time::{Date, DateTime, add_working_days};
use serde::{Deserialize, Serialize};

use crate::share::Percent;

/// How many organisations may have had a case in turn, before somebody decides by hand. Each hand-over costs the firm a
/// new conversation, and one takes at least a working day, so that four fit into a promise of five working days and
/// leave the last one for the process director.
pub const CHAIN_AUTOMATIC_MAX: u32 = 4;

/// How many organisations may have had a case in turn at all: the automatic ones, and one that the process director (or
/// the front door that keeps the case) asks by hand. A sixth telephone call is no help but a run-around.
pub const CHAIN_MAX: u32 = CHAIN_AUTOMATIC_MAX + 1;

/// How many organisations may have a referral of one case before them at the same time. The nearest peer sends a
/// question to two or three advisers.
pub const RECEIVERS_AT_ONCE_MAX: usize = 3;

/// The terms and lines of a region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// The promise: from the question until a person has spoken to the entrepreneur, working days. 5: what the nearest
    /// peer promises in calendar days.
    pub first_answer_working_days: NonZeroU32,
    /// How long an organisation has to accept or refuse, working days. 2: our choice, so that two silences and a third
    /// attempt fit into the promise.
    pub referral_answer_working_days: NonZeroU32,
    /// How long before the end of the promise a case must have gone on, working days. 1: our choice, the least that
    /// leaves somebody a day.
    pub reserve_working_days: u32,
    /// Until the next contact while an organisation helps, working days. 10: our choice.
    pub follow_up_working_days: NonZeroU32,
    /// How far ahead a next date may be planned by hand, working days. 65: a quarter of a year, our choice.
    pub plan_ahead_working_days_max: NonZeroU32,
    /// What somebody who let a date pass gets after a reminder, working days. 2: our choice.
    pub reminder_working_days: NonZeroU32,
    /// How many reminders an organisation gets that accepted a case or keeps the front door. 1: our choice.
    pub reminders_max: u32,
    /// What the process director has to find an answer, working days. 2: our choice.
    pub director_working_days: NonZeroU32,
    /// Firms that one adviser reaches, guides or refers in a month. 30: source 004, progress, line 28, «ca. 30 bedrijven
    /// per maand».
    pub firms_per_adviser_month: u32,
    /// When a front door or receiver is looked at.
    pub alarms: Alarms,
}

/// Alarm thresholds, those of the nearest peer (its `concerns/monitoring.rb`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Alarms {
    /// More refusals than this share of the referrals. 30 %.
    pub refused_above: Percent,
    /// Less help than this share of the referrals. 25 %.
    pub helped_below: Percent,
    /// Fewer entrepreneurs than this share who found it useful. 45 %.
    pub useful_below: Percent,
    /// Referrals under which the first two say nothing. 50 in a quarter.
    pub referrals_min: u64,
    /// Replies under which the third says nothing. 100 in a year.
    pub replies_min: u64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            first_answer_working_days: days(5),
            referral_answer_working_days: days(2),
            reserve_working_days: 1,
            follow_up_working_days: days(10),
            plan_ahead_working_days_max: days(65),
            reminder_working_days: days(2),
            reminders_max: 1,
            director_working_days: days(2),
            firms_per_adviser_month: 30,
            alarms: Alarms::default(),
        }
    }
}

impl Default for Alarms {
    fn default() -> Self {
        Self {
            refused_above: Percent::saturating(30),
            helped_below: Percent::saturating(25),
            useful_below: Percent::saturating(45),
            referrals_min: 50,
            replies_min: 100,
        }
    }
}

impl Policy {
    /// The last day on which the promise can be kept for a question of this moment.
    pub fn promised_by(&self, asked_at: DateTime) -> Date {
        add_working_days(asked_at.date(), self.first_answer_working_days.get())
    }

    /// The last day on which an organisation that is asked today can answer: its term, but no longer than leaves the
    /// reserve before the end of the promise, and always one whole working day.
    pub fn answer_by(&self, asked_at: DateTime, today: Date) -> Date {
        let term = add_working_days(today, self.referral_answer_working_days.get());
        let promise = self.first_answer_working_days.get();
        let latest = add_working_days(asked_at.date(), promise.saturating_sub(self.reserve_working_days));
        term.min(latest).max(add_working_days(today, 1))
    }
}

fn days(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)
}
