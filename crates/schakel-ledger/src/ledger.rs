//! The books: entries in their order, and what follows from them. Deciding an order lives in `decide`, what an entry
//! changes in `apply`, figures that are composed of others in `balance`.

use std::collections::{BTreeMap, HashMap};

use schakel_register::Cents;

use crate::account::Account;
use crate::apply::apply;
use crate::decide::decide;
use crate::entry::{Entry, Key, Order, Posting};
use crate::name::Name;
use crate::operation::Term;
use crate::pot_operation::{CofinancePart, ContributeInKind};
use crate::refusal::Refusal;
use crate::state::{Earmark, GrantMoney, PotMoney, Prefinancing, Proposal, RoundMoney, State};

/// The largest amount of one posting: 100 billion euros. The sum of as many postings as memory holds fits.
pub const AMOUNT_MAX: Cents = Cents::new(10_000_000_000_000);

/// What a province sets for its books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerRules {
    /// From which result on, above or below nought, a cause must be given.
    pub explain_from: Cents,
}

/// The books.
#[derive(Clone, Debug)]
pub struct Ledger {
    rules: LedgerRules,
    journal: Vec<Entry>,
    keys: HashMap<Key, usize>,
    state: State,
}

/// What came of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted<'a> {
    /// It was posted now.
    Now(&'a Entry),
    /// The same was posted before, and counts once (`MON-19`).
    Before(&'a Entry),
}

/// Why a journal cannot be replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplayError {
    /// The postings of an entry are not together nought.
    Unbalanced {
        /// The entry.
        key: Key,
        /// What they are together.
        sum: Cents,
    },
    /// A decision stands in it twice.
    Twice {
        /// The decision.
        key: Key,
    },
}

impl Ledger {
    /// Empty books.
    pub fn new(rules: LedgerRules) -> Self {
        Ledger { rules, journal: Vec::new(), keys: HashMap::new(), state: State::default() }
    }

    /// The books that a journal gives. It was decided before: only balance and single posting are checked.
    ///
    /// # Errors
    ///
    /// [`ReplayError`] when an entry does not balance, or stands in it twice.
    pub fn replay(rules: LedgerRules, journal: impl IntoIterator<Item = Entry>) -> Result<Self, ReplayError> {
        let mut ledger = Ledger::new(rules);
        for entry in journal {
            let key = entry.order.key();
            if entry.sum() != Cents::ZERO {
                return Err(ReplayError::Unbalanced { key, sum: entry.sum() });
            }
            if ledger.keys.contains_key(&key) {
                return Err(ReplayError::Twice { key });
            }
            ledger.add(key, entry);
        }
        Ok(ledger)
    }

    /// Decides an order and posts it. The same order once more changes nothing.
    ///
    /// # Errors
    ///
    /// [`Refusal`] when its precondition does not hold; nothing was posted then.
    pub fn post(&mut self, order: Order) -> Result<Posted<'_>, Refusal> {
        let key = order.key();
        if let Some(at) = self.keys.get(&key).copied() {
            // Said again elsewhere, in other words: the same decision and the same money.
            let entry = self
                .journal
                .get(at)
                .filter(|it| it.order.operation == order.operation && it.order.decision == order.decision);
            return entry.map(Posted::Before).ok_or(Refusal::DecisionPostedOtherwise { key });
        }
        let entry = decide(&self.state, self.rules, order)?;
        Ok(Posted::Now(self.add(key, entry)))
    }

    /// What would be posted, without posting it.
    ///
    /// # Errors
    ///
    /// [`Refusal`] as when posting it.
    pub fn preview(&self, order: Order) -> Result<Vec<Posting>, Refusal> {
        decide(&self.state, self.rules, order).map(|entry| entry.postings)
    }

    /// The entries in the order in which they were posted.
    pub fn journal(&self) -> &[Entry] {
        &self.journal
    }

    /// The entry of a decision.
    pub fn entry(&self, key: &Key) -> Option<&Entry> {
        self.keys.get(key).and_then(|at| self.journal.get(*at))
    }

    /// The entries that move an account.
    pub fn entries_on<'a>(&'a self, account: &'a Account) -> impl Iterator<Item = &'a Entry> {
        self.journal.iter().filter(move |entry| entry.postings.iter().any(|it| it.account == *account))
    }

    /// What stands on an account, as it is read there: above nought is more of it.
    pub fn balance_of(&self, account: &Account) -> Cents {
        self.state.natural(account)
    }

    /// Every account that does not stand at nought with its debit balance, in order; together nought.
    pub fn trial_balance(&self) -> BTreeMap<&Account, Cents> {
        self.state.balances.iter().map(|(account, debit)| (account, *debit)).collect()
    }

    /// Whether two books know the same, whatever the order in which it came.
    pub fn knows_the_same_as(&self, other: &Ledger) -> bool {
        self.state == other.state && self.keys.len() == other.keys.len()
    }

    /// The parts of reserves, by reserve and performance.
    pub fn earmarks(&self) -> &BTreeMap<(Name, Name), Earmark> {
        &self.state.earmarks
    }

    /// What was paid ahead, by scheme.
    pub fn prefinancing(&self) -> &BTreeMap<Name, Prefinancing> {
        &self.state.prefinancing
    }

    /// Proposals for a result, posted or not.
    pub fn proposals(&self) -> &BTreeMap<Name, Proposal> {
        &self.state.proposals
    }

    /// The money of rounds with a ceiling.
    pub fn rounds(&self) -> &BTreeMap<Name, RoundMoney> {
        &self.state.ceilings
    }

    /// The money of grants and vouchers.
    pub fn grants(&self) -> &BTreeMap<Name, GrantMoney> {
        &self.state.grants
    }

    /// Pots.
    pub fn pots(&self) -> &BTreeMap<Name, PotMoney> {
        &self.state.pots
    }

    /// Who pays which part of a programme.
    pub fn cofinance(&self) -> &BTreeMap<Name, Vec<CofinancePart>> {
        &self.state.cofinance
    }

    /// Contributions in kind on which nobody put a value, by programme and contributor.
    pub fn unvalued_in_kind(&self) -> &BTreeMap<(Name, Name), Vec<ContributeInKind>> {
        &self.state.unvalued
    }

    /// How long a programme runs; `None`: not known.
    pub fn term(&self, programme: &Name) -> Option<Term> {
        self.state.terms.get(programme).copied()
    }

    /// Whether a year was closed.
    pub fn is_closed(&self, year: i16) -> bool {
        self.state.closed.contains(&year)
    }

    /// What this ledger knows; for figures that are composed of others.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    fn add(&mut self, key: Key, entry: Entry) -> &Entry {
        apply(&mut self.state, &entry);
        let at = self.journal.len();
        self.keys.insert(key, at);
        self.journal.push(entry);
        #[expect(clippy::indexing_slicing, reason = "it was pushed the line before")]
        &self.journal[at]
    }
}

impl std::fmt::Display for ReplayError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReplayError::Unbalanced { key, sum } => {
                write!(formatter, "the postings of `{key}` are together {} cents, not nought", sum.count())
            }
            ReplayError::Twice { key } => write!(formatter, "`{key}` stands in the journal twice"),
        }
    }
}

impl std::error::Error for ReplayError {}
