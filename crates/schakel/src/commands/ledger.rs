//! `schakel ledger`: what the books of a pack say, whether they are in order, and the books for other programs. How the books
//! are kept lives in `schakel-ledger`; how they look as text in `text`.

mod text;

use std::collections::BTreeMap;

use schakel_ledger::{
    Account, Iv3Contact, Iv3Period, Iv3Setup, Ledger, LedgerRules, Name, PackLedger, PlainTextForm, iv3_delivery,
    iv3_flaws, ledger_of_pack, to_csv, to_plain_text,
};
use schakel_register::{Cents, Pack, load};
use serde_json::{Value as Json, json};

use crate::arguments::{
    Format, Ledger as Arguments, LedgerAction, LedgerBalance, LedgerCheck, LedgerExport, LedgerForm,
};
use crate::commands::{CommandError, Outcome, now, usable_pack};
use crate::files::read_pack;
use crate::printer::Printer;

/// Shows, checks or writes the books.
pub fn run(arguments: &Arguments, printer: &mut Printer) -> Result<Outcome, CommandError> {
    match &arguments.action {
        LedgerAction::Balance(balance) => run_balance(balance, printer),
        LedgerAction::Check(check) => run_check(check, printer),
        LedgerAction::Export(export) => run_export(export, printer),
    }
}

fn run_balance(arguments: &LedgerBalance, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = usable_pack(&arguments.pack, printer)?;
    let books = ledger_of_pack(&pack);
    let document = match arguments.performance.as_deref().zip(arguments.year) {
        Some((performance, year)) => json!({ "balances": [one_balance(performance, year, &pack, &books)?] }),
        None => all(&books),
    };
    match arguments.format {
        Format::Json => printer.line(&format!("{document:#}")),
        Format::Text => text::lines(&document).iter().for_each(|line| printer.line(line)),
    }
    Ok(Outcome::Good)
}

/// The balance of one performance, or why there is none.
fn one_balance(code: &str, year: i16, pack: &Pack, books: &PackLedger) -> Result<Json, CommandError> {
    if let Some(why) = books.refused_balance(pack, code, year) {
        return Err(CommandError::refused(why.to_string()).help("`schakel check` shows the record in the pack"));
    }
    let name = Name::new(code).map_err(|error| CommandError::wrong_use(error.to_string()))?;
    let balance = books.ledger.performance_balance(&name, year);
    balance.map(|it| balance_as_json(&it)).map_err(|error| CommandError::refused(error.to_string()))
}

fn all(books: &PackLedger) -> Json {
    let ledger = &books.ledger;
    let years = ledger.performance_years();
    let mut reserves: Vec<Name> = ledger.earmarks().keys().map(|(reserve, _)| reserve.clone()).collect();
    reserves.dedup();
    let balances: Vec<Json> = years
        .iter()
        .filter_map(|(performance, year)| ledger.performance_balance(performance, *year).ok())
        .map(|it| balance_as_json(&it))
        .collect();
    let amendments: Vec<Json> = years.iter().flat_map(|(code, year)| amendments(ledger, code, *year)).collect();
    json!({
        "balances": balances,
        "reserves": reserves.iter().map(|it| reserve_as_json(ledger, it)).collect::<Vec<_>>(),
        "amendments": amendments,
        "prefinancing": prefinancing(ledger),
        "proposals": proposals(ledger),
        "pots": pots(ledger),
    })
}

fn balance_as_json(balance: &schakel_ledger::PerformanceBalance) -> Json {
    let part = |it: &schakel_ledger::ProgrammeBalance| {
        json!({
            "programme": it.line.programme.as_str(),
            "budget_cents": it.budget.map(Cents::count),
            "realised_cents": it.realised.map(Cents::count),
            "result_cents": it.result.count(),
            "cover_cents": it.cover.count(),
            "cause": it.cause.as_ref().map(|cause| match cause {
                schakel_ledger::Cause::Given(text) => text.as_str(),
                _ => "the source names no cause",
            }),
            "decisions": it.entries.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })
    };
    json!({
        "performance": balance.performance.as_str(),
        "year": balance.year,
        "balance_cents": balance.total.count(),
        "parts": balance.parts.iter().map(part).collect::<Vec<_>>(),
    })
}

fn reserve_as_json(ledger: &Ledger, reserve: &Name) -> Json {
    let movements = ledger.reserve_movements(reserve);
    let row = |it: &schakel_ledger::ReserveMovement| {
        json!({
            "decision": it.key.to_string(),
            "performance": it.performance.as_str(),
            "accounts_of": it.year,
            "day": it.day.to_string(),
            "cents": it.amount.count(),
            "state": if it.is_posted { "posted" } else { "proposed" },
        })
    };
    let earmarks = ledger.earmarks().iter().filter(|((of, _), _)| of == reserve);
    let earmark = |performance: &Name, opening: Option<Cents>| {
        let account = Account::Reserve { reserve: reserve.clone(), performance: performance.clone() };
        let balance = opening.map(|_| ledger.balance_of(&account).count());
        json!({ "performance": performance.as_str(), "opening_cents": opening.map(Cents::count), "balance_cents": balance })
    };
    let reported: BTreeMap<String, i64> = movements.iter().fold(BTreeMap::new(), |mut sums, it| {
        if let Some(year) = it.year {
            *sums.entry(year.to_string()).or_default() += it.amount.count();
        }
        sums
    });
    json!({
        "reserve": reserve.as_str(),
        "earmarks": earmarks.map(|((_, performance), it)| earmark(performance, it.opening)).collect::<Vec<_>>(),
        "movements": movements.iter().map(row).collect::<Vec<_>>(),
        "reported_cents": reported,
    })
}

fn amendments(ledger: &Ledger, performance: &Name, year: i16) -> Vec<Json> {
    let line = |it: &schakel_ledger::AmendmentLine| {
        json!({
            "account": it.account.to_string(),
            "before_cents": it.before.map(Cents::count),
            "change_cents": it.change.count(),
            "after_cents": it.after().map(Cents::count),
        })
    };
    let amendment = |it: &schakel_ledger::Amendment| {
        json!({
            "decision": it.key.to_string(),
            "performance": performance.as_str(),
            "year": year,
            "reason": it.reason,
            "lines": it.lines.iter().map(line).collect::<Vec<_>>(),
            "sum_cents": it.lines.iter().map(|it| it.change).sum::<Cents>().count(),
        })
    };
    ledger.amendments(performance, year).iter().map(amendment).collect()
}

fn prefinancing(ledger: &Ledger) -> Vec<Json> {
    let row = |(scheme, it): (&Name, &schakel_ledger::Prefinancing)| {
        json!({
            "scheme": scheme.as_str(),
            "advanced_cents": it.advanced.count(),
            "received_cents": it.received.count(),
            "open_cents": it.open().count(),
            "outside_reserve_cents": it.outside_reserve().count(),
        })
    };
    ledger.prefinancing().iter().map(row).collect()
}

fn proposals(ledger: &Ledger) -> Vec<Json> {
    let row = |(name, it): (&Name, &schakel_ledger::Proposal)| {
        json!({
            "proposal": name.as_str(),
            "year": it.year,
            "reserve": it.reserve.as_str(),
            "performance": it.performance.as_str(),
            "cents": it.amount.count(),
            "processed_in": it.processed_in,
            "state": if it.posted { "posted" } else { "proposed" },
        })
    };
    ledger.proposals().iter().map(row).collect()
}

fn pots(ledger: &Ledger) -> Vec<Json> {
    let row = |(name, it): (&Name, &schakel_ledger::PotMoney)| {
        json!({
            "pot": name.as_str(),
            "firm_cents": it.firm().count(),
            "provisional_cents": it.provisional().count(),
            "parties": it.parties.keys().map(Name::as_str).collect::<Vec<_>>(),
        })
    };
    ledger.pots().iter().map(row).collect()
}

fn run_check(arguments: &LedgerCheck, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = load(&read_pack(&arguments.pack)?).pack;
    let books = ledger_of_pack(&pack);
    let ledger = &books.ledger;
    let mut wrong: Vec<String> = Vec::new();
    for unposted in &books.unposted {
        let place =
            pack.money.get(unposted.record).map_or_else(String::new, |it| format!("{} ({}): ", it.file, it.source));
        wrong.push(format!("{place}{}", unposted.why));
    }
    wrong.extend(books.refused_pots.iter().map(|it| format!("round `{}`: {}", it.round, it.why)));
    let sum: Cents = ledger.trial_balance().values().copied().sum();
    if sum != Cents::ZERO {
        wrong.push(format!("all accounts are together {} cents, not nought", sum.count()));
    }
    let rules = LedgerRules { explain_from: Cents::ZERO };
    match Ledger::replay(rules, ledger.journal().iter().cloned()) {
        Ok(replayed) if replayed.knows_the_same_as(ledger) => {}
        Ok(_) => wrong.push("the journal gives other books when it is replayed".to_owned()),
        Err(error) => wrong.push(error.to_string()),
    }
    let postings: usize = ledger.journal().iter().map(|it| it.postings.len()).sum();
    match arguments.format {
        Format::Json => {
            let document = json!({ "entries": ledger.journal().len(), "postings": postings, "sum_cents": sum.count(), "wrong": wrong });
            printer.line(&format!("{document:#}"));
        }
        Format::Text => {
            wrong.iter().for_each(|it| printer.line(&format!("- {it}")));
            let entries = ledger.journal().len();
            printer
                .line(&format!("{entries} entries with {postings} postings, together nought; {} wrong", wrong.len()));
        }
    }
    Ok(if wrong.is_empty() { Outcome::Good } else { Outcome::Findings })
}

fn run_export(arguments: &LedgerExport, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = usable_pack(&arguments.pack, printer)?;
    let books = ledger_of_pack(&pack);
    let text = match arguments.format {
        LedgerForm::Beancount => to_plain_text(&books.ledger, PlainTextForm::Beancount),
        LedgerForm::Hledger => to_plain_text(&books.ledger, PlainTextForm::Hledger),
        LedgerForm::Csv => to_csv(&books.ledger),
        LedgerForm::Iv3 => return deliver(arguments, &pack, &books, printer),
    };
    printer.line(text.trim_end());
    Ok(Outcome::Good)
}

fn deliver(
    arguments: &LedgerExport,
    pack: &Pack,
    books: &PackLedger,
    printer: &mut Printer,
) -> Result<Outcome, CommandError> {
    let Some(settings) = &pack.money_settings else {
        let message = "the pack does not say how the books are delivered";
        return Err(CommandError::refused(message).help("add `ledger/settings.toml`; docs/pack-format.md shows it"));
    };
    let fields =
        settings.task_fields.iter().filter_map(|(code, field)| Some((Name::new(code).ok()?, field.to_string())));
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    let setup = Iv3Setup {
        government_number: settings.government_number.clone(),
        government_name: settings.government_name.clone(),
        task_fields: fields.collect(),
        contact: Iv3Contact {
            name: given(&arguments.contact),
            email: given(&arguments.email),
            telephone: given(&arguments.telephone),
        },
        made_at: now(),
    };
    let period = if arguments.budget { Iv3Period::Budget } else { Iv3Period::Accounts };
    let year = arguments.year.unwrap_or_default();
    let delivery =
        iv3_delivery(&books.ledger, &setup, year, period).map_err(|error| CommandError::refused(error.to_string()))?;
    if let Some(flaw) = iv3_flaws(&delivery.document).first() {
        return Err(CommandError::refused(format!("the delivery does not pass a control of the State: {flaw}")));
    }
    printer.line(&format!("{:#}", delivery.document));
    Ok(Outcome::Good)
}
