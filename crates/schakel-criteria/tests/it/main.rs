//! The tests of the crate, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod cel_oracle;
mod cel_spec;
mod check;
mod dmn_tck;
mod evaluate;
mod generator;
mod limits;
mod messages;
mod number;
mod support;
mod syntax;
mod words;
