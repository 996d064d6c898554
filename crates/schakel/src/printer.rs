//! Everything that the command line prints goes through here, so that a closed pipe ends quietly and colours are
//! only used on a terminal.

use std::io::{IsTerminal, Write, stderr, stdout};
use std::process::ExitCode;

use crate::commands::CommandError;

/// Owner of standard output and standard error.
#[derive(Debug)]
pub struct Printer {
    /// Whether to use terminal colours.
    pub colour: bool,
}

impl Printer {
    /// A printer for this process.
    pub fn new() -> Self {
        Printer { colour: stdout().is_terminal() }
    }

    /// Prints a line.
    pub fn line(&mut self, text: &str) {
        let mut out = stdout().lock();
        // A reader that went away (a closed pipe) has seen what it wanted to see.
        let _ = writeln!(out, "{text}");
    }

    /// Asks for a line.
    pub fn prompt(&mut self) {
        let mut out = stdout().lock();
        let _ = write!(out, "> ");
        let _ = out.flush();
    }

    /// Prints an error with what to do, and gives the exit code.
    pub fn fail(&mut self, error: &CommandError) -> ExitCode {
        let mut out = stderr().lock();
        let _ = writeln!(out, "schakel: {}", error.message);
        if let Some(help) = &error.help {
            let _ = writeln!(out, "  {help}");
        }
        ExitCode::from(error.exit)
    }
}
