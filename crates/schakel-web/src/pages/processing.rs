//! The register of processing: what is kept of people, what for, on which ground and for how long, printed from the table
//! by which it is really erased.

use askama::Template;
use axum::response::Response;
use schakel_desk::{DataKind, Ground, Term, Terms};

use crate::pages::frame::{Frame, Visit};
use crate::pages::page;
use crate::pages::parts::organisation_link;

#[derive(Template)]
#[template(path = "processing.html")]
struct ProcessingPage {
    frame: Frame,
    kinds: Vec<KindRow>,
    responsible: String,
}

/// A kind of data.
struct KindRow {
    name: String,
    what: String,
    purpose: String,
    ground: String,
    term: String,
    /// Names in the database, for who checks this page.
    columns: Vec<String>,
}

/// Shows the register.
pub async fn show(visit: Visit) -> Response {
    let terms = Terms::from_pack(visit.pack());
    let title = visit.texts().get("processing-title");
    let desk = visit.pack().settings.casework.desk.as_deref();
    let template = ProcessingPage {
        frame: Frame::new(&visit, &title, "/verwerkingen").under(&visit, &[]),
        kinds: DataKind::ALL.into_iter().map(|kind| row(kind, &terms, &visit)).collect(),
        responsible: desk.map(|id| organisation_link(id, &visit).name).unwrap_or_default(),
    };
    page(&template)
}

fn row(kind: DataKind, terms: &Terms, visit: &Visit) -> KindRow {
    let texts = visit.texts();
    let name = kind.name();
    let ground = match kind.ground() {
        Ground::Consent => "processing-ground-consent",
        Ground::PublicTask => "processing-ground-task",
        Ground::Accountability => "processing-ground-accountability",
    };
    let days = |key: &str, days: u32| texts.count(key, usize::try_from(days).unwrap_or(usize::MAX));
    let term = match kind.term(terms) {
        Term::DaysAfterSaving(count) => days("processing-term-saving", count),
        Term::DaysAfterMaking(count) => days("processing-term-making", count),
        Term::DaysAfterQuestion(count) => days("processing-term-question", count),
        Term::DaysAfterEnd(count) => days("processing-term-end", count),
        Term::ForEver => texts.get("processing-term-ever"),
    };
    let columns = kind.columns().iter().map(|(table, columns)| format!("{table}: {}", columns.join(", ")));
    KindRow {
        name: texts.get(&format!("processing-{name}")),
        what: texts.get(&format!("processing-{name}-what")),
        purpose: texts.get(&format!("processing-{name}-purpose")),
        ground: texts.get(ground),
        term,
        columns: columns.collect(),
    }
}
