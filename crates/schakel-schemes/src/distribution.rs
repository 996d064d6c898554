//! Dividing an amount over areas with a key: exact to the cent, whatever the order of the areas. Where the weights come
//! from is written in the pack.

use std::error::Error;
use std::fmt;

use schakel_criteria::Number;
use schakel_register::{Cents, DistributionKey, Id, KeyPart};

/// What an area gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaPart {
    /// The area.
    pub area: Id,
    /// Its exact share, in cents; usually no whole number.
    pub exact_cents: Number,
    /// What it gets: less than a cent from its exact share.
    pub amount: Cents,
}

/// What an area gets more, or less, with another key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaDifference {
    /// The area.
    pub area: Id,
    /// With the one key.
    pub before: Cents,
    /// With the other key.
    pub after: Cents,
}

/// Why an amount cannot be divided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DistributionError {
    /// The key holds for another year.
    OtherYear {
        /// The key.
        key: Id,
        /// The year for which it holds.
        key_year: i16,
        /// The year for which the amount is.
        year: i16,
    },
    /// No source gives the weights of the key.
    NoWeights {
        /// The key.
        key: Id,
    },
    /// An amount below nought, or figures that do not fit.
    OutOfRange,
}

/// Divides an amount of a year over the areas of a key by largest remainder: everybody gets whole cents of the exact
/// share, and the cents that are left go to the largest fractions. Equal fractions: by the code of the area. The parts
/// are in the order of those codes and are the amount together.
///
/// # Errors
///
/// [`DistributionError`] when the key is of another year, has no weights, or the figures do not fit.
pub fn distribute(amount: Cents, key: &DistributionKey, year: i16) -> Result<Vec<AreaPart>, DistributionError> {
    if key.year != year {
        return Err(DistributionError::OtherYear { key: Id::clone(&key.id), key_year: key.year, year });
    }
    divide(amount, &key.id, &key.parts)
}

/// What each area gets more or less when an amount is divided with the weights of another key, whatever its year: a
/// what-if. Areas of either key are in it; the differences are nought together.
///
/// # Errors
///
/// [`DistributionError`] when one of the keys has no weights, or the figures do not fit.
pub fn key_difference(
    amount: Cents,
    before: &DistributionKey,
    after: &DistributionKey,
) -> Result<Vec<AreaDifference>, DistributionError> {
    let old = divide(amount, &before.id, &before.parts)?;
    let new = divide(amount, &after.id, &after.parts)?;
    let of =
        |parts: &[AreaPart], area: &Id| parts.iter().find(|it| it.area == *area).map_or(Cents::ZERO, |it| it.amount);
    let mut areas: Vec<&Id> = old.iter().chain(&new).map(|it| &it.area).collect();
    areas.sort();
    areas.dedup();
    let difference =
        |area: &Id| AreaDifference { area: Id::clone(area), before: of(&old, area), after: of(&new, area) };
    Ok(areas.into_iter().map(difference).collect())
}

impl AreaDifference {
    /// How much more; below nought when it is less.
    pub fn more(&self) -> Cents {
        self.after - self.before
    }
}

impl fmt::Display for DistributionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherYear { key, key_year, year } => write!(
                formatter,
                "key `{key}` is for {key_year}, not for {year}: name the key of {year}, or compare the two keys"
            ),
            Self::NoWeights { key } => {
                write!(formatter, "no source gives the weights of key `{key}`: add them to `rounds/keys.toml`")
            }
            Self::OutOfRange => formatter.write_str("the amount is below nought, or too large to divide exactly"),
        }
    }
}

impl Error for DistributionError {}

fn divide(amount: Cents, key: &Id, weights: &[KeyPart]) -> Result<Vec<AreaPart>, DistributionError> {
    let total = weights.iter().map(|it| it.weight).try_fold(Number::ZERO, Number::plus);
    let total = total.ok_or(DistributionError::OutOfRange)?;
    if total.is_zero() {
        return Err(DistributionError::NoWeights { key: Id::clone(key) });
    }
    if amount < Cents::ZERO || weights.iter().any(|it| it.weight.is_negative()) {
        return Err(DistributionError::OutOfRange);
    }
    let part = |it: &KeyPart| {
        let exact_cents = Number::whole(amount.count()).times(it.weight)?.divided_by(total)?;
        Some(AreaPart { area: Id::clone(&it.area), exact_cents, amount: Cents::new(exact_cents.floor().to_i64()?) })
    };
    let parts: Option<Vec<AreaPart>> = weights.iter().map(part).collect();
    let mut parts = parts.ok_or(DistributionError::OutOfRange)?;
    let given: Cents = parts.iter().map(|it| it.amount).sum();
    let left = usize::try_from((amount - given).count()).map_err(|_| DistributionError::OutOfRange)?;
    let fraction = |part: &AreaPart| part.exact_cents.minus(part.exact_cents.floor()).unwrap_or(Number::ZERO);
    parts.sort_by(|one, other| fraction(other).cmp(&fraction(one)).then_with(|| one.area.cmp(&other.area)));
    parts.iter_mut().take(left).for_each(|part| part.amount += Cents::new(1));
    parts.sort_by(|one, other| one.area.cmp(&other.area));
    Ok(parts)
}
