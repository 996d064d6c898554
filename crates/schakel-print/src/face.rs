//! The two weights of the font: which signs they have and how wide those are. Signs are set one by one; Latin text needs
//! no more.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

const REGULAR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/regular.ttf"));
const BOLD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/bold.ttf"));

/// What stands where the font has no sign.
const SIGN_MISSING: char = '?';

/// The weight of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

/// Both weights.
pub struct Faces {
    regular: Face,
    bold: Face,
}

/// One weight.
pub struct Face {
    font: FontRef<'static>,
    /// The same for the writer of the file.
    pub embedded: Font,
    units_per_em: i64,
}

impl Faces {
    /// Reads the fonts in the program.
    pub fn load() -> Option<Self> {
        Some(Self { regular: Face::load(REGULAR)?, bold: Face::load(BOLD)? })
    }

    /// The font of a weight.
    pub fn of(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

impl Face {
    fn load(data: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(data).ok()?;
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let embedded = Font::new(data.into(), 0)?;
        Some(Self { units_per_em: i64::from(metrics.units_per_em), font, embedded })
    }

    /// The text with only signs that can be set: blanks are spaces, soft hyphens are gone, and what the font does not
    /// have is a question mark.
    pub fn settable(&self, text: &str) -> String {
        let can_be_set = |sign: char| {
            let is_private = ('\u{e000}'..='\u{f8ff}').contains(&sign);
            !is_private && self.font.charmap().map(sign).is_some_and(|glyph| glyph.to_u32() != 0)
        };
        let joined = text.chars().filter(|sign| !matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}'));
        joined
            .map(|sign| match sign {
                _ if sign.is_whitespace() || sign.is_control() => ' ',
                _ if can_be_set(sign) => sign,
                _ => SIGN_MISSING,
            })
            .collect()
    }

    /// How wide a text is at a size, both in thousandths of a point.
    pub fn width(&self, text: &str, size: i64) -> i64 {
        let units: i64 = text.chars().map(|sign| self.advance(sign)).sum();
        units * size / self.units_per_em
    }

    /// The signs of a text for the writer of the file.
    pub fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        text.char_indices()
            .map(|(start, sign)| {
                let glyph = GlyphId::new(self.font.charmap().map(sign).unwrap_or_default().to_u32());
                let advance = quotient(self.advance(sign), self.units_per_em);
                KrillaGlyph::new(glyph, advance, 0.0, 0.0, 0.0, start..start + sign.len_utf8(), None)
            })
            .collect()
    }

    fn advance(&self, sign: char) -> i64 {
        let glyph = self.font.charmap().map(sign).unwrap_or_default();
        let metrics = self.font.glyph_metrics(Size::unscaled(), LocationRef::default());
        metrics.advance_width(glyph).unwrap_or_default() as i64
    }
}

/// The file format counts in fractions; everything before it counts in whole thousandths.
#[expect(clippy::float_arithmetic, reason = "the file format has floating-point numbers; this is the one place")]
pub fn quotient(number: i64, of: i64) -> f32 {
    number as f32 / of as f32
}
