//! `schakel match`: every piece of support for one firm, with reasons. How it reads as text lives in `matching/text`.

pub(super) mod text;

use schakel_criteria::Language;
use schakel_guide::Matcher;
use schakel_web::types::match_document;

use crate::arguments::{Format, Matching};
use crate::commands::{CommandError, Outcome, day_or_today, facts_of_file, moment_of, usable_pack};
use crate::printer::Printer;

/// Matches a firm against a pack.
pub fn run(matching: &Matching, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let language = Language::from(matching.view.lang);
    let day = day_or_today(matching.view.as_of.as_deref())?;
    let pack = usable_pack(&matching.pack, printer)?;
    let facts = facts_of_file(&matching.facts, &pack, day, language)?;
    let matcher = Matcher::new(&pack, moment_of(day));
    let matches = matcher.match_firm(&facts);
    match matching.view.format {
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
