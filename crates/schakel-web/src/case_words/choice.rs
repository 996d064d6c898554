//! Why an organisation was chosen, or why it could not be asked.

use fluent_bundle::FluentValue;
use schakel_casework::{Asked, Distance, DoorGround, Exclusion, Fit, Grounds};
use schakel_time::Date;

use super::CaseWords;

impl CaseWords<'_> {
    /// Why an organisation can be asked, a line for each ground; `on` is the day of asking.
    pub fn grounds(&self, grounds: &Grounds, on: Date) -> Vec<String> {
        let fits = [
            (grounds.theme, "grounds-theme", "grounds-theme-not-known"),
            (grounds.area, "grounds-area", "grounds-area-not-known"),
            (grounds.size, "grounds-size", "grounds-size-not-known"),
            (grounds.language, "grounds-language", "grounds-language-not-known"),
        ];
        let fits = fits.into_iter().map(|(fit, yes, not_known)| match fit {
            Fit::Yes => self.texts().get(yes),
            Fit::NotKnown => self.texts().get(not_known),
        });
        let presence = if grounds.present_from > on {
            self.texts().with("grounds-present-from", "day", &self.day(grounds.present_from))
        } else {
            self.texts().get("grounds-present")
        };
        let load = [("taken", number(grounds.load.in_hand)), ("capacity", number(grounds.load.capacity))];
        let load_key = if grounds.load.is_full() { "grounds-full" } else { "grounds-load" };
        let rest = [presence, self.texts().with_all(load_key, &load), self.distance(grounds.distance)];
        fits.chain(rest).collect()
    }

    /// Whether an organisation suits one side of a need.
    pub fn fit(&self, fit: Fit) -> String {
        self.texts().get(match fit {
            Fit::Yes => "yes",
            Fit::NotKnown => "not-known",
        })
    }

    /// Why an organisation is not asked.
    pub fn exclusion(&self, exclusion: &Exclusion) -> String {
        let key = match exclusion {
            Exclusion::AlreadyAsked => "exclusion-already-asked",
            Exclusion::NotTakingPart => "exclusion-not-taking-part",
            Exclusion::SucceededBy(other) => {
                return self.texts().with("exclusion-succeeded-by", "organisation", &self.organisation(other));
            }
            Exclusion::ServiceNotKnown => "exclusion-service-not-known",
            Exclusion::OtherService => "exclusion-other-service",
            Exclusion::OtherTheme => "exclusion-other-theme",
            Exclusion::OtherArea => "exclusion-other-area",
            Exclusion::OtherSize => "exclusion-other-size",
            Exclusion::OtherLanguage => "exclusion-other-language",
            Exclusion::Absent(Some(day)) => return self.texts().with("exclusion-absent-until", "day", &self.day(*day)),
            Exclusion::Absent(None) => "exclusion-absent",
        };
        self.texts().get(key)
    }

    /// Why this organisation was asked.
    pub fn asked(&self, asked: &Asked) -> String {
        match asked {
            Asked::ByName => self.texts().get("asked-by-name"),
            Asked::Proposed { .. } => self.texts().get("asked-proposed"),
            Asked::Chosen { others, after, .. } => {
                let key = if after.is_some() { "asked-chosen-after" } else { "asked-chosen" };
                self.texts().with_all(key, &[("count", number(*others))])
            }
        }
    }

    /// Why a door is the door.
    pub fn door_ground(&self, ground: DoorGround) -> String {
        self.texts().get(match ground {
            DoorGround::Municipality => "door-ground-municipality",
            DoorGround::NoDoorNamed => "door-ground-no-door-named",
            DoorGround::DoorNotReachable => "door-ground-door-not-reachable",
            DoorGround::PlaceNotKnown => "door-ground-place-not-known",
        })
    }

    /// How near an organisation is.
    pub fn distance(&self, distance: Distance) -> String {
        match distance {
            Distance::Kilometres(count) => self.texts().with_all("distance-kilometres", &[("count", number(count))]),
            Distance::Rings(0) => self.texts().get("distance-same-municipality"),
            Distance::Rings(_) => self.texts().get("distance-same-area"),
            Distance::Unknown => self.texts().get("distance-not-known"),
        }
    }
}

fn number(count: u32) -> FluentValue<'static> {
    FluentValue::from(count)
}
