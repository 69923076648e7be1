//! Spans of time that are no length of their own, or are compared with one another.

use super::Check;
use crate::claim::Duration;
use model::{ReasonCode, Verdict};
use rust_decimal::Decimal;

impl Check<'_> {
    /// `on one day`, `one day short of five years`: no span of its own.
    pub(super) fn no_length(&self, duration: &Duration) -> bool {
        let word = |at: Option<usize>| {
            at.and_then(|at| self.claim.tokens.get(at))
                .map_or("", |token| token.lower.as_str())
        };
        duration.count == Decimal::ONE
            && (matches!(word(duration.from.checked_sub(1)), "on" | "all")
                || matches!(word(Some(duration.to)), "short" | "apart"))
    }

    /// A length that the statement itself tells as corrected, and that the words of a source have.
    pub(super) fn taken_back(&self, duration: &Duration) -> bool {
        let sentence = self.claim.tokens[duration.from].sentence;
        let corrected = self.claim.tokens.iter().any(|token| {
            token.sentence == sentence && matches!(token.lower.as_str(), "corrected" | "corrects")
        });
        let words = self.claim.words(duration.from, duration.to).to_lowercase();
        corrected
            && self.cited.iter().any(|cited| {
                cited.source.is_prose && cited.snippet.text.to_lowercase().contains(&words)
            })
    }

    /// `eighteen months before this summary`: back from the date of writing.
    pub(super) fn before_now(&self, duration: &Duration) -> bool {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        word(duration.to.saturating_sub(1)) == "before"
            && matches!(word(duration.to), "this" | "today" | "now" | "writing")
            && matches!(
                word(duration.to + 1),
                "" | "."
                    | ","
                    | "summary"
                    | "note"
                    | "letter"
                    | "report"
                    | "writing"
                    | "intake"
                    | "draft"
                    | "document"
            )
    }

    /// `371 days, less than a year`: the first against the second.
    pub(super) fn durations_compared(&mut self, duration: &Duration) {
        use crate::lexicon::Cue;
        let Some(cue) = self.claim.cues.iter().copied().find(|found| {
            matches!(
                found.cue,
                Cue::Above | Cue::Below | Cue::AtLeast | Cue::AtMost | Cue::Approximate
            ) && found.from >= duration.to
                && found.from - duration.to <= 3
                && self
                    .claim
                    .slice(duration.to, found.from)
                    .iter()
                    .all(|token| {
                        !token.is_word()
                            || matches!(
                                token.lower.as_str(),
                                "or" | "slightly" | "just" | "is" | "which" | "a"
                            )
                    })
        }) else {
            return;
        };
        let other = self
            .claim
            .durations
            .iter()
            .find(|other| other.from == cue.to);
        let single = || {
            let article = self
                .claim
                .tokens
                .get(cue.to)
                .is_some_and(|token| matches!(token.lower.as_str(), "a" | "an" | "one"));
            let (unit, _) = self
                .lexicon
                .unit_at(self.claim.text, &self.claim.tokens, cue.to + 1)
                .filter(|(unit, _)| article && self.lexicon.dimension(*unit) == "time")?;
            self.lexicon.units.get(unit).map(|unit| unit.factor)
        };
        let limit = other
            .and_then(|other| other.count.checked_mul(other.unit))
            .or_else(single);
        let Some((own, limit)) = duration.count.checked_mul(duration.unit).zip(limit) else {
            return;
        };
        let words = self.claim.words(cue.from, cue.to).to_lowercase();
        let holds = match cue.cue {
            Cue::Above | Cue::AtLeast => own >= limit,
            Cue::Below | Cue::AtMost => own <= limit,
            _ if words.ends_with("over") || words.ends_with("above") => own >= limit,
            _ if words.ends_with("under") || words.ends_with("below") => own <= limit,
            _ => true,
        };
        if !holds {
            let span = self.claim.span(cue.from, cue.to);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Comparator,
                span,
                None,
                Vec::new(),
            );
        }
    }
}
