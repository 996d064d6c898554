//! The topics of the agenda, for the whole country or one province, and the test of a new one.

use askama::Template;
use axum::Extension;
use axum::extract::{OriginalUri, State};
use axum::response::Response;
use schakel_account::{Proposal, admit};
use schakel_criteria::Language;

use crate::agreements::{TopicDocument, missing, topic_list};
use crate::pages::agreements::{PATH, names, table};
use crate::pages::frame::{Frame, Visit};
use crate::pages::page;
use crate::pages::parts::{ChoiceView, LinkView, organisation_link};
use crate::pages::work::tables::{CellView, TableView};
use crate::state::App;

#[derive(Template)]
#[template(path = "agreement_topics.html")]
struct TopicsPage {
    frame: Frame,
    action: String,
    day: Option<String>,
    provinces: Vec<ChoiceView>,
    found: String,
    table: TableView,
    proposal: Proposal,
    verdict: Option<VerdictView>,
}

/// What the test comes to.
struct VerdictView {
    admitted: bool,
    title: String,
    belongs_to: Option<LinkView>,
    missing: Vec<String>,
}

const PROVINCE_FIELD: &str = "provincie";

/// Shows the topics.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let texts = visit.texts();
    let province = visit.field(PROVINCE_FIELD);
    let list = topic_list(visit.pack(), province, language);
    let proposal = proposal(&visit);
    let verdict = (!proposal.subject.is_empty()).then(|| verdict(&proposal, &visit));
    let title = texts.get("agr-topics");
    page(&TopicsPage {
        frame: Frame::new(&visit, &title, PATH).under(&visit, &[(texts.get("agr-title"), PATH)]),
        action: visit.link(&format!("{PATH}/onderwerpen")).split('?').next().unwrap_or_default().to_owned(),
        day: visit.chosen_day.map(|day| day.to_string()),
        provinces: provinces(&visit),
        found: texts.count("agr-topics-found", list.totaal),
        table: rows(&list.onderwerpen, &visit),
        proposal,
        verdict,
    })
}

/// The topics as a file.
pub async fn file(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let list = topic_list(visit.pack(), visit.field(PROVINCE_FIELD), language);
    rows(&list.onderwerpen, &visit).file()
}

fn rows(topics: &[TopicDocument], visit: &Visit) -> TableView {
    let mut table = table("onderwerpen", &["topic", "area", "duo", "interest", "admitted"], visit);
    let texts = visit.texts();
    let kept: Vec<(&str, &str)> = visit.field(PROVINCE_FIELD).map(|it| (PROVINCE_FIELD, it)).into_iter().collect();
    table.file = visit.link_with(&format!("{PATH}/onderwerpen/bestand.csv"), &kept);
    for it in topics {
        let name = format!("{}. {}", it.nummer, it.naam);
        let link = visit.link_with(PATH, &[("onderwerp", &it.id)]);
        let duo = names(&it.duo, visit);
        let or_unknown = |text: Option<&String>| match text {
            Some(text) => CellView::words(text),
            None => CellView { text: texts.get("not-known"), is_unknown: true, ..CellView::default() },
        };
        let missing: Vec<String> = it.ontbreekt.iter().map(|it| texts.get(&format!("agr-missing-{it}"))).collect();
        let admitted = if missing.is_empty() {
            texts.get("agr-admitted")
        } else {
            texts.with("agr-admitted-not-shown", "what", &missing.join(", "))
        };
        table.add([
            CellView { links: vec![LinkView { name, link }], ..CellView::default() },
            CellView::words(it.landsdeel.as_ref().map_or_else(|| texts.get("agr-whole-country"), |it| it.naam.clone())),
            or_unknown(Some(&duo.text).filter(|it| !it.is_empty())),
            or_unknown(it.belang.as_ref()),
            CellView::words(admitted),
        ]);
    }
    table
}

fn provinces(visit: &Visit) -> Vec<ChoiceView> {
    let chosen = visit.field(PROVINCE_FIELD);
    let choice = |it: &schakel_register::Region| ChoiceView {
        id: it.id.to_string(),
        name: it.name.get(visit.language).to_owned(),
        chosen: chosen == Some(&*it.id),
        number: String::new(),
    };
    visit.pack().regions.iter().filter(|it| it.is_province()).map(choice).collect()
}

fn proposal(visit: &Visit) -> Proposal {
    let field = |name: &str| visit.field(name).unwrap_or_default().to_owned();
    Proposal {
        subject: field("voorstel"),
        result: field("resultaat"),
        interest: field("belang"),
        state_does: field("rijk"),
        provinces_do: field("provincies"),
    }
}

fn verdict(proposal: &Proposal, visit: &Visit) -> VerdictView {
    let texts = visit.texts();
    let admission = admit(proposal, visit.pack());
    let admitted = admission.is_admitted();
    VerdictView {
        admitted,
        title: texts.get(if admitted { "agr-proposal-yes" } else { "agr-proposal-no" }),
        belongs_to: admission.belongs_to.as_ref().map(|id| organisation_link(id, visit)),
        missing: missing(&admission).iter().map(|it| texts.get(&format!("agr-ask-{it}"))).collect(),
    }
}
