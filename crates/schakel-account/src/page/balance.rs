//! The balance of a performance as the books have it: the results of its programmes, which must add up to what the
//! accounts print; how the budget was changed; and what happened to reserves.

use schakel_criteria::Bilingual;
use schakel_ledger::{Account, Amendment, BalanceError, Cause, Name, ProgrammeBalance, ReserveMovement};
use schakel_register::{Cents, Id, MoneyResult, Pack};

use crate::figures::Figures;
use crate::page::PageRefused;

/// The balance with its parts.
#[derive(Clone, Debug)]
pub struct BalanceView {
    /// What the parts come to; what the accounts print is the same.
    pub total: Cents,
    /// The parts.
    pub parts: Vec<PartRow>,
}

/// What one programme adds to the balance.
#[derive(Clone, Debug)]
pub struct PartRow {
    /// The programme.
    pub programme: Id,
    /// Its name.
    pub name: Bilingual,
    /// What it adds; below nought for a shortfall.
    pub amount: Cents,
    /// Why; absent: the source says no cause.
    pub cause: Option<String>,
}

/// A change of the budget.
#[derive(Clone, Debug)]
pub struct AmendmentView {
    /// The name of the decision.
    pub decision: Bilingual,
    /// Each line with what stood there, when that is known, and how much more; together nought.
    pub lines: Vec<(AmendedAccount, Option<Cents>, Cents)>,
}

/// What a line of an amendment changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmendedAccount {
    /// The budget of a programme in a year.
    Budget(i16, Bilingual),
    /// What a reserve keeps for a performance.
    Reserve(Bilingual, String),
    /// Another account of the books.
    Other(String),
}

/// The balance, when the books have one; refused when its parts do not add up to what is stated.
pub(super) fn balance_of(number: &Id, year: i16, figures: &Figures<'_>) -> Result<Option<BalanceView>, PageRefused> {
    let refused = |why: String| PageRefused::Balance {
        number: Id::clone(number),
        year,
        why,
        wrong: contradicted(number, year, figures.pack),
    };
    if let Some(why) = figures.books.refused_balance(figures.pack, number, year) {
        return Err(refused(why.to_string()));
    }
    let name = Name::new(number).map_err(|error| refused(error.to_string()))?;
    match figures.books.ledger.performance_balance(&name, year) {
        Ok(balance) => {
            let parts = balance.parts.iter().map(|part| row_of(part, figures)).collect();
            Ok(Some(BalanceView { total: balance.total, parts }))
        }
        Err(BalanceError::NothingKnown { .. }) => Ok(None),
        Err(error) => Err(refused(error.to_string())),
    }
}

/// How the budget of the next year was changed for a performance.
pub(super) fn amendments_of(number: &Id, year: i16, figures: &Figures<'_>) -> Vec<AmendmentView> {
    let Ok(name) = Name::new(number) else { return Vec::new() };
    let amendments = figures.books.ledger.amendments(&name, year.saturating_add(1));
    amendments.iter().map(|it| amendment_of(it, figures)).collect()
}

/// What happened to reserves for a performance, as the accounts of a year state it, what is only proposed included.
pub(super) fn movements_of(number: &Id, year: i16, reserve: &Id, figures: &Figures<'_>) -> Vec<ReserveMovement> {
    let Ok(reserve) = Name::new(reserve) else { return Vec::new() };
    let movements = figures.books.ledger.reserve_movements(&reserve).into_iter();
    movements.filter(|it| it.performance.as_str() == &**number && it.year.is_none_or(|of| of == year)).collect()
}

/// The parts of a stated balance of which a figure of the pack, from the same place of the source, says something else.
fn contradicted(number: &Id, year: i16, pack: &Pack) -> Vec<String> {
    let stated = pack.money.iter().filter(|it| it.performance.as_ref() == Some(number) && it.year == Some(year));
    let results = stated.flat_map(|it| &it.results);
    let differs = |part: &&MoneyResult| {
        let Some(record) = pack.records.get(&part.programme) else { return false };
        let same_place = record.figures.iter().filter(|it| it.unit == "EUR" && it.source == part.source);
        let size = part.amount.value.map(|it| if it.is_negative() { it.negated() } else { it });
        same_place.into_iter().any(|it| it.value.value != size)
    };
    results.filter(differs).map(|part| format!("`{}`", part.programme)).collect()
}

fn row_of(part: &ProgrammeBalance, figures: &Figures<'_>) -> PartRow {
    let programme: Id = Id::from(part.line.programme.as_str());
    let cause = match &part.cause {
        Some(Cause::Given(cause)) => Some(cause.clone()),
        _ => None,
    };
    PartRow { name: name_of(&programme, figures), programme, amount: part.result, cause }
}

fn amendment_of(amendment: &Amendment, figures: &Figures<'_>) -> AmendmentView {
    let decision = figures.pack.money_decisions.get(amendment.decision.id.as_str()).map(|it| it.name.clone());
    let lines = amendment.lines.iter().map(|line| (account_of(&line.account, figures), line.before, line.change));
    AmendmentView { decision: decision.unwrap_or_default(), lines: lines.collect() }
}

fn account_of(account: &Account, figures: &Figures<'_>) -> AmendedAccount {
    match account {
        Account::Budget { year, line } => {
            AmendedAccount::Budget(*year, name_of(&Id::from(line.programme.as_str()), figures))
        }
        Account::Reserve { reserve, performance } => {
            AmendedAccount::Reserve(name_of(&Id::from(reserve.as_str()), figures), performance.to_string())
        }
        other => AmendedAccount::Other(format!("{other:?}")),
    }
}

fn name_of(id: &Id, figures: &Figures<'_>) -> Bilingual {
    figures.pack.records.get(id).map_or_else(|| Bilingual::new(&**id, &**id), |it| it.name.clone())
}
