//! Queries to the clinician: what the table distinguishes and the documentation leaves open. Options are the table's, never a hint at one of them.

use super::companion::{QUERY, document, entry_id, more_specific};
use super::diagnoses::{short, support};
use super::suggest::Suggestions;
use crate::panel::{Group, Panel};
use crate::phrase::{result_line, series};
use crate::read::{View, measures};
use crate::say::{Line, Lines, When, inside, join};

/// Most queries of each kind.
const MOST: usize = 8;

pub(super) fn compose(view: View<'_>, panel: &Panel, found: &Suggestions<'_, '_>) -> Lines {
    let mut lines = Lines::default();
    let mut asked = 0;
    for suggestion in &found.all {
        let options = more_specific(found.table, suggestion.entry);
        if options.is_empty() {
            continue;
        }
        asked += 1;
        if asked > MOST {
            continue;
        }
        let (names, line) = support(suggestion);
        let mut options: Vec<String> = options
            .into_iter()
            .map(|title| inside(short(title)))
            .collect();
        options.dedup();
        let text = format!(
            "{} is documented. Please document what applies, or that it cannot be determined: {}, or another answer.",
            crate::say::capital(&join(&names)),
            options.join("; ")
        );
        lines.push(
            Line { text, ..line }
                .cite(&entry_id(found.table, suggestion.entry))
                .cite(&document(QUERY)),
        );
    }
    if asked > MOST {
        lines.leave_out(format!(
            "{} further codes that are not specific are not queried.",
            asked - MOST
        ));
    }
    results(view, panel, found, &mut lines);
    lines
}

/// Abnormal results of the day of service, whose meaning only the clinician can say.
fn results(view: View<'_>, panel: &Panel, found: &Suggestions<'_, '_>, lines: &mut Lines) {
    let measures = measures(view);
    let mut told = 0;
    for test in panel.tests(Group::Result) {
        let readings = series(test, &measures);
        let of_day: Vec<_> = readings
            .iter()
            .copied()
            .filter(|reading| reading.when == When::day(found.on) && reading.abnormal())
            .take(1)
            .collect();
        let Some(line) = result_line(&test.name, &of_day) else {
            continue;
        };
        told += 1;
        if told > MOST {
            continue;
        }
        let text = format!(
            "{} Please document its clinical significance, if any.",
            line.text
        );
        lines.push(Line { text, ..line }.cite(&document(QUERY)));
    }
    if told > MOST {
        lines.leave_out(format!(
            "{} further abnormal results of the day are not queried.",
            told - MOST
        ));
    }
}
