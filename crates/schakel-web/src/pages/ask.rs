//! "Vraag het in uw eigen woorden": the question box and the answer: a few things that can be had with why, who helps, what
//! others did. The address holds the question, so that an answer can be kept and shared; nothing keeps it here. What
//! the answer is, is the document of `advice`, the same as in the API and on the command line.

use std::collections::BTreeSet;

use askama::Template;
use axum::response::Response;
use schakel_criteria::{FactId, FactSet, Language};

use crate::advice::{AdviceDocument, CandidateView, UnderstoodView, advice_document};
use crate::api::values::Named;
use crate::pages::fields::{Given, contradictions, given, typed};
use crate::pages::frame::{Frame, Visit, address};
use crate::pages::interview;
use crate::pages::page;
use crate::pages::parts::LinkView;
use crate::pages::question::{form_with_errors, known_value};
use crate::pages::questions::ask as help;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "ask.html")]
struct AskPage {
    frame: Frame,
    question_box: QuestionBox,
    answer: Option<AnswerView>,
}

/// The question box.
pub struct QuestionBox {
    /// Where it sends the question.
    pub action: String,
    /// The question that was asked; empty: none yet.
    pub question: String,
    /// Fields that go along: the facts that are known, and the day.
    pub hidden: Vec<(String, String)>,
    /// Questions as an example, each with its answer.
    pub examples: Vec<LinkView>,
}

/// The answer with the ways on from it.
struct AnswerView {
    document: AdviceDocument,
    /// The visitor, for links.
    links: Links,
    lead: String,
    known: Vec<String>,
    understood: Vec<ChipView>,
    others_title: String,
    /// Everything that fits these facts.
    all_link: String,
    /// The form, filled in with what is known.
    form_link: String,
    /// The interview about these candidates; empty when there are none.
    interview_link: String,
    door_link: String,
    /// To a person, with the question and the facts; empty when nobody takes questions here.
    help_link: String,
}

/// Something that was understood, with the way to take it away.
struct ChipView {
    words: String,
    without_link: String,
}

/// Makes addresses of pages in the visitor's language.
struct Links {
    language: Language,
    day: Option<String>,
}

/// The query field with the question.
pub const QUESTION_FIELD: &str = "vraag";

/// The query field with a fact that must not be taken from the question.
const WITHOUT_FIELD: &str = "zonder";

/// The page of an answer.
const PATH: &str = "/vraag";

/// Example questions on the page.
const EXAMPLES: [&str; 4] = ["ask-example-1", "ask-example-2", "ask-example-3", "ask-example-4"];

/// Names of missing facts that a candidate shows; the others are counted.
const MISSING_SHOWN_MAX: usize = 4;

/// Shows the answer to a question, or the box to ask one.
pub async fn show(visit: Visit) -> Response {
    let given = given(&visit);
    if !given.errors.is_empty() || !contradictions(&given, &visit).is_empty() {
        return form_with_errors(&visit, &given);
    }
    let question = visit.field(QUESTION_FIELD).unwrap_or("").trim().to_owned();
    let answer = (!question.is_empty()).then(|| answer(&question, &given, &visit));
    let title = visit.texts().get(match &answer {
        None => "ask-title",
        Some(answer) if answer.document.is_empty() => "ask-nothing-title",
        Some(_) => "ask-answer-title",
    });
    page(&AskPage {
        frame: Frame::new(&visit, &title, PATH).under(&visit, &[]),
        question_box: QuestionBox::new(&question, &given, &visit),
        answer,
    })
}

impl QuestionBox {
    /// The box on a page, with the facts that the page knows.
    pub fn new(question: &str, given: &Given, visit: &Visit) -> Self {
        let texts = visit.texts();
        let example = |key: &&str| {
            let name = texts.get(key);
            LinkView { link: visit.link_with(PATH, &[(QUESTION_FIELD, &name)]), name }
        };
        QuestionBox {
            action: address(visit.language, PATH, &[]),
            question: question.to_owned(),
            hidden: crate::pages::outcome::hidden(given, visit),
            examples: EXAMPLES.iter().map(example).collect(),
        }
    }
}

fn answer(question: &str, given: &Given, visit: &Visit) -> AnswerView {
    let app = &visit.app;
    let moment = visit.moment();
    let matcher = app.matcher(moment);
    let advice = matcher.advise(&app.search(question), &given.facts, &without(visit));
    let document = advice_document(visit.pack(), question, &advice, moment.date(), visit.language);
    let texts = visit.texts();
    let fields = typed(&advice.facts, visit.pack(), visit.language);
    let help_link = help_link(question, &fields, visit);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    AnswerView {
        lead: texts.with("ask-answer-lead", "day", &visit.day(moment.date())),
        known: known(&given.facts, given, visit),
        understood: document.begrepen.iter().map(|it| chip(it, visit)).collect(),
        others_title: texts.count("ask-others", document.ook_gevonden.len()),
        all_link: if fields.is_empty() { String::new() } else { visit.link_with("/wat-past/uitkomst", &fields) },
        form_link: visit.link_with("/wat-past", &fields),
        interview_link: interview_link(&document, &fields, visit),
        door_link: visit.link("/loket"),
        help_link,
        links: Links { language: visit.language, day: visit.chosen_day.map(|day| day.to_string()) },
        document,
    }
}

/// The way to a person, with the question and what is known.
fn help_link(question: &str, facts: &[(String, String)], visit: &Visit) -> String {
    if visit.app.desk().is_none() {
        return String::new();
    }
    let facts = facts.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<(&str, &str)> = [(QUESTION_FIELD, question)].into_iter().chain(facts).collect();
    visit.link_with(help::PATH, &fields)
}

/// The way to the interview about what was found, which asks what decides most.
fn interview_link(document: &AdviceDocument, facts: &[(&str, &str)], visit: &Visit) -> String {
    let candidates: Vec<&str> = document.kandidaten.iter().map(|it| it.id.as_str()).collect();
    if candidates.is_empty() {
        return String::new();
    }
    let candidates = candidates.join(",");
    let fields: Vec<(&str, &str)> = facts.iter().copied().chain([(interview::SUPPORT_FIELD, &*candidates)]).collect();
    visit.link_with(interview::PATH, &fields)
}

/// The facts that the visitor does not want to be taken from the question.
fn without(visit: &Visit) -> BTreeSet<FactId> {
    let names = visit.query.iter().filter(|(name, _)| name == WITHOUT_FIELD).map(|(_, value)| value);
    names.filter_map(|name| visit.pack().vocabulary.fact_named(name)).collect()
}

/// What the visitor told, each in a few words.
fn known(facts: &FactSet, given: &Given, visit: &Visit) -> Vec<String> {
    let words = |(id, _): (FactId, &schakel_criteria::Value)| {
        let name = visit.pack().vocabulary.fact(id)?.name.get(visit.language);
        Some(format!("{name}: {}", known_value(id, given, visit)?.text))
    };
    facts.given().filter_map(words).collect()
}

fn chip(it: &UnderstoodView, visit: &Visit) -> ChipView {
    let mut pairs: Vec<(&str, &str)> = visit
        .query
        .iter()
        .filter(|(name, _)| name != crate::pages::frame::DAY_FIELD)
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    pairs.push((WITHOUT_FIELD, &it.gegeven));
    ChipView { words: format!("{}: {}", it.naam, it.tekst), without_link: visit.link_with(PATH, &pairs) }
}

impl Links {
    fn to(&self, path: &str) -> String {
        let day = self.day.as_ref().map(|day| (crate::pages::frame::DAY_FIELD, day.clone()));
        address(self.language, path, day.as_slice())
    }

    fn support(&self, id: &str) -> String {
        self.to(&format!("/register/{id}"))
    }

    fn organisation(&self, id: &str) -> String {
        self.to(&format!("/organisaties/{id}"))
    }

    fn record(&self, id: &str) -> String {
        self.to(&format!("/dossiers/{id}"))
    }
}

/// The look of a verdict.
pub fn look(it: &CandidateView) -> (&'static str, &'static str) {
    match it.toets.verdict {
        "met" => ("fits", "fits"),
        "judgement" => ("judge", "person"),
        "unknown" => ("maybe", "maybe"),
        _ => ("not", "not"),
    }
}

/// The names of what is still to know: a few, and how many more.
fn missing(it: &CandidateView, texts: &Texts) -> String {
    let names: Vec<&str> = it.nog_te_weten.iter().take(MISSING_SHOWN_MAX).map(|fact| fact.naam.as_str()).collect();
    let more = it.nog_te_weten.len().saturating_sub(MISSING_SHOWN_MAX);
    let names = names.join(", ");
    if more == 0 { names } else { format!("{names} {}", texts.count("ask-and-more", more)) }
}

fn is_last(list: &[Named], index: &usize) -> bool {
    *index + 1 == list.len()
}
