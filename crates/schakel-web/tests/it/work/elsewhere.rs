//! Whether a firm has a question at another organisation: told with covenant, consent and purpose together only, and
//! written down each time. The covenant is an example of these tests: no source gives one.

use std::sync::{Arc, LazyLock};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use schakel_casework::{Actor, Case, CaseId, Code, Command, Need, Origin, Visibility};
use schakel_desk::{Contact, NewQuestion, Who};
use schakel_identity::Token;
use schakel_store::journal::{self, Entry};
use schakel_store::tables::absences::{InboxSettings, set_inbox};
use schakel_store::tables::firms::FirmDetails;
use schakel_store::{Digest, StoreError};
use schakel_web::{App, Doors};

use super::{Worker, kept, organisation, random, worker};
use crate::questions::{has, has_not};
use crate::support::{Reply, TODAY, pack_files, portal_of, send_to};

/// The two gates of the example: the first may ask the second.
const ASKER: &str = "novel-t";
const HOLDER: &str = "kennispoort-regio-zwolle";

const COVENANT: &str = r#"+++
name = "Voorbeeldconvenant"
kind = "agreement"
parties = ["novel-t", "kennispoort-regio-zwolle"]
summary = "Alleen voor tests."
source = "mkb-agenda-2016 §5 L431"
checked_on = 2017-07-03
PERIOD
+++
"#;

const RULE: &str = r#"
[[casework.sharing]]
asker = "novel-t"
holder = "kennispoort-regio-zwolle"
covenant = "voorbeeldconvenant"
source = "mkb-agenda-2016 §5 L431"
"#;

/// The real pack with the covenant of the example, which holds in a period.
fn portal(period: &str) -> App {
    let mut files = pack_files();
    let covenant = COVENANT.replace("PERIOD", period);
    files.insert(Arc::from("agreements/voorbeeldconvenant.md"), covenant);
    let english = "+++\nname = \"Example covenant\"\nsummary = \"For tests only.\"\n+++\n".to_owned();
    files.insert(Arc::from("agreements/voorbeeldconvenant.en.md"), english);
    let pack = files.get_mut("pack.toml").unwrap();
    let place = pack.find("[[topsector]]").unwrap();
    pack.insert_str(place, &format!("{RULE}\n"));
    let app = portal_of(&files, Doors::default());
    for gate in [ASKER, HOLDER] {
        let inbox = InboxSettings { email: Some(format!("{gate}@example.org")), capacity: None };
        app.store().write(move |rows| set_inbox(rows, &organisation(gate), &inbox)).unwrap();
    }
    app
}

static APP: LazyLock<App> = LazyLock::new(|| portal(""));

/// A question of somebody with this address in a place, with the address of its own page.
fn ask(app: &App, email: &str, place: &str, words: &str, visibility: Visibility) -> (Case, String) {
    let token: Token = random();
    let now = TODAY.at(9, 0, 0, 0);
    let contact = Contact { email: Some(email.to_owned()), language: "nl".to_owned(), ..Contact::default() };
    let question = NewQuestion {
        who: Who::Told { contact, firm: FirmDetails { facts: "{}".to_owned(), ..FirmDetails::default() } },
        words: words.to_owned(),
        origin: Origin::QuestionBox,
        asked_at: now,
        need: Need { municipality: Code::new(place).ok(), ..Need::default() },
        visibility,
        consents: Vec::new(),
        link: Digest(token.digest()),
        form_key: None,
    };
    let case = app.desk().unwrap().ask(question, None, now).unwrap().case;
    (case, format!("/mijn-vraag/{}", token.to_text()))
}

/// A firm that asks in Enschede and in Zwolle, whose gates are asker and holder.
struct Firm {
    /// At the asker.
    here: Case,
    /// At the holder.
    there: Case,
    /// The page of the one at the holder.
    own_page: String,
}

fn firm(app: &App, email: &str, visibility: Visibility) -> Firm {
    let (there, own_page) = ask(app, email, "GM0193", "Een vraag over octrooien op mijn machine", visibility);
    let (here, _) = ask(app, email, "GM0153", "Iets heel anders: wie leidt mensen op?", Visibility::Ordinary);
    assert_eq!(there.firm, here.firm);
    assert_eq!(there.door.organisation, organisation(HOLDER));
    assert_eq!(here.door.organisation, organisation(ASKER));
    Firm { here, there, own_page }
}

const LOOK: [(&str, &str); 2] = [("bij", HOLDER), ("waarvoor", "coordination")];

fn look(adviser: &Worker, case: CaseId, form: &[(&str, &str)]) -> Reply {
    adviser.post(&format!("/werk/zaken/{case}/elders"), form)
}

/// The entrepreneur lets the asker see it, on the page of the question at the holder.
fn consent(app: &App, own_page: &str) {
    let page = send_to(app, Request::get(own_page).body(Body::empty()).unwrap());
    has(&page, "Laat Novel-T dit zien");
    let form = format!("actie=toestemming&ontvanger={ASKER}&doel=coordination");
    let request = Request::post(own_page).header("content-type", "application/x-www-form-urlencoded");
    let sent = send_to(app, request.body(Body::from(form)).unwrap());
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
}

fn attempts(app: &App, case: CaseId, by: &Worker) -> usize {
    let rows = app.store().read(|rows| journal::about(rows, &journal::case_subject(case)));
    let rows = rows.unwrap_or_else(|error: StoreError| panic!("{error}"));
    let is_attempt = |it: &Entry| matches!(it, Entry::Attempt { by: Some(who), route, .. } if *who == by.person && route.as_str() == "elsewhere");
    rows.iter().filter(|row| is_attempt(&journal::entry(row).unwrap())).count()
}

/// With covenant, consent and purpose: told, and each look stands in the journal and on the page of the entrepreneur.
#[test]
fn sys_e01_a_case_elsewhere_is_told_with_consent_and_purpose_and_each_look_is_logged() {
    let app = &*APP;
    let firm = firm(app, "e01@bedrijf.example", Visibility::Ordinary);
    let adviser = worker(app, ASKER, "adviser", "Ada Vrager");
    has(&adviser.get(&format!("/werk/zaken/{}", firm.here.id)), "Krijgt dit bedrijf al ergens anders hulp?");
    let form = adviser.get(&format!("/werk/zaken/{}/elders", firm.here.id));
    has(&form, "volgens: Voorbeeldconvenant");
    // Without consent only totals, and so few that not even those.
    let refused = look(&adviser, firm.here.id, &LOOK);
    assert_eq!(refused.status, StatusCode::OK);
    has(&refused, "U ziet niet of dit bedrijf een vraag heeft bij Kennispoort Regio Zwolle");
    has(&refused, "minder dan 10 bedrijven");
    has_not(&refused, "Gevraagd op");
    assert_eq!(attempts(app, firm.here.id, &adviser), 1);
    assert!(kept(app, firm.there.id).consent.disclosures.is_empty());
    consent(app, &firm.own_page);
    // Without the purpose nothing, and nobody looked.
    for form in [&LOOK[..1], &[LOOK[0], ("waarvoor", "help")], &LOOK[1..], &[("bij", "bestaat-niet"), LOOK[1]]] {
        let refused = look(&adviser, firm.here.id, form);
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{form:?}");
        has_not(&refused, "Gevraagd op");
    }
    assert!(kept(app, firm.there.id).consent.disclosures.is_empty());
    for times in 1..=2 {
        let seen = look(&adviser, firm.here.id, &LOOK);
        assert_eq!(seen.status, StatusCode::OK);
        has(&seen, "Ja, dit bedrijf heeft een vraag bij Kennispoort Regio Zwolle");
        has(&seen, "Gevraagd op 1 maart 2018.");
        has_not(&seen, "octrooien");
        let looks = kept(app, firm.there.id).consent.disclosures;
        assert_eq!(looks.len(), times, "each look, also on the same day");
        assert!(looks.iter().all(|it| it.person == Some(adviser.person) && it.facts.is_empty()));
    }
    let own = send_to(app, Request::get(&firm.own_page).body(Body::empty()).unwrap());
    has(&own, "Ada Vrager van Novel-T keek of u een vraag hebt");
    let verified = app.store().read(journal::verify).unwrap();
    assert!(matches!(verified, journal::Verified::Whole { .. }), "{verified:?}");
    // Withdrawn: not told any more.
    let by = Actor::Entrepreneur(firm.there.firm);
    let consent = kept(app, firm.there.id).consent.consents[0].number;
    super::act(app, firm.there.id, Command::Withdraw(consent), by, app.now());
    has(&look(&adviser, firm.here.id, &LOOK), "U ziet niet of dit bedrijf een vraag heeft");
}

/// A covenant names who may ask whom: without one, in the other direction, and after its last day a share is refused.
#[test]
fn sys_e02_a_share_without_a_covenant_is_refused() {
    let app = &*APP;
    let firm = firm(app, "e02@bedrijf.example", Visibility::Ordinary);
    consent(app, &firm.own_page);
    let adviser = worker(app, ASKER, "adviser", "Ada Vrager");
    let elsewhere = look(&adviser, firm.here.id, &[("bij", "oost-nl"), LOOK[1]]);
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
    has(&elsewhere, "Er is geen convenant dat dit toelaat.");
    assert_eq!(attempts(app, firm.here.id, &adviser), 1);
    let holder = worker(app, HOLDER, "adviser", "Hans Houder");
    has(&holder.get(&format!("/werk/zaken/{}/elders", firm.there.id)), "Er is geen convenant waarmee");
    has_not(&holder.get(&format!("/werk/zaken/{}", firm.there.id)), "ergens anders hulp?");
    let back = look(&holder, firm.there.id, &[("bij", ASKER), LOOK[1]]);
    assert_eq!(back.status, StatusCode::FORBIDDEN);
    assert_eq!(attempts(app, firm.there.id, &holder), 1);
    assert!(kept(app, firm.there.id).consent.disclosures.is_empty());
    // The rule of a covenant that has ended permits nothing.
    let app = &portal("period = \"2015-01-01..2018-01-01\"");
    let (case, _) = ask(app, "e02@bedrijf.example", "GM0153", "Wie leidt mensen op?", Visibility::Ordinary);
    let adviser = worker(app, ASKER, "adviser", "Ada Vrager");
    assert_eq!(look(&adviser, case.id, &LOOK).status, StatusCode::FORBIDDEN);
}

/// A rule without a covenant is a mistake in the pack; the real pack has none, so there nobody looks.
#[test]
fn sys_e02_a_rule_for_sharing_refers_to_a_covenant() {
    let mut files = pack_files();
    let pack = files.get_mut("pack.toml").unwrap();
    let place = pack.find("[[topsector]]").unwrap();
    pack.insert_str(place, &format!("{RULE}\n"));
    let loaded = schakel_register::load(&files);
    let told: Vec<String> = loaded.diagnostics.iter().map(|it| format!("{} {:?}", it.title, it.label)).collect();
    assert!(told.iter().any(|it| it.contains("voorbeeldconvenant")), "{told:?}");
    assert!(super::APP.pack().settings.casework.sharing.is_empty(), "no source gives a covenant");
}

/// What is confidential shows in nothing.
#[test]
fn a_confidential_question_is_told_to_nobody() {
    let app = &*APP;
    let firm = firm(app, "stil@bedrijf.example", Visibility::Confidential);
    consent(app, &firm.own_page);
    let adviser = worker(app, ASKER, "adviser", "Ada Vrager");
    let seen = look(&adviser, firm.here.id, &LOOK);
    has(&seen, "Nee, dit bedrijf heeft nu geen vraag bij Kennispoort Regio Zwolle");
    assert_eq!(kept(app, firm.there.id).consent.disclosures.len(), 1);
}

/// Who may not open the case here may not look elsewhere for it either.
#[test]
fn looking_is_for_who_works_on_a_question_of_the_firm() {
    let app = &*APP;
    let firm = firm(app, "vreemd@bedrijf.example", Visibility::Ordinary);
    let stranger = worker(app, "oost-nl", "adviser", "Vera Vreemd");
    assert_eq!(look(&stranger, firm.here.id, &LOOK).status, StatusCode::NOT_FOUND);
    assert_eq!(look(&stranger, CaseId(999_999), &LOOK).status, StatusCode::NOT_FOUND);
    let director = worker(app, ASKER, "administrator", "Bea Beheer");
    assert_eq!(look(&director, firm.here.id, &LOOK).status, StatusCode::NOT_FOUND);
}
