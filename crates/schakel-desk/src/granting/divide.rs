//! Dividing the money of a round: its ceilings, the commitment and the draw, and the division from which the decisions
//! follow. What is decided then is in `decide`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schakel_casework::{Actor, Code};
use schakel_register::Cents;
use schakel_schemes::{
    Allocation, AllocationError, ApplicationNumber, ApplicationState, Balances, Ceiling, Ceilings, Divided, Draw, Lot,
    Order, Procedure, PublishedDraw, RoundChange, RoundEvent, RoundFormat, RoundRules, Rules, Seed, allocate,
};
use schakel_store::journal::{Entry, append};
use schakel_store::tables::applications::{RoundList, committed};
use schakel_store::{Statements, tables};
use schakel_time::{Date, DateTime};

use super::error::GrantingError;
use super::{GrantDesk, for_executor};

/// The characters of a commitment: SHA-256 in hexadecimal digits.
const COMMITMENT_CHARACTERS: usize = 64;

impl GrantDesk {
    /// Sets the ceilings of a round as its rules have them now: needed after they changed; the first grant does it by
    /// itself.
    ///
    /// # Errors
    /// [`GrantingError::CeilingBelowGranted`] when more was granted; nothing changed then.
    pub fn set_ceilings(&self, round: &Code, by: Actor, now: DateTime) -> Result<Balances, GrantingError> {
        let (rounds, round) = (Arc::clone(&self.rounds), round.clone());
        self.store.write(move |statements| {
            let rules = rounds.get(&round).ok_or(GrantingError::UnknownRound(round))?;
            for_executor(rules, &by)?;
            set_ceilings(statements, rules, by, now)
        })
    }

    /// Publishes the commitment to the seed of the draw, before the window is over. A later one takes its place, and the
    /// journal shows both.
    ///
    /// # Errors
    /// [`GrantingError::Commitment`] when it is too late or no commitment; [`GrantingError`] otherwise.
    pub fn publish_commitment(
        &self,
        round: &Code,
        commitment: &str,
        by: Actor,
        now: DateTime,
    ) -> Result<(), GrantingError> {
        let rules = self.rules(round)?;
        for_executor(rules, &by)?;
        let is_digest = commitment.len() == COMMITMENT_CHARACTERS
            && commitment.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it));
        if !is_digest || now >= rules.application.closes_at {
            return Err(GrantingError::Commitment);
        }
        let (round, commitment) = (round.clone(), commitment.to_owned());
        self.store.write(move |statements| {
            let mut book = tables::rounds::book(statements, &round)?;
            book.commitment = Some(commitment.clone());
            tables::rounds::keep_book(statements, &round, &book)?;
            record(statements, &round, by, now, RoundChange::CommitmentPublished(commitment))
        })
    }

    /// Draws lots with the seed that was committed to, among the applications for which that is needed, and keeps the draw
    /// as it is published. When no draw is needed, lots are drawn among everybody who waits for a decision.
    ///
    /// # Errors
    /// [`GrantingError::WindowOpen`], [`GrantingError::OtherSeed`]; [`GrantingError`] otherwise.
    pub fn draw(&self, round: &Code, seed: &str, by: Actor, now: DateTime) -> Result<PublishedDraw, GrantingError> {
        let (rounds, round) = (Arc::clone(&self.rounds), round.clone());
        let seed = Seed::new(seed).map_err(GrantingError::Seed)?;
        self.store.write(move |statements| {
            let rules = rounds.get(&round).ok_or_else(|| GrantingError::UnknownRound(round.clone()))?;
            for_executor(rules, &by)?;
            is_over(rules, now)?;
            let mut book = tables::rounds::book(statements, &round)?;
            if book.commitment.as_deref() != Some(seed.commitment().as_str()) {
                return Err(GrantingError::OtherSeed);
            }
            let lots = lots(statements, rules, now)?;
            let division = Rules { ceilings: balances(statements, rules)?.left(), ..rules.division.clone() };
            let draw = draw_needed(&lots, &division, &round, &seed)?.published();
            book.draw = Some(draw.clone());
            tables::rounds::keep_book(statements, &round, &book)?;
            record(statements, &round, by, now, RoundChange::Drawn(draw.clone()))?;
            Ok(draw)
        })
    }

    /// Divides what is left of the money of a round among the applications that wait for a decision, and keeps what follows
    /// from it for [`GrantDesk::decide_round`].
    ///
    /// # Errors
    /// [`GrantingError::Division`] when lots have to be drawn first; [`GrantingError::Unchecked`],
    /// [`GrantingError::WindowOpen`]; [`GrantingError`] otherwise.
    pub fn divide(&self, round: &Code, by: Actor, now: DateTime) -> Result<Allocation, GrantingError> {
        let (rounds, round) = (Arc::clone(&self.rounds), round.clone());
        self.store.write(move |statements| {
            let rules = rounds.get(&round).ok_or_else(|| GrantingError::UnknownRound(round.clone()))?;
            for_executor(rules, &by)?;
            let allocation = division(statements, rules, Cents::ZERO, now)?;
            let decisions: Vec<Divided> = allocation.decisions.iter().filter_map(Divided::new).collect();
            tables::rounds::keep_division(statements, &round, &decisions)?;
            let change = RoundChange::Divided { granted: allocation.granted(), decisions };
            record(statements, &round, by, now, change)?;
            Ok(allocation)
        })
    }

    /// What the division would be with so much more money for the whole round; nothing is kept.
    ///
    /// # Errors
    /// As for [`GrantDesk::divide`].
    pub fn what_if(&self, round: &Code, more: Cents, now: DateTime) -> Result<Allocation, GrantingError> {
        let rules = self.rules(round)?;
        self.store.read(|statements| division(statements, rules, more, now))
    }
}

/// Writes down what happened to a round.
pub(super) fn record(
    statements: &mut dyn Statements,
    round: &Code,
    by: Actor,
    at: DateTime,
    change: RoundChange,
) -> Result<(), GrantingError> {
    let event = RoundEvent { format: RoundFormat::default(), round: round.clone(), at, by, change };
    Ok(append(statements, at, &[Entry::Round(Box::new(event))])?)
}

/// The room under the ceilings of a round; as its rules have it when nothing was granted yet.
pub(super) fn balances(statements: &mut dyn Statements, rules: &RoundRules) -> Result<Balances, GrantingError> {
    let kept = tables::rounds::balances(statements, &rules.application.round)?;
    Ok(kept.unwrap_or_else(|| Balances::new(&rules.division.ceilings)))
}

/// Sets the ceilings of a round that has none yet.
pub(super) fn set_first_ceilings(
    statements: &mut dyn Statements,
    rules: &RoundRules,
    now: DateTime,
) -> Result<(), GrantingError> {
    if tables::rounds::balances(statements, &rules.application.round)?.is_none() {
        let by = Actor::Organisation { organisation: rules.application.executor.clone(), person: None };
        set_ceilings(statements, rules, by, now)?;
    }
    Ok(())
}

/// Sets the ceilings, with what the applications count for under each.
fn set_ceilings(
    statements: &mut dyn Statements,
    rules: &RoundRules,
    by: Actor,
    now: DateTime,
) -> Result<Balances, GrantingError> {
    let (round, ceilings) = (&rules.application.round, &rules.division.ceilings);
    let mut granted = Balances::new(&unlimited(ceilings));
    for row in tables::applications::of_round(statements, round, RoundList::Received, 0, u32::MAX)? {
        let amount = committed(&row.application);
        granted.grant(amount, &row.merits.parts()).map_err(GrantingError::CeilingReached)?;
    }
    let of = |ceiling: &Ceiling| granted.all().find(|it| it.ceiling == *ceiling).map_or(Cents::ZERO, |it| it.granted);
    let parts = ceilings.parts.keys().map(|part| (part.clone(), of(&Ceiling::Part(part.clone())))).collect();
    let whole = of(&Ceiling::Round);
    let balances = Balances::restored(ceilings, whole, &parts)
        .ok_or(GrantingError::CeilingBelowGranted { granted: parts.values().copied().fold(whole, Ord::max) })?;
    tables::rounds::set_ceilings(statements, round, &balances)?;
    let parts: BTreeMap<String, Cents> = ceilings.parts.iter().map(|(part, it)| (part.to_string(), *it)).collect();
    record(statements, round, by, now, RoundChange::CeilingsSet { round: ceilings.round, parts })?;
    Ok(balances)
}

fn unlimited(ceilings: &Ceilings) -> Ceilings {
    let most = Cents::new(i64::MAX);
    Ceilings { round: most, parts: ceilings.parts.keys().map(|part| (part.clone(), most)).collect() }
}

/// Divides what is left, and so much more.
fn division(
    statements: &mut dyn Statements,
    rules: &RoundRules,
    more: Cents,
    now: DateTime,
) -> Result<Allocation, GrantingError> {
    let round = &rules.application.round;
    // Who comes first in the order of receipt is certain at once; otherwise it is when nobody can come any more.
    if !matches!(&rules.division.procedure, Procedure::InTurn { order: Order::Receipt | Order::CompleteDay, .. }) {
        is_over(rules, now)?;
    }
    let waiting = RoundList::In(ApplicationState::Submitted);
    let unchecked = tables::applications::of_round(statements, round, waiting, 0, u32::MAX)?;
    if !unchecked.is_empty() {
        return Err(GrantingError::Unchecked(unchecked.iter().map(|it| it.application.number).collect()));
    }
    let lots = lots(statements, rules, now)?;
    let ceilings = balances(statements, rules)?.left().with_more(more);
    let division = Rules { ceilings, ..rules.division.clone() };
    let draw = tables::rounds::book(statements, round)?.draw;
    let draws: Vec<Draw> = draw.and_then(|it| it.check().ok()).into_iter().collect();
    allocate(&lots, &division, &draws).map_err(GrantingError::Division)
}

/// The applications that wait for a decision, as the division looks at them. In the order of days, those of today wait for
/// the end of the day: others can still be complete on it.
fn lots(statements: &mut dyn Statements, rules: &RoundRules, now: DateTime) -> Result<Vec<Lot>, GrantingError> {
    let round = &rules.application.round;
    let by_day = matches!(&rules.division.procedure, Procedure::InTurn { order: Order::CompleteDay, .. });
    let is_over = |day: Date| !by_day || day < now.date();
    let mut lots = Vec::new();
    for state in [ApplicationState::Complete, ApplicationState::InAssessment] {
        for row in tables::applications::of_round(statements, round, RoundList::In(state), 0, u32::MAX)? {
            let lot = row.merits.lot(&row.application);
            lots.extend(lot.filter(|it| it.complete_at.is_some_and(|at| is_over(at.date()))));
        }
    }
    Ok(lots)
}

/// Draws among everybody for whom the order matters; one seed gives one order, so that drawing for more of them leaves the
/// others as they were.
fn draw_needed(lots: &[Lot], rules: &Rules, round: &Code, seed: &Seed) -> Result<Draw, GrantingError> {
    let mut drawn: BTreeSet<ApplicationNumber> = BTreeSet::new();
    loop {
        let numbers: Vec<ApplicationNumber> = drawn.iter().copied().collect();
        let draw = Draw::make(round.as_str(), seed.clone(), &numbers).ok();
        let draws: Vec<Draw> = draw.iter().cloned().collect();
        match (allocate(lots, rules, &draws), draw) {
            (Err(AllocationError::DrawNeeded(equal)), _) => drawn.extend(equal),
            (Err(error), _) => return Err(GrantingError::Division(error)),
            (Ok(_), Some(draw)) => return Ok(draw),
            (Ok(_), None) => {
                let everybody: Vec<ApplicationNumber> = lots.iter().map(|it| it.application).collect();
                return Draw::make(round.as_str(), seed.clone(), &everybody).map_err(GrantingError::Draw);
            }
        }
    }
}

fn is_over(rules: &RoundRules, now: DateTime) -> Result<(), GrantingError> {
    let until = rules.application.closes_at;
    if now < until { Err(GrantingError::WindowOpen { until }) } else { Ok(()) }
}
