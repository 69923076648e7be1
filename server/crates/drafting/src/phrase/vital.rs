//! Vital signs: the last of each, those of one day in one sentence.

use super::result::{result_line, series};
use crate::panel::{Group, Panel, Test};
use crate::read::{Measure, Reading};
use crate::say::{Line, When, whole};
use model::SourceId;
use std::collections::BTreeMap;

/// LOINC codes of the two halves of a blood pressure.
const SYSTOLIC: &str = "8480-6";
const DIASTOLIC: &str = "8462-4";

/// The last vital signs, newest day first; then the weight's trend.
pub(crate) fn vital_lines(panel: &Panel, measures: &BTreeMap<String, Measure<'_>>) -> Vec<Line> {
    let mut days: BTreeMap<When, (Vec<String>, Vec<SourceId>)> = BTreeMap::new();
    for test in panel.tests(Group::Vital) {
        let found = if test.codes.iter().any(|code| code == "85354-9") {
            pressure(measures)
        } else {
            last(test, measures)
        };
        if let Some((when, words, source)) = found {
            let day = days.entry(when).or_default();
            day.0.push(format!("{} {words}", test.name));
            day.1.push(source);
        }
    }
    let mut lines: Vec<Line> = days
        .into_iter()
        .rev()
        .map(|(when, (words, sources))| {
            Line::new(format!("{} {}", crate::say::join(&words), when.at())).cite_all(&sources)
        })
        .collect();
    let weight = panel
        .test("29463-7")
        .map(|test| series(test, measures))
        .filter(|readings| readings.len() > 1);
    lines.extend(
        weight
            .and_then(|readings| result_line("Weight", &readings))
            .filter(|line| line.citations.len() > 1 && !line.text.contains("unchanged")),
    );
    lines
}

/// `Blood pressure 180/98 mmHg on 13 Mar 2021.`
pub(crate) fn pressure_line(measures: &BTreeMap<String, Measure<'_>>) -> Option<Line> {
    pressure(measures).map(|(when, words, source)| {
        Line::new(format!("Blood pressure {words} {}", when.at())).cite(&source)
    })
}

fn last(test: &Test, measures: &BTreeMap<String, Measure<'_>>) -> Option<(When, String, SourceId)> {
    let readings = series(test, measures);
    let last = readings.first()?;
    Some((last.when, last.shown(), last.id.clone()))
}

/// Both halves of the newest measurement that has both.
fn pressure(measures: &BTreeMap<String, Measure<'_>>) -> Option<(When, String, SourceId)> {
    let lower = measures.get(DIASTOLIC)?;
    let halves = |high: &Reading<'_>| {
        lower
            .readings
            .iter()
            .find(|low| low.id == high.id)
            .and_then(|low| low.quantity)
    };
    measures.get(SYSTOLIC)?.readings.iter().find_map(|high| {
        let (upper, under) = (high.quantity?, halves(high)?);
        Some((
            high.when,
            format!("{}/{} mmHg", whole(upper), whole(under)),
            high.id.clone(),
        ))
    })
}
