//! Applying for a grant: beginning, filling in together, handing in with a receipt, and following it to the end. What is
//! allowed and what follows is decided in `schakel-schemes` and carried out in `schakel-desk`.

pub mod answers;
mod costs;
mod decided;
mod followed;
mod form;
mod form_fields;
pub mod letters;
pub mod lists;
mod mistakes;
pub mod own;
pub mod papers;
pub mod partner;
pub mod receipt;
pub mod receipt_check;
mod sent;
mod setup;
pub mod start;
mod way;
pub mod words;

pub use sent::open_to_papers;
