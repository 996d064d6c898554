//! A page of the accounts in words: one document from which the portal, the command line, the Markdown, the HTML file
//! and the PDF are all made. What stands on a page is decided in `schakel-account`; a page is in Dutch, as the accounts.

mod document;
mod files;
mod sections;

pub use document::{AccountDocument, Block};
pub use sections::{account_document, decision_anchor, record_path, verdict_key};
