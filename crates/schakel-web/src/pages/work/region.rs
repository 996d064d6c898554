//! Where the process director looks first: what is late, where questions strand, and what the region has no answer to.

use axum::extract::Path;
use axum::response::Response;
use schakel_casework::{Case, CaseState, OrganisationId, unanswered_demand};
use schakel_desk::DeskError;
use schakel_identity::Permission;
use schakel_store::tables::cases::{self, StateCount};

use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::Visit;
use crate::pages::parts::LinkView;
use crate::pages::work::figures::TablesPage;
use crate::pages::work::inbox::left_words;
use crate::pages::work::period::Term;
use crate::pages::work::tables::{CellView, TableView};
use crate::pages::work::{AtWork, WorkHead, case_link, frame, not_done, words};
use crate::pages::{missing_page, page};

/// The path of the page.
pub const PATH: &str = "/werk/regio";

/// Late cases that are shown.
const LATE_MOST: u32 = 100;

/// What the tables are made of.
struct Seen {
    counts: Vec<StateCount>,
    late: Vec<Case>,
    asked: Vec<Case>,
    may_open: Vec<schakel_casework::CaseId>,
}

/// Shows what needs a look.
pub async fn show(at: AtWork) -> Response {
    let staff = match at.staff(Permission::SeeRegionFigures, "region").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let term = Term::asked(visit);
    match tables(visit, &staff, term).await {
        Ok(tables) => private(page(&TablesPage {
            frame: frame(visit, &visit.texts().get("work-region")),
            head: WorkHead::new(visit, &staff, PATH),
            lead: visit.texts().get("work-region-lead"),
            terms: term.around(PATH, visit),
            tables,
        })),
        Err(error) => not_done(visit, &error),
    }
}

/// One table as a file.
pub async fn file(at: AtWork, Path(name): Path<String>) -> Response {
    let staff = match at.staff(Permission::SeeRegionFigures, "region").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    match tables(visit, &staff, Term::asked(visit)).await {
        Ok(tables) => match tables.iter().find(|it| name.strip_suffix(".csv") == Some(it.id)) {
            Some(table) => table.file(),
            None => private(missing_page(visit)),
        },
        Err(error) => not_done(visit, &error),
    }
}

async fn tables(visit: &Visit, staff: &Staff, term: Term) -> Result<Vec<TableView>, DeskError> {
    let own = staff.organisation.clone();
    let read = move |app: &crate::state::App| {
        let desk = app.desk().ok_or(DeskError::NotFound)?;
        let today = app.today();
        app.store().read(|rows| {
            let counts = cases::state_counts(rows, today)?;
            let late = cases::open_cases(rows, today, LATE_MOST)?;
            let from = term.period().start().unwrap_or(today);
            let asked = cases::asked_between(rows, from, term.end())?;
            let directory = desk.region().directory(rows)?;
            let may_open = |it: &&Case| it.may_open(&own, &directory.director(it.need.municipality.as_ref()));
            let may_open = late.iter().chain(&asked).filter(may_open).map(|it| it.id).collect();
            Ok::<_, DeskError>(Seen { counts, late, asked, may_open })
        })
    };
    let seen = visit.app.on_store(read).await?;
    let (field, value) = term.field();
    let with_file = |mut table: TableView| {
        table.file = visit.link_with(&format!("{PATH}/{}.csv", table.id), &[(field, &value)]);
        table
    };
    Ok([late(visit, &seen), stranded(visit, &seen), unanswered(visit, &seen, term)].map(with_file).to_vec())
}

/// Cases of which the day has passed. A case on which a date passed goes on by itself the same night, so what stands here
/// is of today or needs a hand.
fn late(visit: &Visit, seen: &Seen) -> TableView {
    let mut table = TableView::new("te-laat", &["case", "organisation", "state", "due", "left"], visit);
    let words = words(visit);
    for case in &seen.late {
        let Some(open) = case.open() else { continue };
        table.add([
            case_cell(visit, case.id, seen),
            CellView::words(words.organisation(&open.responsible)),
            CellView::words(words.case_state(open.state)),
            CellView::words(visit.day(open.due)),
            CellView::words(left_words(open.due, visit.app.today(), visit)),
        ]);
    }
    table.empty = visit.texts().get("work-nothing-late");
    table
}

/// A case by number, with its page for whoever may open it.
fn case_cell(visit: &Visit, id: schakel_casework::CaseId, seen: &Seen) -> CellView {
    let name = visit.texts().with("work-case-number", "case", &id.to_string());
    if !seen.may_open.contains(&id) {
        return CellView::words(name);
    }
    CellView { links: vec![LinkView { name, link: case_link(visit, id) }], ..CellView::default() }
}

/// Open cases by who answers for them and where they stand.
fn stranded(visit: &Visit, seen: &Seen) -> TableView {
    let columns = ["organisation", "state", "cases", "late-now", "unheard-now"];
    let mut table = TableView::new("waar-vragen-staan", &columns, visit);
    let words = words(visit);
    let states = [
        ("asked", CaseState::Asked),
        ("referred", CaseState::Referred),
        ("in-hand", CaseState::InHand),
        ("escalated", CaseState::Escalated),
    ];
    let name = |id: &OrganisationId| words.organisation(id);
    let mut counts: Vec<&StateCount> = seen.counts.iter().collect();
    counts.sort_by_key(|it| (std::cmp::Reverse((it.unheard, it.late, it.cases)), name(&it.responsible)));
    for count in counts {
        let state = states.iter().find(|(name, _)| *name == count.state).map(|(_, it)| words.case_state(*it));
        table.add([
            CellView::words(name(&count.responsible)),
            CellView::words(state.unwrap_or_default()),
            CellView::count(count.cases),
            CellView::count(count.late),
            CellView::count(count.unheard),
        ]);
    }
    table
}

/// Questions that ended without help, per theme, municipality and reason.
fn unanswered(visit: &Visit, seen: &Seen, term: Term) -> TableView {
    let mut table = TableView::new("geen-aanbod", &["theme", "municipality", "reason", "cases"], visit);
    let (words, texts) = (words(visit), visit.texts());
    let mut found: Vec<_> = unanswered_demand(&seen.asked).into_iter().collect();
    found.sort_by_key(|(_, cases)| std::cmp::Reverse(cases.len()));
    for ((theme, municipality, reason), cases) in found {
        let links = cases.iter().map(|it| case_cell(visit, *it, seen)).flat_map(|it| it.links).take(10).collect();
        table.add([
            CellView::words(theme.map_or_else(|| texts.get("work-no-theme"), |it| words.theme(&it))),
            CellView::words(municipality.map_or_else(|| texts.get("not-known"), |it| words.municipality(&it))),
            CellView::words(words.not_helped(reason)),
            CellView::count(cases.len()).leading_to(links),
        ]);
    }
    table.note = texts.with("work-table-geen-aanbod-note", "period", &term.words(visit));
    table
}
