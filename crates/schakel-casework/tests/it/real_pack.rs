//! The directory of East Netherlands.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use schakel_casework::{Code, Director, Directory, DoorGround};
use schakel_register::{Pack, PackFiles, load};

use crate::small_region::org;

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
        } else {
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
