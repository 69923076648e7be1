//! Each criterion of a policy, judged alone; and the whole.

use super::policy::{Policy, PolicyCriterion};
use super::predicate::{self, Found};
use super::test::Test;
use crate::read::View;
use crate::say::Line;
use model::{Criterion, CriterionResult, SourceSpan};

/// A judged criterion.
pub(crate) struct Judged {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) result: CriterionResult,
    pub(super) evidence: Vec<SourceSpan>,
    pub(super) lines: Vec<Line>,
    pub(super) gap: Option<String>,
}

impl Judged {
    /// The interchange form.
    pub(crate) fn into_criterion(self) -> Criterion {
        Criterion {
            criterion: self.id,
            result: self.result,
            evidence: self.evidence,
            gap: self.gap,
        }
    }
}

/// Every criterion in the policy's order.
pub(crate) fn judge(policy: &Policy, view: View<'_>) -> Vec<Judged> {
    policy
        .criteria
        .iter()
        .map(|criterion| one(criterion, view))
        .collect()
}

/// The criteria that no rule here can judge, or only by words of a text, as (id, text).
pub(crate) fn untested(policy: &Policy) -> Vec<(String, String)> {
    let criteria = policy.criteria.iter();
    let open = criteria.filter(|one| one.test.as_ref().is_none_or(free));
    open.map(|one| (one.id.clone(), one.text.clone())).collect()
}

/// Whether a test looks for words of a text.
fn free(test: &Test) -> bool {
    match test {
        Test::FreeText(_) => true,
        Test::All(tests) | Test::Any(tests) => tests.iter().any(free),
        Test::NOf(count) => count.of.iter().any(free),
        _ => false,
    }
}

/// How the policy's logic comes out over the judged criteria.
pub(crate) fn overall(policy: &Policy, judged: &[Judged]) -> CriterionResult {
    policy.logic.judge(&|id| {
        judged
            .iter()
            .find(|one| one.id == id)
            .map_or(CriterionResult::NotDocumented, |one| one.result)
    })
}

fn one(criterion: &PolicyCriterion, view: View<'_>) -> Judged {
    let mut found = match &criterion.test {
        Some(test) => predicate::judge(test, view),
        None => Found::nothing("evidence in the chart; no rule can look for it"),
    };
    if let Some(review) = criterion
        .review
        .as_ref()
        .filter(|_| found.result == CriterionResult::Met)
    {
        found.result = CriterionResult::NeedsReview;
        found.gap = Some(review.clone());
    }
    Judged {
        id: criterion.id.clone(),
        text: criterion.text.clone(),
        result: found.result,
        evidence: found.evidence,
        lines: found.lines,
        gap: found.gap,
    }
}
