//! The rules of a round in sections, each rule with where it is said. What plans get points for is a table of its own,
//! in `one`.

use schakel_criteria::Number;
use schakel_register::{
    Cents, FieldSubject, FormField, Honest, Procedure, RoundCost, RoundVersion, SourceRef, Sourced, SpanOfTime,
    number_with_unit,
};
use schakel_schemes::{PublicMoney, at_ceiling_words, decide_after_words, settlement_words};

use crate::pages::frame::Visit;
use crate::pages::parts::{SourceView, ValueView, capitalised, code_name, organisation_link};
use crate::pages::rounds::words::{span, window_words};
use crate::pages::support::FactRow;

/// Rules that belong together.
pub struct Section {
    /// Names the section in the address.
    pub id: &'static str,
    /// Its heading.
    pub title: String,
    /// The rules; empty: no source says.
    pub rows: Vec<FactRow>,
    /// Where all of them are said; empty when each has a source of its own.
    pub source: SourceView,
}

/// Takes the source out of rows that all have the same one, so that it is said once.
pub fn one_source<R>(rows: &mut [R], source_of: impl Fn(&mut R) -> &mut SourceView) -> SourceView {
    let mut sources: Vec<SourceView> = rows.iter_mut().map(|row| source_of(row).clone()).collect();
    sources.dedup();
    match <[SourceView; 1]>::try_from(sources) {
        Ok([source]) if rows.len() > 1 => {
            rows.iter_mut().for_each(|row| *source_of(row) = SourceView::default());
            source
        }
        _ => SourceView::default(),
    }
}

/// The rules of a version, in the order in which an entrepreneur asks for them.
pub fn sections(version: &RoundVersion, visit: &Visit) -> Vec<Section> {
    let rows = Rows { version, visit };
    let section = |id: &'static str, mut rows: Vec<FactRow>| {
        let source = one_source(&mut rows, |row| &mut row.source);
        Section { id, title: visit.texts().get(&format!("round-section-{id}")), rows, source }
    };
    let mut sections = vec![
        section("window", rows.windows()),
        section("money", rows.money()),
        section("division", rows.division()),
        section("amounts", rows.amounts()),
        section("participants", rows.participants()),
        section("terms", rows.terms()),
        section("papers", rows.papers()),
    ];
    sections.push(section("settlement", rows.settlements()));
    // Not every round has these, so that their absence says nothing.
    sections.retain(|it| !it.rows.is_empty() || !matches!(it.id, "participants" | "settlement"));
    sections
}

/// The version and the reader.
struct Rows<'a> {
    version: &'a RoundVersion,
    visit: &'a Visit,
}

impl Rows<'_> {
    fn row(&self, label: String, value: ValueView, source: Option<&SourceRef>) -> FactRow {
        let source = source.map(|source| SourceView::new(source, self.visit.pack())).unwrap_or_default();
        FactRow { label, value, source }
    }

    fn text(&self, key: &str) -> String {
        self.visit.texts().get(key)
    }

    fn honest(&self, label: String, honest: &Honest, unit: &str, source: &SourceRef) -> FactRow {
        let value = ValueView::honest(honest, unit, self.visit.texts());
        self.row(label, value, Some(honest.source.as_ref().unwrap_or(source)))
    }

    fn windows(&self) -> Vec<FactRow> {
        let row = |window: &schakel_register::Window| {
            let words = capitalised(&window_words(window, self.visit.texts()));
            let source = window.source.as_ref().unwrap_or(&self.version.source);
            self.row(self.text("round-apply"), ValueView::known(words), Some(source))
        };
        self.version.windows.iter().map(row).collect()
    }

    /// Who puts in what, what is firm and what is not, and the ceilings.
    fn money(&self) -> Vec<FactRow> {
        let mut rows = Vec::new();
        for pot in &self.version.pots {
            for funding in &pot.funders {
                let funder = organisation_link(&funding.organisation, self.visit).name;
                let label = format!("{}: {funder}", pot.label.get(self.visit.language));
                rows.push(self.honest(label, &funding.amount, "EUR", &funding.source));
            }
            if let (Some(total), true) = (&pot.total, pot.funders.is_empty()) {
                rows.push(self.honest(pot.label.get(self.visit.language).to_owned(), total, "EUR", &pot.source));
            }
            if let Some(distribution) = &pot.distribution {
                let key = self.visit.pack().distribution_keys.get(&distribution.key);
                let name = key.map_or(&*distribution.key, |it| it.name.get(self.visit.language)).to_owned();
                let label = self.text("round-distribution");
                rows.push(self.row(label, ValueView::known(name), Some(&distribution.source)));
            }
        }
        rows.extend(self.totals());
        for ceiling in &self.version.ceilings {
            let label = ceiling.label.get(self.visit.language).to_owned();
            rows.push(self.honest(label, &ceiling.amount, "EUR", &ceiling.source));
        }
        rows
    }

    /// Firm and provisional money apart, and together.
    fn totals(&self) -> Vec<FactRow> {
        if self.version.pots.is_empty() {
            return Vec::new();
        }
        let money = PublicMoney::of(&self.version.pots);
        let known = |amount: Cents| ValueView::known(amount.words(self.visit.language));
        let mut rows = vec![self.row(self.text("round-money-firm"), known(money.firm), None)];
        if money.provisional > Cents::ZERO {
            rows.push(self.row(self.text("round-money-provisional"), known(money.provisional), None));
        }
        let together = money.together().map_or_else(|| ValueView::not_known(self.visit.texts()), known);
        rows.push(self.row(self.text("round-money-together"), together, None));
        rows
    }

    fn division(&self) -> Vec<FactRow> {
        let language = self.visit.language;
        let mut rows = Vec::new();
        if let Some(procedure) = &self.version.procedure {
            let words = ValueView::known(self.text(&format!("round-procedure-{}", procedure.value.name())));
            rows.push(self.row(self.text("round-procedure"), words, Some(&procedure.source)));
        }
        if let Some(at_ceiling) = &self.version.at_ceiling {
            let words = ValueView::known(capitalised(at_ceiling_words(at_ceiling.value, language)));
            rows.push(self.row(self.text("round-at-ceiling"), words, Some(&at_ceiling.source)));
        }
        let decides = self.version.procedure.as_ref().is_some_and(|it| it.value == Procedure::Committee);
        if let Some(committee) = self.version.committee.as_ref().filter(|_| !decides) {
            let key = if committee.value { "round-committee-yes" } else { "round-committee-no" };
            let words = ValueView::known(self.text(key));
            rows.push(self.row(self.text("round-committee"), words, Some(&committee.source)));
        }
        rows
    }

    /// What one application can get, and for which costs.
    fn amounts(&self) -> Vec<FactRow> {
        let amounts = &self.version.amounts;
        let figures: [(&str, &Option<Honest>, &str); 6] = [
            ("round-rate", &amounts.rate, "%"),
            ("round-minimum", &amounts.minimum, "EUR"),
            ("round-maximum", &amounts.maximum, "EUR"),
            ("round-minimum-each", &amounts.minimum_each, "EUR"),
            ("round-maximum-each", &amounts.maximum_each, "EUR"),
            ("round-cost-share", &amounts.maximum_cost_share, "%"),
        ];
        let figure = |(key, honest, unit): (&str, &Option<Honest>, &str)| {
            honest.as_ref().map(|it| self.honest(self.text(key), it, unit, &self.version.source))
        };
        let mut rows: Vec<FactRow> = figures.into_iter().filter_map(figure).collect();
        rows.extend(self.version.costs.iter().map(|cost| self.cost(cost)));
        rows
    }

    fn participants(&self) -> Vec<FactRow> {
        let Some(taking_part) = &self.version.participants else { return Vec::new() };
        let count = |it: Option<u32>| it.map(|it| it.to_string()).unwrap_or_default();
        let (least, most) = (count(taking_part.minimum), count(taking_part.maximum));
        let key = match (taking_part.minimum, taking_part.maximum) {
            (Some(_), None) => "round-participants-least",
            (None, _) => "round-participants-most",
            _ => "round-participants-between",
        };
        let words = self.visit.texts().with_all(key, &[("least", least.into()), ("most", most.into())]);
        let label = self.text("round-participants");
        vec![self.row(label, ValueView::known(words), Some(&taking_part.source))]
    }

    fn cost(&self, cost: &RoundCost) -> FactRow {
        let (texts, language) = (self.visit.texts(), self.visit.language);
        let share = |key: &str, honest: &Option<Honest>| {
            honest.as_ref().map(|it| texts.with(key, "share", &it.words("%", language)))
        };
        let mut words = vec![self.text("round-cost-counts")];
        words.extend(share("round-cost-least", &cost.share_minimum));
        words.extend(share("round-cost-most", &cost.share_maximum));
        let label = code_name("cost-kinds", &cost.kind, self.visit.pack(), language);
        self.row(label, ValueView::known(words.join(", ")), Some(&cost.source))
    }

    fn terms(&self) -> Vec<FactRow> {
        let (terms, texts) = (&self.version.terms, self.visit.texts());
        let mut rows = Vec::new();
        if let Some(within) = &terms.decide_within {
            let after = terms.decide_after.as_ref().map(|it| decide_after_words(it.value, self.visit.language));
            let words = format!("{} {}", span(within.value, texts), after.unwrap_or_default());
            let value = ValueView::known(words.trim_end());
            rows.push(self.row(self.text("round-decide-within"), value, Some(&within.source)));
        }
        let others: [(&str, &Option<Sourced<SpanOfTime>>); 3] = [
            ("round-extend-by", &terms.extend_by),
            ("round-repair-within", &terms.repair_within),
            ("round-settle-within", &terms.settle_within),
        ];
        for (key, term) in others {
            let row = |it: &Sourced<SpanOfTime>| {
                self.row(self.text(key), ValueView::known(span(it.value, texts)), Some(&it.source))
            };
            rows.extend(term.as_ref().map(row));
        }
        rows
    }

    /// What must be attached, and what must be filled in: what one source says of one subject in one row.
    fn papers(&self) -> Vec<FactRow> {
        let language = self.visit.language;
        let document = |it: &schakel_register::RequiredDocument| {
            let key = if it.per_participant { "round-attach-each" } else { "round-attach" };
            self.row(it.name.get(language).to_owned(), ValueView::known(self.text(key)), Some(&it.source))
        };
        let mut rows: Vec<FactRow> = self.version.documents.iter().map(document).collect();
        let fields = &self.version.fields;
        for group in fields.chunk_by(|one, next| (one.about, &one.source) == (next.about, &next.source)) {
            let Some(first) = group.first() else { continue };
            let words: Vec<String> = group.iter().map(|it| self.field(it)).collect();
            let key = match first.about {
                FieldSubject::Applicant => "round-about-applicant",
                FieldSubject::Contact => "round-about-contact",
                FieldSubject::Project => "round-about-project",
                FieldSubject::Participant => "round-about-participant",
            };
            rows.push(self.row(self.text(key), ValueView::known(words.join(", ")), Some(&first.source)));
        }
        rows
    }

    fn field(&self, field: &FormField) -> String {
        let label = field.label.get(self.visit.language);
        if field.optional { format!("{label} ({})", self.text("round-optional")) } else { label.to_owned() }
    }

    fn settlements(&self) -> Vec<FactRow> {
        let language = self.visit.language;
        let row = |it: &schakel_register::SettlementRule| {
            let below = |amount: Number| {
                self.visit.texts().with("round-below", "amount", &number_with_unit(amount, "EUR", language))
            };
            let label = it.below.map_or_else(|| self.text("round-any-amount"), below);
            let words = capitalised(settlement_words(it.arrangement, language));
            self.row(label, ValueView::known(words), Some(&it.source))
        };
        self.version.settlements.iter().map(row).collect()
    }
}
