//! A small pack of strings, and what loading it says. The tests change one file at a time.

use std::sync::Arc;

use schakel_register::{Diagnostic, Loaded, Pack, PackFiles, Severity, load, render};

/// A small pack without mistakes.
pub fn files() -> PackFiles {
    FILES.iter().map(|(path, text)| (Arc::from(*path), (*text).to_owned())).collect()
}

/// The small pack with these files in place of its own, or beside them.
pub fn files_with(changes: &[(&str, &str)]) -> PackFiles {
    let mut files = files();
    files.extend(changes.iter().map(|(path, text)| (Arc::from(*path), (*text).to_owned())));
    files
}

/// The small pack without a file.
pub fn files_without(path: &str) -> PackFiles {
    let mut files = files();
    files.remove(path).expect("the file is there");
    files
}

/// The small pack in which these words of a file are others.
pub fn files_edited(path: &str, from: &str, to: &str) -> PackFiles {
    let text = files()[path].clone();
    assert!(text.contains(from), "`{path}` says `{from}`");
    files_with(&[(path, &text.replacen(from, to, 1))])
}

/// A pack that must have no mistakes.
pub fn good_pack(files: &PackFiles) -> Pack {
    let loaded = load(files);
    assert_eq!(drawn(files, &loaded, is_mistake), "", "the pack has no mistakes");
    loaded.pack
}

/// What loading says about the mistakes in a pack, as the policy author sees it.
pub fn mistakes(files: &PackFiles) -> String {
    drawn(files, &load(files), is_mistake)
}

/// What loading says about the support system.
pub fn findings(files: &PackFiles) -> String {
    drawn(files, &load(files), |it| !is_mistake(it))
}

/// What is wrong with the small pack when these words of a file are others.
pub fn mistakes_after(path: &str, from: &str, to: &str) -> String {
    mistakes(&files_edited(path, from, to))
}

/// What is wrong with the small pack with this record in `instruments/`.
pub fn instrument_mistakes(front_matter: &str) -> String {
    let record = format!("+++\n{INSTRUMENT_HEAD}{front_matter}\n+++\nTekst.\n");
    mistakes(&files_with(&[("instruments/proef.md", &record)]))
}

/// The small pack with this record in `instruments/`, without mistakes.
pub fn instrument_pack(front_matter: &str) -> Pack {
    let record = format!("+++\n{INSTRUMENT_HEAD}{front_matter}\n+++\nTekst.\n");
    good_pack(&files_with(&[("instruments/proef.md", &record)]))
}

fn is_mistake(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity != Severity::Finding
}

fn drawn(files: &PackFiles, loaded: &Loaded, wanted: impl Fn(&Diagnostic) -> bool) -> String {
    let wanted = loaded.diagnostics.iter().filter(|it| wanted(it));
    wanted.map(|it| render(it, files, false)).collect::<Vec<_>>().join("\n\n")
}

/// What every instrument of the tests begins with.
pub const INSTRUMENT_HEAD: &str = r#"name = "Proef"
kind = "voucher"
areas = ["twente"]
needs = ["innovate"]
summary = "Een proef."
source = "agenda §1"
checked_on = 2017-03-01
"#;

const FILES: [(&str, &str); 22] = [
    (
        "pack.toml",
        r#"
name = "Oost"
region = "oost"
provinces = ["PV23"]
stale_after_days = 365
[changes]
major = ["criterion", "rate"]
[[topsector]]
theme = "htsm"
source = "agenda §1"
[[national_priority]]
theme = "water"
qualifier = "inferred"
"#,
    ),
    (
        "facts.toml",
        r#"
[plan]
type = "codes"
codes = "plan"
name = "plannen"
name_en = "plans"
question = "Wat wilt u gaan doen?"
question_en = "What do you want to do?"

[municipality]
type = "code"
codes = "municipalities"
name = "gemeente"
name_en = "municipality"

[province]
type = "code"
codes = "provinces"
name = "provincie"
name_en = "province"
derive_lookup = { fact = "municipality", table = "municipalities", column = "province" }

[employees]
type = "number"
unit = "AWU"
unit_label = "werkzame personen (fte)"
min = 0
max = 1_000_000
name = "werkzame personen"
name_en = "employees"

[turnover]
type = "money"
min = 0
name = "jaaromzet"
name_en = "annual turnover"

[largest_share]
type = "number"
min = 0
max = 1
name = "grootste deel van de kosten"
name_en = "largest share of the costs"

[sites]
type = "integer"
min = 1
name = "vestigingen"
name_en = "sites"

[founded]
type = "date"
name = "begindatum"
name_en = "starting date"
immutable = true

[registered]
type = "bool"
name = "ingeschreven"
name_en = "registered"

[sbi]
type = "codes"
codes = "sbi"
name = "soort werk"
name_en = "kind of work"

[motto]
type = "text"
name = "motto"

[small]
type = "bool"
name = "klein bedrijf"
name_en = "small firm"
derive = ["employees < small_max_employees"]

[[constraint]]
rule = "registered || sites <= 1"
text = "Zonder inschrijving heeft u hooguit één vestiging."
text_en = "Without registration you have at most one site."
source = "agenda §1"
"#,
    ),
    (
        "thresholds.toml",
        r#"
[[small_max_employees]]
value = 50
valid = ".."
source = "agenda §2"
"#,
    ),
    (
        "sources.toml",
        r#"
[agenda]
title = "Mkb samenwerkingsagenda"
publisher = "provincie"
date = { value = 2016-05-15, qualifier = "inferred" }
kind = "policy"
"#,
    ),
    (
        "sources/web.toml",
        r#"
[site]
title = "Website"
kind = "web"
url = "https://example.org"
"#,
    ),
    ("codes/plan.toml", CODES_PLAN),
    ("codes/themes.toml", CODES_THEMES),
    (
        "codes/kinds.toml",
        "[[code]]\nid = \"voucher\"\nname = \"Voucher\"\n[[code]]\nid = \"programme\"\nname = \"Programma\"\n[[code]]\nid = \"ris\"\nname = \"RIS\"\n",
    ),
    ("codes/levels.toml", "[[code]]\nid = \"province\"\nname = \"Provincie\"\n"),
    ("codes/statuses.toml", CODES_STATUSES),
    (
        "codes/roles.toml",
        "[[code]]\nid = \"front-door\"\nname = \"Loket\"\n[[code]]\nid = \"process-director\"\nname = \"Procesregisseur\"\n",
    ),
    (
        "codes/procedures.toml",
        "[[code]]\nid = \"ranking\"\nname = \"Op volgorde van punten\"\n[[code]]\nid = \"lottery\"\nname = \"Loting\"\n",
    ),
    ("codes/organisation-types.toml", "[[code]]\nid = \"gate\"\nname = \"Toegangspoort\"\n"),
    (
        "codes/sbi.csv",
        "code,name,name_en\nC,Industrie,Manufacturing\n28,Machines,Machinery\n281,Motoren,Engines\n2812,Pompen,\nJ,Informatie,Information\n62,Software,Software\n6210,Programmeren,Programming\n",
    ),
    ("codes/sbi-2008-to-2025.csv", "sbi_2008,sbi_2025\n6201,6210\n"),
    (
        "regions/regions.toml",
        r#"
[[region]]
id = "NL"
name = "Nederland"
name_en = "Netherlands"
kind = "country"
parts = ["PV23", "PV25"]
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
regions = [{ id = "twente", qualifier = "inferred" }]
front_door = { organisation = "novel-t", qualifier = "inferred", source = "agenda §2" }
latitude = 52.221
longitude = 6.894
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
    (
        "organisations/novel-t.md",
        r#"+++
name = "Novel-T"
type = "gate"
areas = ["twente", { value = "oost", qualifier = "inferred" }]
roles = ["front-door"]
summary = "Helpt ondernemers in Twente."
source = "agenda §2"
checked_on = 2016-05-15
+++
Tekst.
"#,
    ),
    (
        "organisations/novel-t.en.md",
        r#"+++
summary = "Helps entrepreneurs in Twente."
+++
Text.
"#,
    ),
    (
        "instruments/voucher.md",
        r#"+++
name = "Voucher"
inventory = ["INS-001"]
kind = "voucher"
level = "province"
status = "running"
provider = "novel-t"
funders = ["novel-t"]
areas = ["PV23"]
needs = ["innovate"]
themes = ["htsm"]
summary = "Geld voor een proef."
source = "agenda §1"
checked_on = 2016-05-15

[[version]]
valid = "2015-01-01..2017-01-01"
rate = "40%"
max = 50000
[[version.criterion]]
id = "small"
text = "Uw bedrijf is klein."
text_en = "Your firm is small."
rule = "small"

[[version]]
valid = "2017-01-01..2018-01-01"
checked_on = 2017-06-01
rate = "40%"
max = { value = 25000, qualifier = "about", source = "site" }
amount_note = "per project"
documents = ["projectplan"]
[[version.window]]
from = "2017-04-11T09:00"
until = "2017-09-07"
[[version.budget]]
label = "Provincie"
label_en = "Province"
funder = "novel-t"
value = 100_000
[[version.criterion]]
id = "small"
text = "Uw bedrijf is klein."
text_en = "Your firm is small."
rule = "small"
[[version.criterion]]
id = "quality"
text = "Het plan is goed."
text_en = "The plan is good."
judgement = true

[[figure]]
id = "applications"
label = "Aanvragen"
label_en = "Applications"
value = 91
unit = "aanvragen"
unit_en = "applications"
period = "2017-01-01..2018-01-01"
+++
Tekst voor de ondernemer.
"#,
    ),
    (
        "programmes/innoveert.md",
        r#"+++
name = "Overijssel Innoveert"
kind = "programme"
lead = "novel-t"
themes = ["htsm"]
status = "running"
period = "2016-01-01..2020-01-01"
summary = "Een programma."
source = "agenda §3"
checked_on = 2016-05-15
[[budget]]
label = "Provincie"
value = 1_000_000
[[budget]]
label = "Rijk"
value = 500_000
qualifier = "provisional"
[[figure]]
id = "reached"
label = "Bereikte bedrijven"
value = 160
qualifier = "more_than"
unit = "bedrijven"
+++
Tekst.
"#,
    ),
    (
        "ris/oost.md",
        r#"+++
name = "Strategie van Oost"
kind = "ris"
landsdeel = "oost"
summary = "De speerpunten."
source = "agenda §4"
checked_on = 2016-05-15
[[theme]]
code = "htsm"
label = "Hightech"
role = "focus"
+++
Tekst.
"#,
    ),
];

const CODES_PLAN: &str = r#"
title = "Plannen"
title_en = "Plans"
[[code]]
id = "start"
name = "Beginnen"
name_en = "Start"
[[code]]
id = "innovate"
name = "Iets nieuws ontwikkelen"
name_en = "Develop something new"
"#;

const CODES_THEMES: &str = r#"
[[code]]
id = "htsm"
name = "Hightech"
[[code]]
id = "water"
name = "Water"
[[code]]
id = "tourism"
name = "Toerisme"
"#;

const CODES_STATUSES: &str = r#"
[[code]]
id = "running"
name = "Loopt"
[[code]]
id = "announced"
name = "Aangekondigd"
[[code]]
id = "ended"
name = "Afgelopen"
"#;
