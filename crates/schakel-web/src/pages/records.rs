//! The page of a record that is no support itself: a programme, agenda, agreement, project, money flow or study.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use schakel_register::{Figure, Record};

use crate::pages::frame::{Frame, Visit};
use crate::pages::parts::{LinkView, SourceView, ValueView, code_name, markdown, organisation_link};
use crate::pages::support::{FactRow, budget_total, period_words};
use crate::pages::{missing_page, page};

#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage {
    frame: Frame,
    kind: String,
    summary: String,
    body: String,
    status: String,
    period: String,
    lead: Option<LinkView>,
    parties: Vec<LinkView>,
    figures: Vec<FactRow>,
    budgets: Vec<FactRow>,
    budget_total: String,
    source: SourceView,
    checked: String,
}

/// Shows one record.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match visit.pack().records.get(id.as_str()) {
        Some(record) => page(&view(record, &visit)),
        None => missing_page(&visit),
    }
}

fn view(record: &Record, visit: &Visit) -> RecordPage {
    let (pack, language, texts) = (visit.pack(), visit.language, visit.texts());
    let figure = |figure: &Figure| FactRow {
        label: figure.label.get(language).to_owned(),
        value: ValueView::honest(&figure.value, figure.unit_in(language), texts),
        source: SourceView::new(&figure.source, pack),
    };
    let budget = |budget: &schakel_register::Budget| FactRow {
        label: budget.label_in(language).to_owned(),
        value: ValueView::honest(&budget.amount, "EUR", texts),
        source: SourceView::new(budget.amount.source.as_ref().unwrap_or(&record.source), pack),
    };
    RecordPage {
        frame: Frame::new(visit, record.name.get(language), "").under(visit, &[]),
        kind: code_name("kinds", &record.kind, pack, language),
        summary: record.summary.get(language).to_owned(),
        body: markdown(record.body.get(language)),
        status: record.status.as_ref().map(|it| code_name("statuses", it, pack, language)).unwrap_or_default(),
        period: record.period.as_ref().map(|it| period_words(it, visit)).unwrap_or_default(),
        lead: record.lead.as_ref().map(|id| organisation_link(id, visit)),
        parties: record.parties.iter().map(|id| organisation_link(id, visit)).collect(),
        figures: record.figures.iter().map(figure).collect(),
        budgets: record.budgets.iter().map(budget).collect(),
        budget_total: budget_total(&record.budgets, visit),
        source: SourceView::new(&record.source, pack),
        checked: record.checked_on.map(|day| texts.with("checked-on", "day", &visit.day(day))).unwrap_or_default(),
    }
}
