//! Plans on a small pack: what is certain and what is not, which rule binds, small aid, loans, and who pays for a
//! programme. That the search is exact is proven in `combination`.

use proptest::prelude::*;
use schakel_criteria::{FactSet, Language};
use schakel_guide::Matcher;
use schakel_guide::financing::{
    Binding, Certainty, Doubt, EarlierAid, EarlierGrant, FinancingPlan, Project, Scenario, SmallAidRoom, UnusedReason,
    cofinancing, financing_plan, project_from_json,
};
use schakel_register::{AidForm, Cents, Pack, PayerLevel};
use schakel_time::{Date, parse_date};
use serde_json::{Value as Json, json};

use crate::small_pack::{facts, noon, pack_with};

const AID: &str = r#"
costs_fact = "project_costs"
requested_fact = "requested"
[de_minimis]
ceiling = "ceiling"
years = "window"
earlier_fact = "small_aid"
[[cost_kind]]
id = "study"
share_fact = "study_share"
[[cost_kind.ceiling]]
rate = "60%"
valid = ".."
source = "agenda"
"#;

const THRESHOLDS: &str = r#"
[[ceiling]]
value = 200000
unit = "EUR"
valid = "..2024-01-01"
source = "agenda"
[[ceiling]]
value = 300000
unit = "EUR"
valid = "2024-01-01.."
source = "agenda"
[[window]]
value = 3
unit = "ANN"
valid = ".."
source = "agenda"
"#;

const FACTS: &str = r#"
[plan]
type = "codes"
codes = "plan"
name = "plannen"
[themes]
type = "codes"
codes = "themes"
name = "themas"
[municipality]
type = "code"
codes = "municipalities"
name = "gemeente"
[employees]
type = "number"
min = 0
name = "werkzame personen"
[project_costs]
type = "money"
min = 0
name = "kosten"
[requested]
type = "money"
min = 0
name = "gevraagd"
[small_aid]
type = "money"
min = 0
name = "kleine steun"
[study_share]
type = "number"
min = 0
max = 1
step = 0.01
name = "aandeel"
"#;

const KINDS: &str = "[[code]]\nid = \"study\"\nname = \"Studie\"\n[[code]]\nid = \"build\"\nname = \"Bouwen\"\n";

/// A pack with these instruments, which anybody in the region with fewer than fifty people can ask for until the end of
/// 2017: identifier, fields of the version, and the rules on aid.
fn aid_pack(instruments: &[(&str, &str, &str)]) -> Pack {
    let written: Vec<(String, String)> =
        instruments.iter().map(|(id, fields, aid)| ((*id).to_owned(), instrument(fields, aid))).collect();
    let instruments: Vec<(&str, &str)> = written.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let files =
        [("aid.toml", AID), ("thresholds.toml", THRESHOLDS), ("facts.toml", FACTS), ("codes/cost-kinds.toml", KINDS)];
    pack_with(&files, &instruments)
}

fn instrument(fields: &str, aid: &str) -> String {
    let (record, version) = fields.split_once("---").unwrap_or(("", fields));
    let criterion = if version.contains("[[version.criterion]]") { "" } else { CRITERION };
    format!(
        "areas = [\"oost\"]\n{record}\n[[version]]\nvalid = \"2017-01-01..2018-01-01\"\n{version}\n{criterion}\n\
         [[version.window]]\nfrom = \"2017-01-01\"\nuntil = \"2017-12-31\"\n[version.aid]\n{aid}"
    )
}

const CRITERION: &str = "[[version.criterion]]\nid = \"size\"\ntext = \"U bent klein.\"\nrule = \"employees < 50\"";

/// A grant on studies, as a block exemption, that adds up to the highest intensity.
const STUDY: &str = "form = \"grant\"\nbasis = \"block-exemption\"\nsame_costs = \"highest-intensity\"\n\
                     [[version.aid.cost]]\nkind = \"study\"";

fn small_firm(pack: &Pack) -> FactSet {
    facts(pack, json!({ "municipality": "GM0193", "employees": 12 }))
}

fn plan<'a>(pack: &'a Pack, firm: &FactSet, project: Json) -> FinancingPlan<'a> {
    let project = project_from_json(&project, pack, noon().date()).unwrap_or_else(|errors| panic!("{errors:?}"));
    financing_plan(&project, firm, &Matcher::new(pack, noon()), pack).expect("a proven plan")
}

fn studies(euros: i64) -> Json {
    json!({ "kosten": { "study": { "2017": euros } }, "de_minimis": [] })
}

/// Who pays how many euros, and which rule binds.
fn paid(scenario: &Scenario<'_>) -> Vec<(String, i64, Binding)> {
    let row = |it: &schakel_guide::financing::Contribution<'_>| {
        (it.support.id.to_string(), it.total.count() / 100, it.binding)
    };
    scenario.contributions.iter().map(row).collect()
}

fn doubts(scenario: &Scenario<'_>) -> Vec<Doubt> {
    scenario.contributions.iter().flat_map(|it| it.doubts.clone()).collect()
}

fn reasons(scenario: &Scenario<'_>) -> Vec<String> {
    let words = |it: &schakel_guide::financing::Unused<'_>| format!("{}: {}", it.support.id, it.reason.code());
    scenario.unused.iter().map(words).collect()
}

#[test]
fn certain_money_is_met_known_and_open() {
    let pack = aid_pack(&[("voucher", "rate = \"40%\"\nmax = 25000", STUDY)]);
    let made = plan(&pack, &small_firm(&pack), studies(50_000));
    assert_eq!(paid(&made.certain), [("voucher".to_owned(), 20_000, Binding::Share)]);
    let made = plan(&pack, &small_firm(&pack), studies(100_000));
    assert_eq!(paid(&made.certain), [("voucher".to_owned(), 25_000, Binding::Maximum)]);
    assert_eq!(made.certain.own_contribution(), Cents::new(7_500_000));
}

/// One thing that is not known, and the doubt that follows; none of it is certain money.
#[test]
fn what_is_not_known_is_never_certain() {
    let check = |fields: &str, aid: &str, firm: Json, project: Json, expected: Doubt| {
        let pack = aid_pack(&[("voucher", fields, aid)]);
        let made = plan(&pack, &facts(&pack, firm), project);
        assert_eq!(paid(&made.certain), [], "{expected:?}");
        assert_eq!(doubts(&made.possible), [expected]);
        assert!(!expected.words(Language::Dutch).is_empty());
    };
    let firm = || json!({ "municipality": "GM0193", "employees": 12 });
    let known = "rate = \"40%\"\nmax = 25000";
    let small = STUDY.replace("block-exemption", "de-minimis");
    check(known, STUDY, json!({ "municipality": "GM0193" }), studies(50_000), Doubt::Conditions);
    check(known, STUDY, json!({ "employees": 12 }), studies(50_000), Doubt::Area);
    check("rate = \"40%\"", STUDY, firm(), studies(50_000), Doubt::Maximum);
    check(
        "rate = { value = \"40%\", qualifier = \"at_most\" }\nmax = 25000",
        STUDY,
        firm(),
        studies(50_000),
        Doubt::Rate,
    );
    check(known, &STUDY.replace("basis = \"block-exemption\"\n", ""), firm(), studies(50_000), Doubt::Basis);
    check(known, &small, firm(), json!({ "kosten": { "study": { "2017": 50_000 } } }), Doubt::EarlierAid);
    let budget =
        "rate = \"40%\"\nmax = 25000\n[[version.budget]]\nlabel = \"EZ\"\nvalue = 1000000\nqualifier = \"provisional\"";
    check(budget, STUDY, firm(), studies(50_000), Doubt::Budget);
    let judged = "rate = \"40%\"\nmax = 25000\n[[version.criterion]]\nid = \"good\"\ntext = \"Het plan is goed.\"\njudgement = true";
    check(judged, STUDY, firm(), studies(50_000), Doubt::Judgement);
    let by_size = "max = 25000";
    let aid = format!(
        "{STUDY}\nrate = \"40%\"\nrule = \"employees < 10\"\n[[version.aid.cost]]\nkind = \"study\"\nrate = \"30%\""
    );
    let judge =
        plan(&aid_pack(&[("voucher", judged, STUDY)]), &FactSet::new(), studies(1_000)).possible.contributions.len();
    assert_eq!(judge, 1);
    let pack = aid_pack(&[("voucher", by_size, &aid)]);
    let made = plan(&pack, &facts(&pack, json!({ "municipality": "GM0193" })), studies(10_000));
    assert_eq!(paid(&made.possible), [("voucher".to_owned(), 3_000, Binding::Share)], "the lowest that may hold");
    assert!(doubts(&made.possible).contains(&Doubt::RateOfFirm));
}

#[test]
fn a_person_decides_is_apart() {
    let judged = "rate = \"40%\"\nmax = 25000\n[[version.criterion]]\nid = \"good\"\ntext = \"Het plan is goed.\"\njudgement = true";
    let pack = aid_pack(&[("voucher", judged, STUDY)]);
    let made = plan(&pack, &small_firm(&pack), studies(10_000));
    let grants = |certainty| made.possible.grants(certainty).count() / 100;
    assert_eq!([grants(Certainty::Certain), grants(Certainty::Judgement), grants(Certainty::Possible)], [0, 4_000, 0]);
}

/// Aid on the same costs adds up to the highest intensity, and to the own share where the rules say so or say nothing.
#[test]
fn aid_on_the_same_costs() {
    let pack = aid_pack(&[
        ("first", "rate = \"40%\"\nmax = 100000", STUDY),
        ("second", "rate = \"40%\"\nmax = 100000", STUDY),
    ]);
    let made = plan(&pack, &small_firm(&pack), studies(100_000));
    let total = made.certain.of_form(AidForm::Grant);
    assert_eq!(total, Cents::new(6_000_000), "at most 60% of the costs");
    assert_eq!(made.certain.kinds[0].words(Language::Dutch), "60%");
    let own = STUDY.replace("highest-intensity", "own-rate");
    let pack =
        aid_pack(&[("first", "rate = \"40%\"\nmax = 100000", &own), ("second", "rate = \"35%\"\nmax = 100000", STUDY)]);
    let made = plan(&pack, &small_firm(&pack), studies(100_000));
    assert_eq!(paid(&made.certain), [("first".to_owned(), 40_000, Binding::Share)]);
    assert_eq!(reasons(&made.certain), ["second: same_costs"]);
}

#[test]
fn rules_between_instruments() {
    let version = "rate = \"40%\"\nmax = 10000";
    let with = |rule: &str| format!("{version}\n{rule}");
    let of_family = |family: &str, max: u32| {
        let limit = format!("one_per_calendar_year = {{ family = \"{family}\", source = \"agenda\" }}");
        format!("family = \"{family}\"\n---\nrate = \"40%\"\nmax = {max}\n{limit}")
    };
    let check = |instruments: &[(&str, &str, &str)], used: &[&str], unused: &[&str]| {
        let pack = aid_pack(instruments);
        let made = plan(&pack, &small_firm(&pack), studies(100_000)).certain;
        assert_eq!(made.contributions.iter().map(|it| &*it.support.id).collect::<Vec<_>>(), used);
        assert_eq!(reasons(&made), unused);
    };
    check(&[("a", version, STUDY), ("b", version, STUDY)], &["a", "b"], &[]);
    check(
        &[("a", &with("excludes = [{ support = \"b\", source = \"agenda\" }]"), STUDY), ("b", version, STUDY)],
        &["a"],
        &["b: excluded"],
    );
    check(
        &[
            ("a", &with("excludes = [{ kind = \"voucher\", source = \"agenda\" }]"), STUDY),
            ("b", version, STUDY),
            ("c", version, STUDY),
        ],
        &["b", "c"],
        &["a: excluded"],
    );
    check(
        &[
            ("a", &of_family("mit", 10_000), STUDY),
            ("b", &of_family("mit", 12_000), STUDY),
            ("c", &of_family("ez", 10_000), STUDY),
        ],
        &["b", "c"],
        &["a: one_a_year"],
    );
    check(&[("a", "rate = \"40%\"\nmin = 50000\nmax = 90000", STUDY)], &[], &["a: below_minimum"]);
    let exactly = "rate = \"40%\"\nmin = { value = 40000, qualifier = \"more_than\" }\nmax = 90000";
    check(&[("a", exactly, STUDY)], &[], &["a: below_minimum"]);
}

/// Support whose conditions are not met never drops out without a word: it says which condition, and what would help.
#[test]
fn support_that_is_not_met_says_why() {
    let share = "rate = \"40%\"\nmax = 25000\n[[version.criterion]]\nid = \"share\"\ntext = \"Minstens 60% is studie.\"\n\
                 rule = \"study_share >= 0.6\"";
    let asked = share.replace("study_share >= 0.6", "requested >= 25000");
    let built = STUDY.replace("kind = \"study\"", "kind = \"build\"");
    let check = |project: Json, version: &str, aid: &str, unused: &[&str]| {
        let pack = aid_pack(&[("voucher", version, aid)]);
        let made = plan(&pack, &small_firm(&pack), project);
        assert_eq!(reasons(&made.certain), Vec::<String>::new());
        assert_eq!(reasons(&made.possible), unused);
        let details = made.possible.unused.iter().filter_map(|it| match &it.reason {
            UnusedReason::NotMet(refusal) => Some(refusal.details(&pack.vocabulary, Language::Dutch)),
            _ => None,
        });
        details.flatten().collect::<Vec<_>>()
    };
    let half = || json!({ "kosten": { "study": { "2017": 5000 }, "build": { "2017": 5000 } }, "de_minimis": [] });
    assert_eq!(
        check(half(), share, STUDY, &["voucher: not_met"]),
        ["klopt niet: Minstens 60% is studie.", "past wel met aandeel: 50% → 60%"]
    );
    assert_eq!(check(half(), &asked, STUDY, &["voucher: not_met"]).len(), 2, "by the amount that it would ask for");
    assert_eq!(check(studies(10_000), &share.replace(">=", "<"), &built, &["voucher: no_costs"]), [""; 0]);
}

#[test]
fn the_largest_amount_per_year_binds() {
    let aid = STUDY.replace("[[version.aid.cost]]", "max_per_year = 5000\n[[version.aid.cost]]");
    let pack = aid_pack(&[("voucher", "rate = \"50%\"\nmax = 20000", &aid)]);
    let project = json!({ "kosten": { "study": { "2017": 20_000, "2018": 4_000 } }, "de_minimis": [] });
    let made = plan(&pack, &small_firm(&pack), project);
    assert_eq!(paid(&made.certain), [("voucher".to_owned(), 7_000, Binding::YearMaximum)]);
}

/// New small aid that does not fit falls out whole; what does fit stays whole.
#[test]
fn small_aid_above_the_ceiling_falls_out_whole() {
    let small = STUDY.replace("block-exemption", "de-minimis");
    let pack = aid_pack(&[("voucher", "rate = \"50%\"\nmax = 20000", &small)]);
    let with = |earlier: i64| {
        let project = json!({
            "kosten": { "study": { "2017": 40_000 } },
            "de_minimis": [{ "datum": "2016-01-01", "bedrag": earlier }],
        });
        plan(&pack, &small_firm(&pack), project).certain
    };
    assert_eq!(paid(&with(180_000)), [("voucher".to_owned(), 20_000, Binding::Maximum)]);
    let over = with(180_001);
    assert_eq!(paid(&over), []);
    assert!(matches!(over.unused[0].reason, UnusedReason::SmallAidCeiling(amount) if amount == Cents::new(2_000_000)));
    let by_fact = facts(&pack, json!({ "municipality": "GM0193", "employees": 12, "small_aid": 190_000 }));
    let made = plan(&pack, &by_fact, json!({ "kosten": { "study": { "2017": 40_000 } } }));
    assert_eq!((paid(&made.certain), made.small_aid.room()), (vec![], Some(Cents::new(1_000_000))));
}

fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn grants(list: &[(&str, i64)]) -> EarlierAid {
    let grant = |(day, euros): &(&str, i64)| EarlierGrant {
        granted_on: parse_date(day).unwrap(),
        amount: Cents::new(euros * 100),
    };
    EarlierAid::Grants(list.iter().map(grant).collect())
}

/// Any three years, from day to day: what was granted three years ago to the day no longer counts.
#[test]
fn the_window_of_small_aid_rolls() {
    let pack = aid_pack(&[]);
    let room = |on: &str, earlier: &[(&str, i64)]| {
        SmallAidRoom::on(day(on), &grants(earlier), &pack).room().unwrap().count() / 100
    };
    let two = [("2024-03-01", 200_000), ("2026-02-01", 100_000)];
    assert_eq!(room("2026-02-01", &two[..1]), 100_000);
    assert_eq!(room("2027-02-28", &two), 0);
    assert_eq!(room("2027-03-02", &two), 200_000);
    assert_eq!(room("2027-03-01", &two), 200_000);
    assert_eq!(room("2027-02-28", &[("2024-02-29", 1)]), 299_999);
    assert_eq!(room("2027-03-01", &[("2024-02-29", 1)]), 300_000);
    assert_eq!(room("2026-01-01", &[("2025-01-01", 400_000)]), 0, "never below nothing");
    let frees = SmallAidRoom::on(day("2026-03-01"), &grants(&two), &pack).frees;
    let frees: Vec<String> = frees.iter().map(|(day, amount)| format!("{day} {}", amount.count() / 100)).collect();
    assert_eq!(frees, ["2027-03-01 200000", "2029-02-01 100000"]);
    assert_eq!(SmallAidRoom::on(day("2026-03-01"), &EarlierAid::Unknown, &pack).earlier, None);
}

/// A loan pays for what is left, is never counted as aid, and is paid back.
#[test]
fn loans_are_apart() {
    let loan = "form = \"loan\"\n[[version.aid.cost]]\nkind = \"study\"";
    let pack =
        aid_pack(&[("grant", "rate = \"40%\"\nmax = 10000", STUDY), ("loan", "rate = \"100%\"\nmax = 350000", loan)]);
    let made = plan(&pack, &small_firm(&pack), studies(50_000)).certain;
    let expected = [("grant".to_owned(), 10_000, Binding::Maximum), ("loan".to_owned(), 40_000, Binding::NothingLeft)];
    assert_eq!(paid(&made), expected);
    assert_eq!((made.own_contribution(), made.own_money()), (Cents::new(4_000_000), Cents::ZERO));
    assert_eq!(made.kinds[0].aid, Cents::new(1_000_000));
}

#[test]
fn amounts_that_no_source_gives_are_listed() {
    let pack = aid_pack(&[("voucher", "rate = \"40%\"\nmax = 10000", STUDY)]);
    let bare = "areas = [\"oost\"]\n[[version]]\nvalid = \"2017-01-01..\"\nmax = 27500\ncriteria_unknown = true";
    let other = pack_with(&[], &[("bare", bare)]);
    let made = financing_plan(
        &Project { costs: plan(&pack, &small_firm(&pack), studies(1_000)).project.costs, ..Project::default() },
        &FactSet::new(),
        &Matcher::new(&other, noon()),
        &other,
    )
    .unwrap();
    assert_eq!(made.amount_unknown.iter().map(|it| &*it.it.on_day.support.id).collect::<Vec<_>>(), ["bare"]);
    assert!(made.possible.contributions.is_empty());
}

/// Every mistake of a project at once, with its place.
#[test]
fn mistakes_in_a_project() {
    let pack = aid_pack(&[]);
    let check = |project: Json, expected: &[&str]| {
        let errors = project_from_json(&project, &pack, day("2017-05-01")).expect_err("mistakes");
        let lines: Vec<String> =
            errors.iter().map(|it| format!("{}: {}", it.place, it.message(Language::English))).collect();
        assert_eq!(lines, expected);
    };
    check(json!([]), &[": the project must be an object, such as {\"kosten\": {\"training\": {\"2017\": 4000}}}"]);
    check(json!({ "kosten": {} }), &["kosten: the project has no costs yet; fill in at least one amount"]);
    check(
        json!({ "kostn": 1, "start": "soon", "kosten": { "stdy": {}, "study": { "17": 5, "2017": -1, "2018": 0.001 } },
                "de_minimis": [{ "datum": "2016", "bedrag": "x", "bdrag": 1 }] }),
        &[
            "kostn: the field `kostn` does not exist; did you mean `kosten`?",
            "start: `start`: \"soon\" is no day; write a day as \"2017-06-01\"",
            "kosten/stdy: `stdy` is no kind of costs; did you mean `study`?",
            "kosten/study/17: `kosten/study/17`: `17` is no year; write a year as 2017",
            "kosten/study/2017: `kosten/study/2017`: -1 is no amount; give euros, from 0 to 100 million, with at most two decimals",
            "kosten/study/2018: `kosten/study/2018`: 0.001 is no amount; give euros, from 0 to 100 million, with at most two decimals",
            "de_minimis/0/bdrag: the field `de_minimis/0/bdrag` does not exist; did you mean `bedrag`?",
            "de_minimis/0/datum: `de_minimis/0/datum`: \"2016\" is no day; write a day as \"2017-06-01\"",
            "de_minimis/0/bedrag: `de_minimis/0/bedrag`: \"x\" is no amount; give euros, from 0 to 100 million, with at most two decimals",
        ],
    );
    check(
        json!({ "kosten": { "study": { "2016": 5, "2021": 5 } }, "start": "2018-01-01", "de_minimis": [{ "datum": "2017-05-02", "bedrag": 1 }] }),
        &[
            "kosten: the costs run from 2016 to 2021; a plan is for at most 5 years",
            "kosten: there are costs in 2016; you ask for support before you make costs, so a plan begins in 2017 at the earliest",
            "start: there are costs in 2016, but the project starts on 1 January 2018",
            "de_minimis: aid of 2 May 2017 is later than the day of the plan, 1 May 2017; give only aid that you already have",
        ],
    );
}

/// The cents of a budget are divided without losing one, and what nobody agreed to pay is open.
#[test]
fn cofinance_of_a_programme() {
    let programme = |shares: &str| {
        format!("areas = [\"oost\"]\n[cofinance]\n{shares}\n[[version]]\nvalid = \"..\"\ncriteria_unknown = true")
    };
    let beside = |level: &str, share: &str| {
        format!("[[cofinance.beside]]\norganisation = \"rvo\"\nlevel = \"{level}\"\n{share}\n")
    };
    let third = "{ value = \"33.3%\", qualifier = \"at_most\" }";
    let all = programme(&format!(
        "share = \"33.4%\"\n{}{}",
        beside("state", &format!("share = {third}")),
        beside("region", &format!("share = {third}"))
    ));
    let half = programme("share = \"50%\"");
    let unknown = programme(&beside("state", "amount = 22300000"));
    let pack = pack_with(&[], &[("all", &all), ("half", &half), ("unknown", &unknown)]);
    let euros = |amount: Option<Cents>| amount.map(Cents::count);
    let found = cofinancing(Cents::new(10_001), &pack);
    let rows: Vec<_> = found
        .iter()
        .map(|it| {
            (
                &**it.id,
                euros(it.programme),
                euros(it.of_level(PayerLevel::State)),
                euros(it.of_level(PayerLevel::Region)),
                euros(it.open),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("all", Some(3_341), Some(3_330), Some(3_330), Some(0)),
            ("half", Some(5_000), None, None, Some(5_001)),
            ("unknown", None, None, None, None),
        ]
    );
    assert_eq!(found.iter().map(|it| it.is_open()).collect::<Vec<_>>(), [false, true, true]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// To the cent: what is paid and the firm's own contribution are all costs, per year and together.
    #[test]
    fn nothing_is_lost(first in 0_i64..10_000_000, second in 0_i64..10_000_000, build in 1_i64..10_000_000) {
        let loan = "form = \"loan\"\n[[version.aid.cost]]\nkind = \"study\"\n[[version.aid.cost]]\nkind = \"build\"";
        let pack = aid_pack(&[
            ("a", "rate = \"33.3%\"\nmax = 20000", STUDY),
            ("b", "rate = \"35%\"\nmin = 1000\nmax = 30000", STUDY),
            ("loan", "rate = \"45%\"\nmax = 50000", loan),
        ]);
        let euros = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
        let project = json!({
            "kosten": { "study": { "2017": euros(first), "2018": euros(second) }, "build": { "2018": euros(build) } },
            "de_minimis": [],
        });
        let made = plan(&pack, &small_firm(&pack), project);
        for scenario in [&made.certain, &made.possible] {
            let rows: i64 = scenario.contributions.iter().flat_map(|it| &it.rows).map(|row| row.amount.count()).sum();
            prop_assert_eq!(rows + scenario.own_money().count(), first + second + build);
            prop_assert!(scenario.own_money() >= Cents::ZERO);
            for it in &made.project.costs {
                let on: i64 = scenario.contributions.iter().flat_map(|it| &it.rows)
                    .filter(|row| row.kind == it.kind && row.year == it.year).map(|row| row.amount.count()).sum();
                prop_assert!(on <= it.amount.count());
            }
        }
    }
}
