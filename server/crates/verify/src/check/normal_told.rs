//! `the foot exam was normal`, of a visit that holds no result: that something is normal is a finding, and somebody must have found it.

use super::Check;
use model::ReasonCode;

/// How sources say it.
const SAID: [&str; 10] = [
    "normal",
    "unremarkable",
    "negative",
    "within",
    "intact",
    "clear",
    "benign",
    "wnl",
    "no abnormal",
    "healthy",
];

impl Check<'_> {
    /// Results told as normal or abnormal where nothing that is cited has a result.
    pub(crate) fn normal_told(&mut self) {
        let coded = |cited: &super::Cited<'_>| {
            cited.snippet.resource.is_some()
                && cited.source.prose.is_empty()
                && cited.source.values.iter().all(|value| !value.measured)
                && !matches!(
                    cited.snippet.resource_type(),
                    Some("Observation" | "DiagnosticReport" | "QuestionnaireResponse")
                )
        };
        if !self.cited.iter().all(coded) {
            return;
        }
        let said = self
            .reach()
            .filter(|cited| cited.source.prose.is_empty())
            .any(|cited| {
                let text = cited.snippet.text.to_lowercase();
                SAID.iter().any(|word| text.contains(word))
            });
        let healthy = self
            .reach()
            .any(|cited| cited.snippet.text.to_lowercase().contains("healthy"));
        for at in 0..self.claim.tokens.len() {
            let told = if self.claim.tokens[at].is("healthy") {
                !healthy && self.healthy_child(at)
            } else {
                !said && self.result_told(at)
            };
            if told {
                self.unsupported(ReasonCode::Fabrication, at, at + 1);
            }
        }
    }

    /// `a healthy boy`, of whom no source tells.
    fn healthy_child(&self, at: usize) -> bool {
        self.claim.slice(at + 1, at + 3).iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "boy" | "girl" | "baby" | "infant" | "newborn" | "child" | "twins"
            )
        })
    }

    /// `was normal`, `came back abnormal`, `normal foot exam`: no weight, no sinus rhythm by name, and nothing that is missing.
    fn result_told(&self, at: usize) -> bool {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let before = |back: usize| at.checked_sub(back).map_or("", word);
        if self.claim.used[at] || !matches!(word(at), "normal" | "abnormal" | "unremarkable") {
            return false;
        }
        let verb = [before(1), before(2)].iter().any(|word| {
            matches!(
                *word,
                "was" | "were" | "is" | "are" | "back" | "looked" | "remained" | "remains"
            )
        });
        let result = (at + 1..at + 4).any(|at| {
            matches!(
                word(at),
                "exam" | "examination" | "result" | "results" | "findings" | "finding" | "study"
            )
        });
        (verb || result)
            && !self.claim.clause_has(at, crate::lexicon::Cue::Record)
            && !self.claim.clause_has(at, crate::lexicon::Cue::Negation)
    }
}
