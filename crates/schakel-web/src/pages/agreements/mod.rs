//! Agreements for everybody: the list, one of them, the topics, the steering, the report on progress, advice with its
//! answers, and what is wrong in the system. What follows from the pack is decided in `schakel-account`; its documents
//! are in `crate::agreements`.

pub mod findings;
pub mod list;
pub mod one;
pub mod recommendations;
pub mod report;
pub mod steering;
pub mod topics;

use schakel_time::Date;

use crate::agreements::AgreementDocument;
use crate::api::values::Named;
use crate::pages::frame::Visit;
use crate::pages::parts::{LinkView, SourceView, StateView, ValueView, organisation_link};
use crate::pages::work::tables::TableView;

/// Where the list is.
pub const PATH: &str = "/afspraken";

/// The day to look at.
fn day(visit: &Visit) -> Date {
    visit.moment().date()
}

/// The state of an agreement, as a badge.
fn state_badge(it: &AgreementDocument) -> StateView {
    let (kind, icon) = match it.stand.id.as_str() {
        "done" => ("open", "check"),
        "running" | "committed" => ("closed", "calendar"),
        _ => ("unknown", "question"),
    };
    StateView { kind, icon, text: it.stand.naam.clone() }
}

/// Whether it is in time, as a badge; nothing when that says nothing new.
fn time_badge(it: &AgreementDocument, visit: &Visit) -> Option<StateView> {
    let texts = visit.texts();
    match it.op_tijd {
        "overdue" => Some(StateView { kind: "soon", icon: "warning", text: texts.get("agr-overdue") }),
        "ended" => Some(StateView { kind: "unknown", icon: "question", text: texts.get("agr-ended") }),
        _ => None,
    }
}

/// Organisations with their pages.
fn organisations(list: &[Named], visit: &Visit) -> Vec<LinkView> {
    list.iter().map(|it| organisation_link(&it.id, visit)).collect()
}

/// Names in a row, or the words for not known.
fn names(list: &[Named], visit: &Visit) -> ValueView {
    if list.is_empty() {
        return ValueView::not_known(visit.texts());
    }
    ValueView::known(list.iter().map(|it| it.naam.as_str()).collect::<Vec<_>>().join(", "))
}

/// When it must be done, in words.
fn term(it: &AgreementDocument, visit: &Visit) -> ValueView {
    it.termijn.as_ref().map_or_else(|| ValueView::not_known(visit.texts()), |it| ValueView::known(&it.tekst))
}

/// A source of a document as pages show it.
fn source(it: &crate::api::values::SourceView) -> SourceView {
    SourceView { text: it.tekst.clone(), link: it.url.clone().unwrap_or_default() }
}

/// The page of an agreement.
fn agreement_link(id: &str, name: &str, visit: &Visit) -> LinkView {
    LinkView { name: name.to_owned(), link: visit.link(&format!("{PATH}/{id}")) }
}

/// A table of a page: its title and columns by the keys of their words.
fn table(id: &'static str, columns: &[&str], visit: &Visit) -> TableView {
    let texts = visit.texts();
    TableView {
        id,
        title: texts.get(&format!("agr-table-{id}")),
        note: String::new(),
        head: columns.iter().map(|it| texts.get(&format!("agr-column-{it}"))).collect(),
        rows: Vec::new(),
        empty: texts.get("agr-none"),
        file: String::new(),
    }
}
