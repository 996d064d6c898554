#![doc = include_str!("../README.md")]

mod as_at;
mod check;
mod compare;
mod coverage;
mod diagnostic;
mod fact_file;
mod findings;
mod front_matter;
mod honest;
mod load;
mod pack;
mod reader;
mod scope;
mod source;
mod suggestion;
mod support;

pub use as_at::{Openness, SupportOnDay, on_day};
pub use compare::{ChangeClass, FieldChange, compare_versions};
pub use coverage::{Coverage, coverage};
pub use diagnostic::{Diagnostic, Severity, render};
pub use fact_file::{FactError, facts_from_json, facts_to_json, fact_value_from_text};
pub use front_matter::{FrontMatter, FrontMatterError, RECORD_BYTES_MAX, read_front_matter};
pub use honest::{Honest, HonestSum, Qualifier, number_with_unit};
pub use load::{Loaded, PackFiles, load};
pub use pack::{
    Constraint, FactDetails, FrontDoor, Municipality, Organisation, Pack, Record, Region, Settings, Strategy,
    StrategyTheme, ThemeNote,
};
pub use scope::{Pot, PotDecision, ThemeScope, pot_for, theme_scope};
pub use source::{Figure, Id, Source, SourceRef};
pub use support::{Budget, Category, Criterion, CriterionTest, Place, Support, Version, Window};
