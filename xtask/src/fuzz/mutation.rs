//! Changes a text at random, in the ways in which texts go wrong: something cut
//! out, written twice, put elsewhere, or replaced by a character that few expect.

use super::random::Random;

/// Pieces that readers of rules and records trip over.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "\\",
    "\"\"\"",
    "'''",
    "&&",
    "||",
    "!",
    "==",
    "<=",
    "=",
    ".",
    "..",
    ",",
    "-",
    "_",
    "+++",
    "+++\n",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "é",
    "€",
    "𝄞",
    "0",
    "00",
    "1_000",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "1e308",
    "0.0000000000000000001",
    "1/0",
    "% 0",
    "true",
    "null",
    "date(\"",
    "date(\"0000-00-00\")",
    "date(\"-9999-01-01\")",
    "years(",
    "between(",
    "under(",
    "startsWith(",
    "in",
    "in [",
    "[[version]]",
    "[[version.criterion]]",
    "2018-02-30",
    "9999-12-31..0001-01-01",
    "2017-01-01..",
    "#",
    "\\u{110000}",
    "\\uD800",
    "\"%\"",
];

/// Longest run of one piece, enough to reach the limits that readers set on
/// nesting.
const REPEATS_MAX: usize = 1500;

/// A text with one to six changes.
pub fn mutate(text: &str, others: &[String], random: &mut Random) -> String {
    let mut changed = text.to_owned();
    for _ in 0..=random.below(6) {
        changed = change_once(&changed, others, random);
    }
    changed
}

fn change_once(text: &str, others: &[String], random: &mut Random) -> String {
    let (before, middle, after) = cut(text, random);
    match random.below(8) {
        0 => format!("{before}{after}"),
        1 => format!("{before}{middle}{middle}{after}"),
        2 => format!("{after}{middle}{before}"),
        3 => format!("{before}{}{after}", random.word(PIECES)),
        4 => format!("{before}{middle}{}{after}", random.word(PIECES)),
        5 => {
            let other = random.choose(others).map_or("", String::as_str);
            let (_, piece, _) = cut(other, random);
            format!("{before}{piece}{after}")
        }
        6 if random.one_in(8) => {
            let repeated = random.word(PIECES).repeat(random.below(REPEATS_MAX));
            format!("{before}{repeated}{after}")
        }
        _ => {
            let character = char::from_u32(u32::try_from(random.below(0x11_0000)).unwrap_or(0));
            format!("{before}{}{after}", character.unwrap_or('\u{fffd}'))
        }
    }
}

/// Three parts of a text at random places, each at a character boundary. The
/// middle is usually short, so that most of the text stays what it was.
fn cut<'a>(text: &'a str, random: &mut Random) -> (&'a str, &'a str, &'a str) {
    let start = text.floor_char_boundary(random.below(text.len() + 1));
    let longest = if random.one_in(4) { text.len() } else { 12 };
    let end = (start + random.below(longest + 1)).min(text.len());
    let end = text.ceil_char_boundary(end);
    let (before, rest) = text.split_at_checked(start).unwrap_or((text, ""));
    let (middle, after) = rest.split_at_checked(end.saturating_sub(start)).unwrap_or((rest, ""));
    (before, middle, after)
}
