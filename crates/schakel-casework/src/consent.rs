//! Consent: per receiver and purpose, default none, and what was shown under it. A fact that no standing consent covers
//! cannot be shown, because [`Show`](crate::Command::Show) asks here first.

use std::collections::BTreeSet;

use schakel_time::DateTime;
use serde::{Deserialize, Serialize};

use crate::code::{Code, ConsentNumber, OrganisationId, PersonRef, TextRef};

/// What facts may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Helping with this question.
    Help,
    /// Judging an application.
    Application,
    /// Hearing whether the firm has a case elsewhere, so that it need not tell its story twice.
    Coordination,
    /// Asking afterwards whether it helped.
    Evaluation,
}

/// A consent of the entrepreneur.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Which one.
    pub number: ConsentNumber,
    /// Who may see the facts.
    pub receiver: OrganisationId,
    /// What for.
    pub purpose: Purpose,
    /// Which facts, codes of the pack. The summary of the question belongs to every consent but one for
    /// [`Purpose::Coordination`].
    pub facts: BTreeSet<Code>,
    /// Since when.
    pub given_at: DateTime,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime>,
}

/// That an organisation saw something: what, when, what for and under which consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// When.
    pub at: DateTime,
    /// Who saw it.
    pub receiver: OrganisationId,
    /// Who of it, when known.
    pub person: Option<PersonRef>,
    /// What for.
    pub purpose: Purpose,
    /// Under which consents.
    pub consents: BTreeSet<ConsentNumber>,
    /// Which facts.
    pub facts: BTreeSet<Code>,
    /// The summary, when it was among them.
    pub summary: Option<TextRef>,
}

/// Every consent of a case and everything that was shown: what the entrepreneur sees on the page of the question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentBook {
    /// In the order in which they were given.
    pub consents: Vec<Consent>,
    /// In the order in which they happened.
    pub disclosures: Vec<Disclosure>,
}

impl ConsentBook {
    /// The consents that stand for a receiver and a purpose.
    pub fn standing(&self, receiver: &OrganisationId, purpose: Purpose) -> impl Iterator<Item = &Consent> {
        let receiver = receiver.clone();
        self.consents
            .iter()
            .filter(move |it| it.receiver == receiver && it.purpose == purpose && it.withdrawn_at.is_none())
    }

    /// The facts that a receiver may see for a purpose; none at all without a standing consent.
    pub fn permitted(&self, receiver: &OrganisationId, purpose: Purpose) -> Option<BTreeSet<Code>> {
        let mut standing = self.standing(receiver, purpose).peekable();
        standing.peek()?;
        Some(standing.flat_map(|it| it.facts.iter().cloned()).collect())
    }

    /// The consents under which these facts may be shown.
    ///
    /// # Errors
    ///
    /// The facts that no standing consent covers; the error is empty when there is no consent at all.
    pub fn cover(
        &self,
        receiver: &OrganisationId,
        purpose: Purpose,
        facts: &BTreeSet<Code>,
    ) -> Result<BTreeSet<ConsentNumber>, BTreeSet<Code>> {
        let Some(permitted) = self.permitted(receiver, purpose) else { return Err(facts.clone()) };
        let missing: BTreeSet<Code> = facts.difference(&permitted).cloned().collect();
        if missing.is_empty() {
            Ok(self.standing(receiver, purpose).map(|it| it.number).collect())
        } else {
            Err(missing)
        }
    }

    /// Everything that was shown under a consent.
    pub fn shown_under(&self, consent: ConsentNumber) -> impl Iterator<Item = &Disclosure> {
        self.disclosures.iter().filter(move |it| it.consents.contains(&consent))
    }

    /// What an organisation saw.
    pub fn seen_by(&self, receiver: &OrganisationId) -> impl Iterator<Item = &Disclosure> {
        let receiver = receiver.clone();
        self.disclosures.iter().filter(move |it| it.receiver == receiver)
    }
}
