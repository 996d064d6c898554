//! `schakel coverage`: which municipalities of a province a service or its front doors reach.

use schakel_criteria::Language;
use schakel_register::{Pack, Qualifier, Region, coverage};
use serde_json::{Value as Json, json};

use crate::arguments::{Coverage, Format};
use crate::commands::{CommandError, Outcome, support_named, usable_pack};
use crate::printer::Printer;

/// One municipality and how it is reached.
struct Row {
    municipality: String,
    name: String,
    /// Identifier of the area or organisation through which it is reached, and its name.
    through: Option<(String, String)>,
    qualifier: Qualifier,
}

/// Shows coverage; exit 1 when a municipality is not reached.
pub fn run(arguments: &Coverage, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = usable_pack(&arguments.pack, printer)?;
    let province = province(&arguments.province, &pack)?;
    let (subject, rows) = match &arguments.service {
        Some(service) => service_rows(service, &arguments.province, &pack)?,
        None => ("Front doors".to_owned(), front_door_rows(&arguments.province, &pack)),
    };
    let uncovered: Vec<&Row> = rows.iter().filter(|row| row.through.is_none()).collect();
    match arguments.format {
        Format::Json => printer.line(&format!("{:#}", as_json(&rows, &uncovered))),
        Format::Text => {
            printer.line(&format!("{subject} in {province}"));
            rows.iter().for_each(|row| printer.line(&format!("  {}", as_text(row))));
            printer.line(&format!("{} of {} municipalities reached", rows.len() - uncovered.len(), rows.len()));
            if !uncovered.is_empty() {
                let names: Vec<&str> = uncovered.iter().map(|row| row.name.as_str()).collect();
                printer.line(&format!("not reached, as far as a source says: {}", names.join(", ")));
            }
        }
    }
    Ok(if uncovered.is_empty() { Outcome::Good } else { Outcome::Findings })
}

/// The name of a province.
fn province<'a>(code: &str, pack: &'a Pack) -> Result<&'a str, CommandError> {
    let provinces = || pack.regions.iter().filter(|region| region.kind == "province");
    provinces().find(|region| &*region.id == code).map(|region| region.name.get(Language::English)).ok_or_else(|| {
        let name = |region: &Region| format!("{} {}", region.id, region.name.get(Language::English));
        let known: Vec<String> = provinces().map(name).collect();
        CommandError::wrong_use(format!("`{code}` is not a province"))
            .help(format!("give one of: {}", known.join(", ")))
    })
}

fn service_rows(service: &str, province: &str, pack: &Pack) -> Result<(String, Vec<Row>), CommandError> {
    let support = support_named(service, pack)?;
    let name = support.name.get(Language::English).to_owned();
    if support.areas.is_empty() {
        let message = format!("the pack does not say where `{service}` works, so its reach is not known");
        return Err(
            CommandError::refused(message).help(format!("add `areas` to `{}` once a source names them", support.file))
        );
    }
    let row = |it: schakel_register::Coverage<'_>| Row {
        municipality: it.municipality.id.to_string(),
        name: it.municipality.name.clone(),
        qualifier: it.through.as_ref().map_or(Qualifier::Exact, |(_, qualifier)| *qualifier),
        through: it.through.map(|(area, _)| (area.to_string(), pack.area_name(&area, Language::English))),
    };
    Ok((name, coverage(support, province, pack).into_iter().map(row).collect()))
}

fn front_door_rows(province: &str, pack: &Pack) -> Vec<Row> {
    let of_province = pack.municipalities.values().filter(|it| &*it.province == province);
    let name = |id: &str| pack.organisations.get(id).map_or(id, |it| it.name.get(Language::English)).to_owned();
    of_province
        .map(|it| Row {
            municipality: it.id.to_string(),
            name: it.name.clone(),
            through: it.front_door.as_ref().map(|door| (door.organisation.to_string(), name(&door.organisation))),
            qualifier: it.front_door.as_ref().map_or(Qualifier::Exact, |door| door.qualifier),
        })
        .collect()
}

fn as_text(row: &Row) -> String {
    let Some((_, through)) = &row.through else { return format!("{} {}: not reached", row.municipality, row.name) };
    let qualifier = row.qualifier.words(Language::English).trim_end_matches(':');
    let qualifier = if qualifier.is_empty() { String::new() } else { format!(" ({qualifier})") };
    format!("{} {}: {through}{qualifier}", row.municipality, row.name)
}

fn as_json(rows: &[Row], uncovered: &[&Row]) -> Json {
    let row = |row: &Row| {
        json!({
            "municipality": row.municipality,
            "name": row.name,
            "through": row.through.as_ref().map(|(id, _)| id),
            "qualifier": row.qualifier.name(),
        })
    };
    let municipalities: Vec<Json> = rows.iter().map(row).collect();
    let uncovered: Vec<&str> = uncovered.iter().map(|row| row.municipality.as_str()).collect();
    json!({ "municipalities": municipalities, "uncovered": uncovered })
}
