//! The round, its money and its clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use schakel_casework::{Actor, Code, OrganisationId};
use schakel_criteria::Number;
use schakel_desk::GrantDesk;
use schakel_register::{AtCeiling, Cents, PackFiles, load};
use schakel_schemes::{
    ApplicationRules, Ceilings, Completeness, DecisionClock, DecisionRule, GrantLimits, GrantRules, Length, Order,
    Procedure, RoundRules, Rules, TermBasis,
};
use schakel_store::Store;
use schakel_time::{DateTime, add_microseconds, parse_date};

/// What everybody asks, cents.
pub const REQUESTED: Cents = Cents::new(1_000_000);

/// The seed of the draw.
pub const SEED: &str = "d2b1c0a99f8e7d6c5b4a39281706f5e4d3c2b1a0";

/// One in so many can get money.
pub const ONE_IN: u64 = 4;

pub fn open(address: &str) -> Store {
    match address.strip_prefix("sqlite:") {
        Some(path) => schakel_store_sqlite::open(std::path::Path::new(path)).unwrap(),
        None => schakel_store_postgres::open(address).unwrap(),
    }
}

pub fn desk(address: &str, applications: u64) -> GrantDesk {
    GrantDesk::new(open(address), [rules(applications)], Box::leak(Box::new(load(&PackFiles::new()).pack)))
}

pub fn round() -> Code {
    Code::new("opening-day").unwrap()
}

pub fn executor() -> Actor {
    Actor::Organisation { organisation: OrganisationId::new("executor").unwrap(), person: None }
}

/// The moment that the clock of a server shows: nine o'clock when the day began, and then as time goes.
pub fn now(since: u64) -> DateTime {
    let began = UNIX_EPOCH + Duration::from_micros(since);
    let gone = SystemTime::now().duration_since(began).unwrap_or_default();
    add_microseconds(at("2030-02-01", 9), i64::try_from(gone.as_micros()).unwrap())
}

pub fn at(day: &str, hour: i8) -> DateTime {
    parse_date(day).unwrap().at(hour, 0, 0, 0)
}

/// What there is: a little more than one in four can get, so that the last one does not fit.
pub fn ceiling(applications: u64) -> Cents {
    let grants = i64::try_from(applications / ONE_IN).unwrap();
    Cents::new(REQUESTED.count() * grants + 500_000)
}

fn rules(applications: u64) -> RoundRules {
    RoundRules {
        application: ApplicationRules {
            round: round(),
            executor: OrganisationId::new("executor").unwrap(),
            opens_at: at("2030-02-01", 9),
            closes_at: at("2030-03-01", 17),
            requested_min: None,
            requested_max: Some(REQUESTED),
            partners_min: 0,
            completeness: Completeness {
                fields: [Code::new("title").unwrap(), Code::new("plan").unwrap()].into(),
                documents: [].into(),
            },
            repair_within: Length::Days(14),
            decision: DecisionRule {
                within: Length::Weeks(13),
                clock: DecisionClock::Closing,
                basis: TermBasis::Statutory,
                extend_by: None,
            },
            objection_committee: false,
            grant: GrantRules {
                performance_from: Cents::new(2_500_000),
                costs_from: Cents::new(12_500_000),
                advance_rate: Number::ZERO,
                request_within: Length::Weeks(13),
                settle_within: Length::Weeks(13),
            },
        },
        division: Rules {
            ceilings: Ceilings::whole(ceiling(applications)),
            procedure: Procedure::InTurn { order: Order::CompleteDay, at_ceiling: AtCeiling::Stop },
        },
        limits: GrantLimits::default(),
    }
}
