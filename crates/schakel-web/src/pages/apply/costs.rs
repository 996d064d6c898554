//! The table of costs: a row for each kind, a column for each firm that takes part, and what that makes.

use schakel_casework::FirmRef;
use schakel_register::{Cents, number_with_unit};
use schakel_schemes::Partnership;

use crate::pages::apply::answers::{ALL_COSTS, kept_amount};
use crate::pages::apply::mistakes::Mistake;
use crate::pages::apply::way::Sheet;
use crate::pages::frame::Visit;
use crate::pages::parts::code_name;

/// The table.
pub struct CostTable {
    /// The firms, in order.
    pub firms: Vec<String>,
    /// A row for each kind.
    pub rows: Vec<CostRow>,
    /// What each firm has in all, and all of them together.
    pub totals: Vec<String>,
    /// How much of it can be asked for at most; empty while there are no costs.
    pub most: String,
    /// What the applicants pay themselves; empty while that is not known.
    pub own: String,
}

/// A kind of costs.
pub struct CostRow {
    /// Its name.
    pub kind: String,
    /// A field for each firm.
    pub cells: Vec<CostCell>,
}

/// A field of the table.
pub struct CostCell {
    /// Name of the field, and its place on the page.
    pub name: String,
    /// For whom and what, for readers who hear it.
    pub label: String,
    /// What was typed.
    pub value: String,
    /// Whether it cannot be read.
    pub is_wrong: bool,
}

impl Sheet {
    /// The applicant and those who were asked and did not say no.
    pub fn firms(&self) -> Vec<FirmRef> {
        let application = self.application();
        let partners = application.partners.iter().filter(|(_, it)| **it != Partnership::Declined);
        std::iter::once(application.applicant).chain(partners.map(|(firm, _)| *firm)).collect()
    }
}

/// The table of an application.
pub fn cost_table(sheet: &Sheet, mistakes: &[Mistake], visit: &Visit) -> CostTable {
    let (texts, language) = (visit.texts(), visit.language);
    let firms: Vec<(FirmRef, String)> = sheet.firms().into_iter().map(|it| (it, sheet.name_of(it, visit))).collect();
    let row = |kind: &str| {
        let name = match kind {
            ALL_COSTS => texts.get("apply-costs-all"),
            _ => code_name("cost-kinds", kind, visit.pack(), language),
        };
        let cell = |(firm, called): &(FirmRef, String)| {
            let field = format!("kosten-{firm}-{kind}");
            CostCell {
                label: format!("{name}, {called}"),
                value: sheet.answers.cost(*firm, kind).to_owned(),
                is_wrong: mistakes.iter().any(|(it, _)| *it == field),
                name: field,
            }
        };
        let cells = firms.iter().map(cell).collect();
        CostRow { kind: name, cells }
    };
    let costs = sheet.answers.costs_of(firms.iter().map(|(firm, _)| *firm));
    let all: Cents = costs.values().copied().sum();
    let words = |it: Cents| it.words(language);
    let of_firm = |(firm, _): &(FirmRef, String)| words(costs.get(firm).copied().unwrap_or(Cents::ZERO));
    let mut totals: Vec<String> = firms.iter().map(of_firm).collect();
    if firms.len() > 1 {
        totals.push(words(all));
    }
    let bounds = &sheet.setup.bounds;
    let most = bounds.rate.map_or(all, |rate| all.share(rate)).min(bounds.maximum);
    let most = match bounds.rate {
        _ if all == Cents::ZERO => String::new(),
        Some(rate) => {
            let rate = number_with_unit(rate, "%", language);
            texts.with_all("apply-most-rate", &[("rate", rate.into()), ("max", words(most).into())])
        }
        None => texts.with("apply-most", "max", &words(most)),
    };
    let requested = kept_amount(&sheet.answers.requested).filter(|it| *it <= all && *it > Cents::ZERO);
    let own = requested.map(|it| texts.with("apply-own-contribution", "amount", &words(all - it))).unwrap_or_default();
    CostTable {
        rows: sheet.setup.cost_kinds().into_iter().map(row).collect(),
        firms: firms.into_iter().map(|(_, name)| name).collect(),
        totals,
        most,
        own,
    }
}
