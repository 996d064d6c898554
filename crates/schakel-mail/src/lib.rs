#![doc = include_str!("../README.md")]

mod delivery;
mod file;
mod mail;
mod smtp;
mod transport;

pub use delivery::{ATTEMPTS_MAX, Delivery, Reason, Step, next_attempt};
pub use mail::{Mail, Sender, SenderError};
pub use smtp::{ServerError, SmtpServer};
pub use transport::Transport;
