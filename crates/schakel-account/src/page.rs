//! A page of the annual accounts: six parts in a fixed order, every figure looked up, refused when what must add up
//! does not. How it is written down (Markdown, HTML, PDF) lives with whoever prints it.

mod balance;
mod prose;

use std::fmt;
use std::sync::Arc;

use schakel_criteria::{Bilingual, Language};
use schakel_ledger::ReserveMovement;
use schakel_register::{Basis, Id, PageText, Performance, ProseBlock};
use schakel_time::{Date, parse_date};

pub use balance::{AmendedAccount, AmendmentView, BalanceView, PartRow};
pub use prose::{Sentence, TextBlock, Word};

use crate::decisions::{DecisionView, decision_view};
use crate::figures::{Figures, Traced};
use crate::indicator::{IndicatorResult, result_of};
use crate::page::balance::{amendments_of, balance_of, movements_of};
use crate::page::prose::{blocks_of, sentence_of};
use crate::relation::check_relations;

/// The page of a performance over a year, as at a day.
#[derive(Clone, Debug)]
pub struct Page {
    /// The performance.
    pub number: Id,
    /// Its name.
    pub name: Bilingual,
    /// The core task: its number and, when a source gives it, its name.
    pub core_task: (Id, Option<Bilingual>),
    /// The year.
    pub year: i16,
    /// As at this day.
    pub as_of: Date,
    /// What the situation is.
    pub context: Vec<TextBlock>,
    /// The numbered actions.
    pub actions: Vec<ActionView>,
    /// What was done.
    pub progress: Vec<TextBlock>,
    /// Targets beside results, in the order of the actions.
    pub results: Vec<(Bilingual, IndicatorResult)>,
    /// What it did to the money.
    pub finances: Vec<TextBlock>,
    /// The result with its parts.
    pub balance: Option<BalanceView>,
    /// What happened to the reserve for it, what is only proposed included.
    pub movements: Vec<ReserveMovement>,
    /// How the executive changed the budget.
    pub amendment: Vec<TextBlock>,
    /// The same, line by line.
    pub amendments: Vec<AmendmentView>,
    /// Basic information.
    pub basis: PageBasis,
    /// Parts of the page of which nothing is known.
    pub missing: Vec<PagePart>,
    /// What is not known yet, and has to be asked for.
    pub follow_ups: Vec<FollowUp>,
    /// Every figure on the page, in order of appearance.
    pub figures: Vec<Traced>,
}

/// The parts of a page, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PagePart {
    /// What the situation is.
    Context,
    /// The numbered actions.
    Actions,
    /// What was done, with results.
    Progress,
    /// The money.
    Finances,
    /// How the executive changed the budget.
    Amendment,
    /// Who answers for it, in which role, for how long, from which reserve, on which decisions.
    Basis,
}

/// An action with how far it is.
#[derive(Clone, Debug)]
pub struct ActionView {
    /// Its number.
    pub number: u32,
    /// What will be done.
    pub text: Sentence,
    /// Whether the page says something of its progress: in words or in a result.
    pub has_progress: bool,
    /// Records that carry it out.
    pub carried_out_by: Vec<Id>,
}

/// The basic information that held at the end of the year.
#[derive(Clone, Debug)]
pub struct PageBasis {
    /// What stands in the pack.
    pub basis: Basis,
    /// The decisions.
    pub decisions: Vec<DecisionView>,
    /// The name of the reserve.
    pub reserve: Option<(Id, Bilingual)>,
}

/// A figure that is not known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// What it is.
    pub label: Bilingual,
    /// The record to complete.
    pub record: Option<Id>,
}

/// Why there is no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageRefused {
    /// There is no such performance.
    NoPerformance(Id),
    /// Nobody wrote a page about that year.
    NoText {
        /// The performance.
        number: Id,
        /// The year.
        year: i16,
        /// The years of which there is a page.
        written: Vec<i16>,
    },
    /// There is no basic information for the year.
    NoBasis(Id, i16),
    /// The books refuse the balance that the accounts print.
    Balance {
        /// The performance.
        number: Id,
        /// The year.
        year: i16,
        /// Why, with its parts.
        why: String,
        /// The parts of which another record says something else.
        wrong: Vec<String>,
    },
    /// Figures contradict each other.
    Relation {
        /// The relation.
        id: Id,
        /// What must hold.
        text: String,
        /// The figures in it.
        inputs: Vec<(String, String)>,
    },
}

/// Makes the page of a performance over a year.
///
/// # Errors
/// [`PageRefused`]: what does not exist, and what does not add up.
pub fn make_page(number: &str, year: i16, figures: &Figures<'_>) -> Result<Page, PageRefused> {
    let pack = figures.pack;
    let accounts = &pack.accounts;
    let no_performance = || PageRefused::NoPerformance(Arc::from(number));
    let performance = accounts.performances.get(number).ok_or_else(no_performance)?;
    let text = accounts.pages.get(&(Arc::clone(&performance.number), year)).ok_or_else(|| {
        let written = accounts.pages.keys().filter(|(it, _)| *it == performance.number).map(|(_, year)| *year);
        PageRefused::NoText { number: Arc::clone(&performance.number), year, written: written.collect() }
    })?;
    let basis = basis_of(performance, year, figures)?;
    let balance = balance_of(&performance.number, year, figures)?;
    refuse_contradictions(&performance.number, figures)?;
    let mut seen = Vec::new();
    let context = blocks_of(&text.context, figures, &mut seen);
    let indicators =
        performance.actions.iter().flat_map(|it| &it.indicators).filter_map(|id| accounts.indicators.get(id));
    let results: Vec<_> = indicators.map(|it| (it.name.clone(), result_of(it, year, figures))).collect();
    let actions = actions_of(performance, text, &results, figures, &mut seen);
    let progress = blocks_of(&text.progress, figures, &mut seen);
    let finances = blocks_of(&text.finances, figures, &mut seen);
    let amendment = blocks_of(&text.amendment, figures, &mut seen);
    let missing = missing_parts(performance, text, balance.is_some());
    let amendments = amendments_of(&performance.number, year, figures);
    let reserve = basis.basis.reserve.as_ref();
    let movements = reserve.map(|it| movements_of(&performance.number, year, it, figures)).unwrap_or_default();
    let follow_ups = follow_ups(&seen, &results);
    let core_task = accounts.core_tasks.get(&performance.core_task).and_then(|it| it.name.clone());
    Ok(Page {
        number: Arc::clone(&performance.number),
        name: performance.name.clone(),
        core_task: (Arc::clone(&performance.core_task), core_task),
        year,
        as_of: figures.as_of,
        context,
        actions,
        progress,
        results,
        finances,
        balance,
        movements,
        amendment,
        amendments,
        basis,
        missing,
        follow_ups,
        figures: seen,
    })
}

fn actions_of(
    performance: &Performance,
    text: &PageText,
    results: &[(Bilingual, IndicatorResult)],
    figures: &Figures<'_>,
    seen: &mut Vec<Traced>,
) -> Vec<ActionView> {
    let is_told = |number: u32| {
        text.progress
            .iter()
            .any(|block| matches!(block, ProseBlock::Heading { actions, .. } if actions.contains(&number)))
    };
    let has_result =
        |ids: &[Id]| results.iter().any(|(_, result)| ids.contains(&result.indicator) && result.value.value.is_some());
    let view = |action: &schakel_register::Action| ActionView {
        number: action.number,
        text: sentence_of(&action.text, figures, seen),
        has_progress: is_told(action.number) || has_result(&action.indicators),
        carried_out_by: action.carried_out_by.clone(),
    };
    performance.actions.iter().map(view).collect()
}

fn basis_of(performance: &Performance, year: i16, figures: &Figures<'_>) -> Result<PageBasis, PageRefused> {
    let last_day = parse_date(&format!("{year:04}-12-31")).ok();
    let basis = last_day.and_then(|day| performance.basis_on(day)).cloned();
    let basis = basis.ok_or_else(|| PageRefused::NoBasis(Arc::clone(&performance.number), year))?;
    let decisions = basis.decisions.iter().filter_map(|id| decision_view(id, figures.pack)).collect();
    let reserve = basis.reserve.as_ref().and_then(|id| figures.pack.records.get(id));
    let reserve = reserve.map(|it| (Arc::clone(&it.id), it.name.clone()));
    Ok(PageBasis { basis, decisions, reserve })
}

fn refuse_contradictions(number: &Id, figures: &Figures<'_>) -> Result<(), PageRefused> {
    let outcomes = check_relations(figures);
    let broken = outcomes.into_iter().find(|it| it.holds == Some(false) && it.relation.performances.contains(number));
    let Some(broken) = broken else { return Ok(()) };
    let words = |traced: &Traced| traced.value.words(&traced.unit.nl, Language::Dutch);
    Err(PageRefused::Relation {
        id: Arc::clone(&broken.relation.id),
        text: broken.relation.text.nl.clone(),
        inputs: broken.inputs.iter().map(|(name, traced)| (name.clone(), words(traced))).collect(),
    })
}

fn missing_parts(performance: &Performance, text: &PageText, has_balance: bool) -> Vec<PagePart> {
    let parts = [
        (PagePart::Context, text.context.is_empty()),
        (PagePart::Actions, performance.actions.is_empty()),
        (PagePart::Progress, text.progress.is_empty()),
        (PagePart::Finances, text.finances.is_empty() && !has_balance),
        (PagePart::Amendment, text.amendment.is_empty()),
    ];
    parts.into_iter().filter(|(_, is_missing)| *is_missing).map(|(part, _)| part).collect()
}

/// What the page prints as not known, and results that nobody has.
fn follow_ups(seen: &[Traced], results: &[(Bilingual, IndicatorResult)]) -> Vec<FollowUp> {
    let unknown = seen.iter().filter(|it| it.value.value.is_none());
    let of_figures = unknown
        .map(|it| FollowUp { label: it.label.clone(), record: it.origins.first().map(|it| Arc::clone(&it.record)) });
    let unknown_results = results.iter().filter(|(_, result)| result.value.value.is_none());
    let of_results = unknown_results.map(|(label, result)| FollowUp {
        label: label.clone(),
        record: result.origins.first().map(|it| Arc::clone(&it.record)),
    });
    let mut found: Vec<FollowUp> = Vec::new();
    for item in of_figures.chain(of_results) {
        if !found.contains(&item) {
            found.push(item);
        }
    }
    found
}

impl fmt::Display for PageRefused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPerformance(number) => write!(formatter, "there is no performance `{number}` in this pack"),
            Self::NoText { number, year, written } => {
                let written: Vec<String> = written.iter().map(i16::to_string).collect();
                let written = if written.is_empty() { "no year".to_owned() } else { written.join(", ") };
                write!(formatter, "nobody wrote a page of performance {number} over {year}; there is one of {written}")
            }
            Self::NoBasis(number, year) => {
                write!(formatter, "performance {number} has no basic information (`[[basis]]`) that holds in {year}")
            }
            Self::Balance { number, year, why, wrong } => {
                write!(formatter, "no page of {number} over {year}: {why}")?;
                match wrong.as_slice() {
                    [] => Ok(()),
                    parts => write!(
                        formatter,
                        "; a figure from the same place of the source contradicts the part {}",
                        parts.join(", ")
                    ),
                }
            }
            Self::Relation { id, text, inputs } => {
                let inputs: Vec<String> = inputs.iter().map(|(name, value)| format!("{name} = {value}")).collect();
                write!(formatter, "relation {id} does not hold: {text} ({})", inputs.join("; "))
            }
        }
    }
}

impl std::error::Error for PageRefused {}
