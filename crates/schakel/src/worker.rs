//! What the server does by itself while it runs: mail goes out, time passes, and what is past its last day is erased. What is
//! done then is decided in `schakel-desk`; here it is done in time.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use schakel_desk::{Desk, DeskError, SendResult, Terms, erase_expired};
use schakel_mail::{Delivery, Sender, SmtpServer, Transport, next_attempt};
use schakel_register::Pack;
use schakel_time::DateTime;
use schakel_web::{App, draw_token, letter_mail, letter_sender};

use crate::arguments::Serve;
use crate::commands::CommandError;
use crate::database::file_of;

/// How often mail goes out: somebody who signs in waits for it.
const SEND_EVERY: Duration = Duration::from_secs(5);

/// How often is looked whether dates have passed.
const PASS_TIME_EVERY: Duration = Duration::from_secs(60);

/// How often what is past its last day is erased.
const ERASE_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// The folder for mail when none is named.
const FOLDER: &str = "post";

/// How mail leaves: through what, from whom, and with links to where.
pub struct Post {
    transport: Transport,
    sender: Sender,
    /// The address of the portal; none until the server knows where it listens.
    portal: Option<String>,
}

impl Post {
    /// What the arguments ask for.
    pub fn of(serve: &Serve, pack: &Pack) -> Result<Self, CommandError> {
        let sender = letter_sender(pack, &serve.from).map_err(|error| CommandError::wrong_use(error.to_string()))?;
        let transport = match serve.mail.as_deref() {
            Some(server) if server.contains("://") => {
                // The address is not repeated: it may hold a password.
                let server = SmtpServer::from_url(server);
                Transport::Smtp(server.map_err(|error| CommandError::wrong_use(format!("`--mail`: {error}")))?)
            }
            Some(folder) => Transport::File(PathBuf::from(folder)),
            None => Transport::File(folder_beside(&serve.database)),
        };
        let portal = match serve.address.as_deref() {
            Some(address) if !address.starts_with("https://") && !address.starts_with("http://") => {
                let message = format!("`{address}` is not the address of a portal");
                return Err(CommandError::wrong_use(message).help("write it as `https://schakel.example.nl`"));
            }
            address => address.map(|address| address.trim_end_matches('/').to_owned()),
        };
        Ok(Post { transport, sender, portal })
    }

    /// The same for a portal that listens here, unless another address was named.
    pub fn linking_to(self, here: &str) -> Self {
        Post { portal: Some(self.portal.unwrap_or_else(|| here.to_owned())), ..self }
    }

    /// The address of the portal, when it is known.
    pub fn portal(&self) -> Option<&str> {
        self.portal.as_deref()
    }

    /// Whether a letter that was sent before is recognised.
    fn recognises_repeats(&self) -> bool {
        matches!(self.transport, Transport::File(_))
    }
}

impl fmt::Display for Post {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.transport {
            Transport::File(folder) => write!(formatter, "as files in `{}`; nothing is sent", folder.display()),
            Transport::Smtp(_) => formatter.write_str("through a mail server"),
        }
    }
}

/// A folder beside the file of the database; for a database without a file, a folder of this process alone.
fn folder_beside(database: &str) -> PathBuf {
    match file_of(database) {
        Some(file) => Path::new(file).parent().map_or_else(|| PathBuf::from(FOLDER), |folder| folder.join(FOLDER)),
        None => std::env::temp_dir().join(format!("schakel-{FOLDER}-{}", std::process::id())),
    }
}

/// Erases what is past its last day, also when the pack names no desk. When that fails nothing is lost: it is not shown
/// either, and the next time it is tried again.
/// The store answers where the caller waits, so it is not for a task of the runtime.
pub fn erase(app: &App) {
    if let Err(error) = erase_expired(app.store(), &Terms::from_pack(app.pack()), app.now()) {
        say_once("erasing", &error.to_string());
    }
}

/// Starts everything that the server does by itself, in a runtime.
pub fn start(app: App, post: Post) {
    tokio::spawn(repeat(app.clone(), PASS_TIME_EVERY, |app| {
        with_desk(app, "passing time", |desk, now| desk.pass_time(now).map(drop));
        if let Err(error) = app.grants().pass_time(app.exactly_now()) {
            say_once("passing time of applications", &error.to_string());
        }
        if let Err(error) = app.books().keep() {
            say_once("the books", &error.to_string());
        }
    }));
    tokio::spawn(repeat(app.clone(), ERASE_EVERY, erase));
    tokio::spawn(repeat(app, SEND_EVERY, move |app| {
        with_desk(app, "mail", |desk, now| send(desk, app, &post, now));
    }));
}

/// Does something again and again, as long as the program runs; a round begins when the one before it has ended.
async fn repeat(app: App, every: Duration, work: impl Fn(&App) + Send + Sync + 'static) {
    let work = std::sync::Arc::new(work);
    let mut rounds = tokio::time::interval(every);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        let (app, work) = (app.clone(), std::sync::Arc::clone(&work));
        let _ = tokio::task::spawn_blocking(move || work(&app)).await;
    }
}

fn with_desk(app: &App, what: &'static str, work: impl FnOnce(&Desk, DateTime) -> Result<(), DeskError>) {
    let Some(desk) = app.desk() else { return };
    if let Err(error) = work(desk, app.now()) {
        say_once(what, &error.to_string());
    }
}

/// Sends what waits.
fn send(desk: &Desk, app: &App, post: &Post, now: DateTime) -> Result<(), DeskError> {
    desk.recover_outbox(now, post.recognises_repeats())?;
    let portal = post.portal.as_deref().unwrap_or_default();
    let links_until = desk.region().link_until(now.date());
    let mut draw = || match draw_token() {
        Ok(token) => Some(token),
        Err(error) => {
            say_once("mail", &format!("this machine gives no random bytes: {error}"));
            None
        }
    };
    let mut deliver = |letter: &schakel_desk::Letter| {
        let mail = letter_mail(letter, app.pack(), portal, now, links_until);
        let delivery = post.transport.send(&mail, &post.sender);
        if let Delivery::Refused(reason) | Delivery::TryAgain(reason) | Delivery::Unknown(reason) = &delivery {
            say_once("mail", &reason.to_string());
        }
        match delivery {
            Delivery::Delivered | Delivery::AlreadySent => SendResult::Sent,
            Delivery::Refused(_) => SendResult::Refused,
            Delivery::TryAgain(_) => SendResult::TryAgain,
            Delivery::Unknown(_) => SendResult::Unknown,
        }
    };
    desk.dispatch(now, &mut draw, &mut deliver, |attempts, now| {
        next_attempt(usize::try_from(attempts).unwrap_or(usize::MAX), now)
    })?;
    Ok(())
}

/// Says on standard error what goes wrong, each thing once: it holds nothing of anybody.
fn say_once(what: &'static str, why: &str) {
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let line = format!("schakel: {what}: {why}");
    if SAID.lock().unwrap_or_else(PoisonError::into_inner).insert(line.clone()) {
        // When nobody reads it there is nobody to tell.
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }
}
