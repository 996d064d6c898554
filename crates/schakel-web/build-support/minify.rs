//! A careful CSS minifier: comments go, white space shrinks, nothing else changes.
//!
//! It knows just enough of the CSS syntax to leave strings, `url(…)` and the spaces that carry meaning (the
//! descendant combinator, the operators of `calc()`) alone. It does not rename, merge or reorder rules, and it
//! reads no files.

use std::iter::Peekable;
use std::str::Chars;

/// Shortens a style sheet without changing what it means.
///
/// # Errors
///
/// A sentence for the builder of the style sheet when a comment, a string or a `url(…)` never ends: joined with
/// the next file it would swallow that file's rules.
pub fn minify(css: &str) -> Result<String, String> {
    let mut out = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut space_waits = false;
    while let Some(next) = rest.next() {
        if next == '/' && rest.peek() == Some(&'*') {
            skip_comment(&mut rest)?;
            space_waits = true;
        } else if next.is_whitespace() {
            space_waits = true;
        } else {
            if space_waits && space_carries_meaning(out.chars().last(), next) {
                out.push(' ');
            }
            space_waits = false;
            if next == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(next);
            if next == '"' || next == '\'' {
                copy_string(&mut rest, next, &mut out)?;
            } else if next == '(' && out.ends_with("url(") {
                copy_url(&mut rest, &mut out)?;
            }
        }
    }
    Ok(out)
}

/// Takes `@charset "…";` from the start of a style sheet: it is only allowed at the very start of the result.
pub fn without_charset(css: &str) -> &str {
    let trimmed = css.trim_start_matches('\u{feff}').trim_start();
    trimmed.strip_prefix("@charset").and_then(|after| after.split_once(';')).map_or(trimmed, |(_, after)| after)
}

/// Whether a run of white space between these two characters has to stay, as one space.
fn space_carries_meaning(before: Option<char>, after: char) -> bool {
    match before {
        None | Some('{' | '}' | ';' | ',' | '(') => false,
        // `--name: ;` is an empty value, and some browsers want the space; elsewhere none is needed after a colon.
        Some(':') => after == ';' || after == '}',
        Some(_) => !matches!(after, '{' | '}' | ';' | ',' | ')' | '!'),
    }
}

fn skip_comment(rest: &mut Peekable<Chars<'_>>) -> Result<(), String> {
    rest.next();
    while let Some(character) = rest.next() {
        if character == '*' && rest.peek() == Some(&'/') {
            rest.next();
            return Ok(());
        }
    }
    Err("a comment is opened with /* and never closed".to_owned())
}

fn copy_string(rest: &mut Peekable<Chars<'_>>, quote: char, out: &mut String) -> Result<(), String> {
    while let Some(character) = rest.next() {
        out.push(character);
        if character == '\\' {
            out.extend(rest.next());
        } else if character == quote {
            return Ok(());
        }
    }
    Err(format!("a string that is opened with {quote} is never closed"))
}

fn copy_url(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Result<(), String> {
    while rest.next_if(|character| character.is_whitespace()).is_some() {}
    if rest.peek().is_some_and(|character| matches!(character, '"' | '\'')) {
        return Ok(());
    }
    while let Some(character) = rest.next() {
        out.push(character);
        if character == '\\' {
            out.extend(rest.next());
        } else if character == ')' {
            return Ok(());
        }
    }
    Err("url( is never closed".to_owned())
}
