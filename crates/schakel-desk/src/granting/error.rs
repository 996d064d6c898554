//! Why the counter of grants did not do something.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;

use schakel_casework::Code;
use schakel_register::Cents;
use schakel_schemes::{
    AllocationError, ApplicationNumber, ApplicationRefusal, AssessmentError, Conflict, DrawError, RefusalGround,
    SeedError, Shortage, VoucherRefusal,
};
use schakel_store::StoreError;
use schakel_time::DateTime;

/// Why something was not done; nothing changed.
#[derive(Debug)]
pub enum GrantingError {
    /// There is no such application, file or voucher, or it is not for whoever asks. The two are not told apart.
    NotFound,
    /// The round is not one that can be executed here.
    UnknownRound(Code),
    /// Only the organisation that carries out the round may do this.
    NotExecutor,
    /// The process of the application does not allow it.
    Refused(ApplicationRefusal),
    /// The process of the voucher does not allow it.
    VoucherRefused(VoucherRefusal),
    /// The same form was sent before, and led here.
    SentBefore(String),
    /// The clock of this server is far behind: something was received later already.
    ClockBackwards {
        /// When something was received last.
        last_at: DateTime,
    },
    /// The file cannot be taken.
    File(FileFlaw),
    /// The answers are no JSON object.
    Answers,
    /// There is too little room under a ceiling.
    CeilingReached(Shortage),
    /// A ceiling would be lower than what was granted under it.
    CeilingBelowGranted {
        /// What was granted.
        granted: Cents,
    },
    /// The division has to wait until the window is over.
    WindowOpen {
        /// The first moment on which it is.
        until: DateTime,
    },
    /// The commitment had to be published before the window was over, or something else than 64 hexadecimal digits was given.
    Commitment,
    /// The seed is not the one that was committed to, or nothing was committed to.
    OtherSeed,
    /// The text is no seed.
    Seed(SeedError),
    /// Nobody looked yet whether these are complete, so that the order is not known.
    Unchecked(Vec<ApplicationNumber>),
    /// There can be no division.
    Division(AllocationError),
    /// There can be no draw.
    Draw(DrawError),
    /// There was no division from which decisions follow.
    NoDivision,
    /// The grant falls out, for these reasons.
    FallsOut(BTreeSet<RefusalGround>),
    /// The assessor works for who takes part in the application.
    Interest(Conflict),
    /// There is no advice, or this sheet cannot be.
    Sheet(AssessmentError),
    /// An objection, or the decision on one, needs words.
    WordsNeeded,
    /// The application was decided on: what it counts with cannot change any more.
    DecidedOn,
    /// The round ends its year otherwise: more than can go over, or nothing can.
    CarryOver {
        /// The most.
        max: Cents,
    },
    /// The database failed.
    Store(StoreError),
}

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFlaw {
    /// It is empty.
    Empty,
    /// There are as many files as there can be.
    TooMany {
        /// How many.
        most: usize,
    },
    /// Its first bytes are those of no kind that is taken, whatever its name says.
    UnknownKind,
}

impl From<StoreError> for GrantingError {
    fn from(error: StoreError) -> Self {
        GrantingError::Store(error)
    }
}

impl From<ApplicationRefusal> for GrantingError {
    fn from(refusal: ApplicationRefusal) -> Self {
        GrantingError::Refused(refusal)
    }
}

impl From<VoucherRefusal> for GrantingError {
    fn from(refusal: VoucherRefusal) -> Self {
        GrantingError::VoucherRefused(refusal)
    }
}

impl fmt::Display for GrantingError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => formatter.write_str("there is no such application, file or voucher here"),
            Self::UnknownRound(round) => {
                write!(formatter, "round `{round}` cannot be executed here: look at what no source says of it")
            }
            Self::NotExecutor => formatter.write_str("only the organisation that carries out the round may do this"),
            Self::Refused(refusal) => refusal.fmt(formatter),
            Self::VoucherRefused(refusal) => refusal.fmt(formatter),
            Self::SentBefore(_) => formatter.write_str("this form was sent before; it was done once"),
            Self::ClockBackwards { last_at } => write!(
                formatter,
                "something was received at {last_at} already, which is well after now: set the clock of the server right"
            ),
            Self::File(flaw) => flaw.fmt(formatter),
            Self::Answers => formatter.write_str("the answers cannot be read: send a JSON object with a field for each"),
            Self::CeilingReached(shortage) => shortage.fmt(formatter),
            Self::CeilingBelowGranted { granted } => write!(
                formatter,
                "{} cents are granted under a ceiling that would be lower: set it at least so high",
                granted.count()
            ),
            Self::WindowOpen { until } => write!(formatter, "the window is open until {until}: divide after that"),
            Self::Commitment => formatter.write_str(
                "publish the commitment before the window is over, as the 64 hexadecimal digits of `schakel draw commit`",
            ),
            Self::OtherSeed => formatter
                .write_str("this is not the seed that was committed to: give the one of the published commitment"),
            Self::Seed(error) => error.fmt(formatter),
            Self::Unchecked(applications) => write!(
                formatter,
                "nobody looked yet whether {} applications are complete: look at those first",
                applications.len()
            ),
            Self::Division(error) => error.fmt(formatter),
            Self::Draw(error) => error.fmt(formatter),
            Self::NoDivision => formatter.write_str("the money was not divided yet: divide it first"),
            Self::FallsOut(grounds) => {
                let grounds: Vec<String> = grounds.iter().map(|it| format!("{it:?}")).collect();
                write!(formatter, "the grant falls out ({}): refuse it for that reason", grounds.join(", "))
            }
            Self::Interest(_) => {
                formatter.write_str("the assessor works for who takes part: let another assess the application")
            }
            Self::Sheet(error) => error.fmt(formatter),
            Self::WordsNeeded => formatter.write_str("write down why"),
            Self::DecidedOn => formatter.write_str("the application was decided on: what it counts with stays as it is"),
            Self::CarryOver { max } => {
                write!(formatter, "at most {} cents can go over to the next year: name no more", max.count())
            }
            Self::Store(error) => error.fmt(formatter),
        }
    }
}

impl fmt::Display for FileFlaw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("the file is empty: choose another"),
            Self::TooMany { most } => write!(formatter, "there are {most} files already: remove one first"),
            Self::UnknownKind => {
                formatter.write_str("the file is of no kind that is taken, whatever its name says: send a PDF")
            }
        }
    }
}

impl Error for GrantingError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::VoucherRefused(refusal) => Some(refusal),
            Self::CeilingReached(shortage) => Some(shortage),
            Self::Seed(error) => Some(error),
            Self::Division(error) => Some(error),
            Self::Draw(error) => Some(error),
            Self::Sheet(error) => Some(error),
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
