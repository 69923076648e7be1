//! Results and details that are said to be missing: before a colon, or by a verb behind them.

use super::Check;
use super::details::{RESULT_KINDS, is_detail};
use crate::lexicon::Found;
use model::ReasonCode;

impl Check<'_> {
    /// `INR, ECG and echocardiogram: no results on file`: nothing that stands before the colon may have one.
    pub(super) fn no_results_of(
        &mut self,
        found: Found,
        from: usize,
        head: usize,
        to: usize,
    ) -> bool {
        let (clause_from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        let Some(colon) = clause_from
            .checked_sub(1)
            .filter(|at| self.claim.tokens[*at].is_mark(':'))
        else {
            return false;
        };
        let (first, _) = self.claim.clause_range(self.claim.clause_of(colon));
        let items = self.items(first, colon);
        if !self.terms(from, head).is_empty() || items.is_empty() {
            return false;
        }
        let span = self.claim.span(found.from, head + 1);
        if let Some(snippet) = self.chart_holds(&items, &RESULT_KINDS, None, (first, colon)) {
            self.held_against(ReasonCode::Absence, span, snippet);
            return true;
        }
        self.settled = true;
        self.settle(first, colon);
        self.settle(found.from, to.max(head + 1));
        true
    }

    /// `No trigger is given`
    pub(super) fn no_detail_given(&self, found: Found) -> bool {
        let tokens = &self.claim.tokens;
        let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
        (found.to..found.to + 3).any(|at| {
            tokens.get(at).is_some_and(is_detail)
                && matches!(word(at + 1), "is" | "was" | "are" | "were" | "has")
                && (at + 2..at + 4).any(|verb| {
                    matches!(
                        word(verb),
                        "given"
                            | "named"
                            | "stated"
                            | "specified"
                            | "mentioned"
                            | "provided"
                            | "noted"
                            | "described"
                            | "identified"
                    )
                })
        })
    }
}
