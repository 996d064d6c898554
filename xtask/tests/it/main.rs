//! The one test binary of the crate: each module tests one command.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod fuzz;
mod inventory;
mod steps;
mod tidy_graph;
mod tidy_lock;
mod tidy_shape;
mod tidy_words;
