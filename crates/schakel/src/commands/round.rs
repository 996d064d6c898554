//! `schakel round`: the rounds of a pack, and one of them with its window, its money and what is still unknown.

use schakel_criteria::Language;
use schakel_register::{Openness, Pack, Round, did_you_mean};
use schakel_schemes::{PublicMoney, round_on};
use schakel_time::DateTime;

use crate::arguments::Round as Arguments;
use crate::commands::{CommandError, Outcome, day_or_today, moment_of, usable_pack, written_date};
use crate::printer::Printer;

/// Shows one round, or a list of all.
pub fn run(arguments: &Arguments, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = usable_pack(&arguments.pack, printer)?;
    let moment = moment(arguments.as_of.as_deref())?;
    let language = Language::from(arguments.lang);
    let lines = match &arguments.round {
        None => pack.rounds.values().map(|round| line(round, moment, &pack, language)).collect(),
        Some(id) => lines(named(id, &pack)?, moment, &pack, language),
    };
    lines.iter().for_each(|line| printer.line(line));
    Ok(Outcome::Good)
}

fn named<'a>(id: &str, pack: &'a Pack) -> Result<&'a Round, CommandError> {
    pack.rounds.get(id).ok_or_else(|| {
        let message = format!("there is no round `{id}` in this pack");
        CommandError::wrong_use(message).help(did_you_mean(id, pack.rounds.keys().map(|it| &**it)))
    })
}

/// A moment that was given, a moment of the day that was given, or now.
fn moment(given: Option<&str>) -> Result<DateTime, CommandError> {
    match given.and_then(|text| text.contains('T').then(|| text.parse::<DateTime>().ok()).flatten()) {
        Some(moment) => Ok(moment),
        None => day_or_today(given).map(moment_of),
    }
}

fn line(round: &Round, moment: DateTime, pack: &Pack, language: Language) -> String {
    let openness = round_on(round, moment, None, pack).openness;
    format!("{}: {} ({})", round.id, round.name.get(language), openness_words(&openness, language))
}

fn lines(round: &Round, moment: DateTime, pack: &Pack, language: Language) -> Vec<String> {
    let say = |dutch: &'static str, english: &'static str| match language {
        Language::Dutch => dutch,
        Language::English => english,
    };
    let on_day = round_on(round, moment, None, pack);
    let mut lines = vec![round.name.get(language).to_owned()];
    lines.push(format!("  {}: {}", say("Nu", "Now"), openness_words(&on_day.openness, language)));
    let Some(version) = on_day.version else { return lines };
    for window in &version.windows {
        lines.push(format!("  {}: {}", say("Aanvragen", "Apply"), window.words(language)));
    }
    let money = PublicMoney::of(&version.pots);
    lines.push(format!("  {}: {}", say("Vast", "Firm"), money.firm.words(language)));
    lines.push(format!("  {}: {}", say("In beginsel", "In principle"), money.provisional.words(language)));
    lines
}

fn openness_words(openness: &Openness, language: Language) -> String {
    let day = |moment: DateTime| written_date(moment.date(), language);
    let [dutch, english] = match openness {
        Openness::Open { .. } => ["open".to_owned(), "open".to_owned()],
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
