//! The arguments of `page`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::DEFAULT_PACK;

/// Arguments of `page`.
#[derive(Debug, Args)]
pub struct Page {
    /// The number of the performance, such as 5.3.2.
    pub number: String,
    /// The year.
    #[arg(long, value_name = "YEAR")]
    pub year: i16,
    /// Folder of the pack.
    #[arg(long, value_name = "FOLDER", default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// What to make.
    #[arg(long, default_value = "md")]
    pub format: PageFormat,
    /// The new file for the page; without it, the page is printed. A PDF needs one.
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// As known on this day (2018-06-01); without it, today.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// What a page can be made as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// Markdown.
    Md,
    /// HTML that stands by itself.
    Html,
    /// A PDF that screen readers can read.
    Pdf,
}
