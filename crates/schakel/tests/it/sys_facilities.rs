//! Shared facilities and field labs (inventory H01, H16).

use serde_json::Value;

use crate::pack_copy::PackCopy;
use crate::portal::{Portal, portal};
use crate::run::{find, texts};

/// H01, the search half: looking for plastics near Zwolle gives Polymer Science Park first, in Dutch and English, in
/// the API and on the page. Booking of machines is no part of the product yet, so that half is not tested.
#[test]
fn sys_h01_plastics_near_zwolle() {
    let first = |portal: &Portal, pairs: &[(&str, &str)]| {
        let list = portal.query("/api/v1/instrumenten", pairs);
        list["instrumenten"][0]["id"].as_str().unwrap_or("nothing").to_owned()
    };
    for words in ["plastics, near Zwolle", "kunststof in Zwolle", "plastic bij Zwolle", "Kunststoffen Zwolle"] {
        assert_eq!(first(portal(), &[("zoek", words)]), "polymer-science-park-zwolle", "{words}");
    }
    assert_eq!(first(portal(), &[("zoek", "plastics"), ("gemeente", "GM0193")]), "polymer-science-park-zwolle");
    let page = portal().page("/register?zoek=plastics%2C+near+Zwolle");
    assert!(page.contains("Polymer Science Park Zwolle"), "{page}");

    // The description of the facility: place, theme, and how to get in as far as a source says.
    let facility = portal().json("/api/v1/instrumenten/polymer-science-park-zwolle");
    assert_eq!([&facility["categorie"], &facility["gemeente"]["id"]], ["faciliteit", "GM0193"]);
    assert_eq!(texts(&facility["themas"], "id"), ["chemistry"]);
    assert_eq!(facility["plaats"]["toegang"], Value::Null, "no source tells; nothing is made up");

    // Nearness decides between two that both work with plastics: a second park in Enschede comes first there only.
    let park = PackCopy::new("h01").read("facilities/polymer-science-park-zwolle.md");
    let second = park.replace("GM0193", "GM0153").replace("Zwolle", "Enschede").replace("\"zwolle\"", "\"enschede\"");
    let pack = PackCopy::new("h01-two").add("facilities/second-park.md", &second);
    let other = Portal::serve(pack.path());
    assert_eq!(first(&other, &[("zoek", "plastics, near Zwolle")]), "polymer-science-park-zwolle");
    assert_eq!(first(&other, &[("zoek", "plastics, near Enschede")]), "second-park");
}

/// H16. Field labs are facilities with a status (positive advice, connected, started …), the day on which the source
/// gives that status, the first day when a source tells it, and a region. Proven for the six that the agenda names, and
/// by asking only for those with a positive advice.
#[test]
fn sys_h16_field_labs_with_status() {
    let list = portal().query("/api/v1/instrumenten", &[("soort", "field-lab"), ("peildatum", "2017-05-01")]);
    let expected = [
        ("fieldlab-region-of-smart-factories", "started", "noord"),
        ("fieldlab-smart-dairy-farming", "connected", "noord"),
        ("fieldlab-flexible-manufacturing", "connected", "noord"),
        ("fieldlab-tima", "positive-advice", "PV28"),
        ("fieldlab-dutch-optics-centre", "positive-advice", "PV28"),
        ("fieldlab-smart-food", "positive-advice", "PV28"),
    ];
    for (id, status, region) in expected {
        let lab = find(&list["instrumenten"], "id", id);
        assert_eq!([&lab["categorie"], &lab["status"]["id"]], ["faciliteit", status], "{id}");
        assert_eq!(texts(&lab["gebieden"], "id"), [region], "{id}");
        assert_eq!(lab["gecontroleerd_op"], "2016-05-15", "{id}");
        let open = lab["stand"]["open"].clone();
        assert_eq!(open == Value::Bool(false), status == "positive-advice", "{id}: an advice is no opening: {open}");
    }
    let started = portal().json("/api/v1/instrumenten/fieldlab-region-of-smart-factories");
    let since = &started["plaats"]["sinds"];
    assert_eq!([&since["datum"], &since["qualifier"]], ["2016-03-01", "about"], "the source says March, no day");
    let waiting = portal().query("/api/v1/instrumenten", &[("soort", "field-lab"), ("status", "positive-advice")]);
    let mut ids = texts(&waiting["instrumenten"], "id");
    ids.sort_unstable();
    assert_eq!(ids, ["fieldlab-dutch-optics-centre", "fieldlab-smart-food", "fieldlab-tima"]);
    let page = portal().page("/register/fieldlab-tima");
    assert!(page.contains("Positief advies"), "{page}");
}
