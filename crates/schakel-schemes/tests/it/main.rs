//! What granting money keeps to, through the public items of the crate.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod allocation;
mod applying;
mod committee;
mod distribution;
mod draw;
mod granting;
mod grouping;
mod laws;
mod phasing;
mod prospects;
mod real_pack;
mod rounds;
mod small_aid;
mod small_round;
mod terms;
mod vouchers;
mod walking;
mod year_ends;
