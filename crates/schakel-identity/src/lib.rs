#![doc = include_str!("../README.md")]

mod role;
mod token;

pub use role::{GrantError, Member, Permission, StaffRole, check_grant};
pub use token::{TOKEN_BYTES, TOKEN_DIGEST_BYTES, Token};
