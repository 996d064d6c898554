//! Whether a firm has a question at another organisation: told under a covenant and a consent only, to somebody who works
//! on a question of that firm, and written down each time.

use schakel_casework::{
    Actor, Case, CaseId, Code, Command, Elsewhere, OrganisationId, PersonRef, Purpose, SharingRule, decide, elsewhere,
};
use schakel_store::journal::append;
use schakel_store::{Statements, tables};
use schakel_time::DateTime;

use crate::desk::{Desk, case, may_open, take_in, with_moment};
use crate::error::DeskError;
use crate::region::Region;

/// What somebody may know of the questions of a firm at another organisation.
#[derive(Clone, Debug)]
pub enum SeenElsewhere {
    /// The firm consented: these are its open questions there, if any. Each look is in the history of the question under
    /// whose consent it was.
    Cases {
        /// The questions.
        cases: Vec<Case>,
        /// The covenant that permits it.
        covenant: Code,
    },
    /// The firm did not consent. The journal shows the attempt.
    OnlyTotals {
        /// How many firms have an open question there; nothing when there are so few that it would say something of one.
        firms: Option<u64>,
    },
    /// No covenant permits it. The journal shows the attempt.
    NoCovenant,
}

impl Desk {
    /// Looks whether the firm of a case has an open question at another organisation. Whoever looks works on that case.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when the organisation may not open the case; the journal shows the attempt.
    pub fn look_elsewhere(
        &self,
        id: CaseId,
        holder: &OrganisationId,
        asker: &OrganisationId,
        person: Option<PersonRef>,
        now: DateTime,
    ) -> Result<SeenElsewhere, DeskError> {
        let region = std::sync::Arc::clone(&self.region);
        let by = Actor::Organisation { organisation: asker.clone(), person };
        let attempt = self.attempt(id, &by, "elsewhere");
        let (holder, asker) = (holder.clone(), asker.clone());
        let noted = attempt.clone();
        let seen = self.store.write(move |statements| {
            let own = case(statements, id)?;
            if !may_open(statements, &region, &own, &asker)? {
                return Err(DeskError::NotFound);
            }
            let rule = region.sharing(now.date()).find(|it| it.asker == asker && it.holder == holder);
            let told = look(statements, &own, rule)?;
            let Elsewhere::Cases { cases, consenting, covenant } = told else {
                append(statements, now, noted.as_slice())?;
                return Ok(match told {
                    Elsewhere::OnlyTotals { firms } => SeenElsewhere::OnlyTotals { firms },
                    _ => SeenElsewhere::NoCovenant,
                });
            };
            for id in consenting {
                write_down(statements, &region, id, &by, now)?;
            }
            let cases = cases.into_iter().map(|id| case(statements, id)).collect::<Result<_, _>>()?;
            Ok(SeenElsewhere::Cases { cases, covenant })
        });
        self.note_attempt(seen, attempt, now)
    }
}

fn look(statements: &mut dyn Statements, own: &Case, rule: Option<&SharingRule>) -> Result<Elsewhere, DeskError> {
    let Some(rule) = rule else { return Ok(Elsewhere::NoCovenant) };
    let mut cases = tables::cases::held_by(statements, &rule.holder)?;
    let of_firm = tables::cases::of_firm(statements, own.firm)?;
    cases.retain(|it| it.firm != own.firm);
    Ok(elsewhere(cases.iter().chain(&of_firm), own.firm, Some(rule)))
}

/// Every look is written down, also a second one on the same day.
fn write_down(
    statements: &mut dyn Statements,
    region: &Region,
    id: CaseId,
    by: &Actor,
    now: DateTime,
) -> Result<(), DeskError> {
    let consenting = case(statements, id)?;
    let command = Command::Show { purpose: Purpose::Coordination, facts: std::collections::BTreeSet::new() };
    let shown = with_moment(statements, region, now, |moment| decide(&consenting, &command, by.clone(), moment))?;
    take_in(statements, &shown, now)
}
