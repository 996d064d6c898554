//! Exact numbers: amounts of money, counts and rates as fractions of two integers. No rounding and no floats live
//! here; a result that does not fit in 128 bits is reported, never wrapped.

use std::fmt;

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed, ToPrimitive, Zero};

/// An exact number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Number(Ratio<i128>);

/// The most digits a written number may have on each side of the point: enough for any budget, few enough to stay
/// far from the limits of 128 bits in arithmetic.
pub const DIGITS_MAX: usize = 15;

impl Number {
    /// Nought.
    pub const ZERO: Number = Number(Ratio::new_raw(0, 1));
    /// One.
    pub const ONE: Number = Number(Ratio::new_raw(1, 1));

    /// The whole number `value`.
    pub fn whole(value: i64) -> Self {
        Number(Ratio::from_integer(i128::from(value)))
    }

    /// The fraction `numerator / denominator`; `None` when the denominator is nought.
    pub fn fraction(numerator: i64, denominator: i64) -> Option<Self> {
        (denominator != 0).then(|| Number(Ratio::new(i128::from(numerator), i128::from(denominator))))
    }

    /// Reads `1_000_000`, `-3`, `0.35`. `None` when it is not such a number or longer than [`DIGITS_MAX`].
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let numerator_whole = parse_digits(whole)?;
        let numerator_decimals = parse_digits(decimals)?;
        let scale = 10_i128.checked_pow(u32::try_from(decimals.replace('_', "").len()).ok()?)?;
        let numerator = numerator_whole.checked_mul(scale)?.checked_add(numerator_decimals)?;
        Some(Number(Ratio::new(if negative { -numerator } else { numerator }, scale)))
    }

    /// Written so that nothing is lost, for keeping: `35/100` as `7/20`.
    pub fn exact(self) -> String {
        format!("{}/{}", self.0.numer(), self.0.denom())
    }

    /// Reads what [`Number::exact`] wrote; `None` for anything else.
    pub fn parse_exact(text: &str) -> Option<Self> {
        let (numerator, denominator) = text.split_once('/')?;
        let (numerator, denominator): (i128, i128) = (numerator.parse().ok()?, denominator.parse().ok()?);
        let fits = (-PART_MAX..=PART_MAX).contains(&numerator) && (1..=PART_MAX).contains(&denominator);
        fits.then(|| Number(Ratio::new(numerator, denominator)))
    }

    /// The sum; `None` when it does not fit.
    pub fn plus(self, other: Number) -> Option<Number> {
        self.0.checked_add(&other.0).and_then(bounded)
    }

    /// The difference; `None` when it does not fit.
    pub fn minus(self, other: Number) -> Option<Number> {
        self.0.checked_sub(&other.0).and_then(bounded)
    }

    /// The product; `None` when it does not fit.
    pub fn times(self, other: Number) -> Option<Number> {
        self.0.checked_mul(&other.0).and_then(bounded)
    }

    /// The quotient; `None` when `other` is nought or the result does not fit.
    pub fn divided_by(self, other: Number) -> Option<Number> {
        if other.is_zero() { None } else { self.0.checked_div(&other.0).and_then(bounded) }
    }

    /// The number with its sign turned.
    pub fn negated(self) -> Number {
        Number(-self.0)
    }

    /// Whether it is nought.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is below nought.
    pub fn is_negative(self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is a whole number.
    pub fn is_whole(self) -> bool {
        self.0.is_integer()
    }

    /// The largest whole number not above it.
    pub fn floor(self) -> Number {
        Number(self.0.floor())
    }

    /// The smallest whole number not below it.
    pub fn ceil(self) -> Number {
        Number(self.0.ceil())
    }

    /// The whole number it is, when it is one and fits.
    pub fn to_i64(self) -> Option<i64> {
        if self.is_whole() { self.0.to_integer().to_i64() } else { None }
    }

    /// Written with `decimal` before the decimals and `group` between thousands; decimals only where needed, cut
    /// after six (a third is `0,333333…`).
    pub fn written(self, decimal: char, group: &str) -> String {
        let sign = if self.is_negative() { "-" } else { "" };
        let positive = self.0.abs();
        let whole = positive.to_integer().to_string();
        let grouped = group_thousands(&whole, group);
        let decimals = decimals_of(positive.fract());
        if decimals.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}{decimal}{decimals}") }
    }
}

impl fmt::Display for Number {
    /// Written as in a rule: `1000000`, `0.35`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.written('.', ""))
    }
}

/// The largest numerator and denominator: two bits below what fits, so that turning the sign and rounding to whole
/// numbers always fit.
const PART_MAX: i128 = i128::MAX >> 2;

fn bounded(ratio: Ratio<i128>) -> Option<Number> {
    let fits = (-PART_MAX..=PART_MAX).contains(ratio.numer()) && *ratio.denom() <= PART_MAX;
    fits.then_some(Number(ratio))
}

/// Decimals printed before a repeating fraction is cut with `…`.
const DECIMALS_MAX: usize = 6;

fn decimals_of(mut rest: Ratio<i128>) -> String {
    let mut digits = String::new();
    while !rest.is_zero() && digits.len() < DECIMALS_MAX {
        let Some(shifted) = rest.checked_mul(&Ratio::from_integer(10)) else { break };
        digits.push_str(&shifted.to_integer().to_string());
        rest = shifted.fract();
    }
    if !rest.is_zero() {
        digits.push('…');
    }
    digits
}

fn group_thousands(digits: &str, group: &str) -> String {
    let mut written = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push_str(group);
        }
        written.push(digit);
    }
    written
}

fn parse_digits(text: &str) -> Option<i128> {
    let well_placed = !text.starts_with('_') && !text.ends_with('_') && !text.contains("__");
    let digits = text.replace('_', "");
    let plain = !digits.is_empty() && digits.len() <= DIGITS_MAX && digits.bytes().all(|byte| byte.is_ascii_digit());
    if well_placed && plain { digits.parse().ok() } else { None }
}
