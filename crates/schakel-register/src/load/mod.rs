//! From the files of a pack to one checked value. Reading the folder lives at the edge: `load` takes the texts.
//!
//! Each kind of file has its own reader here. They leave out what they cannot read and go on, so that one bad file never
//! hides the others. Names that must exist are looked up at the end, by `references`.

mod accounts;
mod agreements;
mod aid;
mod codes;
mod facts;
mod files;
mod governance;
mod ledger;
mod population;
mod records;
mod references;
mod regions;
mod round_form;
mod round_money;
mod rounds;
mod rules;
mod settings;
mod signals;
mod situations;
mod sources;
mod step_rules;
mod support;
mod version;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Severity};
use crate::findings::findings;
use crate::pack::Pack;
use crate::reader::Notes;

pub use agreements::NO_ANSWER;
pub(crate) use codes::ACTIVITY_LIST;

/// The texts of a pack's files by their path relative to the pack, with `/` between folders.
pub type PackFiles = BTreeMap<Arc<str>, String>;

/// A loaded pack with everything there is to say about it.
#[derive(Debug)]
pub struct Loaded {
    /// The pack; parts with errors are left out.
    pub pack: Pack,
    /// Mistakes and findings, in order of file and place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Whether there is an error, so that a part of the pack is left out.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|it| it.severity == Severity::Error)
    }

    /// Whether there is a mistake (an error or a warning; findings about the support system are no mistakes).
    pub fn has_mistakes(&self) -> bool {
        self.diagnostics.iter().any(|it| it.severity != Severity::Finding)
    }
}

/// Loads and checks a pack. One bad file never hides the others.
pub fn load(files: &PackFiles) -> Loaded {
    let notes = Notes::default();
    let mut pack = Pack::default();
    settings::read(files, &notes, &mut pack);
    sources::read(files, &notes, &mut pack);
    regions::read(files, &notes, &mut pack);
    codes::read(files, &notes, &mut pack);
    facts::read(files, &notes, &mut pack);
    aid::read(files, &notes, &mut pack);
    signals::read(files, &notes, &mut pack);
    situations::read(files, &notes, &mut pack);
    population::read(files, &notes, &mut pack);
    governance::read(files, &notes, &mut pack);
    records::read(files, &notes, &mut pack);
    agreements::read(files, &notes, &mut pack);
    support::read(files, &notes, &mut pack);
    rounds::read(files, &notes, &mut pack);
    accounts::read(files, &notes, &mut pack);
    ledger::read(files, &notes, &mut pack);
    files::report_stray(files, &notes);
    let (mut diagnostics, references) = notes.into_parts();
    diagnostics.extend(references::dangling(&references, files, &pack));
    diagnostics.extend(regions::front_doors_without_function(&pack));
    diagnostics.extend(step_rules::contradictions(&pack));
    diagnostics.extend(rounds::contradictions(&pack));
    diagnostics.extend(findings(&pack));
    diagnostics.sort_by(Diagnostic::order);
    diagnostics.dedup();
    Loaded { pack, diagnostics }
}
