//! `schakel access`: everything that is kept of one person, for that person: JSON with all of it, or a PDF to read.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use schakel_casework::Policy;
use schakel_criteria::Language;
use schakel_desk::{Desk, DeskError, PersonFile, Region};
use schakel_identity::EmailAddress;
use schakel_register::Pack;
use schakel_web::own_data_document;

use crate::arguments::Access;
use crate::commands::{CommandError, Outcome, now, usable_pack};
use crate::database::open_database;
use crate::printer::Printer;

/// Writes the file, and says so.
pub fn run(access: &Access, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let email = EmailAddress::parse(&access.email)
        .map_err(|error| CommandError::wrong_use(format!("`{}` is not an address: {error}", access.email)))?;
    let pack = usable_pack(&access.pack, printer)?;
    let region = Region::from_pack(&pack, Policy::default()).ok_or_else(|| {
        let help = "name the organisation that keeps the counter in `pack.toml`, as `desk` under `[casework]`";
        CommandError::refused("this pack names no desk, so nothing is kept of people").help(help)
    })?;
    let desk = Desk::new(open_database(&access.database)?, region);
    let failed = |error: DeskError| CommandError::refused(format!("the database cannot be read: {error}"));
    let people = desk.people_with_address(email.as_str()).map_err(failed)?;
    if people.is_empty() {
        let message = format!("nothing is kept under `{}`", email.as_str());
        return Err(CommandError::refused(message).help("look for typing mistakes, and ask for other addresses"));
    }
    let files: Result<Vec<PersonFile>, DeskError> = people.iter().map(|it| desk.person_file(*it, now())).collect();
    write(&access.to, &content(access, &files.map_err(failed)?, &pack)?)?;
    printer.line(&format!("{} written; it holds personal data: give it to this person only", access.to.display()));
    Ok(Outcome::Good)
}

/// What the file holds: a PDF when its name says so, otherwise JSON. One address can be two people to us, as somebody who
/// asks and as somebody of an organisation; a PDF is of one.
fn content(access: &Access, files: &[PersonFile], pack: &Pack) -> Result<Vec<u8>, CommandError> {
    let is_pdf = access.to.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
    if !is_pdf {
        let text = serde_json::to_string_pretty(files);
        return text.map(|text| format!("{text}\n").into_bytes()).map_err(|error| refused(&access.to, &error.into()));
    }
    let [file] = files else {
        let message = format!("{} accounts are kept under `{}`, and a PDF is of one", files.len(), access.email);
        return Err(CommandError::refused(message).help("end the name of the file in `.json`: it holds all of them"));
    };
    let language = if file.person.language == "en" { Language::English } else { Language::Dutch };
    let document = own_data_document(file, pack, language);
    document.to_pdf().map_err(|error| CommandError::refused(format!("the PDF cannot be made: {error}")))
}

/// Writes a new file that only its owner can read.
fn write(path: &Path, content: &[u8]) -> Result<(), CommandError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).and_then(|mut file| file.write_all(content)).map_err(|error| refused(path, &error))
}

fn refused(path: &Path, error: &std::io::Error) -> CommandError {
    CommandError::refused(format!("`{}` cannot be written: {error}", path.display()))
        .help("name a file that is not there yet, in a folder that can be written")
}
