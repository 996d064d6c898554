//! What stands in the headers is ours alone, whatever the words and addresses are.

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;
use schakel_criteria::Language;
use schakel_mail::{Delivery, Mail, Sender, Transport};

use crate::server::{MailServer, Upset};
use crate::{mail, sender};

/// The names of the headers of a mail without a calendar, in their order.
const HEADERS: [&str; 10] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
];

/// The mail as it lies in a folder; none when its address is refused.
fn written(mail: &Mail, sender: &Sender) -> Option<String> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("schakel-mail-headers-{}", std::process::id()));
    let delivery = Transport::File(folder.clone()).send(&Mail { number, ..mail.clone() }, sender);
    let file = folder.join(format!("{number}.eml"));
    let text = (delivery == Delivery::Delivered).then(|| fs::read_to_string(&file).unwrap());
    let _ = fs::remove_file(file);
    text
}

fn header_names(mail: &str) -> Vec<String> {
    let (headers, _) = mail.split_once("\r\n\r\n").unwrap();
    let lines = headers.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    lines.map(|line| line.split(':').next().unwrap().to_owned()).collect()
}

/// Text with much of what could break out of a header.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\r\n".to_owned()),
        Just("\n".to_owned()),
        Just("\r".to_owned()),
        Just("\r\nBcc: spy@example.com".to_owned()),
        Just("\r\n\r\nbody".to_owned()),
        Just("\u{2028}\u{85}\0".to_owned()),
        Just("=?utf-8?q?=0D=0ABcc:_x?=".to_owned()),
        Just("\r\n.\r\nMAIL FROM:<x@example.com>\r\n".to_owned()),
        Just("\"<>,;@:\\".to_owned()),
        any::<String>(),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|it| it.concat())
}

#[test]
fn the_headers_are_those_that_we_write() {
    let text = written(&mail(), &sender()).unwrap();
    let mut names = header_names(&text);
    names.sort();
    let mut expected = HEADERS.to_vec();
    expected.sort_unstable();
    assert_eq!(names, expected);
    assert!(text.contains("From: \"Schakel Oost\" <schakel@example.org>\r\n"), "{text}");
    assert!(text.contains("Content-Language: nl\r\n"), "{text}");
    assert!(text.contains("Subject: Uw vraag is binnen: =?utf-8?b?"), "{text}");
    let english = written(&Mail { language: Language::English, ..mail() }, &sender()).unwrap();
    assert!(english.contains("Content-Language: en\r\n"), "{english}");
}

#[test]
fn a_date_comes_along_as_an_attachment() {
    let calendar = "BEGIN:VCALENDAR\r\nSUMMARY:=_schakel\r\nEND:VCALENDAR\r\n".to_owned();
    let text = written(&Mail { calendar: Some(calendar), ..mail() }, &sender()).unwrap();
    assert!(text.contains("Content-Type: text/calendar; charset=utf-8; method=PUBLISH\r\n"), "{text}");
    assert!(text.contains("Content-Disposition: attachment; filename=\"schakel.ics\"\r\n"), "{text}");
    assert!(text.contains("BEGIN:VCALENDAR\r\nSUMMARY:=3D_schakel\r\nEND:VCALENDAR"), "{text}");
    assert_eq!(text.matches("--=_schakel-").count(), 3, "{text}");
}

#[test]
fn the_same_mail_is_the_same_bytes() {
    let calendar = Some("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned());
    let send = || {
        let server = MailServer::start("127.0.0.1", Upset::Nothing);
        let mail = Mail { calendar: calendar.clone(), ..mail() };
        assert_eq!(Transport::Smtp(server.url("smtp", "127.0.0.1")).send(&mail, &sender()), Delivery::Delivered);
        server.heard().mails.remove(0)
    };
    assert_eq!(send(), send());
}

proptest! {
    // Every case waits for the disk or the network.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_subject_or_address_or_name_adds_a_header(subject in nasty(), mailbox in nasty(), name in nasty(), text in nasty()) {
        let sender = Sender::new(&name, "schakel@example.org").unwrap();
        for to in [format!("{mailbox}@example.nl"), format!("a@{mailbox}"), "a@example.nl".to_owned()] {
            let mail = Mail { to: vec![to], subject: subject.clone(), text: text.clone(), ..mail() };
            if let Some(written) = written(&mail, &sender) {
                let names = header_names(&written);
                prop_assert!(names.iter().all(|it| HEADERS.contains(&it.as_str())), "{names:?}");
                prop_assert!(names.len() <= HEADERS.len(), "{names:?}");
                prop_assert!(written.is_ascii());
                let bare = written.replace("\r\n", "");
                prop_assert!(!bare.contains(['\r', '\n']), "{written:?}");
                prop_assert!(written.split("\r\n").all(|line| line.len() <= 998));
            }
        }
    }

    #[test]
    fn no_text_ends_a_mail_early(text in nasty(), calendar in nasty()) {
        let server = MailServer::start("127.0.0.1", Upset::Nothing);
        let mail = Mail { text, calendar: Some(calendar), ..mail() };
        let delivery = Transport::Smtp(server.url("smtp", "127.0.0.1")).send(&mail, &sender());
        prop_assert_eq!(delivery, Delivery::Delivered);
        let heard = server.heard();
        prop_assert_eq!(heard.mails.len(), 1);
        prop_assert_eq!(heard.commands.iter().filter(|it| it.starts_with("MAIL")).count(), 1);
        prop_assert_eq!(heard.mails[0].matches("--=_schakel-41").count(), 3);
    }
}
