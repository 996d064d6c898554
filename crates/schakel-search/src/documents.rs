//! The texts of a pack as documents to search: one for each record, by field and language. Searching them lives in
//! `keywords`.

use std::collections::BTreeSet;

use schakel_criteria::{Bilingual, Language};
use schakel_register::{Id, Organisation, Pack, Record, Support};

use crate::found::{Field, RecordKind};

/// A record of the pack as it is searched.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) record: Id,
    pub(crate) kind: RecordKind,
    /// Where it works; empty: not known.
    pub(crate) areas: Vec<Id>,
    texts: Vec<(Field, Bilingual)>,
    questions: Vec<String>,
    questions_en: Vec<String>,
}

impl Document {
    /// Its texts in a language.
    pub(crate) fn texts(&self, language: Language) -> impl Iterator<Item = (Field, &str)> {
        let questions = self.questions(language).iter().map(|it| (Field::Question, it.as_str()));
        self.texts.iter().map(move |(field, text)| (*field, text.get(language))).chain(questions)
    }

    fn passages(&self, number: usize) -> Vec<Passage> {
        let of = |field: Field, separator: &str| {
            let texts: Vec<&str> = self.texts.iter().filter(|it| it.0 == field).map(|it| it.1.nl.as_str()).collect();
            texts.join(separator)
        };
        let body: String = of(Field::Body, "").trim().chars().take(BODY_CHARACTERS_MAX).collect();
        let mut texts = vec![format!("{}. {}", of(Field::Name, ""), of(Field::Summary, ""))];
        if self.kind == RecordKind::Support {
            texts.extend([of(Field::Keyword, ", "), of(Field::Plan, ", "), body]);
        }
        let questions = self.questions.iter().chain(&self.questions_en).map(|it| (it.clone(), true));
        let texts = texts.into_iter().filter(|it| !it.is_empty()).map(|it| (it, false)).chain(questions);
        texts.map(|(text, is_question)| Passage { document: number, text, is_question }).collect()
    }

    /// Its example questions in a language.
    fn questions(&self, language: Language) -> &[String] {
        match language {
            Language::Dutch => &self.questions,
            Language::English => &self.questions_en,
        }
    }
}

/// A text of a record that is compared by meaning.
#[derive(Debug)]
pub(crate) struct Passage {
    /// The number of its document.
    pub(crate) document: usize,
    pub(crate) text: String,
    /// Whether it is an example question.
    pub(crate) is_question: bool,
}

/// The longest part of a record's text that is compared by meaning, in characters: about what the model reads.
const BODY_CHARACTERS_MAX: usize = 600;

/// The texts of a pack that are compared by meaning: their vectors are worth keeping in a file.
pub fn passage_texts(pack: &Pack) -> Vec<String> {
    passages(&documents(pack)).into_iter().map(|it| it.text).collect()
}

/// The passages of documents: what each is called and is for, its everyday words, its text and its example questions.
pub(crate) fn passages(documents: &[Document]) -> Vec<Passage> {
    documents.iter().enumerate().flat_map(|(number, document)| document.passages(number)).collect()
}

/// Every record of the pack that can be an answer.
pub(crate) fn documents(pack: &Pack) -> Vec<Document> {
    let support = pack.support.values().map(|it| support(it, pack));
    let organisations = pack.organisations.values().map(|it| organisation(it, pack));
    let records = pack.records.values().map(|it| record(it, pack));
    support.chain(organisations).chain(records).collect()
}

fn support(it: &Support, pack: &Pack) -> Document {
    let mut texts = common(&it.name, &it.summary, &it.body);
    texts.extend(it.aliases.iter().map(|text| (Field::Alias, in_both(text))));
    texts.extend(it.keywords.iter().map(|text| (Field::Keyword, in_both(text))));
    texts.extend(names(&it.needs, "plan", pack).map(|name| (Field::Plan, name)));
    texts.extend(names(&it.themes, "themes", pack).map(|name| (Field::Theme, name)));
    texts.extend(names(std::slice::from_ref(&it.kind), "kinds", pack).map(|name| (Field::Theme, name)));
    texts.extend(it.place.equipment.iter().map(|text| (Field::Theme, in_both(text))));
    let parties: BTreeSet<&Id> = it.provider.iter().chain(&it.contact).collect();
    let parties = parties.into_iter().filter_map(|id| pack.organisations.get(id));
    texts.extend(parties.map(|party| (Field::Provider, party.name.clone())));
    Document {
        record: Id::clone(&it.id),
        kind: RecordKind::Support,
        areas: it.areas.iter().map(|(area, _)| Id::clone(area)).collect(),
        texts,
        questions: it.questions.clone(),
        questions_en: it.questions_en.clone(),
    }
}

fn organisation(it: &Organisation, pack: &Pack) -> Document {
    let mut texts = common(&it.name, &it.summary, &it.body);
    texts.extend(it.aliases.iter().map(|text| (Field::Alias, in_both(text))));
    texts.extend(names(std::slice::from_ref(&it.kind), "organisation-types", pack).map(|name| (Field::Theme, name)));
    Document {
        record: Id::clone(&it.id),
        kind: RecordKind::Organisation,
        areas: it.areas.iter().map(|(area, _)| Id::clone(area)).collect(),
        texts,
        questions: Vec::new(),
        questions_en: Vec::new(),
    }
}

fn record(it: &Record, pack: &Pack) -> Document {
    let mut texts = common(&it.name, &it.summary, &it.body);
    texts.extend(it.aliases.iter().map(|text| (Field::Alias, in_both(text))));
    texts.extend(names(&it.themes, "themes", pack).map(|name| (Field::Theme, name)));
    texts.extend(names(std::slice::from_ref(&it.kind), "kinds", pack).map(|name| (Field::Theme, name)));
    Document {
        record: Id::clone(&it.id),
        kind: RecordKind::Record,
        areas: it.areas.iter().map(|(area, _)| Id::clone(area)).collect(),
        texts,
        questions: Vec::new(),
        questions_en: Vec::new(),
    }
}

fn common(name: &Bilingual, summary: &Bilingual, body: &Bilingual) -> Vec<(Field, Bilingual)> {
    vec![(Field::Name, name.clone()), (Field::Summary, summary.clone()), (Field::Body, body.clone())]
}

/// The names of codes in their list.
fn names<'a>(codes: &'a [Id], list: &str, pack: &'a Pack) -> impl Iterator<Item = Bilingual> + use<'a> {
    let list = pack.codes(list);
    codes.iter().filter_map(|code| list.iter().find(|it| it.id == *code)).map(|code| code.name.clone())
}

/// Names of things are the same in both languages; everyday Dutch words also help an English question that uses them.
fn in_both(text: &str) -> Bilingual {
    Bilingual::new(text, text)
}
