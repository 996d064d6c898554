//! The arguments of `ledger`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{DEFAULT_PACK, Format};

/// Arguments of `ledger`.
#[derive(Debug, Args)]
pub struct Ledger {
    /// What to do.
    #[command(subcommand)]
    pub action: LedgerAction,
}

/// What `ledger` does.
#[derive(Debug, Subcommand)]
pub enum LedgerAction {
    /// Show what the books say: balances of performances, reserves, amendments, money of the State and pots.
    Balance(LedgerBalance),
    /// Check the books: whether all is posted, together nought, and the same when it is replayed.
    Check(LedgerCheck),
    /// Write the books for another program.
    Export(LedgerExport),
}

/// Arguments of `ledger balance`.
#[derive(Debug, Args)]
pub struct LedgerBalance {
    /// Folder of the pack.
    #[arg(long, value_name = "FOLDER", default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// Only the balance of this performance (5.3.2); refused when its parts do not add up.
    #[arg(long, value_name = "CODE", requires = "year")]
    pub performance: Option<String>,
    /// The year of that balance.
    #[arg(long, value_name = "YEAR", requires = "performance")]
    pub year: Option<i16>,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: Format,
}

/// Arguments of `ledger check`.
#[derive(Debug, Args)]
pub struct LedgerCheck {
    /// Folder of the pack.
    #[arg(long, value_name = "FOLDER", default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// How to print.
    #[arg(long, default_value = "text")]
    pub format: Format,
}

/// For which program the books are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LedgerForm {
    /// For beancount 3.
    Beancount,
    /// For hledger.
    Hledger,
    /// A table of all postings.
    Csv,
    /// The delivery of a province to the State, as JSON.
    Iv3,
}

/// Arguments of `ledger export`.
#[derive(Debug, Args)]
pub struct LedgerExport {
    /// Folder of the pack.
    #[arg(long, value_name = "FOLDER", default_value = DEFAULT_PACK)]
    pub pack: PathBuf,
    /// For which program.
    #[arg(long)]
    pub format: LedgerForm,
    /// The year of a delivery to the State.
    #[arg(long, value_name = "YEAR", required_if_eq("format", "iv3"))]
    pub year: Option<i16>,
    /// Deliver the budget of that year instead of its accounts.
    #[arg(long)]
    pub budget: bool,
    /// Whom the State can ask about a delivery: a name or a desk.
    #[arg(long, value_name = "NAME", required_if_eq("format", "iv3"))]
    pub contact: Option<String>,
    /// Their address for mail.
    #[arg(long, value_name = "EMAIL", required_if_eq("format", "iv3"))]
    pub email: Option<String>,
    /// Their telephone number.
    #[arg(long, value_name = "NUMBER", required_if_eq("format", "iv3"))]
    pub telephone: Option<String>,
}
