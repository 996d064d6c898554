//! A small region and a case in it, for tests that tell a story. After every step the promises of the simulation are
//! checked here as well.

use schakel_casework::{
    Actor, Case, CaseId, CaseState, Channel, Code, Command, ContactMoment, Decision, Directory, Effect, Event, FirmRef,
    Locality, Moment, Need, Notice, OrganisationId, Origin, Policy, Profile, Question, Receivers, Refusal, Service,
    Staffing, TextRef, Visibility, decide, notices, open, pass_time, replay,
};
use schakel_time::{Date, parse_date};

use crate::simulation::invariants::{check_case, check_moves};

pub fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub fn org(text: &str) -> OrganisationId {
    OrganisationId::new(text).unwrap()
}

pub fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

/// Zwolle with a front door, and advisers `a` to `f`, all alike; no process director.
pub struct SmallRegion {
    pub policy: Policy,
    pub directory: Directory,
    pub staffing: Staffing,
}

impl SmallRegion {
    pub fn new() -> Self {
        let mut directory = Directory::new(org("desk"));
        for id in ["a", "b", "c", "d", "e", "f"] {
            directory.describe(Profile { services: [code("advice")].into(), ..Profile::new(org(id)) });
        }
        let mut region = Self { policy: Policy::default(), directory, staffing: Staffing::default() };
        region.set_directors(&[]);
        region
    }

    pub fn set_directors(&mut self, directors: &[&str]) {
        let locality = Locality {
            around: vec![code("GM0193"), code("PV23")],
            front_door: Some(org("door")),
            directors: directors.iter().map(|it| org(it)).collect(),
            position: Some((52_512, 6_093)),
        };
        self.directory.place(code("GM0193"), locality);
    }

    pub fn moment(&self, on: Date) -> Moment<'_> {
        Moment { now: on.at(12, 0, 0, 0), policy: &self.policy, directory: &self.directory, staffing: &self.staffing }
    }
}

pub fn need() -> Need {
    Need { service: Some(code("advice")), municipality: Some(code("GM0193")), ..Need::default() }
}

/// A case and its journal.
pub struct Story {
    pub case: Case,
    pub journal: Vec<Event>,
    pub told: Vec<Notice>,
}

impl Story {
    /// Firm 7 asks on a day.
    pub fn begin(region: &SmallRegion, on: &str) -> Self {
        Self::asked(region, on, 1, Visibility::Ordinary)
    }

    pub fn asked(region: &SmallRegion, on: &str, case: u64, visibility: Visibility) -> Self {
        let moment = region.moment(day(on));
        let question = Question {
            case: CaseId(case),
            firm: FirmRef(7),
            text: TextRef(case),
            origin: Origin::QuestionBox,
            asked_at: moment.now,
            need: need(),
            visibility,
        };
        let decision = open(&question, Actor::Entrepreneur(FirmRef(7)), &moment).unwrap();
        let mut story = Self { case: decision.case.clone(), journal: Vec::new(), told: Vec::new() };
        story.take(decision, day(on), false);
        story
    }

    /// Somebody of an organisation does something.
    pub fn does(&mut self, region: &SmallRegion, on: &str, who: &str, command: Command) -> &mut Self {
        self.tries(region, on, who, command).unwrap_or_else(|it| panic!("{who} on {on}: {it}"));
        self
    }

    pub fn tries(&mut self, region: &SmallRegion, on: &str, who: &str, command: Command) -> Result<(), Refusal> {
        let by = match who {
            "entrepreneur" => Actor::Entrepreneur(FirmRef(7)),
            "other" => Actor::Entrepreneur(FirmRef(8)),
            id => Actor::Organisation { organisation: org(id), person: None },
        };
        let decision = decide(&self.case, &command, by, &region.moment(day(on)))?;
        self.take(decision, day(on), true);
        Ok(())
    }

    /// Nobody does anything until this day.
    pub fn waits(&mut self, region: &SmallRegion, until: &str) -> &mut Self {
        let decision = pass_time(&self.case, &region.moment(day(until))).unwrap();
        self.take(decision, day(until), true);
        self
    }

    pub fn take(&mut self, decision: Decision, on: Date, moves: bool) {
        if moves {
            check_moves(&self.case, &decision.events).unwrap();
        }
        let known: Vec<_> =
            ["desk", "door", "director", "other-director", "a", "b", "c", "d", "e", "f"].map(org).to_vec();
        check_case(&decision.case, on, &known).unwrap();
        self.told.extend(decision.events.iter().flat_map(|event| notices(event, &decision.case)));
        self.journal.extend(decision.events);
        self.case = decision.case;
        assert_eq!(replay(&self.journal).as_ref(), Some(&self.case), "the journal gives the case");
    }

    /// Who has it, in what state, until when.
    pub fn stands(&self) -> (String, CaseState, String) {
        let open = self.case.open().expect("the case is open");
        (open.responsible.to_string(), open.state, open.due.to_string())
    }

    /// Who was asked, in order.
    pub fn asked_of(&self) -> Vec<String> {
        self.case.referrals.iter().map(|it| it.receiver.to_string()).collect()
    }
}

pub fn best(count: usize) -> Command {
    Command::Refer { to: Receivers::Best(count), summary: None }
}

pub fn named(ids: &[&str]) -> Command {
    Command::Refer { to: Receivers::Named(ids.iter().map(|it| org(it)).collect()), summary: None }
}

pub fn call(effect: Effect) -> Command {
    Command::Contact(ContactMoment { service: Service::Helpdesk, channel: Channel::Telephone, effect })
}
