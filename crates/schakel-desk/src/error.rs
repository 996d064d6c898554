//! Why the desk did not do something.

use std::error::Error;
use std::fmt;

use schakel_casework::Refusal;
use schakel_store::StoreError;

/// Why something was not done; nothing changed.
#[derive(Debug)]
pub enum DeskError {
    /// There is no such case, or it is not for whoever asks. The two are not told apart.
    NotFound,
    /// The process does not allow it.
    Refused(Refusal),
    /// The link has expired or was replaced.
    LinkOver,
    /// Whoever has the link has not shown to belong to the firm, and may not decide for it.
    LinkNotProven,
    /// The same form was sent before, and led here.
    SentBefore(String),
    /// The database failed.
    Store(StoreError),
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        DeskError::Store(error)
    }
}

impl From<Refusal> for DeskError {
    fn from(refusal: Refusal) -> Self {
        DeskError::Refused(refusal)
    }
}

impl fmt::Display for DeskError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DeskError::NotFound => formatter.write_str("there is no such case here"),
            DeskError::Refused(refusal) => refusal.fmt(formatter),
            DeskError::LinkOver => formatter.write_str("this link has expired or was replaced: ask for a new one"),
            DeskError::LinkNotProven => {
                formatter.write_str("only somebody of the firm may do this: open the link that was mailed")
            }
            DeskError::SentBefore(_) => formatter.write_str("this form was sent before; it was done once"),
            DeskError::Store(error) => error.fmt(formatter),
        }
    }
}

impl Error for DeskError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            DeskError::Store(error) => Some(error),
            DeskError::Refused(refusal) => Some(refusal),
            DeskError::NotFound | DeskError::LinkOver | DeskError::LinkNotProven | DeskError::SentBefore(_) => None,
        }
    }
}
