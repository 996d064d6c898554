//! The basic information of a performance.

use schakel_criteria::Bilingual;
use schakel_time::Period;

use crate::account::AccountRole;
use crate::honest::Qualifier;
use crate::source::{Id, SourceRef};

/// Basic information of a performance during a period. All of it must be there.
#[derive(Clone, Debug)]
pub struct Basis {
    /// When it holds.
    pub valid: Period,
    /// The office that answers for it; never a person.
    pub portfolio_holder: Bilingual,
    /// The roles of the government.
    pub roles: Vec<AccountRole>,
    /// How long it lasts.
    pub duration: Duration,
    /// The reserve from which it is paid, a record; absent: none.
    pub reserve: Option<Id>,
    /// The decisions behind it.
    pub decisions: Vec<Id>,
    /// Where to read more; absent: the source names no page.
    pub website: Option<String>,
    /// What the source says of the site when it gives no address.
    pub website_name: Option<Bilingual>,
    /// Where it is said.
    pub source: SourceRef,
}

/// How long a performance lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duration {
    /// Without an end.
    Structural,
    /// With an end.
    Temporary {
        /// The last year, when it is known.
        last_year: Option<i16>,
        /// How certain that is.
        qualifier: Qualifier,
    },
}
