#![doc = include_str!("../README.md")]

mod account;
mod agreement;
mod aid;
mod as_at;
mod casework_settings;
mod compare;
mod coverage;
mod diagnostic;
mod fact_error;
mod fact_file;
mod findings;
mod front_matter;
mod governance;
mod helpers;
mod honest;
mod load;
mod money;
mod money_record;
mod number_text;
mod pack;
mod place;
mod population;
mod reader;
mod round;
mod scope;
mod signal;
mod small_aid;
mod source;
mod step_rules;
mod suggestion;
mod support;
mod window_words;

pub use account::{
    AccountRole, Accounts, Action, Basis, Contribution, CoreTask, Counted, Duration, Effect, Evaluation,
    EvaluationRule, EvaluationState, FactorScan, Indicator, Input, PageText, Performance, Piece, ProseBlock, Quantity,
    Relation, Reported, ResultStatus, Selection,
};
pub use agreement::{
    Agreement, AgreementState, AnsweredPart, Due, DueTerm, PartyTask, Progress, Recommendation, Topic,
};
pub use aid::{
    AidBasis, AidForm, AidRules, AidSettings, Cofinance, CostKind, CostRate, DeMinimis, IntensityCeiling, Payer,
    PayerLevel, SameCosts,
};
pub use as_at::{Openness, SupportOnDay, is_stale, known_on, next_opening, on_day, openness_by_windows};
pub use casework_settings::{CaseworkSettings, Sharing};
pub use compare::{ChangeClass, FieldChange, change_class, compare_versions};
pub use coverage::{Coverage, coverage};
pub use diagnostic::{Diagnostic, Severity, render};
pub use fact_error::FactError;
pub use fact_file::{fact_value_from_text, facts_from_json, facts_to_json};
pub use front_matter::{FrontMatter, FrontMatterError, RECORD_BYTES_MAX, read_front_matter};
pub use governance::{
    Director, EarlierAction, EarlierOutcome, FindingCheck, FindingRule, Function, Governance, Group, LandsdeelPlan,
    Meeting, PlanTask, Seat, Structure, Table, TaskContribution,
};
pub use helpers::{Helper, helpers, white_spots};
pub use honest::{Honest, HonestSum, Qualifier, number_with_unit};
pub use load::{Loaded, NO_ANSWER, PackFiles, load};
pub use money::Cents;
pub use money_record::{
    DecisionBody, DecisionDay, MoneyDecision, MoneyKind, MoneyLine, MoneyRecord, MoneyResult, MoneySettings,
    ResultCause,
};
pub use number_text::typed_number;
pub use pack::{
    Connection, Constraint, FactDetails, FirstStep, Organisation, Pack, Record, RoadmapSettings, Settings, Situation,
    Strategy, StrategyTheme, ThemeNote,
};
pub use place::{FrontDoor, Municipality, PlaceNames, Region};
pub use population::{Branch, FirmCounts, Spread, ValueRange};
pub use round::{
    Amounts, AtCeiling, Ceiling, CeilingScope, DecideAfter, DistributionKey, FieldKind, FieldSubject, FormField,
    Funding, GroupScope, HeavierWeight, KeyPart, MoneyPot, Participants, PotDistribution, Procedure, Ranking,
    RankingCriterion, RequiredDocument, Round, RoundCost, RoundTerms, RoundVersion, SettlementKind, SettlementRule,
    Sourced, SpanOfTime, TieRule,
};
pub use scope::{Pot, PotDecision, ThemeScope, pot_for, theme_scope};
pub use signal::{SignalList, SignalSign};
pub use small_aid::{EarlierAid, EarlierGrant, SmallAidRoom};
pub use source::{Figure, Id, Source, SourceRef};
pub use step_rules::{
    Exclusion, ExclusionTarget, Requirement, StartRule, StepRules, Term, TermStart, TermUnit, YearLimit,
};
pub use suggestion::{did_you_mean, nearest};
pub use support::{Budget, Category, Criterion, CriterionTest, Place, Support, Version, Window};
