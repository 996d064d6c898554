//! What an application counts with when the money is divided: the parts of the round that it belongs to, its points and
//! what the committee advised. Who found that, and when, is in the journal; dividing is in `allocation`.

use std::collections::{BTreeMap, BTreeSet};

use schakel_criteria::Number;
use schakel_register::Id;
use serde::{Deserialize, Serialize};

use crate::allocation::{Advice, Lot};
use crate::application::Application;

/// Points or a factor, exact; kept as a fraction in words, because an average of scores need not be a decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Points(pub Number);

/// What an application counts with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merits {
    /// The parts of the round with a ceiling of their own, by their names ([`schakel_register::Ceiling::part`]).
    pub parts: BTreeSet<String>,
    /// Points per criterion.
    pub points: BTreeMap<String, Points>,
    /// By how much a criterion counts more heavily for this application; 1 where nothing is said.
    pub factors: BTreeMap<String, Points>,
    /// What the committee advised.
    pub advice: Option<Advice>,
}

impl Merits {
    /// The application as the division looks at it; nothing before it was handed in.
    pub fn lot(&self, application: &Application) -> Option<Lot> {
        let by_id =
            |points: &BTreeMap<String, Points>| points.iter().map(|(id, it)| (Id::from(id.as_str()), it.0)).collect();
        Some(Lot {
            application: application.number,
            received_at: application.received_at()?,
            complete_at: application.complete_at,
            requested: application.requested()?,
            parts: self.parts(),
            points: by_id(&self.points),
            factors: by_id(&self.factors),
            advice: self.advice,
        })
    }

    /// The parts as the ceilings name them.
    pub fn parts(&self) -> BTreeSet<Id> {
        self.parts.iter().map(|it| Id::from(it.as_str())).collect()
    }
}

impl TryFrom<String> for Points {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Number::parse_exact(&text).map(Points).ok_or_else(|| format!("`{text}` is no fraction: write `7/20`"))
    }
}

impl From<Points> for String {
    fn from(points: Points) -> Self {
        points.0.exact()
    }
}
