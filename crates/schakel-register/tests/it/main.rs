//! The tests of the crate, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod as_at;
mod compare;
mod diagnostic;
mod facts;
mod findings;
mod front_matter;
mod honest;
mod mistakes_in_aid;
mod mistakes_in_criteria;
mod mistakes_in_facts;
mod mistakes_in_files;
mod mistakes_in_references;
mod mistakes_in_values;
mod mistakes_in_versions;
mod places;
mod population;
mod real_pack;
mod records;
mod resilience;
mod rounds;
mod scope;
mod small_pack;
