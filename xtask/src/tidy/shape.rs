//! How long things are and what a file opens with.

use std::path::Path;

use super::Finding;
use super::scan::{blank_literals, is_name_character};

/// A file of our own code has at most this many lines: it can be read in one
/// sitting, and what it is about fits in one sentence.
pub const FILE_LINES_MAX: usize = 500;

/// A function has at most this many lines, from `fn` to its closing brace: it
/// can be seen whole on one screen.
pub const FUNCTION_LINES_MAX: usize = 70;

/// Endings of the files that people write by hand here.
const OWN_CODE: &[&str] = &["rs", "mjs", "js", "html"];

/// Checks the length of a file and of its functions, and that Rust code opens
/// with a comment on what lives in it. Files of another kind pass.
pub fn check_shape(path: &Path, text: &str) -> Vec<Finding> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let mut findings = Vec::new();
    if ending.is_some_and(|ending| OWN_CODE.contains(&ending)) {
        findings.extend(check_file_length(path, text));
    }
    if ending == Some("rs") {
        findings.extend(check_opening(path, text));
        findings.extend(check_functions(path, text));
    }
    findings
}

fn check_file_length(path: &Path, text: &str) -> Option<Finding> {
    let lines = text.lines().count();
    (lines > FILE_LINES_MAX).then(|| {
        let message = format!(
            "the file has {lines} lines, {} over the {FILE_LINES_MAX} that are allowed: give one \
             of its ideas a file of its own",
            lines - FILE_LINES_MAX
        );
        Finding::new(path, FILE_LINES_MAX + 1, message)
    })
}

fn check_opening(path: &Path, text: &str) -> Option<Finding> {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let opens_well = first.is_some_and(|line| line.starts_with("//!") || line.starts_with("#![doc = include_str!("));
    (!opens_well).then(|| {
        Finding::new(path, 1, "the file does not open with `//!`: say first what lives here and what does not")
    })
}

fn check_functions(path: &Path, text: &str) -> Vec<Finding> {
    let blanked = blank_literals(text);
    functions(&blanked)
        .into_iter()
        .filter(|function| function.lines > FUNCTION_LINES_MAX)
        .map(|function| {
            let message = format!(
                "function `{}` has {} lines, {} over the {FUNCTION_LINES_MAX} that are allowed: \
                 name its parts and make them functions",
                function.name,
                function.lines,
                function.lines - FUNCTION_LINES_MAX
            );
            Finding::new(path, function.line, message)
        })
        .collect()
}

struct Function<'a> {
    name: &'a str,
    /// Line of `fn`, counted from 1.
    line: usize,
    /// Number of lines from `fn` to the closing brace, both included.
    lines: usize,
}

/// Every function with a body, nested ones included.
fn functions(blanked: &str) -> Vec<Function<'_>> {
    let mut found = Vec::new();
    for (start, _) in blanked.match_indices("fn") {
        let Some((before, keyword_on)) = blanked.split_at_checked(start) else {
            continue;
        };
        if before.chars().next_back().is_some_and(is_name_character) {
            continue;
        }
        let after = keyword_on.get("fn".len()..).unwrap_or("");
        let Some(name) = function_name(after) else {
            continue;
        };
        if let Some(length) = body_end(after) {
            let body = after.get(..length).unwrap_or(after);
            found.push(Function {
                name,
                line: before.matches('\n').count() + 1,
                lines: body.matches('\n').count() + 1,
            });
        }
    }
    found
}

/// The name after `fn`; none for a function pointer type (`fn(&str)`) and for
/// words that begin with `fn`.
fn function_name(after: &str) -> Option<&str> {
    let name_on = after.trim_start();
    if name_on.len() == after.len() {
        return None;
    }
    let end = name_on.find(|character| !is_name_character(character)).unwrap_or(name_on.len());
    name_on.get(..end).filter(|name| !name.is_empty())
}

/// Where the body ends, past its closing brace; none for a declaration without
/// a body. Braces inside the brackets of the signature do not open the body.
fn body_end(after: &str) -> Option<usize> {
    let mut brackets = 0_usize;
    let mut braces = 0_usize;
    for (index, character) in after.char_indices() {
        match character {
            '(' | '[' => brackets += 1,
            ')' | ']' => brackets = brackets.saturating_sub(1),
            ';' if brackets == 0 && braces == 0 => return None,
            '{' if brackets == 0 || braces > 0 => braces += 1,
            '}' if braces == 1 => return Some(index + 1),
            '}' if braces > 1 => braces -= 1,
            _ => {}
        }
    }
    None
}
