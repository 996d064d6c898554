//! Reading performances: their place in the tree, their basic information over time and their actions.

use std::sync::Arc;

use crate::account::{AccountRole, Action, Basis, Duration, Performance};
use crate::load::accounts::placeholders::pieces;
use crate::load::files::Draft;
use crate::load::records::read_figures;
use crate::load::version::report_overlap;
use crate::reader::{Placed, Reader, Target};
use crate::source::SourceRef;
use crate::suggestion::did_you_mean;

pub(super) fn read(draft: &Draft<'_>) -> Option<Performance> {
    let reader = &draft.reader;
    let number = reader.required_text("number");
    let (name, summary) = (draft.name(), draft.summary());
    let core_task = reader.required_reference("core_task", Target::CoreTask);
    let source = reader.required_source("source");
    let checked_on = reader.required_date("checked_on");
    let programmes = reader.references("programmes", Target::Record);
    let figures = read_figures(reader, source.as_ref());
    let basis = read_basis(reader, source.as_ref());
    let actions = read_actions(reader, source.as_ref());
    let number = number?;
    if let (Some(task), false) = (core_task.as_ref(), number.value.is_empty())
        && !number.value.starts_with(&format!("{task}."))
    {
        let help = format!("a performance of core task {task} has a number that begins with `{task}.`");
        reader.error_with_help(number.span, "a performance outside its core task", help);
    }
    Some(Performance {
        number: Arc::from(number.value),
        file: Arc::clone(reader.path()),
        name: name?,
        summary: summary?,
        core_task: core_task?,
        basis,
        actions,
        programmes,
        figures,
        source: source?,
        checked_on,
    })
}

/// The basic information, period by period; a performance that is only named has none.
fn read_basis(reader: &Reader<'_>, source: Option<&SourceRef>) -> Vec<Basis> {
    let mut found: Vec<Placed<Basis>> = Vec::new();
    for entry in reader.tables("basis") {
        found.extend(read_one_basis(&entry, source));
        entry.finish();
    }
    found.sort_by_key(|it| it.value.valid.start());
    let periods = found.iter().map(|it| Placed { value: it.value.valid, span: it.span.clone() });
    report_overlap(&periods.collect::<Vec<_>>(), reader);
    found.into_iter().map(|it| it.value).collect()
}

fn read_one_basis(entry: &Reader<'_>, source: Option<&SourceRef>) -> Option<Placed<Basis>> {
    let valid = entry.required_period("valid");
    let portfolio_holder = entry.required_bilingual("portfolio_holder", "portfolio_holder_en");
    let roles = read_roles(entry);
    let duration = entry.table("duration");
    if duration.is_none() {
        entry.error(entry.span(), "`duration` is missing");
    }
    let duration = duration.map(|it| read_duration(&it));
    let reserve = entry.reference("reserve", Target::Record);
    let decisions = entry.references("decisions", Target::Decision);
    let website = entry.text("website").map(|it| it.value);
    let website_name = entry.bilingual("website_name", "website_name_en");
    if website.is_none() && website_name.is_none() {
        let help = "give `website`, or `website_name` with what the source says";
        entry.error_with_help(entry.span(), "`website` is missing", help);
    }
    let source = entry.source("source").or_else(|| source.cloned());
    let valid = valid?;
    let basis = Basis {
        valid: valid.value,
        portfolio_holder: portfolio_holder?,
        roles,
        duration: duration?,
        reserve,
        decisions,
        website,
        website_name,
        source: source?,
    };
    Some(Placed { value: basis, span: valid.span })
}

fn read_roles(entry: &Reader<'_>) -> Vec<AccountRole> {
    let names = entry.texts("roles");
    if names.is_empty() {
        entry.error(entry.span(), "`roles` is missing");
    }
    let mut roles = Vec::new();
    for name in names {
        match AccountRole::ALL.iter().find(|(it, _)| *it == name.value) {
            Some((_, role)) => roles.push(*role),
            None => {
                let help = did_you_mean(&name.value, AccountRole::ALL.iter().map(|(it, _)| *it));
                entry.error_with_help(name.span, format!("unknown role `{}`", name.value), help);
            }
        }
    }
    roles
}

fn read_duration(entry: &Reader<'_>) -> Duration {
    let is_structural = entry.flag("structural");
    let (last_year, qualifier) = (entry.count("last_year"), entry.qualifier());
    entry.finish();
    if is_structural && last_year.is_some() {
        entry.error(entry.span(), "what is structural has no last year");
    }
    let last_year = last_year.and_then(|it| i16::try_from(it).ok());
    if is_structural { Duration::Structural } else { Duration::Temporary { last_year, qualifier } }
}

fn read_actions(reader: &Reader<'_>, source: Option<&SourceRef>) -> Vec<Action> {
    let mut actions: Vec<Action> = Vec::new();
    for entry in reader.tables("action") {
        let action = read_action(&entry, source);
        entry.finish();
        let Some(action) = action else { continue };
        if actions.iter().any(|it| it.number == action.number) {
            entry.error(entry.span(), format!("action {} is there twice", action.number));
            continue;
        }
        actions.push(action);
    }
    actions.sort_by_key(|it| it.number);
    actions
}

fn read_action(entry: &Reader<'_>, source: Option<&SourceRef>) -> Option<Action> {
    let number = entry.count("number");
    if number.is_none() {
        entry.error(entry.span(), "an action without `number`");
    }
    let text = entry.required_text("text");
    let indicators = entry.references("indicators", Target::Indicator);
    let carried_out_by = entry.references("carried_out_by", Target::Record);
    let source = entry.source("source").or_else(|| source.cloned());
    let text = text?;
    let begin = text.part(0..0).start;
    Some(Action {
        number: number?,
        text: pieces(&text.value, begin, entry),
        indicators,
        carried_out_by,
        source: source?,
    })
}
