//! `schakel interview`: one question at a time, until it is known what fits. How a question reads and an answer is
//! understood lives in `interview/dialogue`; which question comes next in `schakel-guide`.

mod dialogue;

use std::io::{BufRead, stdin};
use std::sync::Arc;

use schakel_criteria::{FactId, FactSet, Language};
use schakel_guide::{InterviewCandidate, Interviewer, Matcher, Next, Population};

use crate::arguments::Interview;
use crate::commands::matching::text;
use crate::commands::{CommandError, Outcome, day_or_today, facts_of_file, moment_of, usable_pack};
use crate::printer::Printer;

use dialogue::{Dialogue, Reply};

/// What is known, and what the firm does not know.
#[derive(Clone, Debug, Default)]
struct State {
    facts: FactSet,
    skipped: Vec<FactId>,
}

/// Asks until everything is settled, the firm stops, or nothing is left to ask; then prints the shortlist.
pub fn run(interview: &Interview, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let language = Language::from(interview.lang);
    let day = day_or_today(interview.as_of.as_deref())?;
    let pack = usable_pack(&interview.pack, printer)?;
    let facts = match &interview.facts {
        Some(path) => facts_of_file(path, &pack, day, language)?,
        None => FactSet::new(),
    };
    let matcher = Arc::new(Matcher::new(&pack, moment_of(day)));
    let interviewer = Interviewer::new(Arc::clone(&matcher), Arc::new(Population::prior(&pack, day)));
    let dialogue = Dialogue { pack: &pack, language, day };
    let state = hold(&interviewer, &dialogue, State { facts, skipped: Vec::new() }, printer);
    printer.line("");
    let matches = matcher.match_firm(&state.facts);
    text::shortlist(&matches, &pack, language).iter().for_each(|line| printer.line(line));
    Ok(Outcome::Good)
}

/// Holds the interview; gives what is known at its end.
fn hold(interviewer: &Interviewer<'_>, dialogue: &Dialogue<'_>, start: State, printer: &mut Printer) -> State {
    let candidates: Vec<InterviewCandidate> = interviewer.all_candidates();
    let mut lines = stdin().lock().lines().map_while(Result::ok);
    let mut state = start;
    let mut earlier: Vec<State> = Vec::new();
    printer.line(dialogue.welcome());
    loop {
        let standing = interviewer.standing(&state.facts, &state.skipped, &candidates);
        printer.line("");
        printer.line(&dialogue.progress(standing.settled, standing.candidates));
        let question = match standing.next {
            Next::Ask(question) => question,
            Next::Settled | Next::NothingLeftToAsk => {
                printer.line(dialogue.end(standing.next == Next::Settled));
                return state;
            }
        };
        dialogue.question(&question).iter().for_each(|line| printer.line(line));
        let reply = loop {
            printer.prompt();
            let Some(line) = lines.next() else { return state };
            match dialogue.read(&line, question.fact, &state.facts) {
                Ok(reply) => break reply,
                Err(messages) => messages.iter().for_each(|message| printer.line(message)),
            }
        };
        match reply {
            Reply::Stop => return state,
            Reply::Back => state = earlier.pop().unwrap_or(state),
            Reply::DoNotKnow => {
                earlier.push(state.clone());
                state.skipped.push(question.fact);
            }
            Reply::Value(value) => {
                earlier.push(state.clone());
                state.facts.set(question.fact, value);
            }
        }
    }
}
