//! Ages of other things than the patient.

use super::Check;
use crate::claim::Duration;

impl Check<'_> {
    /// `The last lipid panel is two years old`: how long ago it was, where nobody is spoken of before the words.
    pub(super) fn thing_aged(&self, duration: &Duration) -> bool {
        let (from, _) = self.sentence_range(duration.from);
        let words = self.claim.slice(from, duration.from);
        let verb = words
            .iter()
            .rev()
            .take(4)
            .any(|token| matches!(token.lower.as_str(), "is" | "are" | "was" | "were"));
        let person = words.iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "he" | "she"
                    | "they"
                    | "patient"
                    | "mr"
                    | "mrs"
                    | "ms"
                    | "son"
                    | "daughter"
                    | "child"
                    | "mother"
                    | "father"
                    | "sister"
                    | "brother"
                    | "i"
                    | "you"
                    | "age"
                    | "aged"
            )
        });
        let result = words.iter().any(|token| {
            self.lexicon.is_lab(&token.ids)
                || matches!(
                    token.stem.as_str(),
                    "panel"
                        | "result"
                        | "value"
                        | "reading"
                        | "report"
                        | "order"
                        | "prescription"
                        | "scan"
                        | "film"
                        | "test"
                        | "echocardiogram"
                        | "image"
                        | "entry"
                        | "record"
                        | "measurement"
                )
        });
        verb && result && !person
    }
}
