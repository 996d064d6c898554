//! The financing plan: which support, for which costs, in which year, and what is left for the firm itself. Everything
//! is exact: amounts are whole cents, shares are fractions, and no rule is trusted to the solver.

mod candidate;
mod cofinance;
mod combination;
mod fill;
mod model;
mod money;
mod plan;
mod project;
mod project_error;
mod scenario;
mod search;
mod words;

pub use candidate::{AmountUnknown, Certainty, Doubt};
pub use cofinance::{ProgrammeShares, cofinancing};
pub use combination::{Cell, Choice, Combination, Division};
pub use fill::fill;
pub use money::COST_MAX;
pub use plan::{FinancingPlan, financing_plan};
pub use project::{COST_KINDS, Cost, PROJECT_FIELDS, Project, YEARS_MAX, amount_in_range, project_from_json};
pub use project_error::ProjectError;
pub use scenario::{Binding, Contribution, KindShare, PaidCost, Refusal, Scenario, Unused, UnusedReason};
pub use schakel_register::{EarlierAid, EarlierGrant, SmallAidRoom};
pub use search::{SearchError, best_division};
