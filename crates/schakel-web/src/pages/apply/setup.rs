//! The round of an application as its form needs it.

use schakel_casework::Code;
use schakel_desk::GrantingError;
use schakel_register::{Round, RoundVersion};
use schakel_schemes::{GrantBounds, RoundRules, RoundSetup, version_on};

use crate::state::App;

/// A round that can be executed, with its rules of today.
pub struct Setup {
    /// The round.
    pub round: &'static Round,
    /// What holds today.
    pub version: &'static RoundVersion,
    /// What one application can get.
    pub bounds: GrantBounds,
    /// The rules of the process.
    pub rules: RoundRules,
}

impl Setup {
    /// The setup of a round.
    ///
    /// # Errors
    /// [`GrantingError::UnknownRound`] when it cannot be executed.
    pub fn of(app: &App, round: &Code) -> Result<Self, GrantingError> {
        let unknown = || GrantingError::UnknownRound(round.clone());
        let rules = app.grants().rules(round)?.clone();
        let round = app.pack().rounds.get(round.as_str()).ok_or_else(unknown)?;
        let version = version_on(round, app.today()).ok_or_else(unknown)?;
        let bounds = RoundSetup::new(round, version).map_err(|_| unknown())?.amounts;
        Ok(Setup { round, version, bounds, rules })
    }

    /// The kinds of costs; one when the round names none.
    pub fn cost_kinds(&self) -> Vec<&str> {
        let named: Vec<&str> = self.version.costs.iter().map(|it| &*it.kind).collect();
        if named.is_empty() { vec![super::answers::ALL_COSTS] } else { named }
    }

    /// Whether several can take part.
    pub fn takes_partners(&self) -> bool {
        self.version.participants.as_ref().is_some_and(|it| it.maximum.is_none_or(|most| most > 1))
    }
}
