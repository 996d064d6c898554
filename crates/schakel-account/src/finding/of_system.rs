//! Findings about tables, landsdelen, functions and support.

use std::sync::Arc;

use schakel_register::{Id, Meeting, Support, Table};
use schakel_time::{Date, dutch_date, english_date};

use crate::agreement::{
    FunctionCell, MirrorDifference, PlanStanding, ReportStanding, function_matrix, meeting_gaps, mirror_differences,
    plan_on,
};
use crate::finding::{GOVERNANCE_FILE, Look, SubjectKind, SystemFinding, names, organisation_name};

impl<'a> Look<'a, '_> {
    pub(super) fn too_seldom(&self) -> Vec<SystemFinding<'a>> {
        let mut found = Vec::new();
        for table in &self.pack.governance.tables {
            for gap in meeting_gaps(table, &self.days_of(table), self.day) {
                let (dutch, english) = match gap.until {
                    Some(until) => (
                        format!("tussen {} en {}", dutch_date(gap.from), dutch_date(until)),
                        format!("between {} and {}", english_date(gap.from), english_date(until)),
                    ),
                    None => (format!("na {}", dutch_date(gap.from)), format!("after {}", english_date(gap.from))),
                };
                found.push(self.of_table(
                    table,
                    format!("{}: geen overleg bekend {dutch}", table.name.nl),
                    format!("{}: no meeting known {english}", table.name.en),
                ));
            }
        }
        found
    }

    pub(super) fn not_mirrored(&self) -> Vec<SystemFinding<'a>> {
        let mut found = Vec::new();
        for table in &self.pack.governance.tables {
            for difference in mirror_differences(table, self.pack, self.day) {
                let (id, dutch, english) = match &difference {
                    MirrorDifference::Missing(id) => {
                        (id, "geen bron zegt dat deze partij er ook bij zit", "no source says that it is there too")
                    }
                    MirrorDifference::Extra(id) => (id, "deze partij zit er alleen hier bij", "it is only here"),
                };
                let who = organisation_name(id, self.pack);
                found.push(self.of_table(
                    table,
                    format!("{}, {}: {dutch}", table.name.nl, who.nl),
                    format!("{}, {}: {english}", table.name.en, who.en),
                ));
            }
        }
        found
    }

    pub(super) fn without_director(&self) -> Vec<SystemFinding<'a>> {
        self.of_plans(|it| {
            let count = it.directors.len();
            (count != 1).then(|| {
                let who = names(it.directors.iter().map(|director| &director.organisation), self.pack);
                match count {
                    0 => ("geen procesregisseur bekend".to_owned(), "no process director known".to_owned()),
                    more => (
                        format!("{more} procesregisseurs: {}", who.nl),
                        format!("{more} process directors: {}", who.en),
                    ),
                }
            })
        })
    }

    pub(super) fn report_missing(&self) -> Vec<SystemFinding<'a>> {
        self.of_plans(|it| {
            let ReportStanding::Overdue(since) = it.report else { return None };
            Some((
                format!("geen verslag bekend; te laat sinds {}", dutch_date(since)),
                format!("no report known; overdue since {}", english_date(since)),
            ))
        })
    }

    pub(super) fn not_filled_in(&self) -> Vec<SystemFinding<'a>> {
        self.of_plans(|it| {
            if it.plan.tasks.is_empty() {
                return it.is_late.then(|| ("geen opgaven bekend".to_owned(), "no tasks known".to_owned()));
            }
            let alone: Vec<&str> = it.tasks_alone.iter().map(|task| task.name.nl.as_str()).collect();
            let alone_en: Vec<&str> = it.tasks_alone.iter().map(|task| task.name.en.as_str()).collect();
            (!alone.is_empty()).then(|| {
                (
                    format!("niemand draagt bij aan: {}", alone.join(", ")),
                    format!("nobody contributes to: {}", alone_en.join(", ")),
                )
            })
        })
    }

    pub(super) fn without_adviser(&self) -> Vec<SystemFinding<'a>> {
        let alone = |it: &&Support| it.contact.is_none() && it.provider.is_none() && it.funders.is_empty();
        let finding = |it: &'a Support| {
            self.finding(
                SubjectKind::Support,
                &it.id,
                &it.file,
                format!("geen bron zegt wie helpt bij “{}”", it.name.nl),
                format!("no source says who helps with “{}”", it.name.en),
            )
        };
        self.pack.support.values().filter(alone).map(finding).collect()
    }

    pub(super) fn function_missing(&self) -> Vec<SystemFinding<'a>> {
        self.of_cells(|cell| {
            cell.is_gap().then(|| {
                let national = cell.national.len();
                (
                    format!("niemand uit het landsdeel zelf ({national} landelijk)"),
                    format!("nobody of the landsdeel itself ({national} national)"),
                )
            })
        })
    }

    pub(super) fn function_crowded(&self) -> Vec<SystemFinding<'a>> {
        let Some(most) = self.rule.most else { return Vec::new() };
        self.of_cells(|cell| {
            cell.is_crowded(most).then(|| {
                let count = cell.count();
                (format!("{count} organisaties; meer dan {most}"), format!("{count} organisations; more than {most}"))
            })
        })
    }

    /// The days on which a table met: those of the pack whose day is known, and those that were recorded.
    fn days_of(&self, table: &Table) -> Vec<Date> {
        let own = |it: &&Meeting| it.table == table.id && it.held;
        let printed = self.pack.governance.meetings.iter().filter(own).filter_map(crate::agreement::meeting_day);
        let recorded = self.held.iter().filter(|(id, _)| *id == table.id).map(|(_, day)| *day);
        printed.chain(recorded).collect()
    }

    fn of_table(&self, table: &Table, dutch: String, english: String) -> SystemFinding<'a> {
        let file = Arc::from(GOVERNANCE_FILE);
        let found = self.finding(SubjectKind::Table, &table.id, &file, dutch, english);
        SystemFinding { source: Some(table.source.clone()), ..found }
    }

    fn of_plans(&self, wrong: impl Fn(&PlanStanding<'_>) -> Option<(String, String)>) -> Vec<SystemFinding<'a>> {
        let finding = |plan: &'a schakel_register::LandsdeelPlan| {
            let (dutch, english) = wrong(&plan_on(plan, self.day))?;
            let name = self.area(&plan.landsdeel);
            let (dutch, english) = (format!("{}: {dutch}", name.0), format!("{}: {english}", name.1));
            let found = self.finding(SubjectKind::Landsdeel, &plan.landsdeel, &plan.file, dutch, english);
            Some(SystemFinding { source: Some(plan.source.clone()), ..found })
        };
        self.pack.landsdeel_plans.values().filter_map(finding).collect()
    }

    fn of_cells(&self, wrong: impl Fn(&FunctionCell<'_>) -> Option<(String, String)>) -> Vec<SystemFinding<'a>> {
        let file = Arc::from(GOVERNANCE_FILE);
        let mut found = Vec::new();
        for row in function_matrix(self.pack) {
            for cell in &row.cells {
                if let Some((dutch, english)) = wrong(cell) {
                    let name = self.area(&cell.landsdeel.id);
                    found.push(self.finding(
                        SubjectKind::Landsdeel,
                        &cell.landsdeel.id,
                        &file,
                        format!("{}, {}: {dutch}", name.0, row.function.name.nl),
                        format!("{}, {}: {english}", name.1, row.function.name.en),
                    ));
                }
            }
        }
        found
    }

    fn area(&self, id: &Id) -> (String, String) {
        use schakel_criteria::Language::{Dutch, English};
        (self.pack.area_name(id, Dutch), self.pack.area_name(id, English))
    }
}
