//! Small aid of a single undertaking, and aid on the same costs, with the ceilings of the pack of East Netherlands.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use proptest::prelude::*;
use schakel_casework::FirmRef;
use schakel_register::{Cents, EarlierGrant, Pack, PackFiles, load};
use schakel_schemes::{
    AidOnCosts, ApplicationNumber, CentralRegister, Declaration, IntensityRoom, SmallAid, SmallAidRegister,
    SmallAidRequest, SmallAidVerdict, intensity_room,
};
use schakel_time::{Date, add_days, add_months};

use crate::small_round::{code, day, euros, executor};

/// The general files of the pack: ceilings are in them, and nothing else is needed here.
fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost");
        let mut files = PackFiles::new();
        add_folder(&folder, "", &mut files);
        load(&files).pack
    })
}

fn add_folder(folder: &Path, prefix: &str, files: &mut PackFiles) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            add_folder(&entry.path(), &format!("{path}/"), files);
        } else if entry.path().extension().is_some_and(|it| ["md", "toml", "csv"].iter().any(|text| it == *text)) {
            files.insert(Arc::from(path), fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn aid(firm: u64, on: Date, amount: Cents) -> SmallAid {
    SmallAid {
        application: Some(ApplicationNumber(firm)),
        firm: FirmRef(firm),
        granted_on: on,
        amount,
        authority: executor(),
        instrument: code("instrument"),
        sector: Some(code("C28")),
        exported_on: None,
    }
}

fn nothing_else(firm: u64) -> Declaration {
    Declaration { firm: FirmRef(firm), on: day("2024-01-02"), other: Vec::new() }
}

/// A register in which firm 1 declared nothing else.
fn register() -> SmallAidRegister {
    let mut register = SmallAidRegister::default();
    register.declare(nothing_else(1));
    register
}

fn assess(register: &SmallAidRegister, on: &str, amount: Cents) -> SmallAidVerdict {
    let undertaking = [FirmRef(1), FirmRef(2)].into();
    let request = SmallAidRequest { undertaking: &undertaking, day: day(on), amount };
    register.assess(request, CentralRegister::default(), pack())
}

#[test]
fn new_small_aid_that_does_not_fit_falls_out_whole() {
    let mut register = register();
    register.enter(aid(2, day("2024-03-01"), euros(250_000)));
    register.enter(aid(3, day("2024-03-01"), euros(250_000)));
    let check = |on: &str, amount, expected| assert_eq!(assess(&register, on, amount), expected, "{on}");
    check("2026-06-01", euros(50_000), SmallAidVerdict::Fits { left: Cents::ZERO });
    check("2026-06-01", Cents::new(5_000_001), SmallAidVerdict::Exceeds { room: euros(50_000) });
    // Three years from 1 March 2024 hold 28 February 2027, and no longer 1 March 2027.
    check("2027-02-28", euros(300_000), SmallAidVerdict::Exceeds { room: euros(50_000) });
    check("2027-03-01", euros(300_000), SmallAidVerdict::Fits { left: Cents::ZERO });
    check("2032-01-01", euros(1), SmallAidVerdict::CeilingUnknown);
}

#[test]
fn aid_that_becomes_known_later_counts_on_its_own_day() {
    let mut register = register();
    register.enter(aid(1, day("2026-01-01"), euros(300_000)));
    let room = Cents::ZERO;
    assert_eq!(assess(&register, "2025-01-01", euros(1)), SmallAidVerdict::Exceeds { room });
    assert!(matches!(assess(&register, "2022-12-31", euros(1)), SmallAidVerdict::Fits { .. }));
}

#[test]
fn a_declaration_is_needed_until_the_central_register_covers_three_years() {
    let undertaking: BTreeSet<FirmRef> = [FirmRef(1)].into();
    let request = |on| SmallAidRequest { undertaking: &undertaking, day: day(on), amount: euros(1) };
    let empty = SmallAidRegister::default();
    let central = CentralRegister { since: Some(day("2026-01-01")) };
    assert_eq!(empty.assess(request("2028-12-31"), central, pack()), SmallAidVerdict::DeclarationNeeded);
    assert!(matches!(empty.assess(request("2029-01-01"), central, pack()), SmallAidVerdict::Fits { .. }));
    let mut declared = SmallAidRegister::default();
    let other = vec![EarlierGrant { granted_on: day("2025-05-01"), amount: euros(299_999) }];
    declared.declare(Declaration { other, ..nothing_else(1) });
    assert_eq!(declared.assess(request("2026-05-01"), central, pack()), SmallAidVerdict::Fits { left: Cents::ZERO });
}

#[test]
fn aid_is_sent_within_twenty_working_days() {
    let central = CentralRegister { since: Some(day("2026-01-01")) };
    let mut register = register();
    register.enter(aid(1, day("2025-12-31"), euros(1)));
    // Monday 30 March 2026: Good Friday is 3 April and Easter Monday 6 April, King's Day Monday 27 April. Three days until
    // 2 April, four from 7 April: 7; five and five until the 24th: 17; 28, 29 and 30 April: 20.
    register.enter(aid(2, day("2026-03-30"), euros(1)));
    let rows = register.to_export(&executor(), central);
    assert_eq!(rows.iter().map(|it| (it.aid.firm, it.due)).collect::<Vec<_>>(), [(FirmRef(2), day("2026-04-30"))]);
    register.exported(ApplicationNumber(2), day("2026-04-01"));
    assert_eq!(register.to_export(&executor(), central), []);
}

#[test]
fn aid_on_the_same_costs_stays_below_the_highest_intensity() {
    let aid = |kind: &str, earlier: &[i64]| AidOnCosts {
        kind: kind.to_owned(),
        costs: euros(40_000),
        earlier: earlier.iter().map(|it| euros(*it)).collect(),
    };
    let room = |aid| intensity_room(&aid, day("2017-06-01"), pack());
    // Half of 40,000, less what went to it.
    assert_eq!(room(aid("feasibility-study", &[])), IntensityRoom::Known(euros(20_000)));
    assert_eq!(room(aid("feasibility-study", &[14_000, 5_000])), IntensityRoom::Known(euros(1_000)));
    assert!(!room(aid("feasibility-study", &[14_000, 5_000])).fits(euros(1_001)));
    assert_eq!(room(aid("feasibility-study", &[30_000])), IntensityRoom::Known(Cents::ZERO));
    assert_eq!(room(aid("unknown-costs", &[])), IntensityRoom::FirstAid);
    assert_eq!(room(aid("unknown-costs", &[1])), IntensityRoom::NotTogether);
}

proptest! {
    /// In whatever order it is asked for: what was granted in any three years is never above the ceiling. Counted without
    /// the crate: all windows that begin on the day of a grant.
    #[test]
    fn no_three_years_hold_more_than_the_ceiling(
        asked in proptest::collection::vec((1_u64..4, 0_u32..2_300, 1_i64..200_000), 1..25),
    ) {
        let mut register = register();
        let mut granted: Vec<(Date, Cents)> = Vec::new();
        let undertaking: BTreeSet<FirmRef> = [FirmRef(1), FirmRef(2), FirmRef(3)].into();
        for (firm, days, amount) in asked {
            let (on, amount) = (add_days(day("2024-01-01"), days), euros(amount));
            let request = SmallAidRequest { undertaking: &undertaking, day: on, amount };
            if let SmallAidVerdict::Fits { .. } = register.assess(request, CentralRegister::default(), pack()) {
                register.enter(aid(firm, on, amount));
                granted.push((on, amount));
            }
        }
        for (start, _) in &granted {
            let window = granted.iter().filter(|(on, _)| on >= start && *on < add_months(*start, 36));
            let together: Cents = window.map(|(_, amount)| *amount).sum();
            prop_assert!(together <= euros(300_000), "{together:?} from {start}");
        }
    }
}
