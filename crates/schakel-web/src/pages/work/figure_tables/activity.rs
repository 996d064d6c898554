//! What was done: contacts by service and mode, reach by channel, and the months of advisers.

use std::collections::BTreeSet;

use schakel_casework::{ByMode, Channel, activity_table, firms_of_month, reach_by_channel};

use crate::pages::work::figures::Figures;
use crate::pages::work::tables::{CellView, TableView};
use crate::pages::work::words;

/// All of them.
pub fn tables(figures: &Figures<'_>) -> Vec<TableView> {
    vec![contacts(figures), channels(figures), months(figures)]
}

/// Contacts: three services by two modes. The helpdesk has no mode in the text of source 002.
fn contacts(figures: &Figures<'_>) -> TableView {
    let texts = figures.visit.texts();
    let mut table = TableView::new("contacten", &["service", "individual", "collective", "together"], figures.visit);
    let counted = activity_table(figures.cases, &figures.term.period());
    let row = |key: &str, row: ByMode| {
        let counts = [row.individual, row.collective, row.individual.saturating_add(row.collective)];
        [CellView::words(texts.get(key))].into_iter().chain(counts.map(CellView::count)).collect::<Vec<_>>()
    };
    table.add(row("work-row-information", counted.information));
    let no_mode = || CellView { is_number: true, ..CellView::words(texts.get("work-no-mode")) };
    table.add([
        CellView::words(texts.get("work-row-helpdesk")),
        no_mode(),
        no_mode(),
        CellView::count(counted.helpdesk),
    ]);
    table.add(row("work-row-activation", counted.activation));
    table
}

/// Unique firms per channel, this year beside the one before.
fn channels(figures: &Figures<'_>) -> TableView {
    let texts = figures.visit.texts();
    let mut table = TableView::new("kanalen", &["channel", "year-before", "year", "difference"], figures.visit);
    let reach = reach_by_channel(figures.cases);
    let year = figures.term.year().start().map_or(0, |day| day.year());
    let words = words(figures.visit);
    let firms = |year: i16, channel| {
        let found = reach.get(&year).and_then(|it| it.get(&channel));
        u64::try_from(found.map_or(0, BTreeSet::len)).unwrap_or(u64::MAX)
    };
    for channel in [Channel::Digital, Channel::Telephone, Channel::Personal] {
        let (before, now) = (firms(year.saturating_sub(1), channel), firms(year, channel));
        table.add([
            CellView::words(words.channel(channel)),
            CellView::count(before),
            CellView::count(now),
            CellView::count(signed(now, before)),
        ]);
    }
    table.note = texts.with("work-table-kanalen-note", "year", &year.to_string());
    table
}

/// Unique firms of each organisation in each month, against the norm of its advisers.
fn months(figures: &Figures<'_>) -> TableView {
    let columns = ["month", "organisation", "reached", "guided", "referred", "advisers", "norm", "above-norm"];
    let mut table = TableView::new("adviseurs", &columns, figures.visit);
    let texts = figures.visit.texts();
    let words = words(figures.visit);
    for month in figures.term.months() {
        for (organisation, people) in figures.active(&month) {
            let firms = firms_of_month(figures.cases, &organisation, &month);
            let norm =
                u32::try_from(people.len()).ok().map(|it| it.saturating_mul(figures.policy.firms_per_adviser_month));
            let norm = norm.filter(|it| *it > 0);
            let counts = [firms.reached.len(), firms.guided.len(), firms.referred.len(), people.len()];
            let name = month.start().map(|day| month_name(figures, day)).unwrap_or_default();
            let cells = [CellView::words(name), CellView::words(words.organisation(&organisation))];
            let above = norm.map(|norm| firms.above_norm(norm));
            let last = [
                norm.map_or_else(|| CellView::unknown(texts), CellView::count),
                above.map_or_else(|| CellView::unknown(texts), CellView::count),
            ];
            table.add(cells.into_iter().chain(counts.map(CellView::count)).chain(last));
        }
    }
    table.note = texts.with("work-table-adviseurs-note", "norm", &figures.policy.firms_per_adviser_month.to_string());
    table
}

/// "februari 2018": a day without its number.
fn month_name(figures: &Figures<'_>, day: schakel_time::Date) -> String {
    let words = figures.visit.day(day);
    words.split_once(' ').map_or_else(|| words.clone(), |(_, month)| month.to_owned())
}

fn signed(now: u64, before: u64) -> i64 {
    let number = |it: u64| i64::try_from(it).unwrap_or(i64::MAX);
    number(now).saturating_sub(number(before))
}
