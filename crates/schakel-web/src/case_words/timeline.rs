//! What happened to a case, a line for each event, for the entrepreneur and for staff. The lines name organisations and
//! kinds of facts, never a fact itself.

use std::collections::BTreeSet;

use fluent_bundle::FluentValue;
use schakel_casework::{
    Case, CaseState, Change, Code, ConsentNumber, ContactMoment, Director, Effect, Event, Handover, Need, Opening,
    OrganisationId, Origin, Purpose, ReferralNumber, Standing, SupportKind, Why,
};
use schakel_register::Cents;
use schakel_time::Date;

use super::CaseWords;

/// Who reads a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The entrepreneur, spoken to.
    Entrepreneur,
    /// Staff, told of the entrepreneur.
    Staff,
}

/// What stands in a line, by name.
type Values<'v> = Vec<(&'static str, FluentValue<'v>)>;

/// The key of a line and what stands in it.
type Told<'v> = (&'static str, Values<'v>);

impl CaseWords<'_> {
    /// The line of an event; `case` is the case after it, or later. None for the entrepreneur when another line of the
    /// same moment says it already. `person` is the name of the person in the event, when the caller knows it.
    pub fn line(&self, event: &Event, case: &Case, reader: Reader, person: Option<&str>) -> Option<String> {
        if let Change::Stands { why, .. } = &event.change
            && reader == Reader::Entrepreneur
            && is_told_already(*why)
        {
            return None;
        }
        let (key, values) = self.told(&event.change, case, person);
        let key = match reader {
            Reader::Entrepreneur => format!("timeline-{key}"),
            Reader::Staff => format!("timeline-staff-{key}"),
        };
        Some(self.texts().with_all(&key, &values))
    }

    /// What is asked for, a line for each thing that is known: "Gemeente: Zwolle".
    pub fn need(&self, need: &Need) -> Vec<String> {
        let themes = self.together(need.themes.iter().map(|it| self.theme(it)).collect());
        let parts = [
            ("need-service", need.service.as_ref().map(|it| self.service_needed(it))),
            ("need-themes", (!need.themes.is_empty()).then_some(themes)),
            ("need-municipality", need.municipality.as_ref().map(|it| self.municipality(it))),
            ("need-employees", need.employees.map(|it| it.to_string())),
            ("need-language", need.language.as_ref().map(|it| self.spoken(it))),
        ];
        let lines = parts.into_iter().filter_map(|(key, value)| Some(self.texts().with(key, "value", &value?)));
        lines.collect()
    }

    /// The name of a language in which somebody wants to speak.
    fn spoken(&self, language: &Code) -> String {
        match language.as_str() {
            "nl" => self.texts().get("spoken-nl"),
            "en" => self.texts().get("spoken-en"),
            other => other.to_owned(),
        }
    }

    /// The key of a change, and what stands in its line.
    fn told<'v>(&self, change: &Change, case: &Case, person: Option<&str>) -> Told<'v> {
        match change {
            Change::Opened(opening) => {
                let by_door = matches!(opening.origin, Origin::OtherDoor { .. });
                (if by_door { "opened-other-door" } else { "opened" }, self.opened(opening))
            }
            Change::Stands { standing, why } => self.stands(standing, *why),
            Change::Ended(outcome) => ("ended", one("outcome", self.outcome(*outcome))),
            Change::Reopened => ("reopened", Vec::new()),
            Change::Referred { receiver, handover, due, .. } => {
                let key = if matches!(handover, Handover::Warm { .. }) { "referred-warm" } else { "referred" };
                (key, self.who_and_day(self.organisation(receiver), *due))
            }
            Change::Accepted { referral, due, .. } => {
                ("accepted", self.who_and_day(self.receiver(case, *referral, person), *due))
            }
            Change::ReferralDue { referral, due, reminders } => {
                let key = if *reminders > 0 { "reminder" } else { "referral-due" };
                (key, self.who_and_day(self.receiver(case, *referral, None), *due))
            }
            Change::ReferralEnded { referral, outcome } => {
                let mut values = one("organisation", self.receiver(case, *referral, None));
                values.push(("outcome", self.referral_outcome(outcome).into()));
                ("referral-ended", values)
            }
            Change::Escalated(director) => self.escalated(director),
            Change::Contacted { organisation, moment, .. } => {
                self.contacted(self.with_person(organisation, person), *moment)
            }
            Change::Consented { receiver, purpose, facts, .. } => {
                let key = match (*purpose, facts.is_empty()) {
                    (Purpose::Coordination, true) => "consented-standing",
                    (_, true) => "consented-summary",
                    (_, false) => "consented",
                };
                (key, self.consent(self.organisation(receiver), *purpose, facts))
            }
            Change::Withdrawn(consent) => ("withdrawn", one("organisation", self.consenting(case, *consent))),
            Change::Shown { receiver, purpose, facts, summary, .. } => {
                let key = match (*purpose, facts.is_empty()) {
                    (Purpose::Coordination, true) => "shown-standing",
                    (_, no_facts) => shown_key(summary.is_some(), no_facts),
                };
                (key, self.consent(self.with_person(receiver, person), *purpose, facts))
            }
            Change::Summarised(_) => ("summarised", Vec::new()),
            Change::NeedChanged(need) => ("need-changed", one("need", self.need(need).join("; "))),
            Change::SituationRecorded(it) => ("situation-recorded", one("situation", self.situation(*it))),
            Change::SegmentRecorded(it) => ("segment-recorded", one("segment", self.segment(*it))),
            Change::PhaseReached { phase, support } => self.phase_reached(phase, support.as_ref()),
            Change::Supported { support, kind, cents } => self.supported(support, *kind, *cents),
            Change::Rated { useful } => (if *useful { "rated-useful" } else { "rated-not-useful" }, Vec::new()),
            Change::Joined(join) => {
                (if join.leads { "joined-leads" } else { "joined" }, one("case", join.other.to_string()))
            }
            Change::Separated { other } => ("separated", one("case", other.to_string())),
        }
    }

    fn stands<'v>(&self, standing: &Standing<CaseState>, why: Why) -> Told<'v> {
        let key = match why {
            Why::Planned => "planned",
            Why::Reminder => "reminder",
            _ => "stands",
        };
        let mut values = self.who_and_day(self.organisation(&standing.responsible), standing.due);
        values.push(("state", self.case_state(standing.state).into()));
        (key, values)
    }

    fn consent<'v>(&self, organisation: String, purpose: Purpose, facts: &BTreeSet<Code>) -> Values<'v> {
        let mut values = one("organisation", organisation);
        values.push(("purpose", self.purpose(purpose).into()));
        values.push(("facts", self.facts(facts).into()));
        values
    }

    fn phase_reached<'v>(&self, phase: &Code, support: Option<&Code>) -> Told<'v> {
        let mut values = one("phase", self.phase(phase));
        let Some(support) = support else { return ("phase-reached", values) };
        values.push(("support", self.support(support).into()));
        ("phase-reached-with", values)
    }

    fn supported<'v>(&self, support: &Code, kind: SupportKind, cents: Option<u64>) -> Told<'v> {
        let mut values = one("support", self.support(support));
        values.push(("kind", self.support_kind(kind).into()));
        let Some(cents) = cents else { return ("supported", values) };
        values.push(("amount", self.euros(cents).into()));
        ("supported-amount", values)
    }

    fn opened<'v>(&self, opening: &Opening) -> Values<'v> {
        let mut values = self.who_and_day(self.organisation(&opening.door.organisation), opening.due);
        values.push(("origin", self.origin(&opening.origin).into()));
        values.push(("promised", self.day(opening.promised_by).into()));
        values
    }

    fn escalated<'v>(&self, director: &Director) -> Told<'v> {
        match director {
            Director::One(organisation) => ("escalated", one("organisation", self.organisation(organisation))),
            Director::NoneNamed => ("escalated-none", Vec::new()),
            Director::SeveralNamed => ("escalated-several", Vec::new()),
        }
    }

    fn contacted<'v>(&self, who: String, moment: ContactMoment) -> Told<'v> {
        let key = if moment.effect == Effect::NotReached { "not-reached" } else { "contacted" };
        let mut values = one("organisation", who);
        values.push(("service", self.service(moment.service).into()));
        values.push(("channel", self.channel(moment.channel).into()));
        values.push(("effect", self.effect(moment.effect).into()));
        (key, values)
    }

    fn who_and_day<'v>(&self, who: String, day: Date) -> Values<'v> {
        vec![("organisation", who.into()), ("day", self.day(day).into())]
    }

    /// Who was asked in a referral.
    fn receiver(&self, case: &Case, number: ReferralNumber, person: Option<&str>) -> String {
        let referral = case.referral(number);
        referral.map_or_else(|| self.texts().get("not-known"), |it| self.with_person(&it.receiver, person))
    }

    /// Who had a consent.
    fn consenting(&self, case: &Case, number: ConsentNumber) -> String {
        let consent = case.consent.consents.iter().find(|it| it.number == number);
        consent.map_or_else(|| self.texts().get("not-known"), |it| self.organisation(&it.receiver))
    }

    fn with_person(&self, organisation: &OrganisationId, person: Option<&str>) -> String {
        let organisation = self.organisation(organisation);
        match person {
            Some(person) => self.person_of(person, &organisation),
            None => organisation,
        }
    }

    fn euros(&self, cents: u64) -> String {
        Cents::new(i64::try_from(cents).unwrap_or(i64::MAX)).words(self.language())
    }
}

/// For the entrepreneur, what these mean stands in the line of the event that led to it.
fn is_told_already(why: Why) -> bool {
    matches!(why, Why::Referred | Why::Accepted | Why::Refused | Why::Silent | Why::Contact | Why::Escalated)
}

fn shown_key(summary: bool, no_facts: bool) -> &'static str {
    match (summary, no_facts) {
        (true, true) => "shown-summary",
        (true, false) => "shown-both",
        (false, _) => "shown",
    }
}

/// One value of a line.
fn one<'v>(name: &'static str, value: String) -> Values<'v> {
    vec![(name, value.into())]
}
