//! What is wrong in the system of support itself, by the rules that the pack declares. A rule names one of the checks
//! here; without a rule a check says nothing.

mod of_agreements;
mod of_system;

use std::sync::Arc;

use schakel_criteria::Bilingual;
use schakel_register::{FindingCheck, FindingRule, Id, Pack, SourceRef};
use schakel_time::Date;

/// Something that is wrong, with the rule that it breaks.
#[derive(Clone, Debug)]
pub struct SystemFinding<'a> {
    /// The rule.
    pub rule: &'a FindingRule,
    /// What it is about: the identifier of a record of the pack.
    pub subject: Id,
    /// What kind of record that is.
    pub kind: SubjectKind,
    /// What is wrong, in words.
    pub title: Bilingual,
    /// The file that shows it.
    pub file: Arc<str>,
    /// Where the record comes from.
    pub source: Option<SourceRef>,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SubjectKind {
    /// An agreement.
    Agreement,
    /// A topic.
    Topic,
    /// A table.
    Table,
    /// A landsdeel.
    Landsdeel,
    /// Something that firms can ask for.
    Support,
    /// An advice.
    Recommendation,
}

/// The file with how the agenda is steered.
const GOVERNANCE_FILE: &str = "governance.toml";

/// Every finding of a pack on a day, in the order of its rules. `held` gives the days on which tables met, beside the
/// meetings in the pack.
pub fn system_findings<'a>(pack: &'a Pack, day: Date, held: &[(Id, Date)]) -> Vec<SystemFinding<'a>> {
    let mut found = Vec::new();
    for rule in &pack.governance.rules {
        let look = Look { pack, day, held, rule };
        let own = match rule.check {
            FindingCheck::AgreementWithoutOwner => look.without_owner(),
            FindingCheck::AgreementWithoutTask => look.without_task(),
            FindingCheck::AgreementWithoutTerm => look.without_term(),
            FindingCheck::AgreementOverdue => look.overdue(),
            FindingCheck::AgreementOneSided => look.one_sided(),
            FindingCheck::TopicWithoutDuo => look.without_duo(),
            FindingCheck::TableTooSeldom => look.too_seldom(),
            FindingCheck::TableNotMirrored => look.not_mirrored(),
            FindingCheck::LandsdeelWithoutDirector => look.without_director(),
            FindingCheck::ReportMissing => look.report_missing(),
            FindingCheck::PlanNotFilledIn => look.not_filled_in(),
            FindingCheck::SupportWithoutAdviser => look.without_adviser(),
            FindingCheck::FunctionMissing => look.function_missing(),
            FindingCheck::FunctionCrowded => look.function_crowded(),
            FindingCheck::AdviceUnanswered => look.unanswered(),
        };
        found.extend(own);
    }
    found
}

/// One look at a pack for one rule.
struct Look<'a, 'b> {
    pack: &'a Pack,
    day: Date,
    held: &'b [(Id, Date)],
    rule: &'a FindingRule,
}

impl<'a> Look<'a, '_> {
    fn finding(
        &self,
        kind: SubjectKind,
        subject: &Id,
        file: &Arc<str>,
        dutch: String,
        english: String,
    ) -> SystemFinding<'a> {
        SystemFinding {
            rule: self.rule,
            subject: Arc::clone(subject),
            kind,
            title: Bilingual::new(dutch, english),
            file: Arc::clone(file),
            source: None,
        }
    }
}

/// The name of an organisation in both languages.
fn organisation_name(id: &Id, pack: &Pack) -> Bilingual {
    let found = pack.organisations.get(id);
    found.map_or_else(|| Bilingual::new(id.to_string(), id.to_string()), |it| it.name.clone())
}

/// Names of organisations in both languages.
fn names<'i>(ids: impl Iterator<Item = &'i Id>, pack: &Pack) -> Bilingual {
    let all: Vec<Bilingual> = ids.map(|id| organisation_name(id, pack)).collect();
    let join = |pick: fn(&Bilingual) -> &str| all.iter().map(pick).collect::<Vec<_>>().join(", ");
    Bilingual::new(join(|it| &it.nl), join(|it| &it.en))
}
