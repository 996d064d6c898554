//! "Mijn aanvraag": an application for its applicant, by its own link or after signing in, and what can be done with it.

use axum::Extension;
use axum::extract::{OriginalUri, Path, Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_criteria::Language;
use schakel_desk::{Contact, GrantingError, Who};
use schakel_identity::EmailAddress;
use schakel_register::Cents;
use schakel_schemes::{ApplicationCommand, ApplicationRefusal, GrantCommand};
use schakel_store::tables::firms::FirmDetails;

use crate::headers::private;
use crate::pages::apply::answers::{kept_amount, to_keep};
use crate::pages::apply::decided::SETTLEMENT_DOCUMENTS;
use crate::pages::apply::followed::followed_page;
use crate::pages::apply::form::{FORM_FIELD, answers, attach, form_page, is_fillable, keep, new_form};
use crate::pages::apply::mistakes::{Mistake, is_register_number, mistakes};
use crate::pages::apply::sent::Sent;
use crate::pages::apply::way::{Sheet, Way, not_done};
use crate::pages::apply::words::refusal_words;
use crate::pages::frame::{Visit, address};
use crate::pages::questions::forms::ACTION_FIELD;
use crate::state::App;

/// The query field with what was just done.
pub const DONE_FIELD: &str = "gedaan";

/// What a page can say was just done.
const DONE: [&str; 10] = [
    "begonnen",
    "bewaard",
    "ingediend",
    "aangevuld",
    "uitgenodigd",
    "bijlage-weg",
    "ingetrokken",
    "link",
    "in-gebreke",
    "vaststellen",
];

/// What was asked, and how it went.
enum Answered {
    /// Done; the page says what.
    Done(&'static str),
    /// Nothing was done, or not all: the form again, with what is wrong.
    Again(Box<Sheet>, Vec<Mistake>),
}

/// Shows an application.
pub async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path(part): Path<String>,
    headers: HeaderMap,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let found = app.on_store(move |app| Sheet::read(app, Way::read(app, &part, &headers)?)).await;
    let sheet = match found {
        Ok(sheet) => sheet,
        Err(error) => return not_done(&error, &visit),
    };
    if sheet.application().applicant != sheet.way.link.firm {
        let partner = address(language, &format!("/aanvraag/partner/{}", sheet.way.part), &[]);
        return private(Redirect::to(&partner).into_response());
    }
    let done = visit.field(DONE_FIELD).filter(|it| DONE.contains(it));
    let done = done.map(|it| visit.texts().get(&format!("apply-done-{it}"))).unwrap_or_default();
    if is_fillable(&sheet) {
        form_page(&sheet, &done, Vec::new(), &visit)
    } else {
        followed_page(sheet, done, visit).await
    }
}

/// Does what the applicant asks.
pub async fn change(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    OriginalUri(uri): OriginalUri,
    Path(part): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let visit = Visit::new(&app, language, &uri);
    let sent = Sent::read(request).await;
    let done = visit.app.on_store(move |app| {
        let visit = Visit::new(app, language, &uri);
        let way = Way::read(app, &part, &headers)?;
        let path = way.path();
        let answered = match sent.field(FORM_FIELD) {
            None if !sent.is_too_large => plain_act(way, &sent, app, language)?,
            _ => {
                let sheet = Sheet::read(app, way)?;
                let way = sheet.way.clone().of_applicant(sheet.application())?;
                form_act(Sheet { way, ..sheet }, sent, &visit)?
            }
        };
        Ok::<_, GrantingError>((answered, path))
    });
    match done.await {
        Ok((Answered::Done(done), path)) => {
            private(Redirect::to(&address(language, &path, &[(DONE_FIELD, done.to_owned())])).into_response())
        }
        Ok((Answered::Again(sheet, wrong), _)) => form_page(&sheet, "", wrong, &visit),
        Err(error) => not_done(&error, &visit),
    }
}

/// What a button outside the form asks.
fn plain_act(way: Way, sent: &Sent, app: &App, language: Language) -> Result<Answered, GrantingError> {
    let (grants, now) = (app.grants(), app.exactly_now());
    let (number, by) = (way.number(), way.actor());
    let is_applicant = |way: Way| way.of_applicant(&grants.application(number, &by)?.application);
    Ok(Answered::Done(match sent.field(ACTION_FIELD).unwrap_or("") {
        "indienen" => {
            grants.submit(number, by.clone(), now)?;
            "ingediend"
        }
        "intrekken" => {
            is_applicant(way)?;
            grants.handle(number, ApplicationCommand::Withdraw, by.clone(), now)?;
            "ingetrokken"
        }
        "in-gebreke" => {
            is_applicant(way)?;
            let command = ApplicationCommand::GiveDefault { received_on: now.date() };
            grants.handle(number, command, by.clone(), now)?;
            "in-gebreke"
        }
        "vaststellen" => {
            is_applicant(way)?;
            grants.handle(number, settlement(sent, language), by.clone(), now)?;
            "vaststellen"
        }
        "link" => {
            grants.mail_application_link(number, way.link.firm, now)?;
            "link"
        }
        _ => return Err(GrantingError::NotFound),
    }))
}

/// What asking for the settlement says.
fn settlement(sent: &Sent, language: Language) -> ApplicationCommand {
    let typed = sent.answer("kosten").unwrap_or_default();
    let costs = kept_amount(&to_keep(&typed, language)).unwrap_or(Cents::ZERO);
    let named = |id: &str| sent.fields.iter().any(|(name, value)| name == "stuk" && value == id);
    let documents = SETTLEMENT_DOCUMENTS.iter().filter(|(id, _)| named(id)).map(|(_, it)| *it).collect();
    ApplicationCommand::Grant(GrantCommand::RequestSettlement { costs, documents })
}

/// What a button of the form asks. Whatever it is, what was typed is kept first.
fn form_act(sheet: Sheet, sent: Sent, visit: &Visit) -> Result<Answered, GrantingError> {
    let app = &visit.app;
    let action = sent.field(ACTION_FIELD).unwrap_or("bewaren").to_owned();
    let partner = Partner::read(&sent);
    let too_large = sent.is_too_large;
    let is_repair = !sheet.application().receipts.is_empty();
    let sheet = Sheet { answers: answers(&sheet, &sent, visit), ..sheet };
    let is_sure = sent.field("naar-waarheid").is_some();
    let refused = if is_repair { attach(&sheet, sent, app) } else { keep(&sheet, sent, app)? };
    let mut wrong: Vec<Mistake> =
        refused.iter().map(|(field, error)| (field.clone(), file_words(error, visit))).collect();
    if too_large {
        wrong.push(("bijlagen".to_owned(), visit.texts().get("apply-wrong-too-large")));
    }
    let kept = sheet.answers;
    let mut sheet = Sheet::read(app, sheet.way)?;
    if is_repair {
        // What completes an application is kept when it is handed in.
        sheet.answers = kept;
    }
    let done = if let Some(file) = action.strip_prefix("bijlage-weg-") {
        let file = file.parse().map_err(|_| GrantingError::NotFound)?;
        app.grants().detach(sheet.way.number(), file, sheet.way.actor(), app.exactly_now())?;
        "bijlage-weg"
    } else if action == "uitnodigen" {
        match partner.check(visit) {
            Ok((name, who)) => {
                let name = (name, who);
                match invite(&mut sheet, name, app) {
                    Ok(()) => "uitgenodigd",
                    Err(error @ GrantingError::Refused(ApplicationRefusal::PartnerTwice(_))) => {
                        wrong.push(("partner-email".to_owned(), refusal_words(&error, visit)));
                        ""
                    }
                    Err(error) => return Err(error),
                }
            }
            Err(mistakes) => {
                wrong.extend(mistakes);
                ""
            }
        }
    } else if action == "indienen" {
        hand_in(&sheet, is_sure, is_repair, &mut wrong, visit)?
    } else {
        "bewaard"
    };
    if wrong.is_empty() && !(is_repair && matches!(done, "bewaard" | "bijlage-weg")) {
        return Ok(Answered::Done(done));
    }
    if is_repair && done == "bijlage-weg" {
        sheet = Sheet { answers: sheet.answers, ..Sheet::read(app, sheet.way)? };
    }
    Ok(Answered::Again(Box::new(sheet), wrong))
}

/// Hands the form in, when nothing in it is wrong. What is missing can be sent later; the moment counts once it is complete.
fn hand_in(
    sheet: &Sheet,
    is_sure: bool,
    is_repair: bool,
    wrong: &mut Vec<Mistake>,
    visit: &Visit,
) -> Result<&'static str, GrantingError> {
    let app = &visit.app;
    if !is_sure {
        wrong.push(("naar-waarheid".to_owned(), visit.texts().get("apply-wrong-truth")));
    }
    if !wrong.is_empty() || !mistakes(sheet, visit).is_empty() {
        wrong.push(("indienen".to_owned(), visit.texts().get("apply-wrong-not-handed-in")));
        return Ok("");
    }
    let (grants, way) = (app.grants(), &sheet.way);
    let handed_in = if is_repair {
        grants.supplement(way.number(), new_form(sheet), way.actor(), app.exactly_now())
    } else {
        grants.submit(way.number(), way.actor(), app.exactly_now())
    };
    match handed_in {
        Ok(_) if is_repair => Ok("aangevuld"),
        Ok(_) => Ok("ingediend"),
        Err(error @ GrantingError::Refused(ApplicationRefusal::AmountOutOfRange { .. })) => {
            wrong.push(("bedrag".to_owned(), refusal_words(&error, visit)));
            Ok("")
        }
        Err(error) => Err(error),
    }
}

/// A partner to ask.
struct Partner {
    name: String,
    kvk: String,
    email: String,
}

impl Partner {
    fn read(sent: &Sent) -> Self {
        let text = |name: &str| sent.answer(name).unwrap_or_default();
        Partner { name: text("partner-naam"), kvk: text("partner-kvk"), email: text("partner-email") }
    }

    fn check(self, visit: &Visit) -> Result<(String, Who), Vec<Mistake>> {
        let texts = visit.texts();
        let email = EmailAddress::parse(&self.email);
        let wrong = [
            ("partner-naam", "apply-wrong-name", self.name.is_empty() || self.name.chars().count() > 120),
            ("partner-kvk", "apply-wrong-kvk", !self.kvk.is_empty() && !is_register_number(&self.kvk)),
            ("partner-email", "apply-wrong-email", email.is_err()),
        ];
        let wrong: Vec<Mistake> = wrong
            .into_iter()
            .filter(|(_, _, is_wrong)| *is_wrong)
            .map(|(field, key, _)| (field.to_owned(), texts.with(key, "field", &texts.get("apply-partner-email"))))
            .collect();
        let Ok(email) = email else { return Err(wrong) };
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let kvk: String = self.kvk.chars().filter(char::is_ascii_digit).collect();
        let who = Who::Told {
            contact: Contact {
                email: Some(email.lookup_key()),
                language: if visit.language == Language::Dutch { "nl" } else { "en" }.to_owned(),
                ..Contact::default()
            },
            firm: FirmDetails {
                kvk_number: (!kvk.is_empty()).then_some(kvk),
                name: Some(self.name.clone()),
                facts: "{}".to_owned(),
                ..FirmDetails::default()
            },
        };
        Ok((self.name, who))
    }
}

fn invite(sheet: &mut Sheet, (name, who): (String, Who), app: &App) -> Result<(), GrantingError> {
    let (grants, way) = (app.grants(), &sheet.way);
    let firm = grants.invite(way.number(), who, way.actor(), app.exactly_now())?;
    sheet.answers.partners.insert(firm.to_string(), name);
    sheet.row = grants.application(way.number(), &way.actor())?;
    grants.save(way.number(), new_form(sheet), way.actor(), app.exactly_now())?;
    Ok(())
}

fn file_words(error: &GrantingError, visit: &Visit) -> String {
    refusal_words(error, visit)
}
