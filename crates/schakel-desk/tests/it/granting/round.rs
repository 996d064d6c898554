//! A small round with a counter of grants on each engine.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use schakel_casework::{Actor, Code, FirmRef, OrganisationId, PersonRef};
use schakel_criteria::Number;
use schakel_desk::{GrantDesk, GrantingError, NewFile, NewForm, RoundTermsOfGrant};
use schakel_register::{AtCeiling, Cents, Pack, PackFiles, load};
use schakel_schemes::{
    Application, ApplicationCommand, ApplicationNumber, ApplicationRules, Ceilings, Completeness, DecisionClock,
    DecisionRule, DocumentLimit, GrantLimits, GrantRules, Length, Order, Procedure, Receipt, RoundRules, Rules,
    TermBasis,
};
use schakel_store::Store;
use schakel_store::journal::{self, Entry, Verified, application_subject};
use schakel_time::{Date, DateTime, parse_date};

use crate::databases::Database;

/// The seed of the draw of the round.
pub const SEED: &str = "d2b1c0a99f8e7d6c5b4a39281706f5e4d3c2b1a0";

pub fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub fn round() -> Code {
    code("small-round")
}

pub fn euros(euros: i64) -> Cents {
    Cents::new(euros * 100)
}

pub fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

pub fn at(text: &str, hour: i8) -> DateTime {
    day(text).at(hour, 0, 0, 0)
}

pub fn executor() -> Actor {
    let organisation = OrganisationId::new("executor").unwrap();
    Actor::Organisation { organisation, person: Some(PersonRef(3)) }
}

pub fn firm(number: u64) -> Actor {
    Actor::Entrepreneur(FirmRef(number))
}

/// From 9 January 2017 nine o'clock to 31 March 2017 five o'clock, with 100,000 euros.
pub fn rules(procedure: Procedure) -> RoundRules {
    let limit = DocumentLimit { required: true, bytes_max: 1_000, kinds: [code("pdf")].into() };
    RoundRules {
        application: ApplicationRules {
            round: round(),
            executor: OrganisationId::new("executor").unwrap(),
            opens_at: at("2017-01-09", 9),
            closes_at: at("2017-03-31", 17),
            requested_min: Some(euros(5_000)),
            requested_max: Some(euros(200_000)),
            partners_min: 0,
            completeness: Completeness { fields: [code("title")].into(), documents: [(code("budget"), limit)].into() },
            repair_within: Length::Days(14),
            decision: DecisionRule {
                within: Length::Weeks(13),
                clock: DecisionClock::Receipt,
                basis: TermBasis::Statutory,
                extend_by: Some(Length::Weeks(13)),
            },
            objection_committee: false,
            grant: GrantRules {
                performance_from: euros(25_000),
                costs_from: euros(125_000),
                advance_rate: Number::fraction(9, 10).unwrap(),
                request_within: Length::Weeks(13),
                settle_within: Length::Weeks(13),
            },
        },
        division: Rules {
            ceilings: Ceilings { round: euros(100_000), parts: BTreeMap::from([("area:PV23".into(), euros(60_000))]) },
            procedure,
        },
        limits: GrantLimits::default(),
    }
}

pub fn in_turn(order: Order) -> Procedure {
    Procedure::InTurn { order, at_ceiling: AtCeiling::Stop }
}

/// Everything that is granted: activities until the middle of 2018.
pub fn terms() -> RoundTermsOfGrant {
    RoundTermsOfGrant { activities_until: day("2018-06-29"), year: 2017, obligations: Vec::new(), de_minimis: false }
}

pub fn form(applicant: u64, requested: Cents) -> NewForm {
    NewForm {
        answers: r#"{"title":"Een nieuwe oven","note":"  "}"#.to_owned(),
        costs: [(FirmRef(applicant), requested + requested)].into(),
        requested,
    }
}

pub fn budget() -> NewFile {
    NewFile { document: code("budget"), name: "begroting.pdf".to_owned(), content: b"%PDF-1.7 begroting".to_vec() }
}

/// A pack with the ceilings of public aid, and nothing else.
pub fn pack() -> &'static Pack {
    static PACK: LazyLock<Pack> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/oost");
        let names = ["pack.toml", "aid.toml", "thresholds.toml", "facts.toml", "sources.toml"];
        let mut files = PackFiles::new();
        let mut add = |name: String| {
            let text = fs::read_to_string(folder.join(&name)).unwrap();
            files.insert(Arc::from(name), text);
        };
        names.iter().for_each(|it| add((*it).to_owned()));
        for entry in fs::read_dir(folder.join("codes")).unwrap() {
            add(format!("codes/{}", entry.unwrap().file_name().to_str().unwrap()));
        }
        load(&files).pack
    });
    &PACK
}

/// The counter of the round.
pub struct Office {
    pub desk: GrantDesk,
    database: Database,
    procedure: Procedure,
}

/// Runs a story on each engine.
pub fn on_each(procedure: &Procedure, story: impl Fn(&Office)) {
    for database in Database::each() {
        let desk = GrantDesk::new(database.open().unwrap(), [rules(procedure.clone())], pack());
        story(&Office { desk, database, procedure: procedure.clone() });
    }
}

/// Runs a story on each engine with rounds of its own.
pub fn on_each_with(rounds: &[RoundRules], story: impl Fn(&Office)) {
    for database in Database::each() {
        let desk = GrantDesk::new(database.open().unwrap(), rounds.to_vec(), pack());
        story(&Office { desk, database, procedure: rounds[0].division.procedure.clone() });
    }
}

impl Office {
    /// Another server on the same database.
    pub fn second_server(&self) -> GrantDesk {
        GrantDesk::new(self.database.open().unwrap(), [rules(self.procedure.clone())], pack())
    }

    pub fn store(&self) -> &Store {
        self.desk.store()
    }

    /// A draft with everything that is asked.
    pub fn draft(&self, applicant: u64, requested: Cents) -> ApplicationNumber {
        let begun = self.desk.start(&round(), FirmRef(applicant), None, at("2017-01-05", 12), None).unwrap();
        self.desk.attach(begun.number, budget(), firm(applicant), at("2017-01-05", 12)).unwrap();
        self.desk.save(begun.number, form(applicant, requested), firm(applicant), at("2017-01-05", 13)).unwrap();
        begun.number
    }

    pub fn submits(&self, applicant: u64, requested: Cents, moment: DateTime) -> Receipt {
        let number = self.draft(applicant, requested);
        self.desk.submit(number, firm(applicant), moment).unwrap()
    }

    /// Handed in and found complete.
    pub fn complete(&self, applicant: u64, requested: Cents, moment: DateTime) -> ApplicationNumber {
        let number = self.submits(applicant, requested, moment).application;
        self.does(number, ApplicationCommand::FindComplete, moment.date().at(20, 0, 0, 0));
        number
    }

    pub fn does(&self, number: ApplicationNumber, command: ApplicationCommand, moment: DateTime) -> Application {
        self.tries(number, command, moment).unwrap_or_else(|it| panic!("{number}: {it}"))
    }

    pub fn tries(
        &self,
        number: ApplicationNumber,
        command: ApplicationCommand,
        moment: DateTime,
    ) -> Result<Application, GrantingError> {
        self.desk.handle(number, command, executor(), moment)
    }

    pub fn application(&self, number: ApplicationNumber) -> Application {
        self.desk.application(number, &executor()).unwrap().application
    }

    /// The application that its journal tells of.
    pub fn replayed(&self, number: ApplicationNumber) -> Application {
        let rows = self.store().read(|rows| journal::about(rows, &application_subject(number))).unwrap();
        let events: Vec<_> = rows
            .iter()
            .filter_map(|row| match journal::entry(row).unwrap() {
                Entry::Application(event) => Some(*event),
                _ => None,
            })
            .collect();
        schakel_schemes::replay_application(&events).unwrap()
    }

    pub fn journal_is_whole(&self) {
        let verified = self.store().read(journal::verify).unwrap();
        assert!(matches!(verified, Verified::Whole { .. }), "{verified:?}");
    }

    /// What is granted of the whole round.
    pub fn granted(&self) -> Cents {
        self.desk.room(&round()).unwrap().all().next().unwrap().granted
    }
}
