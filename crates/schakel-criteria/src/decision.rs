//! Deciding rules exactly, and fast.
//!
//! The rules of one version of one instrument are compiled once for a day. Their tests divide the values of every fact
//! into a few classes between which no rule sees a difference (`domain`), so that a rule becomes a function of a few
//! classes: a decision diagram (`diagram`), in which equal functions are one node. For a firm we look up the class of
//! each known fact and go down the diagram. What is left when the known classes are filled in says everything: if it is
//! one end, the rules are decided whatever the missing facts are; if not, the facts that it still asks are exactly
//! those that can change the result; and a cheapest way to its true end is a smallest set of changes.
//!
//! A derived fact adds a choice of *ways* to the top of the diagram: it is given, or one of its shortcuts is decided,
//! or its definition counts. Which way holds is known for every firm, so that choice costs nothing.
//!
//! Two things are not exact, and err on the side of "not known". A test on the values of several facts together (`a + b
//! <= c`) is a yes or no by itself: that two of them exclude each other goes unnoticed. And rules that would make a
//! diagram too large are decided by Kleene's logic instead.

mod changes;
mod compile;
mod costs;
pub(crate) mod divide;
pub(crate) mod lower;
mod proposal;
mod prospect;
mod reading;
mod search;

use std::collections::HashMap;
use std::sync::Arc;

use schakel_time::Date;

use crate::diagram::{Diagram, NodeId, Variable};
use crate::domain::{Class, Domain};
use crate::term::{Atom, Term};
use crate::tree::Expression;
use crate::value::Value;
use crate::vocabulary::{FactId, FactSet, Vocabulary};

use lower::{Formula, WayContent};

pub use prospect::{Prospect, ValueView};
pub(crate) use reading::Reading;

/// The most alternatives that [`RuleSet::changes`] gives.
pub const CHANGES_MAX: usize = 3;

/// Rules that must all hold, compiled for one day.
#[derive(Clone, Debug)]
pub struct RuleSet {
    pub(crate) diagram: Diagram,
    pub(crate) facts: Vec<RuleFact>,
    /// The derived facts, each after those on which it rests.
    pub(crate) derived: Vec<usize>,
    /// Per variable what it stands for.
    pub(crate) owners: Vec<Owner>,
    pub(crate) joints: Vec<Joint>,
    rules: Vec<Rule>,
    /// Diagrams that together are all the rules; one, unless it would be too large.
    pub(crate) parts: Vec<NodeId>,
    /// What is needed for rules without a diagram, if there are any.
    written: Option<Written>,
}

/// What would make rules true that are false now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// The rules are not false.
    NotNeeded,
    /// The smallest sets of changes: at most [`CHANGES_MAX`], each about other facts.
    Possible(Vec<Vec<Change>>),
    /// Nothing that the firm can change helps.
    Impossible,
    /// None was found, but there may be one: a test on several facts together stands in the way.
    NotFound,
}

/// A fact that would have to be otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The fact.
    pub fact: FactId,
    /// Its value now; `None` when it is not known.
    pub from: Option<Value>,
    /// The value that it would have to be: the one nearest to `from` that helps.
    pub to: Value,
}

/// A fact on which the rules rest.
#[derive(Clone, Debug)]
pub(crate) struct RuleFact {
    pub(crate) id: FactId,
    immutable: bool,
    pub(crate) domain: Domain,
    /// The first of its variables.
    pub(crate) first: Variable,
    /// The number of its variables.
    count: usize,
    /// Whether some test needs its value together with that of other facts.
    is_joint: bool,
    /// The variable that says in which way a derived fact is known; its last class is "given".
    pub(crate) way: Option<Variable>,
    /// The ways in which it follows from other facts; the last one is its definition.
    pub(crate) ways: Vec<Way>,
}

/// A way in which a fact follows from others.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub(crate) test: WayTest,
    /// The facts that it names.
    sources: Vec<usize>,
}

/// When a way gives a value.
#[derive(Clone, Debug)]
pub(crate) enum WayTest {
    /// When this diagram is decided.
    Diagram(NodeId),
    /// When this calculation has a value.
    Term(Term),
    /// When the table has the code of this fact.
    Lookup(usize, Arc<HashMap<Arc<str>, Arc<str>>>),
    /// It is the only way.
    Always,
    /// Its diagram would be too large, so it is left out of account.
    Never,
}

/// What a variable stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Owner {
    /// The way in which a derived fact is known.
    Way,
    /// The class of this fact.
    Fact(usize),
    /// This test on several facts.
    Joint(usize),
}

/// A yes or no that follows from the values of several facts together.
#[derive(Clone, Debug)]
pub(crate) struct Joint {
    pub(crate) test: JointTest,
    sources: Vec<usize>,
    /// The sources that no other variable before this one has to do with.
    own_sources: Vec<usize>,
    variable: Variable,
}

#[derive(Clone, Debug)]
pub(crate) enum JointTest {
    /// A test that no single fact answers.
    Atom(Atom),
    /// A rule that is too large for a diagram.
    Formula(Formula),
    /// Something that cannot be said, whatever is known.
    Never,
}

/// How a test is answered.
#[derive(Clone, Debug)]
enum TestUse {
    /// Always so.
    Constant(bool),
    /// By the class of a variable.
    Literal(Variable, Vec<bool>),
    /// By a test on several facts, with this variable.
    Joint(Variable),
}

#[derive(Clone, Debug)]
struct Rule {
    root: NodeId,
    /// The facts that it names.
    sources: Vec<usize>,
}

/// What Kleene's logic needs for rules without a diagram.
#[derive(Clone, Debug)]
struct Written {
    uses: Vec<TestUse>,
    /// Per fact its ways.
    ways: Vec<Vec<WayContent>>,
}

impl RuleSet {
    /// Compiles rules for a day. The derivations in the vocabulary have no circle (see `derivation_circle`).
    pub fn compile(rules: &[&Expression], vocabulary: &Vocabulary, as_of: Date) -> RuleSet {
        compile::compile(rules, vocabulary, as_of)
    }

    /// Whether all rules hold: a result only when it is the same for all values of the facts that are not known. A
    /// value that the definition of its fact excludes counts as not known.
    pub fn decide(&self, facts: &FactSet) -> Option<bool> {
        self.read(facts).decide()
    }

    /// The facts that are not known and on which the result still depends, in order of the vocabulary; none when it is
    /// decided.
    pub fn missing(&self, facts: &FactSet) -> Vec<FactId> {
        self.read(facts).missing()
    }

    /// The smallest sets of changes that would make all rules hold, when they do not. Each has been checked: with these
    /// changes the rules are decided and true. A known fact that is immutable stays as it is; one that is not known may
    /// turn out to have the value.
    pub fn changes(&self, facts: &FactSet) -> Changes {
        self.read(facts).changes()
    }

    pub(crate) fn read<'a>(&'a self, facts: &'a FactSet) -> Reading<'a> {
        Reading::new(self, facts)
    }
}

impl RuleFact {
    /// The places of its variables.
    fn variables(&self) -> std::ops::Range<usize> {
        self.first as usize..self.first as usize + self.count
    }
}

/// The classes of all variables for one firm.
type VariableClasses = Vec<Option<Class>>;
