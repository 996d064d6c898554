//! For whom: front-runners and followers, what holds firms back, who got support, and how far they came.

use std::collections::{BTreeMap, BTreeSet};

use schakel_casework::{
    Case, CaseId, Code, FirmRef, Segment, SegmentReach, Share, Situation, SupportKind, reach_by_segment,
    reach_by_situation, share_reaching, supported,
};
use schakel_register::Cents;

use crate::pages::parts::LinkView;
use crate::pages::work::case_link;
use crate::pages::work::figures::Figures;
use crate::pages::work::tables::{CellView, TableView};
use crate::pages::work::words;

/// All of them.
pub fn tables(figures: &Figures<'_>) -> Vec<TableView> {
    vec![segments(figures), situations(figures), support(figures), journeys(figures)]
}

/// Cases behind a figure that are shown at once.
const LINKS_SHOWN: usize = 20;

/// Reach and money of front-runners and followers, with the share of the followers in each quarter of the year.
fn segments(figures: &Figures<'_>) -> TableView {
    let texts = figures.visit.texts();
    let words = words(figures.visit);
    let mut table = TableView::new("segmenten", &["segment", "firms", "share", "money"], figures.visit);
    let reach = reach_by_segment(figures.cases, &figures.term.period());
    let all = firms(reach.values());
    for segment in [Some(Segment::FrontRunner), Some(Segment::Follower), None] {
        let name = segment.map_or_else(|| texts.get("work-segment-not-known"), |it| words.segment(it));
        table.add(reach_row(figures, name, reach.get(&segment), all));
    }
    for term in figures.term.quarters() {
        if term.period().start().is_none_or(|day| day > figures.visit.app.today()) {
            continue;
        }
        let reach = reach_by_segment(figures.cases, &term.period());
        let name = texts.with("work-row-followers-in", "period", &term.words(figures.visit));
        table.add(reach_row(figures, name, reach.get(&Some(Segment::Follower)), firms(reach.values())));
    }
    table.add_unknown(texts.get("work-row-segment-target"), texts.get("work-segment-target-not-known"));
    table
}

fn situations(figures: &Figures<'_>) -> TableView {
    let texts = figures.visit.texts();
    let words = words(figures.visit);
    let mut table = TableView::new("situaties", &["situation", "firms", "share", "money"], figures.visit);
    let reach = reach_by_situation(figures.cases, &figures.term.period());
    let all = firms(reach.values());
    for situation in [Some(Situation::NotAware), Some(Situation::NotWilling), Some(Situation::NotAble), None] {
        let name = situation.map_or_else(|| texts.get("work-segment-not-known"), |it| words.situation(it));
        table.add(reach_row(figures, name, reach.get(&situation), all));
    }
    table
}

fn firms<'a>(reach: impl Iterator<Item = &'a SegmentReach>) -> u64 {
    let all: BTreeSet<FirmRef> = reach.flat_map(|it| it.reached.iter().copied()).collect();
    count(all.len())
}

fn reach_row(figures: &Figures<'_>, name: String, reach: Option<&SegmentReach>, all: u64) -> Vec<CellView> {
    let found = count(reach.map_or(0, |it| it.reached.len()));
    let money = reach.map_or(0, |it| it.cents);
    vec![
        CellView::words(name),
        CellView::count(found),
        CellView::share(Share { part: found, whole: all }, figures.visit.texts()),
        CellView::count(euros(figures, money)),
    ]
}

fn euros(figures: &Figures<'_>, cents: u64) -> String {
    Cents::new(i64::try_from(cents).unwrap_or(i64::MAX)).words(figures.visit.language)
}

/// Unique firms that got support, once in all and once per kind, with the cases behind it.
fn support(figures: &Figures<'_>) -> TableView {
    let texts = figures.visit.texts();
    let words = words(figures.visit);
    let mut table = TableView::new("ondersteund", &["kind", "firms", "cases"], figures.visit);
    let found = supported(figures.cases, &figures.term.period());
    let cases = |by_firm: &BTreeMap<FirmRef, BTreeSet<CaseId>>| {
        let all: BTreeSet<CaseId> = by_firm.values().flatten().copied().collect();
        let open = all.iter().filter(|it| figures.may_open.contains(it));
        let name = |id: &CaseId| texts.with("work-case-number", "case", &id.to_string());
        let link = |id: &CaseId| LinkView { name: name(id), link: case_link(figures.visit, id) };
        CellView::count(all.len()).leading_to(open.take(LINKS_SHOWN).map(link).collect())
    };
    table.add([CellView::words(texts.get("work-row-all-kinds")), CellView::count(found.firms.len())]);
    for kind in [SupportKind::Financial, SupportKind::Guidance] {
        let by_firm = found.by_kind.get(&kind).cloned().unwrap_or_default();
        table.add([CellView::words(words.support_kind(kind)), CellView::count(by_firm.len()), cases(&by_firm)]);
    }
    table
}

/// From idea to market: which step firms took with which support, and which share reached the market.
fn journeys(figures: &Figures<'_>) -> TableView {
    let texts = figures.visit.texts();
    let words = words(figures.visit);
    let mut table = TableView::new("markt", &["step", "with-support", "firms"], figures.visit);
    for ((from, to, support), firms) in transitions(figures.cases) {
        let from = from.map_or_else(|| texts.get("work-journey-begins"), |it| words.phase(&it));
        let support = support.map_or_else(|| texts.get("work-no-support-named"), |it| words.support(&it));
        table.add([
            CellView::words(format!("{from} → {}", words.phase(&to))),
            CellView::words(support),
            CellView::count(firms.len()),
        ]);
    }
    for phase in figures.visit.pack().codes("phases").iter().filter_map(|it| Code::new(&it.id).ok()) {
        let share = share_reaching(figures.cases, &phase);
        if share.part == 0 {
            continue;
        }
        let counts = texts.with_all("work-of", &[("part", share.part.into()), ("whole", share.whole.into())]);
        let name = texts.with("work-row-reached-phase", "phase", &words.phase(&phase));
        table.add([CellView::words(name), CellView::words(counts), CellView::share(share, texts)]);
    }
    table
}

type Step = (Option<Code>, Code, Option<Code>);

/// The steps of journeys: from where, to where, with what, and which firms.
fn transitions(cases: &[Case]) -> BTreeMap<Step, BTreeSet<FirmRef>> {
    let mut found: BTreeMap<Step, BTreeSet<FirmRef>> = BTreeMap::new();
    for case in cases {
        let mut from = None;
        for milestone in &case.journey {
            let step = (from.clone(), milestone.phase.clone(), milestone.support.clone());
            found.entry(step).or_default().insert(case.firm);
            from = Some(milestone.phase.clone());
        }
    }
    found
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
