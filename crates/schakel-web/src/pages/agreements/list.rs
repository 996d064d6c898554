//! The list of agreements, with filters in its address, and the same as a file.

use askama::Template;
use axum::Extension;
use axum::extract::{OriginalUri, State};
use axum::response::Response;
use schakel_account::{AgreementFilter, parties, topics_in_order};
use schakel_criteria::Language;
use schakel_register::{AgreementState, Id};

use crate::agreements::{AgreementList, agreement_list};
use crate::pages::agreements::{PATH, agreement_link, day, names, organisations, state_badge, table, term, time_badge};
use crate::pages::frame::{Frame, Visit};
use crate::pages::page;
use crate::pages::paging::Paging;
use crate::pages::parts::{ChoiceView, LinkView, StateView, ValueView};
use crate::pages::work::tables::CellView;
use crate::state::App;

#[derive(Template)]
#[template(path = "agreements.html")]
struct AgreementsPage {
    frame: Frame,
    action: String,
    clear_link: String,
    day: Option<String>,
    parties: Vec<ChoiceView>,
    topics: Vec<ChoiceView>,
    states: Vec<ChoiceView>,
    overdue: bool,
    filters_on: usize,
    found: String,
    late: String,
    file_link: String,
    more: Vec<LinkView>,
    agreements: Vec<AgreementCard>,
    paging: Paging,
}

/// An agreement in the list.
struct AgreementCard {
    name: LinkView,
    state: StateView,
    time: Option<StateView>,
    result: String,
    owners: Vec<LinkView>,
    due: ValueView,
    topic: String,
}

/// How many agreements stand on a page.
const PER_PAGE: usize = 30;

const PARTY_FIELD: &str = "partij";
const TOPIC_FIELD: &str = "onderwerp";
const STATE_FIELD: &str = "stand";
const OVERDUE_FIELD: &str = "te-laat";

/// Shows the list.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let texts = visit.texts();
    let list = agreement_list(visit.pack(), day(&visit), &filter(&visit), language);
    let paging = Paging::new(&visit, list.totaal, PER_PAGE);
    let shown = list.afspraken.get(paging.shown.clone()).unwrap_or_default();
    let title = texts.get("agr-title");
    let fields = [PARTY_FIELD, TOPIC_FIELD, STATE_FIELD, OVERDUE_FIELD];
    let kept: Vec<(&str, &str)> = fields.into_iter().filter_map(|it| Some((it, visit.field(it)?))).collect();
    page(&AgreementsPage {
        frame: Frame::new(&visit, &title, PATH).under(&visit, &[]),
        action: visit.link(PATH).split('?').next().unwrap_or_default().to_owned(),
        clear_link: visit.link(PATH),
        day: visit.chosen_day.map(|day| day.to_string()),
        parties: party_choices(&visit),
        topics: topic_choices(&visit),
        states: state_choices(&visit),
        overdue: visit.field(OVERDUE_FIELD).is_some(),
        filters_on: kept.len(),
        found: texts.count("agr-found", list.totaal),
        late: texts.count("agr-late", list.te_laat),
        file_link: visit.link_with(&format!("{PATH}/bestand.csv"), &kept),
        more: more(&visit),
        agreements: shown.iter().map(|it| card(it, &visit)).collect(),
        paging,
    })
}

/// The same list as a file.
pub async fn file(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let list = agreement_list(visit.pack(), day(&visit), &filter(&visit), language);
    rows(&list, &visit).file()
}

fn rows(list: &AgreementList, visit: &Visit) -> crate::pages::work::tables::TableView {
    let columns = [
        "id",
        "row",
        "name",
        "result",
        "topic",
        "owners",
        "partners",
        "due",
        "late-from",
        "state",
        "nuance",
        "in-time",
        "evidence",
        "source",
    ];
    let mut table = table("afspraken", &columns, visit);
    for it in &list.afspraken {
        let value = |it: ValueView| CellView::words(if it.unknown.is_empty() { it.text } else { it.unknown });
        let late_from = it.termijn.as_ref().and_then(|it| it.te_laat_vanaf.clone());
        table.add([
            CellView::words(&it.id),
            CellView::words(it.inventaris.join(" ")),
            CellView::words(&it.naam),
            CellView::words(&it.resultaat),
            CellView::words(it.onderwerp.as_ref().map_or("", |it| &it.naam)),
            value(names(&it.trekkers, visit)),
            CellView::words(it.partners.iter().map(|it| it.naam.as_str()).collect::<Vec<_>>().join(", ")),
            value(term(it, visit)),
            CellView::words(late_from.unwrap_or_default()),
            CellView::words(&it.stand.naam),
            CellView::words(it.nuance.as_deref().unwrap_or_default()),
            CellView::words(visit.texts().get(&format!("agr-time-{}", it.op_tijd))),
            CellView::words(it.bewijs.as_deref().unwrap_or_default()),
            CellView::words(&it.bron.tekst),
        ]);
    }
    table
}

fn filter(visit: &Visit) -> AgreementFilter<'_> {
    AgreementFilter {
        party: visit.field(PARTY_FIELD),
        topic: visit.field(TOPIC_FIELD),
        state: visit.field(STATE_FIELD).and_then(AgreementState::named),
        overdue: visit.field(OVERDUE_FIELD).is_some(),
    }
}

fn card(it: &crate::agreements::AgreementDocument, visit: &Visit) -> AgreementCard {
    AgreementCard {
        name: agreement_link(&it.id, &it.naam, visit),
        state: state_badge(it),
        time: time_badge(it, visit),
        result: it.resultaat.clone(),
        owners: organisations(&it.trekkers, visit),
        due: term(it, visit),
        topic: it.onderwerp.as_ref().map(|it| it.naam.clone()).unwrap_or_default(),
    }
}

fn party_choices(visit: &Visit) -> Vec<ChoiceView> {
    let pack = visit.pack();
    let members = pack.governance.groups.iter().flat_map(|it| &it.members);
    let mut ids: Vec<&Id> = pack.agreements.values().flat_map(parties).chain(members).collect();
    ids.sort_unstable();
    ids.dedup();
    let chosen = visit.field(PARTY_FIELD);
    let choice = |id: &Id| ChoiceView {
        id: id.to_string(),
        name: pack.organisations.get(id).map_or(&**id, |it| it.name.get(visit.language)).to_owned(),
        chosen: chosen == Some(&**id),
        number: String::new(),
    };
    let mut choices: Vec<ChoiceView> = ids.into_iter().map(choice).collect();
    choices.sort_by_key(|it| crate::selection::folded(&it.name));
    choices
}

fn topic_choices(visit: &Visit) -> Vec<ChoiceView> {
    let chosen = visit.field(TOPIC_FIELD);
    let choice = |it: &schakel_register::Topic| ChoiceView {
        id: it.id.to_string(),
        name: it.name.get(visit.language).to_owned(),
        chosen: chosen == Some(&*it.id),
        number: String::new(),
    };
    topics_in_order(visit.pack()).into_iter().map(choice).collect()
}

fn state_choices(visit: &Visit) -> Vec<ChoiceView> {
    let chosen = visit.field(STATE_FIELD);
    let choice = |(name, state): (&'static str, AgreementState)| ChoiceView {
        id: name.to_owned(),
        name: schakel_account::state_words(state, visit.language).to_owned(),
        chosen: chosen == Some(name),
        number: String::new(),
    };
    AgreementState::ALL.into_iter().map(choice).collect()
}

/// The other pages about agreements.
fn more(visit: &Visit) -> Vec<LinkView> {
    let report = format!("{PATH}/rapportage/{}", day(visit));
    let pages = [
        ("agr-topics", format!("{PATH}/onderwerpen")),
        ("agr-steering", format!("{PATH}/sturing")),
        ("agr-report", report),
        ("agr-advice", "/aanbevelingen".to_owned()),
        ("agr-findings", "/bevindingen".to_owned()),
    ];
    pages.iter().map(|(key, path)| LinkView { name: visit.texts().get(key), link: visit.link(path) }).collect()
}
