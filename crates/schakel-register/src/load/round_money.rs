//! Reading the money of a round: ceilings, pots with their funders, keys by which an amount is divided, the costs that
//! count; and what contradicts itself in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use schakel_criteria::{Language, Number};
use schakel_time::Period;

use crate::diagnostic::Diagnostic;
use crate::honest::{Honest, HonestSum, number_with_unit};
use crate::pack::Pack;
use crate::reader::{FigureKind, Placed, Reader, Target};
use crate::round::{Ceiling, CeilingScope, DistributionKey, Funding, KeyPart, MoneyPot, PotDistribution, RoundCost};
use crate::scope::Pot;
use crate::source::{Id, SourceRef};
use crate::suggestion::did_you_mean;

/// Reads the `[[ceiling]]` tables of a version.
pub(super) fn read_ceilings(entry: &Reader<'_>, source: Option<&SourceRef>) -> Vec<Ceiling> {
    let mut ceilings: Vec<Placed<Ceiling>> = Vec::new();
    for entry in entry.tables("ceiling") {
        let Some(ceiling) = read_ceiling(&entry, source) else { continue };
        if ceilings.iter().any(|it| it.value.scope == ceiling.scope) {
            let help = "a ceiling counts for all applications, or for one `theme`, `area`, `audience` or `size`";
            entry.error_with_help(entry.span(), "two ceilings for the same applications", help);
            continue;
        }
        ceilings.push(Placed { value: ceiling, span: entry.span() });
    }
    let whole = ceilings.iter().find(|it| it.value.scope == CeilingScope::Whole).and_then(|it| it.value.amount.value);
    for Placed { value: part, span } in &ceilings {
        if let Some((amount, whole)) = part.amount.value.zip(whole).filter(|(part, whole)| part > whole) {
            let (label, amount, whole) = (&part.label.nl, euros(amount), euros(whole));
            entry
                .error(span.clone(), format!("the ceiling `{label}`, {amount}, is above the ceiling for all, {whole}"));
        }
    }
    ceilings.into_iter().map(|it| it.value).collect()
}

fn read_ceiling(entry: &Reader<'_>, source: Option<&SourceRef>) -> Option<Ceiling> {
    let label = entry.required_bilingual("label", "label_en");
    let amount = entry.honest_here(FigureKind::Amount);
    let theme = entry.reference("theme", Target::Code("themes")).map(CeilingScope::Theme);
    let area = entry.reference("area", Target::Area).map(CeilingScope::Area);
    let audience = entry.reference("audience", Target::Code("audiences")).map(CeilingScope::Audience);
    let size = entry.table("size").and_then(|size| read_size(&size));
    entry.finish();
    let mut scopes = [theme, area, audience, size].into_iter().flatten();
    let scope = scopes.next().unwrap_or(CeilingScope::Whole);
    if scopes.next().is_some() {
        let help = "make one ceiling for each";
        entry.error_with_help(entry.span(), "a ceiling is for one `theme`, `area`, `audience` or `size`", help);
        return None;
    }
    let amount = amount?;
    let source = amount.source.clone().or_else(|| source.cloned());
    Some(Ceiling { label: label?, amount, scope, source: source? })
}

fn read_size(entry: &Reader<'_>) -> Option<CeilingScope> {
    let (above, at_most) = (entry.number("above"), entry.number("at_most"));
    entry.finish();
    if above.zip(at_most).is_some_and(|(above, at_most)| above >= at_most) {
        entry.error(entry.span(), "no amount is above `above` and at most `at_most`");
        return None;
    }
    Some(CeilingScope::Size { above, at_most })
}

/// Reads the `[[pot]]` tables of a version that holds in this period.
pub(super) fn read_pots(
    entry: &Reader<'_>,
    source: Option<&SourceRef>,
    valid: Option<&Period>,
    pack: &Pack,
) -> Vec<MoneyPot> {
    entry.tables("pot").iter().filter_map(|pot| read_pot(pot, source, valid, pack)).collect()
}

fn read_pot(entry: &Reader<'_>, source: Option<&SourceRef>, valid: Option<&Period>, pack: &Pack) -> Option<MoneyPot> {
    let pot = entry.choice("pot", &POTS);
    let label = entry.required_bilingual("label", "label_en");
    let total = entry.honest("total", FigureKind::Amount);
    let source = entry.source("source").or_else(|| source.cloned());
    let funders: Vec<Funding> =
        entry.tables("funder").iter().filter_map(|funder| read_funding(funder, source.as_ref())).collect();
    let distribution = entry.table("distribution").and_then(|it| read_distribution(&it, source.as_ref(), valid, pack));
    let duplicate_of = entry.reference("duplicate_of", Target::Figure).map(|it| it.to_string());
    entry.finish();
    report_sum(total.as_ref(), &funders, entry);
    report_shares(&funders, entry);
    let (label, total, source) = (label?, total.map(|it| it.value), source?);
    Some(MoneyPot { pot, label, total, funders, distribution, duplicate_of, source })
}

fn read_funding(entry: &Reader<'_>, source: Option<&SourceRef>) -> Option<Funding> {
    let organisation = entry.required_reference("organisation", Target::Organisation);
    let amount = entry.honest_here(FigureKind::Amount);
    let share = entry.honest("share", FigureKind::Share).map(|it| it.value);
    entry.finish();
    let amount = amount?;
    let source = amount.source.clone().or_else(|| source.cloned());
    Some(Funding { organisation: organisation?, amount, share, source: source? })
}

/// The funders together must be the total that the source gives.
fn report_sum(total: Option<&Placed<Honest>>, funders: &[Funding], entry: &Reader<'_>) {
    let Some(total) = total else { return };
    let sum = HonestSum::of(funders.iter().map(|it| &it.amount)).together().and_then(|it| it.value);
    if let Some((sum, given)) = sum.zip(total.value.value).filter(|(sum, given)| sum != given) {
        let title = format!("the funders put in {}, the total of the pot is {}", euros(sum), euros(given));
        let help = "look up who puts in what; leave out `total` when the source gives none";
        entry.report(Diagnostic::warning(entry.path(), total.span.clone(), title).help(help));
    }
}

fn report_shares(funders: &[Funding], entry: &Reader<'_>) {
    let mut shares = funders.iter().filter_map(|it| it.share.as_ref()?.value);
    if shares.try_fold(Number::ZERO, Number::plus).is_some_and(|sum| sum > Number::ONE) {
        entry.error(entry.span(), "the shares of this pot are more than 100% together");
    }
}

fn read_distribution(
    entry: &Reader<'_>,
    source: Option<&SourceRef>,
    valid: Option<&Period>,
    pack: &Pack,
) -> Option<PotDistribution> {
    let funder = entry.required_reference("funder", Target::Organisation);
    let key = entry.required_text("key");
    let source = entry.source("source").or_else(|| source.cloned());
    entry.finish();
    let key = key?;
    let Some(found) = pack.distribution_keys.get(key.value.as_str()) else {
        let help = did_you_mean(&key.value, pack.distribution_keys.keys().map(|it| &**it));
        entry.error_with_help(key.span, format!("unknown key `{}`", key.value), help);
        return None;
    };
    let years = valid.and_then(|valid| Some((valid.start()?.year(), valid.end()?.yesterday().ok()?.year())));
    if years.is_some_and(|(first, last)| !(first..=last).contains(&found.year)) {
        let title = format!("key `{}` is for {}, not for the years of this version", found.id, found.year);
        entry.error_with_help(key.span, title, "a key holds for one year; name the key of the year of the round");
        return None;
    }
    Some(PotDistribution { funder: funder?, key: Arc::clone(&found.id), source: source? })
}

/// Reads the keys by which amounts are divided.
pub(super) fn read_keys(reader: &Reader<'_>) -> BTreeMap<Id, DistributionKey> {
    let mut keys = BTreeMap::new();
    for entry in reader.tables("key") {
        let key = read_key(&entry);
        entry.finish();
        let Some(key) = key else { continue };
        if keys.contains_key(&key.id) {
            entry.error(entry.span(), format!("key `{}` is there twice", key.id));
        }
        keys.insert(Arc::clone(&key.id), key);
    }
    keys
}

fn read_key(entry: &Reader<'_>) -> Option<DistributionKey> {
    let id = entry.required_text("id");
    let name = entry.required_bilingual("name", "name_en");
    let year = entry.required_number("year").and_then(Number::to_i64).and_then(|year| i16::try_from(year).ok());
    if entry.has("year") && year.is_none_or(|year| !(1900..=2200).contains(&year)) {
        let span = entry.field_span("year").unwrap_or_else(|| entry.span());
        entry.error_with_help(span, "`year` is not a year", "write the year for which the key holds, such as 2016");
    }
    let source = entry.required_source("source");
    let mut parts: Vec<KeyPart> = Vec::new();
    for part in entry.tables("part") {
        let area = part.required_reference("area", Target::Area);
        let weight = part.required_number("weight");
        part.finish();
        if weight.is_some_and(Number::is_negative) {
            part.error(part.span(), "`weight` is below nought");
            continue;
        }
        let Some((area, weight)) = area.zip(weight) else { continue };
        if parts.iter().any(|it| it.area == area) {
            part.error(part.span(), format!("area `{area}` is there twice"));
            continue;
        }
        parts.push(KeyPart { area, weight });
    }
    if !parts.is_empty() && parts.iter().all(|it| it.weight.is_zero()) {
        entry.error(entry.span(), "a key in which nothing has weight divides nothing");
    }
    Some(DistributionKey { id: Arc::from(id?.value), name: name?, year: year?, parts, source: source? })
}

/// Reads the `[[cost]]` tables of a version.
pub(super) fn read_costs(entry: &Reader<'_>, source: Option<&SourceRef>) -> Vec<RoundCost> {
    let mut costs: Vec<RoundCost> = Vec::new();
    for entry in entry.tables("cost") {
        let kind = entry.required_reference("kind", Target::Code("cost-kinds"));
        let share_minimum = entry.honest("min_share", FigureKind::Share);
        let share_maximum = entry.honest("max_share", FigureKind::Share);
        let source = entry.source("source").or_else(|| source.cloned());
        entry.finish();
        report_order([share_minimum.as_ref(), share_maximum.as_ref()], "part of the costs", "%", &entry);
        let (Some(kind), Some(source)) = (kind, source) else { continue };
        if costs.iter().any(|it| it.kind == kind) {
            entry.error(entry.span(), format!("costs `{kind}` are there twice"));
            continue;
        }
        let [share_minimum, share_maximum] = [share_minimum, share_maximum].map(|it| it.map(|it| it.value));
        costs.push(RoundCost { kind, share_minimum, share_maximum, source });
    }
    costs
}

/// Amounts that nobody can get: a smallest above the largest, a largest above the ceiling.
pub(super) fn report_amounts(
    whole: [Option<&Placed<Honest>>; 2],
    each: [Option<&Placed<Honest>>; 2],
    ceilings: &[Ceiling],
    entry: &Reader<'_>,
) {
    report_order(whole, "amount", "EUR", entry);
    report_order(each, "amount for each participant", "EUR", entry);
    let ceiling = ceilings.iter().find(|it| it.scope == CeilingScope::Whole).and_then(|it| it.amount.value);
    let maximum = whole.get(1).copied().flatten();
    let Some((placed, ceiling)) = maximum.zip(ceiling) else { return };
    if let Some(maximum) = placed.value.value.filter(|maximum| *maximum > ceiling) {
        let title = format!("the largest amount, {}, is above the ceiling, {}", euros(maximum), euros(ceiling));
        entry.error(placed.span.clone(), title);
    }
}

fn report_order([least, most]: [Option<&Placed<Honest>>; 2], what: &str, unit: &str, entry: &Reader<'_>) {
    let Some((least, most)) = least.zip(most) else { return };
    if let Some((low, high)) = least.value.value.zip(most.value.value).filter(|(low, high)| low > high) {
        let words = |number| number_with_unit(number, unit, Language::English);
        let title = format!("the largest {what}, {}, is below the smallest, {}", words(high), words(low));
        entry.error(most.span.clone(), title);
    }
}

fn euros(amount: Number) -> String {
    number_with_unit(amount, "EUR", Language::English)
}

/// The pots over which applications are divided by their theme, with their names in a pack.
const POTS: [(&str, Pot); 2] = [("joint", Pot::Joint), ("national", Pot::National)];
