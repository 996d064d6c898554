//! A route as a calendar file: one whole-day event for each step with a day. Steps without a day cannot stand in a
//! calendar. How a calendar file is written lives in `calendar_file`.

use std::fmt::Write;

use schakel_criteria::Language;
use schakel_time::{Date, DateTime, parse_date};
use sha2::{Digest, Sha256};

use crate::calendar_file::{CalendarEvent, CalendarFile};
use crate::roadmap::document::{RoadmapDocument, RoadmapStep};
use crate::texts::Texts;

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
    let mut file = CalendarFile::new(Some(&texts.get("route-title")));
    for step in &document.steps {
        if let Some(day) = day_of(step) {
            file.add(&event(step, day, format!("{}-{key}@schakel", step.id), texts), made);
        }
    }
    file.finish()
}

fn event(step: &RoadmapStep, day: Date, uid: String, texts: Texts) -> CalendarEvent {
    let title = if step.latest.is_some() { "calendar-last-day" } else { "calendar-first-day" };
    let summary = texts.with(title, "title", &step.title);
    CalendarEvent { uid, day, summary, description: description(step, texts) }
}

/// The day on which a step stands in a calendar: the last day, or else the first.
fn day_of(step: &RoadmapStep) -> Option<Date> {
    let day = step.latest.as_ref().or(step.earliest.as_ref())?;
    parse_date(day).ok()
}

fn description(step: &RoadmapStep, texts: Texts) -> String {
    let contact = step.contact.as_ref().map(|it| format!("{}: {}", texts.get("whom-to-call"), it.name));
    let bring = (!step.documents.is_empty())
        .then(|| format!("{}: {}", texts.get("route-documents"), step.documents.join(", ")));
    let parts = [Some(step.text.clone()), Some(step.when.clone()), contact, bring];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
