#![doc = include_str!("../README.md")]

mod allocation;
mod draw;
mod number;

pub use allocation::{
    Advice, Allocation, AllocationError, AtCeiling, Balance, Balances, Ceiling, Ceilings, Criterion, Decision,
    Difference, LastTie, Lot, Mistake, Order, Outcome, Place, Procedure, Ranking, Refusal, Room, Rules, Shortage,
    allocate,
};
pub use draw::{Draw, DrawError, DrawFlaw, PublishedDraw, SEED_CHARACTERS_MAX, SEED_CHARACTERS_MIN, Seed, SeedError};
pub use number::ApplicationNumber;
