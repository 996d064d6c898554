//! One mail as it is written, and as the bytes that are sent (RFC 5322). Nothing from outside can add a line to the
//! headers, and the same mail always gives the same bytes.

use std::error::Error;
use std::fmt;
use std::time::SystemTime;

use lettre::Address;
use lettre::message::header::{ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message, MultiPart, SinglePart};
use schakel_criteria::Language;
use schakel_time::{DateTime, dutch_instant};
use url::Host;

/// A mail to one reader, or to the people of one organisation or firm together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Of the row in the outbox; makes the mail recognisable when it is sent twice.
    pub number: u64,
    /// The addresses, which all of them see.
    pub to: Vec<String>,
    /// What it is about.
    pub subject: String,
    /// What it says, plain text.
    pub text: String,
    /// A date to take over in a calendar (RFC 5545).
    pub calendar: Option<String>,
    /// In which language it is written.
    pub language: Language,
    /// When it was written, Dutch time.
    pub written_at: DateTime,
}

/// Who sends: the installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    mailbox: Mailbox,
}

/// Why something cannot be the sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderError {
    /// The address as given.
    pub address: String,
}

/// The name of the attached calendar.
const CALENDAR_FILE: &str = "schakel.ics";

impl Sender {
    /// The sender with a name that people read and an address that they can answer.
    ///
    /// # Errors
    ///
    /// [`SenderError`] when it is no address.
    pub fn new(name: &str, address: &str) -> Result<Self, SenderError> {
        let parsed = parse_address(address).ok_or_else(|| SenderError { address: address.to_owned() })?;
        Ok(Sender { mailbox: Mailbox::new(Some(one_line(name)), parsed) })
    }

    pub(crate) fn address(&self) -> &Address {
        &self.mailbox.email
    }

    /// The fixed name of a mail: the same number gives the same name, so that a mail that comes twice is recognised.
    fn message_id(&self, number: u64) -> String {
        format!("<outbox-{number}@{}>", self.mailbox.email.domain())
    }
}

impl Mail {
    /// The mail as it is sent; none when an address of the reader is none.
    pub(crate) fn render(&self, sender: &Sender) -> Option<Message> {
        let mut builder = Message::builder().from(sender.mailbox.clone());
        for address in &self.to {
            builder = builder.to(Mailbox::new(None, parse_address(address)?));
        }
        let builder = builder
            .subject(one_line(&self.subject))
            .date(SystemTime::from(dutch_instant(self.written_at)))
            .message_id(Some(sender.message_id(self.number)))
            .raw_header(fixed_header("Auto-Submitted", "auto-generated"))
            .raw_header(fixed_header("Content-Language", language_code(self.language)));
        let text = SinglePart::builder().content_type(ContentType::TEXT_PLAIN).body(quoted_printable(&self.text));
        let message = match &self.calendar {
            None => builder.singlepart(text),
            Some(calendar) => {
                // Quoted-printable never holds `=_`, so no text can end a part.
                let parts = MultiPart::mixed().boundary(format!("=_schakel-{}", self.number));
                builder.multipart(parts.singlepart(text).singlepart(calendar_part(calendar)))
            }
        };
        message.ok()
    }
}

/// Reads an address. A domain with other letters than ASCII is written in its ASCII form; a mailbox with other letters
/// is refused, since not every server on the way takes it.
fn parse_address(text: &str) -> Option<Address> {
    let (mailbox, domain) = text.rsplit_once('@')?;
    if !mailbox.is_ascii() || text.chars().any(char::is_control) {
        return None;
    }
    if domain.is_ascii() {
        return Address::new(mailbox, domain).ok();
    }
    let domain = Host::parse(domain).ok()?.to_string();
    Address::new(mailbox, domain).ok()
}

/// The text on one line: whatever could end a header becomes a space.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|it| if it.is_control() || is_line_end(it) { ' ' } else { it }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_line_end(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}')
}

fn fixed_header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn language_code(language: Language) -> &'static str {
    match language {
        Language::Dutch => "nl",
        Language::English => "en",
    }
}

/// Text in quoted-printable, without control characters but line ends and tabs.
fn quoted_printable(text: &str) -> Body {
    let lines = text.replace("\r\n", "\n");
    let plain: String = lines.chars().filter(|it| !it.is_control() || matches!(it, '\n' | '\t')).collect();
    let encoding = ContentTransferEncoding::QuotedPrintable;
    // Any text can be written in quoted-printable; the other branch hands back what it was given.
    Body::new_with_encoding(plain, encoding)
        .unwrap_or_else(|bytes| Body::dangerous_pre_encoded(bytes, ContentTransferEncoding::Binary))
}

fn calendar_part(calendar: &str) -> SinglePart {
    let kind = ContentType::parse("text/calendar; charset=utf-8; method=PUBLISH").unwrap_or(ContentType::TEXT_PLAIN);
    SinglePart::builder()
        .content_type(kind)
        .header(ContentDisposition::attachment(CALENDAR_FILE))
        .body(quoted_printable(calendar))
}

impl fmt::Display for SenderError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is not an e-mail address: write one as `schakel@example.nl`", self.address)
    }
}

impl Error for SenderError {}
