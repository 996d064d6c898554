//! The desk through its public face, on both engines: every test here runs on SQLite and on PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    reason = "tests stop at the first surprise"
)]

mod access;
mod asking;
mod consenting;
mod counter;
mod databases;
mod erasing;
mod granting;
mod handing_over;
mod kinds;
mod laws;
mod linking;
mod proving;
mod telling;
