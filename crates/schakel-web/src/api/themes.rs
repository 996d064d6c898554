//! The themes of a landsdeel: where each lies between the regional innovation strategy and the topsector agendas, and
//! which pot of MIT money a project with that theme belongs to.

use axum::Json;
use axum::extract::{OriginalUri, State as Shared};
use schakel_register::{Strategy, pot_for, theme_scope};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Call};
use crate::api::values::{Named, SourceView, Words};
use crate::problem::{Named as InPath, Problem};
use crate::state::App;

/// The themes of a landsdeel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ThemeList {
    /// The landsdeel.
    pub landsdeel: Named,
    /// Where its strategy comes from.
    pub bron: SourceView,
    /// Every theme that exists.
    pub themas: Vec<ThemeView>,
}

/// A theme for a landsdeel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ThemeView {
    /// Code of the theme.
    pub id: String,
    /// Name of the theme.
    pub naam: String,
    /// `inside` (in the strategy and in a topsector agenda), `only_regional`, `only_national`, `neither` or `unknown`
    /// (the source prints no list of themes for this landsdeel).
    pub bereik: &'static str,
    /// The pot for a project with this theme: `joint`, `national`, `refused` or `unknown`; never two.
    pub pot: &'static str,
    /// What the strategy says of it.
    pub strategie: Option<StrategyRole>,
    /// What makes it a topsector theme.
    pub topsector: Option<ThemeNoteView>,
    /// What makes it a national priority.
    pub nationale_prioriteit: Option<ThemeNoteView>,
}

/// What a strategy says of a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StrategyRole {
    /// As the paper prints it.
    pub naam: String,
    /// `focus`, `supporting`, `crossover` or `challenge`.
    pub rol: String,
    /// Where it is said.
    pub bron: Option<SourceView>,
}

/// That a theme has a national role, and how certain that is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ThemeNoteView {
    /// How certain it is: `exact`, `inferred`, …
    pub qualifier: &'static str,
    /// Where it is said.
    pub bron: Option<SourceView>,
}

/// The themes of a landsdeel, with scope and pot.
#[utoipa::path(
    get, path = "/landsdelen/{id}/themas", tag = "landsdelen", operation_id = "themas",
    params(
        ("id" = String, Path, description = "Identifier of the landsdeel, such as `oost`"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "Every theme with its scope and pot", body = ThemeList))
)]
pub async fn list(
    Shared(app): Shared<App>,
    OriginalUri(uri): OriginalUri,
    InPath(id): InPath<String>,
) -> Answer<ThemeList> {
    let mut call = Call::new(&app, &uri, &[]);
    call.check()?;
    let strategy = find(&call, &id)?;
    let words = call.words();
    let themes = call.pack().codes("themes").iter().map(|code| theme(&code.id, strategy, words));
    Ok(Json(ThemeList {
        landsdeel: words.area(&strategy.landsdeel),
        bron: words.source(&strategy.source),
        themas: themes.collect(),
    }))
}

/// One theme of a landsdeel.
#[utoipa::path(
    get, path = "/landsdelen/{id}/themas/{thema}", tag = "landsdelen", operation_id = "thema",
    params(
        ("id" = String, Path, description = "Identifier of the landsdeel, such as `oost`"),
        ("thema" = String, Path, description = "Code of the theme"),
        ("taal" = Option<String>, Query, description = "Language of the texts: `nl` or `en`"),
    ),
    responses((status = 200, description = "The theme with its scope and pot", body = ThemeView))
)]
pub async fn show(
    Shared(app): Shared<App>,
    OriginalUri(uri): OriginalUri,
    InPath((id, code)): InPath<(String, String)>,
) -> Answer<ThemeView> {
    let mut call = Call::new(&app, &uri, &[]);
    call.check()?;
    let strategy = find(&call, &id)?;
    let codes = call.pack().codes("themes");
    if !codes.iter().any(|it| *it.id == *code) {
        let known = codes.iter().map(|it| (&*it.id, it.name.nl.as_str()));
        return Err(call.missing(["het thema", "the theme"], &code, known));
    }
    Ok(Json(theme(&code, strategy, call.words())))
}

fn find(call: &Call, landsdeel: &str) -> Result<&'static Strategy, Problem> {
    let strategies = || call.pack().strategies.values();
    strategies().find(|it| &*it.landsdeel == landsdeel).ok_or_else(|| {
        let known = strategies().map(|it| (&*it.landsdeel, it.name.nl.as_str()));
        call.missing(["het landsdeel", "the landsdeel"], landsdeel, known)
    })
}

fn theme(code: &str, strategy: &Strategy, words: Words) -> ThemeView {
    let pack = words.pack;
    let note = |notes: &[schakel_register::ThemeNote]| {
        notes.iter().find(|note| &*note.theme == code).map(|note| ThemeNoteView {
            qualifier: note.qualifier.name(),
            bron: note.source.as_ref().map(|source| words.source(source)),
        })
    };
    let role = strategy.themes.iter().find(|it| it.code.as_deref() == Some(code)).map(|it| StrategyRole {
        naam: it.label.get(words.language).to_owned(),
        rol: it.role.clone(),
        bron: it.source.as_ref().map(|source| words.source(source)),
    });
    let Named { id, naam } = words.code("themes", code);
    ThemeView {
        id,
        naam,
        bereik: theme_scope(code, strategy, pack).name(),
        pot: pot_for(code, strategy, pack).name(),
        strategie: role,
        topsector: note(&pack.settings.topsectors),
        nationale_prioriteit: note(&pack.settings.national_priorities),
    }
}
