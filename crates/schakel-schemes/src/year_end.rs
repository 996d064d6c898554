//! The end of a year: which applications still wait for a decision, what room the round has left, and the proposal to
//! take that room along to the next year through a reserve. Posting it in the books is not done here.

use schakel_casework::{Actor, Code};
use schakel_register::Cents;
use schakel_time::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::application::{Application, Verdict};
use crate::number::ApplicationNumber;

/// An application that waits for a decision at the end of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undecided {
    /// Which one.
    pub application: ApplicationNumber,
    /// When it was received.
    pub received_at: DateTime,
    /// What it asks for; as it is known now, when it was completed after the end of the year.
    pub requested: Cents,
    /// The last day for the decision; `None`: the term does not run now.
    pub decision_due: Option<Date>,
}

/// A round at the end of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearEnd {
    /// The round of the pack.
    pub round: Code,
    /// The year.
    pub year: i16,
    /// The ceiling.
    pub ceiling: Cents,
    /// What was granted of it.
    pub granted: Cents,
    /// The applications without a decision, in order of number.
    pub undecided: Vec<Undecided>,
}

/// The form of an event of a year end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum YearEndFormat {
    /// The first.
    #[default]
    #[serde(rename = "year-end-1")]
    YearEnd1,
}

/// Something that happened at the end of a year, for the journal and for the books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearEndEvent {
    /// The form.
    pub format: YearEndFormat,
    /// The round of the pack.
    pub round: Code,
    /// The year that ends.
    pub year: i16,
    /// When, Dutch time.
    pub at: DateTime,
    /// Who did it.
    pub by: Actor,
    /// What happened.
    pub change: YearEndChange,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum YearEndChange {
    /// The free room was proposed to go over, for these applications.
    CarryOverProposed {
        /// How much.
        amount: Cents,
        /// What it is for.
        undecided: Vec<Undecided>,
    },
    /// It goes over, through this reserve.
    CarriedOver {
        /// How much; never more than was proposed.
        amount: Cents,
        /// The reserve.
        reserve: Code,
    },
    /// Nothing goes over, and the room falls free.
    Released {
        /// How much.
        amount: Cents,
    },
}

/// Looks at the applications of one round at the end of a year.
pub fn year_end<'a>(
    round: &Code,
    year: i16,
    ceiling: Cents,
    applications: impl IntoIterator<Item = &'a Application>,
) -> YearEnd {
    let mut undecided = Vec::new();
    let mut granted = Cents::ZERO;
    for application in applications.into_iter().filter(|it| it.round == *round) {
        if application.is_undecided_at_end_of(year) {
            undecided.extend(application.received_at().zip(application.requested()).map(|(received_at, requested)| {
                let decision_due = application.decision_due();
                Undecided { application: application.number, received_at, requested, decision_due }
            }));
        } else if let Some(decided) = application.decided.as_ref().filter(|it| it.decided_on.year() <= year)
            && let Verdict::Granted(terms) = &decided.verdict
        {
            granted += terms.amount;
        }
    }
    undecided.sort_unstable_by_key(|it| it.application);
    YearEnd { round: round.clone(), year, ceiling, granted, undecided }
}

impl YearEnd {
    /// What is left of the ceiling.
    pub fn free_room(&self) -> Cents {
        (self.ceiling - self.granted).max(Cents::ZERO)
    }

    /// What the applications without a decision ask for together.
    pub fn requested(&self) -> Cents {
        self.undecided.iter().map(|it| it.requested).sum()
    }

    /// What to take along: the free room, while anybody waits for a decision; nothing otherwise.
    pub fn carry_over(&self) -> Cents {
        if self.undecided.is_empty() { Cents::ZERO } else { self.free_room() }
    }

    /// What the free room cannot serve, should everything be granted.
    pub fn uncovered(&self) -> Cents {
        (self.requested() - self.carry_over()).max(Cents::ZERO)
    }

    /// The proposal, for the journal; nothing when nobody waits or no room is left.
    pub fn propose(&self, by: Actor, at: DateTime) -> Option<YearEndEvent> {
        let amount = self.carry_over();
        let change = YearEndChange::CarryOverProposed { amount, undecided: self.undecided.clone() };
        (amount > Cents::ZERO).then(|| self.event(by, at, change))
    }

    /// Takes along so much of the proposal through a reserve; the rest falls free. `None`: more than was proposed.
    pub fn settle(&self, amount: Cents, reserve: &Code, by: &Actor, at: DateTime) -> Option<Vec<YearEndEvent>> {
        let rest = self.carry_over() - amount;
        if amount < Cents::ZERO || rest < Cents::ZERO {
            return None;
        }
        let carried = YearEndChange::CarriedOver { amount, reserve: reserve.clone() };
        let released = YearEndChange::Released { amount: rest };
        let happened = [(amount, carried), (rest, released)].into_iter().filter(|(part, _)| *part > Cents::ZERO);
        Some(happened.map(|(_, change)| self.event(by.clone(), at, change)).collect())
    }

    fn event(&self, by: Actor, at: DateTime, change: YearEndChange) -> YearEndEvent {
        YearEndEvent { format: YearEndFormat::default(), round: self.round.clone(), year: self.year, at, by, change }
    }
}
