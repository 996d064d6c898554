//! The register of small aid over the store: what is granted is entered with the decision, and taken out when it is
//! withdrawn; declarations, links between firms and other aid are kept; the list for the central register.

use schakel_casework::{Actor, Code, OrganisationId};
use schakel_schemes::{
    Application, ApplicationNumber, CentralRegister, Declaration, Link, OtherAid, SmallAid, Verdict, small_aid_of,
};
use schakel_store::journal::{Entry, append};
use schakel_store::{Statements, tables};
use schakel_time::{Date, DateTime, add_working_days};

use super::error::GrantingError;
use super::{GrantDesk, application, for_executor};

/// Small aid that an organisation granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmallAidEntry {
    /// Its number in the register.
    pub id: u64,
    /// What was granted.
    pub aid: SmallAid,
    /// The last day for sending it to the central register; `None`: there was none yet when it was granted.
    pub due: Option<Date>,
}

/// Working days within which aid is registered centrally (Regulation 2023/2831, article 6(2)).
const EXPORT_WORKING_DAYS: u32 = 20;

impl GrantDesk {
    /// Keeps what an undertaking declared of other small aid, in the place of what it declared before.
    ///
    /// # Errors
    /// When the database fails.
    pub fn declare_small_aid(&self, declaration: Declaration, by: &Actor, now: DateTime) -> Result<(), GrantingError> {
        let entry = setting("small-aid-declared", by);
        self.store.write(move |statements| {
            tables::small_aid::declare(statements, &declaration)?;
            Ok(append(statements, now, &entry)?)
        })
    }

    /// What a firm declared last.
    ///
    /// # Errors
    /// When the database fails.
    pub fn small_aid_declared(&self, firm: schakel_casework::FirmRef) -> Result<Option<Declaration>, GrantingError> {
        Ok(self.store.read(|statements| tables::small_aid::declaration(statements, firm))?)
    }

    /// Keeps a link between enterprises.
    ///
    /// # Errors
    /// When the database fails.
    pub fn link_firms(&self, link: Link, by: &Actor, now: DateTime) -> Result<(), GrantingError> {
        let entry = setting("firms-linked", by);
        self.store.write(move |statements| {
            tables::small_aid::link(statements, &link)?;
            Ok(append(statements, now, &entry)?)
        })
    }

    /// Keeps which other aid goes to the costs of an application.
    ///
    /// # Errors
    /// [`GrantingError::NotExecutor`]; [`GrantingError`] otherwise.
    pub fn keep_other_aid(
        &self,
        number: ApplicationNumber,
        aid: OtherAid,
        by: &Actor,
        now: DateTime,
    ) -> Result<(), GrantingError> {
        let rounds = std::sync::Arc::clone(&self.rounds);
        let (by, entry) = (by.clone(), setting("other-aid", by));
        self.store.write(move |statements| {
            let (_, rules) = application(statements, &rounds, number)?;
            for_executor(rules, &by)?;
            tables::small_aid::keep_other_aid(statements, number, &aid)?;
            Ok(append(statements, now, &entry)?)
        })
    }

    /// The small aid that an organisation granted, the most urgent to send first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn small_aid(&self, authority: &OrganisationId) -> Result<Vec<SmallAidEntry>, GrantingError> {
        let central = CentralRegister::from_pack(self.pack);
        let all = self.store.read(tables::small_aid::all)?;
        let own = all.into_iter().filter(|(_, aid)| aid.authority == *authority);
        let mut entries: Vec<SmallAidEntry> = own
            .map(|(id, aid)| {
                let is_central = central.since.is_some_and(|since| since <= aid.granted_on);
                let due = is_central.then(|| add_working_days(aid.granted_on, EXPORT_WORKING_DAYS));
                SmallAidEntry { id, aid, due }
            })
            .collect();
        entries.sort_by_key(|it| (it.aid.exported_on.is_some(), it.due, it.id));
        Ok(entries)
    }

    /// Writes down that entries were sent to the central register today. Entries of others are left alone.
    ///
    /// # Errors
    /// When the database fails.
    pub fn small_aid_sent(&self, ids: &[u64], by: &Actor, now: DateTime) -> Result<u64, GrantingError> {
        let Actor::Organisation { organisation, .. } = by else { return Err(GrantingError::NotExecutor) };
        let open = self.small_aid(organisation)?;
        let open = open.into_iter().filter(|it| it.aid.exported_on.is_none() && ids.contains(&it.id));
        let own: Vec<u64> = open.map(|it| it.id).collect();
        let entry = setting("small-aid-sent", by);
        self.store.write(move |statements| {
            tables::small_aid::mark_exported(statements, &own, now.date())?;
            append(statements, now, &entry)?;
            Ok(u64::try_from(own.len()).unwrap_or(u64::MAX))
        })
    }
}

/// Enters the small aid of an application as it stands now, in the place of what was entered of it before. What was sent
/// stays sent.
pub(super) fn book(statements: &mut dyn Statements, application: &Application) -> Result<(), GrantingError> {
    let verdict = application.decided.as_ref().map(|it| &it.verdict);
    let is_granted = matches!(verdict, Some(Verdict::Granted(_))) && !application.is_revoked();
    let grant = application.grant.as_ref().filter(|it| is_granted && it.terms.de_minimis);
    let Some(grant) = grant else {
        return Ok(tables::small_aid::take_out(statements, application.number)?);
    };
    let before = tables::small_aid::of_application(statements, application.number)?;
    tables::small_aid::take_out(statements, application.number)?;
    for aid in small_aid_of(application, &grant.terms, grant.granted_on) {
        let earlier = before.iter().find(|it| it.firm == aid.firm);
        let sector = earlier.and_then(|it| it.sector.clone());
        let exported_on = earlier.filter(|it| it.amount == aid.amount).and_then(|it| it.exported_on);
        tables::small_aid::enter(statements, &SmallAid { sector, exported_on, ..aid })?;
    }
    Ok(())
}

/// What is written in the journal when somebody of an organisation keeps something beside applications.
fn setting(what: &str, by: &Actor) -> Vec<Entry> {
    let Actor::Organisation { organisation, person } = by else { return Vec::new() };
    let entry = |what| Entry::Setting { organisation: organisation.clone(), what, by: *person };
    Code::new(what).ok().map(entry).into_iter().collect()
}
