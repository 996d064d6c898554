//! Reads Rust source just far enough to see its braces: everything inside
//! comments, strings and character literals becomes blank, line for line and
//! character for character.

/// The source with comments and literals blanked out. Line breaks stay, so line
/// numbers are those of the source.
pub fn blank_literals(source: &str) -> String {
    let mut scanner = Scanner { rest: source, blanked: String::with_capacity(source.len()) };
    while !scanner.rest.is_empty() {
        scanner.step();
    }
    scanner.blanked
}

struct Scanner<'a> {
    rest: &'a str,
    blanked: String,
}

impl Scanner<'_> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            let length = self.rest.find('\n').unwrap_or(self.rest.len());
            self.blank(length);
        } else if self.rest.starts_with("/*") {
            self.blank(block_comment_length(self.rest));
        } else if let Some(length) = raw_string_length(self.rest, self.blanked.chars().next_back()) {
            self.blank(length);
        } else if self.rest.starts_with('"') {
            self.blank(string_length(self.rest));
        } else if let Some(length) = character_length(self.rest) {
            self.blank(length);
        } else if let Some(character) = self.rest.chars().next() {
            self.blanked.push(character);
            self.rest = self.rest.get(character.len_utf8()..).unwrap_or("");
        }
    }

    fn blank(&mut self, length: usize) {
        let (literal, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.blanked.extend(literal.chars().map(|character| if character == '\n' { '\n' } else { ' ' }));
        self.rest = rest;
    }
}

/// Block comments nest in Rust.
fn block_comment_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut skip = false;
    for (index, _) in text.char_indices() {
        if skip {
            skip = false;
            continue;
        }
        let rest = text.get(index..).unwrap_or("");
        if rest.starts_with("/*") {
            depth += 1;
            skip = true;
        } else if rest.starts_with("*/") {
            depth -= 1;
            skip = true;
            if depth == 0 {
                return index + 2;
            }
        }
    }
    text.len()
}

/// `r"…"`, `r#"…"#` and the same after `b` or `c`; none for raw identifiers and
/// for names that merely end in `r`.
fn raw_string_length(text: &str, before: Option<char>) -> Option<usize> {
    if before.is_some_and(is_name_character) {
        return None;
    }
    let prefix = ["r", "br", "cr"]
        .iter()
        .find(|prefix| text.strip_prefix(**prefix).is_some_and(|rest| rest.starts_with(['"', '#'])))?;
    let after_prefix = text.get(prefix.len()..)?;
    let opened = after_prefix.trim_start_matches('#');
    let hashes = after_prefix.len() - opened.len();
    let content = opened.strip_prefix('"')?;
    let closing = format!("\"{}", "#".repeat(hashes));
    let start = prefix.len() + hashes + 1;
    let length = content.find(&closing).map_or(content.len(), |index| index + closing.len());
    Some(start + length)
}

/// Length of a quoted string with escapes, both quotes included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (index, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

/// Length of a character literal; none for a lifetime or a loop label.
fn character_length(text: &str) -> Option<usize> {
    let content = text.strip_prefix('\'')?;
    let first = content.chars().next()?;
    if first == '\\' {
        // The character after the backslash may itself be a quote.
        let escape = content.char_indices().nth(2)?.0;
        let closing = content.get(escape..)?.find('\'')?;
        return Some(1 + escape + closing + 1);
    }
    let closed = content.get(first.len_utf8()..)?.starts_with('\'');
    closed.then_some(1 + first.len_utf8() + 1)
}

/// Whether the character can stand inside a Rust name.
pub fn is_name_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
