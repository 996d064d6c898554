//! The accounts: where money stands. How money moves between them is decided in `decide`.

use std::fmt;

use schakel_register::Cents;
use serde::{Deserialize, Serialize};

use crate::name::Name;

/// A programme within a performance of the budget: what money is meant for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Line {
    /// The performance, `5.3.2`.
    pub performance: Name,
    /// The programme that is part of it.
    pub programme: Name,
}

/// An account. Reserves stand apart from income and spending: a movement of a reserve never is income or spending.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Account {
    /// The part of a reserve that is kept for a performance: its earmark.
    Reserve {
        /// The reserve.
        reserve: Name,
        /// For which performance.
        performance: Name,
    },
    /// What stood in reserves before the first entry.
    Opening,
    /// The general means from which a budget is assigned.
    Means {
        /// The year.
        year: i16,
    },
    /// What may be spent in a year: its slice of the budget.
    Budget {
        /// The year.
        year: i16,
        /// On what.
        line: Line,
    },
    /// What was spent: obligations count when they arise.
    Spending {
        /// The year.
        year: i16,
        /// On what.
        line: Line,
    },
    /// What the State paid through the provinciefonds for a scheme.
    Income {
        /// The year.
        year: i16,
        /// The scheme.
        scheme: Name,
    },
    /// What was taken from a reserve to cover a year; comes after the balance of income and spending.
    Cover {
        /// The year.
        year: i16,
        /// What it covers.
        line: Line,
    },
    /// The result of a year.
    Result {
        /// The year.
        year: i16,
    },
    /// What a reserve advanced for a scheme, until the State pays.
    Prefinancing {
        /// The scheme.
        scheme: Name,
    },
    /// What is owed under the grants of a round.
    Commitment {
        /// The round.
        round: Name,
    },
    /// What is owed under vouchers that were given out.
    Vouchers {
        /// The round.
        round: Name,
    },
    /// What was paid and received.
    Bank,
    /// What a funder firmly promised to a pot and did not deposit yet.
    Promised {
        /// The pot.
        pot: Name,
        /// Who promised.
        funder: Name,
    },
    /// Money of a pot, all of it or the part of an area.
    Pot {
        /// The pot.
        pot: Name,
        /// The area; absent: not divided.
        area: Option<Name>,
    },
    /// What was charged to a funder of a pot.
    Charged {
        /// The pot.
        pot: Name,
        /// Who pays.
        funder: Name,
    },
    /// What somebody contributed in kind. Never together with money.
    InKind {
        /// The programme.
        programme: Name,
        /// Who contributed.
        contributor: Name,
    },
    /// All that a programme received in kind.
    InKindReceived {
        /// The programme.
        programme: Name,
    },
}

/// On which side an account grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What one has or spent.
    Debit,
    /// What one owes, keeps apart or received.
    Credit,
}

/// To which part of the books an account belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// What one has.
    Asset,
    /// What one owes.
    Liability,
    /// What is kept apart: reserves, budgets, results.
    Equity,
    /// What came in.
    Income,
    /// What was spent.
    Expense,
}

impl Account {
    /// On which side it grows.
    pub fn side(&self) -> Side {
        match self {
            Account::Opening
            | Account::Means { .. }
            | Account::Spending { .. }
            | Account::Bank
            | Account::Promised { .. }
            | Account::InKind { .. } => Side::Debit,
            _ => Side::Credit,
        }
    }

    /// To which part of the books it belongs.
    pub fn class(&self) -> Class {
        match self {
            Account::Bank | Account::Promised { .. } | Account::InKind { .. } => Class::Asset,
            Account::Commitment { .. } | Account::Vouchers { .. } => Class::Liability,
            Account::Income { .. } => Class::Income,
            Account::Spending { .. } => Class::Expense,
            _ => Class::Equity,
        }
    }

    /// An amount of a posting (debit above nought) as it is read on this account: above nought is more of it.
    pub fn natural(&self, debit: Cents) -> Cents {
        match self.side() {
            Side::Debit => debit,
            Side::Credit => Cents::ZERO - debit,
        }
    }

    /// The year slice to which it belongs, if any.
    pub fn year(&self) -> Option<i16> {
        match self {
            Account::Means { year }
            | Account::Budget { year, .. }
            | Account::Spending { year, .. }
            | Account::Income { year, .. }
            | Account::Cover { year, .. }
            | Account::Result { year } => Some(*year),
            _ => None,
        }
    }

    /// The performance to which it belongs, if any.
    pub fn performance(&self) -> Option<&Name> {
        match self {
            Account::Reserve { performance, .. } => Some(performance),
            Account::Budget { line, .. } | Account::Spending { line, .. } | Account::Cover { line, .. } => {
                Some(&line.performance)
            }
            _ => None,
        }
    }

    /// Its parts from general to special, for a path: `reserve`, `kwaliteit`, `5.3.2`. No two accounts share a path.
    pub fn path(&self) -> Vec<String> {
        let year = |year: &i16| year.to_string();
        match self {
            Account::Reserve { reserve, performance } => vec![word("reserve"), reserve.to_string(), word(performance)],
            Account::Opening => vec![word("opening")],
            Account::Means { year: of } => vec![word("means"), year(of)],
            Account::Budget { year: of, line } => of_line("budget", *of, line),
            Account::Spending { year: of, line } => of_line("spending", *of, line),
            Account::Income { year: of, scheme } => vec![word("provinciefonds"), year(of), word(scheme)],
            Account::Cover { year: of, line } => of_line("cover", *of, line),
            Account::Result { year: of } => vec![word("result"), year(of)],
            Account::Prefinancing { scheme } => vec![word("prefinancing"), word(scheme)],
            Account::Commitment { round } => vec![word("commitment"), word(round)],
            Account::Vouchers { round } => vec![word("vouchers"), word(round)],
            Account::Bank => vec![word("bank")],
            Account::Promised { pot, funder } => vec![word("promised"), word(pot), word(funder)],
            Account::Pot { pot, area: None } => vec![word("pot"), word(pot)],
            Account::Pot { pot, area: Some(area) } => vec![word("pot"), word(pot), word(area)],
            Account::Charged { pot, funder } => vec![word("charged"), word(pot), word(funder)],
            Account::InKind { programme, contributor } => vec![word("in-kind"), word(programme), word(contributor)],
            Account::InKindReceived { programme } => vec![word("in-kind-received"), word(programme)],
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.path().join(":"))
    }
}

fn word(text: impl fmt::Display) -> String {
    text.to_string()
}

fn of_line(kind: &str, year: i16, line: &Line) -> Vec<String> {
    vec![word(kind), word(year), word(&line.performance), word(&line.programme)]
}
