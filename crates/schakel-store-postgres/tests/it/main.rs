//! The contract of the store, on both engines: every test here runs on SQLite and on PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod addresses;
mod cases;
mod copying;
mod databases;
mod files;
mod journal;
mod messages;
mod migrations;
mod roadmaps;
mod shared;
mod tables;
mod transactions;
mod values;
