//! `the only activity of the plan`, of a care plan that has several.

use super::{Check, at};
use crate::lexicon::Found;
use model::{ReasonCode, Verdict};
use sources::Fact;

impl Check<'_> {
    /// Whether one activity is told as the only one of a cited care plan; several make that wrong.
    pub(super) fn one_activity(&mut self, found: Found) -> bool {
        let told = (found.to..found.to + 3).any(|at| {
            self.claim.tokens.get(at).is_some_and(|token| {
                matches!(
                    token.lower.as_str(),
                    "activity" | "intervention" | "measure"
                )
            })
        });
        let plan = self
            .cited
            .iter()
            .copied()
            .find(|cited| cited.snippet.resource_type() == Some("CarePlan"));
        let Some(plan) = plan.filter(|_| told) else {
            return false;
        };
        let of_activity =
            |fact: &&Fact| fact.path.starts_with("activity") && fact.path.contains("detail.code");
        let mut activities: Vec<&str> = plan
            .snippet
            .facts
            .iter()
            .filter(of_activity)
            .filter_map(|fact| fact.path.split('.').next())
            .collect();
        activities.dedup();
        if activities.len() < 2 {
            return false;
        }
        let span = self.claim.span(found.from, found.to);
        let place = at(plan, activities[1], None);
        self.against(
            Verdict::Contradicted,
            ReasonCode::Omission,
            span,
            None,
            vec![place],
        );
        true
    }
}
