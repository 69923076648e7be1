//! A word of change with both its ends beside it: `rose from 71 to 78`, `one point lower (114 → 113)`, `18.6, down from 27.2`.

use super::Check;
use super::fit::Fit;
use crate::lexicon::{Cue, Found};
use crate::number::{Form, Number};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use time::Date;

/// How far before a word of change its later value stands, in tokens.
const BACK: usize = 14;

impl Check<'_> {
    /// Whether the two values that stand beside a word of change go its way, where two cited results of one test have them in that order of days.
    pub(super) fn pair_bears_out(&self, found: Found) -> Option<bool> {
        let rises = match found.cue {
            Cue::Up => true,
            Cue::Down => false,
            _ => return None,
        };
        let (older, newer) = self.ends_beside(found)?;
        if self.measured_in_turn(older, newer, rises) {
            return Some(true);
        }
        self.measured_in_turn(older, newer, !rises).then_some(false)
    }

    /// `All four of those numbers had fallen`: each test that is cited of two days must have.
    pub(super) fn all_moved(&self, found: Found) -> Option<bool> {
        let rises = match found.cue {
            Cue::Up => true,
            Cue::Down => false,
            _ => return None,
        };
        let (from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        let all = self
            .claim
            .slice(from, found.from)
            .iter()
            .any(|token| matches!(token.lower.as_str(), "all" | "each" | "every" | "both"));
        let none_named = self.named_in(from, found.from).is_empty();
        let mut tests: BTreeMap<(&str, &str), Vec<(Date, Decimal)>> = BTreeMap::new();
        for cited in self.cited.iter().filter(|_| all && none_named) {
            let Some(day) = cited.snippet.date.as_ref().map(|date| date.days().0) else {
                continue;
            };
            for value in cited.source.values.iter().filter(|value| value.measured) {
                tests
                    .entry((cited.snippet.title.as_str(), value.path.as_str()))
                    .or_default()
                    .push((day, value.value));
            }
        }
        tests.retain(|_, points| points.len() > 1);
        (tests.len() > 1).then(|| {
            tests.into_values().all(|mut points| {
                points.sort_unstable();
                let ends = points.first().zip(points.last());
                ends.is_some_and(|(first, last)| {
                    if rises {
                        last.1 > first.1
                    } else {
                        last.1 < first.1
                    }
                })
            })
        })
    }

    /// The older and the newer value beside a word of change.
    fn ends_beside(&self, found: Found) -> Option<(&Number, &Number)> {
        let plain = |number: &&Number| number.form == Form::Plain && !number.word;
        let numbers = || self.claim.numbers.iter().filter(plain);
        let starting = |at: usize| numbers().find(|number| number.from == at);
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let from_word = word(found.to.checked_sub(1)?) == "from";
        let first = if from_word {
            starting(found.to)
        } else if word(found.to) == "from" {
            starting(found.to + 1)
        } else {
            (found.to..found.to + 3)
                .find(|at| word(*at) == "(")
                .and_then(|at| starting(at + 1))
        }?;
        // `from 71 to 78`, `(114 → 113)`
        let joint = matches!(word(first.to), "to" | "→" | "-" | "->");
        if let Some(second) = starting(first.to + 1).filter(|_| joint) {
            return Some((first, second));
        }
        let told_from = from_word || word(found.to) == "from";
        let (sentence, _) = self.sentence_range(found.from);
        let newer = numbers().rfind(|number| {
            number.to <= found.from && number.from >= sentence.max(found.from.saturating_sub(BACK))
        })?;
        told_from.then_some((first, newer))
    }

    /// Whether two cited results of one test have these values, the first on the earlier day, and go that way.
    fn measured_in_turn(&self, older: &Number, newer: &Number, rises: bool) -> bool {
        let days = |number: &Number| -> Vec<(&str, &str, Date, Decimal)> {
            self.cited
                .iter()
                .flat_map(|cited| cited.source.values.iter().map(move |value| (cited, value)))
                .filter(|(_, value)| value.measured && self.fit(number, value) == Fit::Same)
                .filter_map(|(cited, value)| {
                    let day = cited.snippet.date.as_ref()?.days().0;
                    let title = cited.snippet.title.as_str();
                    Some((title, value.path.as_str(), day, value.value))
                })
                .collect()
        };
        let later = days(newer);
        days(older).iter().any(|(title, path, day, value)| {
            later.iter().any(|(other, part, after, new)| {
                let way = if rises { new > value } else { new < value };
                other == title && part == path && after > day && way
            })
        })
    }
}
