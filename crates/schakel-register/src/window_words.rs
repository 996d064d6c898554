//! Windows in words: the days and times between which one can apply. When a window is open is decided in `as_at`.

use schakel_criteria::Language;
use schakel_time::{Date, DateTime, dutch_date, english_date};

use crate::support::Window;

impl Window {
    /// The window as people read it; the last day when it ends at midnight.
    pub fn words(&self, language: Language) -> String {
        let (always, exhausted) = match language {
            Language::Dutch => ("doorlopend", "budget op op"),
            Language::English => ("continuous", "money gone on"),
        };
        let mut words = Vec::new();
        if self.continuous {
            words.push(always.to_owned());
        }
        if self.from.is_some() || self.until.is_some() {
            let from = self.from.map(|from| moment_words(from, language)).unwrap_or_default();
            let until = self.until.map(|until| closing_words(until, language)).unwrap_or_default();
            words.push(format!("{from} – {until}").trim().to_owned());
        }
        words.extend(self.exhausted_on.map(|day| format!("{exhausted} {}", date_words(day, language))));
        words.join(", ")
    }
}

/// The end of a window is the first moment after it; people name the last day.
fn closing_words(until: DateTime, language: Language) -> String {
    let is_midnight = until.time() == until.date().at(0, 0, 0, 0).time();
    match until.date().yesterday() {
        Ok(last_day) if is_midnight => date_words(last_day, language),
        _ => moment_words(until, language),
    }
}

fn moment_words(moment: DateTime, language: Language) -> String {
    let day = date_words(moment.date(), language);
    match (moment.hour(), moment.minute()) {
        (0, 0) => day,
        (hour, minute) => format!("{day} {hour}:{minute:02}"),
    }
}

fn date_words(date: Date, language: Language) -> String {
    match language {
        Language::Dutch => dutch_date(date),
        Language::English => english_date(date),
    }
}
