//! "Het gesprek": one question per page, each the one that is expected to settle most. The address holds the answers,
//! the order in which they were asked and the support that it is about, so that one can go back, stop, keep and share.

use askama::Template;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_criteria::{FactId, Verdict};
use schakel_guide::{InterviewCandidate, Interviewer, Match, Next, PlanFit, Question, Standing};

use crate::pages::fields::{FieldView, Given, contradictions, field, given, typed};
use crate::pages::frame::{DAY_FIELD, Frame, KVK_FIELD, Visit, address, one_field_a_fact, parse_query};
use crate::pages::outcome::{KnownView, known};
use crate::pages::page_with_status;
use crate::pages::parts::StateView;
use crate::pages::question::{form_with_errors, look_up_number, with_firm};

/// The address of the page.
pub const PATH: &str = "/gesprek";

/// The facts that were asked, in order; one without a value is one that the visitor does not know.
const ASKED_FIELD: &str = "gevraagd";

/// The support that it is about, the most wanted first; all when absent.
pub const SUPPORT_FIELD: &str = "steun";

/// The fact that is answered now.
const NOW_FIELD: &str = "vraag";

/// The button of who does not know.
const SKIP_FIELD: &str = "weet-niet";

/// Support that is named on the last page.
const NAMED_MAX: usize = 7;

#[derive(Template)]
#[template(path = "interview.html")]
struct InterviewPage {
    frame: Frame,
    action: String,
    hidden: Vec<(String, String)>,
    question: Option<QuestionView>,
    progress: ProgressView,
    known: Vec<KnownView>,
    back_link: String,
    stop_link: String,
    kvk: Option<RegisterView>,
    kvk_found: String,
    kvk_notes: Vec<String>,
    end: Option<EndView>,
}

/// The question of the page.
pub struct QuestionView {
    /// The fact.
    pub name: String,
    /// Its field.
    pub field: FieldView,
    /// Why it is asked.
    pub reason: String,
}

/// How far the interview is.
pub struct ProgressView {
    /// What is settled.
    pub settled: usize,
    /// Of how much.
    pub all: usize,
    /// The same in words.
    pub words: String,
}

/// The way to the trade register, on the first page.
pub struct RegisterView {
    /// Whether this installation can look up numbers.
    pub is_available: bool,
    /// What was typed.
    pub number: String,
    /// What was wrong with it.
    pub error: String,
}

/// The last page.
pub struct EndView {
    /// Why there are no more questions.
    pub title: String,
    /// What one can do now.
    pub text: String,
    /// What fits, the best first.
    pub named: Vec<NamedView>,
}

/// Support on the last page.
pub struct NamedView {
    /// Name.
    pub name: String,
    /// Its page.
    pub link: String,
    /// The look of the verdict.
    pub kind: &'static str,
    /// The icon of the verdict.
    pub icon: &'static str,
    /// The verdict in words.
    pub verdict: String,
    /// Whether one can apply.
    pub state: StateView,
}

/// Asks the next question, or ends.
pub async fn show(visit: Visit) -> Response {
    let given = given(&visit);
    match visit.field(NOW_FIELD).and_then(|name| visit.pack().vocabulary.fact_named(name)) {
        Some(fact) => answer(fact, &visit, &given),
        None if !given.errors.is_empty() || !contradictions(&given, &visit).is_empty() => {
            form_with_errors(&visit, &given)
        }
        None => Interview::new(&visit, &given).page(StatusCode::OK, "", Looked::default()),
    }
}

/// Looks up a number in the trade register, and asks what it does not say.
pub async fn send(mut visit: Visit, body: Bytes) -> Response {
    visit.query = parse_query(&String::from_utf8_lossy(&body));
    let number = visit.field(KVK_FIELD).unwrap_or("").trim().to_owned();
    let pack = visit.pack();
    visit.query.retain(|(name, _)| is_kept(name) || pack.vocabulary.fact_named(name).is_some());
    let before = given(&visit);
    let looked = match look_up_number(&visit.app, &number).await {
        Ok(firm) => {
            let kept: Vec<_> = visit.query.iter().filter(|(name, _)| is_kept(name)).cloned().collect();
            let answers = with_firm(before, &firm, &visit.app, visit.language);
            visit.query = answers.into_iter().chain(kept).collect();
            Looked { found: firm.name.clone(), notes: firm.notes_in(visit.language), ..Looked::default() }
        }
        Err(error) => Looked { number, error: error.message(visit.language), ..Looked::default() },
    };
    let given = given(&visit);
    Interview::new(&visit, &given).page(StatusCode::OK, "", looked)
}

/// What came of looking in the trade register.
#[derive(Default)]
struct Looked {
    number: String,
    error: String,
    found: String,
    notes: Vec<String>,
}

fn is_kept(name: &str) -> bool {
    [ASKED_FIELD, SUPPORT_FIELD].contains(&name)
}

/// Takes in an answer: on to the next question, or the same again with what is wrong with it.
fn answer(fact: FactId, visit: &Visit, given: &Given) -> Response {
    let name = visit.field(NOW_FIELD).unwrap_or("").to_owned();
    let mut interview = Interview::new(visit, given);
    let mistake = given.errors.iter().find(|(it, _)| *it == name).map(|(_, error)| error.clone());
    let is_skipped = visit.field(SKIP_FIELD).is_some();
    let refused = if is_skipped {
        None
    } else if mistake.is_some() {
        mistake
    } else if given.facts.get(fact).is_none() {
        Some(visit.texts().get("interview-no-answer"))
    } else {
        contradictions(given, visit).into_iter().next()
    };
    if let Some(error) = refused {
        interview.asking = Some(fact);
        return interview.page(StatusCode::BAD_REQUEST, &error, Looked::default());
    }
    interview.asked.retain(|it| *it != fact);
    interview.asked.push(fact);
    let mut facts = given.facts.clone();
    if is_skipped {
        facts.clear(fact);
    }
    let fields = typed(&facts, visit.pack(), visit.language);
    Redirect::to(&interview.link(&fields, &interview.asked)).into_response()
}

/// One step of an interview.
struct Interview<'a> {
    visit: &'a Visit,
    given: &'a Given,
    asked: Vec<FactId>,
    support: Vec<String>,
    /// The question to put, when it is not for the interviewer to choose.
    asking: Option<FactId>,
}

impl<'a> Interview<'a> {
    fn new(visit: &'a Visit, given: &'a Given) -> Self {
        let listed = |field| visit.field(field).unwrap_or("").split(',').filter(|it| !it.is_empty());
        let asked = listed(ASKED_FIELD).filter_map(|name| visit.pack().vocabulary.fact_named(name)).collect();
        let support = listed(SUPPORT_FIELD).map(str::to_owned).collect();
        Interview { visit, given, asked, support, asking: None }
    }

    fn page(&self, status: StatusCode, error: &str, looked: Looked) -> Response {
        let visit = self.visit;
        let texts = visit.texts();
        let interviewer = visit.app.interviewer(visit.moment());
        let candidates = self.candidates(&interviewer);
        let standing = interviewer.standing(&self.given.facts, &self.skipped(), &candidates);
        let question = self.question(&standing, error);
        let title = if question.is_some() { texts.get("interview-title") } else { texts.get("interview-end-title") };
        let is_first = self.asked.is_empty() && self.given.typed.is_empty();
        let steps = [(texts.get("match-title"), "/wat-past")];
        let template = InterviewPage {
            frame: Frame::new(visit, &title, "/wat-past").under(visit, &steps),
            action: address(visit.language, PATH, &[]),
            hidden: self.hidden(question.as_ref()),
            progress: self.progress(&standing),
            known: known(self.given, visit),
            back_link: self.back_link(),
            stop_link: visit.link_with("/wat-past/uitkomst", &self.given.as_fields()),
            kvk: is_first.then(|| RegisterView {
                is_available: visit.app.kvk().is_some(),
                number: looked.number,
                error: looked.error,
            }),
            kvk_found: looked.found,
            kvk_notes: looked.notes,
            end: question.is_none().then(|| self.end(&standing, &candidates)),
            question,
        };
        page_with_status(status, &template)
    }

    fn candidates(&self, interviewer: &Interviewer<'_>) -> Vec<InterviewCandidate> {
        let named = interviewer.shortlist(self.support.iter().map(String::as_str));
        if named.is_empty() { interviewer.all_candidates() } else { named }
    }

    /// The facts that the visitor does not know.
    fn skipped(&self) -> Vec<FactId> {
        self.asked.iter().copied().filter(|fact| self.given.facts.get(*fact).is_none()).collect()
    }

    fn question(&self, standing: &Standing, error: &str) -> Option<QuestionView> {
        let (fact, chosen) = match (self.asking, &standing.next) {
            (Some(fact), _) => (fact, None),
            (None, Next::Ask(question)) => (question.fact, Some(question)),
            (None, Next::Settled | Next::NothingLeftToAsk) => return None,
        };
        let mut field = field(fact, "vraag-", self.given, self.visit)?;
        error.clone_into(&mut field.error);
        // Who does not know has a button for it.
        field.options.retain(|option| !option.id.is_empty());
        field.folded = false;
        Some(QuestionView {
            name: field.name.clone(),
            field,
            reason: chosen.map(|it| self.reason(it)).unwrap_or_default(),
        })
    }

    fn reason(&self, question: &Question) -> String {
        let texts = self.visit.texts();
        match question.settles {
            0 => texts.count("interview-matters", question.matters_to),
            settles => texts.count("interview-settles", settles),
        }
    }

    fn progress(&self, standing: &Standing) -> ProgressView {
        let open = standing.candidates - standing.settled;
        let numbers = [("open", open.into()), ("count", standing.candidates.into())];
        let words = self.visit.texts().with_all("interview-progress", &numbers);
        ProgressView { settled: standing.settled, all: standing.candidates, words }
    }

    /// What is known, as hidden fields beside the question.
    fn hidden(&self, question: Option<&QuestionView>) -> Vec<(String, String)> {
        let mut fields: Vec<(String, String)> = one_field_a_fact(&self.given.typed, self.visit.pack());
        if let Some(question) = question {
            fields.retain(|(name, _)| *name != question.name);
            fields.push((NOW_FIELD.to_owned(), question.name.clone()));
        }
        fields.extend(self.state(&self.asked).into_iter().map(|(name, value)| (name.to_owned(), value)));
        fields.extend(self.visit.chosen_day.map(|day| (DAY_FIELD.to_owned(), day.to_string())));
        fields
    }

    /// What the address says beside the facts.
    fn state(&self, asked: &[FactId]) -> Vec<(&'static str, String)> {
        let vocabulary = &self.visit.pack().vocabulary;
        let asked: Vec<&str> = asked.iter().filter_map(|it| vocabulary.fact(*it)).map(|fact| &*fact.id).collect();
        let fields = [(ASKED_FIELD, asked.join(",")), (SUPPORT_FIELD, self.support.join(","))];
        fields.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    fn link(&self, facts: &[(String, String)], asked: &[FactId]) -> String {
        let state = self.state(asked);
        let facts = facts.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let fields: Vec<(&str, &str)> =
            facts.chain(state.iter().map(|(name, value)| (*name, value.as_str()))).collect();
        self.visit.link_with(PATH, &fields)
    }

    /// The page before this one; empty on the first.
    fn back_link(&self) -> String {
        let Some((last, before)) = self.asked.split_last() else { return String::new() };
        let mut facts = self.given.facts.clone();
        facts.clear(*last);
        self.link(&typed(&facts, self.visit.pack(), self.visit.language), before)
    }

    fn end(&self, standing: &Standing, candidates: &[InterviewCandidate]) -> EndView {
        let texts = self.visit.texts();
        let matches = self.visit.app.matcher(self.visit.moment()).match_firm(&self.given.facts);
        let is_named = |it: &&Match<'_>| {
            let is_wanted = self.support.is_empty() || candidates.iter().any(|one| one.support == it.on_day.support.id);
            let may_help = matches!(it.answer.verdict, Verdict::Met | Verdict::Judgement);
            is_wanted && may_help && it.plan_fit != PlanFit::Differs && !it.is_over()
        };
        let named: Vec<&Match<'_>> = matches.iter().filter(is_named).collect();
        let text = texts.count("interview-end-count", named.len());
        let reason = if standing.next == Next::Settled { "interview-end-settled" } else { "interview-end-unknown" };
        EndView {
            title: texts.get(reason),
            text,
            named: named.into_iter().take(NAMED_MAX).map(|it| self.named(it)).collect(),
        }
    }

    fn named(&self, it: &Match<'_>) -> NamedView {
        let kind = if it.answer.verdict == Verdict::Met { "fits" } else { "judge" };
        let support = it.on_day.support;
        NamedView {
            name: support.name.get(self.visit.language).to_owned(),
            link: self.visit.link(&format!("/register/{}", support.id)),
            kind,
            icon: if kind == "fits" { "fits" } else { "person" },
            verdict: self.visit.texts().get(&format!("outcome-{kind}")),
            state: StateView::new(&it.on_day.openness, self.visit),
        }
    }
}
