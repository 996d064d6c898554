//! `schakel access`: everything that is kept of one person, for that person.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use schakel_casework::Policy;
use schakel_desk::{Desk, DeskError, PersonFile, Region};
use schakel_identity::EmailAddress;

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
    write(&access.to, &files.map_err(failed)?)?;
    printer.line(&format!("{} written; it holds personal data: give it to this person only", access.to.display()));
    Ok(Outcome::Good)
}

/// Writes a new file that only its owner can read.
fn write(path: &Path, files: &[PersonFile]) -> Result<(), CommandError> {
    let refused = |error: std::io::Error| {
        CommandError::refused(format!("`{}` cannot be written: {error}", path.display()))
            .help("name a file that is not there yet, in a folder that can be written")
    };
    let text = serde_json::to_string_pretty(files).map_err(|error| refused(error.into()))?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).and_then(|mut file| writeln!(file, "{text}")).map_err(refused)
}
