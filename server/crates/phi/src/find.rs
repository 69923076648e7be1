//! Finds identifiers in a text.

use crate::kind::PhiKind;
use crate::literal::Literals;
use crate::matcher::Matcher;
use crate::pseudonym::placeholder;
use crate::rule::{self, Hit, View};
use crate::token::tokens;
use std::collections::HashMap;

/// One identifier in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhiSpan {
    /// Its kind.
    pub kind: PhiKind,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What stands for it: `[[NAME-1]]`, the same for the same words of one text.
    pub replacement: String,
}

/// Known identifiers, prepared for many texts; patterns need no preparation.
pub struct Finder(Matcher);

impl Finder {
    /// Prepares a finder for these known identifiers.
    pub fn new(literals: &Literals) -> Self {
        Self(Matcher::new(literals))
    }

    /// The identifiers of a text, in order, none overlapping.
    pub fn find(&self, text: &str) -> Vec<PhiSpan> {
        number(text, self.hits(text))
    }

    /// Whether a known name or number of a person stands in a text; patterns play no part.
    pub fn names(&self, text: &str) -> bool {
        let tokens = tokens(text);
        let view = View {
            text,
            tokens: &tokens,
        };
        (0..tokens.len()).any(|place| {
            self.0.find(&view, place).is_some_and(|hit| {
                let multiple = text
                    .get(hit.0..hit.1)
                    .is_some_and(|words| words.contains(' '));
                match hit.2 {
                    // A first name alone can be a word of the instructions.
                    PhiKind::Name => multiple,
                    PhiKind::Mrn | PhiKind::Ssn | PhiKind::Phone | PhiKind::Email => true,
                    _ => false,
                }
            })
        })
    }

    pub(crate) fn hits(&self, text: &str) -> Vec<Hit> {
        let fixed = fixed(text);
        let tokens = tokens(text);
        let view = View {
            text,
            tokens: &tokens,
        };
        let mut found: Vec<Hit> = Vec::new();
        let mut fixed = fixed.into_iter().peekable();
        let (mut place, mut last) = (0, 0);
        while let Some(token) = tokens.get(place) {
            while let Some(hit) = fixed.next_if(|hit| hit.0 <= token.start) {
                if hit.0 >= last {
                    last = hit.1;
                    found.push(hit);
                }
            }
            if token.start < last {
                place += 1;
                continue;
            }
            let hit = self
                .0
                .find(&view, place)
                .or_else(|| rule::find(&view, place));
            // What is fixed goes before what a rule reads into it.
            let next = fixed.peek().map_or(usize::MAX, |next| next.0);
            if let Some(hit) = hit.filter(|hit| hit.0 >= last && hit.1 > hit.0 && hit.1 <= next) {
                last = hit.1;
                join(text, &mut found, hit);
            }
            place += 1;
        }
        for hit in fixed {
            if hit.0 >= last {
                last = hit.1;
                found.push(hit);
            }
        }
        found
    }
}

/// Parts of one name that stand together are one name: `Amina K. Osei` of `Amina` and `Osei`.
fn join(text: &str, found: &mut Vec<Hit>, hit: Hit) {
    if hit.2 == PhiKind::Name
        && let Some(before) = found.last_mut().filter(|before| before.2 == PhiKind::Name)
    {
        let between = text.get(before.1..hit.0).unwrap_or("?");
        let initial = between.trim();
        let middle = initial.strip_suffix('.').unwrap_or(initial);
        if !between.is_empty()
            && between.bytes().all(|byte| byte != b'\n')
            && (initial.is_empty()
                || (middle.chars().count() == 1 && middle.chars().all(char::is_uppercase)))
        {
            before.1 = hit.1;
            return;
        }
    }
    found.push(hit);
}

/// What is found by a mark inside it: our own placeholders, so that restoring gives back exactly this text, links and addresses of mail, and
/// names of picture files.
fn fixed(text: &str) -> Vec<Hit> {
    let mut found: Vec<Hit> = Vec::new();
    if text.contains("[[") {
        found.extend(
            placeholder()
                .find_iter(text)
                .map(|hit| (hit.start(), hit.end(), PhiKind::Id)),
        );
    }
    let stop = |c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '"' | '(' | ')' | '[' | ']' | '“' | '”')
    };
    let behind = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        let end = rest.find(stop).unwrap_or(rest.len());
        let words = rest.get(..end).unwrap_or_default();
        from + words
            .trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’'])
            .len()
    };
    for (at, _) in text.match_indices("://") {
        let start = text.get(..at).map_or(0, |before| {
            before.len()
                - before
                    .chars()
                    .rev()
                    .take_while(char::is_ascii_alphanumeric)
                    .count()
        });
        if start < at {
            found.push((start, behind(at), PhiKind::Url));
        }
    }
    for (at, _) in text.match_indices("www.") {
        found.push((at, behind(at), PhiKind::Url));
    }
    for (at, _) in text.match_indices('@') {
        let mail = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
        let before = text.get(..at).unwrap_or_default();
        let start = before.len()
            - before
                .chars()
                .rev()
                .take_while(|c| mail(*c))
                .map(char::len_utf8)
                .sum::<usize>();
        let rest = text.get(at + 1..).unwrap_or_default();
        let host = rest
            .get(..rest.find(|c| !mail(c)).unwrap_or(rest.len()))
            .unwrap_or_default()
            .trim_end_matches(['.', '-']);
        if start < at && host.contains('.') {
            found.push((start, at + 1 + host.len(), PhiKind::Email));
        }
    }
    for ending in [".jpg", ".jpeg", ".png", ".heic", ".tiff", ".JPG", ".PNG"] {
        for (at, _) in text.match_indices(ending) {
            let before = text.get(..at).unwrap_or_default();
            let start = before.len()
                - before
                    .chars()
                    .rev()
                    .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
                    .map(char::len_utf8)
                    .sum::<usize>();
            if start < at {
                found.push((start, at + ending.len(), PhiKind::Photo));
            }
        }
    }
    found.sort_by_key(|hit| (hit.0, std::cmp::Reverse(hit.1)));
    let mut last = 0;
    found.retain(|hit| {
        let free = hit.0 >= last;
        if free {
            last = hit.1;
        }
        free
    });
    found
}

fn number(text: &str, found: Vec<Hit>) -> Vec<PhiSpan> {
    let mut numbers: HashMap<(PhiKind, String), usize> = HashMap::new();
    let mut next: HashMap<PhiKind, usize> = HashMap::new();
    found
        .into_iter()
        .map(|(start, end, kind)| {
            let words = text.get(start..end).unwrap_or_default().to_lowercase();
            let number = *numbers.entry((kind, words)).or_insert_with(|| {
                let last = next.entry(kind).or_default();
                *last += 1;
                *last
            });
            PhiSpan {
                kind,
                start,
                end,
                replacement: format!("[[{}-{number}]]", kind.name()),
            }
        })
        .collect()
}

/// The identifiers of one text; for many texts prepare a [`Finder`].
pub fn find(text: &str, literals: &Literals) -> Vec<PhiSpan> {
    Finder::new(literals).find(text)
}
