//! A financing plan as a document: what the API answers and what `schakel plan --format json` prints, from one place.
//! Making the plan lives in `schakel-guide`.

use schakel_criteria::Language;
use schakel_guide::changes_in_words;
use schakel_guide::financing::{
    AmountUnknown, COST_KINDS, Certainty, Contribution, Doubt, FinancingPlan, KindShare, ProgrammeShares, Scenario,
    SmallAidRoom, Unused, UnusedReason,
};
use schakel_register::{AidForm, Cents, Criterion, Honest, Pack, PayerLevel};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::values::{Named, json_number};

/// A financing plan: what is certain, and apart from that what is possible.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanDocument {
    /// The day for which it is made: everything is asked for in its calendar year.
    #[schema(format = Date)]
    pub peildatum: String,
    /// All costs, euros.
    #[schema(value_type = f64)]
    pub kosten: serde_json::Number,
    /// With money that is certain and nothing else.
    pub zeker: PlanScenario,
    /// With all money that could be had; what is not certain says why.
    pub mogelijk: PlanScenario,
    /// What fits, but whose amount cannot be worked out.
    pub bedrag_onbekend: Vec<PlanAmountUnknown>,
    /// The room for small aid.
    pub de_minimis: PlanSmallAid,
    /// Per programme: what it pays of this budget, what others must pay, and what was agreed.
    pub cofinanciering: Vec<PlanProgramme>,
}

/// One way to pay.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanScenario {
    /// All grants, euros.
    #[schema(value_type = f64)]
    pub subsidie: serde_json::Number,
    /// The grants that are certain.
    #[schema(value_type = f64)]
    pub subsidie_zeker: serde_json::Number,
    /// The grants on which a person decides.
    #[schema(value_type = f64)]
    pub subsidie_oordeel: serde_json::Number,
    /// The grants of which something is not known.
    #[schema(value_type = f64)]
    pub subsidie_mogelijk: serde_json::Number,
    /// All loans: to pay back; their gross grant equivalent is not known and counts as no aid here.
    #[schema(value_type = f64)]
    pub leningen: serde_json::Number,
    /// The costs without the grants.
    #[schema(value_type = f64)]
    pub eigen_bijdrage: serde_json::Number,
    /// The costs without the grants and the loans.
    #[schema(value_type = f64)]
    pub eigen_geld: serde_json::Number,
    /// Who pays.
    pub bijdragen: Vec<PlanContribution>,
    /// What could pay, and why it does not.
    pub niet_gebruikt: Vec<PlanUnused>,
    /// Per kind of costs.
    pub soorten: Vec<PlanKind>,
}

/// What one instrument pays.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanContribution {
    /// The instrument.
    pub instrument: Named,
    /// `grant` or `loan`.
    pub vorm: &'static str,
    /// `certain`, `judgement` or `possible`.
    pub zekerheid: &'static str,
    /// Why it is not certain.
    pub twijfels: Vec<PlanReason>,
    /// Per kind of costs and year.
    pub regels: Vec<PlanRow>,
    /// Everything together, euros.
    #[schema(value_type = f64)]
    pub totaal: serde_json::Number,
    /// The rule that stands in the way of more.
    pub grens: PlanReason,
}

/// What is paid of the costs of one kind in one year.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanRow {
    /// Kind of costs.
    pub soort: String,
    /// Calendar year.
    pub jaar: i16,
    /// Euros.
    #[schema(value_type = f64)]
    pub bedrag: serde_json::Number,
}

/// A reason, for programs and for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanReason {
    /// For programs.
    pub code: &'static str,
    /// For people.
    pub tekst: String,
}

/// What could pay, but does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanUnused {
    /// The instrument.
    pub instrument: Named,
    /// Why it does not pay.
    pub reden: PlanReason,
    /// For `not_met`: the conditions that are not met.
    pub voorwaarden: Vec<PlanCondition>,
    /// For `not_met`: every smallest change that would help, in words; or that nothing helps.
    pub veranderingen: Vec<String>,
}

/// A condition that is not met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanCondition {
    /// Identifier within the instrument.
    pub id: String,
    /// The condition in plain words.
    pub tekst: String,
}

/// Costs of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanKind {
    /// Kind of costs.
    pub soort: Named,
    /// What they cost, euros.
    #[schema(value_type = f64)]
    pub kosten: serde_json::Number,
    /// What grants pay of them, euros.
    #[schema(value_type = f64)]
    pub subsidie: serde_json::Number,
    /// The aid intensity in words: `40%`.
    pub steunintensiteit: String,
}

/// Support whose amount cannot be worked out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanAmountUnknown {
    /// The instrument.
    pub instrument: Named,
    /// The largest amount in words, when a source gives it.
    pub hoogste: Option<String>,
}

/// The room for small aid (de minimis).
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanSmallAid {
    /// The ceiling on the day, euros.
    #[schema(value_type = Option<f64>)]
    pub grens: Option<serde_json::Number>,
    /// What was granted in the years that count; `null`: not known.
    #[schema(value_type = Option<f64>)]
    pub eerder: Option<serde_json::Number>,
    /// What may still be granted; `null`: not known.
    #[schema(value_type = Option<f64>)]
    pub ruimte: Option<serde_json::Number>,
    /// When room comes free.
    pub komt_vrij: Vec<PlanFrees>,
}

/// Room that comes free.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanFrees {
    /// From this day.
    #[schema(format = Date)]
    pub datum: String,
    /// Euros.
    #[schema(value_type = f64)]
    pub bedrag: serde_json::Number,
}

/// Who pays for projects of a programme.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanProgramme {
    /// The programme.
    pub programma: Named,
    /// What it pays of this budget; `null`: not known.
    #[schema(value_type = Option<f64>)]
    pub programma_betaalt: Option<serde_json::Number>,
    /// The share of a budget that it pays, in words with its qualifier.
    pub aandeel: Option<String>,
    /// What must come from others; `null`: not known.
    #[schema(value_type = Option<f64>)]
    pub cofinanciering_nodig: Option<serde_json::Number>,
    /// What the state agreed to pay; `null`: nothing was agreed.
    #[schema(value_type = Option<f64>)]
    pub rijk: Option<serde_json::Number>,
    /// What the region agreed to pay; `null`: nothing was agreed.
    #[schema(value_type = Option<f64>)]
    pub regio: Option<serde_json::Number>,
    /// What nobody agreed to pay; `null`: not known.
    #[schema(value_type = Option<f64>)]
    pub niet_afgesproken: Option<serde_json::Number>,
    /// Whether it is open who pays all of it.
    pub open: bool,
    /// Who pays beside the programme.
    pub betalers: Vec<PlanPayer>,
}

/// A party that pays beside a programme.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanPayer {
    /// The organisation.
    pub organisatie: Named,
    /// `state` or `region`.
    pub kant: &'static str,
    /// What it agreed to pay of this budget; `null`: no share was agreed.
    #[schema(value_type = Option<f64>)]
    pub bedrag: Option<serde_json::Number>,
    /// What it set aside for the whole programme, in words with its qualifier.
    pub apart_gezet: Option<String>,
}

/// A plan and the co-financing of its budget as a document.
pub fn plan_document(
    pack: &Pack,
    plan: &FinancingPlan<'_>,
    programmes: &[ProgrammeShares<'_>],
    language: Language,
) -> PlanDocument {
    let writer = Writer { pack, language };
    PlanDocument {
        peildatum: plan.day.to_string(),
        kosten: euros(plan.project.total()),
        zeker: writer.scenario(&plan.certain),
        mogelijk: writer.scenario(&plan.possible),
        bedrag_onbekend: plan.amount_unknown.iter().map(|it| writer.amount_unknown(it)).collect(),
        de_minimis: small_aid(&plan.small_aid),
        cofinanciering: programmes.iter().map(|it| writer.programme(it)).collect(),
    }
}

fn euros(amount: Cents) -> serde_json::Number {
    json_number(amount.euros()).unwrap_or_else(|| 0.into())
}

fn small_aid(room: &SmallAidRoom) -> PlanSmallAid {
    let frees = room.frees.iter().map(|(day, amount)| PlanFrees { datum: day.to_string(), bedrag: euros(*amount) });
    PlanSmallAid {
        grens: room.ceiling.map(euros),
        eerder: room.earlier.map(euros),
        ruimte: room.earlier.and_then(|_| room.room()).map(euros),
        komt_vrij: frees.collect(),
    }
}

struct Writer<'a> {
    pack: &'a Pack,
    language: Language,
}

impl Writer<'_> {
    fn scenario(&self, scenario: &Scenario<'_>) -> PlanScenario {
        PlanScenario {
            subsidie: euros(scenario.of_form(AidForm::Grant)),
            subsidie_zeker: euros(scenario.grants(Certainty::Certain)),
            subsidie_oordeel: euros(scenario.grants(Certainty::Judgement)),
            subsidie_mogelijk: euros(scenario.grants(Certainty::Possible)),
            leningen: euros(scenario.of_form(AidForm::Loan)),
            eigen_bijdrage: euros(scenario.own_contribution()),
            eigen_geld: euros(scenario.own_money()),
            bijdragen: scenario.contributions.iter().map(|it| self.contribution(it)).collect(),
            niet_gebruikt: scenario.unused.iter().map(|it| self.unused(it)).collect(),
            soorten: scenario.kinds.iter().map(|it| self.kind(it)).collect(),
        }
    }

    fn contribution(&self, it: &Contribution<'_>) -> PlanContribution {
        let doubt = |doubt: &Doubt| PlanReason { code: doubt.code(), tekst: doubt.words(self.language) };
        let rows = it.rows.iter();
        let rows = rows.map(|row| PlanRow { soort: row.kind.to_string(), jaar: row.year, bedrag: euros(row.amount) });
        PlanContribution {
            instrument: self.named(&it.support.id, &it.support.name),
            vorm: it.form.name(),
            zekerheid: it.certainty.code(),
            twijfels: it.doubts.iter().map(doubt).collect(),
            regels: rows.collect(),
            totaal: euros(it.total),
            grens: PlanReason { code: it.binding.code(), tekst: it.binding.words(self.language).to_owned() },
        }
    }

    fn unused(&self, it: &Unused<'_>) -> PlanUnused {
        let reden = PlanReason { code: it.reason.code(), tekst: it.reason.words(self.language) };
        let (voorwaarden, veranderingen) = match &it.reason {
            UnusedReason::NotMet(refusal) => {
                let condition = |criterion: &&Criterion| PlanCondition {
                    id: criterion.id.to_string(),
                    tekst: criterion.text.get(self.language).to_owned(),
                };
                let changes = changes_in_words(&refusal.changes, &self.pack.vocabulary, self.language);
                (refusal.criteria.iter().map(condition).collect(), changes)
            }
            _ => (Vec::new(), Vec::new()),
        };
        PlanUnused { instrument: self.named(&it.support.id, &it.support.name), reden, voorwaarden, veranderingen }
    }

    fn kind(&self, it: &KindShare) -> PlanKind {
        let code = self.pack.vocabulary.code_list(COST_KINDS).and_then(|list| list.get(&it.kind));
        let naam = code.map_or(&*it.kind, |code| code.name.get(self.language)).to_owned();
        PlanKind {
            soort: Named { id: it.kind.to_string(), naam },
            kosten: euros(it.cost),
            subsidie: euros(it.aid),
            steunintensiteit: it.words(self.language),
        }
    }

    fn amount_unknown(&self, it: &AmountUnknown<'_>) -> PlanAmountUnknown {
        let support = it.it.on_day.support;
        let hoogste = it.maximum.as_ref().map(|it| it.words("EUR", self.language));
        PlanAmountUnknown { instrument: self.named(&support.id, &support.name), hoogste }
    }

    fn programme(&self, it: &ProgrammeShares<'_>) -> PlanProgramme {
        let words = |honest: Option<&Honest>, unit| honest.map(|it| it.words(unit, self.language));
        let payers = it.cofinance.payers.iter().zip(&it.agreed).map(|(payer, amount)| PlanPayer {
            organisatie: self.organisation(&payer.organisation),
            kant: payer.level.name(),
            bedrag: amount.map(euros),
            apart_gezet: words(payer.amount.as_ref(), "EUR"),
        });
        PlanProgramme {
            programma: self.named(it.id, it.name),
            programma_betaalt: it.programme.map(euros),
            aandeel: words(it.cofinance.share.as_ref(), "%"),
            cofinanciering_nodig: it.required.map(euros),
            rijk: it.of_level(PayerLevel::State).map(euros),
            regio: it.of_level(PayerLevel::Region).map(euros),
            niet_afgesproken: it.open.map(euros),
            open: it.is_open(),
            betalers: payers.collect(),
        }
    }

    fn named(&self, id: &str, name: &schakel_criteria::Bilingual) -> Named {
        Named { id: id.to_owned(), naam: name.get(self.language).to_owned() }
    }

    fn organisation(&self, id: &str) -> Named {
        let found = self.pack.organisations.get(id);
        Named { id: id.to_owned(), naam: found.map_or(id, |it| it.name.get(self.language)).to_owned() }
    }
}
