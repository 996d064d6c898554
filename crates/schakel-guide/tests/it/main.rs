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
mod financing;
mod fit;
mod interview;
mod matching;
mod order;
mod population;
mod real_pack;
mod roadmap;
mod small_pack;
