//! What the inventory asks of these pages, each test named after its row.

use std::collections::BTreeSet;

use schakel_casework::{
    CHAIN_MAX, CaseState, Channel, Code, Command, Need, OrganisationId, Origin, Receivers, Visibility,
};
use schakel_desk::{Contact, DeskError, NewQuestion, Who};
use schakel_store::Digest;
use schakel_store::journal::{about, case_subject};
use schakel_store::tables::firms::FirmDetails;
use schakel_store::tables::people::{self, AccountDetails, AccountKind, MailWish, RoleHeld};

use super::{ask, ask_as, case_of, day, desk, has, has_not, link, now, organisation, post, refer, staff};
use crate::support::{APP, get};

/// The same question at every counter: who can be asked is the same, in the same order.
#[test]
fn sys_f02_every_counter_gives_the_same_advice_for_a_question() {
    let counters = [
        Origin::QuestionBox,
        Origin::Roadmap,
        Origin::Telephone,
        Origin::Adviser(organisation("kvk")),
        Origin::Adviser(organisation("novel-t")),
        Origin::OtherDoor { organisation: organisation("rvo"), channel: Channel::Digital },
        Origin::OtherDoor { organisation: organisation("gemeente-enschede"), channel: Channel::Telephone },
    ];
    for place in ["GM0193", "GM0153", "GM0150"] {
        for service in ["sme-support", "innovation-advice", "lending"] {
            let need =
                Need { service: Code::new(service).ok(), municipality: Code::new(place).ok(), ..Need::default() };
            let mut advice = Vec::new();
            for (number, origin) in counters.iter().enumerate() {
                let case = at_counter(origin.clone(), &need, &format!("{place}-{service}-{number}"));
                advice.push((case.door.clone(), desk().choice(&case, now()).unwrap()));
            }
            assert!(advice.windows(2).all(|it| it[0] == it[1]), "{place} {service}");
            assert!(service != "sme-support" || !advice[0].1.ranked.is_empty(), "{place}: somebody can be asked");
        }
    }
}

fn at_counter(origin: Origin, need: &Need, who: &str) -> schakel_casework::Case {
    let by = match &origin {
        Origin::Adviser(it) | Origin::OtherDoor { organisation: it, .. } => Some(staff(it.0.as_str())),
        _ => None,
    };
    let contact = Contact { email: Some(format!("{}@bedrijf.example", who.to_lowercase())), ..Contact::default() };
    let firm = FirmDetails { facts: "{}".to_owned(), ..FirmDetails::default() };
    let question = NewQuestion {
        who: Who::Told { contact, firm },
        words: format!("De vraag van {who}"),
        origin,
        asked_at: now(),
        need: need.clone(),
        visibility: Visibility::Ordinary,
        consents: Vec::new(),
        link: Digest(schakel_web::draw_token().unwrap().digest()),
        form_key: None,
    };
    desk().ask(question, by, now()).unwrap().case
}

/// A referral is not over before the receiver accepts; a refused one goes on, to nobody twice, and not for ever.
#[test]
fn sys_f02_a_referral_is_never_closed_until_somebody_accepts_and_never_goes_round() {
    let own = ask_as("keten@bedrijf.example", "Wie van alle organisaties wil mijn vraag hebben?");
    let id = case_of(&own).id;
    let mut received = refer(id, "novel-t");
    for _ in 0..20 {
        let case = case_of(&own);
        let open = case.open().expect("open until somebody accepts");
        if open.state == CaseState::Escalated {
            break;
        }
        assert_eq!(open.state, CaseState::Referred);
        assert_eq!(open.responsible, organisation("kennispoort-regio-zwolle"), "still who referred");
        let waiting = case.referrals.iter().find(|it| it.is_waiting()).unwrap();
        if waiting.number.0 > 1 {
            received = link(id, waiting.number, waiting.receiver.0.as_str(), day(90));
        }
        let refused = post(&received, &[("actie", "afwijzen"), ("reden", "no-capacity")]);
        assert_eq!(refused.status.as_u16(), 303, "{}", refused.text());
    }
    let case = case_of(&own);
    assert_eq!(case.open().unwrap().state, CaseState::Escalated);
    assert!(case.chain_length() <= CHAIN_MAX, "{}", case.chain_length());
    let asked: BTreeSet<&OrganisationId> = case.referrals.iter().map(|it| &it.receiver).collect();
    assert_eq!(asked.len(), case.referrals.len(), "nobody was asked twice");
    has(&get(&own), "Nog niemand kon uw vraag aannemen;");
}

/// Every municipality of Overijssel has exactly one gate, and the page that asks the question names who one speaks to.
#[test]
fn sys_f13_a_question_and_a_municipality_lead_to_the_gate_and_a_named_adviser_in_one_step() {
    desk();
    let details = AccountDetails {
        email: Some("adviseur@novel-t.example".to_owned()),
        name: Some("Testadviseur Twente".to_owned()),
        telephone: None,
        language: "nl".to_owned(),
        mail: MailWish::Each,
    };
    APP.store()
        .write(move |rows| {
            let account = people::add(rows, AccountKind::Staff, &details, None, now(), None)?;
            let held = RoleHeld { account, organisation: organisation("novel-t"), role: "adviser".to_owned() };
            people::give_role(rows, &held, now())
        })
        .unwrap();
    let municipalities = APP.pack().municipalities.values().filter(|it| &*it.province == "PV23");
    let mut gates = BTreeSet::new();
    let mut count = 0;
    for it in municipalities {
        let page = get(&format!("/hulp?vraag=Wie+kan+mij+helpen&municipality={}", it.id));
        let named = super::hidden(page.text(), "loket");
        let expected = it.front_door.as_ref().expect("a gate").organisation.to_string();
        assert_eq!(named, expected, "{}", it.name);
        if named == "novel-t" {
            has(&page, "U spreekt met Testadviseur Twente.");
        }
        gates.insert(named);
        count += 1;
    }
    assert_eq!(count, 25);
    assert!(gates.len() > 1, "{gates:?}");
}

/// Signals lead to an offer in confidence; what comes of it is open to the front door and to who accepted; the old name
/// still leads to the new one.
#[test]
fn sys_c16_help_in_bad_times_is_confidential() {
    desk();
    has(&get("/vraag?vraag=MKB+Doorstart"), "MKB Doorgaan");
    let form = get("/hulp?vertrouwelijk=ja&municipality=GM0193");
    has(&form, "aria-describedby=\"vertrouwelijk-uitleg\" checked");
    let own = ask(&[
        ("vraag", "Het gaat slecht met mijn winkel en ik slaap er niet van"),
        ("municipality", "GM0193"),
        ("email", "zwaar-weer@bedrijf.example"),
        ("dienst", "sme-support"),
        ("vertrouwelijk", "ja"),
    ]);
    let case = case_of(&own);
    assert_eq!(case.visibility, Visibility::Confidential);
    has(&get(&own), "Vertrouwelijk: alleen het loket en wie de vraag aannam");
    let received = refer(case.id, "novel-t");
    let to = organisation("novel-t");
    assert!(matches!(desk().sheet(case.id, &to, None, now()), Err(DeskError::NotFound)));
    for other in ["oost-nl", "kvk", "provincie-overijssel"] {
        assert!(
            matches!(desk().sheet(case.id, &organisation(other), None, now()), Err(DeskError::NotFound)),
            "{other}"
        );
    }
    let page = get(&received);
    has_not(&page, "slaap er niet van");
    assert_eq!(post(&received, &[("actie", "aannemen")]).status.as_u16(), 303);
    assert!(desk().sheet(case.id, &to, None, now()).is_ok());
    let journal = APP.store().read(move |rows| about(rows, &case_subject(case.id))).unwrap();
    assert_eq!(journal.iter().filter(|row| row.body.contains("attempt")).count(), 4, "every attempt is written down");
}

/// Who looks for a partner sees every organisation: those from elsewhere come too, and are marked.
#[test]
fn sys_a13_a_search_for_partners_marks_who_is_from_elsewhere_and_hides_nobody() {
    let own = ask_as("partner@bedrijf.example", "Zoekt u een partner buiten de regio voor mij?");
    let case = case_of(&own);
    let received = refer(case.id, "novel-t");
    let page = get(&received);
    let options = page.text().split("id=\"voorstel\"").nth(1).unwrap().split("</select>").next().unwrap().to_owned();
    for id in APP.pack().organisations.keys() {
        assert!(options.contains(&format!("<option value=\"{id}\"")), "{id} is left out");
    }
    assert!(options.contains("(werkt ergens anders)"), "{options}");
    let choice = desk().choice(&case_of(&own), now()).unwrap();
    assert_eq!(choice.ranked.len() + choice.passed_over.len(), APP.pack().organisations.len());
    // One of elsewhere can be proposed, and is asked.
    let elsewhere = choice.passed_over.iter().find(|(_, why)| *why == schakel_casework::Exclusion::OtherArea).unwrap();
    let id = elsewhere.0.0.as_str().to_owned();
    let sent = post(&received, &[("actie", "afwijzen"), ("reden", "other-area"), ("voorstel", &id)]);
    assert_eq!(sent.status.as_u16(), 303);
    assert_eq!(case_of(&own).referrals.last().unwrap().receiver, organisation(&id));
    let named = Receivers::Named([organisation(&id)].into());
    let again = desk().act(
        case.id,
        Command::Refer { to: named, summary: None },
        staff("kennispoort-regio-zwolle"),
        now(),
        None,
    );
    assert!(again.is_err(), "nobody is asked twice");
    has(&get("/organisaties"), "buiten de regio");
}
