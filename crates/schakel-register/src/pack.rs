//! The pack as one value: everything a region has written down, checked and linked. It is made by `load` and never
//! changes after that.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schakel_criteria::{Bilingual, Code, CodeList, Expression, FactId, Language, Vocabulary};
use schakel_time::{Date, Period};

use crate::account::Accounts;
use crate::agreement::{Agreement, Recommendation, Topic};
use crate::aid::{AidSettings, Cofinance};
use crate::casework_settings::CaseworkSettings;
use crate::governance::{Governance, LandsdeelPlan};
use crate::honest::Qualifier;
use crate::money_record::{MoneyDecision, MoneyRecord, MoneySettings};
use crate::place::{Municipality, PlaceNames, Region};
use crate::population::FirmCounts;
use crate::round::{DistributionKey, Round};
use crate::signal::SignalList;
use crate::source::{Figure, Id, Source, SourceRef};
use crate::support::{Budget, Support};

/// A region's support system.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// Settings of the pack.
    pub settings: Settings,
    /// Facts, thresholds and code lists.
    pub vocabulary: Vocabulary,
    /// How each fact is asked, in the order of the vocabulary.
    pub fact_details: Vec<FactDetails>,
    /// Combinations of facts that cannot be true.
    pub constraints: Vec<Constraint>,
    /// How firms are spread, when the pack says so.
    pub firm_counts: Option<FirmCounts>,
    /// Activity codes of 2008 that map to one code of 2025.
    pub sbi_2008: BTreeMap<Id, Id>,
    /// Kinds of costs and the highest shares that may be paid.
    pub aid: AidSettings,
    /// Situations in which an entrepreneur can be, the first that holds counts.
    pub situations: Vec<Situation>,
    /// Signs that a firm is in difficulty, when the pack has them.
    pub signals: Option<SignalList>,
    /// Cited sources.
    pub sources: BTreeMap<Id, Source>,
    /// Regions, in the order of the file.
    pub regions: Vec<Region>,
    /// Municipalities by code.
    pub municipalities: BTreeMap<Id, Municipality>,
    /// Names of places that are neither regions nor municipalities, for reading questions.
    pub place_names: Vec<PlaceNames>,
    /// Organisations.
    pub organisations: BTreeMap<Id, Organisation>,
    /// Who refers to, works with or pays whom.
    pub connections: Vec<Connection>,
    /// Instruments and facilities.
    pub support: BTreeMap<Id, Support>,
    /// Openings of instruments.
    pub rounds: BTreeMap<Id, Round>,
    /// Keys by which amounts are divided over areas.
    pub distribution_keys: BTreeMap<Id, DistributionKey>,
    /// Decisions about money.
    pub money_decisions: BTreeMap<Id, MoneyDecision>,
    /// What they did, in the order of the files.
    pub money: Vec<MoneyRecord>,
    /// How the books are set up, when the pack says so.
    pub money_settings: Option<MoneySettings>,
    /// Programmes, agendas, agreements, projects, money flows and studies.
    pub records: BTreeMap<Id, Record>,
    /// Topics of agreements.
    pub topics: BTreeMap<Id, Topic>,
    /// What parties agreed to do.
    pub agreements: BTreeMap<Id, Agreement>,
    /// Advice with the answers to it.
    pub recommendations: BTreeMap<Id, Recommendation>,
    /// How the agenda is steered.
    pub governance: Governance,
    /// The plans of the landsdelen, by landsdeel.
    pub landsdeel_plans: BTreeMap<Id, LandsdeelPlan>,
    /// Regional innovation strategies.
    pub strategies: BTreeMap<Id, Strategy>,
    /// What the government accounts for.
    pub accounts: Accounts,
}

/// Settings of a pack.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Name of the region for the reader.
    pub name: String,
    /// Identifier of the region in `regions`.
    pub region: String,
    /// Codes of its provinces.
    pub provinces: Vec<Id>,
    /// After how many days an entry that nobody checked no longer counts as current.
    pub stale_after_days: u32,
    /// Fields of a version whose change counts as major.
    pub major_fields: Vec<String>,
    /// Themes with a national topsector agenda.
    pub topsectors: Vec<ThemeNote>,
    /// Themes that are a national priority.
    pub national_priorities: Vec<ThemeNote>,
    /// How a route is made.
    pub roadmap: RoadmapSettings,
    /// Who keeps the counter, and for how long a question is kept.
    pub casework: CaseworkSettings,
}

/// How a route along the support is made and kept.
#[derive(Clone, Debug, Default)]
pub struct RoadmapSettings {
    /// For how long a saved route is kept, days.
    pub keep_days: u32,
    /// Kinds of support that one joins: a circle, a network.
    pub join_kinds: Vec<Id>,
    /// Kinds of support that one asks for before the project itself: a voucher, advice.
    pub first_kinds: Vec<Id>,
    /// Kinds of support that are a talk with somebody.
    pub talk_kinds: Vec<Id>,
    /// Kinds of support that are a place or equipment to use.
    pub use_kinds: Vec<Id>,
    /// Roles of an organisation that somebody who has no front door can call, the best first.
    pub contact_roles: Vec<Id>,
    /// Levels of support for which the readiness of a firm is looked at as a whole.
    pub readiness_levels: Vec<Id>,
}

/// A situation in which an entrepreneur can be.
#[derive(Clone, Debug)]
pub struct Situation {
    /// Identifier.
    pub id: Id,
    /// A few words.
    pub name: Bilingual,
    /// What it means, addressed to the entrepreneur.
    pub text: Bilingual,
    /// What helps, addressed to the entrepreneur.
    pub advice: Bilingual,
    /// When it holds.
    pub rule: Expression,
    /// With which step the route begins.
    pub first_step: FirstStep,
    /// Where it comes from.
    pub source: SourceRef,
}

/// With which step a route begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FirstStep {
    /// Looking at what others did, without any obligation.
    Look,
    /// A talk with an adviser.
    Talk,
    /// Getting what is missing: people, money, a partner.
    Prepare,
}

impl FirstStep {
    /// Every first step.
    pub const ALL: [FirstStep; 3] = [FirstStep::Look, FirstStep::Talk, FirstStep::Prepare];

    /// Its name in a pack.
    pub fn name(self) -> &'static str {
        match self {
            FirstStep::Look => "look",
            FirstStep::Talk => "talk",
            FirstStep::Prepare => "prepare",
        }
    }
}

/// A theme with where that is said.
#[derive(Clone, Debug)]
pub struct ThemeNote {
    /// Code of `themes`.
    pub theme: Id,
    /// How certain it is.
    pub qualifier: Qualifier,
    /// Where it is said.
    pub source: Option<SourceRef>,
}

/// How a fact is asked and kept.
#[derive(Clone, Debug, Default)]
pub struct FactDetails {
    /// The question.
    pub question: Bilingual,
    /// Help with it.
    pub help: Bilingual,
    /// Words for its unit.
    pub unit: Bilingual,
    /// Section of the form.
    pub group: String,
    /// Effort of answering, 1 to 5.
    pub cost: u32,
    /// Field of a register that gives it.
    pub prefill: Option<String>,
    /// Whether that field is only a starting value.
    pub prefill_estimate: bool,
    /// How long it may be kept, days.
    pub keep_days: Option<u32>,
}

/// A combination of facts that must hold.
#[derive(Clone, Debug)]
pub struct Constraint {
    /// The rule.
    pub rule: Expression,
    /// What to tell when it does not hold.
    pub text: Bilingual,
}

/// An organisation.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Identifier, the file name.
    pub id: Id,
    /// The file.
    pub file: Arc<str>,
    /// Name.
    pub name: Bilingual,
    /// What it can mean for an entrepreneur.
    pub summary: Bilingual,
    /// Markdown.
    pub body: Bilingual,
    /// Rows of the inventory.
    pub inventory: Vec<String>,
    /// Code of `organisation-types`.
    pub kind: Id,
    /// Where it works; empty: not known.
    pub areas: Vec<(Id, Qualifier)>,
    /// Codes of `roles`.
    pub roles: Vec<Id>,
    /// Other names.
    pub aliases: Vec<String>,
    /// The organisation that it follows up.
    pub succeeds: Option<Id>,
    /// Organisations with a similar name.
    pub not_to_confuse_with: Vec<Id>,
    /// Site, when a source gives it.
    pub website: Option<String>,
    /// Where it comes from.
    pub source: SourceRef,
    /// The day on which the source was true.
    pub checked_on: Option<Date>,
}

/// That one party refers to, works with or pays another, as a source states it.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Identifier of an organisation or another record, a code of `person-roles`, or plain words.
    pub from: Id,
    /// As `from`.
    pub to: Id,
    /// Code of `edge-kinds`.
    pub kind: Id,
    /// What it comes down to, in Dutch.
    pub text: String,
    /// Where it is said.
    pub source: SourceRef,
}

/// Something that is no support itself: a programme, agenda, agreement, project, money flow or study.
#[derive(Clone, Debug)]
pub struct Record {
    /// Identifier, the file name.
    pub id: Id,
    /// The file.
    pub file: Arc<str>,
    /// The folder: `programmes`, `agendas`, …
    pub folder: String,
    /// Name.
    pub name: Bilingual,
    /// What it is.
    pub summary: Bilingual,
    /// Markdown.
    pub body: Bilingual,
    /// Rows of the inventory.
    pub inventory: Vec<String>,
    /// Rows of the scheme facts.
    pub scheme_rows: Vec<i64>,
    /// Code of `kinds`.
    pub kind: Id,
    /// Organisations that take part.
    pub parties: Vec<Id>,
    /// The organisation that leads.
    pub lead: Option<Id>,
    /// Where.
    pub areas: Vec<(Id, Qualifier)>,
    /// Codes of `themes`.
    pub themes: Vec<Id>,
    /// Codes of `labels`.
    pub labels: Vec<Id>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Code of `statuses`.
    pub status: Option<Id>,
    /// When.
    pub period: Option<Period>,
    /// The record it is part of.
    pub part_of: Option<Id>,
    /// Where it comes from.
    pub source: SourceRef,
    /// The day on which the source was true.
    pub checked_on: Option<Date>,
    /// Figures.
    pub figures: Vec<Figure>,
    /// Public money, per funder.
    pub budgets: Vec<Budget>,
    /// Who pays for its projects.
    pub cofinance: Option<Cofinance>,
}

/// The regional innovation strategy (RIS) of a landsdeel.
#[derive(Clone, Debug)]
pub struct Strategy {
    /// The landsdeel.
    pub landsdeel: Id,
    /// The file.
    pub file: Arc<str>,
    /// Name.
    pub name: Bilingual,
    /// What it is.
    pub summary: Bilingual,
    /// Markdown.
    pub body: Bilingual,
    /// Rows of the inventory.
    pub inventory: Vec<String>,
    /// Its themes.
    pub themes: Vec<StrategyTheme>,
    /// Where it comes from.
    pub source: SourceRef,
    /// The day on which the source was true.
    pub checked_on: Option<Date>,
}

/// A theme of a regional innovation strategy.
#[derive(Clone, Debug)]
pub struct StrategyTheme {
    /// Code of `themes`, when it has one.
    pub code: Option<Id>,
    /// As the paper prints it.
    pub label: Bilingual,
    /// focus, supporting, crossover, challenge.
    pub role: String,
    /// Where it is said.
    pub source: Option<SourceRef>,
}

impl Pack {
    /// The code list with this name; empty when there is none.
    pub fn codes(&self, list: &str) -> &[Code] {
        self.vocabulary.code_list(list).map_or(&[], CodeList::codes)
    }

    /// How a fact is asked.
    pub fn details(&self, fact: FactId) -> Option<&FactDetails> {
        self.fact_details.get(usize::from(fact.0))
    }

    /// A region by identifier.
    pub fn region(&self, id: &str) -> Option<&Region> {
        self.regions.iter().find(|region| &*region.id == id)
    }

    /// A figure by its name, `record#figure`; the record may also be support or a performance.
    pub fn figure(&self, name: &str) -> Option<&Figure> {
        let (record, figure) = name.split_once('#')?;
        let figures = match (self.records.get(record), self.support.get(record)) {
            (Some(record), _) => &record.figures,
            (None, Some(support)) => &support.figures,
            (None, None) => &self.accounts.performances.get(record)?.figures,
        };
        figures.iter().find(|it| &*it.id == figure)
    }

    /// The areas that contain a municipality: itself, its province, named regions, landsdelen, country, EU.
    pub fn areas_around(&self, municipality: &str) -> Vec<Id> {
        self.qualified_areas_around(municipality).into_iter().map(|(area, _)| area).collect()
    }

    /// The areas that contain a municipality, nearest first, each with how certain it is that they do.
    pub(crate) fn qualified_areas_around(&self, municipality: &str) -> Vec<(Id, Qualifier)> {
        let Some(start) = self.municipalities.get(municipality) else { return Vec::new() };
        let mut found =
            vec![(Arc::clone(&start.id), Qualifier::Exact), (Arc::clone(&start.province), Qualifier::Exact)];
        found.extend(start.regions.iter().cloned());
        self.add_wholes(&mut found);
        found
    }

    /// The areas that contain an area, itself first.
    pub fn areas_containing(&self, area: &str) -> Vec<Id> {
        if self.municipalities.contains_key(area) {
            return self.areas_around(area);
        }
        let mut found = vec![(Arc::from(area), Qualifier::Exact)];
        self.add_wholes(&mut found);
        found.into_iter().map(|(area, _)| area).collect()
    }

    /// The areas that an area has ground in common with, itself first: those around it, its parts, and those that share
    /// a municipality with it.
    pub fn areas_overlapping(&self, area: &str) -> Vec<Id> {
        let own: Id = Arc::from(area);
        let mut found = self.areas_inside(area);
        found.insert(&own);
        let municipalities: Vec<_> = found.iter().filter_map(|area| self.municipalities.get(*area)).collect();
        found.extend(municipalities.iter().map(|it| &it.province));
        found.extend(municipalities.iter().flat_map(|it| &it.regions).map(|(region, _)| region));
        let mut before = 0;
        while before < found.len() {
            before = found.len();
            let wholes = self.regions.iter().filter(|region| region.parts.iter().any(|part| found.contains(part)));
            let wholes: Vec<&Id> = wholes.map(|region| &region.id).collect();
            found.extend(wholes);
        }
        let others = found.into_iter().filter(|it| **it != own).map(Arc::clone);
        [Arc::clone(&own)].into_iter().chain(others).collect()
    }

    /// The parts of an area and the municipalities in them, however deep.
    fn areas_inside(&self, area: &str) -> BTreeSet<&Id> {
        let mut inside = BTreeSet::new();
        let mut unseen = vec![area];
        while let Some(area) = unseen.pop() {
            let parts = self.region(area).map_or(&[][..], |region| region.parts.as_slice());
            // A part that was seen before is not followed again, so regions that contain each other end.
            unseen.extend(parts.iter().filter(|part| inside.insert(*part)).map(|part| &**part));
        }
        let lies_in = |it: &&Municipality| {
            let around = it.regions.iter().map(|(region, _)| region).chain([&it.province]);
            around.into_iter().any(|it| &**it == area || inside.contains(it))
        };
        let municipalities: Vec<_> = self.municipalities.values().filter(lies_in).map(|it| &it.id).collect();
        inside.extend(municipalities);
        inside
    }

    /// Adds the regions of which the areas are parts, and the regions of which those are parts, and so on.
    fn add_wholes(&self, found: &mut Vec<(Id, Qualifier)>) {
        let mut next = 0;
        while let Some((area, qualifier)) = found.get(next).cloned() {
            for region in self.regions.iter().filter(|region| region.parts.contains(&area)) {
                if !found.iter().any(|(it, _)| *it == region.id) {
                    found.push((Arc::clone(&region.id), qualifier));
                }
            }
            next += 1;
        }
    }

    /// The name of an area for the reader.
    pub fn area_name(&self, id: &str, language: Language) -> String {
        match (self.region(id), self.municipalities.get(id)) {
            (Some(region), _) => region.name.get(language).to_owned(),
            (None, Some(municipality)) => municipality.name.clone(),
            (None, None) => id.to_owned(),
        }
    }
}
