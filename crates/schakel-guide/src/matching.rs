//! Matching one firm against all support of a pack on one day. The rules are compiled once per day; a match then
//! only walks them. The order of the results lives in `order`.

use schakel_criteria::{Answer, Changes, CriteriaSet, Criterion, FactId, FactSet, Situation, Test, Value, Verdict, fact_value};
use schakel_register::{CriterionTest, Id, Openness, Pack, Support, SupportOnDay, Version, known_on, on_day};
use schakel_time::DateTime;

use crate::order::best_first;

/// The support of a pack as it is at one moment, ready to be matched.
#[derive(Debug)]
pub struct Matcher<'a> {
    pack: &'a Pack,
    moment: DateTime,
    entries: Vec<Entry<'a>>,
    plan: Option<FactId>,
    themes: Option<FactId>,
    province: Option<FactId>,
    municipality: Option<FactId>,
}

#[derive(Debug)]
struct Entry<'a> {
    on_day: SupportOnDay<'a>,
    criteria: CriteriaSet,
}

/// What a piece of support means for one firm.
#[derive(Clone, Debug)]
pub struct Match<'a> {
    /// The support on the day.
    pub on_day: SupportOnDay<'a>,
    /// Verdict, verdict per criterion, missing facts and changes.
    pub answer: Answer,
    /// Whether it is support for a plan of the firm.
    pub plan_fit: PlanFit,
    /// Whether it is meant for a theme of the firm.
    pub theme_fit: ThemeFit,
    /// Whether it works where the firm is.
    pub area_fit: AreaFit,
    /// Whom to call.
    pub contact: Option<Contact>,
}

/// Whether support is meant for one of the firm's plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlanFit {
    /// For at least one of them.
    Fits,
    /// The plans, or what the support is for, are not known.
    Unknown,
    /// For none of them.
    Differs,
}

/// Whether support is meant for one of the firm's themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ThemeFit {
    /// For at least one of them.
    Fits,
    /// The support is not limited to themes, or the themes of either are not known.
    Unknown,
    /// For other themes.
    Differs,
}

/// Whether support works where the firm is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AreaFit {
    /// It does.
    Inside,
    /// The place of the firm, or where the support works, is not known.
    Unknown,
    /// It does not.
    Outside,
}

/// The organisation to call, and why that one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The organisation.
    pub organisation: Id,
    /// It is the front door of the firm's municipality, not an organisation that the support itself names.
    pub is_front_door: bool,
}

impl<'a> Matcher<'a> {
    /// Compiles the rules of every piece of support for a moment.
    pub fn new(pack: &'a Pack, moment: DateTime) -> Self {
        let known = pack.support.values().filter(|support| known_on(support, moment.date()));
        let entries = known.map(|support| Entry::new(support, moment, pack)).collect();
        let fact = |name| pack.vocabulary.fact_named(name);
        let (plan, themes) = (fact("plan"), fact("themes"));
        let (province, municipality) = (fact("province"), fact("municipality"));
        Matcher { pack, moment, entries, plan, themes, province, municipality }
    }

    /// The moment for which it was made.
    pub fn moment(&self) -> DateTime {
        self.moment
    }

    /// Every piece of support for a firm, best first.
    pub fn match_firm(&self, facts: &FactSet) -> Vec<Match<'a>> {
        let firm = self.firm(facts);
        let mut matches: Vec<_> = self.entries.iter().map(|entry| self.match_entry(entry, facts, &firm)).collect();
        matches.sort_by(best_first);
        matches
    }

    /// One piece of support for a firm.
    pub fn match_one(&self, support: &str, facts: &FactSet) -> Option<Match<'a>> {
        let entry = self.entries.iter().find(|entry| &*entry.on_day.support.id == support)?;
        Some(self.match_entry(entry, facts, &self.firm(facts)))
    }

    /// The front door of the firm's municipality, when the municipality is known and a source names the door.
    pub fn front_door(&self, facts: &FactSet) -> Option<Id> {
        let municipality = self.municipality.and_then(|fact| facts.get(fact));
        let Some(Value::Text(code)) = municipality else { return None };
        let door = self.pack.municipalities.get(code)?.front_door.as_ref()?;
        Some(Id::clone(&door.organisation))
    }

    fn match_entry(&self, entry: &Entry<'a>, facts: &FactSet, firm: &Firm) -> Match<'a> {
        let support = entry.on_day.support;
        let mut answer = entry.criteria.answer(facts, &self.pack.vocabulary);
        if criteria_unknown(entry.on_day.version) {
            answer.verdict = Verdict::Unknown;
            answer.changes = Changes::NotNeeded;
        }
        Match {
            on_day: entry.on_day.clone(),
            answer,
            plan_fit: plan_fit(support, firm),
            theme_fit: theme_fit(support, firm),
            area_fit: area_fit(support, firm),
            contact: contact(support, firm),
        }
    }

    fn firm(&self, facts: &FactSet) -> Firm {
        let codes = |fact: Option<FactId>| match fact.and_then(|fact| facts.get(fact)) {
            Some(Value::Codes(codes)) => codes.to_vec(),
            _ => Vec::new(),
        };
        let situation = Situation { vocabulary: &self.pack.vocabulary, facts, as_of: self.moment.date() };
        let code = |fact: Option<FactId>| match fact_value(fact?, &situation) {
            schakel_criteria::Outcome::Known(Value::Text(code)) => Some(code),
            _ => None,
        };
        let areas = match (code(self.municipality), code(self.province)) {
            (Some(municipality), _) => Some(FirmAreas { around: self.pack.areas_around(&municipality), perhaps: Vec::new() }),
            (None, Some(province)) => Some(FirmAreas {
                around: self.pack.areas_containing(&province),
                perhaps: self.pack.areas_overlapping(&province),
            }),
            (None, None) => None,
        };
        Firm { plans: codes(self.plan), themes: codes(self.themes), areas, front_door: self.front_door(facts) }
    }
}

/// What all entries ask of a firm.
struct Firm {
    plans: Vec<Id>,
    themes: Vec<Id>,
    areas: Option<FirmAreas>,
    front_door: Option<Id>,
}

/// Where a firm is.
struct FirmAreas {
    /// The areas that it certainly lies in.
    around: Vec<Id>,
    /// The areas that it may lie in, when only its province is known.
    perhaps: Vec<Id>,
}

impl<'a> Entry<'a> {
    fn new(support: &'a Support, moment: DateTime, pack: &Pack) -> Self {
        let on_day = on_day(support, moment, pack);
        let criteria = on_day.version.map_or(Vec::new(), |version| version.criteria.iter().map(criterion).collect());
        Entry { criteria: CriteriaSet::compile(criteria, &pack.vocabulary, moment.date()), on_day }
    }
}

fn criterion(criterion: &schakel_register::Criterion) -> Criterion {
    let test = match &criterion.test {
        CriterionTest::Rule { expression, .. } => Test::Rule(expression.clone()),
        CriterionTest::Judgement => Test::Judgement,
    };
    Criterion { id: Id::clone(&criterion.id), test }
}

/// Whether nothing can be said because the sources give no conditions.
fn criteria_unknown(version: Option<&Version>) -> bool {
    version.is_none_or(|version| version.criteria.is_empty() || version.criteria_unknown)
}

fn plan_fit(support: &Support, firm: &Firm) -> PlanFit {
    if firm.plans.is_empty() || support.needs.is_empty() {
        PlanFit::Unknown
    } else if support.needs.iter().any(|need| firm.plans.contains(need)) {
        PlanFit::Fits
    } else {
        PlanFit::Differs
    }
}

fn theme_fit(support: &Support, firm: &Firm) -> ThemeFit {
    if firm.themes.is_empty() || support.themes.is_empty() {
        ThemeFit::Unknown
    } else if support.themes.iter().any(|theme| firm.themes.contains(theme)) {
        ThemeFit::Fits
    } else {
        ThemeFit::Differs
    }
}

fn area_fit(support: &Support, firm: &Firm) -> AreaFit {
    let Some(areas) = &firm.areas else { return AreaFit::Unknown };
    let works_in = |areas: &[Id]| support.areas.iter().any(|(area, _)| areas.contains(area));
    if works_in(&areas.around) {
        AreaFit::Inside
    } else if support.areas.is_empty() || works_in(&areas.perhaps) {
        AreaFit::Unknown
    } else {
        AreaFit::Outside
    }
}

fn contact(support: &Support, firm: &Firm) -> Option<Contact> {
    let named = support.contact.as_ref().map(|it| Contact { organisation: Id::clone(it), is_front_door: false });
    let door = firm.front_door.as_ref().map(|it| Contact { organisation: Id::clone(it), is_front_door: true });
    let provider = support.provider.as_ref().map(|it| Contact { organisation: Id::clone(it), is_front_door: false });
    named.or(door).or(provider)
}

impl Match<'_> {
    /// Whether one can apply: yes, no or not known.
    pub fn is_open(&self) -> Option<bool> {
        self.on_day.openness.is_open()
    }

    /// Whether it is over or the money is gone, so that it is no help now.
    pub fn is_over(&self) -> bool {
        matches!(self.on_day.openness, Openness::Closed { .. } | Openness::Exhausted { .. })
    }
}
