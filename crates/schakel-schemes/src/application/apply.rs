//! Makes an application from its events. Total: an event that does not fit changes nothing and is counted.

use schakel_casework::{Course, Standing};

use super::event::{ApplicationChange, ApplicationEvent};
use super::verdict::{Decided, Verdict};
use super::{Application, ApplicationState, Objection, Partnership};

/// The application after an event; `None` before the event that begins it.
pub fn apply_application(state: Option<Application>, event: &ApplicationEvent) -> Option<Application> {
    match (state, &event.change) {
        (Some(mut application), _) => {
            take_in(&mut application, event);
            Some(application)
        }
        (None, ApplicationChange::Begun { round, executor, applicant, case, due }) => Some(Application {
            number: event.application,
            round: round.clone(),
            applicant: *applicant,
            case: *case,
            partners: Default::default(),
            content: None,
            receipts: Vec::new(),
            missing: Default::default(),
            repair_until: None,
            complete_at: None,
            term: None,
            default_notice_on: None,
            assessor: None,
            first_decided_on: None,
            decided: None,
            objection_until: None,
            objections: Vec::new(),
            grant: None,
            course: Course::Open(Standing {
                state: ApplicationState::Draft,
                responsible: executor.clone(),
                due: *due,
                reminders: 0,
            }),
            executor: executor.clone(),
            events: event.number,
            last_at: event.at,
            misfits: 0,
        }),
        (None, _) => None,
    }
}

/// The application that a journal tells of, the events in their order.
pub fn replay_application<'a>(journal: impl IntoIterator<Item = &'a ApplicationEvent>) -> Option<Application> {
    journal.into_iter().fold(None, apply_application)
}

pub(super) fn take_in(application: &mut Application, event: &ApplicationEvent) {
    let next = event.number == application.events.saturating_add(1) && event.at >= application.last_at;
    if event.application == application.number && next && change(application, event).is_some() {
        application.events = event.number;
        application.last_at = event.at;
    } else {
        application.misfits = application.misfits.saturating_add(1);
    }
}

/// Makes the change; `None`, and nothing is changed, when it does not fit.
fn change(application: &mut Application, event: &ApplicationEvent) -> Option<()> {
    match &event.change {
        ApplicationChange::Begun { .. } => return None,
        ApplicationChange::Stands(standing) => application.course = Course::Open(standing.clone()),
        ApplicationChange::Ended(outcome) => application.course = Course::Ended { outcome: *outcome, at: event.at },
        ApplicationChange::PartnerInvited(firm) => {
            application.partners.insert(*firm, Partnership::Invited);
        }
        ApplicationChange::PartnerAnswered { partner, consents } => {
            let answer = if *consents { Partnership::Consented } else { Partnership::Declined };
            *application.partners.get_mut(partner)? = answer;
        }
        ApplicationChange::Saved(content) => application.content = Some(content.clone()),
        ApplicationChange::Submitted { receipt, missing, term } => {
            application.receipts.push(receipt.clone());
            application.missing.clone_from(missing);
            application.term = Some(term.clone());
        }
        ApplicationChange::AskedToComplete { missing, until } => {
            application.missing.clone_from(missing);
            application.repair_until = Some(*until);
            application.complete_at = None;
        }
        ApplicationChange::Supplemented { content, receipt, missing } => {
            application.content = Some(content.clone());
            application.receipts.push(receipt.clone());
            application.missing.clone_from(missing);
        }
        ApplicationChange::FoundComplete { complete_at } => application.complete_at = Some(*complete_at),
        ApplicationChange::Assigned(person) => application.assessor = Some(*person),
        ApplicationChange::TermSuspended(suspension) => application.term.as_mut()?.suspensions.push(*suspension),
        ApplicationChange::TermResumed { last_day } => {
            let suspensions = &mut application.term.as_mut()?.suspensions;
            // The one that is open, or the one that was agreed until a later day.
            let paused = suspensions.iter_mut().find(|it| it.last_day.is_none_or(|day| day > *last_day))?;
            paused.last_day = Some(*last_day);
        }
        ApplicationChange::TermExtended { by } => application.term.as_mut()?.extended_by = Some(*by),
        ApplicationChange::DelayNoticed { until } => application.term.as_mut()?.noticed_until = Some(*until),
        ApplicationChange::DefaultNoticed { received_on } => application.default_notice_on = Some(*received_on),
        ApplicationChange::Decided(verdict) => {
            application.first_decided_on = application.first_decided_on.or(Some(event.at.date()));
            application.decided = Some(decided(verdict, event));
        }
        ApplicationChange::Announced { objection_until } => {
            application.decided.as_mut()?.announced_on = Some(event.at.date());
            application.objection_until = Some(*objection_until);
        }
        ApplicationChange::Objected { received_on, in_time } => application.objections.push(Objection {
            received_on: *received_on,
            in_time: *in_time,
            postponed_weeks: 0,
            ruling: None,
            appeal_received_on: None,
            judgment: None,
        }),
        ApplicationChange::Grant(grant_change) => {
            application.grant = Some(grant_change.applied_to(application.grant.as_ref(), event.at)?);
        }
        ApplicationChange::ObjectionPostponed { .. }
        | ApplicationChange::ObjectionDecided { .. }
        | ApplicationChange::Appealed { .. }
        | ApplicationChange::Judged { .. } => return change_objection(application, event),
    }
    Some(())
}

fn change_objection(application: &mut Application, event: &ApplicationEvent) -> Option<()> {
    let objection = application.objections.last_mut()?;
    let told_on = event.at.date();
    let replaced = match &event.change {
        ApplicationChange::ObjectionPostponed { weeks } => {
            objection.postponed_weeks = *weeks;
            None
        }
        ApplicationChange::ObjectionDecided { ruling, verdict } => {
            objection.ruling = Some((*ruling, told_on));
            verdict.as_ref()
        }
        ApplicationChange::Appealed { received_on } => {
            objection.appeal_received_on = Some(*received_on);
            None
        }
        ApplicationChange::Judged { judgment, verdict } => {
            objection.judgment = Some(*judgment);
            verdict.as_ref()
        }
        _ => return None,
    };
    if let Some(verdict) = replaced {
        application.decided = Some(Decided { announced_on: Some(told_on), ..decided(verdict, event) });
    }
    Some(())
}

fn decided(verdict: &Verdict, event: &ApplicationEvent) -> Decided {
    Decided { verdict: verdict.clone(), decided_on: event.at.date(), announced_on: None }
}
