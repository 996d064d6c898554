//! What is missing in an application, and why something could not be done, in plain words.

use schakel_casework::FirmRef;
use schakel_criteria::Language;
use schakel_desk::{FileFlaw, GrantingError};
use schakel_register::{Cents, RoundVersion};
use schakel_schemes::{ApplicationRefusal, MissingItem};
use schakel_time::DateTime;

use crate::pages::frame::Visit;
use crate::pages::parts::day_in_words;
use crate::texts::Texts;

/// A moment as people write it, to the minute.
pub fn moment_words(moment: DateTime, texts: Texts) -> String {
    let time = format!("{}:{:02}", moment.hour(), moment.minute());
    let day = day_in_words(moment.date(), texts.language());
    texts.with_all("round-moment", &[("day", day.into()), ("time", time.into())])
}

/// A moment with everything that is kept of it.
pub fn exact_words(moment: DateTime, texts: Texts) -> String {
    let micros = moment.subsec_nanosecond() / 1_000;
    let comma = if texts.language() == Language::Dutch { ',' } else { '.' };
    let day = day_in_words(moment.date(), texts.language());
    let time = format!("{}:{:02}:{:02}{comma}{micros:06}", moment.hour(), moment.minute(), moment.second());
    texts.with_all("round-moment", &[("day", day.into()), ("time", time.into())])
}

/// The names in a round.
#[derive(Clone, Copy)]
pub struct RoundNames<'a> {
    /// What holds today.
    pub version: &'a RoundVersion,
}

impl RoundNames<'_> {
    /// What a field asks.
    pub fn field(&self, field: &str, language: Language) -> String {
        let found = self.version.fields.iter().find(|it| *it.id == *field);
        found.map_or_else(|| field.to_owned(), |it| it.label.get(language).to_owned())
    }

    /// What a document is.
    pub fn document(&self, document: &str, language: Language) -> String {
        let found = self.version.documents.iter().find(|it| *it.id == *document);
        found.map_or_else(|| document.to_owned(), |it| it.name.get(language).to_owned())
    }
}

/// Something that is missing, and where it stands on the page of the form.
pub fn missing_words(
    item: &MissingItem,
    names: RoundNames<'_>,
    name_of: impl Fn(FirmRef) -> String,
    texts: Texts,
) -> (String, String) {
    let document = |key: &str, it: &schakel_casework::Code| {
        let name = names.document(it.as_str(), texts.language());
        (texts.with(key, "document", &name), format!("bestand-{it}"))
    };
    let firm = |key: &str, it: FirmRef, place: String| (texts.with(key, "firm", &name_of(it)), place);
    match item {
        MissingItem::Field(field) => {
            let name = names.field(field.as_str(), texts.language());
            (texts.with("apply-missing-field", "field", &name), format!("veld-{field}"))
        }
        MissingItem::Document(it) => document("apply-missing-document", it),
        MissingItem::TooLarge(it) => document("apply-missing-too-large", it),
        MissingItem::WrongKind(it) => document("apply-missing-wrong-kind", it),
        MissingItem::NotAskedFor(it) => document("apply-missing-not-asked", it),
        MissingItem::Consent(it) => firm("apply-missing-consent", *it, "deelnemers".to_owned()),
        MissingItem::Costs(it) => firm("apply-missing-costs", *it, "kosten".to_owned()),
        MissingItem::Partners => (texts.get("apply-missing-partners"), "deelnemers".to_owned()),
    }
}

/// Why something could not be done.
pub fn refusal_words(error: &GrantingError, visit: &Visit) -> String {
    let texts = visit.texts();
    match error {
        GrantingError::Refused(refusal) => refused_words(refusal, visit),
        GrantingError::ClockBackwards { .. } => texts.get("apply-refused-clock"),
        GrantingError::UnknownRound(_) => texts.get("apply-refused-round"),
        GrantingError::File(FileFlaw::Empty) => texts.get("apply-refused-file-empty"),
        GrantingError::File(FileFlaw::TooMany { most }) => texts.count("apply-refused-file-many", *most),
        GrantingError::File(FileFlaw::UnknownKind) => texts.get("apply-refused-file-kind"),
        GrantingError::SentBefore(_) => texts.get("case-sent-text"),
        GrantingError::Store(_) => texts.get("case-failed-text"),
        _ => texts.get("apply-refused-now"),
    }
}

fn refused_words(refusal: &ApplicationRefusal, visit: &Visit) -> String {
    let texts = visit.texts();
    match refusal {
        ApplicationRefusal::OutsideWindow { opens_at, closes_at } => window_words(*opens_at, *closes_at, visit),
        ApplicationRefusal::ClockBackwards { .. } => texts.get("apply-refused-clock"),
        ApplicationRefusal::Empty => texts.get("apply-refused-empty"),
        ApplicationRefusal::AmountOutOfRange { min, max } => amount_words(*min, *max, visit),
        ApplicationRefusal::PartnerTwice(_) => texts.get("apply-refused-partner-twice"),
        ApplicationRefusal::Unusable(_) => texts.get("apply-refused-file-unusable"),
        ApplicationRefusal::NotInDefault { last_day: Some(day) } => {
            texts.with("apply-refused-default", "day", &visit.day(*day))
        }
        _ => texts.get("apply-refused-now"),
    }
}

/// That one can apply only in the window.
pub fn window_words(opens_at: DateTime, closes_at: DateTime, visit: &Visit) -> String {
    let texts = visit.texts();
    let key = if visit.app.now() < opens_at { "apply-refused-early" } else { "apply-refused-late" };
    let values = [("from", moment_words(opens_at, texts).into()), ("until", moment_words(closes_at, texts).into())];
    texts.with_all(key, &values)
}

/// Between which amounts one can ask.
pub fn amount_words(min: Option<Cents>, max: Option<Cents>, visit: &Visit) -> String {
    let texts = visit.texts();
    let words = |it: Cents| it.words(visit.language);
    match (min, max) {
        (Some(min), Some(max)) => {
            texts.with_all("apply-amount-between", &[("min", words(min).into()), ("max", words(max).into())])
        }
        (None, Some(max)) => texts.with("apply-amount-most", "max", &words(max)),
        (Some(min), None) => texts.with("apply-amount-least", "min", &words(min)),
        (None, None) => texts.get("apply-amount-costs"),
    }
}
