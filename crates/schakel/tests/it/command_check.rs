//! `schakel check`: clean, broken, and what it finds about the support system itself.

use crate::pack_copy::PackCopy;
use crate::run::{PACK, find, schakel, texts};

/// The real pack has no mistakes; what it shows about the support system is told and is no mistake: exit 0.
#[test]
fn the_real_pack_is_clean() {
    let ended = schakel(["check", PACK]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{}", ended.out);
    assert!(ended.out.contains("0 errors, 0 warnings"), "{}", ended.out);
    assert!(ended.out.contains("landsdelen/oost.md: East Netherlands: no process director known"), "{}", ended.out);
    assert!(
        ended.out.contains("51 of 51 municipalities of PV25 have no front door that a source names"),
        "{}",
        ended.out
    );
    assert!(!ended.out.contains('\u{1b}'), "no colours when the output is read by a program");

    let json = schakel(["check", PACK, "--format", "json"]);
    assert_eq!(json.code, 0);
    let document = json.json();
    assert_eq!(document["pack"], "Oost-Nederland");
    assert!(texts(&document["diagnostics"], "severity").iter().all(|it| *it == "finding"));
}

/// Every mistake of every file is shown at once: file, line, the offending words underlined, and what to do; exit 1.
#[test]
fn mistakes_are_underlined_with_advice() {
    let pack = PackCopy::new("check-text")
        .replace("facilities/startershubs-overijssel.md", "rule = \"starter\"", "rule = \"employes < 10\"")
        .replace("instruments/high-tech-fund-twente.md", "areas = [\"twente\"]", "areas = [\"twentte\"]")
        .replace("instruments/koplopers-a1.md", "kind = \"programme\"", "kind = 12");
    let ended = schakel(["check", pack.path()]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    let errors = ended.out.split("\n\n").filter(|it| it.starts_with("error")).collect::<Vec<_>>().join("\n\n");
    insta::assert_snapshot!("check_errors", without_line_numbers(&errors));
    assert!(ended.out.contains("3 errors, 0 warnings"), "{}", ended.out);

    let document = schakel(["check", pack.path(), "--format", "json"]).json();
    let fact = find(&document["diagnostics"], "file", "facilities/startershubs-overijssel.md");
    let text =
        std::fs::read_to_string(format!("{}/facilities/startershubs-overijssel.md", pack.path())).expect("a record");
    let line = text.lines().position(|line| line.contains("employes")).expect("the mistake") + 1;
    assert_eq!((&fact["line"], &fact["column"]), (&line.into(), &9.into()), "{fact}");
    assert_eq!(fact["title"], "unknown fact `employes`");
    assert_eq!(fact["help"], "did you mean `employees`?");
}

/// Diagnostics with `N` for the numbers of lines, which move when a record of the real pack grows.
fn without_line_numbers(diagnostics: &str) -> String {
    let plain = |line: &str| {
        if let Some((file, place)) = line.split_once(".md:") {
            let column = place.split(':').nth(1).unwrap_or_default();
            return format!("{}.md:N:{column}", file.trim_start());
        }
        match line.split_once('|') {
            Some((gutter, rest)) if gutter.trim().chars().all(|it| it.is_ascii_digit()) => {
                format!("{} |{rest}", if gutter.trim().is_empty() { " " } else { "N" })
            }
            _ => line.to_owned(),
        }
    };
    diagnostics.lines().map(plain).collect::<Vec<_>>().join("\n")
}

/// One broken file never hides the mistakes of another, and a pack with mistakes is not used.
#[test]
fn a_broken_file_hides_nothing_and_is_not_used() {
    let pack = PackCopy::new("check-broken")
        .replace("instruments/koplopers-a1.md", "kind = \"programme\"", "kind = \"programme")
        .replace("facilities/startershubs-overijssel.md", "rule = \"starter\"", "rule = \"employes < 10\"");
    let document = schakel(["check", pack.path(), "--format", "json"]);
    assert_eq!(document.code, 1);
    let diagnostics = document.json()["diagnostics"].clone();
    let errors: Vec<_> =
        diagnostics.as_array().expect("a list").iter().filter(|it| it["severity"] == "error").collect();
    for file in ["instruments/koplopers-a1.md", "facilities/startershubs-overijssel.md"] {
        assert!(errors.iter().any(|it| it["file"] == file), "{file}: {errors:?}");
    }

    let used = schakel(["coverage", pack.path(), "--province", "PV23"]);
    assert_eq!((used.code, used.out.as_str()), (1, ""));
    assert!(used.err.contains("has") && used.err.contains("errors; the first:"), "{}", used.err);
    assert!(used.err.contains(&format!("`schakel check {}` shows all", pack.path())), "{}", used.err);
}

/// Two versions that hold at the same time, and a rule that no firm can meet.
#[test]
fn contradictions_in_the_pack_are_found() {
    let file = "facilities/startershubs-overijssel.md";
    let second = "[[version]]\nvalid = \"2018-01-01..\"\nsource = \"jaarrekening-2017-ondernemerschap Voortgang L21\"\n\
        criteria_unknown = true\n\n[[figure]]\nid = \"hubs\"";
    let pack = PackCopy::new("check-overlap").replace(file, "[[figure]]\nid = \"hubs\"", second);
    let ended = schakel(["check", pack.path()]);
    assert_eq!(ended.code, 1);
    assert!(ended.out.contains("two versions hold at the same time"), "{}", ended.out);
    assert!(ended.out.contains("let one version end where the next begins"), "{}", ended.out);
    assert!(ended.out.contains("1 error, 0 warnings"), "{}", ended.out);

    let impossible = PackCopy::new("check-impossible").replace(
        file,
        "rule = \"starter\"",
        "rule = \"employees >= 20 && employees < 10\"",
    );
    let ended = schakel(["check", impossible.path()]);
    assert!(ended.out.contains("employees >= 20 && employees < 10"), "{}", ended.out);
    assert!(!ended.out.contains("0 errors, 0 warnings"), "{}", ended.out);
}

/// What is no pack says so and what to name; a pack that cannot be there is wrong use.
#[test]
fn what_is_no_pack() {
    for folder in ["no/such/folder", "docs"] {
        let ended = schakel(["check", folder]);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""));
        assert!(ended.err.contains(&format!("`{folder}` is not a pack: it has no `pack.toml`")), "{}", ended.err);
        assert!(ended.err.contains("name the folder of a pack"), "{}", ended.err);
    }
}
