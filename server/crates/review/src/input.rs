//! What a clinician may type into a statement.

use crate::ReviewError;

/// Most bytes that a statement may have.
pub const MAX_STATEMENT: usize = 4_000;

/// The words as they will stand, trimmed; refuses what may not stand in a note.
pub(crate) fn clean(text: &str) -> Result<String, ReviewError> {
    if text.len() > MAX_STATEMENT {
        return Err(ReviewError::TooLong {
            length: text.len(),
            max: MAX_STATEMENT,
        });
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(ReviewError::Empty);
    }
    if text.chars().any(misleading) {
        return Err(ReviewError::ControlCharacter);
    }
    Ok(text.to_owned())
}

/// Control characters, and those that change the direction in which text is shown.
fn misleading(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
