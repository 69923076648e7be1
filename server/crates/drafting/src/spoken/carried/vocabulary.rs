//! The words of the data file.

use crate::data;
use crate::error::DraftingError;
use serde::Deserialize;
use std::collections::BTreeMap;

/// See `words.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vocabulary {
    pub(super) day: Vec<String>,
    pub(super) change: Vec<String>,
    pub(super) pending: Vec<String>,
    pub(super) over: Vec<String>,
    pub(super) past: Vec<String>,
    pub(super) measured: Vec<String>,
    pub(super) common: Vec<String>,
    pub(super) elements: Vec<String>,
    pub(super) test: BTreeMap<String, Vec<String>>,
}

impl Vocabulary {
    pub(super) fn shipped() -> Result<Self, DraftingError> {
        data::parse("spoken/carried/words.toml", include_str!("words.toml"))
    }
}

/// Words and numbers in lower case: `500mg` is two, `1,000` and `7.4` are one.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.to_lowercase().chars().collect();
    let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let (mut out, mut word) = (Vec::new(), String::new());
    for (at, &letter) in letters.iter().enumerate() {
        let inside = at > 0 && digit(at - 1) && digit(at + 1);
        let number = word.chars().all(|c| c.is_ascii_digit() || c == '.') && !word.is_empty();
        if letter == ',' && inside {
            continue;
        }
        if letter == '.' && inside {
            word.push('.');
        } else if letter.is_alphanumeric() {
            if number && !letter.is_ascii_digit() {
                out.push(std::mem::take(&mut word));
            }
            word.push(letter);
        } else if !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

/// Whether these words stand in the text one after the other.
pub(super) fn found(text: &[String], words: &str) -> Option<(usize, usize)> {
    let words = tokens(words);
    let at = text
        .windows(words.len().max(1))
        .position(|window| window == words.as_slice())?;
    Some((at, at + words.len()))
}
