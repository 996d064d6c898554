//! Objection in words and in states, with the terms of the law; default, penalty, suspension and extension.

use schakel_desk::GrantingError;
use schakel_schemes::{
    ApplicationCommand, ApplicationRefusal, ApplicationState, Order, RefusalGround, Ruling, SuspensionGround, Verdict,
};

use super::round::{at, day, euros, executor, firm, in_turn, on_each};

#[test]
fn an_objection_has_six_weeks_and_words() {
    on_each(&in_turn(Order::Receipt), |office| {
        let number = office.complete(1, euros(40_000), at("2017-01-09", 9));
        let refuse = ApplicationCommand::Decide(Verdict::Refused([RefusalGround::ActivitiesUnlikely].into()));
        office.does(number, refuse, at("2017-01-10", 9));
        office.does(number, ApplicationCommand::Announce, at("2017-01-11", 9));
        // Six weeks from the day after 11 January (Awb 6:7 and 6:8).
        assert_eq!(office.application(number).objection_until, Some(day("2017-02-22")));
        let object = ApplicationCommand::Object { received_on: day("2017-02-01"), posted_on: None };
        let tried = office.desk.object(number, object.clone(), "  ", firm(1), at("2017-02-01", 9)).unwrap_err();
        assert!(matches!(tried, GrantingError::WordsNeeded));
        office.desk.object(number, object, "Het plan kan wel.", firm(1), at("2017-02-01", 9)).unwrap();
        let words = office.desk.objections(number, &executor()).unwrap();
        assert_eq!((words[0].grounds.as_str(), &words[0].reasons), ("Het plan kan wel.", &None));
        let stranger = office.desk.objections(number, &firm(2)).unwrap_err();
        assert!(matches!(stranger, GrantingError::NotFound));
        let decide = ApplicationCommand::DecideObjection { ruling: Ruling::Unfounded, verdict: None, excused: false };
        office.desk.object(number, decide, "Het kan niet.", executor(), at("2017-03-01", 9)).unwrap();
        let words = office.desk.objections(number, &executor()).unwrap();
        assert_eq!(words[0].reasons.as_deref(), Some("Het kan niet."));
        let state = office.application(number).course.standing().map(|it| it.state);
        assert_eq!(state, Some(ApplicationState::ObjectionDecided));
        office.journal_is_whole();
    });
}

#[test]
fn the_term_stops_is_extended_and_can_be_late() {
    on_each(&in_turn(Order::Receipt), |office| {
        let number = office.complete(1, euros(40_000), at("2017-01-09", 9));
        assert_eq!(office.application(number).decision_due(), Some(day("2017-04-10")));
        let until = day("2017-01-31");
        let stop = ApplicationCommand::Suspend { ground: SuspensionGround::Agreed, until };
        office.does(number, stop, at("2017-01-16", 9));
        // From 17 up to and including 31 January: fifteen days later.
        assert_eq!(office.application(number).decision_due(), Some(day("2017-04-25")));
        office.does(number, ApplicationCommand::Extend, at("2017-02-20", 9));
        assert_eq!(office.application(number).decision_due(), Some(day("2017-07-25")));
        let again = office.tries(number, ApplicationCommand::Extend, at("2017-02-21", 9)).unwrap_err();
        assert!(matches!(again, GrantingError::Refused(ApplicationRefusal::NoExtension)));
        let default = |on| ApplicationCommand::GiveDefault { received_on: day(on) };
        let early = office.tries(number, default("2017-07-25"), at("2017-07-25", 9)).unwrap_err();
        assert!(matches!(early, GrantingError::Refused(ApplicationRefusal::NotInDefault { .. })));
        office.does(number, default("2017-07-27"), at("2017-07-27", 9));
        assert_eq!(office.application(number).default_notice_on, Some(day("2017-07-27")));
    });
}
