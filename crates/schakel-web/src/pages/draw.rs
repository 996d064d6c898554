//! Checking a published draw: whoever has the file sees whether its order follows, and where an application stands. How
//! lots are drawn lives in `schakel-schemes`; nothing that is pasted is kept.

use askama::Template;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::Response;
use fluent_bundle::FluentValue;
use schakel_casework::Code;
use schakel_schemes::{ApplicationNumber, Draw, DrawFlaw, PublishedDraw};

use crate::headers::private;
use crate::pages::frame::{Frame, Visit, address, parse_query};
use crate::pages::page_with_status;
use crate::pages::parts::LinkView;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "draw.html")]
struct DrawPage {
    frame: Frame,
    action: String,
    typed: Typed,
    errors: Vec<LinkView>,
    file_wrong: String,
    own_wrong: String,
    answer: Option<AnswerView>,
}

/// What the page says of a draw.
struct AnswerView {
    is_right: bool,
    /// What was found, good or bad.
    found: Vec<String>,
    /// The commitment that the reader still has to compare.
    to_compare: Option<String>,
    /// Where the application of the reader stands.
    own: String,
    /// The order that was published, of a draw that is right.
    order: Vec<String>,
}

/// What was typed.
#[derive(Default)]
struct Typed {
    file: String,
    before: String,
    own: String,
}

/// The form fields.
const FILE_FIELD: &str = "bestand";
const BEFORE_FIELD: &str = "belofte";
const OWN_FIELD: &str = "aanvraag";

/// The field of an address with the round of which the draw is shown.
const ROUND_FIELD: &str = "ronde";

/// Shows the form.
pub async fn show(visit: Visit) -> Response {
    match of_round(&visit).await {
        Some(published) => {
            let answer = answer(&published, "", None, &visit.texts());
            let typed = Typed { file: published.to_json(), ..Typed::default() };
            private(form(&visit, typed, Wrong::default(), Some(answer)))
        }
        None => private(form(&visit, Typed::default(), Wrong::default(), None)),
    }
}

/// The draw of the round that the address names, when one was held here.
async fn of_round(visit: &Visit) -> Option<PublishedDraw> {
    let round = Code::new(visit.field(ROUND_FIELD)?).ok()?;
    let read = visit.app.on_store(move |app| app.grants().published_draw(&round));
    read.await.ok().flatten()
}

/// Checks what was pasted.
pub async fn send(visit: Visit, body: Bytes) -> Response {
    let mut typed = Typed::default();
    for (name, value) in parse_query(&String::from_utf8_lossy(&body)) {
        match name.as_str() {
            FILE_FIELD => typed.file = value,
            BEFORE_FIELD => typed.before = value.trim().to_ascii_lowercase(),
            OWN_FIELD => typed.own = value.trim().to_owned(),
            _ => {}
        }
    }
    let texts = visit.texts();
    let published = PublishedDraw::from_json(&typed.file).ok();
    let own: Result<Option<u64>, _> = Some(&typed.own).filter(|it| !it.is_empty()).map(|it| it.parse()).transpose();
    let wrong = Wrong {
        file: if published.is_none() { texts.get("draw-file-wrong") } else { String::new() },
        own: if own.is_err() { texts.get("draw-own-wrong") } else { String::new() },
    };
    let answer = match (published, own) {
        (Some(published), Ok(own)) => Some(answer(&published, &typed.before, own.map(ApplicationNumber), &texts)),
        _ => None,
    };
    private(form(&visit, typed, wrong, answer))
}

/// What is wrong with what was typed; empty texts when nothing is.
#[derive(Default)]
struct Wrong {
    file: String,
    own: String,
}

fn form(visit: &Visit, typed: Typed, wrong: Wrong, answer: Option<AnswerView>) -> Response {
    let texts = visit.texts();
    let error = |(id, text): (&str, &String)| LinkView { name: text.clone(), link: format!("#{id}") };
    let errors: Vec<LinkView> = [(FILE_FIELD, &wrong.file), (OWN_FIELD, &wrong.own)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(error)
        .collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = DrawPage {
        frame: Frame::new(visit, &texts.get("draw-title"), "").under(visit, &[]),
        action: address(visit.language, "/loting", &[]),
        typed,
        errors,
        file_wrong: wrong.file,
        own_wrong: wrong.own,
        answer,
    };
    page_with_status(status, &page)
}

fn answer(published: &PublishedDraw, before: &str, own: Option<ApplicationNumber>, texts: &Texts) -> AnswerView {
    let is_other = !before.is_empty() && before != published.commitment;
    let other = is_other.then(|| texts.with("draw-before-other", "stands", &published.commitment));
    match (published.check(), other) {
        (Ok(draw), None) => right(&draw, published, !before.is_empty(), own, texts),
        (checked, other) => {
            let flaws = checked.err().unwrap_or_default();
            let found = other.into_iter().chain(flaws.iter().map(|it| flaw(it, texts))).collect();
            AnswerView { is_right: false, found, to_compare: None, own: String::new(), order: Vec::new() }
        }
    }
}

fn right(
    draw: &Draw,
    published: &PublishedDraw,
    compared: bool,
    own: Option<ApplicationNumber>,
    texts: &Texts,
) -> AnswerView {
    let mut found = vec![
        texts.get("draw-right-seed"),
        texts.with_all(
            "draw-right-order",
            &[("round", draw.round().into()), ("applications", draw.order().len().to_string().into())],
        ),
    ];
    if compared {
        found.push(texts.get("draw-right-before"));
    }
    AnswerView {
        is_right: true,
        found,
        to_compare: (!compared).then(|| published.commitment.clone()),
        own: own.map(|it| place_of(it, draw, texts)).unwrap_or_default(),
        order: draw.order().iter().map(ApplicationNumber::to_string).collect(),
    }
}

fn place_of(own: ApplicationNumber, draw: &Draw, texts: &Texts) -> String {
    match draw.order().iter().position(|it| *it == own) {
        None => texts.with("draw-own-absent", "application", &own.to_string()),
        Some(place) => texts.with_all(
            "draw-own-place",
            &[
                ("application", own.to_string().into()),
                ("place", (place + 1).to_string().into()),
                ("applications", draw.order().len().to_string().into()),
            ],
        ),
    }
}

fn flaw(flaw: &DrawFlaw, texts: &Texts) -> String {
    let about = |key: &str, application: &ApplicationNumber| texts.with(key, "application", &application.to_string());
    match flaw {
        DrawFlaw::Seed(_) => texts.get("draw-flaw-seed"),
        DrawFlaw::Commitment { computed, .. } => texts.with("draw-flaw-commitment", "computed", computed),
        DrawFlaw::NoApplications => texts.get("draw-flaw-empty"),
        DrawFlaw::ListedTwice(application) => about("draw-flaw-listed-twice", application),
        DrawFlaw::NotAscending(application) => about("draw-flaw-not-ascending", application),
        DrawFlaw::NotInOrder(application) => about("draw-flaw-not-in-order", application),
        DrawFlaw::NotListed(application) => about("draw-flaw-not-listed", application),
        DrawFlaw::OrderedTwice(application) => about("draw-flaw-ordered-twice", application),
        DrawFlaw::Order { place, stands, belongs, .. } => texts.with_all(
            "draw-flaw-order",
            &[
                ("place", FluentValue::from(place.to_string())),
                ("stands", stands.to_string().into()),
                ("belongs", belongs.to_string().into()),
            ],
        ),
    }
}
