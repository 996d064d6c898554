//! A small round, an application in it, and a counter that keeps the journal.

use std::collections::BTreeSet;

use schakel_casework::{Actor, Code, FirmRef, OrganisationId, PersonRef, TextRef};
use schakel_criteria::Number;
use schakel_register::Cents;
use schakel_schemes::{
    Application, ApplicationCommand, ApplicationEvent, ApplicationNumber, ApplicationRefusal, ApplicationRules,
    ApplicationState, Attachment, Completeness, Content, DecisionClock, DecisionRule, Digest, DocumentLimit,
    GrantRules, GrantTerms, Length, TermBasis, Verdict, YearCommitment, decide_application, pass_application_time,
    replay_application, start_application,
};
use schakel_time::{Date, DateTime, parse_date};

pub const APPLICANT: FirmRef = FirmRef(7);
pub const PARTNER: FirmRef = FirmRef(8);
pub const ASSESSOR: PersonRef = PersonRef(3);

pub fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

pub fn noon(text: &str) -> DateTime {
    day(text).at(12, 0, 0, 0)
}

pub fn euros(euros: i64) -> Cents {
    Cents::new(euros * 100)
}

pub fn executor() -> OrganisationId {
    OrganisationId::new("executor").unwrap()
}

/// From 9 January 2017 nine o'clock to 31 March 2017 five o'clock; a decision within 13 weeks of receipt.
pub fn rules() -> ApplicationRules {
    let limit = DocumentLimit { required: true, bytes_max: 1_000, kinds: [code("pdf")].into() };
    ApplicationRules {
        round: code("small-round"),
        executor: executor(),
        opens_at: day("2017-01-09").at(9, 0, 0, 0),
        closes_at: day("2017-03-31").at(17, 0, 0, 0),
        requested_min: Some(euros(5_000)),
        requested_max: Some(euros(200_000)),
        partners_min: 0,
        completeness: Completeness {
            fields: [code("title"), code("plan")].into(),
            documents: [(code("budget"), limit)].into(),
        },
        repair_within: Length::Days(14),
        decision: DecisionRule {
            within: Length::Weeks(13),
            clock: DecisionClock::Receipt,
            basis: TermBasis::Statutory,
            extend_by: Some(Length::Weeks(13)),
        },
        objection_committee: false,
        grant: GrantRules {
            performance_from: euros(25_000),
            costs_from: euros(125_000),
            advance_rate: Number::fraction(9, 10).unwrap(),
            request_within: Length::Weeks(13),
            settle_within: Length::Weeks(13),
        },
    }
}

pub fn content(requested: Cents) -> Content {
    Content {
        form: TextRef(1),
        digest: Digest::of(b"answers"),
        fields: [code("title"), code("plan")].into(),
        costs: [(APPLICANT, requested + requested)].into(),
        requested,
        attachments: vec![Attachment {
            document: code("budget"),
            digest: Digest::of(b"budget"),
            bytes: 1_000,
            kind: code("pdf"),
        }],
    }
}

pub fn without_budget(requested: Cents) -> Content {
    Content { attachments: Vec::new(), ..content(requested) }
}

pub fn granted(amount: Cents) -> Verdict {
    Verdict::Granted(terms(amount))
}

pub fn terms(amount: Cents) -> GrantTerms {
    GrantTerms {
        amount,
        activities_until: day("2018-06-29"),
        commitments: vec![YearCommitment { year: 2017, amount }],
        obligations: Vec::new(),
        de_minimis: false,
    }
}

pub fn refused() -> Verdict {
    Verdict::Refused([schakel_schemes::RefusalGround::CeilingReached].into())
}

pub fn by_executor() -> Actor {
    Actor::Organisation { organisation: executor(), person: None }
}

/// An application with its journal; every command goes through the rules of the small round.
pub struct Counter {
    pub rules: ApplicationRules,
    pub application: Application,
    pub journal: Vec<ApplicationEvent>,
}

impl Counter {
    pub fn begin(at: &str) -> Self {
        Self::begin_with(rules(), at)
    }

    pub fn begin_with(rules: ApplicationRules, at: &str) -> Self {
        let begun = start_application(ApplicationNumber(1), APPLICANT, None, noon(at), &rules).unwrap();
        Self { rules, application: begun.application, journal: begun.events }
    }

    /// Handed in complete on this day.
    pub fn submitted(requested: Cents, at: &str) -> Self {
        let mut counter = Self::begin(at);
        counter.apply(at, ApplicationCommand::Save(content(requested)));
        counter.apply(at, ApplicationCommand::Submit);
        counter
    }

    /// Complete, and with an assessor.
    pub fn in_assessment(requested: Cents, at: &str) -> Self {
        let mut counter = Self::submitted(requested, at);
        counter.execute(at, ApplicationCommand::FindComplete);
        counter.execute(at, ApplicationCommand::Assess(ASSESSOR));
        counter
    }

    /// Decided and told on this day.
    pub fn decided(verdict: Verdict, received: &str, decided: &str) -> Self {
        let mut counter = Self::in_assessment(euros(200_000), received);
        counter.execute(decided, ApplicationCommand::Decide(verdict));
        counter.execute(decided, ApplicationCommand::Announce);
        counter
    }

    pub fn state(&self) -> Option<ApplicationState> {
        self.application.course.standing().map(|it| it.state)
    }

    pub fn due(&self) -> Option<Date> {
        self.application.course.standing().map(|it| it.due)
    }

    pub fn ask(
        &mut self,
        at: &str,
        command: ApplicationCommand,
        by: Actor,
    ) -> Result<BTreeSet<u32>, ApplicationRefusal> {
        let step = decide_application(&self.application, &command, &by, noon(at), &self.rules)?;
        self.application = step.application;
        let numbers = step.events.iter().map(|it| it.number).collect();
        self.journal.extend(step.events);
        self.check_replay();
        Ok(numbers)
    }

    /// The applicant does it.
    pub fn apply(&mut self, at: &str, command: ApplicationCommand) {
        self.ask(at, command, Actor::Entrepreneur(APPLICANT)).unwrap();
    }

    /// The executor does it.
    pub fn execute(&mut self, at: &str, command: ApplicationCommand) {
        self.ask(at, command, by_executor()).unwrap();
    }

    /// Days pass, as a daily run sees them.
    pub fn pass(&mut self, until: &str) {
        let step = pass_application_time(&self.application, noon(until), &self.rules).unwrap();
        self.application = step.application;
        self.journal.extend(step.events);
        self.check_replay();
    }

    /// The journal, written down and read again, gives the same application.
    fn check_replay(&self) {
        let written = serde_json::to_string(&self.journal).unwrap();
        let read: Vec<ApplicationEvent> = serde_json::from_str(&written).unwrap();
        assert_eq!(replay_application(&read).as_ref(), Some(&self.application));
        assert_eq!(self.application.misfits, 0);
    }
}
