//! Splitting a record file into its TOML front matter and its Markdown body. What the front matter means lives with
//! the readers.

use std::ops::Range;

use toml::de::DeTable;

/// A record file, split.
#[derive(Debug)]
pub struct FrontMatter<'a> {
    /// The TOML between the `+++` lines.
    pub toml: &'a str,
    /// Where the TOML starts in the file.
    pub toml_offset: usize,
    /// The Markdown after it.
    pub body: &'a str,
}

/// Why a file has no readable front matter, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatterError {
    /// The offending bytes of the file.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
}

/// The largest record file that is read: ten times the longest record of the first pack.
pub const RECORD_BYTES_MAX: usize = 256 * 1024;

const FENCE: &str = "+++";

/// Some editors begin every file with it.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Splits a record file at its `+++` lines.
///
/// # Errors
/// When the file is too large, does not begin with a `+++` line, or has no second one.
pub fn split_front_matter(text: &str) -> Result<FrontMatter<'_>, FrontMatterError> {
    if text.len() > RECORD_BYTES_MAX {
        let message = format!("a record has at most {RECORD_BYTES_MAX} bytes");
        return Err(FrontMatterError { span: 0..0, message });
    }
    let first_line_end = text.find('\n').unwrap_or(text.len());
    let first_line = text.get(..first_line_end).unwrap_or("");
    if first_line.trim_start_matches(BYTE_ORDER_MARK).trim_end() != FENCE {
        let message = "a record begins with a line `+++`".to_owned();
        return Err(FrontMatterError { span: 0..first_line_end, message });
    }
    let toml_offset = (first_line_end + 1).min(text.len());
    let mut position = toml_offset;
    for line in text.get(toml_offset..).unwrap_or("").split_inclusive('\n') {
        if line.trim_end() == FENCE {
            let toml = text.get(toml_offset..position).unwrap_or("");
            let body = text.get(position + line.len()..).unwrap_or("").trim();
            return Ok(FrontMatter { toml, toml_offset, body });
        }
        position += line.len();
    }
    let message = "the front matter is not closed with a line `+++`".to_owned();
    Err(FrontMatterError { span: 0..first_line_end, message })
}

/// Reads the front matter of a record file as far as its syntax goes; all syntax mistakes at once.
///
/// # Errors
/// The mistakes, each with its place in the file.
pub fn read_front_matter(text: &str) -> Result<FrontMatter<'_>, Vec<FrontMatterError>> {
    let split = split_front_matter(text).map_err(|error| vec![error])?;
    let (_, errors) = DeTable::parse_recoverable(split.toml);
    if errors.is_empty() {
        return Ok(split);
    }
    Err(errors.iter().map(|error| toml_error(error, split.toml_offset)).collect())
}

/// A TOML syntax mistake as a place in the file and a message.
pub(crate) fn toml_error(error: &toml::de::Error, offset: usize) -> FrontMatterError {
    let span = error.span().unwrap_or(0..0);
    FrontMatterError { span: span.start + offset..span.end + offset, message: error.message().to_owned() }
}
