//! Support that a firm can ask for or use: instruments and facilities with their versions over time. Reading them
//! lives in `load`; what holds on a given day lives in `as_at`.

use std::sync::Arc;

use schakel_criteria::{Bilingual, Expression, Language};
use schakel_time::{Date, DateTime, Period};

use crate::aid::{AidRules, Cofinance};
use crate::honest::{Honest, Qualifier};
use crate::source::{Figure, Id, SourceRef};
use crate::step_rules::StepRules;

/// Which folder of the pack a piece of support stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    /// Something to ask for: a scheme, a voucher, a fund, advice, training, a network.
    Instrument,
    /// A place or equipment to use.
    Facility,
}

/// An instrument or facility.
#[derive(Clone, Debug)]
pub struct Support {
    /// Identifier, the file name.
    pub id: Id,
    /// The file, relative to the pack.
    pub file: Arc<str>,
    /// Instrument or facility.
    pub category: Category,
    /// Name.
    pub name: Bilingual,
    /// One or two sentences for the entrepreneur.
    pub summary: Bilingual,
    /// Markdown for the entrepreneur.
    pub body: Bilingual,
    /// The rows of the inventory that it covers.
    pub inventory: Vec<String>,
    /// Code of `kinds`.
    pub kind: Id,
    /// Instruments that belong together, such as `mit`.
    pub family: Option<Id>,
    /// Code of `levels`: whose support it is.
    pub level: Option<Id>,
    /// Code of `statuses`, when a source says so.
    pub status: Option<Id>,
    /// The organisation that executes it.
    pub provider: Option<Id>,
    /// The organisations that pay for it.
    pub funders: Vec<Id>,
    /// The organisation that a firm calls; the front door of its municipality when absent.
    pub contact: Option<Id>,
    /// Where it works, and how certain that is; empty: not known.
    pub areas: Vec<(Id, Qualifier)>,
    /// Codes of `plan` for which it is support.
    pub needs: Vec<Id>,
    /// Codes of `themes`; empty: not limited, or not known.
    pub themes: Vec<Id>,
    /// Codes of `phases`; empty: not known.
    pub phases: Vec<Id>,
    /// Codes of `audiences`.
    pub audience: Vec<Id>,
    /// Codes of `labels`, several at once.
    pub labels: Vec<Id>,
    /// Other names, old names.
    pub aliases: Vec<String>,
    /// Everyday words for it.
    pub keywords: Vec<String>,
    /// Questions in the words of an entrepreneur to which it is an answer, in Dutch.
    pub questions: Vec<String>,
    /// The same in English.
    pub questions_en: Vec<String>,
    /// What came in its place.
    pub replaced_by: Option<Id>,
    /// Where all of it comes from, unless said otherwise.
    pub source: SourceRef,
    /// The day on which the source was true.
    pub checked_on: Option<Date>,
    /// The rules per period, in order of time.
    pub versions: Vec<Version>,
    /// What sources count about it.
    pub figures: Vec<Figure>,
    /// Who pays for its projects, for a programme.
    pub cofinance: Option<Cofinance>,
    /// Place and equipment, for a facility.
    pub place: Place,
}

/// Place and equipment of a facility; all unknown for most instruments.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Code of the municipality.
    pub municipality: Option<Id>,
    /// The first day on which it existed, and how certain that is.
    pub since: Option<(Date, Qualifier)>,
    /// How many places the facility has, when it is a network of places.
    pub units: Option<u32>,
    /// Equipment and expertise, in Dutch words.
    pub equipment: Vec<String>,
    /// How to get access.
    pub access: Option<Bilingual>,
}

/// The rules of an instrument during one period.
#[derive(Clone, Debug)]
pub struct Version {
    /// When these rules hold.
    pub valid: Period,
    /// Where they come from.
    pub source: SourceRef,
    /// The day on which the source was true.
    pub checked_on: Option<Date>,
    /// The rows of the scheme facts that it covers.
    pub scheme_rows: Vec<i64>,
    /// Code of `procedures`: how money is divided.
    pub procedure: Option<Id>,
    /// Share of the costs that is paid.
    pub rate: Option<Honest>,
    /// Smallest amount per firm or project, euros.
    pub minimum: Option<Honest>,
    /// Largest amount per firm or project, euros.
    pub maximum: Option<Honest>,
    /// A short remark with the amounts.
    pub amount_note: Option<Bilingual>,
    /// What one must hand in.
    pub documents: Vec<String>,
    /// The forms of agreement with partners that the source names; empty: it names none.
    pub agreements: Vec<String>,
    /// Other terms, in a sentence.
    pub terms: Option<Bilingual>,
    /// When one can apply; empty: not known.
    pub windows: Vec<Window>,
    /// What must come before or after it, and what cannot be had beside it.
    pub rules: StepRules,
    /// The public money behind it, per funder.
    pub budgets: Vec<Budget>,
    /// The rules on public aid; absent: not known.
    pub aid: Option<AidRules>,
    /// The conditions.
    pub criteria: Vec<Criterion>,
    /// The sources give no conditions: the verdict is unknown.
    pub criteria_unknown: bool,
}

/// A time in which one can apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// From this moment (Dutch time).
    pub from: Option<DateTime>,
    /// Until, not including, this moment (Dutch time).
    pub until: Option<DateTime>,
    /// Open for the whole period of the version.
    pub continuous: bool,
    /// The day on which the money ran out.
    pub exhausted_on: Option<Date>,
    /// Where it comes from, when that differs.
    pub source: Option<SourceRef>,
}

impl Window {
    /// Whether the window is open at a moment, or was until its money ran out. A window that only says when it began may
    /// be over: it says nothing.
    pub fn covers(&self, moment: DateTime) -> bool {
        let begun = self.from.is_none_or(|from| from <= moment);
        let going = self.until.is_none_or(|until| moment < until);
        begun && going && (self.continuous || self.until.is_some() || self.exhausted_on.is_some())
    }
}

/// Public money behind an instrument or a programme.
#[derive(Clone, Debug)]
pub struct Budget {
    /// What the amount is, in Dutch.
    pub label: String,
    /// The same in English.
    pub label_en: String,
    /// Who pays.
    pub funder: Option<Id>,
    /// The amount, euros.
    pub amount: Honest,
}

impl Budget {
    /// What the amount is, in this language.
    pub fn label_in(&self, language: Language) -> &str {
        match language {
            Language::Dutch => &self.label,
            Language::English => &self.label_en,
        }
    }
}

/// A condition.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Identifier within the version.
    pub id: Id,
    /// The condition in plain words, addressed to the entrepreneur.
    pub text: Bilingual,
    /// Where it comes from: article and version.
    pub source: SourceRef,
    /// How it is tested.
    pub test: CriterionTest,
}

/// How a condition is tested.
#[derive(Clone, Debug)]
pub enum CriterionTest {
    /// By a rule over facts.
    Rule {
        /// The checked rule.
        expression: Expression,
        /// The rule as written.
        text: String,
    },
    /// By a person.
    Judgement,
}

impl CriterionTest {
    /// The rule as written; nothing for a judgement.
    pub(crate) fn written(&self) -> Option<&str> {
        match self {
            CriterionTest::Rule { text, .. } => Some(text),
            CriterionTest::Judgement => None,
        }
    }
}
