//! What notes say, and what they deny.

use super::{Found, months_before};
use crate::prior_auth::test::NoteTest;
use crate::read::{Mentions, Said, View, notes, says};
use crate::say::Line;
use model::{CriterionResult, SourceSpan};

/// Longest sentence that is quoted, in bytes.
const LONGEST: usize = 400;

pub(super) fn judge(test: &NoteTest, view: View<'_>) -> Found {
    let from = test.months.map(|months| months_before(view.as_of, months));
    let words = Mentions::of(test.words.iter().map(String::as_str));
    let mut denied: Option<Found> = None;
    for note in notes(view)
        .iter()
        .filter(|note| from.is_none_or(|from| note.when.last() >= from))
    {
        if !words.stand_in(note.snippet) {
            continue;
        }
        for sentence in note.sentences().iter().filter(|sentence| {
            sentence.words.len() <= LONGEST
                && !sentence.heading.contains("family")
                && beside(&test.with, sentence.words)
        }) {
            let said: Vec<Said> = test
                .words
                .iter()
                .filter_map(|word| says(sentence.words, word))
                .collect();
            let Some(first) = said.first() else { continue };
            let words = sentence.words.trim_end_matches('.');
            let found = |result, gap| Found {
                result,
                evidence: vec![SourceSpan {
                    source: note.id.clone(),
                    path: None,
                    source_span: Some(sentence.span),
                }],
                lines: vec![
                    Line::new(format!("The note of {} says: “{words}”", note.when.shown()))
                        .quote(note.id, words),
                ],
                gap,
            };
            if said.contains(&Said::Yes) {
                return found(CriterionResult::Met, None);
            }
            if *first == Said::No && denied.is_none() {
                denied = Some(found(
                    CriterionResult::NotMet,
                    Some("the note denies it".to_owned()),
                ));
            }
        }
    }
    denied.unwrap_or_else(|| Found::nothing("words in a note that say so"))
}

/// Whether one of the words stands in the sentence; any sentence does where none is asked for.
fn beside(words: &[String], sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    words.is_empty()
        || words
            .iter()
            .any(|word| lower.contains(&word.to_lowercase()))
}

/// What notes say about it, for a person to decide.
pub(super) fn free(test: &NoteTest, view: View<'_>) -> Found {
    let found = judge(test, view);
    if found.evidence.is_empty() {
        return Found::nothing("words in a note about this; a person must read for it");
    }
    Found {
        result: CriterionResult::NeedsReview,
        gap: Some("a note speaks of it; whether that is enough is for a person to say".to_owned()),
        ..found
    }
}

/// A note that denies a condition by one of these words.
pub(super) fn denied(words: &[String], view: View<'_>) -> Option<Found> {
    let found = judge(
        &NoteTest {
            words: words.to_vec(),
            with: Vec::new(),
            months: None,
        },
        view,
    );
    (found.result == CriterionResult::NotMet).then_some(found)
}
