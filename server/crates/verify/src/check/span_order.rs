//! Which of two events came first, by how long ago each was: `a year ago, so half a year before the test`, of a test six months ago.

use super::Check;
use super::told_spans::{alike, span_at};
use crate::text::Token;
use model::{ReasonCode, Verdict};
use rust_decimal::Decimal;

impl Check<'_> {
    /// A distance that fits the other way round alone.
    pub(crate) fn order_of_spans(&mut self) {
        let spoken = |cited: &super::Cited<'_>| cited.snippet.segment.is_some();
        if !self.cited.iter().all(spoken) {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            if self.order_told(index) == Some(false) {
                let (_, to) = span_at(&self.claim.tokens, index).unwrap_or_default();
                let span = self.claim.span(index, to + 1);
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::RelativeDate, span, None, Vec::new());
                return;
            }
        }
    }

    /// Whether the distance that begins here fits what is told of when each of two events was; nothing where it fits neither way.
    pub(super) fn order_told(&self, index: usize) -> Option<bool> {
        let (apart, to) = span_at(&self.claim.tokens, index)?;
        let (apart, to) = match self.claim.tokens.get(to..to + 3) {
            Some([and, a, half]) if and.is("and") && a.is("a") && half.is("half") => {
                (apart * Decimal::new(15, 1), to + 3)
            }
            _ => (apart, to),
        };
        let after = match self.claim.tokens.get(to)?.lower.as_str() {
            "before" => false,
            "after" => true,
            _ => return None,
        };
        let (first, _) = self.sentence_range(index);
        let own = ago_before(&self.claim.tokens[first..index])?;
        let told: Vec<Decimal> = self
            .cited
            .iter()
            .flat_map(|cited| all_ago(&cited.source.prose))
            .collect();
        let fits = |after: bool| {
            let other = if after { own + apart } else { own - apart };
            other > Decimal::ZERO && told.iter().any(|ago| alike(*ago, other))
        };
        if fits(after) {
            Some(true)
        } else {
            fits(!after).then_some(false)
        }
    }
}

/// The last `so long ago` of these words, in days.
fn ago_before(tokens: &[Token]) -> Option<Decimal> {
    all_ago(tokens).last().copied()
}

fn all_ago(tokens: &[Token]) -> Vec<Decimal> {
    (0..tokens.len())
        .filter_map(|at| {
            let (length, to) = span_at(tokens, at)?;
            tokens.get(to)?.is("ago").then_some(length)
        })
        .collect()
}
