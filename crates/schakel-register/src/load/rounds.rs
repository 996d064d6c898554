//! Reading `rounds/`: openings of instruments with their rules over time, and where they contradict the instrument.
//! The money behind a round is read in `round_money`, what an applicant hands in and how it is scored in `round_form`.

use std::sync::Arc;

use schakel_criteria::Language;
use schakel_time::Date;

use crate::diagnostic::Diagnostic;
use crate::honest::{Honest, number_with_unit};
use crate::load::PackFiles;
use crate::load::files::{DISTRIBUTION_KEYS, Draft, ROUNDS, document, each_record};
use crate::load::records::read_head;
use crate::load::round_form::{read_documents, read_fields, read_participants, read_ranking, read_settlements};
use crate::load::round_money::{read_ceilings, read_costs, read_keys, read_pots, report_amounts};
use crate::load::step_rules::span_of_time;
use crate::load::version::{read_window, report_overlap};
use crate::pack::Pack;
use crate::reader::{FigureKind, Notes, Placed, Reader, Target};
use crate::round::{Amounts, AtCeiling, Ceiling, DecideAfter, GroupScope, Procedure, Round, RoundTerms, RoundVersion};
use crate::source::SourceRef;
use crate::support::{Support, Version};

/// Reads `rounds/keys.toml` and the records of `rounds/`.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    if let Some((path, text)) = files.get_key_value(DISTRIBUTION_KEYS) {
        document(path, text, notes, |reader| {
            pack.distribution_keys = read_keys(reader);
            reader.finish();
        });
    }
    each_record(files, ROUNDS, notes, |draft| {
        let round = read_round(draft, pack);
        draft.reader.finish();
        pack.rounds.extend(round.map(|round| (Arc::clone(&round.id), round)));
    });
}

fn read_round(draft: &Draft<'_>, pack: &Pack) -> Option<Round> {
    let reader = &draft.reader;
    let head = read_head(draft);
    let instruments = reader.references("instruments", Target::Support);
    if instruments.is_empty() {
        let help = "name the instrument that is opened: `instruments = [\"…\"]`";
        reader.error_with_help(reader.span(), "a round without instrument", help);
    }
    let executor = reader.reference("executor", Target::Organisation);
    let areas = reader.qualified("areas", Target::Area);
    let phase_after = reader.reference("phase_after", Target::Record);
    let activities = reader.references("activities", Target::Code("activities"));
    let status = reader.reference("status", Target::Code("statuses"));
    let checked_on = reader.required_date("checked_on");
    let versions = read_versions(reader, head.as_ref().map(|head| &head.source), pack);
    let head = head?;
    (!instruments.is_empty()).then(|| Round {
        id: Arc::from(draft.id),
        file: Arc::clone(reader.path()),
        name: head.name,
        summary: head.summary,
        body: draft.markdown(),
        inventory: head.inventory,
        aliases: head.aliases,
        instruments,
        executor,
        areas,
        phase_after,
        activities,
        status,
        source: head.source,
        checked_on,
        versions,
    })
}

fn read_versions(reader: &Reader<'_>, source: Option<&SourceRef>, pack: &Pack) -> Vec<RoundVersion> {
    let entries = reader.tables("version");
    if !reader.has("version") {
        let help = "add `[[version]]` with `valid`; what no source says is left out";
        reader.error_with_help(reader.span(), "a round needs at least one `[[version]]`", help);
    }
    let mut versions: Vec<Placed<RoundVersion>> = Vec::new();
    for entry in entries {
        versions.extend(read_version(&entry, source, pack));
        entry.finish();
    }
    versions.sort_by_key(|version| version.value.valid.start());
    let periods = versions.iter().map(|it| Placed { value: it.value.valid, span: it.span.clone() });
    report_overlap(&periods.collect::<Vec<_>>(), reader);
    versions.into_iter().map(|version| version.value).collect()
}

/// A version with the place of its period.
fn read_version(entry: &Reader<'_>, source: Option<&SourceRef>, pack: &Pack) -> Option<Placed<RoundVersion>> {
    let valid = entry.required_period("valid");
    let source = entry.source("source").or_else(|| source.cloned());
    let own = source.as_ref();
    let checked_on = entry.date("checked_on");
    let windows = entry.tables("window").iter().map(read_window).collect();
    let ceilings = read_ceilings(entry, own);
    let pots = read_pots(entry, own, valid.as_ref().map(|valid| &valid.value), pack);
    let procedure = entry.sourced("procedure", own, |it, field| it.choice(field, &Procedure::ALL));
    let at_ceiling = entry.sourced("at_ceiling", own, |it, field| it.choice(field, &AtCeiling::ALL));
    let committee = entry.sourced("committee", own, |it, field| Some(it.flag(field)));
    let once_per_year = entry.sourced("once_per_year", own, |it, field| it.choice(field, &GroupScope::ALL));
    let amounts = read_amounts(entry, &ceilings);
    let costs = read_costs(entry, own);
    let participants = read_participants(entry, own);
    let terms = entry.table("terms").map(|terms| read_terms(&terms, own)).unwrap_or_default();
    let ranking = read_ranking(entry, own);
    let documents = read_documents(entry, own);
    let fields = read_fields(entry, own);
    let settlements = read_settlements(entry, own);
    let valid = valid?;
    let version = RoundVersion {
        valid: valid.value,
        source: source?,
        checked_on,
        windows,
        ceilings,
        pots,
        procedure,
        at_ceiling,
        committee,
        once_per_year,
        amounts,
        costs,
        participants,
        terms,
        ranking,
        documents,
        fields,
        settlements,
    };
    Some(Placed { value: version, span: valid.span })
}

fn read_amounts(entry: &Reader<'_>, ceilings: &[Ceiling]) -> Amounts {
    let rate = entry.honest("rate", FigureKind::Share);
    let minimum = entry.honest("min", FigureKind::Amount);
    let maximum = entry.honest("max", FigureKind::Amount);
    let minimum_each = entry.honest("min_each", FigureKind::Amount);
    let maximum_each = entry.honest("max_each", FigureKind::Amount);
    let maximum_cost_share = entry.honest("max_cost_share", FigureKind::Share);
    report_amounts(
        [minimum.as_ref(), maximum.as_ref()],
        [minimum_each.as_ref(), maximum_each.as_ref()],
        ceilings,
        entry,
    );
    let plain = |honest: Option<Placed<Honest>>| honest.map(|it| it.value);
    Amounts {
        rate: plain(rate),
        minimum: plain(minimum),
        maximum: plain(maximum),
        minimum_each: plain(minimum_each),
        maximum_each: plain(maximum_each),
        maximum_cost_share: plain(maximum_cost_share),
    }
}

fn read_terms(entry: &Reader<'_>, source: Option<&SourceRef>) -> RoundTerms {
    let span =
        |field| entry.sourced(field, source, |it, field| it.text(field).and_then(|text| span_of_time(&text, it)));
    let terms = RoundTerms {
        decide_within: span("decide_within"),
        decide_after: entry.sourced("decide_after", source, |it, field| it.choice(field, &DecideAfter::ALL)),
        extend_by: span("extend_by"),
        repair_within: span("repair_within"),
        settle_within: span("settle_within"),
    };
    entry.finish();
    terms
}

/// Where a round says something else than its instrument says of the same time: both are shown, and one is wrong.
pub(super) fn contradictions(pack: &Pack) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for round in pack.rounds.values() {
        let instruments = round.instruments.iter().filter_map(|it| pack.support.get(it));
        let pairs = instruments.flat_map(|support| round.versions.iter().map(move |version| (support, version)));
        for (support, version) in pairs {
            let Some(of_instrument) = version_at_start(version, support) else { continue };
            let named = |title: String| {
                let help = format!("look it up, and correct `{}` or `{}`", round.file, support.file);
                Diagnostic::file_warning(&round.file, title).help(help)
            };
            found.extend(differences(version, of_instrument).into_iter().map(named));
        }
    }
    found.dedup();
    found
}

/// The version of the instrument on the first day of a version of the round.
fn version_at_start<'a>(version: &RoundVersion, support: &'a Support) -> Option<&'a Version> {
    let day: Date = version.valid.start()?;
    support.versions.iter().find(|it| it.valid.contains(day))
}

fn differences(version: &RoundVersion, of_instrument: &Version) -> Vec<String> {
    let mut titles = Vec::new();
    let procedure = version.procedure.as_ref().map(|it| it.value);
    let differs = |here: Procedure, there: &str| {
        // Who is complete first is first: an order of receipt in which an application counts from when it is complete.
        let is_kind_of = here == Procedure::OrderOfCompleteness && there == Procedure::OrderOfReceipt.name();
        here.name() != there && !is_kind_of
    };
    if let Some((here, there)) = procedure.zip(of_instrument.procedure.as_deref())
        && differs(here, there)
    {
        titles.push(format!("the round divides by `{}`, its instrument by `{there}`", here.name()));
    }
    let amounts = &version.amounts;
    let pairs = [
        ("rate", "%", &amounts.rate, &of_instrument.rate),
        ("min", "EUR", &amounts.minimum, &of_instrument.minimum),
        ("max", "EUR", &amounts.maximum, &of_instrument.maximum),
    ];
    for (field, unit, here, there) in pairs {
        let numbers = here.as_ref().and_then(|it| it.value).zip(there.as_ref().and_then(|it| it.value));
        if let Some((here, there)) = numbers.filter(|(here, there)| here != there) {
            let words = |number| number_with_unit(number, unit, Language::English);
            titles.push(format!("`{field}` of the round is {}, that of its instrument {}", words(here), words(there)));
        }
    }
    titles
}
