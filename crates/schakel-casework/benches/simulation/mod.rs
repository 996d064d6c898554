//! A region that lives for some years in a few seconds: entrepreneurs ask, organisations answer late, refuse, go on
//! leave, never answer or disappear, and after every step the promises are checked. The same seed gives the same run.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a simulation stops at the first surprise, and its users use different parts of it"
)]

use std::collections::BTreeMap;

use schakel_casework::{
    Actor, Case, CaseId, CaseState, Change, Command, Course, Decision, Event, FirmRef, JoinDecision, Moment, Need,
    OrganisationId, Origin, Policy, Question, ReferralNumber, Refusal, TextRef, Visibility, decide, join, open,
    pass_time, replay, separate,
};
use schakel_time::{Date, DateTime, is_working_day};

pub mod invariants;
mod people;
mod random;
mod world;

use invariants::{Ledger, check_case, check_moves, check_referrals};
use random::Random;
use world::{SERVICES, THEMES, World, code};

/// What to simulate.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seed: u64,
    pub cases: usize,
    pub days: usize,
    pub receivers: usize,
}

/// What happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub cases: usize,
    pub steps: usize,
    pub events: usize,
    pub refused: usize,
    pub joined: usize,
    pub shown: usize,
    pub ended: BTreeMap<String, usize>,
    pub open: BTreeMap<String, usize>,
    pub longest_chain: u32,
}

/// A case at the end of a run, with everything that happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lived {
    pub case: Case,
    pub journal: Vec<Event>,
}

/// A promise that was broken.
#[derive(Clone, Debug)]
pub struct Violation {
    pub seed: u64,
    pub case: CaseId,
    pub day: Date,
    pub text: String,
}

/// Something that somebody will do.
#[derive(Clone, Copy, Debug)]
enum Act {
    Tick,
    Owner { token: u32 },
    Receiver(ReferralNumber),
    Entrepreneur,
    Separate,
}

/// One case with its journal.
struct File {
    case: Case,
    events: Vec<Event>,
    ledger: Ledger,
    /// Goes up with each new standing, so that what the owner meant to do before is dropped.
    token: u32,
}

/// A running simulation; public so that its end can be looked at.
pub struct Simulation {
    plan: Plan,
    policy: Policy,
    world: World,
    days: Vec<Date>,
    agenda: Vec<Vec<(usize, Act)>>,
    files: Vec<File>,
    random: Random,
    report: Report,
}

/// Runs a plan to its end.
pub fn run(plan: Plan) -> Result<(Report, Vec<Lived>), Violation> {
    let mut simulation = Simulation::new(plan);
    for day in 0..plan.days {
        simulation.live(day)?;
    }
    simulation.close()
}

impl Simulation {
    fn new(plan: Plan) -> Self {
        let mut random = Random::new(plan.seed);
        let mut days = vec![Date::constant(2017, 1, 2)];
        while days.len() < plan.days {
            days.push(days.last().unwrap().tomorrow().unwrap());
        }
        let world = World::new(plan.receivers, &days, &mut random);
        let agenda = vec![Vec::new(); plan.days];
        let (policy, report) = (Policy::default(), Report::default());
        Self { plan, policy, world, days, agenda, files: Vec::new(), random, report }
    }

    fn live(&mut self, day: usize) -> Result<(), Violation> {
        let wanted = self.plan.cases * (day + 1) / self.plan.days;
        while self.files.len() < wanted {
            self.ask(day)?;
        }
        let mut next = 0;
        while let Some((file, act)) = self.agenda[day].get(next).copied() {
            self.act(day, file, act)?;
            next += 1;
        }
        self.agenda[day] = Vec::new();
        if day % 30 == 29 {
            for file in &self.files {
                if file.case.next_date().is_some_and(|it| it < self.days[day]) {
                    return Err(self.violation(day, &file.case, "nobody looked at it in time".to_owned()));
                }
            }
        }
        Ok(())
    }

    /// A question comes in; some are the second one of the same firm.
    fn ask(&mut self, day: usize) -> Result<(), Violation> {
        let number = self.files.len();
        let double_of = (number > 0 && self.random.chance(5)).then(|| number - 1 - self.random.below(number.min(200)));
        let firm = double_of.map_or(FirmRef(number as u64), |other| self.files[other].case.firm);
        let by = Actor::Entrepreneur(firm);
        let question = Question {
            case: CaseId(number as u64),
            firm,
            text: TextRef(number as u64),
            origin: Origin::QuestionBox,
            asked_at: self.noon(day),
            need: self.need(),
            visibility: if self.random.chance(2) { Visibility::Confidential } else { Visibility::Ordinary },
        };
        let decision = open(&question, by.clone(), &self.moment(day)).unwrap();
        let case = decision.case.clone();
        self.files.push(File { case, events: Vec::new(), ledger: Ledger::default(), token: 0 });
        let door = decision.case.door.organisation.clone();
        self.take(day, number, decision, true)?;
        if self.random.chance(80) {
            let consent = people::consent(door, &mut self.random);
            self.command(day, number, &consent, by)?;
        }
        for _ in 0..self.random.below(3) {
            let later = day + self.random.below(60);
            self.plan_act(later, number, Act::Entrepreneur);
        }
        if let Some(other) = double_of {
            self.join(day, number, other)?;
        }
        Ok(())
    }

    fn need(&mut self) -> Need {
        let random = &mut self.random;
        Need {
            service: random.chance(95).then(|| code(random.text(&SERVICES))),
            themes: random.chance(60).then(|| code(random.text(&THEMES))).into_iter().collect(),
            municipality: random.chance(95).then(|| random.one_of(&self.world.municipalities).clone()),
            employees: random.chance(70).then(|| random.below(200) as u32),
            language: random.chance(50).then(|| code(random.text(&["nl", "en"]))),
        }
    }

    fn act(&mut self, day: usize, file: usize, act: Act) -> Result<(), Violation> {
        match act {
            Act::Tick => {
                let decision = pass_time(&self.files[file].case, &self.moment(day));
                let decision = decision.map_err(|it| self.violation(day, &self.files[file].case, it.to_string()))?;
                self.take(day, file, decision, false)
            }
            Act::Entrepreneur => {
                let case = &self.files[file].case;
                let by = Actor::Entrepreneur(case.firm);
                let command = people::entrepreneur(case, &self.world, &mut self.random);
                self.command(day, file, &command, by)
            }
            Act::Owner { token } if token == self.files[file].token => self.owner(day, file),
            Act::Owner { .. } => Ok(()),
            Act::Receiver(number) => self.receiver(day, file, number),
            Act::Separate => self.separate(day, file),
        }
    }

    fn owner(&mut self, day: usize, file: usize) -> Result<(), Violation> {
        let Some(open) = self.files[file].case.open().cloned() else { return Ok(()) };
        if !self.at_work(&open.responsible, day) {
            self.plan_act(day + 1, file, Act::Owner { token: self.files[file].token });
            return Ok(());
        }
        let by = staff(&open.responsible);
        if self.random.chance(30) {
            let show = people::show(&mut self.random);
            self.command(day, file, &show, by.clone())?;
        }
        let case = &self.files[file].case;
        match people::owner(case, open.state, &self.world, self.days[day], &mut self.random) {
            Some(command) => self.command(day, file, &command, by),
            None => Ok(()),
        }
    }

    fn receiver(&mut self, day: usize, file: usize, number: ReferralNumber) -> Result<(), Violation> {
        let Some(referral) = self.files[file].case.referral(number).cloned() else { return Ok(()) };
        if !self.at_work(&referral.receiver, day) {
            self.plan_act(day + 1, file, Act::Receiver(number));
            return Ok(());
        }
        if self.random.chance(30) {
            let show = people::show(&mut self.random);
            self.command(day, file, &show, staff(&referral.receiver))?;
        }
        let command = people::receiver(&self.files[file].case, &referral, &self.world, &mut self.random);
        self.command(day, file, &command, staff(&referral.receiver))
    }

    fn command(&mut self, day: usize, file: usize, command: &Command, by: Actor) -> Result<(), Violation> {
        let before = &self.files[file].case;
        match decide(before, command, by, &self.moment(day)) {
            Ok(decision) => {
                self.check_shown(day, file, &decision)?;
                self.files[file].ledger.note(command, &decision.events);
                self.take(day, file, decision, true)
            }
            Err(Refusal::ReferralOver(_) | Refusal::NotAllowed { .. }) => {
                self.report.refused += 1;
                Ok(())
            }
            Err(_) => {
                self.report.refused += 1;
                let token = self.files[file].token;
                let later = day + 1 + self.random.below(3);
                self.plan_act(later, file, Act::Owner { token });
                Ok(())
            }
        }
    }

    fn join(&mut self, day: usize, double: usize, lead: usize) -> Result<(), Violation> {
        let by = Actor::Entrepreneur(self.files[double].case.firm);
        let joined = join(&self.files[double].case, &self.files[lead].case, &by, &self.moment(day));
        let Ok(JoinDecision { double: ours, lead: theirs }) = joined else { return Ok(()) };
        self.report.joined += 1;
        self.take(day, double, ours, false)?;
        self.take(day, lead, theirs, false)?;
        if self.random.chance(30) {
            let later = day + 1 + self.random.below(40);
            self.plan_act(later, double, Act::Separate);
        }
        Ok(())
    }

    fn separate(&mut self, day: usize, double: usize) -> Result<(), Violation> {
        let Some(lead) = self.files[double].case.lead() else { return Ok(()) };
        let lead = usize::try_from(lead.0).unwrap();
        let by = Actor::Entrepreneur(self.files[double].case.firm);
        let apart = separate(&self.files[double].case, &self.files[lead].case, &by, &self.moment(day));
        let apart = apart.map_err(|it| self.violation(day, &self.files[double].case, it.to_string()))?;
        self.take(day, double, apart.double, false)?;
        self.take(day, lead, apart.lead, false)
    }

    /// Takes a decision in, checks every promise, and lets people plan what they will do about it.
    fn take(&mut self, day: usize, number: usize, decision: Decision, shown_checked: bool) -> Result<(), Violation> {
        if !shown_checked {
            self.check_shown(day, number, &decision)?;
        }
        let before = &self.files[number].case;
        let moves = check_moves(before, &decision.events).and_then(|()| check_referrals(before, &decision.events));
        moves.map_err(|text| self.violation(day, &decision.case, text))?;
        check_case(&decision.case, self.days[day], &self.world.organisations)
            .map_err(|it| self.violation(day, &decision.case, it))?;
        self.report.steps += 1;
        self.report.events += decision.events.len();
        self.files[number].case = decision.case;
        for event in &decision.events {
            self.follow_up(day, number, &event.change);
        }
        self.files[number].events.extend(decision.events);
        Ok(())
    }

    fn check_shown(&self, day: usize, file: usize, decision: &Decision) -> Result<(), Violation> {
        let checked = self.files[file].ledger.check(&decision.events);
        checked.map_err(|text| self.violation(day, &decision.case, text))
    }

    fn follow_up(&mut self, day: usize, file: usize, change: &Change) {
        match change {
            Change::Opened(opening) => {
                self.plan_tick(opening.due, file);
                self.plan_owner(day, file, &opening.door.organisation);
            }
            Change::Stands { standing, .. } => {
                self.files[file].token += 1;
                self.plan_tick(standing.due, file);
                let wait = if standing.state == CaseState::InHand { self.random.below(8) } else { 0 };
                self.plan_owner(day + wait, file, &standing.responsible);
            }
            Change::Referred { referral, receiver, due, .. } => {
                self.plan_tick(*due, file);
                self.plan_receiver(day, file, receiver, *referral);
            }
            Change::Accepted { referral, due, .. } => {
                let receiver = self.files[file].case.referral(*referral).unwrap().receiver.clone();
                self.world.staffing.of(&receiver).in_hand += 1;
                self.plan_tick(*due, file);
                self.plan_receiver(day + 1 + self.random.clone().below(5), file, &receiver, *referral);
            }
            Change::ReferralDue { due, .. } => self.plan_tick(*due, file),
            Change::ReferralEnded { referral, .. } => {
                let referral = self.files[file].case.referral(*referral).unwrap();
                if referral.accepted_at.is_some() {
                    self.world.staffing.of(&referral.receiver.clone()).in_hand -= 1;
                }
            }
            Change::Shown { .. } => self.report.shown += 1,
            _ => {}
        }
    }

    fn plan_tick(&mut self, due: Date, file: usize) {
        if let Ok(due) = self.days.binary_search(&due) {
            self.plan_act(due + 1, file, Act::Tick);
        }
    }

    fn plan_owner(&mut self, day: usize, file: usize, owner: &OrganisationId) {
        if let Some(delay) = people::delay_days(self.world.habit(owner), &mut self.random) {
            self.plan_act(day + delay, file, Act::Owner { token: self.files[file].token });
        }
    }

    fn plan_receiver(&mut self, day: usize, file: usize, receiver: &OrganisationId, number: ReferralNumber) {
        if let Some(delay) = people::delay_days(self.world.habit(receiver), &mut self.random) {
            self.plan_act(day + delay, file, Act::Receiver(number));
        }
    }

    fn plan_act(&mut self, day: usize, file: usize, act: Act) {
        if let Some(acts) = self.agenda.get_mut(day) {
            acts.push((file, act));
        }
    }

    fn at_work(&self, organisation: &OrganisationId, day: usize) -> bool {
        is_working_day(self.days[day]) && self.world.is_present(organisation, self.days[day])
    }

    fn noon(&self, day: usize) -> DateTime {
        self.days[day].at(12, 0, 0, 0)
    }

    fn moment(&self, day: usize) -> Moment<'_> {
        let (policy, world) = (&self.policy, &self.world);
        Moment { now: self.noon(day), policy, directory: &world.directory, staffing: &world.staffing }
    }

    /// Replays every journal and counts.
    fn close(mut self) -> Result<(Report, Vec<Lived>), Violation> {
        let last = self.plan.days - 1;
        for file in &self.files {
            if replay(&file.events).as_ref() != Some(&file.case) {
                return Err(self.violation(last, &file.case, "a replay gives another state".to_owned()));
            }
            self.report.cases += 1;
            self.report.longest_chain = self.report.longest_chain.max(file.case.chain_length());
            match file.case.course() {
                Some(Course::Ended { outcome, .. }) => {
                    *self.report.ended.entry(format!("{outcome:?}")).or_default() += 1
                }
                Some(Course::Open(it)) => *self.report.open.entry(format!("{:?}", it.state)).or_default() += 1,
                None => *self.report.open.entry("Joined".to_owned()).or_default() += 1,
            }
        }
        Ok((self.report, self.files.into_iter().map(|it| Lived { case: it.case, journal: it.events }).collect()))
    }

    fn violation(&self, day: usize, case: &Case, text: String) -> Violation {
        Violation { seed: self.plan.seed, case: case.id, day: self.days[day], text }
    }
}

fn staff(organisation: &OrganisationId) -> Actor {
    Actor::Organisation { organisation: organisation.clone(), person: None }
}
