//! The tests of the search, through its public interface.

mod oost;
mod questions;
