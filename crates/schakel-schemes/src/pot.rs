//! Which pot pays for an application: joint money of state and region, the national part, or none. Never two (source
//! 002, §1). Where a theme lies is looked up in the register.

use schakel_criteria::Language;
use schakel_register::{Id, Pack, Pot, PotDecision, Strategy, ThemeScope, pot_for, theme_scope};

/// Which pot pays for an application, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PotChoice {
    /// The pot, if any.
    pub decision: PotDecision,
    /// The theme that decided, and where it lies; absent: the application names no theme, or there is no strategy for
    /// the area.
    pub because: Option<(Id, ThemeScope)>,
    /// The landsdeel whose strategy was used.
    pub landsdeel: Option<Id>,
}

/// The pot for an application with these themes from this area (a municipality, province or landsdeel). With several
/// themes the best one counts: joint before national, national before not known.
pub fn pot_of_application(themes: &[Id], area: &str, pack: &Pack) -> PotChoice {
    let around = pack.areas_containing(area);
    let Some(strategy) = pack.strategies.values().find(|it| around.contains(&it.landsdeel)) else {
        return PotChoice { decision: PotDecision::Unknown, because: None, landsdeel: None };
    };
    let landsdeel = Some(Id::clone(&strategy.landsdeel));
    let choice = |theme: &Id| of_theme(theme, strategy, pack);
    let best = themes.iter().map(choice).min_by_key(|(decision, ..)| rank(*decision));
    match best {
        Some((decision, theme, scope)) => PotChoice { decision, because: Some((theme, scope)), landsdeel },
        None => PotChoice { decision: PotDecision::Refused, because: None, landsdeel },
    }
}

impl PotChoice {
    /// Why, addressed to the applicant.
    pub fn words(&self, pack: &Pack, language: Language) -> String {
        let name = |theme: &Id| {
            let code = pack.codes("themes").iter().find(|code| code.id == *theme);
            code.map_or(&**theme, |code| code.name.get(language)).to_owned()
        };
        let theme = self.because.as_ref().map(|(theme, _)| name(theme));
        let scope = self.because.as_ref().map(|(_, scope)| *scope);
        let [dutch, english] = match (self.decision, theme, scope) {
            (PotDecision::Pot(Pot::Joint), Some(theme), _) => [
                format!(
                    "Geld van Rijk en regio samen: het thema {theme} staat in de strategie van de regio en op een topsectoragenda."
                ),
                format!(
                    "Joint money of State and region: the theme {theme} is in the regional strategy and on a topsector agenda."
                ),
            ],
            (PotDecision::Pot(_), Some(theme), _) => [
                format!(
                    "Geld van het Rijk: het thema {theme} is een nationale prioriteit, maar de regio kan dit niet betalen."
                ),
                format!(
                    "Money of the State: the theme {theme} is a national priority, but the region cannot pay for it."
                ),
            ],
            (PotDecision::Refused, Some(theme), Some(ThemeScope::OnlyRegional)) => [
                format!(
                    "Geen geld: het thema {theme} staat in de strategie van de regio, maar op geen topsectoragenda."
                ),
                format!("No money: the theme {theme} is in the regional strategy, but on no topsector agenda."),
            ],
            (PotDecision::Refused, Some(theme), _) => [
                format!(
                    "Geen geld: het thema {theme} staat niet in de strategie van de regio en is geen nationale prioriteit."
                ),
                format!("No money: the theme {theme} is not in the regional strategy and no national priority."),
            ],
            (PotDecision::Refused, None, _) => [
                "Geen geld: de aanvraag noemt geen thema.".to_owned(),
                "No money: the application names no theme.".to_owned(),
            ],
            _ => [
                "Niet te zeggen: voor dit gebied is geen lijst van thema's bekend.".to_owned(),
                "Cannot be said: no list of themes is known for this area.".to_owned(),
            ],
        };
        match language {
            Language::Dutch => dutch,
            Language::English => english,
        }
    }
}

fn of_theme(theme: &Id, strategy: &Strategy, pack: &Pack) -> (PotDecision, Id, ThemeScope) {
    (pot_for(theme, strategy, pack), Id::clone(theme), theme_scope(theme, strategy, pack))
}

fn rank(decision: PotDecision) -> u8 {
    match decision {
        PotDecision::Pot(Pot::Joint) => 0,
        PotDecision::Pot(Pot::National) => 1,
        PotDecision::Unknown => 2,
        PotDecision::Refused => 3,
    }
}
