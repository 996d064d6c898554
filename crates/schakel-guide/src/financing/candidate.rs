//! Which support can pay for a project, and how certain that is. What the rules of the support say becomes a choice of
//! the combination; what is missing or uncertain becomes a doubt; whoever does not meet the conditions is kept apart.

use schakel_criteria::{FactSet, Number, Situation, Value, Verdict, evaluate};
use schakel_register::{
    AidBasis, AidForm, AidRules, Cents, CostRate, Honest, Id, Openness, Pack, Qualifier, SameCosts, SmallAidRoom,
};
use schakel_time::{Date, DateTime};

use crate::financing::combination::{Cell, Choice};
use crate::financing::project::Project;
use crate::fit::{AreaFit, PlanFit};
use crate::matcher::{Match, Matcher};

/// How certain money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// The firm meets every condition, the amounts are known, and it is open.
    Certain,
    /// The same, but a person still decides.
    Judgement,
    /// Something is not known.
    Possible,
}

/// Why money is not certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Doubt {
    /// A person decides.
    Judgement,
    /// Facts are missing, so that it is not known whether the firm meets the conditions.
    Conditions,
    /// The sources give no conditions.
    NoConditions,
    /// It is not known whether it is open.
    Openness,
    /// It is not open yet.
    NotOpenYet(Option<DateTime>),
    /// Nobody checked it for too long.
    Stale,
    /// It is not known whether it works where the firm is.
    Area,
    /// The share is not exact in the source.
    Rate,
    /// Facts are missing that decide which share holds; the lowest is taken.
    RateOfFirm,
    /// The largest amount is not known, or not exact.
    Maximum,
    /// No money was firmly set aside.
    Budget,
    /// It is not known under which European rule it falls.
    Basis,
    /// It is small aid, and it is not known how much of that the firm had.
    EarlierAid,
}

/// Support that could pay for a project.
#[derive(Clone, Debug)]
pub(crate) struct Candidate<'a> {
    pub(crate) it: Match<'a>,
    pub(crate) aid: &'a AidRules,
    pub(crate) doubts: Vec<Doubt>,
    pub(crate) choice: Choice,
}

/// Support that fits, but of which the amount cannot be worked out.
#[derive(Clone, Debug)]
pub struct AmountUnknown<'a> {
    /// The support.
    pub it: Match<'a>,
    /// The largest amount that the source gives.
    pub maximum: Option<Honest>,
}

/// The support for the plans of a firm and its place, by what it can do for a project.
pub(crate) struct Candidates<'a> {
    /// What could pay, the most certain first and then in order of identifier.
    pub(crate) able: Vec<Candidate<'a>>,
    /// What would pay, but for a condition that the firm or its project does not meet; in order of identifier.
    pub(crate) refused: Vec<Candidate<'a>>,
    /// What fits, without an amount.
    pub(crate) amount_unknown: Vec<AmountUnknown<'a>>,
}

/// Everything that the candidates depend on.
pub(crate) struct Inquiry<'a, 'b> {
    pub(crate) matcher: &'b Matcher<'a>,
    pub(crate) pack: &'a Pack,
    pub(crate) project: &'b Project,
    pub(crate) facts: &'b FactSet,
    pub(crate) room: &'b SmallAidRoom,
    pub(crate) cells: &'b [Cell],
}

impl Candidate<'_> {
    /// How certain its money is.
    pub(crate) fn certainty(&self) -> Certainty {
        match self.doubts.as_slice() {
            [] => Certainty::Certain,
            [Doubt::Judgement] => Certainty::Judgement,
            _ => Certainty::Possible,
        }
    }

    /// Whether the project has no costs of which it pays a share.
    pub(crate) fn has_no_costs(&self) -> bool {
        self.choice.most.iter().all(|most| *most == Cents::ZERO)
    }

    pub(crate) fn id(&self) -> &Id {
        &self.it.on_day.support.id
    }
}

impl<'a> Inquiry<'a, '_> {
    /// All support within reach that has to do with money for costs.
    pub(crate) fn candidates(&self) -> Candidates<'a> {
        let mut found = Vec::new();
        let mut amount_unknown = Vec::new();
        for it in self.matcher.match_firm(self.facts).into_iter().filter(is_within_reach) {
            let Some(version) = it.on_day.version else { continue };
            match version.aid.as_ref() {
                Some(aid) => found.extend(self.candidate(it, aid)),
                None if !is_refused(&it) && (version.rate.is_some() || version.maximum.is_some()) => {
                    amount_unknown.push(AmountUnknown { maximum: version.maximum.clone(), it });
                }
                None => {}
            }
        }
        let (mut refused, mut able): (Vec<_>, Vec<_>) = found.into_iter().partition(|it| is_refused(&it.it));
        able.sort_by(|left, right| (left.certainty(), left.id()).cmp(&(right.certainty(), right.id())));
        refused.sort_by(|left, right| left.id().cmp(right.id()));
        Candidates { able, refused, amount_unknown }
    }

    fn day(&self) -> Date {
        self.matcher.moment().date()
    }

    fn candidate(&self, it: Match<'a>, aid: &'a AidRules) -> Option<Candidate<'a>> {
        let version = it.on_day.version?;
        let mut doubts = Vec::new();
        let maximum = amount(version.maximum.as_ref(), &[Qualifier::Exact, Qualifier::AtMost], &mut doubts);
        let minimum = version.minimum.as_ref().map_or(Cents::ZERO, smallest);
        let per_year = aid.maximum_per_year.as_ref().and_then(|it| it.value).and_then(Cents::from_euros);
        let rates: Vec<(Id, Number)> = self.rates(aid, &mut doubts);
        let paid = |share: &dyn Fn(&str, Number) -> Number| -> Vec<Cents> {
            let costs = self.project.costs.iter().zip(self.cells);
            let rate = |kind: &Id| rates.iter().find(|(it, _)| it == kind).map(|(_, rate)| *rate);
            costs
                .map(|(cost, cell)| rate(&cost.kind).map_or(Cents::ZERO, |it| cell.open.share(share(&cost.kind, it))))
                .collect()
        };
        let choice = Choice {
            most: paid(&|_, rate| rate),
            together: paid(&|kind, rate| self.together(aid, kind, rate)),
            minimum,
            maximum: maximum.unwrap_or(self.project.total()),
            per_year,
            small_aid: aid.basis == Some(AidBasis::DeMinimis) && aid.form == AidForm::Grant,
        };
        let it = self.with_requested(it, &choice);
        doubts.extend(self.doubts(&it, aid));
        doubts.sort_unstable();
        doubts.dedup();
        Some(Candidate { it, aid, doubts, choice })
    }

    /// The share of all aid together on costs of a kind.
    fn together(&self, aid: &AidRules, kind: &str, rate: Number) -> Number {
        let ceiling = self.pack.aid.ceiling(kind, self.day()).and_then(|it| it.rate.value);
        match (aid.form, aid.same_costs, ceiling) {
            (AidForm::Loan, ..) => Number::ONE,
            (AidForm::Grant, Some(SameCosts::HighestIntensity), Some(ceiling)) => rate.max(ceiling),
            _ => rate,
        }
    }

    /// The same match for the amount that the firm would ask for, unless it said itself how much it asks.
    fn with_requested(&self, it: Match<'a>, choice: &Choice) -> Match<'a> {
        let Some(fact) = self.pack.aid.requested_fact.filter(|fact| self.facts.get(*fact).is_none()) else { return it };
        let mut facts = self.facts.clone();
        facts.set(fact, Value::Number(choice.reach(self.cells).euros()));
        self.matcher.match_one(&it.on_day.support.id, &facts).unwrap_or(it)
    }

    /// The share of each kind of costs that holds for the firm.
    fn rates(&self, aid: &AidRules, doubts: &mut Vec<Doubt>) -> Vec<(Id, Number)> {
        let mut rates: Vec<(Id, Number)> = Vec::new();
        for cost in &aid.costs {
            if !rates.iter().any(|(kind, _)| *kind == cost.kind)
                && let Some(rate) = self.rate(&cost.kind, aid, doubts)
            {
                rates.push((Id::clone(&cost.kind), rate));
            }
        }
        rates
    }

    /// The first share whose rule holds; where a rule is not decided, the lowest of those that may hold.
    fn rate(&self, kind: &Id, aid: &AidRules, doubts: &mut Vec<Doubt>) -> Option<Number> {
        let situation = Situation { vocabulary: &self.pack.vocabulary, facts: self.facts, as_of: self.day() };
        let holds = |cost: &CostRate| match &cost.rule {
            None => Some(true),
            Some(rule) => evaluate(rule, &situation).as_bool(),
        };
        let mut possible: Vec<&CostRate> = Vec::new();
        for cost in aid.costs.iter().filter(|cost| cost.kind == *kind) {
            match holds(cost) {
                Some(false) => {}
                None => possible.push(cost),
                Some(true) => {
                    possible.push(cost);
                    break;
                }
            }
        }
        if possible.len() > 1 || possible.iter().any(|cost| holds(cost).is_none()) {
            doubts.push(Doubt::RateOfFirm);
        }
        if possible.iter().any(|cost| cost.rate.qualifier != Qualifier::Exact) {
            doubts.push(Doubt::Rate);
        }
        possible.iter().filter_map(|cost| cost.rate.value).min()
    }

    fn doubts(&self, it: &Match<'_>, aid: &AidRules) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        match it.answer.verdict {
            Verdict::Met | Verdict::NotMet => {}
            Verdict::Judgement => doubts.push(Doubt::Judgement),
            Verdict::Unknown if it.criteria_unknown => doubts.push(Doubt::NoConditions),
            Verdict::Unknown => doubts.push(Doubt::Conditions),
        }
        match &it.on_day.openness {
            Openness::Open { .. } | Openness::Closed { .. } | Openness::Exhausted { .. } => {}
            Openness::Planned { from } => doubts.push(Doubt::NotOpenYet(*from)),
            Openness::Unknown => doubts.push(Doubt::Openness),
        }
        let budgets = it.on_day.version.map_or(&[][..], |version| version.budgets.as_slice());
        let is_firm = |qualifier| {
            !matches!(
                qualifier,
                Qualifier::Provisional | Qualifier::Possible | Qualifier::Intention | Qualifier::Unknown
            )
        };
        let grant = aid.form == AidForm::Grant;
        let conditions = [
            (it.on_day.stale, Doubt::Stale),
            (it.area_fit == AreaFit::Unknown, Doubt::Area),
            (!budgets.is_empty() && !budgets.iter().any(|it| is_firm(it.amount.qualifier)), Doubt::Budget),
            (grant && aid.basis.is_none(), Doubt::Basis),
            (grant && aid.basis == Some(AidBasis::DeMinimis) && self.room.earlier.is_none(), Doubt::EarlierAid),
        ];
        doubts.extend(conditions.into_iter().filter(|(holds, _)| *holds).map(|(_, doubt)| doubt));
        doubts
    }
}

/// Whether support is meant for the plans and the place of the firm and not over, as far as anybody knows.
fn is_within_reach(it: &Match<'_>) -> bool {
    it.area_fit != AreaFit::Outside && it.plan_fit != PlanFit::Differs && !it.is_over()
}

/// Whether a condition is not met, whatever is still unknown.
fn is_refused(it: &Match<'_>) -> bool {
    it.answer.verdict == Verdict::NotMet
}

/// An amount of which one of these qualifiers makes it certain.
fn amount(honest: Option<&Honest>, certain: &[Qualifier], doubts: &mut Vec<Doubt>) -> Option<Cents> {
    let amount = honest.and_then(|it| it.value).and_then(Cents::from_euros);
    if amount.is_none() || !honest.is_some_and(|it| certain.contains(&it.qualifier)) {
        doubts.push(Doubt::Maximum);
    }
    amount
}

/// The smallest amount, a cent more when the source says "more than".
fn smallest(honest: &Honest) -> Cents {
    let amount = honest.value.and_then(Cents::from_euros).unwrap_or(Cents::ZERO);
    if honest.qualifier == Qualifier::MoreThan { amount + Cents::new(1) } else { amount }
}
