//! What the rounds of a pack show about the schemes themselves: parties that leave their agreed share, money that is
//! only promised, rounds that cannot be executed for want of rules. Mistakes in the files are found in the register.

use schakel_criteria::Language;
use schakel_register::{Cents, Diagnostic, Pack, Round, number_with_unit};

use crate::executable::{RoundGap, RoundSetup};
use crate::funding::{PublicMoney, share_deviations};

/// The findings, one sentence each, at the file of the round.
pub fn round_findings(pack: &Pack) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for round in pack.rounds.values() {
        shares(round, &mut found);
        provisional(round, &mut found);
        not_executable(round, &mut found);
    }
    found
}

fn shares(round: &Round, found: &mut Vec<Diagnostic>) {
    for pot in round.versions.iter().flat_map(|version| &version.pots) {
        for deviation in share_deviations(pot) {
            let share = number_with_unit(deviation.share, "%", Language::English);
            let title = format!(
                "`{}` puts {} into `{}`; its agreed share, {share}, is {}",
                deviation.organisation,
                euros(deviation.amount),
                pot.label.nl,
                euros(deviation.agreed)
            );
            let help = "joint money is joint only when every party puts in its share; look up what was agreed";
            found.push(Diagnostic::finding(&round.file, title).help(help));
        }
    }
}

fn provisional(round: &Round, found: &mut Vec<Diagnostic>) {
    // Money that stands elsewhere in the pack is reported there.
    let pots = round.versions.iter().flat_map(|version| &version.pots).filter(|pot| pot.duplicate_of.is_none());
    let money = PublicMoney::of(pots);
    if money.provisional > Cents::ZERO {
        let (provisional, firm) = (euros(money.provisional), euros(money.firm));
        let title = format!("{provisional} of the money of round `{}` is provisional, {firm} is firm", round.id);
        found.push(Diagnostic::finding(&round.file, title));
    }
}

fn not_executable(round: &Round, found: &mut Vec<Diagnostic>) {
    let Some(missing) = round.versions.last().and_then(|version| RoundSetup::new(round, version).err()) else { return };
    let words: Vec<&str> = missing.into_iter().map(|it: RoundGap| it.words(Language::English)).collect();
    let title = format!("round `{}` cannot be executed: no source says {}", round.id, words.join("; "));
    found.push(Diagnostic::finding(&round.file, title));
}

fn euros(amount: Cents) -> String {
    amount.words(Language::English)
}
