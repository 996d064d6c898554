//! A question to a person: asking it (`ask`), following it (`own`), and answering it as an organisation without an account
//! (`received`). What happens to a question is decided in `schakel-casework` and carried out by `schakel-desk`; the words
//! of its states are in `case_words`.

pub mod ask;
mod ask_fields;
pub mod documents;
mod forms;
mod need;
pub mod own;
mod own_views;
pub mod received;

pub use forms::open_to_documents;
