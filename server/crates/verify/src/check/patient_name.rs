//! The name behind `Patient:` is the patient's.

use super::Check;
use model::{ReasonCode, Verdict};

/// As many words as a name has at most.
const LONGEST: usize = 6;

impl Check<'_> {
    /// `Patient: Ingo Brandel.`: each word of it is one of the names of the cited Patient, not of a clinician who is linked to something else.
    pub(crate) fn patient_called(&mut self) {
        let tokens = &self.claim.tokens;
        let begins = tokens
            .first()
            .is_some_and(|first| matches!(first.lower.as_str(), "patient" | "name" | "pt"))
            && tokens.get(1).is_some_and(|mark| mark.is_mark(':'));
        let patient = self
            .cited
            .iter()
            .copied()
            .find(|cited| cited.snippet.resource_type() == Some("Patient"));
        let Some(patient) = patient.filter(|_| begins) else {
            return;
        };
        let wrong = (2..tokens.len().min(2 + LONGEST))
            .take_while(|at| tokens[*at].is_word() && tokens[*at].capital)
            .find(|at| {
                let token = &tokens[*at];
                let titled = matches!(token.lower.as_str(), "mr" | "mrs" | "ms" | "miss" | "dr");
                !titled && !token.ids.iter().any(|id| patient.source.ids.contains(id))
            });
        if let Some(at) = wrong {
            let span = self.claim.span(at, at + 1);
            let place = super::at(patient, "name", None);
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::NamePlace, span, None, vec![place]);
        }
    }
}
