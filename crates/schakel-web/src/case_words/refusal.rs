//! Why a command was refused, and what to do then.

use schakel_casework::{CHAIN_AUTOMATIC_MAX, RECEIVERS_AT_ONCE_MAX, Refusal, Role};

use super::CaseWords;

impl CaseWords<'_> {
    /// What is wrong and what to do.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let with = |key: &str, name: &str, value: &str| self.texts().with(key, name, value);
        match refusal {
            Refusal::NotAllowed { by } if by.is_empty() => self.texts().get("refusal-not-possible"),
            Refusal::NotAllowed { by } => {
                let roles = by.iter().map(|role| self.role(*role)).collect();
                with("refusal-not-allowed", "roles", &self.together(roles))
            }
            Refusal::ReferralOver(number) => with("refusal-referral-over", "number", &number.to_string()),
            Refusal::IsJoined(lead) => with("refusal-is-joined", "case", &lead.to_string()),
            Refusal::AlreadyAsked(id) => with("refusal-already-asked", "organisation", &self.organisation(id)),
            Refusal::UnknownOrganisation(id) => with("refusal-unknown-organisation", "organisation", &id.to_string()),
            Refusal::NotTakingPart(id) => with("refusal-not-taking-part", "organisation", &self.organisation(id)),
            Refusal::NobodyToAsk => self.texts().get("refusal-nobody-to-ask"),
            Refusal::WrongNumberOfReceivers => self.texts().count("refusal-number-of-receivers", RECEIVERS_AT_ONCE_MAX),
            Refusal::ChainTooLong => {
                self.texts().with_all("refusal-chain-too-long", &[("count", CHAIN_AUTOMATIC_MAX.into())])
            }
            Refusal::NoContactYet => self.texts().get("refusal-no-contact-yet"),
            Refusal::NoConsent(facts) if facts.is_empty() => self.texts().get("refusal-no-consent-at-all"),
            Refusal::NoConsent(facts) => with("refusal-no-consent", "facts", &self.facts(facts)),
            Refusal::NoSuchConsent(_) => self.texts().get("refusal-no-such-consent"),
            Refusal::DateOutOfReach { latest } => with("refusal-date-out-of-reach", "day", &self.day(*latest)),
            Refusal::AskedInFuture => self.texts().get("refusal-asked-in-future"),
            Refusal::OutcomeNotYours => self.texts().get("refusal-outcome-not-yours"),
            Refusal::CannotJoin => self.texts().get("refusal-cannot-join"),
            Refusal::NotJoined => self.texts().get("refusal-not-joined"),
        }
    }

    /// In what capacity somebody acts.
    pub fn role(&self, role: Role) -> String {
        self.texts().get(match role {
            Role::Entrepreneur => "role-entrepreneur",
            Role::Responsible => "role-responsible",
            Role::Receiver => "role-receiver",
            Role::Sender => "role-sender",
            Role::Director => "role-director",
            Role::Time => "role-time",
        })
    }
}
