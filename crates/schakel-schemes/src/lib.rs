#![doc = include_str!("../README.md")]

mod funding;
mod pot;
mod round_status;

pub use funding::{PublicMoney, ShareDeviation, share_deviations};
pub use pot::{PotChoice, pot_of_application};
pub use round_status::{OutsideWindow, RoundOnDay, round_on, window_at};
