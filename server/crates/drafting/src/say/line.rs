//! A statement in the making, and a section in the making.

use model::{Citation, SourceId};
use verify::{RawSection, RawStatement};

/// What becomes of a statement of the composer where a model writes the section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stands {
    /// The model's statements stand in its place.
    #[default]
    Free,
    /// It stands unless a statement of the model that was released cites what it rests on.
    UnlessSaid,
    /// It stands, before the model's.
    First,
    /// It stands, after the model's.
    Last,
}

/// One sentence with what it rests on. Stays inside the crate: it leaves only as a [`RawStatement`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) citations: Vec<Citation>,
    pub(crate) stands: Stands,
}

impl Line {
    /// A sentence; white space is tidied, the first letter made a capital, a full stop added.
    pub(crate) fn new(text: impl AsRef<str>) -> Self {
        let mut tidy = super::capital(
            &text
                .as_ref()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        );
        if !tidy.ends_with(['.', ':', '?', '!']) {
            tidy.push('.');
        }
        Self {
            text: tidy,
            citations: Vec::new(),
            stands: Stands::default(),
        }
    }

    /// A heading, greeting or other words that are kept as they are.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            citations: Vec::new(),
            stands: Stands::default(),
        }
    }

    /// Says what becomes of it where a model writes.
    pub(crate) fn stands(self, stands: Stands) -> Self {
        Self { stands, ..self }
    }

    /// Adds a structured source, once.
    pub(crate) fn cite(mut self, source: &SourceId) -> Self {
        if !self
            .citations
            .iter()
            .any(|one| one.source == *source && one.quote.is_none())
        {
            self.citations.push(Citation {
                source: source.clone(),
                quote: None,
            });
        }
        self
    }

    /// Adds structured sources, each once.
    pub(crate) fn cite_all<'a>(self, sources: impl IntoIterator<Item = &'a SourceId>) -> Self {
        sources.into_iter().fold(self, Self::cite)
    }

    /// Adds exact words of a prose source.
    pub(crate) fn quote(mut self, source: &SourceId, words: &str) -> Self {
        self.citations.push(Citation {
            source: source.clone(),
            quote: Some(words.to_owned()),
        });
        self
    }
}

impl From<Line> for RawStatement {
    fn from(line: Line) -> Self {
        Self::new(line.text, line.citations)
    }
}

/// A section in the making: its lines, and what was left out by rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "its statements are its lines")]
pub(crate) struct Lines {
    pub(crate) lines: Vec<Line>,
    /// Every note for the reader.
    pub(crate) left_out: Vec<String>,
    /// Those of the notes that hold whoever writes the section.
    pub(crate) told: Vec<String>,
}

impl Lines {
    pub(crate) fn push(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// Tells the reader what is not shown and why; never silent.
    pub(crate) fn leave_out(&mut self, what: impl Into<String>) {
        self.left_out.push(what.into());
    }

    /// Tells the reader what holds whoever writes the section, a model too.
    pub(crate) fn tell(&mut self, what: impl Into<String>) {
        let what = what.into();
        self.left_out.push(what.clone());
        self.told.push(what);
    }

    /// Adds what another part of the section says.
    pub(crate) fn append(&mut self, other: Self) {
        self.lines.extend(other.lines);
        self.left_out.extend(other.left_out);
        self.told.extend(other.told);
    }

    pub(crate) fn into_section(self, title: &str) -> RawSection {
        RawSection::new(
            title,
            self.lines.into_iter().map(RawStatement::from).collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_tidied_and_cites_each_source_once() {
        let id = SourceId::new("Condition/1");
        let line = Line::new("  asthma,   since 2001 ").cite(&id).cite(&id);
        assert_eq!(line.text, "Asthma, since 2001.");
        assert_eq!(line.citations.len(), 1);
    }
}
