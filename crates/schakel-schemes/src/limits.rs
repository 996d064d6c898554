//! What a grant has to meet besides room under the ceilings of its round: small aid, one grant a year, the phase before and
//! aid on the same costs. Made of what is known on the day of the decision; how it becomes known is for the store.

use std::collections::{BTreeMap, BTreeSet};

use schakel_casework::{Code, FirmRef, OrganisationId};
use schakel_register::{Cents, GroupScope, Pack};
use schakel_time::Date;
use serde::{Deserialize, Serialize};

use crate::aid::{
    AidOnCosts, CentralRegister, SmallAid, SmallAidRegister, SmallAidRequest, SmallAidVerdict, intensity_room,
};
use crate::application::{Application, Decided, GrantTerms, RefusalGround, Verdict};
use crate::group::{Groups, OncePerYear, ThroughPerson};
use crate::number::ApplicationNumber;
use crate::phases::Phases;

/// What a round asks of each grant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GrantLimits {
    /// Whether an undertaking gets one grant a calendar year, and who counts as one; `None`: the round says nothing.
    pub once_per_year: Option<GroupScope>,
    /// The phases of the competition that the round is one of; empty: it is none.
    pub phases: Phases,
    /// Codes of `cost-kinds` that count.
    pub cost_kinds: Vec<String>,
}

/// What is known on the day of the decision.
#[derive(Clone, Debug, Default)]
pub struct KnownAid {
    /// Which enterprises belong together.
    pub groups: Groups,
    /// Small aid and what undertakings declared of it.
    pub small_aid: SmallAidRegister,
    /// Applications of this round, and of the phase before, that were decided on.
    pub applications: Vec<Application>,
    /// Other aid on the costs of an application, by kind of costs.
    pub other_aid: BTreeMap<ApplicationNumber, OtherAid>,
}

/// Other aid that goes to the costs of an application, each grant of it, by code of `cost-kinds`.
pub type OtherAid = BTreeMap<String, Vec<Cents>>;

/// A grant that is about to be given.
#[derive(Clone, Copy, Debug)]
pub struct NewGrant<'a> {
    /// The application.
    pub application: &'a Application,
    /// What is granted.
    pub terms: &'a GrantTerms,
    /// The day of the decision.
    pub day: Date,
}

/// What keeps a grant from being given by itself; somebody has to look, and decides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewReason {
    /// These firms have to declare their other small aid first (Regulation 2023/2831, article 7(4)).
    DeclarationNeeded(FirmRef),
    /// The pack knows no ceiling of small aid for this day.
    SmallAidCeilingUnknown,
    /// More than the general block exemption allows every firm on these costs.
    AboveGeneralIntensity,
    /// A firm with a grant may belong to the same group through a person.
    LinkedThroughPerson(ThroughPerson),
}

/// What was found of a grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LimitFinding {
    /// Nothing stands against it.
    Free,
    /// All of it falls out, for these reasons.
    FallsOut(BTreeSet<RefusalGround>),
    /// Somebody has to look at it first.
    Review(BTreeSet<ReviewReason>),
}

impl KnownAid {
    /// Looks whether a grant can be given. A reason to refuse it comes before a reason to look at it.
    pub fn check(&self, grant: NewGrant<'_>, limits: &GrantLimits, pack: &Pack) -> LimitFinding {
        let mut grounds = BTreeSet::new();
        let mut reviews = BTreeSet::new();
        self.check_year(grant, limits, &mut grounds, &mut reviews);
        let application = grant.application;
        grounds.extend(limits.phases.entrance(&application.round, application.applicant, &self.applications).err());
        if grant.terms.de_minimis {
            self.check_small_aid(grant, pack, &mut grounds, &mut reviews);
        }
        self.check_costs(grant, limits, pack, &mut grounds, &mut reviews);
        if !grounds.is_empty() {
            return LimitFinding::FallsOut(grounds);
        }
        if reviews.is_empty() { LimitFinding::Free } else { LimitFinding::Review(reviews) }
    }

    /// Takes a grant along for those that come after it.
    pub fn give(&mut self, grant: NewGrant<'_>) {
        let mut application = grant.application.clone();
        if grant.terms.de_minimis {
            small_aid_of(&application, grant.terms, grant.day).into_iter().for_each(|it| self.small_aid.enter(it));
        }
        let verdict = Verdict::Granted(grant.terms.clone());
        application.decided = Some(Decided { verdict, decided_on: grant.day, announced_on: None });
        self.applications.push(application);
    }

    fn check_year(
        &self,
        grant: NewGrant<'_>,
        limits: &GrantLimits,
        grounds: &mut BTreeSet<RefusalGround>,
        reviews: &mut BTreeSet<ReviewReason>,
    ) {
        let Some(scope) = limits.once_per_year else { return };
        let firm = |it| match scope {
            GroupScope::Undertaking => self.groups.single_undertaking(it),
            GroupScope::WithPartners => self.groups.with_partners(it),
        };
        let group: BTreeSet<FirmRef> = grant.application.participants().flat_map(firm).collect();
        match self.groups.once_per_year(grant.application, &group, grant.day.year(), &self.applications) {
            OncePerYear::Free => {}
            OncePerYear::Granted(_) => {
                grounds.insert(RefusalGround::GrantedThisYear);
            }
            OncePerYear::Review(linked) => reviews.extend(linked.into_iter().map(ReviewReason::LinkedThroughPerson)),
        }
    }

    /// Of each undertaking that takes part, what its enterprises get together.
    fn check_small_aid(
        &self,
        grant: NewGrant<'_>,
        pack: &Pack,
        grounds: &mut BTreeSet<RefusalGround>,
        reviews: &mut BTreeSet<ReviewReason>,
    ) {
        let mut undertakings: BTreeMap<BTreeSet<FirmRef>, (FirmRef, Cents)> = BTreeMap::new();
        for (firm, amount) in shares(grant.application, grant.terms.amount) {
            let together = undertakings.entry(self.groups.single_undertaking(firm)).or_insert((firm, Cents::ZERO));
            together.1 += amount;
        }
        for (undertaking, (firm, amount)) in &undertakings {
            let request = SmallAidRequest { undertaking, day: grant.day, amount: *amount };
            match self.small_aid.assess(request, CentralRegister::from_pack(pack), pack) {
                SmallAidVerdict::Fits { .. } => {}
                SmallAidVerdict::Exceeds { .. } => {
                    grounds.insert(RefusalGround::DeMinimisExceeded);
                }
                SmallAidVerdict::DeclarationNeeded => {
                    reviews.insert(ReviewReason::DeclarationNeeded(*firm));
                }
                SmallAidVerdict::CeilingUnknown => {
                    reviews.insert(ReviewReason::SmallAidCeilingUnknown);
                }
            }
        }
    }

    /// Whether the grant fits beside other aid on its costs. Which costs are of which kind no application says: all of them
    /// count for each kind. A grant that is the first aid on its costs and above what the general block exemption always
    /// allows may still be allowed for the size of the firm: that is looked at.
    fn check_costs(
        &self,
        grant: NewGrant<'_>,
        limits: &GrantLimits,
        pack: &Pack,
        grounds: &mut BTreeSet<RefusalGround>,
        reviews: &mut BTreeSet<ReviewReason>,
    ) {
        let costs: Cents = grant.application.content.iter().flat_map(|it| it.costs.values().copied()).sum();
        if costs == Cents::ZERO {
            return;
        }
        let nothing = BTreeMap::new();
        let other = self.other_aid.get(&grant.application.number).unwrap_or(&nothing);
        let fits = |kind: &String, earlier: &[Cents]| {
            let aid = AidOnCosts { kind: kind.clone(), costs, earlier: earlier.to_vec() };
            intensity_room(&aid, grant.day, pack).fits(grant.terms.amount)
        };
        let taken = limits.cost_kinds.iter().filter_map(|kind| Some((kind, other.get(kind)?)));
        if taken.clone().any(|(kind, earlier)| !fits(kind, earlier)) {
            grounds.insert(RefusalGround::AidIntensityExceeded);
        }
        let is_first = taken.count() == 0 && !grant.terms.de_minimis && !limits.cost_kinds.is_empty();
        if is_first && !limits.cost_kinds.iter().any(|kind| fits(kind, &[])) {
            reviews.insert(ReviewReason::AboveGeneralIntensity);
        }
    }
}

/// The instrument of aid under which a grant is entered: money that need not be paid back.
const GRANT_INSTRUMENT: &str = "grant";

/// The small aid of each participant in a grant, for the register. The sector is not known here.
pub fn small_aid_of(application: &Application, terms: &GrantTerms, day: Date) -> Vec<SmallAid> {
    let Ok(instrument) = Code::new(GRANT_INSTRUMENT) else { return Vec::new() };
    let authority: &OrganisationId = &application.executor;
    let of = |(firm, amount): (FirmRef, Cents)| SmallAid {
        application: Some(application.number),
        firm,
        granted_on: day,
        amount,
        authority: authority.clone(),
        instrument: instrument.clone(),
        sector: None,
        exported_on: None,
    };
    shares(application, terms.amount).into_iter().filter(|(_, amount)| *amount > Cents::ZERO).map(of).collect()
}

/// What each participant gets: in proportion to its costs, rounded down, and the rest to the applicant.
fn shares(application: &Application, amount: Cents) -> BTreeMap<FirmRef, Cents> {
    let costs: BTreeMap<FirmRef, Cents> = application.content.iter().flat_map(|it| it.costs.clone()).collect();
    let all: Cents = costs.values().copied().sum();
    let mut shares: BTreeMap<FirmRef, Cents> = [(application.applicant, amount)].into();
    if all == Cents::ZERO {
        return shares;
    }
    for firm in application.participants().filter(|it| *it != application.applicant) {
        let of = costs.get(&firm).copied().unwrap_or(Cents::ZERO);
        let part = amount.share(of.part_of(all)).min(amount);
        shares.insert(firm, part);
        *shares.entry(application.applicant).or_insert(amount) -= part;
    }
    shares
}
