//! Statements that say nothing: a letter, or joining words alone.

use super::Check;
use model::{ReasonCode, Verdict};

impl Check<'_> {
    /// What no word, number or date tells of cannot be carried by a source, whatever letters stand in it.
    pub(crate) fn nothing_said(&mut self) {
        let says = |token: &crate::text::Token| {
            token.is_word()
                && token.lower.chars().count() > 1
                && !self.lexicon.is_function(&token.lower)
        };
        if self.claim.tokens.iter().any(says)
            || !self.claim.numbers.is_empty()
            || !self.claim.dates.is_empty()
            || !self.claim.durations.is_empty()
            || !self.claim.codes.is_empty()
        {
            return;
        }
        let span = self.claim.span(0, self.claim.tokens.len());
        self.against(
            Verdict::Unsupported,
            ReasonCode::Irrelevant,
            span,
            None,
            Vec::new(),
        );
    }
}
