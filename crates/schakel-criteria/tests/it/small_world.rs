//! A world so small that every question can be answered by going through all possible firms: the oracle for the
//! decision diagrams. It uses `evaluate` on complete facts only, so it shares nothing with them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use proptest::prelude::*;
use schakel_criteria::{
    Code, CodeList, Derivation, Expression, FactDefinition, FactId, FactSet, Number, Outcome, Situation, Type, Value,
    Vocabulary, evaluate,
};

use crate::support::{derive, fact, id, rule, today};

/// Three yes-or-noes (one immutable), two whole numbers from 0 to 4 (one immutable), a code, a list of codes of which
/// one lies under another, and facts derived from them.
pub fn vocabulary() -> Vocabulary {
    let mut vocabulary = Vocabulary::new();
    vocabulary.add_code_list("colours", codes(&[("red", None), ("green", None), ("blue", None)]));
    vocabulary.add_code_list("tones", codes(&[("warm", None), ("cold", None)]));
    vocabulary.add_code_list("works", codes(&[("1", None), ("11", Some("1")), ("2", None)]));
    for (name, immutable) in [("yes", false), ("also", false), ("fixed", true)] {
        vocabulary.add_fact(FactDefinition { immutable, ..fact(name, Type::Bool, name, name) });
    }
    for (name, immutable) in [("count", false), ("past", true)] {
        vocabulary.add_fact(FactDefinition { immutable, ..small_number(name, 4) });
    }
    for (name, fact_type) in [
        ("colour", Type::Code(Arc::from("colours"))),
        ("work", Type::Codes(Arc::from("works"))),
        ("tone", Type::Code(Arc::from("tones"))),
        ("derived", Type::Bool),
    ] {
        vocabulary.add_fact(fact(name, fact_type, name, name));
    }
    vocabulary.add_fact(small_number("double", 8));
    let table = [("red", "warm"), ("green", "cold"), ("blue", "cold")];
    let table = table.into_iter().map(|(from, to)| (Arc::from(from), Arc::from(to))).collect::<HashMap<_, _>>();
    let lookup = Derivation::Lookup { from: id(&vocabulary, "colour"), table: Arc::new(table) };
    vocabulary.set_derivation(id(&vocabulary, "tone"), lookup);
    derive(&mut vocabulary, "derived", &["yes && count < 3 || tone == \"warm\" && fixed"]);
    derive(&mut vocabulary, "double", &["2 * count"]);
    vocabulary
}

fn small_number(name: &str, maximum: i64) -> FactDefinition {
    let number = fact(name, Type::Number, name, name);
    FactDefinition { minimum: Some(Number::ZERO), maximum: Some(Number::whole(maximum)), whole: true, ..number }
}

fn codes(codes: &[(&str, Option<&str>)]) -> CodeList {
    let code = |(id, parent): &(&str, Option<&str>)| Code {
        id: Arc::from(*id),
        name: Default::default(),
        parent: parent.map(Arc::from),
    };
    CodeList::new(codes.iter().map(code).collect())
}

/// All values that a fact can have.
fn values(vocabulary: &Vocabulary, id: FactId) -> Vec<Value> {
    let fact = vocabulary.fact(id).unwrap();
    match &fact.fact_type {
        Type::Bool => vec![Value::Bool(false), Value::Bool(true)],
        Type::Number => {
            let maximum = fact.maximum.and_then(Number::to_i64).unwrap();
            (0..=maximum).map(|it| Value::Number(Number::whole(it))).collect()
        }
        Type::Code(list) => {
            vocabulary.code_list(list).unwrap().codes().iter().map(|code| Value::text(&code.id)).collect()
        }
        Type::Codes(list) => {
            let codes = vocabulary.code_list(list).unwrap().codes();
            let subset = |bits: usize| {
                Value::codes((0..codes.len()).filter(|place| bits >> place & 1 == 1).map(|place| &*codes[place].id))
            };
            (0..1 << codes.len()).map(subset).collect()
        }
        other => panic!("no values for {other}"),
    }
}

/// Rules that can be decided exactly, as text.
pub fn rules() -> impl Strategy<Value = Vec<String>> {
    rules_of(single_test().boxed())
}

/// Rules with tests on several facts together, as text.
pub fn joint_rules() -> impl Strategy<Value = Vec<String>> {
    let joint = prop_oneof![
        (0..9_i64).prop_map(|limit| format!("count + past <= {limit}")),
        (0..17_i64).prop_map(|limit| format!("count * past > {limit}")),
        (0..4_i64).prop_map(|limit| format!("double - past == {limit}")),
        Just("count < past".to_owned()),
    ];
    rules_of(prop_oneof![2 => single_test(), 1 => joint].boxed())
}

fn single_test() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("yes".to_owned()),
        Just("also".to_owned()),
        Just("fixed".to_owned()),
        Just("derived".to_owned()),
        (0..6_i64).prop_map(|limit| format!("count < {limit}")),
        (0..5_i64).prop_map(|limit| format!("count == {limit}")),
        (0..9_i64).prop_map(|limit| format!("2 * count - 1 >= {limit}")),
        (0..5_i64).prop_map(|limit| format!("3 - past > {limit}")),
        (0..9_i64).prop_map(|limit| format!("double <= {limit}")),
        (0..5_i64, 0..5_i64).prop_map(|(low, high)| format!("between(past, {low}, {high})")),
        colour().prop_map(|code| format!("colour == \"{code}\"")),
        (colour(), colour()).prop_map(|(one, other)| format!("colour in [\"{one}\", \"{other}\"]")),
        Just("tone == \"warm\"".to_owned()),
        prop_oneof![Just("1"), Just("11"), Just("2")].prop_map(|code| format!("\"{code}\" in work")),
        prop_oneof![Just("1"), Just("2")].prop_map(|code| format!("under(work, \"{code}\")")),
        Just("work.startsWith(\"1\")".to_owned()),
    ]
}

fn rules_of(single: BoxedStrategy<String>) -> impl Strategy<Value = Vec<String>> {
    let rule = single.prop_recursive(3, 12, 3, |part| {
        prop_oneof![
            part.clone().prop_map(|part| format!("!({part})")),
            (part.clone(), part.clone()).prop_map(|(left, right)| format!("({left}) && ({right})")),
            (part.clone(), part.clone()).prop_map(|(left, right)| format!("({left}) || ({right})")),
            (part.clone(), part).prop_map(|(left, right)| format!("({left}) == ({right})")),
        ]
    });
    proptest::collection::vec(rule, 1..4)
}

fn colour() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("red"), Just("green"), Just("blue")]
}

/// Some known facts of a firm; derived ones are given now and then.
pub fn firms() -> impl Strategy<Value = FactSet> {
    let vocabulary = vocabulary();
    let one = |id: FactId| {
        let share = if vocabulary.fact(id).unwrap().derivation.is_some() { 0.2 } else { 0.6 };
        proptest::option::weighted(share, proptest::sample::select(values(&vocabulary, id)))
    };
    let all: Vec<_> = vocabulary.fact_ids().map(one).collect();
    all.prop_map(|values| {
        let mut facts = FactSet::new();
        for (number, value) in (0..).zip(values) {
            if let Some(value) = value {
                facts.set(FactId(number), value);
            }
        }
        facts
    })
}

/// All firms that can exist, as far as rules and given facts can tell them apart, and whether the rules hold for each.
pub struct World {
    /// The facts that matter: named by the rules, or below them and not derived or given.
    pub facts: Vec<(FactId, Vec<Value>)>,
    immutable: Vec<bool>,
    /// Whether the rules hold, by the values of the facts, the first one counting fastest.
    holds: Vec<bool>,
}

/// For each fact of a world the number of its value, when it is known.
pub type Firm = Vec<Option<usize>>;

impl World {
    pub fn new(rules: &[Expression], vocabulary: &Vocabulary, given: &FactSet) -> World {
        let mut ids = BTreeSet::new();
        let mut waiting: Vec<FactId> = rules.iter().flat_map(Expression::facts).collect();
        while let Some(id) = waiting.pop() {
            match vocabulary.fact(id).unwrap().derivation.as_ref().filter(|_| given.get(id).is_none()) {
                None => drop(ids.insert(id)),
                Some(Derivation::Lookup { from, .. }) => waiting.push(*from),
                Some(Derivation::Expressions(expressions)) => {
                    waiting.extend(expressions.iter().flat_map(Expression::facts))
                }
            }
        }
        let facts: Vec<(FactId, Vec<Value>)> = ids.into_iter().map(|id| (id, values(vocabulary, id))).collect();
        let immutable = facts.iter().map(|(id, _)| vocabulary.fact(*id).unwrap().immutable).collect();
        let mut world = World { facts, immutable, holds: Vec::new() };
        let count = world.facts.iter().map(|(_, values)| values.len()).product();
        world.holds = (0..count)
            .map(|place| {
                let facts = world.fact_set(&world.complete_firm(place));
                let situation = Situation { vocabulary, facts: &facts, as_of: today() };
                rules.iter().all(|rule| evaluate(rule, &situation) == Outcome::Known(Value::Bool(true)))
            })
            .collect();
        world
    }

    pub fn firm(&self, facts: &FactSet) -> Firm {
        let place = |(id, values): &(FactId, Vec<Value>)| {
            facts.get(*id).map(|value| values.iter().position(|it| it == value).unwrap())
        };
        self.facts.iter().map(place).collect()
    }

    pub fn fact_set(&self, firm: &Firm) -> FactSet {
        let mut facts = FactSet::new();
        for ((id, values), place) in self.facts.iter().zip(firm) {
            if let Some(place) = place {
                facts.set(*id, values[*place].clone());
            }
        }
        facts
    }

    fn complete_firm(&self, mut place: usize) -> Firm {
        let mut firm = Vec::new();
        for (_, values) in &self.facts {
            firm.push(Some(place % values.len()));
            place /= values.len();
        }
        firm
    }

    /// Whether the rules hold, when that is the same for all values of what is not known.
    pub fn decide(&self, firm: &Firm) -> Option<bool> {
        let mut places = vec![0];
        let mut weight = 1;
        for ((_, values), known) in self.facts.iter().zip(firm) {
            let possible = match known {
                Some(place) => *place..*place + 1,
                None => 0..values.len(),
            };
            places = places.iter().flat_map(|place| possible.clone().map(move |it| place + it * weight)).collect();
            weight *= values.len();
        }
        let first = self.holds[places[0]];
        places.iter().all(|place| self.holds[*place] == first).then_some(first)
    }

    /// The unknown facts of which two values differ for some values of the other unknown facts.
    pub fn missing(&self, firm: &Firm) -> Vec<FactId> {
        let unknown: Vec<usize> = (0..firm.len()).filter(|fact| firm[*fact].is_none()).collect();
        let mut missing = BTreeSet::new();
        for place in 0..self.holds.len() {
            let complete = self.complete_firm(place);
            if firm.iter().zip(&complete).any(|(known, value)| known.is_some() && known != value) {
                continue;
            }
            for fact in &unknown {
                let mut other = complete.clone();
                other[*fact] = Some(0);
                if self.decide(&other) != Some(self.holds[place]) {
                    missing.insert(self.facts[*fact].0);
                }
            }
        }
        missing.into_iter().collect()
    }

    /// The smallest number of facts to change, and the sets of so many facts with which it can be done.
    pub fn smallest_changes(&self, firm: &Firm) -> Option<(usize, BTreeSet<Vec<FactId>>)> {
        let fact_count = self.facts.len();
        for size in 1..=fact_count {
            let sets = (0_usize..1 << fact_count).filter(|set| set.count_ones() as usize == size);
            let changeable = |fact: usize| firm[fact].is_none() || !self.immutable[fact];
            let usable = sets.filter(|set| (0..fact_count).all(|fact| set >> fact & 1 == 0 || changeable(fact)));
            let helping: BTreeSet<Vec<FactId>> = usable
                .filter(|set| self.can_hold_with(firm.clone(), *set, 0, firm))
                .map(|set| (0..fact_count).filter(|fact| set >> fact & 1 == 1).map(|fact| self.facts[fact].0).collect())
                .collect();
            if !helping.is_empty() {
                return Some((size, helping));
            }
        }
        None
    }

    /// Whether the rules hold for some other values of the facts of the set.
    fn can_hold_with(&self, firm: Firm, set: usize, fact: usize, before: &Firm) -> bool {
        if fact == self.facts.len() {
            return self.decide(&firm) == Some(true);
        }
        if set >> fact & 1 == 0 {
            return self.can_hold_with(firm, set, fact + 1, before);
        }
        (0..self.facts[fact].1.len()).filter(|value| before[fact] != Some(*value)).any(|value| {
            let mut firm = firm.clone();
            firm[fact] = Some(value);
            self.can_hold_with(firm, set, fact + 1, before)
        })
    }
}

/// The rules of a text each, checked.
pub fn checked(rules: &[String], vocabulary: &Vocabulary) -> Vec<Expression> {
    rules.iter().map(|text| rule(text, vocabulary)).collect()
}
