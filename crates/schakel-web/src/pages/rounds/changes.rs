//! What changed in a round: from one version of it to the next, and from the round of the same instrument before it.

use schakel_register::{ChangeClass, FieldChange, Round, RoundVersion};
use schakel_schemes::compare_rounds;

use crate::pages::frame::Visit;
use crate::pages::parts::ValueView;
use crate::pages::support::period_words;

/// What changed from one version to another.
pub struct ChangesView {
    /// From what to what.
    pub title: String,
    /// What changed; empty: nothing.
    pub rows: Vec<ChangeRow>,
}

/// A rule that changed.
pub struct ChangeRow {
    /// The rule.
    pub label: String,
    /// What it was.
    pub from: ValueView,
    /// What it became.
    pub to: ValueView,
    /// Whether the pack calls such a change large.
    pub class: String,
}

/// The changes of a round, the last ones first.
pub fn changes(round: &Round, visit: &Visit) -> Vec<ChangesView> {
    let texts = visit.texts();
    let mut views = Vec::new();
    if let Some((before, (from, to))) = round_before(round, visit).and_then(|it| Some((it, ends(it, round)?))) {
        let title = texts.with("round-changes-since", "name", before.name.get(visit.language));
        views.push(ChangesView { title, rows: rows(from, to, visit) });
    }
    for (from, to) in round.versions.iter().zip(round.versions.iter().skip(1)) {
        let title = texts.with("round-changes-to", "period", &period_words(&to.valid, visit));
        views.push(ChangesView { title, rows: rows(from, to, visit) });
    }
    views.reverse();
    views
}

/// The last round before this one that opened the same instruments.
fn round_before<'a>(round: &Round, visit: &'a Visit) -> Option<&'a Round> {
    let start = |it: &Round| it.versions.first().and_then(|version| version.valid.start());
    let own = start(round)?;
    let same = visit.pack().rounds.values().filter(|it| it.instruments == round.instruments && it.areas == round.areas);
    let earlier = same.filter_map(|it| Some((start(it)?, it))).filter(|(start, _)| *start < own);
    earlier.max_by_key(|(start, _)| *start).map(|(_, it)| it)
}

fn ends<'a>(before: &'a Round, round: &'a Round) -> Option<(&'a RoundVersion, &'a RoundVersion)> {
    before.versions.last().zip(round.versions.first())
}

fn rows(from: &RoundVersion, to: &RoundVersion, visit: &Visit) -> Vec<ChangeRow> {
    let texts = visit.texts();
    let value = |it: Option<String>| it.map_or_else(|| ValueView::not_known(texts), ValueView::known);
    let row = |change: FieldChange| {
        let field = change.field.split(' ').next().unwrap_or_default().replace('_', "-");
        ChangeRow {
            label: texts.get(&format!("round-field-{field}")),
            from: value(change.from),
            to: value(change.to),
            class: texts.get(match change.class {
                ChangeClass::Major => "round-change-major",
                ChangeClass::NoLongerKnown => "round-change-no-longer-known",
                ChangeClass::Improvement => "round-change-improvement",
            }),
        }
    };
    compare_rounds(from, to, visit.pack(), visit.language).into_iter().map(row).collect()
}
