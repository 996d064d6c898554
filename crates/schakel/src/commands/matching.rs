//! `schakel match`: every piece of support for one firm, with reasons. How it reads as text lives in `matching/text`.

pub(super) mod text;

use std::path::Path;

use schakel_criteria::{FactSet, Language};
use schakel_guide::Matcher;
use schakel_register::{Pack, facts_from_json};
use schakel_time::Date;
use schakel_web::types::match_document;

use crate::arguments::{Format, Matching};
use crate::commands::{CommandError, Outcome, day_or_today, noon, now, usable_pack};
use crate::files::read_facts;
use crate::printer::Printer;

/// Matches a firm against a pack.
pub fn run(matching: &Matching, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let language = Language::from(matching.lang);
    let day = day_or_today(matching.as_of.as_deref())?;
    let pack = usable_pack(&matching.pack, printer)?;
    let facts = facts_of_file(&matching.facts, &pack, day, language)?;
    let moment = if day == now().date() { now() } else { noon(day) };
    let matcher = Matcher::new(&pack, moment);
    let matches = matcher.match_firm(&facts);
    match matching.format {
        Format::Json => {
            let document = match_document(&pack, &matches, day, language);
            let text =
                serde_json::to_string_pretty(&document).map_err(|error| CommandError::refused(error.to_string()))?;
            printer.line(&text);
        }
        Format::Text => text::lines(&matches, &pack, day, language).iter().for_each(|line| printer.line(line)),
    }
    Ok(Outcome::Good)
}

/// The facts in a file, when they can be used.
pub(super) fn facts_of_file(path: &Path, pack: &Pack, day: Date, language: Language) -> Result<FactSet, CommandError> {
    let json = read_facts(path)?;
    facts_from_json(&json, pack, day).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| format!("- {}", error.message(language))).collect();
        let heading = match language {
            Language::Dutch => "kan zo niet gebruikt worden",
            Language::English => "cannot be used like this",
        };
        CommandError::wrong_use(format!("`{}` {heading}:\n{}", path.display(), lines.join("\n")))
    })
}
