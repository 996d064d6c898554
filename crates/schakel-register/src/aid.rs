//! What the rules on public aid say of support: for which costs, which share of them, under which European rule, and
//! what may not go together. Also who pays beside a programme. Reading them lives in `load/aid`; working out a plan
//! with them is not done here.

use schakel_criteria::{Expression, FactId, ThresholdId};
use schakel_time::{Date, Period};

use crate::honest::Honest;
use crate::source::{Id, SourceRef};

/// The rules on aid of one version of an instrument. What is absent is not known.
#[derive(Clone, Debug)]
pub struct AidRules {
    /// A gift or a loan.
    pub form: AidForm,
    /// The European rule that allows it.
    pub basis: Option<AidBasis>,
    /// What holds when other aid goes to the same costs; absent: as if it may not add up.
    pub same_costs: Option<SameCosts>,
    /// Most per calendar year, euros.
    pub maximum_per_year: Option<Honest>,
    /// The costs that count, with the share that is paid.
    pub costs: Vec<CostRate>,
    /// Where it comes from.
    pub source: SourceRef,
}

/// In which form the money comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AidForm {
    /// Money that need not be paid back.
    Grant,
    /// Money to pay back: financing, and aid only to its gross grant equivalent (Regulation 2023/2831, article 3(5)).
    Loan,
}

/// The European rule under which aid is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AidBasis {
    /// Small aid: counts towards the ceiling of the single undertaking.
    DeMinimis,
    /// The general block exemption (Regulation 651/2014).
    BlockExemption,
}

/// How much aid may go to the same costs when this support is one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SameCosts {
    /// All aid together at most the share that this support pays by itself.
    OwnRate,
    /// All aid together at most the highest share that the European rules allow for the costs.
    HighestIntensity,
}

/// Costs of one kind that count for support.
#[derive(Clone, Debug)]
pub struct CostRate {
    /// Code of `cost-kinds`.
    pub kind: Id,
    /// The share that is paid.
    pub rate: Honest,
    /// For which firms this share holds; absent: for all.
    pub rule: Option<Expression>,
    /// Where it comes from.
    pub source: SourceRef,
}

/// What the pack says of aid in general.
#[derive(Clone, Debug, Default)]
pub struct AidSettings {
    /// The fact that holds the total costs of a project.
    pub costs_fact: Option<FactId>,
    /// The fact that holds the months until a project starts.
    pub months_fact: Option<FactId>,
    /// The fact that holds the amount that a firm asks for.
    pub requested_fact: Option<FactId>,
    /// The ceiling of small aid.
    pub de_minimis: Option<DeMinimis>,
    /// Figures of kinds of costs.
    pub cost_kinds: Vec<CostKind>,
}

/// Where the pack keeps the ceiling of small aid of a single undertaking.
#[derive(Clone, Debug)]
pub struct DeMinimis {
    /// The threshold with the ceiling, euros.
    pub ceiling: ThresholdId,
    /// The threshold with the number of years over which aid adds up.
    pub years: ThresholdId,
    /// The fact that holds the aid that was granted in those years.
    pub earlier_fact: Option<FactId>,
    /// Since when the central register of small aid is kept (Regulation 2023/2831, article 6(1)).
    pub central_since: Option<Date>,
}

/// What the pack says of a kind of costs.
#[derive(Clone, Debug)]
pub struct CostKind {
    /// Code of `cost-kinds`.
    pub id: Id,
    /// The fact that holds the share of these costs in a project.
    pub share_fact: Option<FactId>,
    /// The highest share that the European rules allow, per period.
    pub ceilings: Vec<IntensityCeiling>,
}

/// The highest share of costs that may be paid with public aid during a period.
#[derive(Clone, Debug)]
pub struct IntensityCeiling {
    /// The share.
    pub rate: Honest,
    /// When it holds.
    pub valid: Period,
    /// Where it comes from.
    pub source: SourceRef,
}

/// Who pays for projects of a programme.
#[derive(Clone, Debug)]
pub struct Cofinance {
    /// Who pays the programme itself: the organisation.
    pub programme_payer: Option<Id>,
    /// On which side that organisation sits; absent: neither, such as the European Union.
    pub level: Option<PayerLevel>,
    /// The share of the budget of a project that the programme pays; absent: not known.
    pub share: Option<Honest>,
    /// Who pays beside it, as agreed.
    pub payers: Vec<Payer>,
    /// Where it comes from.
    pub source: SourceRef,
}

/// A party that pays beside a programme.
#[derive(Clone, Debug)]
pub struct Payer {
    /// The organisation.
    pub organisation: Id,
    /// The state or the region.
    pub level: PayerLevel,
    /// Its share of the budget of a project; absent: not agreed, or not known.
    pub share: Option<Honest>,
    /// Money that it set aside for the whole programme, euros.
    pub amount: Option<Honest>,
    /// Where it comes from.
    pub source: SourceRef,
}

/// On which side of the table a payer sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PayerLevel {
    /// The state.
    State,
    /// Provinces, municipalities and their organisations.
    Region,
}

impl AidSettings {
    /// The highest share that the European rules allow for a kind of costs on a day; `None` when no source says so.
    pub fn ceiling(&self, kind: &str, day: Date) -> Option<&IntensityCeiling> {
        let kind = self.cost_kinds.iter().find(|it| &*it.id == kind)?;
        kind.ceilings.iter().find(|it| it.valid.contains(day))
    }
}

impl AidBasis {
    /// Every basis with its name in a pack.
    pub const ALL: [(&'static str, AidBasis); 2] =
        [("de-minimis", AidBasis::DeMinimis), ("block-exemption", AidBasis::BlockExemption)];

    /// Its name in a pack.
    pub fn name(self) -> &'static str {
        match self {
            AidBasis::DeMinimis => "de-minimis",
            AidBasis::BlockExemption => "block-exemption",
        }
    }
}

impl SameCosts {
    /// Every rule with its name in a pack.
    pub const ALL: [(&'static str, SameCosts); 2] =
        [("own-rate", SameCosts::OwnRate), ("highest-intensity", SameCosts::HighestIntensity)];

    /// Its name in a pack.
    pub fn name(self) -> &'static str {
        match self {
            SameCosts::OwnRate => "own-rate",
            SameCosts::HighestIntensity => "highest-intensity",
        }
    }
}

impl AidForm {
    /// Every form with its name in a pack.
    pub const ALL: [(&'static str, AidForm); 2] = [("grant", AidForm::Grant), ("loan", AidForm::Loan)];

    /// Its name in a pack and in the API.
    pub fn name(self) -> &'static str {
        match self {
            AidForm::Grant => "grant",
            AidForm::Loan => "loan",
        }
    }
}

impl PayerLevel {
    /// Every level with its name in a pack.
    pub const ALL: [(&'static str, PayerLevel); 2] = [("state", PayerLevel::State), ("region", PayerLevel::Region)];

    /// Its name in a pack and in the API.
    pub fn name(self) -> &'static str {
        match self {
            PayerLevel::State => "state",
            PayerLevel::Region => "region",
        }
    }
}
