//! About Schakel and its sources, and the accessibility statement.

use askama::Template;
use axum::response::Response;
use schakel_register::Source;

use crate::pages::frame::{Frame, Visit};
use crate::pages::organisations::record_link;
use crate::pages::page;
use crate::pages::parts::{LinkView, ValueView, organisation_link};

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    frame: Frame,
    sources: Vec<SourceRow>,
    records: Vec<RecordGroup>,
    stale_after_days: u32,
    draw_link: LinkView,
}

/// A cited source.
struct SourceRow {
    title: String,
    publisher: ValueView,
    date: ValueView,
    link: String,
    note: String,
}

/// Records of one kind, for readers who want to see what lies behind the support.
struct RecordGroup {
    title: String,
    records: Vec<LinkView>,
}

#[derive(Template)]
#[template(path = "accessibility.html")]
struct AccessibilityPage {
    frame: Frame,
}

/// Shows what Schakel is and which sources it rests on.
pub async fn show(visit: Visit) -> Response {
    let title = visit.texts().get("about-title");
    let pack = visit.pack();
    let template = AboutPage {
        frame: Frame::new(&visit, &title, "/over").under(&visit, &[]),
        sources: pack.sources.values().map(|source| source_row(source, &visit)).collect(),
        records: record_groups(&visit),
        stale_after_days: pack.settings.stale_after_days,
        draw_link: LinkView { name: visit.texts().get("draw-title"), link: visit.link("/loting") },
    };
    page(&template)
}

fn source_row(source: &Source, visit: &Visit) -> SourceRow {
    let not_known = || ValueView::not_known(visit.texts());
    let publisher = |id: &str| ValueView::known(organisation_link(id, visit).name);
    SourceRow {
        title: source.title.clone(),
        publisher: source.publisher.as_deref().map_or_else(not_known, publisher),
        date: source.date.map_or_else(not_known, |day| ValueView::known(visit.day(day))),
        link: source.url.clone().unwrap_or_default(),
        note: source.note.clone().unwrap_or_default(),
    }
}

fn record_groups(visit: &Visit) -> Vec<RecordGroup> {
    let folders = ["programmes", "agendas", "agreements", "projects", "money-flows", "studies"];
    let group = |folder: &str| RecordGroup {
        title: visit.texts().get(&format!("folder-{folder}")),
        records: visit
            .pack()
            .records
            .values()
            .filter(|it| it.folder == folder)
            .map(|it| record_link(it, visit))
            .collect(),
    };
    folders.into_iter().map(group).filter(|group| !group.records.is_empty()).collect()
}

/// Shows the accessibility statement.
pub async fn accessibility(visit: Visit) -> Response {
    let title = visit.texts().get("accessibility-title");
    page(&AccessibilityPage { frame: Frame::new(&visit, &title, "").under(&visit, &[]) })
}
