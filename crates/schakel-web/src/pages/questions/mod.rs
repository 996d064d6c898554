//! A question to a person: asking it (`ask`), following it (`own`), and answering it as an organisation without an account
//! (`received`). What happens to a question is decided in `schakel-casework` and carried out by `schakel-desk`; the words
//! of its states are in `case_words`.

pub mod ask;
pub mod ask_fields;
pub mod documents;
pub mod forms;
mod need;
pub mod own;
mod own_views;
pub mod received;

pub use ask_fields::{NAME_CHARACTERS_MAX, WORDS_CHARACTERS_MIN, is_telephone};
pub use forms::{WORDS_CHARACTERS_MAX, open_to_documents};
pub use need::need_of;
