//! Whether a topic belongs in the agenda: it is concrete, firms gain from it, each partner knows what to do, and no
//! structure has it already (source 002, Inhoud).

use schakel_criteria::Language;
use schakel_register::{Agreement, AgreementState, Id, Pack, Structure, Topic};

use crate::agreement::sides;

/// A topic that somebody proposes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// What it is about, in words.
    pub subject: String,
    /// What must come of it; empty: not said.
    pub result: String,
    /// What firms gain; empty: not said.
    pub interest: String,
    /// What the State does; empty: not said.
    pub state_does: String,
    /// What the provinces do; empty: not said.
    pub provinces_do: String,
}

/// What a topic must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AdmissionCondition {
    /// A concrete result.
    Concrete,
    /// The interest of firms is clear.
    Interest,
    /// Each partner knows what to do.
    Perspectives,
    /// No structure has it already.
    NoStructure,
}

/// Whether a condition is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConditionMet {
    /// Yes.
    Yes,
    /// No, or not said.
    No,
}

/// What the test comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    /// The conditions in their order.
    pub conditions: [(AdmissionCondition, ConditionMet); 4],
    /// The organisation where the topic is already, when there is one.
    pub belongs_to: Option<Id>,
}

impl AdmissionCondition {
    /// Its name in addresses and texts.
    pub fn name(self) -> &'static str {
        match self {
            AdmissionCondition::Concrete => "concrete",
            AdmissionCondition::Interest => "interest",
            AdmissionCondition::Perspectives => "perspectives",
            AdmissionCondition::NoStructure => "no-structure",
        }
    }
}

impl Admission {
    /// Whether every condition is met.
    pub fn is_admitted(&self) -> bool {
        self.conditions.iter().all(|(_, met)| *met == ConditionMet::Yes)
    }

    fn new(concrete: bool, interest: bool, perspectives: bool, structure: Option<&Structure>) -> Self {
        let met = |truth: bool| if truth { ConditionMet::Yes } else { ConditionMet::No };
        Admission {
            conditions: [
                (AdmissionCondition::Concrete, met(concrete)),
                (AdmissionCondition::Interest, met(interest)),
                (AdmissionCondition::Perspectives, met(perspectives)),
                (AdmissionCondition::NoStructure, met(structure.is_none())),
            ],
            belongs_to: structure.map(|it| it.organisation.clone()),
        }
    }
}

/// Tests a proposed topic.
pub fn admit(proposal: &Proposal, pack: &Pack) -> Admission {
    let said = |text: &str| !text.trim().is_empty();
    Admission::new(
        said(&proposal.result),
        said(&proposal.interest),
        said(&proposal.state_does) && said(&proposal.provinces_do),
        structure_for(&proposal.subject, pack),
    )
}

/// Tests a topic of the pack on what its agreements say. A wish is not concrete.
pub fn admit_topic(topic: &Topic, pack: &Pack) -> Admission {
    let own: Vec<&Agreement> = pack.agreements.values().filter(|it| it.topic.as_deref() == Some(&*topic.id)).collect();
    let is_concrete = |it: &&Agreement| {
        it.progress.iter().any(|step| !matches!(step.state, AgreementState::Soft | AgreementState::Open))
    };
    let both = |pick: fn(crate::agreement::Sides) -> bool| own.iter().any(|it| pick(sides(it, &pack.governance)));
    Admission::new(
        own.iter().any(is_concrete),
        topic.interest.is_some(),
        both(|it| it.state) && both(|it| it.province),
        structure_for(topic.name.get(Language::Dutch), pack),
    )
}

/// The structure that has a subject already: all words of one of its subjects stand in the proposal.
fn structure_for<'a>(subject: &str, pack: &'a Pack) -> Option<&'a Structure> {
    let words = words_of(subject);
    let covers = |it: &&Structure| {
        it.subjects.iter().any(|name| {
            [&name.nl, &name.en].into_iter().any(|text| words_of(text).iter().all(|word| words.contains(word)))
        })
    };
    pack.governance.structures.iter().find(covers)
}

fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|it: char| !it.is_alphanumeric() && it != '-');
    words.filter(|it| !it.is_empty()).map(str::to_lowercase).collect()
}
