//! When schemes must be evaluated, and what the records can answer already. What an evaluation found is for people to
//! write.

use schakel_criteria::{Bilingual, Number};
use schakel_register::{Evaluation, Figure, Honest, Id, Pack, SourceRef, Support};
use schakel_time::{Date, add_months};

/// A scheme in the calendar of evaluations.
#[derive(Clone, Debug)]
pub struct EvaluationDue<'a> {
    /// The scheme.
    pub support: &'a Support,
    /// From when it is known to exist; absent: no source says.
    pub since: Option<Date>,
    /// The last evaluation of it that is ready.
    pub last: Option<&'a Evaluation>,
    /// By when the next one has to be there; absent: nobody knows since when the scheme exists.
    pub due: Option<Date>,
    /// Whether that day is over.
    pub is_overdue: bool,
    /// What the records can answer.
    pub answers: Vec<Answerable<'a>>,
}

/// Something that the records can answer.
#[derive(Clone, Debug)]
pub struct Answerable<'a> {
    /// What it is.
    pub label: Bilingual,
    /// The figure.
    pub value: Honest,
    /// "EUR", "%" or a word.
    pub unit: Bilingual,
    /// The figures that it follows from.
    pub from: Vec<&'a Figure>,
}

/// The schemes that the rule is about, the ones that are due first at the top; those of which nobody knows at the end.
pub fn evaluation_calendar<'a>(pack: &'a Pack, as_of: Date) -> Vec<EvaluationDue<'a>> {
    let Some(rule) = &pack.accounts.evaluation_rule else { return Vec::new() };
    let is_meant = |support: &&Support| {
        rule.kinds.contains(&support.kind) && support.level.as_ref().is_some_and(|it| rule.levels.contains(it))
    };
    let mut found: Vec<EvaluationDue<'a>> = pack
        .support
        .values()
        .filter(is_meant)
        .map(|support| {
            let since = support.versions.iter().filter_map(|it| it.valid.start()).min();
            let ready = pack.accounts.evaluations.values().filter(|it| is_about(it, support));
            let last = ready.filter(|it| it.ready.is_some_and(|day| day <= as_of)).max_by_key(|it| it.ready);
            let from = last.and_then(|it| it.ready).or(since);
            let due = from.map(|it| add_months(it, rule.years.saturating_mul(12)));
            let is_overdue = due.is_some_and(|it| it < as_of);
            EvaluationDue { support, since, last, due, is_overdue, answers: answers(support) }
        })
        .collect();
    found.sort_by(|left, right| {
        (left.due.is_none(), left.due, &left.support.id).cmp(&(right.due.is_none(), right.due, &right.support.id))
    });
    found
}

/// The rule on how often schemes are evaluated.
pub fn evaluation_source(pack: &Pack) -> Option<&SourceRef> {
    pack.accounts.evaluation_rule.as_ref().map(|it| &it.source)
}

fn is_about(evaluation: &Evaluation, support: &Support) -> bool {
    let family = support.family.as_deref();
    evaluation.subjects.iter().any(|it| *it == support.id || Some(&**it) == family)
}

/// Every figure of the scheme, and per year the share of applications that was granted.
fn answers(support: &Support) -> Vec<Answerable<'_>> {
    let mut found: Vec<Answerable<'_>> = support
        .figures
        .iter()
        .map(|figure| Answerable {
            label: figure.label.clone(),
            value: figure.value.clone(),
            unit: Bilingual::new(figure.unit.as_str(), figure.unit_en.as_str()),
            from: vec![figure],
        })
        .collect();
    for granted in &support.figures {
        let Some(year) = granted.id.strip_prefix("granted-") else { continue };
        let received = support.figures.iter().find(|it| it.id.strip_prefix("applications-") == Some(year));
        found.extend(received.and_then(|received| rate(granted, received, year)));
    }
    found
}

fn rate<'a>(granted: &'a Figure, received: &'a Figure, year: &str) -> Option<Answerable<'a>> {
    let share = granted.value.value?.divided_by(received.value.value.filter(|it| *it > Number::ZERO)?)?;
    let per_mille = share.times(Number::whole(1000))?.floor().divided_by(Number::whole(1000))?;
    Some(Answerable {
        label: Bilingual::new(format!("Deel dat is toegekend in {year}"), format!("Share granted in {year}")),
        value: Honest::exact(per_mille),
        unit: Bilingual::new("%", "%"),
        from: vec![granted, received],
    })
}

/// The evaluations that were agreed, by the day on which they must be there.
pub fn agreed_evaluations(pack: &Pack) -> Vec<(&Id, &Evaluation)> {
    let mut found: Vec<_> = pack.accounts.evaluations.iter().collect();
    found.sort_by_key(|(id, it)| (it.due.is_none(), it.due, (*id).clone()));
    found
}
