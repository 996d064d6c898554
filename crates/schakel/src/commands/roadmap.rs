//! `schakel roadmap`: the steps of one firm in order, as text, as JSON or as a calendar.

use schakel_criteria::Language;
use schakel_guide::{Matcher, RoadmapRequest};
use schakel_register::{Id, Pack};
use schakel_web::{RoadmapDocument, RoadmapStep, calendar, calendar_key, roadmap_document};

use crate::arguments::{Roadmap, RoadmapFormat};
use crate::commands::{CommandError, Outcome, day_or_today, facts_of_file, moment_of, now, support_named, usable_pack};
use crate::printer::Printer;

/// Makes a route and prints it.
pub fn run(roadmap: &Roadmap, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let language = Language::from(roadmap.lang);
    let day = day_or_today(roadmap.as_of.as_deref())?;
    let pack = usable_pack(&roadmap.pack, printer)?;
    let facts = facts_of_file(&roadmap.facts, &pack, day, language)?;
    let (goals, skipped) = (named(&roadmap.goal, &pack)?, named(&roadmap.skip, &pack)?);
    let request = RoadmapRequest { facts: &facts, goals: &goals, skipped: &skipped };
    let matcher = Matcher::new(&pack, moment_of(day));
    let earlier = match &roadmap.earlier {
        Some(file) => {
            let facts = facts_of_file(file, &pack, day, language)?;
            Some(matcher.ready_items(RoadmapRequest { facts: &facts, ..request }))
        }
        None => None,
    };
    let document = roadmap_document(&matcher.roadmap(request), earlier.as_ref(), &pack, language);
    match roadmap.format {
        RoadmapFormat::Json => {
            let text =
                serde_json::to_string_pretty(&document).map_err(|error| CommandError::refused(error.to_string()))?;
            printer.line(&text);
        }
        RoadmapFormat::Ics => {
            let route: Vec<&str> = document.steps.iter().map(|step| step.id.as_str()).collect();
            let file = calendar(&document, &calendar_key(&route.join(" ")), now(), language);
            // The last line break is that of the printer.
            printer.line(file.trim_end_matches('\n'));
        }
        RoadmapFormat::Text => lines(&document, language).iter().for_each(|line| printer.line(line)),
    }
    Ok(Outcome::Good)
}

fn named(ids: &[String], pack: &Pack) -> Result<Vec<Id>, CommandError> {
    ids.iter().map(|id| support_named(id, pack).map(|support| Id::clone(&support.id))).collect()
}

/// The route for a person at a terminal.
fn lines(document: &RoadmapDocument, language: Language) -> Vec<String> {
    let say = |dutch: &'static str, english: &'static str| match language {
        Language::Dutch => dutch,
        Language::English => english,
    };
    let mut lines = Vec::new();
    if let Some(situation) = &document.situation {
        lines.push(format!("{}. {}", situation.name, situation.text));
        lines.push(format!("    {}: {}", say("want u zei", "as you said"), situation.because.join("; ")));
        lines.push(String::new());
    }
    for (place, step) in document.steps.iter().enumerate() {
        lines.push(format!("{}. {}", place + 1, step.title));
        lines.extend(details(step, say).into_iter().map(|line| format!("    {line}")));
    }
    if !document.left_out.is_empty() {
        lines.push(String::new());
        lines.push(say("Staat niet in de route:", "Left out of the route:").to_owned());
        lines.extend(document.left_out.iter().map(|it| format!("    {}: {} [{}]", it.name, it.reason, it.source)));
    }
    for it in &document.readiness {
        lines.push(String::new());
        lines.push(format!("{}: {} {} {} {}", it.name, it.ready, say("van", "of"), it.total, say("klaar", "ready")));
        let not_ready = it.items.iter().filter(|item| item.verdict != "met");
        lines.extend(not_ready.map(|item| format!("    {}: {}", verdict_words(item.verdict, say), item.text)));
        let won = it.won.iter().flatten().map(|text| format!("    {}: {text}", say("nieuw klaar", "newly ready")));
        lines.extend(won);
        lines.push(format!("    {}: {}", say("eerste stap", "first step"), it.first_step));
    }
    lines
}

fn details(step: &RoadmapStep, say: impl Fn(&'static str, &'static str) -> &'static str) -> Vec<String> {
    let mut lines = vec![step.when.clone(), step.text.clone()];
    if !step.state.is_empty() {
        lines.push(step.state.clone());
    }
    if let Some(contact) = &step.contact {
        let door = if contact.is_front_door { say(" (uw loket)", " (your front door)") } else { "" };
        lines.push(format!("{} {}{door}", say("bel", "call"), contact.name));
    }
    if !step.documents.is_empty() {
        lines.push(format!("{}: {}", say("neem mee", "bring"), step.documents.join("; ")));
    }
    let examples: Vec<&str> = step.examples.iter().map(|it| it.name.as_str()).collect();
    if !examples.is_empty() {
        lines.push(format!("{}: {}", say("voorbeelden", "examples"), examples.join("; ")));
    }
    lines.extend(step.reasons.iter().map(|reason| {
        let source = if reason.source.is_empty() { String::new() } else { format!(" [{}]", reason.source) };
        format!("{} {}{source}", say("want:", "why:"), reason.text)
    }));
    lines
}

fn verdict_words(verdict: &str, say: impl Fn(&'static str, &'static str) -> &'static str) -> &'static str {
    match verdict {
        "not_met" => say("klopt nog niet", "does not hold yet"),
        "judgement" => say("een mens oordeelt", "a person judges"),
        _ => say("nog te weten", "still to know"),
    }
}
