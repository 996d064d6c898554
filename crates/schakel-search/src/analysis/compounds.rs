//! Splitting Dutch compounds by dynamic programming over the word list: the cheapest way to read a word as parts, with
//! a linking s, e, n or en between them. The words come from `word_list`; stemming the parts lives in `stems`.

use crate::word_list::WordList;

/// The shortest part, in letters: shorter ones (`ei`, `as`, `re`) are found everywhere and mean nothing.
const PART_LETTERS_MIN: usize = 3;

/// Words of the list that inside another word are a prefix or an ending, not a part.
const NO_PARTS: [&str; 9] = ["ver", "ont", "her", "schap", "schappen", "heid", "baar", "loos", "werking"];

/// The longest word that is split, in letters.
const WORD_LETTERS_MAX: usize = 40;

/// What stands between two parts.
const LINKS: [&str; 3] = ["s", "en", "e"];

/// What a part costs; the cheapest split wins, so few and common parts.
const PART_COST: u32 = 10;
/// More for a word that the list does not mark as part of compounds.
const UNMARKED_COST: u32 = 9;
/// More for a part of three letters, and of four.
const THREE_LETTERS_COST: u32 = 9;
const FOUR_LETTERS_COST: u32 = 3;
/// More for a link.
const LINK_COST: u32 = 2;
/// The most that a split may cost; dearer ones are accidents.
const COST_MAX: u32 = 45;

/// A way to read the letters up to some place.
#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    /// Where its last part begins and ends.
    start: usize,
    end: usize,
}

/// The parts of a compound, two or more; nothing for a word that is none. The word is folded.
pub(super) fn split(word: &str, words: &WordList) -> Vec<String> {
    if word.len() > WORD_LETTERS_MAX || !word.bytes().all(|it| it.is_ascii_lowercase()) {
        return Vec::new();
    }
    // The best way to read the first n letters, for every n.
    let mut steps: Vec<Option<Step>> = vec![None; word.len() + 1];
    for end in PART_LETTERS_MIN..=word.len() {
        for start in (0..=end - PART_LETTERS_MIN).rev() {
            let is_whole = start == 0 && end == word.len();
            let Some(part) = word.get(start..end).filter(|_| !is_whole) else { continue };
            let Some(before) = cost_before(&steps, start) else { continue };
            let Some(cost) = part_cost(part, words) else { continue };
            offer(&mut steps, end, Step { cost: before + cost, start, end });
            for link in LINKS {
                let after = end + link.len();
                if after < word.len() && word.get(end..).is_some_and(|rest| rest.starts_with(link)) {
                    offer(&mut steps, after, Step { cost: before + cost + LINK_COST, start, end });
                }
            }
        }
    }
    read_back(word, &steps)
}

fn cost_before(steps: &[Option<Step>], start: usize) -> Option<u32> {
    if start == 0 {
        return Some(0);
    }
    steps.get(start).copied().flatten().map(|step| step.cost)
}

fn offer(steps: &mut [Option<Step>], at: usize, step: Step) {
    if let Some(best) = steps.get_mut(at)
        && best.is_none_or(|it| step.cost < it.cost)
    {
        *best = Some(step);
    }
}

fn part_cost(part: &str, words: &WordList) -> Option<u32> {
    let marked = if words.is_part(part) && !NO_PARTS.contains(&part) {
        0
    } else if words.contains(part) && !NO_PARTS.contains(&part) {
        UNMARKED_COST
    } else {
        return None;
    };
    let short = match part.len() {
        3 => THREE_LETTERS_COST,
        4 => FOUR_LETTERS_COST,
        _ => 0,
    };
    Some(PART_COST + marked + short)
}

fn read_back(word: &str, steps: &[Option<Step>]) -> Vec<String> {
    let mut parts = Vec::new();
    let mut at = word.len();
    let total = steps.get(at).copied().flatten().map_or(u32::MAX, |step| step.cost);
    if total > COST_MAX {
        return parts;
    }
    while at > 0 {
        let Some(step) = steps.get(at).copied().flatten() else { return Vec::new() };
        parts.extend(word.get(step.start..step.end).map(str::to_owned));
        at = step.start;
    }
    parts.reverse();
    parts
}
