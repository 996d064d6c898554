//! A case from the inbox to its outcome, through the forms of the pages.

use axum::http::StatusCode;
use schakel_casework::{CaseState, Outcome};

use super::{APP, Asking, DESK, ask, kept, responsible, worker};

#[test]
fn a_case_goes_from_the_inbox_to_an_outcome() {
    let case = ask(&APP, &Asking { words: "Hoe krijg ik hulp bij een lasrobot?", ..Asking::default() });
    let adviser = responsible(&APP, case.id, "Els Jansen");
    let path = format!("/werk/zaken/{}", case.id);
    assert!(adviser.page("/werk").contains(&format!("href=\"{path}\"")));
    let page = adviser.page(&path);
    assert!(page.contains("Hoe krijg ik hulp bij een lasrobot?") && page.contains("Anna de Wit"), "{page}");
    assert!(page.contains("schakel-verdict"), "no verdicts");

    let too_early = adviser.post(&path, &[("actie", "end"), ("uitkomst", "helped")]);
    assert_eq!(too_early.status, StatusCode::CONFLICT);
    assert!(too_early.text().contains("value=\"helped\" checked"), "what was chosen is lost");

    let contact = [("actie", "contact"), ("dienst", "helpdesk"), ("kanaal", "telephone"), ("gevolg", "guided")];
    adviser.done(&path, &[contact.as_slice(), &[("sleutel", "een-sleutel-1")]].concat());
    adviser.done(&path, &[contact.as_slice(), &[("sleutel", "een-sleutel-1")]].concat());
    assert_eq!(kept(&APP, case.id).contacts.len(), 1, "sending a form twice did it twice");
    assert!(adviser.page(&path).contains("Els Jansen"), "the adviser is not named in the history");

    adviser.done(&path, &[("actie", "plan"), ("datum", "2018-03-20")]);
    assert_eq!(kept(&APP, case.id).open().unwrap().due.to_string(), "2018-03-20");
    let too_far = adviser.post(&path, &[("actie", "plan"), ("datum", "2030-01-01")]);
    assert_eq!(too_far.status, StatusCode::CONFLICT);
    assert!(too_far.text().contains("value=\"2030-01-01\""));
    let no_date = adviser.post(&path, &[("actie", "plan"), ("datum", "morgen")]);
    assert_eq!(no_date.status, StatusCode::BAD_REQUEST);

    adviser.done(&path, &[("actie", "profile"), ("situatie", "not-aware"), ("segment", "follower")]);
    adviser.done(&path, &[("actie", "phase"), ("fase", "market")]);
    let money = [("actie", "support"), ("soort", "financial"), ("bedrag", "25.000,50")];
    adviser.done(&path, &[money.as_slice(), &[("ondersteuning", "qredits-krediet")]].concat());
    adviser.done(&path, &[("actie", "message"), ("bericht", "Ik bel u morgen.")]);
    assert!(adviser.page(&path).contains("Ik bel u morgen."));
    let now = kept(&APP, case.id);
    assert_eq!(now.supported.first().unwrap().cents, Some(2_500_050));

    adviser.done(&path, &[("actie", "end"), ("uitkomst", "helped")]);
    assert_eq!(kept(&APP, case.id).course().unwrap().outcome(), Some(&Outcome::Helped));
    assert!(adviser.page("/werk?toon=eerder").contains(&format!("href=\"{path}\"")));
}

#[test]
fn referring_is_choosing_and_sending() {
    for id in ["kennispoort-regio-zwolle", "novel-t", "oost-nl"] {
        worker(&APP, id, "adviser", "Iemand");
    }
    let case = ask(&APP, &Asking { words: "Met wie kan ik een proef doen?", ..Asking::default() });
    let adviser = responsible(&APP, case.id, "Els Jansen");
    let path = format!("/werk/zaken/{}", case.id);
    let page = adviser.page(&path);
    assert!(page.contains("Niemand kan nu gevraagd worden"), "nobody is chosen without a service");
    adviser.done(&path, &[("actie", "clarify"), ("hulp", "sme-support"), ("gemeente", "GM0193")]);
    let page = adviser.page(&path);
    let first = page.split("name=\"ontvanger\" value=\"").nth(1).expect("no receivers").split('"').next().unwrap();
    let first = first.to_owned();
    let nobody = adviser.post(&path, &[("actie", "refer"), ("samenvatting", "Zoekt een plek voor een proef.")]);
    assert_eq!(nobody.status, StatusCode::CONFLICT);
    assert!(nobody.text().contains("Zoekt een plek voor een proef."), "the summary is lost");
    let fields =
        [("actie", "refer"), ("ontvanger", first.as_str()), ("samenvatting", "Zoekt een plek voor een proef.")];
    adviser.done(&path, &fields);
    let now = kept(&APP, case.id);
    assert_eq!(now.open().unwrap().state, CaseState::Referred);
    let receiver = worker(&APP, &first, "adviser", "Rik Ontvanger");
    let inbox = receiver.page("/werk");
    assert!(inbox.contains(&format!("href=\"{path}\"")) && inbox.contains("Kunt u dit oppakken?"));
    let seen = receiver.page(&path);
    assert!(!seen.contains("Met wie kan ik een proef doen?") && !seen.contains("Anna de Wit"), "shown without consent");
    let number = now.referrals.first().unwrap().number.to_string();
    let refusal = receiver.post(&path, &[("actie", "refuse"), ("verwijzing", &number)]);
    assert_eq!(refusal.status, StatusCode::BAD_REQUEST, "a refusal without a reason");
    receiver.done(&path, &[("actie", "accept"), ("verwijzing", &number)]);
    let now = kept(&APP, case.id);
    assert_eq!(now.open().unwrap().responsible, receiver.organisation);
    assert_eq!(now.referrals.first().unwrap().person, Some(receiver.person));
}

#[test]
fn an_adviser_writes_down_a_question_from_a_call() {
    let adviser = worker(&APP, DESK, "adviser", "Tom Bel");
    assert!(adviser.page("/werk/nieuw").contains("name=\"vraag\""));
    let wrong = [("vraag", "Ik wil groeien"), ("email", "geen adres"), ("kvknummer", "12"), ("gevraagd", "2030-01-01")];
    let reply = adviser.post("/werk/nieuw", &wrong);
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    for typed in ["Ik wil groeien", "geen adres", "value=\"12\"", "2030-01-01"] {
        assert!(reply.text().contains(typed), "{typed} is lost");
    }
    for mistake in ["geen e-mailadres", "acht cijfers", "vandaag of een eerdere dag"] {
        assert!(reply.text().contains(mistake), "{mistake} is not said");
    }
    let form =
        [("vraag", "Ik wil groeien"), ("telefoon", "0612345678"), ("herkomst", "telefoon"), ("gevraagd", "2018-02-27")];
    let reply = adviser.done("/werk/nieuw", &[form.as_slice(), &[("sleutel", "nieuw-1")]].concat());
    let path = reply.header("location").to_owned();
    assert!(path.starts_with("/werk/zaken/"), "{path}");
    let again = adviser.done("/werk/nieuw", &[form.as_slice(), &[("sleutel", "nieuw-1")]].concat());
    assert_eq!(again.header("location"), path);
    let page = adviser.page(&path);
    assert!(page.contains("Ik wil groeien") && page.contains("27 februari 2018") && page.contains("elefo"), "{page}");
}
