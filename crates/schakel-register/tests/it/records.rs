//! What is read from records without mistakes.

use insta::assert_debug_snapshot;
use schakel_criteria::Language;
use schakel_register::{Category, CriterionTest, Pack};

use crate::small_pack::{files, files_with, good_pack};

fn pack() -> Pack {
    good_pack(&files())
}

#[test]
fn a_version_with_everything() {
    let pack = pack();
    let version = &pack.support["voucher"].versions[1];
    assert_eq!(version.valid.to_string(), "2017-01-01..2018-01-01");
    let figure = |it: &Option<schakel_register::Honest>, unit| it.as_ref().unwrap().words(unit, Language::English);
    assert_eq!(figure(&version.maximum, "EUR"), "about €\u{a0}25,000");
    assert_eq!(figure(&version.rate, "%"), "40%");
    assert!(version.minimum.is_none(), "not known");
    assert_eq!(version.documents, ["projectplan"]);
    let window = &version.windows[0];
    assert_eq!(window.from.unwrap().to_string(), "2017-04-11T09:00:00");
    assert_eq!(window.until.unwrap().to_string(), "2017-09-08T00:00:00", "a day counts whole");
    assert_eq!((window.continuous, window.exhausted_on, &window.source), (false, None, &None));
    let budget = &version.budgets[0];
    assert_eq!(budget.funder.as_deref(), Some("novel-t"));
    assert_eq!(budget.amount.words("EUR", Language::Dutch), "€\u{a0}100.000");
}

#[test]
fn a_version_has_the_source_of_its_record_unless_it_has_its_own() {
    let pack = pack();
    let version = &pack.support["voucher"].versions[1];
    assert_eq!(version.source.to_string(), "agenda §1");
    assert_eq!(version.criteria[0].source.to_string(), "agenda §1");
    assert_eq!(version.maximum.as_ref().unwrap().source.as_ref().unwrap().to_string(), "site");
}

#[test]
fn a_criterion_is_a_rule_or_a_judgement() {
    let pack = pack();
    let tests = pack.support["voucher"].versions[1].criteria.iter().map(|it| match &it.test {
        CriterionTest::Rule { text, .. } => text.as_str(),
        CriterionTest::Judgement => "judgement",
    });
    assert_eq!(tests.collect::<Vec<_>>(), ["small", "judgement"]);
}

#[test]
fn a_translation_fills_in_what_it_has() {
    let pack = pack();
    let organisation = &pack.organisations["novel-t"];
    assert_eq!(organisation.name.get(Language::English), "Novel-T", "not translated");
    assert_eq!(organisation.summary.get(Language::English), "Helps entrepreneurs in Twente.");
    assert_eq!(organisation.summary.get(Language::Dutch), "Helpt ondernemers in Twente.");
    assert_eq!((organisation.body.nl.as_str(), organisation.body.en.as_str()), ("Tekst.", "Text."));
}

#[test]
fn areas_keep_how_certain_they_are() {
    let areas = &pack().organisations["novel-t"].areas;
    let words: Vec<String> = areas.iter().map(|(area, qualifier)| format!("{area} {}", qualifier.name())).collect();
    assert_eq!(words, ["twente exact", "oost inferred"]);
}

#[test]
fn figures_and_budgets_speak_both_languages() {
    let pack = pack();
    let figure = &pack.support["voucher"].figures[0];
    assert_eq!((figure.unit_in(Language::Dutch), figure.unit_in(Language::English)), ("aanvragen", "applications"));
    assert_eq!(figure.source.to_string(), "agenda §1", "that of the record");
    let budget = &pack.support["voucher"].versions[1].budgets[0];
    assert_eq!((budget.label_in(Language::Dutch), budget.label_in(Language::English)), ("Provincie", "Province"));
    assert_eq!(pack.records["innoveert"].budgets[1].label_in(Language::English), "Rijk", "not translated");
}

#[test]
fn only_instruments_and_facilities_are_support() {
    let facility = "+++\nname = \"Lab\"\nkind = \"voucher\"\nmunicipality = \"GM0153\"\nsince = { value = 2011-07-07, qualifier = \"about\" }\n\
        units = 6\nequipment = [\"3D-printer\"]\naccess = \"Bel eerst.\"\naccess_en = \"Call first.\"\nsummary = \"Een lab.\"\n\
        source = \"agenda\"\nchecked_on = 2016-05-15\n[[version]]\nvalid = \"..\"\ncriteria_unknown = true\n+++\nTekst.";
    let pack = good_pack(&files_with(&[("facilities/lab.md", facility)]));
    let support: Vec<_> = pack.support.iter().map(|(id, it)| (&**id, it.category)).collect();
    assert_eq!(support, [("lab", Category::Facility), ("voucher", Category::Instrument)]);
    assert_eq!(pack.records.keys().map(|it| &**it).collect::<Vec<_>>(), ["innoveert"]);
    assert_eq!(pack.strategies.keys().map(|it| &**it).collect::<Vec<_>>(), ["oost"]);
    assert_debug_snapshot!(pack.support["lab"].place, @r#"
    Place {
        municipality: Some(
            "GM0153",
        ),
        since: Some(
            (
                2011-07-07,
                About,
            ),
        ),
        units: Some(
            6,
        ),
        equipment: [
            "3D-printer",
        ],
        access: Some(
            Bilingual {
                nl: "Bel eerst.",
                en: "Call first.",
            },
        ),
    }
    "#);
}

#[test]
fn connections_between_organisations() {
    let edges = "[[edge]]\nfrom = \"novel-t\"\nto = \"ondernemers\"\nkind = \"refers\"\ntext = \"Novel-T verwijst door.\"\nsource = \"agenda §7\"\n";
    let kinds = "[[code]]\nid = \"refers\"\nname = \"verwijst door\"\n";
    let pack = good_pack(&files_with(&[("organisations/edges.toml", edges), ("codes/edge-kinds.toml", kinds)]));
    let connection = &pack.connections[0];
    assert_eq!((&*connection.from, &*connection.to, &*connection.kind), ("novel-t", "ondernemers", "refers"));
    assert_eq!(
        (connection.text.as_str(), connection.source.to_string().as_str()),
        ("Novel-T verwijst door.", "agenda §7")
    );
}

#[test]
fn the_activity_codes_are_a_tree() {
    let pack = pack();
    let list = pack.vocabulary.code_list("sbi").unwrap();
    for (code, parent) in
        [("C", None), ("28", Some("C")), ("281", Some("28")), ("2812", Some("281")), ("62", Some("J"))]
    {
        assert_eq!(list.get(code).unwrap().parent.as_deref(), parent, "{code}");
    }
    assert_eq!(
        list.get("2812").unwrap().name.get(Language::English),
        "Pompen",
        "without an English name the Dutch one"
    );
}

#[test]
fn provinces_and_municipalities_are_code_lists() {
    let pack = pack();
    let ids = |list: &str| pack.codes(list).iter().map(|code| code.id.to_string()).collect::<Vec<_>>().join(" ");
    assert_eq!(ids("provinces"), "PV23 PV25");
    assert_eq!(ids("municipalities"), "GM0153 GM0193 GM0202");
    assert_eq!(ids("no-such-list"), "");
}

#[test]
fn how_a_fact_is_asked() {
    let pack = pack();
    let details = |fact: &str| pack.details(pack.vocabulary.fact_named(fact).unwrap()).unwrap();
    assert_eq!(details("plan").question.get(Language::English), "What do you want to do?");
    assert_eq!(details("turnover").question.get(Language::Dutch), "jaaromzet", "without a question its name");
    assert_eq!(details("employees").unit.get(Language::Dutch), "werkzame personen (fte)");
}
