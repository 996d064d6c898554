//! `schakel verify`, `schakel backup` and `schakel restore`: whether what is kept is whole, and a copy of it.

use std::fs::{self, File, OpenOptions};
use std::io;
#[cfg(unix)]
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use schakel_store::journal::{Verified, verify};
use schakel_store::{CopyError, Store, copy};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::arguments::{Backup, Format, Restore, Verify};
use crate::commands::{CommandError, Outcome};
use crate::database::{open_database, open_existing};
use crate::printer::Printer;

/// Checks the journal; exit 1 when it is broken.
pub fn run_verify(arguments: &Verify, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let store = open_existing(&arguments.database)?;
    let verified = store.read(verify).map_err(|error| CommandError::refused(error.to_string()))?;
    match arguments.format {
        Format::Json => printer.line(&format!("{:#}", as_json(&verified))),
        Format::Text => printer.line(&as_text(&verified)),
    }
    Ok(match verified {
        Verified::Whole { .. } => Outcome::Good,
        Verified::Broken { .. } => Outcome::Findings,
    })
}

/// Makes a copy of one moment while others go on. It gets its name when it is whole and on the disk.
pub fn run_backup(arguments: &Backup, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let file = &arguments.to;
    let shown = file.display();
    let cannot = |error: io::Error| {
        CommandError::refused(format!("`{shown}` cannot be written: {error}"))
            .help("choose a file in a folder that can be written, with `--to FILE`")
    };
    if file.exists() {
        return Err(
            CommandError::refused(format!("`{shown}` is there already")).help("name a new file with `--to FILE`")
        );
    }
    let from = open_existing(&arguments.database)?;
    let part = Part::new(file).map_err(cannot)?;
    let copied = {
        let to = schakel_store_sqlite::open(&part.path).map_err(|error| CommandError::refused(error.to_string()))?;
        let copied = copied(&from, &to)?;
        // Everything stands in the file itself, not in its log.
        to.tidy().map_err(|error| CommandError::refused(error.to_string()))?;
        copied
    };
    part.publish(file).map_err(cannot)?;
    report(&copied, &format!("Copied to {shown}."), arguments.format, printer);
    Ok(Outcome::Good)
}

/// Fills an empty database from a copy.
pub fn run_restore(arguments: &Restore, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let (folder, from) = open_copy(&arguments.file)?;
    let to = open_database(&arguments.database)?;
    let copied = copied(&from, &to)?;
    drop((from, folder));
    report(&copied, "Restored.", arguments.format, printer);
    Ok(Outcome::Good)
}

fn copied(from: &Store, to: &Store) -> Result<Verified, CommandError> {
    copy(from, to).map_err(|error| {
        let refused = CommandError::refused(error.to_string());
        match error {
            CopyError::Broken(_) => refused.help("restore from an earlier copy, and find out who changed this one"),
            CopyError::NotEmpty { .. } => refused.help("name a database that nothing was ever kept in"),
            CopyError::Store(_) => refused,
        }
    })
}

/// Opens a backup without touching it: a later program may have to renew its tables.
fn open_copy(file: &Path) -> Result<(TempDir, Store), CommandError> {
    let shown = file.display();
    let log = with_ending(file, "-wal");
    if fs::metadata(&log).is_ok_and(|it| it.len() > 0) {
        let message = format!("`{shown}` is a database in use: `{}` stands beside it", log.display());
        return Err(CommandError::refused(message).help("make a copy of it with `schakel backup --to FILE`"));
    }
    let cannot = |error: io::Error| CommandError::refused(format!("`{shown}` cannot be read: {error}"));
    let folder = TempDir::with_prefix("schakel-restore-").map_err(cannot)?;
    let own = folder.path().join("copy.db");
    fs::copy(file, &own).map_err(cannot)?;
    let store = schakel_store_sqlite::open(&own).map_err(|error| {
        // The reader knows the file by its own name.
        let message = error.to_string().replace(&own.display().to_string(), &shown.to_string());
        CommandError::refused(message).help("name a file that `schakel backup` made")
    })?;
    Ok((folder, store))
}

/// A copy that is being made. What is left of it when something fails is removed.
struct Part {
    path: PathBuf,
}

impl Part {
    /// An empty file that nobody else may read: it will hold personal data.
    fn new(file: &Path) -> io::Result<Self> {
        let path = with_ending(file, &format!(".{}.part", std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        options.mode(0o600);
        options.open(&path)?;
        Ok(Part { path })
    }

    /// Gives it its name. A link fails when somebody else took the name meanwhile.
    fn publish(self, file: &Path) -> io::Result<()> {
        File::open(&self.path)?.sync_all()?;
        fs::hard_link(&self.path, file)?;
        let folder = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(with_ending(&self.path, ending));
        }
    }
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn report(verified: &Verified, done: &str, format: Format, printer: &mut Printer) {
    match format {
        Format::Json => printer.line(&format!("{:#}", as_json(verified))),
        Format::Text => printer.line(&format!("{done}\n{}", as_text(verified))),
    }
}

fn as_text(verified: &Verified) -> String {
    match verified {
        Verified::Whole { entries, head } => {
            let entries = if *entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") };
            format!("The journal is whole: {entries}, head {}", hexadecimal(head))
        }
        Verified::Broken { number, flaw } => format!("The journal is broken at entry {number}: {flaw}"),
    }
}

fn as_json(verified: &Verified) -> Json {
    match verified {
        Verified::Whole { entries, head } => json!({ "whole": true, "entries": entries, "head": hexadecimal(head) }),
        Verified::Broken { number, flaw } => {
            json!({ "whole": false, "brokenAt": number, "reason": flaw.to_string() })
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
