//! `its stated reason is the chronic bronchitis`: the reason that a cited record gives, and no other problem.

use super::{Check, Cited, at};
use model::{ReasonCode, Verdict};
use sources::FactRole;

impl<'a> Check<'a> {
    /// A problem told as the reason of what is cited must be one that it gives.
    pub(crate) fn reason_told(&mut self) {
        if self.documents() {
            return;
        }
        let giving: Vec<Cited<'a>> = self
            .cited
            .iter()
            .copied()
            .filter(|cited| cited.snippet.facts(FactRole::Reason).next().is_some())
            .collect();
        let Some(first) = giving.first().copied() else {
            return;
        };
        for index in 0..self.claim.tokens.len() {
            let Some((from, to)) = self.reason_behind(index) else {
                continue;
            };
            let problems: Vec<&crate::text::Token> = self
                .claim
                .slice(from, to)
                .iter()
                .filter(|token| self.lexicon.is_problem(&token.ids))
                .collect();
            let given = problems.iter().all(|token| {
                giving.iter().any(|cited| {
                    token.ids.iter().any(|id| {
                        cited.source.reasons.contains(id) || cited.source.ids.contains(id)
                    }) || self.linked_problem(*cited, token)
                })
            });
            if problems.is_empty() || given {
                continue;
            }
            let span = self.claim.span(from, to);
            let fact = first.snippet.facts(FactRole::Reason).next();
            let found = fact.map(|fact| sources::render::shown(&fact.value));
            let place = fact.map(|fact| at(first, &fact.path, fact.span));
            self.against(
                Verdict::Contradicted,
                ReasonCode::Causality,
                span,
                found,
                place.into_iter().collect(),
            );
        }
    }

    /// Where the reason stands that `reason is`, `indication:` introduces.
    fn reason_behind(&self, index: usize) -> Option<(usize, usize)> {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        if !matches!(word(index), "reason" | "indication") {
            return None;
        }
        let verb = (index + 1..index + 7).find(|at| {
            matches!(word(*at), "is" | "was" | "being" | "as")
                || self
                    .claim
                    .tokens
                    .get(*at)
                    .is_some_and(|token| token.is_mark(':'))
        })?;
        let (_, clause) = self.claim.clause_range(self.claim.clause_of(verb));
        let to = (verb + 1..clause)
            .find(|at| matches!(word(*at), "," | ";" | "(" | "and" | "not"))
            .unwrap_or(clause);
        (verb + 1 < to).then_some((verb + 1, to))
    }

    /// Whether a problem that a source links to is called so.
    fn linked_problem(&self, cited: Cited<'a>, token: &crate::text::Token) -> bool {
        self.reach().any(|other| {
            cited.source.links.contains(&other.snippet.id)
                && token.ids.iter().any(|id| other.source.names.contains(id))
        })
    }
}
