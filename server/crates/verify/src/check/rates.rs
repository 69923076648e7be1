//! How often in prose, beyond drugs: `one pack a day`, `two beers a week`, `3 times per month`.

use super::Check;
use crate::text::Token;
use model::{ReasonCode, Verdict};

/// Units of a rate, and the adverbs that say the same.
const UNITS: [(&str, &[&str]); 5] = [
    ("hour", &["hourly"]),
    ("day", &["daily", "nightly", "morning", "night", "evening"]),
    ("week", &["weekly"]),
    ("month", &["monthly"]),
    ("year", &["yearly", "annually", "annual"]),
];

impl Check<'_> {
    /// A rate whose unit the cited prose does not have, while it has a rate in another.
    pub(crate) fn rates(&mut self) {
        if !self.prose() {
            return;
        }
        for at in 1..self.claim.tokens.len() {
            let Some(unit) = rate_at(&self.claim.tokens, at) else {
                continue;
            };
            let mut other = false;
            let mut same = false;
            for cited in self.reach().filter(|cited| !cited.source.prose.is_empty()) {
                let prose = &cited.source.prose;
                for place in 1..prose.len() {
                    if let Some(own) = rate_at(prose, place) {
                        same |= own == unit;
                        other |= own != unit;
                    }
                    same |= UNITS.iter().any(|(name, words)| {
                        *name == unit && words.contains(&prose[place].lower.as_str())
                    });
                }
                same |= cited
                    .source
                    .frequencies
                    .iter()
                    .any(|(name, _, _)| of_unit(name, unit));
            }
            if other && !same {
                let span = self.claim.span(at - 1, at + 1);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::FrequencyRoute,
                    span,
                    None,
                    Vec::new(),
                );
            }
        }
    }
}

/// The unit of `a day`, `per week`, `each month` at its noun.
fn rate_at(tokens: &[Token], at: usize) -> Option<&'static str> {
    let noun = tokens.get(at)?;
    let before = tokens.get(at.checked_sub(1)?)?;
    let unit = UNITS.iter().find(|(name, _)| noun.lower == *name)?.0;
    let rate = matches!(before.lower.as_str(), "per" | "each" | "every" | "/")
        || (matches!(before.lower.as_str(), "a" | "an")
            && !tokens.get(at + 1).is_some_and(|next| {
                matches!(
                    next.lower.as_str(),
                    "ago"
                        | "later"
                        | "earlier"
                        | "before"
                        | "after"
                        | "or"
                        | "and"
                        | "old"
                        | "apart"
                )
            })
            && !tokens.get(at.wrapping_sub(2)).is_some_and(|word| {
                matches!(
                    word.lower.as_str(),
                    "for"
                        | "about"
                        | "within"
                        | "in"
                        | "over"
                        | "half"
                        | "than"
                        | "of"
                        | "such"
                        | "like"
                        | "after"
                        | "almost"
                        | "nearly"
                )
            }));
    rate.then_some(unit)
}

fn of_unit(frequency: &str, unit: &str) -> bool {
    match unit {
        "day" => frequency.ends_with("/d") || matches!(frequency, "am" | "pm" | "hs" | "ac"),
        "week" => frequency.ends_with("/wk"),
        "month" => frequency.ends_with("/mo"),
        "year" => frequency.ends_with("/y"),
        _ => false,
    }
}
