//! What was decided on an application, with its reasons and what one can do against it, and what follows a grant: in words
//! for the applicant.

use schakel_casework::{Code, Role};
use schakel_criteria::Verdict as Fit;
use schakel_register::number_with_unit;
use schakel_schemes::{
    Arrangement, GRANT, GrantAction, RefusalGround, SettlementDocument, Verdict, Voucher, VoucherOutcome,
};

use crate::case_words::CaseWords;
use crate::pages::apply::followed::is_announced;
use crate::pages::apply::form_fields::with_facts;
use crate::pages::apply::way::Sheet;
use crate::pages::fields::given;
use crate::pages::frame::Visit;
use crate::pages::parts::{ChoiceView, LinkView};

/// A decision.
pub struct DecisionView {
    /// What was decided.
    pub text: String,
    /// Why, when it was refused.
    pub reasons: Vec<String>,
    /// Points per criterion: what, how many, and of how many.
    pub points: Vec<(String, String)>,
    /// Until when one can object; empty when that is over.
    pub objection: String,
    /// What else fits the firm, after a refusal.
    pub alternatives: Vec<LinkView>,
}

/// A grant.
pub struct GrantView {
    /// Amounts and dates.
    pub rows: Vec<(String, String)>,
    /// What has to be done: what, by when, and whether it was.
    pub obligations: Vec<(String, String)>,
    /// Whether the settlement can be asked for, and with what.
    pub settlement: Option<SettlementView>,
    /// The voucher.
    pub voucher: Vec<(String, String)>,
}

/// Asking for the settlement.
pub struct SettlementView {
    /// How it is settled.
    pub how: String,
    /// What goes with it.
    pub documents: Vec<ChoiceView>,
}

/// How many alternatives are named.
const ALTERNATIVES_MAX: usize = 5;

/// The documents of a settlement with the names that forms have for them.
pub const SETTLEMENT_DOCUMENTS: [(&str, SettlementDocument); 3] = [
    ("final-report", SettlementDocument::FinalReport),
    ("other-income", SettlementDocument::OtherIncome),
    ("audit-statement", SettlementDocument::AuditStatement),
];

/// The decision, once it was told.
pub fn decision(sheet: &Sheet, visit: &Visit) -> Option<DecisionView> {
    let (texts, application) = (visit.texts(), sheet.application());
    let decided = application.decided.as_ref().filter(|_| is_announced(application))?;
    let until = application.objection_until.filter(|it| *it >= visit.app.today());
    let is_granted = matches!(decided.verdict, Verdict::Granted(_));
    let (text, reasons) = match &decided.verdict {
        Verdict::Granted(terms) => {
            let amount = terms.amount.words(visit.language);
            (texts.with("apply-decided-granted", "amount", &amount), Vec::new())
        }
        Verdict::Refused(grounds) => {
            let reasons = grounds.iter().map(|it| ground_words(it, sheet, visit)).collect();
            (texts.get("apply-decided-refused"), reasons)
        }
        Verdict::NotDealtWith => (texts.get("apply-decided-not-dealt-with"), Vec::new()),
    };
    Some(DecisionView {
        text,
        reasons,
        points: points(sheet, visit),
        objection: until.map(|day| objection_words(sheet, day, visit)).unwrap_or_default(),
        alternatives: if is_granted { Vec::new() } else { alternatives(sheet, visit) },
    })
}

/// What follows the grant, once it was told.
pub fn grant(sheet: &Sheet, voucher: Option<&Voucher>, visit: &Visit) -> Option<GrantView> {
    let (texts, application) = (visit.texts(), sheet.application());
    let grant = application.grant.as_ref().filter(|_| is_announced(application))?;
    let words = |it: schakel_register::Cents| it.words(visit.language);
    let mut rows = vec![
        (texts.get("apply-grant-amount"), words(grant.terms.amount)),
        (texts.get("apply-grant-until"), visit.day(grant.terms.activities_until)),
        (texts.get("apply-grant-paid"), words(grant.paid)),
    ];
    let room = grant.advance_room(&sheet.setup.rules.application.grant);
    if room.count() > 0 && grant.settled.is_none() {
        rows.push((texts.get("apply-grant-advance"), words(room)));
    }
    if let Some(day) = grant.payments_held_until {
        rows.push((texts.get("apply-grant-held"), visit.day(day)));
    }
    if let Some((amount, on)) = grant.settled {
        let values = [("amount", words(amount).into()), ("day", visit.day(on).into())];
        rows.push((texts.get("apply-grant-settled"), texts.with_all("apply-grant-settled-on", &values)));
        rows.push((texts.get("apply-grant-to-pay"), words(grant.to_pay())));
        if grant.to_recover().count() > 0 {
            rows.push((texts.get("apply-grant-to-recover"), words(grant.to_recover())));
        }
    }
    if grant.terms.de_minimis {
        rows.push((texts.get("apply-grant-aid"), texts.get("apply-grant-de-minimis")));
    }
    let obligation = |it: &schakel_schemes::Obligation| {
        let met = it.met_on.map(|day| texts.with("apply-obligation-met", "day", &visit.day(day)));
        let due = || texts.with("apply-obligation-due", "day", &visit.day(it.due));
        (names(&it.kind, sheet, visit), met.unwrap_or_else(due))
    };
    let may_ask = GRANT.allows(grant.course.place(), GrantAction::RequestSettlement, Role::Entrepreneur);
    let settlement = (may_ask && grant.arrangement != Arrangement::ExOfficio).then(|| SettlementView {
        how: texts.get(match grant.arrangement {
            Arrangement::Costs => "apply-settle-costs",
            _ => "apply-settle-performance",
        }),
        documents: settlement_documents(grant.arrangement, visit),
    });
    Some(GrantView {
        rows,
        obligations: grant.terms.obligations.iter().map(obligation).collect(),
        settlement,
        voucher: voucher.map(|it| voucher_rows(it, visit)).unwrap_or_default(),
    })
}

/// Why it was refused.
fn ground_words(ground: &RefusalGround, sheet: &Sheet, visit: &Visit) -> String {
    let texts = visit.texts();
    let key = match ground {
        RefusalGround::Criterion(code) => {
            return texts.with("apply-ground-criterion", "criterion", &names(code, sheet, visit));
        }
        RefusalGround::CriterionBelowMinimum(code) => {
            return texts.with("apply-ground-below", "criterion", &names(code, sheet, visit));
        }
        RefusalGround::NotWinnerOfPhase(code) => {
            return texts.with("apply-ground-phase", "phase", &names(code, sheet, visit));
        }
        RefusalGround::OtherPot(code) => return texts.with("apply-ground-pot", "pot", &names(code, sheet, visit)),
        RefusalGround::CeilingReached => "ceiling",
        RefusalGround::TotalBelowMinimum => "total",
        RefusalGround::DeMinimisExceeded => "de-minimis",
        RefusalGround::AidIntensityExceeded => "intensity",
        RefusalGround::GrantedThisYear => "this-year",
        RefusalGround::BegunBefore => "begun",
        RefusalGround::ActivitiesUnlikely => "activities",
        RefusalGround::ObligationsUnlikely => "obligations",
        RefusalGround::AccountUnlikely => "account",
        RefusalGround::WrongData => "wrong-data",
        RefusalGround::Insolvent => "insolvent",
        RefusalGround::RecoveryOutstanding => "recovery",
    };
    texts.get(&format!("apply-ground-{key}"))
}

/// What a code of the round or of its instruments says: a criterion of the ranking, a condition, or a document.
fn names(code: &Code, sheet: &Sheet, visit: &Visit) -> String {
    let of_ranking = sheet.setup.version.ranking.as_ref().and_then(|it| {
        it.criteria.iter().find(|it| *it.id == *code.as_str()).map(|it| it.text.get(visit.language).to_owned())
    });
    let matcher = visit.app.matcher(visit.moment());
    let facts = given(&with_facts(sheet, visit)).facts;
    let of_instrument = || {
        let found = sheet.setup.round.instruments.iter().filter_map(|it| matcher.match_one(it, &facts));
        let mut criteria = found.filter_map(|it| it.on_day.version).flat_map(|it| it.criteria.iter());
        criteria.find(|it| *it.id == *code.as_str()).map(|it| it.text.get(visit.language).to_owned())
    };
    let document = || sheet.setup.version.documents.iter().find(|it| *it.id == *code.as_str());
    of_ranking
        .or_else(of_instrument)
        .or_else(|| document().map(|it| it.name.get(visit.language).to_owned()))
        .unwrap_or_else(|| code.to_string())
}

fn points(sheet: &Sheet, visit: &Visit) -> Vec<(String, String)> {
    let texts = visit.texts();
    let Some(ranking) = &sheet.setup.version.ranking else { return Vec::new() };
    let row = |criterion: &schakel_register::RankingCriterion| {
        let found = sheet.row.merits.points.get(&*criterion.id)?.0;
        let number = |it| number_with_unit(it, "", visit.language).trim().to_owned();
        let values = [("points", number(found).into()), ("most", number(criterion.points_to).into())];
        Some((criterion.text.get(visit.language).to_owned(), texts.with_all("apply-points", &values)))
    };
    ranking.criteria.iter().filter_map(row).collect()
}

fn objection_words(sheet: &Sheet, until: schakel_time::Date, visit: &Visit) -> String {
    let words = CaseWords::new(visit.pack(), visit.language);
    let executor = words.organisation(&sheet.application().executor);
    let values = [
        ("day", visit.day(until).into()),
        ("executor", executor.into()),
        ("number", sheet.application().number.to_string().into()),
    ];
    visit.texts().with_all("apply-objection", &values)
}

/// What else fits the same facts, best first, and can be had now.
fn alternatives(sheet: &Sheet, visit: &Visit) -> Vec<LinkView> {
    let facts = given(&with_facts(sheet, visit)).facts;
    let matcher = visit.app.matcher(visit.moment());
    let own = &sheet.setup.round.instruments;
    let fits = matcher.match_firm(&facts).into_iter().filter(|it| {
        let is_own = own.iter().any(|id| **id == *it.on_day.support.id);
        !is_own && it.answer.verdict != Fit::NotMet && !it.is_over()
    });
    let link = |it: schakel_guide::Match<'_>| LinkView {
        name: it.on_day.support.name.get(visit.language).to_owned(),
        link: visit.link(&format!("/register/{}", it.on_day.support.id)),
    };
    fits.take(ALTERNATIVES_MAX).map(link).collect()
}

fn settlement_documents(arrangement: Arrangement, visit: &Visit) -> Vec<ChoiceView> {
    let asked = arrangement.documents();
    let known = SETTLEMENT_DOCUMENTS.iter().filter(|(_, it)| asked.contains(it));
    let choice = |(id, _): &(&str, SettlementDocument)| ChoiceView {
        id: (*id).to_owned(),
        name: visit.texts().get(&format!("apply-settle-{id}")),
        chosen: false,
        number: String::new(),
    };
    known.map(choice).collect()
}

fn voucher_rows(voucher: &Voucher, visit: &Visit) -> Vec<(String, String)> {
    let texts = visit.texts();
    let words = CaseWords::new(visit.pack(), visit.language);
    let mut rows = vec![
        (texts.get("apply-voucher-number"), voucher.number.0.to_string()),
        (texts.get("apply-voucher-worth"), voucher.worth.words(visit.language)),
        (texts.get("apply-voucher-until"), visit.day(voucher.valid_until)),
    ];
    let state = match voucher.course.outcome() {
        None => texts.get("apply-voucher-open"),
        Some(VoucherOutcome::Lapsed) => texts.get("apply-voucher-lapsed"),
        Some(VoucherOutcome::Redeemed { provider, paid }) => {
            let values =
                [("provider", words.organisation(provider).into()), ("amount", paid.words(visit.language).into())];
            texts.with_all("apply-voucher-redeemed", &values)
        }
    };
    rows.push((texts.get("apply-voucher-state"), state));
    rows
}
