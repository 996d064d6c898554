//! One agreement: who does what by when, how it stands, and how that is known.

use askama::Template;
use axum::Extension;
use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use schakel_account::agreement_on;
use schakel_criteria::Language;

use crate::agreements::{AgreementDocument, agreement_document};
use crate::api::values::Words;
use crate::pages::agreements::{PATH, day, organisations, source, state_badge, term, time_badge};
use crate::pages::frame::{Frame, Visit};
use crate::pages::parts::{LinkView, SourceView, StateView, ValueView};
use crate::pages::{missing_page, page};
use crate::state::App;

#[derive(Template)]
#[template(path = "agreement.html")]
struct AgreementPage {
    frame: Frame,
    state: StateView,
    time: Option<StateView>,
    result: String,
    tasks: Vec<TaskView>,
    others: Vec<String>,
    contributors: Vec<LinkView>,
    one_sided: String,
    owners: Vec<LinkView>,
    due: ValueView,
    late: String,
    nuance: String,
    topic: Option<LinkView>,
    history: Vec<StepView>,
    source: SourceView,
    checked: String,
    rows: String,
}

/// What parties do.
struct TaskView {
    parties: Vec<LinkView>,
    text: ValueView,
}

/// How it stood from a day on.
struct StepView {
    day: String,
    state: String,
    text: String,
    source: SourceView,
}

/// Shows one agreement.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path(parameters): Path<Vec<(String, String)>>,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let id = parameters.first().map_or("", |(_, id)| id.as_str());
    let Some(agreement) = visit.pack().agreements.get(id) else { return missing_page(&visit) };
    // On a day before its source the agreement is shown as its source has it: a page that exists does not go away.
    let shown_on = day(&visit).max(agreement.checked_on);
    let Some(on_day) = agreement_on(agreement, shown_on) else { return missing_page(&visit) };
    let document = agreement_document(&on_day, None, Words { pack: visit.pack(), language });
    page(&view(&document, agreement, &visit))
}

fn view(it: &AgreementDocument, agreement: &schakel_register::Agreement, visit: &Visit) -> AgreementPage {
    let (texts, language) = (visit.texts(), visit.language);
    let task = |task: &crate::agreements::AgreementTask| TaskView {
        parties: organisations(&task.partijen, visit),
        text: task.tekst.as_ref().map_or_else(|| ValueView::not_known(texts), ValueView::known),
    };
    let step = |step: &schakel_register::Progress| StepView {
        day: visit.day(step.on),
        state: schakel_account::state_words(step.state, language).to_owned(),
        text: step.evidence.as_ref().map(|it| it.get(language).to_owned()).unwrap_or_default(),
        source: SourceView::new(&step.source, visit.pack()),
    };
    let topic = it
        .onderwerp
        .as_ref()
        .map(|it| LinkView { name: it.naam.clone(), link: visit.link_with(PATH, &[("onderwerp", &it.id)]) });
    AgreementPage {
        frame: Frame::new(visit, &it.naam, PATH).under(visit, &[(texts.get("agr-title"), PATH)]),
        state: state_badge(it),
        time: time_badge(it, visit),
        result: it.resultaat.clone(),
        tasks: it.taken.iter().map(task).collect(),
        others: it.anderen.clone(),
        contributors: organisations(&it.bijdragers, visit),
        one_sided: it.eenzijdig_omdat.as_ref().map(|it| it.naam.clone()).unwrap_or_default(),
        owners: organisations(&it.trekkers, visit),
        due: term(it, visit),
        late: match &it.te_laat_sinds {
            Some(day) => schakel_time::parse_date(day)
                .map(|day| texts.with("agr-late-since", "day", &visit.day(day)))
                .unwrap_or_default(),
            None => String::new(),
        },
        nuance: it.nuance.clone().unwrap_or_default(),
        topic,
        history: agreement.progress.iter().map(step).collect(),
        source: source(&it.bron),
        checked: texts.with("checked-on", "day", &visit.day(agreement.checked_on)),
        rows: it.inventaris.join(", "),
    }
}
