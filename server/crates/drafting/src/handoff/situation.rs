//! What to watch: flagged results, vital signs, and what notes plan for the case that something happens.

use crate::chart_summary;
use crate::panel::{Group, Panel};
use crate::phrase::{result_line, result_lines, series, vital_lines};
use crate::read::{Measure, Mentions, Reading, View, measures, notes};
use crate::say::{Line, Lines};

/// How recent an abnormal result must be, in days.
const RECENT: i64 = 365;
/// How recent a note must be for its contingencies, in days.
const NOTE_DAYS: i64 = 30;
const MOST: usize = 25;
const MOST_QUOTES: usize = 4;
const LONGEST: usize = 300;

pub(super) fn compose(view: View<'_>, panel: &Panel) -> Lines {
    let measures = measures(view);
    let mut lines = Lines::default();
    lines.lines.extend(vital_lines(panel, &measures));
    let mut told = 0;
    for test in panel.tests(Group::Result) {
        let readings = series(test, &measures);
        let recent = |one: &Reading<'_>| one.when.within(RECENT, view.as_of);
        let shown = readings
            .first()
            .filter(|last| recent(last))
            .is_some_and(|last| last.abnormal() || last.when.within(7, view.as_of));
        let main = if shown { readings.as_slice() } else { &[] };
        let found = result_lines(test, main, &measures, recent);
        told += found.len();
        lines.lines.extend(found);
    }
    let flagged: Vec<&Measure<'_>> = measures
        .values()
        .filter(|measure| panel.test(&measure.key).is_none())
        .filter(|measure| {
            measure
                .readings
                .first()
                .is_some_and(|last| last.abnormal() && last.when.within(RECENT, view.as_of))
        })
        .collect();
    for measure in flagged.iter().take(MOST) {
        let readings: Vec<&Reading<'_>> = measure.readings.iter().collect();
        lines.lines.extend(result_line(&measure.name, &readings));
    }
    if flagged.len() > MOST {
        lines.leave_out(format!(
            "{} further flagged tests are not listed.",
            flagged.len() - MOST
        ));
    }
    if told + flagged.len() == 0 {
        lines.leave_out(
            "No flagged result of the last year, and none of the last week, is in the chart.",
        );
    }
    lines.lines.extend(chart_summary::device_lines(view));
    let quotes = contingencies(view);
    if quotes.is_empty() {
        lines
            .leave_out("No note of the last 30 days says what to do if something happens: add it.");
    }
    lines.lines.extend(quotes);
    lines
}

/// `If …` in the newest notes, quoted.
fn contingencies(view: View<'_>) -> Vec<Line> {
    let conditional = Mentions::of(["if "]);
    let mut out = Vec::new();
    for note in notes(view).into_iter().filter(|note| {
        note.when.within(NOTE_DAYS, view.as_of) && conditional.stand_in(note.snippet)
    }) {
        for sentence in note.sentences() {
            let lower = sentence.words.to_lowercase();
            let told_if = lower.starts_with("if ") || lower.contains(" if ");
            let acts = [
                "call", "give", "start", "stop", "hold", "page", "notify", "transfer", "return",
                "repeat", "check", "consider",
            ]
            .iter()
            .any(|word| lower.contains(word));
            if told_if && acts && sentence.words.len() <= LONGEST && out.len() < MOST_QUOTES {
                let words = sentence.words.trim_end_matches('.');
                out.push(
                    Line::new(format!("The note of {} says: “{words}”", note.when.shown()))
                        .quote(note.id, words),
                );
            }
        }
    }
    out
}
