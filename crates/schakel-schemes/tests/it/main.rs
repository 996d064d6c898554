//! What granting money keeps to, through the public items of the crate.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod allocation;
mod committee;
mod distribution;
mod draw;
mod laws;
mod real_pack;
mod rounds;
