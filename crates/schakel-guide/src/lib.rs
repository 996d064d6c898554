#![doc = include_str!("../README.md")]

mod matching;
mod order;

pub use matching::{AreaFit, Contact, Match, Matcher, PlanFit, ThemeFit};
