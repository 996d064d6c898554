//! Mixed use of the portal, a request at a time on its own moment, and what it took.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ureq::Agent;

use crate::seed::Scene;

/// What is asked for, of every fifty requests.
const MIX: [(Kind, u64); 9] = [
    (Kind::Home, 8),
    (Kind::AskPage, 7),
    (Kind::QuestionForm, 4),
    (Kind::Question, 3),
    (Kind::OwnQuestion, 8),
    (Kind::Inbox, 6),
    (Kind::Case, 7),
    (Kind::Contact, 2),
    (Kind::Api, 5),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Home,
    AskPage,
    QuestionForm,
    Question,
    OwnQuestion,
    Inbox,
    Case,
    Contact,
    Api,
}

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Kind::Home => "home page",
            Kind::AskPage => "answer to a question in plain words",
            Kind::QuestionForm => "form for a question to a person",
            Kind::Question => "a question is sent",
            Kind::OwnQuestion => "own question of an entrepreneur",
            Kind::Inbox => "inbox of the desk",
            Kind::Case => "page of a case",
            Kind::Contact => "a contact is written down",
            Kind::Api => "API: list of support",
        }
    }
}

/// Threads that send: far more than requests that are under way at the same time.
const SENDERS: u64 = 48;

/// Requests of each kind afterwards, one after the other.
const ALONE: u64 = 15;

/// What a kind of request took, and how many failed.
type Measured = Mutex<BTreeMap<Kind, (Vec<Duration>, Vec<String>)>>;

pub fn run(here: &str, scene: &Scene, seconds: u64, rate: u64) {
    let order: Vec<Kind> = shuffled();
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_idle_connections(64)
        .max_idle_connections_per_host(64)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .into();
    // Once of everything, so that what is made once is made.
    let visitor = Visitor { agent, here, scene };
    for (turn, (kind, _)) in (0..).zip(MIX) {
        visitor
            .ready(kind, turn)
            .and_then(|it| visitor.send(kind, turn, it))
            .unwrap_or_else(|it| panic!("{kind:?}: {it}"));
    }
    let measured = Measured::default();
    let next = AtomicU64::new(0);
    let total = seconds * rate;
    let began = Instant::now();
    thread::scope(|scope| {
        for _ in 0..SENDERS {
            scope.spawn(|| {
                loop {
                    let turn = next.fetch_add(1, Ordering::Relaxed);
                    if turn >= total {
                        return;
                    }
                    let kind = order[usize::try_from(turn).unwrap() % order.len()];
                    // A form is opened before it is sent; only the sending counts.
                    let due = began + Duration::from_micros(turn * 1_000_000 / rate);
                    let early = due - Duration::from_millis(300).min(due - began);
                    wait_until(early);
                    let form = visitor.ready(kind, turn + 100);
                    wait_until(due);
                    let began = if needs_form(kind) { Instant::now().max(due) } else { due };
                    let sent = form.and_then(|form| visitor.send(kind, turn + 100, form));
                    let took = began.elapsed();
                    let mut measured = measured.lock().unwrap();
                    let (times, errors) = measured.entry(kind).or_default();
                    times.push(took);
                    errors.extend(sent.err());
                }
            });
        }
    });
    let took = began.elapsed();
    let alone = MIX.iter().map(|(kind, _)| (*kind, visitor.alone(*kind))).collect();
    print(&measured.into_inner().unwrap(), &alone, took);
}

struct Visitor<'a> {
    agent: Agent,
    here: &'a str,
    scene: &'a Scene,
}

/// The fields of a form.
type Form = Vec<(String, String)>;

impl Visitor<'_> {
    /// What a kind of request takes when nobody else asks anything: the one in the middle of a few.
    fn alone(&self, kind: Kind) -> Duration {
        let mut times: Vec<Duration> = (0..ALONE)
            .map(|turn| {
                let turn = 1_000_000 + turn;
                let form = self.ready(kind, turn).unwrap_or_else(|it| panic!("{kind:?}: {it}"));
                let began = Instant::now();
                self.send(kind, turn, form).unwrap_or_else(|it| panic!("{kind:?}: {it}"));
                began.elapsed()
            })
            .collect();
        times.sort();
        times[times.len() / 2]
    }

    /// Opens the form that is going to be sent.
    fn ready(&self, kind: Kind, turn: u64) -> Result<Form, String> {
        match kind {
            Kind::Question => {
                let page = self.get("/hulp?municipality=GM0193", None)?;
                let mut fields = form(&page, "/hulp");
                fields.retain(|(name, _)| !["vraag", "email", "naam", "telefoon", "toon"].contains(&name.as_str()));
                let mut add = |name: &str, value: String| fields.push((name.to_owned(), value));
                add("vraag", format!("Wie helpt ons met belasting nummer {turn} van vandaag?"));
                add("email", format!("nieuw{turn}@voorbeeld.example"));
                add("municipality", "GM0193".to_owned());
                Ok(fields)
            }
            Kind::Contact => {
                let page = self.get(&self.case(turn), Some(&self.scene.session))?;
                let key = value_after(&page, "name=\"sleutel\"").ok_or("no key in the form")?;
                let fields = [
                    ("actie", "contact"),
                    ("sleutel", key.as_str()),
                    ("dienst", "helpdesk"),
                    ("kanaal", "telephone"),
                    ("gevolg", "guided"),
                ];
                Ok(fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec())
            }
            _ => Ok(Form::new()),
        }
    }

    fn send(&self, kind: Kind, turn: u64, form: Form) -> Result<(), String> {
        let staff = Some(self.scene.session.as_str());
        match kind {
            Kind::Home => self.get("/", None),
            Kind::AskPage => {
                let questions = ["Ik+zoek+geld+voor+een+proef", "Wie+helpt+mij+in+Zwolle", "De+bank+wil+niet"];
                self.get(&format!("/vraag?vraag={}", questions[index(turn, questions.len())]), None)
            }
            Kind::QuestionForm => self.get("/hulp", None),
            Kind::OwnQuestion => {
                let link = &self.scene.links[index(turn, self.scene.links.len())];
                self.get(&format!("/mijn-vraag/{link}"), None)
            }
            Kind::Inbox => self.get("/werk", staff),
            Kind::Case => self.get(&self.case(turn), staff),
            Kind::Api => self.get("/api/v1/instrumenten", None),
            Kind::Question => return self.post("/hulp", None, form),
            Kind::Contact => return self.post(&self.case(turn), staff, form),
        }
        .map(drop)
    }

    fn case(&self, turn: u64) -> String {
        format!("/werk/zaken/{}", self.scene.open[index(turn * 7, self.scene.open.len())])
    }

    fn get(&self, path: &str, cookie: Option<&str>) -> Result<String, String> {
        let mut request = self.agent.get(format!("{}{path}", self.here));
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        let mut answer = request.call().map_err(|it| it.to_string())?;
        let text = answer.body_mut().read_to_string().map_err(|it| it.to_string())?;
        if answer.status() == 200 { Ok(text) } else { Err(format!("{path}: {}", answer.status())) }
    }

    fn post(&self, path: &str, cookie: Option<&str>, form: Form) -> Result<(), String> {
        let mut request = self.agent.post(format!("{}{path}", self.here));
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        let answer = request.send_form(form).map_err(|it| it.to_string())?;
        if answer.status() == 303 { Ok(()) } else { Err(format!("{path}: {}", answer.status())) }
    }
}

fn needs_form(kind: Kind) -> bool {
    matches!(kind, Kind::Question | Kind::Contact)
}

/// The hidden fields of the form that is sent to a path.
fn form(page: &str, action: &str) -> Form {
    let forms = page.split("<form").skip(1).filter_map(|it| it.split("</form>").next());
    let wanted = forms.filter(|it| it.contains(&format!("action=\"{action}\"")) && it.contains("method=\"post\""));
    let inputs = wanted.flat_map(|it| it.split("<input").skip(1)).filter(|it| it.contains("type=\"hidden\""));
    inputs.filter_map(|it| Some((value_after(it, "name=")?, value_after(it, "value=").unwrap_or_default()))).collect()
}

/// The value between quotation marks: of the attribute, or of `value` after a named field.
fn value_after(text: &str, mark: &str) -> Option<String> {
    let rest = text.split_once(mark)?.1;
    let rest = if mark.ends_with('=') { rest } else { rest.split_once("value=")?.1 };
    Some(rest.split('"').nth(1)?.to_owned())
}

fn index(turn: u64, length: usize) -> usize {
    usize::try_from(turn).unwrap() % length
}

/// The mix in an order that hangs on nothing but a fixed seed.
fn shuffled() -> Vec<Kind> {
    let mut order: Vec<Kind> =
        MIX.iter().flat_map(|(kind, count)| std::iter::repeat_n(*kind, usize::try_from(*count).unwrap())).collect();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for place in (1..order.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        order.swap(place, index(state, place + 1));
    }
    order
}

fn wait_until(moment: Instant) {
    thread::sleep(moment.saturating_duration_since(Instant::now()));
}

fn print(measured: &BTreeMap<Kind, (Vec<Duration>, Vec<String>)>, alone: &BTreeMap<Kind, Duration>, took: Duration) {
    println!("| what | requests | p50 | p95 | p99 | errors | alone |\n| --- | --- | --- | --- | --- | --- | --- |");
    let mut all: Vec<Duration> = Vec::new();
    for (kind, (times, errors)) in measured {
        all.extend(times);
        let alone = alone.get(kind).map(|it| format!("{it:.1?}")).unwrap_or_default();
        line(kind.words(), times.clone(), errors.len(), &alone);
        for error in errors.iter().take(3) {
            println!("  {error}");
        }
    }
    line("all", all, measured.values().map(|it| it.1.len()).sum(), "");
    println!("in {:.1} s", took.as_secs_f64());
}

fn line(what: &str, mut times: Vec<Duration>, errors: usize, alone: &str) {
    times.sort();
    let at = |share: usize| times.get((times.len() * share / 100).min(times.len() - 1)).copied().unwrap_or_default();
    let [p50, p95, p99] = [50, 95, 99].map(at);
    println!("| {what} | {} | {p50:.1?} | {p95:.1?} | {p99:.1?} | {errors} | {alone} |", times.len());
}
