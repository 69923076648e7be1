//! A list of codes behind one word for them: `CVX codes for the form: Tdap 115, MCV4P 114, HPV 62`.

use super::{Check, Cited};
use crate::number::{Form, Number};

/// Words that announce codes.
const ANNOUNCE: &[&str] = &[
    "cvx", "snomed", "loinc", "rxnorm", "icd", "cpt", "hcpcs", "code", "codes",
];

impl<'a> Check<'a> {
    /// The cited source that is named right before a number and has it as a code, where the text announces codes.
    pub(super) fn code_of_named(&self, number: &Number, start: usize) -> Option<Cited<'a>> {
        let plain = number.unit.is_none()
            && number.decimals == 0
            && !number.word
            && number.form == Form::Plain;
        let announced = || {
            self.claim
                .slice(0, number.from)
                .iter()
                .any(|token| ANNOUNCE.contains(&token.lower.as_str()))
        };
        if !plain || !announced() {
            return None;
        }
        let code = self.claim.tokens[number.from].lower.as_str();
        let named = self.named_in(start, number.from);
        named
            .into_iter()
            .find(|cited| cited.source.codes.iter().any(|(own, _, _)| own == code))
    }
}
