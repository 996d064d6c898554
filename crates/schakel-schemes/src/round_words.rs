//! The choices of a round in words that fit into a sentence: what happens at the ceiling, from when a term runs, what
//! decides between equals, how a grant is settled. Names of procedures are in the pack.

use schakel_criteria::Language;
use schakel_register::{AtCeiling, DecideAfter, SettlementKind, TieRule};

/// What happens to the first application for which there is too little money left.
pub fn at_ceiling_words(choice: AtCeiling, language: Language) -> &'static str {
    let [dutch, english] = match choice {
        AtCeiling::Stop => {
            ["die krijgt niets, en wie daarna komt ook niet", "it gets nothing, and neither does who comes after it"]
        }
        AtCeiling::TakeSmaller => [
            "die krijgt niets; een kleinere aanvraag daarna kan nog wel geld krijgen",
            "it gets nothing; a smaller application after it may still get money",
        ],
        AtCeiling::GrantRest => ["die krijgt wat er over is", "it gets what is left"],
    };
    in_language(dutch, english, language)
}

/// From when the time for a decision runs.
pub fn decide_after_words(choice: DecideAfter, language: Language) -> &'static str {
    let [dutch, english] = match choice {
        DecideAfter::Receipt => ["na ontvangst", "after receipt"],
        DecideAfter::Closing => ["na de sluiting", "after the closing"],
    };
    in_language(dutch, english, language)
}

/// What decides between applications with equal scores.
pub fn tie_words(choice: TieRule, language: Language) -> &'static str {
    let [dutch, english] = match choice {
        TieRule::Draw => ["het lot", "a draw"],
        TieRule::Receipt => ["wie het eerst kwam", "who came first"],
    };
    in_language(dutch, english, language)
}

/// How a grant is settled.
pub fn settlement_words(choice: SettlementKind, language: Language) -> &'static str {
    let [dutch, english] = match choice {
        SettlementKind::Automatic => ["u hoeft niets te sturen", "there is nothing to send"],
        SettlementKind::Report => ["u stuurt een verslag", "a report is sent"],
        SettlementKind::Audited => [
            "u stuurt een verslag en een verklaring van een accountant",
            "a report and an accountant's statement are sent",
        ],
    };
    in_language(dutch, english, language)
}

fn in_language(dutch: &'static str, english: &'static str, language: Language) -> &'static str {
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}
