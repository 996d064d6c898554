//! From a profile of the Handelsregister to facts of the pack. The pack says which fact each field fills (`prefill` in
//! `facts.toml`). What cannot be mapped for certain stays unknown, and a note says so.

use schakel_criteria::{Bilingual, FactId, FactSet, Language, Value};
use schakel_register::{Id, Pack, fact_value_from_text};

use crate::kvk::profile::{Activity, Branch, Existence, Profile};
use crate::selection::folded;

/// A firm as the register knows it.
#[derive(Clone, Debug)]
pub struct KvkFirm {
    /// KVK number.
    pub number: String,
    /// Name.
    pub name: String,
    /// What the register says, in facts of the pack.
    pub facts: FactSet,
    /// What the entrepreneur should check, and what could not be taken over.
    pub notes: Vec<Note>,
}

/// A remark on what was taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The fact that it is about.
    pub fact: Option<FactId>,
    /// The remark.
    pub text: Bilingual,
}

impl KvkFirm {
    /// The notes in a language.
    pub fn notes_in(&self, language: Language) -> Vec<String> {
        self.notes.iter().map(|note| note.text.get(language).to_owned()).collect()
    }
}

/// What a profile says, in facts. `branch` is the main branch, when the firm has one.
pub(super) fn firm(profile: &Profile, branch: Option<&Branch>, pack: &Pack) -> KvkFirm {
    let mut taken = Taken { pack, facts: FactSet::new(), notes: Vec::new() };
    taken.registered(&profile.existence);
    taken.founded(profile.existence.began.as_deref());
    taken.activities(&profile.activities);
    taken.working_persons(profile.working_persons);
    taken.legal_form(profile.legal_form());
    taken.place(branch.and_then(Branch::place).or(profile.owner_place()));
    KvkFirm { number: profile.number.clone(), name: profile.name.clone(), facts: taken.facts, notes: taken.notes }
}

struct Taken<'a> {
    pack: &'a Pack,
    facts: FactSet,
    notes: Vec<Note>,
}

impl Taken<'_> {
    /// The fact that a field of the register fills.
    fn fact(&self, field: &str) -> Option<FactId> {
        let vocabulary = &self.pack.vocabulary;
        let fills = |id: &FactId| {
            let prefill = self.pack.details(*id).and_then(|details| details.prefill.as_deref());
            prefill.and_then(|prefill| prefill.strip_prefix("kvk:")) == Some(field)
        };
        vocabulary.fact_ids().find(fills)
    }

    /// Sets a fact to what a form would send for it; false when the pack does not take that.
    fn set(&mut self, fact: FactId, text: &str) -> bool {
        let value = fact_value_from_text(fact, text, self.pack, Language::Dutch);
        let Ok(Some(value)) = value else { return false };
        self.facts.set(fact, value);
        true
    }

    fn note(&mut self, fact: Option<FactId>, dutch: impl Into<String>, english: impl Into<String>) {
        self.notes.push(Note { fact, text: Bilingual::new(dutch, english) });
    }

    fn registered(&mut self, existence: &Existence) {
        let Some(fact) = self.fact("kvkNummer") else { return };
        if existence.ended.is_none() {
            self.set(fact, "ja");
        } else {
            self.note(
                Some(fact),
                "Volgens KVK is dit bedrijf gestopt. Klopt dat niet, zeg dan zelf dat het ingeschreven staat.",
                "According to KVK this firm has ended. If that is wrong, say yourself that it is registered.",
            );
        }
    }

    fn founded(&mut self, began: Option<&str>) {
        let (Some(fact), Some(began)) = (self.fact("materieleRegistratie.datumAanvang"), began) else { return };
        if !plain_date(began).is_some_and(|date| self.set(fact, &date)) {
            self.note(
                Some(fact),
                format!("KVK geeft geen hele begindatum (`{began}`). Vul de datum zelf in."),
                format!("KVK does not give a full starting date (`{began}`). Fill in the date yourself."),
            );
        }
    }

    fn activities(&mut self, activities: &[Activity]) {
        let Some(fact) = self.fact("sbiActiviteiten") else { return };
        let mut codes: Vec<String> = Vec::new();
        for activity in activities {
            match fact_value_from_text(fact, &activity.code, self.pack, Language::Dutch) {
                Ok(Some(Value::Codes(found))) => codes.extend(found.iter().map(|code| code.to_string())),
                _ => self.unmapped(fact, activity),
            }
        }
        self.set(fact, &codes.join(" "));
    }

    fn unmapped(&mut self, fact: FactId, activity: &Activity) {
        let Activity { code, description } = activity;
        self.note(
            Some(fact),
            format!("Code {code} van KVK ({description}) past niet zeker bij één code van nu. Kies zelf wat past."),
            format!("Code {code} of KVK ({description}) does not surely fit one code of today. Choose what fits."),
        );
    }

    /// The register counts persons, and aid rules count annual work units: a person who works half time is half a
    /// unit. So the number is a start, not an answer.
    fn working_persons(&mut self, persons: Option<u32>) {
        let (Some(fact), Some(persons)) = (self.fact("totaalWerkzamePersonen"), persons) else { return };
        self.set(fact, &persons.to_string());
        self.note(
            Some(fact),
            format!("KVK telt personen: {persons}. De regels tellen hele banen. Kijk het getal na."),
            format!("KVK counts persons: {persons}. The rules count full-time jobs. Check the number."),
        );
    }

    fn legal_form(&mut self, words: Option<&str>) {
        let (Some(fact), Some(words)) = (self.fact("_embedded.eigenaar.rechtsvorm"), words) else { return };
        if !self.legal_form_code(fact, words).is_some_and(|code| self.set(fact, &code)) {
            self.note(
                Some(fact),
                format!("KVK noemt de rechtsvorm `{words}`. Kies zelf wat daarbij past."),
                format!("KVK calls the legal form `{words}`. Choose yourself what fits."),
            );
        }
    }

    /// The code whose name begins the words of the register ("Besloten vennootschap met gewone structuur"); the
    /// longest such name, so that an owners' association is no plain association.
    fn legal_form_code(&self, fact: FactId, words: &str) -> Option<Id> {
        let words = letters(words);
        let codes = self.pack.vocabulary.codes_of(fact)?.codes().iter();
        let named = codes.map(|code| (letters(without_brackets(&code.name.nl)), &code.id));
        let fitting = named.filter(|(name, _)| !name.is_empty() && words.starts_with(name.as_str()));
        fitting.max_by_key(|(name, _)| name.len()).map(|(_, id)| Id::clone(id))
    }

    /// A place is not always a municipality: it is taken over only when exactly one municipality has that name.
    fn place(&mut self, place: Option<&str>) {
        let Some(fact) = self.fact("_embedded.hoofdvestiging.adressen.plaats") else { return };
        let Some(place) = place else {
            return self.note(
                Some(fact),
                "KVK geeft geen bezoekadres. Kies zelf uw gemeente.",
                "KVK gives no visiting address. Choose your municipality yourself.",
            );
        };
        let wanted = folded(place.trim());
        let named = self.pack.municipalities.values().filter(|it| folded(&it.name) == wanted);
        let named: Vec<Id> = named.map(|it| Id::clone(&it.id)).collect();
        match named.as_slice() {
            [only] => {
                self.set(fact, only);
                self.note(
                    Some(fact),
                    format!("KVK geeft de plaats {place}. Wij namen de gemeente {place}. Kijk na of dat klopt."),
                    format!(
                        "KVK gives the place {place}. We took the municipality of {place}. Check that it is right."
                    ),
                );
            }
            _ => self.note(
                Some(fact),
                format!(
                    "KVK geeft de plaats {place}. Wij weten niet bij welke gemeente die hoort. Kies zelf uw gemeente."
                ),
                format!(
                    "KVK gives the place {place}. We do not know its municipality. Choose your municipality yourself."
                ),
            ),
        }
    }
}

/// `20170108` as `2017-01-08`; the register writes noughts for a day or month that it does not know.
fn plain_date(text: &str) -> Option<String> {
    Some(format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..)?))
}

fn letters(text: &str) -> String {
    folded(text).chars().filter(|it| it.is_alphanumeric()).collect()
}

fn without_brackets(text: &str) -> &str {
    text.split('(').next().unwrap_or(text)
}
