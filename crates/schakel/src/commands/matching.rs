//! `schakel match`: every piece of support for one firm, with reasons.

use schakel_criteria::{Language, Verdict, value_in_words};
use schakel_guide::{Match, Matcher};
use schakel_register::{Pack, facts_from_json, number_with_unit};
use schakel_web::types::match_document;

use crate::arguments::{Format, Matching};
use crate::commands::{CommandError, Outcome, day_or_today, noon, now, usable_pack};
use crate::files::read_facts;
use crate::printer::Printer;

/// Matches a firm against a pack.
pub fn run(matching: &Matching, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let language = Language::from(matching.lang);
    let day = day_or_today(matching.as_of.as_deref())?;
    let pack = usable_pack(&matching.pack, printer)?;
    let json = read_facts(&matching.facts)?;
    let facts = facts_from_json(&json, &pack, day).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| format!("- {}", error.message(language))).collect();
        CommandError::wrong_use(format!("`{}` cannot be used:\n{}", matching.facts.display(), lines.join("\n")))
    })?;
    let moment = if day == now().date() { now() } else { noon(day) };
    let matcher = Matcher::new(&pack, moment);
    let matches = matcher.match_firm(&facts);
    match matching.format {
        Format::Json => {
            let document = match_document(&pack, &matches, day, language);
            let text = serde_json::to_string_pretty(&document).map_err(|error| CommandError::refused(error.to_string()))?;
            printer.line(&text);
        }
        Format::Text => print_text(&matches, &pack, language, printer),
    }
    Ok(Outcome::Good)
}

fn print_text(matches: &[Match<'_>], pack: &Pack, language: Language, printer: &mut Printer) {
    for verdict in [Verdict::Met, Verdict::Judgement, Verdict::Unknown, Verdict::NotMet] {
        let group: Vec<_> = matches.iter().filter(|it| it.answer.verdict == verdict).collect();
        printer.line(&format!("{} ({})", heading(verdict, language), group.len()));
        for it in group {
            printer.line(&format!("  {}{}", it.on_day.support.name.get(language), state(it, language)));
            for line in details(it, pack, language) {
                printer.line(&format!("      {line}"));
            }
        }
        printer.line("");
    }
}

fn heading(verdict: Verdict, language: Language) -> &'static str {
    match (verdict, language) {
        (Verdict::Met, Language::Dutch) => "Past",
        (Verdict::Met, Language::English) => "Fits",
        (Verdict::Judgement, Language::Dutch) => "Een mens beslist",
        (Verdict::Judgement, Language::English) => "A person decides",
        (Verdict::Unknown, Language::Dutch) => "Past misschien",
        (Verdict::Unknown, Language::English) => "May fit",
        (Verdict::NotMet, Language::Dutch) => "Past niet (nu)",
        (Verdict::NotMet, Language::English) => "Does not fit (now)",
    }
}

fn state(it: &Match<'_>, language: Language) -> &'static str {
    match (it.is_open(), language) {
        (Some(true), Language::Dutch) => " [open]",
        (Some(true), Language::English) => " [open]",
        (Some(false), Language::Dutch) => " [niet open]",
        (Some(false), Language::English) => " [not open]",
        (None, Language::Dutch) => " [niet bekend of dit open is]",
        (None, Language::English) => " [not known whether this is open]",
    }
}

fn details(it: &Match<'_>, pack: &Pack, language: Language) -> Vec<String> {
    let word = |dutch, english| if language == Language::Dutch { dutch } else { english };
    let name = |fact| pack.vocabulary.fact(fact).map_or("", |it| it.name.get(language));
    let mut lines = Vec::new();
    let version = it.on_day.version;
    if let Some(maximum) = version.and_then(|version| version.maximum.as_ref()?.value) {
        lines.push(format!("{} {}", word("hooguit", "at most"), number_with_unit(maximum, "EUR", language)));
    }
    if it.answer.verdict == Verdict::NotMet {
        let criteria = version.map_or(&[][..], |version| version.criteria.as_slice());
        let failed = criteria.iter().zip(&it.answer.criteria).filter(|(_, answer)| answer.verdict == Verdict::NotMet);
        lines.extend(failed.map(|(criterion, _)| format!("{}: {}", word("klopt niet", "not so"), criterion.text.get(language))));
    }
    if !it.answer.missing.is_empty() {
        let names: Vec<&str> = it.answer.missing.iter().map(|fact| name(*fact)).collect();
        lines.push(format!("{}: {}", word("nog te weten", "still to know"), names.join(", ")));
    }
    if let schakel_criteria::Changes::Possible(sets) = &it.answer.changes {
        for set in sets {
            let parts = set.iter().map(|change| {
                let value = |value| value_in_words(change.fact, value, &pack.vocabulary, language);
                let from = change.from.as_ref().map_or(word("onbekend", "unknown").to_owned(), value);
                format!("{}: {from} → {}", name(change.fact), value(&change.to))
            });
            lines.push(format!("{} {}", word("wel met", "would fit with"), parts.collect::<Vec<_>>().join(", ")));
        }
    }
    if let Some(contact) = it.contact.as_ref().and_then(|contact| pack.organisations.get(&contact.organisation)) {
        lines.push(format!("{} {}", word("bel", "call"), contact.name.get(language)));
    }
    lines
}
