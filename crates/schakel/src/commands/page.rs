//! `schakel page`: a page of the annual accounts from the records of the pack. What stands on it is decided in
//! `schakel-account`, its words are in `schakel-web`.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use schakel_account::{Figures, PageRefused, Tally, make_page};
use schakel_ledger::ledger_of_pack;
use schakel_register::did_you_mean;
use schakel_web::account_document;

use crate::arguments::{Page as Arguments, PageFormat};
use crate::commands::{CommandError, Outcome, day_or_today, usable_pack};
use crate::printer::Printer;

/// Prints the page, or writes it into a new file.
pub fn run(arguments: &Arguments, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = usable_pack(&arguments.pack, printer)?;
    let as_of = day_or_today(arguments.as_of.as_deref())?;
    let books = ledger_of_pack(&pack);
    let figures = Figures { pack: &pack, tally: &Tally::new(), books: &books, as_of };
    let page = make_page(&arguments.number, arguments.year, &figures).map_err(|refused| match &refused {
        PageRefused::NoPerformance(number) => {
            let known = pack.accounts.performances.keys().map(|it| &**it);
            CommandError::wrong_use(refused.to_string()).help(did_you_mean(number, known))
        }
        PageRefused::NoText { .. } => CommandError::wrong_use(refused.to_string()),
        _ => CommandError::refused(refused.to_string()).help("correct the record that is wrong; nothing was printed"),
    })?;
    let document = account_document(&page, &pack);
    let failed = |error: &dyn std::fmt::Display| CommandError::refused(format!("the page cannot be made: {error}"));
    let bytes = match arguments.format {
        PageFormat::Md => document.to_markdown().into_bytes(),
        PageFormat::Html => document.to_html().map_err(|error| failed(&error))?.into_bytes(),
        PageFormat::Pdf => document.to_print().to_pdf().map_err(|error| failed(&error))?,
    };
    match (&arguments.to, arguments.format) {
        (Some(file), _) => {
            write_new(file, &bytes)?;
            printer.line(&format!("{} written", file.display()));
        }
        (None, PageFormat::Pdf) => {
            return Err(
                CommandError::wrong_use("a PDF cannot be printed here").help("name a new file with `--to FILE`")
            );
        }
        (None, _) => printer.line(String::from_utf8_lossy(&bytes).trim_end()),
    }
    Ok(Outcome::Good)
}

/// Writes a file that is not there yet.
pub(super) fn write_new(file: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let opened = OpenOptions::new().write(true).create_new(true).open(file);
    opened.and_then(|mut it| it.write_all(bytes)).map_err(|error| {
        let message = format!("`{}` cannot be written: {error}", file.display());
        CommandError::refused(message).help("name a file that is not there yet, in a folder that can be written")
    })
}
