//! Who is away and how much each organisation has in hand, as the store counts it at one moment.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use schakel_time::{Date, Period};
use serde::{Deserialize, Serialize};

use crate::code::OrganisationId;

/// Absence and load of organisations. Of whom nothing is written is present and has nothing in hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staffing {
    organisations: BTreeMap<OrganisationId, Staff>,
}

/// Absence and load of one organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staff {
    /// When nobody is there.
    pub absences: Vec<Period>,
    /// Cases and referrals in hand.
    pub in_hand: u32,
    /// How many it can have in hand, when it has said so.
    pub capacity: Option<u32>,
}

/// What an organisation has in hand, against what it can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// Cases and referrals in hand.
    pub in_hand: u32,
    /// How many it can have.
    pub capacity: u32,
}

impl Staffing {
    /// What is known of an organisation today, to be changed.
    pub fn of(&mut self, organisation: &OrganisationId) -> &mut Staff {
        self.organisations.entry(organisation.clone()).or_default()
    }

    /// The first day on which somebody is there: the day itself, or the end of the absences that cover it; none when
    /// nobody comes back.
    pub fn present_from(&self, organisation: &OrganisationId, on: Date) -> Option<Date> {
        let absences = self.organisations.get(organisation).map_or(&[][..], |it| it.absences.as_slice());
        let mut day = on;
        while let Some(absence) = absences.iter().find(|it| it.contains(day)) {
            day = absence.end()?;
        }
        Some(day)
    }

    /// What it has in hand; one that has not said what it can have is given the capacity of one adviser.
    pub fn load(&self, organisation: &OrganisationId, capacity_of_adviser: u32) -> Load {
        match self.organisations.get(organisation) {
            Some(staff) => Load { in_hand: staff.in_hand, capacity: staff.capacity.unwrap_or(capacity_of_adviser) },
            None => Load { in_hand: 0, capacity: capacity_of_adviser },
        }
    }
}

impl Load {
    /// Whether there is no room left.
    pub fn is_full(&self) -> bool {
        self.in_hand >= self.capacity
    }

    /// Compares how full two organisations are: the share of the capacity that is taken, exactly. No capacity at all is
    /// as full as can be.
    pub fn compare(&self, other: &Self) -> Ordering {
        match (self.capacity, other.capacity) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Greater,
            (_, 0) => Ordering::Less,
            _ => {
                let product = |a: u32, b: u32| u64::from(a).saturating_mul(u64::from(b));
                product(self.in_hand, other.capacity).cmp(&product(other.in_hand, self.capacity))
            }
        }
    }
}
