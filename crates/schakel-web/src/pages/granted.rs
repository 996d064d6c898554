//! The overview of grants that were given: a page, a file for a spreadsheet, JSON, and the 360Giving data standard
//! (version 1.4). Who has the legal form of a natural person is not named (Woo 3.3a, first paragraph, and GDPR): it is
//! counted, with its money.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use schakel_criteria::Language;
use schakel_desk::GrantingError;
use schakel_register::Cents;
use schakel_schemes::{Application, GrantTerms, Verdict};
use schakel_store::tables::applications::RoundList;
use schakel_store::tables::firms::{self, FirmDetails};
use schakel_time::Date;
use serde_json::{Value, json};

use crate::pages::frame::{Frame, Visit, address};
use crate::pages::parts::LinkView;
use crate::pages::{notice_page, page};
use crate::state::App;

#[derive(Template)]
#[template(path = "granted.html")]
struct GrantedPage {
    frame: Frame,
    found: String,
    unnamed: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    files: Vec<LinkView>,
}

/// A grant as it is published.
struct Granted {
    number: u64,
    /// The name of the recipient; nothing for who is not named.
    recipient: Option<String>,
    kvk_number: Option<String>,
    municipality: Option<String>,
    round: String,
    executor: String,
    asked: Option<Cents>,
    terms: GrantTerms,
    decided_on: Date,
    paid: Cents,
    settled: Option<Cents>,
}

/// Legal forms under which a natural person is the firm.
const NATURAL_PERSON: &str = "eenmanszaak";

/// The path of the page.
const PATH: &str = "/regelingen/verleend";

/// Shows the grants.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let Ok(grants) = read(&visit).await else { return failed(&visit) };
    let texts = visit.texts();
    let unnamed: Vec<&Granted> = grants.iter().filter(|it| it.recipient.is_none()).collect();
    let money: Cents = unnamed.iter().map(|it| it.terms.amount).sum();
    let title = texts.get("granted-title");
    let columns = ["recipient", "round", "executor", "on", "amount", "settled"];
    let file = |key: &str, kind: &str| LinkView {
        name: texts.get(key),
        link: address(language, &format!("{PATH}{kind}"), &[]),
    };
    page(&GrantedPage {
        frame: Frame::new(&visit, &title, "/register").under(&visit, &[(texts.get("round-list-title"), "/regelingen")]),
        found: texts.count("granted-found", grants.len()),
        unnamed: match unnamed.len() {
            0 => String::new(),
            count => {
                texts.with_all("granted-unnamed", &[("count", count.into()), ("amount", money.words(language).into())])
            }
        },
        head: columns.iter().map(|it| texts.get(&format!("granted-column-{it}"))).collect(),
        rows: grants.iter().map(|it| it.row(&visit)).collect(),
        files: vec![file("granted-csv", ".csv"), file("granted-json", ".json"), file("granted-360", "-360giving.json")],
    })
}

/// The grants as a file for a spreadsheet.
pub async fn csv(at: State<App>, language: Extension<Language>, uri: OriginalUri) -> Response {
    let visit = Visit::new(&at.0, language.0, &uri.0);
    let Ok(grants) = read(&visit).await else { return failed(&visit) };
    let mut text =
        "nummer,ontvanger,kvk,gemeente,regeling,verstrekker,verleend_op,bedrag,betaald,vastgesteld\r\n".to_owned();
    for it in &grants {
        let cells = [
            it.number.to_string(),
            it.recipient.clone().unwrap_or_default(),
            it.kvk_number.clone().unwrap_or_default(),
            it.municipality.clone().unwrap_or_default(),
            it.round.clone(),
            it.executor.clone(),
            it.decided_on.to_string(),
            it.terms.amount.euros().to_string(),
            it.paid.euros().to_string(),
            it.settled.map(|it| it.euros().to_string()).unwrap_or_default(),
        ];
        text.push_str(&cells.map(|it| cell(&it)).join(","));
        text.push_str("\r\n");
    }
    answer("text/csv; charset=utf-8", "subsidies.csv", text)
}

/// The grants as JSON.
pub async fn json_file(at: State<App>, language: Extension<Language>, uri: OriginalUri) -> Response {
    let visit = Visit::new(&at.0, language.0, &uri.0);
    let Ok(grants) = read(&visit).await else { return failed(&visit) };
    let unnamed = grants.iter().filter(|it| it.recipient.is_none()).count();
    let rows: Vec<Value> = grants.iter().map(Granted::as_json).collect();
    let all = json!({ "subsidies": rows, "zonder_naam": unnamed });
    answer("application/json", "subsidies.json", serde_json::to_string_pretty(&all).unwrap_or_default())
}

/// The grants with a name in the 360Giving data standard.
pub async fn giving(at: State<App>, language: Extension<Language>, uri: OriginalUri) -> Response {
    let visit = Visit::new(&at.0, language.0, &uri.0);
    let Ok(grants) = read(&visit).await else { return failed(&visit) };
    let rows: Vec<Value> = grants.iter().filter_map(Granted::as_360giving).collect();
    let all = json!({ "grants": rows });
    answer("application/json", "subsidies-360giving.json", serde_json::to_string_pretty(&all).unwrap_or_default())
}

fn answer(kind: &str, name: &str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition.as_str())];
    (headers, text).into_response()
}

fn failed(visit: &Visit) -> Response {
    let texts = visit.texts();
    let status = axum::http::StatusCode::SERVICE_UNAVAILABLE;
    notice_page(status, visit, &texts.get("work-failed-title"), &texts.get("work-failed-text"))
}

/// Every grant of which the recipient was told and that was not withdrawn, the newest first.
async fn read(visit: &Visit) -> Result<Vec<Granted>, GrantingError> {
    let language = visit.language;
    visit
        .app
        .on_store(move |app| {
            let desk = app.grants();
            let mut grants = Vec::new();
            for round in desk.rounds().keys() {
                for row in desk.applications(round, RoundList::Received, 0, u32::MAX)? {
                    let firm = row.application.applicant;
                    let details = app.store().read(|rows| firms::read(rows, firm))?.map(|it| it.details);
                    grants.extend(granted(app, &row.application, &details.unwrap_or_default(), language));
                }
            }
            grants.sort_by_key(|it| (std::cmp::Reverse(it.decided_on), it.number));
            Ok(grants)
        })
        .await
}

fn granted(app: &App, application: &Application, firm: &FirmDetails, language: Language) -> Option<Granted> {
    let decided = application.decided.as_ref().filter(|it| it.announced_on.is_some())?;
    let Verdict::Granted(terms) = &decided.verdict else { return None };
    if application.is_revoked() {
        return None;
    }
    let grant = application.grant.as_ref();
    let is_named = is_no_natural_person(firm);
    let round = app.pack().rounds.get(application.round.as_str());
    let executor = app.pack().organisations.get(application.executor.0.as_str());
    Some(Granted {
        number: application.number.0,
        recipient: firm.name.clone().filter(|it| is_named && !it.trim().is_empty()),
        kvk_number: firm.kvk_number.clone().filter(|_| is_named),
        municipality: firm.municipality.clone().filter(|_| is_named),
        round: round.map_or_else(|| application.round.to_string(), |it| it.name.get(language).to_owned()),
        executor: executor.map_or_else(|| application.executor.to_string(), |it| it.name.get(language).to_owned()),
        asked: application.requested(),
        terms: grant.map_or_else(|| terms.clone(), |it| it.terms.clone()),
        decided_on: decided.decided_on,
        paid: grant.map_or(Cents::ZERO, schakel_schemes::Grant::kept),
        settled: grant.and_then(|it| it.settled).map(|(amount, _)| amount),
    })
}

/// Whether a firm is known to be more than one natural person. Of whom the legal form is not known, it is not assumed.
fn is_no_natural_person(firm: &FirmDetails) -> bool {
    let facts: BTreeMap<String, Value> = serde_json::from_str(&firm.facts).unwrap_or_default();
    let form = facts.get("legal_form").or_else(|| facts.get("rechtsvorm")).and_then(Value::as_str);
    form.is_some_and(|it| it != NATURAL_PERSON)
}

impl Granted {
    fn row(&self, visit: &Visit) -> Vec<String> {
        let texts = visit.texts();
        vec![
            self.recipient.clone().unwrap_or_else(|| texts.get("granted-no-name")),
            self.round.clone(),
            self.executor.clone(),
            visit.day(self.decided_on),
            self.terms.amount.words(visit.language),
            self.settled.map_or_else(|| texts.get("granted-not-settled"), |it| it.words(visit.language)),
        ]
    }

    fn as_json(&self) -> Value {
        json!({
            "nummer": self.number,
            "ontvanger": self.recipient,
            "kvk": self.kvk_number,
            "gemeente": self.municipality,
            "regeling": self.round,
            "verstrekker": self.executor,
            "verleend_op": self.decided_on.to_string(),
            "bedrag": self.terms.amount.euros().to_string(),
            "activiteiten_tot": self.terms.activities_until.to_string(),
            "betaald": self.paid.euros().to_string(),
            "vastgesteld": self.settled.map(|it| it.euros().to_string()),
        })
    }

    /// As 360Giving has it: identifiers of the Dutch business register are `NL-KVK-` and the number (org-id.guide).
    fn as_360giving(&self) -> Option<Value> {
        let recipient = self.recipient.clone()?;
        let id =
            self.kvk_number.as_ref().map_or_else(|| format!("schakel-{}", self.number), |it| format!("NL-KVK-{it}"));
        // Euros as a number of JSON, from the exact decimal digits.
        let amount = |it: Cents| serde_json::from_str::<Value>(&it.euros().to_string()).unwrap_or(Value::Null);
        Some(json!({
            "id": format!("schakel-{}", self.number),
            "title": self.round,
            "description": self.round,
            "currency": "EUR",
            "amountAppliedFor": self.asked.map(amount),
            "amountAwarded": amount(self.terms.amount),
            "amountDisbursed": amount(self.paid),
            "awardDate": self.decided_on.to_string(),
            "plannedDates": [{ "endDate": self.terms.activities_until.to_string() }],
            "recipientOrganization": [{ "id": id, "name": recipient }],
            "fundingOrganization": [{ "id": "schakel", "name": self.executor }],
        }))
    }
}

/// A cell of a file (RFC 4180). A spreadsheet takes what begins with a sign for a sum: such words get a space in front.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@']) { " " } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}
