//! Themes per landsdeel: where each theme lies between the regional strategy and the topsectors, and which MIT pot
//! follows from that.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use schakel_register::{Strategy, pot_for, theme_scope};

use crate::pages::frame::{Frame, Visit};
use crate::pages::parts::{LinkView, SourceView, markdown};
use crate::pages::{missing_page, page};

#[derive(Template)]
#[template(path = "themes_list.html")]
struct ThemesListPage {
    frame: Frame,
    strategies: Vec<LinkView>,
}

#[derive(Template)]
#[template(path = "themes.html")]
struct ThemesPage {
    frame: Frame,
    summary: String,
    body: String,
    rows: Vec<ThemeRow>,
    printed: Vec<PrintedTheme>,
    source: SourceView,
    checked: String,
}

/// A theme with its place and pot.
struct ThemeRow {
    name: String,
    scope: String,
    pot: String,
    in_scope: bool,
}

/// A theme as the paper prints it.
struct PrintedTheme {
    label: String,
    role: String,
    source: SourceView,
}

/// Shows the landsdelen.
pub async fn list(visit: Visit) -> Response {
    let title = visit.texts().get("themes-title");
    let link = |strategy: &Strategy| LinkView {
        name: visit.pack().area_name(&strategy.landsdeel, visit.language),
        link: visit.link(&format!("/themas/{}", strategy.landsdeel)),
    };
    let strategies = visit.pack().strategies.values().map(link).collect();
    page(&ThemesListPage { frame: Frame::new(&visit, &title, "/themas").under(&visit, &[]), strategies })
}

/// Shows the themes of one landsdeel.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match visit.pack().strategies.values().find(|strategy| *strategy.landsdeel == *id) {
        Some(strategy) => page(&view(strategy, &visit)),
        None => missing_page(&visit),
    }
}

fn view(strategy: &Strategy, visit: &Visit) -> ThemesPage {
    let (pack, language, texts) = (visit.pack(), visit.language, visit.texts());
    let row = |theme: &schakel_criteria::Code| {
        let scope = theme_scope(&theme.id, strategy, pack);
        let pot = pot_for(&theme.id, strategy, pack);
        ThemeRow {
            name: theme.name.get(language).to_owned(),
            scope: texts.get(&format!("scope-{}", scope.name().replace('_', "-"))),
            pot: texts.get(&format!("pot-{}", pot.name())),
            in_scope: scope == schakel_register::ThemeScope::Inside,
        }
    };
    let printed = |theme: &schakel_register::StrategyTheme| PrintedTheme {
        label: theme.label.get(language).to_owned(),
        role: texts.get(&format!("theme-role-{}", theme.role)),
        source: SourceView::new(theme.source.as_ref().unwrap_or(&strategy.source), pack),
    };
    let title = texts.with("themes-of", "area", &pack.area_name(&strategy.landsdeel, language));
    ThemesPage {
        frame: Frame::new(visit, &title, "/themas").under(visit, &[(texts.get("menu-themes"), "/themas")]),
        summary: strategy.summary.get(language).to_owned(),
        body: markdown(strategy.body.get(language)),
        rows: pack.codes("themes").iter().map(row).collect(),
        printed: strategy.themes.iter().map(printed).collect(),
        source: SourceView::new(&strategy.source, pack),
        checked: strategy.checked_on.map(|day| texts.with("checked-on", "day", &visit.day(day))).unwrap_or_default(),
    }
}
