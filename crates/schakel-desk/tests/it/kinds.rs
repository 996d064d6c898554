//! The table of kinds of data: every column of the database is in it, or plainly says nothing of a person.

use std::collections::BTreeSet;

use schakel_desk::{DataKind, Term, Terms};
use schakel_store::STEPS;

/// Columns that say nothing of a person by themselves, in whatever table they stand.
const ABOUT_NOBODY: &[&str] = &[
    // Numbers of rows, and moments and days of the row itself.
    "id",
    "number",
    "case_id",
    "referral",
    "made_at",
    "at",
    "created_on",
    "keep_until",
    "erase_after",
    "erased_at",
    "expires_on",
    "expires_at",
    "ended_at",
    "closed_at",
    "given_at",
    "asked_at",
    "decided_at",
    "try_after",
    // Which organisation, and what the process says.
    "organisation",
    "responsible",
    "part",
    "amount",
    "committed",
    "state",
    "outcome",
    "due",
    "next_date",
    "promised_by",
    "first_answer_at",
    "sender",
    "receiver",
    "campaign",
    "channel",
    "effect",
    "kind",
    "media_type",
    "attempts",
    "capacity",
    "given",
    "hash",
    // What counts, for which action, and when. Who took part is declared.
    "item",
    "day",
    "year",
    "recorded_on",
    "is_public",
    "performance",
    "action",
    // A round of the pack, its money and its order.
    "round",
    "application",
    "turn",
    "received",
    "received_at",
    "last_received_at",
    "complete_at",
    "decision_due",
    "commitment",
    "seed",
    "draw",
    "division",
    // The books: a decision, why it was not posted, and how far the journal was read.
    "decision",
    "why",
    "journal",
];

/// Every column of every table, as the steps made them.
fn columns() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for step in STEPS {
        let lines = step.lines().map(|line| line.split("--").next().unwrap_or("").trim());
        let mut table = None;
        for line in lines {
            if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                table = rest.split_whitespace().next().map(str::to_owned);
            } else if line.starts_with(')') {
                table = None;
            } else if let (Some(table), Some(first)) = (&table, line.split_whitespace().next())
                && first.starts_with(|it: char| it.is_ascii_lowercase())
            {
                found.insert((table.clone(), first.to_owned()));
            }
            assert!(!line.starts_with("ALTER TABLE"), "this test reads new tables only; teach it `{line}`");
        }
    }
    assert!(found.len() > 80, "the steps are read: {found:?}");
    found
}

fn declared() -> BTreeSet<(String, String)> {
    let tables = DataKind::ALL.iter().flat_map(|kind| kind.columns());
    tables.flat_map(|(table, columns)| columns.iter().map(|it| ((*table).to_owned(), (*it).to_owned()))).collect()
}

#[test]
fn every_column_is_declared_or_about_nobody() {
    let declared = declared();
    let forgotten: Vec<_> =
        columns().into_iter().filter(|it| !declared.contains(it) && !ABOUT_NOBODY.contains(&it.1.as_str())).collect();
    assert!(
        forgotten.is_empty(),
        "say in `retention.rs` to which kind of data these columns belong, and erase them in `erase.rs`: {forgotten:?}"
    );
}

#[test]
fn what_is_declared_exists() {
    let there = columns();
    let missing: Vec<_> = declared().into_iter().filter(|it| !there.contains(it)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_leads_to_a_person_has_an_end() {
    let terms = Terms::days(730);
    for kind in DataKind::ALL {
        let for_ever = kind.term(&terms) == Term::ForEver;
        // A key of somebody who took part leads to nobody once the secret of its year is erased.
        let leads_to_nobody = matches!(kind, DataKind::Cases | DataKind::Contributions | DataKind::Journal);
        assert_eq!(for_ever, leads_to_nobody, "{kind:?}");
    }
}

#[test]
fn the_terms_of_the_pack_are_used() {
    let terms = Terms::days(100);
    assert_eq!(DataKind::Words.term(&terms), Term::DaysAfterQuestion(100));
    assert_eq!(DataKind::Firms.term(&terms).days(), Some(100));
}
