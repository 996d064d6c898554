//! The parts that several answers share: names, areas, sources, honest figures, sums of money and states.

use schakel_criteria::{Language, Number};
use schakel_register::{Honest, Id, Openness, Pack, Qualifier, SourceRef, SupportOnDay, number_with_unit};
use schakel_time::{Date, DateTime, Period, dutch_instant};
use serde::Serialize;
use utoipa::ToSchema;

use crate::selection::MoneyTotals;

/// A code, area or organisation with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Named {
    /// Identifier.
    pub id: String,
    /// Name for the reader.
    pub naam: String,
}

/// An area, and how certain it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QualifiedArea {
    /// Identifier or code.
    pub id: String,
    /// Name for the reader.
    pub naam: String,
    /// How certain it is: `exact`, `inferred`, …
    pub qualifier: &'static str,
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SourceView {
    /// Identifier of the source.
    pub id: String,
    /// Section, article or page.
    pub plaats: String,
    /// Title and place as a reader can find it.
    pub tekst: String,
    /// Title of the source.
    pub titel: Option<String>,
    /// Who published it.
    pub uitgever: Option<String>,
    /// Date of the source.
    #[schema(format = Date)]
    pub datum: Option<String>,
    /// Address of the source.
    #[schema(format = "uri")]
    pub url: Option<String>,
}

/// A figure with the qualifier that its source gives it. Missing is never zero.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct HonestValue {
    /// The number; `null` when it is not known.
    #[schema(value_type = Option<f64>)]
    pub value: Option<serde_json::Number>,
    /// `exact`, `about`, `more_than`, `at_least`, `less_than`, `at_most`, `part_of`, `provisional`, `possible`,
    /// `intention`, `inferred` or `unknown`.
    pub qualifier: &'static str,
    /// In words, with qualifier and unit.
    pub text: String,
    /// Where it comes from.
    pub source: Option<SourceView>,
}

/// A sum of money that hides no qualifier.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MoneySum {
    /// How many amounts were looked at.
    pub aantal: usize,
    /// The sums, for each qualifier apart.
    pub per_kwalificatie: Vec<HonestValue>,
    /// How many amounts have no number.
    pub zonder_getal: usize,
    /// What is certain: the exact amounts alone, in euros.
    #[schema(value_type = Option<f64>)]
    pub vast: Option<serde_json::Number>,
    /// What is promised "in beginsel" (in principle), in euros.
    #[schema(value_type = Option<f64>)]
    pub voorlopig: Option<serde_json::Number>,
    /// Everything together with the weakest qualifier; `null` when a total would mislead: a "part of" amount, or an
    /// amount without a number.
    pub samen: Option<HonestValue>,
}

/// Whether one can apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct State {
    /// `open`, `planned`, `exhausted`, `closed` or `unknown`.
    pub state: &'static str,
    /// Yes, no, or `null`: not known.
    pub open: Option<bool>,
    /// The moment at which it opens.
    #[schema(format = DateTime)]
    pub opens: Option<String>,
    /// The moment from which it is closed.
    #[schema(format = DateTime)]
    pub closes: Option<String>,
    /// The day on which the money ran out.
    #[schema(format = Date)]
    pub exhausted_on: Option<String>,
}

/// A period; a side that is not known is `null`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Span {
    /// First day.
    #[schema(format = Date)]
    pub van: Option<String>,
    /// First day that no longer belongs to it.
    #[schema(format = Date)]
    pub tot: Option<String>,
}

/// What the views need: the pack and the language.
#[derive(Clone, Copy)]
pub struct Words {
    /// The pack.
    pub pack: &'static Pack,
    /// The language.
    pub language: Language,
}

impl Words {
    /// A code with its name.
    pub fn code(self, list: &str, id: &str) -> Named {
        let found = self.pack.vocabulary.code_list(list).and_then(|list| list.get(id));
        Named { id: id.to_owned(), naam: found.map_or(id, |code| code.name.get(self.language)).to_owned() }
    }

    /// Codes with their names.
    pub fn codes(self, list: &str, ids: &[Id]) -> Vec<Named> {
        ids.iter().map(|id| self.code(list, id)).collect()
    }

    /// An organisation with its name.
    pub fn organisation(self, id: &str) -> Named {
        let found = self.pack.organisations.get(id);
        Named { id: id.to_owned(), naam: found.map_or(id, |it| it.name.get(self.language)).to_owned() }
    }

    /// An area with its name.
    pub fn area(self, id: &str) -> Named {
        Named { id: id.to_owned(), naam: self.pack.area_name(id, self.language) }
    }

    /// An area with its name and how certain it is.
    pub fn qualified_area(self, area: &Id, qualifier: Qualifier) -> QualifiedArea {
        let Named { id, naam } = self.area(area);
        QualifiedArea { id, naam, qualifier: qualifier.name() }
    }

    /// Areas with their names and how certain they are.
    pub fn areas(self, areas: &[(Id, Qualifier)]) -> Vec<QualifiedArea> {
        areas.iter().map(|(area, qualifier)| self.qualified_area(area, *qualifier)).collect()
    }

    /// A source that a reader can find.
    pub fn source(self, source: &SourceRef) -> SourceView {
        let found = self.pack.sources.get(&source.id);
        SourceView {
            id: source.id.to_string(),
            plaats: source.place.clone(),
            tekst: source_text(source, self.pack),
            titel: found.map(|it| it.title.clone()),
            uitgever: found.and_then(|it| it.publisher.as_deref()).map(|it| self.organisation(it).naam),
            datum: found.and_then(|it| it.date).map(|it| it.to_string()),
            url: found.and_then(|it| it.url.clone()),
        }
    }

    /// A figure. `source` counts when the figure has none of its own.
    pub fn honest(self, honest: &Honest, unit: &str, source: &SourceRef) -> HonestValue {
        HonestValue {
            value: honest.value.and_then(json_number),
            qualifier: if honest.value.is_none() { Qualifier::Unknown.name() } else { honest.qualifier.name() },
            text: honest.words(unit, self.language),
            source: Some(self.source(honest.source.as_ref().unwrap_or(source))),
        }
    }

    /// A sum of money.
    pub fn money(self, totals: &MoneyTotals) -> MoneySum {
        let part = |(qualifier, value): &(Qualifier, Number)| {
            self.sourceless(&Honest { value: Some(*value), qualifier: *qualifier, source: None })
        };
        MoneySum {
            aantal: totals.amounts,
            per_kwalificatie: totals.sum.parts.iter().map(part).collect(),
            zonder_getal: totals.sum.without_number,
            vast: json_number(totals.firm),
            voorlopig: json_number(totals.provisional),
            samen: totals.together.as_ref().map(|it| self.sourceless(it)),
        }
    }

    fn sourceless(self, honest: &Honest) -> HonestValue {
        HonestValue {
            value: honest.value.and_then(json_number),
            qualifier: honest.qualifier.name(),
            text: match (honest.qualifier, honest.value) {
                (Qualifier::Exact, Some(value)) => number_with_unit(value, "EUR", self.language),
                _ => honest.words("EUR", self.language),
            },
            source: None,
        }
    }
}

impl State {
    /// The state of support at a moment.
    pub fn of(on_day: &SupportOnDay<'_>) -> Self {
        State::new(&on_day.openness)
    }

    /// Whether one can apply.
    pub fn new(openness: &Openness) -> Self {
        let open = openness.is_open();
        let state = |state, opens: Option<DateTime>, closes: Option<DateTime>, exhausted_on: Option<Date>| State {
            state,
            open,
            opens: opens.map(utc),
            closes: closes.map(utc),
            exhausted_on: exhausted_on.map(|day| day.to_string()),
        };
        match openness {
            Openness::Open { until } => state("open", None, *until, None),
            Openness::Planned { from } => state("planned", *from, None, None),
            Openness::Exhausted { on } => state("exhausted", None, None, Some(*on)),
            Openness::Closed { since } => state("closed", None, *since, None),
            Openness::Unknown => state("unknown", None, None, None),
        }
    }
}

impl From<&Period> for Span {
    fn from(period: &Period) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        Span { van: day(period.start()), tot: day(period.end()) }
    }
}

/// Title and place of a source: "Regeling nationale EZ-subsidies (2015) art. 3.4.5".
pub fn source_text(source: &SourceRef, pack: &Pack) -> String {
    let title = pack.sources.get(&source.id).map_or(&*source.id, |it| it.title.as_str());
    if source.place.is_empty() { title.to_owned() } else { format!("{title} {}", source.place) }
}

/// A number as JSON. Amounts and rates in a pack are decimals, which JSON prints as they are written.
pub fn json_number(number: Number) -> Option<serde_json::Number> {
    let whole = number.to_i64().map(serde_json::Number::from);
    let decimal = || {
        let text = number.to_string();
        let text = text.trim_end_matches('…');
        text.parse::<f64>().ok().and_then(serde_json::Number::from_f64)
    };
    whole.or_else(decimal)
}

/// A moment in Dutch time as RFC 3339 in UTC.
pub fn utc(moment: DateTime) -> String {
    dutch_instant(moment).to_string()
}
