//! Makes the sentence model smaller: of the 250,000 word pieces of the package only those that Dutch, English and
//! their neighbours write with are kept, sorted, and the parts stand in a fixed order. What is read here is the format
//! of the package (`E5S1`); what is written is read by `schakel-search`, whose `meaning::weights` describes it.

use std::collections::HashMap;

/// The first bytes of the package's file, and of ours with the version of the format.
const PACKAGE_MAGIC: &[u8] = b"E5S1";
const OWN_MAGIC: &[u8] = b"SCHAKEL1";

/// Weights in a block of four bits, and the bytes of such a block: a scale and the weights.
const BLOCK_WEIGHTS: usize = 32;
const BLOCK_BYTES: usize = 18;

/// The parts of a layer in the order in which they are written.
const LAYER_PARTS: [&str; 16] = [
    "q.w", "q.b", "k.w", "k.b", "v.w", "v.b", "ao.w", "ao.b", "aln.w", "aln.b", "fi.w", "fi.b", "fo.w", "fo.b",
    "oln.w", "oln.b",
];

/// Reads the package's file and writes ours.
///
/// # Errors
/// When the file is not what the pinned version of the package holds.
pub fn shortened(package: &[u8]) -> Result<Vec<u8>, String> {
    read(package).ok_or_else(|| "the sentence model of the package is not in the format E5S1".to_owned())
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(taken)
    }

    fn number(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.take(4)?.try_into().ok()?)).ok()
    }

    fn long(&mut self) -> Option<usize> {
        usize::try_from(u64::from_le_bytes(self.take(8)?.try_into().ok()?)).ok()
    }
}

fn read(package: &[u8]) -> Option<Vec<u8>> {
    let mut cursor = Cursor { bytes: package, at: 0 };
    if cursor.take(4)? != PACKAGE_MAGIC {
        return None;
    }
    cursor.number()?; // version
    let sizes = cursor.take(7 * 4)?;
    let size = |index: usize| sizes.get(index * 4..index * 4 + 4)?.try_into().ok().map(u32::from_le_bytes);
    let (width, layers) = (usize::try_from(size(0)?).ok()?, usize::try_from(size(1)?).ok()?);
    let epsilon = cursor.take(4)?;
    if cursor.number()? != BLOCK_WEIGHTS {
        return None;
    }
    let count = cursor.number()?;
    let (begin, end, _padding, unknown) = (cursor.number()?, cursor.number()?, cursor.number()?, cursor.number()?);
    let text_bytes = cursor.long()?;
    let ends: Vec<usize> = (0..=count).map(|_| cursor.number()).collect::<Option<_>>()?;
    let scores: Vec<&[u8]> = (0..count).map(|_| cursor.take(4)).collect::<Option<_>>()?;
    let text = cursor.take(text_bytes)?;
    let (rule_count, rule_bytes) = (cursor.number()?, cursor.number()?);
    let rules = cursor.take(rule_bytes)?;
    let tensors = tensors(&mut cursor, package)?;

    let piece = |index: usize| text.get(*ends.get(index)?..*ends.get(index + 1)?);
    let is_special = |index: &usize| [begin, end, unknown].contains(index);
    let mut kept: Vec<(&[u8], usize)> = (0..count)
        .filter(|index| !is_special(index))
        .filter_map(|index| Some((piece(index)?, index)))
        .filter(|(piece, _)| !piece.is_empty() && std::str::from_utf8(piece).is_ok_and(|it| it.chars().all(is_ours)))
        .collect();
    kept.sort_unstable();

    let mut out = OWN_MAGIC.to_vec();
    // Width, layers, heads, inner width, longest text; then how small a variance may be, and the numbers of parts.
    for index in [0, 1, 2, 3, 5] {
        out.extend(size(index)?.to_le_bytes());
    }
    out.extend(epsilon);
    let lowest = scores.iter().filter_map(|it| Some(f32::from_le_bytes((*it).try_into().ok()?)));
    out.extend(lowest.fold(f32::INFINITY, f32::min).to_le_bytes());
    let kept_bytes: usize = kept.iter().map(|(piece, _)| piece.len()).sum();
    for number in [kept.len(), kept_bytes, rule_count, rules.len()] {
        out.extend(u32::try_from(number).ok()?.to_le_bytes());
    }
    write_pieces(&kept, &scores, &mut out)?;
    out.extend(rules);
    // The vectors of begin, end and unknown come first, then those of the pieces.
    let row_bytes = width / BLOCK_WEIGHTS * BLOCK_BYTES;
    let rows = tensors.get("emb.word")?;
    for index in [begin, end, unknown].into_iter().chain(kept.iter().map(|(_, index)| *index)) {
        out.extend(rows.get(index * row_bytes..(index + 1) * row_bytes)?);
    }
    out.extend(*tensors.get("emb.pos")?);
    // Of the two kinds of text that the model could tell apart only the first is used.
    out.extend(tensors.get("emb.type")?.get(..width * 4)?);
    out.extend(*tensors.get("emb.ln.w")?);
    out.extend(*tensors.get("emb.ln.b")?);
    for layer in 0..layers {
        for part in LAYER_PARTS {
            out.extend(*tensors.get(format!("l{layer}.{part}").as_str())?);
        }
    }
    Some(out)
}

/// Writes the lengths, the texts and the scores of the pieces, each with its number in the package.
fn write_pieces(kept: &[(&[u8], usize)], scores: &[&[u8]], out: &mut Vec<u8>) -> Option<()> {
    for (piece, _) in kept {
        out.push(u8::try_from(piece.len()).ok()?);
    }
    for (piece, _) in kept {
        out.extend(*piece);
    }
    for (_, index) in kept {
        out.extend(*scores.get(*index)?);
    }
    Some(())
}

/// The parts of the model by name.
fn tensors<'a>(cursor: &mut Cursor<'a>, package: &'a [u8]) -> Option<HashMap<&'a str, &'a [u8]>> {
    let count = cursor.number()?;
    let mut tensors = HashMap::new();
    for _ in 0..count {
        let name_bytes = usize::from(u16::from_le_bytes(cursor.take(2)?.try_into().ok()?));
        let name = std::str::from_utf8(cursor.take(name_bytes)?).ok()?;
        cursor.take(1)?; // kind of numbers; the name tells it
        cursor.number()?; // how many
        let (start, bytes) = (cursor.long()?, cursor.long()?);
        tensors.insert(name, package.get(start..start.checked_add(bytes)?)?);
    }
    Some(tensors)
}

/// Whether Dutch, English or a neighbour writes with this letter or sign; `▁` stands for a space.
fn is_ours(letter: char) -> bool {
    letter.is_ascii() || matches!(letter, '\u{a0}'..='\u{17f}' | '\u{2010}'..='\u{2027}' | '€' | '▁')
}
