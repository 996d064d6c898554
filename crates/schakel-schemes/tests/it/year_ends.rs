//! The end of a year.

use schakel_schemes::{Application, ApplicationCommand, ApplicationNumber, YearEndChange, YearEndEvent, year_end};

use crate::small_round::{Counter, by_executor, code, euros, granted, noon, rules};

fn numbered(number: u64, counter: Counter) -> Application {
    Application { number: ApplicationNumber(number), ..counter.application }
}

#[test]
fn sys_b18_undecided_applications_go_over_with_the_free_room() {
    let mut rules = rules();
    rules.opens_at = noon("2017-09-01");
    rules.closes_at = noon("2018-01-31");
    let submitted = |requested: i64, at: &str| {
        let mut counter = Counter::begin_with(rules.clone(), at);
        counter.apply(at, ApplicationCommand::Save(crate::small_round::content(euros(requested))));
        counter.apply(at, ApplicationCommand::Submit);
        counter.execute(at, ApplicationCommand::FindComplete);
        counter
    };
    let mut decided_before = submitted(69_000, "2017-10-02");
    decided_before.execute("2017-12-01", ApplicationCommand::Decide(granted(euros(69_000))));
    let mut decided_after = submitted(120_000, "2017-12-01");
    decided_after.execute("2018-01-15", ApplicationCommand::Decide(granted(euros(120_000))));
    let mut withdrawn = submitted(150_000, "2017-12-01");
    withdrawn.apply("2017-12-20", ApplicationCommand::Withdraw);
    let waiting = submitted(200_000, "2017-12-29");
    let next_year = submitted(50_000, "2018-01-02");
    let counters = [decided_before, decided_after, withdrawn, waiting, next_year];
    let applications: Vec<Application> =
        (1..).zip(counters).map(|(number, counter)| numbered(number, counter)).collect();

    let end = year_end(&code("small-round"), 2017, euros(500_000), &applications);
    let waits: Vec<_> = end.undecided.iter().map(|it| (it.application.0, it.requested)).collect();
    assert_eq!(waits, [(2, euros(120_000)), (4, euros(200_000))]);
    assert_eq!((end.granted, end.free_room(), end.carry_over()), (euros(69_000), euros(431_000), euros(431_000)));
    assert_eq!((end.requested(), end.uncovered()), (euros(320_000), euros(0)));
    let proposal = end.propose(by_executor(), noon("2018-01-02")).unwrap();
    let written = serde_json::to_string(&proposal).unwrap();
    assert_eq!(serde_json::from_str::<YearEndEvent>(&written).unwrap(), proposal);

    let reserve = code("reserve");
    assert_eq!(end.settle(euros(431_001), &reserve, &by_executor(), noon("2018-02-01")), None);
    let events = end.settle(euros(400_000), &reserve, &by_executor(), noon("2018-02-01")).unwrap();
    let changes: Vec<YearEndChange> = events.into_iter().map(|it| it.change).collect();
    let carried = YearEndChange::CarriedOver { amount: euros(400_000), reserve };
    assert_eq!(changes, [carried, YearEndChange::Released { amount: euros(31_000) }]);

    let quiet = year_end(&code("small-round"), 2017, euros(500_000), &applications[..1]);
    assert_eq!((quiet.carry_over(), quiet.propose(by_executor(), noon("2018-01-02"))), (euros(0), None));
}
