//! Which organisation is asked: by service, theme, area, size and language, and then by absence, load and distance. The
//! choice explains itself as data; it never leaves anybody out silently.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use schakel_time::Date;
use serde::{Deserialize, Serialize};

use crate::code::{Code, OrganisationId};
use crate::directory::{Directory, Participation, Profile};
use crate::distance::{Distance, distance};
use crate::staffing::{Load, Staffing};

/// What a question asks for, in codes of the pack. What is not known stays open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Need {
    /// Code of `roles`: what the receiver must be able to do. Without it nobody can be chosen.
    pub service: Option<Code>,
    /// Codes of `themes`; empty: not limited, or not known.
    pub themes: BTreeSet<Code>,
    /// The municipality of the firm.
    pub municipality: Option<Code>,
    /// Employed persons.
    pub employees: Option<u32>,
    /// The language in which the entrepreneur wants to speak.
    pub language: Option<Code>,
}

/// Whether an organisation suits one side of a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// It does.
    Yes,
    /// Not limited, or not known of the organisation or of the question.
    NotKnown,
}

/// Why an organisation can be asked, and what put it before or after others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grounds {
    /// Its theme.
    pub theme: Fit,
    /// Its area.
    pub area: Fit,
    /// The size of firm it is for.
    pub size: Fit,
    /// The language.
    pub language: Fit,
    /// The day on which somebody is there.
    pub present_from: Date,
    /// What it has in hand.
    pub load: Load,
    /// How far it is.
    pub distance: Distance,
}

/// Why an organisation is not asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exclusion {
    /// It has had this case before, or has it now.
    AlreadyAsked,
    /// It has no inbox here and has given no address.
    NotTakingPart,
    /// It is no more; this one followed it up.
    SucceededBy(OrganisationId),
    /// Nobody has said what kind of help is needed.
    ServiceNotKnown,
    /// It does not do this.
    OtherService,
    /// It works for other themes only.
    OtherTheme,
    /// It works elsewhere.
    OtherArea,
    /// It works for smaller or larger firms.
    OtherSize,
    /// It does not speak the language.
    OtherLanguage,
    /// Nobody is there before an answer is due; the day, when somebody comes back.
    Absent(Option<Date>),
}

/// A choice with everything that led to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Who can be asked, best first.
    pub ranked: Vec<(OrganisationId, Grounds)>,
    /// Who cannot, and why.
    pub passed_over: Vec<(OrganisationId, Exclusion)>,
}

/// What a choice looks at besides the need.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// Who there is.
    pub directory: &'a Directory,
    /// Who is away or busy.
    pub staffing: &'a Staffing,
    /// Who had the case before.
    pub already_asked: &'a BTreeSet<OrganisationId>,
    /// The day of asking.
    pub on: Date,
    /// The day on which an answer is due.
    pub answer_by: Date,
    /// The capacity of an organisation that has not said what it can have.
    pub capacity_of_adviser: u32,
}

/// Puts the organisations in order for a need. In turn: known to fit in more respects, present, not full, less of its
/// capacity taken, nearer; the identifier comes last, so that the same question has the same answer at every counter.
pub fn choose(need: &Need, field: &Field<'_>) -> Choice {
    let mut choice = Choice::default();
    for profile in field.directory.profiles() {
        match consider(need, profile, field) {
            Ok(grounds) => choice.ranked.push((profile.organisation.clone(), grounds)),
            Err(exclusion) => choice.passed_over.push((profile.organisation.clone(), exclusion)),
        }
    }
    choice.ranked.sort_by(|(a_id, a), (b_id, b)| compare(a, b, field.on).then_with(|| a_id.cmp(b_id)));
    choice
}

/// What speaks for asking this organisation.
///
/// # Errors
///
/// The first [`Exclusion`] that holds, in the order in which they are listed.
pub fn consider(need: &Need, profile: &Profile, field: &Field<'_>) -> Result<Grounds, Exclusion> {
    if field.already_asked.contains(&profile.organisation) {
        return Err(Exclusion::AlreadyAsked);
    }
    match &profile.participation {
        Participation::TakesPart => {}
        Participation::NotTakingPart => return Err(Exclusion::NotTakingPart),
        Participation::SucceededBy(other) => return Err(Exclusion::SucceededBy(other.clone())),
    }
    let service = need.service.as_ref().ok_or(Exclusion::ServiceNotKnown)?;
    if !profile.services.contains(service) {
        return Err(Exclusion::OtherService);
    }
    Ok(Grounds {
        theme: theme_fit(need, profile).ok_or(Exclusion::OtherTheme)?,
        area: area_fit(need, profile, field.directory).ok_or(Exclusion::OtherArea)?,
        size: fit(need.employees.as_ref(), profile.employees.as_ref(), |size, range| range.contains(size))
            .ok_or(Exclusion::OtherSize)?,
        language: fit(need.language.as_ref(), profile.languages.as_ref(), |it, known| known.contains(it))
            .ok_or(Exclusion::OtherLanguage)?,
        present_from: presence(profile, field)?,
        load: field.staffing.load(&profile.organisation, field.capacity_of_adviser),
        distance: distance(field.directory, profile, need.municipality.as_ref()),
    })
}

fn theme_fit(need: &Need, profile: &Profile) -> Option<Fit> {
    let asked = (!need.themes.is_empty()).then_some(&need.themes);
    fit(asked, profile.themes.as_ref(), |asked, known| !asked.is_disjoint(known))
}

fn area_fit(need: &Need, profile: &Profile, directory: &Directory) -> Option<Fit> {
    let around = need.municipality.as_ref().and_then(|it| directory.locality(it)).map(|it| &it.around);
    let areas = (!profile.areas.is_empty()).then_some(&profile.areas);
    fit(around, areas, |around, areas| around.iter().any(|area| areas.contains(area)))
}

/// Yes when both sides are known and agree, not known when one is missing, nothing when they disagree.
fn fit<A, B>(asked: Option<&A>, known: Option<&B>, agree: impl Fn(&A, &B) -> bool) -> Option<Fit> {
    match (asked, known) {
        (Some(asked), Some(known)) => agree(asked, known).then_some(Fit::Yes),
        _ => Some(Fit::NotKnown),
    }
}

fn presence(profile: &Profile, field: &Field<'_>) -> Result<Date, Exclusion> {
    match field.staffing.present_from(&profile.organisation, field.on) {
        Some(day) if day <= field.answer_by => Ok(day),
        day => Err(Exclusion::Absent(day)),
    }
}

fn compare(a: &Grounds, b: &Grounds, on: Date) -> Ordering {
    let not_known =
        |it: &Grounds| [it.theme, it.area, it.size, it.language].iter().filter(|fit| **fit == Fit::NotKnown).count();
    not_known(a)
        .cmp(&not_known(b))
        .then_with(|| (a.present_from > on).cmp(&(b.present_from > on)))
        .then_with(|| a.load.is_full().cmp(&b.load.is_full()))
        .then_with(|| a.load.compare(&b.load))
        .then_with(|| a.distance.cmp(&b.distance))
}
