//! "Vind uw loket": from a municipality to its front door, and how sure we are of it.

use askama::Template;
use axum::response::Response;
use schakel_register::{FrontDoor, Municipality, Qualifier};

use crate::pages::frame::{Frame, Visit, address};
use crate::pages::page;
use crate::pages::parts::{ChoiceView, LinkView, SourceView, municipality_choices, organisation_link};
use crate::pages::questions::ask as help;

#[derive(Template)]
#[template(path = "front_door.html")]
struct FrontDoorPage {
    frame: Frame,
    municipalities: Vec<ChoiceView>,
    action: String,
    day: Option<String>,
    found: Option<FoundView>,
}

/// A municipality and its front door.
struct FoundView {
    heading: String,
    door: Option<DoorView>,
    provinces: Vec<LinkView>,
    /// To a person of it; empty when nobody takes questions here.
    help_link: String,
}

/// A front door with how certain it is.
struct DoorView {
    organisation: LinkView,
    summary: String,
    caution: String,
    source: SourceView,
}

/// The query field with the municipality.
const MUNICIPALITY_FIELD: &str = "gemeente";

/// Shows the front door of a municipality, or asks which one.
pub async fn show(visit: Visit) -> Response {
    let chosen = visit.field(MUNICIPALITY_FIELD).unwrap_or("").to_owned();
    let municipality = visit.pack().municipalities.get(chosen.as_str());
    let title = visit.texts().get("door-title");
    let template = FrontDoorPage {
        frame: Frame::new(&visit, &title, "").under(&visit, &[]),
        municipalities: municipality_choices(visit.pack(), &chosen),
        action: address(visit.language, "/loket", &[]),
        day: visit.chosen_day.map(|day| day.to_string()),
        found: municipality.map(|it| found(it, &visit)),
    };
    page(&template)
}

fn found(municipality: &Municipality, visit: &Visit) -> FoundView {
    let texts = visit.texts();
    let of_province = visit
        .pack()
        .organisations
        .values()
        .filter(|it| &*it.kind == "province" && it.areas.iter().any(|(area, _)| *area == municipality.province));
    FoundView {
        heading: texts.with("door-of", "municipality", &municipality.name),
        door: municipality.front_door.as_ref().map(|door| door_view(door, visit)),
        help_link: if visit.app.desk().is_some() {
            visit.link_with(help::PATH, &[("municipality", &municipality.id)])
        } else {
            String::new()
        },
        provinces: of_province.map(|it| organisation_link(&it.id, visit)).collect(),
    }
}

fn door_view(door: &FrontDoor, visit: &Visit) -> DoorView {
    let organisation = visit.pack().organisations.get(&door.organisation);
    let caution = if door.qualifier == Qualifier::Exact { String::new() } else { visit.texts().get("door-inferred") };
    DoorView {
        organisation: organisation_link(&door.organisation, visit),
        summary: organisation.map(|it| it.summary.get(visit.language).to_owned()).unwrap_or_default(),
        caution,
        source: door.source.as_ref().map(|source| SourceView::new(source, visit.pack())).unwrap_or_default(),
    }
}
