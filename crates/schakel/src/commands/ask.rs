//! `schakel ask`: a question in plain words, answered as the portal answers it. How it reads as text lives in `ask/text`.

mod text;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use schakel_criteria::{FactId, FactSet, Language};
use schakel_guide::Matcher;
use schakel_register::{Pack, did_you_mean};
use schakel_web::{advice_document, search_index};

use crate::arguments::{Ask, DEFAULT_PACK, Format};
use crate::commands::{CommandError, Outcome, day_or_today, facts_of_file, moment_of, usable_pack};
use crate::files::read_vectors;
use crate::printer::Printer;

/// Answers a question; exit 1 when nothing was found.
pub fn run(ask: &Ask, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let language = Language::from(ask.view.lang);
    let day = day_or_today(ask.view.as_of.as_deref())?;
    let (folder, question) = pack_and_question(&ask.words)?;
    let pack = usable_pack(&folder, printer)?;
    let facts = match &ask.facts {
        Some(file) => facts_of_file(file, &pack, day, language)?,
        None => FactSet::new(),
    };
    let without = without(&ask.without, &pack)?;
    let found = search_index(&pack, read_vectors(&folder)?).search(&question);
    let advice = Matcher::new(&pack, moment_of(day)).advise(&found, &facts, &without);
    let document = advice_document(&pack, &question, &advice, day, language);
    match ask.view.format {
        Format::Json => {
            let text =
                serde_json::to_string_pretty(&document).map_err(|error| CommandError::refused(error.to_string()))?;
            printer.line(&text);
        }
        Format::Text => text::lines(&document, &pack, day, language).iter().for_each(|line| printer.line(line)),
    }
    Ok(if document.is_empty() { Outcome::Findings } else { Outcome::Good })
}

/// The question, after the folder of a pack or alone.
fn pack_and_question(words: &[String]) -> Result<(PathBuf, String), CommandError> {
    let (folder, question) = match words {
        [question] => (Path::new(DEFAULT_PACK), question),
        [folder, question] => (Path::new(folder), question),
        _ => return Err(CommandError::wrong_use("give one question, in quotation marks")),
    };
    if question.trim().is_empty() {
        return Err(CommandError::wrong_use("the question is empty")
            .help("ask it in plain words: schakel ask \"Ik wil een robot laten lassen\""));
    }
    Ok((folder.to_path_buf(), question.trim().to_owned()))
}

/// The facts that must not be taken from the question.
fn without(names: &[String], pack: &Pack) -> Result<BTreeSet<FactId>, CommandError> {
    let fact = |name: &String| {
        pack.vocabulary.fact_named(name).ok_or_else(|| {
            let facts = pack.vocabulary.fact_ids().filter_map(|id| pack.vocabulary.fact(id));
            let names: Vec<&str> = facts.map(|fact| &*fact.id).collect();
            let help = did_you_mean(name, names.iter().copied());
            CommandError::wrong_use(format!("there is no fact `{name}` in this pack")).help(help)
        })
    };
    names.iter().map(fact).collect()
}
