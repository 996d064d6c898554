//! Small aid (de minimis) of the single undertaking: what earlier grants leave of the ceiling on a day. Aid counts from
//! the day of the decision, over any period of three years (Regulation 2023/2831, article 3(2) and 3(3)). What does not
//! fit is not cut down: the whole new grant falls outside the regulation (article 3(7)).
//!
//! Before 2024 the old regulation counted three tax years. Three years to the day always hold those tax years, so that
//! the room found here is never too large.

use schakel_criteria::Number;
use schakel_time::Date;
use serde::{Deserialize, Serialize};

use crate::money::Cents;
use crate::pack::Pack;

/// A grant of small aid that was decided on earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierGrant {
    /// The day of the decision.
    pub granted_on: Date,
    /// The gross amount.
    pub amount: Cents,
}

/// What is known of earlier small aid, of all enterprises of the single undertaking together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EarlierAid {
    /// Nothing is known.
    #[default]
    Unknown,
    /// This much in the years that count.
    Total(Cents),
    /// These grants; an empty list: none.
    Grants(Vec<EarlierGrant>),
}

/// The room for small aid on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmallAidRoom {
    /// The ceiling on that day; `None`: the pack knows none.
    pub ceiling: Option<Cents>,
    /// What was granted in the years that count; `None`: not known.
    pub earlier: Option<Cents>,
    /// The days after that day on which room comes free, and how much.
    pub frees: Vec<(Date, Cents)>,
}

impl SmallAidRoom {
    /// The room on a day.
    pub fn on(day: Date, earlier: &EarlierAid, pack: &Pack) -> Self {
        let at = |id| pack.vocabulary.threshold(id).and_then(|it| it.at(day));
        let settings = pack.aid.de_minimis.as_ref();
        let ceiling = settings.and_then(|it| at(it.ceiling)).and_then(Cents::from_euros);
        let years = settings.and_then(|it| at(it.years)).and_then(Number::to_i64).and_then(|it| i16::try_from(it).ok());
        let (earlier, frees) = match (earlier, years) {
            (EarlierAid::Total(total), _) => (Some(*total), Vec::new()),
            (EarlierAid::Grants(grants), Some(years)) => {
                let counted = grants.iter().filter(|grant| counts(grant.granted_on, day, years));
                let mut frees: Vec<(Date, Cents)> =
                    counted.clone().filter_map(|it| Some((free_from(it.granted_on, years)?, it.amount))).collect();
                frees.sort_unstable();
                (Some(counted.map(|grant| grant.amount).sum()), frees)
            }
            _ => (None, Vec::new()),
        };
        SmallAidRoom { ceiling, earlier, frees }
    }

    /// How much more may be granted; the whole ceiling when nothing is known of earlier aid. `None`: no ceiling.
    pub fn room(&self) -> Option<Cents> {
        let earlier = self.earlier.unwrap_or(Cents::ZERO);
        self.ceiling.map(|ceiling| (ceiling - earlier).max(Cents::ZERO))
    }
}

/// Whether aid of an earlier day adds up with aid of this day: fewer years lie between them.
fn counts(granted_on: Date, day: Date, years: i16) -> bool {
    let later = (granted_on.year() + years, granted_on.month(), granted_on.day());
    granted_on <= day && later > (day.year(), day.month(), day.day())
}

/// The first day on which aid no longer counts.
fn free_from(granted_on: Date, years: i16) -> Option<Date> {
    let year = granted_on.year() + years;
    // 29 February comes back as the first of March.
    Date::new(year, granted_on.month(), granted_on.day()).or_else(|_| Date::new(year, 3, 1)).ok()
}
