//! The tests of the search, through its public interface.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod analysis;
mod compounds;
mod laws;
mod meaning;
mod oost;
mod questions;
