//! The pages on which a government accounts for what it did: the tree with its decisions and evaluations, the page of a
//! performance over a year, and the figures. What stands on them is decided in `schakel-account`.

pub mod figures;
pub mod page;
pub mod tree;

mod charts;
mod tables;

use schakel_account::Tally;
use schakel_time::Date;

use crate::pages::frame::Visit;

/// The path of the tree.
pub const PATH: &str = "/verantwoording";

/// The path of the figures.
pub const FIGURES_PATH: &str = "/verantwoording/cijfers";

/// The day as at which a visit looks.
fn as_of(visit: &Visit) -> Date {
    visit.moment().date()
}

/// What was counted of contributions, over one year or over all; nothing when the pack has no counter.
async fn tally(visit: &Visit, year: Option<i16>) -> Option<Tally> {
    let day = as_of(visit);
    let read = visit.app.on_store(move |app| {
        let accounts = &app.pack().accounts;
        match (app.desk(), year) {
            (None, _) => Ok(Tally::new()),
            (Some(desk), Some(year)) => desk.tally_of(accounts, year, day),
            (Some(desk), None) => desk.tally(accounts, day),
        }
    });
    read.await.ok()
}
