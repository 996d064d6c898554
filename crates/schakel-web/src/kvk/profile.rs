//! The answers of the Handelsregister as it sends them. Older answers name their links `links` and their parts
//! `embedded`, newer ones `_links` and `_embedded`; links are not followed, so only the parts matter. Everything but the
//! number may be missing.

use serde::Deserialize;

/// A basic profile.
#[derive(Clone, Debug, Deserialize)]
pub struct Profile {
    #[serde(rename = "kvkNummer")]
    pub number: String,
    #[serde(rename = "naam", default)]
    pub name: String,
    #[serde(rename = "materieleRegistratie", default)]
    pub existence: Existence,
    #[serde(rename = "totaalWerkzamePersonen")]
    pub working_persons: Option<u32>,
    #[serde(rename = "sbiActiviteiten", default)]
    pub activities: Vec<Activity>,
    #[serde(rename = "_embedded", alias = "embedded", default)]
    parts: Parts,
}

/// When a firm began and ended, as `YYYYMMDD`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Existence {
    #[serde(rename = "datumAanvang")]
    pub began: Option<String>,
    #[serde(rename = "datumEinde")]
    pub ended: Option<String>,
}

/// An activity with its code of the standard business classification (SBI).
#[derive(Clone, Debug, Deserialize)]
pub struct Activity {
    #[serde(rename = "sbiCode")]
    pub code: String,
    #[serde(rename = "sbiOmschrijving", default)]
    pub description: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Parts {
    #[serde(rename = "hoofdvestiging")]
    main_branch: Option<Branch>,
    #[serde(rename = "eigenaar")]
    owner: Option<Owner>,
}

/// A branch.
#[derive(Clone, Debug, Deserialize)]
pub struct Branch {
    #[serde(rename = "adressen", default)]
    addresses: Vec<Address>,
}

/// The owner: a person or a legal person. Of a person the register tells us only the legal form.
#[derive(Clone, Debug, Deserialize)]
struct Owner {
    #[serde(rename = "rechtsvorm")]
    legal_form: Option<String>,
    #[serde(rename = "adressen", default)]
    addresses: Vec<Address>,
}

#[derive(Clone, Debug, Deserialize)]
struct Address {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(rename = "plaats")]
    place: Option<String>,
}

/// What the register says when it gives no profile.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Faults {
    #[serde(rename = "fout", default)]
    faults: Vec<Fault>,
}

#[derive(Clone, Debug, Deserialize)]
struct Fault {
    code: String,
}

impl Faults {
    /// The codes of the faults.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.faults.iter().map(|fault| fault.code.as_str())
    }
}

impl Profile {
    /// The main branch, when the profile holds it.
    pub fn main_branch(&self) -> Option<&Branch> {
        self.parts.main_branch.as_ref()
    }

    /// Whether the profile itself gives a place.
    pub fn has_address(&self) -> bool {
        self.owner_place().is_some()
    }

    /// The legal form in words.
    pub fn legal_form(&self) -> Option<&str> {
        self.parts.owner.as_ref().and_then(|owner| owner.legal_form.as_deref())
    }

    /// The place of the owner's visiting address: for legal persons without a branch, such as an association.
    pub fn owner_place(&self) -> Option<&str> {
        self.parts.owner.as_ref().and_then(|owner| visiting_place(&owner.addresses))
    }
}

impl Branch {
    /// The place of the visiting address.
    pub fn place(&self) -> Option<&str> {
        visiting_place(&self.addresses)
    }
}

fn visiting_place(addresses: &[Address]) -> Option<&str> {
    addresses.iter().find(|address| address.kind == "bezoekadres").and_then(|address| address.place.as_deref())
}
