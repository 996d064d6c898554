//! The portal as a visitor and a program reach it: `schakel serve`, started once for all tests of this process.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use ureq::Agent;

use crate::run::{DAY, IN_MEMORY, PACK, command, repository};

/// A portal that is being served.
pub struct Portal {
    /// Where: `http://127.0.0.1:40123`.
    pub address: String,
    agent: Agent,
    // The shell that guards the server waits for the end of this pipe, which comes when the tests end.
    _leash: ChildStdin,
    _shell: Child,
}

/// What a portal answered.
#[derive(Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The `Content-Type` header.
    pub media_type: String,
    /// The body.
    pub body: String,
}

/// The portal with the real pack on [`DAY`].
pub fn portal() -> &'static Portal {
    static PORTAL: OnceLock<Portal> = OnceLock::new();
    PORTAL.get_or_init(|| Portal::serve(PACK))
}

impl Portal {
    /// Serves a pack on a free port of this machine, on [`DAY`], until the tests end.
    pub fn serve(pack: &str) -> Self {
        // A static value is never dropped, so a shell ends the server when this process ends, however it ends.
        const GUARD: &str = r#""$0" "$@" & server=$!; read _; kill "$server""#;
        let mut shell = Command::new("sh")
            .current_dir(repository())
            .args(["-c", GUARD, command().get_program().to_str().expect("UTF-8")])
            .args(["serve", "--pack", pack, "--listen", "127.0.0.1:0", "--as-of", DAY, "--database", IN_MEMORY])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let mut line = String::new();
        BufReader::new(shell.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("Schakel: ").unwrap_or_else(|| panic!("no address: `{line}`"));
        let agent = Agent::config_builder().http_status_as_error(false).build().new_agent();
        let leash = shell.stdin.take().expect("its input");
        Portal { address: address.to_owned(), agent, _leash: leash, _shell: shell }
    }

    /// Gets an address of the portal.
    pub fn get(&self, path: &str) -> Reply {
        reply(self.agent.get(format!("{}{path}", self.address)).call())
    }

    /// Gets JSON; anything but success is a failure of the test.
    pub fn json(&self, path: &str) -> Value {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        serde_json::from_str(&reply.body).expect("JSON")
    }

    /// Gets a list of the API with the parameters in words, whatever characters are in them.
    pub fn query(&self, path: &str, pairs: &[(&str, &str)]) -> Value {
        let pairs = pairs.iter().map(|(key, value)| format!("{}={}", encoded(key), encoded(value)));
        self.json(&format!("{path}?{}", pairs.collect::<Vec<_>>().join("&")))
    }

    /// Posts JSON.
    pub fn post(&self, path: &str, body: &Value) -> Reply {
        let request = self.agent.post(format!("{}{path}", self.address)).content_type("application/json");
        reply(request.send(body.to_string()))
    }

    /// Sends a form, without following where it leads; gives the answer and that address.
    pub fn send_form(&self, path: &str, fields: &[(&str, &str)]) -> (Reply, String) {
        let agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent();
        let answer = agent.post(format!("{}{path}", self.address)).send_form(fields.iter().copied());
        let location = answer.as_ref().ok().and_then(|it| it.headers().get("location"));
        let location = location.map(|it| it.to_str().expect("text").to_owned()).unwrap_or_default();
        (reply(answer), location)
    }

    /// The words of a page, as a reader sees them: without tags, with single spaces.
    pub fn page(&self, path: &str) -> String {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        assert!(reply.media_type.starts_with("text/html"), "{path}: {}", reply.media_type);
        words(&reply.body)
    }
}

fn reply(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Reply {
    let mut answer = answer.expect("an answer");
    let header = answer.headers().get("content-type").map(|it| it.to_str().expect("text").to_owned());
    Reply {
        status: answer.status().as_u16(),
        media_type: header.unwrap_or_default(),
        body: answer.body_mut().read_to_string().expect("text"),
    }
}

/// The text between the tags of the `main` element.
fn words(html: &str) -> String {
    let main = html.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).map_or(html, |(main, _)| main);
    let mut text = String::new();
    let mut in_tag = true;
    for character in main.chars() {
        match character {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                text.push(' ');
            }
            _ if in_tag => {}
            other => text.push(other),
        }
    }
    let plain = text.replace("&nbsp;", " ").replace("&#38;", "&").replace("&amp;", "&").replace("&#39;", "'");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A value as a query writes it.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}
