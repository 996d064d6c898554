//! Whether support is meant for a firm, apart from its conditions: for its plans, its place, its themes.
//!
//! In each of them the first is the best, and what is not known comes before what is not so.

/// Whether support is meant for one of the firm's plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlanFit {
    /// For at least one of them.
    Fits,
    /// The plans, or what the support is for, are not known.
    Unknown,
    /// For none of them.
    Differs,
}

/// Whether support works where the firm is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AreaFit {
    /// It does.
    Inside,
    /// The place of the firm, or where the support works, is not known well enough.
    Unknown,
    /// It does not.
    Outside,
}

/// Whether support is meant for one of the firm's themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ThemeFit {
    /// For at least one of them.
    Fits,
    /// The themes of the firm are not known, or the support is not limited to themes.
    Unknown,
    /// For other themes.
    Differs,
}
