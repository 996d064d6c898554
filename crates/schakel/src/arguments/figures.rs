//! The arguments of `figures`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Arguments of `figures`.
#[derive(Debug, Args)]
pub struct Figures {
    /// What to count.
    #[command(subcommand)]
    pub action: FiguresAction,
}

/// What `figures` counts.
#[derive(Debug, Subcommand)]
pub enum FiguresAction {
    /// Unique firms per group of a CSV file with columns `firm`, the groups, and `jobs` when it has one; small groups are
    /// suppressed.
    Groups(FiguresGroups),
    /// Which part of the starters of each year was there after one year, two years, …: a CSV file with columns `began` and
    /// `ended`.
    Survival(FiguresSurvival),
}

/// Arguments of `figures groups`.
#[derive(Debug, Args)]
pub struct FiguresGroups {
    /// The CSV file.
    pub file: PathBuf,
    /// A group with fewer firms is not printed.
    #[arg(long, value_name = "COUNT", default_value_t = 5)]
    pub minimum: u64,
}

/// Arguments of `figures survival`.
#[derive(Debug, Args)]
pub struct FiguresSurvival {
    /// The CSV file.
    pub file: PathBuf,
    /// After how many years at most.
    #[arg(long, value_name = "YEARS", default_value_t = 5)]
    pub years: u32,
    /// As known on this day (2018-06-01); without it, today.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}
