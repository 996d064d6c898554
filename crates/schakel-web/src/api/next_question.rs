//! The next-best question for one firm: what is known goes in, the question that is expected to settle most comes out.
//! Nothing is kept between two questions: the caller sends what is known and what the firm does not know.

use axum::Json;
use schakel_criteria::FactId;
use schakel_guide::{InterviewCandidate, Interviewer, Next, Question, Standing};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::api::call::{Answer, Call, DAY_KEY, LANGUAGE_KEY};
use crate::api::message::{Asked, Message, Shared, read_day, read_facts};
use crate::api::values::Words;
use crate::problem::Mistake;
use crate::selection::near_name;

/// What is known of a firm, what it does not know, and which support it is about.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
pub struct QuestionRequest {
    /// The facts by identifier, as `/gegevens` lists them; `null` and left out mean: not known yet.
    #[schema(value_type = Object, required = true)]
    #[schema(example = json!({"municipality": "GM0193", "plan": ["feasibility"]}))]
    gegevens: Option<Value>,
    /// The facts that the firm does not know; they are not asked again.
    #[schema(value_type = Vec<String>, example = json!(["turnover"]))]
    weet_niet: Option<Value>,
    /// The support that it is about, the most wanted first; all when left out.
    #[schema(value_type = Vec<String>, example = json!(["mit-haalbaarheid-oost"]))]
    steun: Option<Value>,
    /// The day for which to look; today when left out.
    #[schema(value_type = Option<String>, format = Date)]
    peildatum: Option<Value>,
    /// `nl` or `en`.
    #[schema(value_type = Option<String>)]
    taal: Option<Value>,
    #[serde(flatten)]
    #[schema(ignore)]
    others: Map<String, Value>,
}

impl Asked for QuestionRequest {
    const FIELDS: &'static [&'static str] = &["gegevens", "weet_niet", "steun", DAY_KEY, LANGUAGE_KEY];

    fn shared(&self) -> Shared<'_> {
        Shared { language: self.taal.as_ref(), others: &self.others }
    }
}

/// Where the questions stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuestionDocument {
    /// How many pieces of support it is about.
    pub aantal: usize,
    /// Of how many no answer can change the verdict any more, or is out of reach: for other plans, elsewhere or over.
    pub beslist: usize,
    /// The next question; `null`: there is none.
    pub vraag: Option<QuestionBody>,
    /// Why there is no next question: `beslist` (all is settled) or `niets_meer_te_vragen` (what is open rests on facts
    /// that the firm does not know).
    pub einde: Option<&'static str>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuestionBody {
    /// The fact, as `/gegevens` lists it.
    pub gegeven: String,
    /// The question.
    pub vraag: String,
    /// Help with the question.
    pub toelichting: String,
    /// For how many open pieces of support it matters.
    pub telt_mee_bij: usize,
    /// How many the answer is expected to settle at once, over a synthetic population of firms.
    pub beslist_naar_verwachting: usize,
}

/// Ask what to ask next.
#[utoipa::path(
    post, path = "/vervolgvragen", tag = "toetsingen", operation_id = "vervolgvraag",
    params(("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`")),
    request_body = QuestionRequest,
    responses((status = 200, description = "The next question, or why there is none", body = QuestionDocument))
)]
pub async fn ask(Message { mut call, asked: request }: Message<QuestionRequest>) -> Answer<QuestionDocument> {
    let app = call.app.clone();
    let chosen = read_day(request.peildatum.as_ref(), &mut call);
    let moment = app.moment(chosen);
    let facts = read_facts(request.gegevens.as_ref(), moment.date(), &mut call);
    let skipped = read_skipped(request.weet_niet.as_ref(), &mut call);
    let support = read_support(request.steun.as_ref(), &mut call);
    call.check()?;
    let interviewer = app.interviewer(moment);
    let candidates = candidates(&support, &interviewer);
    let standing = interviewer.standing(&facts, &skipped, &candidates);
    Ok(Json(document(&standing, call.words())))
}

fn candidates(support: &[String], interviewer: &Interviewer<'_>) -> Vec<InterviewCandidate> {
    if support.is_empty() {
        interviewer.all_candidates()
    } else {
        interviewer.shortlist(support.iter().map(String::as_str))
    }
}

fn read_skipped(given: Option<&Value>, call: &mut Call) -> Vec<FactId> {
    let vocabulary = &call.pack().vocabulary;
    let mut skipped = Vec::new();
    for (place, name) in read_names(given, "weet_niet", call) {
        match vocabulary.fact_named(&name) {
            Some(fact) => skipped.push(fact),
            None => {
                let known = vocabulary.facts().iter().map(|fact| (&*fact.id, &*fact.id));
                unknown_name(&place, &name, near_name(&name, known), call);
            }
        }
    }
    skipped
}

fn read_support(given: Option<&Value>, call: &mut Call) -> Vec<String> {
    let pack = call.pack();
    let mut support = Vec::new();
    for (place, name) in read_names(given, "steun", call) {
        if pack.support.contains_key(name.as_str()) {
            support.push(name);
        } else {
            let known = pack.support.keys().map(|id| (&**id, &**id));
            unknown_name(&place, &name, near_name(&name, known), call);
        }
    }
    support
}

fn unknown_name(place: &str, name: &str, near: Option<String>, call: &mut Call) {
    let detail = match near {
        Some(near) => call.say(
            format!("`{name}` bestaat niet; bedoelde u `{near}`?"),
            format!("`{name}` does not exist; did you mean `{near}`?"),
        ),
        None => call.say(format!("`{name}` bestaat niet"), format!("`{name}` does not exist")),
    };
    call.mistake(Mistake::new(place, detail));
}

/// The names in a list, each with its place in the message.
fn read_names(given: Option<&Value>, field: &str, call: &mut Call) -> Vec<(String, String)> {
    let items = match given {
        None | Some(Value::Null) => return Vec::new(),
        Some(Value::Array(items)) => items.as_slice(),
        Some(_) => &[Value::Null],
    };
    let mut names = Vec::new();
    for (number, item) in items.iter().enumerate() {
        match item.as_str() {
            Some(name) => names.push((format!("#/{field}/{number}"), name.to_owned())),
            None => {
                let detail =
                    call.say(format!("`{field}` is een lijst van namen"), format!("`{field}` is a list of names"));
                call.mistake(Mistake::new(format!("#/{field}"), detail));
                return Vec::new();
            }
        }
    }
    names
}

fn document(standing: &Standing, words: Words) -> QuestionDocument {
    let (vraag, einde) = match &standing.next {
        Next::Ask(question) => (body(question, words), None),
        Next::Settled => (None, Some("beslist")),
        Next::NothingLeftToAsk => (None, Some("niets_meer_te_vragen")),
    };
    QuestionDocument { aantal: standing.candidates, beslist: standing.settled, vraag, einde }
}

fn body(question: &Question, words: Words) -> Option<QuestionBody> {
    let details = words.pack.details(question.fact)?;
    Some(QuestionBody {
        gegeven: words.pack.vocabulary.fact(question.fact)?.id.to_string(),
        vraag: details.question.get(words.language).to_owned(),
        toelichting: details.help.get(words.language).to_owned(),
        telt_mee_bij: question.matters_to,
        beslist_naar_verwachting: question.settles,
    })
}
