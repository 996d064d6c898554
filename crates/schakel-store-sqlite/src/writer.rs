//! The one thread that writes: takes what waits together in one commit, and answers after it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;
use schakel_store::{Keep, StoreError, Work};

use crate::statements::SqliteStatements;

/// Work, and where to say how it ended.
pub(crate) struct Job {
    pub(crate) work: Work,
    pub(crate) done: SyncSender<Result<(), StoreError>>,
}

/// The most pieces of work in one commit: the last of a group waits for all of them.
const GROUP_MAX: usize = 64;

/// The most pieces of work that wait: more than all requests that a server handles at the same time.
const WAITING_MAX: usize = 1_024;

/// Starts the thread. It ends when every sender is gone.
pub(crate) fn start(connection: Connection) -> Result<(SyncSender<Job>, JoinHandle<()>), StoreError> {
    let (sender, receiver) = sync_channel(WAITING_MAX);
    let named = std::thread::Builder::new().name("store-writer".to_owned());
    let thread = named.spawn(move || serve(&connection, &receiver)).map_err(StoreError::failed)?;
    Ok((sender, thread))
}

fn serve(connection: &Connection, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let mut group = vec![first];
        while group.len() < GROUP_MAX {
            match jobs.try_recv() {
                Ok(job) => group.push(job),
                Err(_) => break,
            }
        }
        carry_out(connection, group);
    }
}

/// Carries out a group in one transaction, each piece in its own savepoint. Nobody hears anything before the commit.
fn carry_out(connection: &Connection, group: Vec<Job>) {
    let mut answers = Vec::with_capacity(group.len());
    if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
        let text = error.to_string();
        for job in group {
            answer(&job.done, Err(StoreError::failed(std::io::Error::other(text.clone()))));
        }
        return;
    }
    for job in group {
        let ended = in_savepoint(connection, job.work);
        answers.push((job.done, ended));
    }
    let committed = connection.execute_batch("COMMIT");
    if let Err(error) = &committed {
        // Nothing of the group was kept; leave the connection ready for the next one.
        let _ = connection.execute_batch("ROLLBACK");
        let text = error.to_string();
        for (done, _) in answers {
            answer(&done, Err(StoreError::failed(std::io::Error::other(text.clone()))));
        }
        return;
    }
    for (done, ended) in answers {
        answer(&done, ended);
    }
}

fn in_savepoint(connection: &Connection, work: Work) -> Result<(), StoreError> {
    if connection.is_autocommit() {
        // The disk failed under work of the same group, and SQLite undid all of it: a savepoint would now keep work on its
        // own that is told to have failed with the group.
        return Err(StoreError::failed(std::io::Error::other("the transaction was undone")));
    }
    connection.execute_batch("SAVEPOINT work").map_err(StoreError::failed)?;
    let mut statements = SqliteStatements::new(connection);
    // Work that panics must not take the writer with it; its statements are undone.
    let ended = catch_unwind(AssertUnwindSafe(|| work(&mut statements)));
    let passed_over = matches!(ended, Ok(Keep::Yes)) && statements.has_failed();
    let end = match ended {
        Ok(Keep::Yes) if !passed_over => "RELEASE work",
        _ => "ROLLBACK TO work; RELEASE work",
    };
    connection.execute_batch(end).map_err(StoreError::failed)?;
    if passed_over { Err(StoreError::PassedOver) } else { Ok(()) }
}

/// Whoever asked may be gone; then nobody hears the answer.
fn answer(done: &SyncSender<Result<(), StoreError>>, ended: Result<(), StoreError>) {
    let _ = done.send(ended);
}
