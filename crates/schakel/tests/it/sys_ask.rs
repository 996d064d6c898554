//! Questions in plain words: one place answers all (inventory F01), any door gives the same answer (F02), knowledge of
//! firms and schools is found (K04), and working with a university is made simple (J13).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::portal::portal;
use crate::run::{DAY, FactsFile, PACK, schakel, texts};

/// The answer of the API to a question, with facts of the firm.
pub fn ask(question: &str, facts: &Value) -> Value {
    let message = json!({ "vraag": question, "gegevens": facts, "peildatum": DAY });
    let reply = portal().post("/api/v1/vragen", &message);
    assert_eq!(reply.status, 200, "{question}: {}", reply.body);
    serde_json::from_str(&reply.body).expect("JSON")
}

/// The identifiers of a list in an answer.
pub fn ids<'a>(answer: &'a Value, list: &str) -> Vec<&'a str> {
    texts(&answer[list], "id")
}

/// Everything that an answer names as support: to use now, as well, and not open now.
fn support(answer: &Value) -> Vec<&str> {
    ["kandidaten", "ook_gevonden", "nu_niet"].iter().flat_map(|list| ids(answer, list)).collect()
}

/// Questions as entrepreneurs ask them, in both languages, with places, typing errors and nothing at all.
const QUESTIONS: [&str; 20] = [
    "Mijn dochter neemt het bedrijf over",
    "Ik wil een robot laten lassen",
    "De bank wil niet",
    "Ons product werkt in het lab, wat nu?",
    "Ik heb een idee, maar ik weet niet of het kan",
    "Wie helpt mij met subsidie aanvragen in Zwolle?",
    "Ik wil samenwerken met een bedrijf in Duitsland",
    "Waar kan ik kunststof testen?",
    "Ik begin een bedrijf in Enschede en zoek geld",
    "Het gaat slecht met mijn winkel",
    "Wij groeien snel en weten niet hoe we dat moeten doen",
    "Ik zoek een investeerder voor mijn medische uitvinding",
    "Kan ik aan de provincie verkopen?",
    "Ik wil andere ondernemers ontmoeten in Twente",
    "subsidie voor inovatie in Deventer",
    "Ik wil met de universiteit samenwerken",
    "Welke subsidies zijn er in Overijssel?",
    "I want to work with a university",
    "Who lends money to a small firm in Hengelo?",
    "xyzzy",
];

/// F01. One question gives support of state, province, subregion and sector together, and the answer is that of the
/// whole register: it is asked at one place, and no organisation is a party to it. Proven with one question.
#[test]
fn sys_f01_one_question_gives_support_of_all_levels() {
    let answer = ask("Wie helpt mijn bedrijf om iets nieuws te ontwikkelen?", &json!({ "municipality": "GM0193" }));
    let found: Vec<Value> =
        support(&answer).iter().map(|id| portal().json(&format!("/api/v1/instrumenten/{id}"))).collect();
    let levels: BTreeSet<&str> = found.iter().filter_map(|it| it["niveau"]["id"].as_str()).collect();
    for level in ["national", "province", "subregion"] {
        assert!(levels.contains(level), "nothing of level {level} among {:?}", support(&answer));
    }
    let has_sector = |it: &Value| {
        ["themas", "kenmerken"].iter().any(|key| it[key].as_array().is_some_and(|codes| !codes.is_empty()))
    };
    assert!(found.iter().any(has_sector), "nothing for a sector among {:?}", support(&answer));
    let providers: BTreeSet<&str> = found.iter().filter_map(|it| it["organisatie"]["id"].as_str()).collect();
    assert!(providers.len() >= 4, "{providers:?}");
}

/// F02, the part that is there: for every question the advice is the same at every door. The command line and the API
/// give the same document; the page names the same support, not open support, organisations and examples in the same
/// order. Referral and hand-over come with the case files.
#[test]
fn sys_f02_same_question_same_advice_at_every_door() {
    for question in QUESTIONS {
        let answer = ask(question, &json!({}));
        let printed = schakel(["ask", PACK, question, "--as-of", DAY, "--format", "json"]);
        assert_eq!(printed.json(), answer, "{question}");
        let nothing = ["kandidaten", "nu_niet", "mensen", "voorbeelden"].iter().all(|list| answer[list] == json!([]));
        assert_eq!(printed.code, i32::from(nothing), "{question}");

        let html = portal().get(&format!("/vraag?{}", query(question))).body;
        assert_eq!(links(&html, "/register/"), support_in_page_order(&answer), "{question}");
    }
}

/// The same holds when something is known of the firm, in a file or in the address, and when a place is taken away.
#[test]
fn sys_f02_same_advice_with_facts() {
    let question = "Ik wil in Zwolle een robot laten lassen";
    let facts = json!({ "employees": 12, "themes": ["htsm"] });
    let file = FactsFile::new("f02.json", &facts.to_string());
    let answer = ask(question, &facts);
    assert_eq!(texts(&answer["begrepen"], "gegeven"), ["municipality"]);
    assert_eq!(answer["loket"]["id"], "kennispoort-regio-zwolle");
    let printed = schakel(["ask", question, "--facts", file.path(), "--as-of", DAY, "--format", "json"]);
    assert_eq!(printed.json(), answer);
    let text = schakel(["ask", PACK, question, "--facts", file.path(), "--as-of", DAY]).out;
    let names = texts(&answer["kandidaten"], "naam").into_iter().enumerate();
    let places: Vec<_> = names.map(|(at, name)| text.find(&format!("{}. {name} [", at + 1))).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{text}");
    let html = portal().get(&format!("/vraag?{}&employees=12&themes=htsm", query(question))).body;
    assert_eq!(links(&html, "/register/"), support_in_page_order(&answer));

    let message = json!({ "vraag": question, "gegevens": facts, "zonder": ["municipality"], "peildatum": DAY });
    let without: Value = serde_json::from_str(&portal().post("/api/v1/vragen", &message).body).expect("JSON");
    assert_eq!((&without["begrepen"], &without["loket"]), (&json!([]), &Value::Null));
    let arguments = ["ask", question, "--facts", file.path(), "--without", "municipality", "--as-of", DAY];
    assert_eq!(schakel(arguments.into_iter().chain(["--format", "json"])).json(), without);
    let html = portal().get(&format!("/vraag?{}&employees=12&themes=htsm&zonder=municipality", query(question))).body;
    assert_eq!(links(&html, "/register/"), support_in_page_order(&without));
}

fn query(question: &str) -> String {
    let encoded = question.replace('%', "%25").replace(' ', "+").replace('?', "%3F").replace('&', "%26");
    format!("vraag={encoded}")
}

/// Where links of a page lead, once each, in order.
fn links(html: &str, path: &str) -> Vec<String> {
    let start = format!("href=\"{path}");
    let mut found = Vec::new();
    for rest in html.split(&start).skip(1) {
        let id: String = rest.chars().take_while(|it| it.is_ascii_alphanumeric() || *it == '-').collect();
        if !id.is_empty() && !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

/// The support of an answer as a page names it, with what came in the place of something.
fn support_in_page_order(answer: &Value) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |id: &str| {
        if !found.iter().any(|it| it == id) {
            found.push(id.to_owned());
        }
    };
    ids(answer, "kandidaten").into_iter().for_each(&mut add);
    ids(answer, "ook_gevonden").into_iter().for_each(&mut add);
    for it in answer["nu_niet"].as_array().expect("a list") {
        add(it["id"].as_str().expect("text"));
        if let Some(next) = it["vervangen_door"]["id"].as_str() {
            add(next);
        }
    }
    found
}

/// K04, the search side: a plain Dutch question finds knowledge of firms and of schools, and each item shows whose it is,
/// whom to call and on what terms, as far as a source says. What no source says is unknown. Posting an item comes with
/// the network.
#[test]
fn sys_k04_a_plain_question_finds_knowledge_of_firms_and_schools() {
    let answer = ask("Wie weet er iets van robots die lassen?", &json!({}));
    let project = portal().json("/api/v1/dossiers/industriele-robotica-awl");
    assert_eq!(project["trekker"]["id"], "awl", "a project of a firm");
    assert!(ids(&answer, "voorbeelden").contains(&"industriele-robotica-awl"), "{:?}", ids(&answer, "voorbeelden"));

    let answer = ask("Welke school helpt bij een bedrijf dat naar de kinderen gaat?", &json!({}));
    let school = answer["kandidaten"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|it| it["id"] == "programma-bedrijfsopvolging-saxion");
    let school = school.unwrap_or_else(|| panic!("nothing of a school among {:?}", ids(&answer, "kandidaten")));
    assert_eq!(school["uitvoerder"]["id"], "saxion");
    assert!(school["contact"]["naam"].is_string());

    let answer = ask("Waar kan ik kunststof testen?", &json!({ "municipality": "GM0193" }));
    let place = &answer["kandidaten"][0];
    assert_eq!(
        (&place["id"], &place["contact"]["id"]),
        (&json!("polymer-science-park-zwolle"), &json!("polymer-science-park"))
    );
    assert!(
        place.as_object().expect("an object").contains_key("voorwaarden"),
        "terms, or null when no source gives any"
    );
    let page = portal().page("/vraag?vraag=Waar+kan+ik+kunststof+testen%3F");
    assert!(page.contains("Polymer Science Park Zwolle") && page.contains("Wie u belt"), "{page}");
}

/// J13. One question about working with a university leads to a named contact and to the forms of agreement that a
/// source names. Where a university has to take part and no source names a form, the answer says that it is not known.
#[test]
fn sys_j13_working_with_a_university_has_a_contact_and_an_agreement() {
    let answer = ask("Ik wil een vraag laten onderzoeken door een universiteit, hoe begin ik?", &json!({}));
    let candidates = answer["kandidaten"].as_array().expect("a list");
    let voucher = candidates.iter().find(|it| it["id"] == "mit-kennisvoucher");
    let voucher = voucher.unwrap_or_else(|| panic!("no voucher among {:?}", ids(&answer, "kandidaten")));
    assert_eq!(voucher["contact"]["naam"], "RVO");
    let forms = json!(["offerte of ondertekende opdrachtbevestiging van de kennisinstelling"]);
    assert_eq!((&voucher["overeenkomsten"], &voucher["overeenkomst_onbekend"]), (&forms, &json!(false)));

    let page =
        portal().page("/vraag?vraag=Ik+wil+een+vraag+laten+onderzoeken+door+een+universiteit%2C+hoe+begin+ik%3F");
    assert!(page.contains("Overeenkomst met de school of universiteit"), "{page}");
}
