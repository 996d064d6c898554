//! What the contacts, the support and the journeys of many cases add up to. Firms are counted once, not contacts.

use std::collections::{BTreeMap, BTreeSet};

use schakel_time::Period;
use serde::{Deserialize, Serialize};

use crate::case::{Case, NotHelped, Outcome, Segment, Situation, SupportKind};
use crate::code::{CaseId, Code, FirmRef, OrganisationId};
use crate::contact::{Channel, Contact, Effect, Mode, Service};
use crate::share::Share;

/// Contacts by the three Syntens services and their mode; the helpdesk has no mode in the text (source 002, section 8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityTable {
    /// Voorlichting.
    pub information: ByMode,
    /// Helpdeskfunctie.
    pub helpdesk: u64,
    /// Innovatie-activering.
    pub activation: ByMode,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByMode {
    /// With one firm.
    pub individual: u64,
    /// With several.
    pub collective: u64,
}

/// What an organisation did in a month, unique firms. The three kinds stay apart: a firm that was reached and then
/// referred stands in both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirmsOfMonth {
    /// Bereikt: spoken to.
    pub reached: BTreeSet<FirmRef>,
    /// Begeleid: helped on.
    pub guided: BTreeSet<FirmRef>,
    /// Doorverwezen: brought to somebody else.
    pub referred: BTreeSet<FirmRef>,
}

/// Firms and money of one segment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentReach {
    /// Which firms were spoken to.
    pub reached: BTreeSet<FirmRef>,
    /// What they got, whole euro cents.
    pub cents: u64,
}

/// Firms that got support, once in all and once per kind, each with the cases behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supported {
    /// Unique firms.
    pub firms: BTreeSet<FirmRef>,
    /// The cases per kind and firm.
    pub by_kind: BTreeMap<SupportKind, BTreeMap<FirmRef, BTreeSet<CaseId>>>,
}

/// Fills the table with the contacts of a period.
pub fn activity_table<'a>(cases: impl IntoIterator<Item = &'a Case>, period: &Period) -> ActivityTable {
    let mut table = ActivityTable::default();
    for contact in contacts(cases, period).map(|(_, contact)| contact) {
        let row = |row: &mut ByMode, mode| match mode {
            Mode::Individual => row.individual += 1,
            Mode::Collective => row.collective += 1,
        };
        match contact.moment.service {
            Service::Information(mode) => row(&mut table.information, mode),
            Service::Helpdesk => table.helpdesk += 1,
            Service::Activation(mode) => row(&mut table.activation, mode),
        }
    }
    table
}

/// Unique firms that were spoken to, per year and channel.
pub fn reach_by_channel<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
) -> BTreeMap<i16, BTreeMap<Channel, BTreeSet<FirmRef>>> {
    let mut found: BTreeMap<i16, BTreeMap<Channel, BTreeSet<FirmRef>>> = BTreeMap::new();
    for (case, contact) in contacts(cases, &Period::default()).filter(|(_, it)| it.moment.effect.is_reached()) {
        let year = found.entry(contact.at.date().year()).or_default();
        year.entry(contact.moment.channel).or_default().insert(case.firm);
    }
    found
}

/// What an organisation did in a month.
pub fn firms_of_month<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
    organisation: &OrganisationId,
    month: &Period,
) -> FirmsOfMonth {
    let mut firms = FirmsOfMonth::default();
    for (case, contact) in contacts(cases, month).filter(|(_, it)| it.organisation == *organisation) {
        match contact.moment.effect {
            Effect::NotReached => continue,
            Effect::Declined | Effect::Reached => {}
            Effect::Guided => {
                firms.guided.insert(case.firm);
            }
            Effect::Referred => {
                firms.referred.insert(case.firm);
            }
        }
        firms.reached.insert(case.firm);
    }
    firms
}

impl FirmsOfMonth {
    /// Unique firms above (or below, when negative) a norm, such as that of
    /// [`Policy::firms_per_adviser_month`](crate::Policy).
    pub fn above_norm(&self, norm: u32) -> i64 {
        i64::try_from(self.reached.len()).unwrap_or(i64::MAX).saturating_sub(i64::from(norm))
    }
}

/// Firms and money per segment; none for firms of which the segment is not known.
pub fn reach_by_segment<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
    period: &Period,
) -> BTreeMap<Option<Segment>, SegmentReach> {
    by(cases, period, |case| case.segment)
}

/// Firms and money per situation; none for firms of which it is not known.
pub fn reach_by_situation<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
    period: &Period,
) -> BTreeMap<Option<Situation>, SegmentReach> {
    by(cases, period, |case| case.situation)
}

/// Who got support in a period.
pub fn supported<'a>(cases: impl IntoIterator<Item = &'a Case>, period: &Period) -> Supported {
    let mut found = Supported::default();
    for case in cases {
        for support in case.supported.iter().filter(|it| period.contains(it.at.date())) {
            found.firms.insert(case.firm);
            found.by_kind.entry(support.kind).or_default().entry(case.firm).or_default().insert(case.id);
        }
    }
    found
}

/// The share of the firms with a journey that reached a phase.
pub fn share_reaching<'a>(cases: impl IntoIterator<Item = &'a Case>, phase: &Code) -> Share {
    let mut reached: BTreeMap<FirmRef, bool> = BTreeMap::new();
    for case in cases {
        for milestone in &case.journey {
            *reached.entry(case.firm).or_default() |= milestone.phase == *phase;
        }
    }
    Share::count(reached.into_values())
}

/// Questions that ended without help, per theme (none: no theme), municipality (none: not known) and reason: where the
/// region offers nothing.
pub fn unanswered_demand<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
) -> BTreeMap<(Option<Code>, Option<Code>, NotHelped), BTreeSet<CaseId>> {
    let mut found: BTreeMap<_, BTreeSet<CaseId>> = BTreeMap::new();
    for case in cases {
        let Some(Outcome::NotHelped(reason)) = case.course().and_then(|it| it.outcome()) else { continue };
        let themes: Vec<Option<Code>> = match case.need.themes.is_empty() {
            true => vec![None],
            false => case.need.themes.iter().cloned().map(Some).collect(),
        };
        for theme in themes {
            found.entry((theme, case.need.municipality.clone(), *reason)).or_default().insert(case.id);
        }
    }
    found
}

fn contacts<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
    period: &Period,
) -> impl Iterator<Item = (&'a Case, &'a Contact)> {
    let period = *period;
    let all = cases.into_iter().flat_map(|case| case.contacts.iter().map(move |contact| (case, contact)));
    all.filter(move |(_, contact)| period.contains(contact.at.date()))
}

fn by<'a, K: Ord>(
    cases: impl IntoIterator<Item = &'a Case>,
    period: &Period,
    key: impl Fn(&Case) -> K,
) -> BTreeMap<K, SegmentReach> {
    let mut found: BTreeMap<K, SegmentReach> = BTreeMap::new();
    for case in cases {
        let reach = found.entry(key(case)).or_default();
        let spoken = |it: &Contact| it.moment.effect.is_reached() && period.contains(it.at.date());
        if case.contacts.iter().any(spoken) {
            reach.reached.insert(case.firm);
        }
        let money = case.supported.iter().filter(|it| period.contains(it.at.date())).filter_map(|it| it.cents);
        reach.cents = money.fold(reach.cents, u64::saturating_add);
    }
    found
}
