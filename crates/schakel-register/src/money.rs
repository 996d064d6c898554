//! Amounts of money in whole cents, and shares of them. Rates stay exact fractions; what is cut off is never more than
//! a cent, and always in favour of the rule.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub, SubAssign};

use schakel_criteria::{Language, Number};
use serde::{Deserialize, Serialize};

use crate::honest::number_with_unit;

/// An amount of money in cents; written as that whole number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(i64);

impl Cents {
    /// Nothing.
    pub const ZERO: Cents = Cents(0);

    /// This many cents.
    pub const fn new(cents: i64) -> Self {
        Cents(cents)
    }

    /// An amount in euros; `None` when it has more than two decimals or does not fit.
    pub fn from_euros(euros: Number) -> Option<Self> {
        euros.times(Number::whole(100))?.to_i64().map(Cents)
    }

    /// How many cents.
    pub fn count(self) -> i64 {
        self.0
    }

    /// The amount in euros.
    pub fn euros(self) -> Number {
        Number::fraction(self.0, 100).unwrap_or(Number::ZERO)
    }

    /// The amount as people write it: `€ 25.000`, `€ 3.750,50`.
    pub fn words(self, language: Language) -> String {
        number_with_unit(self.euros(), "EUR", language)
    }

    /// A share of it, cut off to whole cents: a grant is never above its percentage.
    pub fn share(self, rate: Number) -> Cents {
        let cents = rate.times(Number::whole(self.0)).and_then(|it| it.floor().to_i64());
        cents.map_or(Cents::ZERO, Cents)
    }

    /// Which part it is of a whole; nothing of nothing.
    pub fn part_of(self, whole: Cents) -> Number {
        Number::fraction(self.0, whole.0).unwrap_or(Number::ZERO)
    }
}

impl Add for Cents {
    type Output = Cents;

    fn add(self, other: Cents) -> Cents {
        Cents(self.0 + other.0)
    }
}

impl AddAssign for Cents {
    fn add_assign(&mut self, other: Cents) {
        self.0 += other.0;
    }
}

impl Sub for Cents {
    type Output = Cents;

    fn sub(self, other: Cents) -> Cents {
        Cents(self.0 - other.0)
    }
}

impl SubAssign for Cents {
    fn sub_assign(&mut self, other: Cents) {
        self.0 -= other.0;
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Cents>>(amounts: I) -> Cents {
        amounts.fold(Cents::ZERO, Add::add)
    }
}
