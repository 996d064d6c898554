//! From formulas to decision diagrams: giving the tests their variables, and building one diagram for each rule and one
//! for all of them together. Dividing the facts is in `divide`.

use std::rc::Rc;

use schakel_time::Date;

use crate::diagram::{Builder, FALSE, NodeId, Operation, TRUE, TooLarge, Variable};
use crate::domain::Domain;
use crate::tree::Expression;
use crate::vocabulary::Vocabulary;

use super::divide::{Answered, Divided, divide};
use super::lower::{Formula, LoweredFact, LoweredWay, Lowering, WayContent};
use super::{Joint, JointTest, Owner, Rule, RuleFact, RuleSet, TestUse, Way, WayTest, Written};

/// The most nodes that the diagram of one rule, or of all rules together, may need while it is built. Rules of a pack
/// need some tens.
const NODES_MAX: usize = 5_000;

/// The most variables of a rule set that is built as diagrams; building goes as deep as there are variables.
const VARIABLES_MAX: usize = 400;

/// Compiles rules that must all hold.
pub(super) fn compile(rules: &[&Expression], vocabulary: &Vocabulary, as_of: Date) -> RuleSet {
    let mut lowering = Lowering::new(vocabulary, as_of);
    let formulas: Vec<Formula> = rules.iter().map(|rule| lowering.formula(rule)).collect();
    let sources: Vec<Vec<usize>> =
        rules.iter().map(|rule| rule.facts().into_iter().map(|id| lowering.fact(id)).collect()).collect();
    let divided = divide(&lowering);
    let mut compiler = Compiler::new(lowering.facts, divided, vocabulary);
    compiler.ways();
    let roots: Vec<NodeId> = formulas.into_iter().zip(&sources).map(|(rule, it)| compiler.rule(rule, it)).collect();
    let parts = compiler.parts(&roots);
    let rules = roots.into_iter().zip(sources).map(|(root, sources)| Rule { root, sources }).collect();
    compiler.finish(rules, parts)
}

struct Compiler {
    builder: Builder,
    lowered: Rc<[LoweredFact]>,
    facts: Vec<RuleFact>,
    uses: Vec<TestUse>,
    joints: Vec<Joint>,
    owners: Vec<Owner>,
    /// The nodes of facts that are yes or no, as far as built.
    fact_nodes: Vec<Option<NodeId>>,
    /// The variable of what can never be said, when there is such a thing.
    never: Option<Variable>,
    /// Whether some rule was too large for a diagram.
    is_written: bool,
}

impl Compiler {
    /// Gives out the variables: ways first, since those are always known and so cost nothing on the way down; then the
    /// facts in order of mention; then what rests on several facts.
    fn new(lowered: Vec<LoweredFact>, divided: Divided, vocabulary: &Vocabulary) -> Self {
        let derived_count = lowered.iter().filter(|fact| !fact.ways.is_empty()).count();
        let mut owners = vec![Owner::Way; derived_count];
        let mut way_variables = (0..).map(variable);
        let mut facts = Vec::with_capacity(lowered.len());
        for ((number, fact), domain) in lowered.iter().enumerate().zip(divided.domains) {
            let count = match &domain {
                Domain::Bool | Domain::Numbers(_) | Domain::Codes(_) => 1,
                Domain::List(list) => list.len(),
                Domain::Undivided(_) => 0,
            };
            let way = if fact.ways.is_empty() { None } else { way_variables.next() };
            let immutable = vocabulary.fact(fact.id).is_some_and(|fact| fact.immutable);
            let first = variable(owners.len());
            owners.extend(std::iter::repeat_n(Owner::Fact(number), count));
            facts.push(RuleFact {
                id: fact.id,
                immutable,
                domain,
                first,
                count,
                is_joint: false,
                way,
                ways: Vec::new(),
            });
        }
        let mut compiler = Compiler {
            builder: Builder::default(),
            fact_nodes: vec![None; lowered.len()],
            lowered: lowered.into(),
            facts,
            uses: Vec::new(),
            joints: Vec::new(),
            owners,
            never: None,
            is_written: false,
        };
        compiler.uses = divided.answers.into_iter().map(|answer| compiler.test_use(answer)).collect();
        compiler
    }

    fn test_use(&mut self, answer: Answered) -> TestUse {
        match answer {
            Answered::Constant(holds) => TestUse::Constant(holds),
            Answered::ByFact(fact, place, holds) => {
                let first = self.facts.get(fact).map_or(0, |fact| fact.first);
                TestUse::Literal(first.saturating_add(variable(place)), holds)
            }
            Answered::Jointly(test, sources) => TestUse::Joint(self.joint(JointTest::Atom(test), sources)),
        }
    }

    fn joint(&mut self, test: JointTest, sources: Vec<usize>) -> Variable {
        let variable = variable(self.owners.len());
        let mut own_sources = Vec::new();
        for (number, fact) in self.facts.iter_mut().enumerate() {
            // Which facts a whole rule needs depends on how the derived ones are known.
            let is_source = !matches!(test, JointTest::Atom(_)) || sources.contains(&number);
            if is_source && fact.count == 0 && !fact.is_joint {
                own_sources.push(number);
            }
            fact.is_joint |= is_source;
        }
        self.owners.push(Owner::Joint(self.joints.len()));
        self.joints.push(Joint { test, sources, own_sources, variable });
        variable
    }

    /// Builds what decides in which way each derived fact is known.
    fn ways(&mut self) {
        let lowered = Rc::clone(&self.lowered);
        for (number, fact) in lowered.iter().enumerate() {
            let is_only = fact.ways.len() == 1;
            let ways = fact
                .ways
                .iter()
                .map(|way| Way { test: self.way_test(&way.content, is_only), sources: way.sources.clone() });
            let ways = ways.collect();
            if let Some(fact) = self.facts.get_mut(number) {
                fact.ways = ways;
            }
        }
    }

    fn way_test(&mut self, content: &WayContent, is_only: bool) -> WayTest {
        match content {
            WayContent::Term(term) => WayTest::Term(term.clone()),
            WayContent::Lookup(from, table) => WayTest::Lookup(*from, table.clone()),
            WayContent::Formula(_) if is_only => WayTest::Always,
            WayContent::Formula(formula) => {
                self.allow_rule();
                self.possible(formula).map_or(WayTest::Never, WayTest::Diagram)
            }
        }
    }

    /// The diagram of a rule. One that grows too large becomes a single yes or no over all its facts, which Kleene's
    /// logic decides when it is asked: that never says more than is certain, only sometimes less.
    fn rule(&mut self, formula: Formula, sources: &[usize]) -> NodeId {
        self.allow_rule();
        if let Ok(node) = self.possible(&formula) {
            return node;
        }
        self.is_written = true;
        let variable = self.joint(JointTest::Formula(formula), sources.to_vec());
        self.builder.allow(1);
        self.builder.literal(variable, [false, true]).unwrap_or(FALSE)
    }

    fn allow_rule(&mut self) {
        let few_variables = self.owners.len() <= VARIABLES_MAX;
        self.builder.allow(if few_variables { NODES_MAX } else { 0 });
    }

    /// All rules together, or in several parts when one diagram of them would grow too large. Deciding the parts one by
    /// one is certain too; it only misses that parts can exclude each other.
    fn parts(&mut self, roots: &[NodeId]) -> Vec<NodeId> {
        let mut parts: Vec<NodeId> = Vec::new();
        for root in roots {
            self.builder.allow(NODES_MAX);
            let joined = parts.last().map(|part| self.builder.combine(Operation::And, *part, *root));
            match (joined, parts.last_mut()) {
                (Some(Ok(joined)), Some(part)) => *part = joined,
                _ => parts.push(*root),
            }
        }
        parts
    }

    /// The diagram of a formula over the values that facts can really have.
    fn possible(&mut self, formula: &Formula) -> Result<NodeId, TooLarge> {
        let mut node = self.formula(formula)?;
        for fact in &self.facts {
            if let Domain::List(list) = &fact.domain {
                node = self.builder.without_contradictions(node, list, fact.first)?;
            }
        }
        Ok(node)
    }

    fn formula(&mut self, formula: &Formula) -> Result<NodeId, TooLarge> {
        match formula {
            Formula::Constant(truth) => Ok(NodeId::from(*truth)),
            Formula::Never => {
                let variable = self.never_variable();
                self.builder.literal(variable, [false, true])
            }
            Formula::Not(part) => {
                let part = self.formula(part)?;
                self.builder.not(part)
            }
            Formula::All(parts) => self.junction(parts, Operation::And, TRUE),
            Formula::Any(parts) => self.junction(parts, Operation::Or, FALSE),
            Formula::Same(left, right) => {
                let (left, right) = (self.formula(left)?, self.formula(right)?);
                self.builder.combine(Operation::Same, left, right)
            }
            Formula::Atom(test) => match self.uses.get(*test) {
                Some(TestUse::Constant(holds)) => Ok(NodeId::from(*holds)),
                Some(TestUse::Literal(variable, holds)) => self.builder.literal(*variable, holds.iter().copied()),
                Some(TestUse::Joint(variable)) => self.builder.literal(*variable, [false, true]),
                None => Ok(FALSE),
            },
            Formula::Fact(number) => self.fact(*number),
            Formula::ByWay(number, branches) => {
                let branches = branches.iter().map(|branch| self.formula(branch)).collect::<Result<_, _>>()?;
                self.by_way(*number, branches)
            }
        }
    }

    fn junction(&mut self, parts: &[Formula], operation: Operation, neutral: NodeId) -> Result<NodeId, TooLarge> {
        parts.iter().try_fold(neutral, |all, part| {
            let part = self.formula(part)?;
            self.builder.combine(operation, all, part)
        })
    }

    /// A fact that is yes or no: given, or following from others.
    fn fact(&mut self, number: usize) -> Result<NodeId, TooLarge> {
        if let Some(Some(node)) = self.fact_nodes.get(number) {
            return Ok(*node);
        }
        let first = self.facts.get(number).map_or(0, |fact| fact.first);
        let lowered = Rc::clone(&self.lowered);
        let ways = lowered.get(number).map_or(&[] as &[LoweredWay], |fact| &fact.ways);
        let mut branches = Vec::with_capacity(ways.len() + 1);
        for way in ways {
            branches.push(match &way.content {
                WayContent::Formula(formula) => self.formula(formula)?,
                WayContent::Term(_) | WayContent::Lookup(..) => self.formula(&Formula::Never)?,
            });
        }
        branches.push(self.builder.literal(first, [false, true])?);
        let node = self.by_way(number, branches)?;
        if let Some(slot) = self.fact_nodes.get_mut(number) {
            *slot = Some(node);
        }
        Ok(node)
    }

    /// The branch for the way in which a derived fact is known; the last one for when it is given.
    fn by_way(&mut self, number: usize, branches: Vec<NodeId>) -> Result<NodeId, TooLarge> {
        let Some(way) = self.facts.get(number).and_then(|fact| fact.way) else {
            return Ok(branches.last().copied().unwrap_or(FALSE));
        };
        let count = branches.len();
        branches.into_iter().enumerate().try_fold(FALSE, |any, (place, branch)| {
            let is_way = self.builder.literal(way, (0..count).map(|it| it == place))?;
            let both = self.builder.combine(Operation::And, is_way, branch)?;
            self.builder.combine(Operation::Or, any, both)
        })
    }

    fn never_variable(&mut self) -> Variable {
        if let Some(variable) = self.never {
            return variable;
        }
        let variable = self.joint(JointTest::Never, Vec::new());
        self.never = Some(variable);
        variable
    }

    fn finish(self, mut rules: Vec<Rule>, mut parts: Vec<NodeId>) -> RuleSet {
        let Compiler { builder, lowered, mut facts, uses, joints, owners, is_written, .. } = self;
        let mut roots: Vec<&mut NodeId> = rules.iter_mut().map(|rule| &mut rule.root).collect();
        roots.extend(parts.iter_mut());
        for way in facts.iter_mut().flat_map(|fact| &mut fact.ways) {
            if let WayTest::Diagram(root) = &mut way.test {
                roots.push(root);
            }
        }
        let diagram = builder.finish(&mut roots);
        let derived = sources_first(&facts);
        let ways = |fact: &LoweredFact| fact.ways.iter().map(|way| way.content.clone()).collect();
        let written = is_written.then(|| Written { uses, ways: lowered.iter().map(ways).collect() });
        RuleSet { diagram, facts, derived, owners, joints, rules, parts, written }
    }
}

/// The derived facts, each after those on which it rests.
fn sources_first(facts: &[RuleFact]) -> Vec<usize> {
    let mut ordered = Vec::new();
    let mut visited = vec![false; facts.len()];
    // A fact stands on the stack twice: before its sources and, marked, after them.
    let mut waiting: Vec<(usize, bool)> = (0..facts.len()).rev().map(|number| (number, false)).collect();
    while let Some((number, after_sources)) = waiting.pop() {
        let (Some(fact), Some(is_visited)) = (facts.get(number), visited.get_mut(number)) else { continue };
        if after_sources {
            ordered.push(number);
        } else if !std::mem::replace(is_visited, true) && !fact.ways.is_empty() {
            waiting.push((number, true));
            waiting.extend(fact.ways.iter().flat_map(|way| &way.sources).map(|source| (*source, false)));
        }
    }
    ordered
}

fn variable(place: usize) -> Variable {
    Variable::try_from(place).unwrap_or(Variable::MAX)
}
