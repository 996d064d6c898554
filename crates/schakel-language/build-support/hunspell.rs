//! Reads a dictionary in the format of Hunspell and writes out its words: the entries and what the suffixes of the
//! affix file make of them. Only what a word list needs: no prefixes, no compound rules, one suffix deep.

use std::collections::{BTreeSet, HashMap};

/// The flags of a word list that matter here, as the Dutch affix file defines them.
const FORBIDDEN: &str = "Fw";

/// Flags of a word that may be a part of a compound; `Cx` marks what is no word by itself.
const COMPOUND_FLAGS: [&str; 8] = ["Ca", "Cb", "Cc", "Cd", "Ce", "Ch", "CA", "CB"];
const ONLY_IN_COMPOUND: &str = "Cx";

/// Words of this many bytes are kept; longer ones are compounds that the parts explain.
const WORD_BYTES_MAX: usize = 32;

/// The words of a dictionary.
#[derive(Debug, Default)]
pub struct Words {
    /// Every word in lower case.
    pub all: BTreeSet<String>,
    /// Those that compounds are made of.
    pub parts: BTreeSet<String>,
}

struct Suffix {
    strip: String,
    add: String,
    condition: Vec<(bool, String)>,
}

/// The words that a dictionary and its affix file stand for.
pub fn words(affixes: &str, dictionary: &str) -> Words {
    let suffixes = suffixes(affixes);
    let mut words = Words::default();
    for line in dictionary.lines().skip(1) {
        let (word, flags) = line.split_once('/').unwrap_or((line, ""));
        let flags: Vec<&str> = (0..flags.len()).step_by(2).filter_map(|at| flags.get(at..at + 2)).collect();
        if flags.contains(&FORBIDDEN) {
            continue;
        }
        let is_part = flags.iter().any(|flag| COMPOUND_FLAGS.contains(flag));
        let word = word.replace('ĳ', "ij");
        if !flags.contains(&ONLY_IN_COMPOUND) {
            add(&word, is_part, &mut words);
        }
        for suffix in flags.iter().filter_map(|flag| suffixes.get(flag)).flatten() {
            if let Some(longer) = suffix.applied_to(&word) {
                add(&longer, is_part, &mut words);
            }
        }
    }
    words
}

/// Keeps a word of letters in lower case; names, numbers and words with a hyphen are no help in splitting.
fn add(word: &str, is_part: bool, words: &mut Words) {
    let is_plain = word.chars().all(|it| it.is_alphabetic() && it.is_lowercase());
    if !is_plain || word.is_empty() || word.len() > WORD_BYTES_MAX {
        return;
    }
    if is_part {
        words.parts.insert(word.to_owned());
    }
    words.all.insert(word.to_owned());
}

fn suffixes(affixes: &str) -> HashMap<&str, Vec<Suffix>> {
    let mut suffixes: HashMap<&str, Vec<Suffix>> = HashMap::new();
    for line in affixes.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        // `SFX Ze 0 ben/CaCbCp b`; the head of a class has four fields of which the third is Y or N.
        let &["SFX", flag, strip, add, condition, ..] = fields.as_slice() else { continue };
        let (add, flags) = add.split_once('/').unwrap_or((add, ""));
        if add.ends_with('-') || flags.contains(ONLY_IN_COMPOUND) {
            continue;
        }
        let nothing = |text: &str| if text == "0" { String::new() } else { text.replace('ĳ', "ij") };
        let suffix = Suffix { strip: nothing(strip), add: nothing(add), condition: read_condition(condition) };
        suffixes.entry(flag).or_default().push(suffix);
    }
    suffixes
}

/// `[^eo]b` as steps: whether the letters are excluded, and which; `.` is any letter.
fn read_condition(text: &str) -> Vec<(bool, String)> {
    let mut steps = Vec::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '.' => steps.push((true, String::new())),
            '[' => {
                let class: String = letters.by_ref().take_while(|it| *it != ']').collect();
                match class.strip_prefix('^') {
                    Some(excluded) => steps.push((true, excluded.to_owned())),
                    None => steps.push((false, class)),
                }
            }
            letter => steps.push((false, letter.to_string())),
        }
    }
    steps
}

impl Suffix {
    fn applied_to(&self, word: &str) -> Option<String> {
        let mut last = word.chars().rev();
        for (is_excluded, class) in self.condition.iter().rev() {
            if class.contains(last.next()?) == *is_excluded {
                return None;
            }
        }
        Some(format!("{}{}", word.strip_suffix(self.strip.as_str())?, self.add))
    }
}
