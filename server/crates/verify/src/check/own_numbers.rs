//! Numbers that a source has in its own words, which count nothing: `three dimensional`, `2 tablets`.

use super::Check;

impl Check<'_> {
    /// A number that a text or a display says itself, of the same thing: `three dimensional`, `2 tablets`.
    pub(super) fn said_of_same(&self, number: &crate::number::Number) -> bool {
        let Some(next) = self
            .claim
            .tokens
            .get(number.to)
            .filter(|next| next.is_word())
        else {
            return self.prose();
        };
        self.reach().any(|cited| {
            let structured = !cited.source.is_prose
                && !matches!(
                    cited.snippet.resource_type(),
                    Some("DocumentReference" | "DiagnosticReport" | "Composition")
                );
            cited.source.values.iter().any(|value| {
                let same = !value.measured && value.unit.is_none() && value.value == number.value;
                same && if structured {
                    value.span.is_some_and(|span| {
                        let behind = cited.snippet.text.get(span.end..).unwrap_or_default();
                        let behind = behind.trim_start_matches([' ', '-']);
                        behind
                            .get(..next.lower.len())
                            .is_some_and(|word| word.to_lowercase() == next.lower)
                    })
                } else {
                    self.prose_or_text(number)
                }
            })
        })
    }

    pub(super) fn prose_or_text(&self, number: &crate::number::Number) -> bool {
        self.prose()
            || self.claim.tokens.get(number.to).is_some_and(|next| {
                !self.lexicon.is_general(&next.stem)
                    && next.ids.iter().any(|id| self.ids.contains(id))
            })
    }
}
