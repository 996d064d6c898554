//! The directory of East Netherlands.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use schakel_casework::{Code, Director, Directory, DoorGround, Field, Need, Participation, Staffing, choose};
use schakel_register::{Pack, PackFiles, load};

use crate::small_region::{day, org};

fn pack() -> Pack {
    let mut files = PackFiles::new();
    add_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost"), "", &mut files);
    load(&files).pack
}

fn add_folder(folder: &Path, prefix: &str, files: &mut PackFiles) {
    for entry in fs::read_dir(folder).expect("the pack is there") {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            add_folder(&entry.path(), &format!("{path}/"), files);
        } else if entry.path().extension().is_some_and(|it| ["md", "toml", "csv"].iter().any(|text| it == *text)) {
            files.insert(Arc::from(path), fs::read_to_string(entry.path()).unwrap());
        }
    }
}

#[test]
fn sys_f13_every_municipality_of_overijssel_has_exactly_one_gate() {
    let pack = pack();
    let directory = Directory::from_pack(&pack, org("desk"));
    let mut gates = BTreeSet::new();
    for municipality in pack.municipalities.values() {
        let door = directory.front_door(Some(&Code::new(&municipality.id).unwrap()));
        if &*municipality.province == "PV23" {
            assert_eq!(door.ground, DoorGround::Municipality, "{}", municipality.name);
            gates.insert(door.organisation);
        } else {
            assert_eq!(door.organisation, org("desk"), "no source names a door for {}", municipality.name);
        }
    }
    assert_eq!(gates.len(), 3);
}

#[test]
fn the_pack_names_no_process_director_so_the_front_door_keeps_the_case() {
    let directory = Directory::from_pack(&pack(), org("desk"));
    let zwolle = Code::new("GM0193").unwrap();
    assert_eq!(directory.director(Some(&zwolle)), Director::NoneNamed);
    assert_eq!(directory.director(None), Director::NoneNamed);
}

#[test]
fn sys_f14_every_gate_has_a_function() {
    let directory = Directory::from_pack(&pack(), org("desk"));
    for (_, locality) in directory.localities() {
        if let Some(door) = &locality.front_door {
            assert!(!directory.profile(door).unwrap().services.is_empty(), "{door}");
        }
    }
    assert_eq!(directory.profiles().count(), pack().organisations.len(), "every identifier of the pack is a code");
}

#[test]
fn who_is_no_more_is_not_asked_and_who_has_no_inbox_neither() {
    let mut directory = Directory::from_pack(&pack(), org("desk"));
    let participation = |directory: &Directory, id: &str| directory.profile(&org(id)).unwrap().participation.clone();
    assert_eq!(participation(&directory, "kennispark-twente"), Participation::SucceededBy(org("novel-t")));
    directory.limit_to(&[org("kvk"), org("kennispark-twente")].into());
    assert_eq!(participation(&directory, "kvk"), Participation::TakesPart);
    assert_eq!(participation(&directory, "novel-t"), Participation::NotTakingPart);
    let enschede = directory.front_door(Some(&Code::new("GM0153").unwrap()));
    assert_eq!((enschede.organisation, enschede.ground), (org("desk"), DoorGround::DoorNotReachable));
    assert_eq!(participation(&directory, "syntens"), Participation::NotTakingPart);
    assert_eq!(participation(&directory, "kennispark-twente"), Participation::SucceededBy(org("novel-t")));
}

#[test]
fn a_question_from_zwolle_has_an_adviser_and_a_reason_for_everybody_else() {
    let directory = Directory::from_pack(&pack(), org("desk"));
    let code = |text: &str| Code::new(text).unwrap();
    let need = Need { service: Some(code("innovation-advice")), municipality: Some(code("GM0193")), ..Need::default() };
    let (staffing, already_asked, on) = (Staffing::default(), BTreeSet::new(), day("2017-05-08"));
    let choice = choose(
        &need,
        &Field {
            directory: &directory,
            staffing: &staffing,
            already_asked: &already_asked,
            on,
            answer_by: on,
            capacity_of_adviser: 30,
        },
    );
    assert_eq!(choice.ranked[0].0, org("kennispoort-regio-zwolle"));
    assert_eq!(choice.ranked.len() + choice.passed_over.len(), directory.profiles().count());
}
