//! Numbers between people, JSON and rules: as typed in a form, and back without losing a digit.

use schakel_criteria::{DIGITS_MAX, Language, Number};

/// A number as people type it in a language; `None` when it is no number.
///
/// A mark before exactly three digits is a thousands mark, unless it is the decimal mark of the language: `25.000` is
/// twenty-five thousand in Dutch. A single thousands mark before other than three digits is meant as decimal mark:
/// `1.5` is one and a half, also in Dutch.
pub fn typed_number(text: &str, language: Language) -> Option<Number> {
    Number::parse(&plain_number(text, language))
}

/// A share as people type it: a number, or a percentage, `60%` for 0.6.
pub(crate) fn typed_share(text: &str, language: Language) -> Option<Number> {
    match text.trim().strip_suffix('%') {
        Some(percentage) => typed_number(percentage, language)?.divided_by(Number::whole(100)),
        None => typed_number(text, language),
    }
}

/// In the form that rules use: no currency sign, no thousands marks, a point before the decimals. Text that is no number
/// stays no number.
fn plain_number(text: &str, language: Language) -> String {
    let (decimal, group, no_cents) = match language {
        Language::Dutch => (',', '.', ",-"),
        Language::English => ('.', ',', ".-"),
    };
    let bare: String = text.chars().filter(|it| !it.is_whitespace() && *it != '€').collect();
    let bare = bare.strip_suffix(no_cents).unwrap_or(&bare);
    let (whole, decimals) = bare.split_once(decimal).map_or((bare, None), |(whole, rest)| (whole, Some(rest)));
    let whole = if has_thousands(whole, group) { whole.replace(group, "") } else { whole.replace(group, ".") };
    match decimals {
        Some(decimals) => format!("{whole}.{decimals}"),
        None => whole,
    }
}

/// Whether every mark stands before three digits, and the first after one to three.
fn has_thousands(whole: &str, group: char) -> bool {
    let mut parts = whole.trim_start_matches('-').split(group);
    let first = parts.next().unwrap_or("");
    (1..=3).contains(&first.len()) && parts.all(|part| part.len() == 3)
}

/// A number with all its decimals, as rules write it; `None` for a fraction without an end, which nobody can have
/// given.
pub(crate) fn exact_text(number: Number) -> Option<String> {
    let whole = number.floor();
    let mut rest = number.minus(whole)?;
    if number.is_negative() && !rest.is_zero() {
        return exact_text(number.negated()).map(|text| format!("-{text}"));
    }
    let mut decimals = String::new();
    while !rest.is_zero() {
        if decimals.len() == DIGITS_MAX {
            return None;
        }
        let shifted = rest.times(Number::whole(10))?;
        decimals.push_str(&shifted.floor().to_string());
        rest = shifted.minus(shifted.floor())?;
    }
    let point = if decimals.is_empty() { "" } else { "." };
    Some(format!("{whole}{point}{decimals}"))
}
