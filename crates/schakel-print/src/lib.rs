#![doc = include_str!("../README.md")]

mod document;
mod face;
mod layout;
mod write;

pub use document::{Block, Document, PrintError, Row};
