//! The arguments of the commands about agreements: `agreements`, `topics`, `recommendations`, `steering`, `report`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::arguments::{DEFAULT_PACK, Format, Lang};

/// Arguments of `agreements`.
#[derive(Debug, Args)]
pub struct Agreements {
    /// Folder of the pack.
    #[arg(default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// The day for which to look (2017-06-01); today when absent.
    #[arg(long, value_name = "DATE")]
    pub as_at: Option<String>,
    /// Only those of this organisation, by the name of its file without `.md`: by itself, and as member of a group.
    #[arg(long, value_name = "ID")]
    pub party: Option<String>,
    /// Only those of this topic.
    #[arg(long, value_name = "ID")]
    pub topic: Option<String>,
    /// Only those in this state: done, running, committed, soft, provisional, proposed or open.
    #[arg(long, value_name = "STATE")]
    pub state: Option<String>,
    /// Only those whose term has passed while nothing shows that they are done.
    #[arg(long)]
    pub overdue: bool,
    /// What changed since, per party: an earlier day, or the folder of an earlier version of the pack.
    #[arg(long, value_name = "DATE|FOLDER")]
    pub since: Option<String>,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: ListFormat,
    /// Language of the texts.
    #[arg(long, default_value = "nl")]
    pub lang: Lang,
}

/// Arguments of `topics`.
#[derive(Debug, Args)]
pub struct Topics {
    /// Folder of the pack.
    #[arg(default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// Only those that hold in this province, by code, such as PV23.
    #[arg(long, value_name = "CODE")]
    pub province: Option<String>,
    /// Test whether a new topic belongs in the agenda: what it is about.
    #[arg(long, value_name = "WORDS")]
    pub propose: Option<String>,
    /// What must come of the proposed topic.
    #[arg(long, value_name = "WORDS", requires = "propose", default_value = "")]
    pub result: String,
    /// What firms gain from it.
    #[arg(long, value_name = "WORDS", requires = "propose", default_value = "")]
    pub interest: String,
    /// What the State does for it.
    #[arg(long, value_name = "WORDS", requires = "propose", default_value = "")]
    pub state_does: String,
    /// What the provinces do for it.
    #[arg(long, value_name = "WORDS", requires = "propose", default_value = "")]
    pub provinces_do: String,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: Format,
    /// Language of the texts.
    #[arg(long, default_value = "nl")]
    pub lang: Lang,
}

/// Arguments of `recommendations`.
#[derive(Debug, Args)]
pub struct Recommendations {
    /// Folder of the pack.
    #[arg(default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// Only those that have no answer, or an answer to a part.
    #[arg(long)]
    pub open: bool,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: ListFormat,
    /// Language of the texts.
    #[arg(long, default_value = "nl")]
    pub lang: Lang,
}

/// Arguments of `steering`.
#[derive(Debug, Args)]
pub struct Steering {
    /// Folder of the pack.
    #[arg(default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// The day for which to look (2017-06-01); today when absent.
    #[arg(long, value_name = "DATE")]
    pub as_at: Option<String>,
    /// Days on which the directors met and the pack does not say so: TABLE=DATE; may be given several times.
    #[arg(long, value_name = "TABLE=DATE")]
    pub held: Vec<String>,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: Format,
    /// Language of the texts.
    #[arg(long, default_value = "nl")]
    pub lang: Lang,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct Report {
    /// Folder of the pack.
    #[arg(default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// The day that the report is about (2016-07-01); today when absent.
    #[arg(long, value_name = "DATE")]
    pub as_at: Option<String>,
    /// What to make.
    #[arg(long, default_value = "md")]
    pub format: ReportFormat,
    /// The new file for the report; without it, the report is printed. A PDF needs one.
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// Language of the report.
    #[arg(long, default_value = "nl")]
    pub lang: Lang,
}

/// How to print a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people.
    Text,
    /// For a document: Markdown.
    Md,
    /// For programs.
    Json,
}

/// What a report can be made as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Markdown.
    Md,
    /// A PDF that screen readers can read.
    Pdf,
}
