//! What the accounts of a pack show to be wrong or open, for `schakel check`: relations that do not hold, pages that
//! cannot be made, and what has to be asked for.

use std::sync::Arc;

use schakel_criteria::Language;
use schakel_ledger::ledger_of_pack;
use schakel_register::{Diagnostic, Pack};
use schakel_time::Date;

use crate::figures::{Figures, Tally};
use crate::page::make_page;
use crate::relation::{RelationOutcome, check_relations};

/// The mistakes and findings, as at a day.
pub fn account_findings(pack: &Pack, as_of: Date) -> Vec<Diagnostic> {
    let tally = Tally::new();
    let books = ledger_of_pack(pack);
    let figures = Figures { pack, tally: &tally, books: &books, as_of };
    let broken = check_relations(&figures).into_iter().filter(|it| it.holds != Some(true));
    let mut found: Vec<Diagnostic> = broken.map(|it| of_relation(&it)).collect();
    for ((number, year), text) in &pack.accounts.pages {
        match make_page(number, *year, &figures) {
            Err(refused) => {
                let title = format!("page {number} over {year} is refused: {refused}");
                found.push(Diagnostic::file_warning(&text.file, title).help("correct the record that is wrong"));
            }
            Ok(page) => {
                let open: Vec<&str> = page.follow_ups.iter().map(|it| it.label.nl.as_str()).collect();
                if !open.is_empty() {
                    let title = format!("page {number} over {year} prints as not known yet: {}", open.join("; "));
                    let help = "ask for it, and give the figure with its source once it is known";
                    found.push(Diagnostic::finding(&text.file, title).help(help));
                }
            }
        }
    }
    found
}

fn of_relation(outcome: &RelationOutcome<'_>) -> Diagnostic {
    let relation = outcome.relation;
    let words = |(name, traced): &(String, crate::figures::Traced)| {
        format!("{name} = {}", traced.value.words(&traced.unit.en, Language::English))
    };
    let inputs: Vec<String> = outcome.inputs.iter().map(words).collect();
    let file = Arc::clone(&relation.file);
    let (id, text, inputs) = (&relation.id, &relation.text.en, inputs.join("; "));
    if outcome.holds == Some(false) {
        let title = format!("relation {id} does not hold: {text} ({inputs})");
        return Diagnostic::file_warning(&file, title).help("correct the record that is wrong");
    }
    let title = format!("relation {id} cannot be checked: {text} ({inputs})");
    Diagnostic::finding(&file, title).help("a figure in it is not known")
}
