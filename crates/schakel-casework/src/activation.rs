//! Going to firms that do not come by themselves: call lists, a month of an adviser, and the offer after an early
//! signal. Nobody is pressed, and nobody is refused later for having said no.

use std::collections::BTreeMap;

use schakel_time::{Date, DateTime, is_working_day};
use serde::{Deserialize, Serialize};

use crate::case::Visibility;
use crate::code::{Code, FirmRef, PersonRef};
use crate::contact::Effect;

/// A firm of the population, as far as a call list needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prospect {
    /// Which firm.
    pub firm: FirmRef,
    /// Where, when known.
    pub municipality: Option<Code>,
    /// Its theme or branch, when known.
    pub theme: Option<Code>,
    /// Employed persons, when known.
    pub employees: Option<u32>,
    /// Every contact with the region: when and with what effect.
    pub contacts: Vec<(DateTime, Effect)>,
}

/// Which firms a campaign is for. What is left out does not limit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Campaign {
    /// Where.
    pub municipalities: Vec<Code>,
    /// Themes or branches.
    pub themes: Vec<Code>,
    /// Employed persons, smallest.
    pub employees_min: Option<u32>,
    /// Employed persons, largest.
    pub employees_max: Option<u32>,
    /// Not reached in so many months.
    pub not_reached_months: u32,
}

/// A firm to call, and what is known of earlier attempts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Which firm.
    pub firm: FirmRef,
    /// When it was last reached; none: never.
    pub last_reached: Option<Date>,
    /// Attempts since, without an answer.
    pub attempts: u32,
    /// Whether something that the campaign asks for is not known of the firm.
    pub not_known: bool,
}

/// The calls of a campaign as on a day: firms of the segment that were not reached in its months. Longest ago first,
/// firms that surely belong to the segment before those of which that is not known. A firm that is reached leaves the
/// list with the contact itself.
pub fn call_list(prospects: &[Prospect], campaign: &Campaign, on: Date) -> Vec<Call> {
    let since = months_before(on, campaign.not_reached_months);
    let mut calls: Vec<Call> = prospects.iter().filter_map(|it| call(it, campaign, since)).collect();
    calls.sort_by_key(|it| (it.not_known, it.last_reached, it.attempts, it.firm));
    calls
}

fn call(prospect: &Prospect, campaign: &Campaign, since: Date) -> Option<Call> {
    let reached = prospect.contacts.iter().filter(|(_, effect)| effect.is_reached());
    let last_reached = reached.map(|(at, _)| at.date()).max();
    if last_reached.is_some_and(|day| day >= since) {
        return None;
    }
    let size = |size: u32| {
        campaign.employees_min.is_none_or(|it| it <= size) && campaign.employees_max.is_none_or(|it| size <= it)
    };
    let by_size = campaign.employees_min.is_some() || campaign.employees_max.is_some();
    let answers = [
        (
            !campaign.municipalities.is_empty(),
            prospect.municipality.as_ref().map(|it| campaign.municipalities.contains(it)),
        ),
        (!campaign.themes.is_empty(), prospect.theme.as_ref().map(|it| campaign.themes.contains(it))),
        (by_size, prospect.employees.map(size)),
    ];
    let asked = || answers.iter().filter(|(asked, _)| *asked).map(|(_, answer)| *answer);
    if asked().any(|it| it == Some(false)) {
        return None;
    }
    let attempts =
        prospect.contacts.iter().filter(|(at, effect)| !effect.is_reached() && last_reached < Some(at.date()));
    let attempts = u32::try_from(attempts.count()).unwrap_or(u32::MAX);
    Some(Call { firm: prospect.firm, last_reached, attempts, not_known: asked().any(|it| it.is_none()) })
}

/// The same day so many calendar months before, or the last day of that month.
fn months_before(on: Date, months: u32) -> Date {
    let all = i64::from(on.year()) * 12 + i64::from(on.month()) - 1 - i64::from(months);
    let year = i16::try_from(all.div_euclid(12)).unwrap_or(i16::MIN);
    let month = i8::try_from(all.rem_euclid(12) + 1).unwrap_or(1);
    (28..=on.day())
        .rev()
        .chain([on.day().min(28)])
        .find_map(|day| Date::new(year, month, day).ok())
        .unwrap_or(Date::MIN)
}

/// An adviser in a month that is planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviserMonth {
    /// Who.
    pub adviser: PersonRef,
    /// How many firms fit: [`Policy::firms_per_adviser_month`](crate::Policy), or what the adviser works of it.
    pub firms_max: u32,
    /// Firms that have an appointment already.
    pub booked: u32,
    /// The days on which the adviser works.
    pub days: Vec<Date>,
}

/// Calls on days, and what does not fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthPlan {
    /// The firms of each adviser per day.
    pub calls: BTreeMap<PersonRef, BTreeMap<Date, Vec<FirmRef>>>,
    /// Firms for which nobody has room this month, in the order of the list.
    pub left_over: Vec<FirmRef>,
}

/// Plans a call list over advisers: in the order of the list, each firm to the adviser with the most room, on the working
/// day that has the fewest calls. Nobody gets more firms than fit.
pub fn plan_month(calls: &[Call], advisers: &[AdviserMonth]) -> MonthPlan {
    let mut plan = MonthPlan::default();
    let mut rooms: Vec<(u32, &AdviserMonth)> =
        advisers.iter().map(|it| (it.firms_max.saturating_sub(it.booked), it)).collect();
    for call in calls {
        let most = rooms.iter_mut().filter(|(room, it)| *room > 0 && it.days.iter().any(|day| is_working_day(*day)));
        let Some((room, adviser)) = most.max_by_key(|(room, it)| (*room, std::cmp::Reverse(it.adviser))) else {
            plan.left_over.push(call.firm);
            continue;
        };
        let days = plan.calls.entry(adviser.adviser).or_default();
        let working = adviser.days.iter().filter(|day| is_working_day(**day));
        if let Some(day) = working.min_by_key(|day| (days.get(day).map_or(0, Vec::len), **day)) {
            days.entry(*day).or_default().push(call.firm);
            *room -= 1;
        }
    }
    plan
}

/// A signal that a firm declares of itself, or that somebody gives with its knowledge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// Which kind; a code of the pack.
    pub kind: Code,
    /// How heavily it counts.
    pub weight: u32,
}

/// An offer of help. It is no case yet: it becomes one when the firm accepts, and a confidential one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// To whom.
    pub firm: FirmRef,
    /// After which signals.
    pub signals: Vec<Code>,
    /// Who may open the case that may come of it.
    pub visibility: Visibility,
}

/// The offer that follows from signals together above a threshold; none below it. (MKB Doorgaan: «vroegsignalering en
/// toegang tot hulpmiddelen», source 004.)
pub fn early_offer(firm: FirmRef, signals: &[Signal], threshold: u32) -> Option<Offer> {
    let weight = signals.iter().fold(0_u32, |sum, it| sum.saturating_add(it.weight));
    (weight > threshold).then(|| Offer {
        firm,
        signals: signals.iter().map(|it| it.kind.clone()).collect(),
        visibility: Visibility::Confidential,
    })
}
