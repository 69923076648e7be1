//! What a cited record of a later day is told to have been.

use super::{Check, Cited, at};
use crate::lexicon::Cue;
use model::{ReasonCode, Verdict};

impl<'a> Check<'a> {
    /// A vaccine or a procedure of a day after the day of writing is no past: `he received PCV13 before discharge`.
    pub(crate) fn still_to_come(&mut self) {
        let ahead = self.claim.has(Cue::Planned)
            || self.claim.has(Cue::Ordered)
            || self.claim.has(Cue::Retracted)
            || self.claim.has(Cue::Conditional)
            || self.claim.tokens.iter().any(|token| {
                matches!(
                    token.stem.as_str(),
                    "due" | "upcom" | "next" | "appointment" | "later" | "afterward" | "future"
                )
            })
            || self.tells_day_ahead();
        if ahead {
            return;
        }
        for cited in self.cited.clone() {
            let Some(start) = self.of_a_later_day(cited) else {
                continue;
            };
            let end = self.claim.tokens.len();
            if self
                .named_in(0, end)
                .iter()
                .all(|named| named.snippet.id != cited.snippet.id)
            {
                continue;
            }
            let span = self.claim.span(0, end);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Date,
                span,
                Some(start),
                vec![at(cited, "date", None)],
            );
        }
    }

    /// A day behind the day of writing that is told is told as such.
    fn tells_day_ahead(&self) -> bool {
        self.claim
            .dates
            .iter()
            .any(|mention| mention.last().is_some_and(|day| day > self.as_of))
    }

    fn of_a_later_day(&self, cited: Cited<'a>) -> Option<String> {
        let done = matches!(
            cited.snippet.resource_type(),
            Some("Immunization" | "Procedure")
        );
        let date = cited.snippet.date.as_ref().filter(|_| done)?;
        let (start, _) = date.days();
        (start > self.as_of).then(|| start.to_string())
    }
}
