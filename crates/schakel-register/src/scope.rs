//! The scope of joint money: where a theme lies between the regional innovation strategy of a landsdeel and the
//! national topsector agendas, and which pot an application belongs to (source 002, §1).

use crate::pack::{Pack, Strategy};

/// Where a theme lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ThemeScope {
    /// In the regional strategy and in a topsector agenda: the intersection.
    Inside,
    /// Only in the regional strategy.
    OnlyRegional,
    /// Only in a topsector agenda.
    OnlyNational,
    /// In neither.
    Neither,
    /// The regional strategy prints no list of themes, so it cannot be said.
    Unknown,
}

impl ThemeScope {
    /// Its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            ThemeScope::Inside => "inside",
            ThemeScope::OnlyRegional => "only_regional",
            ThemeScope::OnlyNational => "only_national",
            ThemeScope::Neither => "neither",
            ThemeScope::Unknown => "unknown",
        }
    }
}

/// A pot of MIT money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pot {
    /// Joint money of state and region.
    Joint,
    /// The national part.
    National,
}

/// Which pot an application belongs to, if any; never two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PotDecision {
    /// This one.
    Pot(Pot),
    /// Neither: the theme is no part of the joint scope and no national priority.
    Refused,
    /// Cannot be said from what the pack knows.
    Unknown,
}

impl PotDecision {
    /// Its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            PotDecision::Pot(Pot::Joint) => "joint",
            PotDecision::Pot(Pot::National) => "national",
            PotDecision::Refused => "refused",
            PotDecision::Unknown => "unknown",
        }
    }
}

/// Where a theme lies for a landsdeel.
pub fn theme_scope(theme: &str, strategy: &Strategy, pack: &Pack) -> ThemeScope {
    let national = pack.settings.topsectors.iter().any(|note| &*note.theme == theme);
    if !has_theme_list(strategy) {
        return ThemeScope::Unknown;
    }
    match (in_strategy(theme, strategy), national) {
        (true, true) => ThemeScope::Inside,
        (true, false) => ThemeScope::OnlyRegional,
        (false, true) => ThemeScope::OnlyNational,
        (false, false) => ThemeScope::Neither,
    }
}

/// The pot for an application with this theme in this landsdeel: joint when the theme lies in the intersection, else
/// national when it is a national priority, else refused.
pub fn pot_for(theme: &str, strategy: &Strategy, pack: &Pack) -> PotDecision {
    let priority = pack.settings.national_priorities.iter().any(|note| &*note.theme == theme);
    match theme_scope(theme, strategy, pack) {
        ThemeScope::Inside => PotDecision::Pot(Pot::Joint),
        ThemeScope::Unknown => PotDecision::Unknown,
        _ if priority => PotDecision::Pot(Pot::National),
        _ => PotDecision::Refused,
    }
}

/// Whether the theme is one of the strategy's own: supporting sectors and crossovers count (source 002, supplements).
fn in_strategy(theme: &str, strategy: &Strategy) -> bool {
    strategy.themes.iter().any(|it| it.code.as_deref() == Some(theme) && it.role != "challenge")
}

/// Whether the paper prints the focus clusters of this landsdeel at all.
fn has_theme_list(strategy: &Strategy) -> bool {
    strategy.themes.iter().any(|theme| theme.role == "focus")
}
