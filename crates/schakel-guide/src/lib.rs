#![doc = include_str!("../README.md")]

mod firm;
mod fit;
mod matcher;
mod order;
mod possible;
mod roadmap;

pub use fit::{AreaFit, PlanFit, ThemeFit};
pub use matcher::{Contact, Match, Matcher};
pub use roadmap::{
    DeadEnd, DeadEndKind, LeftOut, LeftOutReason, Readiness, ReadyItem, Reason, Roadmap, RoadmapRequest,
    SituationFound, Step, StepKind, Wait, dead_ends,
};
