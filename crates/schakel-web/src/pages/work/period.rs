//! The quarter or year of figures, as an address has it: `2018-k1` or `2018`.

use schakel_time::{Date, Period};

use crate::pages::frame::Visit;
use crate::pages::parts::LinkView;

/// A quarter or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    year: i16,
    /// 1 to 4; none for the whole year.
    quarter: Option<i8>,
}

/// The query field with the period.
const FIELD: &str = "periode";

impl Term {
    /// The period that a visit asks for; the present quarter when it asks for none, or for one that is not there.
    pub fn asked(visit: &Visit) -> Self {
        let today = visit.app.today();
        let present = Term { year: today.year(), quarter: Some((today.month() - 1) / 3 + 1) };
        visit.field(FIELD).and_then(Term::parse).unwrap_or(present)
    }

    fn parse(text: &str) -> Option<Self> {
        let (year, quarter) = match text.split_once("-k") {
            Some((year, quarter)) => (year, Some(quarter.parse::<i8>().ok().filter(|it| (1..=4).contains(it))?)),
            None => (text, None),
        };
        let year = year.parse::<i16>().ok().filter(|it| (2000..=2100).contains(it))?;
        Some(Term { year, quarter })
    }

    /// Its days.
    pub fn period(self) -> Period {
        match self.quarter {
            Some(quarter) => period(day(self.year, quarter * 3 - 2), day_after_quarter(self.year, quarter)),
            None => self.year(),
        }
    }

    /// The days of the whole year.
    pub fn year(self) -> Period {
        period(day(self.year, 1), day(self.year.saturating_add(1), 1))
    }

    /// The quarters of the year.
    pub fn quarters(self) -> [Term; 4] {
        [1, 2, 3, 4].map(|quarter| Term { quarter: Some(quarter), ..self })
    }

    /// The months of the period.
    pub fn months(self) -> Vec<Period> {
        let months = match self.quarter {
            Some(quarter) => quarter * 3 - 2..=quarter * 3,
            None => 1..=12,
        };
        let month = |month: i8| match month {
            12 => period(day(self.year, 12), day(self.year.saturating_add(1), 1)),
            _ => period(day(self.year, month), day(self.year, month + 1)),
        };
        months.map(month).collect()
    }

    /// The first day of the year before.
    pub fn year_before(self) -> Date {
        day(self.year.saturating_sub(1), 1)
    }

    /// The day after its last one.
    pub fn end(self) -> Date {
        self.period().end().unwrap_or(Date::MAX)
    }

    /// As an address has it.
    pub fn code(self) -> String {
        self.quarter.map_or_else(|| self.year.to_string(), |quarter| format!("{}-k{quarter}", self.year))
    }

    /// In words.
    pub fn words(self, visit: &Visit) -> String {
        let year = self.year.to_string();
        match self.quarter {
            None => visit.texts().with("work-year", "year", &year),
            Some(quarter) => {
                let values = [("quarter", quarter.into()), ("year", year.into())];
                visit.texts().with_all("work-quarter", &values)
            }
        }
    }

    /// The periods around it: the year before and after, its own year, and its quarters. The current one has no address.
    pub fn around(self, path: &str, visit: &Visit) -> Vec<LinkView> {
        let other = |years: i16| Term { year: self.year.saturating_add(years), quarter: None };
        let terms = [other(-1), other(0)].into_iter().chain(self.quarters()).chain([other(1)]);
        let link = |term: Term| LinkView {
            name: term.words(visit),
            link: if term == self { String::new() } else { visit.link_with(path, &[(FIELD, &term.code())]) },
        };
        terms.map(link).collect()
    }

    /// The field and value of an address for this period.
    pub fn field(self) -> (&'static str, String) {
        (FIELD, self.code())
    }
}

fn day(year: i16, month: i8) -> Date {
    Date::new(year, month, 1).unwrap_or(Date::MAX)
}

fn day_after_quarter(year: i16, quarter: i8) -> Date {
    if quarter == 4 { day(year.saturating_add(1), 1) } else { day(year, quarter * 3 + 1) }
}

fn period(from: Date, until: Date) -> Period {
    Period::new(Some(from), Some(until)).unwrap_or_default()
}
