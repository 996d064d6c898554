//! What follows a grant: obligations, advances, reports, changes, settlement and recovery. Its process, its state and its
//! rules; what can be asked is in `command`, how it is carried out in `decide`. Whether somebody gets a grant is not here.

use std::collections::BTreeSet;

use schakel_casework::{Code, Course, OrganisationId, Place, Process, Role, Rule, Standing};
use schakel_criteria::Number;
use schakel_register::Cents;
use schakel_time::Date;
use serde::{Deserialize, Serialize};

use crate::application::GrantTerms;
use crate::terms::Length;

mod apply;
mod command;
mod decide;

pub use command::{GrantCommand, GrantRefusal, LoweringGround};
pub(crate) use decide::{check_commitments, decide_grant, pass_grant_time, replace_terms};

/// The states of an open grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GrantState {
    /// The activities go on, or their account is still to come.
    Running,
    /// The settlement was asked for (Awb 4:44).
    SettlementRequested,
    /// It was settled; the rest is to be paid.
    Settled,
    /// Money has to come back (Awb 4:57).
    Recovering,
}

/// What can happen to a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GrantAction {
    /// An advance is paid.
    PayAdvance,
    /// Payments stop on a serious suspicion, or go on.
    HoldPayments,
    /// An obligation is met.
    Report,
    /// The grant is changed.
    Change,
    /// The grant is withdrawn.
    Revoke,
    /// The settlement is asked for.
    RequestSettlement,
    /// It is settled on request.
    Settle,
    /// It is settled without a request.
    SettleExOfficio,
    /// The rest is paid.
    PayRest,
    /// Money comes back.
    ReceiveBack,
    /// What is still to come back is let go.
    LetGo,
    /// The settlement is lowered afterwards.
    LowerSettlement,
    /// The date passed.
    Lapse,
}

/// How a grant ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GrantOutcome {
    /// Settled, and paid as settled.
    Paid,
    /// Settled at nothing or withdrawn, and nothing was left with the recipient.
    Revoked,
    /// What was paid too much came back.
    Recovered,
    /// A part of what was paid too much was let go.
    LetGo,
}

/// What has to be accounted for, by the size of the grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arrangement {
    /// The smallest: settled without a request.
    ExOfficio,
    /// The account is what was done.
    Performance,
    /// The account is what it cost, with a statement of an auditor.
    Costs,
}

/// What a document of a settlement shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SettlementDocument {
    /// What was done and what came of it.
    FinalReport,
    /// What else paid for it.
    OtherIncome,
    /// The statement of an auditor.
    AuditStatement,
}

/// A part of a grant that is committed for a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct YearCommitment {
    /// The year.
    pub year: i16,
    /// How much.
    pub amount: Cents,
}

/// Something that has to be done for a grant.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Obligation {
    /// What; a code of the round.
    pub kind: Code,
    /// By when.
    pub due: Date,
    /// When it was done.
    pub met_on: Option<Date>,
}

/// What holds after a grant; the values come from the round, each with its legal source there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRules {
    /// Below this amount it is settled without a request. 25,000 euro (Kaderbesluit 50(9)).
    pub performance_from: Cents,
    /// From this amount on the account is of costs, with a statement. 125,000 euro (Kaderbesluit 50(2)(c)).
    pub costs_from: Cents,
    /// The most of the grant that can be paid in advance. 90 % or all (Kaderbesluit 46 and 47).
    pub advance_rate: Number,
    /// Within which the settlement is asked for after the activities. 13 weeks (Kaderbesluit 50(1)).
    pub request_within: Length,
    /// Within which it is decided on. 13 weeks (Kaderbesluit 52).
    pub settle_within: Length,
}

/// A grant, and what came after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// What was granted, as it was changed last.
    pub terms: GrantTerms,
    /// When it was granted.
    pub granted_on: Date,
    /// The organisation that carries out the round.
    pub executor: OrganisationId,
    /// What has to be accounted for; the amount granted first decides.
    pub arrangement: Arrangement,
    /// What was paid in all, gross of what came back.
    pub paid: Cents,
    /// What came back.
    pub received_back: Cents,
    /// What was let go of what had to come back.
    pub let_go: Cents,
    /// Until when no payment has to be made (Awb 4:56).
    pub payments_held_until: Option<Date>,
    /// The costs that the recipient accounted for.
    pub costs_shown: Option<Cents>,
    /// At which amount it was settled, and when; at nothing when it was withdrawn.
    pub settled: Option<(Cents, Date)>,
    /// Why it was settled at less, or withdrawn.
    pub lowered: BTreeSet<LoweringGround>,
    /// Where it stands.
    pub course: Course<GrantState, GrantOutcome>,
}

/// Something that happened to a grant. Events hold results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GrantChange {
    /// It was given.
    Opened(Box<Grant>),
    /// State or date changed.
    Stands(Standing<GrantState>),
    /// It ended.
    Ended(GrantOutcome),
    /// Something was paid.
    Paid(Cents),
    /// Payments stop until and including this day; `None`: they go on.
    PaymentsHeld(Option<Date>),
    /// An obligation was met.
    Met {
        /// The how many-th of the terms, counted from 0.
        obligation: u32,
        /// When.
        on: Date,
    },
    /// The terms changed.
    TermsChanged(GrantTerms),
    /// The settlement was asked for.
    SettlementRequested {
        /// The costs that were made.
        costs: Cents,
    },
    /// It was settled, or withdrawn when the amount is nothing.
    Settled {
        /// At which amount.
        amount: Cents,
        /// When.
        on: Date,
        /// Why at less than was granted.
        lowered: BTreeSet<LoweringGround>,
    },
    /// Money came back.
    ReceivedBack(Cents),
    /// What was still to come back was let go.
    LetGo(Cents),
}

const RUNNING: Place<GrantState> = Place::Open(GrantState::Running);
const REQUESTED: Place<GrantState> = Place::Open(GrantState::SettlementRequested);
const SETTLED: Place<GrantState> = Place::Open(GrantState::Settled);
const RECOVERING: Place<GrantState> = Place::Open(GrantState::Recovering);
const ENDED: Place<GrantState> = Place::Ended;

const RECIPIENT: &[Role] = &[Role::Entrepreneur];
const EXECUTOR: &[Role] = &[Role::Responsible];
const EITHER: &[Role] = &[Role::Entrepreneur, Role::Responsible];
const TIME: &[Role] = &[Role::Time];

const fn rule(
    from: Place<GrantState>,
    action: GrantAction,
    by: &'static [Role],
    to: &'static [Place<GrantState>],
) -> Rule<GrantState, GrantAction> {
    Rule { from, action, by, to }
}

/// The process of a grant; the organisation that carries out the round is the responsible one.
pub const GRANT: Process<GrantState, GrantAction> = Process {
    name: "grant",
    first: GrantState::Running,
    states: &[GrantState::Running, GrantState::SettlementRequested, GrantState::Settled, GrantState::Recovering],
    rules: &[
        rule(RUNNING, GrantAction::PayAdvance, EXECUTOR, &[RUNNING]),
        rule(RUNNING, GrantAction::HoldPayments, EXECUTOR, &[RUNNING]),
        rule(RUNNING, GrantAction::Report, EITHER, &[RUNNING]),
        rule(RUNNING, GrantAction::Change, EXECUTOR, &[RUNNING]),
        rule(RUNNING, GrantAction::Revoke, EXECUTOR, &[RECOVERING, ENDED]),
        rule(RUNNING, GrantAction::RequestSettlement, RECIPIENT, &[REQUESTED]),
        rule(RUNNING, GrantAction::SettleExOfficio, EXECUTOR, &[SETTLED, RECOVERING, ENDED]),
        rule(RUNNING, GrantAction::Lapse, TIME, &[RUNNING]),
        rule(REQUESTED, GrantAction::HoldPayments, EXECUTOR, &[REQUESTED]),
        rule(REQUESTED, GrantAction::Report, EITHER, &[REQUESTED]),
        rule(REQUESTED, GrantAction::Revoke, EXECUTOR, &[RECOVERING, ENDED]),
        rule(REQUESTED, GrantAction::Settle, EXECUTOR, &[SETTLED, RECOVERING, ENDED]),
        rule(REQUESTED, GrantAction::Lapse, TIME, &[REQUESTED]),
        rule(SETTLED, GrantAction::PayRest, EXECUTOR, &[ENDED]),
        rule(SETTLED, GrantAction::HoldPayments, EXECUTOR, &[SETTLED]),
        rule(SETTLED, GrantAction::LowerSettlement, EXECUTOR, &[SETTLED, RECOVERING, ENDED]),
        rule(SETTLED, GrantAction::Lapse, TIME, &[SETTLED]),
        rule(RECOVERING, GrantAction::ReceiveBack, EXECUTOR, &[RECOVERING, ENDED]),
        rule(RECOVERING, GrantAction::LetGo, EXECUTOR, &[ENDED]),
        rule(RECOVERING, GrantAction::LowerSettlement, EXECUTOR, &[RECOVERING]),
        rule(RECOVERING, GrantAction::Lapse, TIME, &[RECOVERING]),
        rule(ENDED, GrantAction::LowerSettlement, EXECUTOR, &[RECOVERING, ENDED]),
    ],
};

impl Grant {
    /// What the recipient has now.
    pub fn kept(&self) -> Cents {
        self.paid - self.received_back
    }

    /// What still has to come back: what the recipient has above the settlement. Never more than was paid.
    pub fn to_recover(&self) -> Cents {
        let settled = self.settled.map_or(self.terms.amount, |(amount, _)| amount);
        (self.kept() - settled - self.let_go).max(Cents::ZERO)
    }

    /// What is still to be paid under the settlement.
    pub fn to_pay(&self) -> Cents {
        self.settled.map_or(Cents::ZERO, |(amount, _)| (amount - self.kept()).max(Cents::ZERO))
    }

    /// How much more can be paid in advance.
    pub fn advance_room(&self, rules: &GrantRules) -> Cents {
        (self.terms.amount.share(rules.advance_rate) - self.paid).max(Cents::ZERO)
    }
}

impl GrantRules {
    /// What has to be accounted for, for a grant of this amount.
    pub fn arrangement(&self, amount: Cents) -> Arrangement {
        if amount < self.performance_from {
            Arrangement::ExOfficio
        } else if amount < self.costs_from {
            Arrangement::Performance
        } else {
            Arrangement::Costs
        }
    }
}

impl Arrangement {
    /// What goes with the request for settlement.
    pub fn documents(self) -> BTreeSet<SettlementDocument> {
        match self {
            Arrangement::ExOfficio => BTreeSet::new(),
            Arrangement::Performance => [SettlementDocument::FinalReport, SettlementDocument::OtherIncome].into(),
            Arrangement::Costs => {
                [SettlementDocument::FinalReport, SettlementDocument::OtherIncome, SettlementDocument::AuditStatement]
                    .into()
            }
        }
    }
}
