//! From the chosen support to steps: who does it, whom to call, what to bring, why. Their days are set in `dates`.

use schakel_criteria::Verdict;
use schakel_register::{FirstStep, Pack, TermStart};

use super::choose::{Route, Stop};
use super::person::person_to_call;
use super::situation::SituationFound;
use super::{Reason, Step, StepKind, Wait, examples};
use crate::firm::Firm;
use crate::fit::{PlanFit, ThemeFit};
use crate::matcher::{Contact, Match};
use crate::rules::rules_of;

/// The steps of a route, not yet in order.
pub(super) fn steps<'a>(
    route: &Route<'a>,
    situation: Option<&SituationFound<'a>>,
    firm: &Firm<'_>,
    pack: &'a Pack,
) -> Vec<Step<'a>> {
    let maker = Maker { firm, pack, person: person_to_call(firm, pack) };
    let mut steps: Vec<Step<'a>> = route.stops.iter().map(|stop| maker.stop(stop)).collect();
    if !steps.iter().any(|step| step.kind == StepKind::Talk) {
        steps.push(maker.plain(StepKind::Talk));
    }
    let projects: Vec<&Stop<'a>> = route.stops.iter().filter(|stop| is_project(stop)).collect();
    if route.stops.iter().any(|stop| matches!(stop.kind, StepKind::First | StepKind::Apply)) {
        steps.push(maker.prepare(route));
        steps.push(maker.start(&projects));
    }
    steps.extend(projects.iter().filter_map(|stop| maker.report(stop)));
    begin_with(situation, &mut steps, &maker);
    steps
}

/// Whether support is for a project that has a beginning.
fn is_project(stop: &Stop<'_>) -> bool {
    matches!(stop.kind, StepKind::First | StepKind::Apply)
}

/// The first step that goes with the situation; every other step stays.
fn begin_with<'a>(situation: Option<&SituationFound<'a>>, steps: &mut Vec<Step<'a>>, maker: &Maker<'_, 'a>) {
    let Some(found) = situation else { return };
    let kind = match found.situation.first_step {
        FirstStep::Look => StepKind::Look,
        FirstStep::Talk => StepKind::Talk,
        FirstStep::Prepare => StepKind::Prepare,
    };
    if !steps.iter().any(|step| step.kind == kind) {
        steps.push(maker.plain(kind));
    }
    let first = steps.iter_mut().find(|step| step.kind == kind);
    let Some(first) = first else { return };
    first.reasons.insert(0, Reason::Situation(found.clone()));
    let id = first.id.clone();
    for step in steps.iter_mut().filter(|step| step.id != id && step.kind <= kind) {
        step.after.push(id.clone());
    }
}

struct Maker<'m, 'a> {
    firm: &'m Firm<'m>,
    pack: &'a Pack,
    person: Option<Contact>,
}

impl<'a> Maker<'_, 'a> {
    /// A step that is not about one piece of support.
    fn plain(&self, kind: StepKind) -> Step<'a> {
        let contact = kind.needs_contact().then(|| self.person.clone()).flatten();
        let owner = (kind == StepKind::Talk).then(|| contact.as_ref().map(|it| it.organisation.clone())).flatten();
        let examples = if kind == StepKind::Look { examples::to_look_at(self.firm, self.pack) } else { Vec::new() };
        Step {
            id: kind.name().to_owned(),
            kind,
            support: None,
            owner,
            contact,
            earliest: None,
            latest: None,
            wait: None,
            documents: &[],
            examples,
            reasons: Vec::new(),
            after: Vec::new(),
        }
    }

    /// A step about a piece of support.
    fn stop(&self, stop: &Stop<'a>) -> Step<'a> {
        let support = stop.support.on_day.support;
        let contact = stop.support.contact.clone().or_else(|| self.person.clone());
        let rules = rules_of(&stop.support);
        let requires = rules.map_or(&[][..], |rules| &rules.requires);
        let mut reasons = self.fit_reasons(stop);
        reasons.extend(stop.required_by.map(|(by, rule)| Reason::RequiredBy(by, rule)));
        reasons
            .extend(rules.and_then(|it| it.must_precede_start.as_ref()).map(|it| Reason::BeforeStart(&support.id, it)));
        reasons.extend(stop.moved.map(|it| Reason::NextYear { other: it.other, limit: it.limit, to: it.to }));
        Step {
            id: format!("{}-{}", stop.kind.name(), support.id),
            support: Some(stop.support.clone()),
            owner: support.provider.clone().or_else(|| contact.as_ref().map(|it| it.organisation.clone())),
            contact,
            documents: stop.support.on_day.version.map_or(&[][..], |version| &version.documents),
            examples: examples::of_support(support, self.firm, self.pack),
            reasons,
            after: requires.iter().filter_map(|it| self.id_of(&it.support)).collect(),
            ..self.plain(stop.kind)
        }
    }

    fn id_of(&self, support: &str) -> Option<String> {
        let kind = super::choose::kind_of(self.pack.support.get(support)?, self.pack);
        Some(format!("{}-{support}", kind.name()))
    }

    fn fit_reasons(&self, stop: &Stop<'a>) -> Vec<Reason<'a>> {
        let it = &stop.support;
        let chosen = stop.chosen.then_some(Reason::Chosen);
        let plan = (it.plan_fit == PlanFit::Fits).then_some(Reason::ServesPlan);
        let theme = (it.theme_fit == ThemeFit::Fits).then_some(Reason::ServesTheme);
        [chosen, plan, theme].into_iter().flatten().collect()
    }

    /// Getting ready for everything that one asks for.
    fn prepare(&self, route: &Route<'a>) -> Step<'a> {
        let open = |it: &Match<'a>| it.answer.criteria.iter().filter(|it| it.verdict != Verdict::Met).count();
        let left: usize = route.stops.iter().filter(|stop| is_project(stop)).map(|stop| open(&stop.support)).sum();
        let reasons = if left > 0 { vec![Reason::StillToKnow(left)] } else { Vec::new() };
        Step { reasons, examples: examples::to_look_at(self.firm, self.pack), ..self.plain(StepKind::Prepare) }
    }

    /// Beginning with the project, after everything that must come before it.
    fn start(&self, projects: &[&Stop<'a>]) -> Step<'a> {
        let mut step = self.plain(StepKind::Start);
        for stop in projects {
            let Some(rules) = rules_of(&stop.support) else { continue };
            let id: &'a str = &stop.support.on_day.support.id;
            let (precede, within) = (rules.must_precede_start.as_ref(), rules.start_within.as_ref());
            // Who must begin within some time after asking, asks first.
            if precede.is_some() || within.is_some() {
                step.after.push(format!("{}-{id}", stop.kind.name()));
            }
            let waits = [precede.map(|rule| rule.until), within.map(|term| term.after)];
            if waits.contains(&Some(TermStart::Decision)) {
                step.wait = Some(Wait::Decision);
            }
            step.reasons.extend(precede.map(|rule| Reason::BeforeStart(id, rule)));
            step.reasons.extend(within.map(|term| Reason::StartWithin(id, term)));
        }
        step
    }

    /// Finishing and reporting, when a source gives a time for it.
    fn report(&self, stop: &Stop<'a>) -> Option<Step<'a>> {
        let rules = rules_of(&stop.support)?;
        let support = stop.support.on_day.support;
        let finish = rules.finish_within.as_ref().map(|term| Reason::FinishWithin(&support.id, term));
        let report = rules.report_within.as_ref().map(|term| Reason::ReportWithin(&support.id, term));
        let reasons: Vec<Reason<'a>> = [finish, report].into_iter().flatten().collect();
        if reasons.is_empty() {
            return None;
        }
        Some(Step {
            id: format!("{}-{}", StepKind::Report.name(), support.id),
            support: Some(stop.support.clone()),
            owner: None,
            reasons,
            after: vec![StepKind::Start.name().to_owned()],
            ..self.plain(StepKind::Report)
        })
    }
}
