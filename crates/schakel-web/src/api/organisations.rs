//! The organisations of the support system, found under any of their names.

use axum::Json;
use axum::extract::{OriginalUri, State as Shared};
use schakel_register::{Organisation, Support};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Call, PAGE_KEY, PageLinks, SIZE_KEY};
use crate::api::instruments::{SelfLink, self_link};
use crate::api::values::{Named, QualifiedArea, SourceView, Words};
use crate::problem::Named as InPath;
use crate::selection::{Search, WORDS_KEY};
use crate::state::App;

/// A page of organisations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrganisationList {
    /// How many there are on all pages together.
    pub totaal: usize,
    /// Page, from 1.
    pub pagina: usize,
    /// How many on a page.
    pub aantal: usize,
    /// The organisations on this page.
    pub organisaties: Vec<OrganisationSummary>,
    /// Links.
    #[serde(rename = "_links")]
    pub links: PageLinks,
}

/// An organisation in a few lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrganisationSummary {
    /// Identifier.
    pub id: String,
    /// Name.
    pub naam: String,
    /// Other names.
    pub aliassen: Vec<String>,
    /// What it can mean for an entrepreneur.
    pub samenvatting: String,
    /// Kind of organisation.
    pub soort: Named,
    /// What it does in the support system.
    pub rollen: Vec<Named>,
    /// Where it works; empty: not known.
    pub gebieden: Vec<QualifiedArea>,
    /// Site, when a source gives it.
    #[schema(format = "uri")]
    pub website: Option<String>,
    /// Links.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

/// An organisation with everything the pack says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrganisationView {
    /// What the list says too.
    #[serde(flatten)]
    pub kort: OrganisationSummary,
    /// Text for the entrepreneur, Markdown.
    pub tekst: String,
    /// Rows of the inventory.
    pub inventaris: Vec<String>,
    /// The organisation that it follows up.
    pub volgt_op: Option<Named>,
    /// Organisations with a similar name.
    pub niet_te_verwarren_met: Vec<Named>,
    /// The support that it executes.
    pub voert_uit: Vec<Named>,
    /// The support that it pays for.
    pub betaalt: Vec<Named>,
    /// The support for which one calls it.
    pub contact_voor: Vec<Named>,
    /// The municipalities of which it is the front door.
    pub loket_van: Vec<QualifiedArea>,
    /// Where it comes from.
    pub bron: SourceView,
    /// The day on which the source was true.
    #[schema(format = Date)]
    pub gecontroleerd_op: Option<String>,
}

/// The organisations.
#[utoipa::path(
    get, path = "/organisaties", tag = "organisaties", operation_id = "organisaties",
    params(
        ("zoek" = Option<String>, Query, description = "Words to find in the names, also old and other names"),
        ("pagina" = Option<usize>, Query, description = "Page, from 1"),
        ("aantal" = Option<usize>, Query, description = "How many on a page, at most 500"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "A page of organisations", body = OrganisationList))
)]
pub async fn list(Shared(app): Shared<App>, OriginalUri(uri): OriginalUri) -> Answer<OrganisationList> {
    let mut call = Call::new(&app, &uri, &[WORDS_KEY, PAGE_KEY, SIZE_KEY]);
    let slice = call.slice();
    call.check()?;
    let words = call.words();
    let search = Search::new(call.value(WORDS_KEY).unwrap_or(""), call.pack());
    let mut found: Vec<_> =
        call.pack().organisations.values().filter_map(|it| Some((matches(&search, it)?, it))).collect();
    found.sort_by_cached_key(|(text, it)| (std::cmp::Reverse(*text), crate::selection::folded(&it.name.nl)));
    Ok(Json(OrganisationList {
        totaal: found.len(),
        pagina: slice.page,
        aantal: slice.size,
        links: call.page_links(slice, found.len()),
        organisaties: slice.of(found).into_iter().map(|(_, it)| summary(it, words)).collect(),
    }))
}

/// How well an organisation matches the words: its names count most.
fn matches(search: &Search, organisation: &Organisation) -> Option<crate::selection::TextMatch> {
    let mut names = vec![organisation.name.nl.as_str(), organisation.name.en.as_str(), &*organisation.id];
    names.extend(organisation.aliases.iter().map(String::as_str));
    search.matches_texts(&names, &[&organisation.summary.nl, &organisation.summary.en])
}

/// One organisation.
#[utoipa::path(
    get, path = "/organisaties/{id}", tag = "organisaties", operation_id = "organisatie",
    params(
        ("id" = String, Path, description = "Identifier"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "Everything the pack says of it", body = OrganisationView))
)]
pub async fn show(
    Shared(app): Shared<App>,
    OriginalUri(uri): OriginalUri,
    InPath(id): InPath<String>,
) -> Answer<OrganisationView> {
    let mut call = Call::new(&app, &uri, &[]);
    call.check()?;
    let pack = call.pack();
    let Some(organisation) = pack.organisations.get(id.as_str()) else {
        let known = pack.organisations.values().map(|it| (&*it.id, it.name.nl.as_str()));
        return Err(call.missing(["de organisatie", "the organisation"], &id, known));
    };
    Ok(Json(view(organisation, call.words())))
}

fn summary(organisation: &Organisation, words: Words) -> OrganisationSummary {
    OrganisationSummary {
        id: organisation.id.to_string(),
        naam: organisation.name.get(words.language).to_owned(),
        aliassen: organisation.aliases.clone(),
        samenvatting: organisation.summary.get(words.language).to_owned(),
        soort: words.code("organisation-types", &organisation.kind),
        rollen: words.codes("roles", &organisation.roles),
        gebieden: words.areas(&organisation.areas),
        website: organisation.website.clone(),
        links: self_link(&format!("/organisaties/{}", organisation.id)),
    }
}

fn view(organisation: &Organisation, words: Words) -> OrganisationView {
    let id = &organisation.id;
    let support = |wanted: &dyn Fn(&Support) -> bool| {
        let found = words.pack.support.values().filter(|support| wanted(support));
        found.map(|it| Named { id: it.id.to_string(), naam: it.name.get(words.language).to_owned() }).collect()
    };
    let doors = words.pack.municipalities.values().filter_map(|municipality| {
        let door = municipality.front_door.as_ref().filter(|door| door.organisation == *id)?;
        Some(words.qualified_area(&municipality.id, door.qualifier))
    });
    OrganisationView {
        kort: summary(organisation, words),
        tekst: organisation.body.get(words.language).to_owned(),
        inventaris: organisation.inventory.clone(),
        volgt_op: organisation.succeeds.as_ref().map(|it| words.organisation(it)),
        niet_te_verwarren_met: organisation.not_to_confuse_with.iter().map(|it| words.organisation(it)).collect(),
        voert_uit: support(&|it| it.provider.as_ref() == Some(id)),
        betaalt: support(&|it| it.funders.contains(id)),
        contact_voor: support(&|it| it.contact.as_ref() == Some(id)),
        loket_van: doors.collect(),
        bron: words.source(&organisation.source),
        gecontroleerd_op: organisation.checked_on.map(|day| day.to_string()),
    }
}
