//! Words of names: of hospitals, of persons, of the patient; and the place in a source that a word is tied to.

use super::Check;
use model::Span;

impl Check<'_> {
    /// A word of the name of a hospital or practice: `Signature Healthcare Brockton Hospital`.
    pub(super) fn of_facility(&self, at: usize) -> bool {
        const NOUNS: [&str; 9] = [
            "hospital",
            "clinic",
            "center",
            "healthcare",
            "infirmary",
            "institute",
            "university",
            "hospice",
            "medical",
        ];
        let tokens = &self.claim.tokens;
        let capital = |index: usize| {
            tokens
                .get(index)
                .is_some_and(|token| token.capital && token.is_word() && !token.upper)
        };
        if !capital(at) || NOUNS.contains(&tokens[at].lower.as_str()) {
            return false;
        }
        let mut from = at;
        while from > 1 && capital(from - 1) {
            from -= 1;
        }
        let mut to = at + 1;
        while capital(to) {
            to += 1;
        }
        to - from >= 3
            && tokens[from..to].iter().any(|token| {
                matches!(
                    token.lower.as_str(),
                    "hospital" | "clinic" | "center" | "healthcare" | "infirmary"
                )
            })
    }

    /// `Mr. Price`, `Nurse Marlow`: a name, whatever the word means.
    pub(super) fn named_person(&self, at: usize) -> bool {
        let before = |back: usize| {
            at.checked_sub(back)
                .map_or("", |index| self.claim.tokens[index].lower.as_str())
        };
        let title = |word: &str| {
            matches!(
                word,
                "mr" | "mrs" | "ms" | "miss" | "dr" | "prof" | "nurse" | "doctor" | "sister"
            )
        };
        self.claim.tokens[at].capital
            && (title(before(1)) || (before(1) == "." && title(before(2))))
    }

    /// The patient's own name and place may be used without citing the Patient.
    pub(super) fn of_patient(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        token.capital && self.prepared.patient_names.contains(&token.lower)
    }

    pub(super) fn tie(&mut self, at: usize, span: Span) {
        let token = &self.claim.tokens[at];
        if token.ids.len() < 2 && self.lexicon.is_general(&token.stem) {
            return;
        }
        let found = self
            .cited
            .iter()
            .copied()
            .find(|cited| token.ids.iter().any(|id| cited.source.names.contains(id)));
        if let Some(cited) = found {
            let place = cited
                .snippet
                .facts(sources::FactRole::Code)
                .next()
                .map(|fact| (fact.path.clone(), fact.span));
            if let Some((path, source_span)) = place {
                self.support(span, cited, &path, source_span);
            }
            return;
        }
        let found = self.cited.iter().copied().find_map(|cited| {
            let there =
                cited.source.prose.iter().find(|word| {
                    word.is_word() && word.ids.iter().any(|id| token.ids.contains(id))
                })?;
            Some((cited, there.span))
        });
        if let Some((cited, there)) = found {
            self.support(span, cited, "text", Some(there));
        }
    }
}
