//! The way forward from every version of the tables, with rows in them; a later version is refused.

use schakel_store::{Dialect, Engine, Keep, STEPS, Statements, Store, StoreError, Value, migrate_to, values};
use schakel_store_postgres::PostgresEngine;
use schakel_store_sqlite::SqliteEngine;

use crate::databases::{Database, must_read, must_write, number};

/// A row for each table that a version brought: what was kept by that version has to come through the next ones.
const ROWS: &[&[(&str, &str)]] = &[
    &[(
        "saved_roadmap",
        "INSERT INTO saved_roadmap VALUES ($1, '{}', '[]', '[]', '[]', '[]', '2026-11-22', '2027-11-22')",
    )],
    &[
        (
            "firm",
            "INSERT INTO firm (id, facts, made_at, erase_after) VALUES (1, '{}', '2026-11-22T12:00:00', '2027-11-22')",
        ),
        ("words", "INSERT INTO words (id, kind, body, made_at, erase_after) VALUES (1, 'a', 'b', 'c', 'd')"),
        ("case_party", "INSERT INTO case_party (case_id, organisation, part) VALUES (1, 'loket', 'had')"),
        ("case_link", "INSERT INTO case_link VALUES ($1, 1, 1, 'a', 'b')"),
        (
            "outbox",
            "INSERT INTO outbox (id, once, message, made_at, try_after, state, attempts) VALUES (1, 'a', '{}', 'b', 'c', 'sent', 1)",
        ),
        ("form_sent", "INSERT INTO form_sent VALUES ('a', 'b', 'c')"),
    ],
    &[
        ("account", "INSERT INTO account (id, kind, language, mail, made_at) VALUES (1, 'staff', 'nl', 'daily', 'a')"),
        ("staff_role", "INSERT INTO staff_role VALUES (1, 'loket', 'adviser', 'a')"),
        ("session", "INSERT INTO session VALUES ($1, 1, 'a', 'b')"),
    ],
    &[
        ("post", "INSERT INTO post (id, case_id, words, made_at) VALUES (1, 1, 1, 'a')"),
        ("document", "INSERT INTO document VALUES (1, 1, NULL, NULL, 'a', 'b', $1, 'c', 'd')"),
    ],
    // An index only.
    &[],
    &[
        ("campaign", "INSERT INTO campaign VALUES (1, 'loket', 'a', '{}', 'b', 'c')"),
        ("campaign_firm", "INSERT INTO campaign_firm (campaign, number, name) VALUES (1, 1, 'a')"),
        ("campaign_contact", "INSERT INTO campaign_contact VALUES (1, 1, 1, 1, 'telephone', 'reached', 'a')"),
        ("lead", "INSERT INTO lead (id, sender, receiver, body) VALUES (1, 'loket', 'fonds', '{}')"),
    ],
    &[
        ("api_key", "INSERT INTO api_key VALUES (1, $1, 'loket', 'a', 'b', NULL)"),
        ("passed_on", "INSERT INTO passed_on VALUES ('loket', $1, $1, 1)"),
    ],
    &[("representative", "INSERT INTO representative VALUES ('https://a.example', 'b', '12345678', 1, 1)")],
    &[
        (
            "application",
            "INSERT INTO application (id, round, applicant, state, committed, merits, body) VALUES (1, 'a', 1, 'draft', 0, '{}', '{}')",
        ),
        ("application_partner", "INSERT INTO application_partner VALUES (1, 2)"),
        ("application_form", "INSERT INTO application_form VALUES (1, 1, '{}', 'a')"),
        ("application_file", "INSERT INTO application_file VALUES (1, 1, '{}', 'a', $1, 'b')"),
        ("round_book", "INSERT INTO round_book (round, received) VALUES ('a', 0)"),
        ("round_ceiling", "INSERT INTO round_ceiling VALUES ('a', '', 100, 100)"),
        ("voucher", "INSERT INTO voucher VALUES (1, 'a', 1, 1, 'open', 'b', '{}')"),
    ],
    &[("application_link", "INSERT INTO application_link VALUES ($1, 1, 1, 1, 'a', 'b')")],
    &[
        (
            "contribution",
            "INSERT INTO contribution (id, kind, year, day, item, recorded_on) VALUES (1, 'event', 2017, 'a', 1, 'b')",
        ),
        ("contribution_item", "INSERT INTO contribution_item VALUES (1, 'event', 'a', 'loket', '5.3.2', 1, 'b', 'c')"),
        ("contribution_secret", "INSERT INTO contribution_secret VALUES (2017, $1, 'a')"),
    ],
    &[
        ("small_aid", "INSERT INTO small_aid (id, firm, granted_on, body) VALUES (1, 1, 'a', '{}')"),
        ("small_aid_declaration", "INSERT INTO small_aid_declaration VALUES (1, '{}')"),
        ("firm_link", "INSERT INTO firm_link VALUES (1, '{}')"),
        ("other_aid", "INSERT INTO other_aid VALUES (1, '{}')"),
        ("score_sheet", "INSERT INTO score_sheet VALUES (1, 1, 0, '[]', 'positive', 'a')"),
        ("score", "INSERT INTO score VALUES (1, 1, 1, 'a', '1', 'b')"),
        ("objection", "INSERT INTO objection (application, number, grounds, made_at) VALUES (1, 1, 'a', 'b')"),
        ("round_seed", "INSERT INTO round_seed VALUES ('a', 'b')"),
    ],
    &[
        ("ledger_entry", "INSERT INTO ledger_entry VALUES (1, 'a', '', '{}')"),
        ("ledger_refusal", "INSERT INTO ledger_refusal VALUES (1, 'a')"),
        ("ledger_position", "INSERT INTO ledger_position VALUES (1, 1)"),
    ],
];

/// The engine under a store, to bring it to a version that is not the last.
fn engine(database: &Database) -> Box<dyn Engine> {
    match database {
        Database::File(folder) => Box::new(SqliteEngine::open(&folder.path().join("schakel.db")).unwrap()),
        Database::Server { address, .. } => Box::new(PostgresEngine::open(address).unwrap()),
    }
}

fn on_engine(engine: &dyn Engine, work: impl FnOnce(&mut dyn Statements) -> Result<(), StoreError> + Send + 'static) {
    engine
        .write(Box::new(move |statements| {
            work(statements).unwrap();
            Keep::Yes
        }))
        .unwrap();
}

fn bring_to(engine: &dyn Engine, version: usize) {
    let dialect: Dialect = engine.dialect();
    on_engine(engine, move |statements| migrate_to(version, statements, dialect));
}

fn insert(statements: &mut dyn Statements, row: &str) -> Result<(), StoreError> {
    let digest: &[Value] = values![[1u8; 32]];
    statements.execute(row, if row.contains("$1") { digest } else { &[] }).map(drop)
}

#[test]
fn from_every_version_with_rows_in_it() {
    assert_eq!(ROWS.len(), STEPS.len(), "a new version: add rows for its tables here");
    for version in 0..=STEPS.len() {
        for database in Database::each() {
            let before = engine(&database);
            bring_to(&*before, version);
            let rows: Vec<(&str, &str)> = ROWS.iter().take(version).flat_map(|it| it.iter().copied()).collect();
            let kept = rows.clone();
            on_engine(&*before, move |statements| kept.iter().try_for_each(|(_, row)| insert(statements, row)));
            drop(before);
            let store = database.open().unwrap();
            let last = i64::try_from(STEPS.len()).unwrap();
            assert_eq!(number(&store, "SELECT max(version) FROM migration"), last);
            for (table, _) in rows {
                assert_eq!(
                    number(&store, &format!("SELECT count(*) FROM {table}")),
                    1,
                    "{table} from version {version}"
                );
            }
            // The tables of the later versions are there as well.
            must_write(&store, move |statements| {
                ROWS.iter().skip(version).flat_map(|it| it.iter()).try_for_each(|(_, row)| insert(statements, row))
            });
        }
    }
}

/// One step at a time ends where all at once ends.
#[test]
fn step_by_step_is_as_good_as_at_once() {
    for (one, other) in Database::each().zip(Database::each()) {
        let stepping = engine(&one);
        (0..=STEPS.len()).for_each(|version| bring_to(&*stepping, version));
        drop(stepping);
        assert_eq!(columns(&one, &one.open().unwrap()), columns(&other, &other.open().unwrap()));
    }
}

fn columns(database: &Database, store: &Store) -> Vec<String> {
    let question = match database {
        Database::File(_) => "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name",
        Database::Server { .. } => {
            "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
             FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1"
        }
    };
    must_read(store, |statements| {
        statements.query(question, &[])?.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
    })
}

#[test]
fn a_later_version_is_refused_and_left_alone() {
    for database in Database::each() {
        must_write(&database.open().unwrap(), |statements| {
            statements.execute("INSERT INTO migration (version) VALUES (99)", &[])
        });
        let refused = database.open().unwrap_err();
        assert!(matches!(refused, StoreError::TooNew { found: 99, .. }), "{refused:?}");
        assert!(refused.to_string().contains("version 99") && refused.to_string().contains("use a newer program"));
    }
}

/// A step that fails halfway leaves the version before it.
#[test]
fn a_step_that_fails_leaves_nothing() {
    for database in Database::each() {
        let before = engine(&database);
        bring_to(&*before, 1);
        // In the way of the second version.
        on_engine(&*before, |statements| statements.execute("CREATE TABLE words (a TEXT)", &[]).map(drop));
        assert!(database.open().is_err());
        on_engine(&*before, |statements| {
            assert_eq!(statements.query("SELECT max(version) FROM migration", &[])?[0].integer(0)?, 1);
            statements.execute("DROP TABLE words", &[]).map(drop)
        });
        drop(before);
        assert_eq!(number(&database.open().unwrap(), "SELECT count(*) FROM journal"), 0);
    }
}
