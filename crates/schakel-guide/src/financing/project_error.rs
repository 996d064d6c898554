//! Mistakes in a project, in the words of the person who gave it.

use schakel_criteria::Language;
use schakel_time::{Date, dutch_date, english_date};

use crate::financing::project::YEARS_MAX;

/// A mistake in a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectError {
    /// Where: the fields from outside in, with slashes between them; empty for the project as a whole.
    pub place: String,
    /// What is wrong.
    pub(crate) problem: ProjectProblem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ProjectProblem {
    NotAnObject,
    UnknownField { near: Option<String> },
    NoTable,
    NoList,
    UnknownKind { kind: String, near: Option<String> },
    NoYear { found: String },
    NoAmount { found: String },
    NoDate { found: String },
    NoCosts,
    TooManyYears { first: i16, last: i16 },
    PastYear { year: i16, this_year: i16 },
    CostsBeforeStart { year: i16, start: Date },
    AidInFuture { granted_on: Date, day: Date },
}

impl ProjectError {
    pub(crate) fn new(place: &str, problem: ProjectProblem) -> Self {
        ProjectError { place: place.to_owned(), problem }
    }

    /// The mistake in words, with what to do.
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::Dutch => self.dutch(),
            Language::English => self.english(),
        }
    }

    fn dutch(&self) -> String {
        let place = &self.place;
        match &self.problem {
            ProjectProblem::NotAnObject => {
                "het project moet een lijst met velden zijn, zoals {\"kosten\": {\"training\": {\"2017\": 4000}}}"
                    .to_owned()
            }
            ProjectProblem::UnknownField { near } => format!("het veld `{place}` bestaat niet{}", meant_nl(near)),
            ProjectProblem::NoTable => {
                format!("`{place}` moet per soort en jaar een bedrag geven, zoals {{\"training\": {{\"2017\": 4000}}}}")
            }
            ProjectProblem::NoList => {
                format!("`{place}` moet een lijst zijn; kreeg u geen de-minimissteun, geef dan een lege lijst: []")
            }
            ProjectProblem::UnknownKind { kind, near } => format!("`{kind}` is geen kostensoort{}", meant_nl(near)),
            ProjectProblem::NoYear { found } => format!("`{place}`: `{found}` is geen jaar; schrijf een jaar als 2017"),
            ProjectProblem::NoAmount { found } => format!(
                "`{place}`: {found} is geen bedrag; geef euro's, van 0 tot 100 miljoen, met hooguit twee decimalen"
            ),
            ProjectProblem::NoDate { found } => {
                format!("`{place}`: {found} is geen dag; schrijf een dag als \"2017-06-01\"")
            }
            ProjectProblem::NoCosts => "het project heeft nog geen kosten; vul minstens één bedrag in".to_owned(),
            ProjectProblem::TooManyYears { first, last } => {
                format!("de kosten lopen van {first} tot en met {last}; een plan is voor hooguit {YEARS_MAX} jaar")
            }
            ProjectProblem::PastYear { year, this_year } => format!(
                "er zijn kosten in {year}; steun vraagt u voordat u kosten maakt, dus een plan begint op zijn vroegst in \
                 {this_year}"
            ),
            ProjectProblem::CostsBeforeStart { year, start } => {
                format!("er zijn kosten in {year}, maar het project begint pas op {}", dutch_date(*start))
            }
            ProjectProblem::AidInFuture { granted_on, day } => format!(
                "steun van {} is later dan de dag van het plan, {}; geef alleen steun die er al is",
                dutch_date(*granted_on),
                dutch_date(*day)
            ),
        }
    }

    fn english(&self) -> String {
        let place = &self.place;
        match &self.problem {
            ProjectProblem::NotAnObject => {
                "the project must be an object, such as {\"kosten\": {\"training\": {\"2017\": 4000}}}".to_owned()
            }
            ProjectProblem::UnknownField { near } => format!("the field `{place}` does not exist{}", meant_en(near)),
            ProjectProblem::NoTable => {
                format!("`{place}` must give an amount per kind and year, such as {{\"training\": {{\"2017\": 4000}}}}")
            }
            ProjectProblem::NoList => {
                format!("`{place}` must be a list; if you had no de minimis aid, give an empty list: []")
            }
            ProjectProblem::UnknownKind { kind, near } => format!("`{kind}` is no kind of costs{}", meant_en(near)),
            ProjectProblem::NoYear { found } => format!("`{place}`: `{found}` is no year; write a year as 2017"),
            ProjectProblem::NoAmount { found } => {
                format!("`{place}`: {found} is no amount; give euros, from 0 to 100 million, with at most two decimals")
            }
            ProjectProblem::NoDate { found } => format!("`{place}`: {found} is no day; write a day as \"2017-06-01\""),
            ProjectProblem::NoCosts => "the project has no costs yet; fill in at least one amount".to_owned(),
            ProjectProblem::TooManyYears { first, last } => {
                format!("the costs run from {first} to {last}; a plan is for at most {YEARS_MAX} years")
            }
            ProjectProblem::PastYear { year, this_year } => format!(
                "there are costs in {year}; you ask for support before you make costs, so a plan begins in {this_year} \
                 at the earliest"
            ),
            ProjectProblem::CostsBeforeStart { year, start } => {
                format!("there are costs in {year}, but the project starts on {}", english_date(*start))
            }
            ProjectProblem::AidInFuture { granted_on, day } => format!(
                "aid of {} is later than the day of the plan, {}; give only aid that you already have",
                english_date(*granted_on),
                english_date(*day)
            ),
        }
    }
}

fn meant_nl(near: &Option<String>) -> String {
    near.as_ref().map(|near| format!("; bedoelde u `{near}`?")).unwrap_or_default()
}

fn meant_en(near: &Option<String>) -> String {
    near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}
