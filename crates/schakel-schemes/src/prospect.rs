//! What an applicant can know of its place while it waits for a decision. Nothing is guessed: a chance is given only when it
//! follows from what is on record, and otherwise why it does not.

use schakel_register::Cents;
use schakel_time::{Date, DateTime};

use crate::allocation::{Order, Procedure, Rules};
use crate::number::ApplicationNumber;

/// An application that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which one.
    pub application: ApplicationNumber,
    /// The how many-th that was received.
    pub turn: u64,
    /// When it was complete; nothing while nobody found that.
    pub complete_at: Option<DateTime>,
    /// What it asks.
    pub requested: Cents,
}

/// A place among those who wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prospect {
    /// Among whom.
    pub place: WaitingPlace,
    /// How many wait in all.
    pub waiting: usize,
    /// What they ask in all.
    pub requested: Cents,
    /// What is left to grant.
    pub left: Cents,
    /// How likely a grant is for what is on record, when the application itself is right.
    pub chance: Chance,
}

/// Among whom an application waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitingPlace {
    /// In a line: so many stand before it.
    InLine {
        /// How many.
        ahead: usize,
    },
    /// It was not found complete, so it has no place yet.
    NotComplete,
    /// So many were complete on the same day; when there is too little for them, lots are drawn among them.
    SameDay {
        /// The day.
        day: Date,
        /// How many were complete on an earlier day.
        ahead: usize,
        /// How many on this one, this application included.
        together: usize,
    },
    /// Lots are drawn among all who are complete.
    Draw {
        /// How many, this application included.
        together: usize,
    },
    /// All plans are compared and get points.
    Ranking,
    /// Everybody gets a share.
    Share,
}

/// How likely a grant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chance {
    /// There is enough for everybody who stands before it or beside it.
    Enough,
    /// There is not enough left for what it asks.
    NotEnough,
    /// Lots decide: so many of so many fit, and all ask the same.
    Lots {
        /// How many fit.
        fit: u64,
        /// Of how many.
        of: u64,
    },
    /// Lots decide, and not all ask the same: how many fit depends on who is drawn.
    UnequalLots,
    /// Whether those before it are granted is not known yet.
    DependsOnOthers,
    /// Others can still come, or were not found complete yet.
    OthersCanCome,
    /// Points decide, and those are given after the closing.
    Points,
    /// Parts of the round have ceilings of their own.
    Parts,
}

/// The place of an application among those that wait; nothing when it does not wait. `closed`: nobody can come any more.
pub fn prospect(
    own: ApplicationNumber,
    waiting: &[Waiting],
    rules: &Rules,
    left: Cents,
    (today, closed): (Date, bool),
) -> Option<Prospect> {
    let mine = waiting.iter().find(|it| it.application == own)?;
    let requested = total(waiting.iter());
    let unchecked = waiting.iter().any(|it| it.complete_at.is_none());
    let (place, chance) = match &rules.procedure {
        Procedure::ProRata if requested <= left && closed => (WaitingPlace::Share, Chance::Enough),
        Procedure::ProRata => (WaitingPlace::Share, Chance::OthersCanCome),
        Procedure::InTurn { order: Order::Ranking(_), .. } => (WaitingPlace::Ranking, Chance::Points),
        Procedure::InTurn { order: Order::Receipt, .. } => {
            let ahead: Vec<&Waiting> = waiting.iter().filter(|it| it.turn < mine.turn).collect();
            let with_all = total(ahead.iter().copied()) + mine.requested;
            let chance = in_line(mine, with_all, left);
            (WaitingPlace::InLine { ahead: ahead.len() }, chance)
        }
        Procedure::InTurn { order: Order::CompleteDay, .. } => by_day(mine, waiting, left, today),
        Procedure::InTurn { order: Order::Draw, .. } => {
            let together: Vec<&Waiting> = waiting.iter().filter(|it| it.complete_at.is_some()).collect();
            let chance = if closed && !unchecked { lots(mine, &together, left) } else { Chance::OthersCanCome };
            match mine.complete_at {
                Some(_) => (WaitingPlace::Draw { together: together.len() }, chance),
                None => (WaitingPlace::NotComplete, Chance::OthersCanCome),
            }
        }
    };
    let chance = if rules.ceilings.parts.is_empty() || chance == Chance::Points { chance } else { Chance::Parts };
    Some(Prospect { place, waiting: waiting.len(), requested, left, chance })
}

fn in_line(mine: &Waiting, with_all: Cents, left: Cents) -> Chance {
    match () {
        () if mine.requested > left => Chance::NotEnough,
        () if with_all <= left => Chance::Enough,
        () => Chance::DependsOnOthers,
    }
}

fn by_day(mine: &Waiting, waiting: &[Waiting], left: Cents, today: Date) -> (WaitingPlace, Chance) {
    let Some(day) = mine.complete_at.map(DateTime::date) else {
        return (WaitingPlace::NotComplete, Chance::OthersCanCome);
    };
    let on = |it: &&Waiting| it.complete_at.is_some_and(|at| at.date() == day);
    let ahead: Vec<&Waiting> = waiting.iter().filter(|it| it.complete_at.is_some_and(|at| at.date() < day)).collect();
    let together: Vec<&Waiting> = waiting.iter().filter(on).collect();
    let room = left - total(ahead.iter().copied());
    // Whoever was received and not looked at yet can turn out to have been complete on that day or before.
    let can_come = day >= today || waiting.iter().any(|it| it.complete_at.is_none());
    let chance = match () {
        () if mine.requested > left => Chance::NotEnough,
        () if can_come => Chance::OthersCanCome,
        () if room < Cents::ZERO => Chance::DependsOnOthers,
        () => lots(mine, &together, room),
    };
    (WaitingPlace::SameDay { day, ahead: ahead.len(), together: together.len() }, chance)
}

/// The chance among those for whom lots are drawn.
fn lots(mine: &Waiting, together: &[&Waiting], room: Cents) -> Chance {
    if total(together.iter().copied()) <= room {
        return Chance::Enough;
    }
    if together.iter().any(|it| it.requested != mine.requested) {
        return Chance::UnequalLots;
    }
    let fit = room.count().checked_div(mine.requested.count()).and_then(|it| u64::try_from(it).ok()).unwrap_or(0);
    if fit == 0 {
        return Chance::NotEnough;
    }
    Chance::Lots { fit, of: u64::try_from(together.len()).unwrap_or(u64::MAX) }
}

fn total<'a>(waiting: impl Iterator<Item = &'a Waiting>) -> Cents {
    waiting.map(|it| it.requested).sum()
}
