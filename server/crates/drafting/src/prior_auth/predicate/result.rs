//! Results against a threshold.

use super::{Found, months_before};
use crate::prior_auth::number::Number;
use crate::prior_auth::test::{Op, ResultTest};
use crate::read::{Measure, Reading, View, measures};
use crate::say::{Line, When};
use model::{CriterionResult, SourceSpan};
use rust_decimal::Decimal;
use sources::{FactRole, Quantity};
use std::collections::BTreeSet;

/// Most results that are shown as evidence.
const MOST: usize = 4;

pub(super) fn judge(test: &ResultTest, view: View<'_>) -> Found {
    let all = measures(view);
    let from = test.months.map(|months| months_before(view.as_of, months));
    let recent = |reading: &Reading<'_>| from.is_none_or(|from| reading.when.last() >= from);
    let fitting: Vec<(&Measure<'_>, &Reading<'_>)> = all
        .values()
        .filter(|measure| fits(test, measure))
        .flat_map(|measure| {
            measure
                .readings
                .iter()
                .filter(|reading| recent(reading))
                .map(move |reading| (measure, reading))
        })
        .collect();
    let judged: Vec<(&Measure<'_>, &Reading<'_>, Decimal)> = fitting
        .iter()
        .filter_map(|(measure, reading)| {
            Some((*measure, *reading, converted(test, reading.quantity?)?))
        })
        .collect();
    let needed = test.events.unwrap_or(1);
    let holding: Vec<&(&Measure<'_>, &Reading<'_>, Decimal)> = judged
        .iter()
        .filter(|(_, _, value)| holds(test, *value))
        .collect();
    let days: BTreeSet<When> = holding.iter().map(|(_, reading, _)| reading.when).collect();
    if days.len() >= needed {
        return shown(&holding, CriterionResult::Met, None);
    }
    let edge: Vec<_> = judged
        .iter()
        .filter(|(_, _, value)| boundary(test, *value))
        .collect();
    if !edge.is_empty() {
        return shown(
            &edge,
            CriterionResult::NeedsReview,
            Some("the value lies on the very boundary".to_owned()),
        );
    }
    if !holding.is_empty() {
        return shown(
            &holding,
            CriterionResult::NotMet,
            Some(format!(
                "{needed} such results on different days; the chart has {}",
                days.len()
            )),
        );
    }
    if judged.is_empty() {
        return in_words(test, view);
    }
    let mut nearest: Vec<_> = judged.iter().collect();
    nearest.sort_by_key(|(_, reading, value)| {
        (distance(test, *value), std::cmp::Reverse(reading.when))
    });
    nearest.truncate(1);
    let mut found = shown(
        &nearest,
        CriterionResult::NotMet,
        Some("a result in the range asked for; none is on record".to_owned()),
    );
    found.lines.truncate(1);
    found
}

/// The newest number that a note, report or order gives in words, where the test may read these.
fn in_words(test: &ResultTest, view: View<'_>) -> Found {
    let nothing = || Found::nothing("results of the test");
    if !test.in_text {
        return nothing();
    }
    let from = test.months.map(|months| months_before(view.as_of, months));
    let written: Vec<_> = super::written::find(test, view)
        .into_iter()
        .filter(|one| from.is_none_or(|from| one.when.is_none_or(|when| when.last() >= from)))
        .collect();
    let Some(newest) = written.first() else {
        return nothing();
    };
    let (result, gap) = if holds(test, newest.value) && test.events.unwrap_or(1) <= 1 {
        (CriterionResult::Met, None)
    } else if holds(test, newest.value) || boundary(test, newest.value) {
        (
            CriterionResult::NeedsReview,
            Some("the value lies on the very boundary".to_owned()),
        )
    } else {
        (
            CriterionResult::NotMet,
            Some("a result in the range asked for; none is on record".to_owned()),
        )
    };
    Found {
        result,
        evidence: vec![newest.evidence.clone()],
        lines: vec![newest.line.clone()],
        gap,
    }
}

fn shown(
    found: &[&(&Measure<'_>, &Reading<'_>, Decimal)],
    result: CriterionResult,
    gap: Option<String>,
) -> Found {
    Found {
        result,
        evidence: found
            .iter()
            .take(MOST)
            .map(|(_, reading, _)| {
                let fact = reading.snippet.facts(FactRole::Value).next();
                SourceSpan {
                    source: reading.id.clone(),
                    path: fact.map(|fact| fact.path.clone()),
                    source_span: fact.and_then(|fact| fact.span),
                }
            })
            .collect(),
        lines: found
            .iter()
            .take(MOST)
            .map(|(measure, reading, _)| {
                Line::new(format!(
                    "{} {} {}",
                    measure.name,
                    reading.shown(),
                    reading.when.at()
                ))
                .cite(reading.id)
            })
            .collect(),
        gap,
    }
}

fn fits(test: &ResultTest, measure: &Measure<'_>) -> bool {
    let name = measure.name.to_lowercase();
    let named = test.words.iter().any(|word| {
        name.split(|c: char| !c.is_alphanumeric())
            .any(|part| part == word)
            || (word.contains([' ', '-']) && name.contains(word.as_str()))
    });
    test.codes.contains(&measure.key) || (named && !name.contains("urine"))
}

/// The value in the test's unit; none where the unit cannot be converted or the value is only a bound.
fn converted(test: &ResultTest, quantity: &Quantity) -> Option<Decimal> {
    if quantity.comparator.is_some() {
        return None;
    }
    let unit = if quantity.unit.is_empty() {
        quantity.ucum.as_deref().unwrap_or_default()
    } else {
        quantity.unit.as_str()
    };
    let same = |other: &str| {
        unit.eq_ignore_ascii_case(other)
            || quantity
                .ucum
                .as_deref()
                .is_some_and(|code| code.eq_ignore_ascii_case(other))
    };
    if same(&test.unit) || (test.unit.starts_with('/') && unit.to_lowercase().contains("events")) {
        return Some(quantity.value);
    }
    test.convert
        .iter()
        .find(|(other, _)| same(other))
        .and_then(|(_, factor)| quantity.value.checked_mul(factor.0))
}

fn holds(test: &ResultTest, value: Decimal) -> bool {
    let bound = test.value.map_or(Decimal::ZERO, |bound| bound.0);
    match test.op {
        Op::Less => value < bound,
        Op::LessOrEqual => value <= bound,
        Op::Greater => value > bound,
        Op::GreaterOrEqual => value >= bound,
        Op::Between => {
            test.low.is_some_and(|low| value >= low.0)
                && test.high.is_some_and(|high| value <= high.0)
        }
    }
}

/// Whether rounding or the choice of "or equal" alone decides.
fn boundary(test: &ResultTest, value: Decimal) -> bool {
    let half = Decimal::new(5, 1);
    match test.op {
        Op::Less | Op::Greater => test.value.is_some_and(|bound| bound.0 == value),
        // Between 5 and 14 leaves 14.6 open: below 15, above 14.
        Op::Between => {
            test.high
                .is_some_and(|high| value > high.0 && value < high.0 + Decimal::ONE)
                || test
                    .low
                    .is_some_and(|low| value < low.0 && value > low.0 - half)
        }
        Op::GreaterOrEqual => test.value.is_some_and(|bound| {
            value < bound.0
                && bound.0 - value <= half
                && bound.0.is_integer()
                && !value.is_integer()
        }),
        Op::LessOrEqual => test.value.is_some_and(|bound| {
            value > bound.0
                && value - bound.0 <= half
                && bound.0.is_integer()
                && !value.is_integer()
        }),
    }
}

fn distance(test: &ResultTest, value: Decimal) -> Decimal {
    let to = |bound: Option<Number>| bound.map(|bound| (bound.0 - value).abs());
    [to(test.value), to(test.low), to(test.high)]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or_default()
}
