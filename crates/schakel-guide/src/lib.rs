#![doc = include_str!("../README.md")]

pub mod financing;
mod firm;
mod fit;
mod matcher;
mod order;
mod possible;

pub use fit::{AreaFit, PlanFit, ThemeFit};
pub use matcher::{Contact, Match, Matcher};
