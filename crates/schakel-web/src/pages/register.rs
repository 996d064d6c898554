//! The register: all support, with filters that work as a plain form.

use askama::Template;
use axum::response::Response;
use schakel_register::SupportOnDay;

use crate::pages::frame::{Frame, Visit, address};
use crate::pages::page;
use crate::pages::paging::Paging;
use crate::pages::parts::{
    ChoiceView, LinkView, StateView, ValueView, amount, code_name, code_names, municipality_choices, organisation_link,
};
use crate::selection::{Filter, OpenState, Selection, facets, parse, select};

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage {
    frame: Frame,
    action: String,
    clear_link: String,
    day: Option<String>,
    errors: Vec<String>,
    words: String,
    filters_on: usize,
    needs: Vec<ChoiceView>,
    areas: Vec<ChoiceView>,
    municipalities: Vec<ChoiceView>,
    kinds: Vec<ChoiceView>,
    themes: Vec<ChoiceView>,
    phases: Vec<ChoiceView>,
    levels: Vec<ChoiceView>,
    only_open: bool,
    chips: Vec<LinkView>,
    total: usize,
    found: usize,
    paging: Paging,
    results: Vec<ResultView>,
}

/// A piece of support in the list.
struct ResultView {
    name: String,
    link: String,
    kind: String,
    state: StateView,
    summary: String,
    audience: ValueView,
    amount: ValueView,
    provider: Option<LinkView>,
    checked: String,
    stale: bool,
}

/// Results on one page.
const RESULTS_PER_PAGE: usize = 20;

/// Shows the register as far as the filters leave it.
pub async fn show(visit: Visit) -> Response {
    let (selection, errors) = parse(&visit.query, visit.pack());
    let moment = visit.moment();
    let found = select(visit.pack(), &selection, moment);
    let everything = select(visit.pack(), &Selection::default(), moment);
    let title = visit.texts().get("register-title");
    let chips = chips(&selection, &visit);
    let paging = Paging::new(&visit, found.len(), RESULTS_PER_PAGE);
    let shown = found.get(paging.shown.clone()).unwrap_or_default();
    let template = RegisterPage {
        frame: Frame::new(&visit, &title, "/register").under(&visit, &[]),
        action: address(visit.language, "/register", &[]),
        clear_link: visit.link("/register"),
        day: visit.chosen_day.map(|day| day.to_string()),
        errors: errors.iter().map(|error| error.message(visit.language)).collect(),
        words: selection.words.clone(),
        filters_on: chips.len(),
        needs: options(Filter::Need, &selection, &everything, &visit),
        areas: area_options(&selection, &visit),
        municipalities: municipality_choices(visit.pack(), selection.municipality.as_deref().unwrap_or("")),
        kinds: options(Filter::Kind, &selection, &everything, &visit),
        themes: options(Filter::Theme, &selection, &everything, &visit),
        phases: options(Filter::Phase, &selection, &everything, &visit),
        levels: options(Filter::Level, &selection, &everything, &visit),
        only_open: selection.open == Some(OpenState::Open),
        chips,
        total: everything.len(),
        found: found.len(),
        results: shown.iter().map(|it| result(it, &visit)).collect(),
        paging,
    };
    page(&template)
}

/// Whether a choice is made, so that a folded group of filters must be open.
fn any_chosen(choices: &[ChoiceView]) -> bool {
    choices.iter().any(|choice| choice.chosen)
}

/// The values of a filter that occur in the register, with how many records have each.
fn options(filter: Filter, selection: &Selection, everything: &[SupportOnDay<'_>], visit: &Visit) -> Vec<ChoiceView> {
    let list = filter.code_list().unwrap_or("");
    let facet = facets(everything).into_iter().find(|facet| facet.key == filter.key());
    let values = facet.map(|facet| facet.values).unwrap_or_default();
    let mut options: Vec<ChoiceView> = values
        .iter()
        .map(|value| ChoiceView {
            id: value.id.to_string(),
            name: code_name(list, &value.id, visit.pack(), visit.language),
            chosen: selection.values(filter).contains(&value.id),
            number: value.count.to_string(),
        })
        .collect();
    options.sort_by(|left, right| left.name.cmp(&right.name));
    options
}

/// The areas of the region: its provinces and named parts.
fn area_options(selection: &Selection, visit: &Visit) -> Vec<ChoiceView> {
    let pack = visit.pack();
    let of_region = pack.regions.iter().filter(|region| {
        pack.settings.provinces.contains(&region.id)
            || region.kind == "subregion"
            || *region.id == *pack.settings.region
    });
    of_region
        .map(|region| ChoiceView {
            id: region.id.to_string(),
            name: region.name.get(visit.language).to_owned(),
            chosen: selection.values(Filter::Area).contains(&region.id),
            number: String::new(),
        })
        .collect()
}

/// The filters that are on, each with the address without it.
fn chips(selection: &Selection, visit: &Visit) -> Vec<LinkView> {
    let pairs = selection.pairs();
    let chip = |(position, (key, value)): (usize, &(&'static str, String))| {
        let rest = pairs.iter().enumerate().filter(|(other, _)| *other != position);
        let rest: Vec<(&str, &str)> = rest.map(|(_, (key, value))| (*key, value.as_str())).collect();
        LinkView { name: chip_words(key, value, visit), link: visit.link_with("/register", &rest) }
    };
    pairs.iter().enumerate().map(chip).collect()
}

fn chip_words(key: &str, value: &str, visit: &Visit) -> String {
    let filter = Filter::ALL.into_iter().find(|filter| filter.key() == key);
    match (filter, key) {
        (Some(Filter::Area), _) | (None, "gemeente") => visit.pack().area_name(value, visit.language),
        (Some(Filter::Provider), _) => organisation_link(value, visit).name,
        (Some(filter), _) => match filter.code_list() {
            Some(list) => code_name(list, value, visit.pack(), visit.language),
            None => value.to_owned(),
        },
        (None, OpenState::KEY) => visit.texts().get(&format!("open-{value}")),
        (None, _) => visit.texts().with("search-for", "words", value),
    }
}

fn result(it: &SupportOnDay<'_>, visit: &Visit) -> ResultView {
    let texts = visit.texts();
    let support = it.support;
    let audience = code_names("audiences", &support.audience, visit.pack(), visit.language);
    ResultView {
        name: support.name.get(visit.language).to_owned(),
        link: visit.link(&format!("/register/{}", support.id)),
        kind: code_name("kinds", &support.kind, visit.pack(), visit.language),
        state: StateView::new(&it.openness, visit),
        summary: support.summary.get(visit.language).to_owned(),
        audience: if audience.is_empty() { ValueView::not_known(texts) } else { ValueView::known(audience) },
        amount: amount(it.version, texts),
        provider: support.provider.as_ref().map(|id| organisation_link(id, visit)),
        checked: it.checked_on.map(|day| visit.day(day)).unwrap_or_else(|| texts.get("not-known")),
        stale: it.stale,
    }
}
