//! What every request shares: the pack, its search index, the clock, and the matchers of the days that were asked for. No state of a
//! visitor lives here: servers are stateless.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use schakel_guide::Matcher;
use schakel_register::Pack;
use schakel_search::{Found, Meaning, SearchIndex, SentenceModel, VectorFile, WordList};
use schakel_time::{Clock, Date, DateTime};

use crate::kvk::KvkClient;

/// The application, cheap to clone.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
}

struct Shared {
    pack: &'static Pack,
    search: SearchIndex,
    clock: Clock,
    kvk: Option<KvkClient>,
    matchers: RwLock<HashMap<DateTime, Arc<Matcher<'static>>>>,
}

/// What differs between one installation and another.
pub struct AppSettings {
    /// The clock, in Dutch time.
    pub clock: Clock,
    /// The vectors of the texts of the pack, when it has them.
    pub vectors: Option<VectorFile>,
    /// The Handelsregister, when a key is configured.
    pub kvk: Option<KvkClient>,
}

/// Matchers kept ready: the days that visitors look at, times two for the minute that changes.
const MATCHERS_MAX: usize = 16;

/// The index that answers questions about a pack: the same behind the portal and the command line. It knows meaning when
/// the sentence model is in this program and the pack has vectors, which take too long to make at every start; else it
/// knows words, and says so.
pub fn search_index(pack: &Pack, vectors: Option<VectorFile>) -> SearchIndex {
    let words = WordList::new(schakel_language::DUTCH_WORDS, schakel_language::DUTCH_WORD_PARTS);
    let model = schakel_language::sentence_model()
        .and_then(|bytes| SentenceModel::read(schakel_language::SENTENCE_MODEL_NAME, bytes).ok());
    let meaning = model.zip(vectors).map(|(model, vectors)| Meaning::new(model, vectors));
    SearchIndex::new(pack, &words, meaning)
}

impl App {
    /// An application that serves a pack. The pack stays in memory as long as the process lives.
    pub fn new(pack: Pack, settings: AppSettings) -> Self {
        let AppSettings { clock, vectors, kvk } = settings;
        let search = search_index(&pack, vectors);
        let shared = Shared { pack: Box::leak(Box::new(pack)), search, clock, kvk, matchers: RwLock::default() };
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
        self.shared.kvk.as_ref()
    }

    /// Today, in the Netherlands.
    pub fn today(&self) -> Date {
        self.shared.clock.today()
    }

    /// The moment to look at: now, or noon of the day that the visitor chose.
    pub fn moment(&self, chosen: Option<Date>) -> DateTime {
        match chosen {
            Some(day) if day != self.today() => day.at(12, 0, 0, 0),
            _ => {
                let now = self.shared.clock.now();
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
