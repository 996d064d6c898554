//! Who pays for projects of a programme (inventory row SYS-D09): what the programme pays of a budget, how much must come
//! from others, how state and region agreed to divide that, and what is still open.

use schakel_criteria::{Bilingual, Number};
use schakel_register::{Cents, Cofinance, Honest, Id, Pack, PayerLevel};

/// A programme with what a project budget asks of each party.
#[derive(Clone, Debug)]
pub struct ProgrammeShares<'a> {
    /// Identifier of the programme.
    pub id: &'a Id,
    /// Its name.
    pub name: &'a Bilingual,
    /// What the pack says.
    pub cofinance: &'a Cofinance,
    /// What the programme pays, at most where the source says so; `None`: not known.
    pub programme: Option<Cents>,
    /// What must come from others; `None`: not known.
    pub required: Option<Cents>,
    /// What each party beside it pays, as agreed; `None`: no share was agreed.
    pub agreed: Vec<Option<Cents>>,
    /// What nobody agreed to pay; `None`: not known.
    pub open: Option<Cents>,
}

impl ProgrammeShares<'_> {
    /// Whether it is not known, or not agreed, who pays all of it.
    pub fn is_open(&self) -> bool {
        self.open != Some(Cents::ZERO)
    }

    /// What was agreed that one side of the table pays, the programme itself included; `None` when nothing was.
    pub fn of_level(&self, level: PayerLevel) -> Option<Cents> {
        let payers = self.cofinance.payers.iter().zip(&self.agreed).filter(|(payer, _)| payer.level == level);
        let own = self.programme.filter(|_| self.cofinance.level == Some(level));
        let amounts: Vec<Cents> = payers.filter_map(|(_, amount)| *amount).chain(own).collect();
        (!amounts.is_empty()).then(|| amounts.into_iter().sum())
    }
}

/// Every programme of which the pack says how it is paid, for a budget, in order of identifier.
pub fn cofinancing(budget: Cents, pack: &Pack) -> Vec<ProgrammeShares<'_>> {
    let support = pack.support.values().map(|it| (&it.id, &it.name, it.cofinance.as_ref()));
    let records = pack.records.values().map(|it| (&it.id, &it.name, it.cofinance.as_ref()));
    let all = support.chain(records).filter_map(|(id, name, cofinance)| Some((id, name, cofinance?)));
    let mut programmes: Vec<_> = all.map(|(id, name, cofinance)| divide(budget, id, name, cofinance)).collect();
    programmes.sort_by_key(|it| it.id);
    programmes
}

fn divide<'a>(budget: Cents, id: &'a Id, name: &'a Bilingual, cofinance: &'a Cofinance) -> ProgrammeShares<'a> {
    let share = cofinance.share.as_ref().and_then(|it| it.value);
    let shares: Vec<Option<Number>> = cofinance.payers.iter().map(|it| rate(it.share.as_ref())).collect();
    let known: Vec<Number> = share.into_iter().chain(shares.iter().flatten().copied()).collect();
    let mut cents = divide_exactly(budget, &known).into_iter();
    let programme = share.and_then(|_| cents.next());
    let agreed: Vec<Option<Cents>> = shares.iter().map(|share| share.and_then(|_| cents.next())).collect();
    let required = programme.map(|programme| budget - programme);
    let open = required.map(|required| required - agreed.iter().flatten().copied().sum());
    ProgrammeShares { id, name, cofinance, programme, required, agreed, open }
}

fn rate(honest: Option<&Honest>) -> Option<Number> {
    honest.and_then(|it| it.value)
}

/// Shares of a budget in whole cents. What they are together is exact to the cent: the cents that cutting off leaves go
/// to the largest remainders, the first of equal ones.
fn divide_exactly(budget: Cents, shares: &[Number]) -> Vec<Cents> {
    let mut parts: Vec<Cents> = shares.iter().map(|share| budget.share(*share)).collect();
    let together = shares.iter().copied().try_fold(Number::ZERO, Number::plus).unwrap_or(Number::ONE);
    let left = (budget.share(together) - parts.iter().copied().sum()).count();
    let remainder = |index: usize| {
        let exact = shares.get(index).and_then(|share| share.times(Number::whole(budget.count())));
        exact.and_then(|it| it.minus(it.floor())).unwrap_or(Number::ZERO)
    };
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(remainder(*index)));
    for index in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        if let Some(part) = parts.get_mut(index) {
            *part += Cents::new(1);
        }
    }
    parts
}
