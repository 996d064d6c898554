//! Rules on aid and on co-financing: how they read, and every mistake in them.

use schakel_criteria::Number;
use schakel_register::{AidBasis, AidForm, PayerLevel, SameCosts};
use schakel_time::parse_date;

use crate::small_pack::{INSTRUMENT_HEAD, files_with, good_pack, mistakes};

const KINDS: &str = "[[code]]\nid = \"study\"\nname = \"Studie\"\n[[code]]\nid = \"training\"\nname = \"Opleiding\"\n";

const AID: &str = "[[cost_kind]]\nid = \"study\"\n[[cost_kind.ceiling]]\nrate = \"60%\"\nvalid = \"2014-01-01..\"\nsource = \"agenda §2\"\n";

/// A version with these fields and these rules on aid.
fn record(fields: &str, aid: &str) -> String {
    let version = format!("[[version]]\nvalid = \"2017-01-01..\"\n{fields}\ncriteria_unknown = true\n{aid}");
    format!("+++\n{INSTRUMENT_HEAD}family = \"mit\"\n{version}\n+++\nTekst.\n")
}

fn mistakes_in(fields: &str, aid: &str) -> String {
    let record = record(fields, aid);
    mistakes(&files_with(&[("instruments/proef.md", &record), ("codes/cost-kinds.toml", KINDS), ("aid.toml", AID)]))
}

#[test]
fn rules_on_aid_are_read() {
    let aid = "[version.aid]\nform = \"grant\"\nbasis = \"de-minimis\"\nsame_costs = \"own-rate\"\n\
               max_per_year = 5000\n[[version.aid.cost]]\nkind = \"study\"\nrule = \"employees < 10\"\n\
               [[version.aid.cost]]\nkind = \"study\"\nrate = \"20%\"\nsource = \"agenda §3\"";
    let record = record("rate = \"40%\"\nmax = 10000", aid);
    let files = files_with(&[("instruments/proef.md", &record), ("codes/cost-kinds.toml", KINDS), ("aid.toml", AID)]);
    let pack = good_pack(&files);
    let aid = pack.support["proef"].versions[0].aid.as_ref().expect("rules on aid");
    assert_eq!(
        (aid.form, aid.basis, aid.same_costs),
        (AidForm::Grant, Some(AidBasis::DeMinimis), Some(SameCosts::OwnRate))
    );
    assert_eq!(aid.maximum_per_year.as_ref().and_then(|it| it.value), Some(Number::whole(5000)));
    let rates: Vec<_> = aid.costs.iter().map(|it| (it.rate.value, it.rule.is_some(), it.source.to_string())).collect();
    assert_eq!(rates[0], (Number::fraction(2, 5), true, "agenda §1".to_owned()));
    assert_eq!(rates[1], (Number::fraction(1, 5), false, "agenda §3".to_owned()));
    let ceiling = |day| pack.aid.ceiling("study", parse_date(day).expect("a day")).and_then(|it| it.rate.value);
    assert_eq!((ceiling("2017-01-01"), ceiling("2013-12-31")), (Number::fraction(3, 5), None));
}

#[test]
fn mistakes_in_rules_on_aid() {
    let rate = "rate = \"40%\"\nmax = 10000";
    let study = "[[version.aid.cost]]\nkind = \"study\"";
    let found = [
        mistakes_in(rate, "[version.aid]\nbasis = \"minimis\"\n"),
        mistakes_in(rate, &format!("[version.aid]\nform = \"gift\"\nextra = 1\n{study}")),
        mistakes_in(rate, &format!("[version.aid]\nform = \"grant\"\n{study}\nrate = \"50%\"")),
        mistakes_in("max = 10000", &format!("[version.aid]\nform = \"grant\"\nmax_per_year = 20000\n{study}")),
        mistakes_in(
            rate,
            &format!(
                "[version.aid]\nform = \"grant\"\n{study}\n{study}\n[[version.aid.cost]]\nkind = \"studdy\"\nrule = \"employes < 3\""
            ),
        ),
    ];
    insta::assert_snapshot!("mistakes_in_rules_on_aid", found.join("\n\n=====\n\n"));
}

#[test]
fn mistakes_in_aid_in_general() {
    let check = |aid: &str| mistakes(&files_with(&[("codes/cost-kinds.toml", KINDS), ("aid.toml", aid)]));
    let found = [
        check("costs_fact = \"employes\"\nmonths_fact = \"registered\"\ncost = 1\n"),
        check("[de_minimis]\nceiling = \"roof\"\n[[cost_kind]]\nid = \"stdy\"\n"),
        check("[[cost_kind]]\nid = \"study\"\n[[cost_kind.ceiling]]\nvalid = \"..\"\n[[cost_kind]]\nid = \"study\"\n"),
    ];
    insta::assert_snapshot!("mistakes_in_aid_in_general", found.join("\n\n=====\n\n"));
}

#[test]
fn cofinance_is_read_and_checked() {
    let programme = |cofinance: &str| {
        format!(
            "+++\n{INSTRUMENT_HEAD}[cofinance]\n{cofinance}\n[[version]]\nvalid = \"..\"\ncriteria_unknown = true\n+++\nTekst.\n"
        )
    };
    let of = |cofinance: &str| files_with(&[("instruments/proef.md", &programme(cofinance))]);
    let organisation = good_pack(&of("")).organisations.keys().next().expect("an organisation").to_string();
    let beside = |level: &str, share: &str| {
        format!("[[cofinance.beside]]\norganisation = \"{organisation}\"\n{level}\nshare = \"{share}\"\n")
    };
    let pack = good_pack(&of(&format!("share = \"50%\"\n{}", beside("level = \"state\"", "30%"))));
    let cofinance = pack.support["proef"].cofinance.as_ref().expect("co-financing");
    let payer = &cofinance.payers[0];
    assert_eq!(
        (payer.level, payer.share.as_ref().and_then(|it| it.value)),
        (PayerLevel::State, Number::fraction(3, 10))
    );
    let found = [
        mistakes(&of(&format!("share = \"50%\"\n{}", beside("level = \"region\"", "60%")))),
        mistakes(&of(&beside("level = \"town\"", "60%"))),
        mistakes(&of(&beside("", "60%"))),
    ];
    insta::assert_snapshot!("mistakes_in_cofinance", found.join("\n\n=====\n\n"));
}
