//! `schakel plan`: the best allowed combination of support for the costs of a project. How it reads as text lives in
//! `plan/text`.

mod text;

use schakel_criteria::{FactSet, Language};
use schakel_guide::Matcher;
use schakel_guide::financing::{cofinancing, financing_plan, project_from_json};
use schakel_register::{Pack, facts_from_json};
use schakel_time::Date;
use schakel_web::plan_document;
use serde_json::Value as Json;

use crate::arguments::{Format, Plan};
use crate::commands::{CommandError, Outcome, day_or_today, noon, now, usable_pack};
use crate::files::{read_facts, read_project};
use crate::printer::Printer;

/// Makes a plan.
pub fn run(arguments: &Plan, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let language = Language::from(arguments.view.lang);
    let day = day_or_today(arguments.view.as_of.as_deref())?;
    let pack = usable_pack(&arguments.pack, printer)?;
    let facts = arguments.facts.as_deref().map(read_facts).transpose()?;
    let json = read_project(&arguments.project)?;
    let mut mistakes = Vec::new();
    let facts = firm_facts(facts.as_ref(), &pack, day, language, &mut mistakes);
    let project = project_from_json(&json, &pack, day).map_err(|errors| {
        mistakes.extend(errors.iter().map(|error| format!("- {}", error.message(language))));
    });
    let (Ok(project), true) = (project, mistakes.is_empty()) else {
        let heading = match language {
            Language::Dutch => "zo kan er geen plan komen",
            Language::English => "there can be no plan like this",
        };
        return Err(CommandError::wrong_use(format!("{heading}:\n{}", mistakes.join("\n"))));
    };
    let moment = if day == now().date() { now() } else { noon(day) };
    let matcher = Matcher::new(&pack, moment);
    let plan = financing_plan(&project, &facts, &matcher, &pack).map_err(|_| {
        let message = "the search found no proof that this plan is the best, so there is no plan";
        CommandError::refused(message).help("leave out kinds of costs, or take fewer years")
    })?;
    let programmes = cofinancing(project.total(), &pack);
    match arguments.view.format {
        Format::Json => {
            let document = plan_document(&pack, &plan, &programmes, language);
            let text =
                serde_json::to_string_pretty(&document).map_err(|error| CommandError::refused(error.to_string()))?;
            printer.line(&text);
        }
        Format::Text => text::lines(&plan, &programmes, &pack, language).iter().for_each(|line| printer.line(line)),
    }
    Ok(Outcome::Good)
}

fn firm_facts(json: Option<&Json>, pack: &Pack, day: Date, language: Language, mistakes: &mut Vec<String>) -> FactSet {
    let facts = json.map_or_else(|| Ok(FactSet::new()), |json| facts_from_json(json, pack, day));
    facts.unwrap_or_else(|errors| {
        mistakes.extend(errors.iter().map(|error| format!("- {}", error.message(language))));
        FactSet::new()
    })
}
