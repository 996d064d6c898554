//! What the pack shows about the support system itself: not mistakes in the files, but gaps and doubles in the
//! system that the files describe.

use schakel_criteria::Number;

use crate::diagnostic::Diagnostic;
use crate::honest::{HonestSum, Qualifier};
use crate::pack::Pack;

/// The findings, one sentence each, at the file they follow from.
pub(crate) fn findings(pack: &Pack) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    process_directors(pack, &mut found);
    front_doors(pack, &mut found);
    plans_without_support(pack, &mut found);
    programmes_without_money(pack, &mut found);
    provisional_money(pack, &mut found);
    found
}

/// Source 002 §7: one process director for each landsdeel.
fn process_directors(pack: &Pack, found: &mut Vec<Diagnostic>) {
    for landsdeel in pack.regions.iter().filter(|region| region.kind == "landsdeel") {
        let directs = |organisation: &&crate::pack::Organisation| {
            organisation.roles.iter().any(|role| &**role == "process-director")
                && organisation.areas.iter().any(|(area, _)| *area == landsdeel.id)
        };
        let count = pack.organisations.values().filter(directs).count();
        if count != 1 {
            let title = format!("landsdeel `{}` has {count} process directors; the agenda asks for exactly one", landsdeel.id);
            found.push(Diagnostic::finding("regions/regions.toml", title).help("give the organisation the role `process-director`, once a source names it"));
        }
    }
}

fn front_doors(pack: &Pack, found: &mut Vec<Diagnostic>) {
    for province in &pack.settings.provinces {
        let all = pack.municipalities.values().filter(|it| it.province == *province);
        let (with, without): (Vec<_>, Vec<_>) = all.partition(|it| it.front_door.is_some());
        if !without.is_empty() {
            let title = format!("{} of {} municipalities of {province} have no front door that a source names", without.len(), with.len() + without.len());
            found.push(Diagnostic::finding("regions/municipalities.toml", title));
        }
    }
}

fn plans_without_support(pack: &Pack, found: &mut Vec<Diagnostic>) {
    for plan in pack.codes("plan") {
        if !pack.support.values().any(|support| support.needs.contains(&plan.id)) {
            let title = format!("no support at all for the plan `{}` ({})", plan.id, plan.name.nl);
            found.push(Diagnostic::finding("codes/plan.toml", title));
        }
    }
}

fn programmes_without_money(pack: &Pack, found: &mut Vec<Diagnostic>) {
    for record in pack.records.values().filter(|record| record.folder == "programmes") {
        if record.lead.is_none() && record.parties.is_empty() {
            let title = format!("programme `{}` has no organisation behind it", record.id);
            found.push(Diagnostic::finding(&record.file, title));
        }
    }
}

fn provisional_money(pack: &Pack, found: &mut Vec<Diagnostic>) {
    for record in pack.records.values().filter(|record| !record.budgets.is_empty()) {
        let sum = HonestSum::of(record.budgets.iter().map(|budget| &budget.amount));
        if let Some(provisional) = sum.part(Qualifier::Provisional) {
            let firm = sum.part(Qualifier::Exact).unwrap_or(Number::ZERO);
            let title = format!("`{}`: {provisional} of the money is provisional, {firm} is firm", record.id);
            found.push(Diagnostic::finding(&record.file, title));
        }
    }
}
