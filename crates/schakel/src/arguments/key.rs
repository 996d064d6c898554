//! The arguments of `key`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{DEFAULT_DATABASE, DEFAULT_PACK};

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
