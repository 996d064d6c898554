//! Nobody sees what is another's: every route of the portal, in every role. The routes are read from the source of the
//! portal itself, so that a new one cannot be forgotten: it has to be declared here.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use schakel_casework::{CaseId, Code, Need, OrganisationId, Origin, Visibility};
use schakel_desk::{Contact, NewQuestion, Who};
use schakel_identity::Token;
use schakel_store::tables::firms::FirmDetails;
use schakel_store::tables::people::{self, AccountDetails, AccountKind, MailWish, RoleHeld};
use schakel_store::tables::posts::{self, Author, DocumentRow};
use schakel_store::tables::sessions;
use schakel_store::{Digest, StoreError};

use crate::support::{APP, Reply, TODAY, send};

/// Whose it is, what a route leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// Everybody's: it says nothing of a case, a firm or a person.
    Everybody,
    /// Whoever has the secret in the address.
    Secret,
    /// Those who may open the case.
    Case,
    /// Staff in a role: the route has nothing of others by itself, it lists what is the reader's own.
    Staff,
    /// The entrepreneur who signed in: the route has no number in it, it shows the reader's own.
    Entrepreneur,
    /// Staff of the organisation that carries out the round.
    Executor,
    /// The entrepreneur of the firm whose case it is.
    FirmCase,
    /// The door that passed it on, by its key.
    Door,
    /// Whoever signed in: the route shows the reader's own.
    SignedIn,
    /// Whoever signs out.
    Session,
}

const ROUTES: &[(&str, Owner)] = &[
    ("/", Owner::Everybody),
    ("/vraag", Owner::Everybody),
    ("/wat-past", Owner::Everybody),
    ("/wat-past/uitkomst", Owner::Everybody),
    ("/gesprek", Owner::Everybody),
    ("/financieringsplan", Owner::Everybody),
    ("/financieringsplan/uitkomst", Owner::Everybody),
    ("/routekaart", Owner::Everybody),
    ("/routekaart/agenda.ics", Owner::Everybody),
    ("/routekaart/{token}", Owner::Secret),
    ("/routekaart/{token}/agenda.ics", Owner::Secret),
    ("/register", Owner::Everybody),
    ("/register/{id}", Owner::Everybody),
    ("/regelingen", Owner::Everybody),
    ("/afspraken", Owner::Everybody),
    ("/onderwerpen", Owner::Everybody),
    ("/sturing", Owner::Everybody),
    ("/afspraken/bestand.csv", Owner::Everybody),
    ("/afspraken/onderwerpen", Owner::Everybody),
    ("/afspraken/onderwerpen/bestand.csv", Owner::Everybody),
    ("/afspraken/sturing", Owner::Everybody),
    ("/afspraken/sturing/{table}", Owner::Everybody),
    ("/afspraken/rapportage/{day}", Owner::Everybody),
    ("/afspraken/rapportage/{day}/{file}", Owner::Everybody),
    ("/afspraken/{id}", Owner::Everybody),
    ("/aanbevelingen", Owner::Everybody),
    ("/aanbevelingen/bestand.csv", Owner::Everybody),
    ("/bevindingen", Owner::Everybody),
    ("/bevindingen/bestand.csv", Owner::Everybody),
    ("/regelingen/{id}", Owner::Everybody),
    ("/regelingen/verleend", Owner::Everybody),
    ("/regelingen/verleend.csv", Owner::Everybody),
    ("/regelingen/verleend.json", Owner::Everybody),
    ("/regelingen/verleend-360giving.json", Owner::Everybody),
    ("/regelingen/{id}/aanvragen", Owner::Everybody),
    ("/aanvraag/{part}", Owner::Secret),
    ("/aanvraag/{part}/bijlagen/{number}", Owner::Secret),
    ("/aanvraag/{part}/brieven/{letter}", Owner::Secret),
    ("/aanvraag/{part}/ontvangstbewijs", Owner::Secret),
    ("/aanvraag/{part}/ontvangstbewijs.pdf", Owner::Secret),
    ("/aanvraag/partner/{token}", Owner::Secret),
    ("/ontvangstbewijs", Owner::Everybody),
    ("/organisaties", Owner::Everybody),
    ("/organisaties/{id}", Owner::Everybody),
    ("/loket", Owner::Everybody),
    ("/themas", Owner::Everybody),
    ("/themas/{landsdeel}", Owner::Everybody),
    ("/dossiers/{id}", Owner::Everybody),
    ("/zwaar-weer", Owner::Everybody),
    ("/loting", Owner::Everybody),
    ("/verantwoording", Owner::Everybody),
    ("/verantwoording/cijfers", Owner::Everybody),
    ("/verantwoording/cijfers/{part}", Owner::Everybody),
    ("/verantwoording/{number}/{year}", Owner::Everybody),
    ("/verantwoording/{number}/{year}/{file}", Owner::Everybody),
    ("/over", Owner::Everybody),
    ("/toegankelijkheid", Owner::Everybody),
    ("/inloggen", Owner::Everybody),
    ("/inloggen/{token}", Owner::Secret),
    ("/inloggen/met-sleutel", Owner::Everybody),
    ("/inloggen/sleutel", Owner::SignedIn),
    ("/inloggen/oidc/{provider}", Owner::Everybody),
    ("/inloggen/oidc/{provider}/terug", Owner::Everybody),
    ("/inloggen/oidc/{provider}/koppelen", Owner::SignedIn),
    ("/uitloggen", Owner::Session),
    ("/verwerkingen", Owner::Everybody),
    ("/mijn-vragen/gegevens", Owner::Entrepreneur),
    ("/mijn-vragen/gegevens.json", Owner::Entrepreneur),
    ("/mijn-vragen/gegevens.pdf", Owner::Entrepreneur),
    ("/hulp", Owner::Everybody),
    ("/mijn-vraag/{part}", Owner::Secret),
    ("/mijn-vraag/{part}/agenda.ics", Owner::Secret),
    ("/mijn-vraag/{part}/documenten", Owner::Secret),
    ("/mijn-vraag/{part}/documenten/{number}", Owner::Secret),
    ("/mijn-vragen", Owner::Entrepreneur),
    ("/mijn-vragen/{part}", Owner::FirmCase),
    ("/mijn-vragen/{part}/agenda.ics", Owner::FirmCase),
    ("/mijn-vragen/{part}/documenten", Owner::FirmCase),
    ("/mijn-vragen/{part}/documenten/{number}", Owner::FirmCase),
    ("/verwijzing/{token}", Owner::Secret),
    ("/verwijzing/{token}/documenten/{number}", Owner::Secret),
    ("/werk", Owner::Staff),
    ("/werk/organisatie", Owner::Staff),
    ("/werk/nieuw", Owner::Staff),
    ("/werk/afwezig", Owner::Staff),
    ("/werk/team", Owner::Staff),
    ("/werk/activering", Owner::Staff),
    ("/werk/activering/{id}", Owner::Staff),
    ("/werk/leads", Owner::Staff),
    ("/werk/telt-mee", Owner::Staff),
    ("/werk/regio", Owner::Staff),
    ("/werk/regio/{table}", Owner::Staff),
    ("/werk/cijfers", Owner::Staff),
    ("/werk/cijfers/{table}", Owner::Staff),
    ("/werk/geld", Owner::Staff),
    ("/werk/geld/boekingen", Owner::Staff),
    ("/werk/geld/{table}", Owner::Staff),
    ("/werk/mensen", Owner::Staff),
    ("/werk/regelingen", Owner::Staff),
    ("/werk/regelingen/{round}", Owner::Executor),
    ("/werk/regelingen/{round}/vouchers", Owner::Executor),
    ("/werk/regelingen/{round}/jaareinde", Owner::Executor),
    ("/werk/aanvragen/{number}", Owner::Executor),
    ("/werk/aanvragen/{number}/bestanden/{document}", Owner::Executor),
    ("/werk/aanvragen/{number}/brieven/{letter}", Owner::Executor),
    ("/werk/kleine-steun", Owner::Staff),
    ("/werk/kleine-steun/{file}", Owner::Staff),
    ("/werk/evaluatie", Owner::Staff),
    ("/werk/evaluatie.csv", Owner::Staff),
    ("/werk/zaken/{id}", Owner::Case),
    ("/werk/zaken/{id}/documenten/{document}", Owner::Case),
    ("/werk/zaken/{id}/elders", Owner::Case),
    ("/werk/afwezig", Owner::Staff),
    ("/werk/team", Owner::Staff),
    ("/werk/activering", Owner::Staff),
    ("/werk/activering/{id}", Owner::Staff),
    ("/werk/leads", Owner::Staff),
    ("/werk/regio", Owner::Staff),
    ("/werk/regio/{table}", Owner::Staff),
    ("/werk/cijfers", Owner::Staff),
    ("/werk/cijfers/{table}", Owner::Staff),
    ("/bestanden/{name}", Owner::Everybody),
    ("/bestanden/favicon.svg", Owner::Everybody),
    // The API.
    ("/instrumenten", Owner::Everybody),
    ("/instrumenten/{id}", Owner::Everybody),
    ("/instrumenten/{id}/dekking", Owner::Everybody),
    ("/instrumenten/{id}/versies/vergelijking", Owner::Everybody),
    ("/dossiers", Owner::Everybody),
    ("/gegevens", Owner::Everybody),
    ("/financieringsplannen", Owner::Everybody),
    ("/toetsingen", Owner::Everybody),
    ("/vragen", Owner::Everybody),
    ("/routekaarten", Owner::Everybody),
    ("/vervolgvragen", Owner::Everybody),
    ("/rondes", Owner::Everybody),
    ("/rondes/{id}", Owner::Everybody),
    ("/landsdelen/{id}/themas", Owner::Everybody),
    ("/landsdelen/{id}/themas/{thema}", Owner::Everybody),
    ("/gemeenten", Owner::Everybody),
    ("/gemeenten/{code}", Owner::Everybody),
    ("/onderwerpen", Owner::Everybody),
    ("/sturing", Owner::Everybody),
    ("/zaken", Owner::Door),
    ("/zaken/{nummer}", Owner::Door),
    ("/openapi.json", Owner::Everybody),
];

/// The paths of every `.route("…"` in the source.
fn routes() -> Vec<String> {
    let mut found = Vec::new();
    read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.sort();
    found.dedup();
    assert!(found.len() > 40, "the routes are found: {found:?}");
    found
}

fn read_folder(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_folder(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            let after = source.split(".route(").skip(1).map(str::trim_start);
            for rest in after {
                let literal = rest.strip_prefix('"').and_then(|it| it.split_once('"'));
                let (route, _) = literal.unwrap_or_else(|| panic!("a route that is no text in {}", path.display()));
                found.push(route.to_owned());
            }
        }
    }
}

/// A case of one organisation, and people of others.
struct Scene {
    case: CaseId,
    document: u64,
    secrets: Vec<&'static str>,
    /// Cookies, by who has them.
    visitors: BTreeMap<&'static str, String>,
}

const ENTREPRENEUR: &str = "an entrepreneur of another firm";

static SCENE: LazyLock<Scene> = LazyLock::new(|| {
    let desk = APP.desk().expect("the pack names a desk");
    let now = TODAY.at(9, 0, 0, 0);
    let question = |words: &str, email: &str, secret: u8| NewQuestion {
        who: Who::Told {
            contact: Contact {
                name: Some("Test Ondernemer".to_owned()),
                email: Some(email.to_owned()),
                telephone: Some("0600000077".to_owned()),
                language: "nl".to_owned(),
            },
            firm: FirmDetails {
                name: Some("Afgeschermde Firma".to_owned()),
                facts: "{}".to_owned(),
                ..FirmDetails::default()
            },
        },
        words: words.to_owned(),
        origin: Origin::QuestionBox,
        asked_at: now,
        need: Need { municipality: Code::new("GM0193").ok(), ..Need::default() },
        visibility: Visibility::Ordinary,
        consents: Vec::new(),
        link: Digest([secret; 32]),
        form_key: None,
    };
    let case = desk.ask(question("Een geheime vraag", "een@voorbeeld.example", 21), None, now).unwrap().case;
    let other = desk.ask(question("Iets heel anders", "ander@voorbeeld.example", 22), None, now).unwrap().case;
    let door = case.door.organisation.to_string();
    let mut others = APP.pack().organisations.keys().filter(|id| ***id != *door).map(ToString::to_string);
    let (first, second) = (others.next().unwrap(), others.next().unwrap());
    let mut visitors = BTreeMap::new();
    let (id, firm) = (case.id, other.firm);
    let (document, entrepreneur) = desk
        .store()
        .write(move |rows| {
            let document = DocumentRow {
                id: 0,
                author: Author::default(),
                name: "geheim.pdf".to_owned(),
                media_type: "application/pdf".to_owned(),
                made_at: now,
            };
            let document = posts::add_document(rows, id, &document, b"geheim", TODAY)?;
            let account = people::of_firm(rows, firm)?.remove(0).id;
            Ok::<_, StoreError>((document, account))
        })
        .unwrap();
    visitors.insert(ENTREPRENEUR, cookie(entrepreneur, 1));
    // Two organisations have a process director, so that neither directs this case.
    let roles = [
        ("an adviser", first.clone(), "adviser"),
        ("a manager", first.clone(), "manager"),
        ("a process director", first.clone(), "process-director"),
        ("another process director", second, "process-director"),
        ("an administrator", first, "administrator"),
    ];
    for (number, (who, organisation, role)) in (2u8..).zip(roles) {
        let account = desk
            .store()
            .write(move |rows| {
                let details = AccountDetails {
                    email: Some(format!("{role}{number}@organisatie.example")),
                    name: None,
                    telephone: None,
                    language: "nl".to_owned(),
                    mail: MailWish::None,
                };
                let account = people::add(rows, AccountKind::Staff, &details, None, now, None)?;
                let organisation = OrganisationId::new(&organisation).unwrap();
                people::give_role(rows, &RoleHeld { account, organisation, role: role.to_owned() }, now)?;
                Ok::<_, StoreError>(account)
            })
            .unwrap();
        visitors.insert(who, cookie(account, number));
    }
    let secrets = vec!["Een geheime vraag", "Afgeschermde Firma", "een@voorbeeld.example", "0600000077", "geheim.pdf"];
    Scene { case: case.id, document, secrets, visitors }
});

/// Begins a session.
fn cookie(account: schakel_casework::PersonRef, number: u8) -> String {
    let token = Token::from_bytes([number; 16]);
    let now = TODAY.at(9, 0, 0, 0);
    APP.store()
        .write(move |rows| sessions::begin(rows, Digest(token.digest()), account, now, TODAY.at(23, 0, 0, 0)))
        .unwrap();
    format!("schakel_sessie={}", token.to_text())
}

fn visit(method: &Method, address: &str, cookie: Option<&str>) -> Reply {
    let mut request = Request::builder().method(method).uri(address);
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    let form = header::HeaderValue::from_static("application/x-www-form-urlencoded");
    send(request.header(header::CONTENT_TYPE, form).body(Body::from("actie=bericht&bericht=hallo")).unwrap())
}

fn attempts() -> i64 {
    let count = "SELECT count(*) FROM journal WHERE body LIKE '{\"attempt\"%'";
    APP.store().read(|rows| rows.query(count, &[])?[0].integer(0)).unwrap_or_else(|error: StoreError| panic!("{error}"))
}

/// The addresses of a route, in both languages, with what is another's in it.
fn addresses(route: &str) -> [String; 2] {
    let secret = Token::from_bytes([99; 16]).to_text();
    let part = if route.starts_with("/mijn-vraag/") { secret.clone() } else { SCENE.case.to_string() };
    let filled = route
        .replace("{part}", &part)
        .replace("{number}", &SCENE.document.to_string())
        .replace("{id}", &SCENE.case.to_string())
        .replace("{document}", &SCENE.document.to_string())
        .replace("{token}", &secret);
    [filled.clone(), format!("/en{filled}")]
}

fn shows_nothing(reply: &Reply, what: &str) {
    let text = String::from_utf8_lossy(&reply.body);
    for secret in &SCENE.secrets {
        assert!(!text.contains(secret), "{what} shows {secret}");
    }
}

#[test]
fn every_route_is_declared() {
    let forgotten: Vec<_> =
        routes().into_iter().filter(|route| !ROUTES.iter().any(|(path, _)| path == route)).collect();
    assert!(forgotten.is_empty(), "say whose these routes are, in `ROUTES` of this test: {forgotten:?}");
}

#[test]
fn a_route_with_a_number_of_a_case_is_declared_as_one() {
    let numbered = |route: &&String| route.contains("/zaken/{");
    for route in routes().iter().filter(numbered) {
        let is_declared = |owner| ROUTES.contains(&(route, owner));
        assert!(is_declared(Owner::Case) || is_declared(Owner::Door), "{route}");
    }
}

/// One test, because it counts what the journal shows.
#[test]
fn who_has_nothing_to_do_with_it_is_told_that_it_is_not_there() {
    let scene = &*SCENE;
    let there = routes();
    for (route, owner) in ROUTES.iter().filter(|(path, _)| there.iter().any(|it| it == path)) {
        if matches!(owner, Owner::Everybody | Owner::Session | Owner::Door) {
            continue;
        }
        for (address, method) in
            addresses(route).iter().flat_map(|address| [(address, Method::GET), (address, Method::POST)])
        {
            let reply = visit(&method, address, None);
            let what = format!("{method} {address} for nobody");
            shows_nothing(&reply, &what);
            match (owner, reply.status) {
                (_, StatusCode::METHOD_NOT_ALLOWED) => continue,
                (Owner::Secret, status) => assert!(
                    matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE),
                    "{what}: a secret that never was gives {status}"
                ),
                (Owner::FirmCase, status) => assert_eq!(status, StatusCode::NOT_FOUND, "{what}"),
                (_, status) => {
                    assert_eq!(status, StatusCode::SEE_OTHER, "{what}");
                    assert!(reply.header("location").contains("/inloggen"), "{what}: {}", reply.header("location"));
                }
            }
            for (who, cookie) in &scene.visitors {
                let is_staff = *who != ENTREPRENEUR;
                let is_own = match owner {
                    // Their own inbox, or their own data: not another's.
                    Owner::Staff => is_staff,
                    Owner::Entrepreneur => !is_staff,
                    Owner::SignedIn => true,
                    _ => false,
                };
                if is_own && method == Method::POST {
                    continue;
                }
                let before = attempts();
                let reply = visit(&method, address, Some(cookie));
                let what = format!("{method} {address} for {who}");
                if is_own {
                    shows_nothing_of_others(&reply, &what, *who == ENTREPRENEUR);
                    continue;
                }
                shows_nothing(&reply, &what);
                let not_there = matches!(reply.status, StatusCode::NOT_FOUND | StatusCode::GONE);
                // Whoever is signed in on the other side of the counter may sign in on this one.
                let to_the_door = *owner == Owner::Entrepreneur && reply.header("location").contains("/inloggen");
                assert!(not_there || to_the_door, "{what} gives {}", reply.status);
                if is_staff && matches!(owner, Owner::Case | Owner::FirmCase | Owner::Executor) {
                    assert!(attempts() > before, "{what}: the journal does not show the attempt");
                }
            }
        }
    }
}

/// What a reader of the answer can read, also when it is a document.
fn words_of(reply: &Reply) -> String {
    if reply.header("content-type") != "application/pdf" {
        return String::from_utf8_lossy(&reply.body).into_owned();
    }
    let file = lopdf::Document::load_mem(&reply.body).unwrap();
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    file.extract_text(&pages).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Their own page may have their own data, which are alike here but for the words and the address.
fn shows_nothing_of_others(reply: &Reply, what: &str, is_entrepreneur: bool) {
    let text = words_of(reply);
    for secret in ["Een geheime vraag", "een@voorbeeld.example", "geheim.pdf"] {
        assert!(!text.contains(secret), "{what} shows {secret}");
    }
    if is_entrepreneur {
        let is_own_data = what.contains("gegevens");
        assert!(!is_own_data || text.contains("Iets heel anders"), "{what} does not show their own question");
        assert_eq!(reply.header("cache-control"), "private, no-store");
    }
}

#[test]
fn bad_input_changes_nothing_and_gets_a_clear_answer() {
    let scene = &*SCENE;
    let adviser = &scene.visitors["an adviser"];
    let post = |address: &str, body: Vec<u8>, cookie: Option<&str>| {
        let mut request = Request::post(address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        send(request.body(Body::from(body)).unwrap())
    };
    let cases = || APP.store().read(|rows| rows.query("SELECT count(*) FROM case_file", &[])?[0].integer(0));
    let before: Result<i64, StoreError> = cases();
    for address in ["/werk/nieuw", "/mijn-vragen/gegevens", "/wat-past", "/inloggen", "/routekaart"] {
        let large = post(address, vec![b'a'; 2_000_000], Some(adviser));
        assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE, "{address}");
        let no_text = post(address, b"vraag=%ff%fe&naam=\xff\xfe".to_vec(), Some(adviser));
        assert_eq!(no_text.status, StatusCode::BAD_REQUEST, "{address}");
        let empty = post(address, Vec::new(), Some(adviser));
        assert!(!empty.status.is_server_error(), "{address}: {}", empty.status);
        let odd = post(address, b"&&==&=a&%&vraag&vraag=1&vraag=2&\0=".to_vec(), Some(adviser));
        assert!(!odd.status.is_server_error(), "{address}: {}", odd.status);
    }
    for id in ["0", "-1", "999999999999", "18446744073709551616", "abc", "1%00", "%2e%2e%2f1", "1;drop", "%F0%9F%A6%8A"]
    {
        let reply = visit(&Method::GET, &format!("/werk/zaken/{id}"), Some(adviser));
        assert!(matches!(reply.status, StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST), "{id}: {}", reply.status);
        let reply = visit(&Method::POST, &format!("/werk/zaken/{id}"), Some(adviser));
        assert!(matches!(reply.status, StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST), "{id}: {}", reply.status);
    }
    for cookie in ["schakel_sessie=", "schakel_sessie=abc", "schakel_sessie=\u{1f98a}", &"schakel_sessie=a".repeat(500)]
    {
        let value = header::HeaderValue::from_bytes(cookie.as_bytes()).unwrap();
        let request = Request::get("/werk").header(header::COOKIE, value).body(Body::empty()).unwrap();
        assert_eq!(send(request).status, StatusCode::SEE_OTHER, "{cookie} is nobody");
    }
    assert_eq!(cases().ok(), before.ok(), "nothing was made");
}
