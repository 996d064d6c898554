//! What a fact can be: its type and its value. Reading values from files or forms lives at the edge.

use std::fmt;
use std::sync::Arc;

use schakel_time::Date;

use crate::number::Number;

/// The type of a fact or of a part of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Yes or no.
    Bool,
    /// A number without a currency: a count, a share, annual work units.
    Number,
    /// An amount in euros.
    Money,
    /// A calendar day.
    Date,
    /// One code of the named code list.
    Code(Arc<str>),
    /// Any number of codes of the named code list.
    Codes(Arc<str>),
    /// Free text.
    Text,
}

impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Bool => formatter.write_str("yes or no"),
            Type::Number => formatter.write_str("a number"),
            Type::Money => formatter.write_str("an amount of money"),
            Type::Date => formatter.write_str("a date"),
            Type::Code(list) => write!(formatter, "a code from `{list}`"),
            Type::Codes(list) => write!(formatter, "a list of codes from `{list}`"),
            Type::Text => formatter.write_str("text"),
        }
    }
}

/// The value of a known fact, or of a literal in an expression. Codes carry no list: the fact's type names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A number, or an amount in euros.
    Number(Number),
    /// A calendar day.
    Date(Date),
    /// A code, or text.
    Text(Arc<str>),
    /// Codes, sorted and without doubles (see [`Value::codes`]).
    Codes(Arc<[Arc<str>]>),
}

impl Value {
    /// A code or a text.
    pub fn text(text: &str) -> Value {
        Value::Text(Arc::from(text))
    }

    /// A list of codes; order and doubles do not matter.
    pub fn codes<'a>(codes: impl IntoIterator<Item = &'a str>) -> Value {
        let mut list: Vec<Arc<str>> = codes.into_iter().map(Arc::from).collect();
        list.sort();
        list.dedup();
        Value::Codes(list.into())
    }
}
