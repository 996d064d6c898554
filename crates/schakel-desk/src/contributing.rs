//! Recording what counts for an indicator, and counting it. Who took part is kept as a key of that year; what the counts
//! mean is decided in `schakel-account`.

use schakel_account::Tally;
use schakel_casework::{Code, OrganisationId, PersonRef};
use schakel_register::{Accounts, Contribution, Counted, Id, Indicator};
use schakel_store::journal::{Entry, append};
use schakel_store::tables::contributions::{self, ContributionRow, CountedItem, Distinct, Item};
use schakel_store::{Statements, StoreError};
use schakel_time::{Date, DateTime};
use sha2::{Digest as _, Sha256};

use crate::desk::Desk;

/// Something to record: a meeting with who was there, a consortium with its members, a firm that was helped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewContribution {
    /// What kind.
    pub kind: Contribution,
    /// What it is called; one name of a kind is recorded once.
    pub name: String,
    /// When it was.
    pub day: Date,
    /// The performance that it is for.
    pub performance: String,
    /// The action that it is for.
    pub action: u32,
    /// Who was there: addresses or other names that tell people apart. They are not kept.
    pub people: Vec<String>,
    /// Firms, by a number or name that tells them apart. They are not kept.
    pub firms: Vec<String>,
    /// Members of a consortium that are of government; kept as keys only.
    pub governments: Vec<String>,
    /// The organisation that records it.
    pub organisation: OrganisationId,
    /// Who records it.
    pub by: PersonRef,
}

/// Why something was not recorded.
#[derive(Debug)]
pub enum ContributionError {
    /// The performance has no such action.
    NoSuchAction,
    /// It is of a day that is still to come.
    NotYet,
    /// There is one of this kind with this name already: it counts once.
    RecordedBefore,
    /// Nothing is said of who took part.
    NobodyNamed,
    /// The database failed.
    Store(StoreError),
}

/// The most that can be recorded at once.
pub const CONTRIBUTIONS_MAX: usize = 5_000;

impl From<StoreError> for ContributionError {
    fn from(error: StoreError) -> Self {
        ContributionError::Store(error)
    }
}

impl std::fmt::Display for ContributionError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoSuchAction => write!(formatter, "the performance has no such action: choose one of its actions"),
            Self::NotYet => write!(formatter, "the day is still to come: record it once it was"),
            Self::RecordedBefore => write!(formatter, "this name was recorded before, and counts once"),
            Self::NobodyNamed => write!(formatter, "nobody is named: say who took part, one a line"),
            Self::Store(error) => write!(formatter, "the database failed: {error}"),
        }
    }
}

impl std::error::Error for ContributionError {}

impl Desk {
    /// Records something that counts. `drawn` becomes the secret of the year when it has none yet.
    ///
    /// # Errors
    /// [`ContributionError`]; then nothing is recorded.
    pub fn record_contribution(
        &self,
        new: NewContribution,
        accounts: &Accounts,
        drawn: [u8; 32],
        now: DateTime,
    ) -> Result<u64, ContributionError> {
        let performance = accounts.performances.get(new.performance.as_str());
        if !performance.is_some_and(|it| it.actions.iter().any(|action| action.number == new.action)) {
            return Err(ContributionError::NoSuchAction);
        }
        if new.day > now.date() {
            return Err(ContributionError::NotYet);
        }
        self.store.write(move |statements| {
            if contributions::exists(statements, new.kind.name(), &new.name)? {
                return Err(ContributionError::RecordedBefore);
            }
            let secret = secret_of(statements, new.day.year(), drawn, now)?;
            let parts = parts_of(&new, &secret);
            if parts.iter().any(|(_, rows)| rows.is_empty()) {
                return Err(ContributionError::NobodyNamed);
            }
            keep(statements, &new, &parts, now)
        })
    }

    /// What was counted for every indicator, over every year of which something was recorded.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tally(&self, accounts: &Accounts, as_of: Date) -> Result<Tally, StoreError> {
        self.store.read(|statements| tally(statements, accounts, None, as_of))
    }

    /// The same over one year.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tally_of(&self, accounts: &Accounts, year: i16, as_of: Date) -> Result<Tally, StoreError> {
        self.store.read(|statements| tally(statements, accounts, Some(year), as_of))
    }

    /// What an indicator counts in a year, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn counted_items(
        &self,
        indicator: &Indicator,
        year: i16,
        as_of: Date,
        most: u32,
    ) -> Result<Vec<CountedItem>, StoreError> {
        let kinds = item_kinds(indicator);
        self.store.read(|statements| {
            let mut found = Vec::new();
            for kind in kinds {
                found.extend(contributions::items(statements, kind.name(), year, as_of, most)?);
            }
            Ok(found)
        })
    }
}

/// The kinds under which the items of an indicator are kept: attendances belong to a meeting.
fn item_kinds(indicator: &Indicator) -> Vec<Contribution> {
    let kind = |it: &Contribution| if *it == Contribution::Attendance { Contribution::Event } else { *it };
    let mut kinds: Vec<Contribution> = indicator.contributions.iter().map(kind).collect();
    kinds.dedup();
    kinds
}

fn tally(
    statements: &mut dyn Statements,
    accounts: &Accounts,
    year: Option<i16>,
    as_of: Date,
) -> Result<Tally, StoreError> {
    let years = match year {
        Some(year) => vec![year],
        None => contributions::years(statements, as_of)?,
    };
    let mut found = Tally::new();
    for indicator in accounts.indicators.values() {
        let kinds: Vec<&str> = indicator.contributions.iter().map(|it| it.name()).collect();
        let distinct = match indicator.counted {
            Counted::Contributions => Distinct::Nothing,
            Counted::Groups => Distinct::Items,
            Counted::Firms => Distinct::Firms,
            Counted::Participants => Distinct::Participants,
        };
        for year in &years {
            let count = contributions::count(statements, &kinds, distinct, *year, as_of)?;
            if count > 0 {
                found.insert((Id::clone(&indicator.id), *year), count);
            }
        }
    }
    Ok(found)
}

fn secret_of(
    statements: &mut dyn Statements,
    year: i16,
    drawn: [u8; 32],
    now: DateTime,
) -> Result<[u8; 32], StoreError> {
    if let Some(secret) = contributions::secret(statements, year)? {
        return Ok(secret);
    }
    contributions::keep_secret(statements, year, &drawn, now)?;
    Ok(drawn)
}

/// What is kept, per kind: a meeting is itself a contribution, and so is each attendance.
fn parts_of(new: &NewContribution, secret: &[u8; 32]) -> Vec<(Contribution, Vec<ContributionRow>)> {
    let person = |it: &String| ContributionRow { participant: Some(key(secret, it)), ..ContributionRow::default() };
    let firm = |it: &String, is_public: Option<bool>| ContributionRow {
        firm: Some(key(secret, it)),
        is_public,
        ..ContributionRow::default()
    };
    match new.kind {
        Contribution::Event => vec![
            (Contribution::Event, vec![ContributionRow::default()]),
            (Contribution::Attendance, once(&new.people).into_iter().map(person).collect()),
        ],
        Contribution::Attendance | Contribution::CircleMember => {
            vec![(new.kind, once(&new.people).into_iter().map(person).collect())]
        }
        Contribution::ConsortiumMember => {
            let private = once(&new.firms).into_iter().map(|it| firm(it, Some(false)));
            let public = once(&new.governments).into_iter().map(|it| firm(it, Some(true)));
            vec![(new.kind, private.chain(public).collect())]
        }
        Contribution::FinancialSupport | Contribution::Guidance | Contribution::Reach => {
            vec![(new.kind, once(&new.firms).into_iter().map(|it| firm(it, None)).collect())]
        }
        Contribution::SpinOff | Contribution::LaunchingCustomer | Contribution::Voucher => {
            let firms: Vec<_> = once(&new.firms).into_iter().map(|it| firm(it, None)).collect();
            vec![(new.kind, if firms.is_empty() { vec![ContributionRow::default()] } else { firms })]
        }
    }
}

/// Each name once, whatever its capitals and spaces.
fn once(names: &[String]) -> Vec<&String> {
    let mut seen = std::collections::BTreeSet::new();
    names.iter().filter(|it| !it.trim().is_empty() && seen.insert(plain(it))).collect()
}

fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The key of a person or firm in a year: 128 bits of SHA-256 over the secret and the name.
fn key(secret: &[u8; 32], name: &str) -> String {
    let digest = Sha256::new().chain_update(secret).chain_update(plain(name).as_bytes()).finalize();
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn keep(
    statements: &mut dyn Statements,
    new: &NewContribution,
    parts: &[(Contribution, Vec<ContributionRow>)],
    now: DateTime,
) -> Result<u64, ContributionError> {
    let item = Item {
        id: 0,
        kind: new.kind.name().to_owned(),
        name: new.name.clone(),
        organisation: new.organisation.to_string(),
        performance: new.performance.clone(),
        action: new.action,
        day: new.day,
    };
    let id = contributions::add_item(statements, &item, now)?;
    let mut total: u64 = 0;
    for (kind, rows) in parts {
        contributions::add(statements, kind.name(), id, new.day, rows, now.date())?;
        total = total.saturating_add(u64::try_from(rows.len()).unwrap_or(u64::MAX));
    }
    let kind = Code::new(new.kind.name()).map_err(|_| StoreError::damaged("the kind of a contribution"))?;
    let organisation = new.organisation.clone();
    append(statements, now, &[Entry::Contribution { item: id, kind, contributions: total, organisation, by: new.by }])?;
    Ok(id)
}
