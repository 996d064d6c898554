//! The figures that everybody may see: targets beside results with a picture, one indicator with what it is made of, and
//! each table as a file.

use askama::Template;
use axum::Extension;
use axum::extract::{OriginalUri, Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use schakel_account::{Figures, Tally, result_of};
use schakel_criteria::Language;
use schakel_ledger::ledger_of_pack;
use schakel_register::{Indicator, Qualifier};
use schakel_store::tables::contributions::CountedItem;

use crate::pages::accounts::charts::{ChartView, of_target};
use crate::pages::accounts::tables::{results, trend_of};
use crate::pages::accounts::{FIGURES_PATH, PATH, as_of, tally};
use crate::pages::frame::{Frame, Visit};
use crate::pages::parts::{LinkView, SourceView};
use crate::pages::work::tables::TableView;
use crate::pages::{missing_page, page};
use crate::state::App;
use crate::workbook::{WORKBOOK, workbook};

#[derive(Template)]
#[template(path = "account_figures.html")]
struct FiguresPage {
    frame: Frame,
    years: Vec<LinkView>,
    chart: Option<ChartView>,
    tables: Vec<TableView>,
}

#[derive(Template)]
#[template(path = "account_indicator.html")]
struct IndicatorPage {
    frame: Frame,
    definition: String,
    no_double: String,
    tables: Vec<TableView>,
    sources: Vec<SourceView>,
    items: Vec<ItemView>,
}

struct ItemView {
    name: String,
    when: String,
    who: String,
    count: String,
    kind: String,
}

/// The query field with the year.
const YEAR_FIELD: &str = "jaar";

/// The most items that are shown of an indicator.
const ITEMS_MAX: u32 = 200;

/// Shows the figures of a year.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let year = year_of(&visit);
    let tally = tally(&visit, Some(year)).await.unwrap_or_else(Tally::new);
    let pack = visit.pack();
    let books = ledger_of_pack(pack);
    let figures = Figures { pack, tally: &tally, books: &books, as_of: as_of(&visit) };
    let texts = visit.texts();
    let title = texts.with("account-figures-title", "year", &year.to_string());
    let mut table = results(year, &figures, &visit);
    table.file = visit.link_with(&format!("{FIGURES_PATH}/{}.csv", table.id), &[(YEAR_FIELD, &year.to_string())]);
    page(&FiguresPage {
        frame: Frame::new(&visit, &title, FIGURES_PATH).under(&visit, &[(texts.get("account-title"), PATH)]),
        years: years(year, &visit),
        chart: chart(year, &figures, &visit),
        tables: vec![table],
    })
}

/// One indicator, or a table as a file.
pub async fn part(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path(name): Path<String>,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let tally = tally(&visit, None).await.unwrap_or_else(Tally::new);
    let pack = visit.pack();
    let books = ledger_of_pack(pack);
    let figures = Figures { pack, tally: &tally, books: &books, as_of: as_of(&visit) };
    if let Some((table, ending)) = name.rsplit_once('.') {
        let table = match (table, pack.accounts.indicators.get(table)) {
            ("resultaten", _) => results(year_of(&visit), &figures, &visit),
            (_, Some(indicator)) => trend_of(indicator, &figures, &visit),
            _ => return missing_page(&visit),
        };
        return match ending {
            "csv" => table.file(),
            "xlsx" => excel(&table),
            _ => missing_page(&visit),
        };
    }
    match pack.accounts.indicators.get(name.as_str()) {
        Some(indicator) => indicator_page(indicator, &figures, &visit).await,
        None => missing_page(&visit),
    }
}

async fn indicator_page(indicator: &'static Indicator, figures: &Figures<'_>, visit: &Visit) -> Response {
    let texts = visit.texts();
    let (year, day) = (year_of(visit), as_of(visit));
    let read = visit.app.on_store(move |app| match app.desk() {
        Some(desk) => desk.counted_items(indicator, year, day, ITEMS_MAX),
        None => Ok(Vec::new()),
    });
    let items = read.await.unwrap_or_default();
    let result = result_of(indicator, year, figures);
    let mut table = trend_of(indicator, figures, visit);
    table.file = visit.link(&format!("{FIGURES_PATH}/{}.csv", indicator.id));
    let sources = result.origins.iter().filter_map(|it| it.source.as_ref());
    let crumbs = [(texts.get("account-title"), PATH), (texts.get("account-figures"), FIGURES_PATH)];
    let title = indicator.name.get(visit.language);
    page(&IndicatorPage {
        frame: Frame::new(visit, title, FIGURES_PATH).under(visit, &crumbs),
        definition: indicator.definition.get(visit.language).to_owned(),
        no_double: indicator.no_double.get(visit.language).to_owned(),
        tables: vec![table],
        sources: sources.map(|it| SourceView::new(it, visit.pack())).collect(),
        items: items.iter().map(|it| item(it, visit)).collect(),
    })
}

fn item(it: &CountedItem, visit: &Visit) -> ItemView {
    let kind = match (it.public_members, it.private_members) {
        (0, 0) => String::new(),
        (0, _) => visit.texts().get("account-consortium-private"),
        (_, 0) => visit.texts().get("account-consortium-public"),
        _ => visit.texts().get("account-consortium-ppp"),
    };
    let organisation = visit.pack().organisations.get(it.item.organisation.as_str());
    ItemView {
        name: it.item.name.clone(),
        when: visit.day(it.item.day),
        who: organisation.map_or_else(|| it.item.organisation.clone(), |it| it.name.get(visit.language).to_owned()),
        count: it.contributions.to_string(),
        kind,
    }
}

/// The picture: how far each target is reached.
fn chart(year: i16, figures: &Figures<'_>, visit: &Visit) -> Option<ChartView> {
    let texts = visit.texts();
    let rows = figures.pack.accounts.indicators.values().filter_map(|indicator| {
        let result = result_of(indicator, year, figures);
        let target = result.target.as_ref()?.value?;
        let share = result.value.value?.divided_by(target)?;
        let is_open = matches!(result.value.qualifier, Qualifier::MoreThan | Qualifier::AtLeast);
        let words = result.value.words("", visit.language);
        Some((indicator.name.get(visit.language).to_owned(), words, share, is_open))
    });
    let rows: Vec<_> = rows.collect();
    let title = texts.with("account-chart", "year", &year.to_string());
    (!rows.is_empty()).then(|| of_target(title, texts.get("account-chart-target"), rows))
}

/// The year that a visit asks for; the last of which there is a page, when it asks for none.
fn year_of(visit: &Visit) -> i16 {
    let asked = visit.field(YEAR_FIELD).and_then(|it| it.parse::<i16>().ok()).filter(|it| (1990..=2100).contains(it));
    let last = visit.pack().accounts.pages.keys().map(|(_, year)| *year).max();
    asked.or(last).unwrap_or_else(|| as_of(visit).year())
}

fn years(year: i16, visit: &Visit) -> Vec<LinkView> {
    let link = |it: i16| LinkView {
        name: it.to_string(),
        link: if it == year { String::new() } else { visit.link_with(FIGURES_PATH, &[(YEAR_FIELD, &it.to_string())]) },
    };
    [year.saturating_sub(1), year, year.saturating_add(1)].into_iter().map(link).collect()
}

fn excel(table: &TableView) -> Response {
    let name = format!("attachment; filename=\"{}.xlsx\"", table.id);
    let headers = [(header::CONTENT_TYPE, WORKBOOK), (header::CONTENT_DISPOSITION, &*name)];
    (headers, workbook(&table.title, &table.sheet())).into_response()
}
