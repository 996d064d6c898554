//! The register of decisions: numbers as they are read, with what was repaired, and what rests on each.

use schakel_criteria::Bilingual;
use schakel_ledger::DecisionNumber;
use schakel_register::{DecisionBody, Id, MoneyDecision, Pack, SourceRef};

/// A decision for the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionView {
    /// Identifier.
    pub id: Id,
    /// Its number, repaired when the source prints it damaged; absent: no source gives one.
    pub number: Option<String>,
    /// The number as the source prints it, when it was repaired.
    pub repaired_from: Option<String>,
    /// Who decided.
    pub body: DecisionBody,
    /// What was decided.
    pub name: Bilingual,
    /// The programmes that rest on it.
    pub programmes: Vec<Id>,
    /// Where it is said.
    pub source: SourceRef,
}

/// The decisions of a pack: those with a number first, in order.
pub fn decision_register(pack: &Pack) -> Vec<DecisionView> {
    let mut found: Vec<DecisionView> = pack.money_decisions.values().map(view).collect();
    found.sort_by(|left, right| {
        (left.number.is_none(), &left.number, &left.id).cmp(&(right.number.is_none(), &right.number, &right.id))
    });
    found
}

/// One decision.
pub fn decision_view(id: &str, pack: &Pack) -> Option<DecisionView> {
    pack.money_decisions.get(id).map(view)
}

fn view(decision: &MoneyDecision) -> DecisionView {
    let read = decision.number.as_deref().map(DecisionNumber::read);
    let (number, repaired_from) = match read {
        Some(Ok(read)) => (Some(read.number.to_string()), read.repaired_from),
        Some(Err(_)) => (decision.number.clone(), None),
        None => (None, None),
    };
    DecisionView {
        id: Id::clone(&decision.id),
        number,
        repaired_from,
        body: decision.body,
        name: decision.name.clone(),
        programmes: decision.programmes.clone(),
        source: decision.source.clone(),
    }
}
