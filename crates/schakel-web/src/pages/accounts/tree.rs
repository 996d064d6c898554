//! The tree of core tasks and performances, the register of decisions, and the calendar of evaluations.

use askama::Template;
use axum::Extension;
use axum::extract::{OriginalUri, State};
use axum::response::Response;
use schakel_account::{DecisionView, EvaluationDue, agreed_evaluations, decision_register, evaluation_calendar};
use schakel_criteria::Language;
use schakel_register::{CoreTask, DecisionBody, Evaluation, EvaluationState, Pack, Performance};

use crate::accounts::{decision_anchor, record_path};
use crate::pages::accounts::{FIGURES_PATH, PATH, as_of};
use crate::pages::frame::{Frame, Visit};
use crate::pages::page;
use crate::pages::parts::{LinkView, SourceView};
use crate::state::App;

#[derive(Template)]
#[template(path = "account_tree.html")]
struct TreePage {
    frame: Frame,
    tasks: Vec<TaskView>,
    decisions: Vec<DecisionRow>,
    evaluations: Vec<EvaluationRow>,
    due: Vec<DueRow>,
    rule: String,
    figures: String,
}

struct TaskView {
    title: String,
    performances: Vec<PerformanceView>,
}

struct PerformanceView {
    title: String,
    summary: String,
    programmes: Vec<LinkView>,
    pages: Vec<LinkView>,
}

struct DecisionRow {
    id: String,
    number: String,
    note: String,
    body: String,
    name: String,
    programmes: Vec<LinkView>,
    source: SourceView,
}

struct EvaluationRow {
    name: String,
    state: String,
    due: String,
    used_for: Vec<String>,
    source: SourceView,
}

struct DueRow {
    scheme: LinkView,
    since: String,
    due: String,
    is_overdue: bool,
    is_unknown: bool,
    answers: Vec<String>,
}

/// Shows all of it.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let texts = visit.texts();
    let pack = visit.pack();
    let mut tasks: Vec<&CoreTask> = pack.accounts.core_tasks.values().collect();
    tasks.sort_by_key(|it| it.number.parse::<u32>().unwrap_or(u32::MAX));
    let due = evaluation_calendar(pack, as_of(&visit));
    page(&TreePage {
        frame: Frame::new(&visit, &texts.get("account-title"), PATH).under(&visit, &[]),
        tasks: tasks.into_iter().map(|it| task(it, &visit)).collect(),
        decisions: decision_register(pack).iter().map(|it| decision(it, &visit)).collect(),
        evaluations: agreed_evaluations(pack).iter().map(|(_, it)| evaluation(it, &visit)).collect(),
        due: due.iter().map(|it| due_row(it, &visit)).collect(),
        rule: rule(pack, &visit),
        figures: visit.link(FIGURES_PATH),
    })
}

fn rule(pack: &Pack, visit: &Visit) -> String {
    let rule = pack.accounts.evaluation_rule.as_ref();
    rule.map(|it| visit.texts().with("account-due-lead", "years", &it.years.to_string())).unwrap_or_default()
}

fn task(task: &CoreTask, visit: &Visit) -> TaskView {
    let texts = visit.texts();
    let performances = visit.pack().accounts.performances.values().filter(|it| it.core_task == task.number);
    let number: &str = &task.number;
    let title = match &task.name {
        Some(name) => {
            texts.with_all("account-core-task", &[("number", number.into()), ("name", name.get(visit.language).into())])
        }
        None => texts.with("account-core-task-unnamed", "number", number),
    };
    TaskView { title, performances: performances.map(|it| performance(it, visit)).collect() }
}

fn performance(it: &Performance, visit: &Visit) -> PerformanceView {
    let pack = visit.pack();
    let programmes = it.programmes.iter().filter_map(|id| pack.records.get(id));
    let years = pack.accounts.pages.keys().filter(|(number, _)| *number == it.number).map(|(_, year)| *year);
    PerformanceView {
        title: format!("{} {}", it.number, it.name.get(visit.language)),
        summary: it.summary.get(visit.language).to_owned(),
        programmes: programmes.map(|it| record_link(&it.id, it.name.get(visit.language), visit)).collect(),
        pages: years
            .map(|year| LinkView {
                name: visit.texts().with("account-page-of", "year", &year.to_string()),
                link: visit.link(&format!("{PATH}/{}/{year}", it.number)),
            })
            .collect(),
    }
}

fn record_link(id: &str, name: &str, visit: &Visit) -> LinkView {
    LinkView { name: name.to_owned(), link: visit.link(&record_path(id, visit.pack())) }
}

fn decision(it: &DecisionView, visit: &Visit) -> DecisionRow {
    let texts = visit.texts();
    let body = match it.body {
        DecisionBody::Council => "account-body-council",
        DecisionBody::Executive => "account-body-executive",
        DecisionBody::State => "account-body-state",
        DecisionBody::Party => "account-body-party",
    };
    let programmes = it.programmes.iter().filter_map(|id| visit.pack().records.get(id));
    let note = it.repaired_from.as_deref().map(|from| texts.with("account-repaired-as", "from", from));
    DecisionRow {
        id: decision_anchor(&it.id),
        number: it.number.clone().unwrap_or_else(|| texts.get("account-no-number")),
        note: note.unwrap_or_default(),
        body: texts.get(body),
        name: it.name.get(visit.language).to_owned(),
        programmes: programmes.map(|it| record_link(&it.id, it.name.get(visit.language), visit)).collect(),
        source: SourceView::new(&it.source, visit.pack()),
    }
}

fn evaluation(it: &Evaluation, visit: &Visit) -> EvaluationRow {
    let texts = visit.texts();
    let state = match it.state {
        EvaluationState::Planned => "account-evaluation-planned",
        EvaluationState::Running => "account-evaluation-running",
        EvaluationState::Ready => "account-evaluation-ready",
    };
    let day = it.ready.or(it.due);
    let about = it.ready_qualifier.words(visit.language);
    let due = day.map_or_else(|| texts.get("not-known"), |day| format!("{about} {}", visit.day(day)).trim().to_owned());
    EvaluationRow {
        name: it.name.get(visit.language).to_owned(),
        state: texts.get(state),
        due,
        used_for: it.used_for.iter().map(|it| it.get(visit.language).to_owned()).collect(),
        source: SourceView::new(&it.source, visit.pack()),
    }
}

fn due_row(it: &EvaluationDue<'_>, visit: &Visit) -> DueRow {
    let texts = visit.texts();
    let unknown = || texts.get("not-known");
    let answers = it.answers.iter().map(|answer| {
        let words = answer.value.words(answer.unit.get(visit.language), visit.language);
        format!("{}: {words}", answer.label.get(visit.language))
    });
    DueRow {
        scheme: record_link(&it.support.id, it.support.name.get(visit.language), visit),
        since: it.since.map_or_else(unknown, |day| visit.day(day)),
        due: it.due.map_or_else(unknown, |day| visit.day(day)),
        is_overdue: it.is_overdue,
        is_unknown: it.due.is_none(),
        answers: answers.collect(),
    }
}
