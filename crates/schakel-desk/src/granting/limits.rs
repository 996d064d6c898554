//! What a grant has to meet besides room under the ceilings, with what the store knows: read in the transaction of the
//! decision. What is looked at, and what falls out, is decided by `schakel-schemes`.

use std::collections::BTreeSet;

use schakel_register::Pack;
use schakel_schemes::{
    Application, ApplicationCommand, ApplicationNumber, GrantTerms, KnownAid, LimitFinding, NewGrant, RoundRules,
    SmallAidRegister, Verdict,
};
use schakel_store::tables::applications::RoundList;
use schakel_store::{Statements, tables};
use schakel_time::{Date, DateTime};

use super::error::GrantingError;
use super::{GrantDesk, application, for_actor};

impl GrantDesk {
    /// What would be found of a grant on these terms today; nothing is kept.
    ///
    /// # Errors
    /// [`GrantingError::NotFound`]; when the database fails.
    pub fn check_grant(
        &self,
        number: ApplicationNumber,
        terms: &GrantTerms,
        by: &schakel_casework::Actor,
        now: DateTime,
    ) -> Result<LimitFinding, GrantingError> {
        self.store.read(|statements| {
            let (row, rules) = application(statements, &self.rounds, number)?;
            for_actor(&row, by)?;
            let known = known(statements, rules, Some(number), terms.de_minimis)?;
            let grant = NewGrant { application: &row.application, terms, day: now.date() };
            Ok(known.check(grant, &rules.limits, self.pack))
        })
    }
}

/// Whether a round asks anything of a grant on these terms.
pub(super) fn is_limited(
    statements: &mut dyn Statements,
    rules: &RoundRules,
    de_minimis: bool,
) -> Result<bool, GrantingError> {
    let limits = &rules.limits;
    let by_round = limits.once_per_year.is_some() || !limits.phases.0.is_empty() || !limits.cost_kinds.is_empty();
    Ok(de_minimis || by_round || !tables::small_aid::other_aid(statements)?.is_empty())
}

/// What the store knows; small aid of this application itself is left out.
pub(super) fn known(
    statements: &mut dyn Statements,
    rules: &RoundRules,
    own: Option<ApplicationNumber>,
    de_minimis: bool,
) -> Result<KnownAid, GrantingError> {
    let limits = &rules.limits;
    let round = &rules.application.round;
    let mut applications = Vec::new();
    let before = limits.phases.before(round);
    for round in before.into_iter().chain(limits.once_per_year.map(|_| round)) {
        let rows = tables::applications::of_round(statements, round, RoundList::Received, 0, u32::MAX)?;
        let granted = |it: &Application| matches!(it.decided.as_ref().map(|it| &it.verdict), Some(Verdict::Granted(_)));
        applications.extend(rows.into_iter().map(|it| it.application).filter(granted));
    }
    let all = if de_minimis { tables::small_aid::register(statements)? } else { SmallAidRegister::default() };
    let small_aid = all.without(own);
    Ok(KnownAid {
        groups: tables::small_aid::groups(statements)?,
        small_aid,
        applications,
        other_aid: tables::small_aid::other_aid(statements)?,
    })
}

/// Refuses a grant by hand that falls out. What only has to be looked at is let through: somebody looked at it.
pub(super) fn check_command(
    statements: &mut dyn Statements,
    (application, rules): (&Application, &RoundRules),
    command: &ApplicationCommand,
    pack: &Pack,
    day: Date,
) -> Result<(), GrantingError> {
    let verdict = match command {
        ApplicationCommand::Decide(verdict) => Some(verdict),
        ApplicationCommand::DecideObjection { verdict, .. } => verdict.as_ref(),
        _ => None,
    };
    let Some(Verdict::Granted(terms)) = verdict else { return Ok(()) };
    let known = known(statements, rules, Some(application.number), terms.de_minimis)?;
    match known.check(NewGrant { application, terms, day }, &rules.limits, pack) {
        LimitFinding::FallsOut(grounds) => Err(GrantingError::FallsOut(grounds)),
        LimitFinding::Free | LimitFinding::Review(_) => Ok(()),
    }
}

/// The numbers of what is granted in a division.
pub(super) fn granted(divided: &[schakel_schemes::Divided]) -> BTreeSet<ApplicationNumber> {
    divided.iter().filter(|it| it.grounds.is_empty()).map(|it| it.application).collect()
}
