//! The records that are no support themselves: programmes, agendas, agreements, projects, money flows and studies.

use axum::Json;
use axum::extract::{OriginalUri, State as Shared};
use schakel_register::Record;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Call, PAGE_KEY, PageLinks, SIZE_KEY};
use crate::api::instrument::{BudgetView, FigureView, budget, figure};
use crate::api::instruments::{SelfLink, self_link};
use crate::api::values::{MoneySum, Named, QualifiedArea, SourceView, Span, Words};
use crate::problem::{Mistake, Named as InPath};
use crate::selection::{Search, WORDS_KEY, money_totals, near_name};
use crate::state::App;

const FOLDER_KEY: &str = "map";

/// A page of records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordList {
    /// How many there are on all pages together.
    pub totaal: usize,
    /// Page, from 1.
    pub pagina: usize,
    /// How many on a page.
    pub aantal: usize,
    /// The records on this page.
    pub dossiers: Vec<RecordSummary>,
    /// Links.
    #[serde(rename = "_links")]
    pub links: PageLinks,
}

/// A record in a few lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordSummary {
    /// Identifier.
    pub id: String,
    /// `programmes`, `agendas`, `agreements`, `projects`, `money-flows` or `studies`.
    pub map: String,
    /// Name.
    pub naam: String,
    /// What it is.
    pub samenvatting: String,
    /// Kind.
    pub soort: Named,
    /// What the source says of its state.
    pub status: Option<Named>,
    /// When.
    pub periode: Option<Span>,
    /// Links.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

/// A record with everything the pack says of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RecordView {
    /// What the list says too.
    #[serde(flatten)]
    pub kort: RecordSummary,
    /// Text for the reader, Markdown.
    pub tekst: String,
    /// Other names.
    pub aliassen: Vec<String>,
    /// Rows of the inventory.
    pub inventaris: Vec<String>,
    /// Organisations that take part.
    pub partijen: Vec<Named>,
    /// The organisation that leads.
    pub trekker: Option<Named>,
    /// Where.
    pub gebieden: Vec<QualifiedArea>,
    /// Themes.
    pub themas: Vec<Named>,
    /// Labels.
    pub kenmerken: Vec<Named>,
    /// Identifier of the record that it is part of.
    pub onderdeel_van: Option<String>,
    /// Public money, per funder.
    pub budgetten: Vec<BudgetView>,
    /// That money added up: firm, provisional and together.
    pub budget_samen: MoneySum,
    /// What sources count about it.
    pub cijfers: Vec<FigureView>,
    /// Where it comes from.
    pub bron: SourceView,
    /// The day on which the source was true.
    #[schema(format = Date)]
    pub gecontroleerd_op: Option<String>,
}

/// Programmes, agendas, agreements, projects, money flows and studies.
#[utoipa::path(
    get, path = "/dossiers", tag = "dossiers", operation_id = "dossiers",
    params(
        ("map" = Option<String>, Query, description = "`programmes`, `agendas`, `agreements`, `projects`, `money-flows` or `studies`"),
        ("zoek" = Option<String>, Query, description = "Words to find"),
        ("pagina" = Option<usize>, Query, description = "Page, from 1"),
        ("aantal" = Option<usize>, Query, description = "How many on a page, at most 500"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "A page of records", body = RecordList))
)]
pub async fn list(Shared(app): Shared<App>, OriginalUri(uri): OriginalUri) -> Answer<RecordList> {
    let mut call = Call::new(&app, &uri, &[FOLDER_KEY, WORDS_KEY, PAGE_KEY, SIZE_KEY]);
    let folder = folder(&mut call);
    let slice = call.slice();
    call.check()?;
    let words = call.words();
    let search = Search::new(call.value(WORDS_KEY).unwrap_or(""), call.pack());
    let in_folder = |record: &&Record| folder.as_ref().is_none_or(|folder| record.folder == *folder);
    let records = call.pack().records.values().filter(in_folder);
    let mut found: Vec<_> = records.filter_map(|it| Some((matches(&search, it)?, it))).collect();
    found.sort_by_cached_key(|(text, it)| (std::cmp::Reverse(*text), crate::selection::folded(&it.name.nl)));
    Ok(Json(RecordList {
        totaal: found.len(),
        pagina: slice.page,
        aantal: slice.size,
        links: call.page_links(slice, found.len()),
        dossiers: slice.of(found).into_iter().map(|(_, it)| summary(it, words)).collect(),
    }))
}

fn folder(call: &mut Call) -> Option<String> {
    let folder = call.value(FOLDER_KEY)?.to_owned();
    let mut known: Vec<&str> = call.pack().records.values().map(|record| record.folder.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    if !known.contains(&folder.as_str()) {
        let near = near_name(&folder, known.iter().map(|it| (*it, *it))).unwrap_or_else(|| known.join(", "));
        let detail = call.say(
            format!("deze map bestaat niet; bedoelde u `{near}`?"),
            format!("this folder does not exist; did you mean `{near}`?"),
        );
        call.mistake(Mistake::new(FOLDER_KEY, detail));
    }
    Some(folder)
}

fn matches(search: &Search, record: &Record) -> Option<crate::selection::TextMatch> {
    let mut names = vec![record.name.nl.as_str(), record.name.en.as_str(), &*record.id];
    names.extend(record.aliases.iter().map(String::as_str));
    search.matches_texts(&names, &[&record.summary.nl, &record.summary.en])
}

/// One record.
#[utoipa::path(
    get, path = "/dossiers/{id}", tag = "dossiers", operation_id = "dossier",
    params(
        ("id" = String, Path, description = "Identifier"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "Everything the pack says of it", body = RecordView))
)]
pub async fn show(
    Shared(app): Shared<App>,
    OriginalUri(uri): OriginalUri,
    InPath(id): InPath<String>,
) -> Answer<RecordView> {
    let mut call = Call::new(&app, &uri, &[]);
    call.check()?;
    let pack = call.pack();
    let Some(record) = pack.records.get(id.as_str()) else {
        let known = pack.records.values().map(|it| (&*it.id, it.name.nl.as_str()));
        return Err(call.missing(["het dossier", "the record"], &id, known));
    };
    Ok(Json(view(record, call.words())))
}

fn summary(record: &Record, words: Words) -> RecordSummary {
    RecordSummary {
        id: record.id.to_string(),
        map: record.folder.clone(),
        naam: record.name.get(words.language).to_owned(),
        samenvatting: record.summary.get(words.language).to_owned(),
        soort: words.code("kinds", &record.kind),
        status: record.status.as_ref().map(|status| words.code("statuses", status)),
        periode: record.period.as_ref().map(Span::from),
        links: self_link(&format!("/dossiers/{}", record.id)),
    }
}

fn view(record: &Record, words: Words) -> RecordView {
    RecordView {
        kort: summary(record, words),
        tekst: record.body.get(words.language).to_owned(),
        aliassen: record.aliases.clone(),
        inventaris: record.inventory.clone(),
        partijen: record.parties.iter().map(|party| words.organisation(party)).collect(),
        trekker: record.lead.as_ref().map(|lead| words.organisation(lead)),
        gebieden: words.areas(&record.areas),
        themas: words.codes("themes", &record.themes),
        kenmerken: words.codes("labels", &record.labels),
        onderdeel_van: record.part_of.as_ref().map(|it| it.to_string()),
        budgetten: record.budgets.iter().map(|it| budget(it, &record.source, words)).collect(),
        budget_samen: words.money(&money_totals(record.budgets.iter().map(|budget| &budget.amount))),
        cijfers: record.figures.iter().map(|it| figure(it, words)).collect(),
        bron: words.source(&record.source),
        gecontroleerd_op: record.checked_on.map(|day| day.to_string()),
    }
}
