//! What a word of status is said of.

use super::{Check, Cited};
use crate::lexicon::Found;

impl<'a> Check<'a> {
    /// What a cue is said of: the sources named before it in its part of the sentence, else after it, else all.
    pub(crate) fn subjects(&self, found: Found) -> Vec<Cited<'a>> {
        let (clause_from, clause_to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let orders = self.the_order(found);
        if !orders.is_empty() {
            return orders;
        }
        if self
            .claim
            .tokens
            .get(found.to.saturating_sub(1))
            .is_some_and(|token| matches!(token.lower.as_str(), "with" | "on" | "taking" | "takes"))
        {
            let after = self.named_in(found.to, (found.to + 6).min(clause_to));
            if !after.is_empty() {
                return after;
            }
        }
        let start = self.part_start(clause_from, found.from);
        let before = self.named_in(start, found.from);
        if !before.is_empty() {
            return before;
        }
        let end = self.part_end(found.to, clause_to);
        let after = self.named_in(found.to, end);
        if !after.is_empty() {
            return after;
        }
        let whole = self.named_in(clause_from, found.from);
        if !whole.is_empty() {
            return whole;
        }
        if clause_from > 0 {
            let earlier = self.named_in(0, clause_from);
            if !earlier.is_empty() {
                return earlier;
            }
        }
        self.told_elsewhere(clause_from, clause_to)
    }

    /// `the anemia has cleared, the order is still open`: the orders, though another thing is named before.
    fn the_order(&self, found: Found) -> Vec<Cited<'a>> {
        let word = |back: usize| {
            found
                .from
                .checked_sub(back)
                .map_or("", |at| self.claim.tokens[at].lower.as_str())
        };
        let told = (2..=3).any(|back| {
            matches!(word(back), "order" | "prescription")
                && matches!(word(back + 1), "the" | "that")
        }) && matches!(word(1), "is" | "was" | "remains" | "still");
        self.cited
            .iter()
            .copied()
            .filter(|cited| told && cited.snippet.resource_type() == Some("MedicationRequest"))
            .collect()
    }

    /// Only what the cue can be said of: orders are stopped, problems resolve; what a drug is for is not what is stopped.
    pub(super) fn fitting(&self, found: Found, subjects: Vec<Cited<'a>>) -> Vec<Cited<'a>> {
        let words = self.claim.words(found.from, found.to).to_lowercase();
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let said = |list: &[&str]| {
            list.iter().any(|stem| {
                self.claim
                    .slice(from, to)
                    .iter()
                    .any(|token| token.stem == *stem)
            })
        };
        let kind = |cited: &Cited<'a>, wanted: &[&str]| {
            cited
                .snippet
                .resource_type()
                .is_some_and(|kind| wanted.iter().any(|prefix| kind.starts_with(prefix)))
        };
        let narrow = |wanted: &[&str]| -> Option<Vec<Cited<'a>>> {
            let own: Vec<Cited<'a>> = subjects
                .iter()
                .copied()
                .filter(|cited| kind(cited, wanted))
                .collect();
            (!own.is_empty()).then_some(own)
        };
        let narrowed = if words.contains("stopped")
            || words.contains("discontinued")
            || words.contains("withdrawn")
            || words.contains("tak")
            || words.contains("regimen")
            || said(&["order", "prescription"])
        {
            said(&["order", "prescription"])
                .then(|| narrow(&["MedicationRequest", "ServiceRequest", "DeviceRequest"]))
                .flatten()
                .or_else(|| narrow(&["Medication", "ServiceRequest", "DeviceRequest"]))
        } else if words.contains("resolved")
            || words.contains("remission")
            || words.contains("healed")
            || words.contains("cleared")
            || words.contains("healing")
        {
            narrow(&["Condition", "Allergy"])
        } else if said(&["problem", "diagnosi", "diagnosis"]) {
            narrow(&["Condition"])
        } else if words.contains("progress") || words.contains("complet") || said(&["plan"]) {
            narrow(&["CarePlan"])
        } else {
            None
        };
        let subjects = narrowed.unwrap_or(subjects);
        let purpose: Vec<Cited<'a>> = subjects
            .iter()
            .copied()
            .filter(|cited| !self.only_purpose(*cited))
            .collect();
        if purpose.is_empty() {
            subjects
        } else {
            purpose
        }
    }

    /// Whether a source is named only behind "for", "from" or "due to".
    pub(super) fn only_purpose(&self, cited: Cited<'a>) -> bool {
        let mut any = false;
        for (index, token) in self.claim.tokens.iter().enumerate() {
            if !token.is_word()
                || !token.ids.iter().any(|id| cited.source.names.contains(id))
                || (token.ids.len() < 2 && self.lexicon.is_general(&token.stem))
            {
                continue;
            }
            any = true;
            let behind = (1..=5)
                .filter_map(|back| index.checked_sub(back))
                .take_while(|at| {
                    !self.claim.tokens[*at].is_mark(',') && !self.claim.tokens[*at].is_mark(';')
                })
                .any(|at| {
                    matches!(
                        self.claim.tokens[at].lower.as_str(),
                        "for" | "from" | "to" | "with"
                    )
                });
            if !behind {
                return false;
            }
        }
        any
    }

    /// Where the part of a clause begins that a cue belongs to: after the last other cue of status that has its own subject.
    pub(super) fn part_start(&self, clause_from: usize, at: usize) -> usize {
        // `naproxen, which she was given for the hand, has been stopped`: the comma closes what is said aside.
        let mut verb = at;
        while verb > clause_from
            && matches!(
                self.claim.tokens[verb - 1].lower.as_str(),
                "has"
                    | "have"
                    | "had"
                    | "been"
                    | "is"
                    | "are"
                    | "was"
                    | "were"
                    | "now"
                    | "still"
                    | "since"
            )
        {
            verb -= 1;
        }
        let auxiliary = self.claim.tokens.get(at).is_some_and(|token| {
            matches!(
                token.lower.as_str(),
                "has" | "have" | "had" | "is" | "are" | "was" | "were" | "remains" | "no"
            )
        });
        let aside = verb > clause_from
            && (verb < at || auxiliary)
            && self.claim.tokens[verb - 1].is_mark(',');
        let breaks = (clause_from..at).rev().find(|index| {
            let token = &self.claim.tokens[*index];
            !aside
                && token.is_mark(',')
                && self
                    .claim
                    .tokens
                    .get(index + 1)
                    .is_some_and(|next| matches!(next.lower.as_str(), "and" | "which" | "who"))
                && self.has_verb(*index + 1, at)
        });
        breaks.map_or(clause_from, |index| index + 1)
    }

    pub(super) fn has_verb(&self, from: usize, to: usize) -> bool {
        self.claim.slice(from, to).iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "is" | "are"
                    | "was"
                    | "were"
                    | "has"
                    | "have"
                    | "had"
                    | "remains"
                    | "remain"
                    | "it"
            )
        })
    }

    pub(super) fn part_end(&self, from: usize, clause_to: usize) -> usize {
        (from..clause_to)
            .find(|index| self.claim.tokens[*index].is_mark(';'))
            .unwrap_or(clause_to)
    }
}
