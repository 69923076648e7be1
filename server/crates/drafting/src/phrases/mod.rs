//! Dot-phrases: words under a short name, as a file of the organization or as a clinician's own.

use crate::data::{self, Data};
use crate::error::DraftingError;
use serde::{Deserialize, Serialize};

/// The phrases that come with the crate.
pub(crate) const PHRASES: (&str, &str) = ("phrases.toml", include_str!("phrases.toml"));

/// Words under a short name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DotPhrase {
    /// What is typed behind a dot.
    pub name: String,
    /// What it is, for the list.
    #[serde(default)]
    pub title: String,
    /// The words.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseFile {
    phrase: Vec<DotPhrase>,
}

impl DotPhrase {
    /// Most characters of a name.
    pub const LONGEST_NAME: usize = 32;
    /// Most bytes of a title.
    pub const LONGEST_TITLE: usize = 100;
    /// Most bytes of the words: those of a statement.
    pub const LONGEST_TEXT: usize = 4000;
    /// Marks what must be filled in.
    pub const GAP: &'static str = "***";

    /// What is wrong with it, in words for the person who wrote it.
    pub fn fault(&self) -> Option<String> {
        let name = self.name.as_str();
        let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
        if !begins || name.len() > Self::LONGEST_NAME || !name.chars().all(plain) {
            return Some(format!(
                "`name`: a small letter, then small letters, digits, `-` and `_`, at most {} in all",
                Self::LONGEST_NAME
            ));
        }
        if self.title.len() > Self::LONGEST_TITLE || self.title.chars().any(char::is_control) {
            return Some(format!(
                "`title`: one line of at most {} bytes",
                Self::LONGEST_TITLE
            ));
        }
        if self.text.trim().is_empty() || self.text.len() > Self::LONGEST_TEXT {
            return Some(format!(
                "`text`: some words, at most {} bytes",
                Self::LONGEST_TEXT
            ));
        }
        if self.text.chars().any(misleading) {
            return Some("`text`: it has control characters".to_owned());
        }
        None
    }
}

/// Control characters, and those that change the direction in which text is shown.
fn misleading(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Reads a file of phrases.
pub(crate) fn read<'a>(
    file: &str,
    data: impl Into<Data<'a>>,
) -> Result<Vec<DotPhrase>, DraftingError> {
    let parsed: PhraseFile = data::parse(file, data)?;
    let mut names = std::collections::BTreeSet::new();
    for phrase in &parsed.phrase {
        if let Some(fault) = phrase.fault() {
            let what = format!("phrase `{}`: {fault}", phrase.name);
            return Err(DraftingError::data(file, &what));
        }
        if !names.insert(&phrase.name) {
            let what = format!("phrase `{}`: the name is used twice", phrase.name);
            return Err(DraftingError::data(file, &what));
        }
    }
    Ok(parsed.phrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_phrase_says_where() {
        let of =
            |name: &str, text: &str| format!("[[phrase]]\nname = \"{name}\"\ntext = \"{text}\"\n");
        for (file, want) in [
            (of("", "x"), "`name`"),
            (of("Ros", "x"), "phrase `Ros`"),
            (of("1a", "x"), "`name`"),
            (of("a b", "x"), "`name`"),
            (of("../a", "x"), "`name`"),
            (of(&"a".repeat(33), "x"), "`name`"),
            (of("a", " "), "`text`"),
            (of("a", &"x".repeat(4001)), "`text`"),
            (of("a", "x\u{202e}y"), "control"),
            (of("a", "x") + &of("a", "y"), "used twice"),
            (of("a", "x") + "colour = 1", "colour"),
        ] {
            let error = read("p.toml", file.as_str()).unwrap_err().to_string();
            assert!(
                error.starts_with("p.toml: ") && error.contains(want),
                "{error}"
            );
        }
    }

    #[test]
    fn the_shipped_phrases_read() {
        let phrases = read(PHRASES.0, PHRASES.1).unwrap();
        assert!(
            phrases
                .iter()
                .any(|phrase| phrase.text.contains(DotPhrase::GAP))
        );
    }
}
