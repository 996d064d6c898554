//! The tables of figures, by what they are about.

pub mod activity;
pub mod promise;
pub mod reach;
