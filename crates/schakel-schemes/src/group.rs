//! Which enterprises are one undertaking: a graph of control between enterprises (Regulation 2023/2831, article 2(2)), of
//! partners, and of links through natural persons. The last are no fact that a program may conclude from: a person looks
//! at them.

use std::collections::{BTreeMap, BTreeSet};

use schakel_casework::FirmRef;
use serde::{Deserialize, Serialize};

use crate::application::{Application, Verdict};
use crate::number::ApplicationNumber;

/// A natural person who links enterprises; a number of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LinkPerson(pub u64);

/// What makes two enterprises one undertaking (Regulation 2023/2831, article 2(2)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Control {
    /// A majority of the voting rights (a).
    MajorityOfVotes,
    /// The right to appoint or remove a majority of the board (b).
    Board,
    /// Dominant influence by contract or by the articles (c).
    DominantInfluence,
    /// A majority of the voting rights by agreement with others (d).
    Agreement,
}

/// A link between an enterprise and something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Link {
    /// The first has this control over the second.
    Controls(FirmRef, FirmRef, Control),
    /// The first has 25 to 50 % of the second: partner enterprises (Recommendation 2003/361, annex, article 3(2)).
    Partner(FirmRef, FirmRef),
    /// The person has control over the enterprise, or a large part of it.
    Person(LinkPerson, FirmRef),
}

/// The known links.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Groups {
    links: BTreeSet<Link>,
}

/// An enterprise that may belong to the same undertaking through a person; somebody has to look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ThroughPerson {
    /// The person.
    pub person: LinkPerson,
    /// The other enterprise.
    pub firm: FirmRef,
}

/// Whether an undertaking with its group can have a grant of a round in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OncePerYear {
    /// Nobody of the group has one.
    Free,
    /// This grant is in the way.
    Granted(ApplicationNumber),
    /// Nobody that is certainly of the group has one; these, linked through a person, do.
    Review(BTreeSet<ThroughPerson>),
}

impl Groups {
    /// The graph of these links.
    pub fn new(links: impl IntoIterator<Item = Link>) -> Self {
        Self { links: links.into_iter().collect() }
    }

    /// The single undertaking: everything that controls or is controlled, directly or through others, the firm included.
    pub fn single_undertaking(&self, firm: FirmRef) -> BTreeSet<FirmRef> {
        self.reach(firm, |link| match link {
            Link::Controls(one, other, _) => Some((one, other)),
            Link::Partner(..) | Link::Person(..) => None,
        })
    }

    /// The group of a firm where a round counts partners as well: the undertaking, and the partners next to it.
    pub fn with_partners(&self, firm: FirmRef) -> BTreeSet<FirmRef> {
        let undertaking = self.single_undertaking(firm);
        let partners = self.links.iter().filter_map(|link| match link {
            Link::Partner(one, other) if undertaking.contains(one) => Some(*other),
            Link::Partner(one, other) if undertaking.contains(other) => Some(*one),
            _ => None,
        });
        partners.flat_map(|it| self.single_undertaking(it)).chain(undertaking.iter().copied()).collect()
    }

    /// Enterprises outside a group that a person links with it.
    pub fn through_persons(&self, group: &BTreeSet<FirmRef>) -> BTreeSet<ThroughPerson> {
        let mut held: BTreeMap<LinkPerson, BTreeSet<FirmRef>> = BTreeMap::new();
        for link in &self.links {
            if let Link::Person(person, firm) = link {
                held.entry(*person).or_default().insert(*firm);
            }
        }
        let shared = held.into_iter().filter(|(_, firms)| !firms.is_disjoint(group));
        shared
            .flat_map(|(person, firms)| {
                let reached = firms.into_iter().flat_map(|firm| self.single_undertaking(firm));
                reached.map(move |firm| ThroughPerson { person, firm })
            })
            .filter(|it| !group.contains(&it.firm))
            .collect()
    }

    /// Whether this firm, with this group, can have a grant of a round in a calendar year. A grant that was withdrawn
    /// does not count, nor does an application of the firm that is being decided on.
    pub fn once_per_year(
        &self,
        application: &Application,
        group: &BTreeSet<FirmRef>,
        year: i16,
        applications: &[Application],
    ) -> OncePerYear {
        let granted = |it: &&Application| {
            let counts = it.decided.as_ref().is_some_and(|decided| {
                decided.decided_on.year() == year && matches!(decided.verdict, Verdict::Granted(_))
            });
            counts && it.round == application.round && it.number != application.number && !it.is_revoked()
        };
        let by = |it: &Application, firms: &BTreeSet<FirmRef>| it.participants().any(|firm| firms.contains(&firm));
        let others: Vec<&Application> = applications.iter().filter(granted).collect();
        if let Some(other) = others.iter().find(|it| by(it, group)) {
            return OncePerYear::Granted(other.number);
        }
        let has_one = |it: &ThroughPerson| others.iter().any(|other| by(other, &[it.firm].into()));
        let review: BTreeSet<ThroughPerson> = self.through_persons(group).into_iter().filter(has_one).collect();
        if review.is_empty() { OncePerYear::Free } else { OncePerYear::Review(review) }
    }

    fn reach(&self, firm: FirmRef, joined: impl Fn(Link) -> Option<(FirmRef, FirmRef)>) -> BTreeSet<FirmRef> {
        let mut seen = BTreeSet::from([firm]);
        let mut next = vec![firm];
        while let Some(here) = next.pop() {
            for (one, other) in self.links.iter().filter_map(|link| joined(*link)) {
                let there = if one == here { Some(other) } else { (other == here).then_some(one) };
                next.extend(there.filter(|it| seen.insert(*it)));
            }
        }
        seen
    }
}
