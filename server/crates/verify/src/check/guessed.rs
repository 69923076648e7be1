//! Causes that a speaker only guesses at, told as if they were known: `caused by the pill`, of `could it be the pill?` – `Maybe.`

use super::spoken::{DOUBT, Said};
use super::{Check, Cited};
use crate::lexicon::Cue;
use crate::text::Token;
use model::{ReasonCode, Verdict};

/// How far behind a word of cause its cause stands, in tokens.
const NEAR: usize = 8;

impl Check<'_> {
    /// A cause told outright, which every sentence that speaks of it doubts, asks or calls one of several.
    pub(crate) fn guessed_causes(&mut self) {
        let spoken = |cited: &Cited<'_>| cited.snippet.segment.is_some();
        if !self.cited.iter().all(spoken) {
            return;
        }
        for found in self.claim.all(Cue::Cause).collect::<Vec<_>>() {
            let outright = matches!(
                self.claim.tokens[found.to - 1].lower.as_str(),
                "to" | "by" | "of" | "from"
            );
            let open = self.denied_just_before(found.from)
                || self.doubted_here(found.from)
                || self.said_to_be_a_view(found.from);
            if !outright || open {
                continue;
            }
            let (_, end) = self.claim.clause_range(self.claim.clause_of(found.from));
            let causes: Vec<usize> = (found.to..end.min(found.to + NEAR))
                .filter(|at| {
                    let token = &self.claim.tokens[*at];
                    token.is_word()
                        && (token.ids.len() > 1
                            || (token.lower.len() > 3 && !self.lexicon.is_general(&token.stem)))
                })
                .collect();
            let guessed = causes.into_iter().any(|at| {
                let said = self.told_of(at);
                !said.is_empty() && said.iter().all(|said| self.guesses(said))
            });
            if guessed {
                let span = self.claim.span(found.from, found.to);
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::Causality, span, None, Vec::new());
            }
        }
    }

    /// Whether the clause of a word has a doubt of its own.
    fn doubted_here(&self, at: usize) -> bool {
        self.claim.clause_has(at, Cue::Hedge) || self.claim.clause_has(at, Cue::Conditional)
    }

    /// `he puts it down to`, `in her view`: whose opinion it is, is told.
    fn said_to_be_a_view(&self, at: usize) -> bool {
        let (from, to) = self.sentence_range(at);
        self.claim.slice(from, to).iter().any(|token| {
            matches!(
                token.stem.as_str(),
                "think"
                    | "thought"
                    | "believ"
                    | "belief"
                    | "feel"
                    | "view"
                    | "opinion"
                    | "attribut"
                    | "put"
                    | "blam"
                    | "wonder"
                    | "suspect"
                    | "guess"
                    | "accord"
                    | "whether"
                    | "ask"
                    | "asked"
                    | "say"
                    | "said"
            )
        })
    }

    /// Whether a sentence doubts, or asks and is not answered with yes.
    fn guesses(&self, said: &Said<'_>) -> bool {
        let patient = said.cited.snippet.author.as_deref() != Some("doctor");
        let thinks = |token: &Token| matches!(token.lower.as_str(), "think" | "guess" | "figure");
        let opinion = patient && said.words.iter().any(thinks);
        let doubted = said.has(&DOUBT[..5])
            || said.has(&[
                &["possible", "causes"],
                &["could", "have"],
                &["may", "have"],
            ])
            || said.words.iter().any(|word| {
                matches!(
                    word.lower.as_str(),
                    "possible" | "possibly" | "probably" | "perhaps" | "maybe"
                )
            });
        let asked = said.words.iter().any(|token| token.is_mark('?'))
            && self.answer(0, said.cited, said.from) != Some(super::negation::Polarity::Affirmed);
        opinion || doubted || asked
    }
}
