//! What a model or the composer said, before it is checked.

use model::{Citation, DraftKind};
use time::Date;

/// An unchecked draft. Anyone can make one, only this crate can read it: it has no `Display`, no `Serialize` and no accessor, so that unchecked
/// words cannot reach a screen or a file.
pub struct RawDraft {
    pub(crate) kind: DraftKind,
    pub(crate) as_of: Date,
    pub(crate) sections: Vec<RawSection>,
}

/// An unchecked section.
pub struct RawSection {
    pub(crate) title: String,
    pub(crate) statements: Vec<RawStatement>,
}

/// An unchecked statement.
pub struct RawStatement {
    pub(crate) text: String,
    pub(crate) citations: Vec<Citation>,
}

impl RawDraft {
    /// A draft as it was made; nothing is checked here.
    pub fn new(kind: DraftKind, as_of: Date, sections: Vec<RawSection>) -> Self {
        Self {
            kind,
            as_of,
            sections,
        }
    }
}

impl RawSection {
    /// A section as it was made.
    pub fn new(title: impl Into<String>, statements: Vec<RawStatement>) -> Self {
        Self {
            title: title.into(),
            statements,
        }
    }
}

impl RawStatement {
    /// A statement as it was made.
    pub fn new(text: impl Into<String>, citations: Vec<Citation>) -> Self {
        Self {
            text: text.into(),
            citations,
        }
    }
}
