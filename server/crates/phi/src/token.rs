//! A text cut into words, numbers and marks.

use crate::lexicon::{Known, known};
use std::borrow::Cow;
use std::cell::OnceCell;

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `patient`
    Lower,
    /// `Patient`, `O'Brien`, `Port-Vale`
    Capital,
    /// `MRN`, two letters or more
    Upper,
    /// `A`, one letter
    Letter,
    /// `4711`
    Number,
    /// `PM4728038X`
    Code,
    /// Everything else, one character each.
    Mark,
}

/// One token.
#[derive(Clone, Debug)]
pub(crate) struct Token<'a> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) text: &'a str,
    /// The words in lower case.
    pub(crate) lower: Cow<'a, str>,
    pub(crate) shape: Shape,
    /// What the lexicon knows of it, asked once.
    known: OnceCell<Known>,
    /// Whether space stands before it.
    pub(crate) spaced: bool,
    /// Whether a line begins with it.
    pub(crate) line: bool,
}

impl Token<'_> {
    pub(crate) fn is(&self, mark: char) -> bool {
        self.shape == Shape::Mark && self.text.starts_with(mark)
    }

    /// A word that begins with a capital letter.
    pub(crate) const fn named(&self) -> bool {
        matches!(self.shape, Shape::Capital)
    }

    /// What the lexicon knows of it.
    pub(crate) fn known(&self) -> Known {
        *self.known.get_or_init(|| known(&self.lower))
    }

    pub(crate) fn number(&self) -> Option<u32> {
        (self.shape == Shape::Number && self.text.len() <= 9)
            .then(|| self.text.parse().ok())
            .flatten()
    }
}

/// Cuts a text. A possessive `'s` is no part of its word.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::with_capacity(text.len() / 5 + 8);
    let bytes = text.as_bytes();
    let (mut at, mut spaced, mut line) = (0, false, true);
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_whitespace() {
            spaced = true;
            line |= byte == b'\n';
            at += 1;
            continue;
        }
        let end = plain_end(bytes, at).unwrap_or_else(|| token_end(text, at));
        let words = text.get(at..end).unwrap_or_default();
        if !byte.is_ascii() && words.chars().all(char::is_whitespace) {
            spaced = true;
            at = end;
            continue;
        }
        let shape = shape(words);
        out.push(Token {
            start: at,
            end,
            text: words,
            lower: match shape {
                Shape::Lower | Shape::Number | Shape::Mark => Cow::Borrowed(words),
                _ => Cow::Owned(words.to_lowercase()),
            },
            known: OnceCell::new(),
            shape,
            spaced,
            line,
        });
        (at, spaced, line) = (end, false, false);
    }
    out
}

/// The end of a token that holds ASCII letters and digits alone and is followed by nothing that could join; none: look closer.
fn plain_end(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = bytes.get(start..)?;
    let length = rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    if length == 0 {
        return rest.first()?.is_ascii().then_some(start + 1);
    }
    match rest.get(length) {
        Some(byte) if !byte.is_ascii() || matches!(byte, b'-' | b'\'') => None,
        _ => Some(start + length),
    }
}

fn token_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let mut letters = rest.char_indices().peekable();
    let Some((_, first)) = letters.next() else {
        return text.len();
    };
    if !first.is_alphanumeric() {
        return start + first.len_utf8();
    }
    let mut before = first;
    let mut end = first.len_utf8();
    while let Some((at, letter)) = letters.next() {
        if letter.is_alphanumeric() || combining(letter) {
            end = at + letter.len_utf8();
            before = letter;
            continue;
        }
        // Between letters a hyphen or an apostrophe joins, but not before a possessive `s`.
        let joins = match letter {
            '-' => before.is_alphabetic(),
            '\'' | '’' => before.is_alphabetic() && !possessive(rest, at + letter.len_utf8()),
            _ => false,
        };
        let next = letters.peek().map(|next| next.1);
        if !(joins && next.is_some_and(char::is_alphabetic)) {
            break;
        }
        before = letter;
    }
    start + end
}

fn possessive(rest: &str, at: usize) -> bool {
    let mut after = rest.get(at..).unwrap_or_default().chars();
    matches!(after.next(), Some('s' | 'S')) && !after.next().is_some_and(char::is_alphanumeric)
}

const fn combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

fn shape(words: &str) -> Shape {
    let bytes = words.as_bytes();
    if bytes.iter().all(u8::is_ascii_lowercase) {
        return Shape::Lower;
    }
    if bytes.iter().all(u8::is_ascii_digit) {
        return Shape::Number;
    }
    if let [byte] = bytes
        && !byte.is_ascii_alphanumeric()
    {
        return Shape::Mark;
    }
    let (mut digits, mut upper, mut lower, mut count) = (0, 0, 0, 0);
    let mut first = '\0';
    for letter in words.chars() {
        if count == 0 {
            first = letter;
        }
        count += 1;
        if letter.is_ascii_digit() {
            digits += 1;
        } else if letter.is_uppercase() {
            upper += 1;
        } else if letter.is_alphabetic() {
            lower += 1;
        }
    }
    match (digits, upper, lower) {
        (0, 0, 0) => Shape::Mark,
        (0, 1, 0) if count == 1 => Shape::Letter,
        (0, _, 0) => Shape::Upper,
        (0, _, _) if first.is_uppercase() => Shape::Capital,
        (0, _, _) => Shape::Lower,
        (_, 0, 0) if digits == count => Shape::Number,
        _ => Shape::Code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_hyphens_and_lose_their_possessive() {
        let text = "O'Brien's Port-Vale, MRN 0044 A-51\n Größe W63x B.";
        let got: Vec<(&str, Shape)> = tokens(text)
            .iter()
            .map(|one| (one.text, one.shape))
            .collect();
        assert_eq!(
            got,
            [
                ("O'Brien", Shape::Capital),
                ("'", Shape::Mark),
                ("s", Shape::Lower),
                ("Port-Vale", Shape::Capital),
                (",", Shape::Mark),
                ("MRN", Shape::Upper),
                ("0044", Shape::Number),
                ("A", Shape::Letter),
                ("-", Shape::Mark),
                ("51", Shape::Number),
                ("Größe", Shape::Capital),
                ("W63x", Shape::Code),
                ("B", Shape::Letter),
                (".", Shape::Mark),
            ]
        );
    }
}
