//! Two versions of one instrument side by side: what changed between two days, and how much each change matters.

use axum::Json;
use axum::extract::{OriginalUri, State as Shared};
use axum::http::StatusCode;
use schakel_register::{FieldChange, Support, Version, compare_versions};
use schakel_time::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Call};
use crate::api::instrument::find;
use crate::api::values::{SourceView, Span};
use crate::problem::{Named as InPath, Problem};
use crate::state::App;

const FROM_KEY: &str = "van";
const TO_KEY: &str = "tot";

/// What changed between two days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Comparison {
    /// Identifier of the instrument.
    pub instrument: String,
    /// The earlier version.
    pub van: ComparedVersion,
    /// The later version.
    pub tot: ComparedVersion,
    /// Whether the two days fall in the same version.
    pub zelfde_versie: bool,
    /// The fields that differ; empty: nothing changed.
    pub wijzigingen: Vec<ChangeView>,
}

/// A version on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComparedVersion {
    /// The day that was asked for.
    #[schema(format = Date)]
    pub peildatum: String,
    /// When the version holds.
    pub geldig: Span,
    /// Where it comes from.
    pub bron: SourceView,
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangeView {
    /// The field: `max`, `rate`, `criterion sme`.
    pub veld: String,
    /// What it was, in words; `null`: not known, or not there.
    pub van: Option<String>,
    /// What it became, in words; `null`: not known, or not there.
    pub tot: Option<String>,
    /// `major` (a change of the kind that the pack calls large), `no-longer-known` (it was stated and is not any
    /// more) or `improvement`.
    pub soort: &'static str,
}

impl From<FieldChange> for ChangeView {
    fn from(change: FieldChange) -> Self {
        ChangeView { veld: change.field, van: change.from, tot: change.to, soort: change.class.name() }
    }
}

/// Compare the rules of two days.
#[utoipa::path(
    get, path = "/instrumenten/{id}/versies/vergelijking", tag = "instrumenten", operation_id = "versievergelijking",
    params(
        ("id" = String, Path, description = "Identifier"),
        ("van" = String, Query, format = Date, description = "A day on which the old version holds"),
        ("tot" = String, Query, format = Date, description = "A day on which the new version holds"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "The fields that differ", body = Comparison))
)]
pub async fn compare(
    Shared(app): Shared<App>,
    OriginalUri(uri): OriginalUri,
    InPath(id): InPath<String>,
) -> Answer<Comparison> {
    let mut call = Call::new(&app, &uri, &[FROM_KEY, TO_KEY]);
    let days = (required_day(&mut call, FROM_KEY, "2015-06-01"), required_day(&mut call, TO_KEY, "2019-06-01"));
    call.check()?;
    let support = find(&call, &id)?;
    let (Some(from), Some(to)) = days else { return Err(Problem::invalid(call.path(), call.language, Vec::new())) };
    let (old, new) = (version_on(support, from, &call)?, version_on(support, to, &call)?);
    let changes = compare_versions(old, new, call.pack(), call.language).into_iter().map(ChangeView::from);
    Ok(Json(Comparison {
        instrument: id,
        van: compared(old, from, &call),
        tot: compared(new, to, &call),
        zelfde_versie: std::ptr::eq(old, new),
        wijzigingen: changes.collect(),
    }))
}

fn required_day(call: &mut Call, key: &'static str, example: &str) -> Option<Date> {
    call.required(key, example)?;
    call.day(key)
}

fn compared(version: &Version, day: Date, call: &Call) -> ComparedVersion {
    ComparedVersion {
        peildatum: day.to_string(),
        geldig: Span::from(&version.valid),
        bron: call.words().source(&version.source),
    }
}

fn version_on<'a>(support: &'a Support, day: Date, call: &Call) -> Result<&'a Version, Problem> {
    support.versions.iter().find(|version| version.valid.contains(day)).ok_or_else(|| {
        let periods: Vec<String> = support.versions.iter().map(|version| version.valid.to_string()).collect();
        let periods = periods.join(", ");
        let detail = call.say(
            format!("op {day} geldt er geen versie van `{}`; er zijn versies voor {periods}", support.id),
            format!("no version of `{}` holds on {day}; there are versions for {periods}", support.id),
        );
        call.problem(StatusCode::NOT_FOUND, detail)
    })
}
