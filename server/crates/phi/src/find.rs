//! Finds identifiers in a text.

use crate::fixed::fixed;
use crate::kind::PhiKind;
use crate::literal::Literals;
use crate::matcher::Matcher;
use crate::rule::{self, Hit, View};
use crate::token::{cut, lowered};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

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

/// The identifiers of one text as places and kinds alone, without its words: what [`crate::Pseudonyms::replace_found`] needs beside that text. It may be
/// kept, and serves every text with exactly these words.
#[derive(Clone, PartialEq, Eq)]
pub struct Found(pub(crate) Vec<Hit>);

/// Tells the count alone.
impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Found({})", self.0.len())
    }
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

    /// The same without words.
    pub fn found(&self, text: &str) -> Found {
        Found(self.hits(text))
    }

    /// Whether a known name or number of a person stands in a text; patterns play no part.
    pub fn names(&self, text: &str) -> bool {
        let lower = lowered(text);
        let cut = cut(text, &lower);
        let view = View {
            text,
            tokens: &cut.tokens,
        };
        (0..cut.tokens.len()).any(|place| {
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
        let lower = lowered(text);
        let cut = cut(text, &lower);
        let fixed = fixed(text, &cut.marks);
        let view = View {
            text,
            tokens: &cut.tokens,
        };
        let mut found: Vec<Hit> = Vec::with_capacity(text.len() / 64 + 4);
        let mut fixed = fixed.into_iter().peekable();
        let (mut place, mut last) = (0, 0);
        while let Some(token) = view.at(place) {
            while let Some(hit) = fixed.next_if(|hit| hit.0 <= token.start) {
                if hit.0 >= last {
                    last = hit.1;
                    found.push(hit);
                }
            }
            let here = place;
            place += 1;
            if token.start < last {
                continue;
            }
            let hit = self.0.find(&view, here).or_else(|| rule::find(&view, here));
            let Some(hit) = hit else { continue };
            // What is fixed goes before what a rule reads into it.
            let next = fixed.peek().map_or(usize::MAX, |next| next.0);
            if hit.0 >= last && hit.1 > hit.0 && hit.1 <= next {
                last = hit.1;
                join(text, &mut found, hit);
            }
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

/// Numbers them by kind, the same words alike.
fn number(text: &str, found: Vec<Hit>) -> Vec<PhiSpan> {
    let mut numbers: HashMap<(PhiKind, Cow<'_, str>), usize> = HashMap::with_capacity(found.len());
    let mut next: Vec<(PhiKind, usize)> = Vec::new();
    found
        .into_iter()
        .map(|(start, end, kind)| {
            let words = lower(text.get(start..end).unwrap_or_default());
            let number = *numbers.entry((kind, words)).or_insert_with(|| {
                if let Some(last) = next.iter_mut().find(|last| last.0 == kind) {
                    last.1 += 1;
                    return last.1;
                }
                next.push((kind, 1));
                1
            });
            PhiSpan {
                kind,
                start,
                end,
                replacement: stand_in(kind, number),
            }
        })
        .collect()
}

/// In lower case; most identifiers are numbers and need no copy.
fn lower(words: &str) -> Cow<'_, str> {
    let small = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if words.bytes().all(small) {
        Cow::Borrowed(words)
    } else {
        Cow::Owned(words.to_lowercase())
    }
}

/// `[[NAME-1]]`
pub(crate) fn stand_in(kind: PhiKind, number: usize) -> String {
    let name = kind.name();
    let mut made = String::with_capacity(name.len() + 8);
    made.push_str("[[");
    made.push_str(name);
    let _ = write!(made, "-{number}]]");
    made
}

/// The identifiers of one text; for many texts prepare a [`Finder`].
pub fn find(text: &str, literals: &Literals) -> Vec<PhiSpan> {
    Finder::new(literals).find(text)
}
