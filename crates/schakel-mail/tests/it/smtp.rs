//! What comes of a mail through a server, for everything that a server can do.

use schakel_mail::{Delivery, Mail, Reason, ServerError, SmtpServer, Step, Transport};

use crate::server::{END, MailServer, Upset};
use crate::{mail, sender};

/// Sends a mail to a server on this machine that does one thing otherwise.
fn sent(upset: Upset) -> (Delivery, MailServer) {
    let server = MailServer::start("127.0.0.1", upset);
    let transport = Transport::Smtp(server.url("smtp", "user:pass%20word@127.0.0.1"));
    (transport.send(&mail(), &sender()), server)
}

#[track_caller]
fn check(upset: Upset, expected: Delivery) {
    assert_eq!(sent(upset).0, expected);
}

fn reason(step: Step, code: u16) -> Reason {
    Reason { step, code: Some(code) }
}

fn silence(step: Step) -> Reason {
    Reason { step, code: None }
}

#[test]
fn a_server_that_takes_it_has_it_once_and_whole() {
    let (delivery, server) = sent(Upset::Nothing);
    assert_eq!(delivery, Delivery::Delivered);
    let heard = server.heard();
    assert!(heard.commands.contains(&"MAIL FROM:<schakel@example.org>".to_owned()), "{heard:?}");
    assert!(heard.commands.contains(&"RCPT TO:<bakker@example.nl>".to_owned()), "{heard:?}");
    // `\0user\0pass word` in base64.
    assert!(heard.commands.contains(&"AUTH PLAIN AHVzZXIAcGFzcyB3b3Jk".to_owned()), "{heard:?}");
    let [mail] = &heard.mails[..] else { panic!("{} mails", heard.mails.len()) };
    assert!(mail.contains("Message-ID: <outbox-41@example.org>\r\n"), "{mail}");
    assert!(mail.contains("Date: Mon, 23 Nov 2026 08:00:00 +0000\r\n"), "{mail}");
    assert!(
        mail.contains("\r\n\r\nGoedendag,\r\n\r\nU hoort van ons v=C3=B3=C3=B3r 30 november.\r\n.\r\nTot dan.\r\n"),
        "{mail}"
    );
}

#[test]
fn an_answer_that_begins_with_5_refuses_from_the_recipient_on() {
    check(Upset::Answer("RCPT", "550 5.1.1 no such user"), Delivery::Refused(reason(Step::Recipient, 550)));
    check(Upset::Answer("DATA", "554 not from you"), Delivery::Refused(reason(Step::Content, 554)));
    check(Upset::Answer(END, "552 too large"), Delivery::Refused(reason(Step::Content, 552)));
}

#[test]
fn what_is_wrong_on_our_side_waits_until_it_is_repaired() {
    check(Upset::Answer("AUTH", "535 wrong password"), Delivery::TryAgain(reason(Step::SignIn, 535)));
    check(Upset::Answer("MAIL", "550 who are you"), Delivery::TryAgain(reason(Step::Sender, 550)));
    check(Upset::Answer("greeting", "554 closed"), Delivery::TryAgain(reason(Step::Connect, 554)));
}

#[test]
fn an_answer_that_begins_with_4_holds_for_now() {
    check(Upset::Answer("RCPT", "450 mailbox busy"), Delivery::TryAgain(reason(Step::Recipient, 450)));
    check(Upset::Answer("DATA", "451 later"), Delivery::TryAgain(reason(Step::Content, 451)));
    check(Upset::Answer(END, "452 no room"), Delivery::TryAgain(reason(Step::Content, 452)));
}

#[test]
fn a_connection_that_is_lost_before_the_mail_is_tried_again() {
    check(Upset::HangUp("greeting"), Delivery::TryAgain(silence(Step::Connect)));
    check(Upset::HangUp("RCPT"), Delivery::TryAgain(silence(Step::Recipient)));
    check(Upset::HangUp("DATA"), Delivery::TryAgain(silence(Step::Content)));
}

#[test]
fn a_connection_that_is_lost_after_the_mail_leaves_it_unknown() {
    check(Upset::HangUp(END), Delivery::Unknown(silence(Step::Confirmation)));
    check(Upset::Answer(END, "what"), Delivery::Unknown(silence(Step::Confirmation)));
}

#[test]
fn a_mail_that_was_taken_stays_taken_whatever_follows() {
    check(Upset::Answer("QUIT", "500 what"), Delivery::Delivered);
    check(Upset::HangUp("QUIT"), Delivery::Delivered);
}

#[test]
fn a_server_that_is_not_there_is_tried_again() {
    // Nobody listens on the port of a listener that is gone.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server = SmtpServer::from_url(&format!("smtp://127.0.0.1:{gone}")).unwrap();
    let delivery = Transport::Smtp(server).send(&mail(), &sender());
    assert_eq!(delivery, Delivery::TryAgain(silence(Step::Connect)));
}

#[test]
fn to_another_machine_nothing_goes_out_in_the_clear() {
    // This address is this machine as well, but not one of the names that are trusted.
    for upset in [Upset::Nothing, Upset::Answer("EHLO", "250 no encryption here")] {
        let server = MailServer::start("127.0.0.2", upset);
        let delivery = Transport::Smtp(server.url("smtp", "user:secret@127.0.0.2")).send(&mail(), &sender());
        assert_eq!(delivery, Delivery::TryAgain(silence(Step::Encrypt)));
        let heard = server.heard();
        assert!(heard.mails.is_empty() && !heard.commands.iter().any(|it| it.starts_with("AUTH")), "{heard:?}");
    }
    let server = MailServer::start("127.0.0.1", Upset::Nothing);
    let delivery = Transport::Smtp(server.url("smtps", "user:secret@127.0.0.1")).send(&mail(), &sender());
    assert!(matches!(delivery, Delivery::TryAgain(Reason { code: None, .. })), "{delivery:?}");
    assert!(server.heard().mails.is_empty());
}

#[test]
fn an_address_that_is_none_is_refused_before_anything_is_sent() {
    let server = MailServer::start("127.0.0.1", Upset::Nothing);
    let transport = Transport::Smtp(server.url("smtp", "127.0.0.1"));
    for to in ["", "bakker", "bakker@", "bäcker@example.nl", "a@example.nl\r\nRCPT TO:<b@example.nl>"] {
        let delivery = transport.send(&Mail { to: vec![to.to_owned()], ..mail() }, &sender());
        assert_eq!(delivery, Delivery::Refused(silence(Step::Address)), "{to:?}");
    }
    assert!(server.heard().commands.is_empty());
    let delivery = transport.send(&Mail { to: vec!["bakker@bäckerei.example".to_owned()], ..mail() }, &sender());
    assert_eq!(delivery, Delivery::Delivered);
    assert!(server.heard().commands.contains(&"RCPT TO:<bakker@xn--bckerei-5wa.example>".to_owned()));
}

#[test]
fn an_address_of_a_server_says_what_is_wrong_and_never_the_password() {
    let check = |url: &str, expected: ServerError| assert_eq!(SmtpServer::from_url(url), Err(expected), "{url}");
    check("mail.example.nl", ServerError::NotAnAddress);
    check("smtp://", ServerError::NotAnAddress);
    check("https://mail.example.nl", ServerError::OtherScheme);
    check("smtps://user@mail.example.nl", ServerError::HalfSignIn);
    check("smtps://:secret@mail.example.nl", ServerError::HalfSignIn);
    let server = SmtpServer::from_url("smtps://user:s%40cret@mail.example.nl").unwrap();
    let shown = format!("{server:?}");
    assert!(shown.contains("mail.example.nl") && shown.contains("465") && !shown.contains("cret"), "{shown}");
}
