//! Money of several parties: what is firm, what is promised, who is charged, and what counts once.

use schakel_ledger::{
    BasisPoints, Body, ChargePot, Cofinance, CofinancePart, Commit, ConfirmPromise, ContributeInKind, Deposit,
    DistributePot, FundPot, Ledger, Level, NamePot, Operation, Promise,
};
use schakel_register::Cents;

use crate::books::{ceiling, check, commit, empty, euros, name, order};

const MILLION: i64 = 1_000_000;

fn promise(funder: &str, millions: i64, share: u32, provisional: bool) -> Promise {
    Promise { funder: name(funder), amount: euros(millions * MILLION), share: BasisPoints(share), provisional }
}

fn fund(promises: Vec<Promise>) -> Operation {
    Operation::FundPot(FundPot { pot: name("mit-2016"), promises })
}

fn joint() -> Ledger {
    let mut ledger = empty();
    let promises = vec![promise("ez", 20, 5000, false), promise("regio", 20, 5000, false)];
    ledger.post(order("fund", Body::Party, fund(promises))).unwrap();
    ledger
}

#[test]
fn mon_11_joint_money_is_charged_by_the_agreed_shares() {
    let mut broken = empty();
    let promises = vec![promise("ez", 20, 5000, false), promise("regio", 19, 5000, false)];
    check(
        &mut broken,
        order("a", Body::Party, fund(promises)),
        "refused: `ez` puts € 20,000,000 into pot `mit-2016`; its agreed share is € 19,500,000",
    );
    let mut ledger = joint();
    assert_eq!(ledger.pots()[&name("mit-2016")].firm(), euros(40 * MILLION));
    let charge =
        |amount| Operation::ChargePot(ChargePot { pot: name("mit-2016"), area: None, amount: Cents::new(amount) });
    check(
        &mut ledger,
        order("b", Body::Executive, charge(101)),
        "pot:mit-2016 -101\ncharged:mit-2016:ez 51\ncharged:mit-2016:regio 50",
    );
    check(
        &mut ledger,
        order("c", Body::Executive, charge(4_000_000_000)),
        "refused: € 40,000,000 is more than is firm and free in pot `mit-2016`: € 39,999,998.99; € 0 more is promised in \
         principle and backs nothing",
    );
}

#[test]
fn mon_12_a_key_divides_to_the_cent_and_holds_for_its_year() {
    let mut ledger = joint();
    let divide = |key_year, weights: &[(&str, u32)]| {
        Operation::DistributePot(DistributePot {
            pot: name("mit-2016"),
            amount: Cents::new(100),
            year: 2016,
            key: name("efro"),
            key_year,
            weights: weights.iter().map(|(area, weight)| (name(area), *weight)).collect(),
        })
    };
    let thirds = [("noord", 1), ("oost", 1), ("zuid", 1)];
    check(
        &mut ledger,
        order("a", Body::Party, divide(2016, &thirds)),
        "pot:mit-2016 -100\npot:mit-2016:noord 34\npot:mit-2016:oost 33\npot:mit-2016:zuid 33",
    );
    check(
        &mut ledger,
        order("b", Body::Party, divide(2015, &thirds)),
        "refused: key `efro` is for 2015, not for 2016: name the key of 2016, or compare the two keys",
    );
    check(
        &mut ledger,
        order("c", Body::Party, divide(2016, &[])),
        "refused: no source gives the weights of key `efro`: add them to `rounds/keys.toml`",
    );
}

#[test]
fn mon_13_money_in_principle_backs_no_grant_until_it_is_confirmed() {
    let mut ledger = empty();
    check(&mut ledger, order("fund", Body::Party, fund(vec![promise("ez", 15, 10_000, true)])), "");
    ledger.post(order("c", Body::Executive, ceiling(euros(20 * MILLION)))).unwrap();
    let grant = || Operation::Commit(Commit { pot: Some(name("mit-2016")), ..commit("1", euros(15 * MILLION)) });
    check(
        &mut ledger,
        order("g", Body::Executive, grant()),
        "refused: € 15,000,000 is more than is firm and free in pot `mit-2016`: € 0; € 15,000,000 more is promised in \
         principle and backs nothing",
    );
    let confirm = |millions: i64| {
        let confirmed = ConfirmPromise { pot: name("mit-2016"), funder: name("ez"), amount: euros(millions * MILLION) };
        Operation::ConfirmPromise(confirmed)
    };
    check(
        &mut ledger,
        order("x", Body::Party, confirm(16)),
        "refused: € 16,000,000 is more than `ez` still owes pot `mit-2016`: € 15,000,000",
    );
    check(
        &mut ledger,
        order("y", Body::Party, confirm(15)),
        "promised:mit-2016:ez 1500000000\npot:mit-2016 1500000000",
    );
    check(
        &mut ledger,
        order("g", Body::Executive, grant()),
        "spending:2017:5.3.2:in 1500000000\ncommitment:mit 1500000000",
    );
}

#[test]
fn mon_14_the_parts_of_a_european_programme_are_the_whole_and_each_has_a_payer() {
    let part =
        |payer: Option<&str>, level, share| CofinancePart { payer: payer.map(name), level, share: BasisPoints(share) };
    let shares = |own: u32, payer| {
        let parts = vec![
            part(Some("eu"), Level::European, 5000),
            part(payer, Level::National, 2000),
            part(Some("regio"), Level::Regional, 1000),
            part(Some("project"), Level::Own, own),
        ];
        Operation::Cofinance(Cofinance { programme: name("interreg"), parts })
    };
    let mut ledger = empty();
    let refused = "refused: the shares are together 90.00 %, not 100 %";
    check(&mut ledger, order("a", Body::Party, shares(1000, Some("ez"))), refused);
    let refused = "refused: programme `interreg` has a part for which no payer is known";
    check(&mut ledger, order("a", Body::Party, shares(2000, None)), refused);
    check(&mut ledger, order("a", Body::Party, shares(2000, Some("ez"))), "");
    assert_eq!(ledger.cofinance()[&name("interreg")].len(), 4);
}

#[test]
fn mon_15_one_pot_named_in_two_regions_counts_once() {
    let mut ledger = joint();
    let named = |region: &str, millions: i64| {
        Operation::NamePot(NamePot {
            pot: name("mit-2016"),
            region: name(region),
            label: "MIT".to_owned(),
            amount: euros(millions * MILLION),
        })
    };
    check(&mut ledger, order("a", Body::Party, named("oost", 40)), "");
    check(&mut ledger, order("b", Body::Party, named("noord", 40)), "");
    let pot = &ledger.pots()[&name("mit-2016")];
    assert_eq!((pot.named.len(), pot.firm()), (2, euros(40 * MILLION)));
    check(
        &mut ledger,
        order("c", Body::Party, named("zuid", 41)),
        "refused: pot `mit-2016` holds € 40,000,000, and is said to hold € 41,000,000: one of them is wrong",
    );
    let again = fund(vec![promise("ez", 40, 10_000, false)]);
    let refused = "refused: pot `mit-2016` is there already: name it instead of filling it twice";
    check(&mut ledger, order("d", Body::Party, again), refused);
}

#[test]
fn mon_16_what_is_reserved_is_not_deposited() {
    let mut ledger = joint();
    let deposit = |funder: &str, millions: i64| {
        let paid = Deposit { pot: name("mit-2016"), funder: name(funder), amount: euros(millions * MILLION) };
        Operation::Deposit(paid)
    };
    check(&mut ledger, order("a", Body::Party, deposit("ez", 15)), "bank 1500000000\npromised:mit-2016:ez -1500000000");
    check(
        &mut ledger,
        order("b", Body::Party, deposit("ez", 6)),
        "refused: € 6,000,000 is more than `ez` still owes pot `mit-2016`: € 5,000,000",
    );
    let parties = &ledger.pots()[&name("mit-2016")].parties;
    assert_eq!(parties[&name("ez")].deposited - parties[&name("regio")].deposited, euros(15 * MILLION));
}

#[test]
fn mon_17_contributions_in_kind_stay_apart_from_money() {
    let give = |value: Option<i64>| {
        Operation::ContributeInKind(ContributeInKind {
            programme: name("nia"),
            contributor: name("oost"),
            what: "uren".to_owned(),
            value: value.map(euros),
        })
    };
    let mut ledger = empty();
    check(&mut ledger, order("a", Body::Party, give(Some(5))), "in-kind:nia:oost 500\nin-kind-received:nia 500");
    check(&mut ledger, order("b", Body::Party, give(None)), "");
    assert_eq!(ledger.unvalued_in_kind()[&(name("nia"), name("oost"))].len(), 1);
    assert_eq!(ledger.balance_of(&schakel_ledger::Account::Bank), Cents::ZERO);
}
