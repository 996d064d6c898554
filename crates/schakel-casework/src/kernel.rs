//! The process kernel: what every process says of itself (states, who may do what, what follows when time passes), and
//! where one stands: open with one responsible organisation and a next date, or ended with an outcome. The processes
//! themselves live in `case`, `referral` and `lead`.

use std::fmt;

use schakel_time::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::code::OrganisationId;

/// In what capacity somebody acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The entrepreneur whose question it is.
    Entrepreneur,
    /// The organisation that is responsible now.
    Responsible,
    /// An organisation that was asked.
    Receiver,
    /// The organisation that sent a lead.
    Sender,
    /// The process director of the region.
    Director,
    /// Nobody: a date passed.
    Time,
}

/// A place in a process: in an open state, or at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<S> {
    /// Open, in this state.
    Open(S),
    /// Ended with an outcome.
    Ended,
}

/// A rule: in this place these roles may do this, and it leads to one of these places.
#[derive(Clone, Copy, Debug)]
pub struct Rule<S: 'static, A> {
    /// Where the process stands before.
    pub from: Place<S>,
    /// What is done.
    pub action: A,
    /// Who may do it.
    pub by: &'static [Role],
    /// Where it can lead.
    pub to: &'static [Place<S>],
}

/// A process: everything that can happen in it. What no rule allows cannot happen.
#[derive(Clone, Copy, Debug)]
pub struct Process<S: 'static, A: 'static> {
    /// What it is called.
    pub name: &'static str,
    /// The state in which it begins.
    pub first: S,
    /// Every state that it can be in while open.
    pub states: &'static [S],
    /// What can happen.
    pub rules: &'static [Rule<S, A>],
}

/// Where a process stands. There is no third possibility, so an open process without an owner or a date cannot be
/// written down.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Course<S, O> {
    /// Somebody has to do something before a date.
    Open(Standing<S>),
    /// It is over.
    Ended {
        /// How it ended.
        outcome: O,
        /// When.
        at: DateTime,
    },
}

/// An open process: its state, its one owner and its next date.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Standing<S> {
    /// The state.
    pub state: S,
    /// The one organisation that is responsible.
    pub responsible: OrganisationId,
    /// The last day on which the next thing happens; time moves the process on the day after.
    pub due: Date,
    /// How often the date passed since somebody last did something.
    pub reminders: u32,
}

/// Why a process cannot be trusted to end, found by looking at its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw<S> {
    /// No chain of rules leads to this state.
    Unreachable(S),
    /// Nothing happens in this state when the date passes, so a case can be buried in it.
    Buried(S),
    /// No chain of rules leads from this state to the end.
    Endless(S),
}

impl<S: Copy + Eq, A: Copy + Eq> Process<S, A> {
    /// Whether somebody in this role may do this here.
    pub fn allows(&self, from: Place<S>, action: A, role: Role) -> bool {
        self.rules.iter().any(|it| it.from == from && it.action == action && it.by.contains(&role))
    }

    /// Whether doing this here in this role may lead there.
    pub fn leads(&self, from: Place<S>, action: A, role: Role, to: Place<S>) -> bool {
        let holds = |it: &Rule<S, A>| it.from == from && it.action == action && it.by.contains(&role);
        self.rules.iter().any(|it| holds(it) && it.to.contains(&to))
    }

    /// Whether any rule leads from the one place to the other.
    pub fn connects(&self, from: Place<S>, to: Place<S>) -> bool {
        self.rules.iter().any(|it| it.from == from && it.to.contains(&to))
    }

    /// What is wrong with the rules; nothing for a process in which nobody can be lost.
    pub fn flaws(&self) -> Vec<Flaw<S>> {
        let mut flaws = Vec::new();
        for &state in self.states {
            let here = Place::Open(state);
            if !self.reaches(Place::Open(self.first), here) {
                flaws.push(Flaw::Unreachable(state));
            }
            if !self.rules.iter().any(|it| it.from == here && it.by.contains(&Role::Time)) {
                flaws.push(Flaw::Buried(state));
            }
            if !self.reaches(here, Place::Ended) {
                flaws.push(Flaw::Endless(state));
            }
        }
        flaws
    }

    fn reaches(&self, from: Place<S>, to: Place<S>) -> bool {
        let mut seen = vec![from];
        let mut next = 0;
        while let Some(&here) = seen.get(next) {
            if here == to {
                return true;
            }
            for place in self.rules.iter().filter(|it| it.from == here).flat_map(|it| it.to) {
                if !seen.contains(place) {
                    seen.push(*place);
                }
            }
            next += 1;
        }
        false
    }
}

impl<S: Copy, O> Course<S, O> {
    /// The place in the process.
    pub fn place(&self) -> Place<S> {
        match self {
            Course::Open(standing) => Place::Open(standing.state),
            Course::Ended { .. } => Place::Ended,
        }
    }

    /// State, owner and date, while it is open.
    pub fn standing(&self) -> Option<&Standing<S>> {
        match self {
            Course::Open(standing) => Some(standing),
            Course::Ended { .. } => None,
        }
    }

    /// The outcome, when it has ended.
    pub fn outcome(&self) -> Option<&O> {
        match self {
            Course::Open(_) => None,
            Course::Ended { outcome, .. } => Some(outcome),
        }
    }

    /// Whether it is open and its date lies before the day.
    pub fn is_overdue(&self, on: Date) -> bool {
        self.standing().is_some_and(|it| it.due < on)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Role::Entrepreneur => "the entrepreneur",
            Role::Responsible => "the responsible organisation",
            Role::Sender => "the organisation that sent it",
            Role::Receiver => "the organisation that was asked",
            Role::Director => "the process director",
            Role::Time => "the passing of time",
        })
    }
}
