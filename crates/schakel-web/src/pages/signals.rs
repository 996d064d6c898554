//! "Gaat het minder met uw bedrijf?": signs that an entrepreneur recognises, and the offer of help in confidence above a
//! threshold. Nothing that is ticked is kept, logged or put in an address.

use askama::Template;
use axum::body::Bytes;
use axum::response::Response;
use schakel_casework::{Code, FirmRef, Signal, early_offer};
use schakel_register::{SignalList, Support};

use crate::headers::private;
use crate::pages::frame::{Frame, Visit, address, parse_query};
use crate::pages::parts::{ChoiceView, LinkView};
use crate::pages::{missing_page, page};

#[derive(Template)]
#[template(path = "signals.html")]
struct SignalsPage {
    frame: Frame,
    action: String,
    signs: Vec<ChoiceView>,
    answer: Option<AnswerView>,
}

/// What the page says after the signs were sent.
struct AnswerView {
    /// Whether help is offered: the signs together are above the threshold.
    is_offer: bool,
    ask_link: String,
    support: Vec<SupportLine>,
}

/// Support for a firm in difficulty.
struct SupportLine {
    link: LinkView,
    summary: String,
}

/// The form field of a sign.
const SIGN_FIELD: &str = "signaal";

/// Shows the signs.
pub async fn show(visit: Visit) -> Response {
    let Some(list) = &visit.pack().signals else { return missing_page(&visit) };
    private(page(&signals_page(list, &[], None, &visit)))
}

/// Adds up what was ticked, and answers.
pub async fn send(visit: Visit, body: Bytes) -> Response {
    let Some(list) = &visit.pack().signals else { return missing_page(&visit) };
    let fields = parse_query(&String::from_utf8_lossy(&body));
    let ticked: Vec<String> =
        fields.into_iter().filter(|(name, _)| name == SIGN_FIELD).map(|(_, value)| value).collect();
    let recognised = list.signs.iter().filter(|sign| ticked.iter().any(|id| **id == *sign.id));
    let signals: Vec<Signal> =
        recognised.filter_map(|sign| Some(Signal { kind: Code::new(&sign.id).ok()?, weight: sign.weight })).collect();
    // Nobody is known here; the offer is to whoever reads the page.
    let offer = early_offer(FirmRef(0), &signals, list.threshold);
    let ask_fields = [("vertrouwelijk", "ja".to_owned())];
    let answer = AnswerView {
        is_offer: offer.is_some(),
        ask_link: address(visit.language, "/hulp", &ask_fields),
        support: support(list, &visit),
    };
    private(page(&signals_page(list, &ticked, Some(answer), &visit)))
}

fn signals_page(list: &SignalList, ticked: &[String], answer: Option<AnswerView>, visit: &Visit) -> SignalsPage {
    let title = visit.texts().get("signals-title");
    let signs = list.signs.iter().map(|sign| ChoiceView {
        id: sign.id.to_string(),
        name: sign.text.get(visit.language).to_owned(),
        chosen: ticked.iter().any(|id| **id == *sign.id),
        number: String::new(),
    });
    SignalsPage {
        frame: Frame::new(visit, &title, "").under(visit, &[]),
        action: address(visit.language, "/zwaar-weer", &[]),
        signs: signs.collect(),
        answer,
    }
}

fn support(list: &SignalList, visit: &Visit) -> Vec<SupportLine> {
    let helps = |it: &&Support| it.needs.contains(&list.need);
    let line = |it: &Support| SupportLine {
        link: LinkView {
            name: it.name.get(visit.language).to_owned(),
            link: visit.link(&format!("/register/{}", it.id)),
        },
        summary: it.summary.get(visit.language).to_owned(),
    };
    visit.pack().support.values().filter(helps).map(line).collect()
}
