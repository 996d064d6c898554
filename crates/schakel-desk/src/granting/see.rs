//! What can be seen of applications, and by whom: the applicant and those asked to take part see their own, the executor
//! those of its rounds.

use schakel_casework::{Actor, Code, FirmRef};
use schakel_schemes::{ApplicationNumber, Balances, Divided, Prospect, PublishedDraw, Voucher, prospect};
use schakel_store::tables;
use schakel_store::tables::application_papers::FileRow;
use schakel_store::tables::applications::{ApplicationRow, RoundList, StateCount};
use schakel_time::DateTime;

use super::error::GrantingError;
use super::{GrantDesk, for_actor};

/// The words and files of an application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Papers {
    /// The answers as they were kept last, JSON; nothing before that, and once they were erased.
    pub answers: Option<String>,
    /// The files.
    pub files: Vec<FileRow>,
}

impl GrantDesk {
    /// An application.
    ///
    /// # Errors
    /// [`GrantingError::NotFound`] when there is none, or it is not for whoever asks.
    pub fn application(&self, number: ApplicationNumber, by: &Actor) -> Result<ApplicationRow, GrantingError> {
        let row = self.store.read(|statements| tables::applications::read(statements, number))?;
        let row = row.ok_or(GrantingError::NotFound)?;
        for_actor(&row, by)?;
        Ok(row)
    }

    /// The answers and the list of files of an application.
    ///
    /// # Errors
    /// [`GrantingError::NotFound`] when there is none, or it is not for whoever asks.
    pub fn papers(&self, number: ApplicationNumber, by: &Actor) -> Result<Papers, GrantingError> {
        self.store.read(|statements| {
            let row = tables::applications::read(statements, number)?.ok_or(GrantingError::NotFound)?;
            for_actor(&row, by)?;
            let answers = match &row.application.content {
                Some(content) => tables::application_papers::form(statements, content.form)?,
                None => None,
            };
            Ok(Papers { answers, files: tables::application_papers::files_of(statements, number)? })
        })
    }

    /// The content of a file.
    ///
    /// # Errors
    /// [`GrantingError::NotFound`] when there is none, or it is not for whoever asks.
    pub fn file(&self, number: ApplicationNumber, file: u64, by: &Actor) -> Result<(FileRow, Vec<u8>), GrantingError> {
        self.store.read(|statements| {
            let row = tables::applications::read(statements, number)?.ok_or(GrantingError::NotFound)?;
            for_actor(&row, by)?;
            let files = tables::application_papers::files_of(statements, number)?;
            let found = files.into_iter().find(|it| it.id == file).ok_or(GrantingError::NotFound)?;
            let content = tables::application_papers::content(statements, number, file)?;
            Ok((found, content.ok_or(GrantingError::NotFound)?))
        })
    }

    /// The applications that a firm made or was asked to take part in, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn applications_of_firm(&self, firm: FirmRef) -> Result<Vec<ApplicationRow>, GrantingError> {
        Ok(self.store.read(|statements| tables::applications::of_firm(statements, firm))?)
    }

    /// Applications of a round, so many after those that are skipped; for whoever carries it out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn applications(
        &self,
        round: &Code,
        list: RoundList,
        skip: u32,
        most: u32,
    ) -> Result<Vec<ApplicationRow>, GrantingError> {
        Ok(self.store.read(|statements| tables::applications::of_round(statements, round, list, skip, most))?)
    }

    /// Where the applications of a round stand.
    ///
    /// # Errors
    /// When the database fails.
    pub fn counts(&self, round: &Code) -> Result<Vec<StateCount>, GrantingError> {
        Ok(self.store.read(|statements| tables::applications::state_counts(statements, round))?)
    }

    /// What is granted and what is left under each ceiling: live, as the decisions book it.
    ///
    /// # Errors
    /// [`GrantingError::UnknownRound`]; when the database fails.
    pub fn room(&self, round: &Code) -> Result<Balances, GrantingError> {
        let rules = self.rules(round)?;
        let kept = self.store.read(|statements| tables::rounds::balances(statements, round))?;
        Ok(kept.unwrap_or_else(|| Balances::new(&rules.division.ceilings)))
    }

    /// The place of an application among those that wait for a decision; nothing when it does not wait.
    ///
    /// # Errors
    /// [`GrantingError::NotFound`] when it is not for whoever asks; [`GrantingError`] otherwise.
    pub fn prospect(
        &self,
        number: ApplicationNumber,
        by: &Actor,
        now: DateTime,
    ) -> Result<Option<Prospect>, GrantingError> {
        let round = self.application(number, by)?.application.round;
        let rules = self.rules(&round)?;
        let waiting = self.store.read(|statements| tables::applications::waiting(statements, &round))?;
        let left = self.room(&round)?.left().round;
        let when = (now.date(), now >= rules.application.closes_at);
        Ok(prospect(number, &waiting, &rules.division, left, when))
    }

    /// The voucher that was issued on an application.
    ///
    /// # Errors
    /// [`GrantingError::NotFound`] when it is not for whoever asks; [`GrantingError`] otherwise.
    pub fn voucher_of(&self, number: ApplicationNumber, by: &Actor) -> Result<Option<Voucher>, GrantingError> {
        self.application(number, by)?;
        Ok(self.store.read(|statements| tables::vouchers::of_application(statements, number))?)
    }

    /// The commitment to the seed of the draw of a round, as it was published.
    ///
    /// # Errors
    /// When the database fails.
    pub fn commitment(&self, round: &Code) -> Result<Option<String>, GrantingError> {
        Ok(self.store.read(|statements| tables::rounds::book(statements, round))?.commitment)
    }

    /// The draw of a round as it is published; nothing before it was held.
    ///
    /// # Errors
    /// When the database fails.
    pub fn published_draw(&self, round: &Code) -> Result<Option<PublishedDraw>, GrantingError> {
        Ok(self.store.read(|statements| tables::rounds::book(statements, round))?.draw)
    }

    /// The decisions that follow from the last division of a round, in the order of the list; nothing before that.
    ///
    /// # Errors
    /// When the database fails.
    pub fn division(&self, round: &Code) -> Result<Option<Vec<Divided>>, GrantingError> {
        Ok(self.store.read(|statements| tables::rounds::division(statements, round))?)
    }
}
