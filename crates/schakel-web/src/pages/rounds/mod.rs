//! Rounds of schemes for everybody: all of them with their status on a day, and one of them in full. The parts of one
//! round are in `parts`, what changed since an earlier one in `changes`. Applying lives elsewhere.

mod changes;
mod list;
mod one;
mod sections;
mod words;

pub use list::{Exhausted, OfInstrument, of_instrument, show as list};
pub use one::show;
