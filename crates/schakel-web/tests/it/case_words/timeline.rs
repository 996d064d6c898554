//! The timeline of a case for the entrepreneur and for staff: a line for every change.

use std::collections::BTreeSet;

use schakel_casework::{
    Actor, Asked, Case, CaseId, CaseState, Change, Channel, Command, ConsentNumber, ContactMoment, Director, Directory,
    Door, DoorGround, Effect, Event, FirmRef, Format, Handover, Join, Mode, Moment, Need, Opening, Origin, Outcome,
    PersonRef, Policy, Purpose, Question, Receivers, ReferralNumber, ReferralOutcome, RefusalReason, Segment, Service,
    Situation, Staffing, Standing, SupportKind, TextRef, Visibility, Why, decide, open,
};
use schakel_criteria::Language;
use schakel_web::Reader;

use super::{code, day, is_filled_in, noon, organisation, words};
use crate::support::APP;

/// A case of the real pack with one referral and one consent.
fn case() -> Case {
    let door = organisation("kennispoort-regio-zwolle");
    let directory = Directory::from_pack(APP.pack(), door.clone());
    let (policy, staffing) = (Policy::default(), Staffing::default());
    let now = Moment { now: noon(day(3, 1)), policy: &policy, directory: &directory, staffing: &staffing };
    let question = Question {
        case: CaseId(41),
        firm: FirmRef(7),
        text: TextRef(1),
        origin: Origin::QuestionBox,
        asked_at: now.now,
        need: need(),
        visibility: Visibility::Ordinary,
    };
    let opened = open(&question, Actor::Entrepreneur(FirmRef(7)), &now).unwrap();
    let consent = Command::Consent {
        receiver: organisation("novel-t"),
        purpose: Purpose::Help,
        facts: [code("employees")].into(),
    };
    let consented = decide(&opened.case, &consent, Actor::Entrepreneur(FirmRef(7)), &now).unwrap();
    let refer = Command::Refer { to: Receivers::Named([organisation("novel-t")].into()), summary: Some(TextRef(2)) };
    decide(&consented.case, &refer, Actor::Organisation { organisation: door, person: None }, &now).unwrap().case
}

fn need() -> Need {
    Need {
        service: Some(code("innovation-advice")),
        themes: [code("agri-food"), code("htsm")].into(),
        municipality: Some(code("GM0193")),
        employees: Some(12),
        language: Some(code("en")),
    }
}

/// Every kind of change, with what makes a difference for its words. A new change does not compile until it is here.
fn changes() -> Vec<Change> {
    let (door, other) = (organisation("kennispoort-regio-zwolle"), organisation("novel-t"));
    let facts: BTreeSet<_> = [code("employees"), code("municipality")].into();
    let (referral, due) = (ReferralNumber(1), day(3, 8));
    let standing = |state| Standing { state, responsible: door.clone(), due, reminders: 0 };
    let stands = |why| Change::Stands { standing: standing(CaseState::InHand), why };
    let opening = Opening {
        firm: FirmRef(7),
        question: TextRef(1),
        origin: Origin::Telephone,
        asked_at: noon(day(3, 1)),
        promised_by: day(3, 8),
        need: need(),
        door: Door { organisation: door.clone(), ground: DoorGround::Municipality },
        visibility: Visibility::Ordinary,
        due: day(3, 6),
    };
    let referred =
        |handover| Change::Referred { referral, receiver: other.clone(), asked: Asked::ByName, step: 1, handover, due };
    let refused = ReferralOutcome::Refused { reason: RefusalReason::NoCapacity, proposed: Some(organisation("kvk")) };
    let contacted = |effect| Change::Contacted {
        organisation: other.clone(),
        person: Some(PersonRef(3)),
        moment: ContactMoment { service: Service::Information(Mode::Individual), channel: Channel::Telephone, effect },
    };
    let consented = |facts: &BTreeSet<_>| Change::Consented {
        consent: ConsentNumber(1),
        receiver: other.clone(),
        purpose: Purpose::Help,
        facts: facts.clone(),
    };
    let shown = |facts: &BTreeSet<_>, summary| Change::Shown {
        receiver: other.clone(),
        person: Some(PersonRef(3)),
        purpose: Purpose::Help,
        consents: [ConsentNumber(1)].into(),
        facts: facts.clone(),
        summary,
    };
    let none = BTreeSet::new();
    let mut all = vec![
        Change::Opened(Box::new(opening)),
        stands(Why::Planned),
        stands(Why::Reminder),
        stands(Why::Closed),
        stands(Why::Referred),
        Change::Ended(Outcome::Helped),
        Change::Reopened,
        referred(Handover::CodesOnly),
        referred(Handover::Warm { summary: TextRef(2), consents: vec![ConsentNumber(1)] }),
        Change::Accepted { referral, person: Some(PersonRef(3)), due },
        Change::ReferralDue { referral, due, reminders: 0 },
        Change::ReferralDue { referral, due, reminders: 1 },
        Change::ReferralEnded { referral, outcome: refused },
        Change::Escalated(Director::One(other.clone())),
        Change::Escalated(Director::NoneNamed),
        Change::Escalated(Director::SeveralNamed),
        contacted(Effect::NotReached),
        contacted(Effect::Guided),
        consented(&none),
        consented(&facts),
        Change::Withdrawn(ConsentNumber(1)),
        shown(&facts, None),
        shown(&facts, Some(TextRef(2))),
        shown(&none, Some(TextRef(2))),
    ];
    all.extend(recorded());
    all
}

/// What is written down of a firm and its question.
fn recorded() -> Vec<Change> {
    let reached = |support| Change::PhaseReached { phase: code("proof-of-concept"), support };
    let supported =
        |cents| Change::Supported { support: code("mit-haalbaarheid-oost"), kind: SupportKind::Financial, cents };
    let join = |leads| Change::Joined(Join { other: CaseId(9), leads, from: noon(day(3, 2)), until: None });
    vec![
        Change::Summarised(TextRef(2)),
        Change::NeedChanged(need()),
        Change::SituationRecorded(Situation::NotAware),
        Change::SegmentRecorded(Segment::Follower),
        reached(None),
        reached(Some(code("mit-haalbaarheid-oost"))),
        supported(None),
        supported(Some(2_500_050)),
        Change::Rated { useful: true },
        Change::Rated { useful: false },
        join(true),
        join(false),
        Change::Separated { other: CaseId(9) },
    ]
}

fn is_listed(change: &Change) {
    match change {
        Change::Opened(_)
        | Change::Stands { .. }
        | Change::Ended(_)
        | Change::Reopened
        | Change::Referred { .. }
        | Change::Accepted { .. }
        | Change::ReferralDue { .. }
        | Change::ReferralEnded { .. }
        | Change::Escalated(_)
        | Change::Contacted { .. }
        | Change::Consented { .. }
        | Change::Withdrawn(_)
        | Change::Shown { .. }
        | Change::Summarised(_)
        | Change::NeedChanged(_)
        | Change::SituationRecorded(_)
        | Change::SegmentRecorded(_)
        | Change::PhaseReached { .. }
        | Change::Supported { .. }
        | Change::Rated { .. }
        | Change::Joined(_)
        | Change::Separated { .. } => (),
    }
}

fn lines(language: Language, reader: Reader) -> String {
    let case = case();
    let mut lines = Vec::new();
    for change in changes() {
        is_listed(&change);
        let by = Actor::Time;
        let event = Event { format: Format::default(), case: case.id, number: 1, at: noon(day(3, 1)), by, change };
        let person = matches!(event.change, Change::Accepted { .. }).then_some("Jo Bakker");
        let Some(line) = words(language).line(&event, &case, reader, person) else {
            assert!(reader == Reader::Entrepreneur && matches!(event.change, Change::Stands { .. }));
            continue;
        };
        is_filled_in(&line);
        assert!(line.ends_with('.'), "{line}");
        lines.push(line);
    }
    lines.join("\n")
}

#[test]
fn the_timeline_of_the_entrepreneur() {
    insta::assert_snapshot!("timeline_entrepreneur_nl", lines(Language::Dutch, Reader::Entrepreneur));
    insta::assert_snapshot!("timeline_entrepreneur_en", lines(Language::English, Reader::Entrepreneur));
}

#[test]
fn the_timeline_of_staff() {
    insta::assert_snapshot!("timeline_staff_nl", lines(Language::Dutch, Reader::Staff));
    insta::assert_snapshot!("timeline_staff_en", lines(Language::English, Reader::Staff));
}
