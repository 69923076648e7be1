//! The previous note as a base: what it says of assessment and plan, sentence by sentence, checked against today's chart. What the chart has changed
//! since is not carried over, and said; values and findings of that day never are.

use crate::read::{ProblemState, View, notes, orders, problems};
use crate::say::{Line, Lines, When};

/// Headings whose sentences may be carried over.
const KEPT: [&str; 5] = ["assessment", "impression", "diagnos", "problem", "plan"];
/// Most sentences that are carried over, and the longest, in bytes.
const MOST: usize = 10;
const LONGEST: usize = 300;

/// The sentences of the last note before today that still hold.
pub(crate) fn carried(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let notes = notes(view);
    let Some(note) = notes.iter().find(|note| note.when < When::day(view.as_of)) else {
        return lines;
    };
    let past: Vec<String> = problems(view)
        .iter()
        .filter(|problem| problem.state == ProblemState::Past)
        .map(|problem| problem.name.to_lowercase())
        .collect();
    let orders = orders(view);
    let ended: Vec<String> = orders
        .iter()
        .filter(|order| {
            order.ended()
                && !orders.iter().any(|other| {
                    other.current() && substance(&other.name) == substance(&order.name)
                })
        })
        .filter_map(|order| substance(&order.name))
        .collect();
    let day = note.when.shown();
    let mut stale = 0;
    let mut kept = 0;
    for sentence in note.sentences() {
        if !KEPT.iter().any(|word| sentence.heading.contains(word))
            || sentence.words.len() > LONGEST
        {
            continue;
        }
        let lower = sentence.words.to_lowercase();
        let changed = past
            .iter()
            .chain(&ended)
            .any(|name| lower.contains(name.as_str()));
        let measured = lower.chars().any(|c| c.is_ascii_digit())
            && ["%", "mg/dl", "mmhg", "bpm", "/min", "mmol"]
                .iter()
                .any(|unit| lower.contains(unit));
        if changed || measured {
            stale += 1;
            continue;
        }
        if kept < MOST {
            let words = sentence.words.trim_end_matches('.');
            lines.push(
                Line::new(format!("Carried over from the note of {day}: “{words}”"))
                    .quote(note.id, words),
            );
        }
        kept += 1;
    }
    if kept > MOST {
        lines.leave_out(format!(
            "{} further sentences of the note of {day} are not carried over.",
            kept - MOST
        ));
    }
    if stale > 0 {
        lines.leave_out(format!(
            "Not carried over from the note of {day}: {stale} sentences that name a problem or a medicine which has ended since, or a value of that day."
        ));
    }
    lines
}

/// What a drug is: the first long word of its name.
fn substance(name: &str) -> Option<String> {
    name.split(' ')
        .find(|word| word.len() > 4 && word.chars().all(char::is_alphabetic))
        .map(str::to_lowercase)
}
