//! What is decided on an application: granted, refused with coded reasons, or not dealt with; and what a decision on an
//! objection and a court can make of it. Names no round: what a round decides on is in its criteria.

use std::collections::BTreeSet;

use schakel_casework::Code;
use schakel_register::Cents;
use schakel_time::Date;
use serde::{Deserialize, Serialize};

use crate::after::{Obligation, YearCommitment};

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The grant is given.
    Granted(GrantTerms),
    /// It is refused, for at least one reason.
    Refused(BTreeSet<RefusalGround>),
    /// The application is not dealt with: it was not completed (Awb 4:5).
    NotDealtWith,
}

/// What is granted, and under which obligations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantTerms {
    /// The amount at most (Awb 4:31).
    pub amount: Cents,
    /// The last day of the activities.
    pub activities_until: Date,
    /// What is committed for each year; together the amount.
    pub commitments: Vec<YearCommitment>,
    /// What has to be done for it, and by when (Awb 4:37).
    pub obligations: Vec<Obligation>,
    /// Whether it is de minimis aid.
    pub de_minimis: bool,
}

/// Why an application is refused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalGround {
    /// It would go above the ceiling (Awb 4:25(2)).
    CeilingReached,
    /// It does not meet this criterion of the round.
    Criterion(Code),
    /// It has fewer points for this criterion than it needs.
    CriterionBelowMinimum(Code),
    /// It has fewer points in all than it needs.
    TotalBelowMinimum,
    /// More than the ceiling of de minimis aid (Kaderbesluit 23(1)(a)).
    DeMinimisExceeded,
    /// More aid on the same costs than state aid rules allow.
    AidIntensityExceeded,
    /// The undertaking or its group had a grant of the round in this calendar year.
    GrantedThisYear,
    /// The activities began before the application (Kaderbesluit 23(2)).
    BegunBefore,
    /// The activities will not take place (Awb 4:35(1)(a)).
    ActivitiesUnlikely,
    /// The obligations will not be met (Awb 4:35(1)(b)).
    ObligationsUnlikely,
    /// No proper account will be given (Awb 4:35(1)(c)).
    AccountUnlikely,
    /// Wrong or incomplete data that would have led to a wrong decision (Awb 4:35(2)(a)).
    WrongData,
    /// Bankruptcy, suspension of payments or debt restructuring (Awb 4:35(2)(b)).
    Insolvent,
    /// A recovery order for unlawful aid is outstanding (Kaderbesluit 23(1)(i)).
    RecoveryOutstanding,
    /// The applicant did not win the phase before.
    NotWinnerOfPhase(Code),
    /// Another pot serves it.
    OtherPot(Code),
}

/// A decision that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What was decided.
    pub verdict: Verdict,
    /// When it was taken: the day on which the right to a grant arises.
    pub decided_on: Date,
    /// When the applicant was told, so that it works (Awb 3:40, 3:41).
    pub announced_on: Option<Date>,
}

/// What was decided on an objection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ruling {
    /// It came too late, or is no objection.
    Inadmissible,
    /// The decision stays.
    Unfounded,
    /// The decision is replaced (Awb 7:11).
    Founded,
}

/// What a court said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judgment {
    /// The decision on the objection stays.
    Dismissed,
    /// The executor has to decide on the objection again.
    DecideAgain,
    /// The court itself puts a decision in its place.
    Replaced,
}
