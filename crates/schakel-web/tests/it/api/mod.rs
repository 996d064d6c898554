//! The JSON API, through its addresses.

mod cases;
mod design_rules;
mod document;
mod matching;
mod problems;
mod regions;
mod register;
mod search;
mod versions;
