//! How an agenda is steered: who signed, the tables at which people meet, structures that exist already, the plan of
//! each landsdeel, and the rules by which the system itself is looked at. What follows from these lives in
//! `schakel-account`.

use std::sync::Arc;

use schakel_criteria::Bilingual;
use schakel_time::{Date, Period};

use crate::agreement::Due;
use crate::source::{Id, SourceRef};

/// How the agenda of a pack is steered; a pack may leave it out.
#[derive(Clone, Debug, Default)]
pub struct Governance {
    /// The organisations that signed.
    pub signatories: Vec<Id>,
    /// The organisations that count as the State's side of an agreement.
    pub state_side: Vec<Id>,
    /// The organisations that count as the provinces' side.
    pub province_side: Vec<Id>,
    /// Organisations that stand for several.
    pub groups: Vec<Group>,
    /// The tables.
    pub tables: Vec<Table>,
    /// Meetings that a source names.
    pub meetings: Vec<Meeting>,
    /// Structures that exist already, with what they are about.
    pub structures: Vec<Structure>,
    /// The functions that organisations divide among them.
    pub functions: Vec<Function>,
    /// What makes a finding about the system.
    pub rules: Vec<FindingRule>,
}

/// An organisation that stands for several others.
#[derive(Clone, Debug)]
pub struct Group {
    /// The organisation.
    pub id: Id,
    /// Those for which it stands.
    pub members: Vec<Id>,
    /// Where that is said.
    pub source: SourceRef,
}

/// A table at which people meet.
#[derive(Clone, Debug)]
pub struct Table {
    /// Identifier.
    pub id: Id,
    /// Name.
    pub name: Bilingual,
    /// The longest time between two meetings, months; none: no rhythm was agreed.
    pub every_months: Option<u32>,
    /// For how long the rhythm holds.
    pub valid: Option<Period>,
    /// The table of which it must mirror the parties.
    pub mirrors: Option<Id>,
    /// The parties at it.
    pub seats: Vec<Seat>,
    /// Where it comes from.
    pub source: SourceRef,
}

/// A party at a table.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The party.
    pub organisation: Id,
    /// Since when; none: from the beginning.
    pub from: Option<Date>,
    /// Where that is said.
    pub source: SourceRef,
}

/// A meeting that a source names.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Identifier.
    pub id: Id,
    /// The table.
    pub table: Id,
    /// The day or the period in which it was or would be.
    pub when: Due,
    /// What it was about.
    pub about: Bilingual,
    /// Whether it took place, as far as the source knows.
    pub held: bool,
    /// Where that is said.
    pub source: SourceRef,
}

/// A structure that exists already, so that its subjects stay outside the agenda.
#[derive(Clone, Debug)]
pub struct Structure {
    /// The organisation.
    pub organisation: Id,
    /// Dutch and English words for its subjects.
    pub subjects: Vec<Bilingual>,
    /// Where that is said.
    pub source: SourceRef,
}

/// A function that organisations divide among them.
#[derive(Clone, Debug)]
pub struct Function {
    /// Identifier.
    pub id: Id,
    /// Name.
    pub name: Bilingual,
    /// Codes of `roles`: an organisation with one of these fulfils it.
    pub roles: Vec<Id>,
    /// Where that is said.
    pub source: SourceRef,
}

/// What makes a finding about the system: a check that this program knows, switched on and bounded by the pack.
#[derive(Clone, Debug)]
pub struct FindingRule {
    /// Identifier.
    pub id: Id,
    /// The check.
    pub check: FindingCheck,
    /// What it means, for the reader.
    pub text: Bilingual,
    /// The most that is still good, for a check that counts.
    pub most: Option<u32>,
    /// Where it is asked for.
    pub source: SourceRef,
}

/// The checks that a rule can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingCheck {
    /// An agreement that nobody answers for.
    AgreementWithoutOwner,
    /// An agreement of which no party is said to do something, or not all.
    AgreementWithoutTask,
    /// An agreement without a term.
    AgreementWithoutTerm,
    /// An agreement whose term has passed while nothing shows that it is done.
    AgreementOverdue,
    /// An agreement of one side only, without a reason.
    AgreementOneSided,
    /// A topic without a pair of owners.
    TopicWithoutDuo,
    /// A table that met too seldom, as far as is known.
    TableTooSeldom,
    /// A table that does not mirror the one that it must mirror.
    TableNotMirrored,
    /// A landsdeel without exactly one process director.
    LandsdeelWithoutDirector,
    /// A landsdeel whose report is not there.
    ReportMissing,
    /// A plan of a landsdeel of which no tasks are known, or a task that nobody contributes to.
    PlanNotFilledIn,
    /// An instrument without an organisation that a firm can ask.
    SupportWithoutAdviser,
    /// A function that nobody fulfils in a landsdeel.
    FunctionMissing,
    /// A function that more organisations fulfil in a landsdeel than the rule allows.
    FunctionCrowded,
    /// A part of an advice without an answer.
    AdviceUnanswered,
}

impl FindingCheck {
    /// Every check with its name in a pack.
    pub const ALL: [(&'static str, FindingCheck); 15] = [
        ("agreement-without-owner", FindingCheck::AgreementWithoutOwner),
        ("agreement-without-task", FindingCheck::AgreementWithoutTask),
        ("agreement-without-term", FindingCheck::AgreementWithoutTerm),
        ("agreement-overdue", FindingCheck::AgreementOverdue),
        ("agreement-one-sided", FindingCheck::AgreementOneSided),
        ("topic-without-duo", FindingCheck::TopicWithoutDuo),
        ("table-too-seldom", FindingCheck::TableTooSeldom),
        ("table-not-mirrored", FindingCheck::TableNotMirrored),
        ("landsdeel-without-director", FindingCheck::LandsdeelWithoutDirector),
        ("report-missing", FindingCheck::ReportMissing),
        ("plan-not-filled-in", FindingCheck::PlanNotFilledIn),
        ("support-without-adviser", FindingCheck::SupportWithoutAdviser),
        ("function-missing", FindingCheck::FunctionMissing),
        ("function-crowded", FindingCheck::FunctionCrowded),
        ("advice-unanswered", FindingCheck::AdviceUnanswered),
    ];

    /// Its name in a pack.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, it)| *it == self).map_or("", |(name, _)| name)
    }
}

/// The plan of a landsdeel: its process directors, its tasks, and what became of its earlier actions.
#[derive(Clone, Debug)]
pub struct LandsdeelPlan {
    /// The landsdeel, the file name.
    pub landsdeel: Id,
    /// The file.
    pub file: Arc<str>,
    /// Name.
    pub name: Bilingual,
    /// What the landsdeel wants to reach.
    pub summary: Bilingual,
    /// Process directors, by organisation.
    pub directors: Vec<Director>,
    /// By when the plan must be filled in.
    pub filled_in_by: Option<Due>,
    /// By when the process director reports.
    pub report_due: Option<Due>,
    /// The day of the report, when there is one.
    pub reported_on: Option<Date>,
    /// Its tasks; empty: no source names them.
    pub tasks: Vec<PlanTask>,
    /// What became of the actions of the agenda before.
    pub earlier: Vec<EarlierAction>,
    /// Where it comes from.
    pub source: SourceRef,
}

/// Who directs the process of a landsdeel.
#[derive(Clone, Debug)]
pub struct Director {
    /// The organisation.
    pub organisation: Id,
    /// For how long.
    pub valid: Period,
    /// Where that is said.
    pub source: SourceRef,
}

/// A task that has priority in a landsdeel.
#[derive(Clone, Debug)]
pub struct PlanTask {
    /// Identifier within the plan.
    pub id: Id,
    /// What must be done.
    pub name: Bilingual,
    /// Who contributes what.
    pub contributions: Vec<TaskContribution>,
    /// What came of it, when it is known.
    pub result: Option<Bilingual>,
    /// Where that is said.
    pub source: SourceRef,
}

/// What an organisation contributes to a task.
#[derive(Clone, Debug)]
pub struct TaskContribution {
    /// The organisation.
    pub organisation: Id,
    /// What it does.
    pub text: Bilingual,
}

/// An action of the agenda before, and what became of it.
#[derive(Clone, Debug)]
pub struct EarlierAction {
    /// Identifier within the plan.
    pub id: Id,
    /// The action.
    pub name: Bilingual,
    /// What became of it.
    pub outcome: EarlierOutcome,
    /// Why.
    pub reason: Bilingual,
    /// The agreement or topic in which it goes on.
    pub continues_in: Option<Id>,
    /// Where that is said.
    pub source: SourceRef,
}

/// What became of an action of the agenda before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EarlierOutcome {
    /// It goes on as it was.
    Kept,
    /// It goes on in another form.
    Changed,
    /// It has ended.
    Dropped,
}

impl EarlierOutcome {
    /// Every outcome with its name in a pack.
    pub const ALL: [(&'static str, EarlierOutcome); 3] =
        [("kept", EarlierOutcome::Kept), ("changed", EarlierOutcome::Changed), ("dropped", EarlierOutcome::Dropped)];

    /// Its name in a pack.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, it)| *it == self).map_or("", |(name, _)| name)
    }
}
