//! What every request shares: the pack, the clock, and the matchers of the days that were asked for. No state of a
//! visitor lives here: what a visitor asks to keep is in the store.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use schakel_guide::Matcher;
use schakel_register::Pack;
use schakel_store_sqlite::Store;
use schakel_time::{Clock, Date, DateTime};

use crate::kvk::KvkClient;

/// The application, cheap to clone.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
}

struct Shared {
    pack: &'static Pack,
    settings: AppSettings,
    matchers: RwLock<HashMap<DateTime, Arc<Matcher<'static>>>>,
}

/// What differs between one installation and another.
pub struct AppSettings {
    /// The clock, in Dutch time.
    pub clock: Clock,
    /// The Handelsregister, when a key is configured.
    pub kvk: Option<KvkClient>,
    /// What visitors asked to keep.
    pub store: Store,
}

/// Matchers kept ready: the days that visitors look at, times two for the minute that changes.
const MATCHERS_MAX: usize = 16;

impl App {
    /// An application that serves a pack. The pack stays in memory as long as the process lives.
    pub fn new(pack: Pack, settings: AppSettings) -> Self {
        let shared = Shared { pack: Box::leak(Box::new(pack)), settings, matchers: RwLock::default() };
        App { shared: Arc::new(shared) }
    }

    /// The pack.
    pub fn pack(&self) -> &'static Pack {
        self.shared.pack
    }

    /// The Handelsregister, when it is configured.
    pub fn kvk(&self) -> Option<&KvkClient> {
        self.shared.settings.kvk.as_ref()
    }

    /// What visitors asked to keep.
    pub fn store(&self) -> &Store {
        &self.shared.settings.store
    }

    /// Today, in the Netherlands.
    pub fn today(&self) -> Date {
        self.shared.settings.clock.today()
    }

    /// The moment to look at: now, or noon of the day that the visitor chose.
    pub fn moment(&self, chosen: Option<Date>) -> DateTime {
        match chosen {
            Some(day) if day != self.today() => day.at(12, 0, 0, 0),
            _ => {
                let now = self.shared.settings.clock.now();
                now.date().at(now.hour(), now.minute(), 0, 0)
            }
        }
    }

    /// The matcher of a moment, made once and kept while it is asked for.
    pub fn matcher(&self, moment: DateTime) -> Arc<Matcher<'static>> {
        let matchers = &self.shared.matchers;
        if let Some(found) = matchers.read().unwrap_or_else(PoisonError::into_inner).get(&moment) {
            return Arc::clone(found);
        }
        let made = Arc::new(Matcher::new(self.shared.pack, moment));
        let mut kept = matchers.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MATCHERS_MAX {
            kept.clear();
        }
        kept.insert(moment, Arc::clone(&made));
        made
    }
}
