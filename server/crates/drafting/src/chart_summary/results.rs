//! Results and vital signs.

use crate::panel::{Group, Panel};
use crate::phrase::{result_line, result_lines, series, vital_lines};
use crate::read::{Measure, Reading, View, measures};
use crate::say::{Line, Lines, Stands};

/// How recent a result outside the panel must be to be told where it is flagged, in days.
const RECENT: i64 = 730;
const MOST_FLAGGED: usize = 20;

/// The panel's tests with their trend; then every other test whose last value is flagged or out of range.
pub(super) fn key_results(view: View<'_>, panel: &Panel) -> Lines {
    let mut lines = Lines::default();
    let measures = measures(view);
    for test in panel.tests(Group::Result) {
        let readings = series(test, &measures);
        let recent = |one: &Reading<'_>| one.when.within(RECENT, view.as_of);
        let told = result_lines(test, &readings, &measures, recent);
        let abnormal = readings.first().is_some_and(|last| last.abnormal());
        lines.lines.extend(
            told.into_iter()
                .enumerate()
                .map(|(place, line)| owed(line, abnormal || place > 0)),
        );
    }
    let others: Vec<&Measure<'_>> = measures
        .values()
        .filter(|measure| panel.test(&measure.key).is_none() && is_result(measure))
        .collect();
    let (flagged, quiet): (Vec<&&Measure<'_>>, Vec<&&Measure<'_>>) =
        others.iter().partition(|measure| {
            measure
                .readings
                .first()
                .is_some_and(|last| last.abnormal() && last.when.within(RECENT, view.as_of))
        });
    for measure in flagged.iter().take(MOST_FLAGGED) {
        let readings: Vec<&Reading<'_>> = measure.readings.iter().collect();
        lines.lines.extend(owed_line(&measure.name, &readings));
    }
    if flagged.len() > MOST_FLAGGED {
        lines.leave_out(format!(
            "{} further flagged tests are not listed.",
            flagged.len() - MOST_FLAGGED
        ));
    }
    if !quiet.is_empty() {
        lines.leave_out(format!(
            "{} other tests without a flagged value in the last two years are not listed.",
            quiet.len()
        ));
    }
    if lines.lines.is_empty() && others.is_empty() {
        lines.leave_out("No laboratory results were found in the chart.");
    }
    lines
}

/// A result; one whose last value is abnormal must be said, whoever writes.
fn owed_line(name: &str, readings: &[&Reading<'_>]) -> Option<Line> {
    let abnormal = readings.first().is_some_and(|last| last.abnormal());
    Some(owed(result_line(name, readings)?, abnormal))
}

fn owed(line: Line, abnormal: bool) -> Line {
    if abnormal {
        line.stands(Stands::UnlessSaid)
    } else {
        line
    }
}

pub(super) fn vitals(view: View<'_>, panel: &Panel) -> Lines {
    let mut lines = Lines {
        lines: vital_lines(panel, &measures(view)),
        ..Lines::default()
    };
    if lines.lines.is_empty() {
        lines.leave_out("No vital signs were found in the chart.");
    }
    lines
}

fn is_result(measure: &Measure<'_>) -> bool {
    measure.categories.iter().any(|category| {
        matches!(
            category.as_str(),
            "laboratory" | "imaging" | "procedure" | "exam"
        )
    })
}
