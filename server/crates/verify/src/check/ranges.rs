//! High, low, normal: against the reference range and the interpretation of the value that is meant.

use super::{Check, Cited, at_value};
use crate::bounds::{Bounds, Place, interpreted};
use crate::number::agrees;
use crate::source::Value;
use model::{ReasonCode, Verdict};
use sources::{Fact, FactRole, FactValue};

impl<'a> Check<'a> {
    /// Whether a number can be an end of a reference range: words of ranges or limits stand near it, or it is a range. Else a number told
    /// of a test is its result, though the range ends there.
    pub(super) fn about_range(&self, number: &crate::number::Number) -> bool {
        const NEAR: usize = 40;
        if !matches!(number.form, crate::number::Form::Plain) {
            return true;
        }
        let (from, to) = self.sentence_range(number.from);
        let from = from.max(number.from.saturating_sub(NEAR));
        let to = to.min(number.to + NEAR);
        self.claim.slice(from, to).iter().any(|token| {
            matches!(
                token.stem.as_str(),
                "refer"
                    | "ref"
                    | "referenc"
                    | "reference"
                    | "rang"
                    | "range"
                    | "normal"
                    | "limit"
                    | "upper"
                    | "bound"
                    | "ceil"
                    | "ceiling"
                    | "goal"
                    | "target"
                    | "cutoff"
                    | "threshold"
                    | "uln"
                    | "lln"
                    | "interval"
                    | "desirab"
                    | "within"
                    | "interpret"
                    | "flagg"
                    | "flag"
                    | "abnormal"
                    | "high"
                    | "low"
                    | "elevat"
            ) || token.is_mark('–')
        })
    }

    /// Every word of a value's place in its range must be right, where the source has the range.
    pub(crate) fn ranges(&mut self) {
        for index in 0..self.claim.tokens.len() {
            let Some((told, to)) = self.place_told(index) else {
                continue;
            };
            // `not elevated`: any other place is right.
            let not = self.denied_place(index);
            if !not && self.negated_place(index) {
                continue;
            }
            let wrong = self
                .values_meant(index, to)
                .into_iter()
                .find(|(cited, value)| {
                    lies(*cited, value).is_some_and(|own| told.excludes(own) != not)
                });
            if let Some((cited, value)) = wrong {
                let span = self.claim.span(index, to);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Comparator,
                    span,
                    Some(value.shown.clone()),
                    vec![at_value(cited, value)],
                );
            }
        }
    }

    /// `too high`, `above the range`, `within normal limits`, and where the words end.
    fn place_told(&self, at: usize) -> Option<(Place, usize)> {
        let word = |index: usize| {
            self.claim
                .tokens
                .get(index)
                .map_or("", |token| token.lower.as_str())
        };
        if self.claim.used[at] {
            return None;
        }
        // Which thing's range: "the normal range", "the limit", "its reference range".
        let range = |from: usize| {
            (from..from + 4).find(|index| {
                matches!(
                    word(*index),
                    "range" | "ranges" | "limits" | "limit" | "normal" | "reference" | "interval"
                )
            })
        };
        match word(at) {
            "high" | "elevated"
                if !matches!(
                    word(at + 1),
                    "-" | "risk"
                        | "dose"
                        | "school"
                        | "blood"
                        | "cholesterol"
                        | "criticality"
                        | "priority"
                        | "intensity"
                        | "sensitivity"
                        | "dosage"
                ) =>
            {
                Some((Place::High, at + 1))
            }
            "low"
                if !matches!(
                    word(at + 1),
                    "-" | "risk"
                        | "dose"
                        | "back"
                        | "salt"
                        | "sodium"
                        | "fat"
                        | "criticality"
                        | "density"
                        | "grade"
                        | "mood"
                        | "intensity"
                ) =>
            {
                Some((Place::Low, at + 1))
            }
            "above" | "over" | "exceeds" | "exceeding" => range(at + 1)
                .filter(|end| self.no_number_near(at) && self.no_number_near(*end))
                .map(|end| (Place::High, end + 1)),
            "below" | "under" => range(at + 1)
                .filter(|end| self.no_number_near(at) && self.no_number_near(*end))
                .map(|end| (self.below_limit(at, end), end + 1)),
            "within" | "inside" | "in" => {
                let end = range(at + 1)?;
                (word(at) != "in" || matches!(word(at + 1), "range" | "the" | "normal"))
                    .then_some((Place::Inside, end + 1))
                    .filter(|_| self.no_number_near(at))
            }
            "normalized" | "normalised" => Some((Place::Inside, at + 1)),
            "normal"
                if !matches!(
                    word(at + 1),
                    "range" | "limits" | "limit" | "pregnancy" | "weight" | "saline"
                ) =>
            {
                Some((Place::Inside, at + 1))
            }
            "abnormal" | "abnormally" => Some((Place::Outside, at + 1)),
            _ => None,
        }
    }

    /// Below the upper limit lies the inside as well: `below the limit` where the range has no lower end.
    fn below_limit(&self, at: usize, end: usize) -> Place {
        let upper = self
            .claim
            .slice(at, end + 1)
            .iter()
            .any(|token| matches!(token.lower.as_str(), "upper" | "limit"));
        let lower = self
            .claim
            .slice(at, end + 1)
            .iter()
            .any(|token| token.is("lower"));
        if upper && !lower {
            Place::Inside
        } else {
            Place::Low
        }
    }

    /// A number right behind makes it a comparison with that number.
    fn no_number_near(&self, at: usize) -> bool {
        !self
            .claim
            .numbers
            .iter()
            .any(|number| number.from > at && number.from <= at + 2)
    }

    /// `not elevated`, `isn't low`: the word right before denies the place.
    fn denied_place(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|index| {
            matches!(
                self.claim.tokens[index].lower.as_str(),
                "not" | "isn't" | "wasn't" | "aren't" | "weren't"
            )
        })
    }

    fn negated_place(&self, at: usize) -> bool {
        (1..=3).any(|back| {
            at.checked_sub(back).is_some_and(|index| {
                matches!(
                    self.claim.tokens[index].lower.as_str(),
                    "not"
                        | "never"
                        | "no"
                        | "neither"
                        | "nor"
                        | "none"
                        | "isn't"
                        | "wasn't"
                        | "without"
                )
            })
        })
    }

    /// The measured values told last before these words in their clause, or in the same brackets; with "both" or "all" every one before.
    fn values_meant(&self, at: usize, to: usize) -> Vec<(Cited<'a>, &'a Value)> {
        let clause = self.claim.clause_of(at);
        let before: Vec<_> = self
            .claim
            .numbers
            .iter()
            .filter(|number| {
                number.to <= at && self.claim.clause_of(number.from) == clause && !number.word
            })
            .collect();
        let every = self
            .claim
            .slice(at.saturating_sub(3), at)
            .iter()
            .any(|token| matches!(token.lower.as_str(), "both" | "all" | "each"));
        let _ = to;
        let meant = if every {
            before
        } else {
            before
                .into_iter()
                .rev()
                .take(1)
                .filter(|number| {
                    at - number.to <= 6
                        && !self
                            .claim
                            .slice(number.to, at)
                            .iter()
                            .any(|token| self.lexicon.is_lab(&token.ids))
                })
                .collect()
        };
        let pool: Vec<(Cited<'a>, &'a Value)> = self
            .cited
            .iter()
            .flat_map(|cited| {
                cited
                    .source
                    .values
                    .iter()
                    .filter(|value| value.measured)
                    .map(move |value| (*cited, value))
            })
            .collect();
        meant
            .into_iter()
            .filter_map(|number| {
                let mut own = pool
                    .iter()
                    .copied()
                    .filter(|(_, value)| agrees(number.value, number.decimals, value.value, false));
                let first = own.next()?;
                own.next().is_none().then_some(first)
            })
            .collect()
    }
}

/// Where a value lies by its source's range, or by what the laboratory says of it; none where the source has neither, or the value is none of its
/// own result.
fn lies(cited: Cited<'_>, value: &Value) -> Option<Place> {
    let result = cited
        .snippet
        .facts
        .iter()
        .find(|fact| fact.path == value.path)?;
    let unit = match &result.value {
        FactValue::Quantity(quantity) => Some(quantity.unit.as_str()),
        _ => None,
    };
    let component = value.path.starts_with("component");
    let own = |fact: &&Fact| fact.group == result.group || !component;
    let bounds = Bounds::of(
        cited.snippet.facts(FactRole::ReferenceRange).filter(own),
        unit,
    );
    let said = || {
        cited
            .snippet
            .facts(FactRole::Interpretation)
            .filter(own)
            .find_map(interpreted)
    };
    bounds
        .and_then(|bounds| bounds.place(value.value))
        .or_else(said)
}
