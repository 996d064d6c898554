//! Drawing lots so that everybody can check it: the commitment before, the draw, and the check of a published draw.
//! Where the seed comes from and who is drawn is not here; the words for the public are in `docs/loting.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::number::ApplicationNumber;

/// The fewest characters of a seed: 32 hexadecimal digits are 128 bits, more than anybody can try.
pub const SEED_CHARACTERS_MIN: usize = 32;

/// The most characters of a seed.
pub const SEED_CHARACTERS_MAX: usize = 256;

/// The text from which the order follows; secret until the list of applications is fixed.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(String);

/// Why a text is no seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeedError {
    /// Fewer than [`SEED_CHARACTERS_MIN`] characters: it could be found by trying.
    TooShort {
        /// How many there are.
        characters: usize,
    },
    /// More than [`SEED_CHARACTERS_MAX`] characters.
    TooLong {
        /// How many there are.
        characters: usize,
    },
    /// A space, a line end or a character outside ASCII: it would not be the same bytes for everybody who copies it.
    NotPlain {
        /// The character.
        character: char,
    },
}

impl Seed {
    /// Reads a seed: 32 to 256 visible ASCII characters.
    ///
    /// # Errors
    ///
    /// [`SeedError`] when it is shorter, longer, or has other characters.
    pub fn new(text: &str) -> Result<Self, SeedError> {
        if let Some(character) = text.chars().find(|it| !it.is_ascii_graphic()) {
            return Err(SeedError::NotPlain { character });
        }
        match text.len() {
            characters if characters < SEED_CHARACTERS_MIN => Err(SeedError::TooShort { characters }),
            characters if characters > SEED_CHARACTERS_MAX => Err(SeedError::TooLong { characters }),
            _ => Ok(Seed(text.to_owned())),
        }
    }

    /// The text, to publish after the list is fixed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is published before: SHA-256 of the text, in 64 lower-case hexadecimal digits.
    pub fn commitment(&self) -> String {
        hexadecimal(&Sha256::digest(self.0.as_bytes()))
    }

    /// SHA-256 of seed, colon and number: the lowest is drawn first.
    fn ticket(&self, application: ApplicationNumber) -> [u8; 32] {
        Sha256::new()
            .chain_update(self.0.as_bytes())
            .chain_update(b":")
            .chain_update(application.to_string().as_bytes())
            .finalize()
            .into()
    }
}

impl fmt::Debug for Seed {
    /// Does not show it: a seed in a log before the draw would be no secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Seed(…)")
    }
}

/// The proof of a draw as it is published. It says nothing until [`PublishedDraw::check`] has checked it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedDraw {
    /// The round, by its identifier in the pack.
    pub round: String,
    /// What was published before closing: SHA-256 of the seed, hexadecimal.
    pub commitment: String,
    /// The seed.
    pub seed: String,
    /// The applications that were drawn, by number, ascending.
    pub applications: Vec<ApplicationNumber>,
    /// The same applications in the order of the draw.
    pub order: Vec<ApplicationNumber>,
}

impl PublishedDraw {
    /// Reads a published draw.
    ///
    /// # Errors
    ///
    /// What is wrong, with line and column, when it is not JSON with exactly these fields.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The file to publish: JSON with one field on a line, so that it can be read and pasted.
    pub fn to_json(&self) -> String {
        let text = |it: &str| serde_json::Value::from(it);
        let list = |it: &[ApplicationNumber]| serde_json::Value::from(it.iter().map(|it| it.0).collect::<Vec<u64>>());
        format!(
            "{{\n  \"round\": {},\n  \"commitment\": {},\n  \"seed\": {},\n  \"applications\": {},\n  \"order\": {}\n}}",
            text(&self.round),
            text(&self.commitment),
            text(&self.seed),
            list(&self.applications),
            list(&self.order)
        )
    }

    /// Recomputes everything.
    ///
    /// Whether the commitment is the one that was published before closing is for the reader to compare: a file cannot
    /// prove when it was made.
    ///
    /// # Errors
    ///
    /// Every [`DrawFlaw`], in reading order; never none.
    pub fn check(&self) -> Result<Draw, Vec<DrawFlaw>> {
        let mut flaws = Vec::new();
        let seed = Seed::new(&self.seed).map_err(|error| flaws.push(DrawFlaw::Seed(error))).ok();
        if let Some(computed) = seed.as_ref().map(Seed::commitment).filter(|it| *it != self.commitment) {
            flaws.push(DrawFlaw::Commitment { stands: self.commitment.clone(), computed });
        }
        flaws.extend(flaws_of_list(&self.applications));
        flaws.extend(differences(&self.applications, &self.order));
        if let (Some(seed), true) = (&seed, flaws.iter().all(|it| matches!(it, DrawFlaw::Commitment { .. }))) {
            flaws.extend(flaw_of_order(&self.order, &order_of(seed, &self.applications)));
        }
        match seed {
            Some(seed) if flaws.is_empty() => Ok(Draw { round: self.round.clone(), seed, order: self.order.clone() }),
            _ => Err(flaws),
        }
    }
}

/// A draw of which the order follows from the seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    round: String,
    seed: Seed,
    order: Vec<ApplicationNumber>,
}

/// Why there can be no draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawError {
    /// There is nobody to draw.
    NoApplications,
    /// An application is on the list twice.
    Twice(ApplicationNumber),
}

impl Draw {
    /// Draws. The order in which the applications are given makes no difference, and leaving one out leaves the order of
    /// the others as it was.
    ///
    /// # Errors
    ///
    /// [`DrawError`] when the list is empty or has an application twice.
    pub fn make(round: &str, seed: Seed, applications: &[ApplicationNumber]) -> Result<Self, DrawError> {
        if applications.is_empty() {
            return Err(DrawError::NoApplications);
        }
        if let Some(twice) = first_twice(applications) {
            return Err(DrawError::Twice(twice));
        }
        let order = order_of(&seed, applications);
        Ok(Draw { round: round.to_owned(), seed, order })
    }

    /// The round.
    pub fn round(&self) -> &str {
        &self.round
    }

    /// The seed.
    pub fn seed(&self) -> &Seed {
        &self.seed
    }

    /// The applications, first drawn first.
    pub fn order(&self) -> &[ApplicationNumber] {
        &self.order
    }

    /// What is published.
    pub fn published(&self) -> PublishedDraw {
        let mut applications = self.order.clone();
        applications.sort_unstable();
        PublishedDraw {
            round: self.round.clone(),
            commitment: self.seed.commitment(),
            seed: self.seed.as_str().to_owned(),
            applications,
            order: self.order.clone(),
        }
    }
}

/// What is wrong with a published draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrawFlaw {
    /// The seed cannot be one.
    Seed(SeedError),
    /// The commitment is not that of this seed.
    Commitment {
        /// What stands in the file.
        stands: String,
        /// SHA-256 of the seed in the file.
        computed: String,
    },
    /// The list is empty.
    NoApplications,
    /// An application is on the list twice.
    ListedTwice(ApplicationNumber),
    /// The list is not ascending: this application stands after a higher one.
    NotAscending(ApplicationNumber),
    /// An application of the list is not in the order.
    NotInOrder(ApplicationNumber),
    /// An application of the order is not on the list.
    NotListed(ApplicationNumber),
    /// An application is in the order twice.
    OrderedTwice(ApplicationNumber),
    /// The order is not what follows from the seed.
    Order {
        /// The first place that differs, counted from one.
        place: usize,
        /// Who stands there.
        stands: ApplicationNumber,
        /// Who belongs there.
        belongs: ApplicationNumber,
        /// How many places differ in all.
        places: usize,
    },
}

fn order_of(seed: &Seed, applications: &[ApplicationNumber]) -> Vec<ApplicationNumber> {
    let mut tickets: Vec<_> = applications.iter().map(|it| (seed.ticket(*it), *it)).collect();
    tickets.sort_unstable();
    tickets.into_iter().map(|(_, application)| application).collect()
}

fn first_twice(applications: &[ApplicationNumber]) -> Option<ApplicationNumber> {
    let mut seen = BTreeSet::new();
    applications.iter().copied().find(|it| !seen.insert(*it))
}

fn flaws_of_list(applications: &[ApplicationNumber]) -> Vec<DrawFlaw> {
    let twice = first_twice(applications).map(DrawFlaw::ListedTwice);
    let descending = applications.iter().zip(applications.iter().skip(1)).find(|(one, next)| one > next);
    let nobody = applications.is_empty().then_some(DrawFlaw::NoApplications);
    nobody.into_iter().chain(twice).chain(descending.map(|(_, next)| DrawFlaw::NotAscending(*next))).collect()
}

/// Whether list and order hold the same applications.
fn differences(applications: &[ApplicationNumber], order: &[ApplicationNumber]) -> Vec<DrawFlaw> {
    let mut times: BTreeMap<ApplicationNumber, usize> = applications.iter().map(|it| (*it, 0)).collect();
    let mut flaws = Vec::new();
    for application in order {
        match times.get_mut(application) {
            None => flaws.push(DrawFlaw::NotListed(*application)),
            Some(1) => flaws.push(DrawFlaw::OrderedTwice(*application)),
            Some(times) => *times += 1,
        }
    }
    flaws.extend(times.iter().filter(|(_, times)| **times == 0).map(|(it, _)| DrawFlaw::NotInOrder(*it)));
    flaws
}

fn flaw_of_order(order: &[ApplicationNumber], computed: &[ApplicationNumber]) -> Option<DrawFlaw> {
    let mut different = order.iter().zip(computed).enumerate().filter(|(_, (stands, belongs))| stands != belongs);
    let (index, (stands, belongs)) = different.next()?;
    Some(DrawFlaw::Order { place: index + 1, stands: *stands, belongs: *belongs, places: different.count() + 1 })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl fmt::Display for SeedError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort { characters } => write!(
                formatter,
                "the seed has {characters} characters and could be found by trying: use at least {SEED_CHARACTERS_MIN}"
            ),
            Self::TooLong { characters } => {
                write!(formatter, "the seed has {characters} characters: use at most {SEED_CHARACTERS_MAX}")
            }
            Self::NotPlain { character } => write!(
                formatter,
                "the seed has the character {character:?}: use letters, digits and signs of ASCII, without spaces"
            ),
        }
    }
}

impl Error for SeedError {}

impl fmt::Display for DrawError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoApplications => formatter.write_str("there are no applications to draw"),
            Self::Twice(application) => write!(formatter, "application {application} is on the list twice"),
        }
    }
}

impl Error for DrawError {}

impl fmt::Display for DrawFlaw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seed(error) => error.fmt(formatter),
            Self::Commitment { stands, computed } => {
                write!(formatter, "the commitment is `{stands}`, but SHA-256 of the seed is `{computed}`")
            }
            Self::NoApplications => formatter.write_str("the list of applications is empty"),
            Self::ListedTwice(application) => write!(formatter, "application {application} is on the list twice"),
            Self::NotAscending(application) => {
                write!(formatter, "the list is not ascending: {application} stands after a higher number")
            }
            Self::NotInOrder(application) => {
                write!(formatter, "application {application} is on the list but not in the order")
            }
            Self::NotListed(application) => {
                write!(formatter, "application {application} is in the order but not on the list")
            }
            Self::OrderedTwice(application) => write!(formatter, "application {application} is in the order twice"),
            Self::Order { place, stands, belongs, places } => write!(
                formatter,
                "the order does not follow from the seed: at place {place} stands {stands}, and {belongs} belongs there \
                 ({places} places differ)"
            ),
        }
    }
}

impl Error for DrawFlaw {}
