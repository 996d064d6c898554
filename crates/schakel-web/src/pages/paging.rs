//! Long lists in parts: which part is shown, and the way to the others. What is in a list is not known here.

use std::ops::Range;

use crate::pages::frame::Visit;
use crate::pages::parts::LinkView;

/// The query field with the part that is asked for, counted from one.
const PART_FIELD: &str = "bladzijde";

/// A list that is longer than a page.
pub struct Paging {
    /// The part that is shown, as positions in the list.
    pub shown: Range<usize>,
    /// All parts, by number; the one that is shown has no address.
    pub parts: Vec<LinkView>,
}

impl Paging {
    /// The part of a list that a visit asks for. A part that does not exist gives the last one.
    pub fn new(visit: &Visit, total: usize, per_part: usize) -> Self {
        let count = total.div_ceil(per_part).max(1);
        let wanted = visit.field(PART_FIELD).and_then(|text| text.parse::<usize>().ok()).unwrap_or(1);
        let current = wanted.clamp(1, count);
        let parts = (1..=count).map(|part| LinkView {
            name: part.to_string(),
            link: if part == current { String::new() } else { part_link(part, visit) },
        });
        let start = (current - 1) * per_part;
        Paging { shown: start..(start + per_part).min(total), parts: parts.collect() }
    }

    /// Whether there is more than one part.
    pub fn is_needed(&self) -> bool {
        self.parts.len() > 1
    }

    /// Number of the first that is shown, counted from one.
    pub fn first(&self) -> usize {
        self.shown.start + 1
    }
}

/// The address of a part: the same page with the same query. The first part is the page itself.
fn part_link(part: usize, visit: &Visit) -> String {
    let number = part.to_string();
    let same = |name: &str| name != PART_FIELD && name != crate::pages::frame::DAY_FIELD;
    let kept = visit.query.iter().filter(|(name, value)| same(name) && !value.is_empty());
    let mut pairs: Vec<(&str, &str)> = kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    if part > 1 {
        pairs.push((PART_FIELD, &number));
    }
    visit.link_with(&visit.path, &pairs)
}
