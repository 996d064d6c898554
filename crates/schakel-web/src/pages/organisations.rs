//! Organisations: the list, with search under any name they were ever called, and one page each.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use schakel_register::{Id, Organisation, Pack, Qualifier};

use crate::pages::frame::{Frame, Visit, address};
use crate::pages::paging::Paging;
use crate::pages::parts::{LinkView, SourceView, code_name, code_names, markdown, organisation_link};
use crate::pages::{missing_page, page};

#[derive(Template)]
#[template(path = "organisations.html")]
struct OrganisationsPage {
    frame: Frame,
    action: String,
    day: Option<String>,
    search: String,
    total: usize,
    found: usize,
    paging: Paging,
    rows: Vec<RowView>,
}

/// An organisation in the list.
struct RowView {
    name: String,
    link: String,
    kind: String,
    summary: String,
    aliases: String,
    /// Whether it works outside the region only: it is marked, never left out.
    is_elsewhere: bool,
}

#[derive(Template)]
#[template(path = "organisation.html")]
struct OrganisationPage {
    frame: Frame,
    kind: String,
    summary: String,
    body: String,
    aliases: String,
    areas: String,
    roles: String,
    website: String,
    succeeds: Option<LinkView>,
    succeeded_by: Vec<LinkView>,
    not_to_confuse_with: Vec<LinkView>,
    provides: Vec<LinkView>,
    takes_part: Vec<LinkView>,
    door_of: String,
    source: SourceView,
    checked: String,
}

/// Organisations on one page: rows of three on a wide screen.
const ROWS_PER_PAGE: usize = 30;

/// Shows all organisations, or those that a search finds.
pub async fn list(visit: Visit) -> Response {
    let search = visit.field("zoek").unwrap_or("").to_owned();
    let title = visit.texts().get("organisations-title");
    let region = areas_of_region(visit.pack());
    let mut rows: Vec<RowView> = visit
        .pack()
        .organisations
        .values()
        .filter(|it| named(it, &search))
        .map(|it| row(it, &region, &visit))
        .collect();
    rows.sort_by_key(|row| row.name.to_lowercase());
    let found = rows.len();
    let paging = Paging::new(&visit, found, ROWS_PER_PAGE);
    let rows = rows.into_iter().skip(paging.shown.start).take(paging.shown.len()).collect();
    let template = OrganisationsPage {
        frame: Frame::new(&visit, &title, "/organisaties").under(&visit, &[]),
        action: address(visit.language, "/organisaties", &[]),
        day: visit.chosen_day.map(|day| day.to_string()),
        total: visit.pack().organisations.len(),
        search,
        found,
        paging,
        rows,
    };
    page(&template)
}

/// Whether the search words are part of a name or alias.
fn named(organisation: &Organisation, search: &str) -> bool {
    let search = search.to_lowercase();
    let names = [&organisation.name.nl, &organisation.name.en];
    names.into_iter().chain(&organisation.aliases).any(|name| name.to_lowercase().contains(search.trim()))
}

/// Every area that a municipality of the region lies in.
fn areas_of_region(pack: &Pack) -> BTreeSet<Id> {
    let municipalities = pack.municipalities.values().filter(|it| pack.settings.provinces.contains(&it.province));
    municipalities.flat_map(|it| pack.areas_around(&it.id)).collect()
}

fn row(organisation: &Organisation, region: &BTreeSet<Id>, visit: &Visit) -> RowView {
    RowView {
        name: organisation.name.get(visit.language).to_owned(),
        link: visit.link(&format!("/organisaties/{}", organisation.id)),
        kind: code_name("organisation-types", &organisation.kind, visit.pack(), visit.language),
        summary: organisation.summary.get(visit.language).to_owned(),
        aliases: organisation.aliases.join(", "),
        is_elsewhere: !organisation.areas.is_empty()
            && !organisation.areas.iter().any(|(area, _)| region.contains(area)),
    }
}

/// Shows one organisation.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match visit.pack().organisations.get(id.as_str()) {
        Some(organisation) => page(&view(organisation, &visit)),
        None => missing_page(&visit),
    }
}

fn view(it: &Organisation, visit: &Visit) -> OrganisationPage {
    let (pack, language, texts) = (visit.pack(), visit.language, visit.texts());
    let areas: Vec<String> = it.areas.iter().map(|(area, qualifier)| area_words(area, *qualifier, visit)).collect();
    let followers = pack.organisations.values().filter(|other| other.succeeds.as_ref() == Some(&it.id));
    let doors = pack
        .municipalities
        .values()
        .filter(|municipality| municipality.front_door.as_ref().is_some_and(|door| door.organisation == it.id));
    let doors: Vec<&str> = doors.map(|municipality| municipality.name.as_str()).collect();
    OrganisationPage {
        frame: Frame::new(visit, it.name.get(language), "/organisaties")
            .under(visit, &[(texts.get("menu-organisations"), "/organisaties")]),
        kind: code_name("organisation-types", &it.kind, pack, language),
        summary: it.summary.get(language).to_owned(),
        body: markdown(it.body.get(language)),
        aliases: it.aliases.join(", "),
        areas: areas.join(", "),
        roles: code_names("roles", &it.roles, pack, language),
        website: it.website.clone().unwrap_or_default(),
        succeeds: it.succeeds.as_ref().map(|id| organisation_link(id, visit)),
        succeeded_by: followers.map(|other| organisation_link(&other.id, visit)).collect(),
        not_to_confuse_with: it.not_to_confuse_with.iter().map(|id| any_link(id, visit)).collect(),
        provides: provides(it, visit),
        takes_part: takes_part(it, visit),
        door_of: doors.join(", "),
        source: SourceView::new(&it.source, pack),
        checked: it.checked_on.map(|day| texts.with("checked-on", "day", &visit.day(day))).unwrap_or_default(),
    }
}

fn area_words(area: &str, qualifier: Qualifier, visit: &Visit) -> String {
    let name = visit.pack().area_name(area, visit.language);
    match qualifier {
        Qualifier::Exact => name,
        other => format!("{} {name}", other.words(visit.language)),
    }
}

fn provides(it: &Organisation, visit: &Visit) -> Vec<LinkView> {
    let mine = |support: &&schakel_register::Support| {
        [&support.provider, &support.contact].into_iter().flatten().any(|id| *id == it.id)
    };
    let link = |support: &schakel_register::Support| LinkView {
        name: support.name.get(visit.language).to_owned(),
        link: visit.link(&format!("/register/{}", support.id)),
    };
    visit.pack().support.values().filter(mine).map(link).collect()
}

fn takes_part(it: &Organisation, visit: &Visit) -> Vec<LinkView> {
    let records = visit.pack().records.values();
    let mine = records.filter(|record| record.lead.as_ref() == Some(&it.id) || record.parties.contains(&it.id));
    mine.map(|record| record_link(record, visit)).collect()
}

/// A record by name with its page.
pub fn record_link(record: &schakel_register::Record, visit: &Visit) -> LinkView {
    LinkView { name: record.name.get(visit.language).to_owned(), link: visit.link(&format!("/dossiers/{}", record.id)) }
}

/// An organisation, instrument or record with this identifier.
fn any_link(id: &str, visit: &Visit) -> LinkView {
    let pack = visit.pack();
    if let Some(record) = pack.records.get(id) {
        return record_link(record, visit);
    }
    match pack.support.get(id) {
        Some(support) => {
            LinkView { name: support.name.get(visit.language).to_owned(), link: visit.link(&format!("/register/{id}")) }
        }
        None => organisation_link(id, visit),
    }
}
