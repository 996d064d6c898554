//! What goes into a statement and what comes out of a row: whole numbers, texts and bytes, the same on every engine. Days
//! and moments are texts that sort as they follow each other.

use schakel_register::Cents;
use schakel_time::{Date, DateTime, parse_date};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;

/// One value of a statement or a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A row, in the order of the columns that were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(pub Vec<Value>);

/// Makes the values of a statement.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}

impl Row {
    /// A whole number.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn integer(&self, column: usize) -> Result<i64, StoreError> {
        self.optional_integer(column)?.ok_or_else(|| self.unreadable(column, "a number"))
    }

    /// A whole number that counts or refers.
    ///
    /// # Errors
    /// When the column holds something else, or less than 0.
    pub fn number(&self, column: usize) -> Result<u64, StoreError> {
        u64::try_from(self.integer(column)?).map_err(|_| self.unreadable(column, "a count"))
    }

    /// A whole number, or nothing.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn optional_integer(&self, column: usize) -> Result<Option<i64>, StoreError> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            Some(Value::Integer(number)) => Ok(Some(*number)),
            _ => Err(self.unreadable(column, "a number")),
        }
    }

    /// A number that refers, or nothing.
    ///
    /// # Errors
    /// When the column holds something else, or less than 0.
    pub fn optional_number(&self, column: usize) -> Result<Option<u64>, StoreError> {
        let number = self.optional_integer(column)?;
        number.map(|it| u64::try_from(it).map_err(|_| self.unreadable(column, "a count"))).transpose()
    }

    /// A text.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn text(&self, column: usize) -> Result<&str, StoreError> {
        self.optional_text(column)?.ok_or_else(|| self.unreadable(column, "a text"))
    }

    /// A text, or nothing.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn optional_text(&self, column: usize) -> Result<Option<&str>, StoreError> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            _ => Err(self.unreadable(column, "a text")),
        }
    }

    /// Bytes.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn bytes(&self, column: usize) -> Result<&[u8], StoreError> {
        match self.0.get(column) {
            Some(Value::Bytes(bytes)) => Ok(bytes),
            _ => Err(self.unreadable(column, "bytes")),
        }
    }

    /// Bytes of a fixed length.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn exact_bytes<const LENGTH: usize>(&self, column: usize) -> Result<[u8; LENGTH], StoreError> {
        self.bytes(column)?.try_into().map_err(|_| self.unreadable(column, "bytes of that length"))
    }

    /// A day.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn day(&self, column: usize) -> Result<Date, StoreError> {
        parse_date(self.text(column)?).map_err(|_| self.unreadable(column, "a day"))
    }

    /// A day, or nothing.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn optional_day(&self, column: usize) -> Result<Option<Date>, StoreError> {
        let text = self.optional_text(column)?;
        text.map(|text| parse_date(text).map_err(|_| self.unreadable(column, "a day"))).transpose()
    }

    /// A moment, Dutch time.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn moment(&self, column: usize) -> Result<DateTime, StoreError> {
        self.text(column)?.parse().map_err(|_| self.unreadable(column, "a moment"))
    }

    /// A moment, or nothing.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn optional_moment(&self, column: usize) -> Result<Option<DateTime>, StoreError> {
        let text = self.optional_text(column)?;
        text.map(|text| text.parse().map_err(|_| self.unreadable(column, "a moment"))).transpose()
    }

    /// An amount.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn cents(&self, column: usize) -> Result<Cents, StoreError> {
        self.integer(column).map(Cents::new)
    }

    /// A value that was kept as JSON.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn json<T: DeserializeOwned>(&self, column: usize) -> Result<T, StoreError> {
        serde_json::from_str(self.text(column)?).map_err(|error| StoreError::damaged(format!("a value ({error})")))
    }

    fn unreadable(&self, column: usize, wanted: &str) -> StoreError {
        StoreError::damaged(format!("{wanted} in column {}", column.saturating_add(1)))
    }
}

/// A value as JSON text, to be kept.
///
/// # Errors
/// When it has no JSON form, such as a map whose keys are no texts.
pub fn to_json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::failed)
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Integer(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Value::Integer(i64::from(number))
    }
}

/// Numbers of the store never come near the end of the range.
impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Value::Integer(i64::from(yes))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Value::Text(text.clone())
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Value::Bytes(bytes.to_vec())
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Value::Bytes(bytes)
    }
}

impl<const LENGTH: usize> From<[u8; LENGTH]> for Value {
    fn from(bytes: [u8; LENGTH]) -> Self {
        Value::Bytes(bytes.to_vec())
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Value::Text(day.to_string())
    }
}

impl From<Cents> for Value {
    fn from(amount: Cents) -> Self {
        Value::Integer(amount.count())
    }
}

/// A moment with its microseconds, for what has to be told apart within a second; such texts sort among each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exactly(pub DateTime);

impl From<Exactly> for Value {
    fn from(moment: Exactly) -> Self {
        Value::Text(moment.0.strftime("%Y-%m-%dT%H:%M:%S%.6f").to_string())
    }
}

/// Whole seconds, so that texts sort as the moments follow each other.
impl From<DateTime> for Value {
    fn from(moment: DateTime) -> Self {
        Value::Text(moment.strftime("%Y-%m-%dT%H:%M:%S").to_string())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}
