//! Whether the promise was kept: from the entrepreneur's question, in working days, with everything in the denominator;
//! and beside it the nearest peer's way of counting, so that the two can be compared.

use std::collections::BTreeMap;

use schakel_time::{Date, DateTime, Period, add_working_days, working_days_between};
use serde::{Deserialize, Serialize};

use crate::case::{Case, Outcome};
use crate::code::CaseId;
use crate::policy::Policy;
use crate::referral::{Referral, ReferralOutcome};
use crate::share::Share;

/// The service levels of a period, as at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceLevels {
    /// Per question: did a person speak with the entrepreneur in time?
    pub questions: Level,
    /// Per referral: did this receiver speak with the entrepreneur in time, counted from the question?
    pub referrals: Level,
    /// The same cases as the peer counts them.
    pub as_peer: Share,
    /// Working days from the question until a person spoke with the entrepreneur.
    pub first_answer: Waits,
}

/// A count in which nothing is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// In time.
    pub met: u64,
    /// Open, and its time is not over: shown apart, counted as nothing yet.
    pub open: u64,
    /// Not in time, and why.
    pub not_met: BTreeMap<NotMet, u64>,
}

/// Why a promise was not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotMet {
    /// Somebody spoke with the entrepreneur, but too late.
    Late,
    /// Open, nobody has spoken with the entrepreneur, and the time is over.
    Overdue,
    /// The organisation refused.
    Refused,
    /// The organisation did not answer, or accepted and did nothing more.
    Silent,
    /// It ended or was recalled without a conversation.
    EndedUnheard,
    /// The entrepreneur took the question back without having been spoken to.
    TakenBackUnheard,
}

/// Waiting times of which some have not ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// Those that have ended, working days, from short to long.
    pub working_days: Vec<i64>,
    /// Those that have not, or never will; longer than all others.
    pub unended: usize,
}

impl Level {
    /// Everything that was counted.
    pub fn total(&self) -> u64 {
        self.met + self.open + self.not_met.values().sum::<u64>()
    }

    /// The share that was met of everything: what is certain now.
    pub fn at_least(&self) -> Share {
        Share { part: self.met, whole: self.total() }
    }

    /// The share that can still be met, if everything that is open goes well. The same as [`at_least`](Self::at_least)
    /// once nothing is open.
    pub fn at_most(&self) -> Share {
        Share { part: self.met + self.open, whole: self.total() }
    }

    fn add(&mut self, result: Result<Met, NotMet>) {
        match result {
            Ok(Met::InTime) => self.met += 1,
            Ok(Met::Open) => self.open += 1,
            Err(why) => *self.not_met.entry(why).or_default() += 1,
        }
    }
}

impl Waits {
    /// Collects waiting times; none stands for one that has not ended.
    pub fn of(waits: impl IntoIterator<Item = Option<i64>>) -> Self {
        let mut collected = Self::default();
        for wait in waits {
            match wait {
                Some(days) => collected.working_days.push(days),
                None => collected.unended += 1,
            }
        }
        collected.working_days.sort_unstable();
        collected
    }

    /// The middle one, working days; none while the middle one has not ended.
    pub fn median(&self) -> Option<i64> {
        self.percentile(50)
    }

    /// The one below which so many out of a hundred lie (nearest rank), working days; none while that has not ended.
    pub fn percentile(&self, percent: usize) -> Option<i64> {
        let all = self.working_days.len() + self.unended;
        let rank = (all * percent.min(100)).div_ceil(100).max(1);
        self.working_days.get(rank - 1).copied()
    }
}

enum Met {
    InTime,
    Open,
}

/// Counts the questions that were asked in a period, and their referrals. Give all cases: an answer to a leading case
/// answers the doubles that are joined to it.
pub fn service_levels<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
    period: &Period,
    now: DateTime,
    policy: &Policy,
) -> ServiceLevels {
    let all: BTreeMap<CaseId, &Case> = cases.into_iter().map(|it| (it.id, it)).collect();
    let mut levels = ServiceLevels::default();
    let mut waits = Vec::new();
    for case in all.values().filter(|it| period.contains(it.asked_at.date())) {
        let answered = answered_at(case, &all);
        waits.push(answered.map(|at| working_days_between(case.asked_at.date(), at.date())));
        levels.questions.add(question_met(case, answered, now.date()));
        for referral in &case.referrals {
            levels.referrals.add(referral_met(case, referral, now.date(), policy));
        }
        if let Some(in_time) = as_peer(case) {
            levels.as_peer.whole += 1;
            levels.as_peer.part += u64::from(in_time);
        }
    }
    levels.first_answer = Waits::of(waits);
    levels
}

/// When a person spoke with the entrepreneur about this question: in its own case, or in the one that it was joined to,
/// after it was asked.
fn answered_at(case: &Case, all: &BTreeMap<CaseId, &Case>) -> Option<DateTime> {
    let leads = case.joins.iter().filter(|it| !it.leads);
    let in_leads = leads.flat_map(|join| {
        let contacts = all.get(&join.other).map_or(&[][..], |lead| lead.contacts.as_slice());
        let until = join.until.unwrap_or(DateTime::MAX);
        contacts.iter().filter(move |it| it.moment.effect.is_reached() && join.from <= it.at && it.at <= until)
    });
    case.first_answer_at().into_iter().chain(in_leads.map(|it| it.at)).min()
}

fn question_met(case: &Case, answered: Option<DateTime>, today: Date) -> Result<Met, NotMet> {
    match answered {
        Some(at) if at.date() <= case.promised_by => return Ok(Met::InTime),
        Some(_) => return Err(NotMet::Late),
        None => {}
    }
    match case.course().and_then(|it| it.outcome()) {
        Some(Outcome::TakenBack) => Err(NotMet::TakenBackUnheard),
        Some(_) => Err(NotMet::EndedUnheard),
        None if today <= case.promised_by => Ok(Met::Open),
        None => Err(NotMet::Overdue),
    }
}

/// A referral of a later attempt, after "I was not helped", is counted from there.
fn referral_met(case: &Case, referral: &Referral, today: Date, policy: &Policy) -> Result<Met, NotMet> {
    let reopened = case.reopened_at.iter().filter(|at| **at <= referral.sent_at).max();
    let from = reopened.map_or(case.asked_at.date(), |at| at.date());
    let promised_by = add_working_days(from, policy.first_answer_working_days.get());
    let own = case.contacts.iter().filter(|it| it.organisation == referral.receiver && it.moment.effect.is_reached());
    match own.map(|it| it.at.date()).min() {
        Some(day) if day <= promised_by => return Ok(Met::InTime),
        Some(_) => return Err(NotMet::Late),
        None => {}
    }
    match referral.course.outcome() {
        None if today <= promised_by => Ok(Met::Open),
        None => Err(NotMet::Overdue),
        Some(ReferralOutcome::Refused { .. }) => Err(NotMet::Refused),
        Some(ReferralOutcome::Silent | ReferralOutcome::Abandoned) => Err(NotMet::Silent),
        Some(_) => Err(NotMet::EndedUnheard),
    }
}

/// The peer's definition (`Stats::Needs::TakenCareInFiveDays`): only needs with an exchange, that is, with an adviser
/// who closed it as done, with or without help; from the sending, not from the question; fewer than five whole days of
/// 24 hours. None when the case is not in its denominator.
fn as_peer(case: &Case) -> Option<bool> {
    const WHOLE_DAYS: i64 = 5;
    let done =
        |it: &&Referral| matches!(it.course.outcome(), Some(ReferralOutcome::Helped | ReferralOutcome::NotHelped));
    let first =
        case.referrals.iter().filter(done).filter(|it| it.accepted_at.is_some()).min_by_key(|it| it.accepted_at)?;
    Some(first.accepted_at?.duration_since(first.sent_at).as_hours() / 24 < WHOLE_DAYS)
}
