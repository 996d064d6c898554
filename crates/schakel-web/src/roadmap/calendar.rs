//! A route as a calendar file, iCalendar (RFC 5545): one whole-day event for each step with a day. Steps without a day
//! cannot stand in a calendar.

use std::fmt::Write;

use schakel_criteria::Language;
use schakel_time::{Date, DateTime, parse_date};
use sha2::{Digest, Sha256};

use crate::api::values::utc;
use crate::roadmap::document::{RoadmapDocument, RoadmapStep};
use crate::texts::Texts;

/// The longest line of a calendar file, bytes without the line break (RFC 5545, section 3.1).
const LINE_BYTES_MAX: usize = 75;

/// Bytes of the key in identifiers of events: enough to be the only one.
const KEY_BYTES: usize = 12;

/// A key for the identifiers of the events of a route. The same route gives the same key, so that a calendar that takes
/// in the file a second time changes its events instead of doubling them.
pub fn calendar_key(route: &str) -> String {
    let digest = Sha256::digest(route.as_bytes());
    digest.iter().take(KEY_BYTES).fold(String::new(), |mut key, byte| {
        // Writing to a string never fails.
        let _ = write!(key, "{byte:02x}");
        key
    })
}

/// The calendar file of a route, made at this moment (Dutch time).
pub fn calendar(document: &RoadmapDocument, key: &str, made: DateTime, language: Language) -> String {
    let texts = Texts::new(language);
    let mut file = CalendarFile::default();
    file.line("BEGIN", "VCALENDAR");
    file.line("VERSION", "2.0");
    file.line("PRODID", "-//Schakel//Schakel//NL");
    file.line("CALSCALE", "GREGORIAN");
    file.line("METHOD", "PUBLISH");
    file.line("X-WR-CALNAME", &escaped(&texts.get("route-title")));
    let made = stamp(made);
    for step in &document.steps {
        if let Some(day) = day_of(step) {
            file.event(step, day, &format!("{}-{key}@schakel", step.id), &made, texts);
        }
    }
    file.line("END", "VCALENDAR");
    file.text
}

/// The day on which a step stands in a calendar: the last day, or else the first.
fn day_of(step: &RoadmapStep) -> Option<Date> {
    let day = step.latest.as_ref().or(step.earliest.as_ref())?;
    parse_date(day).ok()
}

#[derive(Default)]
struct CalendarFile {
    text: String,
}

impl CalendarFile {
    fn event(&mut self, step: &RoadmapStep, day: Date, uid: &str, made: &str, texts: Texts) {
        let key = if step.latest.is_some() { "calendar-last-day" } else { "calendar-first-day" };
        let after = day.tomorrow().unwrap_or(day);
        self.line("BEGIN", "VEVENT");
        self.line("UID", uid);
        self.line("DTSTAMP", made);
        self.line("DTSTART;VALUE=DATE", &compact(day));
        self.line("DTEND;VALUE=DATE", &compact(after));
        self.line("SUMMARY", &escaped(&texts.with(key, "title", &step.title)));
        self.line("DESCRIPTION", &escaped(&description(step, texts)));
        self.line("TRANSP", "TRANSPARENT");
        self.line("END", "VEVENT");
    }

    /// One content line, folded (section 3.1): a line break and a space between pieces of at most 75 bytes, never inside
    /// a character.
    fn line(&mut self, name: &str, value: &str) {
        let mut bytes = 0;
        for character in name.chars().chain([':']).chain(value.chars()) {
            if bytes + character.len_utf8() > LINE_BYTES_MAX {
                self.text.push_str("\r\n ");
                bytes = 1;
            }
            self.text.push(character);
            bytes += character.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

fn description(step: &RoadmapStep, texts: Texts) -> String {
    let contact = step.contact.as_ref().map(|it| format!("{}: {}", texts.get("whom-to-call"), it.name));
    let bring = (!step.documents.is_empty())
        .then(|| format!("{}: {}", texts.get("route-documents"), step.documents.join(", ")));
    let parts = [Some(step.text.clone()), Some(step.when.clone()), contact, bring];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// Text as a value (section 3.3.11). Other control characters have no place in a calendar.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => written.extend(['\\', character]),
            '\n' => written.push_str("\\n"),
            control if control.is_control() => {}
            other => written.push(other),
        }
    }
    written
}

/// `20170602`.
fn compact(day: Date) -> String {
    day.to_string().replace('-', "")
}

/// `20170602T081500Z`, from a moment in Dutch time.
fn stamp(made: DateTime) -> String {
    let moment = utc(made);
    let whole_seconds = moment.split('.').next().unwrap_or(&moment).trim_end_matches('Z');
    format!("{}Z", whole_seconds.replace(['-', ':'], ""))
}
