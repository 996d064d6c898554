//! The fact vocabulary: which facts exist, of what type, how they are derived, and the code lists, thresholds and
//! look-up tables that rules may use. A vocabulary is made once from a pack; reading the pack lives in
//! `schakel-register`.

use std::collections::HashMap;
use std::sync::Arc;

use schakel_time::{Date, Period};

use crate::number::Number;
use crate::tree::Expression;
use crate::value::{Type, Value};

/// A text in Dutch and in English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bilingual {
    /// Dutch.
    pub nl: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// A text in both languages.
    pub fn new(nl: impl Into<String>, en: impl Into<String>) -> Self {
        Bilingual { nl: nl.into(), en: en.into() }
    }

    /// The text in the given language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Dutch => &self.nl,
            Language::English => &self.en,
        }
    }
}

/// The languages that Schakel speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Dutch, the first language.
    #[default]
    Dutch,
    /// English.
    English,
}

/// Number of a fact in its vocabulary, in the order in which the facts were declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactId(pub u16);

/// Number of a threshold in its vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ThresholdId(pub u16);

/// One information concept (CCCEV): something that can be known of a firm or its plan.
#[derive(Clone, Debug)]
pub struct FactDefinition {
    /// Identifier, as used in rules.
    pub id: Arc<str>,
    /// Its type.
    pub fact_type: Type,
    /// Short name inside a sentence: "werkzame personen".
    pub name: Bilingual,
    /// Smallest possible value, for numbers and money.
    pub minimum: Option<Number>,
    /// Largest possible value, for numbers and money.
    pub maximum: Option<Number>,
    /// The unit in which a change is proposed, for numbers and money (1 person, 1 euro).
    pub step: Number,
    /// Whether only whole multiples of one are possible (a count).
    pub whole: bool,
    /// Whether the firm cannot change it, such as its founding date.
    pub immutable: bool,
    /// How it follows from other facts, when it does.
    pub derivation: Option<Derivation>,
}

/// How a fact follows from other facts.
#[derive(Clone, Debug)]
pub enum Derivation {
    /// The first expression that the known facts decide; the last one is the definition. Never empty.
    Expressions(Vec<Expression>),
    /// The value that a look-up table gives for another fact.
    Lookup {
        /// The fact whose code is looked up.
        from: FactId,
        /// The table: code to code.
        table: Arc<HashMap<Arc<str>, Arc<str>>>,
    },
}

/// A list of codes with optional parents (SBI: section, division, group, class).
#[derive(Clone, Debug, Default)]
pub struct CodeList {
    codes: Vec<Code>,
    index: HashMap<Arc<str>, usize>,
}

/// One code of a list.
#[derive(Clone, Debug)]
pub struct Code {
    /// Identifier.
    pub id: Arc<str>,
    /// Name for the reader.
    pub name: Bilingual,
    /// The code it belongs under.
    pub parent: Option<Arc<str>>,
}

impl CodeList {
    /// A list of these codes, in this order. A code that comes twice counts once (the first).
    pub fn new(codes: Vec<Code>) -> Self {
        let mut index = HashMap::new();
        for (position, code) in codes.iter().enumerate() {
            index.entry(Arc::clone(&code.id)).or_insert(position);
        }
        CodeList { codes, index }
    }

    /// The codes in their order.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// The code with this identifier.
    pub fn get(&self, id: &str) -> Option<&Code> {
        self.index.get(id).and_then(|position| self.codes.get(*position))
    }

    /// Whether `id` is `ancestor` or lies below it.
    pub fn is_under(&self, id: &str, ancestor: &str) -> bool {
        let mut current = id;
        for _ in 0..CODE_DEPTH_MAX {
            if current == ancestor {
                return true;
            }
            match self.get(current).and_then(|code| code.parent.as_deref()) {
                Some(parent) => current = parent,
                None => return false,
            }
        }
        false
    }
}

/// The deepest code tree that is followed: SBI has five levels; ten leaves room and stops a circle of parents.
const CODE_DEPTH_MAX: usize = 10;

/// A named figure with its values over time.
#[derive(Clone, Debug)]
pub struct Threshold {
    /// Identifier, as used in rules.
    pub id: Arc<str>,
    /// [`Type::Number`] or [`Type::Money`].
    pub threshold_type: Type,
    /// The values and when each holds; the periods do not overlap.
    pub versions: Vec<(Period, Number)>,
}

impl Threshold {
    /// Its value on a day; `None` when no version covers that day.
    pub fn at(&self, day: Date) -> Option<Number> {
        self.versions.iter().find(|(period, _)| period.contains(day)).map(|(_, value)| *value)
    }
}

/// Everything that an expression may name.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    facts: Vec<FactDefinition>,
    fact_index: HashMap<Arc<str>, FactId>,
    thresholds: Vec<Threshold>,
    threshold_index: HashMap<Arc<str>, ThresholdId>,
    code_lists: HashMap<Arc<str>, CodeList>,
}

impl Vocabulary {
    /// An empty vocabulary.
    pub fn new() -> Self {
        Vocabulary::default()
    }

    /// Adds a code list under a name, in place of an earlier one of that name.
    pub fn add_code_list(&mut self, name: &str, list: CodeList) {
        self.code_lists.insert(Arc::from(name), list);
    }

    /// Adds a threshold; gives `None` when the name is taken or there are too many.
    pub fn add_threshold(&mut self, threshold: Threshold) -> Option<ThresholdId> {
        let id = ThresholdId(u16::try_from(self.thresholds.len()).ok()?);
        if self.threshold_index.contains_key(&threshold.id) || self.fact_index.contains_key(&threshold.id) {
            return None;
        }
        self.threshold_index.insert(Arc::clone(&threshold.id), id);
        self.thresholds.push(threshold);
        Some(id)
    }

    /// Adds a fact; gives `None` when the name is taken or there are too many.
    pub fn add_fact(&mut self, fact: FactDefinition) -> Option<FactId> {
        let id = FactId(u16::try_from(self.facts.len()).ok()?);
        if self.fact_index.contains_key(&fact.id) || self.threshold_index.contains_key(&fact.id) {
            return None;
        }
        self.fact_index.insert(Arc::clone(&fact.id), id);
        self.facts.push(fact);
        Some(id)
    }

    /// Sets how a fact is derived. The caller has checked that no circle arises (see `derivation_circle`).
    pub fn set_derivation(&mut self, id: FactId, derivation: Derivation) {
        if let Some(fact) = self.facts.get_mut(usize::from(id.0)) {
            fact.derivation = Some(derivation);
        }
    }

    /// Makes a fact one that is only given, not derived.
    pub fn clear_derivation(&mut self, id: FactId) {
        if let Some(fact) = self.facts.get_mut(usize::from(id.0)) {
            fact.derivation = None;
        }
    }

    /// The facts in their order.
    pub fn facts(&self) -> &[FactDefinition] {
        &self.facts
    }

    /// The identifiers of all facts, in order.
    pub fn fact_ids(&self) -> impl Iterator<Item = FactId> + use<> {
        (0..u16::try_from(self.facts.len()).unwrap_or(u16::MAX)).map(FactId)
    }

    /// A fact by number.
    pub fn fact(&self, id: FactId) -> Option<&FactDefinition> {
        self.facts.get(usize::from(id.0))
    }

    /// A fact by name.
    pub fn fact_named(&self, name: &str) -> Option<FactId> {
        self.fact_index.get(name).copied()
    }

    /// A threshold by number.
    pub fn threshold(&self, id: ThresholdId) -> Option<&Threshold> {
        self.thresholds.get(usize::from(id.0))
    }

    /// A threshold by name.
    pub fn threshold_named(&self, name: &str) -> Option<ThresholdId> {
        self.threshold_index.get(name).copied()
    }

    /// All thresholds.
    pub fn thresholds(&self) -> &[Threshold] {
        &self.thresholds
    }

    /// A code list by name.
    pub fn code_list(&self, name: &str) -> Option<&CodeList> {
        self.code_lists.get(name)
    }

    /// The code list of a fact whose value is a code or codes.
    pub fn codes_of(&self, id: FactId) -> Option<&CodeList> {
        match &self.fact(id)?.fact_type {
            Type::Code(list) | Type::Codes(list) => self.code_list(list),
            _ => None,
        }
    }
}

/// The facts that are known of one firm and its plan: given values only; derived ones are computed when asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactSet {
    values: Vec<Option<Value>>,
}

impl FactSet {
    /// Nothing known.
    pub fn new() -> Self {
        FactSet::default()
    }

    /// Sets a fact. The caller has checked the type.
    pub fn set(&mut self, id: FactId, value: Value) {
        let position = usize::from(id.0);
        if self.values.len() <= position {
            self.values.resize(position + 1, None);
        }
        if let Some(slot) = self.values.get_mut(position) {
            *slot = Some(value);
        }
    }

    /// Forgets a fact.
    pub fn clear(&mut self, id: FactId) {
        if let Some(slot) = self.values.get_mut(usize::from(id.0)) {
            *slot = None;
        }
    }

    /// The given value of a fact.
    pub fn get(&self, id: FactId) -> Option<&Value> {
        self.values.get(usize::from(id.0)).and_then(Option::as_ref)
    }

    /// The facts that are given, in order of the vocabulary.
    pub fn given(&self) -> impl Iterator<Item = (FactId, &Value)> {
        (0_u16..).zip(&self.values).filter_map(|(number, value)| value.as_ref().map(|value| (FactId(number), value)))
    }
}
