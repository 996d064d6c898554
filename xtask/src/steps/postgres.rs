//! The server that the tests of the store need: one of its own, as somebody who
//! is no administrator, gone when the tests have ended.

use std::env;
use std::process::Command;

use schakel_store_postgres::{OwnServer, OwnServerError, Settings};

use super::command;
use crate::report::{Failure, say};

/// Environment variable in which the tests find the server. Who sets it brings a
/// server along, and none is started.
pub const SERVER: &str = "SCHAKEL_TEST_POSTGRES";

const ADVICE: &str = "install Debian's package `postgresql`, or set SCHAKEL_TEST_POSTGRES to the address of a server \
                      on which databases can be made, such as postgres://USER@HOST/postgres";

/// Starts a server, unless there is one already. It ends when the answer is
/// dropped, or when this program ends in another way.
///
/// # Errors
///
/// When PostgreSQL is missing and cannot be installed, or does not start.
pub fn start() -> Result<Option<OwnServer>, Failure> {
    if env::var_os(SERVER).is_some_and(|it| !it.is_empty()) {
        return Ok(None);
    }
    let started = match OwnServer::start(Settings::Quick) {
        Err(OwnServerError::NotInstalled) => {
            install()?;
            OwnServer::start(Settings::Quick)
        }
        other => other,
    };
    let server = started.map_err(|error| Failure::new(format!("no PostgreSQL to test on: {error}"), ADVICE))?;
    say(format!("PostgreSQL answers on {}", server.address("postgres")));
    Ok(Some(server))
}

fn install() -> Result<(), Failure> {
    for arguments in [["update", "-q"].as_slice(), &["install", "-q", "-y", "postgresql"]] {
        let mut apt_get = Command::new("apt-get");
        command::run(apt_get.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"), ADVICE)?;
    }
    Ok(())
}
