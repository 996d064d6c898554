//! A project of a firm as a plan sees it: what it costs, by kind and year, when it starts, and which small aid the firm
//! had. Reading it from JSON reports every mistake at once; the words of the mistakes live in `project_error`.

use std::collections::BTreeSet;
use std::str::FromStr;

use schakel_criteria::{FactId, FactSet, Number, Value};
use schakel_register::{Cents, EarlierAid, EarlierGrant, Id, Pack, nearest};
use schakel_time::{Date, parse_date};
use serde_json::{Map, Value as Json};

use crate::financing::money::COST_MAX;
use crate::financing::project_error::{ProjectError, ProjectProblem};

/// A project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// The day on which it starts, when that is known.
    pub starts_on: Option<Date>,
    /// What it costs, in order of kind in the pack and of year; nothing twice, nothing of nought.
    pub costs: Vec<Cost>,
    /// Small aid that the single undertaking had.
    pub earlier_aid: EarlierAid,
}

/// Costs of one kind in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Code of `cost-kinds`.
    pub kind: Id,
    /// Calendar year.
    pub year: i16,
    /// How much.
    pub amount: Cents,
}

/// The years that a project may span.
pub const YEARS_MAX: usize = 5;

/// The fields of a project, as JSON names them.
pub const PROJECT_FIELDS: [&str; 3] = ["start", "kosten", "de_minimis"];

impl Project {
    /// Everything that it costs.
    pub fn total(&self) -> Cents {
        self.costs.iter().map(|cost| cost.amount).sum()
    }

    /// Its years, in order.
    pub fn years(&self) -> Vec<i16> {
        self.costs.iter().map(|cost| cost.year).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The kinds of its costs, in the order of the pack.
    pub fn kinds(&self) -> Vec<&Id> {
        let mut kinds: Vec<&Id> = self.costs.iter().map(|cost| &cost.kind).collect();
        kinds.dedup();
        kinds
    }

    /// What it costs of one kind.
    pub fn of_kind(&self, kind: &str) -> Cents {
        self.costs.iter().filter(|cost| &*cost.kind == kind).map(|cost| cost.amount).sum()
    }

    /// What it costs in one year.
    pub fn of_year(&self, year: i16) -> Cents {
        self.costs.iter().filter(|cost| cost.year == year).map(|cost| cost.amount).sum()
    }

    /// A project of costs that were read one by one.
    ///
    /// # Errors
    /// When nothing costs anything, or the years are in the past or too far apart.
    pub fn checked(mut self, pack: &Pack, day: Date) -> Result<Self, Vec<ProjectError>> {
        self.costs.retain(|cost| cost.amount > Cents::ZERO);
        let place = |kind: &str| pack.codes(COST_KINDS).iter().position(|code| &*code.id == kind);
        self.costs.sort_by_key(|cost| (place(&cost.kind), cost.year));
        let mut errors = Vec::new();
        let years = self.years();
        match (years.first(), years.last()) {
            (Some(first), Some(last)) => {
                if usize::try_from(last - first).is_ok_and(|span| span >= YEARS_MAX) {
                    errors
                        .push(ProjectError::new("kosten", ProjectProblem::TooManyYears { first: *first, last: *last }));
                }
                if *first < day.year() {
                    let problem = ProjectProblem::PastYear { year: *first, this_year: day.year() };
                    errors.push(ProjectError::new("kosten", problem));
                }
                if let Some(start) = self.starts_on.filter(|start| *first < start.year()) {
                    errors.push(ProjectError::new("start", ProjectProblem::CostsBeforeStart { year: *first, start }));
                }
            }
            _ => errors.push(ProjectError::new("kosten", ProjectProblem::NoCosts)),
        }
        if let EarlierAid::Grants(grants) = &self.earlier_aid {
            let late = grants.iter().filter(|grant| grant.granted_on > day);
            errors.extend(late.map(|grant| {
                ProjectError::new("de_minimis", ProjectProblem::AidInFuture { granted_on: grant.granted_on, day })
            }));
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    /// The facts of the firm with what the project says itself: its costs, the share of each kind, the months until it
    /// starts and earlier small aid. What the firm gave stays.
    pub fn facts(&self, firm: &FactSet, pack: &Pack, day: Date) -> FactSet {
        let mut facts = firm.clone();
        let mut add = |fact: Option<FactId>, value: Option<Number>| {
            if let (Some(fact), Some(value)) = (fact, value)
                && facts.get(fact).is_none()
            {
                facts.set(fact, Value::Number(value));
            }
        };
        add(pack.aid.costs_fact, Some(self.total().euros()));
        for kind in &pack.aid.cost_kinds {
            add(kind.share_fact, Some(self.of_kind(&kind.id).part_of(self.total())));
        }
        add(pack.aid.months_fact, self.starts_on.map(|start| Number::whole(months_until(start, day))));
        let earlier = super::SmallAidRoom::on(day, &self.earlier_aid, pack).earlier;
        add(pack.aid.de_minimis.as_ref().and_then(|it| it.earlier_fact), earlier.map(Cents::euros));
        facts
    }

    /// What is known of earlier small aid: what the project says, or else the fact of the firm.
    pub fn earlier_aid(&self, firm: &FactSet, pack: &Pack) -> EarlierAid {
        let fact = || {
            let fact = pack.aid.de_minimis.as_ref()?.earlier_fact?;
            let Some(Value::Number(total)) = firm.get(fact) else { return None };
            Cents::from_euros(*total).map(EarlierAid::Total)
        };
        match &self.earlier_aid {
            EarlierAid::Unknown => fact().unwrap_or_default(),
            known => known.clone(),
        }
    }
}

/// Months from a day to a later one, rounded up; nought when it is not later.
fn months_until(start: Date, day: Date) -> i64 {
    let months = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
    let begun = i64::from(start.day() > day.day());
    (months(start) - months(day) + begun).max(0)
}

/// Reads a project: `{"start": "2017-06-01", "kosten": {"training": {"2017": 4000}}, "de_minimis": []}`.
///
/// # Errors
/// Every field, kind, year, amount and date that cannot be used.
pub fn project_from_json(json: &Json, pack: &Pack, day: Date) -> Result<Project, Vec<ProjectError>> {
    let Json::Object(object) = json else {
        return Err(vec![ProjectError::new("", ProjectProblem::NotAnObject)]);
    };
    let mut errors = Vec::new();
    for field in object.keys().filter(|field| !PROJECT_FIELDS.contains(&field.as_str())) {
        let near = nearest(field, PROJECT_FIELDS.into_iter()).map(str::to_owned);
        errors.push(ProjectError::new(field, ProjectProblem::UnknownField { near }));
    }
    let starts_on = object.get("start").filter(|it| !it.is_null()).and_then(|it| date(it, "start", &mut errors));
    let costs = read_costs(object.get("kosten"), pack, &mut errors);
    let earlier_aid = read_earlier(object.get("de_minimis"), &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    Project { starts_on, costs, earlier_aid }.checked(pack, day)
}

fn read_costs(json: Option<&Json>, pack: &Pack, errors: &mut Vec<ProjectError>) -> Vec<Cost> {
    let Some(kinds) = json.and_then(Json::as_object) else {
        errors.push(ProjectError::new("kosten", ProjectProblem::NoTable));
        return Vec::new();
    };
    let mut costs = Vec::new();
    for (name, years) in kinds {
        let place = format!("kosten/{name}");
        let Some(code) = pack.codes(COST_KINDS).iter().find(|code| *code.id == **name) else {
            let near = nearest(name, pack.codes(COST_KINDS).iter().map(|code| &*code.id)).map(str::to_owned);
            errors.push(ProjectError::new(&place, ProjectProblem::UnknownKind { kind: name.clone(), near }));
            continue;
        };
        match years.as_object() {
            Some(years) => read_years(&code.id, years, &mut costs, errors),
            None => errors.push(ProjectError::new(&place, ProjectProblem::NoTable)),
        }
    }
    costs
}

fn read_years(kind: &Id, years: &Map<String, Json>, costs: &mut Vec<Cost>, errors: &mut Vec<ProjectError>) {
    for (year, amount) in years {
        let place = format!("kosten/{kind}/{year}");
        let number = i16::from_str(year).ok().filter(|it| YEARS.contains(it));
        if number.is_none() {
            errors.push(ProjectError::new(&place, ProjectProblem::NoYear { found: year.clone() }));
        }
        let amount = money(amount, &place, errors);
        if let (Some(year), Some(amount)) = (number, amount) {
            costs.push(Cost { kind: Id::clone(kind), year, amount });
        }
    }
}

/// What is not there is not known; an empty list says that there was none.
fn read_earlier(json: Option<&Json>, errors: &mut Vec<ProjectError>) -> EarlierAid {
    let Some(json) = json.filter(|json| !json.is_null()) else { return EarlierAid::Unknown };
    let Some(items) = json.as_array() else {
        errors.push(ProjectError::new("de_minimis", ProjectProblem::NoList));
        return EarlierAid::Unknown;
    };
    let mut grants = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let field = |name: &str| item.get(name).cloned().unwrap_or_default();
        let place = |name: &str| format!("de_minimis/{index}/{name}");
        let unknown =
            item.as_object().into_iter().flat_map(Map::keys).filter(|it| !GRANT_FIELDS.contains(&it.as_str()));
        for name in unknown {
            let near = nearest(name, GRANT_FIELDS.into_iter()).map(str::to_owned);
            errors.push(ProjectError::new(&place(name), ProjectProblem::UnknownField { near }));
        }
        let granted_on = date(&field("datum"), &place("datum"), errors);
        let amount = money(&field("bedrag"), &place("bedrag"), errors);
        if let (Some(granted_on), Some(amount)) = (granted_on, amount) {
            grants.push(EarlierGrant { granted_on, amount });
        }
    }
    EarlierAid::Grants(grants)
}

fn date(json: &Json, place: &str, errors: &mut Vec<ProjectError>) -> Option<Date> {
    let date = json.as_str().and_then(|text| parse_date(text).ok());
    if date.is_none() {
        errors.push(ProjectError::new(place, ProjectProblem::NoDate { found: shown(json) }));
    }
    date
}

/// An amount of euros: a number, or a number as text, with at most two decimals.
fn money(json: &Json, place: &str, errors: &mut Vec<ProjectError>) -> Option<Cents> {
    let number = match json {
        Json::Number(number) => Number::parse(&number.to_string()),
        Json::String(text) => Number::parse(text),
        _ => None,
    };
    let amount = amount_in_range(number);
    if amount.is_none() {
        errors.push(ProjectError::new(place, ProjectProblem::NoAmount { found: shown(json) }));
    }
    amount
}

/// An amount that a project may have: nought up to [`COST_MAX`], in whole cents.
pub fn amount_in_range(euros: Option<Number>) -> Option<Cents> {
    euros.and_then(Cents::from_euros).filter(|amount| (Cents::ZERO..=COST_MAX).contains(amount))
}

/// A wrong value as a message repeats it.
fn shown(json: &Json) -> String {
    json.to_string().chars().take(SHOWN_CHARACTERS_MAX).collect()
}

/// Characters of a wrong value that a message repeats.
const SHOWN_CHARACTERS_MAX: usize = 40;

/// Years that a project can have.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// The fields of an earlier grant.
const GRANT_FIELDS: [&str; 2] = ["datum", "bedrag"];

/// The code list of kinds of costs.
pub const COST_KINDS: &str = "cost-kinds";
