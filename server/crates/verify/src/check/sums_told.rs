//! Figures that a statement reckons from others of its own: the total of a course, the difference of two pressures, the number of what it lists.

use super::Check;
use crate::number::{Form, Number};
use crate::text::Token;
use rust_decimal::Decimal;

/// How far from a figure those stand from which it is reckoned, in tokens.
const FAR: usize = 40;
/// How far behind its number a list begins, in tokens.
const NEAR: usize = 16;
/// How long such a list is, in tokens.
const LONGEST: usize = 60;

impl Check<'_> {
    /// `40 mg a day for five days (200 mg in total)`: the product of the dose and the days, each of which is checked for itself.
    pub(super) fn course_total(&self, number: &Number, numbers: &[Number]) -> bool {
        let Some(unit) = number
            .unit
            .filter(|unit| matches!(self.lexicon.dimension(*unit), "mass" | "volume"))
        else {
            return false;
        };
        let (from, to) = self.sentence_range(number.from);
        let (from, to) = (
            from.max(number.from.saturating_sub(FAR)),
            to.min(number.to + FAR),
        );
        let total = |token: &Token| {
            matches!(
                token.lower.as_str(),
                "total" | "altogether" | "totaling" | "overall"
            )
        };
        if !self.claim.slice(from, to).iter().any(total) {
            return false;
        }
        let times = self.claim.frequencies.iter().find_map(|(at, _, name)| {
            let (times, span) = name.split_once('/')?;
            ((from..to).contains(at) && span == "d")
                .then(|| times.parse::<Decimal>().ok())
                .flatten()
        });
        let times = times.unwrap_or(Decimal::ONE);
        let days: Vec<Decimal> = self.days_named(from, to);
        numbers
            .iter()
            .filter(|dose| {
                dose.unit == Some(unit)
                    && dose.from != number.from
                    && (from..to).contains(&dose.from)
            })
            .any(|dose| {
                days.iter().any(|days| {
                    dose.value
                        .checked_mul(*days)
                        .and_then(|sum| sum.checked_mul(times))
                        == Some(number.value)
                })
            })
    }

    /// The spans of days that stand between two tokens, by the number before the word.
    fn days_named(&self, from: usize, to: usize) -> Vec<Decimal> {
        (from + 1..to)
            .filter_map(|at| {
                let days = match self.claim.tokens[at].lower.as_str() {
                    "day" | "days" => Decimal::ONE,
                    "week" | "weeks" => Decimal::from(7),
                    _ => return None,
                };
                let before = (from..at)
                    .rev()
                    .find(|at| !self.claim.tokens[*at].is_mark('-'))?;
                let first = before.saturating_sub(2).max(from);
                (first..=before).find_map(|start| {
                    let (value, end) = crate::number::amount(&self.claim.tokens, start)?;
                    (end == before + 1)
                        .then(|| value.checked_mul(days))
                        .flatten()
                })
            })
            .collect()
    }

    /// `today's 128/72 is 72 points lower systolic` than the 200/90 that the sentence names: whether it is so, where it is told so.
    pub(super) fn pressure_difference(&self, number: &Number, numbers: &[Number]) -> Option<bool> {
        let behind = self.claim.slice(
            number.to,
            (number.to + 4).min(self.sentence_range(number.from).1),
        );
        let change = behind.first().is_some_and(|word| {
            matches!(
                word.lower.as_str(),
                "lower" | "higher" | "less" | "more" | "down" | "up" | "points" | "point"
            )
        });
        let named = |high: &[&str]| {
            behind
                .iter()
                .position(|word| high.contains(&word.lower.as_str()))
        };
        let systolic = named(&["systolic", "systolically"]);
        let diastolic = named(&["diastolic", "diastolically"]);
        if number.form != Form::Plain || !change {
            return None;
        }
        let (from, to) = self.sentence_range(number.from);
        let (from, to) = (
            from.max(number.from.saturating_sub(FAR)),
            to.min(number.to + FAR),
        );
        let pairs: Vec<(usize, Decimal, Decimal)> = numbers
            .iter()
            .filter(|pair| (from..to).contains(&pair.from))
            .filter_map(|pair| match pair.form {
                Form::Over(low) if low >= Decimal::from(20) => Some((pair.from, pair.value, low)),
                _ => None,
            })
            .collect();
        let [one, two] = pairs.as_slice() else {
            return None;
        };
        let difference = match (systolic, diastolic) {
            (Some(place), other) if other.is_none_or(|other| place < other) => one.1 - two.1,
            (_, Some(_)) => one.2 - two.2,
            _ => return None,
        };
        Some(difference.abs() == number.value)
    }

    /// `Two of the tests are to be repeated, the echo and the lipid panel`: as many as the sentence then lists, of a conversation.
    pub(super) fn lists_as_many(&self, number: &Number, count: usize) -> bool {
        let spoken = self
            .cited
            .iter()
            .all(|cited| cited.snippet.segment.is_some());
        if !spoken || !(2..=6).contains(&count) {
            return false;
        }
        let (_, end) = self.sentence_range(number.from);
        let end = end.min(number.to + LONGEST);
        let tokens = &self.claim.tokens;
        let opens = (number.to..end.min(number.to + NEAR)).find(|at| {
            tokens[*at].is_mark(',') || tokens[*at].is_mark(':') || tokens[*at].is_mark('–')
        });
        let Some(opens) = opens else {
            return false;
        };
        let list = self.claim.slice(opens + 1, end);
        let verb = list.iter().any(|token| {
            token.is_mark(';')
                || matches!(
                    token.lower.as_str(),
                    "is" | "are"
                        | "was"
                        | "were"
                        | "has"
                        | "had"
                        | "which"
                        | "who"
                        | "but"
                        | "he"
                        | "she"
                )
        });
        let commas = list.iter().filter(|token| token.is_mark(',')).count();
        let joined = list
            .iter()
            .filter(|token| token.is("and") || token.is_mark('&'))
            .count();
        let serial = list
            .windows(2)
            .filter(|two| two[0].is_mark(',') && two[1].is("and"))
            .count();
        !verb && joined == 1 && commas + joined - serial + 1 == count
    }
}
