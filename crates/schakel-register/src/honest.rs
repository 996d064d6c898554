//! Honest values: a figure with the qualifier that its source gives it, and sums that never hide one. Reading them
//! from a file lives in `reader`.

use schakel_criteria::{Language, Number};

use crate::source::SourceRef;

/// How a source qualifies a figure. Printing, comparing and adding keep it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Qualifier {
    /// The figure as such.
    #[default]
    Exact,
    /// "ca.", "ruim".
    About,
    /// ">", "meer dan".
    MoreThan,
    /// "minimaal".
    AtLeast,
    /// "minder dan".
    LessThan,
    /// "hooguit".
    AtMost,
    /// "onderdelen van": only a part of this figure is meant.
    PartOf,
    /// "in beginsel": not certain, backs no commitment.
    Provisional,
    /// "mogelijk".
    Possible,
    /// "voornemen".
    Intention,
    /// Follows from the text, is not said.
    Inferred,
    /// The source itself says that it is not yet known.
    Unknown,
}

impl Qualifier {
    /// Every qualifier with its name in a pack.
    pub const ALL: [(&'static str, Qualifier); 12] = [
        ("exact", Qualifier::Exact),
        ("about", Qualifier::About),
        ("more_than", Qualifier::MoreThan),
        ("at_least", Qualifier::AtLeast),
        ("less_than", Qualifier::LessThan),
        ("at_most", Qualifier::AtMost),
        ("part_of", Qualifier::PartOf),
        ("provisional", Qualifier::Provisional),
        ("possible", Qualifier::Possible),
        ("intention", Qualifier::Intention),
        ("inferred", Qualifier::Inferred),
        ("unknown", Qualifier::Unknown),
    ];

    /// The qualifier with this name in a pack.
    pub fn named(name: &str) -> Option<Qualifier> {
        Qualifier::ALL.iter().find(|(it, _)| *it == name).map(|(_, qualifier)| *qualifier)
    }

    /// Its name in a pack and in the API.
    pub fn name(self) -> &'static str {
        Qualifier::ALL.iter().find(|(_, it)| *it == self).map_or("exact", |(name, _)| name)
    }

    /// The words before a figure ("ca."); empty for an exact one.
    pub fn words(self, language: Language) -> &'static str {
        let (dutch, english) = match self {
            Qualifier::Exact => ("", ""),
            Qualifier::About => ("ca.", "about"),
            Qualifier::MoreThan => ("meer dan", "more than"),
            Qualifier::AtLeast => ("minimaal", "at least"),
            Qualifier::LessThan => ("minder dan", "less than"),
            Qualifier::AtMost => ("hooguit", "at most"),
            Qualifier::PartOf => ("een deel van", "part of"),
            Qualifier::Provisional => ("in beginsel", "in principle"),
            Qualifier::Possible => ("mogelijk", "possibly"),
            Qualifier::Intention => ("voornemen:", "intended:"),
            Qualifier::Inferred => ("afgeleid:", "inferred:"),
            Qualifier::Unknown => ("nog niet bekend", "not known yet"),
        };
        match language {
            Language::Dutch => dutch,
            Language::English => english,
        }
    }
}

/// A figure with its qualifier and, when it has one of its own, its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Honest {
    /// The number; absent when the source says that it is not known.
    pub value: Option<Number>,
    /// How the source qualifies it.
    pub qualifier: Qualifier,
    /// Where it comes from, when that differs from the source of the record.
    pub source: Option<SourceRef>,
}

impl Honest {
    /// An exact figure.
    pub fn exact(value: Number) -> Self {
        Honest { value: Some(value), qualifier: Qualifier::Exact, source: None }
    }

    /// The figure in words: `ca. € 100.000.000`. `unit` is "EUR", "%" or a word; the latter comes after the number.
    pub fn words(&self, unit: &str, language: Language) -> String {
        let prefix = self.qualifier.words(language);
        match self.value {
            None if prefix.is_empty() => Qualifier::Unknown.words(language).to_owned(),
            None => prefix.to_owned(),
            Some(value) if prefix.is_empty() => number_with_unit(value, unit, language),
            Some(value) => format!("{prefix} {}", number_with_unit(value, unit, language)),
        }
    }
}

/// A number with its unit as people write it: `€ 25.000`, `€ 3.750,50`, `35%`, `91 aanvragen`.
pub fn number_with_unit(value: Number, unit: &str, language: Language) -> String {
    let (decimal, group) = match language {
        Language::Dutch => (',', "."),
        Language::English => ('.', ","),
    };
    match unit {
        "EUR" if value.is_whole() => format!("€\u{a0}{}", value.written(decimal, group)),
        "EUR" => format!("€\u{a0}{}", two_decimals(&value.written(decimal, group), decimal)),
        "%" => {
            let hundredfold = value.times(Number::whole(100)).unwrap_or(value);
            format!("{}%", hundredfold.written(decimal, group))
        }
        "" => value.written(decimal, group),
        _ => format!("{} {unit}", value.written(decimal, group)),
    }
}

fn two_decimals(written: &str, decimal: char) -> String {
    match written.rsplit_once(decimal) {
        Some((_, decimals)) if decimals.chars().count() == 1 => format!("{written}0"),
        _ => written.to_owned(),
    }
}

/// A sum of honest values: what is certain, and beside it what is not, per qualifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HonestSum {
    /// The sums per qualifier, exact first, in the order of [`Qualifier`].
    pub parts: Vec<(Qualifier, Number)>,
    /// How many values had no number.
    pub without_number: usize,
    /// Whether a sum did not fit: then the parts are incomplete.
    pub out_of_range: bool,
}

impl HonestSum {
    /// Adds up honest values, apart per qualifier. A "part of" amount is never added to the exact ones.
    pub fn of<'a>(values: impl IntoIterator<Item = &'a Honest>) -> Self {
        let mut sum = HonestSum::default();
        for honest in values {
            match honest.value {
                None => sum.without_number += 1,
                Some(value) => sum.add(honest.qualifier, value),
            }
        }
        sum.parts.sort_by_key(|(qualifier, _)| *qualifier);
        sum
    }

    fn add(&mut self, qualifier: Qualifier, value: Number) {
        match self.parts.iter_mut().find(|(it, _)| *it == qualifier) {
            None => self.parts.push((qualifier, value)),
            Some((_, total)) => match total.plus(value) {
                Some(larger) => *total = larger,
                None => self.out_of_range = true,
            },
        }
    }

    /// The sum of the values with this qualifier.
    pub fn part(&self, qualifier: Qualifier) -> Option<Number> {
        self.parts.iter().find(|(it, _)| *it == qualifier).map(|(_, total)| *total)
    }

    /// Everything together with the weakest qualifier that applies: exact only when every value was exact. `None`
    /// when a "part of" amount or a missing number makes a total meaningless.
    pub fn together(&self) -> Option<Honest> {
        if self.without_number > 0 || self.out_of_range || self.part(Qualifier::PartOf).is_some() {
            return None;
        }
        let mut total = Number::ZERO;
        for (_, part) in &self.parts {
            total = total.plus(*part)?;
        }
        let qualifier = match self.parts.as_slice() {
            [(only, _)] => *only,
            [(Qualifier::Exact, _), (other, _)] => *other,
            [] => return None,
            _ => Qualifier::About,
        };
        Some(Honest { value: Some(total), qualifier, source: None })
    }
}
