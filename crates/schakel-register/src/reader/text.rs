//! A text with its place in the file, also when it is written with escapes: `"\"innovate\" in plan"` is eight bytes of
//! plan later in the file than in the text. Messages about a part of a text underline the bytes of the file.

use std::ops::Range;

/// A text value.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    /// The text.
    pub(crate) value: String,
    /// The bytes of the file that gave it, without the quotes.
    pub(crate) span: Range<usize>,
    /// Where text and file run apart: from this byte of the text on, the file is at that byte of `span`.
    jumps: Vec<Jump>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Jump {
    in_text: usize,
    in_file: usize,
}

impl Text {
    /// A text from the literal that TOML reads as `value`. `literal` includes the quotes and starts at byte `start` of
    /// the file.
    pub(super) fn new(value: &str, literal: &str, start: usize) -> Self {
        let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| is_between(literal, quotes));
        let mut inner = 0..literal.len();
        if let Some(quotes) = quotes {
            inner = quotes.len()..literal.len() - quotes.len();
        }
        if quotes.is_some_and(|quotes| quotes.len() == MULTILINE_QUOTES) {
            inner.start += line_break(literal.get(inner.clone()).unwrap_or("")).unwrap_or(0);
        }
        let written = literal.get(inner.clone()).unwrap_or("");
        let is_as_written = written == value || quotes.is_some_and(|quotes| quotes.starts_with('\''));
        let jumps = if is_as_written { Vec::new() } else { jumps(written) };
        Text { value: value.to_owned(), span: start + inner.start..start + inner.end, jumps }
    }

    /// The bytes of the file for a range of bytes of the text.
    pub(crate) fn part(&self, range: Range<usize>) -> Range<usize> {
        let end = self.in_file(range.end).min(self.span.end);
        self.in_file(range.start).min(end)..end
    }

    fn in_file(&self, in_text: usize) -> usize {
        let before = self.jumps.partition_point(|jump| jump.in_text <= in_text);
        let jump = before.checked_sub(1).and_then(|last| self.jumps.get(last));
        let jump = jump.copied().unwrap_or(Jump { in_text: 0, in_file: 0 });
        self.span.start + jump.in_file + (in_text - jump.in_text)
    }
}

/// Quotes around a text of several lines.
const MULTILINE_QUOTES: usize = 3;

fn is_between(literal: &str, quotes: &str) -> bool {
    literal.len() >= 2 * quotes.len() && literal.starts_with(quotes) && literal.ends_with(quotes)
}

/// The length of the line break that the text begins with.
fn line_break(text: &str) -> Option<usize> {
    ["\r\n", "\n"].into_iter().find(|it| text.starts_with(it)).map(str::len)
}

/// The places after each escape. TOML: `\n` and the like stand for one byte, `\x41`, `\u00e9` and `\U0001f600` for a
/// character, and a backslash at the end of a line for nothing, up to the next word.
fn jumps(written: &str) -> Vec<Jump> {
    let mut jumps = Vec::new();
    let (mut in_text, mut in_file) = (0, 0);
    while let Some(rest) = written.get(in_file..).filter(|rest| !rest.is_empty()) {
        let plain = rest.find('\\').unwrap_or(rest.len());
        in_text += plain;
        in_file += plain;
        let Some(escape) = rest.get(plain..).filter(|escape| !escape.is_empty()) else { break };
        let (taken, given) = escape_lengths(escape);
        in_text += given;
        in_file += taken;
        jumps.push(Jump { in_text, in_file });
    }
    jumps
}

/// The bytes that an escape takes in the file, and that it gives in the text.
fn escape_lengths(escape: &str) -> (usize, usize) {
    let after = escape.get(1..).unwrap_or("");
    let digits = match after.chars().next() {
        Some('x') => 2,
        Some('u') => 4,
        Some('U') => 8,
        Some(' ' | '\t' | '\r' | '\n') => return (escape.len() - after.trim_start().len(), 0),
        _ => return (escape.len().min(2), 1),
    };
    let code = after.get(1..1 + digits).and_then(|code| u32::from_str_radix(code, 16).ok());
    (escape.len().min(2 + digits), code.and_then(char::from_u32).map_or(1, char::len_utf8))
}
