//! Results with their trend.

use crate::panel::Test;
use crate::read::{Measure, Reading};
use crate::say::{Line, amount, compare, join, number, range};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use time::Duration;

/// How far back a trend's first end may lie, counted from the last value.
const WINDOW: i64 = 370;
/// Most different values of one day that are shown.
const MOST_OF_A_DAY: usize = 4;

/// The readings of a test over all its codes, newest first.
pub(crate) fn series<'m, 'a>(
    test: &Test,
    measures: &'m BTreeMap<String, Measure<'a>>,
) -> Vec<&'m Reading<'a>> {
    let mut readings: Vec<&Reading<'a>> = test
        .codes
        .iter()
        .filter_map(|code| measures.get(code))
        .flat_map(|measure| &measure.readings)
        .collect();
    readings.sort_by(|a, b| b.when.cmp(&a.when).then_with(|| a.id.cmp(b.id)));
    readings
}

/// `HbA1c 2.9 % on 13 Mar 2021, down from 5.7 % on 16 May 2020.` from readings that stand newest first; none without a reading.
pub(crate) fn result_line(name: &str, readings: &[&Reading<'_>]) -> Option<Line> {
    let last = readings.first()?;
    let mut day: Vec<&Reading<'_>> = Vec::new();
    for reading in readings
        .iter()
        .take_while(|reading| reading.when == last.when)
    {
        if day.len() < MOST_OF_A_DAY && !day.iter().any(|one| one.shown() == reading.shown()) {
            day.push(reading);
        }
    }
    let mut text = format!("{name} {}", values(&day));
    let _ = write!(text, " {}", last.when.at());
    if let [one] = day.as_slice() {
        text.push_str(&mark(one));
    }
    let line_sources: Vec<_> = day.iter().map(|reading| reading.id.clone()).collect();
    let Some((words, earlier)) = trend(&day, readings) else {
        return Some(Line::new(text).cite_all(&line_sources));
    };
    let _ = write!(text, ", {words} {} {}", earlier.shown(), earlier.when.at());
    Some(Line::new(text).cite_all(&line_sources).cite(earlier.id))
}

/// The line of a test's series, and one for each of its codes whose own newest value is abnormal, counts, and is not told by it: a low fingerstick is not
/// hidden by a laboratory value that came later.
pub(crate) fn result_lines(
    test: &Test,
    readings: &[&Reading<'_>],
    measures: &BTreeMap<String, Measure<'_>>,
    counts: impl Fn(&Reading<'_>) -> bool,
) -> Vec<Line> {
    let mut lines: Vec<Line> = result_line(&test.name, readings).into_iter().collect();
    for measure in test.codes.iter().filter_map(|code| measures.get(code)) {
        let own: Vec<&Reading<'_>> = measure.readings.iter().filter(|one| counts(one)).collect();
        let hidden = own.first().is_some_and(|last| {
            let mut cited = lines.iter().flat_map(|line| &line.citations);
            last.abnormal() && !cited.any(|citation| citation.source == *last.id)
        });
        if hidden {
            lines.extend(result_line(&measure.name, &own));
        }
    }
    lines
}

fn values(day: &[&Reading<'_>]) -> String {
    let quantities: Vec<_> = day.iter().filter_map(|reading| reading.quantity).collect();
    let one_unit = quantities.len() == day.len()
        && quantities
            .windows(2)
            .all(|pair| pair[0].unit == pair[1].unit);
    match quantities.split_last() {
        Some((last, others)) if one_unit && !others.is_empty() => format!(
            "{} and {}",
            others
                .iter()
                .map(|quantity| number(quantity))
                .collect::<Vec<_>>()
                .join(", "),
            amount(last)
        ),
        _ => join(
            &day.iter()
                .map(|reading| reading.shown())
                .collect::<Vec<_>>(),
        ),
    }
}

/// What the source says of the value: its flag, or where it lies against the range.
fn mark(reading: &Reading<'_>) -> String {
    let range = reading.range.and_then(|(low, high)| range(low, high));
    match (reading.flag, reading.outside(), range) {
        (Some(flag), _, Some(range)) => format!(", flagged {flag} (reference range {range})"),
        (Some(flag), _, None) => format!(", flagged {flag}"),
        (None, Some(side), Some(range)) => format!(", {side} the reference range of {range}"),
        _ => String::new(),
    }
}

/// The direction, and the value that it is measured from: the oldest of the year before, else the one before.
fn trend<'r, 'a>(
    day: &[&'r Reading<'a>],
    readings: &[&'r Reading<'a>],
) -> Option<(&'static str, &'r Reading<'a>)> {
    let [last] = day else { return None };
    let quantity = last.quantity?;
    let earlier: Vec<_> = readings
        .iter()
        .copied()
        .filter(|reading| {
            reading.when < last.when
                && reading
                    .quantity
                    .is_some_and(|earlier| compare(earlier, quantity).is_some())
        })
        .collect();
    let from = last.when.first().saturating_sub(Duration::days(WINDOW));
    let base = earlier
        .iter()
        .rev()
        .find(|reading| reading.when.first() >= from)
        .or_else(|| earlier.first())?;
    // Two values on the first day would leave the direction open.
    let others = earlier
        .iter()
        .filter(|reading| reading.when == base.when)
        .count();
    if others > 1 {
        return None;
    }
    Some((
        match compare(base.quantity?, quantity)? {
            Ordering::Less => "down from",
            Ordering::Greater => "up from",
            Ordering::Equal => "unchanged from",
        },
        base,
    ))
}
