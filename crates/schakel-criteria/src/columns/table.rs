//! Firms as columns: one typed column for each fact that is known of some of them. Reading files into columns is in
//! `schakel-landscape`.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use schakel_time::Date;

use crate::day;
use crate::number::Number;
use crate::value::{Type, Value};
use crate::vocabulary::{FactId, FactSet, Vocabulary};

/// What a column of numbers holds where the fact is not known.
const NUMBER_NOT_KNOWN: i64 = i64::MIN;
/// What a column of days holds where the fact is not known.
const DAY_NOT_KNOWN: i32 = i32::MIN;
/// What a column of different values holds where the fact is not known.
const VALUE_NOT_KNOWN: u16 = u16::MAX;

/// One fact of all firms.
#[derive(Clone, Debug)]
pub enum Column {
    /// Values of which there are few different ones: yes or no, codes, lists of codes.
    Values {
        /// The different values.
        dictionary: Vec<Value>,
        /// Per row its place in the dictionary.
        places: Vec<u16>,
    },
    /// Numbers and amounts, counted in parts of one: with `parts` 100 the number 150 stands for 1.5.
    Numbers {
        /// How many parts make one.
        parts: i64,
        /// Per row how many.
        counts: Vec<i64>,
    },
    /// Days.
    Days(Vec<i32>),
}

/// Firms, a row each, with a column for each fact that is known of some of them.
#[derive(Clone, Debug, Default)]
pub struct FirmTable {
    rows: usize,
    columns: BTreeMap<FactId, Column>,
}

/// Why a column does not fit in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnError {
    /// The column has another number of rows than the table.
    Rows {
        /// The fact.
        fact: Arc<str>,
        /// How many rows the table has.
        table: usize,
        /// How many the column has.
        column: usize,
    },
    /// The values of the column are not of the type of the fact.
    WrongType {
        /// The fact.
        fact: Arc<str>,
        /// The type that it has.
        needed: Type,
    },
    /// The vocabulary has no fact with this number.
    NoSuchFact(FactId),
    /// The column has more different values than it can number.
    TooManyValues {
        /// How many it can.
        most: usize,
    },
    /// The number stands for something that cannot be counted so.
    NotWhole {
        /// The row, counted from one.
        row: usize,
        /// The number.
        number: Number,
        /// How many parts make one.
        parts: i64,
    },
}

impl Column {
    /// A column of values of which there are few different ones.
    ///
    /// # Errors
    /// [`ColumnError::TooManyValues`] for more than 65,535 different ones.
    pub fn values(values: impl IntoIterator<Item = Option<Value>>) -> Result<Column, ColumnError> {
        let mut place_of: HashMap<Value, u16> = HashMap::new();
        let mut dictionary = Vec::new();
        let mut places = Vec::new();
        for value in values {
            let Some(value) = value else {
                places.push(VALUE_NOT_KNOWN);
                continue;
            };
            let place = match place_of.get(&value) {
                Some(place) => *place,
                None => {
                    let most = usize::from(VALUE_NOT_KNOWN);
                    let place = u16::try_from(dictionary.len()).ok().filter(|place| *place != VALUE_NOT_KNOWN);
                    let place = place.ok_or(ColumnError::TooManyValues { most })?;
                    dictionary.push(value.clone());
                    place_of.insert(value, place);
                    place
                }
            };
            places.push(place);
        }
        Ok(Column::Values { dictionary, places })
    }

    /// A column of numbers that are whole in parts of one.
    ///
    /// # Errors
    /// [`ColumnError::NotWhole`] for a number that is not, or that is too large.
    pub fn numbers(parts: i64, numbers: impl IntoIterator<Item = Option<Number>>) -> Result<Column, ColumnError> {
        let count = |(row, number): (usize, Option<Number>)| {
            let Some(number) = number else { return Ok(NUMBER_NOT_KNOWN) };
            let count = number.times(Number::whole(parts)).and_then(Number::to_i64);
            let count = count.filter(|count| *count != NUMBER_NOT_KNOWN);
            count.ok_or(ColumnError::NotWhole { row: row + 1, number, parts })
        };
        let counts = numbers.into_iter().enumerate().map(count).collect::<Result<_, _>>()?;
        Ok(Column::Numbers { parts, counts })
    }

    /// A column of whole numbers.
    pub fn whole_numbers(numbers: impl IntoIterator<Item = Option<i64>>) -> Column {
        let counts = numbers.into_iter().map(|number| number.unwrap_or(NUMBER_NOT_KNOWN)).collect();
        Column::Numbers { parts: 1, counts }
    }

    /// A column of days.
    pub fn days(days: impl IntoIterator<Item = Option<Date>>) -> Column {
        let number = |day: Option<Date>| day.and_then(|day| i32::try_from(day::number_of(day)).ok());
        Column::Days(days.into_iter().map(|day| number(day).unwrap_or(DAY_NOT_KNOWN)).collect())
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        match self {
            Column::Values { places, .. } => places.len(),
            Column::Numbers { counts, .. } => counts.len(),
            Column::Days(days) => days.len(),
        }
    }

    /// The value of a row, when it is known.
    pub fn value(&self, row: usize) -> Option<Value> {
        match self {
            Column::Values { dictionary, places } => dictionary.get(usize::from(*places.get(row)?)).cloned(),
            Column::Numbers { parts, counts } => {
                let count = counts.get(row).filter(|count| **count != NUMBER_NOT_KNOWN)?;
                Number::fraction(*count, *parts).map(Value::Number)
            }
            Column::Days(days) => {
                let day = days.get(row).filter(|day| **day != DAY_NOT_KNOWN)?;
                day::date_at(i64::from(*day)).map(Value::Date)
            }
        }
    }

    /// The memory that it takes, bytes.
    pub fn bytes(&self) -> usize {
        match self {
            Column::Values { places, .. } => places.len() * size_of::<u16>(),
            Column::Numbers { counts, .. } => counts.len() * size_of::<i64>(),
            Column::Days(days) => days.len() * size_of::<i32>(),
        }
    }

    fn fits(&self, needed: &Type) -> bool {
        let is_value = |value: &Value| {
            matches!(
                (value, needed),
                (Value::Bool(_), Type::Bool)
                    | (Value::Text(_), Type::Code(_) | Type::Text)
                    | (Value::Codes(_), Type::Codes(_))
            )
        };
        match self {
            Column::Values { dictionary, .. } => dictionary.iter().all(is_value),
            Column::Numbers { .. } => matches!(needed, Type::Number | Type::Money),
            Column::Days(_) => *needed == Type::Date,
        }
    }
}

impl FirmTable {
    /// So many firms of which nothing is known yet.
    pub fn new(rows: usize) -> Self {
        FirmTable { rows, columns: BTreeMap::new() }
    }

    /// Adds what is known of a fact, in place of an earlier column.
    ///
    /// # Errors
    /// [`ColumnError`] for a column that does not fit.
    pub fn set(&mut self, fact: FactId, column: Column, vocabulary: &Vocabulary) -> Result<(), ColumnError> {
        let Some(definition) = vocabulary.fact(fact) else { return Err(ColumnError::NoSuchFact(fact)) };
        let name = || Arc::clone(&definition.id);
        if column.rows() != self.rows {
            return Err(ColumnError::Rows { fact: name(), table: self.rows, column: column.rows() });
        }
        if !column.fits(&definition.fact_type) {
            return Err(ColumnError::WrongType { fact: name(), needed: definition.fact_type.clone() });
        }
        self.columns.insert(fact, column);
        Ok(())
    }

    /// How many firms there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The column of a fact; nothing when it is not known of any firm.
    pub fn column(&self, fact: FactId) -> Option<&Column> {
        self.columns.get(&fact)
    }

    /// What is known of one firm.
    pub fn facts(&self, row: usize) -> FactSet {
        let mut facts = FactSet::new();
        for (fact, column) in &self.columns {
            if let Some(value) = column.value(row) {
                facts.set(*fact, value);
            }
        }
        facts
    }

    /// The memory that the columns take, bytes.
    pub fn bytes(&self) -> usize {
        self.columns.values().map(Column::bytes).sum()
    }
}

impl fmt::Display for ColumnError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ColumnError::Rows { fact, table, column } => {
                write!(formatter, "the column of `{fact}` has {column} rows, and the table {table}")
            }
            ColumnError::WrongType { fact, needed } => {
                write!(formatter, "the column of `{fact}` holds values of another type: it must be {needed}")
            }
            ColumnError::NoSuchFact(fact) => write!(formatter, "there is no fact with number {}", fact.0),
            ColumnError::TooManyValues { most } => {
                write!(
                    formatter,
                    "the column has more than {most} different values: such a fact cannot be counted with"
                )
            }
            ColumnError::NotWhole { row, number, parts } => {
                write!(formatter, "row {row} has {number}, which cannot be counted in parts of 1/{parts}")
            }
        }
    }
}

impl std::error::Error for ColumnError {}
