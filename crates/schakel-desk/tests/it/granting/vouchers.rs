//! Vouchers over the store: redeemed once, also when two servers try at the same moment.

use std::thread;

use schakel_casework::{Actor, OrganisationId};
use schakel_desk::GrantingError;
use schakel_schemes::{
    ApplicationCommand, GrantTerms, Length, Order, Verdict, VoucherCommand, VoucherRefusal, VoucherRules,
    YearCommitment,
};
use schakel_time::Period;

use super::round::{at, day, euros, executor, firm, in_turn, on_each, round};

fn organisation(text: &str) -> OrganisationId {
    OrganisationId::new(text).unwrap()
}

fn rules() -> VoucherRules {
    let always = Period::new(Some(day("2017-01-01")), None).unwrap();
    VoucherRules {
        round: round(),
        issuer: organisation("executor"),
        providers: [(organisation("saxion"), always)].into(),
        valid: Length::Months(6),
    }
}

fn provider() -> Actor {
    Actor::Organisation { organisation: organisation("saxion"), person: None }
}

#[test]
fn sys_b14_a_voucher_is_redeemed_once() {
    on_each(&in_turn(Order::Receipt), |office| {
        let issue = |number| office.desk.issue_voucher(number, rules(), executor(), at("2017-01-11", 9));
        let mut vouchers = Vec::new();
        for applicant in 1..=3 {
            let number = office.complete(applicant, euros(5_000), at("2017-01-09", 9));
            assert!(matches!(issue(number), Err(GrantingError::Refused(_))), "nothing was granted yet");
            let amount = euros(5_000);
            let terms = GrantTerms {
                amount,
                activities_until: day("2017-12-29"),
                commitments: vec![YearCommitment { year: 2017, amount }],
                obligations: Vec::new(),
                de_minimis: true,
            };
            office.does(number, ApplicationCommand::Decide(Verdict::Granted(terms)), at("2017-01-10", 9));
            let voucher = issue(number).unwrap();
            assert_eq!(issue(number).unwrap(), voucher, "a second time gives the first");
            vouchers.push(voucher.number);
        }
        let redeem = || VoucherCommand::Redeem { provider: organisation("saxion"), amount: euros(4_000) };
        let servers = [office.desk.clone(), office.second_server()];
        let redeemed = thread::scope(|scope| {
            let tries: Vec<_> = servers
                .iter()
                .map(|desk| {
                    let number = vouchers[0];
                    scope.spawn(move || desk.act_on_voucher(number, redeem(), rules(), provider(), at("2017-02-01", 9)))
                })
                .collect();
            tries.into_iter().map(|it| it.join().unwrap()).filter(Result::is_ok).count()
        });
        assert_eq!(redeemed, 1);
        let elsewhere = VoucherCommand::Redeem { provider: organisation("elders"), amount: euros(4_000) };
        let refused =
            office.desk.act_on_voucher(vouchers[1], elsewhere, rules(), executor(), at("2017-02-01", 9)).unwrap_err();
        assert!(matches!(refused, GrantingError::VoucherRefused(VoucherRefusal::NotListed(_))));
        office
            .desk
            .act_on_voucher(vouchers[1], VoucherCommand::GiveBack, rules(), firm(2), at("2017-02-01", 9))
            .unwrap();
        let book = office.desk.voucher_book(&round(), day("2017-02-02")).unwrap();
        assert_eq!((book.issued.count, book.redeemed.count, book.open.count, book.lapsed.count), (3, 1, 1, 1));
        office.desk.pass_time(at("2017-08-01", 1)).unwrap();
        let book = office.desk.voucher_book(&round(), day("2017-08-01")).unwrap();
        assert_eq!((book.issued.count, book.redeemed.count, book.open.count, book.lapsed.count), (3, 1, 0, 2));
        office.journal_is_whole();
    });
}
