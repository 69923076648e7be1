//! `four in all`: a number that sums up what the sentence lists or what is cited for it.

use super::Check;
use crate::lexicon::Cue;
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
            let wrong = (self.sums_up(number.to) && self.days_listed(&number))
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

    fn sums_up(&self, at: usize) -> bool {
        let word = |index: usize| {
            self.claim
                .tokens
                .get(index)
                .map_or("", |token| token.lower.as_str())
        };
        (word(at) == "in" && matches!(word(at + 1), "all" | "total")) || word(at) == "altogether"
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
