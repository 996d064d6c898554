//! Who applies and who takes part: beginning an application, inviting partners, and the links with which each comes back.

use std::sync::Arc;

use schakel_casework::{Actor, CaseId, Code, FirmRef};
use schakel_schemes::{Application, ApplicationCommand, ApplicationNumber, Receipt, ReceiptFlaw, decide_application};
use schakel_store::tables::application_links::ApplicationLink;
use schakel_store::{Digest, tables};
use schakel_time::{DateTime, add_days};

use super::apply::{once, start};
use super::error::GrantingError;
use super::{GrantDesk, application, for_actor, take_in, tell};
use crate::ask::{Who, firm_of};
use crate::told::ApplicationNews;

/// For how long the link of an application holds, days: longer than deciding takes; every mail brings a new one.
pub const APPLICATION_LINK_DAYS: u32 = 366;

/// How long after the window whoever began is still known, days: somebody who just missed it may ask why. Our choice.
const DRAFT_DAYS: u32 = 90;

/// An application as it begins.
#[derive(Clone, Debug)]
pub struct NewApplication {
    /// The round.
    pub round: Code,
    /// Who applies.
    pub who: Who,
    /// The case from which it comes.
    pub case: Option<CaseId>,
    /// The digest of the secret in the applicant's link.
    pub link: Digest,
    /// The key of the form: the same form twice begins one application.
    pub form_key: Option<String>,
}

/// An application that was begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The application.
    pub application: Application,
    /// Whether the link may show what the firm told before.
    pub is_proven: bool,
}

impl GrantDesk {
    /// Begins an application for somebody who comes to the portal, and mails the link with which one goes on.
    ///
    /// # Errors
    /// As for [`GrantDesk::start`].
    pub fn begin(&self, new: NewApplication, now: DateTime) -> Result<Begun, GrantingError> {
        let rounds = Arc::clone(&self.rounds);
        self.store.write(move |statements| {
            let NewApplication { round, who, case, link, form_key } = &new;
            let rules = rounds.get(round).ok_or_else(|| GrantingError::UnknownRound(round.clone()))?;
            once(statements, form_key.as_deref())?;
            let erase_after = add_days(rules.application.last_day().max(now.date()), DRAFT_DAYS);
            let (firm, is_proven) = firm_of(statements, who, now, erase_after)?;
            let application = start(statements, rules, firm, *case, now, form_key.as_deref())?;
            let own = ApplicationLink { application: application.number, firm, is_proven };
            let until = add_days(now.date(), APPLICATION_LINK_DAYS);
            tables::application_links::add(statements, *link, own, now, until)?;
            let once = format!("application-{}-begun", application.number);
            tell::message(statements, &application, firm, ApplicationNews::Link, once, now)?;
            Ok(Begun { application, is_proven })
        })
    }

    /// What a link leads to.
    ///
    /// # Errors
    /// [`GrantingError::NotFound`] when there is none, or its last day is past.
    pub fn linked(&self, link: Digest, now: DateTime) -> Result<ApplicationLink, GrantingError> {
        let found = self.store.read(|statements| tables::application_links::read(statements, link, now.date()))?;
        found.ok_or(GrantingError::NotFound)
    }

    /// Mails a new link, at most once a day, to the address that the firm gave, never to whoever asks.
    ///
    /// # Errors
    /// [`GrantingError::NotFound`] when the application is not theirs.
    pub fn mail_application_link(
        &self,
        number: ApplicationNumber,
        firm: FirmRef,
        now: DateTime,
    ) -> Result<(), GrantingError> {
        let rounds = Arc::clone(&self.rounds);
        self.store.write(move |statements| {
            let (row, _) = application(statements, &rounds, number)?;
            for_actor(&row, &Actor::Entrepreneur(firm))?;
            let once = format!("application-{number}-link-{firm}-{}", now.date());
            Ok(tell::message(statements, &row.application, firm, ApplicationNews::Link, once, now)?)
        })
    }

    /// Asks a firm to take part, and mails it a link of its own. Answers the firm.
    ///
    /// # Errors
    /// [`GrantingError::Refused`] when it takes part or was asked already; [`GrantingError`] otherwise.
    pub fn invite(
        &self,
        number: ApplicationNumber,
        partner: Who,
        by: Actor,
        now: DateTime,
    ) -> Result<FirmRef, GrantingError> {
        let rounds = Arc::clone(&self.rounds);
        self.store.write(move |statements| {
            let (before, rules) = application(statements, &rounds, number)?;
            for_actor(&before, &by)?;
            let erase_after = add_days(rules.application.last_day().max(now.date()), DRAFT_DAYS);
            let (firm, _) = firm_of(statements, &partner, now, erase_after)?;
            let command = ApplicationCommand::InvitePartner(firm);
            let step = decide_application(&before.application, &command, &by, now, &rules.application)?;
            take_in(statements, before, step, rules)?;
            Ok(firm)
        })
    }

    /// Checks a receipt against the record.
    ///
    /// # Errors
    /// When the database fails.
    pub fn check_receipt(&self, receipt: &Receipt) -> Result<Result<(), ReceiptFlaw>, GrantingError> {
        let number = receipt.application;
        let row = self.store.read(|statements| tables::applications::read(statements, number))?;
        Ok(match row {
            Some(row) => receipt.check(&row.application),
            // The seal alone can be looked at: nothing is on record.
            None => Err(ReceiptFlaw::NotOnRecord),
        })
    }
}
