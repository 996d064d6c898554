//! The page of one instrument or facility: what it is, its conditions with their sources, the amounts, the state,
//! whom to call, and the rules through the years.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use schakel_criteria::in_words;
use schakel_register::{
    CriterionTest, Figure, Helper, HonestSum, Qualifier, Support, SupportOnDay, Version, helpers, on_day, white_spots,
};
use schakel_time::{Date, Period};

use crate::pages::frame::{Frame, Visit};
use crate::pages::parts::{
    LinkView, SourceView, StateView, ValueView, amount, capitalised, code_name, code_names, deadline, euros, markdown,
    organisation_link,
};
use crate::pages::rounds::{Exhausted, OfInstrument, of_instrument};
use crate::pages::{missing_page, page};
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "support.html")]
struct SupportPage {
    frame: Frame,
    summary: String,
    kind: String,
    state: StateView,
    stale: String,
    not_in_force: String,
    facts: Vec<FactRow>,
    conditions: Vec<ConditionView>,
    no_conditions: bool,
    terms: String,
    body: String,
    figures: Vec<FactRow>,
    budgets: Vec<FactRow>,
    budget_total: String,
    versions: Vec<VersionView>,
    sources: Vec<SourceView>,
    checked: String,
    provider: Option<LinkView>,
    contact: Option<LinkView>,
    door_link: String,
    deadline: ValueView,
    match_link: String,
    replaced_by: Option<LinkView>,
    helpers: Vec<HelperView>,
    white_spots: String,
    rounds: Vec<OfInstrument>,
    rounds_link: String,
}

/// An organisation that helps firms with it.
pub struct HelperView {
    /// The organisation.
    pub organisation: LinkView,
    /// Where that is said.
    pub source: SourceView,
}

/// A row with its own source.
pub struct FactRow {
    /// What it is.
    pub label: String,
    /// The value.
    pub value: ValueView,
    /// Where it comes from.
    pub source: SourceView,
}

/// A condition.
pub struct ConditionView {
    /// In plain words.
    pub text: String,
    /// How the rule tests it; empty for a judgement.
    pub words: String,
    /// Where it comes from.
    pub source: SourceView,
}

/// A version in the table of years.
pub struct VersionView {
    /// When it holds.
    pub period: String,
    /// Whether it holds on the day that is shown.
    pub now: bool,
    /// Largest amount.
    pub maximum: ValueView,
    /// Share of the costs.
    pub rate: ValueView,
    /// How money is divided.
    pub procedure: ValueView,
    /// Where it comes from.
    pub source: SourceView,
}

/// Shows one instrument or facility.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match visit.pack().support.get(id.as_str()) {
        Some(support) => {
            let exhausted = visit.app.exhausted_rounds().await;
            page(&view(support, &visit, &exhausted))
        }
        None => missing_page(&visit),
    }
}

fn view(support: &Support, visit: &Visit, exhausted: &Exhausted) -> SupportPage {
    let texts = visit.texts();
    let language = visit.language;
    let today = on_day(support, visit.moment(), visit.pack());
    let version = today.version;
    let checked = today.checked_on.map(|day| visit.day(day));
    let name = support.name.get(language);
    let budgets = version.map_or(&[][..], |version| version.budgets.as_slice());
    SupportPage {
        frame: Frame::new(visit, name, "/register").under(visit, &[(texts.get("menu-register"), "/register")]),
        summary: support.summary.get(language).to_owned(),
        kind: code_name("kinds", &support.kind, visit.pack(), language),
        state: StateView::new(&today.openness, visit),
        stale: stale(&today, visit),
        not_in_force: if today.in_force { String::new() } else { texts.get("version-not-in-force") },
        facts: facts(support, &today, visit),
        conditions: conditions(version, visit),
        no_conditions: version.is_none_or(|version| version.criteria.is_empty()),
        terms: version
            .and_then(|version| version.terms.as_ref())
            .map(|it| it.get(language).to_owned())
            .unwrap_or_default(),
        body: markdown(support.body.get(language)),
        figures: support.figures.iter().map(|figure| figure_row(figure, visit)).collect(),
        budgets: budgets.iter().map(|budget| budget_row(budget, visit)).collect(),
        budget_total: budget_total(budgets, visit),
        versions: support.versions.iter().rev().map(|it| version_view(it, version, &today, visit)).collect(),
        sources: sources(support, visit),
        checked: checked.map(|day| texts.with("checked-on", "day", &day)).unwrap_or_default(),
        provider: support.provider.as_ref().map(|id| organisation_link(id, visit)),
        contact: support.contact.as_ref().map(|id| organisation_link(id, visit)),
        door_link: visit.link("/loket"),
        deadline: deadline(&today, visit),
        match_link: visit.link("/wat-past"),
        replaced_by: support.replaced_by.as_ref().and_then(|id| replaced_by(id, visit)),
        helpers: helpers(&support.id, visit.pack()).into_iter().map(|it| helper_view(&it, visit)).collect(),
        white_spots: white_spot_words(support, visit),
        rounds: of_instrument(&support.id, visit, exhausted),
        rounds_link: visit.link("/regelingen"),
    }
}

fn helper_view(it: &Helper<'_>, visit: &Visit) -> HelperView {
    HelperView {
        organisation: organisation_link(&it.organisation.id, visit),
        source: SourceView::new(&it.connection.source, visit.pack()),
    }
}

/// The parts of the country where no source names anybody who helps firms with it; empty when there are none.
fn white_spot_words(support: &Support, visit: &Visit) -> String {
    let spots = white_spots(support, visit.pack());
    let names: Vec<&str> = spots.iter().map(|region| region.name.get(visit.language)).collect();
    if names.is_empty() { String::new() } else { visit.texts().with("white-spots", "areas", &names.join(", ")) }
}

fn replaced_by(id: &str, visit: &Visit) -> Option<LinkView> {
    let name = visit.pack().support.get(id)?.name.get(visit.language).to_owned();
    Some(LinkView { name, link: visit.link(&format!("/register/{id}")) })
}

fn stale(today: &SupportOnDay<'_>, visit: &Visit) -> String {
    match today.checked_on {
        Some(day) if today.stale => visit.texts().with("stale-long", "day", &visit.day(day)),
        _ => String::new(),
    }
}

fn facts(support: &Support, today: &SupportOnDay<'_>, visit: &Visit) -> Vec<FactRow> {
    let texts = visit.texts();
    let (pack, language) = (visit.pack(), visit.language);
    let record = SourceView::new(&support.source, pack);
    let rules = today.version.map_or_else(|| record.clone(), |version| SourceView::new(&version.source, pack));
    let mut rows = Vec::new();
    let mut row = |key: &str, value: ValueView, source: &SourceView| {
        rows.push(FactRow { label: texts.get(key), value, source: source.clone() });
    };
    row("fact-amount", amount(today.version, texts), &rules);
    if let Some(note) = today.version.and_then(|version| version.amount_note.as_ref()) {
        row("fact-amount-note", ValueView::known(capitalised(note.get(language))), &rules);
    }
    row("fact-deadline", deadline(today, visit), &rules);
    let procedure = today.version.and_then(|version| version.procedure.as_ref());
    row("fact-procedure", code_or_unknown("procedures", procedure, visit), &rules);
    row("fact-audience", names_or_unknown("audiences", &support.audience, visit), &record);
    row("fact-needs", names_or_unknown("plan", &support.needs, visit), &record);
    let areas: Vec<String> =
        support.areas.iter().map(|(area, qualifier)| area_words(area, *qualifier, visit)).collect();
    let areas = if areas.is_empty() { ValueView::not_known(texts) } else { ValueView::known(areas.join(", ")) };
    row("fact-area", areas, &record);
    for (key, list, codes) in [
        ("fact-themes", "themes", &support.themes),
        ("fact-phases", "phases", &support.phases),
        ("fact-labels", "labels", &support.labels),
    ] {
        if !codes.is_empty() {
            row(key, names_or_unknown(list, codes, visit), &record);
        }
    }
    if let Some(municipality) = &support.place.municipality {
        row("fact-place", ValueView::known(pack.area_name(municipality, language)), &record);
    }
    if let Some((since, qualifier)) = support.place.since {
        let words = qualifier.words(language);
        row("fact-since", ValueView { qualifier: words.to_owned(), ..ValueView::known(visit.day(since)) }, &record);
    }
    if let Some(units) = support.place.units {
        row("fact-units", ValueView::known(units.to_string()), &record);
    }
    if !support.place.equipment.is_empty() {
        row("fact-equipment", ValueView::known(support.place.equipment.join(", ")), &record);
    }
    if let Some(status) = &support.status {
        row("fact-status", code_or_unknown("statuses", Some(status), visit), &record);
    }
    rows
}

fn area_words(area: &str, qualifier: Qualifier, visit: &Visit) -> String {
    let name = visit.pack().area_name(area, visit.language);
    match qualifier {
        Qualifier::Exact => name,
        other => format!("{} {name}", other.words(visit.language)),
    }
}

fn code_or_unknown(list: &str, code: Option<&schakel_register::Id>, visit: &Visit) -> ValueView {
    match code {
        Some(code) => ValueView::known(code_name(list, code, visit.pack(), visit.language)),
        None => ValueView::not_known(visit.texts()),
    }
}

fn names_or_unknown(list: &str, codes: &[schakel_register::Id], visit: &Visit) -> ValueView {
    if codes.is_empty() {
        return ValueView::not_known(visit.texts());
    }
    ValueView::known(code_names(list, codes, visit.pack(), visit.language))
}

fn conditions(version: Option<&Version>, visit: &Visit) -> Vec<ConditionView> {
    let pack = visit.pack();
    let view = |criterion: &schakel_register::Criterion| ConditionView {
        text: criterion.text.get(visit.language).to_owned(),
        words: match &criterion.test {
            CriterionTest::Rule { expression, .. } => {
                in_words(expression, &pack.vocabulary, visit.language, visit.moment().date())
            }
            CriterionTest::Judgement => String::new(),
        },
        source: SourceView::new(&criterion.source, pack),
    };
    version.map_or(&[][..], |version| version.criteria.as_slice()).iter().map(view).collect()
}

fn figure_row(figure: &Figure, visit: &Visit) -> FactRow {
    let label = figure.label.get(visit.language);
    let period = figure.period.as_ref().map(|it| period_words(it, visit)).unwrap_or_default();
    FactRow {
        label: if label.contains(&period) { label.to_owned() } else { format!("{label} ({period})") },
        value: ValueView::honest(&figure.value, figure.unit_in(visit.language), visit.texts()),
        source: SourceView::new(&figure.source, visit.pack()),
    }
}

fn budget_row(budget: &schakel_register::Budget, visit: &Visit) -> FactRow {
    FactRow {
        label: budget.label_in(visit.language).to_owned(),
        value: ValueView::honest(&budget.amount, "EUR", visit.texts()),
        source: budget.amount.source.as_ref().map(|source| SourceView::new(source, visit.pack())).unwrap_or_default(),
    }
}

/// The firm and the provisional money apart, and together (source 002 §1: 40 million, and 15 million in principle).
pub fn budget_total(budgets: &[schakel_register::Budget], visit: &Visit) -> String {
    let sum = HonestSum::of(budgets.iter().map(|budget| &budget.amount));
    let firm = sum.part(Qualifier::Exact);
    let provisional = sum.part(Qualifier::Provisional);
    let (Some(firm), Some(provisional)) = (firm, provisional) else { return String::new() };
    let Some(together) = firm.plus(provisional) else { return String::new() };
    let words = |amount| euros(amount, visit.language).into();
    let values = [("firm", words(firm)), ("provisional", words(provisional)), ("together", words(together))];
    visit.texts().with_all("budget-total", &values)
}

fn version_view(it: &Version, shown: Option<&Version>, today: &SupportOnDay<'_>, visit: &Visit) -> VersionView {
    let texts = visit.texts();
    let honest = |value: &Option<schakel_register::Honest>, unit| {
        value.as_ref().map_or_else(|| ValueView::not_known(texts), |value| ValueView::honest(value, unit, texts))
    };
    VersionView {
        period: period_words(&it.valid, visit),
        now: today.in_force && shown.is_some_and(|shown| std::ptr::eq(shown, it)),
        maximum: honest(&it.maximum, "EUR"),
        rate: honest(&it.rate, "%"),
        procedure: code_or_unknown("procedures", it.procedure.as_ref(), visit),
        source: SourceView::new(&it.source, visit.pack()),
    }
}

/// A period as people say it: the last day counts.
pub fn period_words(period: &Period, visit: &Visit) -> String {
    let texts = visit.texts();
    let (start, end) = (period.start(), period.end().and_then(|day| day.yesterday().ok()));
    if let (Some(start), Some(end)) = (start, end)
        && is_new_years_day(start)
        && period.end().is_some_and(is_new_years_day)
    {
        return whole_years(start.year(), end.year(), texts);
    }
    match (start.map(|day| visit.day(day)), end.map(|day| visit.day(day))) {
        (Some(start), Some(end)) => texts.with_all("period-from-to", &[("from", start.into()), ("to", end.into())]),
        (Some(start), None) => texts.with("period-from", "from", &start),
        (None, Some(end)) => texts.with("period-to", "to", &end),
        (None, None) => texts.get("period-unknown"),
    }
}

fn is_new_years_day(day: Date) -> bool {
    (day.month(), day.day()) == (1, 1)
}

fn whole_years(first: i16, last: i16, texts: Texts) -> String {
    if first == last {
        return first.to_string();
    }
    texts.with_all("period-years", &[("first", first.to_string().into()), ("last", last.to_string().into())])
}

/// Every source that the page rests on, once.
fn sources(support: &Support, visit: &Visit) -> Vec<SourceView> {
    let mut ids = vec![&support.source.id];
    for version in &support.versions {
        ids.push(&version.source.id);
        ids.extend(version.criteria.iter().map(|criterion| &criterion.source.id));
    }
    let mut seen = Vec::new();
    ids.retain(|id| {
        if seen.contains(id) {
            false
        } else {
            seen.push(*id);
            true
        }
    });
    let pack = visit.pack();
    let view = |id: &schakel_register::Id| {
        let source = pack.sources.get(id)?;
        let date = source.date.map(|day| format!(" ({})", visit.day(day))).unwrap_or_default();
        Some(SourceView { text: format!("{}{date}", source.title), link: source.url.clone().unwrap_or_default() })
    };
    ids.into_iter().filter_map(view).collect()
}
