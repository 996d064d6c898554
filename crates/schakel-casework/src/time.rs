//! What happens by itself when dates pass. Part of `decide`.

use crate::case::{CaseAction, CaseState};
use crate::command::Refusal;
use crate::draft::{Draft, Step};
use crate::event::{Change, Why};
use crate::hand_over::{escalate, go_on_if_nobody_helps, leave};
use crate::kernel::{Role, Standing};
use crate::referral::{Referral, ReferralOutcome};

/// Does everything that passed dates ask for; each date passes once, so this ends.
pub(crate) fn pass(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    while let Some(referral) = overdue_referral(draft) {
        if referral.is_waiting() {
            draft.emit(Change::ReferralEnded { referral: referral.number, outcome: ReferralOutcome::Silent });
            go_on_if_nobody_helps(draft, &referral, None, by_time(CaseAction::Lapse, Why::Silent))?;
        } else {
            accepted_and_silent(draft, &referral)?;
        }
    }
    own_date(draft)
}

fn overdue_referral(draft: &Draft<'_>) -> Option<Referral> {
    draft.case.open()?;
    draft.case.referrals.iter().find(|it| it.course.is_overdue(draft.today())).cloned()
}

/// A receiver that accepted gets a reminder, and then the case goes on without it.
fn accepted_and_silent(draft: &mut Draft<'_>, referral: &Referral) -> Result<(), Refusal> {
    let open = draft.open()?;
    let Some(own) = referral.course.standing() else { return Ok(()) };
    let is_responsible = open.responsible == referral.receiver;
    if own.reminders < draft.moment.policy.reminders_max {
        let due = draft.in_days(draft.moment.policy.reminder_working_days.get());
        let reminders = own.reminders.saturating_add(1);
        draft.emit(Change::ReferralDue { referral: referral.number, due, reminders });
        if is_responsible && open.state == CaseState::InHand {
            draft.stand(by_time(CaseAction::Lapse, Why::Reminder), Standing { due, reminders, ..open })?;
        }
        return Ok(());
    }
    draft.emit(Change::ReferralEnded { referral: referral.number, outcome: ReferralOutcome::Abandoned });
    if is_responsible { leave(draft, referral, by_time(CaseAction::Lapse, Why::Abandoned)) } else { Ok(()) }
}

/// The date of the responsible organisation itself: a reminder, then the process director; there it stays, and every
/// further date is one more reminder that everybody can see.
fn own_date(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Some(open) = draft.case.open().cloned() else { return Ok(()) };
    if open.due >= draft.today() {
        return Ok(());
    }
    let policy = draft.moment.policy;
    let again = open.state == CaseState::Escalated;
    if again || open.reminders < policy.reminders_max {
        let reminders = open.reminders.saturating_add(1);
        let wait = if again {
            // Longer each time, so that a door that nobody opens is not buried under reminders.
            let longer = policy.director_working_days.get().saturating_mul(reminders);
            longer.min(policy.follow_up_working_days.get())
        } else {
            policy.reminder_working_days.get()
        };
        let due = draft.in_days(wait);
        return draft.stand(by_time(CaseAction::Overdue, Why::Reminder), Standing { due, reminders, ..open });
    }
    escalate(draft, by_time(CaseAction::Overdue, Why::Escalated))
}

fn by_time(action: CaseAction, why: Why) -> Step {
    Step { action, role: Role::Time, why }
}
