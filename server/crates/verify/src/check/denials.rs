//! Denials of what a cited entry says: `allopurinol is not prescribed`, and denials of a denial.

use super::negation::Polarity;
use super::{Check, at};
use crate::lexicon::{Cue, Found};
use model::{ReasonCode, Verdict};

impl Check<'_> {
    /// `Allopurinol is not prescribed`, `anemia: absent`, `the vaccine was declined`, where the cited entry says that it is or was.
    pub(super) fn denied_entry(&mut self, found: Found) {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let own = word(found.from).to_owned();
        let told = matches!(own.as_str(), "declined" | "refused" | "absent" | "denied")
            || (matches!(own.as_str(), "not" | "never" | "isn't" | "wasn't")
                && (0..3).any(|skip| {
                    matches!(
                        word(found.to + skip),
                        "prescribed"
                            | "done"
                            | "completed"
                            | "carried"
                            | "conducted"
                            | "undertaken"
                            | "undergone"
                            | "ordered"
                            | "given"
                            | "taken"
                            | "administered"
                            | "performed"
                            | "present"
                            | "received"
                            | "immunized"
                            | "vaccinated"
                            | "delivered"
                            | "provided"
                            | "held"
                            | "obtained"
                            | "started"
                    ) && (0..skip).all(|index| {
                        matches!(
                            word(found.to + index),
                            "been" | "being" | "currently" | "yet" | "ever"
                        )
                    })
                }));
        // `whose strength is not given`: a detail is told or not, it is not taken.
        let detail = (1..=2).any(|back| {
            found
                .from
                .checked_sub(back)
                .is_some_and(|at| super::details::is_detail(&self.claim.tokens[at]))
        }) && word(found.to) == "given";
        if !told || detail || self.documents() || self.claim.has(Cue::Retracted) {
            return;
        }
        let first = self.sentence_start(found.from);
        let entry = self.named_in(first, found.from).into_iter().find(|cited| {
            cited.snippet.resource_type().is_some_and(|kind| {
                kind.starts_with("Medication")
                    || matches!(kind, "Condition" | "Immunization" | "Procedure")
            }) && cited.source.retracted.is_none()
                && !matches!(cited.source.state, Some(crate::source::State::Held))
                && !(own == "absent" && cited.source.state == Some(crate::source::State::Ended))
        });
        if let Some(cited) = entry {
            let span = self.claim.span(found.from, found.to);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Negation,
                span,
                Some(cited.snippet.title.clone()),
                vec![at(cited, "status", None)],
            );
        }
    }

    /// `Denied not being in work`: what the sources deny, told the other way.
    pub(super) fn denied_twice(&mut self, found: Found, to: usize) {
        let second = self.claim.cues.iter().copied().find(|other| {
            matches!(other.cue, Cue::Negation | Cue::Strong)
                && other.from == found.to
                && self.claim.tokens[other.from].is("not")
        });
        let Some(second) = second else { return };
        let denied = (second.to..to).any(|index| {
            self.is_clinical(index)
                && self
                    .polarity_in_sources(&self.claim.tokens[index])
                    .contains(&Polarity::Denied)
        });
        if denied {
            let span = self.claim.span(found.from, to.min(found.to + 6));
            self.against(
                Verdict::Contradicted,
                ReasonCode::Negation,
                span,
                None,
                Vec::new(),
            );
        }
    }
}
