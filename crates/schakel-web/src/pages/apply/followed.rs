//! An application after it was handed in, for its applicant: where it stands, what happens when, and what was decided.

use askama::Template;
use axum::response::Response;

use crate::headers::private;
use crate::pages::apply::way::Sheet;
use crate::pages::apply::words::exact_words;
use crate::pages::frame::{Frame, Visit, address};
use crate::pages::page;
use crate::pages::parts::LinkView;
use crate::pages::questions::forms::without_fields;

#[derive(Template)]
#[template(path = "apply_followed.html")]
struct FollowedPage {
    frame: Frame,
    action: String,
    done: String,
    round: LinkView,
    receipts: Vec<String>,
}

/// The page of an application that was handed in, or is over.
pub async fn followed_page(sheet: Sheet, done: String, visit: Visit) -> Response {
    let texts = visit.texts();
    let plain = without_fields(&visit);
    let number = sheet.application().number.to_string();
    let template = FollowedPage {
        frame: Frame::new(&plain, &texts.with("apply-followed-title", "number", &number), "").under(&plain, &[]),
        action: address(visit.language, &sheet.way.path(), &[]),
        done,
        round: LinkView {
            name: sheet.setup.round.name.get(visit.language).to_owned(),
            link: visit.link(&format!("/regelingen/{}", sheet.setup.round.id)),
        },
        receipts: sheet.application().receipts.iter().map(|it| exact_words(it.received_at, visit.texts())).collect(),
    };
    private(page(&template))
}
