//! The delivery of accounts to the State, "informatie voor derden" (Iv3), as JSON of schema 2.1: for the part of a province
//! that these books hold. The controls on it live in `iv3_controls`.
//!
//! Each posting is a cell: on a field of tasks or a code of the balance, with a category. Spending is category 4.2
//! (grants), money of the State 4.3.1 on field 0.1, movements of reserves 7.1 on field 0.8 and code P112, the result of
//! the year 7.1 on field 0.9 and code P114, and all that is paid or owed 6.1.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;

use schakel_register::Cents;
use schakel_time::DateTime;
use serde_json::{Value, json};

use crate::account::Account;
use crate::entry::{Entry, Posting};
use crate::ledger::Ledger;
use crate::name::Name;
use crate::operation::Operation;

/// How a province delivers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Iv3Setup {
    /// Its number, `0023`.
    pub government_number: String,
    /// Its name.
    pub government_name: String,
    /// The field of tasks of each performance.
    pub task_fields: BTreeMap<Name, String>,
    /// Whom to ask about it.
    pub contact: Iv3Contact,
    /// When it was made.
    pub made_at: DateTime,
}

/// Whom to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Iv3Contact {
    /// Name of a person or a desk.
    pub name: String,
    /// Address for mail.
    pub email: String,
    /// Telephone number.
    pub telephone: String,
}

/// Which part of a year is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Iv3Period {
    /// The budget (period 0).
    Budget,
    /// The accounts of the whole year (period 5).
    Accounts,
}

/// A delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Iv3Delivery {
    /// What is delivered.
    pub document: Value,
    /// What the reader must know: what is not known and therefore not in it.
    pub remarks: Vec<String>,
}

/// Why nothing can be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Iv3Error {
    /// A performance has no field of tasks.
    NoTaskField {
        /// The performance.
        performance: Name,
    },
}

/// Where an amount stands: a field of tasks or a code of the balance, and the category.
pub(super) type Cells = BTreeMap<(String, &'static str), Cents>;

#[derive(Default)]
struct Matrix {
    costs: Cells,
    income: Cells,
    balance_costs: Cells,
    balance_income: Cells,
    opening: BTreeMap<&'static str, Cents>,
    closing: BTreeMap<&'static str, Cents>,
}

/// Where a posting stands.
enum Cell {
    Costs(String, &'static str),
    Income(&'static str, &'static str),
    Balance(&'static str, &'static str),
    Outside,
}

const RESERVES: &str = "P112";
const RESULT: &str = "P114";
const BALANCE_CODES: [&str; 5] = ["A224", "A23", "P213", RESERVES, RESULT];

/// The delivery of a year.
///
/// # Errors
///
/// [`Iv3Error`] when a performance has no field of tasks.
pub fn iv3_delivery(ledger: &Ledger, setup: &Iv3Setup, year: i16, period: Iv3Period) -> Result<Iv3Delivery, Iv3Error> {
    let matrix = match period {
        Iv3Period::Budget => budget(ledger, setup, year)?,
        Iv3Period::Accounts => accounts(ledger, setup, year)?,
    };
    let remarks = remarks(ledger, year, period);
    let (number, status) = match period {
        Iv3Period::Budget => (0, "Begroting"),
        Iv3Period::Accounts => (5, "Realisatie"),
    };
    let mut document = json!({
        "metadata": {
            "overheidslaag": "Provincie",
            "overheidsnummer": setup.government_number,
            "overheidsnaam": setup.government_name,
            "boekjaar": year,
            "periode": number,
            "status": status,
            "datum": format!("{}Z", setup.made_at.strftime("%Y-%m-%dT%H:%M:%S")),
            "details_openbaar": true,
            "financieel_pakket": "Schakel",
            "export_software": concat!("Schakel ", env!("CARGO_PKG_VERSION")),
        },
        "contact": {
            "naam": setup.contact.name,
            "email": setup.contact.email,
            "telefoon": setup.contact.telephone,
        },
        "data": {
            "lasten": rows(&matrix.costs, "taakveld"),
            "baten": rows(&matrix.income, "taakveld"),
            "balans_lasten": rows(&matrix.balance_costs, "balanscode"),
            "balans_baten": rows(&matrix.balance_income, "balanscode"),
            "balans_standen": standings(&matrix, period),
        },
    });
    if let (false, Some(fields)) = (remarks.is_empty(), document.as_object_mut()) {
        let remarks = remarks.iter().map(|text| json!({ "tekst": text, "auteur": "Schakel" })).collect();
        fields.insert("opmerkingen".to_owned(), Value::Array(remarks));
    }
    Ok(Iv3Delivery { document, remarks })
}

/// The accounts of a year: what moved, and what stood at both ends of it.
fn accounts(ledger: &Ledger, setup: &Iv3Setup, year: i16) -> Result<Matrix, Iv3Error> {
    let mut matrix = Matrix::default();
    let mut result = Cents::ZERO;
    for entry in ledger.journal() {
        let entry_year = year_of(entry);
        if entry_year > year || matches!(entry.order.operation, Operation::CloseYear { .. }) {
            continue;
        }
        let is_opening = matches!(entry.order.operation, Operation::OpenEarmark(_));
        let moves = entry_year == year && !is_opening;
        let mut on_balance: BTreeMap<(&'static str, &'static str), Cents> = BTreeMap::new();
        for posting in &entry.postings {
            match cell_of(posting, &entry.order.operation, setup)? {
                Cell::Outside => {}
                Cell::Balance(code, category) => *on_balance.entry((code, category)).or_default() += posting.debit,
                Cell::Costs(field, category) => {
                    matrix.end_result(posting, moves, &mut result);
                    matrix.add_costs(moves, (field, category), posting.debit);
                }
                Cell::Income(field, category) => {
                    matrix.end_result(posting, moves, &mut result);
                    matrix.add_income(moves, (field.to_owned(), category), Cents::ZERO - posting.debit);
                }
            }
        }
        for ((code, category), debit) in on_balance {
            matrix.stand(code, debit, moves);
            if moves {
                matrix.move_balance(code, category, debit);
            }
        }
    }
    matrix.close(result);
    Ok(matrix)
}

impl Matrix {
    /// What was spent or received in an earlier year is in the result of then; this year's comes at the end.
    fn end_result(&mut self, posting: &Posting, moves: bool, result: &mut Cents) {
        if moves {
            *result -= posting.debit;
        } else {
            self.stand(RESULT, posting.debit, false);
        }
    }

    fn add_costs(&mut self, moves: bool, cell: (String, &'static str), amount: Cents) {
        if moves {
            *self.costs.entry(cell).or_default() += amount;
        }
    }

    fn add_income(&mut self, moves: bool, cell: (String, &'static str), amount: Cents) {
        if moves {
            *self.income.entry(cell).or_default() += amount;
        }
    }

    fn stand(&mut self, code: &'static str, debit: Cents, moves: bool) {
        let amount = if code.starts_with('A') { debit } else { Cents::ZERO - debit };
        *self.closing.entry(code).or_default() += amount;
        if !moves {
            *self.opening.entry(code).or_default() += amount;
        }
    }

    fn move_balance(&mut self, code: &'static str, category: &'static str, debit: Cents) {
        let cell = (code.to_owned(), category);
        if debit > Cents::ZERO {
            *self.balance_costs.entry(cell).or_default() += debit;
        } else {
            *self.balance_income.entry(cell).or_default() -= debit;
        }
    }

    /// The result goes to the balance; it makes what was spent and what came in equal.
    fn close(&mut self, result: Cents) {
        let cell = ("0.9".to_owned(), "7.1");
        if result > Cents::ZERO {
            *self.costs.entry(cell).or_default() += result;
        } else {
            *self.income.entry(cell).or_default() -= result;
        }
        self.stand(RESULT, Cents::ZERO - result, true);
        self.move_balance(RESULT, "7.1", Cents::ZERO - result);
    }
}

/// The budget of a year: what may be spent, and from what.
fn budget(ledger: &Ledger, setup: &Iv3Setup, year: i16) -> Result<Matrix, Iv3Error> {
    let mut matrix = Matrix::default();
    for entry in ledger.journal() {
        if matches!(entry.order.operation, Operation::CloseYear { .. }) {
            continue;
        }
        for posting in &entry.postings {
            let Account::Budget { year: of, line } = &posting.account else { continue };
            if *of == year {
                let field = task_field(&line.performance, setup)?;
                *matrix.costs.entry((field, "4.2")).or_default() += posting.natural();
                let (from, category) = match &entry.order.operation {
                    Operation::AssignBudget(_) => ("0.5", "7.5"),
                    _ => ("0.8", "7.1"),
                };
                *matrix.income.entry((from.to_owned(), category)).or_default() += posting.natural();
            }
        }
    }
    Ok(matrix)
}

fn cell_of(posting: &Posting, operation: &Operation, setup: &Iv3Setup) -> Result<Cell, Iv3Error> {
    Ok(match &posting.account {
        Account::Spending { line, .. } => Cell::Costs(task_field(&line.performance, setup)?, "4.2"),
        Account::Income { .. } => Cell::Income("0.1", "4.3.1"),
        Account::Cover { .. } => Cell::Income("0.8", "7.1"),
        Account::Result { .. } => Cell::Balance(RESULT, "7.1"),
        Account::Reserve { .. } | Account::Budget { .. } | Account::Means { .. } | Account::Prefinancing { .. } => {
            Cell::Balance(RESERVES, "7.1")
        }
        Account::Bank => Cell::Balance("A23", "6.1"),
        // What stood in reserves is a claim on the rest of the province, which these books do not hold.
        Account::Opening => Cell::Balance("A224", "6.1"),
        Account::Commitment { .. } | Account::Vouchers { .. } => Cell::Balance("P213", "6.1"),
        // What others promised to a pot is theirs until they pay it; then it is owed to the pot.
        Account::Promised { .. } if matches!(operation, Operation::Deposit(_)) => Cell::Balance("P213", "6.1"),
        Account::Promised { .. } | Account::Pot { .. } | Account::Charged { .. } => Cell::Outside,
        Account::InKind { .. } | Account::InKindReceived { .. } => Cell::Outside,
    })
}

fn task_field(performance: &Name, setup: &Iv3Setup) -> Result<String, Iv3Error> {
    let field = setup.task_fields.get(performance).cloned();
    field.ok_or_else(|| Iv3Error::NoTaskField { performance: performance.clone() })
}

/// The year in which an entry counts: that of what it spends or receives, or else the year of the decision.
fn year_of(entry: &Entry) -> i16 {
    let counts = entry.postings.iter().filter(|posting| {
        matches!(posting.account, Account::Spending { .. } | Account::Income { .. } | Account::Cover { .. })
    });
    let year = counts.filter_map(|posting| posting.account.year()).max();
    year.unwrap_or_else(|| entry.order.decision.day.latest().year())
}

fn rows(cells: &Cells, place: &str) -> Vec<Value> {
    let row = |((code, category), amount): (&(String, &'static str), &Cents)| json!({ place: code, "categorie": category, "bedrag": euros(*amount) });
    cells.iter().filter(|(_, amount)| **amount != Cents::ZERO).map(row).collect()
}

fn standings(matrix: &Matrix, period: Iv3Period) -> Vec<Value> {
    if period == Iv3Period::Budget {
        return Vec::new();
    }
    let stand = |code: &str, moment: &str, amount: Option<&Cents>| json!({ "balanscode": code, "standper": moment, "bedrag": euros(amount.copied().unwrap_or_default()) });
    let both = |code: &str| {
        [stand(code, "1 januari", matrix.opening.get(code)), stand(code, "ultimo", matrix.closing.get(code))]
    };
    BALANCE_CODES.iter().flat_map(|code| both(code)).collect()
}

/// An amount in euros as JSON: a whole number, or one with the decimals of its cents.
fn euros(amount: Cents) -> Value {
    if amount.count() % 100 == 0 {
        return json!(amount.count() / 100);
    }
    let sign = if amount < Cents::ZERO { "-" } else { "" };
    let text = format!("{sign}{}.{:02}", amount.count().unsigned_abs() / 100, amount.count().unsigned_abs() % 100);
    text.parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
}

/// What is not known, in Dutch: the reader is a Dutch government.
fn remarks(ledger: &Ledger, year: i16, period: Iv3Period) -> Vec<String> {
    let mut remarks =
        vec!["Deze levering gaat alleen over het deel van de provincie dat in deze boeken staat.".to_owned()];
    let state = ledger.state();
    if period == Iv3Period::Accounts {
        let unknown = ledger.earmarks().iter().filter(|(_, earmark)| earmark.opening.is_none());
        remarks.extend(unknown.map(|((reserve, performance), _)| {
            format!(
                "De beginstand van reserve {reserve} voor prestatie {performance} is niet bekend: de stand telt vanaf de \
                 eerste boeking."
            )
        }));
    }
    let unknown: BTreeSet<_> = state.unknown_budgets.iter().filter(|(of, _)| *of == year).collect();
    remarks.extend(unknown.into_iter().map(|(_, line)| {
        format!("Het bedrag van de begroting voor {} (prestatie {}) is niet bekend.", line.programme, line.performance)
    }));
    remarks
}

impl fmt::Display for Iv3Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Iv3Error::NoTaskField { performance } => write!(
                formatter,
                "performance {performance} has no field of tasks: add a `[[task_field]]` to `ledger/settings.toml`"
            ),
        }
    }
}

impl Error for Iv3Error {}
