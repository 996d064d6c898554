//! What a committee of assessors advises: whose scores count, the exact averages and how far apart they lie. Nobody takes
//! part who has a personal interest (Kaderbesluit nationale EZ-subsidies, article 18, paragraph 8; Awb 2:4). What is done
//! with the points is in `ranking`; the words of the reasons are kept elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;

use schakel_casework::{FirmRef, OrganisationId, PersonRef, TextRef};
use schakel_criteria::Number;
use schakel_register::Id;
use serde::{Deserialize, Serialize};

use crate::allocation::lot::{Criterion, Lot};
use crate::number::ApplicationNumber;

/// What a committee advises on an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Advice {
    /// To grant it.
    Positive,
    /// To refuse it.
    Negative,
}

/// Somebody for whom an assessor works, or who applies or takes part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// A firm.
    Firm(FirmRef),
    /// An organisation of the pack.
    Organisation(OrganisationId),
}

/// A member of the committee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessor {
    /// Who.
    pub person: PersonRef,
    /// For whom they work.
    pub works_for: BTreeSet<Party>,
    /// The applications in which they said to have an interest.
    pub declared: BTreeSet<ApplicationNumber>,
}

impl Assessor {
    /// Why the assessor may not take part in the advice on this application; `None` when nothing is known against it.
    pub fn conflict(&self, application: ApplicationNumber, parties: &BTreeSet<Party>) -> Option<Conflict> {
        if self.declared.contains(&application) {
            return Some(Conflict::Declared);
        }
        self.works_for.intersection(parties).next().cloned().map(Conflict::SameParty)
    }
}

/// Why an assessor's scores do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The assessor said to have an interest.
    Declared,
    /// The assessor works for the applicant or a partner.
    SameParty(Party),
}

/// What one assessor made of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreSheet {
    /// Who scored.
    pub assessor: PersonRef,
    /// The points per criterion.
    pub points: BTreeMap<Id, Number>,
    /// What the assessor would advise.
    pub advice: Advice,
    /// Why, per criterion: the words are kept elsewhere.
    pub reasons: BTreeMap<Id, TextRef>,
}

/// The advice of a committee on one application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The application.
    pub application: ApplicationNumber,
    /// Per criterion what the scores that count come to.
    pub scores: BTreeMap<Id, Score>,
    /// What most of them advise.
    pub advice: Advice,
    /// How many advise to grant, of how many.
    pub positive: usize,
    /// Whose scores count.
    pub counted: BTreeSet<PersonRef>,
    /// Whose scores do not count, and why. Members that did not score are named too.
    pub kept_out: BTreeMap<PersonRef, Conflict>,
}

impl Assessment {
    /// Takes points and advice over into the application.
    pub fn enter(&self, lot: &mut Lot) {
        lot.points = self.scores.iter().map(|(id, score)| (id.clone(), score.average)).collect();
        lot.advice = Some(self.advice);
    }
}

/// What the scores on one criterion come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// The exact average.
    pub average: Number,
    /// The lowest.
    pub lowest: Number,
    /// The highest.
    pub highest: Number,
    /// Why, per assessor, in the order of their numbers.
    pub reasons: Vec<TextRef>,
}

impl Score {
    /// How far the assessors are apart.
    pub fn spread(&self) -> Number {
        self.highest.minus(self.lowest).unwrap_or(Number::ZERO)
    }
}

/// Why there is no advice yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssessmentError {
    /// Fewer assessors without an interest than the round asks.
    TooFew {
        /// How many there are.
        counted: usize,
        /// How many are needed.
        needed: usize,
    },
    /// As many advise to grant as to refuse: the committee must talk.
    Undecided,
    /// Somebody scored who is no member of the committee.
    NotAMember(PersonRef),
    /// Somebody scored twice.
    Twice(PersonRef),
    /// An assessor gave no points on a criterion.
    NotScored(PersonRef, Id),
    /// Points below nothing or above the most that the criterion allows.
    OutOfRange(PersonRef, Id),
    /// The points on a criterion have more decimals than can be averaged exactly.
    TooLong(Id),
    /// An advice needs reasons on every criterion (Kaderbesluit, article 18, paragraph 3).
    NoReason(PersonRef, Id),
}

/// Makes the advice of a committee on one application out of the scores of its members.
///
/// The order in which members and sheets are given makes no difference. Scores of who has an interest are kept out, however
/// they came in; they are not even checked.
///
/// # Errors
///
/// [`AssessmentError`]: the first mistake, when no advice can be made.
pub fn assess(
    application: ApplicationNumber,
    parties: &BTreeSet<Party>,
    committee: &[Assessor],
    sheets: &[ScoreSheet],
    criteria: &[Criterion],
    assessors_min: usize,
) -> Result<Assessment, AssessmentError> {
    let members: BTreeSet<PersonRef> = committee.iter().map(|it| it.person).collect();
    let kept_out: BTreeMap<PersonRef, Conflict> =
        committee.iter().filter_map(|it| Some((it.person, it.conflict(application, parties)?))).collect();
    let mut counted: BTreeMap<PersonRef, &ScoreSheet> = BTreeMap::new();
    for sheet in sheets.iter().filter(|it| !kept_out.contains_key(&it.assessor)) {
        if !members.contains(&sheet.assessor) {
            return Err(AssessmentError::NotAMember(sheet.assessor));
        }
        check_sheet(sheet, criteria)?;
        if counted.insert(sheet.assessor, sheet).is_some() {
            return Err(AssessmentError::Twice(sheet.assessor));
        }
    }
    let needed = assessors_min.max(1);
    if counted.len() < needed {
        return Err(AssessmentError::TooFew { counted: counted.len(), needed });
    }
    let positive = counted.values().filter(|it| it.advice == Advice::Positive).count();
    let advice = match (2 * positive).cmp(&counted.len()) {
        std::cmp::Ordering::Greater => Advice::Positive,
        std::cmp::Ordering::Less => Advice::Negative,
        std::cmp::Ordering::Equal => return Err(AssessmentError::Undecided),
    };
    let sheets: Vec<&ScoreSheet> = counted.values().copied().collect();
    let mut scores = BTreeMap::new();
    for id in criteria.iter().map(|it| &it.id) {
        scores.insert(id.clone(), score(&sheets, id).ok_or_else(|| AssessmentError::TooLong(id.clone()))?);
    }
    let counted = counted.into_keys().collect();
    Ok(Assessment { application, scores, advice, positive, counted, kept_out })
}

fn check_sheet(sheet: &ScoreSheet, criteria: &[Criterion]) -> Result<(), AssessmentError> {
    for criterion in criteria {
        let id = criterion.id.clone();
        match sheet.points.get(&id) {
            None => return Err(AssessmentError::NotScored(sheet.assessor, id)),
            Some(points) if points.is_negative() || *points > criterion.maximum => {
                return Err(AssessmentError::OutOfRange(sheet.assessor, id));
            }
            Some(_) if !sheet.reasons.contains_key(&id) => return Err(AssessmentError::NoReason(sheet.assessor, id)),
            Some(_) => {}
        }
    }
    Ok(())
}

fn score(sheets: &[&ScoreSheet], criterion: &Id) -> Option<Score> {
    let points: Vec<Number> = sheets.iter().filter_map(|it| it.points.get(criterion).copied()).collect();
    let sum = points.iter().try_fold(Number::ZERO, |sum, it| sum.plus(*it))?;
    Some(Score {
        average: sum.divided_by(Number::whole(i64::try_from(points.len()).ok()?))?,
        lowest: points.iter().copied().min()?,
        highest: points.iter().copied().max()?,
        reasons: sheets.iter().filter_map(|it| it.reasons.get(criterion).copied()).collect(),
    })
}

impl fmt::Display for AssessmentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew { counted, needed } => {
                write!(formatter, "{counted} assessors without an interest have scored, and {needed} are needed")
            }
            Self::Undecided => formatter.write_str("as many assessors advise to grant as to refuse: let them talk"),
            Self::NotAMember(person) => write!(formatter, "assessor {} is no member of the committee", person.0),
            Self::Twice(person) => write!(formatter, "assessor {} has scored twice", person.0),
            Self::NotScored(person, criterion) => {
                write!(formatter, "assessor {} gave no points on `{criterion}`", person.0)
            }
            Self::OutOfRange(person, criterion) => {
                write!(formatter, "the points of assessor {} on `{criterion}` cannot be", person.0)
            }
            Self::TooLong(criterion) => {
                write!(formatter, "the points on `{criterion}` have more decimals than can be averaged exactly")
            }
            Self::NoReason(person, criterion) => {
                write!(formatter, "assessor {} gave no reason on `{criterion}`", person.0)
            }
        }
    }
}

impl Error for AssessmentError {}
