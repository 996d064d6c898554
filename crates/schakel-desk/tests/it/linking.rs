//! Signed links of receivers without an account.

use schakel_casework::{Command, ReferralNumber, RefusalReason};
use schakel_desk::{DeskError, Letter, LetterLink, SendResult};
use schakel_identity::Token;
use schakel_store::Digest;
use schakel_store::journal::Entry;
use schakel_time::DateTime;

use crate::counter::{Counter, at, best, consent, everything, on, on_each, org};

/// Sends everything, and gives the letters.
pub fn letters(counter: &Counter, now: DateTime) -> Vec<Letter> {
    let mut letters = Vec::new();
    let mut send = |letter: &Letter| {
        letters.push(letter.clone());
        SendResult::Sent
    };
    counter.desk.dispatch(now, &mut || Some(counter.token()), &mut send, |_, _| None).unwrap();
    letters
}

pub fn referral_link(letters: &[Letter], organisation: &str) -> Option<Token> {
    let address = format!("{organisation}@organisatie.example");
    let items = letters.iter().filter(|it| it.to == [address.clone()]).flat_map(|it| &it.items);
    let mut links = items.filter_map(|it| match it.link {
        Some(LetterLink::Referral(token)) => Some(token),
        _ => None,
    });
    links.next()
}

fn digest(token: Token) -> Digest {
    Digest(token.digest())
}

fn link_entries(counter: &Counter) -> Vec<String> {
    let entries = counter.entries().into_iter();
    entries.filter_map(|it| if let Entry::Link { what, .. } = it { Some(what.to_string()) } else { None }).collect()
}

#[test]
fn a_receiver_without_an_account_reads_and_answers_through_a_link() {
    on_each(|counter| {
        let (asked, _) = counter.asks("2017-05-08");
        let case = counter.does(&asked.case, "2017-05-08", "door", best(1));
        let receiver = case.referrals[0].receiver.clone();
        let link = referral_link(&letters(counter, on("2017-05-08")), receiver.0.as_str()).expect("a link");
        let (found, sheet) = counter.desk.referral(digest(link), on("2017-05-09")).unwrap();
        assert_eq!((found.case, found.organisation.clone()), (case.id, receiver.clone()));
        assert!(matches!(sheet.details, schakel_desk::DetailsShown::NeedsConsent));
        let accept = |referral| Command::Accept { referral, person: None };
        let accepted = counter.desk.act_by_link(digest(link), accept, on("2017-05-09")).unwrap();
        assert_eq!(accepted.open().unwrap().responsible, receiver);
        assert_eq!(link_entries(counter), ["made", "opened"]);
        let nobody = counter.desk.referral(digest(counter.token()), on("2017-05-09"));
        assert!(matches!(nobody, Err(DeskError::NotFound)));
    });
}

#[test]
fn a_link_expires_and_is_refreshed_to_the_organisation_only() {
    on_each(|counter| {
        let (asked, _) = counter.asks("2017-05-08");
        let case = counter.does(&asked.case, "2017-05-08", "door", best(1));
        let receiver = case.referrals[0].receiver.to_string();
        let link = referral_link(&letters(counter, on("2017-05-08")), &receiver).unwrap();
        let case =
            counter.does(&case, "2017-05-09", &receiver, Command::Accept { referral: ReferralNumber(1), person: None });
        assert!(counter.desk.referral(digest(link), on("2017-08-06")).is_ok(), "on its last day");
        assert!(matches!(counter.desk.referral(digest(link), on("2017-08-07")), Err(DeskError::LinkOver)));
        let acted = counter.desk.act_by_link(
            digest(link),
            |referral| Command::Refuse { referral, reason: RefusalReason::NoCapacity, propose: None },
            on("2017-08-07"),
        );
        assert!(matches!(acted, Err(DeskError::LinkOver)));
        letters(counter, on("2017-08-07"));
        // Asked twice on one day is one letter.
        counter.desk.refresh_link(digest(link), on("2017-08-07")).unwrap();
        counter.desk.refresh_link(digest(link), at("2017-08-07", 15)).unwrap();
        let sent = letters(counter, at("2017-08-07", 16));
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert_eq!(sent[0].to, [format!("{receiver}@organisatie.example")], "to the organisation, whoever asked");
        let new = referral_link(&sent, &receiver).unwrap();
        assert_ne!(new, link);
        assert!(counter.desk.referral(digest(new), on("2017-08-08")).is_ok());
        assert!(matches!(counter.desk.referral(digest(link), on("2017-08-06")), Err(DeskError::LinkOver)), "replaced");
        assert!(matches!(
            counter.desk.refresh_link(digest(counter.token()), on("2017-08-08")),
            Err(DeskError::NotFound)
        ));
        assert!(link_entries(counter).iter().filter(|it| *it == "refresh-asked").count() == 2);
        drop(case);
    });
}

#[test]
fn whoever_refused_no_longer_reads_along_with_the_link() {
    on_each(|counter| {
        let (asked, _) = counter.asks("2017-05-08");
        let case = counter.does(&asked.case, "2017-05-08", "door", best(1));
        let receiver = case.referrals[0].receiver.clone();
        counter.does(&case, "2017-05-08", "entrepreneur", consent(receiver.0.as_str(), &["contact", "employees"]));
        let link = referral_link(&letters(counter, on("2017-05-08")), receiver.0.as_str()).unwrap();
        let (_, sheet) = counter.desk.referral(digest(link), on("2017-05-09")).unwrap();
        assert!(everything(&sheet).contains("Test Bakker"));
        let refuse = |referral| Command::Refuse { referral, reason: RefusalReason::NoCapacity, propose: None };
        counter.desk.act_by_link(digest(link), refuse, on("2017-05-09")).unwrap();
        assert!(matches!(counter.desk.referral(digest(link), on("2017-05-09")), Err(DeskError::LinkOver)));
    });
}

#[test]
fn who_was_silent_can_still_say_yes_but_sees_only_the_need() {
    on_each(|counter| {
        let (asked, _) = counter.asks("2017-05-08");
        let case = counter.does(&asked.case, "2017-05-08", "door", best(1));
        let receiver = case.referrals[0].receiver.clone();
        counter.does(&case, "2017-05-08", "entrepreneur", consent(receiver.0.as_str(), &["contact"]));
        let link = referral_link(&letters(counter, on("2017-05-08")), receiver.0.as_str()).unwrap();
        counter.desk.pass_time(on("2017-05-11")).unwrap();
        let (_, sheet) = counter.desk.referral(digest(link), on("2017-05-11")).unwrap();
        assert!(!everything(&sheet).contains("Test Bakker"), "the question is with somebody else now");
        let accept = |referral| Command::Accept { referral, person: None };
        let case = counter.desk.act_by_link(digest(link), accept, on("2017-05-11")).unwrap();
        assert_eq!(case.open().unwrap().responsible, receiver, "a late yes is welcome");
        let (_, sheet) = counter.desk.referral(digest(link), on("2017-05-11")).unwrap();
        assert!(everything(&sheet).contains("Test Bakker"));
        assert_eq!(org("a").0.as_str(), "a");
    });
}
