//! Figures that follow from other figures, and what must hold between figures.

use schakel_criteria::{Bilingual, Expression, FactId, Vocabulary};
use schakel_time::Date;

use crate::source::{Id, SourceRef};

/// A figure that follows from others.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// Identifier.
    pub id: Id,
    /// What it is.
    pub label: Bilingual,
    /// "EUR", "%" or a word.
    pub unit: Bilingual,
    /// What it follows from, with the name that the rule gives it.
    pub inputs: Vec<(FactId, Input)>,
    /// The names of the inputs.
    pub names: Vocabulary,
    /// How it follows.
    pub rule: Expression,
}

/// What must hold between figures.
#[derive(Clone, Debug)]
pub struct Relation {
    /// Identifier.
    pub id: Id,
    /// What must hold, in plain words.
    pub text: Bilingual,
    /// What it is about, with the name that the rule gives it.
    pub inputs: Vec<(FactId, Input)>,
    /// The names of the inputs.
    pub names: Vocabulary,
    /// What must hold.
    pub rule: Expression,
    /// The performances whose pages may not be printed when it does not hold.
    pub performances: Vec<Id>,
    /// Where it is said; absent: it follows from the figures alone.
    pub source: Option<SourceRef>,
    /// The file.
    pub file: Id,
}

/// Where a number comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A figure, `record#figure`.
    Figure(Id),
    /// Another quantity.
    Quantity(Id),
    /// The result of an indicator over a year.
    Result {
        /// The indicator.
        indicator: Id,
        /// The year.
        year: i16,
    },
    /// How many records there are.
    Count(Selection),
    /// The figures with this identifier of all those records, added up.
    Sum {
        /// The identifier within each record.
        figure: Id,
        /// Which records.
        of: Selection,
    },
    /// The public money of a record, added up.
    Budgets {
        /// The record.
        record: Id,
        /// Of whom; absent: of all.
        funder: Option<Id>,
        /// Whether only firm money counts.
        is_firm: bool,
    },
    /// What a figure lists.
    Items(Id),
    /// The themes of a regional strategy, those with this role at this place of its source.
    Themes {
        /// The landsdeel.
        landsdeel: Id,
        /// The role.
        role: String,
        /// The place in the source; absent: wherever.
        place: Option<String>,
    },
    /// Figures added up, each pot of money once, however often it is printed.
    SamePot(Vec<Id>),
    /// How many targets of a performance were reached over a year.
    Achieved {
        /// The performance.
        performance: Id,
        /// The year.
        year: i16,
    },
    /// How many targets a performance has.
    Targets(Id),
    /// What the books say of the balance of a performance.
    Balance {
        /// The performance.
        performance: Id,
        /// The year.
        year: i16,
    },
    /// What the books say of the result of a programme; below nought is a shortfall.
    ProgrammeResult {
        /// The performance.
        performance: Id,
        /// The programme.
        programme: Id,
        /// The year.
        year: i16,
    },
    /// What the movements that the accounts of a year state bring a reserve, what is only proposed included, what was
    /// paid ahead and came back not.
    ReserveNet {
        /// The reserve.
        reserve: Id,
        /// For which performance; absent: for all.
        performance: Option<Id>,
        /// The year.
        year: i16,
    },
    /// The parts of a region.
    Parts(Id),
    /// The actions of a performance.
    Actions(Id),
    /// The calendar days from one day to another.
    Days {
        /// From.
        from: Date,
        /// To.
        to: Date,
    },
}

/// Which records of the pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The folder.
    pub folder: String,
    /// Code of `kinds`.
    pub kind: Option<Id>,
    /// The record that they are part of.
    pub part_of: Option<Id>,
    /// These and no others.
    pub named: Vec<Id>,
}
