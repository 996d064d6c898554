//! The fields of a financing plan that are no facts of the firm: costs per kind and year, the day of the start, and
//! earlier small aid. They are read here from a query, and shown again with what is wrong.

use schakel_criteria::{Code, Language, Number};
use schakel_guide::financing::{COST_KINDS, Cost, EarlierAid, EarlierGrant, Project, YEARS_MAX, amount_in_range};
use schakel_register::{Cents, Id, typed_number};
use schakel_time::{Date, parse_date};

use crate::pages::fields::{FIELD_CHARACTERS_MAX, FieldView, yes_no};
use crate::pages::frame::Visit;

/// What was filled in of a project.
pub struct GivenProject {
    /// The project, when all of it can be used.
    pub project: Option<Project>,
    /// Field name (empty: the project as a whole) and what is wrong.
    pub errors: Vec<(String, String)>,
    /// What was typed, by field name; amounts that can be read in a way that reads the same in both languages.
    pub typed: Vec<(String, String)>,
}

/// The costs of one year in the form.
pub struct YearView {
    /// The year.
    pub year: i16,
    /// A field per kind of costs.
    pub fields: Vec<FieldView>,
    /// Whether its fields are seen at once: it is the first, it was just added, or something is filled in.
    pub is_open: bool,
}

/// The number of years that the form shows.
pub const YEARS_FIELD: &str = "jaren";

const START_FIELD: &str = "start";
const AID_FIELD: &str = "steun";
const AID_DAY_FIELD: &str = "steun-dag";
const AID_AMOUNT_FIELD: &str = "steun-bedrag";
const COSTS_PREFIX: &str = "kosten-";

/// Rows for earlier aid in the form.
const AID_ROWS: usize = 3;

/// Years that the form shows at first.
const YEARS_AT_FIRST: usize = 2;

impl GivenProject {
    /// Reads the fields of a visit.
    pub fn read(visit: &Visit) -> Self {
        let mut reading = Reading { visit, errors: Vec::new(), typed: Vec::new() };
        let costs = reading.costs();
        let starts_on = reading.day(START_FIELD);
        let earlier_aid = reading.earlier_aid();
        let Reading { mut errors, typed, .. } = reading;
        let project = Project { starts_on, costs, earlier_aid };
        let checked =
            if errors.is_empty() { project.checked(visit.pack(), visit.moment().date()) } else { Err(Vec::new()) };
        let project = checked.map_err(|mistakes| {
            errors.extend(mistakes.iter().map(|it| (String::new(), it.message(visit.language))));
        });
        GivenProject { project: project.ok(), errors, typed }
    }

    /// Whether nothing was filled in.
    pub fn is_empty(&self) -> bool {
        self.typed.is_empty()
    }

    fn text(&self, name: &str) -> &str {
        self.typed.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value.as_str())
    }

    fn error(&self, name: &str) -> String {
        self.errors.iter().find(|(it, _)| it == name).map(|(_, error)| error.clone()).unwrap_or_default()
    }

    /// The years of the form: as many as were asked for, and at least those with costs.
    pub fn years(&self, visit: &Visit, more: bool) -> Vec<YearView> {
        let first = visit.moment().year();
        let asked = visit.field(YEARS_FIELD).and_then(|it| it.parse().ok()).unwrap_or(YEARS_AT_FIRST);
        let filled = self.typed.iter().filter_map(|(name, _)| cost_field(name)).map(|(_, year)| year - first + 1);
        let filled = filled.filter_map(|it| usize::try_from(it).ok()).max().unwrap_or(0);
        let count = (asked + usize::from(more)).max(filled).clamp(1, YEARS_MAX);
        let kinds = visit.pack().codes(COST_KINDS);
        let field = |code: &Code, year: i16| {
            let name = format!("{COSTS_PREFIX}{}-{year}", code.id);
            self.field(name, code.name.get(visit.language).to_owned(), String::new(), "number", visit)
        };
        let year = |index: usize, year: i16| {
            let fields: Vec<FieldView> = kinds.iter().map(|code| field(code, year)).collect();
            let is_filled = fields.iter().any(|field| !field.value.is_empty());
            YearView { year, is_open: index == 0 || is_filled || more && index + 1 == count, fields }
        };
        (first..).take(count).enumerate().map(|(index, it)| year(index, it)).collect()
    }

    /// The field of the day of the start.
    pub fn start(&self, visit: &Visit) -> FieldView {
        let texts = visit.texts();
        self.field(START_FIELD.to_owned(), texts.get("plan-start"), texts.get("plan-start-help"), "date", visit)
    }

    /// Whether there was earlier small aid.
    pub fn aid(&self, visit: &Visit) -> FieldView {
        let texts = visit.texts();
        let help = texts.get("plan-aid-help");
        let field = self.field(AID_FIELD.to_owned(), texts.get("plan-aid"), help, "yes-no", visit);
        FieldView { options: yes_no(self.text(AID_FIELD), visit), ..field }
    }

    /// The rows for earlier small aid: a day and an amount.
    pub fn aid_rows(&self, visit: &Visit) -> Vec<[FieldView; 2]> {
        let texts = visit.texts();
        let row = |number: usize| {
            let label = |key: &str| texts.with(key, "number", &number.to_string());
            let day = format!("{AID_DAY_FIELD}-{number}");
            let amount = format!("{AID_AMOUNT_FIELD}-{number}");
            [
                self.field(day, label("plan-aid-day"), String::new(), "date", visit),
                self.field(amount, label("plan-aid-amount"), String::new(), "number", visit),
            ]
        };
        (1..=AID_ROWS).map(row).collect()
    }

    fn field(&self, name: String, label: String, help: String, kind: &'static str, visit: &Visit) -> FieldView {
        let (value, error) = (self.text(&name).to_owned(), self.error(&name));
        let shown = match typed_number(&value, visit.language) {
            Some(number) if kind == "number" => written(number, visit.language),
            _ => value,
        };
        FieldView {
            id: format!("p-{name}"),
            name,
            label,
            help,
            kind,
            value: shown,
            unit: if kind == "number" { visit.texts().get("unit-euro") } else { String::new() },
            options: Vec::new(),
            folded: false,
            error,
        }
    }
}

/// A number as the visitor writes it.
fn written(number: Number, language: Language) -> String {
    let decimal = if language == Language::Dutch { ',' } else { '.' };
    number.written(decimal, "")
}

/// The kind and the year of a field with costs.
fn cost_field(name: &str) -> Option<(&str, i16)> {
    let (kind, year) = name.strip_prefix(COSTS_PREFIX)?.rsplit_once('-')?;
    Some((kind, year.parse().ok()?))
}

struct Reading<'a> {
    visit: &'a Visit,
    errors: Vec<(String, String)>,
    typed: Vec<(String, String)>,
}

impl Reading<'_> {
    fn costs(&mut self) -> Vec<Cost> {
        let visit = self.visit;
        let known = |kind: &str| visit.pack().codes(COST_KINDS).iter().find(|code| *code.id == *kind);
        let mut costs: Vec<Cost> = Vec::new();
        for (name, _) in &visit.query {
            let Some((code, year)) = cost_field(name).and_then(|(kind, year)| Some((known(kind)?, year))) else {
                continue;
            };
            let is_new = !costs.iter().any(|cost| cost.kind == code.id && cost.year == year);
            if let Some(amount) = self.amount(name).filter(|_| is_new) {
                costs.push(Cost { kind: Id::clone(&code.id), year, amount });
            }
        }
        costs
    }

    fn earlier_aid(&mut self) -> EarlierAid {
        let mut grants = Vec::new();
        for number in 1..=AID_ROWS {
            let (day_field, amount_field) =
                (format!("{AID_DAY_FIELD}-{number}"), format!("{AID_AMOUNT_FIELD}-{number}"));
            let (granted_on, amount) = (self.day(&day_field), self.amount(&amount_field));
            let empty = |field: &str| self.visit.field(field).is_none();
            match (granted_on, amount) {
                (Some(granted_on), Some(amount)) => grants.push(EarlierGrant { granted_on, amount }),
                (Some(_), None) if empty(&amount_field) => self.error(&amount_field, "plan-aid-needs-amount"),
                (None, Some(_)) if empty(&day_field) => self.error(&day_field, "plan-aid-needs-day"),
                _ => {}
            }
        }
        let answer = self.visit.field(AID_FIELD).unwrap_or("").to_owned();
        if !answer.is_empty() {
            self.typed.push((AID_FIELD.to_owned(), answer.chars().take(FIELD_CHARACTERS_MAX).collect()));
        }
        match (grants.is_empty(), answer.as_str()) {
            (false, _) => EarlierAid::Grants(grants),
            (true, "nee" | "no") => EarlierAid::Grants(Vec::new()),
            (true, _) => EarlierAid::Unknown,
        }
    }

    fn day(&mut self, name: &str) -> Option<Date> {
        let text = self.visit.field(name)?.to_owned();
        self.keep(name, &text);
        let day = parse_date(&text).ok();
        if day.is_none() {
            self.error(name, "plan-no-day");
        }
        day
    }

    fn amount(&mut self, name: &str) -> Option<Cents> {
        let text = self.visit.field(name).filter(|it| !it.trim().is_empty())?.to_owned();
        let number = typed_number(&text, self.visit.language);
        let amount = amount_in_range(number);
        match amount {
            // Without thousands marks and with two decimals or none it reads the same in both languages.
            Some(amount) => self.keep(name, &plain(amount)),
            None => {
                self.keep(name, &text);
                self.error(name, "plan-no-amount");
            }
        }
        amount
    }

    fn keep(&mut self, name: &str, text: &str) {
        self.typed.push((name.to_owned(), text.chars().take(FIELD_CHARACTERS_MAX).collect()));
    }

    fn error(&mut self, name: &str, key: &str) {
        self.errors.push((name.to_owned(), self.visit.texts().get(key)));
    }
}

fn plain(amount: Cents) -> String {
    let (euros, cents) = (amount.count() / 100, amount.count() % 100);
    if cents == 0 { euros.to_string() } else { format!("{euros}.{cents:02}") }
}
