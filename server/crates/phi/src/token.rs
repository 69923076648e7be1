//! A text cut into words, numbers and marks.

use crate::lexicon::{Known, known};
use crate::role::Role;
use std::cell::{Cell, OnceCell};

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
    pub(crate) lower: &'a str,
    /// The rules' lists that it stands in, asked once.
    role: OnceCell<Role>,
    /// What the lexicon knows of it, asked once.
    known: OnceCell<Known>,
    pub(crate) shape: Shape,
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
        *self.known.get_or_init(|| known(self.lower))
    }

    /// The rules' lists that it stands in.
    pub(crate) fn role(&self) -> Role {
        match self.shape {
            Shape::Number | Shape::Mark => Role::NONE,
            _ => *self.role.get_or_init(|| Role::of(self.lower)),
        }
    }

    /// A small word inside a name.
    pub(crate) fn particle(&self) -> bool {
        self.shape == Shape::Lower && self.role().is(Role::PARTICLE)
    }

    pub(crate) fn number(&self) -> Option<u32> {
        (self.shape == Shape::Number && self.text.len() <= 9)
            .then(|| self.text.parse().ok())
            .flatten()
    }
}

/// A text in lower case, every letter at its own place: a letter whose small one takes another number of bytes stays as it is.
pub(crate) fn lowered(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut letters = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(letter) = letters.next() {
        let last = !letters.peek().is_some_and(|next| next.is_alphabetic());
        out.push(match letter {
            // The one letter that is another at a word's end.
            'Σ' if last => 'ς',
            _ => small(letter),
        });
    }
    out
}

fn small(letter: char) -> char {
    let mut small = letter.to_lowercase();
    match (small.next(), small.next()) {
        (Some(one), None) if one.len_utf8() == letter.len_utf8() => one,
        _ => letter,
    }
}

thread_local! {
    /// The room of the tokens of the text before: many short texts follow one another, and asking for memory takes as long as cutting them.
    static ROOM: Cell<Vec<Token<'static>>> = const { Cell::new(Vec::new()) };
}

/// Most tokens that room is kept for.
const ROOMY: usize = 1 << 14;

/// The room of these tokens for those of another text.
fn emptied<'a>(tokens: Vec<Token<'_>>) -> Vec<Token<'a>> {
    // Collecting in place keeps the room; a vector by itself cannot change how long its items live.
    tokens.into_iter().map_while(|_| None).collect()
}

/// A text cut up.
pub(crate) struct Cut<'a> {
    pub(crate) tokens: Vec<Token<'a>>,
    /// Where links, addresses of mail, names of picture files and placeholders may be: the bytes `@`, `://`, `[[`, and full stops inside words.
    pub(crate) marks: Vec<usize>,
}

impl Drop for Cut<'_> {
    fn drop(&mut self) {
        let tokens = std::mem::take(&mut self.tokens);
        if tokens.capacity() <= ROOMY {
            ROOM.set(emptied(tokens));
        }
    }
}

/// Cuts a text, given also as [`lowered`]. A possessive `'s` is no part of its word.
pub(crate) fn cut<'a>(text: &'a str, lower: &'a str) -> Cut<'a> {
    let mut tokens = emptied(ROOM.take());
    let mut marks = Vec::new();
    let bytes = text.as_bytes();
    let (mut at, mut spaced, mut line) = (0, false, true);
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_whitespace() {
            spaced = true;
            line |= byte == b'\n';
            at += 1;
            continue;
        }
        let (end, shape) = plain(bytes, at).unwrap_or_else(|| {
            let end = token_end(text, at);
            (end, shape(text.get(at..end).unwrap_or_default()))
        });
        let words = text.get(at..end).unwrap_or_default();
        if !byte.is_ascii() && words.chars().all(char::is_whitespace) {
            spaced = true;
            at = end;
            continue;
        }
        if shape == Shape::Mark && marks_something(bytes, at) {
            marks.push(at);
        }
        tokens.push(Token {
            start: at,
            end,
            text: words,
            lower: lower.get(at..end).unwrap_or_default(),
            role: OnceCell::new(),
            known: OnceCell::new(),
            shape,
            spaced,
            line,
        });
        (at, spaced, line) = (end, false, false);
    }
    Cut { tokens, marks }
}

/// Whether a mark can be part of something that is found by it.
fn marks_something(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
    match bytes.get(at) {
        Some(b'@') => true,
        Some(b':') => next == b'/',
        Some(b'[') => next == b'[',
        Some(b'.') => next.is_ascii_alphabetic() || at >= 3 && bytes.get(at - 1) == Some(&b'w'),
        _ => false,
    }
}

const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 4;

/// What each byte is.
static CLASS: [u8; 256] = {
    let mut all = [0; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        all[byte as usize] = match byte {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            _ => 0,
        };
        byte += 1;
    }
    all
};

/// The end and the shape of a token that holds ASCII letters and digits alone and is followed by nothing that could join; none: look closer.
fn plain(bytes: &[u8], start: usize) -> Option<(usize, Shape)> {
    let rest = bytes.get(start..)?;
    let mut seen = 0;
    let mut length = 0;
    for byte in rest {
        let class = CLASS[usize::from(*byte)];
        if class == 0 {
            break;
        }
        seen |= class;
        length += 1;
    }
    if length == 0 {
        return rest.first()?.is_ascii().then_some((start + 1, Shape::Mark));
    }
    if let Some(byte) = rest.get(length)
        && (!byte.is_ascii() || matches!(byte, b'-' | b'\''))
    {
        return None;
    }
    let shape = match seen {
        LOWER => Shape::Lower,
        DIGIT => Shape::Number,
        UPPER if length == 1 => Shape::Letter,
        UPPER => Shape::Upper,
        _ if seen & DIGIT != 0 => Shape::Code,
        _ if rest.first()?.is_ascii_uppercase() => Shape::Capital,
        _ => Shape::Lower,
    };
    Some((start + length, shape))
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
        let lower = lowered(text);
        let got: Vec<(&str, Shape)> = cut(text, &lower)
            .tokens
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
