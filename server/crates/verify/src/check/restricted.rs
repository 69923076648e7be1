//! What "only" restricts.

use super::Check;
use crate::lexicon::Found;
use std::collections::HashSet;

impl Check<'_> {
    /// The kinds that "only" restricts, and what narrows them: the noun behind it says it (`the only antihypertensive`, `the only temperature`), else the
    /// words of its clause.
    pub(super) fn restricted(
        &self,
        found: Found,
        clause: (usize, usize),
    ) -> (Vec<&'static str>, Option<HashSet<u64>>) {
        let end = (found.to..clause.1.min(found.to + 6))
            .find(|at| {
                let token = &self.claim.tokens[*at];
                !token.is_word()
                    || self.claim.used[*at]
                    || matches!(
                        token.lower.as_str(),
                        "is" | "are"
                            | "was"
                            | "were"
                            | "has"
                            | "have"
                            | "had"
                            | "on"
                            | "in"
                            | "of"
                            | "for"
                            | "since"
                            | "at"
                            | "to"
                            | "during"
                            | "recorded"
                            | "documented"
                            | "listed"
                            | "charted"
                            | "noted"
                            | "ordered"
                            | "prescribed"
                            | "given"
                    )
            })
            .unwrap_or(clause.1.min(found.to + 6));
        let own = self.kinds_in(found.to, end);
        if !own.is_empty() {
            let narrowed = self.of_what_was_told(found, end);
            return (own, narrowed);
        }
        let named: HashSet<u64> = (found.to..end)
            .filter(|at| self.is_clinical(*at))
            .flat_map(|at| self.claim.tokens[at].ids.iter().copied())
            .collect();
        let mut kinds: Vec<&'static str> = Vec::new();
        let mut ids: HashSet<u64> = HashSet::new();
        for cited in &self.cited {
            let kind = match cited.snippet.resource_type() {
                Some("MedicationRequest") => "MedicationRequest",
                Some("Observation") => "Observation",
                Some("Procedure") => "Procedure",
                Some("Immunization") => "Immunization",
                _ => continue,
            };
            let shared: Vec<u64> = named
                .iter()
                .copied()
                .filter(|id| cited.source.names.contains(id))
                .collect();
            if !shared.is_empty() && !kinds.contains(&kind) {
                kinds.push(kind);
            }
            ids.extend(shared);
        }
        let other = self
            .claim
            .tokens
            .get(found.to)
            .is_some_and(|next| next.is("other"));
        if other {
            return (Vec::new(), None);
        }
        // `only A and B are …` lists things, `the only antihypertensive` names their class.
        let class = found.from.checked_sub(1).is_some_and(|before| {
            matches!(
                self.claim.tokens[before].lower.as_str(),
                "the" | "his" | "her" | "their" | "its" | "a" | "an"
            )
        });
        if named.is_empty() || kinds.is_empty() || !class {
            return (self.kinds_told(clause.0, clause.1), None);
        }
        (kinds, Some(ids))
    }

    /// `that is the only active order for it`: of what the sentence names before.
    fn of_what_was_told(&self, found: Found, end: usize) -> Option<HashSet<u64>> {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let it = matches!(word(end), "for" | "of")
            && (word(end + 1) == "it"
                || (matches!(word(end + 1), "this" | "that" | "the")
                    && matches!(
                        word(end + 2),
                        "drug" | "medication" | "medicine" | "vaccine" | "test"
                    )));
        let (from, _) = self.sentence_range(found.from);
        if !it {
            return None;
        }
        let named = self.named_in(from, found.from);
        let ids: HashSet<u64> = (from..found.from)
            .filter(|at| {
                let token = &self.claim.tokens[*at];
                token.is_word()
                    && (self.lexicon.is_drug(&token.stem) || token.ids.len() > 1)
                    && !self.in_unit(*at)
            })
            .flat_map(|at| self.claim.tokens[at].ids.iter().copied())
            .filter(|id| named.iter().any(|cited| cited.source.concepts.contains(id)))
            .collect();
        (!ids.is_empty()).then_some(ids)
    }
}
