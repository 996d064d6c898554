//! Whether a firm has a case elsewhere: one executor asks, another has the answer. Only with consent of the firm for
//! this purpose and a covenant between the two that permits it; without, nothing but totals.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::case::{Case, Visibility};
use crate::code::{CaseId, Code, FirmRef, OrganisationId};
use crate::consent::Purpose;

/// A rule for sharing between two organisations, in that direction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharingRule {
    /// Who may ask.
    pub asker: OrganisationId,
    /// Whose cases it is about.
    pub holder: OrganisationId,
    /// The covenant that permits it: a record of `agreements` in the pack.
    pub covenant: Code,
}

/// What one executor may know of the cases of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Elsewhere {
    /// These cases. Before the asker sees them, decide a [`Command::Show`](crate::Command::Show) for each that consents,
    /// which logs the look, also when there is nothing to see.
    Cases {
        /// The cases with the holder to which the firm consented; empty when there are none.
        cases: BTreeSet<CaseId>,
        /// Every case of the firm under whose consent the asker looks.
        consenting: BTreeSet<CaseId>,
        /// The covenant.
        covenant: Code,
    },
    /// No covenant permits it: refused.
    NoCovenant,
    /// The firm has not consented: only how many firms the other has in hand.
    OnlyTotals {
        /// Unique firms; nothing when there are fewer than [`TOTAL_MIN`].
        firms: Option<u64>,
    },
}

/// A smaller total would say something of each firm in it: our choice.
pub const TOTAL_MIN: u64 = 10;

/// Answers whether a firm has a case with another organisation. Which answer it is depends only on the covenant and on
/// what the firm consented to, so it says nothing about cases to which the firm did not consent.
pub fn elsewhere<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
    firm: FirmRef,
    rule: Option<&SharingRule>,
) -> Elsewhere {
    let Some(rule) = rule else { return Elsewhere::NoCovenant };
    let mut firms = BTreeSet::new();
    let mut shared = BTreeSet::new();
    let mut consenting = BTreeSet::new();
    for case in cases {
        let permitted = case.firm == firm && case.consent.permitted(&rule.asker, Purpose::Coordination).is_some();
        consenting.extend(permitted.then_some(case.id));
        let held = case.open().is_some_and(|it| it.responsible == rule.holder);
        if held && case.visibility == Visibility::Ordinary {
            firms.insert(case.firm);
            shared.extend(permitted.then_some(case.id));
        }
    }
    if consenting.is_empty() {
        let firms = u64::try_from(firms.len()).unwrap_or(u64::MAX);
        return Elsewhere::OnlyTotals { firms: Some(firms).filter(|it| *it >= TOTAL_MIN) };
    }
    Elsewhere::Cases { cases: shared, consenting, covenant: rule.covenant.clone() }
}
