#![doc = include_str!("../README.md")]

mod achievement;
mod bounded;
mod cells;
mod decisions;
mod effect;
mod evaluation;
mod factor;
mod figures;
mod findings;
mod indicator;
mod money;
mod page;
mod relation;
mod survival;

pub use achievement::{Achievement, achievement};
pub use bounded::{NoFigure, work_out};
pub use cells::{Cell, CellTable, CountedFirm, Shown, count_cells};
pub use decisions::{DecisionView, decision_register, decision_view};
pub use effect::{EffectView, effects};
pub use evaluation::{Answerable, EvaluationDue, agreed_evaluations, evaluation_calendar, evaluation_source};
pub use factor::{FactorCell, factor_coverage};
pub use figures::{Figures, Origin, Tally, Traced};
pub use findings::account_findings;
pub use indicator::{IndicatorResult, ReportedResult, result_of, trend};
pub use page::{
    ActionView, AmendedAccount, AmendmentView, BalanceView, FollowUp, Page, PageBasis, PagePart, PageRefused, PartRow,
    Sentence, TextBlock, Word, make_page,
};
pub use relation::{RelationOutcome, check_relation, check_relations};
pub use survival::{Starter, SurvivalRow, survival};
