//! What the desk knows of its region: the directory of the pack, the policy, and how long things are kept.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use schakel_casework::{Code, Directory, OrganisationId, Policy, SharingRule};
use schakel_register::Pack;
use schakel_store::{Statements, StoreError, tables};
use schakel_time::{Date, Period, add_days};

use crate::retention::Terms;

/// A region, as its pack describes it.
#[derive(Clone, Debug)]
pub struct Region {
    directory: Directory,
    /// The directory of the last look, with who could be reached and who directed then.
    today: Arc<Mutex<Option<Today>>>,
    /// What the region promises.
    pub policy: Policy,
    /// How long data of people are kept.
    pub terms: Terms,
    /// Who may ask whom whether a firm has a question there, and while which covenant holds.
    sharing: Vec<(SharingRule, Period)>,
}

/// The directory as it follows from who can be reached and who directs.
#[derive(Clone, Debug)]
struct Today {
    reachable: BTreeSet<OrganisationId>,
    directors: Vec<OrganisationId>,
    directory: Arc<Directory>,
}

/// For how long a link to a question or a referral holds, days: longer than any term of the process.
const LINK_DAYS: u32 = 90;

impl Region {
    /// The region of a pack; none when the pack names no desk.
    pub fn from_pack(pack: &Pack, policy: Policy) -> Option<Self> {
        let desk = OrganisationId::new(pack.settings.casework.desk.as_ref()?).ok()?;
        let directory = Directory::from_pack(pack, desk);
        let (terms, sharing) = (Terms::from_pack(pack), sharing(pack));
        Some(Region { directory, today: Arc::default(), policy, terms, sharing })
    }

    /// A region without a pack, for tests and simulations.
    pub fn new(directory: Directory, policy: Policy, keep_days: u32) -> Self {
        Region { directory, today: Arc::default(), policy, terms: Terms::days(keep_days), sharing: Vec::new() }
    }

    /// The directory as it is today: who can be reached, and who directs the process.
    ///
    /// # Errors
    /// When the database fails or is damaged.
    pub fn directory(&self, statements: &mut dyn Statements) -> Result<Arc<Directory>, StoreError> {
        let reachable: BTreeSet<_> = tables::absences::reachable(statements)?.into_iter().collect();
        let directors = tables::people::organisations_with(statements, "process-director")?;
        let mut today = self.today.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(same) = today.as_ref().filter(|it| it.reachable == reachable && it.directors == directors) {
            return Ok(Arc::clone(&same.directory));
        }
        let mut directory = self.directory.clone();
        directory.limit_to(&reachable);
        if let [director] = directors.as_slice() {
            directory.direct_the_rest(director);
        }
        let directory = Arc::new(directory);
        *today = Some(Today { reachable, directors, directory: Arc::clone(&directory) });
        Ok(directory)
    }

    /// The rules for sharing that hold on a day.
    pub fn sharing(&self, on: Date) -> impl Iterator<Item = &SharingRule> {
        self.sharing.iter().filter(move |(_, period)| period.contains(on)).map(|(rule, _)| rule)
    }

    /// The last day on which what is told today is kept.
    pub fn keep_until(&self, today: Date) -> Date {
        add_days(today, self.terms.question_days)
    }

    /// The last day of a link that is made today.
    pub fn link_until(&self, today: Date) -> Date {
        add_days(today, LINK_DAYS)
    }
}

/// The rules of a pack. A rule of which something has no name that can be kept permits nothing.
fn sharing(pack: &Pack) -> Vec<(SharingRule, Period)> {
    let rules = pack.settings.casework.sharing.iter().filter_map(|it| {
        let rule = SharingRule {
            asker: OrganisationId::new(&it.asker).ok()?,
            holder: OrganisationId::new(&it.holder).ok()?,
            covenant: Code::new(&it.covenant).ok()?,
        };
        Some((rule, pack.records.get(&it.covenant)?.period.unwrap_or_default()))
    });
    rules.collect()
}
