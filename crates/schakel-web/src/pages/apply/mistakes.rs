//! What is wrong with what was filled in: all of it at once, each with the field where it stands. An empty field is not
//! wrong, it is missing.

use schakel_criteria::Number;
use schakel_identity::EmailAddress;
use schakel_register::{Cents, FieldKind, number_with_unit};
use schakel_time::parse_date;

use crate::pages::apply::answers::{kept_amount, to_keep};
use crate::pages::apply::way::Sheet;
use crate::pages::frame::Visit;
use crate::pages::questions::ask_fields::is_telephone;

/// A field and what is wrong with it.
pub type Mistake = (String, String);

/// The longest answer in one line, characters.
const LINE_CHARACTERS_MAX: usize = 500;

/// The longest answer in several lines, characters: two sheets of paper.
const TEXT_CHARACTERS_MAX: usize = 5_000;

/// Looks for everything that is wrong.
pub fn mistakes(sheet: &Sheet, visit: &Visit) -> Vec<Mistake> {
    let texts = visit.texts();
    let mut found = Vec::new();
    for field in &sheet.setup.version.fields {
        let answer = sheet.answers.fields.get(&*field.id).map_or("", String::as_str);
        if let Some(key) = flaw(field.kind, answer, visit) {
            found.push((format!("veld-{}", field.id), texts.with(key, "field", field.label.get(visit.language))));
        }
    }
    let kvk = &sheet.answers.applicant.kvk;
    if !kvk.is_empty() && !is_register_number(kvk) {
        found.push(("kvk".to_owned(), texts.get("apply-wrong-kvk")));
    }
    for (firm, kinds) in &sheet.answers.costs {
        for (kind, typed) in kinds {
            if !typed.is_empty() && kept_amount(typed).is_none() {
                found.push((format!("kosten-{firm}-{kind}"), texts.with("apply-wrong-amount", "typed", typed)));
            }
        }
    }
    found.extend(requested_flaw(sheet, visit).map(|text| ("bedrag".to_owned(), text)));
    found
}

fn flaw(kind: FieldKind, answer: &str, visit: &Visit) -> Option<&'static str> {
    if answer.is_empty() {
        return None;
    }
    let most = if kind == FieldKind::Text { TEXT_CHARACTERS_MAX } else { LINE_CHARACTERS_MAX };
    if answer.chars().count() > most {
        return Some("apply-wrong-long");
    }
    let is_right = match kind {
        FieldKind::Line | FieldKind::Text => true,
        FieldKind::Money => kept_amount(&to_keep(answer, visit.language)).is_some(),
        FieldKind::Number => schakel_register::typed_number(answer, visit.language).is_some(),
        FieldKind::Date => parse_date(answer).is_ok(),
        FieldKind::Register => is_register_number(answer),
        FieldKind::Email => EmailAddress::parse(answer).is_ok(),
        FieldKind::Phone => is_telephone(answer),
        FieldKind::Account => is_account(answer),
    };
    (!is_right).then_some(match kind {
        FieldKind::Money => "apply-wrong-money",
        FieldKind::Number => "apply-wrong-number",
        FieldKind::Date => "apply-wrong-date",
        FieldKind::Register => "apply-wrong-register",
        FieldKind::Email => "apply-wrong-email",
        FieldKind::Phone => "apply-wrong-phone",
        _ => "apply-wrong-account",
    })
}

/// Why so much cannot be asked for.
fn requested_flaw(sheet: &Sheet, visit: &Visit) -> Option<String> {
    let (texts, bounds) = (visit.texts(), &sheet.setup.bounds);
    if sheet.answers.requested.is_empty() {
        return None;
    }
    let Some(requested) = kept_amount(&sheet.answers.requested) else {
        return Some(texts.with("apply-wrong-amount", "typed", &sheet.answers.requested));
    };
    let words = |it: Cents| it.words(visit.language);
    if requested > bounds.maximum {
        return Some(texts.with("apply-wrong-above", "max", &words(bounds.maximum)));
    }
    if let Some(least) = bounds.minimum.filter(|least| requested < *least) {
        return Some(texts.with("apply-wrong-below", "min", &words(least)));
    }
    let costs: Cents = sheet.answers.costs_of(sheet.firms()).into_values().sum();
    let most = bounds.rate.map_or(costs, |rate| costs.share(rate));
    (requested > most).then(|| {
        let rate = number_with_unit(bounds.rate.unwrap_or(Number::ONE), "%", visit.language);
        texts.with_all("apply-wrong-share", &[("rate", rate.into()), ("max", words(most).into())])
    })
}

/// Eight digits; spaces and dots do not matter.
pub fn is_register_number(typed: &str) -> bool {
    let digits: String = typed.chars().filter(|it| !it.is_whitespace() && *it != '.').collect();
    digits.len() == 8 && digits.bytes().all(|it| it.is_ascii_digit())
}

/// A bank account by its check digits (ISO 13616: the remainder by 97 is 1).
fn is_account(typed: &str) -> bool {
    let plain: String = typed.chars().filter(|it| !it.is_whitespace()).collect::<String>().to_ascii_uppercase();
    if !plain.is_ascii() || !(15..=34).contains(&plain.len()) {
        return false;
    }
    let (head, tail) = plain.split_at(4);
    let has_shape = head.starts_with(|it: char| it.is_ascii_alphabetic())
        && head.get(2..).is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()))
        && tail.bytes().all(|it| it.is_ascii_alphanumeric());
    let rest = tail.chars().chain(head.chars()).try_fold(0u32, |rest, sign| {
        let value = sign.to_digit(36)?;
        let step = if value < 10 { 10 } else { 100 };
        Some((rest * step + value) % 97)
    });
    has_shape && rest == Some(1)
}
