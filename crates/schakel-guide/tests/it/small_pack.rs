//! A small pack of strings, with the instruments that a test wants, and firms in it.

use std::sync::Arc;

use schakel_criteria::FactSet;
use schakel_guide::{Match, Matcher};
use schakel_register::{Pack, PackFiles, facts_from_json, load, render};
use schakel_time::{DateTime, parse_date};
use serde_json::Value as Json;

/// The moment at which the tests look.
pub fn noon() -> DateTime {
    parse_date("2017-05-01").unwrap().at(12, 0, 0, 0)
}

/// A pack with these instruments: identifier and the fields that differ from the plainest one.
pub fn pack(instruments: &[(&str, &str)]) -> Pack {
    pack_with(&[], instruments)
}

/// The same with these files in place of its own, or beside them.
pub fn pack_with(changes: &[(&str, &str)], instruments: &[(&str, &str)]) -> Pack {
    let all = FILES.iter().chain(changes);
    let mut files: PackFiles = all.map(|(path, text)| (Arc::from(*path), (*text).to_owned())).collect();
    for (id, fields) in instruments {
        files.insert(Arc::from(format!("instruments/{id}.md")), instrument(fields));
    }
    let loaded = load(&files);
    let drawn: Vec<String> = loaded.diagnostics.iter().map(|it| render(it, &files, false)).collect();
    assert!(!loaded.has_mistakes(), "{}", drawn.join("\n\n"));
    loaded.pack
}

/// A record with these fields. Without `[[version]]` it has one with the rule `size`: fewer than fifty people.
fn instrument(fields: &str) -> String {
    let head =
        "name = \"Proef\"\nkind = \"voucher\"\nsummary = \"Een proef.\"\nsource = \"agenda\"\nchecked_on = 2017-03-01";
    let version = if fields.contains("[[version]]") { "" } else { SMALL };
    format!("+++\n{head}\n{fields}\n{version}\n+++\nTekst.\n")
}

/// A version that asks for fewer than fifty people, and says nothing else.
pub const SMALL: &str = "[[version]]\nvalid = \"2017-01-01..\"\n[[version.criterion]]\nid = \"size\"\ntext = \"U bent klein.\"\nrule = \"employees < 50\"";

/// The facts of a firm.
pub fn facts(pack: &Pack, firm: Json) -> FactSet {
    facts_from_json(&firm, pack, noon().date()).unwrap_or_else(|mistakes| panic!("{mistakes:?}"))
}

/// What one instrument means for a firm.
pub fn match_one<'a>(pack: &'a Pack, instrument: &str, firm: Json) -> Match<'a> {
    Matcher::new(pack, noon()).match_one(instrument, &facts(pack, firm)).expect("the instrument is known")
}

/// The identifiers of the matches, best first.
pub fn order(pack: &Pack, firm: Json) -> String {
    let matches = Matcher::new(pack, noon()).match_firm(&facts(pack, firm));
    matches.iter().map(|it| it.on_day.support.id.to_string()).collect::<Vec<_>>().join(" ")
}

const FILES: [(&str, &str); 15] = [
    ("pack.toml", "name = \"Oost\"\nregion = \"oost\"\nprovinces = [\"PV23\"]\n"),
    ("sources.toml", "[agenda]\ntitle = \"Mkb-agenda\"\nkind = \"policy\"\n"),
    ("thresholds.toml", ""),
    (
        "facts.toml",
        r#"
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
[province]
type = "code"
codes = "provinces"
name = "provincie"
derive_lookup = { fact = "municipality", table = "municipalities", column = "province" }
[employees]
type = "number"
min = 0
name = "werkzame personen"
[turnover]
type = "money"
min = 0
name = "jaaromzet"
[registered]
type = "bool"
name = "ingeschreven"
"#,
    ),
    ("codes/kinds.toml", "[[code]]\nid = \"voucher\"\nname = \"Voucher\"\n"),
    (
        "codes/plan.toml",
        "[[code]]\nid = \"innovate\"\nname = \"Vernieuwen\"\n[[code]]\nid = \"start\"\nname = \"Beginnen\"\n",
    ),
    ("codes/themes.toml", "[[code]]\nid = \"htsm\"\nname = \"Hightech\"\n[[code]]\nid = \"water\"\nname = \"Water\"\n"),
    (
        "codes/statuses.toml",
        "[[code]]\nid = \"running\"\nname = \"Loopt\"\n[[code]]\nid = \"announced\"\nname = \"Aangekondigd\"\n",
    ),
    ("codes/organisation-types.toml", "[[code]]\nid = \"gate\"\nname = \"Loket\"\n"),
    ("codes/roles.toml", "[[code]]\nid = \"front-door\"\nname = \"Loket\"\n"),
    (
        "regions/regions.toml",
        r#"
[[region]]
id = "EU"
name = "Europese Unie"
kind = "country"
parts = ["NL"]
[[region]]
id = "NL"
name = "Nederland"
kind = "country"
parts = ["PV23", "PV25", "PV28"]
[[region]]
id = "oost"
name = "Oost"
kind = "landsdeel"
parts = ["PV23", "PV25"]
[[region]]
id = "PV23"
name = "Overijssel"
kind = "province"
[[region]]
id = "PV25"
name = "Gelderland"
kind = "province"
[[region]]
id = "PV28"
name = "Zuid-Holland"
kind = "province"
[[region]]
id = "twente"
name = "Twente"
kind = "subregion"
parts = ["GM0153"]
"#,
    ),
    (
        "regions/municipalities.toml",
        r#"
[[municipality]]
id = "GM0153"
name = "Enschede"
province = "PV23"
regions = [{ id = "twente" }]
front_door = { organisation = "novel-t" }
[[municipality]]
id = "GM0193"
name = "Zwolle"
province = "PV23"
[[municipality]]
id = "GM0202"
name = "Arnhem"
province = "PV25"
"#,
    ),
    ("organisations/novel-t.md", ORGANISATION),
    ("organisations/rvo.md", ORGANISATION),
    ("organisations/bank.md", ORGANISATION),
];

const ORGANISATION: &str = "+++\nname = \"Organisatie\"\ntype = \"gate\"\nroles = [\"front-door\"]\nsummary = \"Een organisatie.\"\n\
    source = \"agenda\"\nchecked_on = 2017-03-01\n+++\nTekst.\n";
