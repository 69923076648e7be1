//! Words that a transcript has otherwise than a note: drugs as a machine heard them, stages in words, findings told as `positive for`.

use super::Check;
use crate::number::word_value;
use crate::text::Token;
use std::collections::HashSet;

/// Shorter names of drugs are too much alike to be told by their sound.
const SHORTEST: usize = 7;
/// How many words of the cited lines are compared with a name that they do not have.
const MOST_WORDS: usize = 2000;

impl Check<'_> {
    fn heard(&self) -> bool {
        !self.cited.is_empty()
            && self
                .cited
                .iter()
                .all(|cited| cited.snippet.segment.is_some())
    }

    /// `Cisplatin`, where the transcript has `cisplacin`: a word of no list that is nearer to this drug than to any other.
    pub(super) fn misheard_drug(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        if !self.heard() || token.lower.len() < SHORTEST || !self.lexicon.is_drug(&token.stem) {
            return false;
        }
        let mut seen: HashSet<&str> = HashSet::new();
        let words = self
            .cited
            .iter()
            .flat_map(|cited| &cited.source.prose)
            .filter(|word| word.is_word() && word.ids.len() < 2 && seen.insert(&word.lower));
        words
            .take(MOST_WORDS)
            .any(|word| self.sounds_like(word, token))
    }

    fn sounds_like(&self, word: &Token, drug: &Token) -> bool {
        let known = self.lexicon.is_plain(&word.lower)
            || self.lexicon.is_ordinary(&word.lower)
            || self.lexicon.is_general(&word.stem)
            || self.lexicon.is_drug(&word.stem);
        let alike = |name: &str| distance(&word.lower, name);
        let reach = if drug.lower.len() > 8 { 3 } else { 2 };
        if known
            || word.lower.len() + 2 < SHORTEST
            || word.lower.chars().next() != drug.lower.chars().next()
        {
            return false;
        }
        let own = alike(&drug.lower).min(alike(&drug.stem));
        own <= reach
            && self
                .lexicon
                .drug_stems()
                .filter(|other| **other != drug.stem && !drug.lower.starts_with(other.as_str()))
                .all(|other| alike(other) > own)
    }

    /// `stage III`, where the words have `stage three`; `type 2` of `type two` is a number like any other.
    pub(super) fn roman_said(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        let value = match token.lower.as_str() {
            "i" => 1,
            "ii" | "iia" | "iib" => 2,
            "iii" | "iiia" | "iiib" | "iiic" => 3,
            "iv" | "iva" | "ivb" => 4,
            "v" => 5,
            _ => return false,
        };
        let grade = |word: &Token| {
            matches!(
                word.lower.as_str(),
                "stage" | "type" | "grade" | "class" | "phase" | "degree"
            )
        };
        let Some(noun) = at.checked_sub(1).map(|before| &self.claim.tokens[before]) else {
            return false;
        };
        let letter = token
            .lower
            .chars()
            .last()
            .filter(|last| matches!(last, 'a' | 'b' | 'c'));
        grade(noun)
            && self.cited.iter().any(|cited| {
                cited.source.prose.windows(3).any(|three| {
                    three[0].stem == noun.stem
                        && (word_value(&three[1].lower) == Some(value)
                            || three[1].lower == value.to_string())
                        && letter.is_none_or(|letter| three[2].lower == letter.to_string())
                })
            })
    }

    /// `because of the cost`: what is told as the cause in a conversation must be said in it, however plain the word.
    pub(super) fn named_as_cause(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        let plain = token.lower.len() < 4
            || self.lexicon.is_function(&token.lower)
            || matches!(
                token.lower.as_str(),
                "this"
                    | "that"
                    | "these"
                    | "those"
                    | "being"
                    | "having"
                    | "other"
                    | "what"
                    | "which"
                    | "some"
                    | "their"
                    | "both"
            );
        let led = (1..=2).any(|back| {
            at.checked_sub(back).is_some_and(|before| {
                matches!(self.claim.tokens[before].lower.as_str(), "of" | "to")
            })
        });
        if plain || !led || !self.heard() {
            return false;
        }
        let behind = self.claim.all(crate::lexicon::Cue::Cause).any(|found| {
            let article = |index: usize| {
                matches!(
                    self.claim.tokens[index].lower.as_str(),
                    "the" | "a" | "an" | "his" | "her" | "their" | "its"
                )
            };
            let of = matches!(self.claim.tokens[found.to - 1].lower.as_str(), "of" | "to");
            of && (found.to == at || (found.to + 1 == at && article(found.to)))
        });
        let noun = self
            .claim
            .tokens
            .get(at + 1)
            .is_none_or(|next| !next.is_word() || self.lexicon.is_function(&next.lower));
        behind && noun && !self.ids_has(token)
    }

    /// `Positive for a cough`: told as there, which the checks of denials answer for; of a test the word itself must be said.
    pub(super) fn told_positive(&self, at: usize) -> bool {
        let tokens = &self.claim.tokens;
        let (first, _) = self.sentence_range(at);
        let finding = tokens
            .get(at + 2..)
            .unwrap_or_default()
            .iter()
            .take(6)
            .any(|token| token.is_word() && self.lexicon.is_problem(&token.ids));
        self.heard()
            && tokens[at].is("positive")
            && tokens.get(at + 1).is_some_and(|next| next.is("for"))
            && finding
            && tokens[first..at].iter().all(|token| {
                !token.is_word()
                    || self.lexicon.is_heading(&token.stem)
                    || matches!(
                        token.lower.as_str(),
                        "ros" | "she" | "he" | "is" | "was" | "patient" | "pt" | "the"
                    )
            })
    }
}

/// How many letters two words differ by, as far as that matters here.
fn distance(one: &str, other: &str) -> usize {
    const FAR: usize = 4;
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) >= FAR || one.len() > 40 || other.len() > 40 {
        return FAR;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.iter().enumerate() {
        let mut corner = row[0];
        row[0] = index + 1;
        for (place, wanted) in other.iter().enumerate() {
            let change = corner + usize::from(letter != wanted);
            corner = row[place + 1];
            row[place + 1] = change.min(corner + 1).min(row[place] + 1);
        }
    }
    row.last().copied().unwrap_or(FAR)
}
