//! Words of a message, and how patterns find them: without case, accents and apostrophes, with a letter wrong.

use model::Span;
use std::collections::HashSet;
use std::sync::LazyLock;

/// A word or number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) word: String,
    pub(crate) span: Span,
    pub(crate) sentence: usize,
    /// A comma or the like stands before it.
    pub(crate) comma: bool,
    /// A slash stands before it, as in `190/120`.
    pub(crate) slash: bool,
}

impl Token {
    /// The number, where it is one.
    pub(crate) fn number(&self) -> Option<f64> {
        self.word
            .starts_with(|c: char| c.is_ascii_digit())
            .then(|| self.word.parse().ok())
            .flatten()
    }
}

/// The words of a text in order.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let (mut sentence, mut comma, mut slash) = (0, false, false);
    let mut word = String::new();
    let mut start = 0;
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut close = |word: &mut String,
                     start: usize,
                     end: usize,
                     sentence: usize,
                     comma: &mut bool,
                     slash: &mut bool| {
        if !word.is_empty() {
            out.push(Token {
                word: std::mem::take(word),
                span: Span::new(start, end),
                sentence,
                comma: std::mem::take(comma),
                slash: std::mem::take(slash),
            });
        }
    };
    for (place, &(at, c)) in chars.iter().enumerate() {
        let next = chars.get(place + 1).map(|(_, c)| *c);
        if matches!(c, '\'' | '’' | '‘' | '`')
            && !word.is_empty()
            && next.is_some_and(char::is_alphanumeric)
        {
            continue;
        }
        let decimal = c == '.'
            && word.chars().all(|c| c.is_ascii_digit())
            && !word.is_empty()
            && next.is_some_and(|c| c.is_ascii_digit());
        if c.is_alphanumeric() || decimal {
            // `104f`, `2mo`: the number is its own word.
            let turn = word.chars().next_back().is_some_and(|last| {
                last.is_ascii_digit() != c.is_ascii_digit() && c != '.' && last != '.'
            });
            if turn {
                close(&mut word, start, at, sentence, &mut comma, &mut slash);
            }
            if word.is_empty() {
                start = at;
            }
            c.to_lowercase()
                .for_each(|c| word.push_str(fold(c).encode_utf8(&mut [0; 4])));
            continue;
        }
        close(&mut word, start, at, sentence, &mut comma, &mut slash);
        match c {
            '.' | '!' | '?' | '\n' | ';' => sentence += 1,
            ',' | ':' | '(' | ')' | '–' | '—' => comma = true,
            '/' => slash = true,
            _ => {}
        }
    }
    close(
        &mut word,
        start,
        text.len(),
        sentence,
        &mut comma,
        &mut slash,
    );
    out
}

const fn fold(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        other => other,
    }
}

/// Words in a row, each whole or by its beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase(Vec<(String, bool)>);

/// Words that may stand between the words of a phrase.
const FILLERS: [&str; 13] = [
    "really",
    "so",
    "very",
    "just",
    "even",
    "literally",
    "kinda",
    "completely",
    "totally",
    "actually",
    "freaking",
    "super",
    "sorta",
];

/// Words that are not taken for a misspelling of another: one a line.
static ORDINARY: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../triage/ordinary_words.txt")
        .lines()
        .collect()
});

impl Phrase {
    pub(crate) fn read(text: &str) -> Self {
        Self(
            text.split_whitespace()
                .flat_map(|word| {
                    let star = word.ends_with('*');
                    let parts = tokens(word.trim_end_matches('*'));
                    let last = parts.len();
                    parts
                        .into_iter()
                        .enumerate()
                        .map(move |(index, part)| (part.word, star && index + 1 == last))
                })
                .collect(),
        )
    }

    /// Stands for a class of words until the class is filled in.
    pub(crate) fn class(id: &str) -> Self {
        Self(vec![(format!("@{id}"), false)])
    }

    /// The class that it stands for.
    pub(crate) fn named_class(&self) -> Option<&str> {
        match self.0.as_slice() {
            [(word, _)] => word.strip_prefix('@'),
            _ => None,
        }
    }

    /// Every place where it stands: first and last token.
    pub(crate) fn find(&self, text: &[Token]) -> Vec<(usize, usize)> {
        (0..text.len())
            .filter_map(|from| self.at(text, from).map(|to| (from, to)))
            .collect()
    }

    fn at(&self, text: &[Token], from: usize) -> Option<usize> {
        let mut place = from;
        for (index, (word, star)) in self.0.iter().enumerate() {
            if index > 0
                && text.get(place).is_some_and(|token| {
                    FILLERS.contains(&token.word.as_str()) && token.word != *word
                })
            {
                place += 1;
            }
            let token = text.get(place)?;
            if !matches(word, *star, &token.word) || token.sentence != text.get(from)?.sentence {
                return None;
            }
            place += 1;
        }
        place.checked_sub(1).filter(|_| !self.0.is_empty())
    }
}

fn matches(word: &str, star: bool, token: &str) -> bool {
    // Whatever is wrong in a word, its first letter is taken to be right.
    if word.as_bytes().first() != token.as_bytes().first() {
        return false;
    }
    if star && token.starts_with(word) {
        return true;
    }
    if token == word || token.strip_suffix('s') == Some(word) {
        return true;
    }
    let (size, other) = (word.chars().count(), token.chars().count());
    let alike = if star {
        size >= 6 && other + 1 >= size
    } else {
        size >= 5 && other >= 4 && size.abs_diff(other) <= 1
    };
    if !alike {
        return false;
    }
    let digits = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    if digits(word) || digits(token) || ORDINARY.contains(token) {
        return false;
    }
    if star {
        return (size - 1..=size + 1).any(|length| {
            let start: String = token.chars().take(length).collect();
            one_off(word, &start)
        });
    }
    one_off(word, token)
}

/// Whether one letter is wrong, missing, too many, or two are swapped.
fn one_off(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = |a: &[char], b: &[char]| a == b;
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Equal => {
            same == a.len()
                || tail(&a[same + 1..], &b[same + 1..])
                || (same + 1 < a.len()
                    && a[same] == b[same + 1]
                    && a[same + 1] == b[same]
                    && tail(&a[same + 2..], &b[same + 2..]))
        }
        std::cmp::Ordering::Greater => a.len() == b.len() + 1 && tail(&a[same + 1..], &b[same..]),
        std::cmp::Ordering::Less => b.len() == a.len() + 1 && tail(&a[same..], &b[same + 1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_wrong_is_found_and_another_word_is_not() {
        for (pattern, text, want) in [
            ("chest pain", "my chset pain", true),
            ("chest pain", "a chess pain", false),
            ("suicid*", "feeling sucidal", true),
            ("suicid*", "a suit", false),
            ("cant breathe", "I can’t really breathe", true),
            ("face is drooping", "her face is. drooping", false),
            ("no 104", "no 105", false),
            ("seizure", "siezure", true),
        ] {
            assert_eq!(
                !Phrase::read(pattern).find(&tokens(text)).is_empty(),
                want,
                "{pattern} in {text}"
            );
        }
    }

    #[test]
    fn numbers_stand_alone() {
        let words: Vec<String> = tokens("104.2F, 190/120 and 2mo")
            .into_iter()
            .map(|token| token.word)
            .collect();
        assert_eq!(words, ["104.2", "f", "190", "120", "and", "2", "mo"]);
    }
}
