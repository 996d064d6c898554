//! Staff record what counts for an indicator: a meeting with who was there, a consortium with its members, a firm that was
//! helped. Names of people and firms are typed once and not kept.

use askama::Template;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_desk::{CONTRIBUTIONS_MAX, ContributionError, NewContribution};
use schakel_identity::Permission;
use schakel_register::Contribution;
use schakel_store::StoreError;
use schakel_time::parse_date;

use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::{Frame, Visit};
use crate::pages::page_with_status;
use crate::pages::work::forms::{FormView, Typed};
use crate::pages::work::{AtWork, WorkHead, failed, frame};

#[derive(Template)]
#[template(path = "work_form.html")]
struct FormPage {
    frame: Frame,
    head: WorkHead,
    intro: String,
    form: FormView,
}

/// The path of the page.
pub const PATH: &str = "/werk/telt-mee";

/// What can be recorded: an attendance belongs to a meeting and is not recorded by itself.
const KINDS: [Contribution; 9] = [
    Contribution::Event,
    Contribution::ConsortiumMember,
    Contribution::FinancialSupport,
    Contribution::Guidance,
    Contribution::Reach,
    Contribution::CircleMember,
    Contribution::SpinOff,
    Contribution::LaunchingCustomer,
    Contribution::Voucher,
];

/// Shows the form.
pub async fn show(at: AtWork) -> Response {
    match at.staff(Permission::ActOnCases, "contributions").await {
        Ok(staff) => form_page(&at.visit, &staff, StatusCode::OK, None),
        Err(instead) => *instead,
    }
}

/// Records what was typed.
pub async fn send(at: AtWork, body: Bytes) -> Response {
    let staff = match at.staff(Permission::ActOnCases, "contributions").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let typed = Typed::read(&body);
    let new = match read(&typed, &staff) {
        Ok(new) => new,
        Err(errors) => return form_page(visit, &staff, StatusCode::BAD_REQUEST, Some((typed, errors))),
    };
    let mut drawn = [0; 32];
    if getrandom::fill(&mut drawn).is_err() {
        return failed(visit);
    }
    let recorded = visit.app.on_store(move |app| {
        let desk = app.desk().ok_or(ContributionError::Store(StoreError::Stopped))?;
        desk.record_contribution(new, &app.pack().accounts, drawn, app.now())
    });
    let wrong = match recorded.await {
        Ok(_) => return private(Redirect::to(&visit.link_with(PATH, &[("opgeslagen", "ja")])).into_response()),
        Err(ContributionError::Store(_)) => return failed(visit),
        Err(ContributionError::NoSuchAction) => ("actie-nummer", "account-mistake-action"),
        Err(ContributionError::NotYet) => ("dag", "account-mistake-day"),
        Err(ContributionError::RecordedBefore) => ("hoe-heet-het", "account-mistake-name"),
        Err(ContributionError::NobodyNamed) => ("wie-waren-er", "account-mistake-nobody"),
    };
    form_page(visit, &staff, StatusCode::CONFLICT, Some((typed, vec![wrong])))
}

type Errors = Vec<(&'static str, &'static str)>;

/// What to record; or everything that is wrong with the form.
fn read(typed: &Typed, staff: &Staff) -> Result<NewContribution, Errors> {
    let mut errors = Vec::new();
    let kind = Contribution::named(&typed.get("wat-telt")).filter(|it| KINDS.contains(it));
    let action = typed.get("actie-nummer");
    let action = action.split_once('/').and_then(|(number, action)| Some((number.to_owned(), action.parse().ok()?)));
    let day = parse_date(&typed.get("dag")).ok();
    let name = typed.some("hoe-heet-het");
    let lines = |field: &str| -> Vec<String> {
        let text = typed.long(field);
        text.lines().map(str::trim).filter(|it| !it.is_empty()).take(CONTRIBUTIONS_MAX).map(str::to_owned).collect()
    };
    if kind.is_none() {
        errors.push(("wat-telt", "work-mistake-choose"));
    }
    if action.is_none() {
        errors.push(("actie-nummer", "work-mistake-choose"));
    }
    if day.is_none() {
        errors.push(("dag", "work-mistake-date"));
    }
    if name.is_none() {
        errors.push(("hoe-heet-het", "account-mistake-no-name"));
    }
    match (kind, action, day, name) {
        (Some(kind), Some((performance, action)), Some(day), Some(name)) if errors.is_empty() => Ok(NewContribution {
            kind,
            name,
            day,
            performance,
            action,
            people: lines("wie-waren-er"),
            firms: lines("bedrijven"),
            governments: lines("overheden"),
            organisation: staff.organisation.clone(),
            by: staff.person(),
        }),
        _ => Err(errors),
    }
}

fn form_page(visit: &Visit, staff: &Staff, status: StatusCode, sent_back: Option<(Typed, Errors)>) -> Response {
    let texts = visit.texts();
    let kinds = KINDS.into_iter().map(|it| (it.name().to_owned(), texts.get(&format!("account-kind-{}", it.name()))));
    let performances = visit.pack().accounts.performances.values();
    let actions = performances.flat_map(|it| {
        let name = it.name.get(visit.language);
        it.actions.iter().map(move |action| {
            let number = action.number;
            (format!("{}/{number}", it.number), format!("{} {name}, {number}", it.number))
        })
    });
    let mut form = FormView::new("contribution", &visit.link(PATH), visit)
        .choosing("select", "wat-telt", kinds.collect(), &["event"], visit)
        .with("text", "hoe-heet-het", "", visit)
        .with("date", "dag", &visit.app.today().to_string(), visit)
        .choosing("select", "actie-nummer", actions.collect(), &[], visit)
        .with("area", "wie-waren-er", "", visit)
        .with("area", "bedrijven", "", visit)
        .with("area", "overheden", "", visit);
    if let Some((typed, errors)) = sent_back {
        let errors: Vec<_> = errors.iter().map(|(field, key)| ((*field).to_owned(), texts.get(key))).collect();
        form = form.sent_back(&typed, &texts.count("work-mistakes", errors.len()), &errors);
    }
    let saved = visit.field("opgeslagen").is_some();
    private(page_with_status(
        status,
        &FormPage {
            frame: frame(visit, &texts.get("work-contributions")),
            head: WorkHead::new(visit, staff, PATH),
            intro: texts.get(if saved { "account-recorded" } else { "account-record-lead" }),
            form,
        },
    ))
}
