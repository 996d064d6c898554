//! Makes texts that look like rules and like records of a pack, from the grammar
//! in `docs/pack-format.md`: well-formed in shape, nonsense in meaning.

use super::random::Random;

/// Deepest nesting of a generated rule; mutation makes deeper ones.
const DEPTH_MAX: usize = 6;

const FACTS: &[&str] = &[
    "employees",
    "turnover",
    "balance_total",
    "province",
    "sbi",
    "plan",
    "founded_on",
    "legal_form",
    "sme",
    "as_of",
    "x",
    "de_minimis_ceiling",
];

const LITERALS: &[&str] = &[
    "0",
    "250",
    "50_000_000",
    "0.35",
    "100.00",
    "true",
    "false",
    "\"PV23\"",
    "\"28\"",
    "\"\"",
    "\"é€\\n\"",
    "'enkel'",
    "date(\"2017-04-11\")",
    "date(\"2016-02-29\")",
    "[]",
    "[\"PV23\", \"PV25\"]",
    "[1, 2, 3]",
];

const OPERATORS: &[&str] = &["&&", "||", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "in", "%"];

const KEYS: &[&str] = &[
    "name",
    "kind",
    "source",
    "checked_on",
    "areas",
    "valid",
    "rate",
    "max",
    "rule",
    "judgement",
    "summary",
    "inventory",
    "id",
    "text",
    "from",
    "until",
    "value",
    "qualifier",
    "nieuw.veld",
];

const VALUES: &[&str] = &[
    "\"MIT\"",
    "25000",
    "3750.505",
    "-1",
    "\"35%\"",
    "\"335%\"",
    "true",
    "[]",
    "[\"PV23\"]",
    "[1, \"a\"]",
    "2018-03-01",
    "\"2017-01-01..2019-01-01\"",
    "\"2019-01-01..2017-01-01\"",
    "\"2017-04-11T09:00\"",
    "{ value = 100, qualifier = \"about\" }",
    "{ qualifier = \"unknown\", source = \"x §1 L2\" }",
    "{}",
    "\"\"\"\nregels\n\"\"\"",
    "nan",
    "inf",
];

const TABLES: &[&str] = &[
    "[[version]]",
    "[[version.criterion]]",
    "[[version.window]]",
    "[[version.budget]]",
    "[[figure]]",
    "[version]",
    "[[]]",
];

/// A rule.
pub fn rule(random: &mut Random) -> String {
    expression(random, 0)
}

/// A record: front matter between its two marks, and a text.
pub fn record(random: &mut Random) -> String {
    let mut text = String::from("+++\n");
    for _ in 0..random.below(24) {
        let line = match random.below(8) {
            0 => random.word(TABLES).to_owned(),
            1 => format!("rule = '''{}'''", rule(random)),
            2 => format!("rule = \"{}\"", rule(random).escape_default()),
            _ => format!("{} = {}", random.word(KEYS), random.word(VALUES)),
        };
        text.push_str(&line);
        text.push_str(random.word(&["\n", "\n", "\n", "\n\n", " # opmerking\n", "\r\n"]));
    }
    text.push_str(random.word(&["+++\n", "+++", "++\n", "", "+++\n+++\n"]));
    text.push_str(random.word(&["", "Gewone tekst.\n", "# Kop\n\n* punt\n", "<b>\n"]));
    text
}

fn expression(random: &mut Random, depth: usize) -> String {
    if depth >= DEPTH_MAX || random.one_in(4) {
        return operand(random);
    }
    let mut part = || expression(random, depth + 1);
    let (first, second, third) = (part(), part(), part());
    match random.below(9) {
        0 => format!("!{first}"),
        1 => format!("-{first}"),
        2 => format!("({first})"),
        3 => format!("years({first}, {second})"),
        4 => format!("between({first}, {second}, {third})"),
        5 => format!("under({first}, {second})"),
        6 => format!("{}.startsWith({first})", random.word(FACTS)),
        _ => format!("{first} {} {second}", random.word(OPERATORS)),
    }
}

fn operand(random: &mut Random) -> String {
    let words = if random.one_in(2) { FACTS } else { LITERALS };
    random.word(words).to_owned()
}
