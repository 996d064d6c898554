//! The rounds of the own organisation: whether one can apply, what came in, what was decided, what is left and which term
//! runs first.

use axum::http::StatusCode;
use axum::response::Response;
use schakel_casework::Code;
use schakel_desk::{GrantDesk, GrantingError};
use schakel_identity::Permission;
use schakel_register::Openness;
use schakel_schemes::{Application, Balances, RoundRules, count_applications, round_on};
use schakel_store::tables::applications::RoundList;
use schakel_time::{Date, DateTime};

use super::{Content, PATH, euros, not_done, round_link, round_name, show_page};
use crate::pages::frame::Visit;
use crate::pages::parts::{LinkView, StateView};
use crate::pages::work::AtWork;
use crate::pages::work::tables::{CellView, TableView};

/// A round as it stands.
pub struct RoundStanding {
    /// The round.
    pub round: Code,
    /// Its rules.
    pub rules: RoundRules,
    /// What was handed in, in the order of receipt.
    pub applications: Vec<Application>,
    /// The money.
    pub room: Balances,
    /// When it ran out.
    pub exhausted_at: Option<DateTime>,
}

impl RoundStanding {
    /// A round as it stands now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(desk: &GrantDesk, round: &Code) -> Result<Self, GrantingError> {
        let rows = desk.applications(round, RoundList::Received, 0, u32::MAX)?;
        Ok(RoundStanding {
            round: round.clone(),
            rules: desk.rules(round)?.clone(),
            applications: rows.into_iter().map(|it| it.application).collect(),
            room: desk.room(round)?,
            exhausted_at: desk.exhausted_at(round)?,
        })
    }

    /// Whether one can apply; that the money is gone is said also after the window.
    pub fn state(&self, visit: &Visit) -> String {
        let Some(round) = visit.pack().rounds.get(self.round.as_str()) else { return String::new() };
        let on = round_on(round, visit.app.now(), self.exhausted_at, visit.pack()).openness;
        let openness = match (on, self.exhausted_at) {
            (Openness::Closed { .. }, Some(at)) => Openness::Exhausted { on: at.date() },
            (other, _) => other,
        };
        StateView::new(&openness, visit).text
    }

    /// How many were found complete.
    pub fn complete(&self) -> usize {
        self.applications.iter().filter(|it| it.complete_at.is_some()).count()
    }

    /// The first day on which something has to be decided or done.
    pub fn next_term(&self) -> Option<Date> {
        self.applications.iter().filter_map(|it| it.course.standing()).map(|it| it.due).min()
    }
}

/// Shows the rounds.
pub async fn show(at: AtWork) -> Response {
    let staff = match at.staff(Permission::SeeOwnCases, "grant-rounds").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let own = staff.organisation.clone();
    let read = visit.app.on_store(move |app| {
        let desk = app.grants();
        let of_own = desk.rounds().iter().filter(|(_, rules)| rules.application.executor == own);
        of_own.map(|(round, _)| RoundStanding::read(&desk, round)).collect::<Result<Vec<_>, _>>()
    });
    let rounds = match read.await {
        Ok(rounds) => rounds,
        Err(error) => return not_done(visit, &staff, &error, "grant-rounds").await,
    };
    let texts = visit.texts();
    let name = |path: &str, key: &str| LinkView { name: texts.get(key), link: visit.link(path) };
    let content = Content {
        lead: texts.get("grants-lead"),
        links: vec![
            name(super::small_aid::PATH, "grants-small-aid"),
            name(super::evaluation::PATH, "grants-evaluation"),
            name("/regelingen/verleend", "granted-title"),
        ],
        tables: vec![table(&rounds, visit)],
        ..Content::default()
    };
    let title = texts.get("grants-title");
    show_page(visit, &staff, &title, StatusCode::OK, content)
}

fn table(rounds: &[RoundStanding], visit: &Visit) -> TableView {
    let columns = [
        "grant-round",
        "grant-window",
        "grant-state",
        "grant-in",
        "grant-complete",
        "grant-granted",
        "grant-refused",
        "grant-undecided",
        "grant-left",
        "grant-next",
    ];
    let mut table = TableView::new("grant-rounds", &columns, visit);
    visit.texts().get("grants-no-rounds").clone_into(&mut table.empty);
    for it in rounds {
        let count = count_applications(&it.applications);
        let link = LinkView { name: round_name(visit, &it.round), link: round_link(visit, &it.round) };
        let left = it.room.all().next().map(|it| euros(it.left(), visit.language)).unwrap_or_default();
        table.add([
            CellView::default().leading_to(vec![link]),
            CellView::words(super::words::window(&it.rules, visit)),
            CellView::words(it.state(visit)),
            CellView::count(count.received),
            CellView::count(it.complete()),
            CellView::count(count.granted),
            CellView::count(count.refused + count.not_dealt_with),
            CellView::count(count.undecided),
            CellView { is_number: true, ..CellView::words(left) },
            CellView::words(it.next_term().map(|day| visit.day(day)).unwrap_or_default()),
        ]);
    }
    table
}

/// The path of a round, for the tables of figures.
pub fn path(round: &Code) -> String {
    format!("{PATH}/{round}")
}
