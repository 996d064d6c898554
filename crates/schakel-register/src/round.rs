//! Rounds: one opening of an instrument with everything that decides about money: when one can apply, how much there
//! is and from whom, how it is divided, and what must be handed in. Reading them lives in `load::round`; what follows
//! from them (open or not, sums, what is missing) lives in `schakel-schemes`.
//!
//! A part that is absent is not known: no source says it.

mod choices;

use std::sync::Arc;

use schakel_criteria::{Bilingual, Number};
use schakel_time::{Date, Period};

pub use choices::{AtCeiling, DecideAfter, FieldKind, FieldSubject, GroupScope, Procedure, SettlementKind, TieRule};

use crate::honest::{Honest, Qualifier};
use crate::scope::Pot;
use crate::source::{Id, SourceRef};
use crate::step_rules::TermUnit;
use crate::support::Window;

/// One opening of an instrument, with its rules over time.
#[derive(Clone, Debug)]
pub struct Round {
    /// Identifier, the file name.
    pub id: Id,
    /// The file, relative to the pack.
    pub file: Arc<str>,
    /// Name.
    pub name: Bilingual,
    /// One or two sentences for the entrepreneur.
    pub summary: Bilingual,
    /// Markdown for the entrepreneur.
    pub body: Bilingual,
    /// Rows of the inventory.
    pub inventory: Vec<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// The instruments that are opened: one, or several that share money.
    pub instruments: Vec<Id>,
    /// The organisation that decides.
    pub executor: Option<Id>,
    /// Where it is open, and how certain that is; empty: where the instrument works.
    pub areas: Vec<(Id, Qualifier)>,
    /// The round that has to be won before: of a competition in phases.
    pub phase_after: Option<Id>,
    /// Codes of `activities`: what it is for, when that is only part of the instrument; empty: all of it.
    pub activities: Vec<Id>,
    /// Code of `statuses`, when a source says so and no window does.
    pub status: Option<Id>,
    /// Where all of it comes from, unless said otherwise.
    pub source: SourceRef,
    /// The day on which the source was true.
    pub checked_on: Option<Date>,
    /// The rules per period, in order of time.
    pub versions: Vec<RoundVersion>,
}

/// A value with where it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it is said.
    pub source: SourceRef,
}

/// The rules of a round during one period.
#[derive(Clone, Debug)]
pub struct RoundVersion {
    /// When these rules hold.
    pub valid: Period,
    /// Where they come from.
    pub source: SourceRef,
    /// The day on which the source was true.
    pub checked_on: Option<Date>,
    /// When one can apply; empty: not known.
    pub windows: Vec<Window>,
    /// The most that can be granted, in all or for a part; empty: not known.
    pub ceilings: Vec<Ceiling>,
    /// The public money behind it, per pot.
    pub pots: Vec<MoneyPot>,
    /// How the money is divided among applications.
    pub procedure: Option<Sourced<Procedure>>,
    /// What happens to the first application for which there is too little money left.
    pub at_ceiling: Option<Sourced<AtCeiling>>,
    /// Whether a committee advises.
    pub committee: Option<Sourced<bool>>,
    /// Whether an undertaking gets one grant a calendar year, and who counts as one.
    pub once_per_year: Option<Sourced<GroupScope>>,
    /// What one application can get.
    pub amounts: Amounts,
    /// The costs that count; empty: not known.
    pub costs: Vec<RoundCost>,
    /// How many take part in one application.
    pub participants: Option<Participants>,
    /// The terms of the decision.
    pub terms: RoundTerms,
    /// How applications are put in order, when that is the procedure or they must reach a score.
    pub ranking: Option<Ranking>,
    /// What must be attached; empty: not known.
    pub documents: Vec<RequiredDocument>,
    /// What must be filled in; empty: not known.
    pub fields: Vec<FormField>,
    /// How a grant is settled, by its size, in order of size; empty: not known.
    pub settlements: Vec<SettlementRule>,
}

/// A ceiling for the grants of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ceiling {
    /// What the ceiling is.
    pub label: Bilingual,
    /// The amount, euros.
    pub amount: Honest,
    /// For which applications.
    pub scope: CeilingScope,
    /// Where it is said.
    pub source: SourceRef,
}

/// For which applications a ceiling counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CeilingScope {
    /// For all.
    Whole,
    /// For those with this theme, code of `themes`.
    Theme(Id),
    /// For those in this area.
    Area(Id),
    /// For those of this audience, code of `audiences`.
    Audience(Id),
    /// For those that ask for an amount above `above` and of at most `at_most`, euros.
    Size {
        /// Above this amount; absent: from nought.
        above: Option<Number>,
        /// At most this amount; absent: without limit.
        at_most: Option<Number>,
    },
}

/// Money that is kept apart: joint money of state and region, the national part, or the money of one government.
#[derive(Clone, Debug)]
pub struct MoneyPot {
    /// Which pot it is, when applications are divided over pots by their theme.
    pub pot: Option<Pot>,
    /// What it is.
    pub label: Bilingual,
    /// All of it together, euros, when a source says so.
    pub total: Option<Honest>,
    /// Who puts in what.
    pub funders: Vec<Funding>,
    /// How a part is divided over areas.
    pub distribution: Option<PotDistribution>,
    /// The figure elsewhere in the pack that is the same money, `record#figure`.
    pub duplicate_of: Option<String>,
    /// Where it is said.
    pub source: SourceRef,
}

/// What one party puts into a pot.
#[derive(Clone, Debug)]
pub struct Funding {
    /// Who pays.
    pub organisation: Id,
    /// How much, euros; provisional when the source says "in beginsel".
    pub amount: Honest,
    /// Which share of the pot was agreed.
    pub share: Option<Honest>,
    /// Where it is said.
    pub source: SourceRef,
}

/// That what one funder puts into a pot is divided over areas with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PotDistribution {
    /// Whose money is divided.
    pub funder: Id,
    /// The key.
    pub key: Id,
    /// Where it is said.
    pub source: SourceRef,
}

/// A key by which an amount is divided over areas, for one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistributionKey {
    /// Identifier.
    pub id: Id,
    /// Name.
    pub name: Bilingual,
    /// The year for which it holds.
    pub year: i16,
    /// The weight of each area; empty: not known.
    pub parts: Vec<KeyPart>,
    /// Where it is said.
    pub source: SourceRef,
}

/// The weight of an area in a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPart {
    /// The area.
    pub area: Id,
    /// Its weight: nought or more.
    pub weight: Number,
}

/// What one application can get.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Share of the costs that is paid.
    pub rate: Option<Honest>,
    /// Smallest grant, euros.
    pub minimum: Option<Honest>,
    /// Largest grant, euros.
    pub maximum: Option<Honest>,
    /// Smallest grant for each participant, euros.
    pub minimum_each: Option<Honest>,
    /// Largest grant for each participant, euros.
    pub maximum_each: Option<Honest>,
    /// Largest share of the costs that one participant may bear.
    pub maximum_cost_share: Option<Honest>,
}

/// A kind of costs that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundCost {
    /// Code of `cost-kinds`.
    pub kind: Id,
    /// The smallest part of all costs that it must be.
    pub share_minimum: Option<Honest>,
    /// The largest part of all costs that it may be.
    pub share_maximum: Option<Honest>,
    /// Where it is said.
    pub source: SourceRef,
}

/// How many take part in one application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participants {
    /// At least so many.
    pub minimum: Option<u32>,
    /// At most so many.
    pub maximum: Option<u32>,
    /// Where it is said.
    pub source: SourceRef,
}

/// The terms of the decision on an application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundTerms {
    /// Within which time there must be a decision.
    pub decide_within: Option<Sourced<SpanOfTime>>,
    /// From when that time runs.
    pub decide_after: Option<Sourced<DecideAfter>>,
    /// With how much the time can be made longer, once.
    pub extend_by: Option<Sourced<SpanOfTime>>,
    /// How long an applicant has to complete an application.
    pub repair_within: Option<Sourced<SpanOfTime>>,
    /// Within which time after the project one must ask to settle the grant.
    pub settle_within: Option<Sourced<SpanOfTime>>,
}

/// A number of days, weeks or months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanOfTime {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: TermUnit,
}

/// How applications are scored and put in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// What is scored.
    pub criteria: Vec<RankingCriterion>,
    /// Fewer points than this in all: refused.
    pub minimum_total: Option<Sourced<Number>>,
    /// The criteria whose points decide between equal scores, the first one first.
    pub tie_criteria: Vec<Id>,
    /// What decides when the points do not.
    pub tie: Option<Sourced<TieRule>>,
    /// Where it is said.
    pub source: SourceRef,
}

/// One thing that is scored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankingCriterion {
    /// Identifier within the version.
    pub id: Id,
    /// What is scored, in plain words.
    pub text: Bilingual,
    /// The fewest points that can be given.
    pub points_from: Number,
    /// The most points that can be given.
    pub points_to: Number,
    /// Fewer points than this: refused.
    pub minimum: Option<Number>,
    /// How often the points count in the order.
    pub weight: Number,
    /// Another weight for some applications.
    pub heavier: Option<HeavierWeight>,
    /// Where it is said.
    pub source: SourceRef,
}

/// A weight that counts for applications of which something holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeavierWeight {
    /// What must hold, in plain words.
    pub when: Bilingual,
    /// How often the points count then.
    pub weight: Number,
}

/// Something that must be attached to an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredDocument {
    /// Identifier within the version.
    pub id: Id,
    /// What it is.
    pub name: Bilingual,
    /// Whether every participant attaches one.
    pub per_participant: bool,
    /// File types, `pdf`; empty: those that the portal takes.
    pub file_types: Vec<String>,
    /// Largest size, megabytes; absent: that of the portal.
    pub megabytes: Option<u32>,
    /// Where it is said.
    pub source: SourceRef,
}

/// Something that must be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormField {
    /// Identifier within the version.
    pub id: Id,
    /// What is asked.
    pub label: Bilingual,
    /// What kind of answer it has.
    pub kind: FieldKind,
    /// Whom or what it is about: a section of the form.
    pub about: FieldSubject,
    /// Whether it may stay empty.
    pub optional: bool,
    /// Where it is said.
    pub source: SourceRef,
}

/// How grants up to an amount are settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementRule {
    /// For grants below this amount, euros; absent: for all that are larger than the rules before it.
    pub below: Option<Number>,
    /// How they are settled.
    pub arrangement: SettlementKind,
    /// Where it is said.
    pub source: SourceRef,
}

impl Ceiling {
    /// The name of the part for which it counts; nothing when it counts for all.
    pub fn part(&self) -> Option<Id> {
        let bound = |amount: &Option<Number>| amount.map(|it| it.to_string()).unwrap_or_default();
        let name = match &self.scope {
            CeilingScope::Whole => return None,
            CeilingScope::Theme(theme) => format!("theme:{theme}"),
            CeilingScope::Area(area) => format!("area:{area}"),
            CeilingScope::Audience(audience) => format!("audience:{audience}"),
            CeilingScope::Size { above, at_most } => format!("size:{}..{}", bound(above), bound(at_most)),
        };
        Some(Arc::from(name))
    }
}
