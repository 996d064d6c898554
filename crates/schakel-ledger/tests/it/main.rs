//! What the books keep to, through the public items of the crate.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod books;
mod exports;
mod laws;
mod operations;
mod pots;
mod random_books;
mod real_pack;
