//! The small parts that several pages print: values with their qualifier, states, criteria, sources, choices.

use pulldown_cmark::{Parser, html};
use schakel_criteria::{Code, Language, Number};
use schakel_register::{Honest, Id, Openness, Pack, Qualifier, SourceRef, SupportOnDay, Version, number_with_unit};
use schakel_time::{Date, DateTime, dutch_date, english_date};

use crate::pages::frame::Visit;
use crate::texts::Texts;

/// A value: known words with their qualifier, or the words for not known.
#[derive(Clone, Debug, Default)]
pub struct ValueView {
    /// "ca."; empty when exact.
    pub qualifier: String,
    /// The words.
    pub text: String,
    /// The words when it is not known; then the others are empty.
    pub unknown: String,
}

impl ValueView {
    /// A known value.
    pub fn known(text: impl Into<String>) -> Self {
        ValueView { text: text.into(), ..ValueView::default() }
    }

    /// A value that no source gives.
    pub fn not_known(texts: Texts) -> Self {
        ValueView { unknown: texts.get("not-known"), ..ValueView::default() }
    }

    /// A figure with its qualifier.
    pub fn honest(honest: &Honest, unit: &str, texts: Texts) -> Self {
        let language = texts.language();
        match honest.value {
            None => ValueView { unknown: capitalised(&honest.words(unit, language)), ..ValueView::default() },
            Some(value) => ValueView {
                qualifier: honest.qualifier.words(language).to_owned(),
                text: number_with_unit(value, unit, language),
                unknown: String::new(),
            },
        }
    }
}

/// The words with a capital letter in front.
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// Whether one can apply, in words.
#[derive(Clone, Debug)]
pub struct StateView {
    /// open, soon, closed or unknown: names the look.
    pub kind: &'static str,
    /// The icon.
    pub icon: &'static str,
    /// The words.
    pub text: String,
}

impl StateView {
    /// The state of support on a day.
    pub fn new(openness: &Openness, visit: &Visit) -> Self {
        let (kind, icon) = match openness {
            Openness::Open { .. } => ("open", "open"),
            Openness::Planned { .. } => ("soon", "calendar"),
            Openness::Exhausted { .. } | Openness::Closed { .. } => ("closed", "lock"),
            Openness::Unknown => ("unknown", "question"),
        };
        StateView { kind, icon, text: openness_words(openness, visit.texts()) }
    }
}

/// Whether one can apply, with the day that goes with it.
pub fn openness_words(openness: &Openness, texts: Texts) -> String {
    let with_day = |key, day| texts.with(key, "day", &day_in_words(day, texts.language()));
    match openness {
        Openness::Open { until: None } => texts.get("state-open"),
        Openness::Open { until: Some(until) } => with_day("state-open-until", last_day(*until)),
        Openness::Planned { from: None } => texts.get("state-planned"),
        Openness::Planned { from: Some(from) } => with_day("state-opens", from.date()),
        Openness::Exhausted { on } => with_day("state-exhausted", *on),
        Openness::Closed { since: None } => texts.get("state-closed"),
        Openness::Closed { since: Some(since) } => with_day("state-closed-since", last_day(*since)),
        Openness::Unknown => texts.get("state-unknown"),
    }
}

/// A day as people write it.
pub fn day_in_words(day: Date, language: Language) -> String {
    match language {
        Language::Dutch => dutch_date(day),
        Language::English => english_date(day),
    }
}

/// The last day that lies before a moment, wholly or in part.
pub fn last_day(moment: DateTime) -> Date {
    let at_midnight = (moment.hour(), moment.minute(), moment.second()) == (0, 0, 0);
    if at_midnight { moment.date().yesterday().unwrap_or(moment.date()) } else { moment.date() }
}

/// A source as a reader can find it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceView {
    /// Title and place.
    pub text: String,
    /// Address, when known.
    pub link: String,
}

impl SourceView {
    /// A source of the pack with the place in it.
    pub fn new(source: &SourceRef, pack: &Pack) -> Self {
        let found = pack.sources.get(&source.id);
        let title = found.map_or(&*source.id, |it| it.title.as_str());
        let text = if source.place.is_empty() { title.to_owned() } else { format!("{title}, {}", source.place) };
        SourceView { text, link: found.and_then(|it| it.url.clone()).unwrap_or_default() }
    }
}

/// A choice in a list or a box to tick.
#[derive(Clone, Debug)]
pub struct ChoiceView {
    /// Value that is sent.
    pub id: String,
    /// Words.
    pub name: String,
    /// Whether it is chosen.
    pub chosen: bool,
    /// A number behind it; empty when there is none.
    pub number: String,
}

/// The codes of a list as choices.
pub fn choices(codes: &[Code], language: Language, chosen: &[&str]) -> Vec<ChoiceView> {
    let choice = |code: &Code| ChoiceView {
        id: code.id.to_string(),
        name: code.name.get(language).to_owned(),
        chosen: chosen.contains(&&*code.id),
        number: String::new(),
    };
    codes.iter().map(choice).collect()
}

/// The municipalities of the region first, by name; the others are not in a list of hundreds on a phone.
pub fn municipality_choices(pack: &Pack, chosen: &str) -> Vec<ChoiceView> {
    let mut found: Vec<ChoiceView> = pack
        .municipalities
        .values()
        .filter(|it| pack.settings.provinces.contains(&it.province) || &*it.id == chosen)
        .map(|it| ChoiceView {
            id: it.id.to_string(),
            name: it.name.clone(),
            chosen: &*it.id == chosen,
            number: String::new(),
        })
        .collect();
    found.sort_by(|left, right| left.name.cmp(&right.name));
    found
}

/// The name of a code for the reader.
pub fn code_name(list: &str, code: &str, pack: &Pack, language: Language) -> String {
    let found = pack.vocabulary.code_list(list).and_then(|list| list.get(code));
    found.map_or_else(|| code.to_owned(), |it| it.name.get(language).to_owned())
}

/// The names of codes, joined with commas.
pub fn code_names(list: &str, codes: &[Id], pack: &Pack, language: Language) -> String {
    let names: Vec<String> = codes.iter().map(|code| code_name(list, code, pack, language)).collect();
    names.join(", ")
}

/// A name and an address.
#[derive(Clone, Debug, Default)]
pub struct LinkView {
    /// Words.
    pub name: String,
    /// Address; empty when there is nothing to go to.
    pub link: String,
}

/// An organisation by name with its page.
pub fn organisation_link(id: &str, visit: &Visit) -> LinkView {
    match visit.pack().organisations.get(id) {
        Some(found) => LinkView {
            name: found.name.get(visit.language).to_owned(),
            link: visit.link(&format!("/organisaties/{id}")),
        },
        None => LinkView { name: id.to_owned(), link: String::new() },
    }
}

/// The amounts of a version in one line: "hooguit € 25.000, 40% van de kosten".
pub fn amount(version: Option<&Version>, texts: Texts) -> ValueView {
    let Some(version) = version else { return ValueView::not_known(texts) };
    let words = |honest: &Honest, unit: &str| honest.words(unit, texts.language());
    let minimum = version.minimum.as_ref().map(|it| words(&bare(it, Qualifier::AtLeast), "EUR"));
    let maximum = version.maximum.as_ref().map(|it| words(&bare(it, Qualifier::AtMost), "EUR"));
    let range = match (minimum, maximum) {
        (Some(minimum), Some(maximum)) if minimum == maximum => Some(maximum),
        (Some(minimum), Some(maximum)) => {
            Some(texts.with_all("amount-between", &[("min", minimum.into()), ("max", maximum.into())]))
        }
        (None, Some(maximum)) => Some(texts.with("amount-max", "max", &maximum)),
        (Some(minimum), None) => Some(texts.with("amount-min", "min", &minimum)),
        (None, None) => None,
    };
    let rate = version.rate.as_ref().map(|rate| texts.with("amount-rate", "rate", &words(rate, "%")));
    let parts: Vec<String> = [range, rate].into_iter().flatten().collect();
    if parts.is_empty() { ValueView::not_known(texts) } else { ValueView::known(capitalised(&parts.join(", "))) }
}

/// The figure without a qualifier that the sentence around it already says.
fn bare(honest: &Honest, said: Qualifier) -> Honest {
    let qualifier = if honest.qualifier == said { Qualifier::Exact } else { honest.qualifier };
    Honest { qualifier, ..honest.clone() }
}

/// Until when one can apply, in words.
pub fn deadline(on_day: &SupportOnDay<'_>, visit: &Visit) -> ValueView {
    match &on_day.openness {
        Openness::Unknown => ValueView::not_known(visit.texts()),
        other => ValueView::known(StateView::new(other, visit).text),
    }
}

/// Markdown from the pack as HTML. The pack is our own text; raw HTML in it is shown as text all the same.
pub fn markdown(text: &str) -> String {
    let events = Parser::new(text).map(|event| match event {
        pulldown_cmark::Event::Html(raw) | pulldown_cmark::Event::InlineHtml(raw) => pulldown_cmark::Event::Text(raw),
        other => other,
    });
    let mut written = String::new();
    html::push_html(&mut written, events);
    written
}

/// A sum of money in words.
pub fn euros(amount: Number, language: Language) -> String {
    number_with_unit(amount, "EUR", language)
}
