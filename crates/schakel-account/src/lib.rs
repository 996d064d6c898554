#![doc = include_str!("../README.md")]

mod achievement;

pub use achievement::{Achievement, achievement};
