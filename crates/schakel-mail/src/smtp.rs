//! Mail through an SMTP server (RFC 5321), one connection for each mail. The steps are taken one by one, because what a
//! failure means depends on the step: before the recipient it says something of us, after the content it says nothing.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::delivery::{Delivery, Reason, Step};

/// Until the server is reached, and for every answer before the content.
const ANSWER_SECONDS: u64 = 60;

/// Until the server confirms that it took the mail. Long, since a time-out here means that nobody knows (RFC 5321,
/// section 4.5.3.2.6 asks for ten minutes).
const CONFIRMATION_SECONDS: u64 = 600;

/// Where mail is handed in when the address does not say (RFC 6409), and where it is encrypted from the first byte (RFC
/// 8314).
const SUBMISSION_PORT: u16 = 587;
const SUBMISSIONS_PORT: u16 = 465;

/// The names by which a machine calls itself; mail to a server there never leaves it.
const THIS_MACHINE: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// A mail server and how to sign in to it.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpServer {
    host: String,
    port: u16,
    encryption: Encryption,
    sign_in: Option<(String, String)>,
}

/// When the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encryption {
    /// From the first byte.
    FromStart,
    /// Right after the greeting; without it nothing is sent.
    AfterGreeting,
    /// Not: the server is on this machine.
    None,
}

/// Why an address names no mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerError {
    /// It is no address of a server.
    NotAnAddress,
    /// It begins otherwise than `smtp://` or `smtps://`.
    OtherScheme,
    /// There is a user without a password or a password without a user.
    HalfSignIn,
}

impl SmtpServer {
    /// Reads `smtp://user:password@host:port` (encrypted after the greeting, port 587 unless given) or `smtps://…`
    /// (encrypted from the start, port 465). Signs in only when a user is given; other characters than letters and
    /// digits in user and password are percent-encoded. Only a server on this machine is spoken to without encryption.
    ///
    /// # Errors
    ///
    /// [`ServerError`] when it is none of these. It never repeats the password.
    pub fn from_url(url: &str) -> Result<Self, ServerError> {
        let url = Url::parse(url).map_err(|_| ServerError::NotAnAddress)?;
        let host = url.host_str().filter(|it| !it.is_empty()).ok_or(ServerError::NotAnAddress)?.to_owned();
        let (port, encryption) = match url.scheme() {
            "smtps" => (SUBMISSIONS_PORT, Encryption::FromStart),
            "smtp" if THIS_MACHINE.contains(&host.as_str()) => (SUBMISSION_PORT, Encryption::None),
            "smtp" => (SUBMISSION_PORT, Encryption::AfterGreeting),
            _ => return Err(ServerError::OtherScheme),
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(String::from).ok();
        let sign_in = match (url.username(), url.password()) {
            ("", None) => None,
            ("", Some(_)) | (_, None) => return Err(ServerError::HalfSignIn),
            (user, Some(password)) => {
                decoded(user).zip(decoded(password)).ok_or(ServerError::NotAnAddress).map(Some)?
            }
        };
        Ok(SmtpServer { port: url.port().unwrap_or(port), host, encryption, sign_in })
    }
}

/// Sends the mail.
pub fn send(server: &SmtpServer, from: &Address, message: &Message) -> Delivery {
    let mut connection = match connect(server, from) {
        Ok(connection) => connection,
        // Until here nothing was said about this mail, so no answer can be about it.
        Err(reason) => return Delivery::TryAgain(reason),
    };
    let delivery = hand_over(&mut connection, from, message);
    // Whatever the server answers to our goodbye, the mail is where it is.
    connection.abort();
    delivery
}

/// Reaches the server, encrypts and signs in.
fn connect(server: &SmtpServer, from: &Address) -> Result<SmtpConnection, Reason> {
    let hello = ClientId::Domain(from.domain().to_owned());
    let tls = match server.encryption {
        Encryption::None => None,
        _ => Some(TlsParameters::new(server.host.clone()).map_err(|error| reason(Step::Encrypt, &error))?),
    };
    let at_once = tls.as_ref().filter(|_| server.encryption == Encryption::FromStart);
    let host = server.host.trim_start_matches('[').trim_end_matches(']');
    let wait = Some(Duration::from_secs(ANSWER_SECONDS));
    let connected = SmtpConnection::connect((host, server.port), wait, &hello, at_once, None);
    let mut connection =
        connected.map_err(|error| reason(if error.is_tls() { Step::Encrypt } else { Step::Connect }, &error))?;
    if let (Encryption::AfterGreeting, Some(tls)) = (server.encryption, &tls) {
        connection.starttls(tls, &hello).map_err(|error| reason(Step::Encrypt, &error))?;
    }
    if let Some((user, password)) = &server.sign_in {
        let credentials = Credentials::new(user.clone(), password.clone());
        let signed_in = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
        signed_in.map_err(|error| reason(Step::SignIn, &error))?;
    }
    Ok(connection)
}

fn hand_over(connection: &mut SmtpConnection, from: &Address, message: &Message) -> Delivery {
    if let Err(error) = connection.command(Mail::new(Some(from.clone()), Vec::new())) {
        return Delivery::TryAgain(reason(Step::Sender, &error));
    }
    let mut taken = false;
    let mut refused = None;
    for recipient in message.envelope().to() {
        match connection.command(Rcpt::new(recipient.clone(), Vec::new())) {
            Ok(_) => taken = true,
            // A colleague who left keeps the mail from nobody.
            Err(error) if error.is_permanent() => refused = Some(error),
            Err(error) => return not_sent(Step::Recipient, &error),
        }
    }
    if let Some(error) = refused.filter(|_| !taken) {
        return not_sent(Step::Recipient, &error);
    }
    if let Err(error) = connection.command(Data) {
        return not_sent(Step::Content, &error);
    }
    if connection.set_timeout(Some(Duration::from_secs(CONFIRMATION_SECONDS))).is_err() {
        return Delivery::TryAgain(Reason::at(Step::Content));
    }
    match connection.message(&message.formatted()) {
        Ok(_) => Delivery::Delivered,
        Err(error) if error.status().is_some() => not_sent(Step::Content, &error),
        Err(error) => Delivery::Unknown(reason(Step::Confirmation, &error)),
    }
}

/// An answer that begins with 5 holds for ever, anything else for now.
fn not_sent(step: Step, error: &Error) -> Delivery {
    if error.is_permanent() { Delivery::Refused(reason(step, error)) } else { Delivery::TryAgain(reason(step, error)) }
}

fn reason(step: Step, error: &Error) -> Reason {
    Reason { step, code: error.status().map(u16::from) }
}

impl fmt::Debug for SmtpServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = formatter.debug_struct("SmtpServer");
        fields.field("host", &self.host).field("port", &self.port).field("encryption", &self.encryption);
        fields.field("user", &self.sign_in.as_ref().map(|(user, _)| user)).finish_non_exhaustive()
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            ServerError::NotAnAddress => "this is no address of a mail server: write `smtps://user:password@host`",
            ServerError::OtherScheme => "the address of a mail server begins with `smtp://` or `smtps://`",
            ServerError::HalfSignIn => "give both user and password, or neither: `smtps://user:password@host`",
        })
    }
}

impl StdError for ServerError {}
