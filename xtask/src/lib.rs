//! Face of the crate: the house's own commands. The command line is in `main`;
//! the product itself is in `crates/`, and nothing there may use this crate.
#![doc = include_str!("../README.md")]

pub mod fuzz;
pub mod report;
pub mod repository;
pub mod steps;
pub mod tidy;
