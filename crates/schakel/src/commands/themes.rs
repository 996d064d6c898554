//! `schakel themes`: where themes lie between a regional strategy and the topsectors, and which MIT pot follows.

use schakel_criteria::{Code, Language};
use schakel_register::{Pack, Pot, PotDecision, Strategy, ThemeScope, pot_for, theme_scope};
use serde_json::{Value as Json, json};

use crate::arguments::{Format, Themes};
use crate::commands::{CommandError, Outcome, usable_pack};
use crate::printer::Printer;

/// Shows the themes of one landsdeel, or of all.
pub fn run(arguments: &Themes, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = usable_pack(&arguments.pack, printer)?;
    let wanted = |strategy: &&Strategy| arguments.landsdeel.as_deref().is_none_or(|it| it == &*strategy.landsdeel);
    let strategies: Vec<&Strategy> = pack.strategies.values().filter(wanted).collect();
    if strategies.is_empty() {
        let known: Vec<&str> = pack.strategies.values().map(|it| &*it.landsdeel).collect();
        let message = format!("there is no strategy for `{}`", arguments.landsdeel.as_deref().unwrap_or(""));
        return Err(CommandError::wrong_use(message).help(format!("known here: {}", known.join(", "))));
    }
    let language = Language::from(arguments.lang);
    match arguments.format {
        Format::Json => {
            let rows: Vec<Json> = strategies.iter().flat_map(|strategy| rows(strategy, &pack, language)).collect();
            printer.line(&format!("{:#}", json!({ "themes": rows })));
        }
        Format::Text => {
            for strategy in strategies {
                lines(strategy, &pack, language).iter().for_each(|line| printer.line(line));
            }
        }
    }
    Ok(Outcome::Good)
}

fn rows(strategy: &Strategy, pack: &Pack, language: Language) -> Vec<Json> {
    let row = |theme: &Code| {
        let scope = theme_scope(&theme.id, strategy, pack).name();
        let pot = pot_for(&theme.id, strategy, pack).name();
        json!({
            "landsdeel": &*strategy.landsdeel,
            "theme": &*theme.id,
            "name": theme.name.get(language),
            "scope": scope,
            "pot": pot,
        })
    };
    pack.codes("themes").iter().map(row).collect()
}

/// The themes of a landsdeel, those with the same pot for the same reason together.
fn lines(strategy: &Strategy, pack: &Pack, language: Language) -> Vec<String> {
    let mut groups: Vec<(PotDecision, ThemeScope, Vec<&str>)> = Vec::new();
    for theme in pack.codes("themes") {
        let (pot, scope) = (pot_for(&theme.id, strategy, pack), theme_scope(&theme.id, strategy, pack));
        let name = theme.name.get(language);
        match groups.iter_mut().find(|(it, why, _)| (*it, *why) == (pot, scope)) {
            Some((_, _, names)) => names.push(name),
            None => groups.push((pot, scope, vec![name])),
        }
    }
    groups.sort_by_key(|(pot, ..)| pot_rank(*pot));
    let mut lines = vec![strategy.name.get(language).to_owned()];
    for (pot, scope, names) in groups {
        lines.push(format!("  {}: {}", pot_words(pot, language), scope_words(scope, language)));
        lines.extend(names.iter().map(|name| format!("    {name}")));
    }
    lines
}

fn pot_rank(pot: PotDecision) -> u8 {
    match pot {
        PotDecision::Pot(Pot::Joint) => 0,
        PotDecision::Pot(Pot::National) => 1,
        PotDecision::Refused => 2,
        PotDecision::Unknown => 3,
    }
}

fn pot_words(pot: PotDecision, language: Language) -> &'static str {
    let [dutch, english] = match pot {
        PotDecision::Pot(Pot::Joint) => ["geld van Rijk en regio samen", "joint money of State and region"],
        PotDecision::Pot(Pot::National) => ["geld van het Rijk", "money of the State"],
        PotDecision::Refused => ["geen MIT-geld", "no MIT money"],
        PotDecision::Unknown => ["niet te zeggen", "cannot be said"],
    };
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}

fn scope_words(scope: ThemeScope, language: Language) -> &'static str {
    let [dutch, english] = match scope {
        ThemeScope::Inside => [
            "in de strategie van de regio en op een topsectoragenda",
            "in the regional strategy and on a topsector agenda",
        ],
        ThemeScope::OnlyRegional => [
            "alleen in de strategie van de regio, op geen topsectoragenda",
            "only in the regional strategy, on no topsector agenda",
        ],
        ThemeScope::OnlyNational => [
            "alleen op een topsectoragenda, niet in de strategie van de regio",
            "only on a topsector agenda, not in the regional strategy",
        ],
        ThemeScope::Neither => [
            "niet in de strategie van de regio en op geen topsectoragenda",
            "not in the regional strategy and on no topsector agenda",
        ],
        ThemeScope::Unknown => [
            "de bron geeft voor dit landsdeel geen lijst van thema's",
            "the source prints no list of themes for this landsdeel",
        ],
    };
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}
