//! The vouchers of a round: issued, redeemed at a listed provider, open and lapsed, which together are all. Where one can
//! redeem: the organisations that keep a facility in the pack.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::{Code, Course, OrganisationId};
use schakel_desk::GrantingError;
use schakel_identity::Permission;
use schakel_register::{Category, Pack};
use schakel_schemes::{
    Length, RoundRules, Tally, Voucher, VoucherCommand, VoucherNumber, VoucherOutcome, VoucherRules,
};
use schakel_store::tables;
use schakel_time::Period;

use super::small_aid::names_of;
use super::{
    Content, application_link, euros, firm_name, not_done, of_round, round::amount, round_name, show_page, words,
};
use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::Visit;
use crate::pages::parts::LinkView;
use crate::pages::work::AtWork;
use crate::pages::work::forms::{FormView, Typed};
use crate::pages::work::tables::{CellView, TableView};

/// Shows the vouchers of a round.
pub async fn show(at: AtWork, Path(round): Path<String>) -> Response {
    match of_round(&at, &round, Permission::SeeOwnCases, "grant-vouchers").await {
        Ok((staff, round, _)) => answer(&at.visit, &staff, &round, StatusCode::OK, None).await,
        Err(instead) => *instead,
    }
}

/// Redeems a voucher at a provider.
pub async fn send(at: AtWork, Path(round): Path<String>, body: Bytes) -> Response {
    let (staff, round, rules) = match of_round(&at, &round, Permission::ActOnCases, "grant-vouchers").await {
        Ok(found) => found,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let typed = Typed::read(&body);
    let number = typed.get("voucher").parse().ok().map(VoucherNumber);
    let provider = OrganisationId::new(&typed.get("aanbieder")).ok();
    let paid = amount(&typed.get("bedrag-euro"), visit);
    let (Some(number), Some(provider), Some(paid)) = (number, provider, paid) else {
        let back = (typed, visit.texts().get("work-mistake-form"));
        return answer(visit, &staff, &round, StatusCode::BAD_REQUEST, Some(back)).await;
    };
    let (by, rules) = (staff.actor(), rules_of(visit.pack(), &rules));
    let own = round.clone();
    let done = visit.app.on_store(move |app| {
        let is_own = app.store().read(|rows| tables::vouchers::read(rows, number))?.is_some_and(|it| it.round == own);
        if !is_own {
            return Err(GrantingError::NotFound);
        }
        let command = VoucherCommand::Redeem { provider, amount: paid };
        app.grants().act_on_voucher(number, command, rules, by, app.exactly_now()).map(drop)
    });
    match done.await {
        Ok(()) => {
            let back = visit.link_with(&format!("{}/vouchers", super::rounds::path(&round)), &[("gedaan", "ja")]);
            private(Redirect::to(&back).into_response())
        }
        Err(error @ GrantingError::VoucherRefused(_)) => {
            let back = (typed, words::refusal(&error, visit));
            answer(visit, &staff, &round, StatusCode::CONFLICT, Some(back)).await
        }
        Err(error) => not_done(visit, &staff, &error, "grant-vouchers").await,
    }
}

/// The rules of the vouchers of a round. How long a voucher is valid was said when it was issued.
fn rules_of(pack: &Pack, rules: &RoundRules) -> VoucherRules {
    let listed = providers(pack).into_iter().map(|it| (it, Period::default()));
    VoucherRules {
        round: rules.application.round.clone(),
        issuer: rules.application.executor.clone(),
        providers: listed.collect(),
        valid: Length::Days(0),
    }
}

/// The organisations that keep a facility.
fn providers(pack: &Pack) -> Vec<OrganisationId> {
    let facilities = pack.support.values().filter(|it| it.category == Category::Facility);
    let mut found: Vec<OrganisationId> =
        facilities.filter_map(|it| it.provider.as_ref()).filter_map(|it| OrganisationId::new(it).ok()).collect();
    found.sort();
    found.dedup();
    found
}

async fn answer(
    visit: &Visit,
    staff: &Staff,
    round: &Code,
    status: StatusCode,
    sent_back: Option<(Typed, String)>,
) -> Response {
    let code = round.clone();
    let read = visit.app.on_store(move |app| {
        let vouchers = app.store().read(|rows| tables::vouchers::of_round(rows, &code))?;
        Ok::<_, GrantingError>((vouchers, app.grants().voucher_book(&code, app.today())?))
    });
    let (vouchers, book) = match read.await {
        Ok(found) => found,
        Err(error) => return not_done(visit, staff, &error, "grant-vouchers").await,
    };
    let texts = visit.texts();
    let names = names_of(visit, vouchers.iter().map(|it| it.firm).collect()).await;
    let mut tally = TableView::new("voucher-tally", &["voucher-what", "voucher-count", "voucher-worth"], visit);
    for (key, it) in
        [("issued", book.issued), ("redeemed", book.redeemed), ("open", book.open), ("lapsed", book.lapsed)]
    {
        tally.add(tally_row(visit, key, it));
    }
    let mut notes: Vec<(&'static str, String)> = sent_back.iter().map(|(_, it)| ("error", it.clone())).collect();
    if visit.field("gedaan").is_some() && sent_back.is_none() {
        notes.push(("ok", texts.get("work-done")));
    }
    let mut forms = forms(visit, staff, round, &vouchers);
    if let Some((typed, problem)) = sent_back {
        forms = forms.into_iter().map(|it| it.sent_back(&typed, &problem, &[])).collect();
    }
    let lead = texts.with("grants-voucher-paid", "amount", &euros(book.paid, visit.language));
    let list = list(visit, &vouchers, &names);
    let content = Content { lead, notes, tables: vec![tally, list], forms, ..Content::default() };
    let title = texts.with("grants-vouchers-of", "round", &round_name(visit, round));
    show_page(visit, staff, &title, status, content)
}

fn tally_row(visit: &Visit, key: &str, it: Tally) -> [CellView; 3] {
    [
        CellView::words(visit.texts().get(&format!("grants-voucher-{key}"))),
        CellView::count(it.count),
        CellView { is_number: true, ..CellView::words(euros(it.worth, visit.language)) },
    ]
}

fn list(visit: &Visit, vouchers: &[Voucher], names: &BTreeMap<schakel_casework::FirmRef, String>) -> TableView {
    let columns =
        ["voucher-number", "grant-number", "grant-applicant", "voucher-worth", "voucher-until", "grant-state"];
    let mut table = TableView::new("vouchers", &columns, visit);
    for it in vouchers {
        let state = match &it.course {
            Course::Open(_) => "open",
            Course::Ended { outcome: VoucherOutcome::Redeemed { .. }, .. } => "redeemed",
            Course::Ended { outcome: VoucherOutcome::Lapsed, .. } => "lapsed",
        };
        let link = LinkView { name: it.application.to_string(), link: application_link(visit, it.application) };
        table.add([
            CellView::words(it.number.0.to_string()),
            CellView::default().leading_to(vec![link]),
            CellView::words(firm_name(names, it.firm, visit)),
            CellView { is_number: true, ..CellView::words(euros(it.worth, visit.language)) },
            CellView::words(visit.day(it.valid_until)),
            CellView::words(visit.texts().get(&format!("grants-voucher-{state}"))),
        ]);
    }
    table
}

fn forms(visit: &Visit, staff: &Staff, round: &Code, vouchers: &[Voucher]) -> Vec<FormView> {
    let open = vouchers.iter().filter(|it| it.course.standing().is_some());
    let open: Vec<_> = open
        .map(|it| (it.number.0.to_string(), format!("{} ({})", it.number.0, euros(it.worth, visit.language))))
        .collect();
    if open.is_empty() || !staff.may(Permission::ActOnCases) {
        return Vec::new();
    }
    let words = crate::pages::work::words(visit);
    let listed = providers(visit.pack()).into_iter().map(|it| (it.to_string(), words.organisation(&it))).collect();
    let action = visit.link(&format!("{}/vouchers", super::rounds::path(round)));
    let form = FormView::new("voucher-redeem", &action, visit)
        .choosing("select", "voucher", open, &[], visit)
        .choosing("select", "aanbieder", listed, &[], visit)
        .with("number", "bedrag-euro", "", visit);
    vec![form]
}
