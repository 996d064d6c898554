//! Filling in, handing in and completing: receipts, their order, and what is refused.

use std::collections::BTreeSet;

use schakel_casework::FirmRef;
use schakel_desk::{FileFlaw, GrantingError, NewFile, NewForm};
use schakel_schemes::{ApplicationCommand, ApplicationRefusal, ApplicationState, MissingItem, Order, ReceiptFlaw};
use schakel_store::tables::applications::RoundList;
use schakel_time::add_minutes;

use super::round::{at, budget, code, euros, executor, firm, form, in_turn, on_each, round};

#[test]
fn from_draft_to_receipt() {
    on_each(&in_turn(Order::Receipt), |office| {
        let begun = office.desk.start(&round(), FirmRef(7), None, at("2017-01-05", 12), None).unwrap();
        let missing = office.desk.missing(begun.number, &firm(7)).unwrap();
        let nothing = [MissingItem::Field(code("title")), MissingItem::Document(code("budget"))];
        assert_eq!(missing, nothing.into_iter().chain([MissingItem::Costs(FirmRef(7))]).collect::<BTreeSet<_>>());
        office.desk.save(begun.number, form(7, euros(20_000)), firm(7), at("2017-01-05", 13)).unwrap();
        office.desk.attach(begun.number, budget(), firm(7), at("2017-01-05", 14)).unwrap();
        assert!(office.desk.missing(begun.number, &firm(7)).unwrap().is_empty());

        let moment = at("2017-01-09", 9);
        let receipt = office.desk.submit(begun.number, firm(7), moment).unwrap();
        assert_eq!(receipt.received_at, moment);
        // A second time gives the same receipt: whoever heard no answer may ask again.
        assert_eq!(office.desk.submit(begun.number, firm(7), at("2017-01-09", 10)).unwrap(), receipt);
        let row = office.desk.application(begun.number, &firm(7)).unwrap();
        assert_eq!((row.turn, receipt.check(&row.application)), (Some(1), Ok(())));
        let mut forged = receipt;
        forged.received_at = at("2017-01-09", 8);
        assert_eq!(forged.check(&row.application), Err(ReceiptFlaw::Seal));
        assert_eq!(office.replayed(begun.number), row.application);
        let papers = office.desk.papers(begun.number, &firm(7)).unwrap();
        assert_eq!(papers.answers.as_deref(), Some(form(7, euros(20_000)).answers.as_str()));
        let (file, content) = office.desk.file(begun.number, papers.files[0].id, &executor()).unwrap();
        assert_eq!((file.name.as_str(), content), ("begroting.pdf", budget().content));
        office.journal_is_whole();
    });
}

/// Whoever is received later has the later moment, also when it asked earlier and when the clocks of two servers differ.
#[test]
fn the_order_of_receipt_is_total() {
    on_each(&in_turn(Order::Receipt), |office| {
        let drafts: Vec<_> = (1..=4).map(|it| (it, office.draft(it, euros(10_000)))).collect();
        let ten = at("2017-01-09", 10);
        let moments = [ten, ten, ten.date().at(9, 59, 30, 0)];
        let second = office.second_server();
        let mut receipts = Vec::new();
        for ((applicant, number), moment) in drafts.iter().zip(moments) {
            receipts.push(second.submit(*number, firm(*applicant), moment).unwrap());
        }
        assert!(receipts.is_sorted_by(|one, next| one.received_at < next.received_at), "{receipts:?}");
        let listed = office.desk.applications(&round(), RoundList::Received, 0, 10).unwrap();
        let turns: Vec<_> = listed.iter().map(|it| (it.turn, it.application.received_at())).collect();
        let expected: Vec<_> = (1..).map(Some).zip(receipts.iter().map(|it| Some(it.received_at))).collect();
        assert_eq!(turns, expected);
        // A clock that is far behind is refused, and nothing is lost.
        let (applicant, number) = drafts[3];
        let refused = office.desk.submit(number, firm(applicant), at("2017-01-09", 9)).unwrap_err();
        assert!(matches!(refused, GrantingError::ClockBackwards { .. }), "{refused:?}");
        assert_eq!(office.desk.submit(number, firm(applicant), at("2017-01-09", 11)).unwrap().application, number);
    });
}

#[test]
fn sys_b13_outside_the_window_is_refused() {
    on_each(&in_turn(Order::Receipt), |office| {
        let number = office.draft(7, euros(20_000));
        for moment in [add_minutes(at("2017-01-09", 9), -1), at("2017-03-31", 17)] {
            let refused = office.desk.submit(number, firm(7), moment).unwrap_err();
            assert!(matches!(refused, GrantingError::Refused(ApplicationRefusal::OutsideWindow { .. })), "{refused:?}");
        }
        assert_eq!(office.desk.applications(&round(), RoundList::Received, 0, 10).unwrap(), Vec::new());
    });
}

/// A program that is called a PDF, a file that is too large, empty or not asked for.
#[test]
fn files_that_cannot_be_used() {
    on_each(&in_turn(Order::Receipt), |office| {
        let number = office.draft(7, euros(20_000));
        let attach = |document: &str, content: &[u8]| {
            let file = NewFile { document: code(document), name: "plan.pdf".to_owned(), content: content.to_vec() };
            office.desk.attach(number, file, firm(7), at("2017-01-06", 9)).map(|it| it.kind)
        };
        assert!(matches!(attach("budget", b"MZ\x90\0program"), Err(GrantingError::File(FileFlaw::UnknownKind))));
        assert!(matches!(attach("budget", b"PK\x03\x04setup.exe"), Err(GrantingError::File(FileFlaw::UnknownKind))));
        assert!(matches!(attach("budget", b""), Err(GrantingError::File(FileFlaw::Empty))));
        let unusable = |document: &str, content: &[u8]| match attach(document, content) {
            Err(GrantingError::Refused(ApplicationRefusal::Unusable(why))) => why.into_iter().next(),
            other => panic!("{other:?}"),
        };
        let large = [b"%PDF-".as_slice(), &[b'a'; 1_000]].concat();
        assert_eq!(unusable("budget", &large), Some(MissingItem::TooLarge(code("budget"))));
        assert_eq!(unusable("budget", b"\x89PNG\r\n\x1a\nx"), Some(MissingItem::WrongKind(code("budget"))));
        assert_eq!(unusable("diary", b"%PDF-1.7"), Some(MissingItem::NotAskedFor(code("diary"))));
        assert_eq!(office.desk.papers(number, &firm(7)).unwrap().files.len(), 1, "nothing of it was kept");
    });
}

#[test]
fn what_is_not_yours_is_not_there() {
    on_each(&in_turn(Order::Receipt), |office| {
        let number = office.draft(7, euros(20_000));
        assert!(matches!(office.desk.application(number, &firm(8)), Err(GrantingError::NotFound)));
        assert!(matches!(office.desk.submit(number, firm(8), at("2017-01-09", 9)), Err(GrantingError::NotFound)));
        assert!(matches!(office.desk.papers(number, &firm(8)), Err(GrantingError::NotFound)));
        let broken = NewForm { answers: "niets".to_owned(), ..form(7, euros(20_000)) };
        let refused = office.desk.save(number, broken, firm(7), at("2017-01-06", 9)).unwrap_err();
        assert!(matches!(refused, GrantingError::Answers));
    });
}

/// The moment of completing counts (Kaderbesluit 27(1)), and what was handed in first is kept.
#[test]
fn sys_b11_completing_moves_the_moment_that_counts() {
    on_each(&in_turn(Order::Receipt), |office| {
        let begun = office.desk.start(&round(), FirmRef(7), None, at("2017-01-09", 8), Some("key".into())).unwrap();
        let again = office.desk.start(&round(), FirmRef(7), None, at("2017-01-09", 8), Some("key".into()));
        assert!(matches!(again, Err(GrantingError::SentBefore(answer)) if answer == begun.number.to_string()));
        let number = begun.number;
        office.desk.save(number, form(7, euros(20_000)), firm(7), at("2017-01-09", 8)).unwrap();
        let first = office.desk.submit(number, firm(7), at("2017-01-09", 9)).unwrap();
        let refused = office.tries(number, ApplicationCommand::FindComplete, at("2017-01-10", 9)).unwrap_err();
        assert!(matches!(refused, GrantingError::Refused(ApplicationRefusal::StillMissing(_))), "{refused:?}");
        let missing = BTreeSet::from([MissingItem::Document(code("budget"))]);
        office.does(number, ApplicationCommand::AskToComplete { missing }, at("2017-01-10", 10));
        office.desk.attach(number, budget(), firm(7), at("2017-01-11", 9)).unwrap();
        let second = office.desk.supplement(number, form(7, euros(20_000)), firm(7), at("2017-01-11", 10)).unwrap();
        let found = office.does(number, ApplicationCommand::FindComplete, at("2017-01-12", 9));
        assert_eq!((found.received_at(), found.complete_at), (Some(first.received_at), Some(second.received_at)));
        assert_eq!(found.receipts, [first, second]);
        assert_eq!(office.replayed(number), found);
        assert_eq!(
            office.desk.applications(&round(), RoundList::In(ApplicationState::Complete), 0, 9).unwrap().len(),
            1
        );
    });
}

#[test]
fn time_ends_drafts_that_were_never_handed_in() {
    on_each(&in_turn(Order::Receipt), |office| {
        let number = office.draft(7, euros(20_000));
        assert_eq!(office.desk.pass_time(at("2017-03-31", 23)).unwrap(), 0);
        assert_eq!(office.desk.pass_time(at("2017-04-01", 1)).unwrap(), 1);
        assert!(office.application(number).course.standing().is_none());
        let refused = office.desk.start(&round(), FirmRef(7), None, at("2017-04-01", 2), None).unwrap_err();
        assert!(matches!(refused, GrantingError::Refused(ApplicationRefusal::OutsideWindow { .. })));
    });
}
