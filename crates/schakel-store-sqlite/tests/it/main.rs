//! The store through its interface.

mod roadmaps;
mod token;
