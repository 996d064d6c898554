//! A route in words: one document from which the page, the API, the command line and the calendar are all made. Which
//! steps there are is decided in `schakel-guide`.

mod calendar;
mod document;
mod words;

pub use calendar::{calendar, calendar_key};
pub use document::{RoadmapDocument, RoadmapLeftOut, RoadmapReadiness, RoadmapReason, RoadmapStep, roadmap_document};
