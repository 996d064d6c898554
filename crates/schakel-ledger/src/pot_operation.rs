//! Operations on money of several parties: pots, European programmes, contributions in kind (`MON-11` to `MON-17`). When
//! each is allowed is decided in `decide`.

use schakel_criteria::Number;
use schakel_register::Cents;
use serde::{Deserialize, Serialize};

use crate::name::Name;

/// Parties promise to fill a pot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FundPot {
    /// The pot; the identifier of the money, whatever it is called.
    pub pot: Name,
    /// Who puts in what.
    pub promises: Vec<Promise>,
}

/// What one party promises to a pot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// Who.
    pub funder: Name,
    /// How much.
    pub amount: Cents,
    /// Which share of the pot was agreed, as a percentage in hundredths (`5000` is 50 %).
    pub share: BasisPoints,
    /// Whether it is only promised "in beginsel".
    pub provisional: bool,
}

/// A share in hundredths of a per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub u32);

/// What was spent from a pot is charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargePot {
    /// The pot.
    pub pot: Name,
    /// The part of an area, when the pot is divided.
    pub area: Option<Name>,
    /// How much was spent.
    pub amount: Cents,
}

/// A pot is divided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DistributePot {
    /// The pot.
    pub pot: Name,
    /// How much of it.
    pub amount: Cents,
    /// The year for which it is.
    pub year: i16,
    /// The key.
    pub key: Name,
    /// The year for which the key holds.
    pub key_year: i16,
    /// The weight of each area.
    pub weights: Vec<(Name, u32)>,
}

/// An amount "in beginsel" is confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmPromise {
    /// The pot.
    pub pot: Name,
    /// Who confirms.
    pub funder: Name,
    /// How much.
    pub amount: Cents,
}

/// Who pays which part of a programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cofinance {
    /// The programme.
    pub programme: Name,
    /// The parts; together the whole.
    pub parts: Vec<CofinancePart>,
}

/// A part of the money of a programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CofinancePart {
    /// Who pays; absent: not known.
    pub payer: Option<Name>,
    /// Whose money it is.
    pub level: Level,
    /// Which share.
    pub share: BasisPoints,
}

/// Whose money a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Of the European Union.
    European,
    /// Of the State.
    National,
    /// Of a province or landsdeel.
    Regional,
    /// Of those who carry out the project.
    Own,
}

/// A pot is named once more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamePot {
    /// The pot.
    pub pot: Name,
    /// Where it is named.
    pub region: Name,
    /// As what.
    pub label: String,
    /// How much is said to be in it.
    pub amount: Cents,
}

/// A funder pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deposit {
    /// The pot.
    pub pot: Name,
    /// Who pays.
    pub funder: Name,
    /// How much.
    pub amount: Cents,
}

/// Somebody contributes in kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContributeInKind {
    /// The programme.
    pub programme: Name,
    /// Who.
    pub contributor: Name,
    /// What.
    pub what: String,
    /// What it is worth; absent: nobody put a value on it.
    pub value: Option<Cents>,
}

impl BasisPoints {
    /// The whole.
    pub const WHOLE: BasisPoints = BasisPoints(10_000);

    /// The share as an exact fraction.
    pub fn fraction(self) -> Number {
        Number::fraction(i64::from(self.0), 10_000).unwrap_or(Number::ZERO)
    }
}
