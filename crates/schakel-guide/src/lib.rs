#![doc = include_str!("../README.md")]

mod advice;
pub mod financing;
mod firm;
mod fit;
mod interview;
mod matcher;
mod order;
mod population;
mod possible;
mod roadmap;
mod rules;

pub use advice::{Advice, CANDIDATES_MAX, Candidate, Example, NotNow, Person, Understood, Why};
pub use fit::{AreaFit, PlanFit, ThemeFit};
pub use interview::{InterviewCandidate, Interviewer, Next, Question, Standing};
pub use matcher::{Contact, Match, Matcher};
pub use population::{Population, draw_firms};
pub use possible::changes_in_words;
pub use roadmap::{
    DeadEnd, DeadEndKind, LeftOut, LeftOutReason, Readiness, ReadyItem, Reason, Roadmap, RoadmapRequest,
    SituationFound, Step, StepKind, Wait, dead_ends,
};
