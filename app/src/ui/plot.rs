//! A small plot of one test over time, with its reference range.

use leptos::prelude::*;
use model::view::SeriesView;

// Whole numbers throughout: the code that reads and prints floating-point numbers would be a twentieth of what the browser loads.
// Lengths are tenths of the drawing's unit.
const WIDTH: i64 = 2600;
const HEIGHT: i64 = 640;
const EDGE: i64 = 60;

/// Digits kept after the decimal point.
const DIGITS: usize = 4;

/// Where the points and the range lie in the drawing, in tenths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Each drawable point: x, y, and whether it is the cited one.
    pub points: Vec<(i64, i64, bool)>,
    /// Top and bottom of the reference range.
    pub range: Option<(i64, i64)>,
}

/// Lays a series out; none where fewer than two values are plain numbers.
pub fn shape(series: &SeriesView) -> Option<Shape> {
    let mut points: Vec<(Option<i64>, i64, bool)> = Vec::new();
    for point in &series.points {
        if let Some(value) = number(&point.value) {
            points.push((day(&point.date), value, point.cited));
        }
    }
    if points.len() < 2 {
        return None;
    }
    let (low, high) = bounds(series);
    let mut levels: Vec<i64> = points.iter().map(|point| point.1).collect();
    levels.extend(low);
    levels.extend(high);
    let y = |value: i64| HEIGHT - placed(value, &levels, HEIGHT);
    let dated = points.iter().all(|point| point.0.is_some());
    let times: Vec<i64> = (0_i64..)
        .zip(&points)
        .map(|(at, point)| point.0.filter(|_| dated).unwrap_or(at))
        .collect();
    let drawn = points.iter().zip(&times);
    Some(Shape {
        points: drawn
            .map(|(point, time)| (placed(*time, &times, WIDTH), y(point.1), point.2))
            .collect(),
        range: (low.is_some() || high.is_some())
            .then(|| (high.map_or(0, y), low.map_or(HEIGHT, y))),
    })
}

/// Where `at` lies between the least and the greatest of `all`, on a line of that length with an edge on both sides.
fn placed(at: i64, all: &[i64], length: i64) -> i64 {
    let least = all.iter().copied().min().unwrap_or(at);
    let most = all.iter().copied().max().unwrap_or(at);
    EDGE + (at - least) * (length - 2 * EDGE) / (most - least).max(1)
}

fn bounds(series: &SeriesView) -> (Option<i64>, Option<i64>) {
    let Some((low, high)) = &series.reference_range else {
        return (None, None);
    };
    let read = |text: &Option<String>| text.as_deref().and_then(number);
    (read(low), read(high))
}

/// A plain decimal number in units of its fourth decimal; `<5`, `12 (H)` or one too long is none.
fn number(text: &str) -> Option<i64> {
    let (sign, digits) = match text.trim().strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.trim()),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || !plain(whole) || !plain(part) {
        return None;
    }
    let mut value: i64 = whole.parse().ok()?;
    let mut part = part.bytes();
    for _ in 0..DIGITS {
        value = value * 10 + part.next().map_or(0, |byte| i64::from(byte - b'0'));
    }
    Some(sign * value)
}

/// Tenths as the drawing writes them.
fn length(tenths: i64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Days since year 0 of a date as shown, `20 Nov 2019`; good enough to place points.
fn day(text: &str) -> Option<i64> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let mut parts = text.split_ascii_whitespace();
    let day: i64 = parts.next()?.parse().ok()?;
    let month = MONTHS.find(parts.next()?.get(..3)?)? / 3;
    let year: i64 = parts.next()?.get(..4)?.parse().ok()?;
    Some(year * 365 + year / 4 + i64::try_from(month).ok()? * 30 + day)
}

/// The drawing; nothing where there is nothing to draw. What it shows is said in words by `label`.
#[component]
pub fn Plot(series: SeriesView, label: String) -> impl IntoView {
    let shape = shape(&series)?;
    let line: Vec<String> = shape
        .points
        .iter()
        .map(|(x, y, _)| format!("{},{}", length(*x), length(*y)))
        .collect();
    let range = shape.range.map(|(top, bottom)| {
        view! { <rect class="plot-range" x="0" width="260" y=length(top) height=length(bottom - top) /> }
    });
    let dots = shape.points.into_iter().map(|(x, y, cited)| {
        let class = if cited { "plot-dot cited" } else { "plot-dot" };
        let radius = if cited { "4.5" } else { "2.5" };
        view! { <circle class=class cx=length(x) cy=length(y) r=radius /> }
    });
    Some(view! {
        <svg class="plot" viewBox="0 0 260 64" role="img" aria-label=label>
            {range}
            <polyline class="plot-line" points=line.join(" ") />
            {dots.collect_view()}
        </svg>
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::SourceId;
    use model::view::SeriesPoint;

    fn series(points: &[(&str, &str)]) -> SeriesView {
        let point = |(date, value): &(&str, &str)| SeriesPoint {
            source: SourceId::new("Observation/a"),
            date: (*date).into(),
            value: (*value).into(),
            cited: false,
        };
        SeriesView {
            unit: "%".into(),
            reference_range: Some((None, Some("5.6".into()))),
            points: points.iter().map(point).collect(),
        }
    }

    #[test]
    fn what_is_no_number_is_not_drawn() {
        assert_eq!(shape(&series(&[("20 Nov 2019", "7.4")])), None);
        assert_eq!(
            shape(&series(&[("20 Nov 2019", "7.4"), ("21 Nov 2019", "<5")])),
            None
        );
        assert_eq!(
            shape(&series(&[("20 Nov 2019", "NaN"), ("21 Nov 2019", "inf")])),
            None
        );
        assert_eq!(number("7.4"), Some(74_000));
        assert_eq!(number("-0.12345"), Some(-1_234));
        for text in ["", "-", ".5", "1e5", "7,4", "5 (H)", "--1", "12345678901"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn higher_values_lie_higher_and_time_runs_to_the_right_in_scale() {
        let shape = shape(&series(&[
            ("3 Feb 2019", "9.1"),
            ("3 Mar 2019", "8"),
            ("20 Nov 2019", "7.4"),
        ]))
        .unwrap();
        assert!(shape.points[0].1 < shape.points[2].1);
        let middle = shape.points[1].0 - shape.points[0].0;
        assert!(middle < (shape.points[2].0 - shape.points[1].0) / 4);
        assert_eq!(shape.range.map(|range| range.0 < range.1), Some(true));
    }
}
