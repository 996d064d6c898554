//! What the room of accounts promises.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod achievement;
mod agreement;
mod bounded;
mod pages;
mod real;
mod relations;
