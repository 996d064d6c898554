//! `schakel diff`: what changed between two versions of an instrument, and how much it matters.

use schakel_criteria::Language;
use schakel_register::{FieldChange, Support, Version, compare_versions};
use schakel_time::{Date, parse_date};
use serde_json::json;

use crate::arguments::{Diff, Format};
use crate::commands::{CommandError, Outcome, usable_pack};
use crate::printer::Printer;

/// Compares the versions that held on two days.
pub fn run(diff: &Diff, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = usable_pack(&diff.pack, printer)?;
    let Some(support) = pack.support.get(diff.instrument.as_str()) else {
        let message = format!("there is no instrument `{}` in this pack", diff.instrument);
        return Err(CommandError::wrong_use(message).help("the register and `schakel match` show the identifiers"));
    };
    let old = version_on(support, &diff.from)?;
    let new = version_on(support, &diff.to)?;
    let changes = compare_versions(old, new, &pack, Language::from(diff.lang));
    match diff.format {
        Format::Json => {
            let rows: Vec<_> = changes.iter().map(as_json).collect();
            let (from, to) = (old.valid.to_string(), new.valid.to_string());
            let document = json!({ "instrument": &*support.id, "from": from, "to": to, "changes": rows });
            printer.line(&format!("{document:#}"));
        }
        Format::Text => print_text(support, old, new, &changes, printer),
    }
    Ok(Outcome::Good)
}

fn version_on<'a>(support: &'a Support, day: &str) -> Result<&'a Version, CommandError> {
    let date: Date =
        parse_date(day).map_err(|error| CommandError::wrong_use(format!("`{day}` is not a day: {error}")))?;
    support.versions.iter().find(|version| version.valid.contains(date)).ok_or_else(|| {
        let periods: Vec<String> = support.versions.iter().map(|version| version.valid.to_string()).collect();
        let message = format!("no version of `{}` held on {day}", support.id);
        CommandError::refused(message).help(format!("its versions: {}", periods.join(", ")))
    })
}

fn as_json(change: &FieldChange) -> serde_json::Value {
    json!({ "field": change.field, "from": change.from, "to": change.to, "class": change.class.name() })
}

fn print_text(support: &Support, old: &Version, new: &Version, changes: &[FieldChange], printer: &mut Printer) {
    printer.line(&format!("{}: {} → {}", support.id, old.valid, new.valid));
    if changes.is_empty() {
        printer.line("  no differences");
    }
    for change in changes {
        let words = |value: &Option<String>| value.clone().unwrap_or_else(|| "not known".to_owned());
        printer.line(&format!("  {} [{}]", change.field, change.class.name()));
        printer.line(&format!("    from {}", words(&change.from)));
        printer.line(&format!("    to   {}", words(&change.to)));
    }
}
