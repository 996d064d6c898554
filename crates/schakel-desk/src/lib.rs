#![doc = include_str!("../README.md")]

mod act;
mod ask;
mod desk;
mod dispatch;
mod error;
mod own;
mod region;
mod see;
mod sign_in;
mod staff;
mod told;

pub use ask::{Asked, Contact, NewQuestion, Who};
pub use desk::{CONTACT, Desk};
pub use dispatch::{Dispatched, Letter, LetterItem, LetterLink, SendResult};
pub use error::DeskError;
pub use own::{Happened, NewDocument, Promise};
pub use region::Region;
pub use see::{CaseSheet, DetailsShown, Post};
pub use sign_in::{
    ENTREPRENEUR_SESSION_MINUTES, SIGN_IN_LINKS_PER_HOUR, SIGN_IN_MINUTES, STAFF_SESSION_MINUTES, SignInLinkState,
    SignedIn,
};
pub use staff::{Colleague, NewRole, RoleResult, StaffError, Team};
pub use told::Told;
