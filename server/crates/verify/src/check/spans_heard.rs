//! Spans of time told of a conversation: `about a month`, where the speakers have `about a week` and no month.

use super::told_spans::{alike, span_at};
use super::{Check, Cited, at};
use crate::number::amount;
use crate::text::Token;
use model::{ReasonCode, Span, Verdict};
use rust_decimal::Decimal;

/// How many there are of a unit, as it is said: a number, or a few.
#[derive(Clone, Copy, PartialEq)]
enum Count {
    Number(Decimal),
    Few,
}

/// A span as it is said.
struct Heard {
    count: Count,
    days: Decimal,
    unit: &'static str,
    from: usize,
    to: usize,
}

impl<'a> Check<'a> {
    /// The same count of another unit, where no span of that length is said.
    pub(crate) fn spans_heard(&mut self) {
        let spoken = |cited: &Cited<'_>| cited.snippet.segment.is_some();
        if self.cited.is_empty() || !self.cited.iter().all(spoken) {
            return;
        }
        for own in heard(&self.claim.tokens) {
            if self.order_told(own.from).is_some() {
                continue;
            }
            let Some((cited, place)) = self.other_unit(&own) else {
                continue;
            };
            let span = self.claim.span(own.from, own.to);
            let words = place.of(&cited.snippet.text).map(str::to_owned);
            let places = vec![at(cited, "text", Some(place))];
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Period, span, words, places);
            return;
        }
    }

    fn other_unit(&self, own: &Heard) -> Option<(Cited<'a>, Span)> {
        let mut other = None;
        for cited in self.reach().filter(|cited| cited.snippet.segment.is_some()) {
            let prose = &cited.source.prose;
            let same = (0..prose.len())
                .filter_map(|from| span_at(prose, from))
                .any(|(days, _)| alike(days, own.days));
            let unit = prose.iter().any(|word| {
                word.stem == own.unit || word.stem.starts_with(&format!("{}l", own.unit))
            });
            if same || unit {
                return None;
            }
            for told in heard(prose) {
                if told.count == own.count && told.unit != own.unit {
                    let place = Span::new(prose[told.from].span.start, prose[told.to - 1].span.end);
                    other = other.or(Some((cited, place)));
                }
            }
        }
        other
    }
}

/// The spans of a text that are told as such: behind a word of time, or with one behind them.
fn heard(tokens: &[Token]) -> Vec<Heard> {
    let mut out: Vec<Heard> = Vec::new();
    for from in 0..tokens.len() {
        if out.last().is_some_and(|last| from < last.to) {
            continue;
        }
        out.extend(heard_at(tokens, from));
    }
    out
}

fn heard_at(tokens: &[Token], from: usize) -> Option<Heard> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    let (count, next) = match (word(from), word(from + 1)) {
        ("a", "few") => (Count::Few, from + 2),
        ("few" | "several", _) => (Count::Few, from + 1),
        ("a" | "an", "couple") => (
            Count::Number(Decimal::TWO),
            from + 2 + usize::from(word(from + 2) == "of"),
        ),
        ("a" | "an", _) => (Count::Number(Decimal::ONE), from + 1),
        _ => {
            let (value, next) = amount(tokens, from)?;
            (Count::Number(value), next)
        }
    };
    let (unit, days) = match tokens.get(next)?.stem.as_str() {
        "day" => ("day", Decimal::ONE),
        "week" => ("week", Decimal::from(7)),
        "month" => ("month", Decimal::from(30)),
        "year" => ("year", Decimal::from(365)),
        _ => return None,
    };
    let before = |back: usize| from.checked_sub(back).map_or("", word);
    let led = matches!(
        before(1),
        "for"
            | "in"
            | "about"
            | "within"
            | "over"
            | "last"
            | "past"
            | "next"
            | "around"
            | "approximately"
            | "roughly"
            | "just"
            | "the"
            | "another"
            | "after"
    ) || (before(1) == "," && matches!(before(2), "like" | "for"));
    let closed = matches!(
        word(next + 1),
        "ago" | "before" | "later" | "after" | "earlier" | "from"
    );
    let aged = word(next + 1) == "old" || word(next + 1) == "-";
    let value = match count {
        Count::Number(value) => value,
        Count::Few => Decimal::from(3),
    };
    ((led || closed) && !aged).then_some(Heard {
        count,
        days: value.checked_mul(days)?,
        unit,
        from,
        to: next + 1,
    })
}
