//! From what it takes to execute a round to the rules of its process and of the division of its money, for one window.
//! What is missing before that is in `executable`.

use schakel_casework::{Code, OrganisationId};
use schakel_criteria::Number;
use schakel_register::{
    Cents, DecideAfter, RequiredDocument, Round, SettlementKind, SettlementRule, SpanOfTime, TermUnit, Window,
};
use schakel_time::Date;

use crate::after::GrantRules;
use crate::allocation::Rules;
use crate::application::{ApplicationRules, Completeness, DecisionClock, DecisionRule, DocumentLimit};
use crate::executable::{RoundGap, RoundSetup};
use crate::limits::GrantLimits;
use crate::round_status::version_on;
use crate::terms::{Length, TermBasis};

/// The rules of a round that can be executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundRules {
    /// Of its applications.
    pub application: ApplicationRules,
    /// Of the division of its money.
    pub division: Rules,
    /// What each grant has to meet besides room under the ceilings.
    pub limits: GrantLimits,
}

/// The largest file that the portal takes where a round says nothing, bytes: our choice.
pub const DOCUMENT_BYTES_MAX: u64 = 10_000_000;

/// Within which the settlement is asked for when the round says nothing: 13 weeks (Kaderbesluit 50(1)).
const REQUEST_WITHIN: Length = Length::Weeks(13);

/// Within which the settlement is decided on: 13 weeks (Kaderbesluit 52).
const SETTLE_WITHIN: Length = Length::Weeks(13);

const BYTES_PER_MEGABYTE: u64 = 1_000_000;

impl RoundRules {
    /// The rules of a round as they are on a day: of the version that holds then (or else the last before it, or the first
    /// after it), and of the window that is open, or else the next one, or else the last one.
    ///
    /// # Errors
    ///
    /// Everything that no source says; such a round cannot be executed.
    pub fn on_day(round: &Round, day: Date) -> Result<Self, Vec<RoundGap>> {
        let version = version_on(round, day).ok_or_else(|| vec![RoundGap::Window])?;
        let setup = RoundSetup::new(round, version)?;
        let to_come = setup.windows.iter().find(|it| it.until.is_some_and(|until| until.date() >= day));
        let window = to_come.or(setup.windows.last()).ok_or_else(|| vec![RoundGap::Window])?;
        Self::new(&setup, window).map_err(|gap| vec![gap])
    }

    /// The rules of a round for one of its windows. What no source says is taken as little as possible: no advances, and
    /// no committee for objections.
    ///
    /// # Errors
    ///
    /// What is still missing: a window without beginning or end, or an executor that cannot be named.
    pub fn new(setup: &RoundSetup, window: &Window) -> Result<Self, RoundGap> {
        let (opens_at, closes_at) = window.from.zip(window.until).ok_or(RoundGap::Window)?;
        let application = ApplicationRules {
            round: Code::new(&setup.round).map_err(|_| RoundGap::Executor)?,
            executor: OrganisationId::new(&setup.executor).map_err(|_| RoundGap::Executor)?,
            opens_at,
            closes_at,
            requested_min: setup.amounts.minimum,
            requested_max: Some(setup.amounts.maximum),
            partners_min: partners_min(setup),
            completeness: completeness(setup),
            repair_within: length(setup.terms.repair_within),
            decision: DecisionRule {
                within: length(setup.terms.decide_within),
                clock: match setup.terms.decide_after {
                    DecideAfter::Receipt => DecisionClock::Receipt,
                    DecideAfter::Closing => DecisionClock::Closing,
                },
                basis: TermBasis::Statutory,
                extend_by: setup.terms.extend_by.map(length),
            },
            objection_committee: false,
            grant: grant_rules(setup),
        };
        Ok(RoundRules { application, division: setup.rules.clone(), limits: setup.limits.clone() })
    }
}

fn length(span: SpanOfTime) -> Length {
    match span.unit {
        TermUnit::Days => Length::Days(span.count),
        TermUnit::Weeks => Length::Weeks(span.count),
        TermUnit::Months => Length::Months(span.count),
    }
}

/// Beside the applicant.
fn partners_min(setup: &RoundSetup) -> u32 {
    let participants = setup.requirements.participants.as_ref().and_then(|it| it.minimum);
    participants.unwrap_or(1).saturating_sub(1)
}

fn completeness(setup: &RoundSetup) -> Completeness {
    let fields = setup.requirements.fields.iter().filter(|it| !it.optional).filter_map(|it| Code::new(&it.id).ok());
    let documents = setup.requirements.documents.iter().filter_map(document);
    Completeness { fields: fields.collect(), documents: documents.collect() }
}

fn document(document: &RequiredDocument) -> Option<(Code, DocumentLimit)> {
    let limit = DocumentLimit {
        required: true,
        bytes_max: document.megabytes.map_or(DOCUMENT_BYTES_MAX, |it| u64::from(it).saturating_mul(BYTES_PER_MEGABYTE)),
        kinds: document.file_types.iter().filter_map(|it| Code::new(it).ok()).collect(),
    };
    Some((Code::new(&document.id).ok()?, limit))
}

fn grant_rules(setup: &RoundSetup) -> GrantRules {
    GrantRules {
        performance_from: settled_below(&setup.settlements, &[SettlementKind::Automatic]),
        costs_from: settled_below(&setup.settlements, &[SettlementKind::Automatic, SettlementKind::Report]),
        advance_rate: Number::ZERO,
        request_within: setup.terms.settle_within.map_or(REQUEST_WITHIN, length),
        settle_within: SETTLE_WITHIN,
    }
}

/// Below which amount a grant is settled in one of these ways; the rules are in order of size.
fn settled_below(rules: &[SettlementRule], kinds: &[SettlementKind]) -> Cents {
    let last = rules.iter().take_while(|it| kinds.contains(&it.arrangement)).last();
    last.map_or(Cents::ZERO, |it| it.below.and_then(Cents::from_euros).unwrap_or(Cents::new(i64::MAX)))
}
