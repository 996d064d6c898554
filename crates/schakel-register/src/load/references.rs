//! Names in the files that refer to nothing.
//!
//! A record that cannot be read still exists: whoever names it is not at fault, so its name is known by its file.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::load::PackFiles;
use crate::load::files::{ORGANISATIONS, RECORD_FOLDERS, STRATEGIES, SUPPORT_FOLDERS, TOPICS, record_ids};
use crate::pack::Pack;
use crate::reader::{Reference, Target};
use crate::source::Id;
use crate::suggestion::did_you_mean;

/// One message for every name that refers to nothing, and one for every code list that is not there at all.
pub(super) fn dangling(references: &[Reference], files: &PackFiles, pack: &Pack) -> Vec<Diagnostic> {
    let names = Names::new(files, pack);
    let mut missing_lists = BTreeSet::new();
    let mut found = Vec::new();
    for reference in references {
        match reference.target {
            Target::Code(list) if pack.vocabulary.code_list(list).is_none() => {
                missing_lists.insert(list);
            }
            target => found.extend(
                names
                    .problem(target, &reference.name)
                    .map(|(title, help)| Diagnostic::error(&reference.file, reference.span.clone(), title).help(help)),
            ),
        }
    }
    found.extend(missing_lists.into_iter().map(|list| {
        let path = format!("codes/{list}.toml");
        let diagnostic = Diagnostic::file_error(&Arc::from(path.as_str()), format!("`{path}` is missing"));
        diagnostic.help("records name codes of this list; docs/pack-format.md shows how a list looks")
    }));
    found
}

/// The names that exist.
struct Names<'a> {
    pack: &'a Pack,
    organisations: HashSet<&'a str>,
    support: HashSet<&'a str>,
    /// Organisations and support included.
    records: HashSet<&'a str>,
    topics: HashSet<&'a str>,
    areas: HashSet<&'a str>,
    provinces: HashSet<&'a str>,
}

impl<'a> Names<'a> {
    fn new(files: &'a PackFiles, pack: &'a Pack) -> Self {
        let organisations: HashSet<&str> = record_ids(files, ORGANISATIONS).collect();
        let support: HashSet<&str> = SUPPORT_FOLDERS.into_iter().flat_map(|it| record_ids(files, it)).collect();
        let mut records: HashSet<&str> = RECORD_FOLDERS.into_iter().flat_map(|it| record_ids(files, it)).collect();
        records.extend(record_ids(files, STRATEGIES));
        records.extend(organisations.iter().chain(&support));
        let regions = pack.regions.iter();
        let provinces = regions.clone().filter(|region| region.is_province()).map(|region| &*region.id).collect();
        let areas = regions.map(|region| &*region.id).chain(pack.municipalities.keys().map(|it| &**it)).collect();
        let topics = record_ids(files, TOPICS).collect();
        Names { pack, organisations, support, records, topics, areas, provinces }
    }

    /// What is wrong with a name and what to do; nothing when it exists.
    fn problem(&self, target: Target, name: &str) -> Option<(String, String)> {
        match target {
            Target::Organisation => among(name, "organisation", &self.organisations),
            Target::Support => among(name, "instrument", &self.support),
            Target::Family => {
                let families = self.pack.support.values().filter_map(|it| it.family.as_deref());
                let exists = families.clone().any(|family| family == name);
                unknown(exists, name, "family", families)
            }
            Target::Decision => {
                let exists = self.pack.money_decisions.contains_key(name);
                unknown(exists, name, "decision", self.pack.money_decisions.keys().map(|it| &**it))
            }
            Target::Record => among(name, "record", &self.records),
            Target::Topic => among(name, "topic", &self.topics),
            Target::Area => among(name, "area", &self.areas),
            Target::Province => among(name, "province", &self.provinces),
            Target::Municipality => {
                let exists = self.pack.municipalities.contains_key(name);
                unknown(exists, name, "municipality", self.pack.municipalities.keys().map(|it| &**it))
            }
            Target::Source => {
                let exists = self.pack.sources.contains_key(name);
                unknown(exists, name, "source", self.pack.sources.keys().map(|it| &**it))
            }
            Target::Code(list) => {
                let codes = self.pack.vocabulary.code_list(list)?;
                let title = format!("code of `codes/{list}.toml`:");
                unknown(codes.get(name).is_some(), name, &title, codes.codes().iter().map(|code| &*code.id))
            }
            Target::Figure => self.figure_problem(name),
            Target::Round => self.account_problem(name, "round", self.pack.rounds.keys()),
            Target::CoreTask => self.account_problem(name, "core task", self.pack.accounts.core_tasks.keys()),
            Target::Performance => self.account_problem(name, "performance", self.pack.accounts.performances.keys()),
            Target::Quantity => self.account_problem(name, "quantity", self.pack.accounts.quantities.keys()),
            Target::Indicator => self.account_problem(name, "indicator", self.pack.accounts.indicators.keys()),
        }
    }

    fn account_problem<'n>(
        &self,
        name: &str,
        kind: &str,
        names: impl Iterator<Item = &'n Id> + Clone,
    ) -> Option<(String, String)> {
        unknown(names.clone().any(|it| &**it == name), name, kind, names.map(|it| &**it))
    }

    /// `record#figure`; `record#budget` means the budgets of a record together.
    fn figure_problem(&self, name: &str) -> Option<(String, String)> {
        let Some((record, figure)) = name.split_once('#') else {
            let help = "write the identifier of a record, `#`, and the identifier of a figure in it";
            return Some((format!("`{name}` names no figure"), help.to_owned()));
        };
        if let Some(performance) = self.pack.accounts.performances.get(record) {
            let known = performance.figures.iter().map(|figure| &*figure.id);
            let exists = known.clone().any(|it| it == figure);
            return unknown(exists, figure, &format!("figure of `{record}`:"), known);
        }
        if !self.records.contains(record) {
            return among(record, "record", &self.records);
        }
        let (figures, has_budget) = match (self.pack.records.get(record), self.pack.support.get(record)) {
            (Some(record), _) => (&record.figures, !record.budgets.is_empty()),
            (None, Some(support)) => (&support.figures, support.versions.iter().any(|it| !it.budgets.is_empty())),
            // It could not be read, and says so itself.
            (None, None) => return None,
        };
        let known = figures.iter().map(|figure| &*figure.id).chain(has_budget.then_some(BUDGET));
        let exists = known.clone().any(|it| it == figure);
        unknown(exists, figure, &format!("figure of `{record}`:"), known)
    }
}

/// The budgets of a record together, as a figure.
const BUDGET: &str = "budget";

fn among(name: &str, kind: &str, names: &HashSet<&str>) -> Option<(String, String)> {
    unknown(names.contains(name), name, kind, names.iter().copied())
}

fn unknown<'n>(
    exists: bool,
    name: &str,
    kind: &str,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Option<(String, String)> {
    (!exists).then(|| (format!("unknown {kind} `{name}`"), did_you_mean(name, names)))
}
