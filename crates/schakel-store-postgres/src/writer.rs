//! The one thread that writes: takes what waits together in one commit, and answers after it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use postgres::Config;
use schakel_store::{Keep, StoreError, Work};

use crate::connection::{Connection, begun};

/// Work, and where to say how it ended.
pub(crate) struct Job {
    pub(crate) work: Work,
    pub(crate) done: SyncSender<Result<(), StoreError>>,
}

/// The most pieces of work in one commit: the last of a group waits for all of them, and so does another server.
const GROUP_MAX: usize = 64;

/// The most pieces of work that wait: more than all requests that a server handles at the same time.
const WAITING_MAX: usize = 1_024;

/// Begins a transaction that writes, once every other one has ended. The number is ours: "schakel" on a telephone. Every
/// statement after it sees what was committed before it got the lock, whatever isolation the server is set to.
const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock(7242535)";

/// Starts the thread. It ends when every sender is gone.
pub(crate) fn start(connection: Connection, config: Config) -> Result<(SyncSender<Job>, JoinHandle<()>), StoreError> {
    let (sender, receiver) = sync_channel(WAITING_MAX);
    let named = std::thread::Builder::new().name("store-writer".to_owned());
    let thread = named.spawn(move || serve(connection, &config, &receiver)).map_err(StoreError::failed)?;
    Ok((sender, thread))
}

fn serve(connection: Connection, config: &Config, jobs: &Receiver<Job>) {
    let mut ready = Some(connection);
    while let Ok(first) = jobs.recv() {
        let mut connection = match begun(ready.take(), config, BEGIN_WRITE) {
            Ok(connection) => connection,
            Err(error) => {
                answer(&first, Err(error));
                continue;
            }
        };
        // What came while another server wrote goes along.
        let mut group = vec![first];
        group.extend(jobs.try_iter().take(GROUP_MAX.saturating_sub(1)));
        if carry_out(&mut connection, group) {
            ready = Some(connection);
        }
    }
}

/// Carries out a group in one transaction, and says whether the connection can be used again: the server undoes what one
/// that failed did not finish. Nobody hears anything before the commit.
fn carry_out(connection: &mut Connection, group: Vec<Job>) -> bool {
    let is_alone = group.len() == 1;
    let mut ended = Vec::with_capacity(group.len());
    let mut broken = None;
    for Job { work, done } in group {
        let result = if broken.is_some() {
            Err(StoreError::Stopped)
        } else if is_alone {
            Ok(run(connection, work))
        } else {
            in_savepoint(connection, work)
        };
        match result {
            Ok(how) => ended.push((done, how)),
            Err(error) => {
                broken = broken.or(Some(error.to_string()));
                ended.push((done, Err(error)));
            }
        }
    }
    let undone = is_alone && ended.iter().any(|(_, how)| !matches!(how, Ok(Keep::Yes)));
    let end = if undone || broken.is_some() { "ROLLBACK" } else { "COMMIT" };
    let failed = match (connection.control(end), broken) {
        (_, Some(text)) => Some(text),
        (Err(error), None) => Some(error.to_string()),
        (Ok(()), None) => None,
    };
    for (done, how) in ended {
        let how = match &failed {
            Some(text) => Err(StoreError::failed(std::io::Error::other(text.clone()))),
            None => how.map(|_| ()),
        };
        // Whoever asked may be gone; then nobody hears the answer.
        let _ = done.send(how);
    }
    failed.is_none()
}

/// Carries out a piece in a savepoint, so that what it does can be undone without the others of its group.
///
/// The outer error is that of the connection: then nothing of the group can be kept.
fn in_savepoint(connection: &mut Connection, work: Work) -> Result<Result<Keep, StoreError>, StoreError> {
    connection.control("SAVEPOINT work")?;
    let ended = run(connection, work);
    connection.control(match ended {
        Ok(Keep::Yes) => "RELEASE SAVEPOINT work",
        _ => "ROLLBACK TO SAVEPOINT work; RELEASE SAVEPOINT work",
    })?;
    Ok(ended)
}

/// What became of a piece of work. One that panics must not take the writer with it: its caller hears that it has no answer.
fn run(connection: &mut Connection, work: Work) -> Result<Keep, StoreError> {
    let ended = catch_unwind(AssertUnwindSafe(|| work(connection)));
    match ended {
        Ok(Keep::Yes) if connection.has_failed() => Err(StoreError::PassedOver),
        Ok(keep) => Ok(keep),
        Err(_) => Ok(Keep::No),
    }
}

fn answer(job: &Job, ended: Result<(), StoreError>) {
    let _ = job.done.send(ended);
}
