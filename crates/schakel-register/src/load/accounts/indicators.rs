//! Reading indicators with their results from elsewhere, and evaluations.

use std::sync::Arc;

use schakel_criteria::Bilingual;

use crate::account::{
    Contribution, Counted, Evaluation, EvaluationRule, EvaluationState, Indicator, Reported, ResultStatus,
};
use crate::honest::Qualifier;
use crate::load::accounts::quantities::year;
use crate::reader::{Reader, Target};
use crate::source::Id;
use crate::suggestion::did_you_mean;

pub(super) fn read_indicator(entry: &Reader<'_>) -> Option<(Id, Indicator)> {
    let id = entry.required_text("id");
    let name = entry.required_bilingual("name", "name_en");
    let definition = entry.required_bilingual("definition", "definition_en");
    let no_double = entry.required_bilingual("no_double", "no_double_en");
    let unit = entry.required_bilingual("unit", "unit_en");
    let contributions = read_contributions(entry);
    let counted = entry.required_choice("counted", &Counted::ALL);
    let target = entry.reference("target", Target::Figure);
    let reported = entry.tables("reported").iter().filter_map(read_reported).collect();
    let id: Id = Arc::from(id?.value);
    let indicator = Indicator {
        id: Arc::clone(&id),
        name: name?,
        definition: definition?,
        no_double: no_double?,
        unit: unit?,
        contributions,
        counted: counted?,
        target,
        reported,
    };
    Some((id, indicator))
}

fn read_contributions(entry: &Reader<'_>) -> Vec<Contribution> {
    let mut found = Vec::new();
    for name in entry.texts("contributions") {
        match Contribution::named(&name.value) {
            Some(kind) => found.push(kind),
            None => {
                let help = did_you_mean(&name.value, Contribution::ALL.iter().map(|(it, _)| *it));
                entry.error_with_help(name.span, format!("unknown contribution `{}`", name.value), help);
            }
        }
    }
    found
}

fn read_reported(entry: &Reader<'_>) -> Option<Reported> {
    let year = year(entry);
    let figure = entry.required_reference("figure", Target::Figure);
    let known_on = entry.required_date("known_on");
    let status = entry.required_choice("status", &ResultStatus::ALL);
    entry.finish();
    Some(Reported { year: year?, figure: figure?, known_on: known_on?, status: status? })
}

/// The rule on how often schemes are evaluated.
pub(super) fn read_evaluation_rule(reader: &Reader<'_>) -> Option<EvaluationRule> {
    let entry = reader.table("at_least_every")?;
    let (years, source) = (entry.count("years"), entry.required_source("source"));
    let kinds = entry.references("kinds", Target::Code("kinds"));
    let levels = entry.references("levels", Target::Code("levels"));
    entry.finish();
    Some(EvaluationRule { years: years?, kinds, levels, source: source? })
}

pub(super) fn read_evaluation(entry: &Reader<'_>) -> Option<(Id, Evaluation)> {
    let id = entry.required_text("id");
    let name = entry.required_bilingual("name", "name_en");
    let subjects = entry.references("subjects", Target::Record);
    let period = entry.period("period").map(|it| it.value);
    let owner = entry.reference("owner", Target::Organisation);
    let due = entry.date("due");
    let (ready, ready_qualifier) = entry.qualified_date("ready").unwrap_or((None, Qualifier::Exact));
    let state = entry.required_choice("state", &EvaluationState::ALL);
    let used_for = entry.tables("used_for").iter().filter_map(read_use).collect();
    let source = entry.required_source("source");
    let id: Id = Arc::from(id?.value);
    let evaluation = Evaluation {
        id: Arc::clone(&id),
        name: name?,
        subjects,
        period,
        owner,
        due,
        ready,
        ready_qualifier,
        state: state?,
        used_for,
        source: source?,
    };
    Some((id, evaluation))
}

fn read_use(entry: &Reader<'_>) -> Option<Bilingual> {
    let text = entry.required_bilingual("text", "text_en");
    entry.finish();
    text
}
