//! A financing plan: a project and the facts of a firm go in, the best allowed combination of support comes out. Nothing
//! is kept. The document lives in `plan_types`.

use axum::Json;
use axum::http::StatusCode;
use schakel_guide::financing::{Project, cofinancing, financing_plan, project_from_json};
use schakel_time::Date;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::api::call::{Answer, Call, DAY_KEY, LANGUAGE_KEY};
use crate::api::message::{Asked, FACTS_KEY, Message, Shared, read_day, read_facts};
use crate::api::plan_types::{PlanDocument, plan_document};
use crate::problem::Mistake;

/// A project and what is known of the firm.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
pub struct PlanRequest {
    /// The project: `kosten` per kind (code of `cost-kinds`) and year in euros, `start` (the day it starts), and
    /// `de_minimis`: earlier small aid of the firm and its group, each with `datum` and `bedrag`; an empty list says that
    /// there was none, left out says that it is not known.
    #[schema(value_type = Object, required = true)]
    #[schema(example = json!({"start": "2026-12-01", "kosten": {"feasibility-study": {"2026": 40000}}, "de_minimis": []}))]
    project: Option<Value>,
    /// The facts by identifier, as `/gegevens` lists them; `null` and left out mean: not known.
    #[schema(value_type = Object, required = true)]
    #[schema(example = json!({"municipality": "GM0193", "employees": 12, "plan": ["feasibility"]}))]
    gegevens: Option<Value>,
    /// The day for which to look; today when left out.
    #[schema(value_type = Option<String>, format = Date)]
    peildatum: Option<Value>,
    /// `nl` or `en`.
    #[schema(value_type = Option<String>)]
    taal: Option<Value>,
    #[serde(flatten)]
    #[schema(ignore)]
    others: Map<String, Value>,
}

/// The project.
const PROJECT_KEY: &str = "project";

impl Asked for PlanRequest {
    const FIELDS: &'static [&'static str] = &[PROJECT_KEY, FACTS_KEY, DAY_KEY, LANGUAGE_KEY];

    fn shared(&self) -> Shared<'_> {
        Shared { language: self.taal.as_ref(), others: &self.others }
    }
}

/// Make a financing plan.
#[utoipa::path(
    post, path = "/financieringsplannen", tag = "financieringsplannen", operation_id = "maakFinancieringsplan",
    params(("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`")),
    request_body = PlanRequest,
    responses((status = 200, description = "The best allowed combination of support for the project", body = PlanDocument))
)]
pub async fn make(Message { mut call, asked: request }: Message<PlanRequest>) -> Answer<PlanDocument> {
    let app = call.app.clone();
    let moment = app.moment(read_day(request.peildatum.as_ref(), &mut call));
    let facts = read_facts(request.gegevens.as_ref(), moment.date(), &mut call);
    let project = read_project(request.project.as_ref(), moment.date(), &mut call);
    call.check()?;
    let matcher = app.matcher(moment);
    let plan = financing_plan(&project, &facts, &matcher, app.pack()).map_err(|_| {
        let detail = call.say(
            "wij konden niet bewijzen dat dit plan het beste is; neem minder kostensoorten of jaren",
            "we could not prove that this plan is the best; take fewer kinds of costs or years",
        );
        call.problem(StatusCode::UNPROCESSABLE_ENTITY, detail)
    })?;
    Ok(Json(plan_document(app.pack(), &plan, &cofinancing(project.total(), app.pack()), call.language)))
}

fn read_project(given: Option<&Value>, day: Date, call: &mut Call) -> Project {
    let Some(given) = given else {
        let detail = call.say(
            "`project` ontbreekt; geef `kosten` per soort en jaar",
            "`project` is missing; give `kosten` per kind and year",
        );
        call.mistake(Mistake::new("#/project", detail));
        return Project::default();
    };
    project_from_json(given, call.pack(), day).unwrap_or_else(|errors| {
        for error in errors {
            let place = if error.place.is_empty() { String::new() } else { format!("/{}", error.place) };
            call.mistake(Mistake::new(format!("#/project{place}"), error.message(call.language)));
        }
        Project::default()
    })
}
