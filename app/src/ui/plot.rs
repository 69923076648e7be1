//! A small plot of one test over time, with its reference range.

use leptos::prelude::*;
use model::view::SeriesView;

const WIDTH: f64 = 260.0;
const HEIGHT: f64 = 64.0;
const EDGE: f64 = 6.0;

/// Where the points and the range lie in the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Each drawable point: x, y, and whether it is the cited one.
    pub points: Vec<(f64, f64, bool)>,
    /// Top and bottom of the reference range.
    pub range: Option<(f64, f64)>,
}

/// Lays a series out; none where fewer than two values are plain numbers.
pub fn shape(series: &SeriesView) -> Option<Shape> {
    let values: Vec<(Option<i64>, f64, bool)> = series
        .points
        .iter()
        .filter_map(|point| Some((day(&point.date), number(&point.value)?, point.cited)))
        .collect();
    if values.len() < 2 {
        return None;
    }
    let (low, high) = bounds(series);
    let all = values.iter().map(|(_, value, _)| *value);
    let every = || all.clone().chain(low).chain(high);
    let (least, most) = (every().fold(f64::MAX, f64::min), every().fold(f64::MIN, f64::max));
    let spread = if most > least { most - least } else { 1.0 };
    let y = |value: f64| HEIGHT - EDGE - (value - least) / spread * (HEIGHT - 2.0 * EDGE);
    let dated = values.iter().all(|(day, _, _)| day.is_some());
    let place = |index: usize, day: Option<i64>| {
        #[expect(clippy::cast_precision_loss, reason = "days and counts are small")]
        if dated {
            day.unwrap_or_default() as f64
        } else {
            index as f64
        }
    };
    let xs: Vec<f64> = values.iter().enumerate().map(|(index, value)| place(index, value.0)).collect();
    let (first, last) = (xs.iter().copied().fold(f64::MAX, f64::min), xs.iter().copied().fold(f64::MIN, f64::max));
    let width = if last > first { last - first } else { 1.0 };
    let x = |at: f64| EDGE + (at - first) / width * (WIDTH - 2.0 * EDGE);
    Some(Shape {
        points: values.iter().zip(&xs).map(|((_, value, cited), at)| (x(*at), y(*value), *cited)).collect(),
        range: (low.is_some() || high.is_some())
            .then(|| (high.map_or(0.0, y), low.map_or(HEIGHT, y))),
    })
}

fn bounds(series: &SeriesView) -> (Option<f64>, Option<f64>) {
    let Some((low, high)) = &series.reference_range else {
        return (None, None);
    };
    let read = |text: &Option<String>| text.as_deref().and_then(number);
    (read(low), read(high))
}

/// A plain decimal number; `<5` or `12 (H)` is none.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    text.parse().ok().filter(|_| plain)
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
    let line: Vec<String> = shape.points.iter().map(|(x, y, _)| format!("{x:.1},{y:.1}")).collect();
    let range = shape.range.map(|(top, bottom)| {
        view! { <rect class="plot-range" x="0" width=WIDTH.to_string() y=top.to_string() height=(bottom - top).to_string() /> }
    });
    let dots = shape.points.into_iter().map(|(x, y, cited)| {
        let class = if cited { "plot-dot cited" } else { "plot-dot" };
        let radius = if cited { "4.5" } else { "2.5" };
        view! { <circle class=class cx=format!("{x:.1}") cy=format!("{y:.1}") r=radius /> }
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
        assert_eq!(shape(&series(&[("20 Nov 2019", "7.4"), ("21 Nov 2019", "<5")])), None);
        assert_eq!(shape(&series(&[("20 Nov 2019", "NaN"), ("21 Nov 2019", "inf")])), None);
    }

    #[test]
    fn higher_values_lie_higher_and_time_runs_to_the_right_in_scale() {
        let shape = shape(&series(&[("3 Feb 2019", "9.1"), ("3 Mar 2019", "8"), ("20 Nov 2019", "7.4")])).unwrap();
        assert!(shape.points[0].1 < shape.points[2].1);
        let middle = shape.points[1].0 - shape.points[0].0;
        assert!(middle < (shape.points[2].0 - shape.points[1].0) / 4.0);
        assert_eq!(shape.range.map(|range| range.0 < range.1), Some(true));
    }
}
