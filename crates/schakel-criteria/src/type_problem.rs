//! The mistakes of an expression that can be read but does not fit the vocabulary, and the words for them. What makes
//! a text unreadable is in `syntax_problem`.

use std::fmt;

use crate::suggestion::nearest;
use crate::syntax::Function;
use crate::value::Type;
use crate::vocabulary::{Code, CodeList};

/// A part of an expression as a message names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its text.
    pub text: String,
    /// Its type.
    pub part_type: Type,
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is {}", self.text, self.part_type)
    }
}

/// A code that was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeSuggestion {
    /// The code.
    pub code: String,
    /// Its Dutch name.
    pub name: String,
}

impl CodeSuggestion {
    /// The code that was meant by `written`: the one with that name, or else with the nearest code or name.
    pub(crate) fn nearest(written: &str, list: &CodeList) -> Option<CodeSuggestion> {
        let codes = list.codes();
        let named = |name: &str| codes.iter().find(|code| code.name.nl == name || code.name.en == name);
        let same_name = |code: &&Code| is_same(&code.name.nl, written) || is_same(&code.name.en, written);
        let names = || codes.iter().flat_map(|code| [code.name.nl.as_str(), code.name.en.as_str()]);
        let found = codes
            .iter()
            .find(same_name)
            .or_else(|| list.get(&nearest(written, codes.iter().map(|code| &*code.id))?))
            .or_else(|| named(&nearest(written, names())?))?;
        Some(CodeSuggestion { code: found.id.to_string(), name: found.name.nl.clone() })
    }
}

/// Whether two names are the same but for capitals.
fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// How an expression fails to fit the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeProblem {
    /// A name that is neither a fact nor a threshold; with the nearest that is.
    UnknownName {
        /// The name as written.
        name: String,
        /// The name that was probably meant.
        nearest: Option<String>,
    },
    /// A code that is not in its list; with the nearest that is.
    UnknownCode {
        /// The code as written.
        code: String,
        /// The name of the code list.
        list: String,
        /// The code that was probably meant.
        nearest: Option<CodeSuggestion>,
    },
    /// No code of the list starts so.
    UnknownStart {
        /// The start as written.
        start: String,
        /// The name of the code list.
        list: String,
    },
    /// The whole expression has another type than its place asks for.
    WrongResult {
        /// The type that is needed.
        wanted: Type,
        /// The expression.
        found: Part,
    },
    /// `&&`, `||` or `!` on something that is not yes or no.
    NotACondition {
        /// The part.
        part: Part,
        /// Whether it stands after `!`.
        after_not: bool,
    },
    /// A comparison of two parts that can never be equal.
    Incomparable(Part, Part),
    /// A comparison of lists of codes.
    ComparedCodes(Part),
    /// `<` and the like on something without an order; with the sign.
    NoOrder(&'static str, Part),
    /// A calculation with something that is no number or amount; with the sign.
    NotAFigure(&'static str, Part),
    /// A sum or difference of a number and an amount.
    MixedSum(Part, Part),
    /// A product of two amounts of money.
    AmountTimesAmount(Part, Part),
    /// A number divided by an amount of money.
    NumberByAmount(Part, Part),
    /// A division by a written nought.
    DivisionByZero,
    /// A text that is not a date.
    NotADate(String),
    /// A function with too few or too many arguments; with how many stand there.
    ArgumentCount(Function, usize),
    /// An argument that must be written in quotes.
    ArgumentNotQuoted(Function),
    /// An argument of a type with which the function can do nothing.
    ArgumentType(Function, Part),
    /// `in` with something on its right in which nothing can be looked for.
    InWithoutList(Part),
    /// `codes in ["a"]`: more than one code on the left.
    CodesInList(Part),
    /// `x in ["a"]` for something that is no code or text.
    NotACode(Part),
    /// `x in codes`: only a code in quotes can be looked for in a fact. Left and right.
    WantedNotQuoted(Part, Part),
    /// An element of a list that is no text in quotes.
    ElementNotQuoted,
    /// A list without elements.
    EmptyList,
    /// A list in another place than right of `in`.
    ListElsewhere,
}

impl fmt::Display for TypeProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TypeProblem::UnknownName { name, .. } => write!(formatter, "unknown fact `{name}`"),
            TypeProblem::UnknownCode { code, list, .. } => write!(formatter, "`{list}` has no code `{code}`"),
            TypeProblem::UnknownStart { start, list } => {
                write!(formatter, "no code of `{list}` starts with `{start}`")
            }
            TypeProblem::WrongResult { wanted, found } => write!(formatter, "{wanted} is needed here, but {found}"),
            TypeProblem::NotACondition { part, .. } => write!(formatter, "yes or no is needed here, but {part}"),
            TypeProblem::Incomparable(left, right) => write!(formatter, "{left} and {right}: they cannot be compared"),
            TypeProblem::ComparedCodes(part) => write!(formatter, "{part}, which cannot be compared as a whole"),
            TypeProblem::NoOrder(sign, part) => {
                write!(formatter, "`{sign}` is for numbers, amounts of money and dates, but {part}")
            }
            TypeProblem::NotAFigure(sign, part) => {
                write!(formatter, "`{sign}` is for numbers and amounts of money, but {part}")
            }
            TypeProblem::MixedSum(left, right) => {
                write!(formatter, "{left} and {right}: they cannot be added or subtracted")
            }
            TypeProblem::AmountTimesAmount(left, right) => {
                write!(formatter, "{left} and {right}: the product of two amounts means nothing")
            }
            TypeProblem::NumberByAmount(left, right) => {
                write!(formatter, "{left} and {right}: a number divided by an amount means nothing")
            }
            TypeProblem::DivisionByZero => formatter.write_str("this divides by nought"),
            TypeProblem::NotADate(text) => write!(formatter, "`{text}` is not a date"),
            TypeProblem::ArgumentCount(function, found) => {
                let wanted = function.arguments();
                let noun = if wanted == 1 { "argument" } else { "arguments" };
                write!(formatter, "`{}` has {wanted} {noun}, not {found}", function.name())
            }
            TypeProblem::ArgumentNotQuoted(function) => {
                write!(formatter, "`{}` needs a text in quotes here", function.name())
            }
            TypeProblem::ArgumentType(function, part) => {
                write!(formatter, "`{}` is for {}, but {part}", function.name(), meant_for(*function))
            }
            TypeProblem::InWithoutList(part) => write!(formatter, "right of `in` stands a list of codes, but {part}"),
            TypeProblem::CodesInList(part) => write!(formatter, "left of `in` stands one code, but {part}"),
            TypeProblem::NotACode(part) => write!(formatter, "left of `in` stands a code or a text, but {part}"),
            TypeProblem::WantedNotQuoted(..) => {
                formatter.write_str("only a code in quotes can be looked for in a fact")
            }
            TypeProblem::ElementNotQuoted => formatter.write_str("a list holds codes in quotes"),
            TypeProblem::EmptyList => formatter.write_str("the list is empty, so nothing is ever in it"),
            TypeProblem::ListElsewhere => formatter.write_str("a list can only stand right of `in`"),
        }
    }
}

impl TypeProblem {
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            TypeProblem::UnknownName { name, nearest } => unknown_name_help(name, nearest.as_deref()),
            TypeProblem::UnknownCode { nearest, .. } => {
                nearest.as_ref().map(|it| format!("did you mean `{}` ({})?", it.code, it.name))
            }
            TypeProblem::NotACondition { after_not: true, .. } => {
                Some("`!` works on what follows it at once: write `!(…)` around a comparison".to_owned())
            }
            TypeProblem::NotACondition { part, .. } | TypeProblem::WrongResult { wanted: Type::Bool, found: part } => {
                condition_help(part)
            }
            TypeProblem::Incomparable(left, right) => incomparable_help(left, right),
            TypeProblem::ComparedCodes(part)
            | TypeProblem::NoOrder(_, part @ Part { part_type: Type::Codes(_), .. })
            | TypeProblem::CodesInList(part) => {
                Some(format!("write `\"code\" in {}` for each code, joined with `||` or `&&`", part.text))
            }
            TypeProblem::NoOrder(_, Part { part_type: Type::Code(_) | Type::Text, .. }) => {
                Some("use `==`, `!=` or `in`".to_owned())
            }
            TypeProblem::NotAFigure(_, Part { part_type: Type::Date, .. }) => {
                Some("count whole years with `years(from, to)`".to_owned())
            }
            TypeProblem::NotADate(_) => Some("write year, month and day: `date(\"2017-04-11\")`".to_owned()),
            TypeProblem::ArgumentCount(function, _)
            | TypeProblem::ArgumentNotQuoted(function)
            | TypeProblem::ArgumentType(function, _) => Some(format!("write `{}`", function.usage())),
            TypeProblem::InWithoutList(part) => Some(in_help(part)),
            TypeProblem::NotACode(part) => match part.part_type {
                Type::Number | Type::Money | Type::Date => {
                    Some(format!("use `==`, or `between({}, low, high)`", part.text))
                }
                _ => None,
            },
            TypeProblem::WantedNotQuoted(_, right) => Some(format!("write `\"code\" in {}`", right.text)),
            TypeProblem::ElementNotQuoted | TypeProblem::ListElsewhere => {
                Some("write `x in [\"a\", \"b\"]`".to_owned())
            }
            TypeProblem::UnknownStart { .. }
            | TypeProblem::WrongResult { .. }
            | TypeProblem::NoOrder(..)
            | TypeProblem::NotAFigure(..)
            | TypeProblem::MixedSum(..)
            | TypeProblem::AmountTimesAmount(..)
            | TypeProblem::NumberByAmount(..)
            | TypeProblem::DivisionByZero
            | TypeProblem::EmptyList => None,
        }
    }
}

/// What a function works on, in words.
fn meant_for(function: Function) -> &'static str {
    match function {
        Function::Years => "dates",
        Function::Between => "numbers, amounts of money and dates",
        Function::Under => "facts with codes",
        Function::StartsWith => "codes and texts",
        Function::Date => "a text in quotes",
    }
}

fn unknown_name_help(name: &str, nearest: Option<&str>) -> Option<String> {
    let function = Function::ALL.into_iter().find(|function| function.name() == name);
    match (function, nearest) {
        (Some(function), _) => Some(format!("`{name}` is a function: write `{}`", function.usage())),
        (None, Some(nearest)) => Some(format!("did you mean `{nearest}`?")),
        (None, None) => None,
    }
}

fn condition_help(part: &Part) -> Option<String> {
    let text = &part.text;
    match part.part_type {
        Type::Number | Type::Money => Some(format!("compare it, for example `{text} > 0`")),
        Type::Date => Some(format!("compare it, for example `{text} <= as_of`")),
        Type::Code(_) => Some(format!("compare it, for example `{text} == \"code\"`")),
        Type::Codes(_) => Some(format!("write `\"code\" in {text}`")),
        Type::Bool | Type::Text => None,
    }
}

fn incomparable_help(left: &Part, right: &Part) -> Option<String> {
    match (&left.part_type, &right.part_type) {
        (Type::Date, Type::Text) => Some(format!("write a date as `date({})`", right.text)),
        (Type::Text, Type::Date) => Some(format!("write a date as `date({})`", left.text)),
        (Type::Number | Type::Money, Type::Text) | (Type::Text, Type::Number | Type::Money) => {
            Some("write a number without quotes".to_owned())
        }
        (Type::Bool, Type::Text) | (Type::Text, Type::Bool) => {
            Some("write `true` or `false` without quotes".to_owned())
        }
        (Type::Code(_), _) | (_, Type::Code(_)) => Some("write a code in quotes".to_owned()),
        _ => None,
    }
}

fn in_help(part: &Part) -> String {
    match part.part_type {
        Type::Code(_) | Type::Text => format!("write `{} == \"code\"`", part.text),
        _ => "write `x in [\"a\", \"b\"]`, or `\"a\" in x` for a fact with codes".to_owned(),
    }
}
