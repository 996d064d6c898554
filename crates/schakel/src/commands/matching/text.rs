//! The match of one firm as text for a person at a terminal. The document for programs comes from `schakel-web`.

use schakel_criteria::{FactId, Language, Verdict};
use schakel_guide::{AreaFit, Match, PlanFit, changes_in_words};
use schakel_register::{Honest, Openness, Pack, Qualifier, Version, number_with_unit};
use schakel_time::Date;

use crate::commands::{last_day, written_date};

/// The lines of a match, the most useful first.
pub fn lines(matches: &[Match<'_>], pack: &Pack, day: Date, language: Language) -> Vec<String> {
    let writer = Writer { pack, language };
    let counted = matches.len();
    let date = written_date(day, language);
    let region = &pack.settings.name;
    let mut lines = vec![writer.say(
        format!("{region} op {date}: {counted} vormen van steun bekeken"),
        format!("{region} on {date}: {counted} pieces of support looked at"),
    )];
    for verdict in [Verdict::Met, Verdict::Judgement, Verdict::Unknown, Verdict::NotMet] {
        let group: Vec<_> = matches.iter().filter(|it| it.answer.verdict == verdict).collect();
        lines.push(String::new());
        lines.push(format!("{} ({})", writer.heading(verdict), group.len()));
        // What serves another plan is named, so that nothing is hidden, but it does not stand in the way.
        let (others, shown): (Vec<_>, Vec<_>) = group.into_iter().partition(|it| it.plan_fit == PlanFit::Differs);
        for it in shown {
            lines.push(format!("  {} [{}]", it.on_day.support.name.get(language), writer.state(it)));
            lines.extend(writer.details(it).into_iter().map(|detail| format!("      {detail}")));
        }
        if !others.is_empty() {
            lines.push(format!("  {}:", writer.say("Voor een ander plan", "For another plan")));
            lines.extend(others.iter().map(|it| format!("      {}", it.on_day.support.name.get(language))));
        }
    }
    lines
}

/// The lines of what may be help now: what fits, what a person decides, what is not yet known.
pub fn shortlist(matches: &[Match<'_>], pack: &Pack, language: Language) -> Vec<String> {
    let writer = Writer { pack, language };
    let is_near = |it: &&Match<'_>| it.plan_fit != PlanFit::Differs && it.area_fit != AreaFit::Outside && !it.is_over();
    let near: Vec<_> = matches.iter().filter(is_near).collect();
    let mut lines = Vec::new();
    for verdict in [Verdict::Met, Verdict::Judgement, Verdict::Unknown] {
        let group: Vec<_> = near.iter().filter(|it| it.answer.verdict == verdict).collect();
        lines.push(format!("{} ({})", writer.heading(verdict), group.len()));
        for it in &group {
            lines.push(format!("  {} [{}]", it.on_day.support.name.get(language), writer.state(it)));
        }
    }
    lines
}

struct Writer<'a> {
    pack: &'a Pack,
    language: Language,
}

impl Writer<'_> {
    fn say<T>(&self, dutch: T, english: T) -> T {
        match self.language {
            Language::Dutch => dutch,
            Language::English => english,
        }
    }

    fn heading(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Met => self.say("Past", "Fits"),
            Verdict::Judgement => self.say("Past, als een mens het ook vindt", "Fits, if a person agrees"),
            Verdict::Unknown => self.say("Past misschien", "May fit"),
            Verdict::NotMet => self.say("Past nu niet", "Does not fit now"),
        }
    }

    /// Whether one can apply, with the date that goes with it.
    fn state(&self, it: &Match<'_>) -> String {
        let date = |day| written_date(day, self.language);
        match &it.on_day.openness {
            Openness::Open { until: None } => "open".to_owned(),
            Openness::Open { until: Some(until) } => {
                let day = date(last_day(*until));
                self.say(format!("open tot en met {day}"), format!("open up to and including {day}"))
            }
            Openness::Planned { from: None } => self.say("nog niet open", "not open yet").to_owned(),
            Openness::Planned { from: Some(from) } => {
                let day = date(from.date());
                self.say(format!("nog niet open, wel vanaf {day}"), format!("not open yet, opens on {day}"))
            }
            Openness::Exhausted { on } => {
                let day = date(*on);
                self.say(format!("het geld is op sinds {day}"), format!("the money ran out on {day}"))
            }
            Openness::Closed { since: None } => self.say("gestopt", "ended").to_owned(),
            Openness::Closed { since: Some(since) } => {
                let day = date(last_day(*since));
                self.say(format!("gesloten na {day}"), format!("closed after {day}"))
            }
            Openness::Unknown => self.say("niet bekend of dit open is", "not known whether this is open").to_owned(),
        }
    }

    fn details(&self, it: &Match<'_>) -> Vec<String> {
        let version = it.on_day.version;
        let mut lines = Vec::new();
        lines.extend(version.and_then(|version| self.amount(version)));
        if it.area_fit == AreaFit::Outside {
            lines.push(self.say("werkt niet waar uw bedrijf staat", "does not work where your firm is").to_owned());
        }
        lines.extend(self.reasons(it));
        lines.extend(changes_in_words(&it.answer.changes, &self.pack.vocabulary, self.language));
        if it.on_day.stale {
            lines.push(self.last_checked(it.on_day.checked_on));
        }
        lines.extend(self.contact(it));
        lines
    }

    /// At most how much, and which share of the costs, with the qualifier of the source.
    fn amount(&self, version: &Version) -> Option<String> {
        let figure = |honest: &Honest, unit| {
            let number = number_with_unit(honest.value?, unit, self.language);
            let qualifier = honest.qualifier.words(self.language).trim_end_matches(':');
            let shown = !matches!(honest.qualifier, Qualifier::Exact | Qualifier::AtMost);
            Some(if shown { format!("{number} ({qualifier})") } else { number })
        };
        let maximum = version.maximum.as_ref().and_then(|it| figure(it, "EUR"));
        let rate = version.rate.as_ref().and_then(|it| figure(it, "%"));
        let maximum = maximum.map(|it| self.say(format!("hooguit {it}"), format!("at most {it}")));
        let rate = rate.map(|it| self.say(format!("{it} van de kosten"), format!("{it} of the costs")));
        let parts: Vec<String> = [maximum, rate].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// What speaks against it, what a person decides, or what is not known, as the verdict asks.
    fn reasons(&self, it: &Match<'_>) -> Vec<String> {
        match it.answer.verdict {
            Verdict::Met => Vec::new(),
            Verdict::NotMet => self.criteria(it, Verdict::NotMet, self.say("klopt niet", "not so")),
            Verdict::Judgement => {
                self.criteria(it, Verdict::Judgement, self.say("hierover oordeelt een mens", "a person judges"))
            }
            Verdict::Unknown if it.answer.missing.is_empty() => {
                vec![self.say("de bron noemt geen voorwaarden", "the source gives no conditions").to_owned()]
            }
            Verdict::Unknown => {
                let names: Vec<&str> = it.answer.missing.iter().map(|fact| self.fact_name(*fact)).collect();
                vec![format!("{}: {}", self.say("nog te weten", "still to know"), names.join(", "))]
            }
        }
    }

    fn criteria(&self, it: &Match<'_>, verdict: Verdict, words: &str) -> Vec<String> {
        it.criteria(verdict).map(|criterion| format!("{words}: {}", criterion.text.get(self.language))).collect()
    }

    fn last_checked(&self, checked_on: Option<Date>) -> String {
        match checked_on.map(|day| written_date(day, self.language)) {
            Some(day) => self.say(
                format!("niet recent: voor het laatst nagekeken op {day}"),
                format!("not recent: last checked on {day}"),
            ),
            None => self.say("nooit nagekeken", "never checked").to_owned(),
        }
    }

    fn contact(&self, it: &Match<'_>) -> Option<String> {
        let contact = it.contact.as_ref()?;
        let name = self.pack.organisations.get(&contact.organisation)?.name.get(self.language);
        let call = self.say("bel", "call");
        let door = self.say("het loket van uw gemeente", "the front door of your municipality");
        Some(if contact.is_front_door { format!("{call} {name} ({door})") } else { format!("{call} {name}") })
    }

    fn fact_name(&self, fact: FactId) -> &str {
        self.pack.vocabulary.fact(fact).map_or("", |it| it.name.get(self.language))
    }
}
