//! Every mail in both languages, as its reader gets it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use icalendar::parser::{read_calendar, unfold};
use schakel_casework::{
    CaseId, Code, ConsentNumber, Director, FirmRef, Message, Need, NotHelped, OrganisationId, Outcome, Recipient,
    ReferralNumber,
};
use schakel_criteria::Language;
use schakel_mail::Mail;
use schakel_time::Date;
use schakel_web::{
    MailContext, MailItem, NextDate, SignedLink, digest, next_date, notice_mail, referral_link, sign_in,
};

use crate::support::APP;

const LINK: &str = "https://schakel.example.nl/vraag/41";
const DUE: Date = Date::constant(2018, 3, 8);

static TO: LazyLock<Vec<String>> = LazyLock::new(|| vec!["bakker@example.nl".to_owned()]);

fn context(language: Language) -> MailContext<'static> {
    let written_at = Date::constant(2018, 3, 1).at(10, 0, 0, 0);
    MailContext { pack: APP.pack(), language, number: 12, to: &TO, written_at }
}

fn organisation(id: &str) -> OrganisationId {
    OrganisationId::new(id).unwrap()
}

fn codes(ids: &[&str]) -> BTreeSet<Code> {
    ids.iter().map(|id| Code::new(id).unwrap()).collect()
}

fn need() -> Need {
    Need {
        service: Code::new("innovation-advice").ok(),
        themes: codes(&["agri-food"]),
        municipality: Code::new("GM0193").ok(),
        employees: Some(12),
        language: None,
    }
}

/// Every message with its reader. A new one does not compile until it is here.
fn messages() -> Vec<(Recipient, Message)> {
    let firm = || Recipient::Firm(FirmRef(7));
    let staff = || Recipient::Organisation(organisation("novel-t"));
    let by = || organisation("kennispoort-regio-zwolle");
    let referral = ReferralNumber(1);
    let asked = |warm| Message::SomebodyAsked { receiver: organisation("novel-t"), warm };
    let stop = |ids: &[&str]| Message::StopUsing { consent: ConsentNumber(1), facts: codes(ids) };
    let find = |director| Message::FindSomebody { director, due: DUE };
    let ended = [
        Outcome::Helped,
        Outcome::NotHelped(NotHelped::NoSupportExists),
        Outcome::NotHelped(NotHelped::ConditionsNotMet),
        Outcome::NotHelped(NotHelped::NoRoom),
        Outcome::NotHelped(NotHelped::OutsideRegion),
        Outcome::NotReachable,
        Outcome::TakenBack,
    ];
    let mut all = vec![
        (firm(), Message::Received { by: by(), due: DUE }),
        (staff(), Message::NewQuestion { due: DUE }),
        (staff(), Message::AskedToTake { referral, due: DUE }),
        (firm(), asked(false)),
        (firm(), asked(true)),
        (firm(), Message::Accepted { by: by(), due: DUE }),
        (staff(), Message::WentOn(referral)),
        (staff(), Message::NoLongerNeeded(referral)),
        (staff(), Message::Reminder { due: DUE, times: 1 }),
        (staff(), find(Director::One(organisation("novel-t")))),
        (staff(), find(Director::NoneNamed)),
        (firm(), Message::StillSearching { by: by(), due: DUE }),
        (staff(), stop(&["employees", "municipality"])),
        (staff(), stop(&[])),
        (staff(), Message::NotHelped),
        (firm(), Message::Joined(CaseId(9))),
        (firm(), Message::Separated(CaseId(9))),
    ];
    all.extend(ended.map(|outcome| (firm(), Message::Ended(outcome))));
    all.iter().for_each(|(_, message)| is_listed(message));
    all
}

fn is_listed(message: &Message) {
    match message {
        Message::Received { .. }
        | Message::NewQuestion { .. }
        | Message::AskedToTake { .. }
        | Message::SomebodyAsked { .. }
        | Message::Accepted { .. }
        | Message::WentOn(_)
        | Message::NoLongerNeeded(_)
        | Message::Reminder { .. }
        | Message::FindSomebody { .. }
        | Message::StillSearching { .. }
        | Message::StopUsing { .. }
        | Message::NotHelped
        | Message::Ended(_)
        | Message::Joined(_)
        | Message::Separated(_) => (),
    }
}

fn item<'a>(to: &'a Recipient, message: &'a Message, need: &'a Need) -> MailItem<'a> {
    let at = Date::constant(2018, 3, 1).at(9, 0, 0, 0);
    MailItem { at, case: CaseId(41), to, message, need: Some(need), link: LINK }
}

fn shown(mail: &Mail) -> String {
    assert!(!mail.subject.contains(['{', '\n']) && !mail.text.contains(['{', '}']), "{mail:?}");
    assert!(!mail.subject.starts_with("mail-") && !mail.text.contains("mail-"), "{mail:?}");
    format!("== {}\n{}", mail.subject, mail.text)
}

fn notices(language: Language) -> String {
    let need = need();
    let mail =
        |(to, message): &(Recipient, Message)| shown(&notice_mail(&item(to, message, &need), &context(language)));
    messages().iter().map(mail).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_message_is_a_mail() {
    insta::assert_snapshot!("mails_nl", notices(Language::Dutch));
    insta::assert_snapshot!("mails_en", notices(Language::English));
}

#[test]
fn a_mail_has_its_reader_number_and_language() {
    let (need, messages) = (need(), messages());
    let (to, message) = &messages[0];
    let mail = notice_mail(&item(to, message, &need), &context(Language::English));
    assert_eq!((mail.number, mail.to.as_slice(), mail.language), (12, TO.as_slice(), Language::English));
    assert_eq!(mail.calendar, None);
}

#[test]
fn a_mail_says_no_more_than_it_must() {
    let need = need();
    for (to, message) in messages() {
        for language in [Language::Dutch, Language::English] {
            let mail = notice_mail(&item(&to, &message, &need), &context(language));
            // How large the firm is stays behind the link, and a confidential question says nothing at all.
            assert!(!mail.text.contains("12"), "{}", mail.text);
            let confidential = notice_mail(&MailItem { need: None, ..item(&to, &message, &need) }, &context(language));
            assert!(!confidential.text.contains("Zwolle\n"), "{}", confidential.text);
            assert!(mail.text.contains(LINK) && confidential.text.contains(LINK));
        }
    }
}

#[test]
fn a_digest_has_what_must_be_done_first_on_top() {
    let (need, staff) = (need(), Recipient::Organisation(organisation("novel-t")));
    let late = Message::AskedToTake { referral: ReferralNumber(1), due: Date::constant(2018, 3, 12) };
    let (soon, over) = (Message::Reminder { due: DUE, times: 1 }, Message::NoLongerNeeded(ReferralNumber(1)));
    let messages = [&over, &late, &soon];
    let items: Vec<MailItem<'_>> = messages.into_iter().map(|it| item(&staff, it, &need)).collect();
    let texts = [Language::Dutch, Language::English].map(|it| shown(&digest(&items, &context(it)).unwrap()));
    insta::assert_snapshot!("digest", texts.join("\n"));
    let place = |word: &str| texts[0].find(word).unwrap();
    assert!(place("Herinnering") < place("aannemen?") && place("aannemen?") < place("niets meer te doen"));
    let one = digest(&items[..1], &context(Language::Dutch)).unwrap();
    assert_eq!(one, notice_mail(&items[0], &context(Language::Dutch)));
    assert_eq!(digest(&[], &context(Language::Dutch)), None);
}

#[test]
fn a_link_says_how_long_it_works() {
    let link = SignedLink { link: "https://schakel.example.nl/in/abc", expires_at: DUE.at(14, 30, 0, 0) };
    let (need, staff) = (need(), Recipient::Organisation(organisation("novel-t")));
    let asked = Message::AskedToTake { referral: ReferralNumber(1), due: DUE };
    let mails = [Language::Dutch, Language::English].map(|language| {
        let referral = referral_link(&item(&staff, &asked, &need), &link, &context(language));
        // The page behind an account is of no use to who has none.
        assert!(!referral.text.contains(LINK) && referral.text.contains(link.link));
        format!("{}\n{}", shown(&sign_in(&link, &context(language))), shown(&referral))
    });
    insta::assert_snapshot!("links", mails.join("\n"));
}

#[test]
fn a_next_date_can_be_put_in_a_calendar() {
    let door = organisation("kennispoort-regio-zwolle");
    let next = |day, organisation| NextDate { case: CaseId(41), day, organisation, link: LINK };
    let mails = [Language::Dutch, Language::English].map(|language| {
        let firm = next_date(&next(DUE, Some(&door)), &context(language));
        format!("{}\n{}", shown(&firm), shown(&next_date(&next(DUE, None), &context(language))))
    });
    insta::assert_snapshot!("next_dates", mails.join("\n"));
    let of = |day| next_date(&next(day, Some(&door)), &context(Language::Dutch)).calendar.unwrap();
    let text = unfold(&of(DUE));
    let calendar = read_calendar(&text).unwrap();
    let [event] = &calendar.components[..] else { panic!("{calendar:?}") };
    assert_eq!(event.find_prop("DTSTART").unwrap().val, "20180308");
    assert_eq!(event.find_prop("SUMMARY").unwrap().val, "Schakel: vraag 41, uiterlijk vandaag");
    // A later date is the same event.
    let later = unfold(&of(Date::constant(2018, 3, 20)));
    let later = read_calendar(&later).unwrap();
    assert_eq!(later.components[0].find_prop("UID").unwrap().val, event.find_prop("UID").unwrap().val);
}
