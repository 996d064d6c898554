//! Reading `topics/`, the agreements in `agreements/` and `recommendations/`.
//!
//! What an agreement must have is asked here: an owner, a result, and what each partner does. A pack may say of each of
//! these that no source gives it; it may not leave it out in silence.

use std::sync::Arc;

use schakel_criteria::Bilingual;
use schakel_time::Date;

use crate::agreement::{
    Agreement, AgreementState, AnsweredPart, Due, DueTerm, PartyTask, Progress, Recommendation, Topic, during,
    throughout,
};
use crate::load::PackFiles;
use crate::load::files::{AGREEMENTS, Draft, RECOMMENDATIONS, TOPICS, each_record};
use crate::load::records::read_head;
use crate::pack::Pack;
use crate::reader::{Notes, Reader, Target};
use crate::source::{Id, SourceRef};

/// The field that makes a record of `agreements/` something that parties do by a day.
pub(super) const STATE: &str = "state";

/// The field that makes a record of `agreements/` a document that somebody signed.
pub(super) const KIND: &str = "kind";

/// Reads the folders. The agreements that are signed documents too have been read as records before.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    each_record(files, TOPICS, notes, |draft| {
        if let Some(topic) = read_topic(draft, pack) {
            pack.topics.insert(Arc::clone(&topic.id), topic);
        }
        draft.reader.finish();
    });
    each_record(files, RECOMMENDATIONS, notes, |draft| {
        if let Some(recommendation) = read_recommendation(draft) {
            pack.recommendations.insert(Arc::clone(&recommendation.id), recommendation);
        }
        draft.reader.finish();
    });
    each_record(files, AGREEMENTS, notes, |draft| {
        if draft.reader.has(KIND) {
            return;
        }
        if let Some(agreement) = read_agreement(draft) {
            pack.agreements.insert(Arc::clone(&agreement.id), agreement);
        }
        draft.reader.finish();
    });
}

fn read_topic(draft: &Draft<'_>, pack: &Pack) -> Option<Topic> {
    let reader = &draft.reader;
    let head = read_head(draft);
    let number = reader.count("number");
    if number.is_none() {
        reader.error(reader.span(), "`number` is missing: the place of the topic in the agenda");
    }
    let landsdeel = reader.reference("landsdeel", Target::Area);
    let duo = read_duo(reader, pack);
    let interest = reader.bilingual("interest", "interest_en");
    let checked_on = reader.required_date("checked_on");
    let head = head?;
    Some(Topic {
        id: Arc::from(draft.id),
        file: Arc::clone(reader.path()),
        name: head.name,
        summary: head.summary,
        body: draft.markdown(),
        inventory: head.inventory,
        number: number?,
        landsdeel,
        duo: duo?,
        interest,
        source: head.source,
        checked_on,
    })
}

/// The duo: one director of the State and one of a province, or a word that no source names them.
fn read_duo(reader: &Reader<'_>, pack: &Pack) -> Option<Vec<Id>> {
    let unknown = reader.flag("duo_unknown");
    let duo = reader.references("duo", Target::Organisation);
    let span = reader.field_span("duo").unwrap_or_else(|| reader.span());
    if duo.is_empty() {
        if !unknown {
            let help = "name them, or write `duo_unknown = true` when no source does";
            reader.error_with_help(span, "`duo` is missing: who pulls this topic?", help);
        }
        return Some(duo);
    }
    let of = |side: &[Id]| duo.iter().filter(|it| side.contains(it)).count();
    let (state, province) = (of(&pack.governance.state_side), of(&pack.governance.province_side));
    if (state, province, duo.len()) == (1, 1, 2) {
        return Some(duo);
    }
    let title = format!(
        "a duo is one director of the State and one of a province; here are {state} and {province} of {} named",
        duo.len()
    );
    let help = "`governance.toml` says who counts as which side; whoever did not sign is a contributor, never in a duo";
    reader.error_with_help(span, title, help);
    None
}

/// Reads the part of a record of `agreements/` that says who does what by when.
pub(super) fn read_agreement(draft: &Draft<'_>) -> Option<Agreement> {
    let reader = &draft.reader;
    let head = read_head(draft);
    if head.is_none() && !reader.has("summary") {
        reader.error(reader.span(), "an agreement needs a result: say in `summary` what is there when it is kept");
    }
    let topic = reader.reference("topic", Target::Topic);
    let owners = reader.references("owners", Target::Organisation);
    let owner_unknown = reader.flag("owner_unknown");
    if owners.is_empty() && !owner_unknown {
        let help = "name who answers for it, or write `owner_unknown = true` when no source does";
        reader.error_with_help(reader.span(), "`owners` is missing: who answers for this agreement?", help);
    }
    let partners = reader.references("partners", Target::Organisation);
    let contributors = reader.references("contributors", Target::Organisation);
    let others = reader.tables("other").iter().filter_map(read_other).collect();
    let tasks: Vec<PartyTask> = reader.tables("task").iter().filter_map(read_task).collect();
    for party in owners.iter().chain(&partners).filter(|it| !has_task(it, &tasks)) {
        let title = format!("`{party}` has no task: what does this partner do?");
        let help = "add a `[[task]]` with `parties` and `text`, or with `unknown = true` when no source says it";
        reader.error_with_help(reader.span(), title, help);
    }
    for stranger in tasks.iter().flat_map(|it| &it.parties) {
        if ![&owners, &partners, &contributors].into_iter().any(|list| list.contains(stranger)) {
            let title = format!("`{stranger}` has a task but takes no part");
            let help = "name it in `owners`, in `partners`, or in `contributors` when it did not sign";
            reader.error_with_help(reader.span(), title, help);
        }
    }
    let one_sided = reader.reference("one_sided", Target::Code("one-sided"));
    let due = read_due(reader, "due");
    let checked_on = reader.required_date("checked_on");
    let progress = read_progress(reader, head.as_ref().map(|it| &it.source), checked_on);
    let head = head?;
    Some(Agreement {
        id: Arc::from(draft.id),
        file: Arc::clone(reader.path()),
        name: head.name,
        summary: head.summary,
        body: draft.markdown(),
        inventory: head.inventory,
        topic,
        owners,
        partners,
        contributors,
        others,
        tasks,
        one_sided,
        due,
        progress: progress?,
        source: head.source,
        checked_on: checked_on?,
    })
}

fn has_task(party: &Id, tasks: &[PartyTask]) -> bool {
    tasks.iter().any(|task| task.parties.contains(party))
}

fn read_other(entry: &Reader<'_>) -> Option<Bilingual> {
    let name = entry.required_bilingual("name", "name_en");
    entry.finish();
    name
}

fn read_task(entry: &Reader<'_>) -> Option<PartyTask> {
    let parties = entry.references("parties", Target::Organisation);
    let unknown = entry.flag("unknown");
    let text = if unknown { None } else { Some(entry.required_bilingual("text", "text_en")?) };
    if parties.is_empty() {
        entry.error(entry.span(), "`parties` is missing: who does this?");
    }
    entry.finish();
    Some(PartyTask { parties, text })
}

/// How it stood: the state in the head, known from the day of its source, and every `[[progress]]` after it.
fn read_progress(reader: &Reader<'_>, source: Option<&SourceRef>, checked_on: Option<Date>) -> Option<Vec<Progress>> {
    let state = read_state(reader);
    let nuance = reader.bilingual("nuance", "nuance_en");
    let evidence = reader.bilingual("evidence", "evidence_en");
    let later: Vec<Progress> = reader.tables("progress").iter().filter_map(read_step).collect();
    let first = Progress { on: checked_on?, state: state?, nuance, evidence, source: source?.clone() };
    let mut progress = vec![first];
    progress.extend(later);
    if !progress.is_sorted_by_key(|it| it.on) {
        reader.error(reader.span(), "`[[progress]]` goes back in time: put the steps in order, after `checked_on`");
    }
    Some(progress)
}

fn read_step(entry: &Reader<'_>) -> Option<Progress> {
    let (on, state) = (entry.required_date("on"), read_state(entry));
    let nuance = entry.bilingual("nuance", "nuance_en");
    let evidence = entry.required_bilingual("evidence", "evidence_en");
    let source = entry.required_source("source");
    entry.finish();
    Some(Progress { on: on?, state: state?, nuance, evidence: Some(evidence?), source: source? })
}

fn read_state(reader: &Reader<'_>) -> Option<AgreementState> {
    let names = AgreementState::ALL.map(|(name, _)| name);
    let name = reader.required_name(STATE, &names)?;
    AgreementState::named(&name.value)
}

/// A term: a table with exactly one of `on`, `before`, `at_latest`, `during`, `throughout` and `after`.
pub(super) fn read_due(reader: &Reader<'_>, field: &'static str) -> Option<Due> {
    let entry = reader.table(field)?;
    let terms = [
        entry.date("on").map(DueTerm::On),
        entry.date("before").map(DueTerm::Before),
        entry.date("at_latest").map(DueTerm::AtLatest),
        entry.period("during").and_then(|it| during(&it.value)),
        entry.period("throughout").and_then(|it| throughout(&it.value)),
        entry.date("after").map(DueTerm::After),
    ];
    let inferred = entry.flag("inferred");
    let words = entry.bilingual("words", "words_en");
    entry.finish();
    let mut given = terms.into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(term), None) => Some(Due { term, inferred, words }),
        _ => {
            let help = "`during` and `throughout` are periods with an end, such as \"2016-01-01..2017-01-01\"";
            let title = "a term is one of `on`, `before`, `at_latest`, `during`, `throughout` and `after`";
            entry.error_with_help(entry.span(), title, help);
            None
        }
    }
}

fn read_recommendation(draft: &Draft<'_>) -> Option<Recommendation> {
    let reader = &draft.reader;
    let head = read_head(draft);
    let number = reader.required_text("number");
    let adviser = reader.required_reference("adviser", Target::Organisation);
    let answerer = reader.required_reference("answerer", Target::Organisation);
    let (advised_on, answered_on) = (reader.required_date("advised_on"), reader.required_date("answered_on"));
    let section = reader.required_text("section");
    let parts: Vec<AnsweredPart> = reader.tables("part").iter().filter_map(read_part).collect();
    if parts.is_empty() {
        let help = "an advice has at least one `[[part]]`: what was asked, and the status of the answer";
        reader.error_with_help(reader.span(), "`[[part]]` is missing", help);
    }
    draft.markdown();
    let head = head?;
    Some(Recommendation {
        id: Arc::from(draft.id),
        file: Arc::clone(reader.path()),
        name: head.name,
        summary: head.summary,
        inventory: head.inventory,
        number: number?.value,
        adviser: adviser?,
        answerer: answerer?,
        advised_on: advised_on?,
        answered_on: answered_on?,
        section: section?.value,
        parts,
        source: head.source,
    })
}

fn read_part(entry: &Reader<'_>) -> Option<AnsweredPart> {
    let asked = entry.required_bilingual("asked", "asked_en");
    let status = entry.required_reference("status", Target::Code("answers"));
    let answer = entry.bilingual("answer", "answer_en");
    let follow_up = entry.references("follow_up", Target::Record);
    let to_follow = entry.bilingual("to_follow", "to_follow_en");
    let source = entry.required_source("source");
    if let Some(status) = status.as_ref().filter(|it| ***it != *NO_ANSWER && answer.is_none()) {
        let help = format!("give the answer in short, or write `status = \"{NO_ANSWER}\"`");
        entry.error_with_help(entry.span(), format!("the status is `{status}`, but there is no `answer`"), help);
    }
    entry.finish();
    Some(AnsweredPart { asked: asked?, status: status?, answer, follow_up, to_follow, source: source? })
}

/// The code of `answers` for a part without an answer.
pub const NO_ANSWER: &str = "no-explicit-answer";
