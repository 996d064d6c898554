//! A round as text: one fact a line, each with where it is said, and what no source says at the end.

use schakel_criteria::Language;
use schakel_register::{Honest, Openness, Pack, Ranking, RoundVersion, SourceRef, Sourced, SpanOfTime};
use schakel_schemes::{PublicMoney, RoundOnDay, decide_after_words, span_words};
use schakel_time::DateTime;

use crate::commands::diff::period_words;
use crate::commands::round::missing;
use crate::commands::{last_day, written_date};

/// A round on one line.
pub fn line(shown: &RoundOnDay<'_>, language: Language) -> String {
    let openness = openness_words(&shown.openness, language);
    format!("{}: {} ({openness})", shown.round.id, shown.round.name.get(language))
}

/// A round in full.
pub fn lines(shown: &RoundOnDay<'_>, pack: &Pack, language: Language) -> Vec<String> {
    let words = Words { pack, language };
    let mut lines = vec![shown.round.name.get(language).to_owned()];
    lines.push(words.row(["Nu", "Now"], &openness_words(&shown.openness, language), None));
    if let Some(version) = shown.version {
        lines.push(words.row(["Regels", "Rules"], &period_words(&version.valid, language), Some(&version.source)));
        let executor = shown.round.executor.as_deref().map(|id| words.organisation(id));
        lines.extend(executor.map(|name| words.row(["Beslist", "Decides"], &name, None)));
        for window in &version.windows {
            lines.push(words.row(["Aanvragen", "Apply"], &window.words(language), window.source.as_ref()));
        }
        lines.extend(words.money(version));
        lines.extend(words.division(version));
        lines.extend(words.terms(version));
        lines.extend(version.ranking.as_ref().map(|it| words.ranking(it)).into_iter().flatten());
        for document in &version.documents {
            lines.push(words.row(["Meesturen", "Attach"], document.name.get(language), Some(&document.source)));
        }
    }
    let missing = missing(shown);
    match missing.is_empty() {
        true => lines.push(words.say(["  Deze ronde is uit te voeren.", "  This round can be executed."]).to_owned()),
        false => lines.push(
            words
                .say([
                    "  Deze ronde is nog niet uit te voeren. Geen bron zegt:",
                    "  This round cannot be executed yet. No source says:",
                ])
                .to_owned(),
        ),
    }
    lines.extend(missing.into_iter().map(|it| format!("    - {}", it.words(language))));
    lines
}

fn openness_words(openness: &Openness, language: Language) -> String {
    let day = |moment: DateTime| written_date(moment.date(), language);
    let [dutch, english] = match openness {
        Openness::Open { until: Some(until) } => {
            let last = written_date(last_day(*until), language);
            [format!("open tot en met {last}"), format!("open up to and including {last}")]
        }
        Openness::Open { until: None } => ["open".to_owned(), "open".to_owned()],
        Openness::Planned { from: Some(from) } => {
            [format!("gaat open op {}", day(*from)), format!("opens on {}", day(*from))]
        }
        Openness::Planned { from: None } => ["nog niet open".to_owned(), "not open yet".to_owned()],
        Openness::Exhausted { on } => {
            let on = written_date(*on, language);
            [format!("geld op sinds {on}"), format!("money gone since {on}")]
        }
        Openness::Closed { .. } => ["gesloten".to_owned(), "closed".to_owned()],
        Openness::Unknown => ["niet bekend".to_owned(), "not known".to_owned()],
    };
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}

/// The language and the names of the pack.
struct Words<'a> {
    pack: &'a Pack,
    language: Language,
}

impl Words<'_> {
    fn say(&self, [dutch, english]: [&'static str; 2]) -> &'static str {
        match self.language {
            Language::Dutch => dutch,
            Language::English => english,
        }
    }

    /// A fact with its label, and where it is said.
    fn row(&self, label: [&'static str; 2], value: &str, source: Option<&SourceRef>) -> String {
        let source = source.map(|source| format!("  [{source}]")).unwrap_or_default();
        format!("  {}: {value}{source}", self.say(label))
    }

    fn organisation(&self, id: &str) -> String {
        let organisation = self.pack.organisations.get(id);
        organisation.map_or(id, |it| it.name.get(self.language)).to_owned()
    }

    /// Who puts in what, what is firm and what is not, and the ceilings.
    fn money(&self, version: &RoundVersion) -> Vec<String> {
        let mut lines = Vec::new();
        for pot in &version.pots {
            lines.push(self.row(["Pot", "Pot"], pot.label.get(self.language), Some(&pot.source)));
            for funding in &pot.funders {
                let amount = funding.amount.words("EUR", self.language);
                lines.push(format!("    {}: {amount}", self.organisation(&funding.organisation)));
            }
            lines.extend(pot.distribution.as_ref().map(|it| self.key(&it.key, &it.source)));
        }
        if !version.pots.is_empty() {
            let money = PublicMoney::of(&version.pots);
            lines.push(self.row(["Vast", "Firm"], &money.firm.words(self.language), None));
            let provisional = money.provisional.words(self.language);
            lines.push(self.row(["In beginsel", "In principle"], &provisional, None));
            let together = money.together().map(|it| it.words(self.language));
            let together = together.unwrap_or_else(|| self.say(["niet bekend", "not known"]).to_owned());
            lines.push(self.row(["Samen", "Together"], &together, None));
        }
        for ceiling in &version.ceilings {
            let amount = ceiling.amount.words("EUR", self.language);
            let value = format!("{}: {amount}", ceiling.label.get(self.language));
            lines.push(self.row(["Plafond", "Ceiling"], &value, Some(&ceiling.source)));
        }
        lines
    }

    /// The key by which a part is divided over areas.
    fn key(&self, key: &str, source: &SourceRef) -> String {
        let key = self.pack.distribution_keys.get(key);
        let name = key.map_or("", |key| key.name.get(self.language));
        let is_known = key.is_some_and(|key| !key.parts.is_empty());
        let weights = if is_known { "" } else { self.say([" (gewichten niet bekend)", " (weights not known)"]) };
        self.row(["Verdeeld met", "Divided by"], &format!("{name}{weights}"), Some(source))
    }

    /// How the money is divided, and what one application can get.
    fn division(&self, version: &RoundVersion) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(procedure) = &version.procedure {
            let code = self.pack.codes("procedures").iter().find(|code| &*code.id == procedure.value.name());
            let name = code.map_or(procedure.value.name(), |code| code.name.get(self.language));
            lines.push(self.row(["Verdeling", "Division"], name, Some(&procedure.source)));
        }
        let amounts = &version.amounts;
        let rows: [([&'static str; 2], &Option<Honest>, &str); 6] = [
            (["Deel van de kosten", "Share of the costs"], &amounts.rate, "%"),
            (["Minstens", "At least"], &amounts.minimum, "EUR"),
            (["Hoogstens", "At most"], &amounts.maximum, "EUR"),
            (["Minstens per deelnemer", "At least for each participant"], &amounts.minimum_each, "EUR"),
            (["Hoogstens per deelnemer", "At most for each participant"], &amounts.maximum_each, "EUR"),
            (["Grootste deel van één deelnemer", "Largest part of one participant"], &amounts.maximum_cost_share, "%"),
        ];
        for (label, honest, unit) in rows {
            let row = |it: &Honest| self.row(label, &it.words(unit, self.language), it.source.as_ref());
            lines.extend(honest.as_ref().map(row));
        }
        for cost in &version.costs {
            let code = self.pack.codes("cost-kinds").iter().find(|code| code.id == cost.kind);
            let name = code.map_or(&*cost.kind, |code| code.name.get(self.language));
            lines.push(self.row(["Kosten", "Costs"], name, Some(&cost.source)));
        }
        if let Some(it) = &version.participants {
            let count = |count: Option<u32>| count.map_or_else(|| "…".to_owned(), |count| count.to_string());
            let value = format!("{}–{}", count(it.minimum), count(it.maximum));
            lines.push(self.row(["Deelnemers", "Participants"], &value, Some(&it.source)));
        }
        lines
    }

    fn terms(&self, version: &RoundVersion) -> Vec<String> {
        let terms = &version.terms;
        let mut lines = Vec::new();
        if let Some(within) = &terms.decide_within {
            let after =
                terms.decide_after.as_ref().map(|it| format!(" {}", decide_after_words(it.value, self.language)));
            let after = after.unwrap_or_default();
            let value = format!("{}{after}", span_words(within.value, self.language));
            lines.push(self.row(["Besluit binnen", "Decision within"], &value, Some(&within.source)));
        }
        let rows: [([&'static str; 2], &Option<Sourced<SpanOfTime>>); 3] = [
            (["Te verlengen met", "Can be extended by"], &terms.extend_by),
            (["Aanvullen binnen", "Complete within"], &terms.repair_within),
            (["Vaststelling vragen binnen", "Ask to settle within"], &terms.settle_within),
        ];
        for (label, term) in rows {
            let row =
                |it: &Sourced<SpanOfTime>| self.row(label, &span_words(it.value, self.language), Some(&it.source));
            lines.extend(term.as_ref().map(row));
        }
        lines
    }

    fn ranking(&self, ranking: &Ranking) -> Vec<String> {
        let mut lines = Vec::new();
        for criterion in &ranking.criteria {
            let minimum = criterion.minimum.map(|it| format!(", {} {it}", self.say(["minstens", "at least"])));
            let value = format!(
                "{} ({}–{}{})",
                criterion.text.get(self.language),
                criterion.points_from,
                criterion.points_to,
                minimum.unwrap_or_default()
            );
            lines.push(self.row(["Punten", "Points"], &value, Some(&criterion.source)));
        }
        let row = |it: &Sourced<schakel_criteria::Number>| {
            self.row(["Samen minstens", "At least in all"], &it.value.to_string(), Some(&it.source))
        };
        lines.extend(ranking.minimum_total.as_ref().map(row));
        lines
    }
}
