#![doc = include_str!("../README.md")]

mod distribution;
mod executable;
mod funding;
mod pot;
mod round_compare;
mod round_findings;
mod round_status;

// Rounds: what follows from their data alone.
pub use distribution::{AreaDifference, AreaPart, DistributionError, distribute, key_difference};
pub use executable::{DecisionTerms, GrantBounds, Missing, PartCeiling, Requirements, RoundSetup};
pub use funding::{PublicMoney, ShareDeviation, share_deviations};
pub use pot::{PotChoice, pot_of_application};
pub use round_compare::{compare_rounds, span_words};
pub use round_findings::round_findings;
pub use round_status::{OutsideWindow, RoundOnDay, round_on, window_at};
