//! Runs other programs: shows the command, lets it write to the terminal, and
//! turns a bad end into advice.

use std::process::Command;

use crate::report::{Failure, say};

/// Shows and runs a command and waits for it.
///
/// # Errors
///
/// With the given advice when the program does not end well, and with advice to
/// install it when it does not start.
pub fn run(command: &mut Command, advice: &str) -> Result<(), Failure> {
    let shown = describe(command);
    say(format!("$ {shown}"));
    let status = command.status().map_err(|error| {
        Failure::new(
            format!("`{shown}` did not start: {error}"),
            "install the program that the command names, and see that it is on the PATH",
        )
    })?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{shown}` ended with {status}"), advice)) }
}

/// The command as one would type it.
fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
