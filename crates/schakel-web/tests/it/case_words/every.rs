//! Every value of every kind has words in both languages. The lists are held complete by the compiler: a new value that
//! is not in its list does not compile.

use std::collections::BTreeSet;

use schakel_casework::{
    Actor, Asked, CaseId, CaseState, Channel, ConsentNumber, Distance, DoorGround, Effect, Exclusion, FirmRef, Fit,
    Grounds, Load, Mode, NotHelped, Origin, Outcome, Purpose, ReferralNumber, ReferralOutcome, ReferralState, Refusal,
    RefusalReason, Role, Segment, Service, Situation, SupportKind, Visibility,
};

use schakel_web::CaseWords;

use super::{BOTH, code, day, is_filled_in, organisation, words};

/// All values of an enum, one for each pattern; the patterns together must cover the enum.
macro_rules! every {
    ($kind:ty { $($pattern:pat => $value:expr),* $(,)? }) => {{
        fn is_listed(it: &$kind) {
            match it { $($pattern => ()),* }
        }
        let all: Vec<$kind> = vec![$($value),*];
        all.iter().for_each(is_listed);
        all
    }};
}

/// Checks that all values have different words in both languages.
macro_rules! check {
    ($all:expr, $words:expr) => {{
        for language in BOTH {
            let mut seen = BTreeSet::new();
            for value in $all {
                let text: String = $words(words(language), &value);
                is_filled_in(&text);
                assert!(seen.insert(text.clone()), "{value:?} has the words of another: {text}");
            }
        }
    }};
}

#[test]
fn states_and_outcomes_have_words() {
    let states = || {
        every!(CaseState {
            CaseState::Asked => CaseState::Asked,
            CaseState::Referred => CaseState::Referred,
            CaseState::InHand => CaseState::InHand,
            CaseState::Escalated => CaseState::Escalated,
        })
    };
    check!(states(), |it: CaseWords<'_>, value: &CaseState| it.case_state(*value));
    let outcomes = || {
        every!(Outcome {
            Outcome::Helped => Outcome::Helped,
            Outcome::NotHelped(NotHelped::NoSupportExists) => Outcome::NotHelped(NotHelped::NoSupportExists),
            Outcome::NotHelped(NotHelped::ConditionsNotMet) => Outcome::NotHelped(NotHelped::ConditionsNotMet),
            Outcome::NotHelped(NotHelped::NoRoom) => Outcome::NotHelped(NotHelped::NoRoom),
            Outcome::NotHelped(NotHelped::OutsideRegion) => Outcome::NotHelped(NotHelped::OutsideRegion),
            Outcome::NotReachable => Outcome::NotReachable,
            Outcome::TakenBack => Outcome::TakenBack,
        })
    };
    check!(outcomes(), |it: CaseWords<'_>, value: &Outcome| it.outcome(*value));
    let visibilities = || {
        every!(Visibility {
            Visibility::Ordinary => Visibility::Ordinary,
            Visibility::Confidential => Visibility::Confidential,
        })
    };
    check!(visibilities(), |it: CaseWords<'_>, value: &Visibility| it.visibility(*value));
}

#[test]
fn where_a_question_came_from_has_words() {
    let origins = || {
        every!(Origin {
            Origin::QuestionBox => Origin::QuestionBox,
            Origin::Roadmap => Origin::Roadmap,
            Origin::Adviser(_) => Origin::Adviser(organisation("kvk")),
            Origin::OtherDoor { .. } =>
                Origin::OtherDoor { organisation: organisation("kvk"), channel: Channel::Telephone },
            Origin::Telephone => Origin::Telephone,
            Origin::EarlySignal => Origin::EarlySignal,
            Origin::Activation(_) => Origin::Activation(organisation("kvk")),
        })
    };
    check!(origins(), |it: CaseWords<'_>, value: &Origin| it.origin(value));
    let grounds = || {
        every!(DoorGround {
            DoorGround::Municipality => DoorGround::Municipality,
            DoorGround::NoDoorNamed => DoorGround::NoDoorNamed,
            DoorGround::DoorNotReachable => DoorGround::DoorNotReachable,
            DoorGround::PlaceNotKnown => DoorGround::PlaceNotKnown,
        })
    };
    check!(grounds(), |it: CaseWords<'_>, value: &DoorGround| it.door_ground(*value));
}

#[test]
fn contacts_and_firms_have_words() {
    let services = || {
        every!(Service {
            Service::Information(Mode::Individual) => Service::Information(Mode::Individual),
            Service::Information(Mode::Collective) => Service::Information(Mode::Collective),
            Service::Helpdesk => Service::Helpdesk,
            Service::Activation(Mode::Individual) => Service::Activation(Mode::Individual),
            Service::Activation(Mode::Collective) => Service::Activation(Mode::Collective),
        })
    };
    check!(services(), |it: CaseWords<'_>, value: &Service| it.service(*value));
    let channels = || {
        every!(Channel {
            Channel::Digital => Channel::Digital,
            Channel::Telephone => Channel::Telephone,
            Channel::Personal => Channel::Personal,
        })
    };
    check!(channels(), |it: CaseWords<'_>, value: &Channel| it.channel(*value));
    let effects = || {
        every!(Effect {
            Effect::NotReached => Effect::NotReached,
            Effect::Declined => Effect::Declined,
            Effect::Reached => Effect::Reached,
            Effect::Guided => Effect::Guided,
            Effect::Referred => Effect::Referred,
        })
    };
    check!(effects(), |it: CaseWords<'_>, value: &Effect| it.effect(*value));
    let situations = || {
        every!(Situation {
            Situation::NotAware => Situation::NotAware,
            Situation::NotWilling => Situation::NotWilling,
            Situation::NotAble => Situation::NotAble,
        })
    };
    check!(situations(), |it: CaseWords<'_>, value: &Situation| it.situation(*value));
    let segments = || {
        every!(Segment {
            Segment::FrontRunner => Segment::FrontRunner,
            Segment::Follower => Segment::Follower,
        })
    };
    check!(segments(), |it: CaseWords<'_>, value: &Segment| it.segment(*value));
    let kinds = || {
        every!(SupportKind {
            SupportKind::Financial => SupportKind::Financial,
            SupportKind::Guidance => SupportKind::Guidance,
        })
    };
    check!(kinds(), |it: CaseWords<'_>, value: &SupportKind| it.support_kind(*value));
    let purposes = || {
        every!(Purpose {
            Purpose::Help => Purpose::Help,
            Purpose::Application => Purpose::Application,
            Purpose::Coordination => Purpose::Coordination,
            Purpose::Evaluation => Purpose::Evaluation,
        })
    };
    check!(purposes(), |it: CaseWords<'_>, value: &Purpose| it.purpose(*value));
}

fn refusal_reasons() -> Vec<RefusalReason> {
    every!(RefusalReason {
        RefusalReason::OtherService => RefusalReason::OtherService,
        RefusalReason::OtherTheme => RefusalReason::OtherTheme,
        RefusalReason::OtherArea => RefusalReason::OtherArea,
        RefusalReason::OtherSize => RefusalReason::OtherSize,
        RefusalReason::OtherLanguage => RefusalReason::OtherLanguage,
        RefusalReason::NoCapacity => RefusalReason::NoCapacity,
        RefusalReason::ConflictOfInterest => RefusalReason::ConflictOfInterest,
        RefusalReason::QuestionNotClear => RefusalReason::QuestionNotClear,
        RefusalReason::AlreadyHelping => RefusalReason::AlreadyHelping,
    })
}

#[test]
fn referrals_have_words() {
    let states = || {
        every!(ReferralState {
            ReferralState::Waiting => ReferralState::Waiting,
            ReferralState::Accepted => ReferralState::Accepted,
        })
    };
    check!(states(), |it: CaseWords<'_>, value: &ReferralState| it.referral_state(*value));
    check!(refusal_reasons(), |it: CaseWords<'_>, value: &RefusalReason| it.refusal_reason(*value));
    let reason = RefusalReason::NoCapacity;
    let outcomes = || {
        every!(ReferralOutcome {
            ReferralOutcome::Refused { proposed: None, .. } => ReferralOutcome::Refused { reason, proposed: None },
            ReferralOutcome::Refused { proposed: Some(_), .. } => {
                ReferralOutcome::Refused { reason, proposed: Some(organisation("novel-t")) }
            },
            ReferralOutcome::Silent => ReferralOutcome::Silent,
            ReferralOutcome::Abandoned => ReferralOutcome::Abandoned,
            ReferralOutcome::Recalled => ReferralOutcome::Recalled,
            ReferralOutcome::HandedOn => ReferralOutcome::HandedOn,
            ReferralOutcome::Helped => ReferralOutcome::Helped,
            ReferralOutcome::NotHelped => ReferralOutcome::NotHelped,
            ReferralOutcome::NotReachable => ReferralOutcome::NotReachable,
        })
    };
    check!(outcomes(), |it: CaseWords<'_>, value: &ReferralOutcome| it.referral_outcome(value));
}

#[test]
fn choices_have_words() {
    let fits = || every!(Fit { Fit::Yes => Fit::Yes, Fit::NotKnown => Fit::NotKnown });
    check!(fits(), |it: CaseWords<'_>, value: &Fit| it.fit(*value));
    let exclusions = || {
        every!(Exclusion {
            Exclusion::AlreadyAsked => Exclusion::AlreadyAsked,
            Exclusion::NotTakingPart => Exclusion::NotTakingPart,
            Exclusion::SucceededBy(_) => Exclusion::SucceededBy(organisation("kvk")),
            Exclusion::ServiceNotKnown => Exclusion::ServiceNotKnown,
            Exclusion::OtherService => Exclusion::OtherService,
            Exclusion::OtherTheme => Exclusion::OtherTheme,
            Exclusion::OtherArea => Exclusion::OtherArea,
            Exclusion::OtherSize => Exclusion::OtherSize,
            Exclusion::OtherLanguage => Exclusion::OtherLanguage,
            Exclusion::Absent(Some(_)) => Exclusion::Absent(Some(day(3, 12))),
            Exclusion::Absent(None) => Exclusion::Absent(None),
        })
    };
    check!(exclusions(), |it: CaseWords<'_>, value: &Exclusion| it.exclusion(value));
    let distances = || {
        let mut all = every!(Distance {
            Distance::Kilometres(_) => Distance::Kilometres(12),
            Distance::Rings(_) => Distance::Rings(0),
            Distance::Unknown => Distance::Unknown,
        });
        all.push(Distance::Rings(2));
        all
    };
    check!(distances(), |it: CaseWords<'_>, value: &Distance| it.distance(*value));
    let grounds = Grounds {
        theme: Fit::Yes,
        area: Fit::Yes,
        size: Fit::Yes,
        language: Fit::Yes,
        present_from: day(3, 1),
        load: Load { in_hand: 0, capacity: 30 },
        distance: Distance::Unknown,
    };
    let chosen = |others, after| Asked::Chosen { grounds: grounds.clone(), others, after };
    let asked = || {
        let mut all = every!(Asked {
            Asked::ByName => Asked::ByName,
            Asked::Proposed { .. } => Asked::Proposed { after: ReferralNumber(1) },
            Asked::Chosen { .. } => chosen(0, None),
        });
        for others in [1, 2] {
            all.extend([chosen(others, None), chosen(others, Some(ReferralNumber(1)))]);
        }
        all
    };
    check!(asked(), |it: CaseWords<'_>, value: &Asked| it.asked(value));
}

#[test]
fn refusals_say_what_to_do() {
    let other = || organisation("kvk");
    let refusals = || {
        every!(Refusal {
            Refusal::NotAllowed { .. } => Refusal::NotAllowed { by: Vec::new() },
            Refusal::ReferralOver(_) => Refusal::ReferralOver(ReferralNumber(2)),
            Refusal::IsJoined(_) => Refusal::IsJoined(CaseId(7)),
            Refusal::AlreadyAsked(_) => Refusal::AlreadyAsked(other()),
            Refusal::UnknownOrganisation(_) => Refusal::UnknownOrganisation(organisation("nobody")),
            Refusal::NotTakingPart(_) => Refusal::NotTakingPart(other()),
            Refusal::NobodyToAsk => Refusal::NobodyToAsk,
            Refusal::WrongNumberOfReceivers => Refusal::WrongNumberOfReceivers,
            Refusal::ChainTooLong => Refusal::ChainTooLong,
            Refusal::NoContactYet => Refusal::NoContactYet,
            Refusal::NoConsent(_) => Refusal::NoConsent([code("employees"), code("municipality")].into()),
            Refusal::NoSuchConsent(_) => Refusal::NoSuchConsent(ConsentNumber(1)),
            Refusal::DateOutOfReach { .. } => Refusal::DateOutOfReach { latest: day(5, 31) },
            Refusal::AskedInFuture => Refusal::AskedInFuture,
            Refusal::OutcomeNotYours => Refusal::OutcomeNotYours,
            Refusal::CannotJoin => Refusal::CannotJoin,
            Refusal::NotJoined => Refusal::NotJoined,
        })
    };
    let all = || {
        let mut all = refusals();
        all.extend([Refusal::NotAllowed { by: vec![Role::Director] }, Refusal::NoConsent(BTreeSet::new())]);
        all
    };
    check!(all(), |it: CaseWords<'_>, value: &Refusal| {
        let text = it.refusal(value);
        // What is wrong, and what to do.
        assert!(text.matches(['.', ':']).count() >= 2, "{text}");
        text
    });
}

#[test]
fn roles_and_actors_have_words() {
    let roles = || {
        every!(Role {
            Role::Entrepreneur => Role::Entrepreneur,
            Role::Responsible => Role::Responsible,
            Role::Receiver => Role::Receiver,
            Role::Sender => Role::Sender,
            Role::Director => Role::Director,
            Role::Time => Role::Time,
        })
    };
    check!(roles(), |it: CaseWords<'_>, value: &Role| it.role(*value));
    let actors = || {
        every!(Actor {
            Actor::Entrepreneur(_) => Actor::Entrepreneur(FirmRef(1)),
            Actor::Organisation { .. } => Actor::Organisation { organisation: organisation("kvk"), person: None },
            Actor::Time => Actor::Time,
        })
    };
    check!(actors(), |it: CaseWords<'_>, value: &Actor| it.actor(value, None));
    let kvk = Actor::Organisation { organisation: organisation("kvk"), person: None };
    assert_eq!(words(BOTH[0]).actor(&kvk, Some("Jo Bakker")), "Jo Bakker van Kamer van Koophandel");
}
