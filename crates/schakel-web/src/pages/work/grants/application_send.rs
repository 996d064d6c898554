//! What the executor does with an application through its forms. What is refused comes back on the page, with why and with
//! what was typed.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_casework::{Code, FirmRef, PersonRef};
use schakel_criteria::Number;
use schakel_desk::GrantingError;
use schakel_identity::Permission;
use schakel_register::{Cents, EarlierGrant, typed_number};
use schakel_schemes::{
    Advice, ApplicationCommand, ApplicationNumber, Declaration, GrantCommand, GrantTerms, Judgment, Length,
    LoweringGround, MissingItem, Obligation, OtherAid, Party, Points, RefusalGround, RoundRules, Ruling,
    SuspensionGround, Verdict, VoucherRules, YearCommitment,
};
use schakel_store::tables::committees::NewSheet;
use schakel_time::{Date, parse_date};

use super::application::{answer, number_of};
use super::application_forms::{criteria, form};
use super::application_read::read;
use super::{hidden, not_done, words};
use crate::caller::Staff;
use crate::headers::private;
use crate::pages::frame::Visit;
use crate::pages::work::AtWork;
use crate::pages::work::forms::{ACTION_FIELD, Typed};
use crate::state::App;

/// What a form asks for.
enum Wish {
    Act(ApplicationCommand),
    /// With the words of why.
    Object(ApplicationCommand, String),
    Sheet(NewSheet),
    Advice,
    Declare(Vec<EarlierGrant>),
    OtherAid(OtherAid),
    Voucher(Length),
}

/// Carries out a form.
pub async fn send(at: AtWork, Path(number): Path<String>, body: Bytes) -> Response {
    let staff = match at.staff(Permission::ActOnCases, "grant-act").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let Some(number) = number_of(&number) else { return hidden(visit, &staff, "grant-act").await };
    let typed = Typed::read(&body);
    let who = staff.clone();
    let seen = match visit.app.on_store(move |app| read(app, &who, number)).await {
        Ok(seen) => seen,
        Err(error) => return not_done(visit, &staff, &error, "grant-act").await,
    };
    let Some(wish) = Reading { typed: &typed, visit, rules: &seen.rules }.wish() else {
        let problem = visit.texts().get("work-mistake-form");
        return refused(visit, &staff, number, &typed, StatusCode::BAD_REQUEST, &problem).await;
    };
    let (who, rules, applicant) = (staff.clone(), seen.rules.clone(), seen.row.application.applicant);
    let done = visit.app.on_store(move |app| carry_out(app, &who, (number, applicant), &rules, wish));
    match done.await {
        Ok(()) => {
            let path = format!("/werk/aanvragen/{number}");
            let back = visit.link_with(&path, &[("gedaan", &typed.get(ACTION_FIELD))]);
            private(Redirect::to(&back).into_response())
        }
        Err(error @ (GrantingError::NotFound | GrantingError::NotExecutor | GrantingError::Store(_))) => {
            not_done(visit, &staff, &error, "grant-act").await
        }
        Err(error) => {
            let problem = words::refusal(&error, visit);
            refused(visit, &staff, number, &typed, StatusCode::CONFLICT, &problem).await
        }
    }
}

async fn refused(
    visit: &Visit,
    staff: &Staff,
    number: ApplicationNumber,
    typed: &Typed,
    status: StatusCode,
    problem: &str,
) -> Response {
    let who = staff.clone();
    match visit.app.on_store(move |app| read(app, &who, number)).await {
        Ok(seen) => {
            let back = form(&typed.get(ACTION_FIELD), visit, staff, &seen).sent_back(typed, problem, &[]);
            answer(visit, staff, number, status, Some(back)).await
        }
        Err(error) => not_done(visit, staff, &error, "grant-act").await,
    }
}

fn carry_out(
    app: &App,
    staff: &Staff,
    (number, applicant): (ApplicationNumber, FirmRef),
    rules: &RoundRules,
    wish: Wish,
) -> Result<(), GrantingError> {
    let desk = app.grants();
    let (by, now) = (staff.actor(), app.exactly_now());
    match wish {
        Wish::Act(command) => desk.handle(number, command, by, now).map(drop),
        Wish::Object(command, words) => desk.object(number, command, &words, by, now).map(drop),
        Wish::Sheet(sheet) => desk.hand_in_sheet(number, sheet, by, now),
        Wish::Advice => desk.take_advice(number, by, now).map(drop),
        Wish::Declare(other) => {
            let declaration = Declaration { firm: applicant, on: now.date(), other };
            desk.declare_small_aid(declaration, &by, now)
        }
        Wish::OtherAid(aid) => desk.keep_other_aid(number, aid, &by, now),
        Wish::Voucher(valid) => {
            let rules = VoucherRules {
                round: rules.application.round.clone(),
                issuer: rules.application.executor.clone(),
                providers: BTreeMap::new(),
                valid,
            };
            desk.issue_voucher(number, rules, by, now).map(drop)
        }
    }
}

/// A form as it is read.
struct Reading<'a> {
    typed: &'a Typed,
    visit: &'a Visit,
    rules: &'a RoundRules,
}

impl Reading<'_> {
    /// What the form asks for; nothing when something in it cannot be read.
    fn wish(&self) -> Option<Wish> {
        let action = self.typed.get(ACTION_FIELD);
        Some(match action.as_str() {
            "grant-complete" => Wish::Act(ApplicationCommand::FindComplete),
            "grant-ask" => Wish::Act(ApplicationCommand::AskToComplete { missing: self.missing()? }),
            "grant-assign" => {
                Wish::Act(ApplicationCommand::Assess(PersonRef(self.typed.get("behandelaar").parse().ok()?)))
            }
            "grant-decide" => Wish::Act(ApplicationCommand::Decide(Verdict::Granted(self.terms("bedrag-euro")?))),
            "grant-refuse" => Wish::Act(ApplicationCommand::Decide(Verdict::Refused(self.grounds()?))),
            "grant-not-dealt" => Wish::Act(ApplicationCommand::Decide(Verdict::NotDealtWith)),
            "grant-announce" => Wish::Act(ApplicationCommand::Announce),
            "grant-term" => Wish::Act(self.term()?),
            "grant-default" => Wish::Act(ApplicationCommand::GiveDefault { received_on: self.day("ontvangen")? }),
            "grant-object" => {
                let (received_on, posted_on) = (self.day("ontvangen")?, self.day("gepost"));
                Wish::Object(ApplicationCommand::Object { received_on, posted_on }, self.typed.get("gronden"))
            }
            "grant-postpone" => {
                Wish::Act(ApplicationCommand::Postpone { weeks: self.typed.get("weken").parse().ok()? })
            }
            "grant-objection" => Wish::Object(self.ruling()?, self.typed.get("redenen")),
            "grant-appeal" => Wish::Act(ApplicationCommand::Appeal { received_on: self.day("ontvangen")? }),
            "grant-judge" => Wish::Act(self.judgment()?),
            "grant-withdraw" => Wish::Act(ApplicationCommand::Withdraw),
            "grant-sheet" => Wish::Sheet(self.sheet()?),
            "grant-advice" => Wish::Advice,
            "grant-declaration" => Wish::Declare(self.declared()?),
            "grant-other-aid" => {
                let aid = [(self.typed.some("kostensoort")?, vec![self.money("bedrag-euro")?])];
                Wish::OtherAid(aid.into())
            }
            "grant-voucher" => Wish::Voucher(Length::Months(self.typed.get("geldig-maanden").parse().ok()?)),
            other => Wish::Act(ApplicationCommand::Grant(self.of_grant(other)?)),
        })
    }

    fn of_grant(&self, action: &str) -> Option<GrantCommand> {
        Some(match action {
            "grant-advance" => GrantCommand::PayAdvance(self.money("bedrag-euro")?),
            "grant-hold" => GrantCommand::HoldPayments,
            "grant-release" => GrantCommand::ReleasePayments,
            "grant-report" => GrantCommand::Report { obligation: self.typed.get("verplichting").parse().ok()? },
            "grant-settle" => GrantCommand::Settle { amount: self.money("bedrag-euro")?, lowered: self.lowered()? },
            "grant-settle-ex-officio" => {
                GrantCommand::SettleExOfficio { amount: self.money("bedrag-euro")?, lowered: self.lowered()? }
            }
            "grant-pay-rest" => GrantCommand::PayRest,
            "grant-receive-back" => GrantCommand::ReceiveBack(self.money("bedrag-euro")?),
            "grant-let-go" => GrantCommand::LetGo,
            "grant-lower" => {
                GrantCommand::LowerSettlement { amount: self.money("bedrag-euro")?, lowered: self.lowered()? }
            }
            "grant-revoke" => GrantCommand::Revoke(self.lowered()?),
            _ => return None,
        })
    }

    fn day(&self, field: &str) -> Option<Date> {
        parse_date(&self.typed.get(field)).ok()
    }

    fn number(&self, text: &str) -> Option<Number> {
        typed_number(text, self.visit.language)
    }

    fn money(&self, field: &str) -> Option<Cents> {
        self.number(&self.typed.get(field)).and_then(Cents::from_euros)
    }

    fn missing(&self) -> Option<BTreeSet<MissingItem>> {
        let item = |it: &str| match it.split_once('-')? {
            ("veld", id) => Some(MissingItem::Field(Code::new(id).ok()?)),
            ("stuk", id) => Some(MissingItem::Document(Code::new(id).ok()?)),
            _ => None,
        };
        self.typed.all("ontbreekt").into_iter().map(item).collect()
    }

    /// The terms of a grant: an amount, its years (each year on a line, `2026: 10.000`) and obligations (`what: day`).
    fn terms(&self, field: &str) -> Option<GrantTerms> {
        let amount = self.money(field)?;
        let year = |(year, text): (&str, &str)| {
            Some(YearCommitment { year: year.parse().ok()?, amount: Cents::from_euros(self.number(text)?)? })
        };
        let commitments: Vec<YearCommitment> =
            pairs(&self.typed.get("jaren"))?.into_iter().map(year).collect::<Option<_>>()?;
        let now = YearCommitment { year: self.visit.app.today().year(), amount };
        let due = |(kind, day): (&str, &str)| {
            Some(Obligation { kind: Code::new(kind).ok()?, due: parse_date(day).ok()?, met_on: None })
        };
        let obligations = pairs(&self.typed.get("verplichtingen"))?.into_iter().map(due).collect::<Option<_>>()?;
        Some(GrantTerms {
            amount,
            activities_until: self.day("activiteiten-tot")?,
            commitments: if commitments.is_empty() { vec![now] } else { commitments },
            obligations,
            de_minimis: self.typed.get("kleine-steun") == "ja",
        })
    }

    fn grounds(&self) -> Option<BTreeSet<RefusalGround>> {
        let ground = |it: &str| match it.strip_prefix("criterion-") {
            Some(id) => Some(RefusalGround::CriterionBelowMinimum(Code::new(id).ok()?)),
            None => serde_json::from_value(serde_json::Value::String(it.to_owned())).ok(),
        };
        self.typed.all("gronden-keuze").into_iter().map(ground).collect()
    }

    fn term(&self) -> Option<ApplicationCommand> {
        let suspend = |ground| Some(ApplicationCommand::Suspend { ground, until: self.day("stil-tot")? });
        match self.typed.get("termijnstap").as_str() {
            "agreed" => suspend(SuspensionGround::Agreed),
            "applicant" => suspend(SuspensionGround::DueToApplicant),
            "force" => suspend(SuspensionGround::ForceMajeure),
            "foreign" => suspend(SuspensionGround::ForeignInformation),
            "resume" => Some(ApplicationCommand::Resume),
            "extend" => Some(ApplicationCommand::Extend),
            "delay" => Some(ApplicationCommand::NoticeDelay { until: self.day("stil-tot")? }),
            _ => None,
        }
    }

    fn ruling(&self) -> Option<ApplicationCommand> {
        let ruling: Ruling = self.typed.named("uitspraak")?;
        let verdict = match ruling {
            Ruling::Founded => Some(Verdict::Granted(self.terms("bedrag-nieuw")?)),
            Ruling::Inadmissible | Ruling::Unfounded => None,
        };
        let excused = self.typed.get("verschoonbaar") == "ja";
        Some(ApplicationCommand::DecideObjection { ruling, verdict, excused })
    }

    fn judgment(&self) -> Option<ApplicationCommand> {
        let judgment: Judgment = self.typed.named("uitspraak")?;
        let verdict = match judgment {
            Judgment::Replaced => Some(Verdict::Granted(self.terms("bedrag-nieuw")?)),
            Judgment::Dismissed | Judgment::DecideAgain => None,
        };
        Some(ApplicationCommand::Judge { judgment, verdict, decide_by: self.day("opnieuw-voor") })
    }

    fn lowered(&self) -> Option<BTreeSet<LoweringGround>> {
        let ground = |it: &str| serde_json::from_value(serde_json::Value::String(it.to_owned())).ok();
        self.typed.all("waarom-lager").into_iter().map(ground).collect()
    }

    fn sheet(&self) -> Option<NewSheet> {
        let has_interest = self.typed.get("belang") == "ja";
        let party = |it: &str| it.parse().ok().map(|firm| Party::Firm(FirmRef(firm)));
        let works_for = self.typed.all("werkt-voor").into_iter().map(party).collect::<Option<_>>()?;
        let score = |id: &str| {
            let points = self.number(&self.typed.get(&format!("punten-{id}")))?;
            Some((id.to_owned(), (Points(points), self.typed.get(&format!("reden-{id}")))))
        };
        let scores = match has_interest {
            true => BTreeMap::new(),
            false => criteria(self.rules).iter().map(|it| score(&it.id)).collect::<Option<_>>()?,
        };
        let advice = if has_interest { Advice::Negative } else { self.typed.named("advies")? };
        Some(NewSheet { has_interest, works_for, advice, scores })
    }

    /// Other small aid: each grant on a line, `2025-03-01: 50.000`.
    fn declared(&self) -> Option<Vec<EarlierGrant>> {
        let grant = |(day, text): (&str, &str)| {
            Some(EarlierGrant { granted_on: parse_date(day).ok()?, amount: Cents::from_euros(self.number(text)?)? })
        };
        pairs(&self.typed.get("andere-steun"))?.into_iter().map(grant).collect()
    }
}

/// The two sides of the colon on each line.
fn pairs(text: &str) -> Option<Vec<(&str, &str)>> {
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
    lines.map(|line| line.split_once(':').map(|(left, right)| (left.trim(), right.trim()))).collect()
}
