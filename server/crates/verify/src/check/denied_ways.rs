//! What a word of denial denies, where that is not what stands behind it.

use super::Check;
use crate::lexicon::{Cue, Found};

impl Check<'_> {
    /// `no blood work was drawn`, said of the whole chart: the patient is cited.
    pub(super) fn undone(&self, found: Found, to: usize) -> bool {
        let done = self.claim.slice(found.to, to).iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "drawn"
                    | "performed"
                    | "done"
                    | "obtained"
                    | "measured"
                    | "booked"
                    | "scheduled"
                    | "repeated"
                    | "checked"
                    | "administered"
            )
        });
        done && self
            .cited
            .iter()
            .any(|cited| cited.snippet.resource_type() == Some("Patient"))
    }

    /// `Not an experience to repeat, she said of the ride`: who told it, at a comma.
    pub(super) fn told_by_whom(&self, at: usize) -> bool {
        let word = |index: usize| {
            self.claim
                .tokens
                .get(index)
                .map_or("", |token| token.lower.as_str())
        };
        matches!(word(at), "he" | "she" | "they" | "you")
            && matches!(
                word(at + 1),
                "said"
                    | "says"
                    | "told"
                    | "tells"
                    | "reported"
                    | "reports"
                    | "added"
                    | "adds"
                    | "explained"
                    | "noted"
                    | "answered"
                    | "replied"
                    | "thinks"
                    | "thought"
                    | "feels"
                    | "felt"
                    | "recalls"
                    | "stated"
            )
    }

    /// `has never been closed`: a word of status, for which the status of what is cited answers.
    pub(super) fn never_ended(&self, found: Found) -> bool {
        self.claim.tokens[found.from].is("never")
            && !self.documents()
            && self.claim.cues.iter().any(|cue| {
                matches!(cue.cue, Cue::Inactive | Cue::Completed)
                    && cue.from >= found.to
                    && cue.from <= found.to + 1
            })
    }

    /// `neither of the two is active any more`, `is not an active medicine now`: a word of status, for which the status of what is cited answers.
    pub(super) fn not_in_force(&self, found: Found) -> bool {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let active = |at: usize| {
            self.claim
                .cues
                .iter()
                .any(|cue| cue.cue == Cue::Active && cue.from == at && word(at) != "still")
        };
        let be = |at: usize| {
            matches!(
                word(at),
                "is" | "are" | "was" | "were" | "remains" | "remain"
            )
        };
        if self.documents() || self.prose() {
            return false;
        }
        let (_, clause_to) = self.claim.clause_range(self.claim.clause_of(found.from));
        match word(found.from) {
            "not" => {
                let small = usize::from(matches!(word(found.to), "an" | "a" | "currently"));
                found.from > 0 && be(found.from - 1) && active(found.to + small)
            }
            "neither" | "nor" => (found.to..clause_to).any(|at| {
                let still = usize::from(matches!(word(at + 1), "still" | "currently" | "now"));
                be(at) && active(at + 1 + still)
            }),
            _ => false,
        }
    }

    /// `He has not been back to the ER since November 2018`, of the whole chart: the patient is cited, and nothing that speaks.
    pub(super) fn not_since(&self, found: Found) -> bool {
        let clause = self.claim.clause_of(found.from);
        let since = self.claim.dates.iter().any(|mention| {
            self.claim.clause_of(mention.from) == clause
                && mention.from > found.to
                && self.claim.tokens[mention.from - 1].is("since")
        });
        let visit = self.tells_of_visits(found.to, self.claim.clause_range(clause).1);
        since
            && visit
            && matches!(
                self.claim.tokens[found.from].lower.as_str(),
                "not" | "n't" | "hasn't"
            )
            && !self.prose()
            && self
                .cited
                .iter()
                .any(|cited| cited.snippet.resource_type() == Some("Patient"))
    }
}
