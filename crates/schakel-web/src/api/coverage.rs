//! Which municipalities of a province a service reaches, through which area, and which it does not.

use axum::Json;
use axum::extract::{OriginalUri, State as Shared};
use schakel_register::coverage;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Call};
use crate::api::instrument::find;
use crate::api::values::{Named, QualifiedArea};
use crate::problem::{Mistake, Named as InPath};
use crate::selection::near_name;
use crate::state::App;

const PROVINCE_KEY: &str = "provincie";

/// How a service reaches the municipalities of a province.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageView {
    /// Identifier of the service.
    pub instrument: String,
    /// The province.
    pub provincie: Named,
    /// Whether a source says where the service works; if not, nothing can be said of any municipality.
    pub bereik_bekend: bool,
    /// Every municipality of the province.
    pub gemeenten: Vec<CoveredMunicipality>,
    /// The municipalities that it does not reach, as far as a source says where it works.
    pub niet_gedekt: Vec<Named>,
    /// How many places the service has, when it is a network of places.
    pub plekken: Option<u32>,
}

/// A municipality and how a service reaches it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoveredMunicipality {
    /// Code.
    pub code: String,
    /// Name.
    pub naam: String,
    /// The area of the service in which it lies, and how certain that is; `null`: not reached, or not known.
    pub via: Option<QualifiedArea>,
}

/// The municipalities that a service reaches.
#[utoipa::path(
    get, path = "/instrumenten/{id}/dekking", tag = "instrumenten", operation_id = "dekking",
    params(
        ("id" = String, Path, description = "Identifier"),
        ("provincie" = String, Query, description = "Code of the province, such as `PV23`"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "Every municipality, and those not reached", body = CoverageView))
)]
pub async fn show(
    Shared(app): Shared<App>,
    OriginalUri(uri): OriginalUri,
    InPath(id): InPath<String>,
) -> Answer<CoverageView> {
    let mut call = Call::new(&app, &uri, &[PROVINCE_KEY]);
    let province = province(&mut call, "PV23");
    call.check()?;
    let support = find(&call, &id)?;
    let words = call.words();
    let reached = coverage(support, &province, call.pack());
    let is_known = !support.areas.is_empty();
    let uncovered =
        reached.iter().filter(|it| is_known && it.through.is_none()).map(|it| words.area(&it.municipality.id));
    Ok(Json(CoverageView {
        instrument: id,
        bereik_bekend: is_known,
        provincie: words.area(&province),
        niet_gedekt: uncovered.collect(),
        plekken: support.place.units,
        gemeenten: reached
            .iter()
            .map(|it| CoveredMunicipality {
                code: it.municipality.id.to_string(),
                naam: it.municipality.name.clone(),
                via: it.through.as_ref().map(|(area, qualifier)| words.qualified_area(area, *qualifier)),
            })
            .collect(),
    }))
}

fn province(call: &mut Call, example: &str) -> String {
    let Some(province) = call.required(PROVINCE_KEY, example) else { return String::new() };
    check_province(&province, call);
    province
}

/// Notes a mistake when there is no such province.
pub fn check_province(province: &str, call: &mut Call) {
    let provinces = call.pack().codes("provinces").iter().map(|code| (&*code.id, code.name.nl.as_str()));
    if provinces.clone().any(|(id, _)| id == province) {
        return;
    }
    let detail = match near_name(province, provinces) {
        Some(near) => call.say(
            format!("de provincie bestaat niet; bedoelde u `{near}`?"),
            format!("the province does not exist; did you mean `{near}`?"),
        ),
        None => call.say(
            "de provincie bestaat niet; geef een code zoals `PV23`".to_owned(),
            "the province does not exist; give a code such as `PV23`".to_owned(),
        ),
    };
    call.mistake(Mistake::new(PROVINCE_KEY, detail));
}
