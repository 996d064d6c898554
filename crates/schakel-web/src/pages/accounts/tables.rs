//! The tables of the figures that everybody may see: targets beside results, effects, and what each factor gets.

use schakel_account::{Figures, IndicatorResult, effects, factor_coverage, result_of, trend};
use schakel_register::{Honest, Indicator, ResultStatus, number_with_unit};

use crate::accounts::verdict_key;
use crate::pages::accounts::FIGURES_PATH;
use crate::pages::frame::Visit;
use crate::pages::parts::{LinkView, code_name};
use crate::pages::work::tables::{CellView, TableView};

/// Targets beside results over a year.
pub fn results(year: i16, figures: &Figures<'_>, visit: &Visit) -> TableView {
    let mut table = named("resultaten", &["indicator", "target", "result", "verdict", "kept", "from"], visit);
    for indicator in figures.pack.accounts.indicators.values() {
        let result = result_of(indicator, year, figures);
        if result.value.value.is_none() && result.reported.is_none() && indicator.target.is_none() {
            continue;
        }
        let name = LinkView {
            name: indicator.name.get(visit.language).to_owned(),
            link: visit.link(&format!("{FIGURES_PATH}/{}", indicator.id)),
        };
        let mut row = vec![CellView::default().leading_to(vec![name])];
        row.extend(of_result(&result, visit));
        table.add(row);
    }
    table
}

/// The results of one indicator over the years.
pub fn trend_of(indicator: &Indicator, figures: &Figures<'_>, visit: &Visit) -> TableView {
    let mut table = named("verloop", &["year", "target", "result", "verdict", "kept", "from"], visit);
    for result in trend(indicator, figures) {
        let mut row = vec![CellView::words(result.year.to_string())];
        row.extend(of_result(&result, visit));
        table.add(row);
    }
    table
}

/// Words where the column has numbers.
fn number_words(text: String) -> CellView {
    CellView { is_number: true, ..CellView::words(text) }
}

fn of_result(result: &IndicatorResult, visit: &Visit) -> Vec<CellView> {
    let texts = visit.texts();
    let cell = |honest: &Honest| match honest.value {
        Some(_) => number_words(honest.words("", visit.language)),
        None => CellView { is_unknown: true, is_number: true, ..CellView::words(texts.get("account-not-known")) },
    };
    let target = result.target.as_ref().map_or_else(|| number_words(texts.get("account-no-target")), cell);
    let verdict = result.achievement.map(|it| texts.get(verdict_key(it))).unwrap_or_default();
    let verdict = if result.is_contradicted { texts.get("account-contradicted") } else { verdict };
    let kept = result.contributions.map_or_else(|| number_words(texts.get("account-none-kept")), CellView::count);
    let from = match result.reported.map(|it| it.status) {
        Some(ResultStatus::Adopted) => texts.get("account-from-adopted"),
        Some(ResultStatus::Told) => texts.get("account-from-told"),
        None => texts.get("account-from-counted"),
    };
    vec![target, cell(&result.value), CellView::words(verdict), kept, CellView::words(from)]
}

/// Effects, worked out or reported.
pub fn of_effects(visit: &Visit) -> TableView {
    let texts = visit.texts();
    let mut table = named("effecten", &["effect", "change", "from"], visit);
    for effect in effects(visit.pack()) {
        let from = texts.get(if effect.is_computed { "account-effect-computed" } else { "account-effect-reported" });
        let change = effect.change.words("%", visit.language);
        let change = number_words(change);
        table.add([CellView::words(effect.name.get(visit.language)), change, CellView::words(from)]);
    }
    table
}

/// Factors of innovation per province.
pub fn of_factors(visit: &Visit) -> TableView {
    let texts = visit.texts();
    let mut table = named("factoren", &["area", "factor", "support", "money", "enough"], visit);
    for cell in factor_coverage(visit.pack()) {
        let money = cell.euros.map(|it| number_with_unit(it, "EUR", visit.language));
        let money = money.map_or_else(|| CellView::unknown(texts), number_words);
        table.add([
            CellView::words(visit.pack().area_name(&cell.area, visit.language)),
            CellView::words(code_name("factors", &cell.factor, visit.pack(), visit.language)),
            CellView::count(cell.support.len()),
            money,
            CellView::words(texts.get(if cell.is_thin { "account-factor-thin" } else { "account-factor-enough" })),
        ]);
    }
    table
}

/// A table of these pages: its words are `account-table-ID`, those of its columns `account-column-NAME`.
pub fn named(id: &'static str, columns: &[&str], visit: &Visit) -> TableView {
    let texts = visit.texts();
    TableView {
        id,
        title: texts.get(&format!("account-table-{id}")),
        note: texts.get(&format!("account-table-{id}-note")),
        head: columns.iter().map(|it| texts.get(&format!("account-column-{it}"))).collect(),
        rows: Vec::new(),
        empty: texts.get("account-table-empty"),
        file: visit.link(&format!("{FIGURES_PATH}/{id}.csv")),
    }
}
