//! The proof that no situation leads nowhere: for every plan, phase, situation and place that the pack knows there is a
//! route with at least one step that somebody offers and whom to call for it (SYS-K03).

use std::collections::BTreeMap;
use std::sync::Arc;

use schakel_criteria::{FactId, FactSet, Value};
use schakel_register::{Id, Municipality, Pack};

use super::{RoadmapRequest, Step};
use crate::matcher::Matcher;

/// A starting situation from which a route leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadEnd {
    /// Code of `plan`; nothing when the firm does not say.
    pub plan: Option<Id>,
    /// Code of `phases`; nothing when the firm does not say.
    pub phase: Option<Id>,
    /// The situation; nothing when none holds.
    pub situation: Option<Id>,
    /// The municipality or province; nothing when the firm does not say.
    pub place: Option<Id>,
    /// What is wrong.
    pub kind: DeadEndKind,
}

/// In which way a route leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeadEndKind {
    /// No step of the route has somebody to call.
    NobodyToCall,
    /// This step needs somebody to call, and nobody is named.
    StepWithoutContact(String),
}

/// Looks at every combination of the pack's code lists. Municipalities that the routes cannot tell apart (the same
/// province, regions and front door) are looked at once.
pub fn dead_ends(matcher: &Matcher<'_>) -> Vec<DeadEnd> {
    let pack = matcher.pack();
    let situations = situations(matcher);
    let mut found = Vec::new();
    for place in std::iter::once(None).chain(places(pack).into_iter().map(Some)) {
        for plan in with_unknown(pack.codes("plan").iter().map(|code| Id::clone(&code.id))) {
            let facts = facts_of(plan.as_ref(), place.as_ref(), pack);
            let (matches, firm) = (matcher.match_firm(&facts), matcher.firm(&facts));
            for phase in with_unknown(pack.codes("phases").iter().map(|code| Id::clone(&code.id))) {
                for situation in &situations {
                    let facts = with_answers(&facts, phase.as_ref(), &situation.answers, pack);
                    let request = RoadmapRequest { facts: &facts, goals: &[], skipped: &[] };
                    let Some(kind) = dead_end(&matcher.steps(&matches, &firm, &request).1) else { continue };
                    let place = place.as_ref().map(|(_, area)| Id::clone(area));
                    let (plan, phase) = (plan.clone(), phase.clone());
                    found.push(DeadEnd { plan, phase, situation: situation.id.clone(), place, kind });
                }
            }
        }
    }
    found
}

/// What is wrong with a route; nothing when it leads somewhere.
fn dead_end(steps: &[Step<'_>]) -> Option<DeadEndKind> {
    if !steps.iter().any(|step| step.contact.is_some()) {
        return Some(DeadEndKind::NobodyToCall);
    }
    let alone = steps.iter().find(|step| step.kind.needs_contact() && step.contact.is_none())?;
    Some(DeadEndKind::StepWithoutContact(alone.id.clone()))
}

fn with_unknown(codes: impl Iterator<Item = Id>) -> impl Iterator<Item = Option<Id>> {
    std::iter::once(None).chain(codes.map(Some))
}

/// The fact and the code of every place: the provinces of the pack, and one municipality of each sort in them.
fn places(pack: &Pack) -> Vec<(&'static str, Id)> {
    let provinces = &pack.settings.provinces;
    let mut sorts: BTreeMap<String, &Municipality> = BTreeMap::new();
    for it in pack.municipalities.values().filter(|it| provinces.contains(&it.province)) {
        let door = it.front_door.as_ref().map_or("", |door| &door.organisation);
        let regions: Vec<&str> = it.regions.iter().map(|(region, _)| &**region).collect();
        sorts.entry(format!("{} {door} {}", it.province, regions.join(" "))).or_insert(it);
    }
    let municipalities = sorts.into_values().map(|it| ("municipality", Id::clone(&it.id)));
    provinces.iter().map(|it| ("province", Id::clone(it))).chain(municipalities).collect()
}

fn facts_of(plan: Option<&Id>, place: Option<&(&str, Id)>, pack: &Pack) -> FactSet {
    let mut facts = FactSet::new();
    if let (Some(fact), Some(plan)) = (pack.vocabulary.fact_named("plan"), plan) {
        facts.set(fact, Value::Codes(Arc::from([Id::clone(plan)])));
    }
    if let Some((name, area)) = place
        && let Some(fact) = pack.vocabulary.fact_named(name)
    {
        facts.set(fact, Value::Text(Id::clone(area)));
    }
    facts
}

/// A situation with the answers that lead to it.
struct Answered {
    id: Option<Id>,
    answers: Vec<(FactId, bool)>,
}

/// Every situation that answers can lead to, the lack of one included, with one set of answers that leads to it.
fn situations(matcher: &Matcher<'_>) -> Vec<Answered> {
    let pack = matcher.pack();
    let mut sets: Vec<Vec<(FactId, bool)>> = vec![Vec::new()];
    for fact in questions(pack) {
        let answered = |answer| sets.iter().map(move |set| set.iter().copied().chain([(fact, answer)]).collect());
        let more: Vec<Vec<_>> = answered(true).chain(answered(false)).collect();
        sets.extend(more);
    }
    let mut found: Vec<Answered> = Vec::new();
    for answers in sets {
        let facts = with_answers(&FactSet::new(), None, &answers, pack);
        let id = matcher.situations.of_firm(&facts).map(|it| Id::clone(&it.situation.id));
        if !found.iter().any(|it| it.id == id) {
            found.push(Answered { id, answers });
        }
    }
    found
}

/// The facts that the rules of the situations ask, each once; a rule asks few.
fn questions(pack: &Pack) -> Vec<FactId> {
    let mut facts: Vec<FactId> = pack.situations.iter().flat_map(|it| it.rule.facts()).collect();
    facts.sort();
    facts.dedup();
    facts
}

fn with_answers(facts: &FactSet, phase: Option<&Id>, answers: &[(FactId, bool)], pack: &Pack) -> FactSet {
    let mut facts = facts.clone();
    if let (Some(fact), Some(phase)) = (pack.vocabulary.fact_named("phase"), phase) {
        facts.set(fact, Value::Text(Id::clone(phase)));
    }
    for (fact, answer) in answers {
        facts.set(*fact, Value::Bool(*answer));
    }
    facts
}
