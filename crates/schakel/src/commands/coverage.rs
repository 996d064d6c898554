//! `schakel coverage`: which municipalities of a province a service or its front doors reach.

use schakel_register::{Pack, coverage};
use serde_json::{Value as Json, json};

use crate::arguments::{Coverage, Format};
use crate::commands::{CommandError, Outcome, usable_pack};
use crate::printer::Printer;

/// One municipality and how it is reached.
struct Row {
    municipality: String,
    name: String,
    through: Option<String>,
    qualifier: &'static str,
}

/// Shows coverage; exit 1 when a municipality is not reached.
pub fn run(arguments: &Coverage, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = usable_pack(&arguments.pack, printer)?;
    if !pack.regions.iter().any(|region| region.kind == "province" && *region.id == *arguments.province) {
        let message = format!("`{}` is not a province", arguments.province);
        return Err(CommandError::wrong_use(message).help("give a code such as PV23 (Overijssel)"));
    }
    let rows = match &arguments.service {
        Some(service) => service_rows(service, &arguments.province, &pack)?,
        None => front_door_rows(&arguments.province, &pack),
    };
    let uncovered: Vec<&Row> = rows.iter().filter(|row| row.through.is_none()).collect();
    match arguments.format {
        Format::Json => printer.line(&format!("{:#}", as_json(&rows, &uncovered))),
        Format::Text => {
            for row in &rows {
                let through = row.through.as_deref().unwrap_or("not reached");
                let qualifier = if row.qualifier == "exact" { String::new() } else { format!(" ({})", row.qualifier) };
                printer.line(&format!("{} {}: {through}{qualifier}", row.municipality, row.name));
            }
            printer.line(&format!("{} of {} municipalities reached", rows.len() - uncovered.len(), rows.len()));
        }
    }
    Ok(if uncovered.is_empty() { Outcome::Good } else { Outcome::Findings })
}

fn service_rows(service: &str, province: &str, pack: &Pack) -> Result<Vec<Row>, CommandError> {
    let Some(support) = pack.support.get(service) else {
        let message = format!("there is no service `{service}` in this pack");
        return Err(CommandError::wrong_use(message).help("name an instrument or facility of the pack"));
    };
    let row = |it: schakel_register::Coverage<'_>| Row {
        municipality: it.municipality.id.to_string(),
        name: it.municipality.name.clone(),
        qualifier: it.through.as_ref().map_or("exact", |(_, qualifier)| qualifier.name()),
        through: it.through.map(|(area, _)| area.to_string()),
    };
    Ok(coverage(support, province, pack).into_iter().map(row).collect())
}

fn front_door_rows(province: &str, pack: &Pack) -> Vec<Row> {
    let of_province = pack.municipalities.values().filter(|it| &*it.province == province);
    of_province
        .map(|it| Row {
            municipality: it.id.to_string(),
            name: it.name.clone(),
            through: it.front_door.as_ref().map(|door| door.organisation.to_string()),
            qualifier: it.front_door.as_ref().map_or("exact", |door| door.qualifier.name()),
        })
        .collect()
}

fn as_json(rows: &[Row], uncovered: &[&Row]) -> Json {
    let row = |row: &Row| json!({ "municipality": row.municipality, "name": row.name, "through": row.through, "qualifier": row.qualifier });
    let municipalities: Vec<Json> = rows.iter().map(row).collect();
    let uncovered: Vec<&str> = uncovered.iter().map(|row| row.municipality.as_str()).collect();
    json!({ "municipalities": municipalities, "uncovered": uncovered })
}
