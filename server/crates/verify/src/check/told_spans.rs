//! Spans of time in prose by the word that they hang on: `within a month` is no `within a week`, and what a speaker takes back at once was never said.

use super::{Check, Cited, at};
use crate::number::amount;
use crate::text::Token;
use model::{ReasonCode, Span, Verdict};
use rust_decimal::Decimal;

/// How far behind a span its correction stands, in tokens.
const SOON: usize = 10;
/// How far around a span what it is told of is looked for, in tokens.
const WIDE: usize = 20;
/// Words by which a speaker takes back what was just said.
const CORRECTS: [&[&str]; 6] = [
    &["sorry"],
    &["i", "mean"],
    &["i", "meant"],
    &["correction"],
    &["make", "that"],
    &["scratch", "that"],
];

/// A span of time: its length in days, and where it ends.
pub(super) fn span_at(tokens: &[Token], from: usize) -> Option<(Decimal, usize)> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    let mut at = from;
    while matches!(word(at), "the" | "next" | "about" | "another" | "coming") {
        at += 1;
    }
    let (count, at) = match (word(at), word(at + 1)) {
        ("a" | "an", "couple") => (Decimal::TWO, at + 2 + usize::from(word(at + 2) == "of")),
        ("half", "a" | "an") => (Decimal::new(5, 1), at + 2),
        ("couple", _) => (Decimal::TWO, at + 1 + usize::from(word(at + 1) == "of")),
        ("a" | "an", _) => (Decimal::ONE, at + 1),
        _ => match amount(tokens, at) {
            Some(found) => found,
            None if at > from => (Decimal::ONE, at),
            None => return None,
        },
    };
    let days = match tokens.get(at)?.stem.as_str() {
        "day" => Decimal::ONE,
        "week" => Decimal::from(7),
        "month" => Decimal::from(30),
        "year" => Decimal::from(365),
        _ => return None,
    };
    Some((count.checked_mul(days)?, at + 1))
}

/// Whether two lengths are one: a month is four weeks too.
pub(super) fn alike(one: Decimal, other: Decimal) -> bool {
    (one - other).abs() * Decimal::from(8) <= one.max(other)
}

impl<'a> Check<'a> {
    /// Both of these, where prose alone is cited.
    pub(crate) fn told_spans(&mut self) {
        if !self.prose_only() {
            return;
        }
        self.spans_of_others();
        self.not_until_later();
        for index in 0..self.claim.tokens.len() {
            let within = self.claim.tokens[index].is("within");
            let Some((length, to)) = span_at(&self.claim.tokens, index + usize::from(within))
            else {
                continue;
            };
            let other = if within {
                self.within_another(length)
            } else {
                self.taken_back_at_once(length)
            };
            if let Some((cited, place)) = other {
                let span = self.claim.span(index, to);
                let words = place.of(&cited.snippet.text).map(str::to_owned);
                let places = vec![at(cited, "text", Some(place))];
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::RelativeDate, span, words, places);
                return;
            }
        }
    }

    /// `constipated for two years`, where two years are told of the pain alone, and of the constipation two months: a span belongs to what it is told of.
    fn spans_of_others(&mut self) {
        let spoken = |cited: &Cited<'_>| cited.snippet.segment.is_some();
        if !self.cited.iter().all(spoken) {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            let Some((length, to)) = span_at(&self.claim.tokens, index) else {
                continue;
            };
            let Some((cited, place)) = self.span_of_same(index, to, length) else {
                continue;
            };
            let span = self.claim.span(index, to);
            let words = place.of(&cited.snippet.text).map(str::to_owned);
            let places = vec![at(cited, "text", Some(place))];
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Period, span, words, places);
            return;
        }
    }

    /// `at the next visit`, of `we will get those drawn today`.
    fn not_until_later(&mut self) {
        let later = (1..self.claim.tokens.len()).find(|at| {
            self.claim.tokens[at - 1].is("next")
                && matches!(
                    self.claim.tokens[*at].lower.as_str(),
                    "visit" | "appointment"
                )
        });
        let Some(index) = later else { return };
        let mut today = None;
        for cited in self.reach() {
            for word in &cited.source.prose {
                match word.lower.as_str() {
                    "next" | "follow" | "follow-up" | "return" | "back" | "again" | "later"
                    | "appointment" | "visit" => return,
                    "today" => today = today.or(Some((cited, word.span))),
                    _ => {}
                }
            }
        }
        if let Some((cited, place)) = today {
            let span = self.claim.span(index - 1, index + 1);
            let words = place.of(&cited.snippet.text).map(str::to_owned);
            let places = vec![at(cited, "text", Some(place))];
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::RelativeDate, span, words, places);
        }
    }

    /// Another span in a cited sentence that shares two words with the clause, where those with this span share none.
    fn span_of_same(&self, from: usize, to: usize, length: Decimal) -> Option<(Cited<'a>, Span)> {
        // `two days before the pain began`: how far two events are apart, of neither of which it is told.
        if self.claim.tokens.get(to).is_some_and(|next| {
            matches!(
                next.lower.as_str(),
                "before" | "after" | "earlier" | "later" | "apart"
            )
        }) {
            return None;
        }
        let (start, end) = self.claim.clause_range(self.claim.clause_of(from));
        let about: Vec<&Token> = (start.max(from.saturating_sub(WIDE))..end.min(to + WIDE))
            .filter(|at| *at < from || *at >= to)
            .map(|at| &self.claim.tokens[at])
            .filter(|token| {
                token.is_word()
                    && (token.ids.len() > 1
                        || (token.lower.len() > 3 && !self.lexicon.is_general(&token.stem)))
            })
            .collect();
        let (mut own, mut other) = (false, None);
        for cited in self.cited.iter().copied() {
            let prose = &cited.source.prose;
            let mut done = 0;
            for place in 0..prose.len() {
                let Some((told, stop)) = (place >= done).then(|| span_at(prose, place)).flatten()
                else {
                    continue;
                };
                done = stop;
                let (first, last) = cited.source.sentence_of(place);
                let shared = about
                    .iter()
                    .filter(|token| {
                        prose[first..last].iter().any(|word| {
                            word.is_word() && word.ids.iter().any(|id| token.ids.contains(id))
                        })
                    })
                    .count();
                if alike(told, length) {
                    if shared > 0 {
                        return None;
                    }
                    own = true;
                } else if shared > 1 {
                    other = other.or(Some((cited, words(prose, place, stop))));
                }
            }
        }
        other.filter(|_| own)
    }

    /// The span behind `within` in the cited words, where none of them is this one.
    fn within_another(&self, length: Decimal) -> Option<(Cited<'a>, Span)> {
        let mut other = None;
        for cited in &self.cited {
            let prose = &cited.source.prose;
            for from in (0..prose.len()).filter(|from| prose[*from].is("within")) {
                let Some((own, to)) = span_at(prose, from + 1) else {
                    continue;
                };
                if alike(own, length) {
                    return None;
                }
                other = other.or(Some((*cited, words(prose, from, to))));
            }
        }
        other
    }

    /// `in a couple of weeks, I'm sorry, a couple of months`: the one that was put in its place, where the first alone is told.
    fn taken_back_at_once(&self, length: Decimal) -> Option<(Cited<'a>, Span)> {
        let mut other = None;
        for cited in &self.cited {
            let prose = &cited.source.prose;
            let mut done = 0;
            for from in 0..prose.len() {
                if from < done {
                    continue;
                }
                let Some((own, to)) = span_at(prose, from) else {
                    continue;
                };
                done = to;
                if !alike(own, length) {
                    continue;
                }
                let right = corrected(prose, to).filter(|(right, _)| !alike(*right, length));
                // It stands somewhere and is not taken back.
                let (_, place) = right?;
                other = other.or(Some((*cited, place)));
            }
        }
        other
    }
}

/// The span that is put in the place of the one that ends here.
fn corrected(prose: &[Token], end: usize) -> Option<(Decimal, Span)> {
    let near = end..prose.len().min(end + SOON);
    let sign = near.clone().find(|at| {
        CORRECTS.iter().any(|phrase| {
            phrase
                .iter()
                .enumerate()
                .all(|(step, word)| prose.get(at + step).is_some_and(|token| token.is(word)))
        })
    })?;
    (sign..near.end).find_map(|from| {
        let (length, to) = span_at(prose, from)?;
        Some((length, words(prose, from, to)))
    })
}

fn words(prose: &[Token], from: usize, to: usize) -> Span {
    Span::new(prose[from].span.start, prose[to - 1].span.end)
}
