//! Short names for what a case can be: its state, where it came from, how it ended, what a contact was for.

use schakel_casework::{
    Actor, CaseState, Channel, Effect, Mode, NotHelped, OrganisationId, Origin, Outcome, Purpose, ReferralOutcome,
    ReferralState, RefusalReason, Segment, Service, Situation, SupportKind, Visibility,
};

use super::CaseWords;

impl CaseWords<'_> {
    /// The state of an open case.
    pub fn case_state(&self, state: CaseState) -> String {
        self.texts().get(match state {
            CaseState::Asked => "case-asked",
            CaseState::Referred => "case-referred",
            CaseState::InHand => "case-in-hand",
            CaseState::Escalated => "case-escalated",
        })
    }

    /// Where a question came in.
    pub fn origin(&self, origin: &Origin) -> String {
        let (key, organisation) = match origin {
            Origin::QuestionBox => ("origin-question-box", None),
            Origin::Roadmap => ("origin-roadmap", None),
            Origin::Adviser(organisation) => ("origin-adviser", Some(organisation)),
            Origin::OtherDoor { organisation, channel } => {
                let organisation = self.organisation(organisation).into();
                let values =
                    [("organisation", organisation), ("channel", self.channel(*channel).to_lowercase().into())];
                return self.texts().with_all("origin-other-door", &values);
            }
            Origin::Telephone => ("origin-telephone", None),
            Origin::EarlySignal => ("origin-early-signal", None),
            Origin::Activation(organisation) => ("origin-activation", Some(organisation)),
        };
        match organisation {
            Some(organisation) => self.texts().with(key, "organisation", &self.organisation(organisation)),
            None => self.texts().get(key),
        }
    }

    /// How a case ended.
    pub fn outcome(&self, outcome: Outcome) -> String {
        match outcome {
            Outcome::Helped => self.texts().get("outcome-case-helped"),
            Outcome::NotHelped(why) => self.not_helped(why),
            Outcome::NotReachable => self.texts().get("outcome-case-not-reachable"),
            Outcome::TakenBack => self.texts().get("outcome-case-taken-back"),
        }
    }

    /// Why a firm could not be helped.
    pub fn not_helped(&self, why: NotHelped) -> String {
        self.texts().get(match why {
            NotHelped::NoSupportExists => "not-helped-no-support-exists",
            NotHelped::ConditionsNotMet => "not-helped-conditions-not-met",
            NotHelped::NoRoom => "not-helped-no-room",
            NotHelped::OutsideRegion => "not-helped-outside-region",
        })
    }

    /// What facts may be used for, as in "Ik geef toestemming om …".
    pub fn purpose(&self, purpose: Purpose) -> String {
        self.texts().get(match purpose {
            Purpose::Help => "purpose-help",
            Purpose::Application => "purpose-application",
            Purpose::Coordination => "purpose-coordination",
            Purpose::Evaluation => "purpose-evaluation",
        })
    }

    /// What a contact was for.
    pub fn service(&self, service: Service) -> String {
        self.texts().get(match service {
            Service::Information(Mode::Individual) => "service-information-individual",
            Service::Information(Mode::Collective) => "service-information-collective",
            Service::Helpdesk => "service-helpdesk",
            Service::Activation(Mode::Individual) => "service-activation-individual",
            Service::Activation(Mode::Collective) => "service-activation-collective",
        })
    }

    /// How a contact was made.
    pub fn channel(&self, channel: Channel) -> String {
        self.texts().get(match channel {
            Channel::Digital => "channel-digital",
            Channel::Telephone => "channel-telephone",
            Channel::Personal => "channel-personal",
        })
    }

    /// What came of a contact.
    pub fn effect(&self, effect: Effect) -> String {
        self.texts().get(match effect {
            Effect::NotReached => "effect-not-reached",
            Effect::Declined => "effect-declined",
            Effect::Reached => "effect-reached",
            Effect::Guided => "effect-guided",
            Effect::Referred => "effect-referred",
        })
    }

    /// What holds a firm back.
    pub fn situation(&self, situation: Situation) -> String {
        self.texts().get(match situation {
            Situation::NotAware => "situation-not-aware",
            Situation::NotWilling => "situation-not-willing",
            Situation::NotAble => "situation-not-able",
        })
    }

    /// Where a firm stands among others.
    pub fn segment(&self, segment: Segment) -> String {
        self.texts().get(match segment {
            Segment::FrontRunner => "segment-front-runner",
            Segment::Follower => "segment-follower",
        })
    }

    /// Money or guidance.
    pub fn support_kind(&self, kind: SupportKind) -> String {
        self.texts().get(match kind {
            SupportKind::Financial => "support-kind-financial",
            SupportKind::Guidance => "support-kind-guidance",
        })
    }

    /// Who may open a case.
    pub fn visibility(&self, visibility: Visibility) -> String {
        self.texts().get(match visibility {
            Visibility::Ordinary => "visibility-ordinary",
            Visibility::Confidential => "visibility-confidential",
        })
    }

    /// The state of an open referral.
    pub fn referral_state(&self, state: ReferralState) -> String {
        self.texts().get(match state {
            ReferralState::Waiting => "referral-waiting",
            ReferralState::Accepted => "referral-accepted",
        })
    }

    /// How a referral ended.
    pub fn referral_outcome(&self, outcome: &ReferralOutcome) -> String {
        let key = match outcome {
            ReferralOutcome::Refused { reason, proposed } => return self.refused(*reason, proposed.as_ref()),
            ReferralOutcome::Silent => "referral-silent",
            ReferralOutcome::Abandoned => "referral-abandoned",
            ReferralOutcome::Recalled => "referral-recalled",
            ReferralOutcome::HandedOn => "referral-handed-on",
            ReferralOutcome::Helped => "referral-helped",
            ReferralOutcome::NotHelped => "referral-not-helped",
            ReferralOutcome::NotReachable => "referral-not-reachable",
        };
        self.texts().get(key)
    }

    /// Why a receiver refuses.
    pub fn refusal_reason(&self, reason: RefusalReason) -> String {
        self.texts().get(match reason {
            RefusalReason::OtherService => "refused-other-service",
            RefusalReason::OtherTheme => "refused-other-theme",
            RefusalReason::OtherArea => "refused-other-area",
            RefusalReason::OtherSize => "refused-other-size",
            RefusalReason::OtherLanguage => "refused-other-language",
            RefusalReason::NoCapacity => "refused-no-capacity",
            RefusalReason::ConflictOfInterest => "refused-conflict-of-interest",
            RefusalReason::QuestionNotClear => "refused-question-not-clear",
            RefusalReason::AlreadyHelping => "refused-already-helping",
        })
    }

    /// Who did something: an organisation with the person when the caller knows the name.
    pub fn actor(&self, actor: &Actor, person: Option<&str>) -> String {
        match (actor, person) {
            (Actor::Entrepreneur(_), _) => self.texts().get("actor-entrepreneur"),
            (Actor::Organisation { organisation, .. }, None) => self.organisation(organisation),
            (Actor::Organisation { organisation, .. }, Some(person)) => {
                self.person_of(person, &self.organisation(organisation))
            }
            (Actor::Time, _) => self.texts().get("actor-time"),
        }
    }

    /// "Jo Bakker van …".
    pub(super) fn person_of(&self, person: &str, organisation: &str) -> String {
        let values = [("person", person.into()), ("organisation", organisation.into())];
        self.texts().with_all("case-person-of", &values)
    }

    fn refused(&self, reason: RefusalReason, proposed: Option<&OrganisationId>) -> String {
        let reason = self.refusal_reason(reason);
        match proposed {
            None => self.texts().with("referral-refused", "reason", &reason),
            Some(proposed) => {
                let values = [("reason", reason.into()), ("proposed", self.organisation(proposed).into())];
                self.texts().with_all("referral-refused-proposed", &values)
            }
        }
    }
}
