//! The arguments of the command line, apart from what the commands do.

mod agreements;
mod draw;
mod figures;
mod keeping;
mod ledger;
mod page;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use agreements::{Agreements, ListFormat, Recommendations, Report, ReportFormat, Steering, Topics};
pub use draw::{Draw, DrawAction, DrawCommit, DrawMake, VerifyDraw};
pub use figures::{Figures, FiguresAction, FiguresGroups, FiguresSurvival};
pub use keeping::{
    Access, Backup, Key, KeyAction, KeyAdd, KeyEnd, KeyList, Restore, Staff, StaffAction, StaffAdd, StaffList, Verify,
};
pub use ledger::{Ledger, LedgerAction, LedgerBalance, LedgerCheck, LedgerExport, LedgerForm};
pub use page::{Page, PageFormat};

/// The pack that is used when none is named.
pub const DEFAULT_PACK: &str = "packs/oost";

/// The address that is used when none is named: this machine only.
pub const DEFAULT_ADDRESS: &str = "127.0.0.1:8080";

/// The database that is used when none is named: a file in the folder from which the program is started.
pub const DEFAULT_DATABASE: &str = "sqlite:schakel.db";

/// The sender of mail when none is named: an address of this machine, which no mail server delivers to.
pub const DEFAULT_SENDER: &str = "schakel@localhost.localdomain";

/// Support for entrepreneurs in a region: find it, explain it, check it.
#[derive(Debug, Parser)]
#[command(version, after_help = "Without a command the portal is served, as with `schakel serve`.")]
pub struct Arguments {
    /// What to do; without a command the portal is served.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the portal and the API.
    Serve(Serve),
    /// Check a pack: every mistake with its place and what to do, and what the pack shows about the support system.
    Check(Check),
    /// Say who works with the portal: make the first administrator, or see who there are.
    Staff(Staff),
    /// Make or end keys with which the programs of an organisation pass questions on.
    Key(Key),
    /// Match a firm: which support fits, why, and what is still unknown.
    Match(Matching),
    /// Make a financing plan: the best allowed combination of support for the costs of a project.
    Plan(Plan),
    /// Ask a question in plain words: the few things that fit, why, and whom to call.
    Ask(Ask),
    /// Ask what is still needed to know what fits, one question at a time.
    Interview(Interview),
    /// Make a roadmap for a firm: the steps in order, with days, whom to call, what to bring and why.
    Roadmap(Roadmap),
    /// Make the vectors with which search finds what is meant, and keep them in the pack. Run it after a change of texts.
    Index(Index),
    /// Compare two versions of one instrument.
    Diff(Diff),
    /// Show which municipalities a service or its front doors reach.
    Coverage(Coverage),
    /// Show where themes lie between a regional strategy and the topsectors, and which MIT pot they belong to.
    Themes(Themes),
    /// Show the rounds of schemes: whether one can apply, the money, how it is divided and what is still unknown.
    Round(Round),
    /// Make a page of the annual accounts: a performance over a year, with every figure from the records.
    Page(Page),
    /// Show what parties agreed to do: how it stands on a day, what is late, one party's own list, what changed.
    Agreements(Agreements),
    /// Show the topics of the agenda, or test whether a new one belongs in it.
    Topics(Topics),
    /// Show advice with the answers to it, and what is still open.
    Recommendations(Recommendations),
    /// Show how the agenda is steered: tables, plans of the landsdelen, who fulfils which function.
    Steering(Steering),
    /// Make the report on the progress of all agreements, as at a day.
    Report(Report),
    /// Count firms and starters of a file without telling who they are.
    Figures(Figures),
    /// Draw lots so that everybody can check it: publish a commitment before closing, and the draw after it.
    Draw(Draw),
    /// Check a published draw: whether the order follows from the seed, and the seed from the commitment.
    VerifyDraw(VerifyDraw),
    /// Keep the books of public money: what they say, whether they are in order, and the books for other programs.
    Ledger(Ledger),
    /// Give one person everything that is kept of them, as a file (GDPR, articles 15 and 20).
    Access(Access),
    /// Check what is kept: whether nobody changed or removed an entry of the journal.
    Verify(Verify),
    /// Copy everything that is kept into a file, while the portal is served.
    Backup(Backup),
    /// Fill an empty database from a file that `backup` made.
    Restore(Restore),
}

impl Default for Command {
    fn default() -> Self {
        let pack = PathBuf::from(DEFAULT_PACK);
        let database = DEFAULT_DATABASE.to_owned();
        let from = DEFAULT_SENDER.to_owned();
        Command::Serve(Serve {
            pack,
            listen: default_address(),
            database,
            address: None,
            mail: None,
            from,
            sign_in: None,
            as_of: None,
        })
    }
}

fn default_address() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Folder of the pack.
    #[arg(long, value_name = "FOLDER", default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// Address to listen on.
    #[arg(long, value_name = "ADDRESS", default_value = DEFAULT_ADDRESS)]
    pub listen: SocketAddr,
    /// Where to keep what visitors ask to keep: `sqlite:` and a file, which is made when it is not there.
    #[arg(long, value_name = "ADDRESS", default_value = DEFAULT_DATABASE)]
    pub database: String,
    /// Address by which visitors know the portal, for the links in mails; without it, the address to listen on.
    #[arg(long, value_name = "ADDRESS")]
    pub address: Option<String>,
    /// How mail leaves: a folder, or `smtps://user:password@host`; without it, a folder `post` beside the database.
    #[arg(long, value_name = "FOLDER|SERVER")]
    pub mail: Option<String>,
    /// Address of the sender of mail.
    #[arg(long, value_name = "EMAIL", default_value = DEFAULT_SENDER)]
    pub from: String,
    /// Settings of the providers with which people can sign in (OpenID Connect), a TOML file; without it, a link in a mail.
    #[arg(long, value_name = "FILE")]
    pub sign_in: Option<PathBuf>,
    /// Serve as if it were this day (2017-06-01), for demonstrations and tests.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Folder of the pack.
    #[arg(default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: Format,
}

/// Arguments of `match`.
#[derive(Debug, Args)]
pub struct Matching {
    /// Folder of the pack.
    #[arg(default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// File with what is known of the firm, JSON or TOML.
    #[arg(long, value_name = "FILE")]
    pub facts: PathBuf,
    /// For which day, and how to print.
    #[command(flatten)]
    pub view: View,
}

/// Arguments of `plan`.
#[derive(Debug, Args)]
pub struct Plan {
    /// Folder of the pack.
    #[arg(default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// File with the project, JSON or TOML: costs per kind and year, the day it starts, earlier de minimis aid.
    #[arg(long, value_name = "FILE")]
    pub project: PathBuf,
    /// File with what is known of the firm, JSON or TOML.
    #[arg(long, value_name = "FILE")]
    pub facts: Option<PathBuf>,
    /// For which day, and how to print.
    #[command(flatten)]
    pub view: View,
}

/// Arguments of `ask`.
#[derive(Debug, Args)]
pub struct Ask {
    /// The question in quotation marks, in Dutch or English; before it the folder of another pack than packs/oost.
    #[arg(required = true, num_args = 1..=2, value_names = ["PACK", "QUESTION"])]
    pub words: Vec<String>,
    /// File with what is known of the firm, JSON or TOML.
    #[arg(long, value_name = "FILE")]
    pub facts: Option<PathBuf>,
    /// A fact that must not be taken from the question, such as municipality; may be given more than once.
    #[arg(long, value_name = "FACT")]
    pub without: Vec<String>,
    /// For which day, and how to print.
    #[command(flatten)]
    pub view: View,
}

/// Arguments of `interview`.
#[derive(Debug, Args)]
pub struct Interview {
    /// Folder of the pack.
    #[arg(default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// File with what is already known of the firm, JSON or TOML.
    #[arg(long, value_name = "FILE")]
    pub facts: Option<PathBuf>,
    /// The day for which to look (2017-06-01); today when absent.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Language of the questions.
    #[arg(long, default_value = "nl")]
    pub lang: Lang,
}

/// Arguments of `roadmap`.
#[derive(Debug, Args)]
pub struct Roadmap {
    /// Folder of the pack.
    #[arg(default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// File with what is known of the firm, JSON or TOML.
    #[arg(long, value_name = "FILE")]
    pub facts: PathBuf,
    /// An instrument or facility that the firm wants; may be given several times. What fits best when absent.
    #[arg(long, value_name = "ID")]
    pub goal: Vec<String>,
    /// An instrument or facility that the firm does not want; may be given several times.
    #[arg(long, value_name = "ID")]
    pub skip: Vec<String>,
    /// File with what was known at an earlier check, to see what has been won since.
    #[arg(long, value_name = "FILE")]
    pub earlier: Option<PathBuf>,
    /// The day from which it counts (2017-06-01); today when absent.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: RoadmapFormat,
    /// Language of the texts.
    #[arg(long, default_value = "nl")]
    pub lang: Lang,
}

/// For which day a command looks, and how it prints.
#[derive(Debug, Args)]
pub struct View {
    /// The day for which to look (2017-06-01); today when absent.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: Format,
    /// Language of the texts.
    #[arg(long, default_value = "nl")]
    pub lang: Lang,
}

/// How to print a roadmap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RoadmapFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For a calendar (iCalendar, RFC 5545).
    Ics,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// Folder of the pack.
    #[arg(default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// The instrument or facility: the name of its file without `.md`.
    #[arg(long, value_name = "ID")]
    pub instrument: String,
    /// A day on which the old version held (2018-06-01).
    #[arg(long, value_name = "DATE")]
    pub from: String,
    /// A day on which the new version holds (2019-06-01).
    #[arg(long, value_name = "DATE")]
    pub to: String,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: Format,
    /// Language of the texts.
    #[arg(long, default_value = "en")]
    pub lang: Lang,
}

/// Arguments of `index`.
#[derive(Debug, Args)]
pub struct Index {
    /// Folder of the pack.
    #[arg(default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
}

/// Arguments of `coverage`.
#[derive(Debug, Args)]
pub struct Coverage {
    /// Folder of the pack.
    #[arg(default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// The instrument or facility, by the name of its file without `.md`; the front doors when absent.
    #[arg(long, value_name = "ID")]
    pub service: Option<String>,
    /// The province, by code, such as PV23.
    #[arg(long, value_name = "CODE")]
    pub province: String,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: Format,
}

/// Arguments of `themes`.
#[derive(Debug, Args)]
pub struct Themes {
    /// Folder of the pack.
    #[arg(default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// The landsdeel; all when absent.
    #[arg(long, value_name = "ID")]
    pub landsdeel: Option<String>,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: Format,
    /// Language of the texts.
    #[arg(long, default_value = "nl")]
    pub lang: Lang,
}

/// Arguments of `round`.
#[derive(Debug, Args)]
pub struct Round {
    /// The round; a list of all when absent.
    #[arg(value_name = "ID")]
    pub round: Option<String>,
    /// Another round, to see what changed from that one to this one.
    #[arg(long, value_name = "ID", requires = "round")]
    pub since: Option<String>,
    /// Folder of the pack.
    #[arg(long, value_name = "FOLDER", default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// The day to look at (2017-06-01), or a moment (2017-06-01T09:00); now when absent.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: Format,
    /// Language of the texts.
    #[arg(long, default_value = "nl")]
    pub lang: Lang,
}

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Language of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Dutch.
    Nl,
    /// English.
    En,
}

impl From<Lang> for schakel_criteria::Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Nl => schakel_criteria::Language::Dutch,
            Lang::En => schakel_criteria::Language::English,
        }
    }
}
