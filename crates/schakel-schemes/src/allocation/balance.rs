//! What is left under each ceiling. The only way by which money leaves is [`Balances::grant`], which refuses what does
//! not fit: no procedure can go above a ceiling (Awb 4:25, paragraph 2). In which order it is asked is not here.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;

use schakel_register::{Cents, Id};

/// Which ceiling: that of the round, or that of a part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ceiling {
    /// The ceiling of the whole round.
    Round,
    /// The sub-ceiling of a theme, an area or a size.
    Part(Id),
}

/// The ceilings of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ceilings {
    /// Of the whole round.
    pub round: Cents,
    /// Of its parts: themes, areas and sizes. They may sum to more or less than the round.
    pub parts: BTreeMap<Id, Cents>,
}

impl Ceilings {
    /// One ceiling, without parts.
    pub fn whole(round: Cents) -> Self {
        Ceilings { round, parts: BTreeMap::new() }
    }

    /// The same ceilings, so high that everything that can be counted fits.
    pub(super) fn unlimited(&self) -> Self {
        let most = Cents::new(i64::MAX);
        Ceilings { round: most, parts: self.parts.keys().map(|id| (id.clone(), most)).collect() }
    }

    /// The ceilings with so much more for the whole round. Negative takes away.
    #[must_use]
    pub fn with_more(&self, more: Cents) -> Self {
        Ceilings { round: self.round + more, parts: self.parts.clone() }
    }
}

/// The arithmetic of one ceiling: `ceiling = granted + left`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Which ceiling.
    pub ceiling: Ceiling,
    /// How high it is.
    pub amount: Cents,
    /// What has been granted of it.
    pub granted: Cents,
}

impl Balance {
    /// What is left.
    pub fn left(&self) -> Cents {
        self.amount - self.granted
    }
}

/// What is left under every ceiling of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balances {
    round: Balance,
    parts: BTreeMap<Id, Balance>,
}

/// A grant that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// The ceiling under which it does not fit: a sub-ceiling before that of the round.
    pub ceiling: Ceiling,
    /// What was asked.
    pub asked: Cents,
    /// What is left there.
    pub left: Cents,
}

impl Balances {
    /// Nothing granted yet.
    pub fn new(ceilings: &Ceilings) -> Self {
        let part = |(id, amount): (&Id, &Cents)| {
            let balance = Balance { ceiling: Ceiling::Part(id.clone()), amount: *amount, granted: Cents::ZERO };
            (id.clone(), balance)
        };
        Balances {
            round: Balance { ceiling: Ceiling::Round, amount: ceilings.round, granted: Cents::ZERO },
            parts: ceilings.parts.iter().map(part).collect(),
        }
    }

    /// With what was granted before, as it was kept. `None` when that is more than there is, or below nothing.
    pub fn restored(ceilings: &Ceilings, granted: Cents, granted_of_parts: &BTreeMap<Id, Cents>) -> Option<Self> {
        let mut balances = Self::new(ceilings);
        balances.round.granted = granted;
        for (part, balance) in &mut balances.parts {
            balance.granted = granted_of_parts.get(part).copied().unwrap_or(Cents::ZERO);
        }
        let is_sound = balances.all().all(|it| it.granted >= Cents::ZERO && it.granted <= it.amount);
        is_sound.then_some(balances)
    }

    /// What is left, as ceilings of a division that comes after this one.
    pub fn left(&self) -> Ceilings {
        Ceilings {
            round: self.round.left(),
            parts: self.parts.iter().map(|(part, balance)| (Id::clone(part), balance.left())).collect(),
        }
    }

    /// Every ceiling with what was granted: the round first, then its parts by name.
    pub fn all(&self) -> impl Iterator<Item = &Balance> {
        [&self.round].into_iter().chain(self.parts.values())
    }

    /// The ceilings under which a grant with these parts falls; a part without a ceiling of its own has none.
    pub fn under<'a>(&'a self, parts: &'a BTreeSet<Id>) -> impl Iterator<Item = &'a Balance> {
        [&self.round].into_iter().chain(parts.iter().filter_map(|part| self.parts.get(part)))
    }

    /// The most that can be granted with these parts.
    pub fn room(&self, parts: &BTreeSet<Id>) -> Cents {
        self.under(parts).map(Balance::left).min().unwrap_or(Cents::ZERO).max(Cents::ZERO)
    }

    /// Books a grant under every ceiling that it falls under, or under none.
    ///
    /// # Errors
    ///
    /// [`Shortage`] when it does not fit, or when it is below nothing; nothing is booked then.
    pub fn grant(&mut self, amount: Cents, parts: &BTreeSet<Id>) -> Result<(), Shortage> {
        self.fits(amount, parts)?;
        self.round.granted += amount;
        for part in parts {
            if let Some(balance) = self.parts.get_mut(part) {
                balance.granted += amount;
            }
        }
        Ok(())
    }

    /// Whether a grant fits.
    ///
    /// # Errors
    ///
    /// [`Shortage`] with a ceiling under which it does not: the tightest sub-ceiling, or else that of the round.
    pub fn fits(&self, amount: Cents, parts: &BTreeSet<Id>) -> Result<(), Shortage> {
        let too_small = |it: &&Balance| amount < Cents::ZERO || amount > it.left();
        let own = parts.iter().filter_map(|part| self.parts.get(part)).filter(too_small).min_by_key(|it| it.left());
        match own.or_else(|| Some(&self.round).filter(too_small)) {
            None => Ok(()),
            Some(it) => Err(Shortage { ceiling: it.ceiling.clone(), asked: amount, left: it.left() }),
        }
    }
}

impl fmt::Display for Ceiling {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Round => formatter.write_str("the ceiling of the round"),
            Self::Part(part) => write!(formatter, "the sub-ceiling of `{part}`"),
        }
    }
}

impl fmt::Display for Shortage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ceiling, asked, left } = self;
        write!(formatter, "{} cents do not fit: {} cents are left under {ceiling}", asked.count(), left.count())
    }
}

impl Error for Shortage {}
