//! What the room of accounts promises.

mod achievement;
mod agreement;
