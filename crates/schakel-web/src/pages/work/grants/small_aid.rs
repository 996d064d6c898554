//! The register of small aid (de minimis) of the own organisation: what was granted, until when it has to be sent to the
//! central register, and the file to send.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::FirmRef;
use schakel_desk::{GrantingError, SmallAidEntry};
use schakel_identity::Permission;
use schakel_schemes::{Control, Link};
use schakel_store::tables::firms;
use serde_json::json;

use super::{Content, application_link, euros, file, firm_name, firm_names, not_done, show_page};
use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::Visit;
use crate::pages::missing_page;
use crate::pages::parts::LinkView;
use crate::pages::work::AtWork;
use crate::pages::work::forms::{ACTION_FIELD, FormView, Typed};
use crate::pages::work::inbox::left_words;
use crate::pages::work::tables::{CellView, TableView};

/// The path of the page.
pub const PATH: &str = "/werk/kleine-steun";

/// A row of the register with the firm that got the aid.
struct Recipient {
    name: String,
    kvk_number: Option<String>,
}

/// Shows the register.
pub async fn show(at: AtWork) -> Response {
    match at.staff(Permission::SeeOwnCases, "small-aid").await {
        Ok(staff) => answer(&at.visit, &staff, StatusCode::OK, None).await,
        Err(instead) => *instead,
    }
}

/// Writes down that aid was sent, or that firms belong together.
pub async fn send(at: AtWork, body: Bytes) -> Response {
    let staff = match at.staff(Permission::ActOnCases, "small-aid").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let typed = Typed::read(&body);
    let link = firm_link(&typed);
    let ids: Vec<u64> = typed.all("regel").into_iter().filter_map(|it| it.parse().ok()).collect();
    let is_link = typed.get(ACTION_FIELD) == "small-aid-link";
    if (is_link && link.is_none()) || (!is_link && ids.is_empty()) {
        let problem = visit.texts().get("work-mistake-form");
        return answer(visit, &staff, StatusCode::BAD_REQUEST, Some(&problem)).await;
    }
    let by = staff.actor();
    let done = visit.app.on_store(move |app| {
        let desk = app.grants();
        match link.filter(|_| is_link) {
            Some(link) => desk.link_firms(link, &by, app.exactly_now()),
            None => desk.small_aid_sent(&ids, &by, app.exactly_now()).map(drop),
        }
    });
    match done.await {
        Ok(()) => private(Redirect::to(&visit.link_with(PATH, &[("gedaan", "ja")])).into_response()),
        Err(error) => not_done(visit, &staff, &error, "small-aid").await,
    }
}

/// The rows that still have to be sent, as a file.
pub async fn export(at: AtWork, Path(name): Path<String>) -> Response {
    let staff = match at.staff(Permission::SeeOwnCases, "small-aid").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let (entries, recipients) = match entries(visit, &staff).await {
        Ok(found) => found,
        Err(error) => return not_done(visit, &staff, &error, "small-aid").await,
    };
    let open: Vec<&SmallAidEntry> =
        entries.iter().filter(|it| it.aid.exported_on.is_none() && it.due.is_some()).collect();
    match name.as_str() {
        "kleine-steun.json" => {
            let rows: Vec<_> = open.iter().map(|it| as_json(it, &recipients)).collect();
            let text = serde_json::to_string_pretty(&rows).unwrap_or_default();
            file(&name, "application/json", text)
        }
        "kleine-steun.csv" => {
            let mut out = table(visit, &open, &recipients).file();
            if let Ok(value) = "attachment; filename=\"kleine-steun.csv\"".parse() {
                out.headers_mut().insert(axum::http::header::CONTENT_DISPOSITION, value);
            }
            out
        }
        _ => private(missing_page(visit)),
    }
}

/// Who controls whom, as it was typed.
fn firm_link(typed: &Typed) -> Option<Link> {
    let firm = |field: &str| typed.get(field).parse().ok().map(FirmRef);
    let (one, other) = (firm("bedrijf-een")?, firm("bedrijf-twee")?);
    match typed.get("band").as_str() {
        "control" => Some(Link::Controls(one, other, Control::MajorityOfVotes)),
        "partner" => Some(Link::Partner(one, other)),
        _ => None,
    }
}

async fn entries(
    visit: &Visit,
    staff: &Staff,
) -> Result<(Vec<SmallAidEntry>, BTreeMap<FirmRef, Recipient>), GrantingError> {
    let own = staff.organisation.clone();
    visit
        .app
        .on_store(move |app| {
            let entries = app.grants().small_aid(&own)?;
            let recipients = app.store().read(|rows| {
                let mut found = BTreeMap::new();
                for it in &entries {
                    let details = firms::read(rows, it.aid.firm)?.map(|it| it.details).unwrap_or_default();
                    let recipient =
                        Recipient { name: details.name.unwrap_or_default(), kvk_number: details.kvk_number };
                    found.insert(it.aid.firm, recipient);
                }
                Ok::<_, GrantingError>(found)
            })?;
            Ok((entries, recipients))
        })
        .await
}

async fn answer(visit: &Visit, staff: &Staff, status: StatusCode, problem: Option<&str>) -> Response {
    let (entries, recipients) = match entries(visit, staff).await {
        Ok(found) => found,
        Err(error) => return not_done(visit, staff, &error, "small-aid").await,
    };
    let texts = visit.texts();
    let all: Vec<&SmallAidEntry> = entries.iter().collect();
    let mut shown = table(visit, &all, &recipients);
    shown.file = visit.link(&format!("{PATH}/kleine-steun.csv"));
    let json =
        LinkView { name: texts.get("grants-small-aid-json"), link: visit.link(&format!("{PATH}/kleine-steun.json")) };
    let mut notes: Vec<(&'static str, String)> = problem.iter().map(|it| ("error", (*it).to_owned())).collect();
    if visit.field("gedaan").is_some() && problem.is_none() {
        notes.push(("ok", texts.get("work-done")));
    }
    let forms = if staff.may(Permission::ActOnCases) { forms(visit, &entries) } else { Vec::new() };
    let content = Content {
        lead: texts.get("grants-small-aid-lead"),
        notes,
        tables: vec![shown],
        links: vec![json],
        forms,
        ..Content::default()
    };
    show_page(visit, staff, &texts.get("grants-small-aid"), status, content)
}

fn forms(visit: &Visit, entries: &[SmallAidEntry]) -> Vec<FormView> {
    let texts = visit.texts();
    let open = entries.iter().filter(|it| it.aid.exported_on.is_none() && it.due.is_some());
    let open: Vec<_> = open
        .map(|it| {
            let number = it.aid.application.map(|it| it.to_string()).unwrap_or_default();
            (it.id.to_string(), format!("{number} ({})", euros(it.aid.amount, visit.language)))
        })
        .collect();
    let kinds = ["control", "partner"].map(|it| (it.to_owned(), texts.get(&format!("grants-link-{it}"))));
    let link = FormView::new("small-aid-link", &visit.link(PATH), visit)
        .with("number", "bedrijf-een", "", visit)
        .with("number", "bedrijf-twee", "", visit)
        .choosing("select", "band", kinds.into_iter().collect(), &[], visit);
    let sent = FormView::new("small-aid-sent", &visit.link(PATH), visit).choosing("checks", "regel", open, &[], visit);
    if sent.fields.iter().all(|it| it.options.is_empty()) { vec![link] } else { vec![sent, link] }
}

fn table(visit: &Visit, entries: &[&SmallAidEntry], recipients: &BTreeMap<FirmRef, Recipient>) -> TableView {
    let columns =
        ["grant-number", "grant-firm", "grant-kvk", "grant-on", "grant-amount", "grant-sector", "grant-send-by"];
    let mut table = TableView::new("small-aid", &columns, visit);
    let names: BTreeMap<FirmRef, String> = recipients.iter().map(|(firm, it)| (*firm, it.name.clone())).collect();
    let today = visit.app.today();
    for it in entries {
        let aid = &it.aid;
        let number = aid.application.map(|it| LinkView { name: it.to_string(), link: application_link(visit, it) });
        let recipient = recipients.get(&aid.firm);
        let send_by = match (aid.exported_on, it.due) {
            (Some(day), _) => visit.texts().with("grants-sent-on", "day", &visit.day(day)),
            (None, Some(due)) => format!("{} ({})", visit.day(due), left_words(due, today, visit)),
            (None, None) => visit.texts().get("grants-no-central-register"),
        };
        table.add([
            CellView::default().leading_to(number.into_iter().collect()),
            CellView::words(firm_name(&names, aid.firm, visit)),
            CellView::words(recipient.and_then(|it| it.kvk_number.clone()).unwrap_or_default()),
            CellView::words(visit.day(aid.granted_on)),
            CellView { is_number: true, ..CellView::words(euros(aid.amount, visit.language)) },
            aid.sector.as_ref().map_or_else(|| CellView::unknown(visit.texts()), |it| CellView::words(it.to_string())),
            CellView::words(send_by),
        ]);
    }
    table
}

/// A row as the central register asks for it (Regulation 2023/2831, article 6(1)): identification, amount, day, authority,
/// instrument and sector.
fn as_json(entry: &SmallAidEntry, recipients: &BTreeMap<FirmRef, Recipient>) -> serde_json::Value {
    let recipient = recipients.get(&entry.aid.firm);
    json!({
        "beneficiary": recipient.map(|it| it.name.clone()),
        "kvk_number": recipient.and_then(|it| it.kvk_number.clone()),
        "amount_eur": entry.aid.amount.euros().to_string(),
        "granting_date": entry.aid.granted_on.to_string(),
        "granting_authority": entry.aid.authority.to_string(),
        "aid_instrument": entry.aid.instrument.to_string(),
        "sector_nace": entry.aid.sector.as_ref().map(ToString::to_string),
        "send_by": entry.due.map(|it| it.to_string()),
    })
}

/// Names of firms, for other tables.
pub async fn names_of(visit: &Visit, firms_of: Vec<FirmRef>) -> BTreeMap<FirmRef, String> {
    let read = visit.app.on_store(move |app| app.store().read(|rows| firm_names(rows, firms_of)));
    read.await.unwrap_or_default()
}
