//! The register of support as a list: filters, counts per value, and honest sums of the money behind it.

use axum::Json;
use axum::extract::{OriginalUri, State as Shared};
use schakel_register::{Category, Honest, SupportOnDay, Version};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::API_BASE;
use crate::api::call::{Answer, Call, DAY_KEY, Link, PAGE_KEY, PageLinks, SIZE_KEY};
use crate::api::values::{HonestValue, MoneySum, Named, QualifiedArea, State, Words};
use crate::selection::{
    Facet, Filter, MUNICIPALITY_KEY, OpenState, WORDS_KEY, capacity, facets, money_totals, parse, select,
    support_budgets,
};
use crate::state::App;

/// The counter where the question is asked. It never changes the answer: any counter gives the complete one.
const COUNTER_KEY: &str = "loket";

/// A page of the register.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct InstrumentList {
    /// The day for which we looked.
    #[schema(format = Date)]
    pub peildatum: String,
    /// How many there are on all pages together.
    pub totaal: usize,
    /// Page, from 1.
    pub pagina: usize,
    /// How many on a page.
    pub aantal: usize,
    /// The support on this page, best first.
    pub instrumenten: Vec<InstrumentSummary>,
    /// Counts per value, over all pages.
    pub facetten: Vec<FacetView>,
    /// Sums of money, over all pages.
    pub bedragen: Amounts,
    /// Links.
    #[serde(rename = "_links")]
    pub links: PageLinks,
}

/// Support in a few lines.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct InstrumentSummary {
    /// Identifier.
    pub id: String,
    /// Name.
    pub naam: String,
    /// What it is, in a sentence or two.
    pub samenvatting: String,
    /// `instrument` (something to ask for) or `faciliteit` (a place or equipment to use).
    pub categorie: &'static str,
    /// Kind of support.
    pub soort: Named,
    /// Instruments that belong together.
    pub familie: Option<String>,
    /// Whose support it is.
    pub niveau: Option<Named>,
    /// The organisation that executes it.
    pub organisatie: Option<Named>,
    /// Where it works; empty: not known.
    pub gebieden: Vec<QualifiedArea>,
    /// The municipality where it stands.
    pub gemeente: Option<Named>,
    /// For which plans.
    pub behoeften: Vec<Named>,
    /// Themes; empty: not limited, or not known.
    pub themas: Vec<Named>,
    /// Phases of the firm; empty: not known.
    pub fasen: Vec<Named>,
    /// Whom it is for.
    pub doelgroepen: Vec<Named>,
    /// Sector and application labels.
    pub kenmerken: Vec<Named>,
    /// What the source says of its state.
    pub status: Option<Named>,
    /// Whether one can apply.
    pub stand: State,
    /// How much.
    pub bedrag: AmountView,
    /// The day on which the source was true.
    #[schema(format = Date)]
    pub gecontroleerd_op: Option<String>,
    /// Whether that is too long ago to count as current.
    pub verouderd: bool,
    /// Links.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

/// The link to a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SelfLink {
    /// The record.
    #[serde(rename = "self")]
    pub this: Link,
}

/// How much a firm can get.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AmountView {
    /// Smallest amount, euros.
    pub min: Option<HonestValue>,
    /// Largest amount, euros.
    pub max: Option<HonestValue>,
    /// Share of the costs: 0.35 is 35%.
    pub rate: Option<HonestValue>,
    /// A remark with the amounts.
    pub toelichting: Option<String>,
}

/// Counts per value of one filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FacetView {
    /// The query parameter.
    pub filter: &'static str,
    /// Whether one record may count in several values: then the counts may add up to more than the total.
    pub overlapping: bool,
    /// The values, most frequent first.
    pub waarden: Vec<FacetCount>,
    /// How many records have no value: not limited, or not known.
    pub zonder: usize,
}

/// A value and how many records have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FacetCount {
    /// Value of the query parameter.
    pub id: String,
    /// Name for the reader.
    pub naam: String,
    /// How many records.
    pub aantal: usize,
}

/// Sums of money of a selection.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Amounts {
    /// How large the funds are.
    pub capaciteit: MoneySum,
    /// The public money behind the versions in force on the day.
    pub budgetten: MoneySum,
}

/// The parameters of the list.
const KEYS: [&str; 18] = [
    "behoefte",
    "soort",
    "thema",
    "regio",
    "niveau",
    "familie",
    "fase",
    "organisatie",
    "doelgroep",
    "status",
    "kenmerk",
    OpenState::KEY,
    WORDS_KEY,
    MUNICIPALITY_KEY,
    DAY_KEY,
    PAGE_KEY,
    SIZE_KEY,
    COUNTER_KEY,
];

/// The support in the register.
#[utoipa::path(
    get, path = "/instrumenten", tag = "instrumenten", operation_id = "instrumenten",
    params(
        ("behoefte" = Option<Vec<String>>, Query, description = "For which plan; code of the list `plan`"),
        ("soort" = Option<Vec<String>>, Query, description = "Kind; code of the list `kinds`"),
        ("thema" = Option<Vec<String>>, Query, description = "Theme; code of the list `themes`"),
        ("regio" = Option<Vec<String>>, Query, description = "Area: everything that works there, in part of it or around it"),
        ("niveau" = Option<Vec<String>>, Query, description = "Whose support; code of the list `levels`"),
        ("familie" = Option<Vec<String>>, Query, description = "Instruments that belong together, such as `mit`"),
        ("fase" = Option<Vec<String>>, Query, description = "Phase of the firm; code of the list `phases`"),
        ("organisatie" = Option<Vec<String>>, Query, description = "The organisation that executes it"),
        ("doelgroep" = Option<Vec<String>>, Query, description = "Whom it is for; code of the list `audiences`"),
        ("status" = Option<Vec<String>>, Query, description = "What the source says of its state; code of the list `statuses`"),
        ("kenmerk" = Option<Vec<String>>, Query, description = "Label; code of the list `labels`"),
        ("open" = Option<String>, Query, description = "Whether one can apply: `true`, `false` or `onbekend` (not known)"),
        ("zoek" = Option<String>, Query, description = "Words to find, in Dutch or English"),
        ("gemeente" = Option<String>, Query, description = "Municipality to be near to: changes the order only"),
        ("peildatum" = Option<String>, Query, format = Date, description = "The day for which to look; today when left out"),
        ("pagina" = Option<usize>, Query, description = "Page, from 1"),
        ("aantal" = Option<usize>, Query, description = "How many on a page, at most 500"),
        ("loket" = Option<String>, Query, description = "The counter where the question is asked; never changes the answer"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "A page of the register", body = InstrumentList))
)]
pub async fn list(Shared(app): Shared<App>, OriginalUri(uri): OriginalUri) -> Answer<InstrumentList> {
    let mut call = Call::new(&app, &uri, &KEYS);
    let (selection, errors) = parse(&call.pairs, call.pack());
    call.refuse(errors);
    let moment = call.moment();
    let slice = call.slice();
    call.check()?;
    let words = call.words();
    let found = select(call.pack(), &selection, moment);
    let facet_views = facets(&found).into_iter().map(|facet| facet_view(facet, words)).collect();
    let budgets = support_budgets(&found);
    Ok(Json(InstrumentList {
        peildatum: moment.date().to_string(),
        totaal: found.len(),
        pagina: slice.page,
        aantal: slice.size,
        facetten: facet_views,
        bedragen: Amounts {
            capaciteit: words.money(&money_totals(capacity(&found).into_iter().map(|figure| &figure.value))),
            budgetten: words.money(&money_totals(budgets.into_iter().map(|budget| &budget.amount))),
        },
        links: call.page_links(slice, found.len()),
        instrumenten: slice.of(&found).into_iter().map(|it| summary(it, words)).collect(),
    }))
}

/// Support in a few lines.
pub fn summary(on_day: &SupportOnDay<'_>, words: Words) -> InstrumentSummary {
    let support = on_day.support;
    InstrumentSummary {
        id: support.id.to_string(),
        naam: support.name.get(words.language).to_owned(),
        samenvatting: support.summary.get(words.language).to_owned(),
        categorie: match support.category {
            Category::Instrument => "instrument",
            Category::Facility => "faciliteit",
        },
        soort: words.code("kinds", &support.kind),
        familie: support.family.as_ref().map(|family| family.to_string()),
        niveau: support.level.as_ref().map(|level| words.code("levels", level)),
        organisatie: support.provider.as_ref().map(|provider| words.organisation(provider)),
        gebieden: words.areas(&support.areas),
        gemeente: support.place.municipality.as_ref().map(|it| words.area(it)),
        behoeften: words.codes("plan", &support.needs),
        themas: words.codes("themes", &support.themes),
        fasen: words.codes("phases", &support.phases),
        doelgroepen: words.codes("audiences", &support.audience),
        kenmerken: words.codes("labels", &support.labels),
        status: support.status.as_ref().map(|status| words.code("statuses", status)),
        stand: State::of(on_day),
        bedrag: on_day.version.map_or_else(AmountView::not_known, |version| amount(version, words)),
        gecontroleerd_op: on_day.checked_on.map(|day| day.to_string()),
        verouderd: on_day.stale,
        links: self_link(&format!("/instrumenten/{}", support.id)),
    }
}

/// The link to a record below the base of the API.
pub fn self_link(path: &str) -> SelfLink {
    SelfLink { this: Link { href: format!("{API_BASE}{path}") } }
}

/// How much a version gives.
pub fn amount(version: &Version, words: Words) -> AmountView {
    let honest =
        |honest: &Option<Honest>, unit| honest.as_ref().map(|it: &Honest| words.honest(it, unit, &version.source));
    AmountView {
        min: honest(&version.minimum, "EUR"),
        max: honest(&version.maximum, "EUR"),
        rate: honest(&version.rate, "%"),
        toelichting: version.amount_note.as_ref().map(|note| note.get(words.language).to_owned()),
    }
}

impl AmountView {
    fn not_known() -> Self {
        AmountView { min: None, max: None, rate: None, toelichting: None }
    }
}

fn facet_view(facet: Facet, words: Words) -> FacetView {
    let filter = Filter::ALL.into_iter().find(|filter| filter.key() == facet.key);
    let name = |id: &str| match (filter, filter.and_then(Filter::code_list)) {
        (_, Some(list)) => words.code(list, id).naam,
        (Some(Filter::Area), None) => words.area(id).naam,
        (Some(Filter::Provider), None) => words.organisation(id).naam,
        _ => id.to_owned(),
    };
    FacetView {
        filter: facet.key,
        overlapping: facet.overlapping,
        waarden: facet
            .values
            .iter()
            .map(|value| FacetCount { id: value.id.to_string(), naam: name(&value.id), aantal: value.count })
            .collect(),
        zonder: facet.without,
    }
}
