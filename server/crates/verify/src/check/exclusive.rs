//! States of which only one is true at a time: a non-smoker is no active smoker.

use super::{Check, at};
use crate::lexicon::Cue;
use model::{ReasonCode, Verdict};

impl Check<'_> {
    /// A state told where the cited prose, undenied and of the patient, has another of its kind and nowhere this one.
    pub(crate) fn exclusive(&mut self) {
        for index in 0..self.claim.tokens.len() {
            let token = &self.claim.tokens[index];
            let Some((own, others)) = token.ids.iter().find_map(|own| {
                let others = self.lexicon.exclusive(*own);
                (!others.is_empty()).then_some((*own, others))
            }) else {
                continue;
            };
            let clause = self.claim.clause_of(index);
            // `Non-smoker` is a word of its own, `not an active smoker` is not.
            let denied = self
                .claim
                .all(Cue::Negation)
                .any(|found| found.to <= index && self.claim.clause_of(found.from) == clause)
                && !self.negates_itself(index);
            if denied || self.claim.has(Cue::Relative) {
                continue;
            }
            let said = |wanted: &dyn Fn(&u64) -> bool| {
                self.cited.iter().copied().find_map(|cited| {
                    let prose = &cited.source.prose;
                    let told = prose.iter().enumerate().find(|(place, word)| {
                        word.ids.iter().any(wanted) && {
                            let (from, to) = cited.source.sentence_of(*place);
                            !cited.source.family.contains(&word.sentence)
                                && cited.source.cues_in(from, to).iter().all(|cue| {
                                    cue.cue != Cue::Relative
                                        && (cue.cue != Cue::Negation
                                            || cue.from >= *place
                                            || cue.to == *place + 1)
                                })
                        }
                    })?;
                    Some((cited, told.1.span))
                })
            };
            let coded = || {
                let mut facts = self.reach().filter(|cited| !cited.source.is_prose);
                facts.any(|cited| cited.source.ids.contains(&own))
            };
            if said(&|id| *id == own).is_some() || coded() {
                continue;
            }
            if let Some((cited, place)) = said(&|id| others.contains(id)) {
                let span = token.span;
                let words = place.of(&cited.snippet.text).map(str::to_owned);
                let places = vec![at(cited, "text", Some(place))];
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Negation,
                    span,
                    words,
                    places,
                );
                return;
            }
        }
    }

    /// Whether the negation before a word is a part of its own name: `non-smoker`.
    fn negates_itself(&self, index: usize) -> bool {
        self.claim
            .all(Cue::Negation)
            .any(|found| found.from <= index && index < found.to)
    }
}
