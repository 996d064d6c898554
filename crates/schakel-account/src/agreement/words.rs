//! Terms in words, no more exactly than the source says them.

use schakel_criteria::Language;
use schakel_register::{Due, DueTerm};
use schakel_time::{Date, dutch_date, english_date};

/// A term in words.
pub fn due_words(due: &Due, language: Language) -> String {
    let words = match &due.words {
        Some(words) => words.get(language).to_owned(),
        None => term_words(due.term, language),
    };
    match (due.inferred, language) {
        (false, _) => words,
        (true, Language::Dutch) => format!("{words} (afgeleid)"),
        (true, Language::English) => format!("{words} (inferred)"),
    }
}

fn term_words(term: DueTerm, language: Language) -> String {
    let before = |day: Date| day.yesterday().unwrap_or(day);
    let (dutch, english, date) = match term {
        DueTerm::On(date) => ("op", "on", date),
        DueTerm::Before(date) => ("vóór", "before", date),
        DueTerm::AtLatest(date) => ("uiterlijk", "at the latest on", date),
        DueTerm::After(date) => ("na", "after", before(date)),
        DueTerm::During { from, until } | DueTerm::Throughout { from: Some(from), until } => {
            return period_words(from, until, language);
        }
        DueTerm::Throughout { from: None, until } => ("tot en met", "until", before(until)),
    };
    match language {
        Language::Dutch => format!("{dutch} {}", dutch_date(date)),
        Language::English => format!("{english} {}", english_date(date)),
    }
}

/// A period in words: "in juni 2016", "in 2016", "in 2016 en 2017", or its first and last day. `until` is the day after the last one.
pub fn period_words(from: Date, until: Date, language: Language) -> String {
    let last = until.yesterday().unwrap_or(until);
    let starts_year = |day: Date| (day.month(), day.day()) == (1, 1);
    let whole_years = starts_year(from) && starts_year(until);
    if from.first_of_month() == from && from.last_of_month() == last {
        // "1 juni 2016" and "1 June 2016" without their first word.
        let day = if language == Language::Dutch { dutch_date(from) } else { english_date(from) };
        return format!("in {}", day.split_once(' ').map_or(day.as_str(), |(_, month)| month));
    }
    match (whole_years, last.year() - from.year(), language) {
        (true, 0, _) => format!("in {}", from.year()),
        (true, 1, Language::Dutch) => format!("in {} en {}", from.year(), last.year()),
        (true, 1, Language::English) => format!("in {} and {}", from.year(), last.year()),
        (_, _, Language::Dutch) => format!("van {} tot en met {}", dutch_date(from), dutch_date(last)),
        (_, _, Language::English) => format!("from {} to {}", english_date(from), english_date(last)),
    }
}
