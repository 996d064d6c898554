//! Everything that the page of an application shows, read at one moment.

use std::collections::BTreeMap;

use schakel_casework::{FirmRef, PersonRef};
use schakel_desk::{Committee, GrantingError, Papers};
use schakel_schemes::{
    ApplicationNumber, Declaration, Divided, GrantTerms, LimitFinding, RoundRules, Voucher, YearCommitment,
};
use schakel_store::tables;
use schakel_store::tables::applications::ApplicationRow;
use schakel_store::tables::firms::Firm;
use schakel_store::tables::objections::ObjectionWords;

use super::{colleagues, firm_names};
use crate::caller::Staff;
use crate::state::App;

/// An application as the executor sees it.
pub struct ApplicationSeen {
    /// The application, with what it counts with.
    pub row: ApplicationRow,
    /// The rules of its round.
    pub rules: RoundRules,
    /// The answers and files.
    pub papers: Papers,
    /// What the committee made of it.
    pub committee: Committee,
    /// Why it was objected to.
    pub objections: Vec<ObjectionWords>,
    /// What would be found of a grant of all that is asked; nothing once it was decided on.
    pub limits: Option<LimitFinding>,
    /// What the applicant declared of small aid.
    pub declaration: Option<Declaration>,
    /// What the last division gives it.
    pub divided: Option<Divided>,
    /// The voucher on it.
    pub voucher: Option<Voucher>,
    /// Who applies.
    pub applicant: Option<Firm>,
    /// The names of the firms that take part.
    pub firms: BTreeMap<FirmRef, String>,
    /// The names of colleagues.
    pub people: BTreeMap<PersonRef, String>,
}

/// Reads an application for the organisation that carries out its round.
///
/// # Errors
/// [`GrantingError::NotFound`] when there is none, it is a draft, or it is another's.
pub fn read(app: &App, staff: &Staff, number: ApplicationNumber) -> Result<ApplicationSeen, GrantingError> {
    let desk = app.grants();
    let by = staff.actor();
    let row = desk.application(number, &by)?;
    // What was not handed in is the applicant's alone.
    if row.application.receipts.is_empty() {
        return Err(GrantingError::NotFound);
    }
    let application = &row.application;
    let rules = desk.rules(&application.round)?.clone();
    let limits = match (application.decided.is_none(), application.requested()) {
        (true, Some(amount)) => {
            let year = app.today().year();
            let terms = GrantTerms {
                amount,
                activities_until: app.today(),
                commitments: vec![YearCommitment { year, amount }],
                obligations: Vec::new(),
                de_minimis: is_small_aid(app, &rules),
            };
            Some(desk.check_grant(number, &terms, &by, app.exactly_now())?)
        }
        _ => None,
    };
    let division = desk.division(&application.round)?.unwrap_or_default();
    let everybody: Vec<FirmRef> =
        [application.applicant].into_iter().chain(application.partners.keys().copied()).collect();
    let applicant = application.applicant;
    Ok(ApplicationSeen {
        papers: desk.papers(number, &by)?,
        committee: desk.committee(number, &by)?,
        objections: desk.objections(number, &by)?,
        limits,
        declaration: desk.small_aid_declared(applicant)?,
        divided: division.into_iter().find(|it| it.application == number),
        voucher: app.store().read(|rows| tables::vouchers::of_application(rows, number))?,
        applicant: app.store().read(|rows| tables::firms::read(rows, applicant))?,
        firms: app.store().read(|rows| firm_names(rows, everybody))?,
        people: colleagues(app, staff)?,
        row,
        rules,
    })
}

/// Whether the instrument of a round gives small aid.
pub fn is_small_aid(app: &App, rules: &RoundRules) -> bool {
    let round = app.pack().rounds.get(rules.application.round.as_str());
    let instruments = round.map(|it| it.instruments.as_slice()).unwrap_or_default();
    let versions = instruments.iter().filter_map(|it| app.pack().support.get(it)).filter_map(|it| it.versions.last());
    versions.filter_map(|it| it.aid.as_ref()).any(|it| it.basis == Some(schakel_register::AidBasis::DeMinimis))
}
