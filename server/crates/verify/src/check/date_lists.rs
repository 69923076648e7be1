//! As many dates as values: `190 → 138 → 114 mg/dL (Jul 2019, Jul 2020, Nov 2020)`, `in 2011, 2014 and 2017: 150, 149 and 58`. Each has the one at its place.

use super::Check;
use crate::date::Mention;
use crate::number::Number;
use crate::text::Token;

/// The longest list that is read.
const LONGEST: usize = 30;

impl Check<'_> {
    /// The date at the place of a number, where a list of as many dates stands right behind or before its list of numbers.
    pub(super) fn date_in_list(&self, numbers: &[Number], index: usize) -> Option<Mention> {
        let mut first = index;
        while first > 0
            && index - first < LONGEST
            && self.lists(numbers[first - 1].to, numbers[first].from)
        {
            first -= 1;
        }
        let mut last = index;
        while last + 1 < numbers.len()
            && last - index < LONGEST
            && self.lists(numbers[last].to, numbers[last + 1].from)
        {
            last += 1;
        }
        let many = last - first + 1;
        if many < 2 {
            return None;
        }
        let (from, to) = self.sentence_range(numbers[index].from);
        let dates: Vec<&Mention> = self
            .claim
            .dates
            .iter()
            .filter(|mention| mention.from >= from && mention.to <= to)
            .collect();
        let behind: Vec<&Mention> = self.dates_in_row(
            dates
                .iter()
                .copied()
                .filter(|mention| mention.from >= numbers[last].to),
        );
        let near = |from: usize, to: usize| {
            to.saturating_sub(from) <= 4
                && self.claim.slice(from, to).iter().all(|token| {
                    !token.is_word() || self.lexicon.is_function(&token.lower) || joins(token)
                })
        };
        if behind.len() == many && near(numbers[last].to, behind[0].from) {
            return behind.get(index - first).map(|mention| **mention);
        }
        let mut before: Vec<&Mention> = self.dates_in_row(
            dates
                .iter()
                .rev()
                .copied()
                .filter(|mention| mention.to <= numbers[first].from),
        );
        before.reverse();
        let ends = before.last().map(|mention| mention.to);
        (before.len() == many && ends.is_some_and(|end| near(end, numbers[first].from)))
            .then(|| before.get(index - first).map(|mention| **mention))
            .flatten()
    }

    /// The dates from the first on that only marks and "and" set apart.
    fn dates_in_row<'m>(&self, dates: impl Iterator<Item = &'m Mention>) -> Vec<&'m Mention> {
        let mut out: Vec<&Mention> = Vec::new();
        for mention in dates.take(LONGEST) {
            let joined = out.last().is_none_or(|other| {
                let (from, to) = if other.from < mention.from {
                    (other.to, mention.from)
                } else {
                    (mention.to, other.from)
                };
                self.lists(from, to)
            });
            if !joined {
                break;
            }
            out.push(mention);
        }
        out
    }

    /// Whether only marks of a list, "and", "to" and "then" stand here.
    fn lists(&self, from: usize, to: usize) -> bool {
        from <= to && to - from <= 2 && self.claim.slice(from, to).iter().all(joins)
    }
}

fn joins(token: &Token) -> bool {
    token.is_mark(',')
        || token.is_mark('→')
        || token.is_mark('/')
        || token.is_mark('-')
        || token.is_mark('>')
        || matches!(token.lower.as_str(), "and" | "then" | "to" | "respectively")
}
