//! All rounds of the pack with their status on the day that is shown, and the few lines that a page of an instrument
//! says of its rounds.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use schakel_register::{CeilingScope, Cents, Openness};
use schakel_schemes::{PublicMoney, RoundOnDay, round_on};
use schakel_time::DateTime;

use crate::pages::frame::{Frame, Visit};
use crate::pages::page;
use crate::pages::parts::{LinkView, StateView, ValueView, code_name, organisation_link};
use crate::pages::rounds::words::window_words;

#[derive(Template)]
#[template(path = "rounds.html")]
struct RoundsPage {
    frame: Frame,
    filters: Vec<LinkView>,
    found: String,
    rounds: Vec<RoundView>,
}

/// A round in the list.
struct RoundView {
    name: LinkView,
    state: StateView,
    summary: String,
    window: ValueView,
    money: MoneyView,
    procedure: ValueView,
    executor: ValueView,
}

/// The money of a round, apart by how certain it is.
struct MoneyView {
    firm: ValueView,
    provisional: String,
}

/// A round as the page of its instrument names it.
pub struct OfInstrument {
    /// Its name and page.
    pub name: LinkView,
    /// Whether one can apply.
    pub state: StateView,
}

/// When the rounds that ran out of money did.
pub type Exhausted = BTreeMap<String, DateTime>;

/// The query field with the status that is asked for.
const STATUS_FIELD: &str = "status";

/// Every status, in the order in which the rounds stand.
const STATUSES: [&str; 5] = ["open", "planned", "exhausted", "closed", "unknown"];

/// Shows the rounds.
pub async fn show(visit: Visit) -> Response {
    let texts = visit.texts();
    let exhausted = visit.app.exhausted_rounds().await;
    let all = in_order(&visit, &exhausted);
    let chosen = visit.field(STATUS_FIELD).filter(|status| STATUSES.contains(status));
    let shown: Vec<&RoundOnDay<'_>> =
        all.iter().filter(|it| chosen.is_none_or(|chosen| status(&it.openness) == chosen)).collect();
    let title = texts.get("round-list-title");
    page(&RoundsPage {
        frame: Frame::new(&visit, &title, "/register").under(&visit, &[(texts.get("menu-register"), "/register")]),
        filters: filters(&all, chosen, &visit),
        found: texts.count("round-list-found", shown.len()),
        rounds: shown.into_iter().map(|it| view(it, &visit)).collect(),
    })
}

/// The rounds of one instrument, in the order of the list.
pub fn of_instrument(instrument: &str, visit: &Visit, exhausted: &Exhausted) -> Vec<OfInstrument> {
    let of = |it: &RoundOnDay<'_>| OfInstrument { name: link(it, visit), state: StateView::new(&it.openness, visit) };
    let opens = |it: &&RoundOnDay<'_>| it.round.instruments.iter().any(|id| **id == *instrument);
    in_order(visit, exhausted).iter().filter(opens).map(of).collect()
}

/// Its name in an address.
fn status(openness: &Openness) -> &'static str {
    match openness {
        Openness::Open { .. } => "open",
        Openness::Planned { .. } => "planned",
        Openness::Exhausted { .. } => "exhausted",
        Openness::Closed { .. } => "closed",
        Openness::Unknown => "unknown",
    }
}

/// Every round: those for which one can apply first, then the newest.
fn in_order<'a>(visit: &'a Visit, exhausted: &Exhausted) -> Vec<RoundOnDay<'a>> {
    let moment = visit.moment();
    let reached = |round: &schakel_register::Round| exhausted.get(&*round.id).copied();
    let rounds = visit.pack().rounds.values().map(|round| round_on(round, moment, reached(round), visit.pack()));
    let mut rounds: Vec<RoundOnDay<'a>> = rounds.collect();
    rounds.sort_by_cached_key(|it| {
        let place = STATUSES.iter().position(|name| *name == status(&it.openness));
        let start = it.round.versions.last().and_then(|version| version.valid.start());
        (place, Reverse(start), it.round.name.get(visit.language).to_owned())
    });
    rounds
}

/// The statuses that occur, each with how many rounds have it; the one that is shown has no address.
fn filters(all: &[RoundOnDay<'_>], chosen: Option<&str>, visit: &Visit) -> Vec<LinkView> {
    let texts = visit.texts();
    let filter = |status: Option<&str>, count: usize| {
        let name = texts.get(&format!("round-status-{}", status.unwrap_or("all")));
        let fields: Vec<(&str, &str)> = status.map(|it| (STATUS_FIELD, it)).into_iter().collect();
        let link = if status == chosen { String::new() } else { visit.link_with("/regelingen", &fields) };
        LinkView { name: format!("{name} ({count})"), link }
    };
    let count = |name: &str| all.iter().filter(|it| status(&it.openness) == name).count();
    let counted = STATUSES.iter().map(|name| (*name, count(name)));
    let occurring = counted.filter(|(name, count)| *count > 0 || chosen == Some(*name));
    let mut filters = vec![filter(None, all.len())];
    filters.extend(occurring.map(|(name, count)| filter(Some(name), count)));
    filters
}

fn link(it: &RoundOnDay<'_>, visit: &Visit) -> LinkView {
    LinkView {
        name: it.round.name.get(visit.language).to_owned(),
        link: visit.link(&format!("/regelingen/{}", it.round.id)),
    }
}

fn view(it: &RoundOnDay<'_>, visit: &Visit) -> RoundView {
    let texts = visit.texts();
    let windows = it.version.map_or(&[][..], |version| version.windows.as_slice());
    let windows: Vec<String> = windows.iter().map(|window| window_words(window, texts)).collect();
    let procedure = it.version.and_then(|version| version.procedure.as_ref());
    let known = |text: Option<String>| text.map_or_else(|| ValueView::not_known(texts), ValueView::known);
    RoundView {
        name: link(it, visit),
        state: StateView::new(&it.openness, visit),
        summary: it.round.summary.get(visit.language).to_owned(),
        window: known((!windows.is_empty()).then(|| windows.join("; "))),
        money: money(it, visit),
        procedure: known(procedure.map(|it| code_name("procedures", it.value.name(), visit.pack(), visit.language))),
        executor: known(it.round.executor.as_ref().map(|id| organisation_link(id, visit).name)),
    }
}

/// The money of the pots, or else the ceiling for all.
fn money(it: &RoundOnDay<'_>, visit: &Visit) -> MoneyView {
    let texts = visit.texts();
    let words = |amount: Cents| amount.words(visit.language);
    let Some(version) = it.version else {
        return MoneyView { firm: ValueView::not_known(texts), provisional: String::new() };
    };
    if !version.pots.is_empty() {
        let money = PublicMoney::of(&version.pots);
        let provisional = (money.provisional > Cents::ZERO)
            .then(|| texts.with("round-list-provisional", "amount", &words(money.provisional)));
        let firm = match money.firm {
            Cents::ZERO => ValueView::not_known(texts),
            firm => ValueView::known(words(firm)),
        };
        return MoneyView { firm, provisional: provisional.unwrap_or_default() };
    }
    let whole = version.ceilings.iter().find(|it| it.scope == CeilingScope::Whole);
    MoneyView {
        firm: whole.map_or_else(|| ValueView::not_known(texts), |it| ValueView::honest(&it.amount, "EUR", texts)),
        provisional: String::new(),
    }
}
