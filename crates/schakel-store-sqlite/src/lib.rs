#![doc = include_str!("../README.md")]

mod error;
mod migrations;
mod roadmaps;
mod store;

pub use error::StoreError;
pub use roadmaps::{NewRoadmap, SavedRoadmap};
pub use store::Store;
