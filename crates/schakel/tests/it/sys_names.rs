//! Names that mislead (inventory, section 10.A): one name for two things, and several names for one.

use serde_json::Value;

use crate::portal::portal;
use crate::run::texts;

/// The identifiers that the first results of a search have, best first.
fn search(list: &str, key: &str, words: &str) -> Vec<String> {
    let found = portal().query(&format!("/api/v1/{list}"), &[("zoek", words)]);
    texts(&found[key], "id").into_iter().map(str::to_owned).collect()
}

/// A name must be found in a list of the API, as the first result.
fn check_first(list: &str, key: &str, words: &str, id: &str) {
    let found = search(list, key, words);
    assert_eq!(found.first().map(String::as_str), Some(id), "{words}: {found:?}");
}

/// NIA is an agency and an agenda of the north, IQ an investor and a boulevard. Each keeps its own record
/// and points at the other as one not to confuse it with.
#[test]
fn one_name_for_two_things_stays_two_things() {
    check_first("organisaties", "organisaties", "NIA", "nia");
    check_first("dossiers", "dossiers", "NIA", "noordelijke-innovatie-agenda");
    check_first("organisaties", "organisaties", "IQ", "innovationquarter");
    check_first("dossiers", "dossiers", "IQ", "iq-boulevard");
    let other = |id: &str| {
        let organisation = portal().json(&format!("/api/v1/organisaties/{id}"));
        let others: Vec<String> =
            texts(&organisation["niet_te_verwarren_met"], "id").into_iter().map(str::to_owned).collect();
        others
    };
    assert_eq!(other("nia"), ["noordelijke-innovatie-agenda"]);
    assert_eq!(other("innovationquarter"), ["iq-boulevard"]);
}

/// EFSI is also written ESFI and called the Juncker fund, the programme #in has three names,
/// Oost NL was called Oost NV, and Friesland is Fryslân. Each name finds the one record.
#[test]
fn several_names_find_one_record() {
    for name in ["EFSI", "ESFI", "Junckerfonds"] {
        check_first("instrumenten", "instrumenten", name, "efsi");
    }
    for name in ["#in - Overijssel innoveert en internationaliseert", "#in - Overijssel Innoveert", "#Innoveert"] {
        check_first("dossiers", "dossiers", name, "in-overijssel-innoveert");
    }
    for name in ["Friesland", "Fryslân", "Fryslan"] {
        check_first("organisaties", "organisaties", name, "provincies-noord");
    }
}

/// the overview of finance is asked for in two widths and the record says which one the source tells of;
/// Stedendriehoek and Cleantech Regio are two regions, since no source says that they are one.
#[test]
fn what_no_source_says_is_not_asserted() {
    let overview = portal().json("/api/v1/instrumenten/overzicht-financieringsmogelijkheden-overijssel");
    let text = overview["tekst"].as_str().expect("text");
    assert!(text.contains("alle mogelijkheden") && text.contains("mogelijkheden van de provincie"), "{text}");

    let in_region = |region: &str| {
        let list = portal().json("/api/v1/gemeenten");
        let inside = |it: &&Value| texts(&it["regios"], "id").contains(&region);
        list["gemeenten"].as_array().expect("a list").iter().filter(inside).count()
    };
    assert_eq!((in_region("cleantech-regio"), in_region("stedendriehoek")), (8, 0));
    let advisers = portal().json("/api/v1/organisaties/mkb-adviseurs");
    let areas = texts(&advisers["gebieden"], "id");
    assert!(areas.contains(&"stedendriehoek") && areas.contains(&"cleantech-regio"), "{areas:?}");
}
