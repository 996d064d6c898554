//! The register of small aid (de minimis) per single undertaking (Regulation 2023/2831): what fits on the day of the
//! decision, the declaration of the undertaking, and the export to the central register.

use std::collections::{BTreeMap, BTreeSet};

use schakel_casework::{Code, FirmRef, OrganisationId};
use schakel_register::{Cents, EarlierAid, EarlierGrant, Pack, SmallAidRoom};
use schakel_time::{Date, add_months, add_working_days};
use serde::{Deserialize, Serialize};

use crate::number::ApplicationNumber;

/// Working days within which aid is registered centrally (article 6(2)).
const EXPORT_WORKING_DAYS: u32 = 20;

/// Small aid that was granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmallAid {
    /// On which application; `None`: aid of another body, entered by hand.
    pub application: Option<ApplicationNumber>,
    /// Whose.
    pub firm: FirmRef,
    /// The day on which the right arose (article 3(3)).
    pub granted_on: Date,
    /// The gross grant equivalent (article 3(5)).
    pub amount: Cents,
    /// Who granted it.
    pub authority: OrganisationId,
    /// The instrument.
    pub instrument: Code,
    /// The sector: a code of NACE, with a letter before it. `None`: not known, and needed before it is sent.
    #[serde(default)]
    pub sector: Option<Code>,
    /// When it was sent to the central register.
    pub exported_on: Option<Date>,
}

/// What an undertaking declared of other small aid, of all its enterprises together (article 7(4)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Who declared it.
    pub firm: FirmRef,
    /// When.
    pub on: Date,
    /// The other aid; aid of this register is not named again.
    pub other: Vec<EarlierGrant>,
}

/// Since when the central register is kept (article 6(1)); data of the country, `None` while there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CentralRegister {
    /// The first day of which aid is in it.
    pub since: Option<Date>,
}

/// All small aid that is known here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmallAidRegister {
    grants: Vec<SmallAid>,
    declarations: BTreeMap<FirmRef, Declaration>,
}

/// New small aid for an undertaking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmallAidRequest<'a> {
    /// The enterprises of the single undertaking.
    pub undertaking: &'a BTreeSet<FirmRef>,
    /// The day of the decision.
    pub day: Date,
    /// The gross grant equivalent.
    pub amount: Cents,
}

/// Whether new small aid can be granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SmallAidVerdict {
    /// It fits.
    Fits {
        /// What is left after it.
        left: Cents,
    },
    /// All of it falls outside the regulation (article 3(7)); it is not cut down.
    Exceeds {
        /// What would have fitted.
        room: Cents,
    },
    /// The undertaking has to declare its other aid first (article 7(4)).
    DeclarationNeeded,
    /// The pack has no ceiling for this day.
    CeilingUnknown,
}

/// A row for the central register (article 6(1)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmallAidExport {
    /// What was granted, to whom, when, by whom, how and in which sector.
    pub aid: SmallAid,
    /// The last day for sending it.
    pub due: Date,
}

impl CentralRegister {
    /// As the pack has it.
    pub fn from_pack(pack: &Pack) -> Self {
        CentralRegister { since: pack.aid.de_minimis.as_ref().and_then(|it| it.central_since) }
    }

    /// Whether it covers the three years before the day, so that no declaration is needed any more.
    pub fn covers(self, day: Date) -> bool {
        self.since.is_some_and(|since| add_months(since, 36) <= day)
    }
}

impl SmallAidRegister {
    /// Enters aid. Whether new aid may be granted is for [`Self::assess`]; aid of others is entered as it is.
    pub fn enter(&mut self, aid: SmallAid) {
        self.grants.push(aid);
    }

    /// The register without the aid of one application.
    #[must_use]
    pub fn without(mut self, application: Option<ApplicationNumber>) -> Self {
        self.grants.retain(|it| application.is_none() || it.application != application);
        self
    }

    /// Keeps a declaration, in place of an earlier one of the same firm.
    pub fn declare(&mut self, declaration: Declaration) {
        self.declarations.insert(declaration.firm, declaration);
    }

    /// The aid of this register, in the order in which it was entered.
    pub fn grants(&self) -> &[SmallAid] {
        &self.grants
    }

    /// Whether new aid fits: on its own day, and on every later day on which known aid was granted that adds up with it,
    /// so that no three years hold more than the ceiling whatever the order in which aid becomes known.
    ///
    /// A declaration counts when any enterprise of the undertaking gave it. What is both in the register and declared
    /// counts twice: that leaves too little room, never too much.
    pub fn assess(&self, request: SmallAidRequest<'_>, central: CentralRegister, pack: &Pack) -> SmallAidVerdict {
        let declared: Vec<&Declaration> =
            self.declarations.values().filter(|it| request.undertaking.contains(&it.firm)).collect();
        if declared.is_empty() && !central.covers(request.day) {
            return SmallAidVerdict::DeclarationNeeded;
        }
        let own = self.grants.iter().filter(|it| request.undertaking.contains(&it.firm));
        let own = own.map(|it| EarlierGrant { granted_on: it.granted_on, amount: it.amount });
        let known: Vec<EarlierGrant> = own.chain(declared.iter().flat_map(|it| it.other.iter().copied())).collect();
        let later: BTreeSet<Date> = known.iter().map(|it| it.granted_on).filter(|it| *it > request.day).collect();
        let earlier = EarlierAid::Grants(known);
        let trial = EarlierAid::Grants(vec![EarlierGrant { granted_on: request.day, amount: request.amount }]);
        // A later day matters when this aid still counts on it.
        let together = |day: &Date| {
            *day == request.day || SmallAidRoom::on(*day, &trial, pack).earlier.is_some_and(|it| it > Cents::ZERO)
        };
        let days = std::iter::once(request.day).chain(later).filter(together);
        let rooms: Option<Vec<Cents>> = days.map(|day| SmallAidRoom::on(day, &earlier, pack).room()).collect();
        match rooms.and_then(|it| it.into_iter().min()) {
            None => SmallAidVerdict::CeilingUnknown,
            Some(room) if request.amount > room => SmallAidVerdict::Exceeds { room },
            Some(room) => SmallAidVerdict::Fits { left: room - request.amount },
        }
    }

    /// What one body still has to send to the central register, the most urgent first.
    pub fn to_export(&self, authority: &OrganisationId, central: CentralRegister) -> Vec<SmallAidExport> {
        let registered = |it: &&SmallAid| central.since.is_some_and(|since| since <= it.granted_on);
        let open = self.grants.iter().filter(|it| it.authority == *authority && it.exported_on.is_none());
        let mut rows: Vec<SmallAidExport> = open
            .filter(registered)
            .map(|aid| SmallAidExport { aid: aid.clone(), due: add_working_days(aid.granted_on, EXPORT_WORKING_DAYS) })
            .collect();
        rows.sort_by_key(|it| (it.due, it.aid.application));
        rows
    }

    /// Writes down that aid on an application was sent.
    pub fn exported(&mut self, application: ApplicationNumber, on: Date) {
        for aid in self.grants.iter_mut().filter(|it| it.application == Some(application)) {
            aid.exported_on = Some(on);
        }
    }
}
