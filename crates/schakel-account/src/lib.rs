#![doc = include_str!("../README.md")]

mod achievement;
mod agreement;
mod bounded;
mod cells;
mod decisions;
mod evaluation;
mod figures;
mod finding;
mod findings;
mod indicator;
mod money;
mod page;
mod recommendation;
mod relation;
mod survival;

pub use achievement::{Achievement, achievement};
pub use agreement::{
    Admission, AdmissionCondition, AgreementFilter, AgreementOnDay, Change, ChangeNotice, ConditionMet, FunctionCell,
    FunctionRow, Involvement, MeetingGap, MirrorDifference, PlanStanding, Proposal, Report, ReportPart, ReportStanding,
    Sides, Standing, admit, admit_topic, agreement_on, agreements_on, directors_on, due_before_meeting, due_words,
    function_matrix, involvement, meeting_gaps, meeting_slots, mirror_differences, missing_seats, notices_between_days,
    notices_between_packs, parties, parties_without_task, period_words, plan_on, progress_report, sides, state_words,
    tasks_of, topics_in_order, topics_of_province,
};
pub use bounded::{NoFigure, work_out};
pub use cells::{Cell, CellTable, CountedFirm, Shown, count_cells};
pub use decisions::{DecisionView, decision_register, decision_view};
pub use evaluation::{Answerable, EvaluationDue, agreed_evaluations, evaluation_calendar, evaluation_source};
pub use figures::{Figures, Origin, Tally, Traced};
pub use finding::{SubjectKind, SystemFinding, system_findings};
pub use findings::account_findings;
pub use indicator::{IndicatorResult, ReportedResult, result_of, trend};
pub use page::{
    ActionView, AmendedAccount, AmendmentView, BalanceView, FollowUp, Page, PageBasis, PagePart, PageRefused, PartRow,
    Sentence, TextBlock, Word, make_page,
};
pub use recommendation::{Answered, answered, is_unanswered, recommendations_in_order};
pub use relation::{RelationOutcome, check_relation, check_relations};
pub use survival::{Starter, SurvivalRow, survival};
