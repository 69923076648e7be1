//! What is told in the present tense, of orders that are over.

use super::state::status_of;
use super::{Check, Cited};
use crate::lexicon::Cue;
use crate::source::State;
use model::{ReasonCode, Verdict};

impl<'a> Check<'a> {
    /// A stopped order told without any word of the past, as a line of a list or in the present tense, is told as current.
    #[expect(
        clippy::too_many_lines,
        reason = "one sign of the past after the other"
    )]
    pub(crate) fn told_as_current(&mut self) {
        let over = |cited: &Cited<'a>| {
            cited.source.state == Some(State::Ended)
                && cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| matches!(kind, "MedicationRequest" | "MedicationStatement"))
        };
        let orders: Vec<Cited<'a>> = self
            .cited
            .iter()
            .copied()
            .filter(|cited| {
                cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| kind.starts_with("Medication"))
            })
            .collect();
        if orders.is_empty() {
            return;
        }
        let sentences = self.sentences_of(&orders);
        // `on hydrochlorothiazide 25 mg for 46 years`: neither a length nor the day it began tells that it is over.
        let on = self.told_as_on(&orders);
        if !self.claim.codes.is_empty()
            || !(orders.iter().all(over) || (self.told_in_present() && orders.iter().any(over)))
            || self.claim.cues.iter().any(|found| {
                sentences.contains(&self.claim.tokens[found.from].sentence)
                    && !(on && self.claim.tokens[found.from].is("since"))
                    && matches!(
                        found.cue,
                        Cue::Inactive
                            | Cue::Completed
                            | Cue::Active
                            | Cue::Held
                            | Cue::Ordered
                            | Cue::Done
                            | Cue::Retracted
                            | Cue::Negation
                            | Cue::Strong
                            | Cue::Up
                            | Cue::Down
                            | Cue::First
                    )
            })
        {
            return;
        }
        // The `needed` of a frequency tells no past, nor does another sentence.
        let unused = |(at, token): &(usize, &crate::text::Token)| {
            !self.claim.used[*at] && sentences.contains(&token.sentence)
        };
        let mut words = self.claim.tokens.iter().enumerate().filter(unused);
        let past = words.any(|(_, token)| {
            !(on && matches!(token.lower.as_str(), "for" | "been" | "since"))
                && (matches!(
                    token.lower.as_str(),
                    "was"
                        | "were"
                        | "had"
                        | "did"
                        | "been"
                        | "after"
                        | "before"
                        | "then"
                        | "until"
                        | "earlier"
                        | "previous"
                        | "prior"
                        | "previously"
                        | "past"
                        | "former"
                        | "old"
                        | "took"
                        | "given"
                        | "gave"
                        | "got"
                        | "used"
                        | "history"
                        | "course"
                        | "for"
                        | "during"
                        | "following"
                        | "replaced"
                        | "order"
                        | "orders"
                        | "received"
                ) || (token.is_word() && token.lower.len() > 4 && token.lower.ends_with("ed")))
        }) || self.claim.dates.iter().any(|mention| {
            sentences.contains(&self.claim.tokens[mention.from].sentence)
                && !(on
                    && mention
                        .from
                        .checked_sub(1)
                        .is_some_and(|at| self.claim.tokens[at].is("since")))
                && mention
                    .last()
                    .is_none_or(|day| (self.as_of - day).whole_days() > 1)
        });
        // `Rx 2026: …` is a line of what was ordered.
        let ordered = self
            .claim
            .tokens
            .first()
            .is_some_and(|token| token.is("rx"))
            && !self.claim.dates.is_empty();
        if past || ordered {
            return;
        }
        let cited = orders[0];
        let end = self.claim.tokens.len();
        let span = self.claim.span(0, end);
        let (found, place) = status_of(cited);
        self.against(
            Verdict::Contradicted,
            ReasonCode::Superseded,
            span,
            found,
            place.into_iter().collect(),
        );
    }

    /// `his treatment is A with B`.
    fn told_in_present(&self) -> bool {
        self.claim
            .tokens
            .iter()
            .any(|token| matches!(token.lower.as_str(), "is" | "are"))
    }
}
