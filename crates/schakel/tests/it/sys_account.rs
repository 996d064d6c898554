//! The pages of the annual accounts and what they rest on (inventory I05, I08, L01, M01, M02, M11 to M13, B12, D01), through
//! the command line and the portal.

use std::path::PathBuf;

use crate::pack_copy::PackCopy;
use crate::portal::portal;
use crate::run::{PACK, schakel};

const DAY: &str = "2018-06-01";

fn page(pack: &str, number: &str) -> String {
    let ended = schakel(["page", number, "--year", "2017", "--as-of", DAY, "--pack", pack]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.out
}

fn refused(pack: &PackCopy, number: &str) -> String {
    let ended = schakel(["page", number, "--year", "2017", "--as-of", DAY, "--pack", pack.path()]);
    assert_eq!((ended.code, ended.out.as_str()), (1, ""), "{}", ended.err);
    ended.err
}

/// I05. Targets beside results: bounds stay bounds, all six are achieved, on the page and on the portal.
#[test]
fn sys_i05_targets_beside_results() {
    let page = page(PACK, "5.3.2");
    for row in [
        "| Bijeenkomsten over innovatie | 150 | meer dan 160 | behaald |",
        "| Deelnames aan bijeenkomsten | 6.000 | meer dan 8.000 | behaald |",
        "| Samenwerkingen | 30 | meer dan 100 | behaald |",
        "| Gesteunde en begeleide bedrijven | minimaal 300 | meer dan 500 | behaald |",
        "| Nieuwe bedrijven uit business development | 10 | 10 | behaald |",
        "| Trajecten met de overheid als eerste klant | 3 | 3 | behaald |",
    ] {
        assert!(page.contains(row), "{row}: {page}");
    }
    // As at a day on which the accounts were not known yet, nothing is said of results.
    let early = schakel(["page", "5.3.2", "--year", "2017", "--as-of", "2018-02-01"]);
    assert_eq!(early.code, 0, "{}", early.err);
    assert!(early.out.contains("| Samenwerkingen | 30 | nog niet bekend | nog niet bekend |"), "{}", early.out);
    let figures = portal().get("/verantwoording/cijfers/resultaten.csv?jaar=2017&peildatum=2018-06-01");
    assert!(figures.body.contains("\"meer dan 160\",\"behaald\""), "{}", figures.body);
    let sheet = portal().page("/verantwoording/cijfers?jaar=2017&peildatum=2018-06-01");
    assert!(sheet.contains("Hoe ver elk doel in 2017 is gehaald"), "{sheet}");
}

/// I08, M12. Role, holder, duration, reserve and site stand on each page; a page without one of them is a mistake.
#[test]
fn sys_i08_role_and_sys_m12_basic_information() {
    let (innovation, smes) = (page(PACK, "5.3.2"), page(PACK, "5.4.1"));
    for line in [
        "- Wie verantwoordelijk is: De gedeputeerde voor economie",
        "- Rol van de provincie: regisseur, faciliteerder",
        "- Looptijd: structureel",
        "- Betaald uit een reserve: ja: Reserve uitvoering Kwaliteit van Overijssel",
        "- Website: Website Ondernemen",
    ] {
        assert!(innovation.contains(line), "{line}: {innovation}");
    }
    assert!(smes.contains("- Rol van de provincie: regisseur\n"), "{smes}");
    assert!(smes.contains("- Looptijd: niet structureel, eindigt naar verwachting in 2019"), "{smes}");
    for (name, field) in [
        ("m12a", "roles = [\"regisseur\", \"faciliteerder\"]\n"),
        ("m12b", "portfolio_holder = \"De gedeputeerde voor economie\"\n"),
        ("m12c", "duration = { structural = true }\n"),
        ("m12d", "website_name = \"Website Ondernemen\"\n"),
    ] {
        let pack = PackCopy::new(name).replace("accounts/performances/5-3-2.md", field, "");
        let checked = schakel(["check", pack.path()]);
        assert_eq!(checked.code, 1);
        let missing = field.split(' ').next().expect("a field").replace("_name", "");
        assert!(checked.out.contains(&format!("`{missing}` is missing")), "{missing}: {}", checked.out);
    }
    let pack = PackCopy::new("i08").replace("accounts/performances/5-4-1.md", "[\"regisseur\"]", "[\"regiseur\"]");
    assert!(schakel(["check", pack.path()]).out.contains("did you mean `regisseur`?"));
}

/// M01. Six parts in a fixed order; every figure from records; the same bytes for the same data and day; and what
/// contradicts is refused.
#[test]
fn sys_m01_pages_from_records() {
    let parts =
        ["Context", "Acties", "Toelichting op voortgang", "Financiën", "Begrotingswijziging GS", "Basisinformatie"];
    for number in ["5.3.2", "5.4.1"] {
        let text = page(PACK, number);
        let found: Vec<&str> = text.lines().filter_map(|it| it.strip_prefix("## ")).collect();
        assert_eq!(found, parts);
        assert_eq!(page(PACK, number), text);
    }
    // What the source leaves out is said.
    let smes = page(PACK, "5.4.1");
    assert!(smes.contains("## Financiën\n\nDe bron geeft bij dit onderdeel geen tekst."), "{smes}");
    for figure in [
        "60%",
        "100 ondernemers",
        "200 starters",
        "3 avondscholen",
        "40 ondernemers",
        "6 hubs",
        "15 aanvragen",
        "150 ondernemers",
        "minimaal 5 en hooguit 10",
        "ca. 30 bedrijven",
        "2 conferenties",
        "13 bedrijven",
        "8 Pioniers",
        "gemiddeld 4 activiteiten",
        "20 studenten",
        "5 raden",
        "6 opvolgers",
        "€\u{a0}431.000",
        "2 jaar",
        "5 jaar",
    ] {
        assert!(smes.contains(figure), "{figure}: {smes}");
    }
    let innovation = page(PACK, "5.3.2");
    for figure in [
        "91 aanvragen",
        "36 toegekend",
        "nog niet bekend",
        "31 december 2017",
        "2 businesscases",
        "2 \ninnovaties",
        "ca. 20%",
        "meer dan 6.500",
        "3.000 ondernemers",
        "4 projecten",
        "10 bedrijven",
        "22 bedrijven",
        "6 bedrijven",
        "8 bedrijven",
        "2 subsidies",
        "10 innovatievouchers",
        "€\u{a0}145.000",
        "€\u{a0}246.000",
        "€\u{a0}101.000",
        "€\u{a0}680.000",
        "PS/2016/871",
        "PS/2014/360",
        "PS/2012/107",
        "PS/2015/687",
    ] {
        let figure = figure.replace('\n', "");
        assert!(innovation.contains(&figure), "{figure}: {innovation}");
    }
}

/// M01. One record changed: the page is refused, and says which; a figure that is typed follows from nothing.
#[test]
fn sys_m01_contradictions_are_refused() {
    let pack = PackCopy::new("m01a").replace("ledger/jaarrekening-2017.toml", "amount = -101000", "amount = -101001");
    let told = refused(&pack, "5.3.2");
    assert!(told.contains("innovatiedriehoek-3e-tranche"), "{told}");
    let pack = PackCopy::new("m01b").replace("projects/efro-embipro.md", "value = 6", "value = 7");
    let told = refused(&pack, "5.3.2");
    assert!(told.contains("REL-11"), "{told}");
    // A figure that is typed into the text follows from nothing.
    let pack = PackCopy::new("m01c").replace(
        "accounts/pages/5-3-2-2017.md",
        "{mit-haalbaarheid-oost#applications-2017} aanvragen",
        "91 aanvragen",
    );
    assert!(schakel(["check", pack.path()]).out.contains("`91` is typed into the text"));
}

/// M01, as files: HTML and PDF, the same bytes each time.
#[test]
fn sys_m01_pages_as_files() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let mut made = Vec::new();
    for (format, name) in [("pdf", "a.pdf"), ("pdf", "b.pdf"), ("html", "a.html")] {
        let file = folder.join(format!("{}-m01-{name}", std::process::id()));
        let to = file.to_str().expect("UTF-8");
        let ended = schakel(["page", "5.3.2", "--year", "2017", "--as-of", DAY, "--format", format, "--to", to]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        made.push(std::fs::read(&file).expect("the file"));
        std::fs::remove_file(file).expect("removed");
    }
    assert!(made[0].starts_with(b"%PDF-1.7") && made[0] == made[1]);
    let html = String::from_utf8(made[2].clone()).expect("UTF-8");
    assert!(html.contains("<h2>Basisinformatie</h2>") && html.contains("<td>meer dan 160</td>"), "{html}");
    let pdf = portal().get("/verantwoording/5.4.1/2017/bladzijde.md?peildatum=2018-06-01");
    assert_eq!(pdf.body.trim(), page(PACK, "5.4.1").trim());
}

/// M02. Numbered actions; one of which nothing is told is listed.
#[test]
fn sys_m02_actions_without_progress_are_listed() {
    let text = page(PACK, "5.3.2");
    for number in 1..=6 {
        assert!(text.contains(&format!("\n{number}. Wij ")) || text.contains(&format!("\n{number}. Bij ")), "{number}");
    }
    assert!(!text.contains("Zonder bericht over de voortgang"));
    let pack = PackCopy::new("m02").replace(
        "accounts/pages/5-3-2-2017.md",
        "### Actie 6: Slimme maakindustrie",
        "### Slimme maakindustrie",
    );
    assert!(page(pack.path(), "5.3.2").contains("Zonder bericht over de voortgang: actie 6."));
}

/// M11. The register of decisions: numbers are checked, damaged ones repaired with a note.
#[test]
fn sys_m11_register_of_decisions() {
    let tree = portal().page("/verantwoording");
    for number in ["PS/2012/107", "PS/2014/360", "PS/2015/687", "PS/2016/286", "PS/2016/871"] {
        assert!(tree.contains(number), "{number}: {tree}");
    }
    assert!(tree.contains("in de bron staat [PS/2015/687)"), "{tree}");
    assert!(page(PACK, "5.3.2").contains("PS/2015/687, Begroting 2016. In de bron staat: [PS/2015/687)."));
    let pack = PackCopy::new("m11").replace("accounts/performances/5-4-1.md", "ps-2016-286", "ps-2016-287");
    assert!(schakel(["check", pack.path()]).out.contains("unknown decision `ps-2016-287`"));
}

/// M13. One parent for each performance; results roll up once.
#[test]
fn sys_m13_tree() {
    let tree = portal().page("/verantwoording");
    let at = |words: &str| tree.find(words).unwrap_or_else(|| panic!("{words}: {tree}"));
    assert!(at("Kerntaak 3: Vitaal platteland") < at("3.4.4 Agro en food"));
    assert!(at("Kerntaak 5: Regionale economie") < at("5.3.2 Innovatie") && at("5.4.1 Mkb") < at("Kerntaak 20"));
    let pack = PackCopy::new("m13").replace("accounts/performances/3-4-4.md", "core_task = \"3\"", "core_task = \"5\"");
    assert!(schakel(["check", pack.path()]).out.contains("a performance outside its core task"));
}

/// L01. Six action lines hold the schemes of the strategy.
#[test]
fn sys_l01_six_action_lines() {
    let text = page(PACK, "5.4.1");
    assert!(text.contains("een strategie van 6 actielijnen"), "{text}");
    let actions = text.split("## Toelichting").next().expect("a part");
    assert_eq!(actions.lines().filter(|it| it.starts_with(|first: char| first.is_ascii_digit())).count(), 6);
    let pack = PackCopy::new("l01").remove_table("accounts/performances/5-4-1.md", "number = 6");
    assert!(refused(&pack, "5.4.1").contains("REL-24"));
}

/// B12. What is not known yet is printed so, never as nought, and has to be asked for.
#[test]
fn sys_b12_not_known_yet() {
    let text = page(PACK, "5.3.2");
    assert!(text.contains("Aantal R&D-samenwerkingsprojecten: nog niet bekend."), "{text}");
    assert!(text.contains("### Nog na te vragen\n\n- R&D-samenwerkingsprojecten die in 2017 geld kregen"), "{text}");
    assert!(schakel(["check", PACK]).out.contains("prints as not known yet: R&D-samenwerkingsprojecten"));
}

/// D01. An evaluation with what it was used for; and when schemes must be evaluated.
#[test]
fn sys_d01_evaluations() {
    let tree = portal().page("/verantwoording?peildatum=2018-06-01");
    assert!(tree.contains("Evaluatie van de regionale ontwikkelingsmaatschappijen"), "{tree}");
    assert!(tree.contains("Het besluit van EZ over de subsidie"), "{tree}");
    assert!(tree.contains("ten minste eens in de 5 jaar"), "{tree}");
}
