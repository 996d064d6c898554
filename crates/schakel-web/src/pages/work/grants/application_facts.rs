//! What the page of an application says: who asks what, the answers and files, what is missing, the terms, the decision
//! and what became of the grant.

use std::collections::BTreeMap;

use schakel_criteria::Language;
use schakel_register::Round;
use schakel_schemes::{Arrangement, Assessment, GrantState, LimitFinding, Ruling, Verdict, version_on};

use schakel_time::Date;

use super::application_papers::papers;
use super::application_read::ApplicationSeen;
use super::{FactsView, euros, firm_name, words};
use crate::pages::frame::Visit;
use crate::pages::parts::LinkView;
use crate::pages::work::tables::{CellView, TableView};

/// The labels of the fields and documents of a round, by their identifiers.
pub fn labels(visit: &Visit, seen: &ApplicationSeen) -> BTreeMap<String, String> {
    let round = visit.pack().rounds.get(seen.row.application.round.as_str());
    round.map(|it| labels_of(it, visit.app.today(), visit.language)).unwrap_or_default()
}

/// The labels of the fields, documents and criteria of a round on a day, by their identifiers.
pub fn labels_of(round: &Round, today: Date, language: Language) -> BTreeMap<String, String> {
    let Some(version) = version_on(round, today) else { return BTreeMap::new() };
    let fields = version.fields.iter().map(|it| (it.id.to_string(), it.label.get(language).to_owned()));
    let documents = version.documents.iter().map(|it| (it.id.to_string(), it.name.get(language).to_owned()));
    let criteria = version.ranking.iter().flat_map(|it| &it.criteria);
    let criteria = criteria.map(|it| (it.id.to_string(), it.text.get(language).to_owned()));
    fields.chain(documents).chain(criteria).collect()
}

/// The cards of the page, in order.
pub fn facts(visit: &Visit, seen: &ApplicationSeen) -> Vec<FactsView> {
    let labels = labels(visit, seen);
    let label = |id: &str| labels.get(id).cloned().unwrap_or_else(|| id.to_owned());
    let mut facts =
        vec![about(visit, seen), papers(visit, seen, &label), completeness(visit, seen, &label), terms(visit, seen)];
    facts.extend(aid(visit, seen));
    facts.extend(decision(visit, seen, &label));
    facts.extend(objections(visit, seen));
    facts.extend(grant(visit, seen));
    facts
}

fn about(visit: &Visit, seen: &ApplicationSeen) -> FactsView {
    let texts = visit.texts();
    let application = &seen.row.application;
    let row = |key: &str, value: String| (texts.get(&format!("grants-about-{key}")), value);
    let mut rows = vec![
        row("round", super::round_name(visit, &application.round)),
        row("applicant", firm_name(&seen.firms, application.applicant, visit)),
    ];
    if let Some(kvk) = seen.applicant.as_ref().and_then(|it| it.details.kvk_number.clone()) {
        rows.push(row("kvk", kvk));
    }
    for (partner, partnership) in &application.partners {
        let key = match partnership {
            schakel_schemes::Partnership::Invited => "grants-partner-invited",
            schakel_schemes::Partnership::Consented => "grants-partner-consented",
            schakel_schemes::Partnership::Declined => "grants-partner-declined",
        };
        rows.push(row("partner", texts.with(key, "name", &firm_name(&seen.firms, *partner, visit))));
    }
    rows.extend(application.requested().map(|it| row("asks", euros(it, visit.language))));
    for receipt in &application.receipts {
        rows.push(row("received", words::moment(receipt.received_at, visit)));
    }
    rows.extend(seen.row.turn.map(|it| row("turn", it.to_string())));
    rows.extend(application.complete_at.map(|it| row("complete", words::moment(it, visit))));
    let handler = application.assessor.map(|it| seen.people.get(&it).cloned().unwrap_or_else(|| it.0.to_string()));
    rows.push(row("handler", handler.unwrap_or_else(|| texts.get("grants-nobody"))));
    let round = LinkView {
        name: super::round_name(visit, &application.round),
        link: super::round_link(visit, &application.round),
    };
    FactsView { id: "aanvraag", title: texts.get("grants-about"), rows, links: vec![round], ..FactsView::default() }
}

fn completeness(visit: &Visit, seen: &ApplicationSeen, label: &dyn Fn(&str) -> String) -> FactsView {
    let texts = visit.texts();
    let application = &seen.row.application;
    let content = application.content.as_ref();
    let found = content.map(|it| seen.rules.application.completeness.missing(it, application.participants()));
    let missing: std::collections::BTreeSet<_> =
        found.unwrap_or_default().into_iter().chain(application.missing.iter().cloned()).collect();
    let mut words: Vec<String> = missing.iter().map(|it| words::missing(it, label, visit)).collect();
    if words.is_empty() {
        words.push(texts.get("grants-nothing-missing"));
    }
    if let Some(until) = application.repair_until {
        words.push(texts.with("grants-repair-until", "day", &visit.day(until)));
    }
    FactsView { id: "compleet", title: texts.get("grants-completeness"), words, ..FactsView::default() }
}

fn terms(visit: &Visit, seen: &ApplicationSeen) -> FactsView {
    let texts = visit.texts();
    let application = &seen.row.application;
    let row = |key: &str, value: String| (texts.get(&format!("grants-term-{key}")), value);
    let mut rows = Vec::new();
    let due = match (application.decision_due(), &application.term) {
        (Some(day), _) => visit.day(day),
        (None, Some(_)) => texts.get("grants-term-stopped"),
        (None, None) => texts.get("not-known"),
    };
    rows.push(row("decide-by", due));
    if let Some(standing) = application.course.standing() {
        rows.push(row("next", visit.day(standing.due)));
    }
    if let Some(term) = &application.term {
        rows.push(row("start", visit.day(term.start)));
        for pause in &term.suspensions {
            let until = pause.last_day.map_or_else(|| texts.get("grants-term-open"), |day| visit.day(day));
            let key = words::suspension(pause.ground);
            rows.push(row("pause", format!("{} – {until}: {}", visit.day(pause.first_day), texts.get(key))));
        }
        if term.extended_by.is_some() {
            rows.push(row("extended", texts.get("grants-term-once")));
        }
    }
    if let Some(day) = application.default_notice_on {
        rows.push(row("default", visit.day(day)));
        rows.push(row("penalty", texts.get("grants-term-penalty-text")));
    }
    if let Some(day) = application.objection_until {
        rows.push(row("objection", visit.day(day)));
    }
    FactsView { id: "termijnen", title: texts.get("grants-terms"), rows, ..FactsView::default() }
}

/// What would stand against a grant, and what was declared.
fn aid(visit: &Visit, seen: &ApplicationSeen) -> Option<FactsView> {
    let texts = visit.texts();
    let finding = seen.limits.as_ref()?;
    let plain = |code: &str| code.to_owned();
    let mut words: Vec<String> = match finding {
        LimitFinding::Free => vec![texts.get("grants-aid-free")],
        LimitFinding::FallsOut(grounds) => grounds.iter().map(|it| words::ground(it, &plain, visit)).collect(),
        LimitFinding::Review(reasons) => reasons.iter().map(|it| words::review(it, visit)).collect(),
    };
    if let Some(declared) = &seen.declaration {
        let total: schakel_register::Cents = declared.other.iter().map(|it| it.amount).sum();
        words.push(texts.with_all(
            "grants-aid-declared",
            &[("day", visit.day(declared.on).into()), ("amount", euros(total, visit.language).into())],
        ));
    }
    Some(FactsView { id: "steun", title: texts.get("grants-aid"), words, ..FactsView::default() })
}

fn decision(visit: &Visit, seen: &ApplicationSeen, label: &dyn Fn(&str) -> String) -> Option<FactsView> {
    let texts = visit.texts();
    let row = |key: &str, value: String| (texts.get(&format!("grants-decision-{key}")), value);
    let mut view = FactsView { id: "besluit", title: texts.get("grants-decision"), ..FactsView::default() };
    if let Some(divided) = &seen.divided {
        let place = divided
            .place
            .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}–{last}") });
        view.rows.extend(place.map(|it| row("place", it)));
        if seen.row.application.decided.is_none() {
            view.rows.push(row("division", euros(divided.granted, visit.language)));
        }
    }
    if let Some(decided) = &seen.row.application.decided {
        view.rows.push(row("on", visit.day(decided.decided_on)));
        view.rows.extend(decided.announced_on.map(|day| row("announced", visit.day(day))));
        match &decided.verdict {
            Verdict::Granted(terms) => {
                view.rows.push(row("amount", euros(terms.amount, visit.language)));
                view.rows.push(row("until", visit.day(terms.activities_until)));
                let year =
                    |it: &schakel_schemes::YearCommitment| (it.year.to_string(), euros(it.amount, visit.language));
                view.rows.extend(terms.commitments.iter().map(year));
            }
            Verdict::Refused(grounds) => {
                view.words.extend(grounds.iter().map(|it| words::ground(it, label, visit)));
            }
            Verdict::NotDealtWith => view.words.push(texts.get("grants-not-dealt-with")),
        }
    }
    (!view.rows.is_empty() || !view.words.is_empty()).then_some(view)
}

fn objections(visit: &Visit, seen: &ApplicationSeen) -> Option<FactsView> {
    let texts = visit.texts();
    let row = |key: &str, value: String| (texts.get(&format!("grants-objection-{key}")), value);
    let mut view = FactsView { id: "bezwaar", title: texts.get("grants-objection"), ..FactsView::default() };
    for (place, it) in seen.row.application.objections.iter().enumerate() {
        view.rows.push(row("received", visit.day(it.received_on)));
        view.rows.push(row("in-time", texts.get(if it.in_time { "yes" } else { "no" })));
        if let Some((ruling, day)) = it.ruling {
            let key = match ruling {
                Ruling::Inadmissible => "inadmissible",
                Ruling::Unfounded => "unfounded",
                Ruling::Founded => "founded",
            };
            view.rows
                .push(row("ruling", format!("{} ({})", texts.get(&format!("grants-ruling-{key}")), visit.day(day))));
        }
        view.rows.extend(it.appeal_received_on.map(|day| row("appeal", visit.day(day))));
        if let Some(said) = seen.objections.get(place) {
            view.words.extend(Some(said.grounds.clone()).filter(|it| !it.is_empty()));
            view.words.extend(said.reasons.clone());
        }
    }
    (!view.rows.is_empty()).then_some(view)
}

fn grant(visit: &Visit, seen: &ApplicationSeen) -> Option<FactsView> {
    let texts = visit.texts();
    let grant = seen.row.application.grant.as_ref()?;
    let row = |key: &str, value: String| (texts.get(&format!("grants-grant-{key}")), value);
    let money = |amount| euros(amount, visit.language);
    let state = match grant.course.standing().map(|it| it.state) {
        Some(GrantState::Running) => "running",
        Some(GrantState::SettlementRequested) => "requested",
        Some(GrantState::Settled) => "settled",
        Some(GrantState::Recovering) => "recovering",
        None => "ended",
    };
    let arrangement = match grant.arrangement {
        Arrangement::ExOfficio => "ex-officio",
        Arrangement::Performance => "performance",
        Arrangement::Costs => "costs",
    };
    let mut rows = vec![
        row("state", texts.get(&format!("grants-grant-state-{state}"))),
        row("amount", money(grant.terms.amount)),
        row("arrangement", texts.get(&format!("grants-arrangement-{arrangement}"))),
        row("paid", money(grant.paid)),
    ];
    rows.extend(
        grant.settled.map(|(amount, day)| row("settlement", format!("{} ({})", money(amount), visit.day(day)))),
    );
    if grant.to_pay().count() > 0 {
        rows.push(row("to-pay", money(grant.to_pay())));
    }
    if grant.to_recover().count() > 0 {
        rows.push(row("to-recover", money(grant.to_recover())));
    }
    rows.extend(
        seen.voucher.as_ref().map(|it| row("voucher", format!("{} ({})", it.number.0, visit.day(it.valid_until)))),
    );
    let met = |it: &schakel_schemes::Obligation| {
        let key = if it.met_on.is_some() { "grants-obligation-met" } else { "grants-obligation-open" };
        texts.with_all(key, &[("what", it.kind.as_str().into()), ("day", visit.day(it.due).into())])
    };
    Some(FactsView {
        id: "subsidie",
        title: texts.get("grants-grant"),
        rows,
        words: grant.terms.obligations.iter().map(met).collect(),
        ..FactsView::default()
    })
}

/// The sheets of the committee, and what they come to.
pub fn committee_table(visit: &Visit, seen: &ApplicationSeen) -> Option<TableView> {
    if seen.committee.sheets.is_empty() {
        return None;
    }
    let texts = visit.texts();
    let labels = labels(visit, seen);
    let columns = ["grant-assessor", "grant-criterion", "grant-points", "grant-reason"];
    let mut table = TableView::new("grant-committee", &columns, visit);
    for sheet in &seen.committee.sheets {
        let name = seen.people.get(&sheet.assessor).cloned().unwrap_or_else(|| sheet.assessor.0.to_string());
        if sheet.has_interest {
            table.add([CellView::words(name), CellView::words(texts.get("grants-has-interest"))]);
            continue;
        }
        for (criterion, (points, reason, _)) in &sheet.scores {
            table.add([
                CellView::words(name.clone()),
                CellView::words(labels.get(criterion).cloned().unwrap_or_else(|| criterion.clone())),
                CellView::count(points.0),
                CellView::words(reason.clone()),
            ]);
        }
    }
    if let Ok(assessment) = &seen.committee.assessment {
        averages(&mut table, assessment, &labels, visit);
    }
    Some(table)
}

fn averages(table: &mut TableView, assessment: &Assessment, labels: &BTreeMap<String, String>, visit: &Visit) {
    let texts = visit.texts();
    for (criterion, score) in &assessment.scores {
        let values = [("lowest", score.lowest.to_string().into()), ("highest", score.highest.to_string().into())];
        table.add([
            CellView::words(texts.get("grants-average")),
            CellView::words(labels.get(&**criterion).cloned().unwrap_or_else(|| criterion.to_string())),
            CellView::count(score.average),
            CellView::words(texts.with_all("grants-spread", &values)),
        ]);
    }
}
