//! The figures of the region: what was promised and kept, what was done, and for whom. Counting lives in
//! `schakel-casework`; here the counts become tables. What nobody has recorded is said to be not known, never zero.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use schakel_casework::{Case, OrganisationId, Policy};
use schakel_desk::DeskError;
use schakel_identity::Permission;
use schakel_store::tables::cases;

use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::{Frame, Visit};
use crate::pages::parts::LinkView;
use crate::pages::work::figure_tables::{activity, promise, reach};
use crate::pages::work::period::Term;
use crate::pages::work::tables::TableView;
use crate::pages::work::{AtWork, WorkHead, frame, not_done};
use crate::pages::{missing_page, page};

#[derive(Template)]
#[template(path = "work_tables.html")]
pub struct TablesPage {
    /// Around the page.
    pub frame: Frame,
    /// Above it.
    pub head: WorkHead,
    /// What it is.
    pub lead: String,
    /// The periods to choose from; empty when there is nothing to choose.
    pub terms: Vec<LinkView>,
    /// The tables.
    pub tables: Vec<TableView>,
}

/// Everything that the figures are made of.
pub struct Figures<'a> {
    /// The cases that were asked since the beginning of the year before the period.
    pub cases: &'a [Case],
    /// The period.
    pub term: Term,
    /// What the region promises.
    pub policy: &'a Policy,
    /// Cases that the reader may open.
    pub may_open: &'a BTreeSet<schakel_casework::CaseId>,
    /// Who reads.
    pub visit: &'a Visit,
}

/// The path of the page.
pub const PATH: &str = "/werk/cijfers";

/// Shows all figures.
pub async fn show(at: AtWork) -> Response {
    let staff = match at.staff(Permission::SeeRegionFigures, "figures").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let term = Term::asked(visit);
    match tables(visit, &staff, term).await {
        Ok(tables) => private(page(&TablesPage {
            frame: frame(visit, &visit.texts().get("work-figures")),
            head: WorkHead::new(visit, &staff, PATH),
            lead: visit.texts().with("work-figures-lead", "period", &term.words(visit)),
            terms: term.around(PATH, visit),
            tables,
        })),
        Err(error) => not_done(visit, &error),
    }
}

/// One table as a file.
pub async fn file(at: AtWork, Path(name): Path<String>) -> Response {
    let staff = match at.staff(Permission::SeeRegionFigures, "figures").await {
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
        let (from, until) = (term.year_before(), term.end());
        app.store().read(|rows| {
            let cases = cases::asked_between(rows, from, until)?;
            let directory = desk.region().directory(rows)?;
            let may_open = |it: &&Case| it.may_open(&own, &directory.director(it.need.municipality.as_ref()));
            let may_open = cases.iter().filter(may_open).map(|it| it.id).collect::<BTreeSet<_>>();
            Ok::<_, DeskError>((cases, may_open, desk.region().policy.clone()))
        })
    };
    let (cases, may_open, policy) = visit.app.on_store(read).await?;
    let figures = Figures { cases: &cases, term, policy: &policy, may_open: &may_open, visit };
    let (field, value) = term.field();
    let with_file = |mut table: TableView| {
        table.file = visit.link_with(&format!("{PATH}/{}.csv", table.id), &[(field, &value)]);
        table
    };
    let tables = promise::tables(&figures).into_iter().chain(activity::tables(&figures)).chain(reach::tables(&figures));
    Ok(tables.map(with_file).collect())
}

impl Figures<'_> {
    /// The organisations that had contact with firms, and who of each, in a period.
    pub fn active(
        &self,
        period: &schakel_time::Period,
    ) -> BTreeMap<OrganisationId, BTreeSet<schakel_casework::PersonRef>> {
        let mut active: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for contact in self.cases.iter().flat_map(|it| &it.contacts).filter(|it| period.contains(it.at.date())) {
            active.entry(contact.organisation.clone()).or_default().extend(contact.person);
        }
        active
    }
}
