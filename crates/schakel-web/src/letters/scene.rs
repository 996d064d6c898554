//! What a letter is made of: who writes to whom about what, when, and the reasons. Which letter says what is not here.

use std::collections::BTreeMap;

use fluent_bundle::FluentValue;
use schakel_casework::Actor;
use schakel_criteria::Language;
use schakel_desk::{Committee, GrantingError};
use schakel_print::{Block, Row};
use schakel_register::Cents;
use schakel_schemes::{
    Application, ApplicationChange, GrantChange, LoweringGround, MissingItem, RefusalGround, Verdict,
};
use schakel_store::journal::{self, Entry, application_subject};
use schakel_store::{StoreError, tables};
use schakel_time::{Date, DateTime};

use crate::letters::LetterKind;
use crate::pages::frame::Visit;
use crate::pages::parts::{SourceView, day_in_words};
use crate::pages::work::grants::{labels_of, words};
use crate::state::App;
use crate::texts::Texts;

/// What a letter is made of.
pub struct Scene<'a> {
    /// The application.
    pub application: &'a Application,
    /// The words.
    pub texts: Texts,
    /// The day of the letter: that of what it tells.
    pub made_on: Date,
    /// What is missing, in words.
    pub missing: Vec<String>,
    /// Why it was refused, in words.
    pub grounds: Vec<String>,
    /// Why less was settled, in words.
    pub lowered: Vec<String>,
    /// The place among those who got nothing for want of money.
    pub reserve: Option<usize>,
    committee: Committee,
    labels: BTreeMap<String, String>,
    executor: String,
    round: String,
    legal: String,
    firm: String,
}

impl<'a> Scene<'a> {
    /// Reads it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(
        app: &App,
        application: &'a Application,
        kind: LetterKind,
        language: Language,
    ) -> Result<Self, GrantingError> {
        let visit = Visit::new(app, language, &axum::http::Uri::from_static("/"));
        let desk = app.grants();
        let by = Actor::Organisation { organisation: application.executor.clone(), person: None };
        let round = app.pack().rounds.get(application.round.as_str());
        let labels = round.map(|it| labels_of(it, app.today(), language)).unwrap_or_default();
        let label = |id: &str| labels.get(id).cloned().unwrap_or_else(|| id.to_owned());
        let events = changes(app, application)?;
        let asked = events.iter().rev().find_map(|(_, change)| match change {
            ApplicationChange::AskedToComplete { missing, .. } => Some(missing.clone()),
            _ => None,
        });
        let grounds = match application.decided.as_ref().map(|it| &it.verdict) {
            Some(Verdict::Refused(grounds)) => grounds.iter().map(|it| words::ground(it, &label, &visit)).collect(),
            _ => Vec::new(),
        };
        let lowered = application.grant.iter().flat_map(|it| &it.lowered);
        let lowered: Vec<String> = lowered.map(|it| lowering(*it, &visit)).collect();
        let applicant = application.applicant;
        let firm = app.store().read(|rows| tables::firms::read(rows, applicant))?;
        let executor = app.pack().organisations.get(application.executor.0.as_str());
        Ok(Scene {
            texts: visit.texts(),
            made_on: events.iter().rev().find(|(_, it)| tells(kind, it)).map_or(app.today(), |(at, _)| at.date()),
            missing: asked
                .unwrap_or_default()
                .iter()
                .map(|it: &MissingItem| words::missing(it, &label, &visit))
                .collect(),
            grounds,
            lowered,
            reserve: reserve_place(app, application)?,
            committee: desk.committee(application.number, &by)?,
            executor: executor.map_or_else(|| application.executor.to_string(), |it| it.name.get(language).to_owned()),
            round: round.map_or_else(|| application.round.to_string(), |it| it.name.get(language).to_owned()),
            legal: round.map(|it| SourceView::new(&it.source, app.pack()).text).unwrap_or_default(),
            firm: firm.and_then(|it| it.details.name).unwrap_or_default(),
            labels,
            application,
        })
    }

    /// The decision as it stands.
    pub fn verdict(&self) -> Option<&Verdict> {
        self.application.decided.as_ref().map(|it| &it.verdict)
    }

    /// Who writes to whom about what.
    pub fn head(&self) -> Vec<Block> {
        let mut rows = vec![self.row("letter-from", self.executor.clone())];
        if !self.firm.is_empty() {
            rows.push(self.row("letter-to", self.firm.clone()));
        }
        rows.push(self.row("letter-about", self.round.clone()));
        rows.push(self.row("letter-number", self.application.number.to_string()));
        rows.push(self.row("letter-date", self.day(self.made_on)));
        vec![Block::Table(rows), self.plain("letter-salutation")]
    }

    /// The legal basis, what one can do when one does not agree, and the end.
    pub fn foot(&self, kind: LetterKind) -> Vec<Block> {
        let basis = format!("letter-basis-{}", kind.name());
        let mut blocks = vec![self.heading("letter-basis"), self.say(&basis, &[("source", self.legal.clone().into())])];
        let is_decision =
            matches!(kind, LetterKind::Grant | LetterKind::Refusal | LetterKind::Settlement | LetterKind::Recovery);
        if is_decision {
            let until =
                self.application.objection_until.filter(|_| matches!(kind, LetterKind::Grant | LetterKind::Refusal));
            blocks.push(self.heading("letter-disagree"));
            blocks.push(match until {
                Some(day) => self.say("letter-disagree-until", &[("day", self.day(day).into())]),
                None => self.plain("letter-disagree-weeks"),
            });
            blocks.push(self.say("letter-disagree-how", &[("organisation", self.executor.clone().into())]));
        }
        blocks.push(self.say("letter-end", &[("organisation", self.executor.clone().into())]));
        blocks
    }

    /// What the committee found, per criterion.
    pub fn reasons(&self) -> Vec<Block> {
        let Ok(assessment) = &self.committee.assessment else { return Vec::new() };
        if assessment.scores.is_empty() {
            return Vec::new();
        }
        let mut blocks = vec![self.heading("letter-assessment")];
        let label = |id: &str| self.labels.get(id).cloned().unwrap_or_else(|| id.to_owned());
        let score = |(id, score): (&schakel_register::Id, &schakel_schemes::Score)| Row {
            label: label(id),
            value: self.texts.with("letter-points", "points", &score.average.to_string()),
        };
        blocks.push(Block::Table(assessment.scores.iter().map(score).collect()));
        let counted = self.committee.sheets.iter().filter(|it| assessment.counted.contains(&it.assessor));
        let reasons = counted.flat_map(|it| &it.scores).filter(|(_, (_, reason, _))| !reason.is_empty());
        blocks.push(Block::List(reasons.map(|(id, (_, reason, _))| format!("{}: {reason}", label(id))).collect()));
        blocks
    }

    /// A paragraph without values.
    pub fn plain(&self, key: &str) -> Block {
        Block::Paragraph(self.words(key))
    }

    /// A paragraph with values.
    pub fn say(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> Block {
        Block::Paragraph(self.texts.with_all(key, values))
    }

    /// A heading.
    pub fn heading(&self, key: &str) -> Block {
        Block::Heading(self.words(key))
    }

    /// Words.
    pub fn words(&self, key: &str) -> String {
        self.texts.get(key)
    }

    /// A row of a table.
    pub fn row(&self, key: &str, value: String) -> Row {
        Row { label: self.words(key), value }
    }

    /// An amount.
    pub fn euros(&self, amount: Cents) -> String {
        amount.words(self.texts.language())
    }

    /// A day.
    pub fn day(&self, day: Date) -> String {
        day_in_words(day, self.texts.language())
    }

    /// A moment.
    pub fn moment(&self, at: DateTime) -> String {
        let time = format!("{}:{:02}:{:02}", at.hour(), at.minute(), at.second());
        self.texts.with_all("grants-moment", &[("day", self.day(at.date()).into()), ("time", time.into())])
    }
}

/// Whether something that happened is what a letter tells.
fn tells(kind: LetterKind, change: &ApplicationChange) -> bool {
    match kind {
        LetterKind::Receipt => {
            matches!(change, ApplicationChange::Submitted { .. } | ApplicationChange::Supplemented { .. })
        }
        LetterKind::Complete => matches!(change, ApplicationChange::AskedToComplete { .. }),
        LetterKind::Grant | LetterKind::Refusal | LetterKind::Reserve => {
            matches!(change, ApplicationChange::Announced { .. } | ApplicationChange::ObjectionDecided { .. })
        }
        LetterKind::Objection => matches!(change, ApplicationChange::Objected { .. }),
        LetterKind::Settlement | LetterKind::Recovery => {
            matches!(change, ApplicationChange::Grant(GrantChange::Settled { .. }))
        }
    }
}

/// Everything that happened to an application, in order.
fn changes(app: &App, application: &Application) -> Result<Vec<(DateTime, ApplicationChange)>, StoreError> {
    let rows = app.store().read(|rows| journal::about(rows, &application_subject(application.number)))?;
    let mut changes = Vec::new();
    for row in &rows {
        if let Entry::Application(event) = journal::entry(row)? {
            changes.push((event.at, event.change));
        }
    }
    Ok(changes)
}

/// The how many-th among those of the last division who got nothing for want of money only.
fn reserve_place(app: &App, application: &Application) -> Result<Option<usize>, GrantingError> {
    let divided = app.grants().division(&application.round)?.unwrap_or_default();
    let only_money = [RefusalGround::CeilingReached].into();
    let mut reserve = divided.iter().filter(|it| it.grounds == only_money);
    Ok(reserve.position(|it| it.application == application.number).map(|place| place + 1))
}

fn lowering(ground: LoweringGround, visit: &Visit) -> String {
    visit.texts().get(match ground {
        LoweringGround::ActivitiesNotDone => "grants-lowering-activities-not-done",
        LoweringGround::ObligationsNotMet => "grants-lowering-obligations-not-met",
        LoweringGround::WrongData => "grants-lowering-wrong-data",
        LoweringGround::WrongGrant => "grants-lowering-wrong-grant",
        LoweringGround::LowerCosts => "grants-lowering-lower-costs",
        LoweringGround::NewFacts => "grants-lowering-new-facts",
        LoweringGround::OnRequest => "grants-lowering-on-request",
    })
}
