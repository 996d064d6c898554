//! A bounded search, on the stable compiler, for inputs that make a reader
//! panic, hang or overflow its stack. It knows no crate of the product: what is
//! tried is a function over text. The readers themselves are in `targets`.

use std::fs::{self, File};
use std::io::{self, Seek, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::report::say;

mod grammar;
mod mutation;
mod random;
mod targets;

pub use mutation::mutate;
pub use random::{Random, fresh_seed};
pub use targets::targets;

/// Inputs are cut at this length in bytes: longer ones find little that these
/// do not, and slow the search down.
pub const INPUT_BYTES_MAX: usize = 4096;

/// A reader that takes longer than this over one input is reported as hanging.
pub const INPUT_TIME_MAX: Duration = Duration::from_secs(2);

/// A reader that has not answered after this time never will: the process ends.
pub const HANG_TIME: Duration = Duration::from_secs(30);

/// A reader to be tried, and where its inputs come from.
pub struct Target {
    /// Short name, also of the file that holds the input being tried.
    pub name: &'static str,
    /// The reader. An error that it returns is an answer; a panic is not.
    pub read: Box<dyn Fn(&str)>,
    /// Inputs that the reader accepts, to be changed at random.
    pub seeds: Vec<String>,
    /// Makes an input that looks like what the reader expects.
    pub generate: fn(&mut Random) -> String,
}

/// How a search ended that found nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Searched {
    /// Number of inputs tried.
    pub inputs: u64,
}

/// An input on which the reader failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crash {
    /// The input.
    pub input: String,
    /// The panic's message and place, or that it took too long.
    pub message: String,
}

/// When to stop searching.
#[derive(Debug, Clone, Copy)]
pub enum Limit {
    /// After this much time.
    Time(Duration),
    /// After this many inputs, however long that takes.
    Inputs(u64),
}

/// Tries inputs made from `seed` until the limit is reached or one fails. The
/// same seed gives the same inputs in the same order.
///
/// The input being tried is always in the file `kept_in`, so that it is known
/// even when the process does not survive it: a stack overflow ends it, and so
/// does an input that is not answered within [`HANG_TIME`].
///
/// # Errors
///
/// `Ok(Err(crash))` when an input fails; an input/output error when `kept_in`
/// cannot be written.
pub fn search(target: &Target, seed: u64, limit: Limit, kept_in: &Path) -> io::Result<Result<Searched, Crash>> {
    let started = now();
    let mut random = Random::new(seed);
    let mut kept = File::create(kept_in)?;
    let last_message = record_panics();
    let alive = end_when_hanging(target.name, kept_in);
    let mut inputs = 0;
    let outcome = loop {
        let finished = match limit {
            Limit::Time(time) => started.elapsed() >= time,
            Limit::Inputs(count) => inputs >= count,
        };
        if finished {
            break Ok(Searched { inputs });
        }
        let input = next_input(target, &mut random);
        keep(&mut kept, &input)?;
        inputs += 1;
        // The watcher listens as long as this search holds the other end.
        alive.send(()).ok();
        if let Err(message) = try_input(&target.read, &input, &last_message) {
            break Err(Crash { input, message });
        }
    };
    // Back to the hook that prints panics.
    drop(panic::take_hook());
    Ok(outcome)
}

/// The file in which a search keeps the input that it is trying.
///
/// # Errors
///
/// When the folder cannot be made.
pub fn kept_input(folder: &Path, target: &Target) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    Ok(folder.join(format!("{}.txt", target.name)))
}

/// A changed seed or a generated text, which is itself changed now and then.
fn next_input(target: &Target, random: &mut Random) -> String {
    let seed = if random.one_in(2) { random.choose(&target.seeds) } else { None };
    let mut input = match seed {
        Some(seed) => mutate(seed, &target.seeds, random),
        None => {
            let generated = (target.generate)(random);
            if random.one_in(3) { mutate(&generated, &target.seeds, random) } else { generated }
        }
    };
    input.truncate(input.floor_char_boundary(INPUT_BYTES_MAX));
    input
}

/// Writes the input over the one before. The file stays open: closing it after each input would make the system wait
/// for the disk.
fn keep(kept: &mut File, input: &str) -> io::Result<()> {
    kept.rewind()?;
    kept.write_all(input.as_bytes())?;
    kept.set_len(u64::try_from(input.len()).map_err(io::Error::other)?)
}

fn try_input(read: &dyn Fn(&str), input: &str, last_message: &Mutex<String>) -> Result<(), String> {
    let started = now();
    let ended = panic::catch_unwind(AssertUnwindSafe(|| read(input)));
    let taken = started.elapsed();
    if ended.is_err() {
        let message = last_message.lock().unwrap_or_else(PoisonError::into_inner);
        return Err(message.clone());
    }
    if taken > INPUT_TIME_MAX {
        return Err(format!("it took {} ms", taken.as_millis()));
    }
    Ok(())
}

/// Ends the process when nothing is sent for [`HANG_TIME`]; stops watching when
/// the sender is dropped.
fn end_when_hanging(name: &'static str, kept_in: &Path) -> Sender<()> {
    let (alive, watched) = mpsc::channel();
    let kept_in = kept_in.to_owned();
    thread::spawn(move || {
        loop {
            match watched.recv_timeout(HANG_TIME) {
                Ok(()) => {}
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    say(format!("fuzz: {name} hangs on the input in {}", kept_in.display()));
                    process::exit(1);
                }
            }
        }
    });
    alive
}

/// Keeps the message and place of a panic instead of printing it.
fn record_panics() -> Arc<Mutex<String>> {
    let last_message = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&last_message);
    panic::set_hook(Box::new(move |panic| {
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string();
    }));
    last_message
}

#[expect(clippy::disallowed_methods, reason = "the search is bounded by the time of this machine")]
fn now() -> Instant {
    Instant::now()
}
