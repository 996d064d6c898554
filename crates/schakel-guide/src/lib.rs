#![doc = include_str!("../README.md")]

mod firm;
mod fit;
mod interview;
mod matcher;
mod order;
mod population;
mod possible;

pub use fit::{AreaFit, PlanFit, ThemeFit};
pub use interview::{Candidate, Foresight, Interviewer, Next, Question, Standing};
pub use matcher::{Contact, Match, Matcher};
pub use population::{Population, draw_firms};
