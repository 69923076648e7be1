//! What two things of prose are told the wrong way round: `monthly at first and weekly thereafter`, `two abnormal and one normal`.

use super::{Check, Cited, at};
use crate::number::amount;
use crate::text::Token;
use model::{ReasonCode, Span, Verdict};
use rust_decimal::Decimal;

/// How far before a word its count stands, in tokens.
const NEAR: usize = 6;
/// How many frequencies of one source are held against one another.
const MOST: usize = 24;

impl Check<'_> {
    /// Both of these.
    pub(crate) fn swapped(&mut self) {
        if !self.prose_only() {
            return;
        }
        self.rhythms_swapped();
        self.counts_swapped();
        self.both_of_more();
    }

    /// `weekly for a month, then monthly`, where the cited words tell the two in the other order.
    fn rhythms_swapped(&mut self) {
        let told = self.claim.frequencies.clone();
        for pair in told.windows(2) {
            let [(from, _, first), (_, to, second)] = pair else {
                continue;
            };
            let one = self.claim.tokens[*from].sentence == self.claim.tokens[to - 1].sentence;
            if first == second || !one || !ordered(self.claim.slice(*from, (to + 3).min(from + 40)))
            {
                continue;
            }
            let turned = self
                .cited
                .iter()
                .copied()
                .filter(|cited| follows(cited, first, second).is_none())
                .find_map(|cited| Some((cited, follows(&cited, second, first)?)));
            let right = self
                .cited
                .iter()
                .any(|cited| follows(cited, first, second).is_some());
            if let Some((cited, place)) = turned.filter(|_| !right) {
                let span = self.claim.span(*from, *to);
                let words = place.of(&cited.snippet.text).map(str::to_owned);
                let places = vec![at(cited, "text", Some(place))];
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::Period, span, words, places);
                return;
            }
        }
    }

    /// `both upper quadrants`, of `all four quadrants`: a noun of which each cited mention counts more than two.
    fn both_of_more(&mut self) {
        for index in 0..self.claim.tokens.len() {
            if !self.claim.tokens[index].is("both") {
                continue;
            }
            let noun = (index + 1..self.claim.tokens.len().min(index + 4))
                .take_while(|at| self.claim.tokens[*at].is_word())
                .filter(|at| !self.lexicon.is_general(&self.claim.tokens[*at].stem))
                .last();
            let Some(noun) = noun.map(|at| self.claim.tokens[at].stem.clone()) else {
                continue;
            };
            let (mut more, mut other) = (None, false);
            for cited in self.cited.iter().copied() {
                let prose = &cited.source.prose;
                for (at, word) in prose
                    .iter()
                    .enumerate()
                    .filter(|(_, word)| word.stem == noun)
                {
                    let count = at
                        .checked_sub(1)
                        .and_then(|before| amount(prose, before))
                        .filter(|(count, _)| *count > Decimal::TWO);
                    other |= count.is_none();
                    more = more.or(count.map(|_| (cited, word.span)));
                }
            }
            if let Some((cited, place)) = more.filter(|_| !other) {
                let span = self.claim.tokens[index].span;
                let places = vec![at(cited, "text", Some(place))];
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::Count, span, None, places);
                return;
            }
        }
    }

    /// A count that the cited words tell of the opposite, while they tell another of this.
    fn counts_swapped(&mut self) {
        for index in 0..self.claim.tokens.len() {
            let token = &self.claim.tokens[index];
            let sides = self.lexicon.opposites(&token.stem);
            if sides.is_empty() {
                continue;
            }
            let opposite =
                |word: &Token| sides.iter().any(|(others, _)| others.contains(&word.stem));
            let Some(count) = counted(&self.claim.tokens, index, &opposite) else {
                continue;
            };
            let (mut same, mut own, mut turned) = (false, false, None);
            for cited in self.cited.iter().copied() {
                let prose = &cited.source.prose;
                for (place, word) in prose.iter().enumerate() {
                    let this = word.stem == token.stem;
                    if !word.is_word() || !(this || opposite(word)) {
                        continue;
                    }
                    let either = |word: &Token| opposite(word) || word.stem == token.stem;
                    let Some(told) = counted(prose, place, &either) else {
                        continue;
                    };
                    same |= this && told == count;
                    own |= this && told != count;
                    if !this && told == count {
                        turned = turned.or(Some((cited, word.span)));
                    }
                }
            }
            let Some((cited, place)) = turned.filter(|_| own && !same) else {
                continue;
            };
            let span = token.span;
            let words = place.of(&cited.snippet.text).map(str::to_owned);
            let places = vec![at(cited, "text", Some(place))];
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Count, span, words, places);
            return;
        }
    }
}

/// Words by which one thing is put behind another in time.
fn ordered(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| {
        matches!(
            token.lower.as_str(),
            "then" | "thereafter" | "after" | "afterwards" | "afterward" | "later" | "subsequently"
        )
    })
}

/// Where one frequency is told behind another, with a word of order between them or right behind.
fn follows(cited: &Cited<'_>, first: &str, second: &str) -> Option<Span> {
    let prose = &cited.source.prose;
    let place = |span: Span| prose.partition_point(|token| token.span.start < span.start);
    let told: Vec<(&str, Span)> = cited
        .source
        .frequencies
        .iter()
        .filter_map(|(name, _, span)| Some((name.as_str(), (*span)?)))
        .take(MOST)
        .collect();
    told.iter().enumerate().find_map(|(index, (name, from))| {
        let (_, to) = told[index + 1..].iter().find(|(name, _)| *name == second)?;
        let (start, end) = (place(*from), (place(*to) + 4).min(prose.len()));
        let between = prose.get(start..end).unwrap_or_default();
        (*name == first && between.len() <= 60 && ordered(between))
            .then(|| Span::new(from.start, to.end))
    })
}

/// The count that stands last before a word, with no other such word between.
fn counted(tokens: &[Token], index: usize, other: &dyn Fn(&Token) -> bool) -> Option<Decimal> {
    let sentence = tokens[index].sentence;
    let mut at = index;
    for _ in 0..NEAR {
        at = at.checked_sub(1)?;
        let token = &tokens[at];
        if token.sentence != sentence || token.is_mark(';') || other(token) {
            return None;
        }
        let Some((value, end)) = amount(tokens, at).filter(|(_, end)| *end == at + 1) else {
            continue;
        };
        // `two out of three were`: the part, not the whole.
        let of = at.checked_sub(1).filter(|of| tokens[*of].is("of"));
        let part = of
            .map(|of| of - usize::from(of > 0 && tokens[of - 1].is("out")))
            .and_then(|of| of.checked_sub(1))
            .and_then(|part| amount(tokens, part));
        let whole = value.is_integer() && end <= index;
        return whole.then(|| part.map_or(value, |(part, _)| part));
    }
    None
}
