//! Which organisations are looked at: many refusals, little help, little use. And how well referring goes in a quarter.

use std::collections::BTreeMap;

use schakel_time::Period;
use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::code::OrganisationId;
use crate::policy::Alarms;
use crate::referral::ReferralOutcome;
use crate::share::Share;

/// What an organisation did with what it was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Refused, of all referrals sent to it in the period.
    pub refused: Share,
    /// Helped, of the same.
    pub helped: Share,
    /// Useful, of what entrepreneurs said in the year about cases that it accepted.
    pub useful: Share,
}

/// Why an organisation is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alarm {
    /// Many refusals.
    ManyRefusals,
    /// Little help.
    LittleHelp,
    /// Little use.
    LittleUse,
}

/// How well referring goes (source 003: «betere verwijzing in het ecosysteem»).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referring {
    /// Accepted, of all referrals sent in the period.
    pub accepted: Share,
    /// Steps until somebody accepted, of all accepted referrals together; divide by `accepted.part` for the mean.
    pub steps: u64,
}

/// What each organisation did with the referrals of a quarter, and what entrepreneurs said in a year.
pub fn answers<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
    quarter: &Period,
    year: &Period,
) -> BTreeMap<OrganisationId, Answers> {
    let mut found: BTreeMap<OrganisationId, Answers> = BTreeMap::new();
    for case in cases {
        for referral in &case.referrals {
            let own = found.entry(referral.receiver.clone()).or_default();
            if quarter.contains(referral.sent_at.date()) {
                let outcome = referral.course.outcome();
                count(&mut own.refused, matches!(outcome, Some(ReferralOutcome::Refused { .. })));
                count(&mut own.helped, matches!(outcome, Some(ReferralOutcome::Helped)));
            }
            if referral.accepted_at.is_some() {
                for rating in case.ratings.iter().filter(|it| year.contains(it.at.date())) {
                    count(&mut own.useful, rating.useful);
                }
            }
        }
    }
    found
}

/// The alarms of an organisation; none under the smallest numbers of which something can be said.
pub fn alarms(answers: &Answers, lines: &Alarms) -> Vec<Alarm> {
    let enough = answers.refused.whole >= lines.referrals_min;
    let enough_replies = answers.useful.whole >= lines.replies_min;
    let found = [
        (Alarm::ManyRefusals, enough && answers.refused.is_above(lines.refused_above)),
        (Alarm::LittleHelp, enough && answers.helped.is_below(lines.helped_below)),
        (Alarm::LittleUse, enough_replies && answers.useful.is_below(lines.useful_below)),
    ];
    found.into_iter().filter(|(_, holds)| *holds).map(|(alarm, _)| alarm).collect()
}

/// How well referring went in a period.
pub fn referring<'a>(cases: impl IntoIterator<Item = &'a Case>, period: &Period) -> Referring {
    let mut found = Referring::default();
    for referral in cases.into_iter().flat_map(|it| &it.referrals).filter(|it| period.contains(it.sent_at.date())) {
        count(&mut found.accepted, referral.accepted_at.is_some());
        found.steps += referral.accepted_at.map_or(0, |_| u64::from(referral.step));
    }
    found
}

fn count(share: &mut Share, yes: bool) {
    share.whole += 1;
    share.part += u64::from(yes);
}
