//! Reading regions and municipalities: `regions/*.toml`.

use std::collections::BTreeSet;
use std::sync::Arc;

use schakel_criteria::{Bilingual, Number};

use crate::diagnostic::Diagnostic;
use crate::honest::Qualifier;
use crate::load::PackFiles;
use crate::load::files::each_document;
use crate::pack::{Organisation, Pack};
use crate::place::{FrontDoor, Municipality, PlaceNames, Region};
use crate::reader::{Notes, Reader, Target};
use crate::source::Id;

/// What a region can be.
const KINDS: [&str; 4] = ["country", "landsdeel", "province", "subregion"];

/// Reads `regions/*.toml`.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    each_document(files, "regions", notes, |_, reader| {
        for entry in reader.tables("region") {
            read_region(&entry, pack);
        }
        for entry in reader.tables("municipality") {
            read_municipality(&entry, pack);
        }
        for entry in reader.tables("place_names") {
            read_place_names(&entry, pack);
        }
        reader.finish();
    });
}

/// Front doors of municipalities behind which nothing happens: the agenda of 2016 (§7) names counters by what they do,
/// so one without a function is a mistake in the pack.
pub(super) fn front_doors_without_function(pack: &Pack) -> Vec<Diagnostic> {
    let doors = pack.municipalities.values().filter_map(|it| it.front_door.as_ref());
    let named: BTreeSet<&Id> = doors.map(|door| &door.organisation).collect();
    let idle = named.into_iter().filter_map(|id| pack.organisations.get(id)).filter(|it| it.roles.is_empty());
    let report = |organisation: &Organisation| {
        let title = format!("`{}` is the front door of a municipality but has no function", organisation.id);
        let help = "say in `roles` what it does for entrepreneurs, or name another front door";
        Diagnostic::file_error(&organisation.file, title).help(help)
    };
    idle.map(report).collect()
}

/// A region with mistakes is kept as far as it goes: what lies in it is not at fault.
fn read_region(entry: &Reader<'_>, pack: &mut Pack) {
    let id = entry.required_text("id");
    let name = entry.required_bilingual("name", "name_en");
    let kind = entry.required_name("kind", &KINDS);
    let parts = entry.references("parts", Target::Area);
    let partner_country_group = entry.reference("partner_country_group", Target::Code("partner-country-groups"));
    // Identifiers in the lists of others are for exchange; they are not read here.
    entry.remark("nuts");
    entry.remark("tooi");
    entry.source("source");
    entry.finish();
    let Some(id) = id else { return };
    let name = name.unwrap_or_else(|| Bilingual::new(id.value.as_str(), id.value.as_str()));
    let kind = kind.map(|kind| kind.value).unwrap_or_default();
    if pack.region(&id.value).is_some() {
        entry.error(id.span, format!("region `{}` is there twice", id.value));
        return;
    }
    pack.regions.push(Region { id: Arc::from(id.value), name, kind, parts, partner_country_group });
}

/// A municipality without a name is kept: what lies in it is not at fault.
fn read_municipality(entry: &Reader<'_>, pack: &mut Pack) {
    let id = entry.required_text("id");
    let name = entry.required_text("name");
    let province = entry.required_reference("province", Target::Province);
    let regions = entry.tables("regions").iter().filter_map(read_membership).collect();
    let front_door = entry.table("front_door").and_then(|door| read_front_door(&door));
    let position = thousandths(entry, "latitude").zip(thousandths(entry, "longitude"));
    entry.remark("tooi");
    entry.source("source");
    entry.finish();
    let (Some(id), Some(province)) = (id, province) else { return };
    let name = name.map_or_else(|| id.value.clone(), |name| name.value);
    let code: Id = Arc::from(id.value.as_str());
    let municipality = Municipality { id: Arc::clone(&code), name, province, regions, front_door, position };
    if pack.municipalities.insert(code, municipality).is_some() {
        entry.error(id.span, format!("municipality `{}` is there twice", id.value));
    }
}

fn read_place_names(entry: &Reader<'_>, pack: &mut Pack) {
    let area = entry.required_reference("area", Target::Area);
    let names = entry.strings("names");
    entry.source("source");
    entry.finish();
    let Some(area) = area else { return };
    pack.place_names.push(PlaceNames { area, names });
}

fn read_membership(entry: &Reader<'_>) -> Option<(Id, Qualifier)> {
    let region = entry.required_reference("id", Target::Area);
    let qualifier = entry.qualifier();
    entry.source("source");
    entry.finish();
    Some((region?, qualifier))
}

fn read_front_door(entry: &Reader<'_>) -> Option<FrontDoor> {
    let organisation = entry.required_reference("organisation", Target::Organisation);
    let (qualifier, source) = (entry.qualifier(), entry.source("source"));
    entry.finish();
    Some(FrontDoor { organisation: organisation?, qualifier, source })
}

/// Degrees as whole thousandths.
fn thousandths(entry: &Reader<'_>, field: &'static str) -> Option<i64> {
    entry.number(field)?.times(Number::whole(1000))?.floor().to_i64()
}
