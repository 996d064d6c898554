//! The page of one round.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use schakel_casework::Code;
use schakel_criteria::Language;
use schakel_register::{Ranking, Round, RoundVersion, number_with_unit};
use schakel_schemes::{RoundOnDay, RoundSetup, round_on, tie_words};

use schakel_time::DateTime;

use crate::pages::frame::{Frame, Visit};
use crate::pages::parts::{LinkView, SourceView, StateView, ValueView, markdown, organisation_link};
use crate::pages::rounds::changes::{ChangesView, changes};
use crate::pages::rounds::sections::{Section, one_source, sections};
use crate::pages::support::{FactRow, period_words};
use crate::pages::{missing_page, page};

#[derive(Template)]
#[template(path = "round.html")]
struct RoundPage {
    frame: Frame,
    summary: String,
    state: StateView,
    not_in_force: String,
    body: String,
    sections: Vec<Section>,
    unsaid: Vec<String>,
    ranking: Option<RankingView>,
    missing: Vec<&'static str>,
    changes: Vec<ChangesView>,
    executor: Option<LinkView>,
    instruments: Vec<LinkView>,
    areas: ValueView,
    rules: String,
    source: SourceView,
    checked: String,
    /// Where one applies; nothing when the round cannot be executed or is over.
    apply_link: Option<String>,
}

/// How plans get points.
struct RankingView {
    criteria: Vec<CriterionRow>,
    rows: Vec<FactRow>,
    source: SourceView,
}

/// Something for which plans get points.
struct CriterionRow {
    text: String,
    note: String,
    points: String,
    minimum: String,
    source: SourceView,
}

/// Shows one round.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match visit.pack().rounds.get(id.as_str()) {
        Some(round) => {
            let exhausted = visit.app.exhausted_rounds().await;
            page(&view(round, &visit, exhausted.get(id.as_str()).copied()))
        }
        None => missing_page(&visit),
    }
}

fn view(round: &Round, visit: &Visit, exhausted_at: Option<DateTime>) -> RoundPage {
    let (pack, language, texts) = (visit.pack(), visit.language, visit.texts());
    let today = round_on(round, visit.moment(), exhausted_at, pack);
    let version = today.version;
    let instrument = |id: &schakel_register::Id| {
        let name = pack.support.get(id).map_or(&**id, |it| it.name.get(language)).to_owned();
        LinkView { name, link: visit.link(&format!("/register/{id}")) }
    };
    let areas: Vec<String> = round.areas.iter().map(|(area, _)| pack.area_name(area, language)).collect();
    let checked = version.and_then(|it| it.checked_on).or(round.checked_on).map(|day| visit.day(day));
    let (said, unsaid): (Vec<Section>, Vec<Section>) = version
        .map(|version| sections(version, visit))
        .unwrap_or_default()
        .into_iter()
        .partition(|section| !section.rows.is_empty());
    let steps = [(texts.get("menu-register"), "/register"), (texts.get("round-list-title"), "/regelingen")];
    RoundPage {
        frame: Frame::new(visit, round.name.get(language), "/register").under(visit, &steps),
        summary: round.summary.get(language).to_owned(),
        state: StateView::new(&today.openness, visit),
        not_in_force: if today.in_force { String::new() } else { texts.get("round-not-in-force") },
        body: markdown(round.body.get(language)),
        sections: said,
        unsaid: unsaid.into_iter().map(|section| section.title).collect(),
        ranking: version.and_then(|version| version.ranking.as_ref()).map(|it| ranking(it, visit)),
        missing: missing(&today, language),
        changes: changes(round, visit),
        executor: round.executor.as_ref().map(|id| organisation_link(id, visit)),
        instruments: round.instruments.iter().map(instrument).collect(),
        areas: if areas.is_empty() { ValueView::not_known(texts) } else { ValueView::known(areas.join(", ")) },
        rules: version.map(|version| period_words(&version.valid, visit)).unwrap_or_default(),
        source: SourceView::new(version.map_or(&round.source, |version: &RoundVersion| &version.source), pack),
        checked: checked.map(|day| texts.with("checked-on", "day", &day)).unwrap_or_default(),
        apply_link: apply_link(round, visit),
    }
}

fn apply_link(round: &Round, visit: &Visit) -> Option<String> {
    let grants = visit.app.grants();
    let rules = &grants.rounds().get(&Code::new(&round.id).ok()?)?.application;
    (visit.app.now() < rules.closes_at).then(|| visit.link(&format!("/regelingen/{}/aanvragen", round.id)))
}

/// What no source says; empty when the round can be executed.
fn missing(today: &RoundOnDay<'_>, language: Language) -> Vec<&'static str> {
    let gaps = today.version.and_then(|version| RoundSetup::new(today.round, version).err()).unwrap_or_default();
    gaps.into_iter().map(|gap| gap.words(language)).collect()
}

fn ranking(ranking: &Ranking, visit: &Visit) -> RankingView {
    let (pack, language, texts) = (visit.pack(), visit.language, visit.texts());
    let number = |it| number_with_unit(it, "", language).trim().to_owned();
    let criterion = |it: &schakel_register::RankingCriterion| {
        let values = [("from", number(it.points_from).into()), ("to", number(it.points_to).into())];
        let heavier = it.heavier.as_ref().map(|heavier| {
            let values =
                [("when", heavier.when.get(language).to_owned().into()), ("weight", number(heavier.weight).into())];
            texts.with_all("round-heavier", &values)
        });
        let weight = (it.weight != schakel_criteria::Number::whole(1))
            .then(|| texts.with("round-weight", "weight", &number(it.weight)));
        CriterionRow {
            text: it.text.get(language).to_owned(),
            note: weight.into_iter().chain(heavier).collect::<Vec<_>>().join(" "),
            points: texts.with_all("round-points-range", &values),
            minimum: it.minimum.map(number).unwrap_or_default(),
            source: SourceView::new(&it.source, pack),
        }
    };
    let mut rows = Vec::new();
    if let Some(least) = &ranking.minimum_total {
        let text = texts.with("round-points-least", "points", &number(least.value));
        let source = SourceView::new(&least.source, pack);
        rows.push(FactRow { label: texts.get("round-points-total"), value: ValueView::known(text), source });
    }
    let decisive = ranking.tie_criteria.iter().filter_map(|id| ranking.criteria.iter().find(|it| it.id == *id));
    let mut ties: Vec<String> = decisive.map(|it| it.text.get(language).to_owned()).collect();
    ties.extend(ranking.tie.as_ref().map(|it| tie_words(it.value, language).to_owned()));
    if !ties.is_empty() {
        let source = ranking.tie.as_ref().map_or(&ranking.source, |it| &it.source);
        let value = ValueView::known(ties.join(texts.get("round-tie-then").as_str()));
        rows.push(FactRow { label: texts.get("round-tie"), value, source: SourceView::new(source, pack) });
    }
    let mut criteria: Vec<CriterionRow> = ranking.criteria.iter().map(criterion).collect();
    let source = one_source(&mut criteria, |row| &mut row.source);
    RankingView { criteria, rows, source }
}
