//! Tests of the portal through its addresses, and of what it asks the Handelsregister.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "tests stop at the first surprise"
)]

mod accounts;
mod api;
mod assets;
mod case_words;
mod draw;
mod interview;
mod isolation;
mod kvk;
mod mail;
mod pages;
mod questions;
mod rounds;
mod saved_roadmap;
mod schemes;
mod sign_in;
mod signals;
mod support;
mod work;
