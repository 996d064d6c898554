#![doc = include_str!("../README.md")]

mod achievement;
mod bounded;
mod cells;
mod decisions;
mod evaluation;
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
pub use evaluation::{Answerable, EvaluationDue, agreed_evaluations, evaluation_calendar, evaluation_source};
pub use figures::{Figures, Origin, Tally, Traced};
pub use findings::account_findings;
pub use indicator::{IndicatorResult, ReportedResult, result_of, trend};
pub use page::{
    ActionView, AmendedAccount, AmendmentView, BalanceView, FollowUp, Page, PageBasis, PagePart, PageRefused, PartRow,
    Sentence, TextBlock, Word, make_page,
};
pub use relation::{RelationOutcome, check_relation, check_relations};
pub use survival::{Starter, SurvivalRow, survival};
