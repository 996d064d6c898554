//! The places that a question names, and what lies where. What a place does to the order of hits lives in `index`.

use std::collections::{BTreeMap, BTreeSet};

use schakel_register::{Id, Pack};

use crate::analysis::{Token, fold, tokens};
use crate::documents::Document;
use crate::found::{Area, FoundPlace};
use crate::word_list::WordList;

/// The most words that a name is made of.
const NAME_WORDS_MAX: usize = 5;

/// The names of places in a pack.
#[derive(Debug)]
pub(crate) struct Places {
    /// By folded words.
    by_name: BTreeMap<Vec<String>, (String, Area)>,
    /// For each area, itself and the areas that have ground in common with it.
    around: BTreeMap<Id, BTreeSet<Id>>,
    /// The names of other countries.
    countries: BTreeMap<Id, String>,
    words: WordList,
}

/// A place and the tokens that name it.
pub(crate) struct PlaceInText {
    pub(crate) place: FoundPlace,
    pub(crate) first: usize,
    pub(crate) count: usize,
}

impl Places {
    pub(crate) fn new(pack: &Pack, words: &WordList) -> Places {
        let mut places = Places {
            by_name: BTreeMap::new(),
            around: BTreeMap::new(),
            countries: BTreeMap::new(),
            words: words.clone(),
        };
        let home: BTreeSet<Id> = pack.settings.provinces.iter().flat_map(|it| pack.areas_containing(it)).collect();
        for municipality in pack.municipalities.values() {
            let area = Area::Municipality {
                municipality: Id::clone(&municipality.id),
                province: Id::clone(&municipality.province),
            };
            places.add(&municipality.name, &municipality.name, area);
            places
                .around
                .insert(Id::clone(&municipality.id), pack.areas_around(&municipality.id).into_iter().collect());
        }
        for region in &pack.regions {
            let is_country = region.kind == "country";
            if is_country && home.contains(&region.id) {
                // Everything lies in it, so naming it says nothing.
                continue;
            }
            let area = if is_country {
                places.countries.insert(Id::clone(&region.id), region.name.nl.clone());
                Area::Abroad { country: Id::clone(&region.id) }
            } else {
                Area::Region(Id::clone(&region.id))
            };
            places.add(&region.name.nl, &region.name.nl, area.clone());
            places.add(&region.name.en, &region.name.nl, area);
            places.around.insert(Id::clone(&region.id), pack.areas_overlapping(&region.id).into_iter().collect());
        }
        for it in &pack.place_names {
            let area = match (pack.municipalities.get(&it.area), pack.region(&it.area)) {
                (Some(municipality), _) => Area::Municipality {
                    municipality: Id::clone(&municipality.id),
                    province: Id::clone(&municipality.province),
                },
                (None, Some(region)) if region.kind == "country" => Area::Abroad { country: Id::clone(&region.id) },
                (None, _) => Area::Region(Id::clone(&it.area)),
            };
            it.names.iter().for_each(|name| places.add(name, name, area.clone()));
        }
        places
    }

    /// The first that takes a name keeps it: a municipality goes before the province of the same name.
    fn add(&mut self, name: &str, shown: &str, area: Area) {
        let words: Vec<String> = tokens(name).into_iter().map(|it| it.folded).collect();
        if !words.is_empty() && words.len() <= NAME_WORDS_MAX {
            self.by_name.entry(words).or_insert_with(|| (shown.to_owned(), area));
        }
    }

    /// The places that a question names, the longest name first where names overlap.
    pub(crate) fn find(&self, question: &[Token]) -> Vec<PlaceInText> {
        let mut found = Vec::new();
        let mut first = 0;
        while first < question.len() {
            let here = (1..=NAME_WORDS_MAX).rev().find_map(|count| self.at(question, first, count));
            first += here.as_ref().map_or(1, |it| it.count);
            found.extend(here);
        }
        found
    }

    fn at(&self, question: &[Token], first: usize, count: usize) -> Option<PlaceInText> {
        let named = question.get(first..first.checked_add(count)?)?;
        let words: Vec<String> = named.iter().map(|it| it.folded.clone()).collect();
        let (name, area) = self.by_name.get(&words)?;
        let [only] = named else { return Some(place_in_text(named, name, area, first)) };
        // `best`, `putten` and `huizen` are words as well as places: then a capital inside the sentence decides.
        let is_word = self.words.contains(&fold(&only.text));
        let has_capital = only.text.chars().next().is_some_and(char::is_uppercase);
        (!is_word || (has_capital && first > 0)).then(|| place_in_text(named, name, area, first))
    }

    /// Whether a record works in a place: in a part of it, or in an area around it.
    pub(crate) fn is_there(&self, document: &Document, place: &FoundPlace) -> bool {
        let id = match &place.area {
            Area::Municipality { municipality, .. } => municipality,
            Area::Region(region) => region,
            Area::Abroad { country } => country,
        };
        let around = self.around.get(id);
        around.is_some_and(|around| document.areas.iter().any(|area| around.contains(area)))
    }

    /// The name of the country in which a foreign place lies, when that is not what was asked already.
    pub(crate) fn country_of(&self, place: &FoundPlace) -> Option<&str> {
        let Area::Abroad { country } = &place.area else { return None };
        self.countries.get(country).map(String::as_str).filter(|name| *name != place.name)
    }
}

fn place_in_text(named: &[Token], name: &str, area: &Area, first: usize) -> PlaceInText {
    let asked = named.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(" ");
    let place = FoundPlace { asked, name: name.to_owned(), area: area.clone() };
    PlaceInText { place, first, count: named.len() }
}
