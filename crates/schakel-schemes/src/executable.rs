//! From the data of a round to what it takes to execute it, or the list of what no source says. A round is executable
//! only when nothing is missing: nothing is assumed.

use std::collections::BTreeMap;

use schakel_criteria::{Language, Number};
use schakel_register::{
    Amounts, AtCeiling, CeilingScope, Cents, DecideAfter, FormField, Honest, Id, Participants, Procedure, Qualifier,
    Ranking, RequiredDocument, Round, RoundCost, RoundVersion, SettlementRule, Sourced, SpanOfTime, Window,
};
use schakel_time::Period;

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
    /// The most that all grants together can be.
    pub ceiling: Cents,
    /// The most that the grants of a part can be together, by the name of the part ([`schakel_register::Ceiling::part`]).
    pub parts: BTreeMap<Id, PartCeiling>,
    /// How the money is divided.
    pub procedure: Procedure,
    /// What happens to the first application for which there is too little money left; for a division in proportion
    /// there is none.
    pub at_ceiling: Option<AtCeiling>,
    /// Whether a committee advises.
    pub has_committee: bool,
    /// How applications are scored, when they are put in order or must reach a score.
    pub ranking: Option<Ranking>,
    /// What one application can get.
    pub amounts: GrantBounds,
    /// The terms of the decision.
    pub terms: DecisionTerms,
    /// What an application must hold.
    pub requirements: Requirements,
    /// How a grant is settled, by its size, in order of size.
    pub settlements: Vec<SettlementRule>,
}

/// A ceiling for part of the applications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartCeiling {
    /// For which applications.
    pub scope: CeilingScope,
    /// The amount.
    pub amount: Cents,
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
pub struct Requirements {
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
pub enum Missing {
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
    /// Everything that is missing, in the order of [`Missing`].
    pub fn new(round: &Round, version: &RoundVersion) -> Result<RoundSetup, Vec<Missing>> {
        let mut gaps = Gaps::default();
        let executor = gaps.need(round.executor.clone(), Missing::Executor);
        let windows = gaps.need(complete_windows(version), Missing::Window);
        let parts = gaps.need(part_ceilings(version), Missing::Ceiling);
        let ceiling = gaps.need(parts.as_ref().and_then(|parts| whole_ceiling(version, parts)), Missing::Ceiling);
        let procedure = gaps.need(value(version.procedure.as_ref()), Missing::Procedure);
        let at_ceiling = value(version.at_ceiling.as_ref());
        if procedure.is_some_and(|it| it != Procedure::ProRata) {
            gaps.need(at_ceiling, Missing::AtCeiling);
        }
        let amounts = grant_bounds(&version.amounts, &mut gaps);
        if amounts.as_ref().is_some_and(|it| it.rate.is_some()) && version.costs.is_empty() {
            gaps.note(Missing::Costs);
        }
        check_ranking(version, procedure, &mut gaps);
        let terms = decision_terms(version, &mut gaps);
        for (is_empty, missing) in [
            (version.documents.is_empty(), Missing::Documents),
            (version.fields.is_empty(), Missing::Fields),
            (version.settlements.last().is_none_or(|it| it.below.is_some()), Missing::Settlement),
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
                ceiling: ceiling?,
                parts: parts?,
                procedure: procedure?,
                at_ceiling,
                has_committee: value(version.committee.as_ref()).unwrap_or(procedure == Some(Procedure::Committee)),
                ranking: version.ranking.clone(),
                amounts: amounts?,
                terms: terms?,
                requirements: Requirements {
                    participants: version.participants.clone(),
                    costs: version.costs.clone(),
                    documents: version.documents.clone(),
                    fields: version.fields.clone(),
                },
                settlements: version.settlements.clone(),
            })
        };
        let setup = if gaps.0.is_empty() { complete() } else { None };
        setup.ok_or_else(|| gaps.in_order())
    }
}

impl Missing {
    /// What is missing, as the end of "no source says …".
    pub fn words(self, language: Language) -> &'static str {
        let [dutch, english] = match self {
            Missing::Executor => ["wie beslist", "who decides"],
            Missing::Window => ["vanaf en tot wanneer u kunt aanvragen", "from and until when one can apply"],
            Missing::Ceiling => ["hoe hoog het plafond is", "how high the ceiling is"],
            Missing::Procedure => ["hoe het geld wordt verdeeld", "how the money is divided"],
            Missing::AtCeiling => [
                "wat er gebeurt met de eerste aanvraag waarvoor te weinig geld over is",
                "what happens to the first application for which there is too little money left",
            ],
            Missing::Rate => ["welk deel van de kosten u krijgt", "which part of the costs is paid"],
            Missing::Maximum => ["hoeveel u hoogstens krijgt", "how much one gets at most"],
            Missing::Bound => ["hoe hoog een grens precies is", "how high a limit is exactly"],
            Missing::Costs => ["welke kosten meetellen", "which costs count"],
            Missing::RankingCriteria => ["waarop de plannen punten krijgen", "on what plans are scored"],
            Missing::Tie => ["wat beslist bij evenveel punten", "what decides between equal scores"],
            Missing::DecisionTerm => ["binnen hoeveel tijd er een besluit is", "within which time there is a decision"],
            Missing::RepairTerm => {
                ["hoe lang u heeft om een aanvraag aan te vullen", "how long one has to complete an application"]
            }
            Missing::Documents => ["wat u moet meesturen", "what must be attached"],
            Missing::Fields => ["wat u moet invullen", "what must be filled in"],
            Missing::Settlement => {
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
struct Gaps(Vec<Missing>);

impl Gaps {
    fn need<T>(&mut self, value: Option<T>, missing: Missing) -> Option<T> {
        if value.is_none() {
            self.note(missing);
        }
        value
    }

    /// A bound that a round need not have. One that the source gives only roughly is missing, not absent.
    fn bound<T>(&mut self, honest: Option<&Honest>, read: impl Fn(&Honest) -> Option<T>) -> Option<T> {
        honest.and_then(|honest| self.need(read(honest), Missing::Bound))
    }

    fn note(&mut self, missing: Missing) {
        self.0.push(missing);
    }

    fn in_order(mut self) -> Vec<Missing> {
        self.0.sort_unstable();
        self.0.dedup();
        self.0
    }
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
fn part_ceilings(version: &RoundVersion) -> Option<BTreeMap<Id, PartCeiling>> {
    let parts = version.ceilings.iter().filter_map(|ceiling| Some((ceiling, ceiling.part()?)));
    let part = |(ceiling, name): (&schakel_register::Ceiling, Id)| {
        let amount = highest(&ceiling.amount)?;
        Some((name, PartCeiling { scope: ceiling.scope.clone(), amount }))
    };
    parts.map(part).collect()
}

/// The ceiling for all; when there are only ceilings of areas, those together.
fn whole_ceiling(version: &RoundVersion, parts: &BTreeMap<Id, PartCeiling>) -> Option<Cents> {
    match version.ceilings.iter().find(|it| it.scope == CeilingScope::Whole) {
        Some(whole) => highest(&whole.amount),
        None => {
            let only_areas = !parts.is_empty() && parts.values().all(|it| matches!(it.scope, CeilingScope::Area(_)));
            only_areas.then(|| parts.values().map(|it| it.amount).sum())
        }
    }
}

fn grant_bounds(amounts: &Amounts, gaps: &mut Gaps) -> Option<GrantBounds> {
    let rate = amounts.rate.as_ref().and_then(highest_share);
    let minimum = gaps.bound(amounts.minimum.as_ref(), lowest);
    let maximum = gaps.need(amounts.maximum.as_ref().and_then(highest), Missing::Maximum);
    let minimum_each = gaps.bound(amounts.minimum_each.as_ref(), lowest);
    let maximum_each = gaps.bound(amounts.maximum_each.as_ref(), highest);
    let maximum_cost_share = gaps.bound(amounts.maximum_cost_share.as_ref(), highest_share);
    if rate.is_none() && (minimum.is_none() || minimum != maximum) {
        gaps.note(Missing::Rate);
    }
    Some(GrantBounds { rate, minimum, maximum: maximum?, minimum_each, maximum_each, maximum_cost_share })
}

fn check_ranking(version: &RoundVersion, procedure: Option<Procedure>, gaps: &mut Gaps) {
    let is_ranked = procedure == Some(Procedure::Ranking);
    let ranking = version.ranking.as_ref();
    if (is_ranked || ranking.is_some()) && ranking.is_none_or(|it| it.criteria.is_empty()) {
        gaps.note(Missing::RankingCriteria);
    }
    if is_ranked && ranking.is_none_or(|it| it.tie.is_none()) {
        gaps.note(Missing::Tie);
    }
}

fn decision_terms(version: &RoundVersion, gaps: &mut Gaps) -> Option<DecisionTerms> {
    let terms = &version.terms;
    let decide_within = gaps.need(value(terms.decide_within.as_ref()), Missing::DecisionTerm);
    let decide_after = gaps.need(value(terms.decide_after.as_ref()), Missing::DecisionTerm);
    let repair_within = gaps.need(value(terms.repair_within.as_ref()), Missing::RepairTerm);
    Some(DecisionTerms {
        decide_within: decide_within?,
        decide_after: decide_after?,
        extend_by: value(terms.extend_by.as_ref()),
        repair_within: repair_within?,
        settle_within: value(terms.settle_within.as_ref()),
    })
}
