//! The words of a case: its state in one sentence, names for every state, reason and outcome, why an organisation was
//! chosen, what to do after a refusal, and the lines of the timeline. Pages, mails and the API all take them from here;
//! what happens to a case is decided in `schakel-casework`.

mod choice;
mod names;
mod refusal;
mod state;
mod timeline;

use schakel_casework::{Code, OrganisationId, Purpose};
use schakel_criteria::Language;
use schakel_desk::CONTACT;
use schakel_register::{Pack, facts_from_json};
use schakel_time::Date;

use crate::pages::parts::day_in_words;
use crate::pages::question::named_value;
use crate::texts::Texts;

pub use state::StateWords;
pub use timeline::Reader;

/// Who writes the words of cases: in one language, with the names that a pack gives.
#[derive(Clone, Copy)]
pub struct CaseWords<'p> {
    pack: &'p Pack,
    texts: Texts,
}

impl<'p> CaseWords<'p> {
    /// The words in this language.
    pub fn new(pack: &'p Pack, language: Language) -> Self {
        CaseWords { pack, texts: Texts::new(language) }
    }

    /// The name of an organisation; its code when the pack does not have it (any more).
    pub fn organisation(&self, organisation: &OrganisationId) -> String {
        let found = self.pack.organisations.get(organisation.0.as_str());
        found.map_or_else(|| organisation.to_string(), |it| it.name.get(self.language()).to_owned())
    }

    /// The name of a service that an organisation does, a code of `roles`.
    pub fn service_needed(&self, code: &Code) -> String {
        self.listed("roles", code)
    }

    /// The name of a theme.
    pub fn theme(&self, code: &Code) -> String {
        self.listed("themes", code)
    }

    /// The name of a phase from idea to market.
    pub fn phase(&self, code: &Code) -> String {
        self.listed("phases", code)
    }

    /// The name of a municipality.
    pub fn municipality(&self, code: &Code) -> String {
        let found = self.pack.municipalities.get(code.as_str());
        found.map_or_else(|| code.to_string(), |it| it.name.to_string())
    }

    /// The name of an instrument or facility.
    pub fn support(&self, code: &Code) -> String {
        let found = self.pack.support.get(code.as_str());
        found.map_or_else(|| code.to_string(), |it| it.name.get(self.language()).to_owned())
    }

    /// The names of facts of the firm, in one line: "werknemers, omzet en gemeente".
    pub fn facts<'c>(&self, codes: impl IntoIterator<Item = &'c Code>) -> String {
        let vocabulary = &self.pack.vocabulary;
        let name = |code: &Code| match vocabulary.fact_named(code.as_str()).and_then(|id| vocabulary.fact(id)) {
            Some(fact) => fact.name.get(self.language()).to_owned(),
            None if code.as_str() == CONTACT => self.texts.get("case-contact"),
            None => code.to_string(),
        };
        self.together(codes.into_iter().map(name).collect())
    }

    /// What a firm told, in words, fact by fact. A fact that the pack no longer knows stands as it was told.
    pub fn told_facts(&self, facts: &serde_json::Value, on: Date) -> Vec<(String, String)> {
        let vocabulary = &self.pack.vocabulary;
        let told = facts.as_object().into_iter().flatten();
        let line = |(name, value): (&String, &serde_json::Value)| {
            let one = serde_json::json!({ name: value });
            let known = facts_from_json(&one, self.pack, on).ok();
            let id = vocabulary.fact_named(name);
            let known = id.and_then(|id| Some((id, known.as_ref()?.get(id)?)));
            let in_words = known.map(|(id, value)| named_value(id, value, vocabulary, self.language()));
            let raw = || value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (Code::new(name).map_or_else(|_| name.clone(), |code| self.facts([&code])), in_words.unwrap_or_else(raw))
        };
        told.map(line).collect()
    }

    /// What somebody sees under a consent for a purpose. Under one for coordination without facts that is only whether
    /// there is a question, and how it stands.
    pub fn seen<'c>(&self, purpose: Purpose, codes: impl IntoIterator<Item = &'c Code>) -> String {
        let facts = self.facts(codes);
        if purpose == Purpose::Coordination && facts.is_empty() { self.texts.get("case-standing") } else { facts }
    }

    /// A day as people write it.
    pub fn day(&self, day: Date) -> String {
        day_in_words(day, self.language())
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.texts.language()
    }

    /// Several names in one line: "a, b en c".
    pub(crate) fn together(&self, mut names: Vec<String>) -> String {
        let Some(last) = names.pop() else { return String::new() };
        if names.is_empty() { last } else { format!("{} {} {last}", names.join(", "), self.texts.get("case-and")) }
    }

    pub(crate) fn texts(&self) -> Texts {
        self.texts
    }

    fn listed(&self, list: &str, code: &Code) -> String {
        let found = self.pack.vocabulary.code_list(list).and_then(|list| list.get(code.as_str()));
        found.map_or_else(|| code.to_string(), |it| it.name.get(self.language()).to_owned())
    }
}
