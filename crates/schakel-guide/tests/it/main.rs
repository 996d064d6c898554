#![allow(clippy::unwrap_used, missing_docs)]
use std::{fs,path::Path,sync::Arc};
use schakel_guide::Matcher;
use schakel_register::*;
use schakel_time::parse_date;
use serde_json::json;
fn add(folder: &Path, prefix: &str, files: &mut PackFiles) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() { add(&entry.path(), &format!("{path}/"), files); }
        else { files.insert(Arc::from(path), fs::read_to_string(entry.path()).unwrap()); }
    }
}
#[test]
fn dump() {
    let mut files = PackFiles::new();
    add(Path::new("../../packs/oost"), "", &mut files);
    let pack = load(&files).pack;
    let firms = [
      ("innovator Zwolle", json!({"plan":["innovate","feasibility"],"municipality":"GM0193","employees":24,"turnover":4200000,"balance_total":2000000,"themes":["htsm"],"registered":true,"legal_form":"bv"})),
      ("starter Enschede", json!({"plan":["start"],"municipality":"GM0153","registered":false})),
      ("family Raalte succession", json!({"plan":["succession"],"municipality":"GM0177","family_business":true,"employees":40,"turnover":9000000,"balance_total":4000000,"registered":true})),
      ("finance Arnhem", json!({"plan":["finance","grow"],"municipality":"GM0202","employees":8,"registered":true})),
      ("nothing", json!({})),
    ];
    for day in ["2017-05-01","2026-11-21"] {
        let m = Matcher::new(&pack, parse_date(day).unwrap().at(12,0,0,0));
        for (name, f) in &firms {
            let facts = facts_from_json(f, &pack, parse_date(day).unwrap()).unwrap();
            println!("=== {name} {day}");
            for it in m.match_firm(&facts).iter().take(22) {
                println!("{:9} {:8} {:8} {:30.30} miss={:2} {:?} known={} theme={:?}", format!("{:?}",it.answer.verdict), format!("{:?}",it.plan_fit), format!("{:?}",it.area_fit), it.on_day.support.id, it.answer.missing.len(), it.on_day.openness, !it.criteria_unknown, it.on_day.support.areas.iter().map(|a| a.0.to_string()).collect::<Vec<_>>());
            }
        }
    }
}
