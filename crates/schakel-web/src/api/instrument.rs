//! One piece of support with everything the pack says of it: every version, every figure, every source.

use axum::Json;
use axum::extract::{OriginalUri, State as Shared};
use schakel_register::{
    Budget, Criterion, CriterionTest, Figure, Helper, SourceRef, Support, SupportOnDay, Version, Window, helpers,
    on_day, white_spots,
};
use serde::Serialize;
use utoipa::ToSchema;

use schakel_criteria::in_words;
use schakel_time::{Date, DateTime};

use crate::api::call::{Answer, Call, DAY_KEY};
use crate::api::instruments::{AmountView, InstrumentSummary, amount, summary};
use crate::api::values::{HonestValue, MoneySum, Named, SourceView, Span, Words, utc};
use crate::problem::{Named as InPath, Problem};
use crate::selection::money_totals;
use crate::state::App;

/// Support with everything the pack says of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Instrument {
    /// The day for which we looked.
    #[schema(format = Date)]
    pub peildatum: String,
    /// What the list says too.
    #[serde(flatten)]
    pub kort: InstrumentSummary,
    /// Text for the entrepreneur, Markdown.
    pub tekst: String,
    /// Other names, old names.
    pub aliassen: Vec<String>,
    /// Everyday words for it.
    pub trefwoorden: Vec<String>,
    /// Rows of the inventory that it covers.
    pub inventaris: Vec<String>,
    /// The organisations that pay for it.
    pub financiers: Vec<Named>,
    /// The organisation that a firm calls; `null`: the front door of its municipality.
    pub contact: Option<Named>,
    /// What came in its place.
    pub vervangen_door: Option<String>,
    /// The organisations that help firms with it.
    pub hulp: Vec<HelperView>,
    /// For a European programme: the landsdelen where it works and no source names anybody who helps firms with it.
    pub witte_vlekken: Vec<Named>,
    /// Where all of it comes from, unless said otherwise.
    pub bron: SourceView,
    /// Place and equipment of a facility.
    pub plaats: PlaceView,
    /// The rules per period, in order of time.
    pub versies: Vec<VersionView>,
    /// What sources count about it.
    pub cijfers: Vec<FigureView>,
}

/// An organisation that helps firms with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HelperView {
    /// The organisation.
    pub organisatie: Named,
    /// What it comes down to, in Dutch.
    pub tekst: String,
    /// Where that is said.
    pub bron: SourceView,
}

/// Place and equipment of a facility.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlaceView {
    /// The first day on which it existed.
    pub sinds: Option<QualifiedDate>,
    /// How many places a network of places has.
    pub plekken: Option<u32>,
    /// Equipment and expertise.
    pub apparatuur: Vec<String>,
    /// How to get access.
    pub toegang: Option<String>,
}

/// A day, and how certain it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QualifiedDate {
    /// The day.
    #[schema(format = Date)]
    pub datum: String,
    /// How certain it is: `exact`, `inferred`, …
    pub qualifier: &'static str,
}

/// The rules during one period.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct VersionView {
    /// When these rules hold.
    pub geldig: Span,
    /// Whether they hold on the day for which we looked.
    pub geldt_op_peildatum: bool,
    /// Where they come from.
    pub bron: SourceView,
    /// The day on which the source was true.
    #[schema(format = Date)]
    pub gecontroleerd_op: Option<String>,
    /// How the money is divided.
    pub procedure: Option<Named>,
    /// How much.
    pub bedrag: AmountView,
    /// What one must hand in.
    pub stukken: Vec<String>,
    /// Forms of agreement with partners that the source names.
    pub overeenkomsten: Vec<String>,
    /// Other terms.
    pub voorwaarden: Option<String>,
    /// When one can apply; empty: not known.
    pub tijdvakken: Vec<WindowView>,
    /// The public money behind it.
    pub budgetten: Vec<BudgetView>,
    /// That money added up.
    pub budget_samen: MoneySum,
    /// The conditions.
    pub criteria: Vec<CriterionView>,
    /// The sources give no conditions: nothing can be said of whom it is for.
    pub criteria_onbekend: bool,
}

/// A time in which one can apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WindowView {
    /// From this moment.
    #[schema(format = DateTime)]
    pub van: Option<String>,
    /// Until this moment, not included.
    #[schema(format = DateTime)]
    pub tot: Option<String>,
    /// Open during the whole period of the version.
    pub doorlopend: bool,
    /// The day on which the money ran out.
    #[schema(format = Date)]
    pub uitgeput_op: Option<String>,
    /// Where it comes from, when that differs from the version.
    pub bron: Option<SourceView>,
}

/// Public money.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct BudgetView {
    /// What the amount is.
    pub naam: String,
    /// Who pays.
    pub financier: Option<Named>,
    /// The amount, euros.
    pub bedrag: HonestValue,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CriterionView {
    /// Identifier within the version.
    pub id: String,
    /// The condition in plain words.
    pub tekst: String,
    /// The rule as written in the pack; `null`: a person decides.
    pub regel: Option<String>,
    /// The rule in words.
    pub regel_in_woorden: Option<String>,
    /// A person decides.
    pub oordeel: bool,
    /// Where it comes from.
    pub bron: SourceView,
}

/// A figure that a source gives.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FigureView {
    /// Identifier within the record.
    pub id: String,
    /// What it counts.
    pub naam: String,
    /// `EUR`, `%` or a word.
    pub eenheid: String,
    /// The figure.
    pub waarde: HonestValue,
    /// The time it is about.
    pub periode: Option<Span>,
    /// The figure elsewhere that is the same pot of money: do not add both.
    pub zelfde_als: Option<String>,
}

/// One piece of support, with all its versions.
#[utoipa::path(
    get, path = "/instrumenten/{id}", tag = "instrumenten", operation_id = "instrument",
    params(
        ("id" = String, Path, description = "Identifier"),
        ("peildatum" = Option<String>, Query, format = Date, description = "The day for which to look; today when left out"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "Everything the pack says of it", body = Instrument))
)]
pub async fn show(
    Shared(app): Shared<App>,
    OriginalUri(uri): OriginalUri,
    InPath(id): InPath<String>,
) -> Answer<Instrument> {
    let mut call = Call::new(&app, &uri, &[DAY_KEY]);
    let moment = call.moment();
    call.check()?;
    let support = find(&call, &id)?;
    Ok(Json(instrument(&on_day(support, moment, call.pack()), moment, call.words())))
}

/// The support with this identifier.
///
/// # Errors
/// That it does not exist, with the nearest that does.
pub fn find(call: &Call, id: &str) -> Result<&'static Support, Problem> {
    call.pack().support.get(id).ok_or_else(|| {
        let known = call.pack().support.values().map(|it| (&*it.id, it.name.nl.as_str()));
        call.missing(["het instrument", "the instrument"], id, known)
    })
}

fn instrument(on_day: &SupportOnDay<'_>, moment: DateTime, words: Words) -> Instrument {
    let support = on_day.support;
    let place = &support.place;
    Instrument {
        peildatum: moment.date().to_string(),
        kort: summary(on_day, words),
        tekst: support.body.get(words.language).to_owned(),
        aliassen: support.aliases.clone(),
        trefwoorden: support.keywords.clone(),
        inventaris: support.inventory.clone(),
        financiers: support.funders.iter().map(|funder| words.organisation(funder)).collect(),
        contact: support.contact.as_ref().map(|contact| words.organisation(contact)),
        vervangen_door: support.replaced_by.as_ref().map(|it| it.to_string()),
        hulp: helpers(&support.id, words.pack).iter().map(|it| helper_view(it, words)).collect(),
        witte_vlekken: white_spots(support, words.pack).iter().map(|region| words.area(&region.id)).collect(),
        bron: words.source(&support.source),
        plaats: PlaceView {
            sinds: place
                .since
                .map(|(day, qualifier)| QualifiedDate { datum: day.to_string(), qualifier: qualifier.name() }),
            plekken: place.units,
            apparatuur: place.equipment.clone(),
            toegang: place.access.as_ref().map(|access| access.get(words.language).to_owned()),
        },
        versies: support.versions.iter().map(|version| version_view(version, moment.date(), words)).collect(),
        cijfers: support.figures.iter().map(|it| figure(it, words)).collect(),
    }
}

fn version_view(version: &Version, day: Date, words: Words) -> VersionView {
    VersionView {
        geldig: Span::from(&version.valid),
        geldt_op_peildatum: version.valid.contains(day),
        bron: words.source(&version.source),
        gecontroleerd_op: version.checked_on.map(|day| day.to_string()),
        procedure: version.procedure.as_ref().map(|procedure| words.code("procedures", procedure)),
        bedrag: amount(version, words),
        stukken: version.documents.clone(),
        overeenkomsten: version.agreements.clone(),
        voorwaarden: version.terms.as_ref().map(|terms| terms.get(words.language).to_owned()),
        tijdvakken: version.windows.iter().map(|it| window(it, words)).collect(),
        budgetten: version.budgets.iter().map(|it| budget(it, &version.source, words)).collect(),
        budget_samen: words.money(&money_totals(version.budgets.iter().map(|budget| &budget.amount))),
        criteria: version.criteria.iter().map(|it| criterion(it, day, words)).collect(),
        criteria_onbekend: version.criteria_unknown || version.criteria.is_empty(),
    }
}

/// A time in which one can apply.
pub fn window(window: &Window, words: Words) -> WindowView {
    WindowView {
        van: window.from.map(utc),
        tot: window.until.map(utc),
        doorlopend: window.continuous,
        uitgeput_op: window.exhausted_on.map(|day| day.to_string()),
        bron: window.source.as_ref().map(|source| words.source(source)),
    }
}

/// Public money; `source` counts when the amount has none of its own.
pub fn budget(budget: &Budget, source: &SourceRef, words: Words) -> BudgetView {
    BudgetView {
        naam: budget.label_in(words.language).to_owned(),
        financier: budget.funder.as_ref().map(|funder| words.organisation(funder)),
        bedrag: words.honest(&budget.amount, "EUR", source),
    }
}

fn criterion(criterion: &Criterion, day: Date, words: Words) -> CriterionView {
    let (rule, in_plain_words) = match &criterion.test {
        CriterionTest::Rule { expression, text } => {
            let plain = in_words(expression, &words.pack.vocabulary, words.language, day);
            (Some(text.clone()), Some(plain))
        }
        CriterionTest::Judgement => (None, None),
    };
    CriterionView {
        id: criterion.id.to_string(),
        tekst: criterion.text.get(words.language).to_owned(),
        oordeel: rule.is_none(),
        regel: rule,
        regel_in_woorden: in_plain_words,
        bron: words.source(&criterion.source),
    }
}

fn helper_view(it: &Helper<'_>, words: Words) -> HelperView {
    HelperView {
        organisatie: words.organisation(&it.organisation.id),
        tekst: it.connection.text.clone(),
        bron: words.source(&it.connection.source),
    }
}

/// A figure that a source gives.
pub fn figure(figure: &Figure, words: Words) -> FigureView {
    FigureView {
        id: figure.id.to_string(),
        naam: figure.label.get(words.language).to_owned(),
        eenheid: figure.unit_in(words.language).to_owned(),
        waarde: words.honest(&figure.value, figure.unit_in(words.language), &figure.source),
        periode: figure.period.as_ref().map(Span::from),
        zelfde_als: figure.duplicate_of.clone(),
    }
}
