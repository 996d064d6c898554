//! Reading a list of firms that somebody pasted or saved from a spreadsheet. All mistakes come at once, with their lines.

use schakel_register::Pack;
use schakel_store::tables::campaigns::ListedFirm;

/// What is wrong with a list, and on which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListMistake {
    /// The list is empty, or has a first line only.
    Empty,
    /// The first line does not name this column.
    NoColumn(&'static str),
    /// No number of the Handelsregister.
    Kvk(usize),
    /// The same number stood on an earlier line.
    Twice(usize, usize),
    /// No name.
    Name(usize),
    /// The pack has no municipality of this name.
    Municipality(usize, String),
    /// No SBI code.
    Branch(usize, String),
    /// No whole number of employees.
    Employees(usize, String),
    /// More firms than fit in one list.
    TooLong,
}

/// Firms in one list.
const FIRMS_MAX: usize = 5_000;

/// The columns, as the first line names them.
const COLUMNS: [&str; 5] = ["kvk", "naam", "gemeente", "sbi", "werknemers"];

/// The firms of a list, or everything that is wrong with it.
pub fn read_list(text: &str, pack: &Pack) -> Result<Vec<ListedFirm>, Vec<ListMistake>> {
    let mut lines = (1usize..).zip(text.trim_start_matches('\u{feff}').lines()).filter(|(_, it)| !it.trim().is_empty());
    let Some((_, head)) = lines.next() else { return Err(vec![ListMistake::Empty]) };
    let separator = [';', '\t', ','].into_iter().find(|it| head.contains(*it)).unwrap_or(';');
    let names: Vec<String> = cells(head, separator).iter().map(|it| it.to_lowercase()).collect();
    let mut mistakes: Vec<ListMistake> =
        COLUMNS.into_iter().filter(|column| !names.iter().any(|it| it == column)).map(ListMistake::NoColumn).collect();
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let mut firms: Vec<ListedFirm> = Vec::new();
    let mut seen = std::collections::HashMap::new();
    for (line, text) in lines {
        let row = cells(text, separator);
        let cell = |column: &str| {
            let place = names.iter().position(|it| it == column);
            place.and_then(|it| row.get(it)).map_or("", |it| it.trim()).to_owned()
        };
        let firm = firm(line, &cell, pack, &mut mistakes);
        if let Some(earlier) = firm.kvk_number.as_ref().and_then(|it| seen.insert(it.clone(), line)) {
            mistakes.push(ListMistake::Twice(line, earlier));
        }
        firms.push(firm);
    }
    if firms.is_empty() {
        mistakes.push(ListMistake::Empty);
    }
    if firms.len() > FIRMS_MAX {
        mistakes.push(ListMistake::TooLong);
    }
    if mistakes.is_empty() { Ok(firms) } else { Err(mistakes) }
}

fn firm(line: usize, cell: &dyn Fn(&str) -> String, pack: &Pack, mistakes: &mut Vec<ListMistake>) -> ListedFirm {
    let kvk = cell("kvk").replace([' ', '.'], "");
    let is_kvk = kvk.len() == 8 && kvk.bytes().all(|it| it.is_ascii_digit());
    if !is_kvk {
        mistakes.push(ListMistake::Kvk(line));
    }
    let name = cell("naam");
    if name.is_empty() {
        mistakes.push(ListMistake::Name(line));
    }
    let place = cell("gemeente");
    let municipality = pack.municipalities.values().find(|it| it.name.eq_ignore_ascii_case(&place) || *it.id == *place);
    if municipality.is_none() && !place.is_empty() {
        mistakes.push(ListMistake::Municipality(line, place.clone()));
    }
    let branch = cell("sbi").replace('.', "");
    let is_branch = (2..=6).contains(&branch.len()) && branch.bytes().all(|it| it.is_ascii_digit());
    if !branch.is_empty() && !is_branch {
        mistakes.push(ListMistake::Branch(line, branch.clone()));
    }
    let employees = cell("werknemers");
    let count = employees.parse::<u32>().ok();
    if count.is_none() && !employees.is_empty() {
        mistakes.push(ListMistake::Employees(line, employees));
    }
    ListedFirm {
        kvk_number: is_kvk.then_some(kvk),
        name: Some(name).filter(|it| !it.is_empty()),
        municipality: municipality.map(|it| it.id.to_string()),
        branch: is_branch.then_some(branch),
        employees: count,
    }
}

/// The cells of a line; a cell between quotes may hold the separator.
fn cells(line: &str, separator: char) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut quoted = false;
    for sign in line.chars() {
        match sign {
            '"' => quoted = !quoted,
            it if it == separator && !quoted => found.push(String::new()),
            it => found.last_mut().into_iter().for_each(|cell| cell.push(it)),
        }
    }
    found.iter().map(|it| it.trim().to_owned()).collect()
}
