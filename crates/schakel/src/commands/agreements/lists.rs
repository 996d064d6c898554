//! The lists of the commands about agreements, in words.

use schakel_account::{Admission, ConditionMet};
use schakel_criteria::Language;
use schakel_register::Pack;
use schakel_web::{AgreementList, Named, RecommendationList, SteeringDocument, TopicList};
use serde_json::{Value as Json, json};

use crate::arguments::Format;

/// Picks the words of a language.
fn say<'a>(language: Language, dutch: &'a str, english: &'a str) -> &'a str {
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}

fn names(list: &[Named], language: Language) -> String {
    if list.is_empty() {
        return say(language, "niet bekend", "not known").to_owned();
    }
    list.iter().map(|it| it.naam.as_str()).collect::<Vec<_>>().join(", ")
}

/// The agreements, three lines each.
pub fn agreements_text(list: &AgreementList, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for it in &list.afspraken {
        let rows = it.inventaris.join(" ");
        lines.push(format!("{} ({rows}, {})", it.naam, it.id));
        let nuance = it.nuance.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
        let due = it.termijn.as_ref().map_or(say(language, "geen termijn", "no term"), |it| it.tekst.as_str());
        let late = match &it.te_laat_sinds {
            Some(day) => format!("; {} {day}", say(language, "TE LAAT sinds", "OVERDUE since")),
            None => String::new(),
        };
        lines.push(format!("  {}{nuance}; {due}{late}", it.stand.naam));
        let owner = say(language, "trekker", "owner");
        lines.push(format!("  {owner}: {}. {}", names(&it.trekkers, language), it.bron.tekst));
    }
    lines.push(total(list, language));
    lines
}

fn total(list: &AgreementList, language: Language) -> String {
    let (all, late, day) = (list.totaal, list.te_laat, &list.peildatum);
    match language {
        Language::Dutch => format!("{all} afspraken op {day}, waarvan {late} te laat"),
        Language::English => format!("{all} agreements on {day}, of which {late} overdue"),
    }
}

/// The agreements as a table.
pub fn agreements_markdown(list: &AgreementList, language: Language) -> Vec<String> {
    let head = say(
        language,
        "| Afspraak | Trekker | Termijn | Stand | Op tijd | Bron |",
        "| Agreement | Owner | Term | State | In time | Source |",
    );
    let mut lines = vec![head.to_owned(), "| --- | --- | --- | --- | --- | --- |".to_owned()];
    for it in &list.afspraken {
        let due = it.termijn.as_ref().map_or(say(language, "niet bekend", "not known"), |it| it.tekst.as_str());
        let owners = names(&it.trekkers, language);
        let cells = [&it.naam, &owners, due, &it.stand.naam, in_time(it.op_tijd, language), &it.bron.tekst];
        lines.push(format!("| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | ")));
    }
    lines.push(String::new());
    lines.push(total(list, language));
    lines
}

fn in_time(name: &'static str, language: Language) -> &'static str {
    match name {
        "done" => say(language, "klaar", "done"),
        "overdue" => say(language, "te laat", "overdue"),
        "ended" => say(language, "de tijd is voorbij", "the time is over"),
        "in-time" => say(language, "op tijd", "in time"),
        _ => say(language, "geen termijn", "no term"),
    }
}

/// The topics, a line each.
pub fn topics_text(list: &TopicList, language: Language) -> Vec<String> {
    let line = |it: &schakel_web::TopicDocument| {
        let area =
            it.landsdeel.as_ref().map_or(say(language, "Heel Nederland", "Whole country"), |it| it.naam.as_str());
        let duo = say(language, "duo", "pair");
        format!("{area} {}. {} ({}); {duo}: {}", it.nummer, it.naam, it.id, names(&it.duo, language))
    };
    let mut lines: Vec<String> = list.onderwerpen.iter().map(line).collect();
    let (all, without) = (list.totaal, list.zonder_duo);
    lines.push(match language {
        Language::Dutch => format!("{all} onderwerpen, waarvan {without} zonder bekend duo"),
        Language::English => format!("{all} topics, of which {without} without a known pair"),
    });
    lines
}

/// What the test of a proposed topic comes to.
pub fn admission(admission: &Admission, pack: &Pack, format: Format, language: Language) -> Vec<String> {
    let belongs_to = admission.belongs_to.as_ref();
    let name = belongs_to.map(|id| pack.organisations.get(id).map_or(&**id, |it| it.name.get(language)).to_owned());
    let verdict = match (&name, admission.is_admitted()) {
        (Some(name), _) => format!("{}: {name}", say(language, "geweigerd: hoort bij", "refused: belongs to")),
        (None, true) => say(language, "toegelaten", "admitted").to_owned(),
        (None, false) => say(language, "geweigerd: niet alles is gezegd", "refused: not everything is said").to_owned(),
    };
    if format == Format::Json {
        let conditions: Vec<Json> = admission
            .conditions
            .iter()
            .map(|(condition, met)| json!({ "condition": condition.name(), "met": *met == ConditionMet::Yes }))
            .collect();
        let document = json!({
            "admitted": admission.is_admitted(),
            "verdict": verdict,
            "belongs_to": belongs_to.map(|id| id.to_string()),
            "conditions": conditions,
        });
        return vec![format!("{document:#}")];
    }
    let line = |(condition, met): &(schakel_account::AdmissionCondition, ConditionMet)| {
        let yes = if *met == ConditionMet::Yes { say(language, "ja", "yes") } else { say(language, "nee", "no") };
        format!("  {}: {yes}", condition.name())
    };
    std::iter::once(verdict).chain(admission.conditions.iter().map(line)).collect()
}

/// The recommendations with their answers.
pub fn recommendations(list: &RecommendationList, markdown: bool, language: Language) -> Vec<String> {
    let heading = if markdown { "## " } else { "" };
    let mut lines = Vec::new();
    for it in &list.aanbevelingen {
        lines.push(format!("{heading}{} {}", it.nummer, it.naam));
        for part in &it.onderdelen {
            let answer = part.antwoord.as_deref().unwrap_or("");
            let line = format!("- {}: {}. {answer} [{}]", part.gevraagd, part.status.naam, part.bron.tekst);
            lines.push(line);
            if let Some(follow) = &part.volgen {
                lines.push(format!("  {}: {follow}", say(language, "nog volgen", "still to follow")));
            }
        }
    }
    let (all, whole, partly, none) = (list.totaal, list.beantwoord, list.deels, list.onbeantwoord);
    lines.push(match language {
        Language::Dutch => format!("{all} aanbevelingen: {whole} beantwoord, {partly} deels, {none} niet"),
        Language::English => format!("{all} recommendations: {whole} answered, {partly} partly, {none} not"),
    });
    lines
}

/// How the agenda is steered.
pub fn steering_text(steering: &SteeringDocument, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for table in &steering.overleggen {
        lines.push(format!("{}: {}", table.naam, names(&table.partijen, language)));
        for gap in &table.gaten {
            let from = gap.van.as_deref().unwrap_or_default();
            let until = gap.tot.as_deref().unwrap_or(say(language, "nu", "now"));
            lines.push(format!("  {} {from} – {until}", say(language, "geen overleg bekend:", "no meeting known:")));
        }
        let differences = table.ontbreekt.iter().chain(&table.extra);
        lines.extend(differences.map(|it| format!("  {}: {}", say(language, "verschil", "difference"), it.naam)));
    }
    for plan in &steering.regioplannen {
        let director = say(language, "procesregisseur", "process director");
        lines.push(format!("{}: {director} {}", plan.landsdeel.naam, names(&plan.procesregisseurs, language)));
        let report = say(language, "verslag", "report");
        lines.push(format!("  {report}: {} {}", plan.verslag, plan.verslag_dag.as_deref().unwrap_or_default()));
    }
    for function in &steering.functies {
        for cell in &function.landsdelen {
            let (own, national) = (cell.eigen.len(), cell.landelijk.len());
            lines.push(format!(
                "{}, {}: {own} + {national} ({})",
                function.functie.naam, cell.landsdeel.naam, cell.oordeel
            ));
        }
    }
    lines
}
