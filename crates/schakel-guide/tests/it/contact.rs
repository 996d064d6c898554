//! Whom to call.

use schakel_guide::Matcher;
use serde_json::{Value as Json, json};

use crate::small_pack::{facts, match_one, noon, pack};

/// The organisation to call for support with these fields.
fn contact(fields: &str, firm: Json) -> String {
    let pack = pack(&[("proef", fields)]);
    match match_one(&pack, "proef", firm).contact {
        None => "nobody".to_owned(),
        Some(contact) if contact.is_front_door => format!("{}, the front door", contact.organisation),
        Some(contact) => contact.organisation.to_string(),
    }
}

#[test]
fn the_named_contact_comes_first_then_the_front_door_then_the_provider() {
    let with_door = || json!({ "municipality": "GM0153" });
    let without_door = || json!({ "municipality": "GM0193" });
    let both = "contact = \"rvo\"\nprovider = \"bank\"";
    assert_eq!(contact(both, with_door()), "rvo");
    assert_eq!(contact("provider = \"bank\"", with_door()), "novel-t, the front door");
    assert_eq!(contact("provider = \"bank\"", without_door()), "bank");
    assert_eq!(contact("provider = \"bank\"", json!({})), "bank", "the place of the firm is not known");
    assert_eq!(contact("", without_door()), "nobody", "no source names anybody");
}

#[test]
fn the_front_door_of_a_firm() {
    let pack = pack(&[]);
    let matcher = Matcher::new(&pack, noon());
    let door = |firm: Json| matcher.front_door(&facts(&pack, firm)).map(|it| it.to_string());
    assert_eq!(door(json!({ "municipality": "GM0153" })).as_deref(), Some("novel-t"));
    assert_eq!(door(json!({ "municipality": "GM0193" })), None, "no source names one");
    assert_eq!(door(json!({ "province": "PV23" })), None, "a province has no front door");
    assert_eq!(door(json!({})), None);
}
