//! What every request shares: the pack, the clock, and the matchers of the days that were asked for. No state of a
//! visitor lives here: what a visitor asks to keep is in the store.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use schakel_casework::Policy;
use schakel_desk::{Books, Desk, GrantDesk, GrantingError, Region};
use schakel_guide::{Interviewer, Matcher, Population};
use schakel_register::Pack;
use schakel_schemes::RoundRules;
use schakel_search::{Found, Meaning, SearchIndex, SentenceModel, VectorFile, WordList};
use schakel_store::{Store, StoreError};
use schakel_time::{Clock, Date, DateTime};

use crate::doors::Doors;
use crate::kvk::KvkClient;

/// The application, cheap to clone.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
}

struct Shared {
    pack: &'static Pack,
    search: SearchIndex,
    settings: AppSettings,
    matchers: Kept<DateTime, Matcher<'static>>,
    populations: Kept<Date, Population>,
    interviewers: Kept<DateTime, Interviewer<'static>>,
    desk: Option<Desk>,
    grants: Kept<Date, GrantDesk>,
    books: Books,
}

/// What was made and may be asked for again; it follows from its key, so that every server makes the same.
struct Kept<K, V> {
    made: RwLock<HashMap<K, Arc<V>>>,
}

/// What differs between one installation and another.
pub struct AppSettings {
    /// The clock, in Dutch time.
    pub clock: Clock,
    /// The Handelsregister, when a key is configured.
    pub kvk: Option<KvkClient>,
    /// The vectors of the pack's texts, as `schakel index` keeps them; what is missing is made at the start.
    pub vectors: VectorFile,
    /// What visitors asked to keep.
    pub store: Store,
    /// The ways to sign in besides a link in a mail.
    pub doors: Doors,
}

/// How much is kept ready: the days that visitors look at, times two for the minute that changes.
const KEPT_MAX: usize = 16;

/// The index that answers questions about a pack: the same behind the portal and the command line.
pub fn search_index(pack: &Pack, vectors: VectorFile) -> SearchIndex {
    let words = WordList::new(schakel_language::DUTCH_WORDS, schakel_language::DUTCH_WORD_PARTS);
    SearchIndex::new(pack, &words, sentence_model().map(|model| Meaning::new(model, vectors)))
}

/// The sentence model of this build; nothing when the build could not fetch it, and search is then reduced to words.
pub fn sentence_model() -> Option<SentenceModel> {
    let bytes = schakel_language::sentence_model()?;
    SentenceModel::read(schakel_language::SENTENCE_MODEL_NAME, bytes).ok()
}

impl App {
    /// An application that serves a pack. The pack stays in memory as long as the process lives.
    pub fn new(pack: Pack, mut settings: AppSettings) -> Self {
        let search = search_index(&pack, std::mem::take(&mut settings.vectors));
        let pack: &'static Pack = Box::leak(Box::new(pack));
        let region = Region::from_pack(pack, Policy::default());
        let shared = Shared {
            books: Books::new(settings.store.clone(), pack),
            desk: region.map(|region| Desk::new(settings.store.clone(), region)),
            pack,
            search,
            settings,
            matchers: Kept::new(),
            populations: Kept::new(),
            interviewers: Kept::new(),
            grants: Kept::new(),
        };
        App { shared: Arc::new(shared) }
    }

    /// The pack.
    pub fn pack(&self) -> &'static Pack {
        self.shared.pack
    }

    /// What the words of a question lead to.
    pub fn search(&self, question: &str) -> Found {
        self.shared.search.search(question)
    }

    /// The Handelsregister, when it is configured.
    pub fn kvk(&self) -> Option<&KvkClient> {
        self.shared.settings.kvk.as_ref()
    }

    /// What visitors asked to keep.
    pub fn store(&self) -> &Store {
        &self.shared.settings.store
    }

    /// The ways to sign in besides a link in a mail.
    pub fn doors(&self) -> &Doors {
        &self.shared.settings.doors
    }

    /// The counter; none when the pack names no organisation that keeps it.
    pub fn desk(&self) -> Option<&Desk> {
        self.shared.desk.as_ref()
    }

    /// The counter of grants, with the rounds that can be executed as their rules are today.
    pub fn grants(&self) -> Arc<GrantDesk> {
        let today = self.today();
        let rounds = || self.pack().rounds.values().filter_map(|round| RoundRules::on_day(round, today).ok());
        self.shared.grants.get(today, || GrantDesk::new(self.store().clone(), rounds(), self.pack()))
    }

    /// When the rounds that are carried out here ran out of money, those that did. Nothing while the database cannot be
    /// read: the register can be read without it.
    pub async fn exhausted_rounds(&self) -> BTreeMap<String, DateTime> {
        let read = self.on_store(|app| {
            let desk = app.grants();
            let mut found = BTreeMap::new();
            for round in desk.rounds().keys() {
                if let Some(at) = desk.exhausted_at(round)? {
                    found.insert(round.to_string(), at);
                }
            }
            Ok::<_, GrantingError>(found)
        });
        read.await.unwrap_or_default()
    }

    /// Now, Dutch time, in microseconds: for what is received and what follows it, where the order counts.
    pub fn exactly_now(&self) -> DateTime {
        let now = self.shared.settings.clock.now();
        let fraction = now.subsec_nanosecond();
        now.date().at(now.hour(), now.minute(), now.second(), fraction.saturating_sub(fraction % 1_000))
    }

    /// The books of public money.
    pub fn books(&self) -> &Books {
        &self.shared.books
    }

    /// Now, Dutch time, in whole seconds.
    pub fn now(&self) -> DateTime {
        let now = self.shared.settings.clock.now();
        now.date().at(now.hour(), now.minute(), now.second(), 0)
    }

    /// Does something with the database without holding up other visitors.
    ///
    /// # Errors
    /// What the work answers; [`StoreError::Stopped`] when the program is stopping.
    pub async fn on_store<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let app = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&app)).await;
        done.unwrap_or_else(|_| Err(StoreError::Stopped.into()))
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
        self.shared.matchers.get(moment, || Matcher::new(self.shared.pack, moment))
    }

    /// The interviewer of a moment, made once and kept while it is asked for.
    pub fn interviewer(&self, moment: DateTime) -> Arc<Interviewer<'static>> {
        let day = moment.date();
        self.shared.interviewers.get(moment, || {
            let population = self.shared.populations.get(day, || Population::prior(self.shared.pack, day));
            Interviewer::new(self.matcher(moment), population)
        })
    }
}

impl<K: Eq + Hash, V> Kept<K, V> {
    fn new() -> Self {
        Kept { made: RwLock::default() }
    }

    fn get(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        if let Some(found) = self.made.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(found);
        }
        let made = Arc::new(make());
        let mut kept = self.made.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&made));
        made
    }
}
