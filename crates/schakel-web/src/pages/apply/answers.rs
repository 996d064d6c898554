//! What stands in the form of an application, as it was typed: nothing is lost, also what cannot be read yet. The codes of
//! the fields are those of the round; what the portal adds has a name that is no code, so that the two never meet.

use std::collections::BTreeMap;

use schakel_casework::FirmRef;
use schakel_criteria::Language;
use schakel_register::{Cents, typed_number};
use serde::{Deserialize, Serialize};

/// The answers of an application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Who applies, as they say it.
    #[serde(rename = "=applicant", default)]
    pub applicant: Applicant,
    /// What the applicant calls each partner, by the number of the firm.
    #[serde(rename = "=partners", default)]
    pub partners: BTreeMap<String, String>,
    /// The costs, by the number of the firm and the kind of costs.
    #[serde(rename = "=costs", default)]
    pub costs: BTreeMap<String, BTreeMap<String, String>>,
    /// What is asked for.
    #[serde(rename = "=requested", default)]
    pub requested: String,
    /// The facts with which the conditions are looked at: field and value.
    #[serde(rename = "=facts", default)]
    pub facts: Vec<(String, String)>,
    /// The fields of the round.
    #[serde(flatten)]
    pub fields: BTreeMap<String, String>,
}

/// Who applies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// Name of the firm.
    pub name: String,
    /// Number of the Handelsregister.
    pub kvk: String,
    /// Name of the person.
    pub contact: String,
    /// Address.
    pub email: String,
    /// Telephone number.
    pub telephone: String,
}

/// The kind under which all costs stand when a round names no kinds.
pub const ALL_COSTS: &str = "all";

impl Answers {
    /// Reads the answers as they are kept; nothing when they were erased or are of another form.
    pub fn read(text: Option<&str>) -> Self {
        text.and_then(|it| serde_json::from_str(it).ok()).unwrap_or_default()
    }

    /// The answers as they are kept.
    pub fn to_json(&self) -> String {
        // Texts under texts: there is nothing that cannot be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What was typed for the costs of a kind.
    pub fn cost(&self, firm: FirmRef, kind: &str) -> &str {
        self.costs.get(&firm.to_string()).and_then(|it| it.get(kind)).map_or("", String::as_str)
    }

    /// The costs of each of these firms that can be read.
    pub fn costs_of(&self, firms: impl IntoIterator<Item = FirmRef>) -> BTreeMap<FirmRef, Cents> {
        let total = |firm: FirmRef| {
            let kinds = self.costs.get(&firm.to_string())?;
            Some(kinds.values().filter_map(|it| kept_amount(it)).sum::<Cents>())
        };
        firms.into_iter().filter_map(|firm| Some((firm, total(firm).filter(|it| *it > Cents::ZERO)?))).collect()
    }

    /// What is asked for, when it can be read.
    pub fn requested(&self) -> Cents {
        kept_amount(&self.requested).unwrap_or(Cents::ZERO)
    }

    /// What the applicant calls a partner.
    pub fn partner(&self, firm: FirmRef) -> &str {
        self.partners.get(&firm.to_string()).map_or("", String::as_str)
    }
}

/// An amount as it is kept: what can be read without thousands marks, so that it reads the same in both languages; what
/// cannot be read as it was typed.
pub fn to_keep(typed: &str, language: Language) -> String {
    let typed = typed.trim();
    match typed_number(typed, language).and_then(Cents::from_euros).filter(|it| *it >= Cents::ZERO) {
        Some(amount) if !typed.is_empty() => plain(amount),
        _ => typed.to_owned(),
    }
}

/// An amount that was kept; nothing for what cannot be read.
pub fn kept_amount(kept: &str) -> Option<Cents> {
    let (euros, cents) = kept.split_once('.').unwrap_or((kept, "00"));
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(euros) || !is_number(cents) || cents.len() != 2 {
        return None;
    }
    let whole: i64 = euros.parse().ok()?;
    Some(Cents::new(whole.checked_mul(100)?.checked_add(cents.parse().ok()?)?))
}

/// An amount as it is kept and shown in a field.
pub fn plain(amount: Cents) -> String {
    let (euros, cents) = (amount.count() / 100, amount.count() % 100);
    if cents == 0 { euros.to_string() } else { format!("{euros}.{cents:02}") }
}
