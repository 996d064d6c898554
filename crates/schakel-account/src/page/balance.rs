//! The balance of a performance: the results of its programmes, which must add up to what the accounts print.

use schakel_criteria::{Bilingual, Language, Number};
use schakel_register::{Balance, BalancePart, Id, Input, Pack, number_with_unit};

use crate::figures::{Figures, Traced};
use crate::page::PageRefused;

/// The balance with its parts.
#[derive(Clone, Debug)]
pub struct BalanceView {
    /// What the parts come to, euros.
    pub total: Number,
    /// What the accounts print: the same.
    pub printed: Traced,
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
    /// What it adds, euros; below nought for a shortfall.
    pub amount: Number,
    /// The figure that says so.
    pub figure: Traced,
    /// Why.
    pub cause: String,
}

/// The balance, when its parts add up to what is printed.
pub(super) fn balance_of(balance: &Balance, figures: &Figures<'_>) -> Result<BalanceView, PageRefused> {
    let printed = figures.look_up(&Input::Figure(Id::clone(&balance.printed)));
    let parts: Vec<PartRow> = balance.parts.iter().map(|part| row_of(part, figures)).collect();
    let total = parts.iter().try_fold(Number::ZERO, |total, part| total.plus(part.amount));
    match total {
        Some(total) if printed.value.value == Some(total) => Ok(BalanceView { total, printed, parts }),
        total => Err(refused(balance, &printed, total, &parts, figures.pack)),
    }
}

fn row_of(part: &BalancePart, figures: &Figures<'_>) -> PartRow {
    let figure = figures.look_up(&Input::Figure(Id::clone(&part.figure)));
    let amount = figure.value.value.unwrap_or(Number::ZERO);
    let name = figures.pack.records.get(&part.programme).map(|it| it.name.clone());
    PartRow {
        programme: Id::clone(&part.programme),
        name: name.unwrap_or_default(),
        amount: if part.is_shortfall { amount.negated() } else { amount },
        figure,
        cause: part.cause.clone(),
    }
}

fn refused(balance: &Balance, printed: &Traced, total: Option<Number>, parts: &[PartRow], pack: &Pack) -> PageRefused {
    let euros = |number| number_with_unit(number, "EUR", Language::Dutch);
    let pairs = balance.parts.iter().zip(parts);
    let contradicted = pairs.filter(|(part, row)| is_contradicted(&part.figure, row, pack));
    PageRefused::Balance {
        printed: printed.value.words("EUR", Language::Dutch),
        sum: total.map_or_else(|| "?".to_owned(), euros),
        parts: parts.iter().map(|row| (row.name.nl.clone(), euros(row.amount))).collect(),
        contradicted: contradicted.map(|(_, row)| row.name.nl.clone()).collect(),
    }
}

/// Whether another record gives the same money another amount.
fn is_contradicted(name: &Id, row: &PartRow, pack: &Pack) -> bool {
    let figures = pack.records.values().flat_map(|record| &record.figures);
    let mut same = figures.filter(|it| it.duplicate_of.as_deref() == Some(&**name));
    same.any(|it| it.value.value != row.figure.value.value)
}
