//! From what it takes to execute a round to the rules of its process and of the division of its money, for one window.
//! What is missing before that is in `executable`.

use std::collections::BTreeMap;

use schakel_casework::{Code, OrganisationId};
use schakel_criteria::Number;
use schakel_register::{
    AtCeiling as DataAtCeiling, Cents, DecideAfter, Id, Procedure as DataProcedure, RequiredDocument, SettlementKind,
    SettlementRule, SpanOfTime, TermUnit, TieRule, Window,
};

use crate::after::GrantRules;
use crate::allocation::{AtCeiling, Ceilings, Criterion, LastTie, Order, Procedure, Ranking, Rules};
use crate::application::{ApplicationRules, DecisionClock, DecisionRule, DocumentLimit, Requirements};
use crate::executable::{RoundGap, RoundSetup};
use crate::terms::{Length, TermBasis};

/// The rules of a round that can be executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundRules {
    /// Of its applications.
    pub application: ApplicationRules,
    /// Of the division of its money.
    pub division: Rules,
}

/// The largest file that the portal takes where a round says nothing, bytes: our choice.
pub const DOCUMENT_BYTES_MAX: u64 = 10_000_000;

/// Within which the settlement is asked for when the round says nothing: 13 weeks (Kaderbesluit 50(1)).
const REQUEST_WITHIN: Length = Length::Weeks(13);

/// Within which the settlement is decided on: 13 weeks (Kaderbesluit 52).
const SETTLE_WITHIN: Length = Length::Weeks(13);

const BYTES_PER_MEGABYTE: u64 = 1_000_000;

impl RoundRules {
    /// The rules of a round for one of its windows. What no source says is taken as little as possible: no advances, and
    /// no committee for objections.
    ///
    /// # Errors
    ///
    /// What is still missing: a window without beginning or end, or a term in months where the law counts days or weeks.
    pub fn new(setup: &RoundSetup, window: &Window) -> Result<Self, Vec<RoundGap>> {
        let mut gaps = Vec::new();
        let mut need = |gap: RoundGap| gaps.push(gap);
        let times = window.from.zip(window.until);
        let (round, executor) = (Code::new(&setup.round).ok(), OrganisationId::new(&setup.executor).ok());
        let weeks = weeks(setup.terms.decide_within);
        let extension = setup.terms.extend_by.map(self::weeks);
        let repair_days = days(setup.terms.repair_within);
        let procedure = procedure(setup);
        for (is_missing, gap) in [
            (round.is_none() || executor.is_none(), RoundGap::Executor),
            (times.is_none(), RoundGap::Window),
            (procedure.is_none(), RoundGap::Procedure),
            (weeks.is_none() || extension == Some(None), RoundGap::DecisionTerm),
            (repair_days.is_none(), RoundGap::RepairTerm),
        ] {
            if is_missing {
                need(gap);
            }
        }
        let complete = || {
            let (opens_at, closes_at) = times?;
            let application = ApplicationRules {
                round: round?,
                executor: executor?,
                opens_at,
                closes_at,
                requested_min: setup.amounts.minimum,
                requested_max: Some(setup.amounts.maximum),
                partners_min: partners_min(setup),
                requirements: requirements(setup),
                repair_days: repair_days?,
                decision: DecisionRule {
                    weeks: weeks?,
                    clock: match setup.terms.decide_after {
                        DecideAfter::Receipt => DecisionClock::Receipt,
                        DecideAfter::Closing => DecisionClock::Closing,
                    },
                    basis: TermBasis::Statutory,
                    extension_weeks: extension.flatten(),
                },
                objection_committee: false,
                grant: grant_rules(setup),
            };
            Some(RoundRules { application, division: Rules { ceilings: ceilings(setup), procedure: procedure? } })
        };
        let rules = complete();
        rules.ok_or(gaps)
    }
}

fn weeks(span: SpanOfTime) -> Option<u32> {
    match span.unit {
        TermUnit::Weeks => Some(span.count),
        TermUnit::Days => span.count.is_multiple_of(7).then_some(span.count / 7),
        TermUnit::Months => None,
    }
}

fn days(span: SpanOfTime) -> Option<u32> {
    match span.unit {
        TermUnit::Days => Some(span.count),
        TermUnit::Weeks => Some(span.count.saturating_mul(7)),
        TermUnit::Months => None,
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

fn requirements(setup: &RoundSetup) -> Requirements {
    let fields = setup.requirements.fields.iter().filter(|it| !it.optional).filter_map(|it| Code::new(&it.id).ok());
    let documents = setup.requirements.documents.iter().filter_map(document);
    Requirements { fields: fields.collect(), documents: documents.collect() }
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

fn ceilings(setup: &RoundSetup) -> Ceilings {
    let parts: BTreeMap<Id, Cents> = setup.parts.iter().map(|(part, it)| (Id::clone(part), it.amount)).collect();
    Ceilings { round: setup.ceiling, parts }
}

fn procedure(setup: &RoundSetup) -> Option<Procedure> {
    let order = match setup.procedure {
        DataProcedure::ProRata => return Some(Procedure::ProRata),
        DataProcedure::OrderOfReceipt | DataProcedure::Committee => Order::Receipt,
        DataProcedure::OrderOfCompleteness => Order::CompleteDay,
        DataProcedure::Lottery => Order::Draw,
        DataProcedure::Ranking => Order::Ranking(ranking(setup)?),
    };
    let at_ceiling = match setup.at_ceiling? {
        DataAtCeiling::Stop => AtCeiling::Stop,
        DataAtCeiling::TakeSmaller => AtCeiling::TakeSmaller,
        DataAtCeiling::GrantRest => AtCeiling::GrantRest,
    };
    Some(Procedure::InTurn { order, at_ceiling })
}

fn ranking(setup: &RoundSetup) -> Option<Ranking> {
    let ranking = setup.ranking.as_ref()?;
    let criterion = |it: &schakel_register::RankingCriterion| Criterion {
        id: Id::clone(&it.id),
        weight: it.weight,
        maximum: it.points_to,
        minimum: it.minimum,
    };
    Some(Ranking {
        criteria: ranking.criteria.iter().map(criterion).collect(),
        minimum: ranking.minimum_total.as_ref().map(|it| it.value),
        ties: ranking.tie_criteria.clone(),
        last: match ranking.tie.as_ref()?.value {
            TieRule::Draw => LastTie::Draw,
            TieRule::Receipt => LastTie::Receipt,
        },
    })
}
