//! `schakel themes`: where themes lie between a regional strategy and the topsectors, and which MIT pot follows.

use schakel_criteria::Language;
use schakel_register::{Pack, Strategy, pot_for, theme_scope};
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
                printer.line(strategy.name.get(language));
                for row in rows(strategy, &pack, language) {
                    let text = |key| row.get(key).and_then(Json::as_str).unwrap_or("").to_owned();
                    printer.line(&format!("  {}: {}, pot: {}", text("name"), text("scope"), text("pot")));
                }
            }
        }
    }
    Ok(Outcome::Good)
}

fn rows(strategy: &Strategy, pack: &Pack, language: Language) -> Vec<Json> {
    let row = |theme: &schakel_criteria::Code| {
        let scope = theme_scope(&theme.id, strategy, pack).name();
        let pot = pot_for(&theme.id, strategy, pack).name();
        json!({ "landsdeel": &*strategy.landsdeel, "theme": &*theme.id, "name": theme.name.get(language), "scope": scope, "pot": pot })
    };
    pack.codes("themes").iter().map(row).collect()
}
