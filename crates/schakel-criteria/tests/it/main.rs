//! The tests of the crate, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod answer;
mod cel_oracle;
mod cel_spec;
mod check;
mod columns;
mod decision;
mod decision_exact;
mod decision_sound;
mod dmn_tck;
mod evaluate;
mod generator;
mod limits;
mod lint;
mod messages;
mod number;
mod region;
mod small_world;
mod sme;
mod support;
mod syntax;
mod words;
