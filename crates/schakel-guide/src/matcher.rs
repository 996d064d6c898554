//! Matching one firm against all support of a pack as at one moment. The rules are compiled once per moment; a match
//! then only walks them. The order of the results lives in `order`.

use schakel_criteria::{Answer, Changes, CriteriaSet, Criterion, FactSet, Test, Verdict};
use schakel_register::{CriterionTest, Id, Openness, Pack, Qualifier, Support, SupportOnDay, known_on, on_day};
use schakel_time::DateTime;

use crate::firm::{AreaSize, Firm, FirmReader};
use crate::fit::{AreaFit, PlanFit, ThemeFit};
use crate::order::best_first;
use crate::possible::without_contradictions;
use crate::roadmap::Situations;

/// The support of a pack as it is at one moment, ready to be matched.
#[derive(Debug)]
pub struct Matcher<'a> {
    pack: &'a Pack,
    moment: DateTime,
    firms: FirmReader,
    pub(crate) situations: Situations<'a>,
    /// In order of identifier.
    entries: Vec<Entry<'a>>,
}

/// One piece of support with its compiled conditions.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) on_day: SupportOnDay<'a>,
    pub(crate) criteria: CriteriaSet,
    /// The sources give no conditions.
    pub(crate) criteria_unknown: bool,
}

/// What a piece of support means for one firm.
#[derive(Clone, Debug)]
pub struct Match<'a> {
    /// The support on the day.
    pub on_day: SupportOnDay<'a>,
    /// Verdict, verdict per criterion, missing facts and changes.
    pub answer: Answer,
    /// The sources give no conditions, so that the verdict stays unknown whatever the firm tells.
    pub criteria_unknown: bool,
    /// Whether it is support for a plan of the firm.
    pub plan_fit: PlanFit,
    /// Whether it works where the firm is.
    pub area_fit: AreaFit,
    /// Whether it is meant for a theme of the firm.
    pub theme_fit: ThemeFit,
    /// Whom to call.
    pub contact: Option<Contact>,
    /// How near it is.
    pub(crate) nearness: AreaSize,
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
    /// Compiles the rules of every piece of support that could be known at a moment.
    pub fn new(pack: &'a Pack, moment: DateTime) -> Self {
        let known = pack.support.values().filter(|support| known_on(support, moment.date()));
        let entries = known.map(|support| Entry::new(support, moment, pack)).collect();
        let situations = Situations::new(pack, moment.date());
        Matcher { pack, moment, firms: FirmReader::new(pack), situations, entries }
    }

    /// The moment for which it was made.
    pub fn moment(&self) -> DateTime {
        self.moment
    }

    /// The pack for which it was made.
    pub fn pack(&self) -> &'a Pack {
        self.pack
    }

    /// Every piece of support for a firm, best first.
    pub fn match_firm(&self, facts: &FactSet) -> Vec<Match<'a>> {
        let firm = self.firm(facts);
        let mut matches: Vec<_> = self.entries.iter().map(|entry| self.match_entry(entry, facts, &firm)).collect();
        matches.sort_by(best_first);
        matches
    }

    /// One piece of support for a firm; `None` when there is no such support, or nobody could know it at the moment.
    pub fn match_one(&self, support: &str, facts: &FactSet) -> Option<Match<'a>> {
        let entry = self.entries.get(self.place_of(support)?)?;
        Some(self.match_entry(entry, facts, &self.firm(facts)))
    }

    /// What all support asks of a firm.
    pub(crate) fn firm_reader(&self) -> &FirmReader {
        &self.firms
    }

    /// All support, in order of identifier.
    pub(crate) fn entries(&self) -> &[Entry<'a>] {
        &self.entries
    }

    /// The place of support among the entries.
    pub(crate) fn place_of(&self, support: &str) -> Option<usize> {
        self.entries.binary_search_by(|entry| (*entry.on_day.support.id).cmp(support)).ok()
    }

    /// The front door of the firm's municipality, when the municipality is known and a source names the door.
    pub fn front_door(&self, facts: &FactSet) -> Option<Id> {
        self.firm(facts).front_door
    }

    /// How near to the firm something is that works in these areas.
    pub(crate) fn nearness(&self, facts: &FactSet, areas: &[(Id, Qualifier)]) -> AreaSize {
        self.firm(facts).nearness(areas)
    }

    pub(crate) fn firm(&self, facts: &FactSet) -> Firm<'_> {
        self.firms.read(facts, self.moment.date(), self.pack)
    }

    fn match_entry(&self, entry: &Entry<'a>, facts: &FactSet, firm: &Firm<'_>) -> Match<'a> {
        let support = entry.on_day.support;
        let mut answer = entry.criteria.answer(facts, &self.pack.vocabulary);
        if entry.criteria_unknown {
            answer.verdict = Verdict::Unknown;
            answer.changes = Changes::NotNeeded;
        }
        answer.changes = without_contradictions(answer.changes, facts, self.moment.date(), self.pack);
        Match {
            on_day: entry.on_day.clone(),
            answer,
            criteria_unknown: entry.criteria_unknown,
            plan_fit: firm.plan_fit(support),
            area_fit: firm.area_fit(&support.areas),
            theme_fit: firm.theme_fit(support),
            contact: contact(support, firm),
            nearness: firm.nearness(&support.areas),
        }
    }
}

impl<'a> Entry<'a> {
    fn new(support: &'a Support, moment: DateTime, pack: &Pack) -> Self {
        let on_day = on_day(support, moment, pack);
        let criteria = on_day.version.map_or(&[][..], |version| version.criteria.as_slice());
        let compiled = CriteriaSet::compile(criteria.iter().map(compilable).collect(), &pack.vocabulary, moment.date());
        Entry { criteria: compiled, criteria_unknown: criteria.is_empty(), on_day }
    }

    /// Whether it is over or the money is gone.
    pub(crate) fn is_over(&self) -> bool {
        is_over(&self.on_day.openness)
    }
}

fn is_over(openness: &Openness) -> bool {
    matches!(openness, Openness::Closed { .. } | Openness::Exhausted { .. })
}

fn compilable(criterion: &schakel_register::Criterion) -> Criterion {
    let test = match &criterion.test {
        CriterionTest::Rule { expression, .. } => Test::Rule(expression.clone()),
        CriterionTest::Judgement => Test::Judgement,
    };
    Criterion { id: Id::clone(&criterion.id), test }
}

/// The organisation that the support names, or else the front door of the firm, or else who provides the support.
fn contact(support: &Support, firm: &Firm<'_>) -> Option<Contact> {
    let named = |id: &Id| Contact { organisation: Id::clone(id), is_front_door: false };
    let door = |id: &Id| Contact { organisation: Id::clone(id), is_front_door: true };
    let contact = support.contact.as_ref().map(named);
    contact.or_else(|| firm.front_door.as_ref().map(door)).or_else(|| support.provider.as_ref().map(named))
}

impl<'a> Match<'a> {
    /// The conditions with this verdict, in their order.
    pub fn criteria(&self, verdict: Verdict) -> impl Iterator<Item = &'a schakel_register::Criterion> {
        let criteria = self.on_day.version.map_or(&[][..], |version| version.criteria.as_slice());
        let answers = criteria.iter().zip(&self.answer.criteria);
        answers.filter(move |(_, answer)| answer.verdict == verdict).map(|(criterion, _)| criterion)
    }

    /// Whether one can apply: yes, no or not known.
    pub fn is_open(&self) -> Option<bool> {
        self.on_day.openness.is_open()
    }

    /// Whether it is over or the money is gone, so that it is no help now.
    pub fn is_over(&self) -> bool {
        is_over(&self.on_day.openness)
    }
}
