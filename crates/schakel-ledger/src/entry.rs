//! Entries: what was posted, by which decision, and why. An entry is made by deciding an order; its postings are
//! together nought.

use schakel_register::Cents;
use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::decision::Decision;
use crate::name::Name;
use crate::operation::Operation;

/// That money must move: an operation with the decision behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The decision; its identifier is the key against double posting.
    pub decision: Decision,
    /// Which part of the decision, when it holds several operations.
    pub part: Option<Name>,
    /// Why, in the words of the decision.
    pub reason: String,
    /// Who carries it out: an organisation or a function, never a person.
    pub actor: Name,
    /// What moves.
    pub operation: Operation,
}

/// Under what an order is posted once: the decision and its part.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// The decision.
    pub decision: Name,
    /// Its part.
    pub part: Option<Name>,
}

/// Money on one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// The account.
    pub account: Account,
    /// How much: debit above nought, credit below.
    pub debit: Cents,
}

/// An order that was posted. The postings are together nought; there are none when the operation only states something
/// (a proposal, a ceiling).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What was ordered.
    pub order: Order,
    /// What it moves.
    pub postings: Vec<Posting>,
}

impl Order {
    /// Under what it is posted once.
    pub fn key(&self) -> Key {
        Key { decision: self.decision.id.clone(), part: self.part.clone() }
    }
}

impl Posting {
    /// An amount on the debit side.
    pub(crate) fn debit(account: Account, amount: Cents) -> Self {
        Posting { account, debit: amount }
    }

    /// An amount on the credit side.
    pub(crate) fn credit(account: Account, amount: Cents) -> Self {
        Posting { account, debit: Cents::ZERO - amount }
    }

    /// The amount as it is read on its account: above nought is more of it.
    pub fn natural(&self) -> Cents {
        self.account.natural(self.debit)
    }
}

impl Entry {
    /// All postings together; nought.
    pub fn sum(&self) -> Cents {
        self.postings.iter().map(|it| it.debit).sum()
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.part {
            None => write!(formatter, "{}", self.decision),
            Some(part) => write!(formatter, "{}#{part}", self.decision),
        }
    }
}
