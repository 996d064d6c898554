//! Agreements on a day: how they stand, whose they are, and which are late. Tables, plans, reports and notices of
//! change each have a module of their own.

mod admission;
mod matrix;
mod notice;
mod plan;
mod report;
mod table;
mod words;

use schakel_register::{Agreement, AgreementState, DueTerm, Governance, Id, Pack, Progress, Topic};
use schakel_time::Date;

pub use admission::{Admission, AdmissionCondition, ConditionMet, Proposal, admit, admit_topic};
pub use matrix::{FunctionCell, FunctionRow, function_matrix};
pub use notice::{Change, ChangeNotice, notices_between_days, notices_between_packs};
pub use plan::{PlanStanding, ReportStanding, directors_on, plan_on};
pub use report::{Report, ReportPart, progress_report, state_words};
pub(crate) use table::meeting_day;
pub use table::{
    MeetingGap, MirrorDifference, due_before_meeting, meeting_gaps, meeting_slots, mirror_differences, missing_seats,
};
pub use words::{due_words, period_words};

/// An agreement as it is on a day.
#[derive(Clone, Copy, Debug)]
pub struct AgreementOnDay<'a> {
    /// The agreement.
    pub agreement: &'a Agreement,
    /// How it stood, as far as that day knows.
    pub progress: &'a Progress,
    /// Whether it is in time.
    pub standing: Standing,
}

/// Whether an agreement is in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It is done.
    Done,
    /// Its term is still to come, or there is time left in it.
    InTime,
    /// Its term has passed and nothing shows that it is done.
    Overdue {
        /// The first day on which it was late for certain.
        since: Date,
    },
    /// The time for which it was agreed is over; no source says how it ended.
    Ended {
        /// The first day after that time.
        since: Date,
    },
    /// It has no term that can pass.
    NoTerm,
}

impl Standing {
    /// Its name in addresses and files.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Done => "done",
            Standing::InTime => "in-time",
            Standing::Overdue { .. } => "overdue",
            Standing::Ended { .. } => "ended",
            Standing::NoTerm => "no-term",
        }
    }
}

/// What somebody wants to see of the agreements; nothing asked for means all.
#[derive(Clone, Copy, Debug, Default)]
pub struct AgreementFilter<'a> {
    /// An organisation: what it does by itself, and what a group does of which it is a member.
    pub party: Option<&'a str>,
    /// A topic.
    pub topic: Option<&'a str>,
    /// A state.
    pub state: Option<AgreementState>,
    /// Only those whose term has passed.
    pub overdue: bool,
}

/// What a party has to do with an agreement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Involvement {
    /// It answers for it.
    Owner,
    /// It takes part.
    Partner,
    /// It helps without having signed.
    Contributor,
    /// A group of which it is a member takes part.
    Member {
        /// The group.
        group: Id,
    },
}

/// Which sides of the agenda take part in an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sides {
    /// Whether the State's side does something.
    pub state: bool,
    /// Whether the provinces' side does something.
    pub province: bool,
}

/// The agreements that were known on a day, in the order of the inventory; those of later sources are not there yet.
pub fn agreements_on<'a>(pack: &'a Pack, day: Date, filter: &AgreementFilter<'_>) -> Vec<AgreementOnDay<'a>> {
    let mut found: Vec<AgreementOnDay<'a>> = pack
        .agreements
        .values()
        .filter(|it| filter.topic.is_none_or(|topic| it.topic.as_deref() == Some(topic)))
        .filter(|it| filter.party.is_none_or(|party| involvement(it, party, &pack.governance).is_some()))
        .filter_map(|it| agreement_on(it, day))
        .filter(|it| filter.state.is_none_or(|state| it.progress.state == state))
        .filter(|it| !filter.overdue || matches!(it.standing, Standing::Overdue { .. }))
        .collect();
    found.sort_by_key(|it| (number(it.agreement), &it.agreement.id));
    found
}

/// An agreement on a day; nothing when no source of that day or before it has it.
pub fn agreement_on(agreement: &Agreement, day: Date) -> Option<AgreementOnDay<'_>> {
    let progress = agreement.progress.iter().rfind(|it| it.on <= day)?;
    let term = agreement.due.as_ref().map(|due| due.term);
    let (late_from, over_from) = (term.and_then(DueTerm::late_from), term.and_then(DueTerm::over_from));
    let standing = match (progress.state, late_from, over_from) {
        (AgreementState::Done, _, _) => Standing::Done,
        (_, Some(since), _) if since <= day => Standing::Overdue { since },
        (_, _, Some(since)) if since <= day => Standing::Ended { since },
        (_, None, None) => Standing::NoTerm,
        _ => Standing::InTime,
    };
    Some(AgreementOnDay { agreement, progress, standing })
}

/// What a party has to do with an agreement, the strongest first; nothing: nothing.
pub fn involvement(agreement: &Agreement, party: &str, governance: &Governance) -> Option<Involvement> {
    let among = |list: &[Id]| list.iter().any(|it| **it == *party);
    let own = [
        (&agreement.owners, Involvement::Owner),
        (&agreement.partners, Involvement::Partner),
        (&agreement.contributors, Involvement::Contributor),
    ];
    if let Some((_, found)) = own.into_iter().find(|(list, _)| among(list)) {
        return Some(found);
    }
    let of_group = |id: &Id| {
        let group = governance.groups.iter().find(|it| it.id == *id)?;
        among(&group.members).then(|| Involvement::Member { group: group.id.clone() })
    };
    parties(agreement).find_map(of_group)
}

/// Everybody who takes part, in the order of the file, each once.
pub fn parties(agreement: &Agreement) -> impl Iterator<Item = &Id> {
    agreement.owners.iter().chain(&agreement.partners).chain(&agreement.contributors)
}

/// What a party does for an agreement in its own words; empty: no source says it.
pub fn tasks_of<'a>(agreement: &'a Agreement, party: &str) -> Vec<&'a schakel_criteria::Bilingual> {
    let own = agreement.tasks.iter().filter(|task| task.parties.iter().any(|it| **it == *party));
    own.filter_map(|task| task.text.as_ref()).collect()
}

/// Which sides do something, as far as a source says what.
pub fn sides(agreement: &Agreement, governance: &Governance) -> Sides {
    let does = |side: &[Id]| {
        let tasks = agreement.tasks.iter().filter(|task| task.text.is_some());
        tasks.flat_map(|task| &task.parties).any(|party| side.contains(party))
    };
    Sides { state: does(&governance.state_side), province: does(&governance.province_side) }
}

/// The parties of an agreement of which no source says what they do.
pub fn parties_without_task(agreement: &Agreement) -> Vec<&Id> {
    parties(agreement).filter(|party| tasks_of(agreement, party).is_empty()).collect()
}

/// The topics that hold in a province, those for the whole country first.
pub fn topics_of_province<'a>(pack: &'a Pack, province: &str) -> Vec<&'a Topic> {
    let around = pack.areas_containing(province);
    let holds = |it: &&Topic| it.landsdeel.as_ref().is_none_or(|landsdeel| around.contains(landsdeel));
    in_order(pack.topics.values().filter(holds))
}

/// All topics, those for the whole country first, then by landsdeel and number.
pub fn topics_in_order(pack: &Pack) -> Vec<&Topic> {
    in_order(pack.topics.values())
}

fn in_order<'a>(topics: impl Iterator<Item = &'a Topic>) -> Vec<&'a Topic> {
    let mut topics: Vec<&Topic> = topics.collect();
    topics.sort_by_key(|it| (it.landsdeel.clone(), it.number));
    topics
}

/// The number of the agreement in the inventory, for the order of lists.
fn number(agreement: &Agreement) -> &str {
    agreement.inventory.iter().find(|it| it.starts_with(ROW)).map_or(LAST, String::as_str)
}

/// How the rows of agreements begin.
const ROW: &str = "AG-";
/// Comes after every row.
const LAST: &str = "~";
