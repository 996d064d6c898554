#![doc = include_str!("../README.md")]

mod act;
mod ask;
mod desk;
mod dispatch;
mod error;
mod own;
mod region;
mod see;
mod told;

pub use ask::{Asked, Contact, NewQuestion, Who};
pub use desk::{CONTACT, Desk};
pub use dispatch::{Dispatched, Letter, SendResult};
pub use error::DeskError;
pub use own::{Happened, NewDocument, Promise};
pub use region::Region;
pub use see::{CaseSheet, DetailsShown, Post};
pub use told::Told;
