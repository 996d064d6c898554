//! The routes, in one readable list: pages for people in Dutch and in English, the API, and the files of the look.

use axum::Router;
use axum::routing::{get, post};
use schakel_criteria::Language;

use crate::state::App;
use crate::{api, assets, guard, headers, pages, signed_in};

/// The whole portal.
pub fn router(app: App) -> Router {
    let pages = Router::new().merge(page_routes(Language::Dutch)).nest("/en", page_routes(Language::English));
    Router::new()
        .merge(pages)
        .nest("/api/v1", api::routes())
        .merge(assets::routes())
        .fallback(pages::not_found)
        .layer(axum::middleware::from_fn_with_state(app.clone(), signed_in::on_every_page))
        .layer(axum::middleware::from_fn_with_state(app.clone(), guard::on_every_form))
        .layer(axum::middleware::from_fn(headers::on_every_answer))
        .layer(tower_http::compression::CompressionLayer::new())
        .with_state(app)
}

fn page_routes(language: Language) -> Router<App> {
    Router::new()
        .route("/", get(pages::home::show))
        .route("/vraag", get(pages::ask::show))
        .route("/wat-past", get(pages::question::show).post(pages::question::send))
        .route("/wat-past/uitkomst", get(pages::outcome::show))
        .route("/gesprek", get(pages::interview::show).post(pages::interview::send))
        .route("/financieringsplan", get(pages::plan::show).post(pages::plan::send))
        .route("/financieringsplan/uitkomst", get(pages::plan_result::show))
        .route("/routekaart", get(pages::roadmap::show).post(pages::saved_roadmap::save))
        .route("/routekaart/agenda.ics", get(pages::roadmap::calendar_file))
        .route("/routekaart/{token}", get(pages::saved_roadmap::show).post(pages::saved_roadmap::change))
        .route("/routekaart/{token}/agenda.ics", get(pages::saved_roadmap::calendar_file))
        .route("/register", get(pages::register::show))
        .route("/register/{id}", get(pages::support::show))
        .route("/regelingen", get(pages::rounds::list))
        .route("/regelingen/{id}", get(pages::rounds::show))
        .route("/regelingen/verleend", get(pages::granted::show))
        .route("/regelingen/verleend.csv", get(pages::granted::csv))
        .route("/regelingen/verleend.json", get(pages::granted::json_file))
        .route("/regelingen/verleend-360giving.json", get(pages::granted::giving))
        .route("/organisaties", get(pages::organisations::list))
        .route("/organisaties/{id}", get(pages::organisations::show))
        .route("/loket", get(pages::front_door::show))
        .route("/themas", get(pages::themes::list))
        .route("/themas/{landsdeel}", get(pages::themes::show))
        .route("/dossiers/{id}", get(pages::records::show))
        .route("/zwaar-weer", get(pages::signals::show).post(pages::signals::send))
        .route("/loting", get(pages::draw::show).post(pages::draw::send))
        .merge(account_routes())
        .route("/over", get(pages::about::show))
        .route("/toegankelijkheid", get(pages::about::accessibility))
        .merge(agreement_routes())
        .merge(work_routes())
        .merge(grant_routes())
        .merge(door_routes())
        .merge(privacy_routes())
        .merge(question_routes())
        .merge(application_routes())
        .layer(axum::Extension(language))
}

/// What parties agreed, and what is wrong in the system.
fn agreement_routes() -> Router<App> {
    use pages::agreements::{findings, list, one, recommendations, report, steering, topics};
    Router::new()
        .route("/afspraken", get(list::show))
        .route("/afspraken/bestand.csv", get(list::file))
        .route("/afspraken/onderwerpen", get(topics::show))
        .route("/afspraken/onderwerpen/bestand.csv", get(topics::file))
        .route("/afspraken/sturing", get(steering::show))
        .route("/afspraken/sturing/{table}", get(steering::file))
        .route("/afspraken/rapportage/{day}", get(report::show))
        .route("/afspraken/rapportage/{day}/{file}", get(report::file))
        .route("/afspraken/{id}", get(one::show))
        .route("/aanbevelingen", get(recommendations::show))
        .route("/aanbevelingen/bestand.csv", get(recommendations::file))
        .route("/bevindingen", get(findings::show))
        .route("/bevindingen/bestand.csv", get(findings::file))
}

/// What a government accounts for.
fn account_routes() -> Router<App> {
    use pages::accounts::{figures, page, tree};
    Router::new()
        .route("/verantwoording", get(tree::show))
        .route("/verantwoording/cijfers", get(figures::show))
        .route("/verantwoording/cijfers/{part}", get(figures::part))
        .route("/verantwoording/{number}/{year}", get(page::show))
        .route("/verantwoording/{number}/{year}/{file}", get(page::file))
}

/// The pages of people of organisations.
fn work_routes() -> Router<App> {
    use pages::work;
    Router::new()
        .route("/werk", get(work::inbox::show))
        .route("/werk/organisatie", post(work::organisation::send))
        .route("/werk/nieuw", get(work::new_question::show).post(work::new_question::send))
        .route("/werk/zaken/{id}", get(work::case_page::show).post(work::case_send::send))
        .route("/werk/zaken/{id}/elders", get(work::elsewhere::show).post(work::elsewhere::look))
        .route("/werk/zaken/{id}/documenten/{document}", get(work::case_page::document))
        .route("/werk/afwezig", get(work::absence::show).post(work::absence::send))
        .route("/werk/team", get(work::absence::team).post(work::absence::send_team))
        .route("/werk/activering", get(work::activation::show).post(work::activation::send))
        .route("/werk/activering/{id}", get(work::activation::calls).post(work::activation::call))
        .route("/werk/leads", get(work::leads::show).post(work::leads::send))
        .route("/werk/telt-mee", get(work::contributions::show).post(work::contributions::send))
        .route("/werk/regio", get(work::region::show))
        .route("/werk/regio/{table}", get(work::region::file))
        .route("/werk/geld", get(work::money::show))
        .route("/werk/geld/boekingen", get(work::money::postings))
        .route("/werk/geld/{table}", get(work::money::file))
        .route("/werk/cijfers", get(work::figures::show))
        .route("/werk/cijfers/{table}", get(work::figures::file))
}

/// The pages of whoever carries out rounds.
fn grant_routes() -> Router<App> {
    use pages::work::grants::{
        application, application_send, evaluation, round, round_send, rounds, small_aid, vouchers, year_end,
    };
    Router::new()
        .route("/werk/regelingen", get(rounds::show))
        .route("/werk/regelingen/{round}", get(round::show).post(round_send::send))
        .route("/werk/regelingen/{round}/vouchers", get(vouchers::show).post(vouchers::send))
        .route("/werk/regelingen/{round}/jaareinde", get(year_end::show).post(year_end::send))
        .route("/werk/aanvragen/{number}", get(application::show).post(application_send::send))
        .route("/werk/aanvragen/{number}/bestanden/{document}", get(application::document))
        .route("/werk/aanvragen/{number}/brieven/{letter}", get(application::letter))
        .route("/werk/kleine-steun", get(small_aid::show).post(small_aid::send))
        .route("/werk/kleine-steun/{file}", get(small_aid::export))
        .route("/werk/evaluatie", get(evaluation::show))
        .route("/werk/evaluatie.csv", get(evaluation::file))
}

/// What is kept of people, and what a person can ask of it.
fn privacy_routes() -> Router<App> {
    Router::new()
        .route("/verwerkingen", get(pages::processing::show))
        .route("/mijn-vragen/gegevens", get(pages::own_data::show).post(pages::own_data::forget))
        .route("/mijn-vragen/gegevens.json", get(pages::own_data::file))
        .route("/mijn-vragen/gegevens.pdf", get(pages::own_data::document))
}

/// A question to a person: asking, following and answering it.
fn question_routes() -> Router<App> {
    use pages::questions::{ask, documents, open_to_documents, own, received};
    let forms = Router::new()
        .route("/hulp", get(ask::show).post(ask::send))
        .route("/mijn-vragen", get(own::list))
        .route("/mijn-vraag/{part}", get(own::show).post(own::change))
        .route("/mijn-vraag/{part}/agenda.ics", get(own::calendar_file))
        .route("/mijn-vraag/{part}/documenten/{number}", get(documents::show))
        .route("/mijn-vragen/{part}", get(own::show).post(own::change))
        .route("/mijn-vragen/{part}/agenda.ics", get(own::calendar_file))
        .route("/mijn-vragen/{part}/documenten/{number}", get(documents::show))
        .route("/verwijzing/{token}", get(received::show).post(received::answer))
        .route("/verwijzing/{token}/documenten/{number}", get(received::document));
    let uploads = Router::new()
        .route("/mijn-vraag/{part}/documenten", post(documents::add))
        .route("/mijn-vragen/{part}/documenten", post(documents::add));
    forms.merge(open_to_documents(uploads))
}

/// Applying for a grant and following it.
fn application_routes() -> Router<App> {
    use pages::apply::{letters, open_to_papers, own, papers, partner, receipt, receipt_check, start};
    let plain = Router::new()
        .route("/regelingen/{id}/aanvragen", get(start::show).post(start::send))
        .route("/aanvraag/partner/{token}", get(partner::show).post(partner::answer))
        .route("/aanvraag/{part}/bijlagen/{number}", get(papers::show))
        .route("/aanvraag/{part}/brieven/{letter}", get(letters::document))
        .route("/aanvraag/{part}/ontvangstbewijs", get(receipt::show))
        .route("/aanvraag/{part}/ontvangstbewijs.pdf", get(receipt::document))
        .route("/ontvangstbewijs", get(receipt_check::show).post(receipt_check::send));
    let forms = Router::new().route("/aanvraag/{part}", get(own::show).post(own::change));
    plain.merge(open_to_papers(forms))
}

/// Signing in, and who may.
fn door_routes() -> Router<App> {
    use pages::{passkeys, providers, sign_in, work};
    Router::new()
        .route("/inloggen", get(sign_in::show).post(sign_in::ask))
        .route("/inloggen/{token}", get(sign_in::show_link).post(sign_in::use_link))
        .route("/inloggen/met-sleutel", get(passkeys::show_sign_in).post(passkeys::sign_in))
        .route("/inloggen/sleutel", get(passkeys::show).post(passkeys::send))
        .route("/inloggen/oidc/{provider}", get(providers::start))
        .route("/inloggen/oidc/{provider}/terug", get(providers::back))
        .route("/inloggen/oidc/{provider}/koppelen", post(providers::link))
        .route("/uitloggen", post(sign_in::sign_out))
        .route("/werk/mensen", get(work::people::show).post(work::people::send))
}
