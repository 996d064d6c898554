//! The processes as rules: nobody can be buried in them, and what no rule allows cannot happen.

use schakel_casework::{
    CASE, CaseAction, CaseState, Flaw, LEAD, LeadAction, LeadState, Place, Process, REFERRAL, ReferralAction,
    ReferralState, Role, Rule,
};

#[test]
fn nobody_can_be_lost_in_a_process() {
    assert_eq!(CASE.flaws(), []);
    assert_eq!(REFERRAL.flaws(), []);
    assert_eq!(LEAD.flaws(), []);
}

#[test]
fn a_process_in_which_somebody_can_be_lost_is_seen() {
    const OPEN: Place<u8> = Place::Open(1);
    let rules = |rules| Process { name: "spoiled", first: 1, states: &[1, 2], rules };
    let end = Rule { from: OPEN, action: 'e', by: &[Role::Responsible], to: &[Place::Ended] };
    assert_eq!(end.to, [Place::Ended]);
    const NOTHING: &[Rule<u8, char>] = &[];
    assert_eq!(
        rules(NOTHING).flaws(),
        [Flaw::Buried(1), Flaw::Endless(1), Flaw::Unreachable(2), Flaw::Buried(2), Flaw::Endless(2)]
    );
    const TRAP: &[Rule<u8, char>] = &[
        Rule { from: OPEN, action: 't', by: &[Role::Time], to: &[Place::Open(2), Place::Ended] },
        Rule { from: Place::Open(2), action: 't', by: &[Role::Time], to: &[Place::Open(2)] },
    ];
    assert_eq!(rules(TRAP).flaws(), [Flaw::Endless(2)]);
}

/// Who may do something in a state of a case.
fn check(state: CaseState, action: CaseAction, expected: &[Role]) {
    let roles = [Role::Entrepreneur, Role::Responsible, Role::Receiver, Role::Director, Role::Time];
    let may: Vec<Role> = roles.into_iter().filter(|role| CASE.allows(Place::Open(state), action, *role)).collect();
    assert_eq!(may, expected, "{action:?} in {state:?}");
}

#[test]
fn who_may_do_what() {
    use CaseAction::{Accept, Contact, End, Escalate, Lapse, Overdue, Plan, Refer, Reopen};
    check(CaseState::Asked, Refer, &[Role::Responsible]);
    check(CaseState::Asked, Plan, &[]);
    check(CaseState::Asked, Accept, &[]);
    check(CaseState::Referred, Accept, &[Role::Receiver]);
    check(CaseState::Referred, Lapse, &[Role::Time]);
    check(CaseState::InHand, Contact, &[Role::Responsible, Role::Receiver]);
    check(CaseState::InHand, Escalate, &[Role::Responsible, Role::Director]);
    check(CaseState::Escalated, Overdue, &[Role::Time]);
    for state in CASE.states {
        check(*state, End, &[Role::Entrepreneur, Role::Responsible]);
        check(*state, Reopen, &[]);
    }
    assert!(CASE.allows(Place::Ended, Reopen, Role::Entrepreneur));
}

#[test]
fn an_end_is_an_end() {
    let ended = |action| REFERRAL.rules.iter().any(|it| it.from == Place::Ended && it.action == action);
    assert!(!ended(ReferralAction::Accept) && !ended(ReferralAction::Refuse));
    assert!(ended(ReferralAction::AcceptLate), "the one way back");
    assert!(LEAD.rules.iter().all(|it| it.from != Place::Ended));
    assert!(LEAD.allows(Place::Open(LeadState::Sent), LeadAction::TakeBack, Role::Sender));
    assert!(!LEAD.allows(Place::Open(LeadState::Sent), LeadAction::TakeUp, Role::Sender));
    assert!(!REFERRAL.allows(Place::Open(ReferralState::Waiting), ReferralAction::Close, Role::Receiver));
}
