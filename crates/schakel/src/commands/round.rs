//! `schakel round`: the rounds of a pack; one of them with its window, its money, how it is divided and what is still
//! unknown; or what changed from one to another. How it looks as text is in `text`.

mod text;

use schakel_criteria::Language;
use schakel_register::{Cents, Openness, Pack, Round, did_you_mean};
use schakel_schemes::{PublicMoney, RoundGap, RoundOnDay, RoundSetup, compare_rounds, round_on};
use schakel_time::DateTime;
use serde_json::{Value as Json, json};

use crate::arguments::{Format, Round as Arguments};
use crate::commands::diff::{as_json as change_as_json, change_lines};
use crate::commands::{CommandError, Outcome, day_or_today, moment_of, usable_pack};
use crate::printer::Printer;

/// Shows one round, a list of all, or what changed.
pub fn run(arguments: &Arguments, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = usable_pack(&arguments.pack, printer)?;
    let moment = moment(arguments.as_of.as_deref())?;
    let language = Language::from(arguments.lang);
    let on = |round| round_on(round, moment, None, &pack);
    let document = match (&arguments.round, &arguments.since) {
        (Some(id), Some(since)) => return changes(since, id, arguments, &pack, printer),
        (Some(id), None) => {
            let shown = on(named(id, &pack)?);
            match arguments.format {
                Format::Json => as_json(&shown, language),
                Format::Text => {
                    text::lines(&shown, &pack, language).iter().for_each(|line| printer.line(line));
                    return Ok(Outcome::Good);
                }
            }
        }
        (None, _) => {
            let rounds = pack.rounds.values().map(on);
            match arguments.format {
                Format::Json => json!({ "rounds": rounds.map(|it| as_json(&it, language)).collect::<Vec<_>>() }),
                Format::Text => {
                    rounds.for_each(|it| printer.line(&text::line(&it, language)));
                    return Ok(Outcome::Good);
                }
            }
        }
    };
    printer.line(&format!("{document:#}"));
    Ok(Outcome::Good)
}

/// What changed from the last version of one round to the first version of another.
fn changes(
    since: &str,
    id: &str,
    arguments: &Arguments,
    pack: &Pack,
    printer: &mut Printer,
) -> Result<Outcome, CommandError> {
    let language = Language::from(arguments.lang);
    let (old, new) = (named(since, pack)?, named(id, pack)?);
    let Some((from, to)) = old.versions.last().zip(new.versions.first()) else { return Ok(Outcome::Good) };
    let changes = compare_rounds(from, to, pack, language);
    match arguments.format {
        Format::Json => {
            let rows: Vec<Json> = changes.iter().map(change_as_json).collect();
            printer.line(&format!("{:#}", json!({ "from": &*old.id, "to": &*new.id, "changes": rows })));
        }
        Format::Text => {
            printer.line(&format!("{} → {}", old.name.get(language), new.name.get(language)));
            change_lines(&changes, language).iter().for_each(|line| printer.line(line));
        }
    }
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
    let exact = given.filter(|text| text.contains('T')).and_then(|text| text.parse().ok());
    exact.map_or_else(|| day_or_today(given).map(moment_of), Ok)
}

/// What no source says; empty when the round can be executed.
fn missing(shown: &RoundOnDay<'_>) -> Vec<RoundGap> {
    shown.version.and_then(|version| RoundSetup::new(shown.round, version).err()).unwrap_or_default()
}

fn as_json(shown: &RoundOnDay<'_>, language: Language) -> Json {
    let round = shown.round;
    let (status, day) = status(&shown.openness);
    let money = shown.version.map(|version| PublicMoney::of(&version.pots)).unwrap_or_default();
    let euros = |amount: Cents| json!(amount.euros().to_string());
    json!({
        "id": &*round.id,
        "name": round.name.get(language),
        "instruments": round.instruments.iter().map(|it| &**it).collect::<Vec<_>>(),
        "areas": round.areas.iter().map(|(area, _)| &**area).collect::<Vec<_>>(),
        "activities": round.activities.iter().map(|it| &**it).collect::<Vec<_>>(),
        "status": status,
        "status_since_or_until": day,
        "version": shown.version.map(|version| version.valid.to_string()),
        "procedure": shown.version.and_then(|version| version.procedure.as_ref()).map(|it| it.value.name()),
        "money": {
            "firm": euros(money.firm),
            "provisional": euros(money.provisional),
            "together": money.together().map(euros),
        },
        "executable": missing(shown).is_empty(),
        "missing": missing(shown).into_iter().map(|it| it.words(language)).collect::<Vec<_>>(),
    })
}

fn status(openness: &Openness) -> (&'static str, Option<String>) {
    match openness {
        Openness::Open { until } => ("open", until.map(|it| it.to_string())),
        Openness::Planned { from } => ("planned", from.map(|it| it.to_string())),
        Openness::Exhausted { on } => ("exhausted", Some(on.to_string())),
        Openness::Closed { since } => ("closed", since.map(|it| it.to_string())),
        Openness::Unknown => ("unknown", None),
    }
}
