//! Rounds: how they read, and every mistake in them.

use std::sync::Arc;

use schakel_criteria::{Language, Number};
use schakel_register::{
    AtCeiling, CeilingScope, DecideAfter, FieldKind, FieldSubject, Pot, Procedure, Qualifier, SettlementKind,
    SpanOfTime, TermUnit, TieRule,
};

use crate::small_pack::{files_edited, files_with, good_pack, mistakes};

const HEAD: &str = r#"name = "Ronde"
instruments = ["voucher"]
summary = "Een ronde."
source = "agenda §1"
checked_on = 2017-03-01
"#;

const CODES: [(&str, &str); 3] = [
    ("codes/cost-kinds.toml", "[[code]]\nid = \"study\"\nname = \"Studie\"\n"),
    ("codes/audiences.toml", "[[code]]\nid = \"sme\"\nname = \"Mkb\"\n"),
    ("codes/activities.toml", "[[code]]\nid = \"set-up\"\nname = \"Opzetten\"\n"),
];

const KEYS: &str = r#"[[key]]
id = "efro-2016"
name = "Sleutel 2016"
year = 2016
source = "agenda §1"
[[key.part]]
area = "PV23"
weight = 2
[[key.part]]
area = "PV25"
weight = 1.5
"#;

fn round(front_matter: &str) -> String {
    format!("+++\n{HEAD}{front_matter}\n+++\nTekst.\n")
}

/// What is wrong with a round with one version of 2016 that holds these fields.
fn mistakes_in(version: &str) -> String {
    mistakes_in_round(&format!("[[version]]\nvalid = \"2016-01-01..2017-01-01\"\n{version}"))
}

fn mistakes_in_round(front_matter: &str) -> String {
    mistakes_beside(&round(front_matter), KEYS)
}

fn mistakes_beside(record: &str, keys: &str) -> String {
    let mut changes = vec![("rounds/ronde.md", record), ("rounds/keys.toml", keys)];
    changes.extend(CODES);
    mistakes(&files_with(&changes))
}

const FULL: &str = r#"activities = ["set-up"]
[[version]]
valid = "2016-01-01..2017-01-01"
procedure = { value = "ranking", source = "agenda §2" }
at_ceiling = "take-smaller"
committee = true
rate = { value = "40%", qualifier = "at_most" }
min = 1000
max = 50000
min_each = 500
max_each = 10000
max_cost_share = "70%"
[[version.window]]
from = "2016-04-11T09:00"
until = 2016-09-07
[[version.ceiling]]
label = "Alles"
value = 100000
[[version.ceiling]]
label = "Thema"
theme = "htsm"
value = 60000
source = "agenda §3"
[[version.ceiling]]
label = "Klein"
size = { at_most = 5000 }
value = 40000
[[version.pot]]
pot = "joint"
label = "Samen"
total = 100000
[[version.pot.funder]]
organisation = "novel-t"
value = 60000
share = "60%"
[[version.pot.funder]]
organisation = "novel-t"
value = 40000
qualifier = "provisional"
[version.pot.distribution]
funder = "novel-t"
key = "efro-2016"
[[version.cost]]
kind = "study"
min_share = "60%"
[version.participants]
min = 2
max = 10
[version.terms]
decide_within = { value = "13 weeks", source = "agenda §4" }
decide_after = "closing"
extend_by = "13 weeks"
repair_within = "14 days"
settle_within = "3 months"
[version.ranking]
min_total = 50
tie_criteria = ["renewal"]
tie = "draw"
[[version.ranking.criterion]]
id = "renewal"
text = "Vernieuwing"
text_en = "Renewal"
points_to = 25
min = 17.5
[[version.ranking.criterion]]
id = "value"
text = "Waarde"
points_from = 1
points_to = 30
weight = 2
heavier = { when = "Sleuteltechnologie", when_en = "Key technology", weight = 3 }
[[version.document]]
id = "plan"
name = "Projectplan"
name_en = "Project plan"
per_participant = true
file_types = ["pdf"]
megabytes = 10
[[version.field]]
id = "costs"
label = "Kosten"
kind = "money"
about = "project"
optional = true
[[version.settlement]]
below = 25000
arrangement = "automatic"
[[version.settlement]]
arrangement = "audited"
"#;

#[test]
fn a_round_is_read() {
    let record = round(FULL);
    let mut changes = vec![
        ("rounds/ronde.md", record.as_str()),
        ("rounds/ronde.en.md", "+++\nname = \"Round\"\nsummary = \"A round.\"\n+++\nText.\n"),
        ("rounds/keys.toml", KEYS),
    ];
    changes.extend(CODES);
    let pack = good_pack(&files_with(&changes));
    let round = &pack.rounds["ronde"];
    assert_eq!(
        (round.name.get(Language::English), &*round.instruments[0], &*round.activities[0]),
        ("Round", "voucher", "set-up")
    );
    let version = &round.versions[0];
    let procedure = version.procedure.as_ref().expect("a procedure");
    assert_eq!((procedure.value, procedure.source.to_string()), (Procedure::Ranking, "agenda §2".to_owned()));
    let at_ceiling = version.at_ceiling.as_ref().expect("said");
    assert_eq!((at_ceiling.value, at_ceiling.source.to_string()), (AtCeiling::TakeSmaller, "agenda §1".to_owned()));
    let rate = version.amounts.rate.as_ref().expect("a rate");
    assert_eq!((rate.value, rate.qualifier), (Number::fraction(2, 5), Qualifier::AtMost));
    assert_eq!(version.windows[0].from.map(|it| it.hour()), Some(9));
    let parts: Vec<Option<String>> = version.ceilings.iter().map(|it| it.part().map(|it| it.to_string())).collect();
    assert_eq!(parts, [None, Some("theme:htsm".to_owned()), Some("size:..5000".to_owned())]);
    assert_eq!(version.ceilings[0].scope, CeilingScope::Whole);
    assert_eq!(version.ceilings[1].source.to_string(), "agenda §3");
    let pot = &version.pots[0];
    assert_eq!((pot.pot, pot.funders.len()), (Some(Pot::Joint), 2));
    assert_eq!(pot.distribution.as_ref().map(|it| &*it.key), Some("efro-2016"));
    assert_eq!(pack.distribution_keys["efro-2016"].parts[1].weight, Number::fraction(3, 2).expect("a number"));
    let terms = &version.terms;
    let span = |count, unit| Some(SpanOfTime { count, unit });
    assert_eq!(terms.decide_within.as_ref().map(|it| it.value), span(13, TermUnit::Weeks));
    assert_eq!(terms.repair_within.as_ref().map(|it| it.value), span(14, TermUnit::Days));
    assert_eq!(terms.settle_within.as_ref().map(|it| it.value), span(3, TermUnit::Months));
    assert_eq!(terms.decide_after.as_ref().map(|it| it.value), Some(DecideAfter::Closing));
    let ranking = version.ranking.as_ref().expect("a ranking");
    assert_eq!(ranking.criteria[0].minimum, Number::fraction(35, 2));
    assert_eq!((ranking.criteria[0].weight, ranking.criteria[1].weight), (Number::ONE, Number::whole(2)));
    assert_eq!(ranking.criteria[1].heavier.as_ref().map(|it| it.weight), Some(Number::whole(3)));
    assert_eq!(ranking.tie.as_ref().map(|it| it.value), Some(TieRule::Draw));
    let field = &version.fields[0];
    assert_eq!((field.kind, field.about, field.optional), (FieldKind::Money, FieldSubject::Project, true));
    assert_eq!(version.documents[0].megabytes, Some(10));
    let arrangements: Vec<SettlementKind> = version.settlements.iter().map(|it| it.arrangement).collect();
    assert_eq!(arrangements, [SettlementKind::Automatic, SettlementKind::Audited]);
}

/// What no source says is left out, and stays empty.
#[test]
fn a_round_may_leave_everything_open() {
    let record = round("[[version]]\nvalid = \"2016-01-01..\"");
    let pack = good_pack(&files_with(&[("rounds/ronde.md", &record)]));
    let version = &pack.rounds["ronde"].versions[0];
    assert!(version.procedure.is_none() && version.ceilings.is_empty() && version.windows.is_empty());
    assert!(version.ranking.is_none() && version.terms.decide_within.is_none() && version.committee.is_none());
}

#[test]
fn mistakes_in_the_head_of_a_round() {
    let version = "[[version]]\nvalid = \"2016-01-01..2017-01-01\"\n";
    let found = [
        mistakes_in_round(""),
        mistakes_beside(&round(version).replace("instruments = [\"voucher\"]\n", ""), KEYS),
        mistakes_beside(&round(version).replace("\"voucher\"", "\"vouchr\""), KEYS),
        mistakes_in_round(&format!("executer = \"novel-t\"\nactivities = [\"setup\"]\n{version}")),
        mistakes_in_round(&format!("{version}[[version]]\nvalid = \"2016-06-01..\"")),
    ];
    insta::assert_snapshot!(found.join("\n\n"));
}

#[test]
fn mistakes_in_the_money_of_a_round() {
    let whole = "[[version.ceiling]]\nlabel = \"Alles\"\nvalue = 1000\n";
    let pot = "[[version.pot]]\nlabel = \"Samen\"\n";
    let funder = "[[version.pot.funder]]\norganisation = \"novel-t\"\nvalue = 500\n";
    let found = [
        mistakes_in("procedure = \"rankng\"\nat_ceiling = { source = \"agenda §1\" }"),
        mistakes_in("min = 300\nmax = 200\nmin_each = 20\nmax_each = 10"),
        mistakes_in(&format!("max = 2000\n{whole}{whole}")),
        mistakes_in(&format!("{whole}[[version.ceiling]]\nlabel = \"Deel\"\ntheme = \"htsm\"\nvalue = 2000\n")),
        mistakes_in("[[version.ceiling]]\nlabel = \"Deel\"\ntheme = \"htsm\"\narea = \"PV23\"\nvalue = 2000\n"),
        mistakes_in("[[version.ceiling]]\nlabel = \"Deel\"\nsize = { above = 20, at_most = 20 }\nvalue = 2000\n"),
        mistakes_in(&format!("{pot}total = 900\n{funder}{funder}")),
        mistakes_in(&format!("{pot}pot = \"jont\"\n{funder}share = \"60%\"\n{funder}share = \"50%\"\n")),
        mistakes_in(&format!("{pot}[version.pot.distribution]\nfunder = \"novel-t\"\nkey = \"efro-2017\"")),
        mistakes_in(
            "[[version.cost]]\nkind = \"study\"\nmin_share = \"60%\"\nmax_share = \"40%\"\n[[version.cost]]\nkind = \"study\"",
        ),
    ];
    insta::assert_snapshot!(found.join("\n\n"));
}

#[test]
fn mistakes_in_keys() {
    let open_round = round("[[version]]\nvalid = \"2016-01-01..\"");
    let record = round(
        "[[version]]\nvalid = \"2017-01-01..2018-01-01\"\n[[version.pot]]\nlabel = \"Samen\"\n[version.pot.distribution]\nfunder = \"novel-t\"\nkey = \"efro-2016\"",
    );
    let part = |area, weight| format!("[[key.part]]\narea = \"{area}\"\nweight = {weight}\n");
    let key = "[[key]]\nid = \"k\"\nname = \"K\"\nyear = 2016\nsource = \"agenda §1\"\n";
    let found = [
        mistakes_beside(&record, KEYS),
        mistakes_beside(&open_round, &format!("{key}{}{}{key}", part("PV23", "-1"), part("PV25", "0"))),
        mistakes_beside(&open_round, &format!("{key}{}{}", part("PV23", "1"), part("PV23", "1"))),
        mistakes_beside(&open_round, &key.replace("2016", "16")),
    ];
    insta::assert_snapshot!(found.join("\n\n"));
}

#[test]
fn mistakes_in_what_an_applicant_hands_in() {
    let criterion = "[[version.ranking.criterion]]\nid = \"renewal\"\ntext = \"Vernieuwing\"\n";
    let document = "[[version.document]]\nid = \"plan\"\nname = \"Plan\"\n";
    let field = "[[version.field]]\nid = \"costs\"\nlabel = \"Kosten\"\n";
    let settlement = "[[version.settlement]]\narrangement = \"report\"\n";
    let found = [
        mistakes_in("[version.participants]\nmin = 10\nmax = 5"),
        mistakes_in("[version.terms]\ndecide_within = \"13 wks\"\ndecide_after = \"closng\"\nrepair = \"2 weeks\""),
        mistakes_in(&format!(
            "[version.ranking]\nmin_total = 70\ntie = \"draww\"\ntie_criteria = [\"renewel\"]\n{criterion}points_to = 25\n{criterion}points_from = 30\npoints_to = 25\nmin = 26\nweight = -1"
        )),
        mistakes_in(&format!("{document}file_types = [\".PDF\"]\nmegabytes = 0\n{document}")),
        mistakes_in(&format!("{field}kind = \"mony\"\nabout = \"projects\"\n{field}kind = \"money\"")),
        mistakes_in(&format!("{settlement}below = 500\n{settlement}below = 400\n{settlement}{settlement}")),
    ];
    insta::assert_snapshot!(found.join("\n\n"));
}

/// What a round says of the same time as its instrument must be the same.
#[test]
fn a_round_that_contradicts_its_instrument() {
    let mut files = files_edited(
        "instruments/voucher.md",
        "rate = \"40%\"\nmax = { value = 25000",
        "procedure = \"lottery\"\nrate = \"40%\"\nmax = { value = 25000",
    );
    let record =
        round("[[version]]\nvalid = \"2017-01-01..2018-01-01\"\nprocedure = \"ranking\"\nrate = \"10%\"\nmax = 1");
    files.insert(Arc::from("rounds/ronde.md"), record);
    insta::assert_snapshot!(mistakes(&files));
}
