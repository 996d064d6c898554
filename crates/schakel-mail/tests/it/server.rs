//! A mail server for tests: it takes one connection after another, notes what it hears, and does one thing otherwise
//! when the test wants that.

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use schakel_mail::SmtpServer;

/// What the server does otherwise.
#[derive(Clone, Copy, Debug)]
pub enum Upset {
    /// Nothing.
    Nothing,
    /// Answers a command that begins like this with these words.
    Answer(&'static str, &'static str),
    /// Hangs up on a command that begins like this.
    HangUp(&'static str),
}

/// The name of the end of the content, which is no command.
pub const END: &str = "end of content";

pub struct MailServer {
    port: u16,
    heard: Arc<Mutex<Heard>>,
}

/// What a server heard.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// The commands.
    pub commands: Vec<String>,
    /// Each whole mail, with the dots taken off.
    pub mails: Vec<String>,
}

impl MailServer {
    /// A server at an address of this machine.
    pub fn start(host: &str, upset: Upset) -> Self {
        let listener = TcpListener::bind((host, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Heard::default()));
        let notes = heard.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                // A client that hangs up in the middle ends only its own conversation.
                let _ = converse(stream.unwrap(), upset, &notes);
            }
        });
        MailServer { port, heard }
    }

    pub fn url(&self, scheme: &str, rest: &str) -> SmtpServer {
        SmtpServer::from_url(&format!("{scheme}://{rest}:{}", self.port)).unwrap()
    }

    pub fn heard(&self) -> Heard {
        self.heard.lock().unwrap().clone()
    }
}

fn converse(stream: TcpStream, upset: Upset, heard: &Mutex<Heard>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    if !answer(&mut writer, upset, "greeting", "220 test")? {
        return Ok(());
    }
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        let command = std::mem::take(&mut line).trim_end().to_owned();
        heard.lock().unwrap().commands.push(command.clone());
        let usual = match command.split(' ').next().unwrap_or("") {
            "EHLO" => "250-test\r\n250-STARTTLS\r\n250 AUTH PLAIN",
            "STARTTLS" => "220 go on",
            "AUTH" => "235 welcome",
            "DATA" => "354 go on",
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
        if !answer(&mut writer, upset, &command, usual)? {
            return Ok(());
        }
        if command == "DATA" && !matches!(upset, Upset::Answer("DATA", _)) {
            let mail = content(&mut reader)?;
            heard.lock().unwrap().mails.push(mail);
            if !answer(&mut writer, upset, END, "250 taken")? {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn content(reader: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut mail = String::new();
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 || line == ".\r\n" {
            return Ok(mail);
        }
        mail.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

/// Answers, unless this is where the server hangs up.
fn answer(writer: &mut TcpStream, upset: Upset, to: &str, usual: &str) -> std::io::Result<bool> {
    let words = match upset {
        Upset::HangUp(at) if to.starts_with(at) => {
            writer.shutdown(Shutdown::Both)?;
            return Ok(false);
        }
        Upset::Answer(at, words) if to.starts_with(at) => words,
        _ => usual,
    };
    writer.write_all(format!("{words}\r\n").as_bytes())?;
    Ok(true)
}
