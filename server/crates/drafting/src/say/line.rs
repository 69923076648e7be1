//! A statement in the making, and a section in the making.

use model::{Citation, SourceId};
use verify::{RawSection, RawStatement};

/// One sentence with what it rests on. Stays inside the crate: it leaves only as a [`RawStatement`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) citations: Vec<Citation>,
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
        }
    }

    /// A heading, greeting or other words that are kept as they are.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            citations: Vec::new(),
        }
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
pub(crate) struct Lines {
    pub(crate) lines: Vec<Line>,
    pub(crate) left_out: Vec<String>,
}

impl Lines {
    pub(crate) fn push(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// Tells the reader what is not shown and why; never silent.
    pub(crate) fn leave_out(&mut self, what: impl Into<String>) {
        self.left_out.push(what.into());
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
