//! `From 6.7 to 13`, of speech that says `it was like thirteen … where it's at now, six point seven`: what was and what is may not change places.

use super::{Check, at};
use crate::number::{Form, Number};
use crate::source::Value;
use crate::text::Token;
use model::{ReasonCode, Span, Verdict};

/// How far before a number its time is looked for, in tokens.
const FAR: usize = 9;

/// When a value of prose is told for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Then,
    Now,
    Unsaid,
}

impl Check<'_> {
    /// `from A to B`: A is not what prose tells of now, nor B what it tells of the past.
    pub(crate) fn spoken_change(&mut self) {
        for pair in self.claim.numbers.clone().windows(2) {
            let [first, second] = pair else { continue };
            let word = |at: Option<usize>| {
                at.and_then(|at| self.claim.tokens.get(at))
                    .map_or("", |token| token.lower.as_str())
            };
            let told = level(first.form)
                && level(second.form)
                && word(first.from.checked_sub(1)) == "from"
                && self
                    .claim
                    .slice(first.to, second.from)
                    .iter()
                    .any(|token| token.is("to"))
                && second.from - first.to <= 4;
            if !told {
                continue;
            }
            let turned = self.cited.iter().find_map(|cited| {
                let from = told_for(cited.source, first)?;
                let to = told_for(cited.source, second)?;
                (from.0 == When::Now && to.0 == When::Then).then_some((*cited, to.1))
            });
            if let Some((cited, place)) = turned {
                let span = self.claim.span(first.from, second.to);
                let words = place.of(&cited.snippet.text).map(str::to_owned);
                let places = vec![at(cited, "text", Some(place))];
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Trend,
                    span,
                    words,
                    places,
                );
            }
        }
    }
}

/// A value, or a pair of them: `146/88`.
fn level(form: Form) -> bool {
    matches!(form, Form::Plain | Form::Over(_))
}

/// When the one place of a number in prose is told for.
fn told_for(source: &crate::source::Source, number: &Number) -> Option<(When, Span)> {
    if source.prose.is_empty() {
        return None;
    }
    let fits =
        |value: &&Value| value.value == number.value && !value.measured && value.span.is_some();
    let mut values = source.values.iter().filter(fits);
    let (value, None) = (values.next()?, values.next()) else {
        return None;
    };
    let span = value.span?;
    let at = source
        .prose
        .iter()
        .position(|token| token.span.start >= span.start)?;
    Some((when(&source.prose[at.saturating_sub(FAR)..at]), span))
}

/// The word of time nearest before a number.
fn when(before: &[Token]) -> When {
    for (index, token) in before.iter().enumerate().rev() {
        match token.lower.as_str() {
            "now" | "currently" | "today" | "presently" | "repeat" | "repeated" | "recheck"
            | "rechecked" => return When::Now,
            "was" | "were" | "initially" | "originally" | "previously" => return When::Then,
            "point" if index > 0 && before[index - 1].is("one") => return When::Then,
            _ => {}
        }
    }
    When::Unsaid
}
