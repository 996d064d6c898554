//! What can be asked of a grant, and why it can be refused.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;

use schakel_casework::Role;
use schakel_register::Cents;
use schakel_time::Date;
use serde::{Deserialize, Serialize};

use super::{GrantAction, SettlementDocument};
use crate::application::GrantTerms;

/// Something to do with a grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantCommand {
    /// Pay an advance (Awb 4:95).
    PayAdvance(Cents),
    /// Stop payments on a serious suspicion, for at most thirteen weeks (Awb 4:56).
    HoldPayments,
    /// Let payments go on.
    ReleasePayments,
    /// Say that an obligation is met.
    Report {
        /// The how many-th of the terms, counted from 0.
        obligation: u32,
    },
    /// Change the terms: amount, years, last day, obligations.
    Change(GrantTerms),
    /// Withdraw the grant (Awb 4:48).
    Revoke(BTreeSet<LoweringGround>),
    /// Ask for the settlement.
    RequestSettlement {
        /// The costs that were made.
        costs: Cents,
        /// What goes with it.
        documents: BTreeSet<SettlementDocument>,
    },
    /// Settle, on request.
    Settle {
        /// At which amount.
        amount: Cents,
        /// Why at less than was granted; nothing when it is not.
        lowered: BTreeSet<LoweringGround>,
    },
    /// Settle without a request: a small grant, or no request came in time (Awb 4:44(4), 4:47).
    SettleExOfficio {
        /// At which amount.
        amount: Cents,
        /// Why at less than was granted; nothing when it is not.
        lowered: BTreeSet<LoweringGround>,
    },
    /// Pay what the settlement leaves to be paid (Awb 4:52).
    PayRest,
    /// Write down what came back.
    ReceiveBack(Cents),
    /// Let go of what still has to come back.
    LetGo,
    /// Lower the settlement afterwards, within five years (Awb 4:49).
    LowerSettlement {
        /// At which amount.
        amount: Cents,
        /// Why.
        lowered: BTreeSet<LoweringGround>,
    },
}

/// Why a grant is settled at less, or withdrawn (Awb 4:46(2) and (3), 4:48(1), 4:49(1)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoweringGround {
    /// The activities did not take place, or not wholly.
    ActivitiesNotDone,
    /// Obligations were not met.
    ObligationsNotMet,
    /// Wrong or incomplete data led to another decision.
    WrongData,
    /// The grant was wrong, and the recipient knew or should have known.
    WrongGrant,
    /// The costs were lower, or some were not necessary.
    LowerCosts,
    /// Facts that could not be known at the settlement.
    NewFacts,
    /// The recipient asked for it.
    OnRequest,
}

/// Why something was refused; nothing changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantRefusal {
    /// This is not for this actor, or not now.
    NotAllowed {
        /// Who could do it now; nobody when it is not possible at all.
        by: Vec<Role>,
    },
    /// More than can be paid, received or settled, or nothing.
    AmountOutOfRange {
        /// The most.
        max: Cents,
    },
    /// Payments are held.
    PaymentsHeld {
        /// Until and including this day.
        until: Date,
    },
    /// The terms have no such obligation, or it is met already.
    NoSuchObligation,
    /// These obligations are not met.
    ObligationsOpen {
        /// The first day that one of them was due.
        due: Date,
    },
    /// The years are not the amount together, or a year is named twice or has nothing.
    CommitmentsDiffer {
        /// What they are together.
        together: Cents,
        /// What they should be.
        amount: Cents,
    },
    /// These documents are missing.
    DocumentsMissing(BTreeSet<SettlementDocument>),
    /// The activities go on until this day, or the request can still come until it.
    TooEarly {
        /// The day.
        until: Date,
    },
    /// The five years are over.
    TooLate {
        /// The last day.
        last_day: Date,
    },
    /// Less than was granted needs a reason; all of it may have none.
    GroundNeeded {
        /// Whether it is needed.
        needed: bool,
    },
}

impl GrantCommand {
    /// What the process calls it.
    pub(super) fn action(&self) -> GrantAction {
        match self {
            Self::PayAdvance(_) => GrantAction::PayAdvance,
            Self::HoldPayments | Self::ReleasePayments => GrantAction::HoldPayments,
            Self::Report { .. } => GrantAction::Report,
            Self::Change(_) => GrantAction::Change,
            Self::Revoke(_) => GrantAction::Revoke,
            Self::RequestSettlement { .. } => GrantAction::RequestSettlement,
            Self::Settle { .. } => GrantAction::Settle,
            Self::SettleExOfficio { .. } => GrantAction::SettleExOfficio,
            Self::PayRest => GrantAction::PayRest,
            Self::ReceiveBack(_) => GrantAction::ReceiveBack,
            Self::LetGo => GrantAction::LetGo,
            Self::LowerSettlement { .. } => GrantAction::LowerSettlement,
        }
    }
}

impl fmt::Display for GrantRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAllowed { by } if by.is_empty() => {
                formatter.write_str("this cannot be done in the present state of the grant: reload it and look again")
            }
            Self::NotAllowed { by } => {
                let roles: Vec<String> = by.iter().map(Role::to_string).collect();
                write!(formatter, "this can be done now only by {}", roles.join(" or "))
            }
            Self::AmountOutOfRange { max } => {
                write!(formatter, "name an amount above nothing and of at most {} cents", max.count())
            }
            Self::PaymentsHeld { until } => {
                write!(formatter, "payments are held until {until}: let them go on first, or wait")
            }
            Self::NoSuchObligation => {
                formatter.write_str("the grant has no such obligation, or it is met already: look at the list")
            }
            Self::ObligationsOpen { due } => {
                write!(formatter, "an obligation that was due on {due} is not met: report on it first")
            }
            Self::CommitmentsDiffer { together, amount } => write!(
                formatter,
                "the years are {} cents together and the amount is {}: make them equal, and name each year once",
                together.count(),
                amount.count()
            ),
            Self::DocumentsMissing(documents) => {
                let names: Vec<&str> = documents.iter().map(|it| it.words()).collect();
                write!(formatter, "this is missing: {}; add it", names.join(", "))
            }
            Self::TooEarly { until } => write!(formatter, "this is possible only after {until}"),
            Self::TooLate { last_day } => write!(formatter, "this was possible until {last_day}"),
            Self::GroundNeeded { needed: true } => {
                formatter.write_str("less than was granted needs a reason: name at least one")
            }
            Self::GroundNeeded { needed: false } => {
                formatter.write_str("all of it was granted: name no reason for lowering it, or a lower amount")
            }
        }
    }
}

impl SettlementDocument {
    fn words(self) -> &'static str {
        match self {
            Self::FinalReport => "the final report",
            Self::OtherIncome => "the other income",
            Self::AuditStatement => "the statement of an auditor",
        }
    }
}

impl Error for GrantRefusal {}
