//! Encounters and series of results, ready to plot or to list.

use crate::panel::{Group, Panel};
use crate::phrase::series;
use crate::read::{Reading, View, measures, visits};
use crate::say::When;
use model::SourceId;
use serde::Serialize;

/// What happened when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// Encounters, oldest first.
    pub visits: Vec<TimelineVisit>,
    /// The panel's tests that have two values or more in one unit, in the panel's order.
    pub series: Vec<Series>,
}

/// One encounter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelineVisit {
    /// The Encounter.
    pub source: SourceId,
    /// What it was.
    pub name: String,
    /// The class code: `AMB`, `EMER`, `IMP`, …
    pub class: String,
    /// Whether it was a stay or an emergency visit.
    pub acute: bool,
    /// The first day, as `YYYY-MM-DD`.
    pub start: String,
    /// The last day, where it is known.
    pub end: Option<String>,
    /// Why, in the chart's words.
    pub reasons: Vec<String>,
}

/// One test over time, in one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Series {
    /// What the test is called.
    pub name: String,
    /// The unit of every point, as print shows it.
    pub unit: String,
    /// The reference range of the newest point, as decimals: low, high.
    pub range: (Option<String>, Option<String>),
    /// Oldest first.
    pub points: Vec<Point>,
    /// Values that are words, bounds (`<5`) or of another unit: listed in tables, not plotted.
    pub not_plotted: usize,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// The Observation.
    pub source: SourceId,
    /// The day, as `YYYY-MM-DD`.
    pub day: String,
    /// The value as an exact decimal.
    pub value: String,
    /// The value with its unit, as text shows it.
    pub shown: String,
    /// Whether the source flags it, or it lies outside its range.
    pub abnormal: bool,
}

pub(super) fn of(view: View<'_>, panel: &Panel) -> Timeline {
    let mut visits: Vec<TimelineVisit> = visits(view)
        .into_iter()
        .map(|visit| TimelineVisit {
            source: visit.id.clone(),
            name: visit.name.clone(),
            class: visit.class.clone(),
            acute: visit.acute(),
            start: day(visit.start),
            end: visit.end.map(|end| end.last().to_string()),
            reasons: visit.reasons.clone(),
        })
        .collect();
    visits.reverse();
    let measures = measures(view);
    let series = [Group::Result, Group::Vital]
        .into_iter()
        .flat_map(|group| panel.tests(group))
        .filter_map(|test| one(&test.name, &series(test, &measures)))
        .collect();
    Timeline { visits, series }
}

fn day(when: When) -> String {
    when.first().to_string()
}

fn one(name: &str, readings: &[&Reading<'_>]) -> Option<Series> {
    let unit = readings
        .iter()
        .find_map(|reading| reading.quantity)
        .map(crate::say::unit)?;
    let mut points: Vec<Point> = readings
        .iter()
        .filter_map(|reading| {
            let quantity = reading.quantity.filter(|quantity| {
                quantity.comparator.is_none() && crate::say::unit(quantity) == unit
            })?;
            Some(Point {
                source: reading.id.clone(),
                day: day(reading.when),
                value: quantity.value.normalize().to_string(),
                shown: reading.shown(),
                abnormal: reading.abnormal(),
            })
        })
        .collect();
    points.reverse();
    let range = readings
        .first()
        .and_then(|reading| reading.range)
        .map(|(low, high)| {
            let bound =
                |end: Option<&sources::Quantity>| end.map(|end| end.value.normalize().to_string());
            (bound(low), bound(high))
        })
        .unwrap_or_default();
    (points.len() > 1).then(|| Series {
        name: name.to_owned(),
        unit,
        range,
        not_plotted: readings.len() - points.len(),
        points,
    })
}
