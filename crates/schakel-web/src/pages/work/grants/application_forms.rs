//! The forms on the page of an application: only what can be done now, as the process has it. What they ask is carried out
//! in `application_send`.

use schakel_casework::{Place, Role};
use schakel_schemes::{
    APPLICATION, Application, ApplicationAction, Arrangement, Criterion, GRANT, GrantAction, GrantState, Order,
    Procedure, RoundRules, Verdict,
};
use schakel_time::{add_days, add_months};

use super::application_facts::labels;
use super::application_link;
use super::application_read::{ApplicationSeen, is_small_aid};
use crate::caller::Staff;
use crate::pages::frame::Visit;
use crate::pages::work::forms::FormView;

/// The forms that can be sent now.
pub fn forms(visit: &Visit, staff: &Staff, seen: &ApplicationSeen) -> Vec<FormView> {
    const NAMES: [(&str, ApplicationAction); 15] = [
        ("grant-complete", ApplicationAction::FindComplete),
        ("grant-ask", ApplicationAction::AskRepair),
        ("grant-assign", ApplicationAction::Assess),
        ("grant-decide", ApplicationAction::Decide),
        ("grant-refuse", ApplicationAction::Decide),
        ("grant-not-dealt", ApplicationAction::Decide),
        ("grant-announce", ApplicationAction::Announce),
        ("grant-term", ApplicationAction::KeepTerm),
        ("grant-default", ApplicationAction::GiveDefault),
        ("grant-object", ApplicationAction::Object),
        ("grant-postpone", ApplicationAction::Postpone),
        ("grant-objection", ApplicationAction::DecideObjection),
        ("grant-appeal", ApplicationAction::Appeal),
        ("grant-judge", ApplicationAction::Judge),
        ("grant-withdraw", ApplicationAction::Withdraw),
    ];
    let application = &seen.row.application;
    let mut forms: Vec<FormView> = Vec::new();
    for (name, action) in NAMES {
        if can(application, action) && fits(name, application) {
            forms.push(form(name, visit, staff, seen));
        }
    }
    if application.decided.is_none() && application.complete_at.is_some() {
        forms.extend(
            ["grant-sheet", "grant-advice", "grant-declaration", "grant-other-aid"]
                .map(|it| form(it, visit, staff, seen)),
        );
    }
    forms.extend(of_grant(visit, staff, seen));
    forms
}

/// A form by its name, with its fields.
pub fn form(name: &str, visit: &Visit, staff: &Staff, seen: &ApplicationSeen) -> FormView {
    let application = &seen.row.application;
    let form = FormView::new(name, &application_link(visit, application.number), visit);
    let today = visit.app.today();
    let asks = application.requested().map(|it| it.euros().to_string()).unwrap_or_default();
    match name {
        "grant-ask" => {
            let labels = labels(visit, seen);
            let name = |id: &str| labels.get(id).cloned().unwrap_or_else(|| id.to_owned());
            let completeness = &seen.rules.application.completeness;
            let fields = completeness.fields.iter().map(|it| (format!("veld-{it}"), name(it.as_str())));
            let documents = completeness.documents.keys().map(|it| (format!("stuk-{it}"), name(it.as_str())));
            form.choosing("checks", "ontbreekt", fields.chain(documents).collect(), &[], visit)
        }
        "grant-assign" => {
            let people = seen.people.iter().map(|(it, name)| (it.0.to_string(), name.clone())).collect();
            form.choosing("select", "behandelaar", people, &[&staff.person().0.to_string()], visit)
        }
        "grant-decide" => grant_fields(form, &asks, visit, &seen.rules),
        "grant-refuse" => refuse_fields(form, visit, seen),
        "grant-term" => term_fields(form, visit, &today.to_string()),
        "grant-default" | "grant-appeal" => form.with("date", "ontvangen", &today.to_string(), visit),
        "grant-object" => form
            .with("date", "ontvangen", &today.to_string(), visit)
            .with("date", "gepost", "", visit)
            .with("area", "gronden", "", visit),
        "grant-postpone" => form.with("number", "weken", "6", visit),
        "grant-objection" | "grant-judge" => ruling_fields(form, name, visit, &asks, &today.to_string()),
        "grant-sheet" => sheet_fields(form, visit, seen),
        "grant-declaration" => form.with("area", "andere-steun", "", visit),
        "grant-other-aid" => {
            let kinds = seen.rules.limits.cost_kinds.iter().map(|it| (it.clone(), kind_name(visit, it))).collect();
            form.choosing("select", "kostensoort", kinds, &[], visit).with("number", "bedrag-euro", "", visit)
        }
        "grant-advance" | "grant-receive-back" => form.with("number", "bedrag-euro", "", visit),
        "grant-report" => {
            let obligations = application.grant.iter().flat_map(|it| &it.terms.obligations).enumerate();
            let open = obligations.filter(|(_, it)| it.met_on.is_none());
            let open = open.map(|(place, it)| (place.to_string(), format!("{} ({})", it.kind, visit.day(it.due))));
            form.choosing("select", "verplichting", open.collect(), &[], visit)
        }
        "grant-settle" | "grant-settle-ex-officio" | "grant-lower" => {
            let grant = application.grant.as_ref();
            let amount = grant.map(|it| it.terms.amount.euros().to_string()).unwrap_or_default();
            lowering(form.with("number", "bedrag-euro", &amount, visit), visit)
        }
        "grant-revoke" => lowering(form, visit),
        "grant-voucher" => form.with("number", "geldig-maanden", "6", visit),
        _ => form,
    }
}

/// What a round scores.
pub fn criteria(rules: &RoundRules) -> &[Criterion] {
    match &rules.division.procedure {
        Procedure::InTurn { order: Order::Ranking(ranking), .. } => &ranking.criteria,
        Procedure::InTurn { .. } | Procedure::ProRata => &[],
    }
}

fn can(application: &Application, action: ApplicationAction) -> bool {
    APPLICATION.allows(application.course.place(), action, Role::Responsible)
}

/// Whether a decision of this kind can be meant: a grant and a refusal need a complete application, not dealing with it an
/// incomplete one.
fn fits(name: &str, application: &Application) -> bool {
    let is_complete = application.complete_at.is_some();
    match name {
        "grant-decide" => is_complete,
        "grant-not-dealt" => !is_complete && application.repair_until.is_some(),
        _ => true,
    }
}

fn of_grant(visit: &Visit, staff: &Staff, seen: &ApplicationSeen) -> Vec<FormView> {
    const NAMES: [(&str, GrantAction); 11] = [
        ("grant-advance", GrantAction::PayAdvance),
        ("grant-hold", GrantAction::HoldPayments),
        ("grant-release", GrantAction::HoldPayments),
        ("grant-report", GrantAction::Report),
        ("grant-settle", GrantAction::Settle),
        ("grant-settle-ex-officio", GrantAction::SettleExOfficio),
        ("grant-pay-rest", GrantAction::PayRest),
        ("grant-receive-back", GrantAction::ReceiveBack),
        ("grant-let-go", GrantAction::LetGo),
        ("grant-lower", GrantAction::LowerSettlement),
        ("grant-revoke", GrantAction::Revoke),
    ];
    let Some(grant) = &seen.row.application.grant else { return Vec::new() };
    let is_held = grant.payments_held_until.is_some();
    let mut forms = Vec::new();
    for (name, action) in NAMES {
        let fits = match name {
            "grant-hold" => !is_held,
            "grant-release" => is_held,
            "grant-report" => grant.terms.obligations.iter().any(|it| it.met_on.is_none()),
            "grant-settle-ex-officio" => {
                grant.arrangement == Arrangement::ExOfficio || grant.terms.activities_until < visit.app.today()
            }
            _ => true,
        };
        if fits && GRANT.allows(grant.course.place(), action, Role::Responsible) {
            forms.push(form(name, visit, staff, seen));
        }
    }
    let is_granted = matches!(seen.row.application.decided.as_ref().map(|it| &it.verdict), Some(Verdict::Granted(_)));
    let is_running = grant.course.place() == Place::Open(GrantState::Running);
    if is_granted && is_running && seen.voucher.is_none() {
        forms.push(form("grant-voucher", visit, staff, seen));
    }
    forms
}

fn grant_fields(form: FormView, asks: &str, visit: &Visit, rules: &RoundRules) -> FormView {
    let today = visit.app.today();
    let yes = vec![("ja".to_owned(), visit.texts().get("grants-de-minimis-yes"))];
    let small: &[&str] = if is_small_aid(&visit.app, rules) { &["ja"] } else { &[] };
    form.with("number", "bedrag-euro", asks, visit)
        .with("date", "activiteiten-tot", &add_months(today, 12).to_string(), visit)
        .with("area", "jaren", &format!("{}: {asks}", today.year()), visit)
        .with("area", "verplichtingen", "", visit)
        .choosing("checks", "kleine-steun", yes, small, visit)
}

fn refuse_fields(form: FormView, visit: &Visit, seen: &ApplicationSeen) -> FormView {
    const GROUNDS: [&str; 12] = [
        "total-below-minimum",
        "de-minimis-exceeded",
        "aid-intensity-exceeded",
        "granted-this-year",
        "begun-before",
        "activities-unlikely",
        "obligations-unlikely",
        "account-unlikely",
        "wrong-data",
        "insolvent",
        "recovery-outstanding",
        "ceiling-reached",
    ];
    let texts = visit.texts();
    let labels = labels(visit, seen);
    let plain = GROUNDS.map(|it| (it.to_owned(), texts.with(&format!("grants-ground-{it}"), "about", "")));
    let scored = criteria(&seen.rules).iter().map(|it| {
        let name = labels.get(&*it.id).cloned().unwrap_or_else(|| it.id.to_string());
        (format!("criterion-{}", it.id), texts.with("grants-ground-criterion-below-minimum", "about", &name))
    });
    form.choosing("checks", "gronden-keuze", plain.into_iter().chain(scored).collect(), &[], visit)
}

fn term_fields(form: FormView, visit: &Visit, today: &str) -> FormView {
    let texts = visit.texts();
    let steps = ["agreed", "applicant", "force", "foreign", "resume", "extend", "delay"];
    let options = steps.map(|it| (it.to_owned(), texts.get(&format!("grants-term-step-{it}"))));
    form.choosing("select", "termijnstap", options.into_iter().collect(), &[], visit)
        .with("date", "stil-tot", today, visit)
}

fn ruling_fields(form: FormView, name: &str, visit: &Visit, asks: &str, today: &str) -> FormView {
    let texts = visit.texts();
    let rulings: &[&str] = match name {
        "grant-judge" => &["dismissed", "decide-again", "replaced"],
        _ => &["unfounded", "founded", "inadmissible"],
    };
    let options = rulings.iter().map(|it| ((*it).to_owned(), texts.get(&format!("grants-ruling-{it}")))).collect();
    let form = form.choosing("radio", "uitspraak", options, &[], visit);
    let form = if name == "grant-judge" { form.with("date", "opnieuw-voor", "", visit) } else { form };
    let today: schakel_time::Date = today.parse().unwrap_or_else(|_| visit.app.today());
    let form = form.with("number", "bedrag-nieuw", asks, visit).with(
        "date",
        "activiteiten-tot",
        &add_days(today, 365).to_string(),
        visit,
    );
    if name == "grant-judge" {
        return form;
    }
    let yes = vec![("ja".to_owned(), texts.get("grants-excused"))];
    form.with("area", "redenen", "", visit).choosing("checks", "verschoonbaar", yes, &[], visit)
}

fn sheet_fields(form: FormView, visit: &Visit, seen: &ApplicationSeen) -> FormView {
    let texts = visit.texts();
    let labels = labels(visit, seen);
    let interest = vec![("ja".to_owned(), texts.get("grants-interest-yes"))];
    let works = seen.firms.iter().map(|(firm, name)| {
        let name = if name.is_empty() { firm.0.to_string() } else { name.clone() };
        (firm.0.to_string(), name)
    });
    let mut form = form.choosing("checks", "belang", interest, &[], visit).choosing(
        "checks",
        "werkt-voor",
        works.collect(),
        &[],
        visit,
    );
    for criterion in criteria(&seen.rules) {
        let name = labels.get(&*criterion.id).cloned().unwrap_or_else(|| criterion.id.to_string());
        for (kind, field) in [("number", "punten"), ("area", "reden")] {
            form = form.with(kind, &format!("{field}-{}", criterion.id), "", visit);
            if let Some(last) = form.fields.last_mut() {
                let values = [("criterion", name.clone().into()), ("maximum", criterion.maximum.to_string().into())];
                last.label = texts.with_all(&format!("grants-sheet-{field}"), &values);
            }
        }
    }
    let advice = ["positive", "negative"].map(|it| (it.to_owned(), texts.get(&format!("grants-advice-{it}"))));
    form.choosing("radio", "advies", advice.into_iter().collect(), &[], visit)
}

fn lowering(form: FormView, visit: &Visit) -> FormView {
    let grounds = [
        "activities-not-done",
        "obligations-not-met",
        "wrong-data",
        "wrong-grant",
        "lower-costs",
        "new-facts",
        "on-request",
    ];
    let options = grounds.map(|it| (it.to_owned(), visit.texts().get(&format!("grants-lowering-{it}"))));
    form.choosing("checks", "waarom-lager", options.into_iter().collect(), &[], visit)
}

fn kind_name(visit: &Visit, kind: &str) -> String {
    let found = visit.pack().codes("cost-kinds").iter().find(|it| &*it.id == kind);
    found.map_or(kind, |it| it.name.get(visit.language)).to_owned()
}
