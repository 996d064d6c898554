//! What follows from the data of a round: whether it is open, the money, the pot, and what is missing to execute it.

use schakel_criteria::Language;
use schakel_register::{
    AtCeiling, Cents, ChangeClass, DecideAfter, Id, Openness, Pack, Pot, PotDecision, Procedure, Qualifier, Severity,
    SpanOfTime, TermUnit,
};
use schakel_schemes::{
    LastTie, Order, PublicMoney, RoundGap, RoundSetup, compare_rounds, pot_of_application, round_findings, round_on,
    share_deviations, window_at,
};

use crate::real_pack::{at, pack, pack_edited, pack_with, round};

fn euros(amount: i64) -> Cents {
    Cents::new(amount * 100)
}

/// B03, B06. EZ 20 and the regions 20 make 40 that is firm; 15 "in beginsel" stands apart; together 55.
#[test]
fn sys_b03_b06_firm_and_provisional_money_stand_apart() {
    let pots = &round("mit-2016").versions[0].pots;
    let money = PublicMoney::of(pots);
    assert_eq!((money.firm, money.provisional), (euros(40_000_000), euros(15_000_000)));
    assert_eq!(money.together(), Some(euros(55_000_000)));
    assert_eq!(PublicMoney::of(&pots[..1]).together(), Some(euros(40_000_000)));
    assert_eq!(pots[1].funders[0].amount.qualifier, Qualifier::Provisional);
    assert!(pots.iter().all(|pot| share_deviations(pot).is_empty()));
    // An amount without a number has no total.
    let unknown = pack_edited(
        "rounds/mit-2016.md",
        &[("value = 15000000\nqualifier = \"provisional\"", "qualifier = \"possible\"")],
    );
    let money = PublicMoney::of(&unknown.rounds["mit-2016"].versions[0].pots);
    assert_eq!((money.firm, money.without_number, money.together()), (euros(40_000_000), 1, None));
}

/// B03. One side that changes alone breaks the agreement, and `check` says so.
#[test]
fn sys_b03_one_side_alone_is_a_finding() {
    let shown = |pack: &Pack| {
        let found = round_findings(pack).into_iter().filter(|it| it.title.contains("agreed share"));
        found.map(|it| (it.severity, it.title)).collect::<Vec<_>>()
    };
    assert_eq!(shown(pack()), []);
    let changed = pack_edited(
        "rounds/mit-2016.md",
        &[
            ("total = 40000000\n", ""),
            ("organisation = \"provincies\"\nvalue = 20000000", "organisation = \"provincies\"\nvalue = 22000000"),
        ],
    );
    let title = |who: &str, paid: &str| {
        format!("`{who}` puts €\u{a0}{paid} into `Rijk en regio samen`; its agreed share, 50%, is €\u{a0}21,000,000")
    };
    assert_eq!(
        shown(&changed),
        [
            (Severity::Finding, title("ministerie-ez", "20,000,000")),
            (Severity::Finding, title("provincies", "22,000,000"))
        ]
    );
}

/// B02. In the strategy of the region and on a topsector agenda: joint; a national priority that the region does not
/// serve: national; neither: refused, with the reason. Never two pots.
#[test]
fn sys_b02_one_pot_for_one_application() {
    let check = |themes: &[&str], expected: PotDecision, words: &str| {
        let themes: Vec<Id> = themes.iter().map(|it| Id::from(*it)).collect();
        let choice = pot_of_application(&themes, "GM0193", pack());
        assert_eq!((choice.decision, choice.landsdeel.as_deref()), (expected, Some("oost")), "{themes:?}");
        assert_eq!(choice.words(pack(), Language::Dutch), words);
        assert_ne!(choice.words(pack(), Language::English), words);
    };
    let joint = PotDecision::Pot(Pot::Joint);
    let htsm = "Geld van Rijk en regio samen: het thema Hightech systemen en materialen staat in de strategie van de regio en op een topsectoragenda.";
    check(&["htsm"], joint, htsm);
    check(
        &["logistics"],
        PotDecision::Pot(Pot::National),
        "Geld van het Rijk: het thema Logistiek is een nationale prioriteit, maar de regio kan dit niet betalen.",
    );
    check(
        &["retail"],
        PotDecision::Refused,
        "Geen geld: het thema Winkels en binnensteden staat niet in de strategie van de regio en is geen nationale prioriteit.",
    );
    check(
        &["creative"],
        PotDecision::Refused,
        "Geen geld: het thema Creatieve industrie staat in de strategie van de regio, maar op geen topsectoragenda.",
    );
    check(&["retail", "logistics", "htsm"], joint, htsm);
    check(&[], PotDecision::Refused, "Geen geld: de aanvraag noemt geen thema.");
    let nowhere = pot_of_application(&[Id::from("htsm")], "nergens", pack());
    assert_eq!((nowhere.decision, nowhere.landsdeel), (PotDecision::Unknown, None));
}

/// B13. On each day the round is planned, open, out of money or closed, by its windows; the opening hour counts.
#[test]
fn sys_b13_status_on_a_day() {
    let check = |id: &str, moment, expected: &str| {
        let openness = round_on(round(id), moment, None, pack()).openness;
        let shown = match openness {
            Openness::Planned { from } => format!("planned {}", from.map(|it| it.to_string()).unwrap_or_default()),
            Openness::Open { until } => format!("open {}", until.map(|it| it.to_string()).unwrap_or_default()),
            Openness::Exhausted { on } => format!("exhausted {on}"),
            Openness::Closed { .. } => "closed".to_owned(),
            Openness::Unknown => "unknown".to_owned(),
        };
        assert_eq!(shown.trim(), expected, "{id} {moment}");
    };
    let mit = "mit-haalbaarheid-oost-2017";
    check(mit, at("2016-12-31", 12, 0), "planned 2017-04-11T00:00:00");
    check(mit, at("2017-04-10", 23, 59), "planned 2017-04-11T00:00:00");
    check(mit, at("2017-04-11", 0, 0), "open 2017-09-08T00:00:00");
    check(mit, at("2017-04-19", 9, 0), "exhausted 2017-04-19");
    check(mit, at("2017-09-07", 23, 59), "exhausted 2017-04-19");
    check(mit, at("2017-09-08", 0, 0), "closed");
    check(mit, at("2018-06-01", 12, 0), "closed");
    check("mit-haalbaarheid-landelijk-2017", at("2017-06-01", 12, 0), "open 2017-09-08T00:00:00");
    check("jonge-bedrijfsopvolgers-2017", at("2017-06-01", 12, 0), "open");
    check("jonge-bedrijfsopvolgers-2017", at("2018-01-01", 0, 0), "closed");
    // That rules begin on a day does not say that one can apply from then.
    check("mkb-voucher-2021", at("2020-12-01", 12, 0), "planned");
    check("jonge-bedrijfsopvolgers-2017", at("2016-12-01", 12, 0), "planned 2017-01-01T00:00:00");
    // The source names no closing day.
    check("efro-oost-innovatie-2022", at("2022-09-15", 8, 59), "planned 2022-09-15T09:00:00");
    check("efro-oost-innovatie-2022", at("2023-06-01", 12, 0), "unknown");
    // Decisions that use up the ceiling make it known at once.
    let reached = Some(at("2017-06-01", 10, 30));
    let open = |moment| round_on(round("mit-haalbaarheid-landelijk-2017"), moment, reached, pack()).openness;
    assert!(matches!(open(at("2017-06-01", 10, 29)), Openness::Open { .. }));
    assert!(matches!(open(at("2017-06-01", 10, 30)), Openness::Exhausted { .. }));
}

/// B13. An application outside a window is refused, with the window.
#[test]
fn sys_b13_an_application_outside_a_window_is_refused() {
    let mit = round("mit-haalbaarheid-landelijk-2017");
    assert!(window_at(mit, at("2017-04-11", 0, 0)).is_ok());
    assert!(window_at(mit, at("2017-09-07", 23, 59)).is_ok());
    let late = window_at(mit, at("2017-09-08", 0, 0)).expect_err("late");
    assert_eq!(
        [late.words(Language::Dutch), late.words(Language::English)],
        [
            "Uw aanvraag kwam op 8 september 2017 om 0:00 uur. Aanvragen kan alleen in deze periode: 11 april 2017 – 7 september 2017.",
            "Your application came in on 8 September 2017 at 0:00. One can apply only in this period: 11 April 2017 – 7 September 2017."
        ]
    );
    let unknown = window_at(round("mit-rd-landelijk-2016"), at("2016-06-01", 12, 0)).expect_err("no window");
    assert_eq!(unknown.words(Language::Dutch), "U kunt niet aanvragen: niet bekend is wanneer deze ronde open is.");
    // Out of money is not closed: who applies still gets a decision.
    assert!(window_at(round("mit-haalbaarheid-oost-2017"), at("2017-05-01", 12, 0)).is_ok());
}

/// H02. The calls for testing grounds: what for, and the status per region.
#[test]
fn sys_h02_calls_per_region() {
    let check = |id: &str, area: &str, activities: &[&str], openness: &Openness| {
        let call = round(id);
        assert_eq!(&*call.areas[0].0, area);
        assert_eq!(call.activities.iter().map(|it| &**it).collect::<Vec<_>>(), activities);
        assert_eq!(round_on(call, at("2016-06-01", 12, 0), None, pack()).openness, *openness);
    };
    check("efro-proeftuinen-oost", "oost", &["set-up", "extend", "operate"], &Openness::Planned { from: None });
    check("efro-faciliteiten-zuid-2015", "zuid", &["set-up", "extend"], &Openness::Open { until: None });
    check("efro-faciliteiten-noord-2016", "noord", &[], &Openness::Planned { from: None });
    let oost = |day| round_on(round("efro-proeftuinen-oost"), at(day, 12, 0), None, pack()).openness;
    assert!(matches!(oost("2017-02-01"), Openness::Planned { from: Some(_) }));
    assert!(matches!(oost("2017-06-01"), Openness::Open { .. }));
    assert!(matches!(oost("2018-03-01"), Openness::Closed { .. }));
}

/// No round of the pack can be executed on what the sources say; each says what is missing, and nothing is made up.
#[test]
fn what_the_sources_do_not_say_is_listed() {
    let mut lines = Vec::new();
    for round in pack().rounds.values() {
        let version = round.versions.last().expect("a version");
        let missing = RoundSetup::new(round, version).expect_err("something is missing");
        let words: Vec<&str> = missing.iter().map(|it| it.words(Language::Dutch)).collect();
        lines.push(format!("{}: {}", round.id, words.join("; ")));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

/// A round that says everything becomes plain data; leaving out one line gives exactly what is missing.
#[test]
fn a_complete_round_can_be_executed() {
    let text = include_str!("complete_round.md");
    let whole = pack_with(&[("rounds/proef.md", text)]);
    let setup = |pack: &Pack| RoundSetup::new(&pack.rounds["proef"], &pack.rounds["proef"].versions[0]);
    let made = setup(&whole).expect("nothing is missing");
    assert_eq!((made.rules.ceilings.round, made.procedure), (euros(100_000), Procedure::Ranking));
    let part = Id::from("area:PV23");
    assert_eq!((made.rules.ceilings.parts[&part], made.parts.contains_key(&part)), (euros(60_000), true));
    let schakel_schemes::Procedure::InTurn { order: Order::Ranking(ranking), at_ceiling } = &made.rules.procedure
    else {
        panic!("in order of points: {:?}", made.rules.procedure)
    };
    assert_eq!((*at_ceiling, ranking.last, ranking.criteria.len()), (AtCeiling::TakeSmaller, LastTie::Draw, 1));
    assert_eq!((made.amounts.maximum, made.amounts.minimum), (euros(25_000), Some(euros(1_000))));
    assert_eq!(made.terms.repair_within, SpanOfTime { count: 2, unit: TermUnit::Weeks });
    assert_eq!(made.terms.decide_after, DecideAfter::Closing);
    let check = |line: &str, expected: &[RoundGap]| {
        assert!(text.contains(line), "{line}");
        let without = pack_with(&[("rounds/proef.md", &text.replacen(line, "", 1))]);
        assert_eq!(setup(&without).expect_err("something is missing"), expected, "without {line}");
    };
    check("executor = \"provincie-overijssel\"\n", &[RoundGap::Executor]);
    check("until = 2030-03-01\n", &[RoundGap::Window]);
    check("procedure = \"ranking\"\n", &[RoundGap::Procedure]);
    check("at_ceiling = \"take-smaller\"\n", &[RoundGap::AtCeiling]);
    check("rate = \"40%\"\n", &[RoundGap::Rate]);
    check("max = 25000\n", &[RoundGap::Maximum]);
    check("[[version.cost]]\nkind = \"feasibility-study\"\n", &[RoundGap::Costs]);
    check("tie = \"draw\"\n", &[RoundGap::Tie]);
    check("decide_after = \"closing\"\n", &[RoundGap::DecisionTerm]);
    check("repair_within = \"2 weeks\"\n", &[RoundGap::RepairTerm]);
    check("[[version.document]]\nid = \"plan\"\nname = \"Projectplan\"\n", &[RoundGap::Documents]);
    check("[[version.settlement]]\narrangement = \"report\"\n", &[RoundGap::Settlement]);
    // "More than" is a cent above; what is given only roughly is missing, not absent.
    let edited = |from: &str, to: &str| pack_with(&[("rounds/proef.md", &text.replace(from, to))]);
    let more_than = setup(&edited("min = 1000\n", "min = { value = 1000, qualifier = \"more_than\" }\n"));
    assert_eq!(more_than.expect("complete").amounts.minimum, Some(Cents::new(100_001)));
    let about = setup(&edited("min = 1000\n", "min = { value = 1000, qualifier = \"about\" }\n"));
    assert_eq!(about.expect_err("not exact"), [RoundGap::Bound]);
    // "In beginsel" is no figure to decide on, and a provisional ceiling is no ceiling.
    let provisional = text.replace("value = 100000\n", "value = 100000\nqualifier = \"provisional\"\n");
    let provisional = pack_with(&[("rounds/proef.md", &provisional)]);
    assert_eq!(setup(&provisional).expect_err("not firm"), [RoundGap::Ceiling]);
}

/// The R&D rounds of 2017 and 2025: the points are scored otherwise, so the change is major.
#[test]
fn two_rounds_are_compared() {
    let version = |id: &str| &round(id).versions[0];
    let changes =
        compare_rounds(version("mit-rd-landelijk-2017"), version("mit-rd-landelijk-2025"), pack(), Language::Dutch);
    let shown = changes.iter().map(|it| {
        let words = |words: &Option<String>| words.clone().unwrap_or_else(|| "-".to_owned());
        format!("{} [{}]: {} -> {}", it.field, it.class.name(), words(&it.from), words(&it.to))
    });
    insta::assert_snapshot!(shown.collect::<Vec<_>>().join("\n"));
    let of_2017 = compare_rounds(
        version("mit-haalbaarheid-landelijk-2016"),
        version("mit-haalbaarheid-landelijk-2017"),
        pack(),
        Language::English,
    );
    let fields: Vec<_> = of_2017.iter().map(|it| (it.field.as_str(), it.class)).collect();
    assert_eq!(fields, [("max", ChangeClass::Major), ("window", ChangeClass::Improvement)]);
    assert_eq!(compare_rounds(version("mit-2016"), version("mit-2016"), pack(), Language::Dutch), []);
}
