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

    /// Its example questions in a language.
    pub(crate) fn questions(&self, language: Language) -> &[String] {
        match language {
            Language::Dutch => &self.questions,
            Language::English => &self.questions_en,
        }
    }
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
