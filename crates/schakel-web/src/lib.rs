#![doc = include_str!("../README.md")]

mod advice;
mod api;
mod assets;
mod caller;
mod headers;
mod kvk;
mod pages;
mod problem;
mod roadmap;
mod router;
mod selection;
mod state;
mod texts;

pub use advice::{AdviceDocument, CandidateView, advice_document};
pub use api::document::openapi_json;
pub use api::plan_types::{PlanDocument, plan_document};
pub use api::types;
pub use api::values::Named;
pub use kvk::{KvkClient, KvkError};
pub use roadmap::{RoadmapDocument, RoadmapStep, calendar, calendar_key, roadmap_document};
pub use router::router;
pub use state::{App, AppSettings, search_index, sentence_model};
