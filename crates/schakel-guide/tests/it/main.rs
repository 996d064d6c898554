//! The tests of the crate, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod advice;
mod combination;
mod contact;
mod fit;
mod matching;
mod order;
mod real_pack;
mod small_pack;
