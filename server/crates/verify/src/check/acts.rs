//! Acts and circumstances that plain words add to coded facts: consent, calls, approvals, plans. Nothing clinical in them is unknown, and yet they claim
//! something that the sources must say.

use super::Check;
use crate::text::Token;
use model::ReasonCode;

/// Words that begin a part of a sentence that adds something.
const JOINTS: [&str; 12] = [
    "with",
    "without",
    "after",
    "by",
    "following",
    "before",
    "under",
    "via",
    "despite",
    "and",
    "when",
    "while",
];
/// Sentences with one of these ask for a thing, and do not say that it was done.
const ASKS: [&str; 11] = [
    "please",
    "kindly",
    "request",
    "ask",
    "seek",
    "appeal",
    "letter",
    "support",
    "criterion",
    "criteria",
    "policy",
];
/// What a result can be called in plain words.
const OUTCOMES: [&str; 8] = [
    "normal",
    "abnormal",
    "unremarkable",
    "reassuring",
    "good",
    "satisfactory",
    "successful",
    "benign",
];

impl Check<'_> {
    /// Reports an added act of which no source says a word.
    pub(crate) fn acts(&mut self) {
        if self.cited.is_empty() || self.documents() {
            return;
        }
        for (from, to) in self.parts() {
            let act = (from..to).find(|at| {
                !self.claim.used[*at]
                    && self
                        .lexicon
                        .act(&self.claim.tokens[*at].stem)
                        .is_some_and(|words| !self.act_said(words))
            });
            let outcome = || (from..to).find(|at| self.outcome_untold(*at, from, to));
            if let Some(at) = act.or_else(outcome)
                && !self.tied_part(from, to)
                && !self.asks(at)
            {
                self.unsupported(ReasonCode::Fabrication, at, at + 1);
            }
        }
    }

    /// The parts of each sentence: what commas, semicolons and joints set off.
    fn parts(&self) -> Vec<(usize, usize)> {
        let tokens = &self.claim.tokens;
        let mut parts = Vec::new();
        let mut from = 0;
        for at in 1..=tokens.len() {
            let ends = tokens.get(at).is_none_or(|token| {
                token.sentence != tokens[at - 1].sentence
                    || token.is_mark(',')
                    || token.is_mark(';')
                    || token.is_mark(':')
                    || token.is_mark('|')
                    || JOINTS.contains(&token.lower.as_str())
            });
            if ends {
                parts.push((from, at));
                from = at;
            }
        }
        parts
    }

    fn act_said(&self, words: &[String]) -> bool {
        self.reach().any(|cited| {
            words
                .iter()
                .any(|stem| cited.source.ids.contains(&crate::text::id('w', stem)))
        })
    }

    /// `with a normal result`, of a procedure whose record tells no result.
    fn outcome_untold(&self, at: usize, from: usize, to: usize) -> bool {
        let token = &self.claim.tokens[at];
        let noun = |token: &Token| {
            matches!(
                token.stem.as_str(),
                "result" | "finding" | "outcome" | "effect"
            )
        };
        let (first, end) = self.sentence_range(at);
        let named = self.named_in(first, end);
        let pool = if named.is_empty() {
            &self.cited
        } else {
            &named
        };
        let acts = pool.iter().all(|cited| {
            matches!(
                cited.snippet.resource_type(),
                Some("Procedure" | "Immunization" | "MedicationRequest" | "Encounter")
            )
        });
        OUTCOMES.contains(&token.lower.as_str())
            && acts
            && self.claim.slice(from, to).iter().any(noun)
            && !pool
                .iter()
                .any(|cited| token.ids.iter().any(|id| cited.source.ids.contains(id)))
    }

    /// Whether a source says a word of the part that is no plain one, or the part has a date, a code or a value: other checks answer for these.
    fn tied_part(&self, from: usize, to: usize) -> bool {
        (from..to).any(|at| {
            let token = &self.claim.tokens[at];
            let named = token.is_word()
                && (token.ids.len() > 1 || !self.lexicon.is_general(&token.stem))
                && self.lexicon.act(&token.stem).is_none()
                && !self.lexicon.is_plain(&token.lower)
                && token.ids.iter().any(|id| self.ids.contains(id));
            let code = self
                .claim
                .codes
                .iter()
                .any(|code| code.from <= at && at < code.to);
            let date = self
                .claim
                .dates
                .iter()
                .any(|mention| mention.from <= at && at < mention.to);
            named || code || date
        })
    }

    fn asks(&self, at: usize) -> bool {
        let (from, to) = self.sentence_range(at);
        self.claim.slice(from, to).iter().any(|token| {
            ASKS.contains(&token.stem.as_str()) || ASKS.contains(&token.lower.as_str())
        })
    }
}
