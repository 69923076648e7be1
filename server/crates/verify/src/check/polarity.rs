//! How sources speak of a word: affirmed or denied, questions by their answers.

use super::negation::Polarity;
use super::{Check, Cited};
use crate::lexicon::Cue;
use crate::text::{Token, id};
use sources::{FactRole, FactValue};
use std::collections::HashSet;

impl<'a> Check<'a> {
    /// Whether a cited structured source states an absence itself.
    pub(super) fn source_denies(&self) -> bool {
        let negative = id('c', "negative");
        let never = id('c', "smoker_never");
        self.cited.iter().any(|cited| {
            cited.source.ids.contains(&negative)
                || cited.source.ids.contains(&never)
                || cited
                    .snippet
                    .facts(FactRole::Value)
                    .chain(cited.snippet.facts(FactRole::Code))
                    .any(|fact| {
                        let words = match &fact.value {
                            FactValue::Coded { text, .. } | FactValue::Text(text) => {
                                text.to_lowercase()
                            }
                            FactValue::Boolean(value) => return !*value,
                            _ => return false,
                        };
                        words.split_whitespace().any(|word| {
                            matches!(
                                word,
                                "no" | "not" | "never" | "none" | "negative" | "without" | "absent"
                            )
                        })
                    })
        })
    }

    pub(super) fn affirming(&self, terms: &[usize]) -> Option<Cited<'a>> {
        self.cited.iter().copied().find(|cited| {
            terms.iter().any(|index| {
                self.claim.tokens[*index]
                    .ids
                    .iter()
                    .any(|id| cited.source.names.contains(id))
            })
        })
    }

    pub(super) fn polarity_in_sources(&self, token: &Token) -> HashSet<Polarity> {
        let mut out = HashSet::new();
        let asked: Vec<Cited<'a>> = self
            .linked
            .iter()
            .copied()
            .filter(|cited| cited.snippet.segment.is_some())
            .collect();
        for (place, cited) in self.cited.iter().chain(&asked).enumerate() {
            if cited.snippet.resource.is_some()
                && cited.source.names.iter().any(|id| token.ids.contains(id))
            {
                let denied = self.source_denies();
                out.insert(if denied {
                    Polarity::Denied
                } else {
                    Polarity::Affirmed
                });
            }
            let prose = &cited.source.prose;
            for (index, word) in prose.iter().enumerate() {
                if !word.is_word() || !word.ids.iter().any(|id| token.ids.contains(id)) {
                    continue;
                }
                out.extend(self.polarity_at(place, *cited, index));
            }
        }
        out
    }

    /// How prose speaks of its word: by negations before it in the sentence; a question by its answer.
    pub(super) fn polarity_at(
        &self,
        place: usize,
        cited: Cited<'a>,
        index: usize,
    ) -> Option<Polarity> {
        let prose = &cited.source.prose;
        let sentence = prose[index].sentence;
        let denied = cited
            .source
            .cues_in(index.saturating_sub(20), index)
            .iter()
            .any(|cue| {
                cue.cue == Cue::Negation
                    && cue.to <= index
                    && prose[cue.from].sentence == sentence
                    && index - cue.to <= 12
                    && !prose[cue.to..index].iter().any(|token| {
                        token.is_word()
                            && matches!(
                                token.lower.as_str(),
                                "but" | "however" | "except" | "although"
                            )
                    })
            });
        if denied {
            return Some(Polarity::Denied);
        }
        let (_, end) = cited.source.sentence_of(index);
        let asks = prose[index..end].iter().any(|token| token.is_mark('?'));
        if asks && cited.snippet.segment.is_some() {
            return self.answer(place, cited, index);
        }
        Some(Polarity::Affirmed)
    }

    /// What is answered to the question at `index`: in the same segment after it, or at the head of the next.
    pub(super) fn answer(&self, place: usize, cited: Cited<'a>, index: usize) -> Option<Polarity> {
        let number = cited.snippet.segment.as_ref()?.number;
        let prefix = cited.snippet.id.as_str().split(':').next()?;
        let next = model::SourceId::new(format!("{prefix}:{}", number + 1));
        let position = self.set.position(&next)?;
        let source = self.prepared.source(self.set, position);
        let _ = (place, index);
        for token in source
            .prose
            .iter()
            .filter(|token| token.is_word())
            .skip(usize::from(
                source.prose.first().is_some_and(|mark| mark.is_mark('[')),
            ))
            .take(12)
        {
            match token.lower.as_str() {
                "no" | "nope" | "nah" | "not" | "none" | "never" | "don't" | "haven't"
                | "hasn't" | "isn't" | "didn't" => return Some(Polarity::Denied),
                "yes" | "yeah" | "yep" | "sure" | "correct" | "right" | "definitely"
                | "absolutely" | "mm" => return Some(Polarity::Affirmed),
                _ => {}
            }
        }
        None
    }
}
