//! Whether the firm of a case already has a question at another organisation: told under a covenant and a consent only, to
//! who works on the case. Looking is a form, because it is written down.

use askama::Template;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use schakel_casework::{Case, CaseId, OrganisationId, Purpose, TOTAL_MIN};
use schakel_desk::{DeskError, SeenElsewhere};
use schakel_identity::Permission;

use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::{Frame, Visit};
use crate::pages::parts::LinkView;
use crate::pages::work::forms::{FormView, Typed};
use crate::pages::work::{AtWork, WorkHead, case_link, frame, not_done, organisation_named, words};
use crate::pages::{missing_page, page_with_status};

/// The field with the organisation where to look.
const HOLDER_FIELD: &str = "bij";

/// The field that says what the look is for; the value of its only box is the name of the purpose.
const PURPOSE_FIELD: &str = "waarvoor";

/// The value of [`PURPOSE_FIELD`].
const PURPOSE: &str = "coordination";

#[derive(Template)]
#[template(path = "work_elsewhere.html")]
struct ElsewherePage {
    frame: Frame,
    head: WorkHead,
    back: LinkView,
    seen: Option<SeenView>,
    /// Nothing when no covenant lets this organisation look anywhere.
    form: Option<FormView>,
    nowhere: String,
}

/// What was seen.
struct SeenView {
    title: String,
    text: String,
    lines: Vec<String>,
    look: &'static str,
    icon: &'static str,
}

/// Shows where can be looked.
pub async fn show(at: AtWork, Path(id): Path<String>) -> Response {
    let (staff, id) = match opened(&at, &id).await {
        Ok(found) => found,
        Err(instead) => return *instead,
    };
    page(&at.visit, &staff, id, StatusCode::OK, None, None)
}

/// Looks.
pub async fn look(at: AtWork, Path(id): Path<String>, body: Bytes) -> Response {
    let (staff, id) = match opened(&at, &id).await {
        Ok(found) => found,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let typed = Typed::read(&body);
    let holder = organisation_named(visit, &typed.get(HOLDER_FIELD));
    let has_purpose = typed.get(PURPOSE_FIELD) == PURPOSE;
    let (Some(holder), true) = (holder.clone(), has_purpose) else {
        let wrong = [
            (HOLDER_FIELD, "work-mistake-choose", holder.is_none()),
            (PURPOSE_FIELD, "work-mistake-purpose", !has_purpose),
        ];
        let wrong = wrong.into_iter().filter(|it| it.2);
        let errors = wrong.map(|(field, key, _)| (field.to_owned(), visit.texts().get(key))).collect();
        return page(visit, &staff, id, StatusCode::BAD_REQUEST, None, Some((typed, errors)));
    };
    let (asker, person, at_holder) = (staff.organisation.clone(), staff.person(), holder.clone());
    let seen = visit.app.on_store(move |app| {
        let desk = app.desk().ok_or(DeskError::NotFound)?;
        desk.look_elsewhere(id, &at_holder, &asker, Some(person), app.now())
    });
    match seen.await {
        Ok(seen) => {
            let status = if matches!(seen, SeenElsewhere::NoCovenant) { StatusCode::FORBIDDEN } else { StatusCode::OK };
            page(visit, &staff, id, status, Some(seen_view(visit, &seen, &holder)), None)
        }
        Err(error) => not_done(visit, &error),
    }
}

/// Who comes, and the case that they may open.
async fn opened(at: &AtWork, id: &str) -> Result<(Staff, CaseId), Box<Response>> {
    let staff = at.staff(Permission::ActOnCases, "elsewhere").await?;
    let visit = &at.visit;
    let Ok(id) = id.parse().map(CaseId) else { return Err(Box::new(private(missing_page(visit)))) };
    let (organisation, person) = (staff.organisation.clone(), staff.person());
    let found = visit
        .app
        .on_store(move |app| app.desk().ok_or(DeskError::NotFound)?.sheet(id, &organisation, Some(person), app.now()));
    match found.await {
        Ok(_) => Ok((staff, id)),
        Err(error) => Err(Box::new(not_done(visit, &error))),
    }
}

/// A form that comes back: what was typed, and what is wrong with which field.
type SentBack = (Typed, Vec<(String, String)>);

fn page(
    visit: &Visit,
    staff: &Staff,
    id: CaseId,
    status: StatusCode,
    seen: Option<SeenView>,
    sent_back: Option<SentBack>,
) -> Response {
    let (texts, words) = (visit.texts(), words(visit));
    let name = texts.with("work-case-number", "case", &id.to_string());
    let mut form = form(visit, staff, id);
    if let (Some(whole), Some((typed, errors))) = (&form, &sent_back) {
        form = Some(whole.clone().sent_back(typed, &texts.count("work-mistakes", errors.len()), errors));
    }
    let title = texts.get("work-elsewhere");
    let template = ElsewherePage {
        frame: frame(visit, &title),
        head: WorkHead::new(visit, staff, "/werk"),
        back: LinkView { name, link: case_link(visit, id) },
        seen,
        form,
        nowhere: texts.with("work-elsewhere-nowhere", "organisation", &words.organisation(&staff.organisation)),
    };
    private(page_with_status(status, &template))
}

/// The organisations where a covenant lets this one look, each with the covenant.
fn form(visit: &Visit, staff: &Staff, id: CaseId) -> Option<FormView> {
    let words = words(visit);
    let rules = visit.app.desk()?.region().sharing(visit.app.today());
    let holders: Vec<(String, String)> = rules
        .filter(|it| it.asker == staff.organisation)
        .map(|it| {
            let values = [
                ("organisation", words.organisation(&it.holder).into()),
                ("covenant", record_name(visit, it.covenant.as_str()).into()),
            ];
            (it.holder.to_string(), visit.texts().with_all("work-elsewhere-at", &values))
        })
        .collect();
    if holders.is_empty() {
        return None;
    }
    let purpose = visit.texts().with("work-elsewhere-purpose", "purpose", &words.purpose(Purpose::Coordination));
    let action = case_link(visit, format!("{id}/elders"));
    let form = FormView::new("elsewhere", &action, visit)
        .choosing("radio", HOLDER_FIELD, holders, &[], visit)
        .choosing("checks", PURPOSE_FIELD, vec![(PURPOSE.to_owned(), purpose)], &[], visit);
    Some(FormView { is_open: true, ..form })
}

fn seen_view(visit: &Visit, seen: &SeenElsewhere, holder: &OrganisationId) -> SeenView {
    let (texts, words) = (visit.texts(), words(visit));
    let organisation = words.organisation(holder);
    let say = |key: &str| texts.with(key, "organisation", &organisation);
    let view = |key: &str, text: String, look, icon| SeenView {
        title: say(&format!("work-elsewhere-{key}")),
        text,
        lines: Vec::new(),
        look,
        icon,
    };
    match seen {
        SeenElsewhere::Cases { cases, covenant } => {
            let key = if cases.is_empty() { "no" } else { "yes" };
            let by = texts.with("work-elsewhere-by", "covenant", &record_name(visit, covenant.as_str()));
            let lines = cases.iter().map(|it| line(visit, it)).collect();
            SeenView { lines, ..view(key, by, "ok", "check") }
        }
        SeenElsewhere::OnlyTotals { firms } => {
            let text = match firms {
                Some(firms) => texts.with_all(
                    "work-elsewhere-total",
                    &[("organisation", organisation.clone().into()), ("firms", (*firms).into())],
                ),
                None => texts.with_all(
                    "work-elsewhere-few",
                    &[("organisation", organisation.clone().into()), ("firms", TOTAL_MIN.into())],
                ),
            };
            view("no-consent", text, "warning", "warning")
        }
        SeenElsewhere::NoCovenant => {
            view("no-covenant", texts.get("work-elsewhere-no-covenant-text"), "warning", "warning")
        }
    }
}

/// A question elsewhere: since when, how it stands, and the next date. Nothing of what is asked.
fn line(visit: &Visit, case: &Case) -> String {
    let words = words(visit);
    let Some(open) = case.open() else { return String::new() };
    let values = [
        ("asked", visit.day(case.asked_at.date()).into()),
        ("state", words.case_state(open.state).into()),
        ("due", visit.day(open.due).into()),
    ];
    visit.texts().with_all("work-elsewhere-line", &values)
}

fn record_name(visit: &Visit, id: &str) -> String {
    visit.pack().records.get(id).map_or_else(|| id.to_owned(), |it| it.name.get(visit.language).to_owned())
}
