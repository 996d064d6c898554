//! The JSON API, through its addresses.

mod design_rules;
mod document;
mod matching;
mod problems;
mod register;
mod regions;
mod search;
mod versions;
