//! One application for the executor: its papers, what is missing, the committee, the terms, the decision and what follows
//! it, with the letters that go with each. The forms are made in `application_forms` and carried out in
//! `application_send`.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use schakel_desk::GrantingError;
use schakel_identity::Permission;
use schakel_schemes::ApplicationNumber;

use super::application_facts::{committee_table, facts};
use super::application_forms::forms;
use super::application_read::read;
use super::{Content, application_link, file, hidden, not_done, show_page, words};
use crate::caller::Staff;
use crate::letters::{self, LetterKind};
use crate::pages::frame::Visit;
use crate::pages::parts::LinkView;
use crate::pages::work::forms::FormView;
use crate::pages::work::{AtWork, failed};

/// Shows an application.
pub async fn show(at: AtWork, Path(number): Path<String>) -> Response {
    let staff = match at.staff(Permission::SeeOwnCases, "grant-application").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    match number_of(&number) {
        Some(number) => answer(&at.visit, &staff, number, StatusCode::OK, None).await,
        None => hidden(&at.visit, &staff, "grant-application").await,
    }
}

/// The content of a file of an application.
pub async fn document(at: AtWork, Path((number, document)): Path<(String, u64)>) -> Response {
    let staff = match at.staff(Permission::SeeOwnCases, "grant-document").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let who = staff.clone();
    let found = at.visit.app.on_store(move |app| {
        let number = number_of(&number).ok_or(GrantingError::NotFound)?;
        read(app, &who, number)?;
        app.grants().file(number, document, &who.actor())
    });
    match found.await {
        // A file of somebody else is never shown as a page of ours.
        Ok((row, content)) => {
            let name: String =
                row.name.chars().filter(|it| it.is_ascii_alphanumeric() || ".-_ ".contains(*it)).collect();
            file(&name, "application/octet-stream", content)
        }
        Err(error) => not_done(&at.visit, &staff, &error, "grant-document").await,
    }
}

/// A letter on an application, as a PDF.
pub async fn letter(at: AtWork, Path((number, name)): Path<(String, String)>) -> Response {
    let staff = match at.staff(Permission::SeeOwnCases, "grant-letter").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let (who, language) = (staff.clone(), visit.language);
    let kind = name.strip_suffix(".pdf").and_then(LetterKind::named);
    let made = visit.app.on_store(move |app| {
        let number = number_of(&number).ok_or(GrantingError::NotFound)?;
        let seen = read(app, &who, number)?;
        let kind = kind.ok_or(GrantingError::NotFound)?;
        letters::letter(app, &seen.row.application, kind, language)?.ok_or(GrantingError::NotFound)
    });
    match made.await {
        Ok(letter) => match letter.to_pdf() {
            Ok(pdf) => file(&name, "application/pdf", pdf),
            Err(_) => failed(visit),
        },
        Err(error) => not_done(visit, &staff, &error, "grant-letter").await,
    }
}

/// The number of an application as an address has it.
pub fn number_of(text: &str) -> Option<ApplicationNumber> {
    text.parse().ok().map(ApplicationNumber)
}

/// The page of an application, also with a form that was refused.
pub async fn answer(
    visit: &Visit,
    staff: &Staff,
    number: ApplicationNumber,
    status: StatusCode,
    sent_back: Option<FormView>,
) -> Response {
    let who = staff.clone();
    let seen = match visit.app.on_store(move |app| read(app, &who, number)).await {
        Ok(seen) => seen,
        Err(error) => return not_done(visit, staff, &error, "grant-application").await,
    };
    let texts = visit.texts();
    let mut notes = Vec::new();
    if visit.field("gedaan").is_some() && sent_back.is_none() {
        notes.push(("ok", texts.get("work-done")));
    }
    let mut all = if staff.may(Permission::ActOnCases) { forms(visit, staff, &seen) } else { Vec::new() };
    if let Some(back) = sent_back {
        notes.push(("error", back.problem.clone()));
        for form in all.iter_mut().filter(|it| it.id == back.id) {
            form.clone_from(&back);
        }
    }
    let application = &seen.row.application;
    let to_letter = |kind: LetterKind| LinkView {
        name: texts.get(&format!("letter-{}-title", kind.name())),
        link: format!("{}/brieven/{}.pdf", application_link(visit, number), kind.name()),
    };
    let content = Content {
        lead: words::state(application, visit),
        notes,
        facts: facts(visit, &seen),
        tables: committee_table(visit, &seen).into_iter().collect(),
        links: LetterKind::of(application).into_iter().map(to_letter).collect(),
        forms: all,
    };
    show_page(visit, staff, &texts.with("grants-application-number", "number", &number.to_string()), status, content)
}
