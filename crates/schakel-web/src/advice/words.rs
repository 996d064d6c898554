//! The words of an answer: why something is named, what the verdict comes down to, whether it is open. The same words
//! stand on the page, in the API and on the command line.

use schakel_criteria::{Language, Verdict};
use schakel_guide::{Match, Why};
use schakel_register::{Openness, Pack, Support};
use schakel_search::{Field, Reason};
use serde::Serialize;
use utoipa::ToSchema;

use crate::pages::parts::openness_words;
use crate::texts::Texts;

/// Why something is an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReasonView {
    /// `woord` (a word of the question stands in its text), `vraag` (the question is like one that it answers),
    /// `betekenis` (it is about the same, in other words), `plaats` (it works in a place of the question) or
    /// `opvolger` (it replaced what the question led to).
    pub soort: &'static str,
    /// The reason in a sentence.
    pub tekst: String,
}

/// Why something is an answer, in a sentence.
pub fn why_words(why: &Why, support: Option<&Support>, pack: &Pack, texts: Texts) -> ReasonView {
    let view = |soort, tekst| ReasonView { soort, tekst };
    match why {
        Why::Found(Reason::Words { asked, found, field }) => view("woord", word_reason(asked, found, *field, texts)),
        Why::Found(Reason::ExampleQuestion(question)) if is_in_language(question, support, texts.language()) => {
            view("vraag", texts.with("why-question", "question", question.trim_end_matches('.')))
        }
        // An example in the other language says to the reader only that it is about the same.
        Why::Found(Reason::Meaning | Reason::ExampleQuestion(_)) => view("betekenis", texts.get("why-meaning")),
        Why::Found(Reason::Place(place)) => view("plaats", texts.with("why-place", "place", &place.name)),
        Why::Replaces(id) => {
            let name = pack.support.get(id).map_or(&**id, |it| it.name.get(texts.language()));
            view("opvolger", texts.with("why-replaces", "name", name))
        }
    }
}

/// Whether an example question of support is written in a language.
fn is_in_language(question: &str, support: Option<&Support>, language: Language) -> bool {
    let questions = support.map(|it| match language {
        Language::Dutch => &it.questions,
        Language::English => &it.questions_en,
    });
    questions.is_some_and(|questions| questions.iter().any(|it| it == question))
}

/// The word of the question, and the word of the record when that is another one.
fn word_reason(asked: &str, found: &str, field: Field, texts: Texts) -> String {
    let key = match field {
        Field::Name | Field::Alias => "why-word-name",
        _ => "why-word-text",
    };
    if asked.to_lowercase() == found.to_lowercase() {
        return texts.with(key, "word", asked);
    }
    texts.with_all(&format!("{key}-other"), &[("word", asked.into()), ("found", found.into())])
}

/// The verdict so far.
pub fn verdict_words(it: &Match<'_>, texts: Texts) -> String {
    texts.get(match it.answer.verdict {
        Verdict::Met => "outcome-fits",
        Verdict::Judgement => "outcome-judge",
        Verdict::Unknown => "outcome-maybe",
        Verdict::NotMet => "outcome-not",
    })
}

/// Until when one can apply; nothing when that is not known.
pub fn deadline_words(openness: &Openness, texts: Texts) -> Option<String> {
    (!matches!(openness, Openness::Unknown)).then(|| openness_words(openness, texts))
}

/// The state of what is not open, by name and in words.
pub fn not_now_words(openness: &Openness, texts: Texts) -> (&'static str, String) {
    let state = match openness {
        Openness::Planned { .. } => "planned",
        Openness::Exhausted { .. } => "exhausted",
        Openness::Closed { .. } | Openness::Open { .. } | Openness::Unknown => "closed",
    };
    (state, openness_words(openness, texts))
}
