//! The database that an address names: the one place that knows both engines.

use std::path::Path;

use schakel_store::Store;

use crate::commands::CommandError;

/// How the address of a database in a file begins.
const SQLITE: &str = "sqlite:";

/// The name of a database that is gone when the program ends, as SQLite itself writes it.
const MEMORY: &str = ":memory:";

/// How the address of a database on a server begins.
const POSTGRES: [&str; 2] = ["postgres://", "postgresql://"];

/// Opens a database that is there; a file is not made.
pub fn open_existing(address: &str) -> Result<Store, CommandError> {
    if let Some(file) = address.strip_prefix(SQLITE)
        && !file.is_empty()
        && !Path::new(file).exists()
    {
        let help = "name the database that the portal is served with, as in `--database sqlite:FILE`";
        return Err(CommandError::refused(format!("there is no database `{file}`")).help(help));
    }
    open_database(address)
}

/// Opens the database of an address such as `sqlite:schakel.db` or `postgres://user@host/database`.
pub fn open_database(address: &str) -> Result<Store, CommandError> {
    if POSTGRES.iter().any(|scheme| address.starts_with(scheme)) {
        return schakel_store_postgres::open(address).map_err(|error| {
            let help = "look whether the server runs and the address is right: `postgres://USER@HOST/DATABASE`";
            CommandError::refused(error.to_string()).help(help)
        });
    }
    let Some(path) = address.strip_prefix(SQLITE).filter(|path| !path.is_empty()) else {
        let message = format!("`{address}` is not the address of a database");
        let help = "write `sqlite:` and a file, for example `sqlite:schakel.db`, or `postgres://USER@HOST/DATABASE`";
        return Err(CommandError::wrong_use(message).help(help));
    };
    let opened = match path {
        MEMORY => schakel_store_sqlite::temporary(),
        path => schakel_store_sqlite::open(Path::new(path)),
    };
    opened.map_err(|error| {
        let help = "choose a file in a folder that can be written, with `--database sqlite:FILE`";
        CommandError::refused(error.to_string()).help(help)
    })
}

/// The file of a database, when it is one in a file.
pub fn file_of(address: &str) -> Option<&str> {
    address.strip_prefix(SQLITE).filter(|path| *path != MEMORY)
}
