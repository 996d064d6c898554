//! The tables that steer an agenda: their rhythm, who sits at them, and what is due before they meet.

use schakel_register::{Id, Meeting, Pack, Table};
use schakel_time::{Date, Period, add_months};

use crate::agreement::{AgreementFilter, AgreementOnDay, agreements_on};

/// A time without a meeting that is longer than was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeetingGap {
    /// The meeting before it, or the day on which the rhythm began.
    pub from: Date,
    /// The meeting after it; none: there has been no meeting since.
    pub until: Option<Date>,
}

/// A party that sits at one of two tables that must have the same parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MirrorDifference {
    /// It sits at the table that is mirrored, not at the other one.
    Missing(Id),
    /// It sits at the mirroring table only.
    Extra(Id),
}

/// The periods in each of which a table must meet at least once: a year of two months each gives six.
pub fn meeting_slots(table: &Table, from: Date, until: Date) -> Vec<Period> {
    let Some(months) = table.every_months.filter(|it| *it > 0) else { return Vec::new() };
    let holds = |day: Date| table.valid.as_ref().is_none_or(|it| it.contains(day));
    let mut slots = Vec::new();
    let mut start = from;
    while start < until {
        let end = add_months(start, months);
        if end <= start {
            break;
        }
        if holds(start) {
            slots.extend(Period::new(Some(start), Some(end)).ok());
        }
        start = end;
    }
    slots
}

/// The gaps between meetings that are longer than the rhythm allows, as far as a day knows. The rhythm counts from the
/// day on which it began; without a rhythm there are no gaps.
pub fn meeting_gaps(table: &Table, held: &[Date], as_at: Date) -> Vec<MeetingGap> {
    let Some(months) = table.every_months else { return Vec::new() };
    let Some(began) = table.valid.as_ref().and_then(Period::start) else { return Vec::new() };
    let ended = table.valid.as_ref().and_then(Period::end).map_or(as_at, |end| end.min(as_at));
    let mut days: Vec<Date> = held.iter().copied().filter(|day| *day >= began && *day <= ended).collect();
    days.sort_unstable();
    let mut gaps = Vec::new();
    let mut before = began;
    for day in days {
        if add_months(before, months) < day {
            gaps.push(MeetingGap { from: before, until: Some(day) });
        }
        before = day;
    }
    if add_months(before, months) < ended {
        gaps.push(MeetingGap { from: before, until: None });
    }
    gaps
}

/// The parties that must sit at a table on a day and are not among those present.
pub fn missing_seats<'a>(table: &'a Table, present: &[Id], day: Date) -> Vec<&'a Id> {
    seats_on(table, day).filter(|it| !present.contains(it)).collect()
}

/// How the parties of a table differ from those of the table that it must mirror, on a day.
pub fn mirror_differences(table: &Table, pack: &Pack, day: Date) -> Vec<MirrorDifference> {
    let mirrored = table.mirrors.as_ref();
    let Some(other) = pack.governance.tables.iter().find(|it| Some(&it.id) == mirrored) else { return Vec::new() };
    let (own, wanted): (Vec<&Id>, Vec<&Id>) = (seats_on(table, day).collect(), seats_on(other, day).collect());
    let missing = wanted.iter().filter(|it| !own.contains(it)).map(|it| MirrorDifference::Missing((*it).clone()));
    let extra = own.iter().filter(|it| !wanted.contains(it)).map(|it| MirrorDifference::Extra((*it).clone()));
    missing.chain(extra).collect()
}

/// The agreements whose last day lies before a meeting, as they stood on the day of it.
pub fn due_before_meeting<'a>(meeting: &Meeting, pack: &'a Pack) -> Vec<AgreementOnDay<'a>> {
    let Some(day) = meeting_day(meeting) else { return Vec::new() };
    let due_before = |it: &AgreementOnDay<'_>| {
        let last = it.agreement.due.as_ref().and_then(|due| due.term.last_day());
        last.is_some_and(|last| last < day)
    };
    let known = agreements_on(pack, day, &AgreementFilter::default());
    known.into_iter().filter(due_before).collect()
}

/// The day to look at for a meeting: the last on which it can have been, so that nothing counts as late too early.
pub(crate) fn meeting_day(meeting: &Meeting) -> Option<Date> {
    meeting.when.term.last_day()
}

fn seats_on(table: &Table, day: Date) -> impl Iterator<Item = &Id> {
    table.seats.iter().filter(move |it| it.from.is_none_or(|from| from <= day)).map(|it| &it.organisation)
}
