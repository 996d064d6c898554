//! From the data of a round to what it takes to execute it, or the list of what no source says. A round is executable
//! only when nothing is missing: nothing is assumed.

use std::collections::BTreeMap;

use schakel_casework::Code;
use schakel_criteria::{Language, Number};
use schakel_register::{
    Amounts, AtCeiling, CeilingScope, Cents, DecideAfter, FormField, Honest, Id, Participants, Procedure, Qualifier,
    Ranking, RequiredDocument, Round, RoundCost, RoundVersion, SettlementRule, Sourced, SpanOfTime, TieRule, Window,
};
use schakel_time::Period;

use crate::allocation::{self, Ceilings, Criterion, LastTie, Order, Rules};
use crate::limits::GrantLimits;
use crate::phases::Phases;

/// Everything it takes to execute a round: plain data, complete.
#[derive(Clone, Debug)]
pub struct RoundSetup {
    /// The round.
    pub round: Id,
    /// The organisation that decides.
    pub executor: Id,
    /// When these rules hold.
    pub valid: Period,
    /// When one can apply, in order of time.
    pub windows: Vec<Window>,
    /// For which applications the ceiling of a part counts, by the name of the part
    /// ([`schakel_register::Ceiling::part`]).
    pub parts: BTreeMap<Id, CeilingScope>,
    /// How the money is divided.
    pub procedure: Procedure,
    /// The ceilings, and who gets the money: what an allocation works with.
    pub rules: Rules,
    /// Whether a committee advises.
    pub has_committee: bool,
    /// How applications are scored, when they are put in order or must reach a score.
    pub ranking: Option<Ranking>,
    /// What one application can get.
    pub amounts: GrantBounds,
    /// The terms of the decision.
    pub terms: DecisionTerms,
    /// What an application must hold.
    pub requirements: RoundRequirements,
    /// How a grant is settled, by its size, in order of size.
    pub settlements: Vec<SettlementRule>,
    /// What each grant has to meet besides room under the ceilings.
    pub limits: GrantLimits,
}

/// What one application can get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantBounds {
    /// Share of the costs that is paid; absent: everybody gets the same amount.
    pub rate: Option<Number>,
    /// Smallest grant, when the round has one.
    pub minimum: Option<Cents>,
    /// Largest grant.
    pub maximum: Cents,
    /// Smallest grant for each participant, when the round has one.
    pub minimum_each: Option<Cents>,
    /// Largest grant for each participant, when the round has one.
    pub maximum_each: Option<Cents>,
    /// Largest share of the costs that one participant may bear, when the round has one.
    pub maximum_cost_share: Option<Number>,
}

/// The terms of the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecisionTerms {
    /// Within which time there must be a decision.
    pub decide_within: SpanOfTime,
    /// From when that time runs.
    pub decide_after: DecideAfter,
    /// With how much it can be made longer, once; absent: it cannot.
    pub extend_by: Option<SpanOfTime>,
    /// How long an applicant has to complete an application (Awb 4:5).
    pub repair_within: SpanOfTime,
    /// Within which time after the project one must ask to settle the grant.
    pub settle_within: Option<SpanOfTime>,
}

/// What an application must hold.
#[derive(Clone, Debug)]
pub struct RoundRequirements {
    /// How many take part, when the round says so.
    pub participants: Option<Participants>,
    /// The costs that count; empty: the amount does not depend on costs.
    pub costs: Vec<RoundCost>,
    /// What must be attached.
    pub documents: Vec<RequiredDocument>,
    /// What must be filled in.
    pub fields: Vec<FormField>,
}

/// Something that no source says, or that no source says exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RoundGap {
    /// Who decides.
    Executor,
    /// When one can apply, from and until.
    Window,
    /// The ceiling, for all or for each area.
    Ceiling,
    /// How the money is divided.
    Procedure,
    /// What happens to the first application for which there is too little money left.
    AtCeiling,
    /// Which share of the costs is paid, or the same amount for everybody.
    Rate,
    /// The largest grant.
    Maximum,
    /// A smallest or largest amount or share that the source gives only roughly.
    Bound,
    /// Which costs count.
    Costs,
    /// What is scored.
    RankingCriteria,
    /// What decides between equal scores.
    Tie,
    /// Within which time there must be a decision, and from when.
    DecisionTerm,
    /// How long an applicant has to complete an application.
    RepairTerm,
    /// What must be attached.
    Documents,
    /// What must be filled in.
    Fields,
    /// How a grant is settled.
    Settlement,
}

impl RoundSetup {
    /// What it takes to execute this version of a round.
    ///
    /// # Errors
    ///
    /// Everything that is missing, in the order of [`RoundGap`].
    pub fn new(round: &Round, version: &RoundVersion) -> Result<RoundSetup, Vec<RoundGap>> {
        let mut gaps = Gaps::default();
        let executor = gaps.need(round.executor.clone(), RoundGap::Executor);
        let windows = gaps.need(complete_windows(version), RoundGap::Window);
        let parts = gaps.need(part_ceilings(version), RoundGap::Ceiling);
        let ceilings = gaps.need(parts.and_then(|parts| all_ceilings(version, parts)), RoundGap::Ceiling);
        let procedure = gaps.need(value(version.procedure.as_ref()), RoundGap::Procedure);
        let at_ceiling = value(version.at_ceiling.as_ref());
        if procedure.is_some_and(|it| it != Procedure::ProRata) {
            gaps.need(at_ceiling, RoundGap::AtCeiling);
        }
        let amounts = grant_bounds(&version.amounts, &mut gaps);
        if amounts.as_ref().is_some_and(|it| it.rate.is_some()) && version.costs.is_empty() {
            gaps.note(RoundGap::Costs);
        }
        check_ranking(version, procedure, &mut gaps);
        let terms = decision_terms(version, &mut gaps);
        for (is_empty, missing) in [
            (version.documents.is_empty(), RoundGap::Documents),
            (version.fields.is_empty(), RoundGap::Fields),
            (version.settlements.last().is_none_or(|it| it.below.is_some()), RoundGap::Settlement),
        ] {
            if is_empty {
                gaps.note(missing);
            }
        }
        let complete = || {
            Some(RoundSetup {
                round: Id::clone(&round.id),
                executor: executor?,
                valid: version.valid,
                windows: windows?,
                parts: version.ceilings.iter().filter_map(|it| Some((it.part()?, it.scope.clone()))).collect(),
                procedure: procedure?,
                rules: Rules { ceilings: ceilings?, procedure: division(procedure?, at_ceiling, version)? },
                has_committee: value(version.committee.as_ref()).unwrap_or(procedure == Some(Procedure::Committee)),
                ranking: version.ranking.clone(),
                amounts: amounts?,
                terms: terms?,
                requirements: RoundRequirements {
                    participants: version.participants.clone(),
                    costs: version.costs.clone(),
                    documents: version.documents.clone(),
                    fields: version.fields.clone(),
                },
                settlements: version.settlements.clone(),
                limits: limits(round, version)?,
            })
        };
        let setup = if gaps.0.is_empty() { complete() } else { None };
        setup.ok_or_else(|| gaps.in_order())
    }
}

impl RoundGap {
    /// What is missing, as the end of "no source says …".
    pub fn words(self, language: Language) -> &'static str {
        let [dutch, english] = match self {
            RoundGap::Executor => ["wie beslist", "who decides"],
            RoundGap::Window => ["vanaf en tot wanneer u kunt aanvragen", "from and until when one can apply"],
            RoundGap::Ceiling => ["hoe hoog het plafond is", "how high the ceiling is"],
            RoundGap::Procedure => ["hoe het geld wordt verdeeld", "how the money is divided"],
            RoundGap::AtCeiling => [
                "wat er gebeurt met de eerste aanvraag waarvoor te weinig geld over is",
                "what happens to the first application for which there is too little money left",
            ],
            RoundGap::Rate => ["welk deel van de kosten u krijgt", "which part of the costs is paid"],
            RoundGap::Maximum => ["hoeveel u hoogstens krijgt", "how much one gets at most"],
            RoundGap::Bound => ["hoe hoog een grens precies is", "how high a limit is exactly"],
            RoundGap::Costs => ["welke kosten meetellen", "which costs count"],
            RoundGap::RankingCriteria => ["waarop de plannen punten krijgen", "on what plans are scored"],
            RoundGap::Tie => ["wat beslist bij evenveel punten", "what decides between equal scores"],
            RoundGap::DecisionTerm => {
                ["binnen hoeveel tijd er een besluit is", "within which time there is a decision"]
            }
            RoundGap::RepairTerm => {
                ["hoe lang u heeft om een aanvraag aan te vullen", "how long one has to complete an application"]
            }
            RoundGap::Documents => ["wat u moet meesturen", "what must be attached"],
            RoundGap::Fields => ["wat u moet invullen", "what must be filled in"],
            RoundGap::Settlement => {
                ["hoe de subsidie na afloop wordt vastgesteld", "how the grant is settled afterwards"]
            }
        };
        match language {
            Language::Dutch => dutch,
            Language::English => english,
        }
    }
}

/// What was found missing so far.
#[derive(Default)]
struct Gaps(Vec<RoundGap>);

impl Gaps {
    fn need<T>(&mut self, value: Option<T>, missing: RoundGap) -> Option<T> {
        if value.is_none() {
            self.note(missing);
        }
        value
    }

    /// A bound that a round need not have. One that the source gives only roughly is missing, not absent.
    fn bound<T>(&mut self, honest: Option<&Honest>, read: impl Fn(&Honest) -> Option<T>) -> Option<T> {
        honest.and_then(|honest| self.need(read(honest), RoundGap::Bound))
    }

    fn note(&mut self, missing: RoundGap) {
        self.0.push(missing);
    }

    fn in_order(mut self) -> Vec<RoundGap> {
        self.0.sort_unstable();
        self.0.dedup();
        self.0
    }
}

/// One grant a year, the phase before and the costs on which aid adds up.
fn limits(round: &Round, version: &RoundVersion) -> Option<GrantLimits> {
    let phases = round.phase_after.iter().chain(round.phase_after.as_ref().map(|_| &round.id));
    let phases: Option<Vec<Code>> = phases.map(|it| Code::new(it).ok()).collect();
    Some(GrantLimits {
        once_per_year: value(version.once_per_year.as_ref()),
        phases: Phases(phases?),
        cost_kinds: version.costs.iter().map(|it| it.kind.to_string()).collect(),
    })
}

fn value<T: Copy>(sourced: Option<&Sourced<T>>) -> Option<T> {
    sourced.map(|it| it.value)
}

/// The largest share on which a decision can rest: exact, or "at most".
fn highest_share(honest: &Honest) -> Option<Number> {
    honest.value.filter(|_| matches!(honest.qualifier, Qualifier::Exact | Qualifier::AtMost))
}

/// The largest amount on which a decision can rest; "less than" is a cent below.
fn highest(honest: &Honest) -> Option<Cents> {
    let amount = Cents::from_euros(honest.value?)?;
    match honest.qualifier {
        Qualifier::Exact | Qualifier::AtMost => Some(amount),
        Qualifier::LessThan => Some(amount - Cents::new(1)),
        _ => None,
    }
}

/// The smallest amount on which a decision can rest; "more than" is a cent above.
fn lowest(honest: &Honest) -> Option<Cents> {
    let amount = Cents::from_euros(honest.value?)?;
    match honest.qualifier {
        Qualifier::Exact | Qualifier::AtLeast => Some(amount),
        Qualifier::MoreThan => Some(amount + Cents::new(1)),
        _ => None,
    }
}

/// The windows in order of time; nothing when one of them has no beginning or end.
fn complete_windows(version: &RoundVersion) -> Option<Vec<Window>> {
    let is_complete = |window: &Window| window.continuous || (window.from.is_some() && window.until.is_some());
    let mut windows = version.windows.clone();
    windows.sort_by_key(|window| (window.from, window.until));
    (!windows.is_empty() && windows.iter().all(is_complete)).then_some(windows)
}

/// The ceilings for parts; nothing when one of them is not certain.
fn part_ceilings(version: &RoundVersion) -> Option<BTreeMap<Id, Cents>> {
    let parts = version.ceilings.iter().filter_map(|ceiling| Some((ceiling.part()?, highest(&ceiling.amount))));
    parts.map(|(part, amount)| Some((part, amount?))).collect()
}

/// The ceiling for all with those for parts; when there are only ceilings of areas, those together are the one for all.
fn all_ceilings(version: &RoundVersion, parts: BTreeMap<Id, Cents>) -> Option<Ceilings> {
    let round = match version.ceilings.iter().find(|it| it.scope == CeilingScope::Whole) {
        Some(whole) => highest(&whole.amount),
        None => {
            let only_areas = version.ceilings.iter().all(|it| matches!(it.scope, CeilingScope::Area(_)));
            (only_areas && !parts.is_empty()).then(|| parts.values().copied().sum())
        }
    };
    Some(Ceilings { round: round?, parts })
}

/// How the money is divided, as an allocation works with it. Where a committee says which, its ranking gives the order,
/// and without one the receipt.
fn division(
    procedure: Procedure,
    at_ceiling: Option<AtCeiling>,
    version: &RoundVersion,
) -> Option<allocation::Procedure> {
    let order = match (procedure, &version.ranking) {
        (Procedure::ProRata, _) => return Some(allocation::Procedure::ProRata),
        (Procedure::OrderOfReceipt, _) | (Procedure::Committee, None) => Order::Receipt,
        (Procedure::OrderOfCompleteness, _) => Order::CompleteDay,
        (Procedure::Lottery, _) => Order::Draw,
        (Procedure::Ranking | Procedure::Committee, ranking) => Order::Ranking(points(ranking.as_ref()?)?),
    };
    Some(allocation::Procedure::InTurn { order, at_ceiling: at_ceiling? })
}

fn points(ranking: &Ranking) -> Option<allocation::Ranking> {
    let criterion = |it: &schakel_register::RankingCriterion| Criterion {
        id: Id::clone(&it.id),
        weight: it.weight,
        maximum: it.points_to,
        minimum: it.minimum,
    };
    Some(allocation::Ranking {
        criteria: ranking.criteria.iter().map(criterion).collect(),
        minimum: ranking.minimum_total.as_ref().map(|it| it.value),
        ties: ranking.tie_criteria.clone(),
        last: match ranking.tie.as_ref()?.value {
            TieRule::Draw => LastTie::Draw,
            TieRule::Receipt => LastTie::Receipt,
        },
    })
}

fn grant_bounds(amounts: &Amounts, gaps: &mut Gaps) -> Option<GrantBounds> {
    let rate = amounts.rate.as_ref().and_then(highest_share);
    let minimum = gaps.bound(amounts.minimum.as_ref(), lowest);
    let maximum = gaps.need(amounts.maximum.as_ref().and_then(highest), RoundGap::Maximum);
    let minimum_each = gaps.bound(amounts.minimum_each.as_ref(), lowest);
    let maximum_each = gaps.bound(amounts.maximum_each.as_ref(), highest);
    let maximum_cost_share = gaps.bound(amounts.maximum_cost_share.as_ref(), highest_share);
    if rate.is_none() && (minimum.is_none() || minimum != maximum) {
        gaps.note(RoundGap::Rate);
    }
    Some(GrantBounds { rate, minimum, maximum: maximum?, minimum_each, maximum_each, maximum_cost_share })
}

fn check_ranking(version: &RoundVersion, procedure: Option<Procedure>, gaps: &mut Gaps) {
    let ranking = version.ranking.as_ref();
    // A committee with a ranking puts plans in order too.
    let is_ranked =
        procedure == Some(Procedure::Ranking) || (procedure == Some(Procedure::Committee) && ranking.is_some());
    if (is_ranked || ranking.is_some()) && ranking.is_none_or(|it| it.criteria.is_empty()) {
        gaps.note(RoundGap::RankingCriteria);
    }
    if is_ranked && ranking.is_none_or(|it| it.tie.is_none()) {
        gaps.note(RoundGap::Tie);
    }
}

fn decision_terms(version: &RoundVersion, gaps: &mut Gaps) -> Option<DecisionTerms> {
    let terms = &version.terms;
    let decide_within = gaps.need(value(terms.decide_within.as_ref()), RoundGap::DecisionTerm);
    let decide_after = gaps.need(value(terms.decide_after.as_ref()), RoundGap::DecisionTerm);
    let repair_within = gaps.need(value(terms.repair_within.as_ref()), RoundGap::RepairTerm);
    Some(DecisionTerms {
        decide_within: decide_within?,
        decide_after: decide_after?,
        extend_by: value(terms.extend_by.as_ref()),
        repair_within: repair_within?,
        settle_within: value(terms.settle_within.as_ref()),
    })
}
