//! Reading the rules on aid: `aid.toml`, `[version.aid]` and `[cofinance]`, and what contradicts itself in them.

use std::collections::HashSet;

use schakel_criteria::{FactId, Number, ThresholdId, Type};

use crate::aid::{
    AidBasis, AidForm, AidRules, AidSettings, Cofinance, CostKind, CostRate, DeMinimis, IntensityCeiling, Payer,
    PayerLevel, SameCosts,
};
use crate::honest::Honest;
use crate::load::PackFiles;
use crate::load::files::{AID, document};
use crate::load::rules::checked;
use crate::pack::Pack;
use crate::reader::{FigureKind, Notes, Placed, Reader, Target};
use crate::source::{Id, SourceRef};
use crate::suggestion::did_you_mean;

/// Reads `aid.toml`; a pack without it knows no kinds of costs.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    let Some((path, text)) = files.get_key_value(AID) else { return };
    document(path, text, notes, |reader| {
        pack.aid = read_settings(reader, pack);
        reader.finish();
    });
}

fn read_settings(reader: &Reader<'_>, pack: &Pack) -> AidSettings {
    let costs_fact = fact(reader, "costs_fact", &Type::Money, pack);
    let months_fact = fact(reader, "months_fact", &Type::Number, pack);
    let requested_fact = fact(reader, "requested_fact", &Type::Money, pack);
    let de_minimis = reader.table("de_minimis").and_then(|entry| read_de_minimis(&entry, pack));
    let mut seen = HashSet::new();
    let mut cost_kinds = Vec::new();
    for entry in reader.tables("cost_kind") {
        let id = entry.required_reference("id", Target::Code(COST_KINDS));
        let share_fact = fact(&entry, "share_fact", &Type::Number, pack);
        let ceilings = entry.tables("ceiling").iter().filter_map(read_ceiling).collect();
        entry.finish();
        let Some(id) = id else { continue };
        if !seen.insert(Id::clone(&id)) {
            entry.error(entry.span(), format!("cost kind `{id}` is there twice"));
            continue;
        }
        cost_kinds.push(CostKind { id, share_fact, ceilings });
    }
    AidSettings { costs_fact, months_fact, requested_fact, de_minimis, cost_kinds }
}

fn read_ceiling(entry: &Reader<'_>) -> Option<IntensityCeiling> {
    let rate = entry.honest("rate", FigureKind::Share);
    if rate.is_none() && !entry.has("rate") {
        entry.error_with_help(
            entry.span(),
            "`rate` is missing",
            "give the highest share that is allowed: `rate = \"50%\"`",
        );
    }
    let valid = entry.required_period("valid");
    let source = entry.required_source("source");
    entry.finish();
    Some(IntensityCeiling { rate: rate?.value, valid: valid?.value, source: source? })
}

fn read_de_minimis(entry: &Reader<'_>, pack: &Pack) -> Option<DeMinimis> {
    let ceiling = threshold(entry, "ceiling", pack);
    let years = threshold(entry, "years", pack);
    let earlier_fact = fact(entry, "earlier_fact", &Type::Money, pack);
    let central_since = entry.date("central_since");
    entry.finish();
    Some(DeMinimis { ceiling: ceiling?, years: years?, earlier_fact, central_since })
}

/// A threshold that a field names.
fn threshold(entry: &Reader<'_>, field: &'static str, pack: &Pack) -> Option<ThresholdId> {
    let name = entry.required_text(field)?;
    let found = pack.vocabulary.threshold_named(&name.value);
    if found.is_none() {
        let help = did_you_mean(&name.value, pack.vocabulary.thresholds().iter().map(|it| &*it.id));
        entry.error_with_help(name.span, format!("unknown threshold `{}`", name.value), help);
    }
    found
}

/// A fact of this type that a field names.
fn fact(reader: &Reader<'_>, field: &'static str, wanted: &Type, pack: &Pack) -> Option<FactId> {
    let name = reader.text(field)?;
    let Some(id) = pack.vocabulary.fact_named(&name.value) else {
        let help = did_you_mean(&name.value, pack.vocabulary.facts().iter().map(|fact| &*fact.id));
        reader.error_with_help(name.span, format!("unknown fact `{}`", name.value), help);
        return None;
    };
    if pack.vocabulary.fact(id).is_some_and(|fact| fact.fact_type != *wanted) {
        let kind = if *wanted == Type::Money { "an amount of money" } else { "a number" };
        reader.error(name.span, format!("fact `{}` is not {kind}", name.value));
        return None;
    }
    Some(id)
}

/// Reads `[version.aid]`. `rate` and `maximum` are those of the version.
pub(super) fn read_aid(
    entry: &Reader<'_>,
    source: Option<&SourceRef>,
    rate: Option<&Placed<Honest>>,
    maximum: Option<&Placed<Honest>>,
    pack: &Pack,
) -> Option<AidRules> {
    let aid = entry.table("aid")?;
    let form = aid.choice("form", &AidForm::ALL);
    if !aid.has("form") {
        let help = "write `form = \"grant\"` for money to keep, `form = \"loan\"` for money to pay back";
        aid.error_with_help(aid.span(), "`form` is missing", help);
    }
    let basis = aid.choice("basis", &AidBasis::ALL);
    let same_costs = aid.choice("same_costs", &SameCosts::ALL);
    let maximum_per_year = aid.honest("max_per_year", FigureKind::Amount);
    report_year(maximum_per_year.as_ref(), maximum, &aid);
    let source = aid.source("source").or_else(|| source.cloned());
    let costs = read_costs(&aid, source.as_ref(), rate, pack);
    aid.finish();
    Some(AidRules {
        form: form?,
        basis,
        same_costs,
        maximum_per_year: maximum_per_year.map(|it| it.value),
        costs,
        source: source?,
    })
}

fn read_costs(
    aid: &Reader<'_>,
    source: Option<&SourceRef>,
    rate: Option<&Placed<Honest>>,
    pack: &Pack,
) -> Vec<CostRate> {
    if !aid.has("cost") {
        let help = "add `[[version.aid.cost]]` with `kind`; leave out the table when no source says which costs count";
        aid.error_with_help(aid.span(), "rules on aid without costs", help);
    }
    let mut costs: Vec<CostRate> = Vec::new();
    for entry in aid.tables("cost") {
        let kind = entry.required_reference("kind", Target::Code(COST_KINDS));
        let own = entry.honest("rate", FigureKind::Share);
        report_rate(own.as_ref(), rate, &entry);
        let rule = entry.text("rule").and_then(|rule| checked(&rule, &Type::Bool, &entry, pack));
        let source = entry.source("source").or_else(|| source.cloned());
        entry.finish();
        let Some(kind) = kind else { continue };
        if costs.iter().any(|it| it.kind == kind && it.rule.is_none()) {
            let help = "the first share whose `rule` holds counts; a share without `rule` comes last";
            entry.error_with_help(entry.span(), format!("this share of `{kind}` is never used"), help);
            continue;
        }
        let Some(rate) = own.or_else(|| rate.cloned()) else { continue };
        costs.extend(source.map(|source| CostRate { kind, rate: rate.value, rule, source }));
    }
    costs
}

fn report_rate(own: Option<&Placed<Honest>>, of_version: Option<&Placed<Honest>>, entry: &Reader<'_>) {
    match (own, of_version) {
        (None, None) if !entry.has("rate") => {
            let help = "give `rate` here or in the version; leave out the costs when no source gives a share";
            entry.error_with_help(entry.span(), "costs without a share", help);
        }
        (Some(own), Some(version)) => {
            let numbers = own.value.value.zip(version.value.value);
            if let Some((own_rate, rate)) = numbers.filter(|(own, rate)| own > rate) {
                let percent = |rate: Number| rate.times(Number::whole(100)).unwrap_or(rate);
                let title = format!(
                    "the share of these costs, {}%, is above the share of the version, {}%",
                    percent(own_rate),
                    percent(rate)
                );
                entry.error(own.span.clone(), title);
            }
        }
        _ => {}
    }
}

fn report_year(per_year: Option<&Placed<Honest>>, maximum: Option<&Placed<Honest>>, aid: &Reader<'_>) {
    let Some((year, place)) = per_year.and_then(|it| Some((it.value.value?, it.span.clone()))) else { return };
    if let Some(maximum) = maximum.and_then(|it| it.value.value).filter(|maximum| year > *maximum) {
        aid.error(place, format!("the most per year, {year}, is above the largest amount, {maximum}"));
    }
}

/// Reads `[cofinance]`.
pub(super) fn read_cofinance(reader: &Reader<'_>, source: Option<&SourceRef>) -> Option<Cofinance> {
    let entry = reader.table("cofinance")?;
    let programme_payer = entry.reference("payer", Target::Organisation);
    let level = entry.choice("level", &PayerLevel::ALL);
    let share = entry.honest("share", FigureKind::Share);
    let source = entry.source("source").or_else(|| source.cloned());
    let payers: Vec<Payer> =
        entry.tables("beside").iter().filter_map(|payer| read_payer(payer, source.as_ref())).collect();
    entry.finish();
    let shares = share.iter().map(|it| &it.value).chain(payers.iter().filter_map(|it| it.share.as_ref()));
    let total = shares.filter_map(|it| it.value).try_fold(Number::ZERO, Number::plus);
    if total.is_some_and(|total| total > Number::ONE) {
        let help = "`share` and the shares of `[[cofinance.beside]]` are parts of one budget";
        entry.error_with_help(entry.span(), "the shares of this programme are more than 100% together", help);
    }
    Some(Cofinance { programme_payer, level, share: share.map(|it| it.value), payers, source: source? })
}

fn read_payer(entry: &Reader<'_>, source: Option<&SourceRef>) -> Option<Payer> {
    let organisation = entry.required_reference("organisation", Target::Organisation);
    let level = entry.choice("level", &PayerLevel::ALL);
    if !entry.has("level") {
        entry.error_with_help(entry.span(), "`level` is missing", "write `level = \"state\"` or `level = \"region\"`");
    }
    let share = entry.honest("share", FigureKind::Share);
    let amount = entry.honest("amount", FigureKind::Amount);
    let source = entry.source("source").or_else(|| source.cloned());
    entry.finish();
    Some(Payer {
        organisation: organisation?,
        level: level?,
        share: share.map(|it| it.value),
        amount: amount.map(|it| it.value),
        source: source?,
    })
}

/// The code list of kinds of costs.
const COST_KINDS: &str = "cost-kinds";
