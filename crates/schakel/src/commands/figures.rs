//! `schakel figures`: counting from a file of firms without telling who they are. How is decided in `schakel-account`.

use std::path::Path;

use schakel_account::{CellTable, CountedFirm, Shown, Starter, SurvivalRow, count_cells, survival};
use schakel_criteria::{Language, Number};
use schakel_register::number_with_unit;
use schakel_time::{Date, parse_date};

use crate::arguments::{Figures as Arguments, FiguresAction, FiguresGroups, FiguresSurvival};
use crate::commands::{CommandError, Outcome, day_or_today};
use crate::printer::Printer;

/// Counts, and prints CSV.
pub fn run(arguments: &Arguments, printer: &mut Printer) -> Result<Outcome, CommandError> {
    match &arguments.action {
        FiguresAction::Groups(groups) => run_groups(groups, printer),
        FiguresAction::Survival(starters) => run_survival(starters, printer),
    }
}

fn run_groups(arguments: &FiguresGroups, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let table = Table::read(&arguments.file)?;
    let (firm, jobs) = (table.column("firm")?, table.columns.iter().position(|it| it == "jobs"));
    let dimensions: Vec<usize> = (0..table.columns.len()).filter(|it| *it != firm && Some(*it) != jobs).collect();
    let mut firms = Vec::new();
    for (line, row) in table.rows.iter().enumerate() {
        let cell = |column: usize| row.get(column).map_or("", String::as_str).trim();
        let count = jobs.map(&cell).filter(|it| !it.is_empty());
        let jobs = count.map(|it| it.parse::<u64>().map_err(|_| table.wrong(line, it, "a whole number of jobs")));
        let groups = dimensions.iter().map(|column| cell(*column).to_owned()).collect();
        firms.push(CountedFirm { key: cell(firm).to_owned(), groups, jobs: jobs.transpose()? });
    }
    let names = dimensions.iter().filter_map(|column| table.columns.get(*column)).cloned();
    print_groups(&count_cells(&firms, arguments.minimum), names.collect(), printer);
    Ok(Outcome::Good)
}

fn print_groups(table: &CellTable, mut names: Vec<String>, printer: &mut Printer) {
    let width = names.len();
    names.extend(["firms".to_owned(), "jobs".to_owned()]);
    printer.line(&line(names.iter().map(String::as_str)));
    let shown = |shown: &Shown| match shown {
        Shown::Suppressed => ["suppressed".to_owned(), "suppressed".to_owned()],
        Shown::Count { firms, jobs } => {
            [firms.to_string(), jobs.map_or_else(|| "not known".to_owned(), |it| it.to_string())]
        }
    };
    for cell in &table.cells {
        let counts = shown(&cell.shown);
        printer.line(&line(cell.groups.iter().chain(&counts).map(String::as_str)));
    }
    let counts = shown(&table.total);
    let empty = vec![String::new(); width.saturating_sub(1)];
    let total = ["total".to_owned()].into_iter().chain(empty).take(width).collect::<Vec<_>>();
    printer.line(&line(total.iter().chain(&counts).map(String::as_str)));
}

fn run_survival(arguments: &FiguresSurvival, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let table = Table::read(&arguments.file)?;
    let (began, ended) = (table.column("began")?, table.column("ended")?);
    let mut starters = Vec::new();
    for (number, row) in table.rows.iter().enumerate() {
        let cell = |column: usize| row.get(column).map_or("", String::as_str).trim();
        let day = |text: &str| -> Result<Date, CommandError> {
            parse_date(text).map_err(|_| table.wrong(number, text, "a day such as 2017-06-01"))
        };
        let ended = Some(cell(ended)).filter(|it| !it.is_empty()).map(&day).transpose()?;
        starters.push(Starter { began: day(cell(began))?, ended });
    }
    printer.line("began,starters,after years,there,cannot be known yet,share");
    let as_of = day_or_today(arguments.as_of.as_deref())?;
    for row in survival(&starters, arguments.years, as_of) {
        printer.line(&survival_line(&row));
    }
    Ok(Outcome::Good)
}

/// A year that is not over for all starters has a mark and no share.
fn survival_line(row: &SurvivalRow) -> String {
    let share = row.rate.and_then(|it| it.times(Number::whole(1000))).map(Number::floor);
    let share = share.and_then(|it| it.divided_by(Number::whole(1000)));
    let share = share.map_or_else(|| "not known yet".to_owned(), |it| number_with_unit(it, "%", Language::English));
    let [began, after] = [row.began.to_string(), row.after_years.to_string()];
    let (alive, censored) = (row.alive.to_string(), row.censored.to_string());
    line([row.cohort.to_string().as_str(), &began, &after, &alive, &censored, &share].into_iter())
}

/// A file with a line of names.
struct Table {
    file: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn read(file: &Path) -> Result<Table, CommandError> {
        let shown = file.display().to_string();
        let text = std::fs::read_to_string(file)
            .map_err(|error| CommandError::wrong_use(format!("`{shown}` cannot be read: {error}")))?;
        let mut lines = text.lines().filter(|it| !it.trim().is_empty()).map(cells);
        let columns = lines.next().unwrap_or_default();
        Ok(Table { file: shown, columns, rows: lines.collect() })
    }

    fn column(&self, name: &str) -> Result<usize, CommandError> {
        self.columns.iter().position(|it| it == name).ok_or_else(|| {
            let message = format!("`{}` has no column `{name}`", self.file);
            CommandError::wrong_use(message).help("the first line of the file names its columns")
        })
    }

    fn wrong(&self, row: usize, text: &str, wanted: &str) -> CommandError {
        let line = row.saturating_add(2);
        CommandError::wrong_use(format!("`{}` line {line}: `{text}` is not {wanted}", self.file))
    }
}

/// The cells of a line; a cell may stand between quotes (RFC 4180).
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match (character, quoted, cells.last_mut()) {
            ('"', _, _) => quoted = !quoted,
            (',' | ';', false, _) => cells.push(String::new()),
            (other, _, Some(cell)) => cell.push(other),
            _ => {}
        }
    }
    cells
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cell = |text: &str| {
        if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    };
    cells.map(cell).collect::<Vec<_>>().join(",")
}
