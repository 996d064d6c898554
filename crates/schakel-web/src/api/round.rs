//! One round in full: every version with its windows, money, division, amounts, terms, points and papers, each with
//! where it is said, and what changed from one version to the next.

use axum::Json;
use axum::extract::{OriginalUri, State as Shared};
use schakel_register::{
    CeilingScope, FieldKind, FieldSubject, Honest, Ranking, Round, RoundCost, RoundVersion, SourceRef, Sourced,
    SpanOfTime,
};
use schakel_schemes::{at_ceiling_words, compare_rounds, decide_after_words, settlement_words, span_words, tie_words};
use schakel_time::DateTime;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Call, DAY_KEY};
use crate::api::instrument::{WindowView, window};
use crate::api::rounds::{RoundSummary, summary};
use crate::api::values::{HonestValue, Named, SourceView, Span, Words, json_number};
use crate::api::versions::ChangeView;
use crate::problem::Named as InPath;
use crate::state::App;

/// A round with everything the pack says of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RoundDocument {
    /// The day for which we looked.
    #[schema(format = Date)]
    pub peildatum: String,
    /// What the list says too.
    #[serde(flatten)]
    pub kort: RoundSummary,
    /// Text for the entrepreneur, Markdown.
    pub tekst: String,
    /// Rows of the inventory that it covers.
    pub inventaris: Vec<String>,
    /// Where all of it comes from, unless said otherwise.
    pub bron: SourceView,
    /// The rules per period, in order of time.
    pub versies: Vec<RoundRules>,
}

/// The rules of a round during one period.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RoundRules {
    /// When these rules hold.
    pub geldig: Span,
    /// Where they come from.
    pub bron: SourceView,
    /// When one can apply; empty: not known.
    pub tijdvakken: Vec<WindowView>,
    /// The public money behind it.
    pub potten: Vec<PotView>,
    /// The most that can be granted, in all or for a part; empty: not known.
    pub plafonds: Vec<CeilingView>,
    /// How the money is divided, what happens at the ceiling, whether a committee advises, and the terms.
    pub regels: Vec<RuleView>,
    /// What one application can get, each with what it bounds.
    pub bedragen: Vec<AmountRule>,
    /// The costs that count; empty: not known.
    pub kosten: Vec<CostView>,
    /// How plans get points; `null`: no source says that they do.
    pub punten: Option<PointsView>,
    /// What must be attached; empty: not known.
    pub bijlagen: Vec<DocumentView>,
    /// What must be filled in; empty: not known.
    pub velden: Vec<FieldView>,
    /// What changed since the version before it.
    pub wijzigingen: Vec<ChangeView>,
}

/// Money that is kept apart.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PotView {
    /// What it is.
    pub naam: String,
    /// Who puts in what.
    pub financiers: Vec<FunderView>,
    /// The key by which it is divided over the country.
    pub verdeelsleutel: Option<String>,
    /// Where it is said.
    pub bron: SourceView,
}

/// What one party puts in.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FunderView {
    /// Who pays.
    pub organisatie: Named,
    /// How much, euros; `provisional` when it is "in beginsel".
    pub bedrag: HonestValue,
}

/// A ceiling.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CeilingView {
    /// What it is.
    pub naam: String,
    /// The amount, euros.
    pub bedrag: HonestValue,
    /// Whether it counts for all applications.
    pub voor_alle: bool,
}

/// A rule in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleView {
    /// Which rule: `procedure`, `at_ceiling`, `committee`, `decide_within`, `decide_after`, `extend_by`,
    /// `repair_within`, `settle_within`, `settlement` or `participants`.
    pub regel: &'static str,
    /// In words.
    pub tekst: String,
    /// Where it is said.
    pub bron: SourceView,
}

/// A bound on what one application can get.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AmountRule {
    /// Which: `rate`, `min`, `max`, `min_each`, `max_each` or `max_cost_share`.
    pub regel: &'static str,
    /// The amount or the share.
    pub waarde: HonestValue,
}

/// A kind of costs that counts.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CostView {
    /// The kind.
    pub soort: Named,
    /// The smallest part of all costs that it must be.
    pub minstens: Option<HonestValue>,
    /// The largest part of all costs that it may be.
    pub hoogstens: Option<HonestValue>,
    /// Where it is said.
    pub bron: SourceView,
}

/// How plans get points.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PointsView {
    /// What plans get points for.
    pub onderdelen: Vec<PointsCriterion>,
    /// Fewer points than this in all: refused.
    #[schema(value_type = Option<f64>)]
    pub minimum_totaal: Option<serde_json::Number>,
    /// What decides between equal scores when the criteria do not.
    pub bij_gelijk: Option<&'static str>,
}

/// Something that is scored.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PointsCriterion {
    /// Identifier within the version.
    pub id: String,
    /// In plain words.
    pub tekst: String,
    /// The fewest points.
    #[schema(value_type = Option<f64>)]
    pub van: Option<serde_json::Number>,
    /// The most points.
    #[schema(value_type = Option<f64>)]
    pub tot: Option<serde_json::Number>,
    /// Fewer points than this: refused.
    #[schema(value_type = Option<f64>)]
    pub minimum: Option<serde_json::Number>,
    /// How often the points count in the order.
    #[schema(value_type = Option<f64>)]
    pub gewicht: Option<serde_json::Number>,
    /// Where it is said.
    pub bron: SourceView,
}

/// Something that must be attached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DocumentView {
    /// Identifier within the version.
    pub id: String,
    /// What it is.
    pub naam: String,
    /// Whether every participant attaches one.
    pub per_deelnemer: bool,
    /// Where it is said.
    pub bron: SourceView,
}

/// Something that must be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldView {
    /// Identifier within the version.
    pub id: String,
    /// What is asked.
    pub naam: String,
    /// The kind of answer: `line`, `text`, `money`, `number`, `date`, `register`, `email`, `phone` or `account`.
    pub soort: &'static str,
    /// Whom or what it is about: `applicant`, `contact`, `project` or `participant`.
    pub over: &'static str,
    /// Whether it may stay empty.
    pub mag_leeg: bool,
    /// Where it is said.
    pub bron: SourceView,
}

/// One round, with all its versions.
#[utoipa::path(
    get, path = "/rondes/{id}", tag = "rondes", operation_id = "ronde",
    params(
        ("id" = String, Path, description = "Identifier"),
        ("peildatum" = Option<String>, Query, format = Date, description = "The day for which to look; today when left out"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "Everything the pack says of it", body = RoundDocument))
)]
pub async fn show(
    Shared(app): Shared<App>,
    OriginalUri(uri): OriginalUri,
    InPath(id): InPath<String>,
) -> Answer<RoundDocument> {
    let mut call = Call::new(&app, &uri, &[DAY_KEY]);
    let moment = call.moment();
    call.check()?;
    let rounds = &call.pack().rounds;
    let Some(round) = rounds.get(id.as_str()) else {
        let known = rounds.values().map(|it| (&*it.id, it.name.nl.as_str()));
        return Err(call.missing(["de ronde", "the round"], &id, known));
    };
    Ok(Json(document(round, moment, call.words())))
}

fn document(round: &Round, moment: DateTime, words: Words) -> RoundDocument {
    let before = |place: usize| place.checked_sub(1).and_then(|place| round.versions.get(place));
    let versions = round.versions.iter().enumerate();
    RoundDocument {
        peildatum: moment.date().to_string(),
        kort: summary(round, moment, words),
        tekst: round.body.get(words.language).to_owned(),
        inventaris: round.inventory.clone(),
        bron: words.source(&round.source),
        versies: versions.map(|(place, version)| Rules { version, words }.view(before(place))).collect(),
    }
}

/// A version and the reader.
struct Rules<'a> {
    version: &'a RoundVersion,
    words: Words,
}

impl Rules<'_> {
    fn view(&self, before: Option<&RoundVersion>) -> RoundRules {
        let (version, words) = (self.version, self.words);
        let changes = before.map(|before| compare_rounds(before, version, words.pack, words.language));
        RoundRules {
            geldig: Span::from(&version.valid),
            bron: words.source(&version.source),
            tijdvakken: version.windows.iter().map(|it| window(it, words)).collect(),
            potten: version.pots.iter().map(|it| self.pot(it)).collect(),
            plafonds: version.ceilings.iter().map(|it| self.ceiling(it)).collect(),
            regels: self.rules(),
            bedragen: self.amounts(),
            kosten: version.costs.iter().map(|it| self.cost(it)).collect(),
            punten: version.ranking.as_ref().map(|it| self.points(it)),
            bijlagen: version.documents.iter().map(|it| self.document(it)).collect(),
            velden: version.fields.iter().map(|it| self.field(it)).collect(),
            wijzigingen: changes.unwrap_or_default().into_iter().map(ChangeView::from).collect(),
        }
    }

    fn pot(&self, pot: &schakel_register::MoneyPot) -> PotView {
        let funder = |it: &schakel_register::Funding| FunderView {
            organisatie: self.words.organisation(&it.organisation),
            bedrag: self.words.honest(&it.amount, "EUR", &it.source),
        };
        PotView {
            naam: pot.label.get(self.words.language).to_owned(),
            financiers: pot.funders.iter().map(funder).collect(),
            verdeelsleutel: pot.distribution.as_ref().map(|it| it.key.to_string()),
            bron: self.words.source(&pot.source),
        }
    }

    fn ceiling(&self, ceiling: &schakel_register::Ceiling) -> CeilingView {
        CeilingView {
            naam: ceiling.label.get(self.words.language).to_owned(),
            bedrag: self.words.honest(&ceiling.amount, "EUR", &ceiling.source),
            voor_alle: ceiling.scope == CeilingScope::Whole,
        }
    }

    fn rule(&self, rule: &'static str, text: impl Into<String>, source: &SourceRef) -> RuleView {
        RuleView { regel: rule, tekst: text.into(), bron: self.words.source(source) }
    }

    fn rules(&self) -> Vec<RuleView> {
        let (version, language) = (self.version, self.words.language);
        let yes_or_no = |truth: bool| match (truth, language) {
            (true, schakel_criteria::Language::Dutch) => "ja",
            (true, schakel_criteria::Language::English) => "yes",
            (false, schakel_criteria::Language::Dutch) => "nee",
            (false, schakel_criteria::Language::English) => "no",
        };
        let mut rules = Vec::new();
        if let Some(it) = &version.procedure {
            rules.push(self.rule("procedure", self.words.code("procedures", it.value.name()).naam, &it.source));
        }
        if let Some(it) = &version.at_ceiling {
            rules.push(self.rule("at_ceiling", at_ceiling_words(it.value, language), &it.source));
        }
        if let Some(it) = &version.committee {
            rules.push(self.rule("committee", yes_or_no(it.value), &it.source));
        }
        if let Some(it) = &version.participants {
            let bound = |it: Option<u32>| it.map(|it| it.to_string()).unwrap_or_default();
            let text = format!("{}–{}", bound(it.minimum), bound(it.maximum));
            rules.push(self.rule("participants", text, &it.source));
        }
        let terms = &version.terms;
        let spans: [(&'static str, &Option<Sourced<SpanOfTime>>); 4] = [
            ("decide_within", &terms.decide_within),
            ("extend_by", &terms.extend_by),
            ("repair_within", &terms.repair_within),
            ("settle_within", &terms.settle_within),
        ];
        for (name, term) in spans {
            rules.extend(term.as_ref().map(|it| self.rule(name, span_words(it.value, language), &it.source)));
        }
        if let Some(it) = &terms.decide_after {
            rules.push(self.rule("decide_after", decide_after_words(it.value, language), &it.source));
        }
        let settlements = version.settlements.iter();
        rules.extend(settlements.map(|it| {
            let below = it.below.map(|it| format!("< {}: ", schakel_register::number_with_unit(it, "EUR", language)));
            let text = format!("{}{}", below.unwrap_or_default(), settlement_words(it.arrangement, language));
            self.rule("settlement", text, &it.source)
        }));
        rules
    }

    fn amounts(&self) -> Vec<AmountRule> {
        let amounts = &self.version.amounts;
        let all: [(&'static str, &Option<Honest>, &str); 6] = [
            ("rate", &amounts.rate, "%"),
            ("min", &amounts.minimum, "EUR"),
            ("max", &amounts.maximum, "EUR"),
            ("min_each", &amounts.minimum_each, "EUR"),
            ("max_each", &amounts.maximum_each, "EUR"),
            ("max_cost_share", &amounts.maximum_cost_share, "%"),
        ];
        let rule = |(name, honest, unit): (&'static str, &Option<Honest>, &str)| {
            let value = self.words.honest(honest.as_ref()?, unit, &self.version.source);
            Some(AmountRule { regel: name, waarde: value })
        };
        all.into_iter().filter_map(rule).collect()
    }

    fn cost(&self, cost: &RoundCost) -> CostView {
        let share = |it: &Option<Honest>| it.as_ref().map(|it| self.words.honest(it, "%", &cost.source));
        CostView {
            soort: self.words.code("cost-kinds", &cost.kind),
            minstens: share(&cost.share_minimum),
            hoogstens: share(&cost.share_maximum),
            bron: self.words.source(&cost.source),
        }
    }

    fn points(&self, ranking: &Ranking) -> PointsView {
        let criterion = |it: &schakel_register::RankingCriterion| PointsCriterion {
            id: it.id.to_string(),
            tekst: it.text.get(self.words.language).to_owned(),
            van: json_number(it.points_from),
            tot: json_number(it.points_to),
            minimum: it.minimum.and_then(json_number),
            gewicht: json_number(it.weight),
            bron: self.words.source(&it.source),
        };
        PointsView {
            onderdelen: ranking.criteria.iter().map(criterion).collect(),
            minimum_totaal: ranking.minimum_total.as_ref().and_then(|it| json_number(it.value)),
            bij_gelijk: ranking.tie.as_ref().map(|it| tie_words(it.value, self.words.language)),
        }
    }

    fn document(&self, document: &schakel_register::RequiredDocument) -> DocumentView {
        DocumentView {
            id: document.id.to_string(),
            naam: document.name.get(self.words.language).to_owned(),
            per_deelnemer: document.per_participant,
            bron: self.words.source(&document.source),
        }
    }

    fn field(&self, field: &schakel_register::FormField) -> FieldView {
        let kind = FieldKind::ALL.iter().find(|(_, it)| *it == field.kind);
        let about = FieldSubject::ALL.iter().find(|(_, it)| *it == field.about);
        FieldView {
            id: field.id.to_string(),
            naam: field.label.get(self.words.language).to_owned(),
            soort: kind.map_or("", |(name, _)| name),
            over: about.map_or("", |(name, _)| name),
            mag_leeg: field.optional,
            bron: self.words.source(&field.source),
        }
    }
}
