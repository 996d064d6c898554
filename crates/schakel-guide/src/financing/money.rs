//! The limit of one amount in a financing plan. Amounts themselves are `schakel_register::Cents`.

use schakel_register::Cents;

/// The largest amount of one cost: a hundred million euros. Sums of all costs of a project stay far inside 64 bits.
pub const COST_MAX: Cents = Cents::new(10_000_000_000);
