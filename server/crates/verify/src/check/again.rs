//! `has not been repeated since`, of something that was.

use super::Check;
use crate::lexicon::Cue;
use model::{ReasonCode, Verdict};

impl Check<'_> {
    /// What is told as not repeated must not stand in the chart behind the day that is told.
    pub(crate) fn not_repeated(&mut self) {
        for at in 0..self.claim.tokens.len() {
            let again = matches!(
                self.claim.tokens[at].lower.as_str(),
                "repeated" | "redone" | "rechecked" | "remeasured" | "reimaged"
            );
            if again && self.denied_near(at) && self.since_behind(at) {
                self.one_not_repeated(at);
            }
        }
    }

    /// `has been repeated since April 2019`: something like it must stand in the chart behind that day.
    pub(crate) fn repeated(&mut self) {
        for at in 0..self.claim.tokens.len() {
            let again = matches!(
                self.claim.tokens[at].lower.as_str(),
                "repeated" | "redone" | "rechecked" | "remeasured" | "reimaged" | "renewed"
            );
            let been = at
                .checked_sub(1)
                .is_some_and(|before| self.claim.tokens[before].is("been"));
            if !again || !been || self.prose() || self.claim.clause_has(at, Cue::Negation) {
                continue;
            }
            let bound = (at + 1..self.claim.tokens.len().min(at + 3))
                .find_map(|since| self.day_since(since));
            let (from, _) = self.sentence_range(at);
            let named: Vec<super::Cited<'_>> = self
                .named_in(from, at)
                .into_iter()
                .filter(|cited| cited.snippet.resource_type() != Some("Patient"))
                .collect();
            let Some((day, end)) = bound.filter(|_| !named.is_empty()) else {
                continue;
            };
            let later = named.iter().any(|cited| {
                self.like(cited.snippet)
                    .iter()
                    .any(|other| other.date.as_ref().is_some_and(|date| date.days().0 > day))
            });
            if !later {
                let span = self.claim.span(at, end);
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

    fn denied_near(&self, at: usize) -> bool {
        (1..=3).any(|back| {
            at.checked_sub(back).is_some_and(|before| {
                matches!(
                    self.claim.tokens[before].lower.as_str(),
                    "not" | "never" | "n't" | "hasn't" | "wasn't"
                )
            })
        })
    }

    fn since_behind(&self, at: usize) -> bool {
        self.claim
            .slice(at + 1, at + 3)
            .iter()
            .any(|token| matches!(token.lower.as_str(), "since" | "afterwards" | "thereafter"))
    }

    fn one_not_repeated(&mut self, at: usize) {
        let (from, _) = self.sentence_range(at);
        let named = self.named_in(from, at);
        let told = self
            .claim
            .dates
            .iter()
            .filter(|mention| mention.from >= from && mention.to <= at)
            .filter_map(crate::date::Mention::last)
            .max()
            .or_else(|| self.cited_days().into_iter().max());
        let Some(told) = told else { return };
        let later = named
            .iter()
            .filter(|cited| {
                matches!(
                    cited.snippet.resource_type(),
                    Some("Procedure" | "Observation" | "DiagnosticReport" | "Immunization")
                )
            })
            .flat_map(|cited| self.like(cited.snippet))
            .find(|other| other.date.as_ref().is_some_and(|date| date.days().0 > told));
        let Some(later) = later else { return };
        let span = self.claim.span(at, at + 1);
        self.held_against(ReasonCode::Negation, span, later);
    }
}
