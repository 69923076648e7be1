//! Which way a span of time goes in a conversation: `six months ago` is no `in six months`, and what goes back two months has not gone on for two years.

use super::told_spans::{alike, span_at};
use super::{Check, Cited, at};
use crate::text::Token;
use model::{ReasonCode, Span, Verdict};
use rust_decimal::Decimal;

/// How far around a span what it is told of is looked for, in tokens.
const WIDE: usize = 20;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// A point of time behind: `two weeks ago`.
    Ago,
    /// From a point behind until now: `over the past two weeks`.
    Until,
    /// A point of time ahead: `in two weeks`.
    Ahead,
}

/// The way of the span at these tokens, where its words tell it.
fn way(tokens: &[Token], from: usize, to: usize) -> Option<Way> {
    let word = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at))
            .map_or("", |token| token.lower.as_str())
    };
    if matches!(word(Some(to)), "ago" | "back") {
        return Some(Way::Ago);
    }
    let mut at = from;
    while at > 0 && matches!(word(Some(at - 1)), "about" | "around" | "roughly" | "the") {
        at -= 1;
    }
    match word(at.checked_sub(1)) {
        "past" | "last" | "previous" => Some(Way::Until),
        "in" if !matches!(word(at.checked_sub(2)), "once" | "twice" | "times")
            && !matches!(word(Some(to)), "or" | "and") =>
        {
            Some(Way::Ahead)
        }
        _ => None,
    }
}

/// A span of a cited line.
struct Told<'a> {
    cited: Cited<'a>,
    length: Decimal,
    way: Option<Way>,
    from: usize,
    to: usize,
}

impl<'a> Check<'a> {
    /// Both of these, of a conversation alone.
    pub(crate) fn ways_of_spans(&mut self) {
        let spoken = |cited: &Cited<'_>| cited.snippet.segment.is_some();
        if !self.cited.iter().all(spoken) {
            return;
        }
        let told = self.spans_told();
        for index in 0..self.claim.tokens.len() {
            let Some((length, to)) = span_at(&self.claim.tokens, index) else {
                continue;
            };
            let Some(own) = way(&self.claim.tokens, index, to) else {
                continue;
            };
            let (other, code) = match own {
                Way::Until => (
                    self.until_another(&told, index, to, length),
                    ReasonCode::Period,
                ),
                _ => (other_way(&told, own, length), ReasonCode::RelativeDate),
            };
            if let Some((cited, place)) = other {
                let span = self.claim.span(index, to);
                let words = place.of(&cited.snippet.text).map(str::to_owned);
                let places = vec![at(cited, "text", Some(place))];
                self.against(Verdict::Contradicted, code, span, words, places);
                return;
            }
        }
    }

    fn spans_told(&self) -> Vec<Told<'a>> {
        let mut out = Vec::new();
        for cited in self.cited.iter().copied() {
            let prose = &cited.source.prose;
            let mut done = 0;
            for from in 0..prose.len() {
                let Some((length, to)) = (from >= done).then(|| span_at(prose, from)).flatten()
                else {
                    continue;
                };
                done = to;
                let way = way(prose, from, to);
                out.push(Told {
                    cited,
                    length,
                    way,
                    from,
                    to,
                });
            }
        }
        out
    }

    /// `in the past two years`, where no cited line has two years, and one that tells of the same has the past two months.
    fn until_another(
        &self,
        told: &[Told<'a>],
        from: usize,
        to: usize,
        length: Decimal,
    ) -> Option<(Cited<'a>, Span)> {
        if told.iter().any(|told| alike(told.length, length)) {
            return None;
        }
        let (start, end) = self.claim.clause_range(self.claim.clause_of(from));
        let about: Vec<&Token> = (start.max(from.saturating_sub(WIDE))..end.min(to + WIDE))
            .map(|at| &self.claim.tokens[at])
            .filter(|token| {
                token.is_word()
                    && (token.ids.len() > 1
                        || (token.lower.len() > 3 && !self.lexicon.is_general(&token.stem)))
            })
            .collect();
        let same = |told: &&Told<'a>| {
            let (first, last) = told.cited.source.sentence_of(told.from);
            let shared = told.cited.source.prose[first..last]
                .iter()
                .filter(|word| word.is_word())
                .any(|word| {
                    about
                        .iter()
                        .any(|token| word.ids.iter().any(|id| token.ids.contains(id)))
                });
            told.way == Some(Way::Until) && shared
        };
        told.iter().find(same).map(place)
    }
}

/// `six months ago`, where each six months of the cited lines are `in six months`, and the reverse.
fn other_way<'a>(told: &[Told<'a>], own: Way, length: Decimal) -> Option<(Cited<'a>, Span)> {
    let mut other = None;
    for told in told.iter().filter(|told| alike(told.length, length)) {
        let against = matches!(
            (own, told.way),
            (Way::Ago, Some(Way::Ahead)) | (Way::Ahead, Some(Way::Ago))
        );
        if !against {
            return None;
        }
        other = other.or(Some(place(told)));
    }
    other
}

fn place<'a>(told: &Told<'a>) -> (Cited<'a>, Span) {
    let prose = &told.cited.source.prose;
    let span = Span::new(prose[told.from].span.start, prose[told.to - 1].span.end);
    (told.cited, span)
}
