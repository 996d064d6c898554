//! Advice with the answers to it: what was answered, partly or not at all.

use askama::Template;
use axum::Extension;
use axum::extract::{OriginalUri, State};
use axum::response::Response;
use schakel_criteria::Language;

use crate::agreements::{AnswerPart, RecommendationDocument, recommendation_list};
use crate::pages::agreements::{PATH, source, table};
use crate::pages::frame::{Frame, Visit};
use crate::pages::page;
use crate::pages::parts::{LinkView, SourceView, StateView};
use crate::pages::work::tables::CellView;
use crate::state::App;

#[derive(Template)]
#[template(path = "recommendations.html")]
struct RecommendationsPage {
    frame: Frame,
    filters: Vec<LinkView>,
    found: String,
    file_link: String,
    advice: Vec<AdviceView>,
}

/// A recommendation.
struct AdviceView {
    number: String,
    name: String,
    text: String,
    state: StateView,
    adviser: String,
    parts: Vec<PartView>,
    source: SourceView,
}

/// A part of one.
struct PartView {
    asked: String,
    status: String,
    answer: String,
    follow_up: Vec<LinkView>,
    to_follow: String,
    source: SourceView,
}

/// The address of the page.
const OWN_PATH: &str = "/aanbevelingen";
const OPEN_FIELD: &str = "open";

/// Shows the recommendations.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let texts = visit.texts();
    let open = visit.field(OPEN_FIELD).is_some();
    let list = recommendation_list(visit.pack(), open, language);
    let filter = |key: &str, count: usize, is_open: bool| {
        let fields: &[(&str, &str)] = if is_open { &[(OPEN_FIELD, "ja")] } else { &[] };
        let link = if is_open == open { String::new() } else { visit.link_with(OWN_PATH, fields) };
        LinkView { name: format!("{} ({count})", texts.get(key)), link }
    };
    let not_whole = list.deels.saturating_add(list.onbeantwoord);
    let kept: &[(&str, &str)] = if open { &[(OPEN_FIELD, "ja")] } else { &[] };
    let title = texts.get("agr-advice");
    page(&RecommendationsPage {
        frame: Frame::new(&visit, &title, PATH).under(&visit, &[(texts.get("agr-title"), PATH)]),
        filters: vec![filter("agr-advice-all", list.totaal, false), filter("agr-advice-open", not_whole, true)],
        found: texts.with_all(
            "agr-advice-found",
            &[("whole", list.beantwoord.into()), ("partly", list.deels.into()), ("not", list.onbeantwoord.into())],
        ),
        file_link: visit.link_with(&format!("{OWN_PATH}/bestand.csv"), kept),
        advice: list.aanbevelingen.iter().map(|it| view(it, &visit)).collect(),
    })
}

/// The same as a file, a line for each part.
pub async fn file(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let list = recommendation_list(visit.pack(), visit.field(OPEN_FIELD).is_some(), language);
    let columns = ["number", "name", "asked", "status", "answer", "follow-up", "to-follow", "section", "source"];
    let mut table = table("aanbevelingen", &columns, &visit);
    for it in &list.aanbevelingen {
        for part in &it.onderdelen {
            let follow: Vec<&str> = part.vervolg.iter().map(|it| it.naam.as_str()).collect();
            table.add([
                CellView::words(&it.nummer),
                CellView::words(&it.naam),
                CellView::words(&part.gevraagd),
                CellView::words(&part.status.naam),
                CellView::words(part.antwoord.as_deref().unwrap_or_default()),
                CellView::words(follow.join(", ")),
                CellView::words(part.volgen.as_deref().unwrap_or_default()),
                CellView::words(&it.paragraaf),
                CellView::words(&part.bron.tekst),
            ]);
        }
    }
    table.file()
}

fn view(it: &RecommendationDocument, visit: &Visit) -> AdviceView {
    let (kind, icon) = match it.beantwoord {
        "whole" => ("open", "check"),
        "partly" => ("soon", "calendar"),
        _ => ("unknown", "question"),
    };
    AdviceView {
        number: it.nummer.clone(),
        name: it.naam.clone(),
        text: it.advies.clone(),
        state: StateView { kind, icon, text: visit.texts().get(&format!("agr-answered-{}", it.beantwoord)) },
        adviser: it.adviseur.naam.clone(),
        parts: it.onderdelen.iter().map(|part| part_view(part, visit)).collect(),
        source: source(&it.bron),
    }
}

fn part_view(part: &AnswerPart, visit: &Visit) -> PartView {
    let link = |it: &crate::api::values::Named| LinkView { name: it.naam.clone(), link: record_link(&it.id, visit) };
    PartView {
        asked: part.gevraagd.clone(),
        status: part.status.naam.clone(),
        answer: part.antwoord.clone().unwrap_or_default(),
        follow_up: part.vervolg.iter().map(link).collect(),
        to_follow: part.volgen.clone().unwrap_or_default(),
        source: source(&part.bron),
    }
}

/// The page of a record of any folder.
fn record_link(id: &str, visit: &Visit) -> String {
    let pack = visit.pack();
    let folder = if pack.organisations.contains_key(id) {
        "/organisaties"
    } else if pack.support.contains_key(id) {
        "/register"
    } else if pack.agreements.contains_key(id) {
        PATH
    } else {
        "/dossiers"
    };
    visit.link(&format!("{folder}/{id}"))
}
