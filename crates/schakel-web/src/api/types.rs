//! The match of one firm as a document: what the API answers and what `schakel match --format json` prints, from one
//! place. Deciding what matches lives in `schakel-guide`.

use schakel_criteria::{Change, Changes, CriterionAnswer, Language, TroubleKind, Value, Verdict, Vocabulary, in_words};
use schakel_guide::{AreaFit, Match, PlanFit, ThemeFit};
use schakel_register::{Criterion, CriterionTest, Honest, Pack, Qualifier, Version};
use schakel_time::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::values::{State, json_number, source_text};

/// The support for one firm on one day, best first.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MatchDocument {
    /// The day for which we looked.
    #[schema(format = Date)]
    pub as_of: String,
    /// Every piece of support of the pack, best first.
    pub results: Vec<MatchResult>,
}

/// What one piece of support means for the firm.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MatchResult {
    /// Identifier of the instrument or facility.
    pub instrument: String,
    /// Its name.
    pub name: String,
    /// `met`, `not_met`, `unknown` (facts are missing, or no source gives conditions) or `judgement` (a person decides).
    pub verdict: &'static str,
    /// Whether one can apply; `null`: not known.
    pub open: Option<bool>,
    /// The conditions, in the order of the source.
    pub criteria: Vec<MatchCriterion>,
    /// The facts that are not known and can still change the verdict.
    pub missing: Vec<String>,
    /// For `not_met`: the smallest sets of changes that would help, each a list of `fact: from → to`.
    pub changes: Vec<Vec<String>>,
    /// How much, as far as a source says.
    pub amount: MatchAmount,
    /// Identifier of the organisation to call; `null`: no source names one.
    pub contact: Option<String>,
    /// What it is, in a sentence or two.
    pub summary: String,
    /// Kind: `grant`, `voucher`, `advice`, …
    pub kind: String,
    /// `not_needed`, `possible`, `impossible`, or `not_found`: there may be one, but the rules do not tell.
    pub changes_possible: &'static str,
    /// Whether it serves a plan of the firm: `fits`, `unknown` or `differs`.
    pub plan_fit: &'static str,
    /// Whether it is meant for a theme of the firm: `fits`, `unknown` or `differs`.
    pub theme_fit: &'static str,
    /// Whether it works where the firm is: `inside`, `unknown` or `outside`.
    pub area_fit: &'static str,
    /// `open`, `planned`, `exhausted`, `closed` or `unknown`.
    pub state: &'static str,
    /// The moment at which it opens.
    #[schema(format = DateTime)]
    pub opens: Option<String>,
    /// The moment from which it is closed.
    #[schema(format = DateTime)]
    pub closes: Option<String>,
    /// Whether the shown rules hold on the day; if not, they are those before or after it.
    pub in_force: bool,
    /// The day on which the source was true.
    #[schema(format = Date)]
    pub checked_on: Option<String>,
    /// Whether that is too long ago to count as current.
    pub stale: bool,
    /// Identifier of the organisation that executes it.
    pub provider: Option<String>,
    /// Whether `contact` is the front door of the firm's municipality.
    pub contact_is_front_door: bool,
}

/// How one condition works out.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MatchCriterion {
    /// Identifier within the instrument.
    pub id: String,
    /// `met`, `not_met`, `unknown` or `judgement`.
    pub verdict: &'static str,
    /// The condition in plain words.
    pub text: String,
    /// Where it comes from: title of the source and place in it.
    pub source: String,
    /// Identifier of the source.
    pub source_id: String,
    /// The rule as it is tested, in words; `null` for a judgement.
    pub rule_in_words: Option<String>,
    /// The facts that the rule rests on.
    pub used: Vec<UsedFact>,
    /// Why the rule cannot be calculated, when that is so.
    pub trouble: Option<String>,
}

/// A fact that a rule rests on.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct UsedFact {
    /// Identifier of the fact.
    pub fact: String,
    /// Its value; `null`: not known.
    pub value: serde_json::Value,
}

/// How much a firm can get, as far as a source says. Missing is never zero.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct MatchAmount {
    /// Smallest amount, euros.
    #[schema(value_type = Option<f64>)]
    pub min: Option<serde_json::Number>,
    /// Largest amount, euros.
    #[schema(value_type = Option<f64>)]
    pub max: Option<serde_json::Number>,
    /// Share of the costs: 0.35 is 35%.
    #[schema(value_type = Option<f64>)]
    pub rate: Option<serde_json::Number>,
    /// The qualifier of `max`, else of `min`, else of `rate`; `unknown` when no source gives one.
    pub qualifier: &'static str,
    /// The qualifier of `min`.
    pub min_qualifier: Option<&'static str>,
    /// The qualifier of `rate`.
    pub rate_qualifier: Option<&'static str>,
    /// A remark with the amounts.
    pub note: Option<String>,
}

/// The match of one firm as a document.
pub fn match_document(pack: &Pack, matches: &[Match<'_>], as_of: Date, language: Language) -> MatchDocument {
    let writer = Writer { pack, as_of, language };
    MatchDocument { as_of: as_of.to_string(), results: matches.iter().map(|it| writer.result(it)).collect() }
}

/// What one piece of support means for the firm.
pub(crate) fn match_result(pack: &Pack, it: &Match<'_>, as_of: Date, language: Language) -> MatchResult {
    Writer { pack, as_of, language }.result(it)
}

struct Writer<'a> {
    pack: &'a Pack,
    as_of: Date,
    language: Language,
}

impl Writer<'_> {
    fn result(&self, it: &Match<'_>) -> MatchResult {
        let support = it.on_day.support;
        let state = State::of(&it.on_day);
        let (changes, changes_possible) = self.changes(&it.answer.changes);
        MatchResult {
            instrument: support.id.to_string(),
            name: support.name.get(self.language).to_owned(),
            verdict: verdict_name(it.answer.verdict),
            open: it.is_open(),
            criteria: self.criteria(it),
            missing: it.answer.missing.iter().map(|fact| self.fact_name(*fact)).collect(),
            changes,
            amount: it.on_day.version.map_or_else(MatchAmount::not_known, |version| self.amount(version)),
            contact: it.contact.as_ref().map(|contact| contact.organisation.to_string()),
            summary: support.summary.get(self.language).to_owned(),
            kind: support.kind.to_string(),
            changes_possible,
            plan_fit: plan_fit_name(it.plan_fit),
            theme_fit: theme_fit_name(it.theme_fit),
            area_fit: area_fit_name(it.area_fit),
            state: state.state,
            opens: state.opens,
            closes: state.closes,
            in_force: it.on_day.in_force,
            checked_on: it.on_day.checked_on.map(|day| day.to_string()),
            stale: it.on_day.stale,
            provider: support.provider.as_ref().map(|provider| provider.to_string()),
            contact_is_front_door: it.contact.as_ref().is_some_and(|contact| contact.is_front_door),
        }
    }

    fn criteria(&self, it: &Match<'_>) -> Vec<MatchCriterion> {
        let written = it.on_day.version.map_or(&[][..], |version| version.criteria.as_slice());
        written.iter().zip(&it.answer.criteria).map(|(criterion, answer)| self.criterion(criterion, answer)).collect()
    }

    fn criterion(&self, criterion: &Criterion, answer: &CriterionAnswer) -> MatchCriterion {
        let vocabulary = &self.pack.vocabulary;
        let rule_in_words = match &criterion.test {
            CriterionTest::Rule { expression, .. } => Some(in_words(expression, vocabulary, self.language, self.as_of)),
            CriterionTest::Judgement => None,
        };
        let used = answer.used.iter().map(|(fact, value)| UsedFact {
            fact: self.fact_name(*fact),
            value: value.as_ref().map_or(serde_json::Value::Null, value_as_json),
        });
        MatchCriterion {
            id: criterion.id.to_string(),
            verdict: verdict_name(answer.verdict),
            text: criterion.text.get(self.language).to_owned(),
            source: source_text(&criterion.source, self.pack),
            source_id: criterion.source.id.to_string(),
            rule_in_words,
            used: used.collect(),
            trouble: answer.trouble.map(|trouble| trouble_in_words(trouble.kind, vocabulary, self.language)),
        }
    }

    fn changes(&self, changes: &Changes) -> (Vec<Vec<String>>, &'static str) {
        match changes {
            Changes::NotNeeded => (Vec::new(), "not_needed"),
            Changes::Impossible => (Vec::new(), "impossible"),
            Changes::NotFound => (Vec::new(), "not_found"),
            Changes::Possible(sets) => {
                let set = |set: &Vec<Change>| set.iter().map(|change| self.change(change)).collect();
                (sets.iter().map(set).collect(), "possible")
            }
        }
    }

    fn change(&self, change: &Change) -> String {
        let from = change.from.as_ref().map_or_else(|| "unknown".to_owned(), value_as_text);
        format!("{}: {from} → {}", self.fact_name(change.fact), value_as_text(&change.to))
    }

    fn fact_name(&self, fact: schakel_criteria::FactId) -> String {
        self.pack.vocabulary.fact(fact).map(|fact| fact.id.to_string()).unwrap_or_default()
    }

    fn amount(&self, version: &Version) -> MatchAmount {
        let number = |honest: &Option<Honest>| honest.as_ref().and_then(|it| it.value).and_then(json_number);
        let qualifier = |honest: &Option<Honest>| honest.as_ref().map(qualifier_name);
        let first = version.maximum.as_ref().or(version.minimum.as_ref()).or(version.rate.as_ref());
        MatchAmount {
            min: number(&version.minimum),
            max: number(&version.maximum),
            rate: number(&version.rate),
            qualifier: first.map_or(Qualifier::Unknown.name(), qualifier_name),
            min_qualifier: qualifier(&version.minimum),
            rate_qualifier: qualifier(&version.rate),
            note: version.amount_note.as_ref().map(|note| note.get(self.language).to_owned()),
        }
    }
}

impl MatchAmount {
    fn not_known() -> Self {
        MatchAmount { qualifier: Qualifier::Unknown.name(), ..MatchAmount::default() }
    }
}

fn qualifier_name(honest: &Honest) -> &'static str {
    if honest.value.is_none() { Qualifier::Unknown.name() } else { honest.qualifier.name() }
}

/// The name of a verdict in the API.
pub(crate) fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "not_met",
        Verdict::Unknown => "unknown",
        Verdict::Judgement => "judgement",
    }
}

fn plan_fit_name(fit: PlanFit) -> &'static str {
    match fit {
        PlanFit::Fits => "fits",
        PlanFit::Unknown => "unknown",
        PlanFit::Differs => "differs",
    }
}

fn theme_fit_name(fit: ThemeFit) -> &'static str {
    match fit {
        ThemeFit::Fits => "fits",
        ThemeFit::Unknown => "unknown",
        ThemeFit::Differs => "differs",
    }
}

fn area_fit_name(fit: AreaFit) -> &'static str {
    match fit {
        AreaFit::Inside => "inside",
        AreaFit::Unknown => "unknown",
        AreaFit::Outside => "outside",
    }
}

/// A value as a facts file writes it.
pub(crate) fn value_as_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Bool(truth) => (*truth).into(),
        Value::Number(number) => json_number(*number).map_or(serde_json::Value::Null, serde_json::Value::Number),
        Value::Date(date) => date.to_string().into(),
        Value::Text(text) => (&**text).into(),
        Value::Codes(codes) => codes.iter().map(|code| &**code).collect(),
    }
}

fn value_as_text(value: &Value) -> String {
    match value {
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Codes(codes) => format!("[{}]", codes.join(", ")),
    }
}

fn trouble_in_words(kind: TroubleKind, vocabulary: &Vocabulary, language: Language) -> String {
    let [dutch, english] = match kind {
        TroubleKind::DivisionByZero => ["de regel deelt door nul".to_owned(), "the rule divides by zero".to_owned()],
        TroubleKind::OutOfRange => [
            "een getal in de regel is te groot om mee te rekenen".to_owned(),
            "a number in the rule is too large to calculate with".to_owned(),
        ],
        TroubleKind::ThresholdWithoutValue(id) => {
            let name = vocabulary.threshold(id).map_or("", |threshold| &threshold.id);
            [
                format!("de grens `{name}` heeft op deze dag geen waarde"),
                format!("the threshold `{name}` has no value on this day"),
            ]
        }
    };
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}
