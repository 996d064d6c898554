//! A competition in phases, such as SBIR: who won a phase may enter the next, and the results are published per case. Each
//! phase is a round of its own.

use schakel_casework::{Code, FirmRef};
use schakel_register::Cents;
use schakel_time::Date;
use serde::{Deserialize, Serialize};

use crate::application::{Application, RefusalGround, Verdict};
use crate::number::ApplicationNumber;

/// The rounds of a competition, in the order of its phases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phases(pub Vec<Code>);

/// What became of one case in a phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseResult {
    /// The case number under which it is published.
    pub application: ApplicationNumber,
    /// When it was decided.
    pub decided_on: Date,
    /// What was granted; `None`: it did not win.
    pub granted: Option<Cents>,
    /// The application of the next phase that followed from it.
    pub next: Option<ApplicationNumber>,
}

impl Phases {
    /// The phase before this one; `None` for the first, and for a round of another competition.
    pub fn before(&self, phase: &Code) -> Option<&Code> {
        let place = self.0.iter().position(|it| it == phase)?;
        self.0.get(place.checked_sub(1)?)
    }

    /// The phase after this one.
    pub fn after(&self, phase: &Code) -> Option<&Code> {
        let place = self.0.iter().position(|it| it == phase)?;
        self.0.get(place + 1)
    }

    /// The case with which a firm won the phase before; `None` when there is no phase before.
    ///
    /// # Errors
    ///
    /// [`RefusalGround::NotWinnerOfPhase`] when it did not win.
    pub fn entrance(
        &self,
        phase: &Code,
        firm: FirmRef,
        applications: &[Application],
    ) -> Result<Option<ApplicationNumber>, RefusalGround> {
        let Some(before) = self.before(phase) else { return Ok(None) };
        match winner(before, firm, applications) {
            Some(application) => Ok(Some(application)),
            None => Err(RefusalGround::NotWinnerOfPhase(before.clone())),
        }
    }

    /// What became of every case in a phase that was decided, in order of number. Names no firm.
    pub fn results(&self, phase: &Code, applications: &[Application]) -> Vec<PhaseResult> {
        let follows = |firm: FirmRef| {
            let next = self.after(phase)?;
            applications.iter().find(|it| it.round == *next && it.applicant == firm && it.received_at().is_some())
        };
        let decided = applications.iter().filter(|it| it.round == *phase).filter_map(|it| {
            let decided = it.decided.as_ref().filter(|decided| decided.announced_on.is_some())?;
            let granted = amount(&decided.verdict);
            let next = granted.and_then(|_| follows(it.applicant)).map(|it| it.number);
            Some(PhaseResult { application: it.number, decided_on: decided.decided_on, granted, next })
        });
        let mut results: Vec<PhaseResult> = decided.collect();
        results.sort_unstable_by_key(|it| it.application);
        results
    }
}

fn winner(phase: &Code, firm: FirmRef, applications: &[Application]) -> Option<ApplicationNumber> {
    let won = applications.iter().filter(|it| it.round == *phase && it.applicant == firm).find(|it| {
        let told = it.decided.as_ref().filter(|decided| decided.announced_on.is_some());
        told.is_some_and(|decided| amount(&decided.verdict).is_some()) && !it.is_revoked()
    });
    won.map(|it| it.number)
}

fn amount(verdict: &Verdict) -> Option<Cents> {
    match verdict {
        Verdict::Granted(terms) => Some(terms.amount),
        Verdict::Refused(_) | Verdict::NotDealtWith => None,
    }
}
