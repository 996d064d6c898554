//! The state of a case in one sentence for the entrepreneur, and the honest sentence when it is late.

use fluent_bundle::FluentValue;
use schakel_casework::{NotHelped, OrganisationId, Outcome, Sentence, StateForEntrepreneur};
use schakel_time::Date;

use super::CaseWords;

/// What an entrepreneur reads above everything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateWords {
    /// What happens now, by whom and until when.
    pub sentence: String,
    /// That a promise was not kept, when it was not.
    pub late: Option<String>,
}

impl CaseWords<'_> {
    /// The state in words; `person` is the name of the person in the state, when the caller knows it.
    pub fn state(&self, state: &StateForEntrepreneur, person: Option<&str>) -> StateWords {
        let late = state.late_since.map(|day| self.texts().with("case-late", "day", &self.day(day)));
        StateWords { sentence: self.sentence(&state.sentence, person), late }
    }

    fn sentence(&self, sentence: &Sentence, person: Option<&str>) -> String {
        match sentence {
            Sentence::Received { organisation, by } => self.owned("case-state-received", organisation, *by, &[]),
            // Nobody is asked any more and nobody has it yet: who is responsible looks further.
            Sentence::Waiting { asked, organisation, by } if asked.is_empty() => {
                self.owned("case-state-searching", organisation, *by, &[])
            }
            Sentence::Waiting { asked, organisation, by } => {
                let asked = self.together(asked.iter().map(|it| self.organisation(it)).collect());
                self.owned("case-state-waiting", organisation, *by, &[("asked", asked.into())])
            }
            Sentence::Helped { organisation, by, .. } => match person {
                Some(person) => self.owned("case-state-helped-person", organisation, *by, &[("person", person.into())]),
                None => self.owned("case-state-helped", organisation, *by, &[]),
            },
            Sentence::Searching { organisation, is_director, by } => {
                let key = if *is_director { "case-state-searching-director" } else { "case-state-searching" };
                self.owned(key, organisation, *by, &[])
            }
            Sentence::Together { lead } => self.texts().with("case-state-together", "case", &lead.to_string()),
            Sentence::Over { outcome, at } => self.texts().with(over_key(*outcome), "day", &self.day(at.date())),
        }
    }

    /// A sentence with the organisation that answers and the last day.
    fn owned(&self, key: &str, organisation: &OrganisationId, by: Date, more: &[(&str, FluentValue<'_>)]) -> String {
        let mut values = vec![("organisation", self.organisation(organisation).into()), ("day", self.day(by).into())];
        values.extend_from_slice(more);
        self.texts().with_all(key, &values)
    }
}

fn over_key(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Helped => "case-over-helped",
        Outcome::NotHelped(NotHelped::NoSupportExists) => "case-over-no-support-exists",
        Outcome::NotHelped(NotHelped::ConditionsNotMet) => "case-over-conditions-not-met",
        Outcome::NotHelped(NotHelped::NoRoom) => "case-over-no-room",
        Outcome::NotHelped(NotHelped::OutsideRegion) => "case-over-outside-region",
        Outcome::NotReachable => "case-over-not-reachable",
        Outcome::TakenBack => "case-over-taken-back",
    }
}
