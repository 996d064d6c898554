//! The description of the API, OpenAPI 3.1, made from the handlers and types themselves. What holds for all addresses
//! (the version header, the problems) is added here once. The committed copy is `docs/openapi.json`. The contact is an
//! address that is reserved for examples (RFC 2606): who serves a pack is not known here.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use utoipa::OpenApi;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};

use crate::api::{API_VERSION, BODY_BYTES_MAX};
use crate::api::{
    agreements, assessments, cases, coverage, facts, instrument, instruments, municipalities, next_question,
    organisations, plans, questions, records, roadmaps, round, rounds, themes,
};
use crate::api::{types, versions};
use crate::problem::{Mistake, PROBLEM_MEDIA_TYPE, Problem};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Schakel",
        description = "Support for small and medium-sized enterprises in a region: the register, and the match of one firm \
                       against it. Every figure keeps the qualifier and the source that it has; what is not known is \
                       `null`, never zero. Names of resources are Dutch; the texts of the register come in Dutch \
                       (`taal=nl`) or English (`taal=en`).",
        contact(name = "Schakel", email = "schakel@example.org", url = "https://example.org/schakel"),
        license(name = "EUPL-1.2", identifier = "EUPL-1.2"),
    ),
    servers((url = "/api/v1", description = "The server that gave this document")),
    tags(
        (name = "instrumenten", description = "Support that a firm can ask for or use: instruments and facilities"),
        (name = "toetsingen", description = "The match of one firm against all support"),
        (name = "financieringsplannen", description = "The best allowed combination of support for the costs of a project"),
        (name = "vragen", description = "A question in plain words, answered with a short advice"),
        (name = "zaken", description = "A question to a person that another door passes on, and how it stands"),
        (name = "routekaarten", description = "The route of one firm along the support: steps, days, contacts"),
        (name = "rondes", description = "Rounds of schemes: when one can apply, how much money there is and how it is divided"),
        (name = "afspraken", description = "What parties agreed to do, how it stands, advice with its answers, and findings"),
        (name = "gegevens", description = "The facts that may be asked of a firm"),
        (name = "organisaties", description = "The organisations of the support system"),
        (name = "dossiers", description = "Programmes, agendas, agreements, projects, money flows and studies"),
        (name = "landsdelen", description = "Themes, scope and pots of money per landsdeel"),
        (name = "gemeenten", description = "Municipalities and their front door"),
        (name = "openapi", description = "This document"),
    ),
    paths(
        instruments::list, instrument::show, coverage::show, versions::compare, organisations::list,
        organisations::show, records::list, records::show, facts::list, assessments::assess, next_question::ask,
        plans::make, cases::pass_on, cases::show, questions::ask, roadmaps::make, rounds::list, round::show,
        agreements::list, agreements::show, agreements::topics, agreements::recommendations, agreements::steering,
        agreements::findings, themes::list, themes::show, municipalities::list, municipalities::show, show,
    ),
    modifiers(&ApiKeys),
    components(schemas(Problem, Mistake, types::MatchDocument)),
)]
struct Document;

/// The keys with which other doors pass questions on.
struct ApiKeys;

impl utoipa::Modify for ApiKeys {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        if let Some(components) = &mut document.components {
            components.add_security_scheme("sleutel", scheme);
        }
    }
}

/// The description of the API as JSON, always in the same order.
pub fn openapi_json() -> String {
    let mut document = Document::openapi();
    API_VERSION.clone_into(&mut document.info.version);
    for path in document.paths.paths.values_mut() {
        let has_body = path.post.is_some();
        for operation in [&mut path.get, &mut path.post].into_iter().flatten() {
            add_version_header(operation);
            add_problems(operation, has_body);
        }
    }
    // The document is made of strings and numbers, which always make JSON.
    document.to_pretty_json().map(|json| json + "\n").unwrap_or_default()
}

/// This document.
#[utoipa::path(
    get, path = "/openapi.json", tag = "openapi", operation_id = "openapi",
    responses((status = 200, description = "The description of the API", body = Object, content_type = "application/json"))
)]
pub async fn show() -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], openapi_json()).into_response()
}

/// NL API Design Rules, "version header": every answer names the full version.
fn add_version_header(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            let schema = ObjectBuilder::new().schema_type(Type::String).examples([serde_json::json!(API_VERSION)]);
            let header = HeaderBuilder::new().schema(Some(schema)).description(Some("Full version of the API")).build();
            response.headers.insert("API-Version".to_owned(), header.into());
        }
    }
}

/// NL API Design Rules, "error handling": what can go wrong, each as problem details.
fn add_problems(operation: &mut Operation, has_body: bool) {
    let parameters = operation.parameters.as_deref().unwrap_or_default();
    let in_path = |it: &RefOr<utoipa::openapi::path::Parameter>| matches!(it, RefOr::T(parameter) if matches!(parameter.parameter_in, ParameterIn::Path));
    let has_path_parameter = parameters.iter().any(in_path);
    let has_parameters = !parameters.is_empty();
    let mut add = |status: &str, description: &str| {
        operation.responses.responses.insert(status.to_owned(), problem(description).into());
    };
    if has_parameters || has_body {
        add("400", "The request has mistakes; `errors` lists all of them");
    }
    if has_path_parameter {
        add("404", "It does not exist");
    }
    if has_body {
        add("413", &format!("The message is larger than {BODY_BYTES_MAX} bytes"));
        add("415", "The message is not JSON");
    }
}

fn problem(description: &str) -> utoipa::openapi::Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().description(description).content(PROBLEM_MEDIA_TYPE, content).build()
}
