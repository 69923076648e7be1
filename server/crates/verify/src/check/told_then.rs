//! A figure of an earlier time told as that of today: `A1c today 5.9`, of `your last A1c was five point nine, back in March`.

use super::{Check, Cited, at};
use crate::text::Token;
use model::{ReasonCode, Span, Verdict};

/// How far around a number the words of its time stand, in tokens.
const NEAR: usize = 12;
/// How far around a number of the statement they are looked for, in tokens.
const WIDE: usize = 40;

impl<'a> Check<'a> {
    /// A number that prose tells of the past alone, in a sentence without any word of the past: beside `today`, or where the same test has another now.
    pub(crate) fn told_then(&mut self) {
        let spoken = |cited: &Cited<'_>| cited.snippet.segment.is_some();
        if !self.cited.iter().all(spoken) {
            return;
        }
        for number in self.claim.numbers.clone() {
            if number.word {
                continue;
            }
            let (from, to) = self.sentence_range(number.from);
            // Of a sentence that runs on and on, what stands near.
            let (from, to) = (
                from.max(number.from.saturating_sub(WIDE)),
                to.min(number.to + WIDE),
            );
            let Some((cited, place)) = self.of_the_past(number.value) else {
                continue;
            };
            let sentence = self.claim.slice(from, to);
            if past(sentence)
                || self
                    .claim
                    .dates
                    .iter()
                    .any(|day| day.from >= from && day.to <= to)
            {
                continue;
            }
            let today = sentence.iter().any(|token| {
                matches!(
                    token.lower.as_str(),
                    "today" | "now" | "currently" | "today's" | "current"
                )
            });
            if !today && !self.has_another_now(from, to, number.value) {
                continue;
            }
            let span = self.claim.span(number.from, number.to);
            let words = place.of(&cited.snippet.text).map(str::to_owned);
            let places = vec![at(cited, "text", Some(place))];
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Period, span, words, places);
            return;
        }
    }

    /// The place of a number in the cited words, where each of its mentions is told of the past.
    fn of_the_past(&self, value: rust_decimal::Decimal) -> Option<(Cited<'a>, Span)> {
        let mut out = None;
        for (cited, span) in self.places_of(|own| own == value) {
            if !said_of_then(around(cited, span)) {
                return None;
            }
            out = out.or(Some((cited, span)));
        }
        out
    }

    /// Whether a test that the sentence names has another number in the cited words, which is not told of the past.
    fn has_another_now(&self, from: usize, to: usize, value: rust_decimal::Decimal) -> bool {
        let tests: Vec<&Token> = self
            .claim
            .slice(from, to)
            .iter()
            .filter(|token| self.lexicon.is_lab(&token.ids))
            .collect();
        self.places_of(|own| own != value)
            .into_iter()
            .any(|(cited, span)| {
                let near = around(cited, span);
                !said_of_then(near)
                    && near.iter().any(|word| {
                        tests.iter().any(|test| {
                            word.ids
                                .iter()
                                .any(|id| test.ids.contains(id) && self.lexicon.is_lab(&[*id]))
                        })
                    })
            })
    }

    /// The places of the numbers of the cited words.
    fn places_of(&self, wanted: impl Fn(rust_decimal::Decimal) -> bool) -> Vec<(Cited<'a>, Span)> {
        self.cited
            .iter()
            .copied()
            .flat_map(|cited| {
                cited
                    .source
                    .values
                    .iter()
                    .filter(|value| wanted(value.value))
                    .filter_map(move |value| Some((cited, value.span?)))
            })
            .collect()
    }
}

/// The words of the sentence around a number.
fn around(cited: Cited<'_>, span: Span) -> &[Token] {
    let prose = &cited.source.prose;
    let index = prose.partition_point(|token| token.span.start < span.start);
    let (from, to) = cited.source.sentence_of(index);
    prose
        .get(from.max(index.saturating_sub(NEAR))..to.min(index + NEAR))
        .unwrap_or_default()
}

/// Words that may tell of an earlier time, in a statement: any of them makes it no claim of today.
fn past(tokens: &[Token]) -> bool {
    said_of_then(tokens)
        || tokens.iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "then" | "from" | "since" | "once" | "having" | "last" | "past"
            )
        })
}

/// Words by which a speaker tells of an earlier time.
fn said_of_then(tokens: &[Token]) -> bool {
    tokens.iter().enumerate().any(|(index, token)| {
        let next = tokens.get(index + 1);
        let before = index.checked_sub(1).map(|before| &tokens[before]);
        match token.lower.as_str() {
            "january" | "february" | "march" | "april" | "june" | "july" | "august"
            | "september" | "october" | "november" | "december" | "ago" | "previous"
            | "previously" | "earlier" | "prior" | "before" | "formerly" | "initially"
            | "originally" => true,
            // `for the last two weeks` goes on until now.
            "last" => !before.is_some_and(|before| {
                matches!(before.lower.as_str(), "at" | "the" | "these" | "past")
            }),
            "used" => next.is_some_and(|next| next.is("to")),
            "had" => next.is_some_and(|next| next.is("been")),
            "back" => next.is_some_and(|next| next.is("in") || next.is("then")),
            _ => false,
        }
    })
}
