//! Who sends a request: nobody that we know, an entrepreneur, or somebody of an organisation. Read from the session cookie;
//! signing in lives with its pages.

use axum::http::{HeaderMap, header};
use schakel_casework::{Actor, FirmRef, OrganisationId, PersonRef};
use schakel_identity::{Permission, StaffRole, Token};
use schakel_store::tables::people::{self, Account, AccountKind};
use schakel_store::tables::sessions;
use schakel_store::{Digest, StoreError};

use crate::state::App;

/// The cookie that holds the secret of a session.
pub const SESSION_COOKIE: &str = "schakel_sessie";

/// The cookie with the organisation for which somebody of several organisations works now.
pub const ORGANISATION_COOKIE: &str = "schakel_organisatie";

/// Who sends a request.
#[derive(Clone, Debug)]
pub enum Caller {
    /// Nobody that we know.
    Nobody,
    /// An entrepreneur who signed in.
    Entrepreneur {
        /// Who.
        account: Account,
        /// The firm.
        firm: FirmRef,
    },
    /// Somebody of an organisation.
    Staff(Staff),
}

/// Somebody of an organisation, at that organisation.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Who.
    pub account: Account,
    /// For which organisation now.
    pub organisation: OrganisationId,
    /// In which roles there.
    pub roles: Vec<StaffRole>,
    /// Every organisation for which this person works.
    pub organisations: Vec<OrganisationId>,
}

impl Caller {
    /// Reads the session of a request. Runs statements: call it where waiting is allowed.
    ///
    /// # Errors
    /// When the database fails or is damaged.
    pub fn read(app: &App, headers: &HeaderMap) -> Result<Self, StoreError> {
        let Some(token) = cookie(headers, SESSION_COOKIE).and_then(Token::parse) else { return Ok(Caller::Nobody) };
        let wanted = cookie(headers, ORGANISATION_COOKIE).and_then(|it| OrganisationId::new(it).ok());
        let (digest, now) = (Digest(token.digest()), app.now());
        app.store().read(|rows| {
            let Some(id) = sessions::account_of(rows, digest, now)? else { return Ok(Caller::Nobody) };
            let Some(account) = people::read(rows, id)? else { return Ok(Caller::Nobody) };
            match (account.kind, account.firm) {
                (AccountKind::Entrepreneur, Some(firm)) => Ok(Caller::Entrepreneur { account, firm }),
                (AccountKind::Entrepreneur, None) => Ok(Caller::Nobody),
                (AccountKind::Staff, _) => {
                    let held = people::roles_of(rows, id)?;
                    Ok(Staff::of(account, &held, wanted).map_or(Caller::Nobody, Caller::Staff))
                }
            }
        })
    }
}

impl Caller {
    /// Their account; nothing for nobody.
    pub fn account(&self) -> Option<&Account> {
        match self {
            Caller::Nobody => None,
            Caller::Entrepreneur { account, .. } => Some(account),
            Caller::Staff(staff) => Some(&staff.account),
        }
    }
}

impl Staff {
    fn of(account: Account, held: &[people::RoleHeld], wanted: Option<OrganisationId>) -> Option<Self> {
        let mut organisations: Vec<OrganisationId> = held.iter().map(|it| it.organisation.clone()).collect();
        organisations.dedup();
        let first = organisations.first()?.clone();
        let organisation = wanted.filter(|it| organisations.contains(it)).unwrap_or(first);
        let here = held.iter().filter(|it| it.organisation == organisation);
        let roles = here.filter_map(|it| StaffRole::named(&it.role)).collect();
        Some(Staff { account, organisation, roles, organisations })
    }

    /// Whether one of the roles carries the permission.
    pub fn may(&self, permission: Permission) -> bool {
        self.roles.iter().any(|role| role.may(permission))
    }

    /// Who acts, for the process of a case.
    pub fn actor(&self) -> Actor {
        Actor::Organisation { organisation: self.organisation.clone(), person: Some(self.person()) }
    }

    /// The number of the person.
    pub fn person(&self) -> PersonRef {
        self.account.id
    }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}
