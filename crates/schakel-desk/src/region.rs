//! What the desk knows of its region: the directory of the pack, the policy, and how long things are kept.

use std::collections::BTreeSet;

use schakel_casework::{Directory, OrganisationId, Policy};
use schakel_register::Pack;
use schakel_store::{Statements, StoreError, tables};
use schakel_time::{Date, add_days};

/// A region, as its pack describes it.
#[derive(Clone, Debug)]
pub struct Region {
    directory: Directory,
    /// What the region promises.
    pub policy: Policy,
    /// How long details and words of people are kept after the question, days.
    pub keep_days: u32,
}

/// For how long a link to a question or a referral holds, days: longer than any term of the process.
const LINK_DAYS: u32 = 90;

impl Region {
    /// The region of a pack; none when the pack names no desk.
    pub fn from_pack(pack: &Pack, policy: Policy) -> Option<Self> {
        let desk = OrganisationId::new(pack.settings.casework.desk.as_ref()?).ok()?;
        Some(Region {
            directory: Directory::from_pack(pack, desk),
            policy,
            keep_days: pack.settings.casework.keep_days,
        })
    }

    /// A region without a pack, for tests and simulations.
    pub fn new(directory: Directory, policy: Policy, keep_days: u32) -> Self {
        Region { directory, policy, keep_days }
    }

    /// The directory as it is today: who can be reached, and who directs the process.
    ///
    /// # Errors
    /// When the database fails or is damaged.
    pub fn directory(&self, statements: &mut dyn Statements) -> Result<Directory, StoreError> {
        let reachable: BTreeSet<_> = tables::absences::reachable(statements)?.into_iter().collect();
        let mut directory = self.directory.clone();
        directory.limit_to(&reachable);
        if let [director] = tables::people::organisations_with(statements, "process-director")?.as_slice() {
            directory.direct_the_rest(director);
        }
        Ok(directory)
    }

    /// The last day on which what is told today is kept.
    pub fn keep_until(&self, today: Date) -> Date {
        add_days(today, self.keep_days)
    }

    /// The last day of a link that is made today.
    pub fn link_until(&self, today: Date) -> Date {
        add_days(today, LINK_DAYS)
    }
}
