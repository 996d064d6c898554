//! Projects of others that show how something goes.

use schakel_register::{Id, Pack, Record, Support};

use crate::firm::Firm;

/// Examples with one step: enough to see how it goes.
const WITH_SUPPORT_MAX: usize = 2;

/// Examples to look at for somebody who is not sure, or is getting ready.
const TO_LOOK_AT_MAX: usize = 3;

/// The folder of records that are examples.
const PROJECTS: &str = "projects";

/// Projects that are about the same as a piece of support.
pub(super) fn of_support<'a>(support: &Support, firm: &Firm<'_>, pack: &'a Pack) -> Vec<&'a Record> {
    let score = |record: &Record| {
        let runs = [&support.provider, &support.contact].into_iter().flatten();
        let same_people = runs.filter(|it| record.lead.as_ref() == Some(it) || record.parties.contains(it)).count();
        let about = shared(&record.themes, &support.themes) + shared(&record.labels, &support.labels);
        let own = shared(&record.themes, firm.themes());
        let part = usize::from(support.family.is_some() && record.part_of == support.family);
        3 * part + 2 * about + own + same_people
    };
    best(pack, WITH_SUPPORT_MAX, score)
}

/// Projects near the firm or about its themes, for who wants to look around.
pub(super) fn to_look_at<'a>(firm: &Firm<'_>, pack: &'a Pack) -> Vec<&'a Record> {
    let around = firm.areas_around(pack);
    let score = |record: &Record| {
        let near = around.iter().any(|area| record.areas.iter().any(|(of, _)| of == area));
        1 + 2 * shared(&record.themes, firm.themes()) + usize::from(near)
    };
    best(pack, TO_LOOK_AT_MAX, score)
}

/// The projects with the highest scores, those without a score left out.
fn best(pack: &Pack, most: usize, score: impl Fn(&Record) -> usize) -> Vec<&Record> {
    let projects = pack.records.values().filter(|record| record.folder == PROJECTS);
    let mut scored: Vec<(usize, &Record)> = projects.map(|record| (score(record), record)).collect();
    scored.retain(|(score, _)| *score > 0);
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().take(most).map(|(_, record)| record).collect()
}

fn shared(left: &[Id], right: &[Id]) -> usize {
    left.iter().filter(|it| right.contains(it)).count()
}
