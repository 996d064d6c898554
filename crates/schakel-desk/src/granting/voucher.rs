//! Vouchers over the store: issued once on a granted application, redeemed once at a listed provider, or lapsed.

use std::sync::Arc;

use schakel_casework::{Actor, Code};
use schakel_schemes::{
    ApplicationNumber, ApplicationRefusal, Verdict, Voucher, VoucherBook, VoucherCommand, VoucherEvent, VoucherNumber,
    VoucherRules, apply_voucher, decide_voucher, issue_voucher, voucher_book,
};
use schakel_store::journal::{Entry, append};
use schakel_store::{Statements, tables};
use schakel_time::{Date, DateTime};

use super::error::GrantingError;
use super::{GrantDesk, application, for_executor};

/// Vouchers that are looked at in one go when time passes; each is a transaction of its own.
const PASS_TIME_MOST: u32 = 1_000;

impl GrantDesk {
    /// Issues a voucher on a granted application, worth what was granted. Issuing twice gives the first one again.
    ///
    /// # Errors
    /// [`GrantingError::Refused`] when nothing was granted; [`GrantingError`] otherwise.
    pub fn issue_voucher(
        &self,
        number: ApplicationNumber,
        rules: VoucherRules,
        by: Actor,
        now: DateTime,
    ) -> Result<Voucher, GrantingError> {
        let rounds = Arc::clone(&self.rounds);
        self.store.write(move |statements| {
            let (row, round) = application(statements, &rounds, number)?;
            for_executor(round, &by)?;
            if let Some(first) = tables::vouchers::of_application(statements, number)? {
                return Ok(first);
            }
            let decided = row.application.decided.as_ref().map(|it| &it.verdict);
            let Some(Verdict::Granted(terms)) = decided.filter(|_| !row.application.is_revoked()) else {
                return Err(ApplicationRefusal::NotAllowed { by: Vec::new() }.into());
            };
            let voucher = tables::vouchers::next_voucher(statements)?;
            let event = issue_voucher(voucher, (number, row.application.applicant), terms.amount, now, &rules);
            keep(statements, None, event)
        })
    }

    /// Redeems a voucher, or gives it back. It is redeemed once, whoever asks at the same moment.
    ///
    /// # Errors
    /// [`GrantingError::VoucherRefused`]; nothing changed.
    pub fn act_on_voucher(
        &self,
        number: VoucherNumber,
        command: VoucherCommand,
        rules: VoucherRules,
        by: Actor,
        now: DateTime,
    ) -> Result<Voucher, GrantingError> {
        self.store.write(move |statements| {
            let voucher = tables::vouchers::read(statements, number)?.ok_or(GrantingError::NotFound)?;
            let event = decide_voucher(&voucher, &command, &by, now, &rules)?;
            keep(statements, Some(voucher), event)
        })
    }

    /// Where the vouchers of a round stand on a day.
    ///
    /// # Errors
    /// When the database fails.
    pub fn voucher_book(&self, round: &Code, on: Date) -> Result<VoucherBook, GrantingError> {
        let vouchers = self.store.read(|statements| tables::vouchers::of_round(statements, round))?;
        Ok(voucher_book(&vouchers, on))
    }

    /// Lets the vouchers lapse of which the last day passed. Answers how many did.
    pub(super) fn pass_time_of_vouchers(&self, now: DateTime) -> Result<u64, GrantingError> {
        let mut lapsed = 0u64;
        loop {
            let due =
                self.store.read(|statements| tables::vouchers::overdue(statements, now.date(), PASS_TIME_MOST))?;
            let found = due.len();
            for number in due {
                self.store.write(move |statements| lapse(statements, number, now))?;
                lapsed = lapsed.saturating_add(1);
            }
            if found == 0 {
                return Ok(lapsed);
            }
        }
    }
}

fn lapse(statements: &mut dyn Statements, number: VoucherNumber, now: DateTime) -> Result<Voucher, GrantingError> {
    let voucher = tables::vouchers::read(statements, number)?.ok_or(GrantingError::NotFound)?;
    // Time asks only whether the last day passed: no provider has to be listed for that.
    let rules = VoucherRules {
        round: voucher.round.clone(),
        issuer: voucher.issuer.clone(),
        providers: std::collections::BTreeMap::new(),
        valid: schakel_schemes::Length::Days(0),
    };
    let event = decide_voucher(&voucher, &VoucherCommand::Lapse, &Actor::Time, now, &rules)?;
    keep(statements, Some(voucher), event)
}

fn keep(
    statements: &mut dyn Statements,
    before: Option<Voucher>,
    event: VoucherEvent,
) -> Result<Voucher, GrantingError> {
    let voucher = apply_voucher(before, &event).ok_or(GrantingError::NotFound)?;
    tables::vouchers::keep(statements, &voucher)?;
    append(statements, event.at, &[Entry::Voucher(Box::new(event))])?;
    Ok(voucher)
}
