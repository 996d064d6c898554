//! What members of staff may do: one table. Whose case it is and what was shared with whom is decided by the casework
//! kernel and the store; this is about the role alone, within one's own organisation.

use std::error::Error;
use std::fmt;

use schakel_casework::PersonRef;
use serde::{Deserialize, Serialize};

/// What a member of staff is in an organisation. One person may have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StaffRole {
    /// Helps entrepreneurs.
    Adviser,
    /// Sees to it that the advisers of the organisation can.
    Manager,
    /// Answers for the whole region: what strands, ends up here.
    ProcessDirector,
    /// Says who is in, and as what; sees no cases.
    Administrator,
}

/// Something that not everybody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// Read the cases of the own organisation and what was shared with it.
    SeeOwnCases,
    /// Act on those cases: accept, refuse, refer, close.
    ActOnCases,
    /// Say when one is away oneself.
    SetOwnAbsence,
    /// Say when a colleague is away.
    SetAbsenceOfOthers,
    /// See how many cases each colleague has.
    SeeTeamLoad,
    /// See the figures of the region over all organisations, without the facts of any firm.
    SeeRegionFigures,
    /// Invite and remove people, and change their roles.
    AdministratePeople,
}

/// Why a role is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantError {
    /// Who asks for it is no administrator.
    NotAnAdministrator,
    /// This role needs a second administrator, and none has agreed yet.
    NeedsSecond,
    /// Who agreed is no administrator.
    SecondNotAnAdministrator,
    /// Four eyes are of two people, and neither is the person who gets the role.
    SamePerson,
}

/// A person with the roles that they have now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member<'a> {
    /// Who.
    pub person: PersonRef,
    /// Their roles.
    pub roles: &'a [StaffRole],
}

impl StaffRole {
    /// Every role.
    pub const ALL: &'static [Self] = &[Self::Adviser, Self::Manager, Self::ProcessDirector, Self::Administrator];

    /// The name, as it is kept and as the command line has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Adviser => "adviser",
            Self::Manager => "manager",
            Self::ProcessDirector => "process-director",
            Self::Administrator => "administrator",
        }
    }

    /// The role of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }

    /// Whether this role carries the permission.
    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }

    /// The table: what each role may do.
    pub fn permissions(self) -> &'static [Permission] {
        use Permission::{
            ActOnCases, AdministratePeople, SeeOwnCases, SeeRegionFigures, SeeTeamLoad, SetAbsenceOfOthers,
            SetOwnAbsence,
        };
        match self {
            Self::Adviser => &[SeeOwnCases, ActOnCases, SetOwnAbsence],
            Self::Manager => &[SeeOwnCases, ActOnCases, SetOwnAbsence, SetAbsenceOfOthers, SeeTeamLoad],
            Self::ProcessDirector => {
                &[SeeOwnCases, ActOnCases, SetOwnAbsence, SetAbsenceOfOthers, SeeTeamLoad, SeeRegionFigures]
            }
            Self::Administrator => &[SetOwnAbsence, AdministratePeople],
        }
    }

    /// Whether giving this role needs a second administrator: it opens doors for others, or the whole region.
    pub fn needs_second_administrator(self) -> bool {
        matches!(self, Self::Administrator | Self::ProcessDirector)
    }
}

impl Permission {
    /// Every permission.
    pub const ALL: &'static [Self] = &[
        Self::SeeOwnCases,
        Self::ActOnCases,
        Self::SetOwnAbsence,
        Self::SetAbsenceOfOthers,
        Self::SeeTeamLoad,
        Self::SeeRegionFigures,
        Self::AdministratePeople,
    ];
}

impl Member<'_> {
    /// Whether one of the roles carries the permission.
    pub fn may(self, permission: Permission) -> bool {
        self.roles.iter().any(|role| role.may(permission))
    }
}

/// Whether `asker` may give `role` to `receiver`, given who agreed with it. The very first administrator is made by
/// whoever runs the machine, not through this.
///
/// # Errors
///
/// [`GrantError::NeedsSecond`] is the ordinary one: keep the request until another administrator has agreed.
pub fn check_grant(
    role: StaffRole,
    receiver: PersonRef,
    asker: Member<'_>,
    second: Option<Member<'_>>,
) -> Result<(), GrantError> {
    if !asker.may(Permission::AdministratePeople) {
        return Err(GrantError::NotAnAdministrator);
    }
    if !role.needs_second_administrator() {
        return Ok(());
    }
    let second = second.ok_or(GrantError::NeedsSecond)?;
    if !second.may(Permission::AdministratePeople) {
        return Err(GrantError::SecondNotAnAdministrator);
    }
    if second.person == asker.person || second.person == receiver || asker.person == receiver {
        return Err(GrantError::SamePerson);
    }
    Ok(())
}

impl fmt::Display for GrantError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotAnAdministrator => "only an administrator gives roles: ask one",
            Self::NeedsSecond => "this role needs a second administrator: ask another one to agree",
            Self::SecondNotAnAdministrator => "only an administrator can agree with this role: ask another one",
            Self::SamePerson => {
                "two administrators decide on this role, and neither gets it: ask another administrator to agree"
            }
        })
    }
}

impl Error for GrantError {}
