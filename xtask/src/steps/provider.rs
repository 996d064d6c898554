//! A provider of OpenID Connect that others wrote, for the tests of signing in: fetched from PyPI as the requirements file
//! pins it, started on a free port, and ended with the tests. What is tested against it is in `schakel-identity`.

use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::command;
use crate::report::Failure;
use crate::repository::Repository;

/// The environment variable by which the tests find the provider.
pub const VARIABLE: &str = "SCHAKEL_TEST_OIDC";

/// Which packages, with the hash of each.
const REQUIREMENTS: &str = "crates/schakel-identity/tests/oidc-provider-mock/requirements.txt";

/// The folder of the packages among the tools of the target folder.
const FOLDER: &str = "oidc-provider-mock";

/// How often, and how long between two times, it is asked whether it is there.
const ATTEMPTS: usize = 300;
const PAUSE: Duration = Duration::from_millis(100);

/// A running provider; it ends when this is dropped.
pub struct Provider {
    child: Child,
    address: SocketAddr,
}

impl Provider {
    /// Fetches the provider if it is not there, starts it and waits until it answers.
    ///
    /// # Errors
    ///
    /// When Python or the packages are missing and cannot be fetched, or when it does not answer within half a minute.
    pub fn start(repository: &Repository) -> Result<Self, Failure> {
        let packages = install(repository, REQUIREMENTS, FOLDER)?;
        let log = packages.with_extension("log");
        let address = free_address().map_err(|error| cannot(&log, &format!("there is no free port: {error}")))?;
        let output = File::create(&log).map_err(|error| cannot(&log, &error.to_string()))?;
        let errors = output.try_clone().map_err(|error| cannot(&log, &error.to_string()))?;
        let child = Command::new("python3")
            .args(["-m", "oidc_provider_mock", "--require-nonce", "true", "--host"])
            .arg(address.ip().to_string())
            .args(["--port", &address.port().to_string()])
            .env("PYTHONPATH", &packages)
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .map_err(|error| cannot(&log, &error.to_string()))?;
        let mut provider = Self { child, address };
        provider.wait(&log)?;
        Ok(provider)
    }

    /// The address by which it names itself.
    pub fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    #[expect(clippy::disallowed_methods, reason = "another program tells nobody when it begins to listen")]
    fn wait(&mut self, log: &Path) -> Result<(), Failure> {
        for _ in 0..ATTEMPTS {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(cannot(log, &format!("it ended with {status}")));
            }
            if TcpStream::connect(self.address).is_ok() {
                return Ok(());
            }
            thread::sleep(PAUSE);
        }
        Err(cannot(log, "it does not answer"))
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        // Who has ended already cannot be ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Puts Python packages in a folder among the tools of the target folder; they stay until the requirements change.
///
/// # Errors
///
/// When Python is missing, the packages cannot be fetched, or the folder cannot be written to.
pub(super) fn install(repository: &Repository, requirements: &str, folder: &str) -> Result<PathBuf, Failure> {
    let requirements = repository.root.join(requirements);
    let folder = repository.target.join("tools").join(folder);
    let stamp = folder.with_extension("installed");
    let advice = "see that the target folder can be written to";
    let failed = |error: io::Error| Failure::new(format!("the tools of the tests cannot be kept: {error}"), advice);
    let wanted = fs::read(&requirements).map_err(failed)?;
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(folder);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(failed)?;
    }
    command::run(
        Command::new("python3")
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"])
            .arg("--root-user-action=ignore")
            .args(["--no-deps", "--require-hashes", "--target"])
            .arg(&folder)
            .arg("--requirement")
            .arg(&requirements),
        "install Python 3.11 or later with pip (Debian: python3-pip), and see that its package registry can be reached",
    )?;
    fs::write(stamp, wanted).map_err(failed)?;
    Ok(folder)
}

/// A port that nobody listens on at the moment.
fn free_address() -> io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}

fn cannot(log: &Path, why: &str) -> Failure {
    Failure::new(
        format!("the provider for the tests of signing in did not start: {why}"),
        format!("read what it said in {}", log.display()),
    )
}
