//! The municipalities and their front door for entrepreneurs.

use axum::Json;
use axum::extract::{OriginalUri, State as Shared};
use schakel_register::Municipality;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Call};
use crate::api::coverage::check_province;
use crate::api::instruments::{SelfLink, self_link};
use crate::api::values::{Named, QualifiedArea, SourceView, Words};
use crate::problem::Named as InPath;
use crate::selection::folded;
use crate::state::App;

const PROVINCE_KEY: &str = "provincie";

/// The municipalities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MunicipalityList {
    /// How many.
    pub totaal: usize,
    /// The municipalities, by name.
    pub gemeenten: Vec<MunicipalityView>,
}

/// A municipality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MunicipalityView {
    /// Code of Statistics Netherlands.
    pub code: String,
    /// Name.
    pub naam: String,
    /// Province.
    pub provincie: Named,
    /// Named regions that it is part of.
    pub regios: Vec<QualifiedArea>,
    /// Its front door for entrepreneurs; `null`: no source names one.
    pub loket: Option<FrontDoorView>,
    /// Links.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

/// A front door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FrontDoorView {
    /// The organisation.
    pub organisatie: Named,
    /// How certain it is: `exact`, `inferred`, …
    pub qualifier: &'static str,
    /// Where it is said.
    pub bron: Option<SourceView>,
}

/// The municipalities and their front doors.
#[utoipa::path(
    get, path = "/gemeenten", tag = "gemeenten", operation_id = "gemeenten",
    params(
        ("provincie" = Option<String>, Query, description = "Code of a province, such as `PV23`"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "The municipalities, by name", body = MunicipalityList))
)]
pub async fn list(Shared(app): Shared<App>, OriginalUri(uri): OriginalUri) -> Answer<MunicipalityList> {
    let mut call = Call::new(&app, &uri, &[PROVINCE_KEY]);
    let province = call.value(PROVINCE_KEY).map(str::to_owned);
    if let Some(province) = &province {
        check_province(province, &mut call);
    }
    call.check()?;
    let words = call.words();
    let wanted = |it: &&Municipality| province.as_ref().is_none_or(|province| *it.province == **province);
    let mut found: Vec<_> = call.pack().municipalities.values().filter(wanted).collect();
    found.sort_by_cached_key(|it| folded(&it.name));
    let views: Vec<_> = found.into_iter().map(|it| view(it, words)).collect();
    Ok(Json(MunicipalityList { totaal: views.len(), gemeenten: views }))
}

/// One municipality.
#[utoipa::path(
    get, path = "/gemeenten/{code}", tag = "gemeenten", operation_id = "gemeente",
    params(
        ("code" = String, Path, description = "Code of Statistics Netherlands, such as `GM0193`"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "The municipality with its front door", body = MunicipalityView))
)]
pub async fn show(
    Shared(app): Shared<App>,
    OriginalUri(uri): OriginalUri,
    InPath(code): InPath<String>,
) -> Answer<MunicipalityView> {
    let mut call = Call::new(&app, &uri, &[]);
    call.check()?;
    let municipalities = &call.pack().municipalities;
    let Some(municipality) = municipalities.get(code.as_str()) else {
        let known = municipalities.values().map(|it| (&*it.id, it.name.as_str()));
        return Err(call.missing(["de gemeente", "the municipality"], &code, known));
    };
    Ok(Json(view(municipality, call.words())))
}

fn view(municipality: &Municipality, words: Words) -> MunicipalityView {
    let door = municipality.front_door.as_ref().map(|door| FrontDoorView {
        organisatie: words.organisation(&door.organisation),
        qualifier: door.qualifier.name(),
        bron: door.source.as_ref().map(|source| words.source(source)),
    });
    MunicipalityView {
        code: municipality.id.to_string(),
        naam: municipality.name.clone(),
        provincie: words.area(&municipality.province),
        regios: words.areas(&municipality.regions),
        loket: door,
        links: self_link(&format!("/gemeenten/{}", municipality.id)),
    }
}
