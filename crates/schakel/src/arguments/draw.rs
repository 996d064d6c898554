//! The arguments of `draw` and `verify-draw`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Format;

/// Arguments of `draw`.
#[derive(Debug, Args)]
pub struct Draw {
    /// What to do.
    #[command(subcommand)]
    pub action: DrawAction,
}

/// What `draw` does.
#[derive(Debug, Subcommand)]
pub enum DrawAction {
    /// Before closing: choose a secret seed, keep it in a file, and print the commitment to publish.
    Commit(DrawCommit),
    /// After closing: draw the applications of a list, and make the file to publish.
    Make(DrawMake),
}

/// Arguments of `draw commit`.
#[derive(Debug, Args)]
pub struct DrawCommit {
    /// The round, by its identifier in the pack.
    #[arg(long, value_name = "ID")]
    pub round: String,
    /// The new file for the seed. Nobody may see it before the list of applications is fixed.
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: Format,
}

/// Arguments of `draw make`.
#[derive(Debug, Args)]
pub struct DrawMake {
    /// The file that `draw commit` made.
    pub seed: PathBuf,
    /// File with the numbers of the applications, in any order: one a line, or with spaces or commas between them.
    #[arg(long, value_name = "FILE")]
    pub applications: PathBuf,
    /// The new file to publish; printed when absent.
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
}

/// Arguments of `verify-draw`.
#[derive(Debug, Args)]
pub struct VerifyDraw {
    /// The file that was published.
    pub file: PathBuf,
    /// The commitment as it was published before closing.
    #[arg(long, value_name = "SHA-256")]
    pub commitment: Option<String>,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: Format,
}
