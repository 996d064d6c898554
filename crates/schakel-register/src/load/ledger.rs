//! Reading `ledger/`: decisions about money, what they did, and how the books are set up.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::honest::Honest;
use crate::load::PackFiles;
use crate::load::files::{LEDGER, LEDGER_SETTINGS, document, each_document};
use crate::money_record::{
    DecisionBody, DecisionDay, MoneyDecision, MoneyKind, MoneyLine, MoneyRecord, MoneyResult, MoneySettings,
    ResultCause,
};
use crate::pack::Pack;
use crate::reader::{FigureKind, Notes, Reader, Target};
use crate::source::Id;

/// Reads the files of `ledger/`.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    each_document(files, LEDGER, notes, |name, reader| {
        if name == LEDGER_SETTINGS {
            return;
        }
        for entry in reader.tables("decision") {
            if let Some(decision) = read_decision(&entry) {
                add_decision(decision, &entry, pack);
            }
            entry.finish();
        }
        for entry in reader.tables("operation") {
            pack.money.extend(read_record(&entry));
            entry.finish();
        }
        reader.finish();
    });
    let path = format!("{LEDGER}/{LEDGER_SETTINGS}.toml");
    if let Some((path, text)) = files.get_key_value(path.as_str()) {
        document(path, text, notes, |reader| {
            pack.money_settings = read_settings(reader);
            reader.finish();
        });
    }
}

fn add_decision(decision: MoneyDecision, entry: &Reader<'_>, pack: &mut Pack) {
    if let Some(earlier) = pack.money_decisions.get(&decision.id) {
        let title = format!("decision `{}` is there twice, also in `{}`", earlier.id, earlier.file);
        entry.error_with_help(entry.span(), title, "a decision stands in one place; operations name it");
        return;
    }
    pack.money_decisions.insert(Id::clone(&decision.id), decision);
}

fn read_decision(entry: &Reader<'_>) -> Option<MoneyDecision> {
    let id = entry.required_text("id");
    let number = entry.text("number").map(|it| it.value);
    let body = entry.required_choice("body", &DecisionBody::ALL);
    let name = entry.required_bilingual("name", "name_en");
    let (on, before) = (entry.date("decided_on"), entry.date("decided_before"));
    let day = match (on, before) {
        (Some(on), None) => Some(DecisionDay::On(on)),
        (None, Some(before)) => Some(DecisionDay::Before(before)),
        _ => {
            let help = "give `decided_on`, or `decided_before` when no source says on which day";
            entry.error_with_help(entry.span(), "a decision has one day, or a day before which it was made", help);
            None
        }
    };
    let programmes = entry.references("programmes", Target::Record);
    let source = entry.required_source("source");
    Some(MoneyDecision {
        id: Id::from(id?.value),
        file: Arc::clone(entry.path()),
        number,
        body: body?,
        name: name?,
        day: day?,
        programmes,
        source: source?,
    })
}

fn read_record(entry: &Reader<'_>) -> Option<MoneyRecord> {
    let kind = entry.required_choice("kind", &MoneyKind::ALL);
    let decision = entry.required_reference("decision", Target::Decision);
    let part = entry.text("part").map(|it| Id::from(it.value));
    let reason = entry.required_bilingual("reason", "reason_en");
    let source = entry.required_source("source");
    let amount = entry.honest("amount", FigureKind::Any).map(|it| it.value);
    let of_which = entry.honest("of_which", FigureKind::Amount).map(|it| it.value);
    let results = entry.tables("result").iter().filter_map(|it| read_result(it, source.as_ref())).collect();
    let lines = entry.tables("line").iter().filter_map(read_line).collect();
    let record = MoneyRecord {
        kind: kind?,
        file: Arc::clone(entry.path()),
        span: entry.span(),
        decision: decision?,
        part,
        reason: reason?,
        source: source?,
        performance: performance(entry),
        programme: entry.reference("programme", Target::Record),
        reserve: entry.reference("reserve", Target::Record),
        scheme: entry.reference("scheme", Target::Record),
        proposal: entry.text("proposal").map(|it| Id::from(it.value)),
        year: year(entry, "year"),
        to_year: year(entry, "to_year"),
        amount,
        of_which,
        results,
        lines,
        ends: entry.date("ends"),
        processed_in: entry.text("processed_in").map(|it| it.value),
        executive_may_move: entry.flag("executive_may_move"),
    };
    complete(&record, entry).then_some(record)
}

/// Which fields a kind needs, besides those that all have.
fn needed(kind: MoneyKind) -> &'static [&'static str] {
    match kind {
        MoneyKind::Earmark => &["reserve", "performance"],
        MoneyKind::Balance => &["performance", "year", "amount", "result"],
        MoneyKind::CarryOver | MoneyKind::KeepForPending => {
            &["reserve", "performance", "programme", "year", "to_year", "amount"]
        }
        MoneyKind::CoverShortfall => &["reserve", "performance", "programme", "year", "amount"],
        MoneyKind::Prefinance => &["reserve", "performance", "scheme", "amount", "of_which"],
        MoneyKind::ReceiveStateMoney => &["scheme", "year", "amount", "of_which"],
        MoneyKind::ProposeAppropriation => &["proposal", "reserve", "performance", "year", "amount"],
        MoneyKind::AppropriateResult => &["proposal"],
        MoneyKind::SettlePrefinancing => &["scheme", "performance", "programme", "year", "amount"],
        MoneyKind::AmendBudget => &["line"],
        MoneyKind::AssignBudget => &["performance", "programme", "year"],
        MoneyKind::Spend => &["performance", "programme", "year", "amount"],
        MoneyKind::Term => &["programme"],
    }
}

fn complete(record: &MoneyRecord, entry: &Reader<'_>) -> bool {
    let missing: Vec<&str> = needed(record.kind).iter().copied().filter(|field| !entry.has(field)).collect();
    for field in &missing {
        let kind = MoneyKind::ALL.iter().find(|(_, kind)| *kind == record.kind).map_or("", |(name, _)| name);
        let title = format!("`{field}` is missing: an operation `{kind}` needs it");
        let help = "docs/pack-format.md says what each kind of operation needs";
        entry.report(Diagnostic::error(entry.path(), entry.span(), title).help(help));
    }
    missing.is_empty()
}

fn read_result(entry: &Reader<'_>, source: Option<&crate::source::SourceRef>) -> Option<MoneyResult> {
    let programme = entry.required_reference("programme", Target::Record);
    let amount = required_amount(entry, "amount");
    let cause = entry.bilingual("cause", "cause_en").map(ResultCause::Given);
    let not_in_source = entry.flag("cause_not_in_source").then_some(ResultCause::NotInSource);
    if cause.is_some() && not_in_source.is_some() {
        entry.error(entry.span(), "a result with a `cause` that is also `cause_not_in_source`");
    }
    let source = entry.source("source").or_else(|| source.cloned());
    entry.finish();
    Some(MoneyResult { programme: programme?, amount: amount?, cause: cause.or(not_in_source), source: source? })
}

fn read_line(entry: &Reader<'_>) -> Option<MoneyLine> {
    let line = MoneyLine {
        reserve: entry.reference("reserve", Target::Record),
        performance: entry.required_text("performance").map(|it| Id::from(it.value))?,
        programme: entry.reference("programme", Target::Record),
        year: year(entry, "year"),
        before: entry.honest("before", FigureKind::Amount).map(|it| it.value),
        change: required_amount(entry, "change")?,
    };
    if line.reserve.is_none() && (line.programme.is_none() || line.year.is_none()) {
        let help = "a line is an earmark (`reserve`), or a budget (`programme` and `year`)";
        entry.error_with_help(entry.span(), "a line of an amendment that is neither", help);
        return None;
    }
    entry.finish();
    Some(line)
}

fn required_amount(entry: &Reader<'_>, field: &'static str) -> Option<Honest> {
    if !entry.has(field) {
        entry.error(entry.span(), format!("`{field}` is missing"));
    }
    entry.honest(field, FigureKind::Any).map(|it| it.value)
}

fn read_settings(reader: &Reader<'_>) -> Option<MoneySettings> {
    let explain_from = required_amount(reader, "explain_from");
    let number = reader.required_text("government_number");
    let name = reader.required_text("government_name");
    let source = reader.required_source("source");
    let mut task_fields = Vec::new();
    for entry in reader.tables("task_field") {
        let pair = performance(&entry).zip(entry.required_text("code").map(|it| Id::from(it.value)));
        task_fields.extend(pair);
        entry.finish();
    }
    let mut charges = Vec::new();
    for entry in reader.tables("charge") {
        let (round, performance) = (entry.required_text("round"), performance(&entry));
        let programme = entry.required_reference("programme", Target::Record);
        charges.extend(
            round
                .zip(performance)
                .zip(programme)
                .map(|((round, performance), programme)| (Id::from(round.value), performance, programme)),
        );
        entry.finish();
    }
    Some(MoneySettings {
        charges,
        explain_from: explain_from?,
        government_number: number?.value,
        government_name: name?.value,
        task_fields,
        source: source?,
    })
}

/// The code of a performance: numbers with points, `5.3.2`.
fn performance(entry: &Reader<'_>) -> Option<Id> {
    let text = entry.text("performance")?;
    let is_code = text.value.split('.').all(|part| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit()));
    if !is_code {
        let help = "write it as numbers with points: `performance = \"5.3.2\"`";
        entry.error_with_help(text.span, format!("`{}` is no code of a performance", text.value), help);
        return None;
    }
    Some(Id::from(text.value))
}

fn year(entry: &Reader<'_>, field: &'static str) -> Option<i16> {
    let count = entry.count(field)?;
    let year = i16::try_from(count).ok().filter(|it| (1900..=2999).contains(it));
    if year.is_none() {
        let span = entry.field_span(field).unwrap_or_else(|| entry.span());
        entry.error(span, format!("`{field}` is no year: write it as 2017"));
    }
    year
}
