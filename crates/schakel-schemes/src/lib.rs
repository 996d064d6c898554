#![doc = include_str!("../README.md")]

mod distribution;
mod executable;
mod funding;
mod pot;
mod round_compare;
mod round_findings;
mod round_status;

// Rounds: what follows from their data alone.
pub use distribution::{AreaDifference, AreaPart, DistributionError, distribute, key_difference};
pub use executable::{DecisionTerms, GrantBounds, Missing, PartCeiling, Requirements, RoundSetup};
pub use funding::{PublicMoney, ShareDeviation, share_deviations};
pub use pot::{PotChoice, pot_of_application};
pub use round_compare::{compare_rounds, span_words};
pub use round_findings::round_findings;
pub use round_status::{OutsideWindow, RoundOnDay, round_on, window_at};
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
