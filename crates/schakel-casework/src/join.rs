//! Joining doubles: two questions of the same firm about the same thing. Nothing is thrown away: both cases show the
//! join, the clock of each question runs on, and they can be separated again.

use crate::case::{CASE, Case, CaseStanding, Join};
use crate::command::Refusal;
use crate::draft::{Decision, Draft, Moment, standing};
use crate::event::{Actor, Change, Why};
use crate::kernel::Role;
use crate::referral::ReferralOutcome;
use crate::time;

/// What joining or separating does to both cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinDecision {
    /// The double.
    pub double: Decision,
    /// The leading case.
    pub lead: Decision,
}

/// Joins a double to a leading case. Whoever was asked in the double is told that it is no longer needed; from now on
/// owner, date and outcome are those of the leading case.
///
/// # Errors
///
/// [`Refusal::CannotJoin`] unless both are open cases of one firm, the lead is on its own and nothing is joined to the
/// double; [`Refusal::NotAllowed`] unless the entrepreneur does it or the responsible organisation of either.
pub fn join(double: &Case, lead: &Case, by: &Actor, moment: &Moment<'_>) -> Result<JoinDecision, Refusal> {
    let mut double_draft = brought_up_to_date(double, by, moment)?;
    let mut lead_draft = brought_up_to_date(lead, by, moment)?;
    let (double, lead) = (&double_draft.case.clone(), &lead_draft.case.clone());
    let fits = double.id != lead.id && double.firm == lead.firm && double.open().is_some() && lead.open().is_some();
    if !fits || double.followers().next().is_some() {
        return Err(Refusal::CannotJoin);
    }
    may_join(double, lead, by, moment)?;
    let open = double.referrals.iter().filter(|it| it.course.standing().is_some());
    for referral in open.map(|it| it.number) {
        double_draft.emit(Change::ReferralEnded { referral, outcome: ReferralOutcome::Recalled });
    }
    double_draft.emit(Change::Joined(Join { other: lead.id, leads: false, from: moment.now, until: None }));
    lead_draft.emit(Change::Joined(Join { other: double.id, leads: true, from: moment.now, until: None }));
    Ok(JoinDecision { double: double_draft.finish(), lead: lead_draft.finish() })
}

/// Separates a double from its leading case, also when that has ended. The double begins again at the front door.
///
/// # Errors
///
/// [`Refusal::NotJoined`]; [`Refusal::NotAllowed`] as for [`join`].
pub fn separate(double: &Case, lead: &Case, by: &Actor, moment: &Moment<'_>) -> Result<JoinDecision, Refusal> {
    if double.lead() != Some(lead.id) || !lead.followers().any(|it| it == double.id) {
        return Err(Refusal::NotJoined);
    }
    may_join(double, lead, by, moment)?;
    let mut double_draft = Draft::new(double.clone(), by.clone(), moment);
    double_draft.emit(Change::Separated { other: lead.id });
    let due = double_draft.in_days(moment.policy.referral_answer_working_days.get());
    let begins = standing(CASE.first, double.door.organisation.clone(), due);
    double_draft.emit(Change::Stands { standing: begins, why: Why::Separated });
    let mut lead_draft = brought_up_to_date(lead, by, moment)?;
    lead_draft.emit(Change::Separated { other: double.id });
    Ok(JoinDecision { double: double_draft.finish(), lead: lead_draft.finish() })
}

/// A draft in which time has done what it had to.
fn brought_up_to_date<'a>(case: &Case, by: &Actor, moment: &'a Moment<'a>) -> Result<Draft<'a>, Refusal> {
    let mut draft = Draft::new(case.clone(), Actor::Time, moment);
    time::pass(&mut draft)?;
    draft.by = by.clone();
    Ok(draft)
}

fn may_join(double: &Case, lead: &Case, by: &Actor, moment: &Moment<'_>) -> Result<(), Refusal> {
    let responsible = |case: &Case| {
        let parked = match &case.standing {
            CaseStanding::Joined { parked, .. } => Some(parked),
            CaseStanding::Own(_) => None,
        };
        case.open().or(parked).map(|it| it.responsible.clone())
    };
    let may = match by {
        Actor::Entrepreneur(firm) => *firm == double.firm,
        Actor::Organisation { organisation, .. } => [double, lead].into_iter().any(|case| {
            let draft = Draft::new(case.clone(), by.clone(), moment);
            responsible(case).as_ref() == Some(organisation)
                || case.door.organisation == *organisation
                || draft.roles().contains(&Role::Director)
        }),
        Actor::Time => false,
    };
    may.then_some(()).ok_or(Refusal::NotAllowed { by: vec![Role::Entrepreneur, Role::Responsible] })
}
