//! The suggested diagnosis codes, each with its support.

use super::companion::entry_id;
use super::suggest::{Suggestion, Suggestions, Support};
use crate::read::View;
use crate::say::{Line, Lines, inside, join};
use crate::spoken::strangers;
use codes::Table;
use model::SourceKind;

pub(super) fn compose(view: View<'_>, found: &Suggestions<'_, '_>) -> Lines {
    let mut lines = Lines::default();
    for odd in strangers(view) {
        lines.tell(odd);
    }
    for suggestion in &found.all {
        lines.push(line(found.table, suggestion));
    }
    if found.all.is_empty() {
        lines.leave_out("No diagnosis of the chart has a code in the table.");
    }
    if found.all.iter().any(|one| only_said(view, one)) {
        lines.leave_out(ONLY_SAID);
    }
    for why in &found.refused {
        lines.leave_out(why.clone());
    }
    lines.leave_out(format!(
        "Codes are those of: {}; date of service {}.",
        found.table.release,
        crate::say::When::day(found.on).shown()
    ));
    lines
}

/// Told where a code rests on a transcript alone.
pub(super) const ONLY_SAID: &str = "A code here rests only on what was said in the visit. Write it into the note before it is billed.";

/// Whether nothing but the transcript of the visit supports a code.
fn only_said(view: View<'_>, suggestion: &Suggestion<'_, '_>) -> bool {
    suggestion.support.iter().all(|one| match one {
        Support::Problem(_) => false,
        Support::Words { source, .. } => view
            .set
            .get(source)
            .is_some_and(|snippet| snippet.kind == SourceKind::Transcript),
    })
}

/// `I10 Essential (primary) hypertension: hypertension, onset 23 Nov 1974.`
fn line(table: &Table, suggestion: &Suggestion<'_, '_>) -> Line {
    let (names, mut line) = support(suggestion);
    line.text = format!(
        "{} {}: {}.",
        suggestion.entry.code,
        short(&suggestion.entry.description),
        join(&names)
    );
    line.cite(&entry_id(table, suggestion.entry))
}

/// A title without what it says to be absent: the documentation need not say so, and the cited entry shows the whole.
pub(super) fn short(title: &str) -> &str {
    [" without ", ", not "]
        .iter()
        .filter_map(|word| title.find(word))
        .min()
        .and_then(|at| title.get(..at))
        .unwrap_or(title)
        .trim_end_matches(',')
}

/// What supports a suggestion, in words, and a line that cites it.
pub(super) fn support(suggestion: &Suggestion<'_, '_>) -> (Vec<String>, Line) {
    let mut names: Vec<String> = Vec::new();
    let mut line = Line::plain(String::new());
    for one in &suggestion.support {
        let name = match one {
            Support::Problem(problem) => {
                line = line.cite(problem.id);
                let began = match (problem.onset, problem.recorded) {
                    (Some(onset), _) => format!(", onset {}", onset.shown()),
                    (None, Some(recorded)) => format!(", recorded {}", recorded.shown()),
                    (None, None) => String::new(),
                };
                format!("{}{began}", inside(&problem.name))
            }
            Support::Words {
                source,
                quote,
                name,
                ..
            } => {
                line = line.quote(source, quote);
                format!("“{name}”")
            }
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (names, line)
}
