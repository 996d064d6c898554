//! A voucher: issued to a firm, redeemed once, at a provider that is listed, while it is valid; or it lapses. Third
//! process on the kernel in this crate. Who gets one is decided on an application.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;

use schakel_casework::{Actor, Code, Course, FirmRef, OrganisationId, Place, Process, Role, Rule, Standing};
use schakel_register::Cents;
use schakel_time::{Date, DateTime, Period};
use serde::{Deserialize, Serialize};

use crate::number::ApplicationNumber;
use crate::terms::Length;

/// A voucher; a number of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VoucherNumber(pub u64);

/// The one state of an open voucher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VoucherState {
    /// It can be redeemed.
    Open,
}

/// What can happen to a voucher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VoucherAction {
    /// It is redeemed.
    Redeem,
    /// The firm gives it back.
    GiveBack,
    /// Its last day passed.
    Lapse,
}

/// How a voucher ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VoucherOutcome {
    /// It was redeemed.
    Redeemed {
        /// At which provider.
        provider: OrganisationId,
        /// What was paid for it; the rest of its worth is free again.
        paid: Cents,
    },
    /// It was not used in time, or was given back.
    Lapsed,
}

/// A voucher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voucher {
    /// Which one.
    pub number: VoucherNumber,
    /// The round of the pack.
    pub round: Code,
    /// The application on which it was granted.
    pub application: ApplicationNumber,
    /// Whose it is.
    pub firm: FirmRef,
    /// What can be paid for it at most.
    pub worth: Cents,
    /// When it was issued.
    pub issued_on: Date,
    /// The last day on which it can be redeemed.
    pub valid_until: Date,
    /// The organisation that carries out the round.
    pub issuer: OrganisationId,
    /// Where it stands.
    pub course: Course<VoucherState, VoucherOutcome>,
}

/// What a round says of its vouchers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherRules {
    /// The round of the pack.
    pub round: Code,
    /// The organisation that carries it out.
    pub issuer: OrganisationId,
    /// Where vouchers can be redeemed, and when.
    pub providers: BTreeMap<OrganisationId, Period>,
    /// How long a voucher can be redeemed.
    pub valid: Length,
}

/// Something to do with a voucher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VoucherCommand {
    /// Redeem it.
    Redeem {
        /// At which provider.
        provider: OrganisationId,
        /// What is to be paid for it.
        amount: Cents,
    },
    /// Give it back unused.
    GiveBack,
    /// Look whether its last day passed.
    Lapse,
}

/// The form of an event of a voucher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum VoucherFormat {
    /// The first.
    #[default]
    #[serde(rename = "voucher-1")]
    Voucher1,
}

/// Something that happened to a voucher, for the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoucherEvent {
    /// The form.
    pub format: VoucherFormat,
    /// Which voucher.
    pub voucher: VoucherNumber,
    /// When, Dutch time.
    pub at: DateTime,
    /// Who did it.
    pub by: Actor,
    /// What changed.
    pub change: VoucherChange,
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VoucherChange {
    /// It was issued.
    Issued(Box<Voucher>),
    /// It ended.
    Ended(VoucherOutcome),
}

/// Why something was refused; nothing changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VoucherRefusal {
    /// It was redeemed or lapsed already.
    Over,
    /// This is not for this actor.
    NotAllowed {
        /// Who could do it.
        by: Vec<Role>,
    },
    /// It can no longer be redeemed.
    NoLongerValid {
        /// The last day.
        last_day: Date,
    },
    /// It can still be redeemed, so it does not lapse yet.
    StillValid {
        /// The last day.
        last_day: Date,
    },
    /// The provider is not listed on this day.
    NotListed(OrganisationId),
    /// More than it is worth, or nothing.
    AmountOutOfRange {
        /// What it is worth.
        worth: Cents,
    },
}

/// Vouchers and what they are worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tally {
    /// How many.
    pub count: u64,
    /// What they are worth together.
    pub worth: Cents,
}

/// Where the vouchers of a round stand on a day: issued is redeemed, open and lapsed together, in number and in worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct VoucherBook {
    /// All.
    pub issued: Tally,
    /// Redeemed.
    pub redeemed: Tally,
    /// What was paid for those; never more than they are worth.
    pub paid: Cents,
    /// Can be redeemed.
    pub open: Tally,
    /// Not used in time, or given back.
    pub lapsed: Tally,
}

const OPEN: Place<VoucherState> = Place::Open(VoucherState::Open);
const ENDED: &[Place<VoucherState>] = &[Place::Ended];

/// The process of a voucher: the provider is the receiver, the issuer is responsible. Nothing leads out of its end, so it
/// is redeemed once.
pub const VOUCHER: Process<VoucherState, VoucherAction> = Process {
    name: "voucher",
    first: VoucherState::Open,
    states: &[VoucherState::Open],
    rules: &[
        Rule { from: OPEN, action: VoucherAction::Redeem, by: &[Role::Receiver, Role::Responsible], to: ENDED },
        Rule { from: OPEN, action: VoucherAction::GiveBack, by: &[Role::Entrepreneur], to: ENDED },
        Rule { from: OPEN, action: VoucherAction::Lapse, by: &[Role::Time], to: ENDED },
    ],
};

/// Issues a voucher on a granted application.
pub fn issue_voucher(
    number: VoucherNumber,
    (application, firm): (ApplicationNumber, FirmRef),
    worth: Cents,
    now: DateTime,
    rules: &VoucherRules,
) -> VoucherEvent {
    let valid_until = rules.valid.last_day(now.date());
    let issuer = rules.issuer.clone();
    let standing = Standing { state: VoucherState::Open, responsible: issuer.clone(), due: valid_until, reminders: 0 };
    let voucher = Voucher {
        number,
        round: rules.round.clone(),
        application,
        firm,
        worth,
        issued_on: now.date(),
        valid_until,
        issuer: issuer.clone(),
        course: Course::Open(standing),
    };
    let by = Actor::Organisation { organisation: issuer, person: None };
    event(number, now, by, VoucherChange::Issued(Box::new(voucher)))
}

/// Decides about a voucher. A provider redeems only for itself; the issuer does it for any listed one.
///
/// # Errors
///
/// [`VoucherRefusal`]; nothing changed.
pub fn decide_voucher(
    voucher: &Voucher,
    command: &VoucherCommand,
    by: &Actor,
    now: DateTime,
    rules: &VoucherRules,
) -> Result<VoucherEvent, VoucherRefusal> {
    if voucher.course.standing().is_none() {
        return Err(VoucherRefusal::Over);
    }
    let role = match (by, command) {
        (Actor::Time, _) => Some(Role::Time),
        (Actor::Entrepreneur(firm), _) => (*firm == voucher.firm).then_some(Role::Entrepreneur),
        (Actor::Organisation { organisation, .. }, _) if *organisation == voucher.issuer => Some(Role::Responsible),
        (Actor::Organisation { organisation, .. }, VoucherCommand::Redeem { provider, .. }) => {
            (organisation == provider).then_some(Role::Receiver)
        }
        (Actor::Organisation { .. }, _) => None,
    };
    let action = command.action();
    if !role.is_some_and(|role| VOUCHER.allows(OPEN, action, role)) {
        let able = VOUCHER.rules.iter().filter(|it| it.action == action);
        return Err(VoucherRefusal::NotAllowed { by: able.flat_map(|it| it.by.iter().copied()).collect() });
    }
    let (today, last_day) = (now.date(), voucher.valid_until);
    let outcome = match command {
        VoucherCommand::Redeem { provider, amount } => {
            check_redeem(voucher, provider, *amount, today, rules)?;
            VoucherOutcome::Redeemed { provider: provider.clone(), paid: *amount }
        }
        VoucherCommand::Lapse if today <= last_day => return Err(VoucherRefusal::StillValid { last_day }),
        VoucherCommand::GiveBack | VoucherCommand::Lapse => VoucherOutcome::Lapsed,
    };
    Ok(event(voucher.number, now, by.clone(), VoucherChange::Ended(outcome)))
}

/// The voucher after an event; total: what does not fit changes nothing.
pub fn apply_voucher(state: Option<Voucher>, event: &VoucherEvent) -> Option<Voucher> {
    match (state, &event.change) {
        (None, VoucherChange::Issued(voucher)) if voucher.number == event.voucher => Some(Voucher::clone(voucher)),
        (None, _) => None,
        (Some(mut voucher), VoucherChange::Ended(outcome))
            if voucher.number == event.voucher && voucher.course.standing().is_some() =>
        {
            voucher.course = Course::Ended { outcome: outcome.clone(), at: event.at };
            Some(voucher)
        }
        (Some(voucher), _) => Some(voucher),
    }
}

/// Counts vouchers on a day; one whose last day passed has lapsed, also when nobody looked yet.
pub fn voucher_book<'a>(vouchers: impl IntoIterator<Item = &'a Voucher>, on: Date) -> VoucherBook {
    let mut book = VoucherBook::default();
    for voucher in vouchers.into_iter().filter(|it| it.issued_on <= on) {
        let heap = match &voucher.course {
            Course::Ended { outcome: VoucherOutcome::Redeemed { paid, .. }, at } if at.date() <= on => {
                book.paid += *paid;
                &mut book.redeemed
            }
            Course::Ended { outcome: VoucherOutcome::Lapsed, at } if at.date() <= on => &mut book.lapsed,
            _ if voucher.valid_until < on => &mut book.lapsed,
            _ => &mut book.open,
        };
        for tally in [heap, &mut book.issued] {
            tally.count += 1;
            tally.worth += voucher.worth;
        }
    }
    book
}

fn check_redeem(
    voucher: &Voucher,
    provider: &OrganisationId,
    amount: Cents,
    today: Date,
    rules: &VoucherRules,
) -> Result<(), VoucherRefusal> {
    if today > voucher.valid_until {
        return Err(VoucherRefusal::NoLongerValid { last_day: voucher.valid_until });
    }
    if rules.providers.get(provider).is_none_or(|listed| !listed.contains(today)) {
        return Err(VoucherRefusal::NotListed(provider.clone()));
    }
    if amount <= Cents::ZERO || amount > voucher.worth {
        return Err(VoucherRefusal::AmountOutOfRange { worth: voucher.worth });
    }
    Ok(())
}

impl VoucherCommand {
    fn action(&self) -> VoucherAction {
        match self {
            Self::Redeem { .. } => VoucherAction::Redeem,
            Self::GiveBack => VoucherAction::GiveBack,
            Self::Lapse => VoucherAction::Lapse,
        }
    }
}

fn event(voucher: VoucherNumber, at: DateTime, by: Actor, change: VoucherChange) -> VoucherEvent {
    VoucherEvent { format: VoucherFormat::default(), voucher, at, by, change }
}

impl fmt::Display for VoucherRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Over => formatter.write_str("the voucher was redeemed or lapsed already: it can be used once"),
            Self::NotAllowed { by } => {
                let roles: Vec<String> = by.iter().map(Role::to_string).collect();
                write!(formatter, "this can be done only by {}", roles.join(" or "))
            }
            Self::NoLongerValid { last_day } => write!(formatter, "the voucher could be redeemed until {last_day}"),
            Self::StillValid { last_day } => write!(formatter, "the voucher can be redeemed until {last_day}"),
            Self::NotListed(provider) => {
                write!(formatter, "`{provider}` is not on the list of providers today: choose one from the list")
            }
            Self::AmountOutOfRange { worth } => {
                write!(formatter, "name an amount above nothing and of at most {} cents", worth.count())
            }
        }
    }
}

impl Error for VoucherRefusal {}

impl fmt::Display for VoucherNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
