//! What the pack shows about the support system itself: not mistakes in the files, but gaps and doubles in the system
//! that the files describe.

use std::sync::Arc;

use schakel_criteria::{Language, Number};

use crate::diagnostic::Diagnostic;
use crate::helpers::white_spots;
use crate::honest::{HonestSum, Qualifier, number_with_unit};
use crate::pack::Pack;

/// The findings, one sentence each, at the file they follow from.
pub(crate) fn findings(pack: &Pack) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    front_doors(pack, &mut found);
    plans_without_support(pack, &mut found);
    programmes_without_organisation(pack, &mut found);
    programmes_without_helper(pack, &mut found);
    provisional_money(pack, &mut found);
    found
}

fn front_doors(pack: &Pack, found: &mut Vec<Diagnostic>) {
    for province in &pack.settings.provinces {
        let of_province = pack.municipalities.values().filter(|it| it.province == *province);
        let (with, without): (Vec<_>, Vec<_>) = of_province.partition(|it| it.front_door.is_some());
        if !without.is_empty() {
            let all = with.len() + without.len();
            let title = format!(
                "{} of {all} municipalities of {province} have no front door that a source names",
                without.len()
            );
            found.push(Diagnostic::finding(&Arc::from("regions/municipalities.toml"), title));
        }
    }
}

fn plans_without_support(pack: &Pack, found: &mut Vec<Diagnostic>) {
    for plan in pack.codes("plan") {
        if !pack.support.values().any(|support| support.needs.contains(&plan.id)) {
            let title = format!("no support at all for the plan `{}` ({})", plan.id, plan.name.nl);
            found.push(Diagnostic::finding(&Arc::from("codes/plan.toml"), title));
        }
    }
}

fn programmes_without_organisation(pack: &Pack, found: &mut Vec<Diagnostic>) {
    for record in pack.records.values().filter(|record| record.folder == "programmes") {
        if record.lead.is_none() && record.parties.is_empty() {
            let title = format!("programme `{}` has no organisation behind it", record.id);
            found.push(Diagnostic::finding(&record.file, title));
        }
    }
}

/// Inventory SYS-D08: a European programme has somebody who helps firms with it in every landsdeel, or there is a white spot.
fn programmes_without_helper(pack: &Pack, found: &mut Vec<Diagnostic>) {
    for support in pack.support.values() {
        let spots: Vec<&str> = white_spots(support, pack).iter().map(|region| &*region.id).collect();
        if !spots.is_empty() {
            let spots = spots.join(", ");
            let title = format!("no source names who helps firms with programme `{}` in: {spots}", support.id);
            let help = "add an edge of kind `helps-with` to `organisations/edges.toml`, once a source names somebody";
            found.push(Diagnostic::finding(&support.file, title).help(help));
        }
    }
}

fn provisional_money(pack: &Pack, found: &mut Vec<Diagnostic>) {
    for record in pack.records.values().filter(|record| !record.budgets.is_empty()) {
        let sum = HonestSum::of(record.budgets.iter().map(|budget| &budget.amount));
        let euros = |number| number_with_unit(number, "EUR", Language::English);
        if let Some(provisional) = sum.part(Qualifier::Provisional) {
            let (provisional, firm) = (euros(provisional), euros(sum.part(Qualifier::Exact).unwrap_or(Number::ZERO)));
            let title = format!("{provisional} of the money of `{}` is provisional, {firm} is firm", record.id);
            found.push(Diagnostic::finding(&record.file, title));
        }
    }
}
