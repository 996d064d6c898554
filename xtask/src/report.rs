//! How the commands speak: lines on standard output, and the one kind of error
//! that they all end with.

use std::fmt;
use std::io::{self, Write};

/// Something that did not succeed, with what the reader can do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong, as a sentence without its full stop.
    pub what: String,
    /// What to do, as a sentence without its full stop.
    pub advice: String,
}

impl Failure {
    /// Puts a fact and its remedy together.
    pub fn new(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { what: what.into(), advice: advice.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "error: {}\n what to do: {}", self.what, self.advice)
    }
}

impl std::error::Error for Failure {}

/// Prints one line. A reader that closed the other end of a pipe wants no more
/// lines, so an error here is no error of the command.
pub fn say(line: impl fmt::Display) {
    let mut output = io::stdout().lock();
    writeln!(output, "{line}").and_then(|()| output.flush()).ok();
}
