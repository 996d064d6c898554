//! The financing plan.

mod combination;
mod fill;
mod money;
mod search;

pub use combination::{Cell, Choice, Combination, Division};
pub use fill::fill;
pub use money::{COST_MAX, Cents};
pub use search::{SearchError, best_division};
