//! The register: filters, counts, and honest sums of money.

use serde_json::{Value, json};

use crate::support::{all, api};

fn ids(query: &str) -> Vec<String> {
    let list = api(&format!("/instrumenten?{query}"));
    let mut ids: Vec<String> = all(&list["instrumenten"], "id").into_iter().map(str::to_owned).collect();
    ids.sort();
    ids
}

fn facet(list: &Value, key: &str) -> Value {
    let facets = list["facetten"].as_array().unwrap();
    facets.iter().find(|facet| facet["filter"] == key).unwrap().clone()
}

#[test]
fn sys_b01_mit_suitcase_per_region() {
    let regional = ["mit-haalbaarheid-oost", "mit-innovatieadvies-oost", "mit-rd-samenwerking-oost"];
    assert_eq!(ids("familie=mit&regio=oost&niveau=province"), regional);
    let vouchers = api("/instrumenten?familie=mit&soort=voucher");
    assert!(vouchers["totaal"].as_u64().unwrap() > 0);
    for voucher in vouchers["instrumenten"].as_array().unwrap() {
        assert_eq!(voucher["niveau"]["id"], "national", "{voucher}");
    }
}

#[test]
fn sys_f01_one_query_answers_over_all_providers() {
    let list = api("/instrumenten?regio=GM0153&behoefte=finance&behoefte=innovate&behoefte=collaborate");
    let levels = facet(&list, "niveau");
    let levels = all(&levels["waarden"], "id");
    for level in ["national", "province", "subregion"] {
        assert!(levels.contains(&level), "{levels:?}");
    }
    let at = |counter: &str| api(&format!("/instrumenten?regio=GM0153&loket={counter}"))["instrumenten"].clone();
    assert_eq!(at("novel-t"), at("kvk"));
    assert_eq!(at("novel-t"), api("/instrumenten?regio=GM0153")["instrumenten"]);
}

#[test]
fn sys_c04_part_of_amounts_are_never_added_as_exact() {
    let list = api("/instrumenten?behoefte=finance");
    let capacity = &list["bedragen"]["capaciteit"];
    let by_qualifier = |qualifier: &str| {
        let parts = capacity["per_kwalificatie"].as_array().unwrap();
        parts.iter().find(|part| part["qualifier"] == qualifier).map(|part| part["value"].clone())
    };
    assert_eq!(by_qualifier("part_of"), Some(json!(250_000_000)), "{capacity}");
    assert_eq!(by_qualifier("about"), Some(json!(100_000_000)), "{capacity}");
    assert_eq!(by_qualifier("exact"), Some(capacity["vast"].clone()));
    assert_eq!(capacity["samen"], Value::Null, "a part-of amount leaves no total");
    let fund = api("/instrumenten/energiefonds-overijssel");
    let figures = fund["cijfers"].as_array().unwrap();
    let figure = figures.iter().find(|figure| figure["id"] == "capacity").unwrap();
    assert_eq!(figure["waarde"]["qualifier"], "part_of");
    assert!(figure["waarde"]["text"].as_str().unwrap().starts_with("een deel van"), "{figure}");
}

#[test]
fn a_figure_that_repeats_another_pot_is_not_added_twice() {
    let list = api("/instrumenten?zoek=Twents%20Fonds%20Innovatie");
    let repeated = ["twents-fonds-innovatie-kennisvoucher", "twents-fonds-innovatie-krediet"];
    assert_eq!(ids("zoek=Twents%20Fonds%20Innovatie"), repeated);
    assert_eq!(list["bedragen"]["capaciteit"]["vast"], 5_000_000);
}

#[test]
fn sys_b06_firm_and_provisional_money_apart_and_together() {
    let programme = api("/dossiers/mit");
    let total = &programme["budget_samen"];
    assert_eq!((&total["vast"], &total["voorlopig"]), (&json!(40_000_000), &json!(15_000_000)));
    assert_eq!((&total["samen"]["value"], &total["samen"]["qualifier"]), (&json!(55_000_000), &json!("provisional")));
    assert_eq!(total["samen"]["text"], "in beginsel €\u{a0}55.000.000");
    let budgets = programme["budgetten"].as_array().unwrap();
    let provisional = budgets.iter().filter(|budget| budget["bedrag"]["qualifier"] == "provisional").count();
    assert_eq!((budgets.len(), provisional), (3, 1));
}

#[test]
fn sys_c07_finance_overview_is_dated_current_and_of_the_region() {
    let list = api("/instrumenten?behoefte=finance&regio=PV23&peildatum=2018-03-01");
    let found = list["instrumenten"].as_array().unwrap();
    assert!(found.len() > 10, "{}", found.len());
    for entry in found {
        assert!(entry["gecontroleerd_op"].is_string(), "{entry}");
        let open_without_end = entry["stand"]["state"] == "open" && entry["stand"]["closes"].is_null();
        assert!(!(entry["verouderd"] == true && open_without_end), "stale and shown as current: {entry}");
    }
    assert!(found.iter().any(|entry| entry["verouderd"] == true), "no stale entry to show as such");
    assert!(!all(&list["instrumenten"], "id").contains(&"mkb-doorstartfonds-flevoland"));
    let open = api("/instrumenten?behoefte=finance&regio=PV23&open=true&peildatum=2018-03-01");
    assert!(open["instrumenten"].as_array().unwrap().iter().all(|entry| entry["stand"]["open"] == true));
}

#[test]
fn the_three_answers_to_open_divide_the_register() {
    let total = |query: &str| api(&format!("/instrumenten?{query}"))["totaal"].as_u64().unwrap();
    assert_eq!(total("open=true") + total("open=false") + total("open=onbekend"), total(""));
}

#[test]
fn sys_h16_field_labs_have_status_date_and_region() {
    let list = api("/instrumenten?soort=field-lab");
    let labs = list["instrumenten"].as_array().unwrap();
    assert!(labs.len() >= 6);
    for lab in labs {
        assert_eq!(lab["categorie"], "faciliteit");
        assert!(lab["status"]["id"].is_string() && lab["gecontroleerd_op"].is_string(), "{lab}");
        assert!(!lab["gebieden"].as_array().unwrap().is_empty(), "{lab}");
    }
    let statuses = facet(&list, "status");
    assert!(all(&statuses["waarden"], "id").contains(&"positive-advice"), "{statuses}");
    assert_eq!(ids("soort=field-lab&status=started"), ["fieldlab-region-of-smart-factories"]);
}

#[test]
fn sys_i07_totals_over_labels_are_marked_as_overlapping() {
    let list = api("/instrumenten");
    for key in ["thema", "kenmerk", "behoefte"] {
        let facet = facet(&list, key);
        assert_eq!(facet["overlapping"], true, "{key}");
        let counted: u64 = facet["waarden"].as_array().unwrap().iter().map(|it| it["aantal"].as_u64().unwrap()).sum();
        let with_value = list["totaal"].as_u64().unwrap() - facet["zonder"].as_u64().unwrap();
        assert!(counted > with_value, "{key}: {counted} over {with_value} records");
    }
    let kinds = facet(&list, "soort");
    let counted: u64 = kinds["waarden"].as_array().unwrap().iter().map(|it| it["aantal"].as_u64().unwrap()).sum();
    assert_eq!((&kinds["overlapping"], counted), (&json!(false), list["totaal"].as_u64().unwrap()));
}

#[test]
fn an_area_gives_what_works_in_it_in_part_of_it_and_around_it() {
    let twente = ids("regio=twente");
    for wanted in ["tprc-enschede", "high-tech-fund-twente", "innovatiefonds-overijssel", "wbso"] {
        assert!(twente.contains(&wanted.to_owned()), "{wanted} is missing: {twente:?}");
    }
    assert!(!twente.contains(&"topfonds-gelderland".to_owned()));
    assert!(ids("regio=PV25").contains(&"topfonds-gelderland".to_owned()));
}

#[test]
fn values_of_one_filter_widen_and_filters_narrow() {
    let total = |query: &str| ids(query).len();
    assert_eq!(total("soort=voucher&soort=loan"), total("soort=voucher") + total("soort=loan"));
    assert!(total("soort=grant&niveau=national") < total("soort=grant"));
}

#[test]
fn pages_join_into_the_whole_list() {
    let whole = api("/instrumenten?soort=grant");
    let total = whole["totaal"].as_u64().unwrap();
    let mut joined = Vec::new();
    let mut next = Some("/instrumenten?soort=grant&aantal=4".to_owned());
    while let Some(address) = next {
        let page = api(&address);
        assert_eq!(page["totaal"].as_u64(), Some(total));
        joined.extend(page["instrumenten"].as_array().unwrap().clone());
        let link = page["_links"]["volgende"]["href"].as_str();
        next = link.map(|link| link.strip_prefix("/api/v1").unwrap().to_owned());
    }
    assert_eq!(Value::from(joined), whole["instrumenten"]);
    assert_eq!(api("/instrumenten?soort=grant&pagina=999")["instrumenten"], json!([]));
}

#[test]
fn a_record_names_its_sources_and_its_qualifiers() {
    let support = api("/instrumenten/mit-haalbaarheid-landelijk?peildatum=2017-06-01");
    let version = support["versies"].as_array().unwrap().iter().find(|it| it["geldt_op_peildatum"] == true).unwrap();
    assert_eq!(version["geldig"], json!({"van": "2017-01-01", "tot": "2018-01-01"}));
    let max = &version["bedrag"]["max"];
    assert_eq!(
        (&max["value"], &max["qualifier"], &max["text"]),
        (&json!(25_000), &json!("exact"), &json!("€\u{a0}25.000"))
    );
    assert_eq!(max["source"]["id"], "stcrt-2017-15825");
    let criterion = &version["criteria"][0];
    assert!(criterion["bron"]["tekst"].as_str().unwrap().contains("art. 3.4."), "{criterion}");
    assert!(criterion["regel_in_woorden"].is_string());
    assert_eq!(support["_links"]["self"]["href"], "/api/v1/instrumenten/mit-haalbaarheid-landelijk");
}

#[test]
fn moments_are_in_universal_time() {
    let support = api("/instrumenten/mit-haalbaarheid-oost?peildatum=2017-06-01");
    let versions = support["versies"].as_array().unwrap();
    let windows = versions.iter().flat_map(|version| version["tijdvakken"].as_array().unwrap());
    let moments: Vec<&str> = windows.filter_map(|window| window["van"].as_str()).collect();
    assert!(moments.contains(&"2017-04-10T22:00:00Z"), "midnight in Dutch summer time: {moments:?}");
}

#[test]
fn the_link_of_a_page_gives_that_page_again() {
    let list = api("/instrumenten?zoek=kunststof%20%26%20meer&soort=grant&soort=voucher&regio=oost&aantal=2&pagina=1");
    let link = list["_links"]["self"]["href"].as_str().unwrap().strip_prefix("/api/v1").unwrap();
    assert_eq!(api(link), list);
}
