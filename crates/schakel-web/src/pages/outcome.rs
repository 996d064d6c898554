//! "Dit past bij uw bedrijf": every piece of support with its verdict and the reasons, the open questions to answer
//! at once, and what would have to change. The address holds all answers, so that it can be kept and shared.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use schakel_criteria::{Changes, Verdict, value_in_words};
use schakel_guide::{Match, PlanFit};

use crate::pages::fields::{FieldView, Given, contradictions, field, given, is_typed_so, typed};
use crate::pages::frame::{DAY_FIELD, Frame, Visit, address, one_field_a_fact};
use crate::pages::parts::{
    LinkView, SourceView, StateView, ValueView, amount, capitalised, deadline, organisation_link,
};
use crate::pages::question::{form_with_errors, known_value};
use crate::pages::{interview, page};

#[derive(Template)]
#[template(path = "outcome.html")]
struct OutcomePage {
    frame: Frame,
    intro: String,
    groups: Vec<GroupView>,
    known: Vec<KnownView>,
    questions: Vec<FieldView>,
    hidden: Vec<(String, String)>,
    action: String,
    change_link: String,
    share_link: String,
    interview_link: String,
    plan_link: String,
    roadmap_link: String,
    front_door: Option<LinkView>,
}

/// A fact that the visitor gave.
pub struct KnownView {
    /// Words for the fact.
    pub label: String,
    /// Its value.
    pub value: ValueView,
    /// Where to change it.
    pub link: String,
}

/// Support with the same kind of verdict.
pub struct GroupView {
    /// fits, judge, maybe, not, over, other: names the look and the anchor.
    pub kind: &'static str,
    /// Heading.
    pub title: String,
    /// One or two words.
    pub short: String,
    /// What the verdict means.
    pub intro: String,
    /// The first few, in full.
    pub cards: Vec<OutcomeView>,
    /// The others, folded.
    pub rows: Vec<OutcomeView>,
    /// Those that are only named, because they are for another plan.
    pub names: Vec<NameView>,
}

/// Support that is only named.
pub struct NameView {
    /// Name.
    pub name: String,
    /// Its page.
    pub link: String,
    /// Verdict and state in words.
    pub words: String,
}

impl GroupView {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.cards.len() + self.rows.len() + self.names.len()
    }

    /// The icon of the verdict.
    pub fn icon(&self) -> &'static str {
        icon(self.kind)
    }
}

/// Whether one of these fields asks the fact, so that a hidden field must not say it too.
fn asks(fields: &[FieldView], name: &str) -> bool {
    fields.iter().any(|field| field.name == name)
}

fn icon(kind: &str) -> &'static str {
    match kind {
        "fits" => "fits",
        "judge" => "person",
        "maybe" => "maybe",
        _ => "not",
    }
}

/// One piece of support for this firm.
pub struct OutcomeView {
    /// Anchor.
    pub id: String,
    /// The look of the verdict: fits, judge, maybe, not.
    pub kind: &'static str,
    /// The icon of the verdict.
    pub icon: &'static str,
    /// The verdict in words.
    pub verdict: String,
    /// Name.
    pub name: String,
    /// Its page.
    pub link: String,
    /// What it is.
    pub summary: String,
    /// Why in one line, for the folded rows.
    pub reason: String,
    /// Whether one can apply.
    pub state: StateView,
    /// Verdict per criterion.
    pub criteria: Vec<CriterionView>,
    /// Questions that can still change the verdict.
    pub questions: Vec<FieldView>,
    /// What would make it fit; empty when that is not the question.
    pub changes: Vec<String>,
    /// That nothing the firm can change makes it fit.
    pub impossible: bool,
    /// That the sources give no conditions.
    pub no_conditions: bool,
    /// How much.
    pub amount: ValueView,
    /// Until when.
    pub deadline: ValueView,
    /// Whom to call.
    pub contact: Option<LinkView>,
    /// Whether that is the front door of the municipality.
    pub contact_is_front_door: bool,
    /// A warning that the entry is old; empty when it is not.
    pub stale: String,
}

/// A criterion with its verdict.
pub struct CriterionView {
    /// met, not-met, unknown, judgement.
    pub state: &'static str,
    /// The verdict in words.
    pub verdict: String,
    /// The condition.
    pub text: String,
    /// The values used.
    pub why: String,
    /// Where it comes from.
    pub source: SourceView,
}

/// Outcomes shown in full in each group: what a person takes in; the others are one click away.
const CARDS_MAX: usize = 7;

/// Questions shown with one outcome.
const QUESTIONS_MAX: usize = 4;

/// Questions shown above all outcomes.
const TOP_QUESTIONS_MAX: usize = 3;

/// Shows what fits.
pub async fn show(visit: Visit) -> Response {
    let given = given(&visit);
    if !given.errors.is_empty() || !contradictions(&given, &visit).is_empty() {
        return form_with_errors(&visit, &given);
    }
    if !is_typed_so(&given, visit.pack(), visit.language) {
        return to_plain_address(&given, &visit);
    }
    let moment = visit.moment();
    let matcher = visit.app.matcher(moment);
    let matches = matcher.match_firm(&given.facts);
    let texts = visit.texts();
    let title = texts.get("outcome-title");
    let day = visit.day(moment.date());
    let intro = texts.with_all("outcome-intro", &[("count", matches.len().into()), ("day", day.into())]);
    let template = OutcomePage {
        frame: Frame::new(&visit, &title, "/wat-past").under(&visit, &[(texts.get("match-title"), "/wat-past")]),
        intro,
        groups: groups(&matches, &given, &visit),
        known: known(&given, &visit),
        questions: top_questions(&matches, &given, &visit),
        hidden: hidden(&given, &visit),
        action: address(visit.language, "/wat-past/uitkomst", &[]),
        change_link: change_link(&given, &visit, ""),
        interview_link: visit.link_with(interview::PATH, &given.as_fields()),
        share_link: visit.link_with("/wat-past/uitkomst", &given.as_fields()),
        plan_link: visit.link_with("/financieringsplan", &given.as_fields()),
        roadmap_link: visit.link_with("/routekaart", &given.as_fields()),
        front_door: matcher.front_door(&given.facts).map(|id| organisation_link(&id, &visit)),
    };
    page(&template)
}

/// The same result at an address that means the same in both languages, so that it can be kept and shared.
fn to_plain_address(given: &Given, visit: &Visit) -> Response {
    let fields = typed(&given.facts, visit.pack(), visit.language);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Redirect::to(&visit.link_with("/wat-past/uitkomst", &fields)).into_response()
}

fn change_link(given: &Given, visit: &Visit, field: &str) -> String {
    let link = visit.link_with("/wat-past", &given.as_fields());
    if field.is_empty() { link } else { format!("{link}#f-{field}") }
}

/// The given facts as hidden fields, so that answering one more question keeps them.
pub fn hidden(given: &Given, visit: &Visit) -> Vec<(String, String)> {
    let day = visit.chosen_day.map(|day| (DAY_FIELD.to_owned(), day.to_string()));
    one_field_a_fact(&given.typed, visit.pack()).into_iter().chain(day).collect()
}

/// What the visitor gave, with where to change it.
pub fn known(given: &Given, visit: &Visit) -> Vec<KnownView> {
    let vocabulary = &visit.pack().vocabulary;
    let view = |(id, _): (schakel_criteria::FactId, &schakel_criteria::Value)| {
        let fact = vocabulary.fact(id)?;
        Some(KnownView {
            label: capitalised(fact.name.get(visit.language)),
            value: known_value(id, given, visit)?,
            link: change_link(given, visit, &fact.id),
        })
    };
    given.facts.given().filter_map(view).collect()
}

/// The questions that decide most of what could still fit.
fn top_questions(matches: &[Match<'_>], given: &Given, visit: &Visit) -> Vec<FieldView> {
    let mut counts: Vec<(usize, schakel_criteria::FactId)> = Vec::new();
    for missing in matches.iter().filter(|it| group_of(it) == "maybe").flat_map(|it| &it.answer.missing) {
        match counts.iter_mut().find(|(_, fact)| fact == missing) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, *missing)),
        }
    }
    counts.sort_by_key(|(count, fact)| (std::cmp::Reverse(*count), *fact));
    counts.iter().take(TOP_QUESTIONS_MAX).filter_map(|(_, fact)| field(*fact, "eerst-", given, visit)).collect()
}

fn groups(matches: &[Match<'_>], given: &Given, visit: &Visit) -> Vec<GroupView> {
    let kinds = ["fits", "judge", "maybe", "not", "over", "other"];
    let group = |kind: &'static str| {
        let of_kind: Vec<&Match<'_>> = matches.iter().filter(|it| group_of(it) == kind).collect();
        group(kind, &of_kind, given, visit)
    };
    kinds.into_iter().map(group).filter(|group| group.count() > 0).collect()
}

fn group(kind: &'static str, matches: &[&Match<'_>], given: &Given, visit: &Visit) -> GroupView {
    let texts = visit.texts();
    let in_full = if matches!(kind, "fits" | "judge" | "maybe") { CARDS_MAX.min(matches.len()) } else { 0 };
    let (cards, rest) = matches.split_at(in_full);
    let (rows, names) = if kind == "other" { (&[][..], rest) } else { (rest, &[][..]) };
    let outcomes = |matches: &[&Match<'_>]| matches.iter().map(|it| outcome(it, given, visit)).collect();
    GroupView {
        kind,
        title: texts.get(&format!("outcome-{kind}")),
        short: texts.get(&format!("outcome-{kind}-short")),
        intro: texts.get(&format!("outcome-{kind}-intro")),
        cards: outcomes(cards),
        rows: outcomes(rows),
        names: names.iter().map(|it| name_view(it, visit)).collect(),
    }
}

fn name_view(it: &Match<'_>, visit: &Visit) -> NameView {
    let support = it.on_day.support;
    let verdict = visit.texts().get(&format!("outcome-{}", kind_of(it.answer.verdict)));
    let state = StateView::new(&it.on_day.openness, visit).text;
    NameView {
        name: support.name.get(visit.language).to_owned(),
        link: visit.link(&format!("/register/{}", support.id)),
        words: format!("{verdict}. {state}."),
    }
}

/// The group of a match: what is for another plan or is over stands apart, whatever its verdict.
fn group_of(it: &Match<'_>) -> &'static str {
    if it.plan_fit == PlanFit::Differs {
        return "other";
    }
    if it.answer.verdict == Verdict::NotMet {
        return "not";
    }
    if it.is_over() {
        return "over";
    }
    kind_of(it.answer.verdict)
}

fn kind_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "fits",
        Verdict::Judgement => "judge",
        Verdict::Unknown => "maybe",
        Verdict::NotMet => "not",
    }
}

/// One piece of support for this firm, ready to print.
pub fn outcome(it: &Match<'_>, given: &Given, visit: &Visit) -> OutcomeView {
    let texts = visit.texts();
    let support = it.on_day.support;
    let kind = kind_of(it.answer.verdict);
    let prefix = format!("{}-", support.id);
    let questions = it.answer.missing.iter().filter_map(|fact| field(*fact, &prefix, given, visit));
    let checked = it.on_day.checked_on.map(|day| visit.day(day)).unwrap_or_default();
    OutcomeView {
        id: format!("steun-{}", support.id),
        kind,
        icon: icon(kind),
        verdict: texts.get(&format!("outcome-{kind}")),
        name: support.name.get(visit.language).to_owned(),
        link: visit.link(&format!("/register/{}", support.id)),
        summary: support.summary.get(visit.language).to_owned(),
        reason: reason(it, visit),
        state: StateView::new(&it.on_day.openness, visit),
        criteria: criteria(it, visit),
        questions: questions.take(QUESTIONS_MAX).collect(),
        changes: changes(it, visit),
        impossible: matches!(it.answer.changes, Changes::Impossible),
        no_conditions: it.answer.criteria.is_empty(),
        amount: amount(it.on_day.version, texts),
        deadline: deadline(&it.on_day, visit),
        contact: it.contact.as_ref().map(|contact| organisation_link(&contact.organisation, visit)),
        contact_is_front_door: it.contact.as_ref().is_some_and(|contact| contact.is_front_door),
        stale: if it.on_day.stale { texts.with("stale-short", "day", &checked) } else { String::new() },
    }
}

fn criterion_state(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "not-met",
        Verdict::Unknown => "unknown",
        Verdict::Judgement => "judgement",
    }
}

/// The first criterion that decides, in one line.
fn reason(it: &Match<'_>, visit: &Visit) -> String {
    let deciding = it.answer.criteria.iter().position(|criterion| criterion.verdict == it.answer.verdict);
    let text = deciding.and_then(|position| it.on_day.version?.criteria.get(position));
    match text {
        Some(criterion) => {
            let verdict = visit.texts().get(&format!("criterion-{}", criterion_state(it.answer.verdict)));
            format!("{verdict}: {}", criterion.text.get(visit.language))
        }
        None if it.answer.criteria.is_empty() => visit.texts().get("no-conditions"),
        None => it.on_day.support.summary.get(visit.language).to_owned(),
    }
}

fn criteria(it: &Match<'_>, visit: &Visit) -> Vec<CriterionView> {
    let texts = visit.texts();
    let written = it.on_day.version.map_or(&[][..], |version| version.criteria.as_slice());
    let view = |(criterion, answer): (&schakel_register::Criterion, &schakel_criteria::CriterionAnswer)| {
        let state = criterion_state(answer.verdict);
        CriterionView {
            state,
            verdict: texts.get(&format!("criterion-{state}")),
            text: criterion.text.get(visit.language).to_owned(),
            why: used(answer, visit),
            source: SourceView::new(&criterion.source, visit.pack()),
        }
    };
    written.iter().zip(&it.answer.criteria).map(view).collect()
}

/// The values that a criterion used: "U gaf op: werkzame personen 12".
fn used(answer: &schakel_criteria::CriterionAnswer, visit: &Visit) -> String {
    let vocabulary = &visit.pack().vocabulary;
    let words = |(id, value): &(schakel_criteria::FactId, Option<schakel_criteria::Value>)| {
        let fact = vocabulary.fact(*id)?;
        let value = value_in_words(*id, value.as_ref()?, vocabulary, visit.language);
        Some(format!("{}: {value}", fact.name.get(visit.language)))
    };
    let known: Vec<String> = answer.used.iter().filter_map(words).collect();
    if known.is_empty() { String::new() } else { visit.texts().with("you-said", "values", &known.join("; ")) }
}

fn changes(it: &Match<'_>, visit: &Visit) -> Vec<String> {
    let Changes::Possible(sets) = &it.answer.changes else { return Vec::new() };
    let vocabulary = &visit.pack().vocabulary;
    let texts = visit.texts();
    let words = |change: &schakel_criteria::Change| {
        let name = vocabulary.fact(change.fact).map_or("", |fact| fact.name.get(visit.language)).to_owned();
        let value = |value| value_in_words(change.fact, value, vocabulary, visit.language);
        let to = value(&change.to);
        match &change.from {
            Some(from) => texts
                .with_all("change-from-to", &[("fact", name.into()), ("from", value(from).into()), ("to", to.into())]),
            None => texts.with_all("change-to", &[("fact", name.into()), ("to", to.into())]),
        }
    };
    let sentence = |set: &Vec<schakel_criteria::Change>| {
        let parts: Vec<String> = set.iter().map(words).collect();
        capitalised(&parts.join(&texts.get("change-and")))
    };
    sets.iter().map(sentence).collect()
}
