//! The evaluation of the own rounds from recorded applications: per instrument, landsdeel and year what came in, what was
//! granted, how long it took and what came of it. Each figure stands with the numbers of its applications; what is not
//! known yet is said to be so.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use schakel_casework::{Code, Course};
use schakel_desk::GrantingError;
use schakel_identity::Permission;
use schakel_register::{Cents, Pack};
use schakel_schemes::{Application, GrantOutcome, Verdict};
use schakel_store::tables::applications::RoundList;
use schakel_store::tables::firms;

use super::{Content, application_link, euros, not_done, show_page};
use crate::caller::Staff;
use crate::pages::frame::Visit;
use crate::pages::parts::LinkView;
use crate::pages::work::AtWork;
use crate::pages::work::tables::{CellView, TableView};

/// The path of the page.
pub const PATH: &str = "/werk/evaluatie";

/// Which instrument, in which landsdeel (nothing: not known), in which year.
type Key = (String, Option<String>, i16);

/// What is counted under one key.
#[derive(Clone, Debug, Default)]
struct Line {
    applications: Vec<Application>,
}

/// Shows the evaluation.
pub async fn show(at: AtWork) -> Response {
    match table(&at).await {
        Ok((staff, mut table)) => {
            let visit = &at.visit;
            table.file = visit.link(&format!("{PATH}.csv"));
            let content = Content {
                lead: visit.texts().get("grants-evaluation-lead"),
                tables: vec![table],
                ..Content::default()
            };
            show_page(visit, &staff, &visit.texts().get("grants-evaluation"), StatusCode::OK, content)
        }
        Err(instead) => *instead,
    }
}

/// The same as a file.
pub async fn file(at: AtWork) -> Response {
    match table(&at).await {
        Ok((_, table)) => table.file(),
        Err(instead) => *instead,
    }
}

async fn table(at: &AtWork) -> Result<(Staff, TableView), Box<Response>> {
    let staff = at.staff(Permission::SeeOwnCases, "grant-evaluation").await?;
    let visit = &at.visit;
    let own = staff.organisation.clone();
    let read = visit.app.on_store(move |app| {
        let desk = app.grants();
        let mut lines: BTreeMap<Key, Line> = BTreeMap::new();
        for (round, _) in desk.rounds().iter().filter(|(_, rules)| rules.application.executor == own) {
            for row in desk.applications(round, RoundList::Received, 0, u32::MAX)? {
                let firm = app.store().read(|rows| firms::read(rows, row.application.applicant))?;
                let municipality = firm.and_then(|it| it.details.municipality);
                let year = row.application.received_at().map_or(0, |it| it.year());
                let key = (instrument(app.pack(), round), landsdeel(app.pack(), municipality.as_deref()), year);
                lines.entry(key).or_default().applications.push(row.application);
            }
        }
        Ok::<_, GrantingError>(lines)
    });
    match read.await {
        Ok(lines) => Ok((staff, view(visit, &lines))),
        Err(error) => Err(Box::new(not_done(visit, &staff, &error, "grant-evaluation").await)),
    }
}

/// The first instrument that a round opens.
fn instrument(pack: &Pack, round: &Code) -> String {
    let found = pack.rounds.get(round.as_str()).and_then(|it| it.instruments.first());
    found.map_or_else(|| round.to_string(), ToString::to_string)
}

fn landsdeel(pack: &Pack, municipality: Option<&str>) -> Option<String> {
    let around = pack.areas_around(municipality?);
    let is_landsdeel = |id: &&schakel_register::Id| pack.region(id).is_some_and(|it| it.kind == "landsdeel");
    around.iter().find(is_landsdeel).map(ToString::to_string)
}

fn view(visit: &Visit, lines: &BTreeMap<Key, Line>) -> TableView {
    let columns = [
        "eval-instrument",
        "eval-landsdeel",
        "eval-year",
        "grant-in",
        "grant-granted",
        "eval-euro",
        "eval-rate",
        "eval-lead-time",
        "eval-outcome",
        "eval-cost",
        "eval-cases",
    ];
    let mut table = TableView::new("grant-evaluation", &columns, visit);
    for ((instrument, landsdeel, year), line) in lines {
        table.add(line.row(visit, (instrument, landsdeel.as_deref(), *year)));
    }
    table
}

impl Line {
    fn row(&self, visit: &Visit, (instrument, landsdeel, year): (&str, Option<&str>, i16)) -> Vec<CellView> {
        let texts = visit.texts();
        let (pack, language) = (visit.pack(), visit.language);
        let name = pack.support.get(instrument).map_or(instrument, |it| it.name.get(language)).to_owned();
        let not_yet = || CellView { text: texts.get("grants-not-known-yet"), is_unknown: true, ..CellView::default() };
        let granted: Vec<&Application> = self.applications.iter().filter(|it| amount(it).is_some()).collect();
        let euro: Cents = granted.iter().filter_map(|it| amount(it)).sum();
        let decided: Vec<i64> = self.applications.iter().filter_map(days).collect();
        let settled: Vec<Cents> = granted.iter().filter_map(|it| outcome(it)).collect();
        let count = |it: usize| i64::try_from(it).unwrap_or(i64::MAX);
        let mean = |sum: i64, of: usize| sum.checked_div(count(of));
        let rate = mean(count(granted.len()).saturating_mul(100), self.applications.len());
        let cost: Cents = settled.iter().copied().sum();
        let links = self
            .applications
            .iter()
            .map(|it| LinkView { name: it.number.to_string(), link: application_link(visit, it.number) });
        let number = |text: String| CellView { text, is_number: true, ..CellView::default() };
        vec![
            CellView::words(name),
            landsdeel.map_or_else(|| CellView::unknown(texts), |it| CellView::words(pack.area_name(it, language))),
            CellView::count(year),
            CellView::count(self.applications.len()),
            CellView::count(granted.len()),
            number(euros(euro, language)),
            rate.map_or_else(not_yet, |it| number(format!("{it}%"))),
            mean(decided.iter().sum(), decided.len()).map_or_else(not_yet, CellView::count),
            if settled.is_empty() { not_yet() } else { CellView::count(settled.len()) },
            mean(cost.count(), settled.len()).map_or_else(not_yet, |it| number(euros(Cents::new(it), language))),
            CellView::words(self.numbers()).leading_to(links.collect()),
        ]
    }

    /// The numbers of the applications, for a file.
    fn numbers(&self) -> String {
        self.applications.iter().map(|it| it.number.to_string()).collect::<Vec<_>>().join(" ")
    }
}

fn amount(application: &Application) -> Option<Cents> {
    match application.decided.as_ref().map(|it| &it.verdict)? {
        Verdict::Granted(terms) => Some(terms.amount),
        Verdict::Refused(_) | Verdict::NotDealtWith => None,
    }
}

/// Days from the receipt to the first decision.
fn days(application: &Application) -> Option<i64> {
    let (from, until) = application.received_at().zip(application.first_decided_on)?;
    Some(i64::from((until - from.date()).get_days()))
}

/// What was settled of a project that was carried out and paid.
fn outcome(application: &Application) -> Option<Cents> {
    let grant = application.grant.as_ref()?;
    match grant.course {
        Course::Ended { outcome: GrantOutcome::Paid, .. } => grant.settled.map(|(amount, _)| amount),
        Course::Ended { .. } | Course::Open(_) => None,
    }
}
