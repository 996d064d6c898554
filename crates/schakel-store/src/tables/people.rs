//! People who can sign in: staff with their roles at organisations, and entrepreneurs with their firm. What signing in
//! needs (links, sessions, passkeys) is in `sessions`.

use schakel_casework::{FirmRef, OrganisationId, PersonRef};
use schakel_time::{Date, DateTime};

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::absences::organisation;
use crate::tables::next_number;
use crate::value::Row;
use crate::values;

/// Which side of the counter a person is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountKind {
    /// Of an organisation.
    Staff,
    /// An entrepreneur, or somebody who wants to be one.
    Entrepreneur,
}

/// How much mail a person wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailWish {
    /// A mail for each message.
    Each,
    /// One mail a day with everything.
    Daily,
    /// None, but for links that were asked for.
    None,
}

/// What a person told of themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountDetails {
    /// Address, as `schakel-identity` writes it.
    pub email: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Telephone number.
    pub telephone: Option<String>,
    /// `nl` or `en`.
    pub language: String,
    /// How much mail.
    pub mail: MailWish,
}

/// A person as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The number.
    pub id: PersonRef,
    /// Which side of the counter.
    pub kind: AccountKind,
    /// What they told.
    pub details: AccountDetails,
    /// The firm of an entrepreneur.
    pub firm: Option<FirmRef>,
    /// Since when.
    pub made_at: DateTime,
    /// When it was closed: no signing in any more.
    pub closed_at: Option<DateTime>,
}

/// A role of a person at an organisation; the name is `schakel-identity`'s.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleHeld {
    /// Who.
    pub account: PersonRef,
    /// Where.
    pub organisation: OrganisationId,
    /// What: `adviser`, `manager`, `process-director`, `administrator`.
    pub role: String,
}

const COLUMNS: &str = "id, kind, email, name, telephone, language, mail, firm, made_at, closed_at";

/// Keeps a person, and answers the number.
///
/// # Errors
/// When the database fails, and when the address is taken on that side of the counter, for that firm.
pub fn add(
    statements: &mut dyn Statements,
    kind: AccountKind,
    details: &AccountDetails,
    firm: Option<FirmRef>,
    made_at: DateTime,
    erase_after: Option<Date>,
) -> Result<PersonRef, StoreError> {
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM account")?;
    statements.execute(
        "INSERT INTO account (id, kind, email, name, telephone, language, mail, firm, made_at, erase_after)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        values![
            id,
            kind.name(),
            details.email.as_deref(),
            details.name.as_deref(),
            details.telephone.as_deref(),
            &details.language,
            details.mail.name(),
            firm.map(|it| it.0),
            made_at,
            erase_after
        ],
    )?;
    Ok(PersonRef(id))
}

/// Changes what a person told.
///
/// # Errors
/// When the database fails, and when the address is taken.
pub fn change(statements: &mut dyn Statements, account: PersonRef, details: &AccountDetails) -> Result<(), StoreError> {
    statements.execute(
        "UPDATE account SET email = $2, name = $3, telephone = $4, language = $5, mail = $6 WHERE id = $1",
        values![
            account.0,
            details.email.as_deref(),
            details.name.as_deref(),
            details.telephone.as_deref(),
            &details.language,
            details.mail.name()
        ],
    )?;
    Ok(())
}

/// A person by number.
///
/// # Errors
/// When the database fails or is damaged.
pub fn read(statements: &mut dyn Statements, account: PersonRef) -> Result<Option<Account>, StoreError> {
    let rows = statements.query(&format!("SELECT {COLUMNS} FROM account WHERE id = $1"), values![account.0])?;
    rows.first().map(account_of).transpose()
}

/// A person by address, on one side of the counter, however its capitals are written; of somebody with several firms the
/// first.
///
/// # Errors
/// When the database fails or is damaged.
pub fn by_email(
    statements: &mut dyn Statements,
    kind: AccountKind,
    email: &str,
) -> Result<Option<Account>, StoreError> {
    Ok(all_by_email(statements, kind, email)?.into_iter().next())
}

/// The accounts of a person by address, on one side of the counter: one for each firm.
///
/// # Errors
/// When the database fails or is damaged.
pub fn all_by_email(
    statements: &mut dyn Statements,
    kind: AccountKind,
    email: &str,
) -> Result<Vec<Account>, StoreError> {
    let rows = statements.query(
        &format!("SELECT {COLUMNS} FROM account WHERE kind = $1 AND lower(email) = $2 ORDER BY id"),
        values![kind.name(), email.to_ascii_lowercase()],
    )?;
    rows.iter().map(account_of).collect()
}

/// The people of a firm.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_firm(statements: &mut dyn Statements, firm: FirmRef) -> Result<Vec<Account>, StoreError> {
    let rows =
        statements.query(&format!("SELECT {COLUMNS} FROM account WHERE firm = $1 ORDER BY id"), values![firm.0])?;
    rows.iter().map(account_of).collect()
}

/// Closes an account: no signing in any more.
///
/// # Errors
/// When the database fails.
pub fn close(statements: &mut dyn Statements, account: PersonRef, at: DateTime) -> Result<(), StoreError> {
    statements
        .execute("UPDATE account SET closed_at = coalesce(closed_at, $2) WHERE id = $1", values![account.0, at])?;
    Ok(())
}

/// Opens a closed account again.
///
/// # Errors
/// When the database fails.
pub fn reopen(statements: &mut dyn Statements, account: PersonRef) -> Result<(), StoreError> {
    statements.execute("UPDATE account SET closed_at = NULL WHERE id = $1", values![account.0])?;
    Ok(())
}

/// Erases what a person told and everything with which they signed in; the number stays.
///
/// # Errors
/// When the database fails.
pub fn erase(statements: &mut dyn Statements, account: PersonRef, at: DateTime) -> Result<(), StoreError> {
    statements.execute(
        "UPDATE account SET email = NULL, name = NULL, telephone = NULL, mail = 'none',
         closed_at = coalesce(closed_at, $2) WHERE id = $1",
        values![account.0, at],
    )?;
    let proofs = ["sign_in_link", "session", "passkey", "user_handle", "outside_identity", "representative"];
    for table in proofs.into_iter().chain(["staff_role", "role_request", "absence"]) {
        statements.execute(&format!("DELETE FROM {table} WHERE account = $1"), values![account.0])?;
    }
    Ok(())
}

/// Staff whose account was closed before a moment and of whom something is still kept.
///
/// # Errors
/// When the database fails or is damaged.
pub fn staff_closed_before(
    statements: &mut dyn Statements,
    before: Date,
    most: u32,
) -> Result<Vec<PersonRef>, StoreError> {
    let rows = statements.query(
        "SELECT id FROM account WHERE kind = 'staff' AND closed_at < $1
         AND (email IS NOT NULL OR name IS NOT NULL OR telephone IS NOT NULL) ORDER BY id LIMIT $2",
        values![before, most],
    )?;
    rows.iter().map(|row| Ok(PersonRef(row.number(0)?))).collect()
}

/// Entrepreneurs without a firm whose last day is past and of whom something is still kept.
///
/// # Errors
/// When the database fails or is damaged.
pub fn expired_without_firm(
    statements: &mut dyn Statements,
    today: Date,
    most: u32,
) -> Result<Vec<PersonRef>, StoreError> {
    let rows = statements.query(
        "SELECT id FROM account WHERE kind = 'entrepreneur' AND firm IS NULL AND erase_after < $1
         AND (email IS NOT NULL OR name IS NOT NULL OR telephone IS NOT NULL) ORDER BY id LIMIT $2",
        values![today, most],
    )?;
    rows.iter().map(|row| Ok(PersonRef(row.number(0)?))).collect()
}

/// Gives a role.
///
/// # Errors
/// When the database fails.
pub fn give_role(statements: &mut dyn Statements, held: &RoleHeld, at: DateTime) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO staff_role (account, organisation, role, given_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account, organisation, role) DO NOTHING",
        values![held.account.0, held.organisation.0.as_str(), &held.role, at],
    )?;
    Ok(())
}

/// Takes a role. Answers whether the person had it.
///
/// # Errors
/// When the database fails.
pub fn take_role(statements: &mut dyn Statements, held: &RoleHeld) -> Result<bool, StoreError> {
    let taken = statements.execute(
        "DELETE FROM staff_role WHERE account = $1 AND organisation = $2 AND role = $3",
        values![held.account.0, held.organisation.0.as_str(), &held.role],
    )?;
    Ok(taken > 0)
}

/// The roles of a person.
///
/// # Errors
/// When the database fails or is damaged.
pub fn roles_of(statements: &mut dyn Statements, account: PersonRef) -> Result<Vec<RoleHeld>, StoreError> {
    let rows = statements.query(
        "SELECT account, organisation, role FROM staff_role WHERE account = $1 ORDER BY organisation, role",
        values![account.0],
    )?;
    rows.iter().map(role_of).collect()
}

/// Everybody of an organisation who can sign in, with their roles.
///
/// # Errors
/// When the database fails or is damaged.
pub fn staff_of(statements: &mut dyn Statements, owner: &OrganisationId) -> Result<Vec<RoleHeld>, StoreError> {
    let rows = statements.query(
        "SELECT s.account, s.organisation, s.role FROM staff_role s JOIN account a ON a.id = s.account
         WHERE s.organisation = $1 AND a.closed_at IS NULL ORDER BY s.account, s.role",
        values![owner.0.as_str()],
    )?;
    rows.iter().map(role_of).collect()
}

/// Everybody with a role who can sign in, at every organisation.
///
/// # Errors
/// When the database fails or is damaged.
pub fn all_staff(statements: &mut dyn Statements) -> Result<Vec<RoleHeld>, StoreError> {
    let rows = statements.query(
        "SELECT s.account, s.organisation, s.role FROM staff_role s JOIN account a ON a.id = s.account
         WHERE a.closed_at IS NULL ORDER BY s.organisation, s.account, s.role",
        &[],
    )?;
    rows.iter().map(role_of).collect()
}

/// The organisations that have somebody with a role.
///
/// # Errors
/// When the database fails or is damaged.
pub fn organisations_with(statements: &mut dyn Statements, role: &str) -> Result<Vec<OrganisationId>, StoreError> {
    let rows = statements.query(
        "SELECT DISTINCT s.organisation FROM staff_role s JOIN account a ON a.id = s.account
         WHERE s.role = $1 AND a.closed_at IS NULL ORDER BY s.organisation",
        values![role],
    )?;
    rows.iter().map(|row| organisation(row.text(0)?)).collect()
}

impl AccountKind {
    fn name(self) -> &'static str {
        match self {
            AccountKind::Staff => "staff",
            AccountKind::Entrepreneur => "entrepreneur",
        }
    }
}

impl MailWish {
    /// The name, as the column and the form have it.
    pub fn name(self) -> &'static str {
        match self {
            MailWish::Each => "each",
            MailWish::Daily => "daily",
            MailWish::None => "none",
        }
    }

    /// The wish of a name.
    pub fn named(name: &str) -> Option<Self> {
        [MailWish::Each, MailWish::Daily, MailWish::None].into_iter().find(|it| it.name() == name)
    }
}

fn account_of(row: &Row) -> Result<Account, StoreError> {
    let text = |column| Ok::<_, StoreError>(row.optional_text(column)?.map(str::to_owned));
    let kinds = [AccountKind::Staff, AccountKind::Entrepreneur];
    let kind = kinds.into_iter().find(|it| row.text(1).is_ok_and(|name| name == it.name()));
    Ok(Account {
        id: PersonRef(row.number(0)?),
        kind: kind.ok_or_else(|| StoreError::damaged("the kind of an account"))?,
        details: AccountDetails {
            email: text(2)?,
            name: text(3)?,
            telephone: text(4)?,
            language: row.text(5)?.to_owned(),
            mail: MailWish::named(row.text(6)?).ok_or_else(|| StoreError::damaged("the wish for mail"))?,
        },
        firm: row.optional_number(7)?.map(FirmRef),
        made_at: row.moment(8)?,
        closed_at: row.optional_moment(9)?,
    })
}

fn role_of(row: &Row) -> Result<RoleHeld, StoreError> {
    Ok(RoleHeld {
        account: PersonRef(row.number(0)?),
        organisation: organisation(row.text(1)?)?,
        role: row.text(2)?.to_owned(),
    })
}
