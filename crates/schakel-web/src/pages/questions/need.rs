//! What a question asks for, in codes of the pack: what the entrepreneur chose, and what the words of the question lead
//! to where the pack says so. What nobody says stays unknown: the front door asks.

use std::collections::BTreeSet;

use schakel_casework::{Code, Need};
use schakel_criteria::{FactSet, Value};
use schakel_guide::Advice;
use schakel_register::{Id, Pack};

use crate::state::App;

/// Support that the words lead to and that is asked what its organisation does; further down the list it is no longer
/// what was meant.
const FOUND_MAX: usize = 3;

/// The need of a question. `chosen` is the service that the entrepreneur chose, a code of the pack.
pub fn need_of(app: &App, words: &str, facts: &FactSet, chosen: Option<Code>, language: Option<Code>) -> Need {
    let pack = app.pack();
    let matcher = app.matcher(app.moment(None));
    let advice = matcher.advise(&app.search(words), facts, &BTreeSet::new());
    let text = |name: &str| match facts.get(pack.vocabulary.fact_named(name)?)? {
        Value::Text(text) => Code::new(text).ok(),
        _ => None,
    };
    let employees = pack.vocabulary.fact_named("employees").and_then(|id| match facts.get(id)? {
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    });
    Need {
        service: chosen.or_else(|| service(&advice, pack)),
        themes: themes(&advice, facts, pack),
        municipality: text("municipality"),
        employees,
        language,
    }
}

/// The one service of the organisation behind what was found: nothing when it does several things for firms, or none.
fn service(advice: &Advice<'_>, pack: &Pack) -> Option<Code> {
    let supports = advice.candidates.iter().map(|it| it.found.on_day.support);
    let callable = supports.take(FOUND_MAX).filter_map(|it| it.contact.as_ref().or(it.provider.as_ref()));
    let people = advice.people.iter().filter(|it| it.why.is_some()).map(|it| &it.organisation);
    let one_service = |organisation: &Id| {
        let roles = &pack.organisations.get(organisation)?.roles;
        let mut services = roles.iter().filter(|role| pack.settings.casework.services.contains(role));
        let first = services.next()?;
        if services.next().is_none() { Code::new(first).ok() } else { None }
    };
    callable.chain(people.take(FOUND_MAX)).find_map(one_service)
}

/// The themes that the firm gave, or else those to which the first found support is limited.
fn themes(advice: &Advice<'_>, facts: &FactSet, pack: &Pack) -> BTreeSet<Code> {
    let given = pack.vocabulary.fact_named("themes").and_then(|id| facts.get(id));
    let codes: Vec<&str> = match given {
        Some(Value::Codes(codes)) => codes.iter().map(|it| &**it).collect(),
        _ => {
            let first = advice.candidates.first().map(|it| it.found.on_day.support);
            first.map(|it| it.themes.iter().map(|it| &**it).collect()).unwrap_or_default()
        }
    };
    codes.into_iter().filter_map(|it| Code::new(it).ok()).collect()
}
