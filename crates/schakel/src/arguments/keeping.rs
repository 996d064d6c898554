//! The arguments of the commands for whoever keeps the portal: its people, its keys and its database.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::arguments::{DEFAULT_DATABASE, DEFAULT_PACK, Format};

/// Arguments of `staff`.
#[derive(Debug, Args)]
pub struct Staff {
    /// What to do.
    #[command(subcommand)]
    pub action: StaffAction,
}

/// What `staff` does.
#[derive(Debug, Subcommand)]
pub enum StaffAction {
    /// Give somebody a role at an organisation; who is not known yet gets an account and a mail.
    Add(StaffAdd),
    /// List everybody with a role.
    List(StaffList),
}

/// Arguments of `staff add`.
#[derive(Debug, Args)]
pub struct StaffAdd {
    /// Address with which they sign in.
    pub email: String,
    /// Organisation, by its identifier in the pack.
    #[arg(long, value_name = "ID")]
    pub organisation: String,
    /// Role: `adviser`, `manager`, `process-director` or `administrator`.
    #[arg(long, value_name = "ROLE")]
    pub role: String,
    /// Name that colleagues see.
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Folder of the pack.
    #[arg(long, value_name = "FOLDER", default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// Where the portal keeps its data: `sqlite:` and a file, or `postgres://`.
    #[arg(long, value_name = "ADDRESS", default_value = DEFAULT_DATABASE)]
    pub database: String,
}

/// Arguments of `staff list`.
#[derive(Debug, Args)]
pub struct StaffList {
    /// Where the portal keeps its data: `sqlite:` and a file, or `postgres://`.
    #[arg(long, value_name = "ADDRESS", default_value = DEFAULT_DATABASE)]
    pub database: String,
}

/// Arguments of `key`.
#[derive(Debug, Args)]
pub struct Key {
    /// What to do.
    #[command(subcommand)]
    pub action: KeyAction,
}

/// What `key` does.
#[derive(Debug, Subcommand)]
pub enum KeyAction {
    /// Make a key of an organisation and print it. It is not kept, and cannot be printed again.
    Add(KeyAdd),
    /// End a key: it works no longer.
    End(KeyEnd),
    /// List every key: its number, organisation, name and days.
    List(KeyList),
}

/// Arguments of `key add`.
#[derive(Debug, Args)]
pub struct KeyAdd {
    /// Organisation, by its identifier in the pack.
    #[arg(long, value_name = "ID")]
    pub organisation: String,
    /// What the key is for, such as the site that uses it.
    #[arg(long, value_name = "TEXT")]
    pub name: String,
    /// Folder of the pack.
    #[arg(long, value_name = "FOLDER", default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// Where the portal keeps its data: `sqlite:` and a file, or `postgres://`.
    #[arg(long, value_name = "ADDRESS", default_value = DEFAULT_DATABASE)]
    pub database: String,
}

/// Arguments of `key end`.
#[derive(Debug, Args)]
pub struct KeyEnd {
    /// Number of the key, as `key list` prints it.
    pub number: u64,
    /// Where the portal keeps its data: `sqlite:` and a file, or `postgres://`.
    #[arg(long, value_name = "ADDRESS", default_value = DEFAULT_DATABASE)]
    pub database: String,
}

/// Arguments of `key list`.
#[derive(Debug, Args)]
pub struct KeyList {
    /// Where the portal keeps its data: `sqlite:` and a file, or `postgres://`.
    #[arg(long, value_name = "ADDRESS", default_value = DEFAULT_DATABASE)]
    pub database: String,
}

/// Arguments of `access`.
#[derive(Debug, Args)]
pub struct Access {
    /// The address of the person. Make sure first that the person is the one who asks.
    #[arg(long, value_name = "ADDRESS")]
    pub email: String,
    /// Where it is kept: `sqlite:` and a file, or `postgres://USER@HOST/DATABASE`.
    #[arg(long, value_name = "ADDRESS", default_value = DEFAULT_DATABASE)]
    pub database: String,
    /// The file to write, which must not be there yet: a PDF to read when the name ends in `.pdf`, otherwise JSON with all
    /// there is.
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// Folder of the pack.
    #[arg(long, value_name = "FOLDER", default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// The database: `sqlite:` and a file, or `postgres://USER@HOST/DATABASE`.
    #[arg(long, value_name = "ADDRESS", default_value = DEFAULT_DATABASE)]
    pub database: String,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: Format,
}

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// The new file.
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// The database: `sqlite:` and a file, or `postgres://USER@HOST/DATABASE`.
    #[arg(long, value_name = "ADDRESS", default_value = DEFAULT_DATABASE)]
    pub database: String,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: Format,
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The file that `backup` made. It stays as it is.
    pub file: PathBuf,
    /// The empty database: `sqlite:` and a new file, or `postgres://USER@HOST/DATABASE`.
    #[arg(long, value_name = "ADDRESS")]
    pub database: String,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: Format,
}
