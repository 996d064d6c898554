//! The ways to choose questions, and what they come to over all firms.

use std::sync::Arc;
use std::time::{Duration, Instant};

use schakel_criteria::{FactId, FactSet, Outcome, Situation, Value, fact_value};
use schakel_guide::{InterviewCandidate, Interviewer, Matcher, Next, Population};
use schakel_register::Pack;
use schakel_time::Date;

/// What is measured.
pub struct Setting<'a> {
    pub pack: &'a Pack,
    pub day: Date,
    pub matcher: Arc<Matcher<'a>>,
    pub prior: Arc<Population>,
    pub respondents: &'a [FactSet],
    /// The facts that are known from the start.
    pub prefill: Vec<FactId>,
}

/// A way to choose the next question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    FormOrder,
    RandomRelevant,
    MostMissing,
    Ours,
    Oracle,
}

const WAYS: [(Way, &str); 5] = [
    (Way::FormOrder, "form order"),
    (Way::RandomRelevant, "random relevant order"),
    (Way::MostMissing, "most-often-missing fact"),
    (Way::Ours, "expected settled (ours)"),
    (Way::Oracle, "greedy oracle"),
];

/// What one firm took.
struct Run {
    /// Questions until 90, 95 and 100 % of what was open is settled.
    questions: [usize; 3],
    /// The effort of the questions to the end.
    effort: u32,
    steps: Vec<Duration>,
}

/// Prints a table.
pub fn report(setting: &Setting<'_>) {
    println!("| way | 90 % | 95 % | 100 % | effort to the end | step p50 | step p95 |\n|---|---|---|---|---|---|---|");
    let wanted = std::env::args().skip_while(|it| it != "--way").nth(1).unwrap_or_default();
    for (way, name) in WAYS.into_iter().filter(|(_, name)| name.contains(&wanted)) {
        let runs = runs(way, setting);
        let mean = |place: usize| runs.iter().map(|run| run.questions[place]).sum::<usize>() as f64 / runs.len() as f64;
        let effort = runs.iter().map(|run| f64::from(run.effort)).sum::<f64>() / runs.len() as f64;
        let mut steps: Vec<Duration> = runs.iter().flat_map(|run| run.steps.clone()).collect();
        steps.sort_unstable();
        let at = |share: usize| steps.get(steps.len() * share / 100).map_or(0.0, |it| it.as_secs_f64() * 1000.0);
        let [ninety, nearly, all] = [0, 1, 2].map(mean);
        let (half, most) = (at(50), at(95));
        println!("| {name} | {ninety:.2} | {nearly:.2} | {all:.2} | {effort:.1} | {half:.2} ms | {most:.2} ms |");
    }
}

fn runs(way: Way, setting: &Setting<'_>) -> Vec<Run> {
    let interviewer = Interviewer::new(Arc::clone(&setting.matcher), Arc::clone(&setting.prior));
    let half = setting.respondents.len().div_ceil(2);
    std::thread::scope(|scope| {
        let threads: Vec<_> = setting
            .respondents
            .chunks(half)
            .map(|firms| {
                let interviewer = &interviewer;
                scope.spawn(move || {
                    firms.iter().enumerate().map(|(n, it)| run(way, it, n, interviewer, setting)).collect()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|_| Vec::new())).collect()
    })
}

fn run(way: Way, firm: &FactSet, number: usize, interviewer: &Interviewer<'_>, setting: &Setting<'_>) -> Run {
    let candidates = interviewer.all_candidates();
    let value = |fact| value_of(firm, fact, setting);
    let mut facts = FactSet::new();
    for fact in &setting.prefill {
        facts.set(*fact, value(*fact).unwrap());
    }
    // What is open is counted from nothing known, so that looking in the register counts as gain.
    let at_start = interviewer.open_count(&FactSet::new(), &candidates);
    let mut skipped: Vec<FactId> = Vec::new();
    let mut run = Run { questions: [0; 3], effort: 0, steps: Vec::new() };
    let mut asked = 0;
    loop {
        let open = interviewer.open_count(&facts, &candidates);
        let settled = at_start - open;
        for (questions, share) in run.questions.iter_mut().zip([90, 95, 100]) {
            if settled * 100 < at_start * share {
                *questions = asked + 1;
            }
        }
        let timed = || {
            let begin = Instant::now();
            let next = choose(way, &facts, &skipped, number * 100 + asked, firm, &candidates, interviewer, setting);
            (begin.elapsed(), next)
        };
        // The shorter of two: the longer one may have waited for another program.
        let ((first, next), (second, _)) = (timed(), timed());
        run.steps.push(first.min(second));
        let Some(fact) = next else { break };
        asked += 1;
        run.effort += setting.pack.details(fact).map_or(1, |it| it.cost);
        match value(fact) {
            Some(value) => facts.set(fact, value),
            None => skipped.push(fact),
        }
    }
    run
}

#[expect(clippy::too_many_arguments, reason = "each way looks at another part of the situation")]
fn choose(
    way: Way,
    facts: &FactSet,
    skipped: &[FactId],
    dice: usize,
    firm: &FactSet,
    candidates: &[InterviewCandidate],
    interviewer: &Interviewer<'_>,
    setting: &Setting<'_>,
) -> Option<FactId> {
    let is_base = |id: &FactId| setting.pack.vocabulary.fact(*id).is_some_and(|it| it.derivation.is_none());
    let relevant = || {
        let open = interviewer.open_facts(facts, candidates);
        open.into_iter().filter(|(fact, _)| !skipped.contains(fact)).collect::<Vec<_>>()
    };
    match way {
        Way::Ours => match interviewer.standing(facts, skipped, candidates).next {
            Next::Ask(question) => Some(question.fact),
            Next::Settled | Next::NothingLeftToAsk => None,
        },
        Way::FormOrder => {
            if interviewer.open_count(facts, candidates) == 0 {
                return None;
            }
            let mut all = setting.pack.vocabulary.fact_ids();
            all.find(|id| {
                is_base(id)
                    && facts.get(*id).is_none()
                    && !skipped.contains(id)
                    && value_of(firm, *id, setting).is_some()
            })
        }
        Way::RandomRelevant => {
            let base: Vec<FactId> = relevant().into_iter().map(|(fact, _)| fact).filter(is_base).collect();
            let mixed = (dice as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
            base.get(mixed as usize % base.len().max(1)).copied()
        }
        Way::MostMissing => {
            let base = relevant().into_iter().filter(|(fact, _)| is_base(fact));
            base.max_by_key(|(fact, count)| (*count, std::cmp::Reverse(*fact))).map(|(fact, _)| fact)
        }
        Way::Oracle => {
            let after = |fact: FactId| {
                let mut answered = facts.clone();
                if let Some(value) = value_of(firm, fact, setting) {
                    answered.set(fact, value);
                }
                interviewer.open_count(&answered, candidates)
            };
            relevant()
                .into_iter()
                .min_by_key(|(fact, count)| (after(*fact), std::cmp::Reverse(*count), *fact))
                .map(|(fact, _)| fact)
        }
    }
}

fn value_of(firm: &FactSet, fact: FactId, setting: &Setting<'_>) -> Option<Value> {
    let situation = Situation { vocabulary: &setting.pack.vocabulary, facts: firm, as_of: setting.day };
    match fact_value(fact, &situation) {
        Outcome::Known(value) => Some(value),
        _ => None,
    }
}
