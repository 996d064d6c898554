//! What the applicant sent in, in words: how to reach it, the answers, the costs, the facts of the firm, and the files.

use schakel_schemes::version_on;
use schakel_time::parse_date;

use super::application_read::ApplicationSeen;
use super::{FactsView, application_link, euros, firm_name};
use crate::pages::apply::answers::{ALL_COSTS, Answers, kept_amount};
use crate::pages::fields::given;
use crate::pages::frame::Visit;
use crate::pages::parts::{LinkView, code_name};
use crate::pages::question::known_value;

/// The card with the answers and the files; `label` names a field or document of the round.
pub fn papers(visit: &Visit, seen: &ApplicationSeen, label: &dyn Fn(&str) -> String) -> FactsView {
    let texts = visit.texts();
    let answers = Answers::read(seen.papers.answers.as_deref());
    let mut rows = contact(visit, &answers);
    rows.extend(fields(visit, seen, &answers, label));
    rows.extend(costs(visit, seen, &answers));
    rows.extend(facts(visit, &answers));
    let link = application_link(visit, seen.row.application.number);
    let files = seen.papers.files.iter().map(|it| LinkView {
        name: format!("{}: {}", label(it.attachment.document.as_str()), it.name),
        link: format!("{link}/bestanden/{}", it.id),
    });
    let erased = seen.papers.answers.is_none();
    FactsView {
        id: "papieren",
        title: texts.get("grants-papers"),
        rows,
        words: erased.then(|| texts.get("grants-papers-erased")).into_iter().collect(),
        links: files.collect(),
    }
}

fn contact(visit: &Visit, answers: &Answers) -> Vec<(String, String)> {
    let it = &answers.applicant;
    let rows = [("contact", &it.contact), ("email", &it.email), ("telephone", &it.telephone)];
    let told = rows.into_iter().filter(|(_, value)| !value.is_empty());
    told.map(|(key, value)| (visit.texts().get(&format!("grants-papers-{key}")), value.clone())).collect()
}

/// The answers in the order of the form; those that the round no longer asks come last.
fn fields(
    visit: &Visit,
    seen: &ApplicationSeen,
    answers: &Answers,
    label: &dyn Fn(&str) -> String,
) -> Vec<(String, String)> {
    let round = visit.pack().rounds.get(seen.row.application.round.as_str());
    let version = round.and_then(|it| version_on(it, visit.app.today()));
    let order: Vec<&str> = version.iter().flat_map(|it| &it.fields).map(|it| &*it.id).collect();
    let mut told: Vec<(&String, &String)> = answers.fields.iter().filter(|(_, value)| !value.is_empty()).collect();
    told.sort_by_key(|(id, _)| order.iter().position(|it| it == id).unwrap_or(order.len()));
    let words = |value: &String| parse_date(value).map_or_else(|_| value.clone(), |day| visit.day(day));
    told.into_iter().map(|(id, value)| (label(id), words(value))).collect()
}

/// The costs per kind and firm as they were typed, and what they come to for each firm.
fn costs(visit: &Visit, seen: &ApplicationSeen, answers: &Answers) -> Vec<(String, String)> {
    let (texts, language) = (visit.texts(), visit.language);
    let mut rows = Vec::new();
    for (firm, total) in seen.row.application.content.iter().flat_map(|it| &it.costs) {
        let name = firm_name(&seen.firms, *firm, visit);
        for (kind, typed) in answers.costs.get(&firm.to_string()).into_iter().flatten() {
            if kind != ALL_COSTS && !typed.is_empty() {
                let kind = code_name("cost-kinds", kind, visit.pack(), language);
                let amount = kept_amount(typed).map_or_else(|| typed.clone(), |it| euros(it, language));
                rows.push((format!("{kind}, {name}"), amount));
            }
        }
        rows.push((texts.with("grants-costs-of", "name", &name), euros(*total, language)));
    }
    rows
}

/// The facts with which the conditions were looked at.
fn facts(visit: &Visit, answers: &Answers) -> Vec<(String, String)> {
    let told = given(&visit.with_query(answers.facts.clone()));
    let words = |(id, _): (schakel_criteria::FactId, &schakel_criteria::Value)| {
        let name = visit.pack().vocabulary.fact(id)?.name.get(visit.language);
        Some((name.to_owned(), known_value(id, &told, visit)?.text))
    };
    told.facts.given().filter_map(words).collect()
}
