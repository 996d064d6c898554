//! What the Common Expression Language has and the rule language leaves out, with what to write instead. Recognising
//! these in a text is the work of the lexer and the parser.

/// A construct of CEL outside the rule language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Construct {
    /// `condition ? a : b`
    Choice,
    /// `a % b`
    Remainder,
    /// `35%`, which CEL reads as an unfinished remainder.
    Percentage,
    /// `list[0]`
    Index,
    /// `firm.name`
    Field,
    /// `has(firm.name)`
    Has,
    /// `list.exists(x, …)` and the other macros that go through a list.
    Macro(String),
    /// A function of CEL, such as `size`.
    Function(String),
    /// `null`
    Null,
    /// `b"text"`
    Bytes,
    /// `r"text"`
    RawText,
    /// `"""text"""`
    TripleQuotes,
    /// `1u`
    Unsigned,
    /// `1e6`
    Exponent,
    /// `0x10`
    Hexadecimal,
    /// `{"a": 1}`
    Map,
    /// `// text`
    Comment,
}

/// The macros of CEL that go through a list or map.
const MACROS: [&str; 9] =
    ["all", "exists", "exists_one", "existsOne", "filter", "map", "transformList", "transformMap", "transformMapEntry"];

/// The functions of CEL that a rule could be expected to have.
const FUNCTIONS: [&str; 27] = [
    "bool",
    "bytes",
    "contains",
    "double",
    "duration",
    "dyn",
    "endsWith",
    "getDate",
    "getDayOfMonth",
    "getDayOfWeek",
    "getDayOfYear",
    "getFullYear",
    "getHours",
    "getMilliseconds",
    "getMinutes",
    "getMonth",
    "getSeconds",
    "int",
    "lowerAscii",
    "matches",
    "max",
    "min",
    "size",
    "string",
    "timestamp",
    "type",
    "uint",
];

impl Construct {
    /// The construct that calling this name would be in CEL, when it is one that the rule language leaves out.
    pub(crate) fn called(name: &str) -> Option<Construct> {
        if name == "has" {
            Some(Construct::Has)
        } else if MACROS.contains(&name) {
            Some(Construct::Macro(name.to_owned()))
        } else if FUNCTIONS.contains(&name) {
            Some(Construct::Function(name.to_owned()))
        } else {
            None
        }
    }

    /// What it is called in a message.
    pub(crate) fn title(&self) -> String {
        match self {
            Construct::Choice => "a choice with `?` and `:`".to_owned(),
            Construct::Remainder => "the remainder `%`".to_owned(),
            Construct::Percentage => "the percent sign".to_owned(),
            Construct::Index => "taking an element with `[]`".to_owned(),
            Construct::Field => "a field after a dot".to_owned(),
            Construct::Has => "`has()`".to_owned(),
            Construct::Macro(name) | Construct::Function(name) => format!("`{name}()`"),
            Construct::Null => "`null`".to_owned(),
            Construct::Bytes => "a text of bytes".to_owned(),
            Construct::RawText => "a raw text".to_owned(),
            Construct::TripleQuotes => "a text in triple quotes".to_owned(),
            Construct::Unsigned => "a number that ends in `u`".to_owned(),
            Construct::Exponent => "a number with an exponent".to_owned(),
            Construct::Hexadecimal => "a hexadecimal number".to_owned(),
            Construct::Map => "a map with `{}`".to_owned(),
            Construct::Comment => "a comment".to_owned(),
        }
    }

    /// What to write instead, when something exists.
    pub(crate) fn instead(&self) -> Option<&'static str> {
        match self {
            Construct::Choice => Some("write `(condition && a) || (!condition && b)`"),
            Construct::Percentage => Some("write a share as a decimal number: `0.35` for 35 percent"),
            Construct::Field => Some("every fact has one name, without dots"),
            Construct::Has | Construct::Null => {
                Some("leave it out: a fact that is not given makes the rule unknown by itself")
            }
            Construct::Macro(_) => Some("write `\"a\" in x`, once for each code, joined with `||` or `&&`"),
            Construct::Function(name) => function_instead(name),
            Construct::Bytes | Construct::RawText | Construct::TripleQuotes => Some("write `\"text\"`"),
            Construct::Unsigned => Some("leave the `u` out"),
            Construct::Exponent => Some("write the number in full: `1_000_000`"),
            Construct::Hexadecimal => Some("write the number with the digits 0 to 9"),
            Construct::Comment => {
                Some("leave it out: what the reader should know belongs in the text of the criterion")
            }
            Construct::Remainder | Construct::Index | Construct::Map => None,
        }
    }
}

fn function_instead(name: &str) -> Option<&'static str> {
    match name {
        "contains" => Some("write `\"a\" in x`"),
        "endsWith" | "matches" | "lowerAscii" => {
            Some("write `x.startsWith(\"28\")`, `under(x, \"28\")` or `x in [\"a\", \"b\"]`")
        }
        "timestamp" => Some("write `date(\"2017-04-11\")`"),
        "duration" | "getFullYear" => Some("write `years(from, to)`"),
        "bool" | "bytes" | "double" | "dyn" | "int" | "string" | "type" | "uint" => {
            Some("leave it out: every fact has a type, and numbers are exact")
        }
        "min" | "max" => Some("compare with each of them, joined with `&&` or `||`"),
        _ => None,
    }
}
