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
    /// These cases. Before the asker sees them, decide a [`Command::Show`](crate::Command::Show) for each, which logs it.
    Cases {
        /// The cases to which the firm consented; empty when there are none.
        cases: BTreeSet<CaseId>,
        /// The covenant.
        covenant: Code,
    },
    /// No covenant permits it: refused.
    NoCovenant,
    /// The firm has not consented: only how many firms the other has in hand.
    OnlyTotals {
        /// Unique firms.
        firms: u64,
    },
}

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
    let mut consented = false;
    for case in cases {
        let permitted = case.firm == firm && case.consent.permitted(&rule.asker, Purpose::Coordination).is_some();
        consented |= permitted;
        let held = case.open().is_some_and(|it| it.responsible == rule.holder);
        if held && case.visibility == Visibility::Ordinary {
            firms.insert(case.firm);
            shared.extend(permitted.then_some(case.id));
        }
    }
    if consented {
        Elsewhere::Cases { cases: shared, covenant: rule.covenant.clone() }
    } else {
        Elsewhere::OnlyTotals { firms: u64::try_from(firms.len()).unwrap_or(u64::MAX) }
    }
}
