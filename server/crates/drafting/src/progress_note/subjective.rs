//! The last note in its own words.

use crate::read::{Sentence, View, notes};
use crate::say::{Line, Lines, join};

/// Headings under which a note tells what the patient says.
const HEADINGS: [&str; 7] = [
    "chief complaint",
    "subjective",
    "history of present illness",
    "hpi",
    "interval history",
    "review of systems",
    "social history",
];
const MOST: usize = 8;
/// Longest sentence that is quoted, in bytes.
const LONGEST: usize = 400;
/// Longest item of a list of complaints, in bytes.
const SHORT: usize = 80;

pub(super) fn compose(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let notes = notes(view);
    let Some(note) = notes.first() else {
        lines.leave_out("The chart has no note text: what the patient reports must be added.");
        return lines;
    };
    let sentences = note.sentences();
    let fitting: Vec<&Sentence<'_>> = sentences
        .iter()
        .filter(|sentence| {
            HEADINGS
                .iter()
                .any(|heading| sentence.heading.contains(heading))
        })
        .collect();
    let chosen: Vec<&Sentence<'_>> = if fitting.is_empty() {
        sentences.iter().take(3).collect()
    } else {
        fitting
    };
    let (items, whole): (Vec<&Sentence<'_>>, Vec<&Sentence<'_>>) = chosen
        .iter()
        .copied()
        .filter(|sentence| sentence.words.len() <= LONGEST)
        .partition(|sentence| {
            sentence.heading.contains("complaint") && sentence.words.len() <= SHORT
        });
    if !items.is_empty() {
        let words: Vec<String> = items
            .iter()
            .take(MOST)
            .map(|item| format!("“{}”", plain(item.words)))
            .collect();
        let line = Line::new(format!(
            "Chief complaint in the note of {}: {}",
            note.when.shown(),
            join(&words)
        ));
        lines.push(
            items
                .iter()
                .take(MOST)
                .fold(line, |line, item| line.quote(note.id, plain(item.words))),
        );
    }
    for sentence in whole.iter().take(MOST) {
        let words = plain(sentence.words);
        lines.push(
            Line::new(format!("The note of {} says: “{words}”", note.when.shown()))
                .quote(note.id, words),
        );
    }
    if whole.len() > MOST || items.len() > MOST {
        lines.leave_out("Further sentences of the last note are not quoted.");
    }
    lines.leave_out("What the patient reports today must be added.");
    lines
}

fn plain(words: &str) -> &str {
    words.trim_end_matches('.')
}
