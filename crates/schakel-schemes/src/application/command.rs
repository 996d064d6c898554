//! What can be asked of an application, and why it can be refused. Who may ask it and where it leads is in the process;
//! how it is carried out is in `decide`.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;

use schakel_casework::{FirmRef, PersonRef, Role};
use schakel_register::Cents;
use schakel_time::{Date, DateTime};

use super::ApplicationAction;
use super::content::{Content, MissingItem};
use super::verdict::{Judgment, Ruling, Verdict};
use crate::after::{GrantCommand, GrantRefusal};
use crate::terms::SuspensionGround;

/// Something to do with an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApplicationCommand {
    /// Keep what was filled in.
    Save(Content),
    /// Ask a partner to take part.
    InvitePartner(FirmRef),
    /// Take part, or not.
    AnswerPartner {
        /// Whether it does.
        consents: bool,
    },
    /// Hand it in.
    Submit,
    /// Ask the applicant to complete it, within the days of the round.
    AskToComplete {
        /// What is missing.
        missing: BTreeSet<MissingItem>,
    },
    /// Complete it.
    Supplement(Content),
    /// Find it complete.
    FindComplete,
    /// Give it to somebody to assess.
    Assess(PersonRef),
    /// Stop the term from tomorrow; for asking the applicant to complete it there is [`Self::AskToComplete`].
    Suspend {
        /// Why.
        ground: SuspensionGround,
        /// The last day, when it is agreed; otherwise the day on which to look at it again.
        until: Date,
    },
    /// Let the term run again from today.
    Resume,
    /// Extend the term, as the round allows.
    Extend,
    /// Tell the applicant that it takes longer (Awb 4:14).
    NoticeDelay {
        /// The day that is named.
        until: Date,
    },
    /// Give notice of default (Awb 4:17(3)).
    GiveDefault {
        /// When it was received.
        received_on: Date,
    },
    /// Decide.
    Decide(Verdict),
    /// Tell the applicant.
    Announce,
    /// Object (Awb 6:7).
    Object {
        /// When it was received.
        received_on: Date,
        /// When it was posted, if it was.
        posted_on: Option<Date>,
    },
    /// Postpone the decision on the objection (Awb 7:10(3)).
    Postpone {
        /// By how many weeks in all.
        weeks: u32,
    },
    /// Decide on the objection, and tell it.
    DecideObjection {
        /// How.
        ruling: Ruling,
        /// The decision that comes in place of the earlier one; needed when the objection is founded.
        verdict: Option<Verdict>,
        /// That coming too late can be excused (Awb 6:11).
        excused: bool,
    },
    /// Appeal to the court.
    Appeal {
        /// When it was received.
        received_on: Date,
    },
    /// Write down what the court said.
    Judge {
        /// How.
        judgment: Judgment,
        /// The decision that comes in place of the earlier one; needed when the court replaces it.
        verdict: Option<Verdict>,
        /// The last day for deciding again; needed when that has to be done.
        decide_by: Option<Date>,
    },
    /// Take back the application, the objection or the appeal.
    Withdraw,
    /// Do something with the grant.
    Grant(GrantCommand),
}

/// Why something was refused; nothing changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApplicationRefusal {
    /// This is not for this actor, or not now.
    NotAllowed {
        /// Who could do it now; nobody when it is not possible at all.
        by: Vec<Role>,
    },
    /// The rules are those of another round.
    OtherRound,
    /// The present moment lies before what happened last.
    ClockBackwards {
        /// When something happened last.
        last_at: DateTime,
    },
    /// The round is not open.
    OutsideWindow {
        /// The first moment.
        opens_at: DateTime,
        /// The first moment on which it is over.
        closes_at: DateTime,
    },
    /// Nothing was filled in yet.
    Empty,
    /// These files cannot be used.
    Unusable(BTreeSet<MissingItem>),
    /// Costs of a firm that does not take part.
    NotParticipant(FirmRef),
    /// The firm applies itself, or was asked already.
    PartnerTwice(FirmRef),
    /// Less or more than can be asked for.
    AmountOutOfRange {
        /// The least.
        min: Option<Cents>,
        /// The most.
        max: Option<Cents>,
    },
    /// Asked to complete, and nothing was named.
    NothingMissing,
    /// The form still shows that something is missing.
    StillMissing(BTreeSet<MissingItem>),
    /// The term does not run now, or runs.
    TermState {
        /// Whether it runs.
        runs: bool,
    },
    /// The round does not allow it, or it was done before.
    NoExtension,
    /// The date has to lie after this day.
    DateTooEarly {
        /// The day.
        after: Date,
    },
    /// The date may not lie after this day.
    DateTooLate {
        /// The day.
        latest: Date,
    },
    /// The term is not over, so nobody is in default.
    NotInDefault {
        /// The last day of the term, when it runs.
        last_day: Option<Date>,
    },
    /// A grant needs a complete application.
    NotComplete,
    /// Not dealing with it needs that the applicant was asked to complete it.
    NotAskedToComplete,
    /// The four weeks for not dealing with it are over (Awb 4:5(4)).
    NotDealingTooLate {
        /// The last day.
        last_day: Date,
    },
    /// A refusal needs a reason.
    NoGround,
    /// More than was asked for, or nothing.
    GrantOutOfRange {
        /// What was asked for.
        requested: Cents,
    },
    /// The objection came too late, and that was not excused.
    ObjectionLate,
    /// There is no decision that the applicant was told of.
    NothingToObjectTo,
    /// A decision that comes in place of the earlier one is needed, or may not be given.
    VerdictNeeded {
        /// Whether it is needed.
        needed: bool,
    },
    /// The grant does not allow it.
    Grant(GrantRefusal),
}

impl ApplicationCommand {
    /// What the process calls it; a command for the grant has a process of its own.
    pub(crate) fn action(&self) -> Option<ApplicationAction> {
        Some(match self {
            Self::Save(_) => ApplicationAction::Save,
            Self::InvitePartner(_) => ApplicationAction::InvitePartner,
            Self::AnswerPartner { .. } => ApplicationAction::AnswerPartner,
            Self::Submit => ApplicationAction::Submit,
            Self::AskToComplete { .. } => ApplicationAction::AskRepair,
            Self::Supplement(_) => ApplicationAction::Supplement,
            Self::FindComplete => ApplicationAction::FindComplete,
            Self::Assess(_) => ApplicationAction::Assess,
            Self::Suspend { .. } | Self::Resume | Self::Extend | Self::NoticeDelay { .. } => {
                ApplicationAction::KeepTerm
            }
            Self::GiveDefault { .. } => ApplicationAction::GiveDefault,
            Self::Decide(_) => ApplicationAction::Decide,
            Self::Announce => ApplicationAction::Announce,
            Self::Object { .. } => ApplicationAction::Object,
            Self::Postpone { .. } => ApplicationAction::Postpone,
            Self::DecideObjection { .. } => ApplicationAction::DecideObjection,
            Self::Appeal { .. } => ApplicationAction::Appeal,
            Self::Judge { .. } => ApplicationAction::Judge,
            Self::Withdraw => ApplicationAction::Withdraw,
            Self::Grant(_) => return None,
        })
    }
}

impl From<GrantRefusal> for ApplicationRefusal {
    fn from(refusal: GrantRefusal) -> Self {
        Self::Grant(refusal)
    }
}

impl fmt::Display for ApplicationRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAllowed { by } => not_allowed(formatter, by),
            Self::OtherRound => {
                formatter.write_str("the application belongs to another round: use the rules of that one")
            }
            Self::ClockBackwards { last_at } => {
                write!(
                    formatter,
                    "something happened at {last_at} already, which is later than now: set the clock right"
                )
            }
            Self::OutsideWindow { opens_at, closes_at } => {
                write!(
                    formatter,
                    "applications are received from {opens_at} until {closes_at}: hand it in between those"
                )
            }
            Self::Empty => formatter.write_str("nothing was filled in yet: fill in the form first"),
            Self::Unusable(files) => {
                write!(formatter, "these files cannot be used: {}; replace them", list(files))
            }
            Self::NotParticipant(firm) => {
                write!(formatter, "firm {firm} has costs but does not take part: invite it, or leave its costs out")
            }
            Self::PartnerTwice(firm) => write!(formatter, "firm {firm} takes part or was asked already: name another"),
            Self::AmountOutOfRange { min, max } => amount_out_of_range(formatter, *min, *max),
            Self::NothingMissing => formatter.write_str("nothing was named that is missing: name it"),
            Self::StillMissing(missing) => write!(formatter, "this is still missing: {}; ask for it", list(missing)),
            Self::TermState { runs: true } => formatter.write_str("the term runs: there is nothing to resume"),
            Self::TermState { runs: false } => formatter.write_str("the term does not run now: let it run again first"),
            Self::NoExtension => formatter
                .write_str("the round does not allow the term to be extended, or it was done: give a notice of delay"),
            Self::DateTooEarly { after } => write!(formatter, "name a day after {after}"),
            Self::DateTooLate { latest } => write!(formatter, "name a day no later than {latest}"),
            Self::NotInDefault { last_day: Some(last_day) } => {
                write!(formatter, "the term runs until {last_day}: a notice of default works only after that day")
            }
            Self::NotInDefault { last_day: None } => {
                formatter.write_str("the term does not run now: a notice of default works only after its last day")
            }
            Self::NotComplete => formatter.write_str("the application was not found complete: find it complete first"),
            Self::NotAskedToComplete => formatter
                .write_str("the applicant was not asked to complete the application: ask first, and wait for the term"),
            Self::NotDealingTooLate { last_day } => write!(
                formatter,
                "not dealing with it could be decided until {last_day}: decide on the application itself"
            ),
            Self::NoGround => formatter.write_str("a refusal needs a reason: name at least one"),
            Self::GrantOutOfRange { requested } => {
                write!(formatter, "grant more than nothing and at most the {} cents asked for", requested.count())
            }
            Self::ObjectionLate => formatter
                .write_str("the objection came too late: declare it inadmissible, or write down that it is excused"),
            Self::NothingToObjectTo => formatter
                .write_str("there is no decision that the applicant was told of: an objection is not possible yet"),
            Self::VerdictNeeded { needed: true } => formatter.write_str(
                "the decision is replaced: give the one that comes in its place, and by when if that is due",
            ),
            Self::VerdictNeeded { needed: false } => {
                formatter.write_str("the decision stays: give no other in its place")
            }
            Self::Grant(refusal) => fmt::Display::fmt(refusal, formatter),
        }
    }
}

impl Error for ApplicationRefusal {}

fn not_allowed(formatter: &mut fmt::Formatter<'_>, by: &[Role]) -> fmt::Result {
    if by.is_empty() {
        return formatter
            .write_str("this cannot be done in the present state of the application: reload it and look again");
    }
    let roles: Vec<String> = by.iter().map(Role::to_string).collect();
    write!(formatter, "this can be done now only by {}", roles.join(" or "))
}

fn amount_out_of_range(formatter: &mut fmt::Formatter<'_>, min: Option<Cents>, max: Option<Cents>) -> fmt::Result {
    formatter.write_str("ask for an amount above nothing and of at most the costs")?;
    if let Some(min) = min {
        write!(formatter, ", at least {} cents", min.count())?;
    }
    if let Some(max) = max {
        write!(formatter, ", at most {} cents", max.count())?;
    }
    Ok(())
}

fn list(missing: &BTreeSet<MissingItem>) -> String {
    missing.iter().map(MissingItem::to_string).collect::<Vec<_>>().join(", ")
}
