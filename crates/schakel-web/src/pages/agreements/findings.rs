//! What is wrong in the system of support itself, by the rules of the pack.

use askama::Template;
use axum::Extension;
use axum::extract::{OriginalUri, State};
use axum::response::Response;
use schakel_criteria::Language;

use crate::agreements::{FindingDocument, finding_list};
use crate::pages::agreements::{PATH, day, source, table};
use crate::pages::frame::{Frame, Visit};
use crate::pages::page;
use crate::pages::parts::{LinkView, SourceView};
use crate::pages::work::tables::CellView;
use crate::state::App;

#[derive(Template)]
#[template(path = "findings.html")]
struct FindingsPage {
    frame: Frame,
    found: String,
    file_link: String,
    rules: Vec<RuleView>,
}

/// A rule with what breaks it.
struct RuleView {
    id: String,
    text: String,
    count: String,
    source: SourceView,
    findings: Vec<LinkView>,
}

/// The address of the page.
const OWN_PATH: &str = "/bevindingen";

/// Shows the findings, rule by rule.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let texts = visit.texts();
    let list = finding_list(visit.pack(), day(&visit), &[], language);
    let mut rules: Vec<RuleView> = Vec::new();
    for it in &list.bevindingen {
        let link = LinkView { name: it.tekst.clone(), link: subject_link(it, &visit) };
        match rules.last_mut().filter(|rule| rule.id == it.regel) {
            Some(rule) => rule.findings.push(link),
            None => rules.push(RuleView {
                id: it.regel.clone(),
                text: it.eis.clone(),
                count: String::new(),
                source: source(&it.bron_regel),
                findings: vec![link],
            }),
        }
    }
    for rule in &mut rules {
        rule.count = texts.count("agr-findings-count", rule.findings.len());
    }
    let title = texts.get("agr-findings");
    page(&FindingsPage {
        frame: Frame::new(&visit, &title, PATH).under(&visit, &[(texts.get("agr-title"), PATH)]),
        found: texts.count("agr-findings-count", list.totaal),
        file_link: visit.link(&format!("{OWN_PATH}/bestand.csv")),
        rules,
    })
}

/// The same as a file.
pub async fn file(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let list = finding_list(visit.pack(), day(&visit), &[], language);
    let mut table = table("bevindingen", &["rule", "requirement", "about", "finding", "source"], &visit);
    for it in &list.bevindingen {
        table.add([
            CellView::words(&it.regel),
            CellView::words(&it.eis),
            CellView::words(&it.over),
            CellView::words(&it.tekst),
            CellView::words(it.bron.as_ref().map_or(&it.bron_regel.tekst, |it| &it.tekst)),
        ]);
    }
    table.file()
}

/// The page of what a finding is about.
fn subject_link(it: &FindingDocument, visit: &Visit) -> String {
    match it.soort {
        "agreement" => visit.link(&format!("{PATH}/{}", it.over)),
        "topic" => visit.link_with(PATH, &[("onderwerp", &it.over)]),
        "support" => visit.link(&format!("/register/{}", it.over)),
        "recommendation" => visit.link("/aanbevelingen"),
        _ => visit.link(&format!("{PATH}/sturing")),
    }
}
