//! The books over the store: the records of the pack, and after them what the journal says of grants, rounds, vouchers and
//! ends of years. What an event moves is decided in `schakel-ledger`; here the journal is read, once, and what follows from
//! it is kept in the same transaction as how far it was read.

use std::sync::Arc;

use schakel_casework::Code;
use schakel_ledger::{
    Charges, Entry, Ledger, LedgerRules, Posted, ReplayError, SchemeEvent, charges_of_pack, ledger_of_pack,
    scheme_orders,
};
use schakel_register::{Cents, Pack};
use schakel_schemes::{ApplicationChange, ApplicationNumber, YearEndChange};
use schakel_store::journal::{self, JournalRow};
use schakel_store::tables::ledger::{self as table, NotPosted};
use schakel_store::{Statements, Store, StoreError, tables};

/// How many entries of the journal are posted in one transaction.
const PAGE_ENTRIES: u32 = 500;

/// The books of a pack over a store. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Books {
    store: Store,
    of_pack: Arc<Ledger>,
    rules: LedgerRules,
    charges: Arc<Charges>,
}

/// Why the books cannot be read.
#[derive(Debug)]
pub enum BooksError {
    /// What is kept does not fit the records of the pack.
    Replay(ReplayError),
    /// The database failed.
    Store(StoreError),
}

/// The books as they stand, and what could not be posted.
#[derive(Clone, Debug)]
pub struct BooksNow {
    /// The books.
    pub ledger: Ledger,
    /// What could not be posted.
    pub refused: Vec<NotPosted>,
}

impl Books {
    /// The books of this pack over a store.
    pub fn new(store: Store, pack: &Pack) -> Self {
        let threshold = pack.money_settings.as_ref().and_then(|it| it.explain_from.value).and_then(Cents::from_euros);
        Books {
            store,
            of_pack: Arc::new(ledger_of_pack(pack).ledger),
            rules: LedgerRules { explain_from: threshold.unwrap_or_default() },
            charges: Arc::new(charges_of_pack(pack)),
        }
    }

    /// The books as they stand.
    ///
    /// # Errors
    /// [`BooksError`].
    pub fn now(&self) -> Result<BooksNow, BooksError> {
        self.store
            .read(|statements| Ok(BooksNow { ledger: self.ledger(statements)?, refused: table::refusals(statements)? }))
    }

    /// Posts what the journal says since it was read last; says how many entries it posted. Doing it again posts nothing.
    ///
    /// # Errors
    /// [`BooksError`]; what was posted before it stays.
    pub fn keep(&self) -> Result<u64, BooksError> {
        let mut posted = 0;
        loop {
            let books = self.clone();
            let (more, is_last) = self.store.write(move |statements| books.keep_page(statements))?;
            posted += more;
            if is_last {
                return Ok(posted);
            }
        }
    }

    fn keep_page(&self, statements: &mut dyn Statements) -> Result<(u64, bool), BooksError> {
        let position = table::position(statements)?;
        let rows = journal::after(statements, position, PAGE_ENTRIES)?;
        let Some(last) = rows.last().map(|row| row.number) else { return Ok((0, true)) };
        let mut posted = 0;
        // Most pages hold nothing for the books; then they need not be read.
        let mut ledger = None;
        for row in rows.iter().filter(|row| is_about_money(row)) {
            let ledger = match &mut ledger {
                Some(ledger) => ledger,
                none => none.insert(self.ledger(statements)?),
            };
            posted += self.post(statements, ledger, row)?;
        }
        table::set_position(statements, last)?;
        Ok((posted, rows.len() < usize::try_from(PAGE_ENTRIES).unwrap_or(usize::MAX)))
    }

    fn ledger(&self, statements: &mut dyn Statements) -> Result<Ledger, BooksError> {
        let kept: Vec<Entry> = table::entries(statements)?;
        let journal = self.of_pack.journal().iter().cloned().chain(kept);
        Ledger::replay(self.rules, journal).map_err(BooksError::Replay)
    }

    /// Posts what follows from one entry of the journal.
    fn post(&self, statements: &mut dyn Statements, ledger: &mut Ledger, row: &JournalRow) -> Result<u64, BooksError> {
        let mut posted = 0;
        for order in self.orders(statements, ledger, row)? {
            match ledger.post(order) {
                Ok(Posted::Now(entry)) => {
                    let key = entry.order.key();
                    let part = key.part.map(|it| it.to_string()).unwrap_or_default();
                    let body = serde_json::to_string(entry).map_err(|error| StoreError::damaged(error.to_string()))?;
                    table::add(statements, key.decision.as_str(), &part, &body)?;
                    posted += 1;
                }
                Ok(Posted::Before(_)) => {}
                Err(refusal) => {
                    table::refuse(statements, row.number, &refusal.to_string())?;
                    break;
                }
            }
        }
        Ok(posted)
    }

    fn orders(
        &self,
        statements: &mut dyn Statements,
        ledger: &Ledger,
        row: &JournalRow,
    ) -> Result<Vec<schakel_ledger::Order>, BooksError> {
        let orders = |event: SchemeEvent<'_>| scheme_orders(event, row.number, row.at.date(), &self.charges, ledger);
        Ok(match journal::entry(row)? {
            journal::Entry::Application(event) => {
                let ApplicationChange::Grant(change) = &event.change else { return Ok(Vec::new()) };
                let Some(found) = tables::applications::read(statements, event.application)? else {
                    return Ok(Vec::new());
                };
                let round = found.application.round;
                orders(SchemeEvent::Grant { round: round.as_str(), application: event.application, change })
            }
            journal::Entry::Round(event) => {
                orders(SchemeEvent::Round { round: event.round.as_str(), change: &event.change })
            }
            journal::Entry::Voucher(event) => {
                let Some(voucher) = tables::vouchers::read(statements, event.voucher)? else { return Ok(Vec::new()) };
                let (round, application) = (voucher.round.as_str(), voucher.application);
                orders(SchemeEvent::Voucher { round, application, change: &event.change })
            }
            journal::Entry::YearEnd(event) => {
                let undecided = undecided(statements, &event.round, event.year)?;
                orders(SchemeEvent::YearEnd { event: &event, undecided: &undecided })
            }
            _ => Vec::new(),
        })
    }
}

/// The applications for which room was proposed to go over, in the last proposal of a year.
fn undecided(statements: &mut dyn Statements, round: &Code, year: i16) -> Result<Vec<ApplicationNumber>, StoreError> {
    let mut found = Vec::new();
    for row in journal::about(statements, &journal::round_subject(round))? {
        if let journal::Entry::YearEnd(event) = journal::entry(&row)?
            && event.year == year
            && let YearEndChange::CarryOverProposed { undecided, .. } = &event.change
        {
            found = undecided.iter().map(|it| it.application).collect();
        }
    }
    Ok(found)
}

fn is_about_money(row: &JournalRow) -> bool {
    ["application-", "round-", "voucher-"].iter().any(|it| row.subject.starts_with(it))
}

impl From<StoreError> for BooksError {
    fn from(error: StoreError) -> Self {
        BooksError::Store(error)
    }
}

impl std::fmt::Display for BooksError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BooksError::Replay(error) => {
                write!(formatter, "what was posted does not fit the records of the pack: {error}")
            }
            BooksError::Store(error) => write!(formatter, "{error}"),
        }
    }
}

impl std::error::Error for BooksError {}
