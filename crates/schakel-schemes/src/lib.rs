#![doc = include_str!("../README.md")]

mod allocation;
mod draw;
mod number;

pub use allocation::{
    Advice, Allocation, AllocationError, Assessment, AssessmentError, Assessor, AtCeiling, Balance, Balances, Ceiling,
    Ceilings, Conflict, Criterion, Decision, Difference, LastTie, Lot, Mistake, Order, Outcome, Party, Place,
    Procedure, Ranking, Refusal, Room, Rules, Score, ScoreSheet, Shortage, allocate, assess,
};
pub use draw::{Draw, DrawError, DrawFlaw, PublishedDraw, SEED_CHARACTERS_MAX, SEED_CHARACTERS_MIN, Seed, SeedError};
pub use number::ApplicationNumber;
