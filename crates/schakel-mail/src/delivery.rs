//! What came of a sending, and when to try again. How a mail is sent lives in `file` and `smtp`.

use std::fmt;

use jiff::SignedDuration;
use schakel_time::DateTime;

/// What came of one sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It lies in the folder, or the server took it.
    Delivered,
    /// It was sent before under the same number; nothing was sent now.
    AlreadySent,
    /// It will never arrive like this: the address does not exist, or the server wants no such mail.
    Refused(Reason),
    /// Not now; [`next_attempt`] says when.
    TryAgain(Reason),
    /// The connection was lost after the whole mail had gone out: it may have arrived. A person decides; by itself it is
    /// never sent again.
    Unknown(Reason),
}

/// Where a sending stopped. It holds nothing that the server said, since that may repeat the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// In which step.
    pub step: Step,
    /// The answer of the server, three digits (RFC 5321, section 4.2); none when there was no answer.
    pub code: Option<u16>,
}

/// The steps of a sending, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Making the mail.
    Address,
    /// Writing the file.
    File,
    /// Reaching the server.
    Connect,
    /// Encrypting the connection.
    Encrypt,
    /// Saying who one is.
    SignIn,
    /// Naming the sender.
    Sender,
    /// Naming the recipient.
    Recipient,
    /// Handing over the mail.
    Content,
    /// Hearing that it was taken.
    Confirmation,
}

/// Minutes until the next attempt, after the first failed one, the second, and so on.
const WAIT_MINUTES: [i64; ATTEMPTS_MAX - 1] = [1, 5, 30, 2 * 60, 12 * 60];

/// The most attempts; after that a mail is given up, and a person has to look.
pub const ATTEMPTS_MAX: usize = 6;

/// When to try again after so many attempts that failed; none when it is given up. The waits are 1, 5 and 30 minutes, 2
/// and 12 hours: RFC 5321 (section 4.5.4.1) asks for 30 minutes and more, but our own server is the first stop, and a
/// sign-in link cannot wait that long.
pub fn next_attempt(attempts: usize, now: DateTime) -> Option<DateTime> {
    let Some(failed) = attempts.checked_sub(1) else { return Some(now) };
    let minutes = WAIT_MINUTES.get(failed)?;
    now.checked_add(SignedDuration::from_mins(*minutes)).ok()
}

impl Reason {
    pub(crate) fn at(step: Step) -> Self {
        Reason { step, code: None }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(formatter, "{}: the server answered {code}", self.step),
            None => self.step.fmt(formatter),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Step::Address => "the address cannot be written in a mail: correct it",
            Step::File => "the mail cannot be written: look whether the folder exists, has room and may be written to",
            Step::Connect => "the mail server cannot be reached: look at its address and at the network",
            Step::Encrypt => "the connection cannot be encrypted: look at the certificate of the mail server",
            Step::SignIn => "the mail server does not let us in: look at user and password",
            Step::Sender => "the mail server does not take our sender: look at the sender's address",
            Step::Recipient => "the mail server does not take the recipient",
            Step::Content => "the mail server does not take the mail",
            Step::Confirmation => "the connection was lost after the mail: it may have been sent",
        })
    }
}
