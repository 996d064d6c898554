//! What a file is, by its first bytes: its name proves nothing. Kinds that are not named here are not taken, programs
//! least of all.

use schakel_casework::Code;

/// The kinds that are taken, with the bytes with which they begin. The office files of today are all archives: which one it
/// is does not show in the first bytes.
const KINDS: [(&str, &[u8]); 5] = [
    ("pdf", b"%PDF-"),
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("jpg", b"\xff\xd8\xff"),
    ("zip", b"PK\x03\x04"),
    ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
];

/// The folders by which an archive shows to be an office file; they stand in its first entries.
const OFFICE: [(&str, &[u8]); 3] = [("docx", b"word/"), ("xlsx", b"xl/"), ("pptx", b"ppt/")];

/// How far into an archive its kind is looked for, bytes.
const ARCHIVE_BYTES: usize = 8_192;

/// The kind of a file; `None` for one that is not taken.
pub(super) fn file_kind(content: &[u8]) -> Option<Code> {
    let (kind, _) = KINDS.iter().find(|(_, start)| content.starts_with(start))?;
    let kind = if *kind == "zip" { office_kind(content)? } else { kind };
    Code::new(kind).ok()
}

/// An archive that is no office file could hold anything, so it is not taken.
fn office_kind(content: &[u8]) -> Option<&'static str> {
    let start = content.get(..ARCHIVE_BYTES).unwrap_or(content);
    let has = |name: &[u8]| start.windows(name.len()).any(|it| it == name);
    OFFICE.iter().find(|(_, folder)| has(folder)).map(|(kind, _)| *kind)
}
