//! What was promised, how long people waited, how referring went, and which organisations need a look.

use schakel_casework::{Alarm, Level, NotMet, Share, alarms, answers, referring, service_levels};

use crate::pages::work::figures::Figures;
use crate::pages::work::tables::{CellView, TableView};
use crate::pages::work::words;

/// All of them.
pub fn tables(figures: &Figures<'_>) -> Vec<TableView> {
    vec![kept(figures), waits(figures), goals(figures), looked_at(figures)]
}

const NOT_MET: [NotMet; 6] =
    [NotMet::Late, NotMet::Overdue, NotMet::Refused, NotMet::Silent, NotMet::EndedUnheard, NotMet::TakenBackUnheard];

/// Whether the promise was kept, with everything in the denominator; and as the nearest peer counts.
fn kept(figures: &Figures<'_>) -> TableView {
    let texts = figures.visit.texts();
    let columns = [
        "what",
        "all",
        "met",
        "still-open",
        "late",
        "overdue",
        "refused",
        "silent",
        "unheard",
        "taken-back",
        "at-least",
        "at-most",
    ];
    let mut table = TableView::new("belofte", &columns, figures.visit);
    let levels = service_levels(figures.cases, &figures.term.period(), figures.visit.app.now(), figures.policy);
    let mut add = |key: &str, level: &Level| {
        let counts = [level.total(), level.met, level.open].map(CellView::count);
        let reasons = NOT_MET.map(|why| CellView::count(level.not_met.get(&why).copied().unwrap_or(0)));
        let shares = [level.at_least(), level.at_most()].map(|it| CellView::share(it, texts));
        let name = CellView::words(texts.get(key));
        table.add([name].into_iter().chain(counts).chain(reasons).chain(shares));
    };
    add("work-row-questions", &levels.questions);
    add("work-row-referrals", &levels.referrals);
    let peer = [CellView::count(levels.as_peer.whole), CellView::count(levels.as_peer.part)];
    let left_out = (0..7).map(|_| CellView { is_number: true, ..CellView::words(texts.get("work-not-counted")) });
    let share = CellView::share(levels.as_peer, texts);
    let name = CellView::words(texts.get("work-row-peer"));
    table.add([name].into_iter().chain(peer).chain(left_out).chain([share.clone(), share]));
    table
}

/// How long people waited.
fn waits(figures: &Figures<'_>) -> TableView {
    let texts = figures.visit.texts();
    let mut table = TableView::new("wachten", &["what", "ended", "unended", "median", "p90"], figures.visit);
    let levels = service_levels(figures.cases, &figures.term.period(), figures.visit.app.now(), figures.policy);
    let waits = &levels.first_answer;
    let days = |days: Option<i64>| match days {
        Some(days) => CellView {
            is_number: true,
            ..CellView::words(texts.count("work-days", usize::try_from(days).unwrap_or(0)))
        },
        None if waits.unended > 0 => CellView { is_number: true, ..CellView::words(texts.get("work-not-over-yet")) },
        None => CellView::unknown(texts),
    };
    table.add([
        CellView::words(texts.get("work-row-first-answer")),
        CellView::count(waits.working_days.len()),
        CellView::count(waits.unended),
        days(waits.median()),
        days(waits.percentile(90)),
    ]);
    table.add_unknown(texts.get("work-row-decision"), texts.get("work-decision-not-known"));
    table
}

/// The three aims of streamlining, for each quarter of the year.
fn goals(figures: &Figures<'_>) -> TableView {
    let texts = figures.visit.texts();
    let columns = ["what", "k1", "k2", "k3", "k4"];
    let mut table = TableView::new("stroomlijnen", &columns, figures.visit);
    let today = figures.visit.app.today();
    let quarters = figures.term.quarters().map(|term| {
        let begun = term.period().start().is_some_and(|day| day <= today);
        begun.then(|| referring(figures.cases, &term.period()))
    });
    let row = |key: &str, cell: &dyn Fn(&schakel_casework::Referring) -> CellView| {
        let cells = quarters.iter().map(|it| it.as_ref().map_or_else(CellView::default, cell));
        [CellView::words(texts.get(key))].into_iter().chain(cells).collect::<Vec<_>>()
    };
    table.add_unknown(texts.get("work-row-overlap"), texts.get("work-overlap-not-known"));
    table.add(row("work-row-accepted", &|it| CellView::share(it.accepted, texts)));
    table.add(row("work-row-referrals-sent", &|it| CellView::count(it.accepted.whole)));
    table.add(row("work-row-steps", &|it| {
        mean(it.steps, it.accepted.part).map_or_else(
            || CellView { is_number: true, ..CellView::words(texts.get("work-of-nothing")) },
            CellView::count,
        )
    }));
    table.add_unknown(texts.get("work-row-data"), texts.get("work-data-not-known"));
    table
}

/// A mean with one decimal, rounded down, in whole tenths.
fn mean(sum: u64, count: u64) -> Option<String> {
    let tenths = sum.saturating_mul(10).checked_div(count)?;
    Some(format!("{},{}", tenths / 10, tenths % 10))
}

/// What each organisation did with what it was asked, and which alarms hold.
fn looked_at(figures: &Figures<'_>) -> TableView {
    let texts = figures.visit.texts();
    let columns = ["organisation", "asked", "refused-share", "helped-share", "useful-share", "replies", "alarm"];
    let mut table = TableView::new("alarmen", &columns, figures.visit);
    let words = words(figures.visit);
    for (organisation, answers) in answers(figures.cases, &figures.term.period(), &figures.term.year()) {
        if answers.refused.whole == 0 && answers.useful.whole == 0 {
            continue;
        }
        let found = alarms(&answers, &figures.policy.alarms);
        let names: Vec<String> = found.iter().map(|it| texts.get(alarm_key(*it))).collect();
        let enough = answers.refused.whole >= figures.policy.alarms.referrals_min
            || answers.useful.whole >= figures.policy.alarms.replies_min;
        let alarm = match (names.is_empty(), enough) {
            (false, _) => names.join(", "),
            (true, true) => texts.get("work-no-alarm"),
            (true, false) => texts.get("work-too-few"),
        };
        let shares = [answers.refused, answers.helped, answers.useful].map(|it: Share| CellView::share(it, texts));
        let cells = [CellView::words(words.organisation(&organisation)), CellView::count(answers.refused.whole)];
        let last = [CellView::count(answers.useful.whole), CellView::words(alarm)];
        table.add(cells.into_iter().chain(shares).chain(last));
    }
    table
}

fn alarm_key(alarm: Alarm) -> &'static str {
    match alarm {
        Alarm::ManyRefusals => "work-alarm-refusals",
        Alarm::LittleHelp => "work-alarm-help",
        Alarm::LittleUse => "work-alarm-use",
    }
}
