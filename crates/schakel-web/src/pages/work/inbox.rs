//! The inbox of an organisation: what is asked of it, the first due first, and what it had.

use askama::Template;
use axum::response::Response;
use schakel_casework::Case;
use schakel_identity::Permission;
use schakel_store::tables::cases::{self, InboxLine, InboxSize, InboxView, Part};
use schakel_time::{Date, working_days_between};

use crate::headers::private;
use crate::pages::frame::{Frame, Visit};
use crate::pages::page;
use crate::pages::paging::Paging;
use crate::pages::parts::LinkView;
use crate::pages::work::{AtWork, WorkHead, case_link, failed, frame, words};

#[derive(Template)]
#[template(path = "work_inbox.html")]
struct InboxPage {
    frame: Frame,
    head: WorkHead,
    /// The two views: name, address (empty for the current one) and count.
    tabs: Vec<(LinkView, u64)>,
    /// How many are late, in words; empty when none is.
    late: String,
    is_past: bool,
    lines: Vec<LineView>,
    paging: Paging,
    /// What was done just now; empty when nothing was.
    done: String,
}

/// A line of the inbox.
struct LineView {
    link: LinkView,
    /// What is asked of us.
    part: String,
    state: String,
    need: Vec<String>,
    asked_on: String,
    due: String,
    /// How long is left, in words.
    left: String,
    is_late: bool,
    is_today: bool,
}

/// The query field with the view.
const VIEW_FIELD: &str = "toon";

/// The value of that field for what is over.
const PAST: &str = "eerder";

/// Lines on a page.
const LINES: usize = 25;

/// Shows the inbox.
pub async fn show(at: AtWork) -> Response {
    let staff = match at.staff(Permission::SeeOwnCases, "inbox").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let is_past = visit.field(VIEW_FIELD) == Some(PAST);
    let view = if is_past { InboxView::Past } else { InboxView::Due };
    let owner = staff.organisation.clone();
    let today = visit.app.today();
    let size = visit.app.on_store(move |app| app.store().read(|rows| cases::inbox_size(rows, &owner, today))).await;
    let Ok(size) = size else { return failed(visit) };
    let total = usize::try_from(if is_past { size.past } else { size.due }).unwrap_or(usize::MAX);
    let paging = Paging::new(visit, total, LINES);
    let skip = u32::try_from(paging.shown.start).unwrap_or(u32::MAX);
    let most = u32::try_from(LINES).unwrap_or(u32::MAX);
    let owner = staff.organisation.clone();
    let found = visit.app.on_store(move |app| app.store().read(|rows| cases::inbox(rows, &owner, view, skip, most)));
    let Ok(found) = found.await else { return failed(visit) };
    let title = visit.texts().get("work-title");
    private(page(&InboxPage {
        frame: frame(visit, &title),
        head: WorkHead::new(visit, &staff, "/werk"),
        tabs: tabs(visit, is_past, size),
        late: late_words(size.late, visit),
        is_past,
        lines: found.iter().map(|it| line(it, today, visit)).collect(),
        paging,
        done: done(visit),
    }))
}

fn tabs(visit: &Visit, is_past: bool, size: InboxSize) -> Vec<(LinkView, u64)> {
    let link = |fields: &[(&str, &str)], current: bool| {
        if current { String::new() } else { visit.link_with("/werk", fields) }
    };
    let texts = visit.texts();
    vec![
        (LinkView { name: texts.get("work-tab-due"), link: link(&[], !is_past) }, size.due),
        (LinkView { name: texts.get("work-tab-past"), link: link(&[(VIEW_FIELD, PAST)], is_past) }, size.past),
    ]
}

fn late_words(late: u64, visit: &Visit) -> String {
    if late == 0 { String::new() } else { visit.texts().with("work-late-count", "count", &late.to_string()) }
}

fn line(it: &InboxLine, today: Date, visit: &Visit) -> LineView {
    let texts = visit.texts();
    let name = texts.with("work-case-number", "case", &it.case.id.to_string());
    let part = texts.get(match it.part {
        Part::Responsible => "work-part-responsible",
        Part::Helping => "work-part-helping",
        Part::Asked => "work-part-asked",
        Part::Had => "work-part-had",
    });
    LineView {
        link: LinkView { name, link: case_link(visit, it.case.id) },
        part,
        state: state_words(&it.case, visit),
        need: words(visit).need(&it.case.need),
        asked_on: visit.day(it.case.asked_at.date()),
        due: it.due.map(|day| visit.day(day)).unwrap_or_default(),
        left: it.due.map(|day| left_words(day, today, visit)).unwrap_or_default(),
        is_late: it.due.is_some_and(|day| day < today),
        is_today: it.due == Some(today),
    }
}

/// Where a case stands, in a few words.
pub fn state_words(case: &Case, visit: &Visit) -> String {
    let words = words(visit);
    match (case.open(), case.course().and_then(|it| it.outcome()), case.lead()) {
        (Some(open), _, _) => words.case_state(open.state),
        (_, Some(outcome), _) => words.outcome(*outcome),
        (_, _, Some(lead)) => visit.texts().with("work-joined-with", "case", &lead.to_string()),
        _ => visit.texts().get("not-known"),
    }
}

/// How many working days are left until the end of a day.
pub fn left_words(due: Date, today: Date, visit: &Visit) -> String {
    let days = |from, to| usize::try_from(working_days_between(from, to)).unwrap_or(0);
    let texts = visit.texts();
    if due < today {
        texts.count("work-days-late", days(due, today).max(1))
    } else if due == today {
        texts.get("work-due-today")
    } else {
        texts.count("work-days-left", days(today, due))
    }
}

fn done(visit: &Visit) -> String {
    match (visit.field("gedaan"), visit.field("bij")) {
        (Some("gevraagd"), Some(other)) => {
            let name = crate::pages::parts::organisation_link(other, visit).name;
            visit.texts().with("work-done-asked-elsewhere", "organisation", &name)
        }
        _ => String::new(),
    }
}
