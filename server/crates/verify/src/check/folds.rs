//! By how much a value changed, in words: `more than doubled`, `dropped by less than a quarter`.

use super::Check;
use crate::lexicon::Found;
use crate::number::Form;
use model::{ReasonCode, Verdict};
use rust_decimal::Decimal;

/// How the words before a measure bend it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bend {
    More,
    Less,
    Nearly,
    About,
}

/// How far behind a word of change its measure may begin, and how long it may be, in words.
const REACH: usize = 7;

impl Check<'_> {
    /// `12 mg/g, up 12 from 24`: the value, the difference and where it came from must go one way, whatever else each number may be.
    pub(crate) fn up_or_down_from(&mut self) {
        let numbers = self.claim.numbers.clone();
        for three in numbers.windows(3) {
            let [value, by, origin] = three else { continue };
            let before = by
                .from
                .checked_sub(1)
                .map_or("", |at| self.claim.tokens[at].lower.as_str());
            let up = match before {
                "up" => true,
                "down" => false,
                _ => continue,
            };
            let from = self.claim.slice(by.to, origin.from);
            let plain = [value, by, origin]
                .iter()
                .all(|number| number.form == Form::Plain && !number.word);
            let told = from.len() == 1 && from[0].is("from") && by.from - value.to <= 8;
            let same = value.unit == origin.unit || origin.unit.is_none() || value.unit.is_none();
            let wrong = if up {
                value.value < origin.value
            } else {
                value.value > origin.value
            };
            if plain && told && same && wrong {
                let span = self.claim.span(by.from - 1, origin.to);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Trend,
                    span,
                    None,
                    Vec::new(),
                );
            }
        }
    }

    /// Whether the measure told with a word of change is not that of these two values; false where none is told.
    pub(super) fn told_by_wrong_measure(
        &self,
        found: Found,
        first: Decimal,
        last: Decimal,
    ) -> bool {
        if first.is_zero() {
            return false;
        }
        let word = self.claim.words(found.from, found.to).to_lowercase();
        if let Some(times) = multiple(&word) {
            let bend = self.bend_before(found.from);
            return !multiplied(last / first, times, bend);
        }
        let share = (last - first).abs() / first.abs();
        self.fraction_behind(found)
            .is_some_and(|(told, bend)| !is_share(share, told, bend))
    }

    /// `by less than a quarter`, `by about two thirds`: what stands behind a word of change, and how it is bent.
    fn fraction_behind(&self, found: Found) -> Option<(Decimal, Bend)> {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let by = (found.to.saturating_sub(1)..found.to + 3).find(|at| word(*at) == "by")?;
        (by + 1..by + REACH).find_map(|at| {
            let several = match word(at.checked_sub(1)?) {
                "two" => 2,
                "three" => 3,
                "a" | "an" | "one" | "by" | "than" | "about" | "almost" | "nearly" | "over" => 1,
                "-" if word(at - 2) == "two" => 2,
                "-" if word(at - 2) == "three" => 3,
                _ => return None,
            };
            let part = match word(at) {
                "half" => Decimal::new(5, 1),
                "third" | "thirds" => Decimal::ONE / Decimal::from(3),
                "quarter" | "quarters" => Decimal::new(25, 2),
                "fifth" | "fifths" => Decimal::new(2, 1),
                "tenth" | "tenths" => Decimal::new(1, 1),
                _ => return None,
            };
            let bend = (by + 1..at)
                .filter_map(|before| bend(word(before), word(before + 1)))
                .next_back();
            Some((part * Decimal::from(several), bend.unwrap_or(Bend::About)))
        })
    }

    fn bend_before(&self, at: usize) -> Bend {
        let word = |at: usize| self.claim.tokens[at].lower.as_str();
        (at.saturating_sub(3)..at)
            .filter_map(|before| bend(word(before), word(before + 1)))
            .next_back()
            .unwrap_or(Bend::About)
    }
}

fn bend(word: &str, next: &str) -> Option<Bend> {
    match (word, next) {
        ("more", "than") | ("over" | "upwards", _) => Some(Bend::More),
        ("less", "than") | ("under", _) => Some(Bend::Less),
        ("almost" | "nearly", _) | ("not", "quite") => Some(Bend::Nearly),
        ("about" | "roughly" | "around" | "approximately", _) => Some(Bend::About),
        _ => None,
    }
}

fn multiple(word: &str) -> Option<Decimal> {
    match word {
        "doubled" => Some(Decimal::TWO),
        "tripled" | "trebled" => Some(Decimal::from(3)),
        "quadrupled" => Some(Decimal::from(4)),
        "halved" => Some(Decimal::new(5, 1)),
        _ => None,
    }
}

/// Whether a ratio is the multiple that is told. Beyond it lies, of what was halved, the smaller.
fn multiplied(ratio: Decimal, times: Decimal, bend: Bend) -> bool {
    let slack = times * Decimal::new(2, 2);
    let beyond = if times < Decimal::ONE {
        ratio < times + slack
    } else {
        ratio > times - slack
    };
    match bend {
        Bend::More => beyond,
        Bend::Less => !beyond,
        Bend::Nearly | Bend::About => (ratio - times).abs() <= times * Decimal::new(25, 2),
    }
}

fn is_share(share: Decimal, told: Decimal, bend: Bend) -> bool {
    match bend {
        Bend::More => share > told - Decimal::new(5, 3),
        Bend::Less => share < told + Decimal::new(5, 3),
        Bend::Nearly => share <= told + Decimal::new(2, 2) && share >= told * Decimal::new(7, 1),
        Bend::About => (share - told).abs() <= told * Decimal::new(25, 2),
    }
}
