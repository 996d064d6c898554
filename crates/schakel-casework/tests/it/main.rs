//! The tests of the crate, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod activating;
mod choosing;
mod coming_and_ending;
mod consenting;
mod counting;
mod handing_over;
mod joining;
mod journal;
mod laws;
mod leads;
mod levels;
mod process;
mod real_pack;
mod simulated;
#[path = "../../benches/simulation/mod.rs"]
mod simulation;
mod small_region;
mod telling;
