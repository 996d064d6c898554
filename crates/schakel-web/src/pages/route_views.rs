//! The parts of a route as the page prints them.

use crate::pages::frame::Visit;
use crate::pages::parts::{LinkView, organisation_link};
use crate::pages::roadmap::{Route, SKIP_FIELD};
use crate::roadmap::{RoadmapLeftOut, RoadmapReadiness, RoadmapReason, RoadmapStep};

/// One step.
pub struct StepView {
    /// From 1.
    pub number: usize,
    /// Identifier, also on the page.
    pub id: String,
    /// The kind: names the look.
    pub kind: &'static str,
    /// What to do.
    pub title: String,
    /// The page of the support; empty when it is about none.
    pub link: String,
    /// What it is.
    pub text: String,
    /// Whether one can ask for it; empty when that is not the question.
    pub state: String,
    /// The days.
    pub when: String,
    /// Whether a day is known.
    pub has_day: bool,
    /// Who runs it, when that is another than whom to call.
    pub owner: Option<LinkView>,
    /// Whom to call.
    pub contact: Option<LinkView>,
    /// Whether that is the front door of the municipality.
    pub is_front_door: bool,
    /// What to bring.
    pub documents: Vec<String>,
    /// Projects of others.
    pub examples: Vec<ExampleView>,
    /// Why.
    pub reasons: Vec<RoadmapReason>,
    /// The route without this step; empty when it cannot be left out.
    pub skip_link: String,
    /// Whether it is done.
    pub is_done: bool,
}

/// A project of others.
pub struct ExampleView {
    /// Name and page.
    pub link: LinkView,
    /// What it is.
    pub summary: String,
}

/// Support that is left out.
pub struct LeftOutView {
    /// Name and page.
    pub link: LinkView,
    /// Why.
    pub reason: String,
    /// Where that is said.
    pub source: String,
}

/// How ready the firm is for one programme.
pub struct ReadinessView {
    /// Name and page.
    pub link: LinkView,
    /// Identifier on the page.
    pub id: String,
    /// "2 van 5 voorwaarden zijn klaar".
    pub score: String,
    /// Conditions that are not ready.
    pub open: Vec<OpenView>,
    /// What to do first.
    pub first_step: String,
    /// What was won; nothing when this is the first check.
    pub won: Option<Vec<String>>,
}

/// A condition that is not ready.
pub struct OpenView {
    /// not-met, unknown or judgement.
    pub state: &'static str,
    /// The verdict in words.
    pub verdict: String,
    /// The condition.
    pub text: String,
    /// Where it comes from.
    pub source: String,
}

impl StepView {
    /// A step of a route.
    pub fn new(number: usize, step: &RoadmapStep, route: &Route, visit: &Visit) -> Self {
        let contact = step.contact.as_ref();
        let owner = step.owner.as_ref().filter(|owner| contact.is_none_or(|contact| contact.id != owner.id));
        let can_go = matches!(step.kind, "join" | "use" | "first" | "apply" | "talk");
        StepView {
            number,
            id: format!("stap-{}", step.id),
            kind: step.kind,
            title: step.title.clone(),
            link: step.instrument.as_ref().map(|id| visit.link(&format!("/register/{id}"))).unwrap_or_default(),
            text: step.text.clone(),
            state: step.state.clone(),
            when: step.when.clone(),
            has_day: step.earliest.is_some() || step.latest.is_some(),
            owner: owner.map(|owner| organisation_link(&owner.id, visit)),
            contact: contact.map(|contact| organisation_link(&contact.id, visit)),
            is_front_door: contact.is_some_and(|contact| contact.is_front_door),
            documents: step.documents.clone(),
            examples: step.examples.iter().map(|it| ExampleView::new(&it.id, &it.name, &it.summary, visit)).collect(),
            reasons: step.reasons.clone(),
            skip_link: step
                .instrument
                .as_ref()
                .filter(|_| can_go)
                .map(|id| skip_link(id, route, visit))
                .unwrap_or_default(),
            is_done: false,
        }
    }

    /// Its identifier without the prefix of the page.
    pub fn step(&self) -> &str {
        self.id.strip_prefix("stap-").unwrap_or(&self.id)
    }
}

/// The address of the same route without a piece of support.
fn skip_link(id: &str, route: &Route, visit: &Visit) -> String {
    let mut fields = route.fields(visit);
    fields.retain(|(_, value)| value != id);
    fields.push((SKIP_FIELD.to_owned(), id.to_owned()));
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visit.link_with("/routekaart", &pairs)
}

impl ExampleView {
    fn new(id: &str, name: &str, summary: &str, visit: &Visit) -> Self {
        let link = LinkView { name: name.to_owned(), link: visit.link(&format!("/dossiers/{id}")) };
        ExampleView { link, summary: summary.to_owned() }
    }
}

impl LeftOutView {
    /// Support that is left out.
    pub fn new(it: &RoadmapLeftOut, visit: &Visit) -> Self {
        let link = LinkView { name: it.name.clone(), link: visit.link(&format!("/register/{}", it.instrument)) };
        LeftOutView { link, reason: it.reason.clone(), source: it.source.clone() }
    }
}

impl ReadinessView {
    /// How ready the firm is for one programme.
    pub fn new(it: &RoadmapReadiness, visit: &Visit) -> Self {
        let texts = visit.texts();
        let open = it.items.iter().filter(|item| item.verdict != "met").map(|item| {
            let state = if item.verdict == "not_met" { "not-met" } else { item.verdict };
            OpenView {
                state,
                verdict: texts.get(&format!("criterion-{state}")),
                text: item.text.clone(),
                source: item.source.clone(),
            }
        });
        let score = [("ready", it.ready.into()), ("total", it.total.into())];
        ReadinessView {
            link: LinkView { name: it.name.clone(), link: visit.link(&format!("/register/{}", it.instrument)) },
            id: format!("klaar-{}", it.instrument),
            score: if it.total == 0 { texts.get("no-conditions") } else { texts.with_all("ready-score", &score) },
            open: open.collect(),
            first_step: it.first_step.clone(),
            won: it.won.clone(),
        }
    }
}
