//! The outbox: claimed before it is sent, settled afterwards, never twice.

use schakel_desk::{Dispatched, Letter, SendResult};
use schakel_store::tables::outbox::{self, MessageState};
use schakel_store::tables::people::{self, AccountDetails, AccountKind, MailWish};
use schakel_time::{DateTime, add_minutes};

use crate::counter::{Counter, EMAIL, at, on, on_each};

fn dispatch(counter: &Counter, now: DateTime, answer: SendResult) -> (Dispatched, Vec<Letter>) {
    let mut letters = Vec::new();
    let mut send = |letter: &Letter| {
        letters.push(letter.clone());
        answer
    };
    let again = |attempts: u32, now: DateTime| (attempts < 3).then(|| add_minutes(now, 10));
    let done = counter.desk.dispatch(now, &mut || Some(counter.token()), &mut send, again).unwrap();
    (done, letters)
}

fn states(counter: &Counter) -> Vec<(MessageState, u64)> {
    counter.desk.store().read(outbox::count).unwrap()
}

#[test]
fn a_letter_is_sent_once() {
    on_each(|counter| {
        counter.asks("2017-05-08");
        let (done, letters) = dispatch(counter, on("2017-05-08"), SendResult::Sent);
        assert_eq!((done.sent, letters.len()), (2, 2));
        assert_eq!(dispatch(counter, on("2017-05-08"), SendResult::Sent).1.len(), 0);
        assert_eq!(states(counter), [(MessageState::Sent, 2)]);
        counter.journal_is_whole();
    });
}

#[test]
fn what_fails_is_tried_again_and_given_up_in_the_end() {
    on_each(|counter| {
        counter.asks("2017-05-08");
        let mut now = on("2017-05-08");
        for _ in 0..2 {
            let (done, _) = dispatch(counter, now, SendResult::TryAgain);
            assert_eq!((done.sent, done.again), (0, 2));
            assert_eq!(dispatch(counter, now, SendResult::Sent).0, Dispatched::default(), "not before its time");
            now = add_minutes(now, 10);
        }
        let (done, _) = dispatch(counter, now, SendResult::TryAgain);
        assert_eq!((done.again, done.lost), (0, 2), "after three attempts it is given up");
        assert_eq!(states(counter), [(MessageState::GivenUp, 2)]);
    });
}

#[test]
fn what_may_have_been_sent_is_never_repeated() {
    on_each(|counter| {
        counter.asks("2017-05-08");
        dispatch(counter, on("2017-05-08"), SendResult::Unknown);
        assert_eq!(dispatch(counter, at("2017-05-09", 12), SendResult::Sent).1.len(), 0);
        assert_eq!(states(counter), [(MessageState::Unknown, 2)]);
    });
}

#[test]
fn what_a_killed_process_left_is_not_repeated_unless_repeats_are_recognised() {
    on_each(|counter| {
        let cases = [
            ("Wie denkt mee over een oven?", false, MessageState::Unknown),
            ("Hoe vraag ik patent aan?", true, MessageState::Waiting),
        ];
        for (words, recognised, expected) in cases {
            let (question, _) = counter.question(words, on("2017-05-08"));
            let case = counter.desk.ask(question, None, on("2017-05-08")).unwrap().case.id;
            counter
                .desk
                .store()
                .write(|rows| outbox::claim::<schakel_desk::Told>(rows, on("2017-05-08"), 10).map(drop))
                .unwrap();
            let soon = add_minutes(on("2017-05-08"), 5);
            assert_eq!(counter.desk.recover_outbox(soon, recognised).unwrap(), 0, "another process may be sending it");
            let later = add_minutes(on("2017-05-08"), 16);
            assert_eq!(counter.desk.recover_outbox(later, recognised).unwrap(), 2);
            let kept = counter.outbox(case);
            assert!(kept.iter().all(|it| it.state == expected), "{kept:?}");
        }
    });
}

#[test]
fn who_wants_one_mail_a_day_gets_one_with_everything() {
    on_each(|counter| {
        let (asked, _) = counter.asks("2017-05-08");
        set_wish(counter, &asked.case, MailWish::Daily);
        // More messages than are claimed at a time.
        for number in 0..30 {
            let by = schakel_casework::Actor::Organisation { organisation: crate::counter::org("door"), person: None };
            counter.desk.write(asked.case.id, &by, format!("bericht {number}"), on("2017-05-08")).unwrap();
        }
        let to_bakery = |letters: &[Letter]| letters.iter().filter(|it| it.to == [EMAIL]).count();
        let (_, letters) = dispatch(counter, at("2017-05-08", 13), SendResult::Sent);
        assert_eq!(to_bakery(&letters), 0, "not before tomorrow");
        let (_, letters) = dispatch(counter, at("2017-05-09", 8), SendResult::Sent);
        assert_eq!(to_bakery(&letters), 1);
        let digest = letters.iter().find(|it| it.to == [EMAIL]).unwrap();
        assert_eq!(digest.items.len(), 31);
        assert_eq!(dispatch(counter, at("2017-05-09", 9), SendResult::Sent).1.len(), 0);
    });
}

#[test]
fn who_wants_no_mail_gets_none_but_what_was_asked_for() {
    on_each(|counter| {
        let (asked, _) = counter.asks("2017-05-08");
        set_wish(counter, &asked.case, MailWish::None);
        let (_, letters) = dispatch(counter, on("2017-05-08"), SendResult::Sent);
        assert!(letters.iter().all(|it| it.to != [EMAIL]), "{letters:?}");
        assert!(states(counter).contains(&(MessageState::NotWanted, 1)));
    });
}

fn set_wish(counter: &Counter, case: &schakel_casework::Case, mail: MailWish) {
    let firm = case.firm;
    counter
        .desk
        .store()
        .write(move |rows| {
            let account = people::of_firm(rows, firm)?.remove(0);
            assert_eq!(account.kind, AccountKind::Entrepreneur);
            people::change(rows, account.id, &AccountDetails { mail, ..account.details })
        })
        .unwrap();
}
