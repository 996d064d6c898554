#![doc = include_str!("../README.md")]

mod advice;
pub mod financing;
mod firm;
mod fit;
mod matcher;
mod order;
mod possible;

pub use advice::{Advice, CANDIDATES_MAX, Candidate, Example, NotNow, Person, Understood, Why};
pub use fit::{AreaFit, PlanFit, ThemeFit};
pub use matcher::{Contact, Match, Matcher};
