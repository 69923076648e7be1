//! An earlier note as the base of today's: each sentence is checked against today's chart. What still holds is carried over, marked and quoted; what
//! the chart has changed since is told as it is today; what ended, and values and findings of that day, are not copied, and that is said.

mod amount;
mod judge;
#[cfg(test)]
mod test;
mod vocabulary;

use crate::error::DraftingError;
use crate::read::{Note, Sentence, View, notes};
use crate::say::{Line, Lines, Stands, When, inside};
use crate::use_case::Context;
use judge::{Fate, Judge};

/// Most sentences that are carried over from the last note where none was chosen, and the longest, in bytes.
const MOST: usize = 10;
const LONGEST: usize = 300;
/// Most sentences of a chosen note that one section takes, and most that are told one by one as not carried over.
const MOST_CHOSEN: usize = 30;
const MOST_TOLD: usize = 12;

/// What part of a note a heading begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// What the patient told.
    Told,
    /// Past history.
    Past,
    /// Social and family history.
    Social,
    /// Assessment; assessment and plan in one.
    Judged,
    /// Plan.
    Planned,
}

impl Kept {
    /// By the words of a heading in lower case. Medicines, allergies, findings and results are of no part: the chart tells them.
    fn of(heading: &str) -> Option<Self> {
        const WORDS: [(Kept, &[&str]); 5] = [
            (
                Kept::Judged,
                &["assessment", "impression", "diagnos", "problem"],
            ),
            (Kept::Planned, &["plan", "recommendation"]),
            (Kept::Social, &["social", "family history"]),
            (
                Kept::Past,
                &["past", "surgical history", "medical history", "pmh"],
            ),
            (
                Kept::Told,
                &[
                    "subjective",
                    "present illness",
                    "hpi",
                    "interval history",
                    "complaint",
                    "review of systems",
                ],
            ),
        ];
        let has = |words: &[&str]| words.iter().any(|word| heading.contains(word));
        WORDS
            .iter()
            .find(|(_, words)| has(words))
            .map(|(part, _)| *part)
    }
}

/// Headings that stand alone in a line, as in the notes that are filed from here.
const HEADINGS: [&str; 22] = [
    "subjective",
    "objective",
    "assessment",
    "plan",
    "assessment and plan",
    "interval history",
    "history of present illness",
    "past history",
    "past medical history",
    "social and family history",
    "social history",
    "family history",
    "active problems",
    "current medications",
    "medications",
    "allergies",
    "results",
    "said and recorded differently",
    "examination and vital signs",
    "vital signs",
    "review of systems",
    "proposed for the chart",
];

/// The sentences of the chosen note that belong into a section; nothing where none was chosen.
pub(crate) fn carried(context: Context<'_>, parts: &[Kept]) -> Result<Lines, DraftingError> {
    let mut lines = Lines::default();
    let Some(base) = &context.options.base else {
        return Ok(lines);
    };
    let all = notes(context.view);
    let note = all.iter().find(|note| note.id == base);
    let note = note.ok_or_else(|| DraftingError::Choice {
        what: "the chart has no note of this name with text: choose one of its notes".to_owned(),
    })?;
    let (judge, day) = (Judge::new(context, note.when)?, note.when.shown());
    let (mut left, mut gone) = (0, Vec::new());
    for (part, words) in parted(note) {
        if !parts.contains(&part) {
            continue;
        }
        if words.len() > LONGEST || lines.lines.len() >= MOST_CHOSEN {
            left += 1;
            continue;
        }
        match judge.fate(words) {
            Fate::Holds => lines.push(over(note, &day, words).stands(Stands::Last)),
            Fate::Changed(today) => {
                for line in today {
                    let line = since(note, &day, words, line).stands(Stands::Last);
                    if !lines.lines.iter().any(|other| other.text == line.text) {
                        lines.push(line);
                    }
                }
            }
            Fate::Gone(why) => gone.push((words, why)),
        }
    }
    for (words, why) in gone.iter().take(MOST_TOLD) {
        lines.tell(format!(
            "Not carried over from the note of {day}: “{words}” – {why}."
        ));
    }
    let left = left + gone.len().saturating_sub(MOST_TOLD);
    if left > 0 {
        lines.tell(format!(
            "{left} further sentences of the note of {day} are not carried over."
        ));
    }
    Ok(lines)
}

/// The sentences of the last note before today that still hold, where no note was chosen.
pub(crate) fn of_last_note(context: Context<'_>, parts: &[Kept]) -> Result<Lines, DraftingError> {
    let (mut lines, view) = (Lines::default(), context.view);
    let notes = notes(view);
    let Some(note) = notes.iter().find(|note| note.when < When::day(view.as_of)) else {
        return Ok(lines);
    };
    let (judge, day) = (Judge::new(context, note.when)?, note.when.shown());
    let (mut stale, mut kept) = (0, 0);
    for (part, words) in parted(note) {
        if !parts.contains(&part) || words.len() > LONGEST {
            continue;
        }
        if !matches!(judge.fate(words), Fate::Holds) {
            stale += 1;
            continue;
        }
        if kept < MOST {
            lines.push(over(note, &day, words));
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
            "Not carried over from the note of {day}: {stale} sentences that name a problem or a medicine which has ended or changed since, or a value or a time of that day."
        ));
    }
    Ok(lines)
}

/// The notes that can be a base, newest first.
pub(crate) fn bases(view: View<'_>) -> Vec<Note<'_>> {
    let mut all = notes(view);
    all.retain(|note| {
        note.id.as_str().starts_with("DocumentReference/") && !parted(note).is_empty()
    });
    all
}

/// `Carried over from the note of 10 Jan 2026: “Physical therapy for the knee”.`
fn over(note: &Note<'_>, day: &str, words: &str) -> Line {
    Line::new(format!("Carried over from the note of {day}: “{words}”")).quote(note.id, words)
}

/// `Changed since the note of 10 Jan 2026: metformin 1,000 mg tablet, twice daily.`
fn since(note: &Note<'_>, day: &str, words: &str, line: Line) -> Line {
    let text = format!(
        "Changed since the note of {day}: {}",
        inside(line.text.trim_end_matches('.'))
    );
    Line {
        text: Line::new(text).text,
        ..line
    }
    .quote(note.id, words)
}

/// The sentences of a note that are of a part, in order. What the note itself had carried over is told by its own words.
fn parted<'a>(note: &Note<'a>) -> Vec<(Kept, &'a str)> {
    let (mut alone, mut last) = (None, String::new());
    let mut out = Vec::new();
    for Sentence { heading, words, .. } in note.sentences() {
        if heading != last {
            (alone, last) = (None, heading);
        }
        let bare = words.trim_end_matches('.');
        let lower = bare.to_lowercase();
        if HEADINGS.contains(&lower.as_str()) {
            alone = Some(lower);
            continue;
        }
        // The line that says how the note came about ends what it says.
        if bare.starts_with("Prepared with ") && bare.contains("Countersign") {
            break;
        }
        let part = Kept::of(alone.as_deref().unwrap_or(&last));
        let words = bared(bare);
        if let Some(part) = part.filter(|_| !words.is_empty()) {
            out.push((part, words));
        }
    }
    out
}

/// The words behind the mark of an earlier note.
fn bared(words: &str) -> &str {
    for mark in [
        "Carried over from the note of ",
        "Changed since the note of ",
        "The note of ",
    ] {
        if let Some((_, behind)) = words
            .strip_prefix(mark)
            .and_then(|rest| rest.split_once(": "))
        {
            let quoted = behind
                .strip_prefix('“')
                .and_then(|behind| behind.strip_suffix('”'));
            return quoted.unwrap_or(behind).trim_end_matches('.');
        }
    }
    words
}
