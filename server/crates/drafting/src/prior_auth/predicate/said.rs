//! What notes say, and what they deny.

use super::{Found, months_before};
use crate::prior_auth::test::NoteTest;
use crate::read::{Said, View, notes, says};
use crate::say::Line;
use model::{CriterionResult, SourceSpan};

/// Longest sentence that is quoted, in bytes.
const LONGEST: usize = 400;

pub(super) fn judge(test: &NoteTest, view: View<'_>) -> Found {
    let from = test.months.map(|months| months_before(view.as_of, months));
    let mut denied: Option<Found> = None;
    for note in notes(view)
        .iter()
        .filter(|note| from.is_none_or(|from| note.when.last() >= from))
    {
        for sentence in note.sentences().iter().filter(|sentence| {
            sentence.words.len() <= LONGEST && !sentence.heading.contains("family")
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
