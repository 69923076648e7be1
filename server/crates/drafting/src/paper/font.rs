//! The built-in fonts: DejaVu Sans, which has Latin with every accent, Greek and Cyrillic.

use crate::error::DraftingError;
use krilla::text::Font;
use ttf_parser::Face as Table;

/// A font with what it needs to be measured.
pub(super) struct Face {
    pub(super) font: Font,
    table: Table<'static>,
}

impl Face {
    pub(super) fn regular() -> Result<Self, DraftingError> {
        Self::new(dejavu::sans::regular())
    }

    pub(super) fn bold() -> Result<Self, DraftingError> {
        Self::new(dejavu::sans::bold())
    }

    fn new(data: &'static [u8]) -> Result<Self, DraftingError> {
        let wrong = || DraftingError::data("built-in font", &"cannot be read");
        Ok(Self {
            font: Font::new(data.into(), 0).ok_or_else(wrong)?,
            table: Table::parse(data, 0).map_err(|_| wrong())?,
        })
    }

    pub(super) fn has(&self, c: char) -> bool {
        self.table.glyph_index(c).is_some()
    }

    /// The width of a line in points.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        let units: u32 = text
            .chars()
            .filter_map(|c| self.table.glyph_index(c))
            .filter_map(|glyph| self.table.glyph_hor_advance(glyph))
            .map(u32::from)
            .sum();
        #[expect(
            clippy::cast_precision_loss,
            reason = "a line is some thousand units wide"
        )]
        let units = units as f32;
        units * size / f32::from(self.table.units_per_em())
    }
}
