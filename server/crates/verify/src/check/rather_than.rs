//! One thing told rather than another, where the speakers chose the other: `suddenly rather than gradually`, of `it's more gradual`.

use super::negation::Polarity;
use super::{Check, Cited};
use crate::text::Token;
use model::{ReasonCode, Verdict};

/// How far from the words a thing stands, in tokens.
const NEAR: usize = 4;

impl Check<'_> {
    /// The thing that is told is nowhere affirmed by an answer, the one that is rejected is.
    pub(crate) fn rather_than(&mut self) {
        let spoken = |cited: &Cited<'_>| cited.snippet.segment.is_some();
        if self.cited.is_empty() || !self.cited.iter().all(spoken) {
            return;
        }
        let tokens = &self.claim.tokens;
        let joint = (1..tokens.len()).find(|at| {
            (tokens[at - 1].is("rather") || tokens[at - 1].is("instead"))
                && matches!(tokens[*at].lower.as_str(), "than" | "of")
        });
        let Some(joint) = joint else { return };
        let weighs = |token: &&Token| {
            token.is_word() && token.lower.len() > 2 && !self.lexicon.is_function(&token.lower)
        };
        let told = tokens[..joint - 1].iter().rev().take(NEAR).find(weighs);
        let rejected = tokens[joint + 1..].iter().take(NEAR).find(weighs);
        let Some((told, rejected)) = told.zip(rejected) else {
            return;
        };
        if !self.answered_with(told) && self.answered_with(rejected) {
            let span = told.span;
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Comparator, span, None, Vec::new());
        }
    }

    /// Whether a sentence that asks nothing has a word, or one of its family, and does not deny it.
    fn answered_with(&self, own: &Token) -> bool {
        self.cited
            .iter()
            .copied()
            .enumerate()
            .any(|(place, cited)| {
                let prose = &cited.source.prose;
                prose.iter().enumerate().any(|(index, word)| {
                    let same = word.is_word()
                        && (word.stem == own.stem
                            || word.ids.iter().any(|id| own.ids.contains(id))
                            || super::unsaid::derived(&own.stem, &word.stem)
                            || self
                                .lexicon
                                .words_of_family(own)
                                .any(|ids| ids.len() == 1 && word.ids.first() == ids.first()));
                    let (_, end) = cited.source.sentence_of(index);
                    let asked = prose[index..end].iter().any(|token| token.is_mark('?'));
                    same && !asked
                        && self.polarity_at(place, cited, index) == Some(Polarity::Affirmed)
                })
            })
    }
}
