//! How the agenda is steered: the tables, the meetings, the plans of the landsdelen, and who fulfils which function.

use askama::Template;
use axum::Extension;
use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use schakel_criteria::Language;

use crate::agreements::{SteeringDocument, steering_document};
use crate::api::values::Named;
use crate::pages::agreements::{PATH, day, table};
use crate::pages::frame::{Frame, Visit};
use crate::pages::parts::LinkView;
use crate::pages::work::tables::{CellView, TableView};
use crate::pages::{missing_page, page};
use crate::state::App;

#[derive(Template)]
#[template(path = "agreement_tables.html")]
struct TablesPage {
    frame: Frame,
    lead: String,
    tables: Vec<TableView>,
}

/// Shows the steering.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let texts = visit.texts();
    let title = texts.get("agr-steering");
    page(&TablesPage {
        frame: Frame::new(&visit, &title, PATH).under(&visit, &[(texts.get("agr-title"), PATH)]),
        lead: texts.get("agr-steering-lead"),
        tables: tables(&visit),
    })
}

/// One of its tables as a file.
pub async fn file(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path(parameters): Path<Vec<(String, String)>>,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let name = parameters.first().map_or("", |(_, name)| name.as_str());
    match tables(&visit).iter().find(|it| name.strip_suffix(".csv") == Some(it.id)) {
        Some(table) => table.file(),
        None => missing_page(&visit),
    }
}

fn tables(visit: &Visit) -> Vec<TableView> {
    let steering = steering_document(visit.pack(), day(visit), &[], visit.language);
    let with_file = |mut table: TableView| {
        table.file = visit.link(&format!("{PATH}/sturing/{}.csv", table.id));
        table
    };
    [councils(&steering, visit), meetings(&steering, visit), plans(&steering, visit), functions(&steering, visit)]
        .map(with_file)
        .to_vec()
}

fn councils(steering: &SteeringDocument, visit: &Visit) -> TableView {
    let mut table = table("overleggen", &["table", "parties", "rhythm", "gaps", "differences"], visit);
    let texts = visit.texts();
    table.note = texts.get("agr-table-overleggen-note");
    for it in &steering.overleggen {
        let gaps: Vec<String> = it.gaten.iter().map(|gap| gap_words(gap, visit)).collect();
        let missing = it.ontbreekt.iter().map(|it| texts.with("agr-seat-missing", "name", &it.naam));
        let extra = it.extra.iter().map(|it| texts.with("agr-seat-extra", "name", &it.naam));
        let rhythm = it.om_de_maanden.map(|months| texts.with("agr-every-months", "months", &months.to_string()));
        table.add([
            CellView::words(&it.naam),
            CellView::words(joined(&it.partijen)),
            CellView::words(rhythm.unwrap_or_else(|| texts.get("agr-no-rhythm"))),
            or_none(&gaps, visit),
            or_none(&missing.chain(extra).collect::<Vec<_>>(), visit),
        ]);
    }
    table
}

fn gap_words(gap: &crate::api::values::Span, visit: &Visit) -> String {
    let words = |day: &Option<String>| {
        let day = day.as_deref().and_then(|it| schakel_time::parse_date(it).ok());
        day.map(|day| visit.day(day))
    };
    let from = words(&gap.van).unwrap_or_default();
    match words(&gap.tot) {
        Some(until) => visit.texts().with_all("agr-gap", &[("from", from.into()), ("until", until.into())]),
        None => visit.texts().with("agr-gap-open", "from", &from),
    }
}

fn meetings(steering: &SteeringDocument, visit: &Visit) -> TableView {
    let mut table = table("bijeenkomsten", &["meeting", "when", "about", "held", "due-before"], visit);
    let texts = visit.texts();
    for it in &steering.bijeenkomsten {
        let due = it.afspraken_ervoor.iter().map(|it| LinkView {
            name: format!("{} ({})", it.naam, texts.get(&format!("agr-time-{}", it.op_tijd))),
            link: visit.link(&format!("{PATH}/{}", it.id)),
        });
        let due: Vec<LinkView> = due.collect();
        let count = texts.count("agr-found", due.len());
        table.add([
            CellView::words(&it.overleg.naam),
            CellView::words(&it.wanneer),
            CellView::words(&it.onderwerp),
            CellView::words(texts.get(if it.gehouden { "agr-held" } else { "agr-held-unknown" })),
            CellView::words(count).leading_to(due),
        ]);
    }
    table
}

fn plans(steering: &SteeringDocument, visit: &Visit) -> TableView {
    let mut table = table("regioplannen", &["area", "director", "tasks", "report", "earlier"], visit);
    let texts = visit.texts();
    table.note = texts.get("agr-table-regioplannen-note");
    let unknown = || CellView { text: texts.get("not-known"), is_unknown: true, ..CellView::default() };
    for it in &steering.regioplannen {
        let task = |task: &crate::agreements::PlanTaskDocument| {
            let who: Vec<&str> = task.bijdragen.iter().map(|it| it.organisatie.naam.as_str()).collect();
            let who = if who.is_empty() { texts.get("agr-nobody") } else { who.join(", ") };
            let result = task.resultaat.as_ref().map(|it| format!(". {it}")).unwrap_or_default();
            format!("{}: {who}{result}", task.naam)
        };
        let tasks: Vec<String> = it.opgaven.iter().map(task).collect();
        let earlier: Vec<String> = it
            .eerder
            .iter()
            .map(|it| format!("{}: {}. {}", it.naam, texts.get(&format!("agr-earlier-{}", it.uitkomst)), it.reden))
            .collect();
        let directors = &it.procesregisseurs;
        table.add([
            CellView::words(&it.landsdeel.naam),
            if directors.is_empty() { unknown() } else { CellView::words(joined(directors)) },
            if tasks.is_empty() { unknown() } else { CellView::words(tasks.join("; ")) },
            CellView::words(texts.get(&format!("agr-report-{}", it.verslag))),
            if earlier.is_empty() { unknown() } else { CellView::words(earlier.join("; ")) },
        ]);
    }
    table
}

fn functions(steering: &SteeringDocument, visit: &Visit) -> TableView {
    let mut table = table("functies", &["function", "area", "own", "national", "verdict"], visit);
    let texts = visit.texts();
    table.note = texts.get("agr-table-functies-note");
    for row in &steering.functies {
        for cell in &row.landsdelen {
            table.add([
                CellView::words(&row.functie.naam),
                CellView::words(&cell.landsdeel.naam),
                CellView::words(joined(&cell.eigen)),
                CellView::words(joined(&cell.landelijk)),
                CellView::words(texts.get(&format!("agr-function-{}", cell.oordeel))),
            ]);
        }
    }
    table
}

/// Words in a row, or that there are none.
fn or_none(words: &[String], visit: &Visit) -> CellView {
    CellView::words(if words.is_empty() { visit.texts().get("agr-no-words") } else { words.join("; ") })
}

fn joined(list: &[Named]) -> String {
    list.iter().map(|it| it.naam.as_str()).collect::<Vec<_>>().join(", ")
}
