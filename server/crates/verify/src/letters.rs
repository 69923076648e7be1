//! Letters that hide what a text says: invisible ones, those of other scripts, whether they look like Latin ones or not. They are never read over: a statement
//! that has one is unreadable, a source that has one is named in the draft's notices.

use crate::verifier::Verifier;
use model::{Draft, Notice, NoticeKind, Reason, ReasonCode, Span};
use std::collections::BTreeSet;

/// The first such letter of a statement, as the reason why it is unreadable.
pub(crate) fn hidden(text: &str) -> Option<Reason> {
    if text.is_ascii() {
        return None;
    }
    let mut latin = false;
    for (at, letter) in text.char_indices() {
        if invisible(letter) || alike(letter, latin) || unread(letter) {
            return Some(Reason {
                code: ReasonCode::Unreadable,
                span: Some(Span::new(at, at + letter.len_utf8())),
                claimed: Some(shown(letter)),
                found: None,
                sources: Vec::new(),
            });
        }
        latin = letter.is_ascii_alphabetic();
    }
    None
}

/// A letter by its number, since it cannot be seen or would be mistaken.
fn shown(letter: char) -> String {
    format!("U+{:04X}", u32::from(letter))
}

fn invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}' | '\u{180e}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{e0000}'..='\u{e007f}')
}

fn alike(letter: char, after_latin: bool) -> bool {
    matches!(letter, '\u{400}'..='\u{52f}' | '\u{13a0}'..='\u{13ff}' | '\u{ff01}'..='\u{ff5e}' | '\u{1d400}'..='\u{1d7ff}')
        || (matches!(letter, '\u{391}'..='\u{3a9}' | 'ο' | 'ν' | 'ρ') && after_latin)
}

/// A letter of a script that is not read: what it says cannot be checked.
fn unread(letter: char) -> bool {
    letter.is_alphabetic()
        && !matches!(letter, '\0'..='\u{3ff}' | '\u{1d00}'..='\u{214f}' | '\u{fb00}'..='\u{fb06}')
}

/// The first letter of a source that misleads: the order of reading turned round, a gap that cannot be seen, another script inside a Latin word. Names in
/// other scripts, soft hyphens, joined emoji and marks of direction are honest there.
fn misleading(text: &str) -> Option<char> {
    if text.is_ascii() {
        return None;
    }
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let honest = matches!(letter, '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{feff}');
        let beside = before.is_ascii_alphanumeric()
            || letters.peek().is_some_and(char::is_ascii_alphanumeric);
        if (invisible(letter) && !honest) || (beside && alike(letter, false)) {
            return Some(letter);
        }
        before = letter;
    }
    None
}

impl Verifier<'_> {
    /// The cited sources whose text has letters that mislead.
    pub(crate) fn misleading(&self, draft: &Draft) -> Vec<Notice> {
        let statements = draft.sections.iter().flat_map(|one| &one.statements);
        let cited: BTreeSet<_> = statements
            .flat_map(|statement| &statement.citations)
            .map(|citation| &citation.source)
            .collect();
        cited
            .into_iter()
            .filter_map(|id| {
                let letter = misleading(&self.sources().get(id)?.text)?;
                Some(Notice {
                    kind: NoticeKind::NotLoaded,
                    what: format!(
                        "{} has letters that hide or look like others ({}): read it in the chart.",
                        self.sources().label(id),
                        shown(letter)
                    ),
                    sources: vec![id.clone()],
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_letter_is_named_with_its_place() {
        let reason = hidden("BP 12\u{200b}0/80").expect("a reason");
        assert_eq!(reason.claimed.as_deref(), Some("U+200B"));
        assert_eq!(reason.span, Some(Span::new(5, 8)));
        assert_eq!(
            hidden("Größe 5 µm, β-blocker, ≥ 3, 10⁹/L, ﬁne, \u{2126}"),
            None
        );
        for text in [
            "\u{5e9}\u{5dc}\u{5d5}\u{5dd}",
            "pain \u{6cb9}",
            "\u{645}\u{631}",
        ] {
            assert!(hidden(text).is_some(), "{text}");
        }
    }

    #[test]
    fn only_what_misleads_in_a_source_is_told() {
        for text in [
            "5\u{202e}6.1",
            "pot\u{430}ssium",
            "4\u{200b}2",
            "\u{ff15}.9 \u{ff15}0",
            "x\u{e0041}",
        ] {
            assert!(misleading(text).is_some(), "{text:?}");
        }
        for text in [
            "Иван Петров",
            "co\u{ad}operate",
            "👨\u{200d}⚕\u{fe0f}",
            "\u{200f}שלום",
            "\u{feff}Note",
            "β-blocker 5 µg",
        ] {
            assert_eq!(misleading(text), None, "{text:?}");
        }
    }
}
