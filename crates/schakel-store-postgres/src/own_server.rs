//! A server of its own for tests and trials: made in a temporary folder, reached through a socket in it, gone with it.
//! No part of what serves a region; the feature `own-server` brings it.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// A server that this program started and ends.
#[derive(Debug)]
pub struct OwnServer {
    folder: TempDir,
    programs: PathBuf,
    settings: Settings,
    running: Option<Child>,
}

/// What it promises after a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settings {
    /// Nothing: quick, for tests.
    Quick,
    /// Everything that was committed, as a real one.
    Durable,
}

/// Why there is no server.
#[derive(Debug)]
pub enum OwnServerError {
    /// The programs of PostgreSQL are not on this machine.
    NotInstalled,
    /// A program of it, or the folder for it, failed.
    Failed(String),
}

/// Where Debian puts the programs of every version.
const PROGRAMS: &str = "/usr/lib/postgresql";

/// Whom the server runs as when an administrator starts it: PostgreSQL refuses an administrator.
const ACCOUNT: &str = "postgres";

/// The user of the databases.
const USER: &str = "schakel";

/// How often to look whether the server answers, and how many times: half a minute.
const LOOK_EVERY: Duration = Duration::from_millis(100);
const LOOKS_MAX: u32 = 300;

impl OwnServer {
    /// Makes and starts a server.
    ///
    /// # Errors
    /// When PostgreSQL is not installed, or does not start.
    pub fn start(settings: Settings) -> Result<Self, OwnServerError> {
        let programs = programs()?;
        let folder = TempDir::with_prefix("schakel-postgres-").map_err(failed("a temporary folder cannot be made"))?;
        let mut server = OwnServer { folder, programs, settings, running: None };
        if is_administrator() {
            server.run(Command::new("chown").arg(ACCOUNT).arg(server.folder.path()))?;
        }
        let mut initdb = server.command("initdb");
        initdb.arg("--pgdata").arg(server.data()).args(["--username", USER, "--auth", "trust"]);
        initdb.args(["--encoding", "UTF8", "--locale", "C", "--no-sync"]);
        server.run(&mut initdb)?;
        server.start_again()?;
        Ok(server)
    }

    /// The address of a database on it; `postgres` is always there.
    pub fn address(&self, database: &str) -> String {
        let folder = self.folder.path().display().to_string().replace('/', "%2F");
        format!("postgres://{USER}@{folder}/{database}")
    }

    /// Ends it as a power cut does: nothing is written any more.
    ///
    /// # Errors
    /// When it does not end.
    pub fn cut(&mut self) -> Result<(), OwnServerError> {
        let Some(mut running) = self.running.take() else { return Ok(()) };
        let mut stop = self.command("pg_ctl");
        stop.arg("--pgdata").arg(self.data()).args(["--mode", "immediate", "--silent", "stop"]);
        let stopped = self.run(&mut stop);
        if stopped.is_err() {
            let _ = running.kill();
        }
        running.wait().map_err(failed("the server does not end"))?;
        stopped
    }

    /// Starts it again after [`OwnServer::cut`], and waits until it answers.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_again(&mut self) -> Result<(), OwnServerError> {
        let log = File::create(self.folder.path().join("log")).map_err(failed("the log cannot be made"))?;
        let errors = log.try_clone().map_err(failed("the log cannot be made"))?;
        let mut server = self.command("postgres");
        server.arg("-D").arg(self.data()).arg("-k").arg(self.folder.path()).args(["-c", "listen_addresses="]);
        if self.settings == Settings::Quick {
            server.args(["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]);
        }
        let started = server.stdin(Stdio::null()).stdout(log).stderr(errors).spawn();
        self.running = Some(started.map_err(failed("the server cannot be started"))?);
        for _ in 0..LOOKS_MAX {
            let mut look = self.command("pg_isready");
            let look = look.arg("--quiet").arg("--host").arg(self.folder.path()).args(["--username", USER]).status();
            if look.is_ok_and(|status| status.success()) {
                return Ok(());
            }
            let has_ended = self.running.as_mut().is_some_and(|it| !matches!(it.try_wait(), Ok(None)));
            if has_ended {
                break;
            }
            wait();
        }
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        Err(OwnServerError::Failed(format!("the server does not answer; it says:\n{log}")))
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A program of PostgreSQL, to be run as somebody who is no administrator. It ends when this program ends, however
    /// that happens: the system then tells it to.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new("setpriv");
        command.current_dir(self.folder.path()).args(["--pdeathsig", "INT"]);
        if is_administrator() {
            command.args(["--reuid", ACCOUNT, "--regid", ACCOUNT, "--clear-groups"]);
        }
        command.arg(self.programs.join(program));
        command
    }

    fn run(&self, command: &mut Command) -> Result<(), OwnServerError> {
        let output = command.output().map_err(failed("a program cannot be started"))?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(OwnServerError::Failed(format!("{} ended with {}: {said}", command.get_program().display(), output.status)))
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        let _ = self.cut();
    }
}

/// The programs of the newest version.
fn programs() -> Result<PathBuf, OwnServerError> {
    let versions = fs::read_dir(PROGRAMS).map_err(|_| OwnServerError::NotInstalled)?;
    let version = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let folders = versions.filter_map(|entry| Some(entry.ok()?.path()));
    let usable = folders.filter(|folder| folder.join("bin").join("initdb").exists());
    let newest = usable.max_by_key(|folder| version(folder)).ok_or(OwnServerError::NotInstalled)?;
    Ok(newest.join("bin"))
}

fn is_administrator() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn failed(what: &'static str) -> impl Fn(io::Error) -> OwnServerError {
    move |error| OwnServerError::Failed(format!("{what}: {error}"))
}

#[expect(clippy::disallowed_methods, reason = "a server that starts tells nobody when it answers")]
fn wait() {
    std::thread::sleep(LOOK_EVERY);
}

impl fmt::Display for OwnServerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OwnServerError::NotInstalled => write!(formatter, "there is no PostgreSQL in {PROGRAMS}"),
            OwnServerError::Failed(what) => formatter.write_str(what),
        }
    }
}

impl std::error::Error for OwnServerError {}
