//! Criteria over whole columns of firms: all rules of a pack compiled once into a circuit of bit planes, and evaluated
//! over typed columns, one block of rows at a time. What a single firm may be told, with its reasons, is in `decision`;
//! where firms come from and what is done with the counts lives in `schakel-landscape`.
//!
//! Every yes or no has two planes: the rows where it *may hold* and the rows where it *may fail*. A row that is in both
//! is not known. With these two, `and`, `or` and `not` need no case for what is unknown: `a && b` may hold where both
//! may hold, and may fail where one of them may; `not` exchanges the planes.

mod bind;
mod circuit;
mod exact;
mod kernels;
mod plan;
mod row;
mod run;
mod table;

pub use bind::BoundPlan;
pub use plan::ColumnPlan;
pub use run::{BLOCK_ROWS, BLOCK_WORDS, BlockVerdict, Counts, Kernel};
pub use table::{Column, ColumnError, FirmTable};
