//! `four in all`: a number that sums up what the sentence lists or what is cited for it.

use super::Check;
use crate::lexicon::{Cue, Found};
use crate::number::{Form, Number};
use crate::source::State;
use model::{ReasonCode, Verdict};
use rust_decimal::Decimal;

impl Check<'_> {
    /// A sum must be that of the days that are listed, and no less than the records of its kind that are cited.
    pub(crate) fn totals(&mut self) {
        for number in self.claim.numbers.clone() {
            if number.unit.is_some() || number.form != Form::Plain || number.decimals > 0 {
                continue;
            }
            let wrong = self.fewer_listed(&number)
                || (self.sums_up(number.to) && self.days_listed(&number))
                || (self.all_told(&number) && self.more_cited(&number));
            if wrong {
                let span = self.claim.span(number.from, number.to);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Count,
                    span,
                    None,
                    Vec::new(),
                );
            }
        }
    }

    /// `Active orders in total: A and B`: words that make the list behind their colon an exclusive one.
    pub(super) fn whole_lists(&self) -> Vec<Found> {
        let tokens = &self.claim.tokens;
        let closes = |at: &usize| {
            let end = at + if tokens[*at].is("in") { 2 } else { 1 };
            self.sums_up(*at) && tokens.get(end).is_some_and(|mark| mark.is_mark(':'))
        };
        let list = |at: usize| {
            let end = at + if tokens[at].is("in") { 2 } else { 1 };
            let (from, _) = self.claim.clause_range(self.claim.clause_of(at));
            let counted = self
                .claim
                .numbers
                .iter()
                .any(|number| number.from < end && number.to >= from);
            (!counted && !self.kinds_in(from, at).is_empty()).then_some(Found {
                cue: Cue::Only,
                from: at,
                to: end,
            })
        };
        let heads = (0..tokens.len()).filter(closes).take(4);
        heads.filter_map(list).collect()
    }

    fn sums_up(&self, at: usize) -> bool {
        let word = |index: usize| {
            self.claim
                .tokens
                .get(index)
                .map_or("", |token| token.lower.as_str())
        };
        (word(at) == "in" && matches!(word(at + 1), "all" | "total")) || word(at) == "altogether"
    }

    /// `three in all, this one and the one for hives`, `three criteria were met: age and weight`: a pair behind a number that tells more.
    fn fewer_listed(&self, number: &Number) -> bool {
        const NOUN: usize = 6;
        let tokens = &self.claim.tokens;
        let (_, end) = self.sentence_range(number.from);
        let stop = (number.to..end.min(number.to + NOUN)).find(|at| !tokens[*at].is_word());
        let Some(stop) = stop.filter(|at| *at > number.to) else {
            return false;
        };
        let summed = (number.to..stop).any(|at| self.sums_up(at));
        let opens = tokens[stop].is_mark(':') || (summed && tokens[stop].is_mark(','));
        let rest = self.claim.slice(stop + 1, end);
        let ends = rest
            .iter()
            .position(|token| token.is_mark(';') || token.is_mark('.'))
            .unwrap_or(rest.len());
        let rest = &rest[..ends];
        let joints = rest.iter().filter(|token| token.is("and")).count();
        let others = rest.iter().any(|token| {
            token.is_mark(',')
                || token.is_mark('/')
                || token.is_mark('+')
                || token.is_mark('&')
                || matches!(
                    token.lower.as_str(),
                    "plus" | "with" | "both" | "two" | "three" | "four" | "or" | "then" | "others"
                )
        });
        let plural =
            stop > number.to && (number.to..stop).any(|at| tokens[at].lower.ends_with('s'));
        opens
            && plural
            && joints == 1
            && !others
            && number.value > Decimal::TWO
            && number.value.is_integer()
    }

    /// Whether days are listed one after the other before the number, and are not as many.
    fn days_listed(&self, number: &Number) -> bool {
        let (from, _) = self.sentence_range(number.from);
        let days: Vec<&crate::date::Mention> = self
            .claim
            .dates
            .iter()
            .filter(|mention| mention.from >= from && mention.to <= number.from)
            .collect();
        let joined = days.windows(2).all(|pair| {
            self.claim
                .slice(pair[0].to, pair[1].from)
                .iter()
                .all(|token| token.is_mark(',') || token.is("and") || token.is_mark('&'))
        });
        days.len() > 1 && joined && number.value != Decimal::from(days.len())
    }

    /// `three active orders in total, namely A, B and C`
    fn all_told(&self, number: &Number) -> bool {
        (number.to..(number.to + 5).min(self.claim.tokens.len())).any(|at| self.sums_up(at))
    }

    /// Whether more records of the kind behind the number are cited than it says.
    fn more_cited(&self, number: &Number) -> bool {
        let kinds = self.kinds_in(number.to, number.to + 4);
        let active = self.claim.clause_has(number.from, Cue::Active);
        let own = self
            .cited
            .iter()
            .filter(|cited| {
                cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| kinds.contains(&kind))
                    && (!active || cited.source.state == Some(State::Active))
            })
            .count();
        !kinds.is_empty() && Decimal::from(own) > number.value
    }
}
