//! A draw whose secret is kept here: the commitment is published with it, and the seed stays in the store until the draw.
//! Also when a round ran out of money. Who keeps the secret elsewhere uses the commitment and the seed by themselves.

use schakel_casework::{Actor, Code};
use schakel_register::Cents;
use schakel_schemes::{Divided, PublishedDraw, RefusalGround, RoundChange, Seed};
use schakel_store::journal::{self, Entry, round_subject};
use schakel_store::{Statements, tables};
use schakel_time::DateTime;

use super::error::GrantingError;
use super::{GrantDesk, divide, for_executor};

impl GrantDesk {
    /// Keeps a secret seed, and publishes the commitment to it. Before the window is over, and once: a second seed could be
    /// chosen for its order.
    ///
    /// # Errors
    /// [`GrantingError::Commitment`] when it is too late or one was published; [`GrantingError`] otherwise.
    pub fn commit_to_draw(&self, round: &Code, seed: &str, by: Actor, now: DateTime) -> Result<String, GrantingError> {
        let commitment = Seed::new(seed).map_err(GrantingError::Seed)?.commitment();
        let rules = self.rules(round)?;
        for_executor(rules, &by)?;
        if now >= rules.application.closes_at || self.commitment(round)?.is_some() {
            return Err(GrantingError::Commitment);
        }
        let (code, seed) = (round.clone(), seed.to_owned());
        self.store
            .write(move |statements| Ok::<_, GrantingError>(tables::rounds::keep_seed(statements, &code, &seed)?))?;
        self.publish_commitment(round, &commitment, by, now)?;
        Ok(commitment)
    }

    /// Draws lots with the seed that is kept here.
    ///
    /// # Errors
    /// [`GrantingError::OtherSeed`] when none is kept; as for [`GrantDesk::draw`].
    pub fn draw_with_kept_seed(&self, round: &Code, by: Actor, now: DateTime) -> Result<PublishedDraw, GrantingError> {
        let seed = self.store.read(|statements| tables::rounds::seed(statements, round))?;
        self.draw(round, &seed.ok_or(GrantingError::OtherSeed)?, by, now)
    }

    /// When a round ran out of money: nothing is left, less is left than the smallest grant, or somebody in the last
    /// division got nothing for want of room. Nothing while there is money.
    ///
    /// # Errors
    /// [`GrantingError::UnknownRound`]; when the database fails.
    pub fn exhausted_at(&self, round: &Code) -> Result<Option<DateTime>, GrantingError> {
        let rules = self.rules(round)?;
        self.store.read(|statements| {
            let left = divide::balances(statements, rules)?.left().round;
            let smallest = rules.application.requested_min.unwrap_or(Cents::new(1));
            let divided = tables::rounds::division(statements, round)?.unwrap_or_default();
            let is_short = |it: &Divided| it.grounds.contains(&RefusalGround::CeilingReached);
            if left >= smallest && !divided.iter().any(is_short) {
                return Ok(None);
            }
            Ok(last_division(statements, round)?)
        })
    }
}

/// When the money of a round was divided last.
fn last_division(statements: &mut dyn Statements, round: &Code) -> Result<Option<DateTime>, schakel_store::StoreError> {
    let mut at = None;
    for row in journal::about(statements, &round_subject(round))? {
        if let Entry::Round(event) = journal::entry(&row)?
            && matches!(event.change, RoundChange::Divided { .. })
        {
            at = Some(event.at);
        }
    }
    Ok(at)
}
