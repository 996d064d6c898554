//! A calendar file, iCalendar (RFC 5545), with whole-day events. What the events are lives with the routes and the mails.

use schakel_time::{Date, DateTime};

use crate::api::values::utc;

/// A day in a calendar.
pub struct CalendarEvent {
    /// What makes it the same event when the file is taken in a second time.
    pub uid: String,
    /// The day.
    pub day: Date,
    /// What stands in the calendar.
    pub summary: String,
    /// What stands behind it.
    pub description: String,
}

/// A calendar file in the making.
pub struct CalendarFile {
    text: String,
}

/// The longest line of a calendar file, bytes without the line break (RFC 5545, section 3.1).
const LINE_BYTES_MAX: usize = 75;

impl CalendarFile {
    /// A file without events, with the name that a calendar program may show.
    pub fn new(name: Option<&str>) -> Self {
        let mut file = CalendarFile { text: String::new() };
        file.line("BEGIN", "VCALENDAR");
        file.line("VERSION", "2.0");
        file.line("PRODID", "-//Schakel//Schakel//NL");
        file.line("CALSCALE", "GREGORIAN");
        file.line("METHOD", "PUBLISH");
        if let Some(name) = name {
            file.line("X-WR-CALNAME", &escaped(name));
        }
        file
    }

    /// Adds an event, as it was made at this moment (Dutch time).
    pub fn add(&mut self, event: &CalendarEvent, made: DateTime) {
        let after = event.day.tomorrow().unwrap_or(event.day);
        self.line("BEGIN", "VEVENT");
        self.line("UID", &event.uid);
        self.line("DTSTAMP", &stamp(made));
        self.line("DTSTART;VALUE=DATE", &compact(event.day));
        self.line("DTEND;VALUE=DATE", &compact(after));
        self.line("SUMMARY", &escaped(&event.summary));
        self.line("DESCRIPTION", &escaped(&event.description));
        self.line("TRANSP", "TRANSPARENT");
        self.line("END", "VEVENT");
    }

    /// The whole file.
    pub fn finish(mut self) -> String {
        self.line("END", "VCALENDAR");
        self.text
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
