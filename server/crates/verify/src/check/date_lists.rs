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

    /// `three hepatitis A doses (12/10/2012 and 12/16/2013)`: how many days stand in the brackets behind what is counted, where they hold nothing else.
    pub(super) fn days_in_brackets(&self, number: &Number) -> Option<usize> {
        const NOUN: usize = 6;
        let tokens = &self.claim.tokens;
        let open = (number.to..(number.to + NOUN).min(tokens.len()))
            .find(|at| !tokens[*at].is_word() && !tokens[*at].is_mark('-'))
            .filter(|at| tokens[*at].is_mark('(') && *at > number.to)?;
        let close = (open..tokens.len()).find(|at| tokens[*at].is_mark(')'))?;
        let days: Vec<&Mention> = self
            .claim
            .dates
            .iter()
            .filter(|mention| mention.from > open && mention.to <= close)
            .collect();
        let whole = days.windows(2).all(|two| {
            let between = self.claim.slice(two[0].to, two[1].from);
            !between.is_empty()
                && between
                    .iter()
                    .all(|token| token.is_mark(',') || token.is_mark(';') || token.is("and"))
        });
        let ends = days.first().is_some_and(|first| first.from == open + 1)
            && days.last().is_some_and(|last| last.to == close);
        (days.len() > 1 && whole && ends).then_some(days.len())
    }

    /// `HTN, dx 8/6/1990: amlodipine 5 mg`: the day of the diagnosis is no day of what the drug's number tells.
    pub(super) fn day_of_diagnosis(&self, mention: &Mention, number: &Number) -> bool {
        let told = (1..=2).any(|back| {
            mention.from.checked_sub(back).is_some_and(|at| {
                matches!(
                    self.claim.tokens[at].lower.as_str(),
                    "dx" | "diagnosed" | "dx'd" | "onset" | "dob" | "born"
                )
            })
        });
        let dose = number
            .unit
            .is_some_and(|unit| self.lexicon.dimension(unit) == "mass");
        told && dose
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
