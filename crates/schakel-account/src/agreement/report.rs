//! The report on progress as at a day. The same pack and day give the same report; every claim says where it comes from.

use schakel_criteria::Language;
use schakel_register::{Agreement, AgreementState, Id, Pack, SourceRef, Topic};
use schakel_time::{Date, dutch_date, english_date};

use crate::agreement::{
    AgreementFilter, AgreementOnDay, Standing, agreements_on, due_words, parties_without_task, topics_in_order,
};

/// A report: a title and its parts in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The title.
    pub title: String,
    /// The language of it.
    pub language: Language,
    /// The day that it is about.
    pub as_at: Date,
    /// What it says.
    pub parts: Vec<ReportPart>,
}

/// A part of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportPart {
    /// The heading of a section.
    Heading(String),
    /// The heading of an agreement.
    Subheading(String),
    /// Running text.
    Paragraph(String),
    /// Lines of a label and a value.
    Table(Vec<(String, String)>),
}

impl Report {
    /// The report as Markdown.
    pub fn to_markdown(&self) -> String {
        let mut text = format!("# {}\n", self.title);
        for part in &self.parts {
            text.push('\n');
            match part {
                ReportPart::Heading(words) => text.push_str(&format!("## {words}\n")),
                ReportPart::Subheading(words) => text.push_str(&format!("### {words}\n")),
                ReportPart::Paragraph(words) => text.push_str(&format!("{words}\n")),
                ReportPart::Table(rows) => {
                    rows.iter().for_each(|(label, value)| text.push_str(&format!("- **{label}:** {value}\n")));
                }
            }
        }
        text
    }
}

/// The report on all agreements as at a day.
pub fn progress_report(pack: &Pack, as_at: Date, language: Language) -> Report {
    let known = agreements_on(pack, as_at, &AgreementFilter::default());
    let words = Words { pack, language };
    let mut parts = vec![ReportPart::Paragraph(words.introduction(&known, as_at)), words.counts(&known)];
    for topic in topics_in_order(pack) {
        let own = of_topic(&known, Some(&topic.id));
        if !own.is_empty() {
            parts.push(ReportPart::Heading(words.topic(topic)));
            parts.push(ReportPart::Paragraph(words.sourced(topic.summary.get(language), &topic.source)));
            parts.extend(own.into_iter().flat_map(|it| words.agreement(it)));
        }
    }
    let others = of_topic(&known, None);
    if !others.is_empty() {
        parts.push(ReportPart::Heading(words.say("Afspraken buiten de onderwerpen", "Agreements outside the topics")));
        parts.extend(others.into_iter().flat_map(|it| words.agreement(it)));
    }
    Report { title: words.title(as_at), language, as_at, parts }
}

fn of_topic<'a, 'b>(known: &'b [AgreementOnDay<'a>], topic: Option<&Id>) -> Vec<&'b AgreementOnDay<'a>> {
    known.iter().filter(|it| it.agreement.topic.as_ref() == topic).collect()
}

/// The sentences of a report.
struct Words<'a> {
    pack: &'a Pack,
    language: Language,
}

impl Words<'_> {
    fn say(&self, dutch: &str, english: &str) -> String {
        match self.language {
            Language::Dutch => dutch.to_owned(),
            Language::English => english.to_owned(),
        }
    }

    fn day(&self, day: Date) -> String {
        match self.language {
            Language::Dutch => dutch_date(day),
            Language::English => english_date(day),
        }
    }

    fn title(&self, as_at: Date) -> String {
        let day = self.day(as_at);
        self.say(&format!("Voortgang van de afspraken op {day}"), &format!("Progress of the agreements on {day}"))
    }

    fn introduction(&self, known: &[AgreementOnDay<'_>], as_at: Date) -> String {
        let (count, day) = (known.len(), self.day(as_at));
        self.say(
            &format!(
                "Op {day} kent Schakel {count} afspraken. Hieronder staat van elke afspraak wat is afgesproken, wie \
                 ervoor zorgt, wanneer zij klaar moet zijn en hoe het ermee staat. Bij elke zin staat de bron. Wat geen \
                 bron zegt, staat er als niet bekend."
            ),
            &format!(
                "On {day} Schakel knows {count} agreements. Below, each says what was agreed, who answers for it, when \
                 it must be done and how it stands. Each sentence has its source. What no source says is given as not \
                 known."
            ),
        )
    }

    fn counts(&self, known: &[AgreementOnDay<'_>]) -> ReportPart {
        let count = |test: &dyn Fn(&AgreementOnDay<'_>) -> bool| known.iter().filter(|it| test(it)).count().to_string();
        let mut rows: Vec<(String, String)> = AgreementState::ALL
            .into_iter()
            .map(|(_, state)| (state_words(state, self.language).to_owned(), count(&|it| it.progress.state == state)))
            .collect();
        let late = count(&|it| matches!(it.standing, Standing::Overdue { .. }));
        rows.push((self.say("Waarvan te laat", "Of these overdue"), late));
        let ownerless = count(&|it| it.agreement.owners.is_empty());
        rows.push((self.say("Waarvan zonder bekende trekker", "Of these without a known owner"), ownerless));
        ReportPart::Table(rows)
    }

    fn topic(&self, topic: &Topic) -> String {
        let name = topic.name.get(self.language);
        match &topic.landsdeel {
            None => format!("{}. {name}", topic.number),
            Some(landsdeel) => {
                format!("{}, {}. {name}", self.pack.area_name(landsdeel, self.language), topic.number)
            }
        }
    }

    fn agreement(&self, it: &AgreementOnDay<'_>) -> [ReportPart; 3] {
        let agreement = it.agreement;
        let name = agreement.name.get(self.language).to_owned();
        let summary = self.sourced(agreement.summary.get(self.language), &agreement.source);
        [ReportPart::Subheading(name), ReportPart::Paragraph(summary), ReportPart::Table(self.rows(it))]
    }

    fn rows(&self, it: &AgreementOnDay<'_>) -> Vec<(String, String)> {
        let agreement = it.agreement;
        let mut rows = vec![
            (self.say("Trekker", "Owner"), self.organisations(&agreement.owners)),
            (self.say("Klaar", "Due"), self.due(agreement)),
            (self.say("Stand", "State"), self.state(it)),
        ];
        for task in &agreement.tasks {
            if let Some(text) = &task.text {
                rows.push((self.organisations(&task.parties), text.get(self.language).to_owned()));
            }
        }
        let silent: Vec<Id> = parties_without_task(agreement).into_iter().cloned().collect();
        if !silent.is_empty() {
            let label = self.say("Taak niet bekend van", "Task not known of");
            rows.push((label, self.organisations(&silent)));
        }
        rows
    }

    fn state(&self, it: &AgreementOnDay<'_>) -> String {
        let mut words = state_words(it.progress.state, self.language).to_owned();
        if let Some(nuance) = &it.progress.nuance {
            words.push_str(&format!(" ({})", nuance.get(self.language)));
        }
        if let Standing::Ended { .. } = it.standing {
            let over = "; de tijd is voorbij, geen bron zegt hoe het afliep";
            words.push_str(&self.say(over, "; the time is over, no source says how it ended"));
        }
        if let Standing::Overdue { since } = it.standing {
            let day = self.day(since);
            let late = self.say(&format!("; te laat sinds {day}"), &format!("; overdue since {day}"));
            words.push_str(&late);
        }
        if let Some(evidence) = &it.progress.evidence {
            words.push_str(&format!(". {}", evidence.get(self.language)));
        }
        self.sourced(&words, &it.progress.source)
    }

    fn due(&self, agreement: &Agreement) -> String {
        agreement.due.as_ref().map_or_else(|| self.unknown(), |due| due_words(due, self.language))
    }

    fn organisations(&self, ids: &[Id]) -> String {
        let name = |id: &Id| {
            let found = self.pack.organisations.get(id);
            found.map_or_else(|| id.to_string(), |it| it.name.get(self.language).to_owned())
        };
        let names: Vec<String> = ids.iter().map(name).collect();
        if names.is_empty() { self.unknown() } else { names.join(", ") }
    }

    fn unknown(&self) -> String {
        self.say("niet bekend", "not known")
    }

    fn sourced(&self, words: &str, source: &SourceRef) -> String {
        let title = self.pack.sources.get(&source.id).map_or(&*source.id, |it| it.title.as_str());
        format!("{words} [{title}, {}]", source.place)
    }
}

/// A state in words.
pub fn state_words(state: AgreementState, language: Language) -> &'static str {
    let [dutch, english] = match state {
        AgreementState::Done => ["Klaar", "Done"],
        AgreementState::Running => ["Loopt", "Running"],
        AgreementState::Committed => ["Afgesproken", "Agreed"],
        AgreementState::Soft => ["Wens of doel", "Wish or aim"],
        AgreementState::Provisional => ["In beginsel", "In principle"],
        AgreementState::Proposed => ["Voorgesteld", "Proposed"],
        AgreementState::Open => ["Open", "Open"],
    };
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}
