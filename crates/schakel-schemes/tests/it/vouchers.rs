//! Vouchers: once, at a listed provider, while they are valid; and they add up.

use proptest::prelude::*;
use schakel_casework::{Actor, FirmRef, OrganisationId};
use schakel_register::Cents;
use schakel_schemes::{
    ApplicationNumber, Length, Tally, VOUCHER, Voucher, VoucherCommand, VoucherEvent, VoucherNumber, VoucherRefusal,
    VoucherRules, apply_voucher, decide_voucher, issue_voucher, voucher_book,
};
use schakel_time::{Date, Period, add_days};

use crate::small_round::{APPLICANT, by_executor, code, day, euros, executor, noon};

fn provider(name: &str) -> OrganisationId {
    OrganisationId::new(name).unwrap()
}

fn by(name: &str) -> Actor {
    Actor::Organisation { organisation: provider(name), person: None }
}

/// Valid for six months; one provider always, one until June 2017.
fn rules() -> VoucherRules {
    VoucherRules {
        round: code("vouchers"),
        issuer: executor(),
        providers: [
            (provider("facility"), Period::default()),
            (provider("former"), Period::parse("2017-01-01..2017-06-01").unwrap()),
        ]
        .into(),
        valid: Length::Months(6),
    }
}

fn issue(number: u64, on: &str) -> (Voucher, Vec<VoucherEvent>) {
    let owner = (ApplicationNumber(number), APPLICANT);
    let event = issue_voucher(VoucherNumber(number), owner, euros(5_000), noon(on), &rules());
    (apply_voucher(None, &event).unwrap(), vec![event])
}

fn redeem(at: &str, amount: i64) -> VoucherCommand {
    VoucherCommand::Redeem { provider: provider(at), amount: euros(amount) }
}

#[test]
fn nobody_can_be_lost_with_a_voucher() {
    assert_eq!(VOUCHER.flaws(), []);
}

#[test]
fn sys_b14_and_sys_c09_a_voucher_is_redeemed_once_at_a_listed_provider_while_it_is_valid() {
    let (voucher, mut journal) = issue(1, "2017-02-01");
    assert_eq!(voucher.valid_until, day("2017-08-01"));
    let check = |command: &VoucherCommand, by: Actor, on: &str, expected: VoucherRefusal| {
        assert_eq!(decide_voucher(&voucher, command, &by, noon(on), &rules()), Err(expected), "{command:?} on {on}");
    };
    check(&redeem("stranger", 100), by("stranger"), "2017-03-01", VoucherRefusal::NotListed(provider("stranger")));
    check(&redeem("former", 100), by("former"), "2017-06-01", VoucherRefusal::NotListed(provider("former")));
    check(
        &redeem("facility", 5_001),
        by_executor(),
        "2017-03-01",
        VoucherRefusal::AmountOutOfRange { worth: euros(5_000) },
    );
    let last_day = day("2017-08-01");
    check(&redeem("facility", 100), by_executor(), "2017-08-02", VoucherRefusal::NoLongerValid { last_day });
    check(&VoucherCommand::Lapse, Actor::Time, "2017-08-01", VoucherRefusal::StillValid { last_day });
    let for_another = decide_voucher(&voucher, &redeem("facility", 100), &by("former"), noon("2017-03-01"), &rules());
    assert!(matches!(for_another, Err(VoucherRefusal::NotAllowed { .. })));
    let other_firm = Actor::Entrepreneur(FirmRef(99));
    assert!(decide_voucher(&voucher, &VoucherCommand::GiveBack, &other_firm, noon("2017-03-01"), &rules()).is_err());

    let redeemed = decide_voucher(&voucher, &redeem("facility", 4_000), &by("facility"), noon("2017-08-01"), &rules());
    journal.push(redeemed.unwrap());
    let written = serde_json::to_string(&journal).unwrap();
    let read: Vec<VoucherEvent> = serde_json::from_str(&written).unwrap();
    let after = read.iter().fold(None, apply_voucher).unwrap();
    let twice = decide_voucher(&after, &redeem("facility", 1), &by("facility"), noon("2017-08-01"), &rules());
    assert_eq!(twice, Err(VoucherRefusal::Over));
    let book = voucher_book([&after], day("2017-12-31"));
    assert_eq!((book.redeemed, book.paid), (Tally { count: 1, worth: euros(5_000) }, euros(4_000)));
}

fn adds_up(vouchers: &[Voucher], on: Date) -> bool {
    let book = voucher_book(vouchers, on);
    let parts = [book.redeemed, book.open, book.lapsed];
    let count: u64 = parts.iter().map(|it| it.count).sum();
    let worth: Cents = parts.iter().map(|it| it.worth).sum();
    (count, worth) == (book.issued.count, book.issued.worth) && book.paid <= book.redeemed.worth
}

proptest! {
    #[test]
    fn issued_is_redeemed_open_and_lapsed(
        steps in proptest::collection::vec((0_usize..6, 0_u32..4, 0_u32..400, -10_i64..7_000), 0..60),
    ) {
        let start = day("2017-02-01");
        let mut vouchers: Vec<Voucher> = (1..=6).map(|number| issue(number, "2017-02-01").0).collect();
        for (index, action, days, amount) in steps {
            let now = add_days(start, days).at(12, 0, 0, 0);
            let (command, actor) = match action {
                0 => (VoucherCommand::Lapse, Actor::Time),
                1 => (VoucherCommand::GiveBack, Actor::Entrepreneur(APPLICANT)),
                2 => (redeem("facility", amount), by("facility")),
                _ => (redeem("former", amount), by_executor()),
            };
            let before = vouchers[index].clone();
            match decide_voucher(&before, &command, &actor, now, &rules()) {
                Ok(event) => {
                    prop_assert!(before.course.standing().is_some(), "once");
                    vouchers[index] = apply_voucher(Some(before), &event).unwrap();
                }
                Err(_) => prop_assert_eq!(&vouchers[index], &before),
            }
            prop_assert!(adds_up(&vouchers, now.date()) && adds_up(&vouchers, start));
        }
    }
}
