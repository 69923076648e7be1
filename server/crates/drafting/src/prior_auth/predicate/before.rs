//! That a visit or note came before something was done.

use super::chart::place;
use super::{Found, done};
use crate::chart_summary::visit_line;
use crate::prior_auth::test::BeforeTest;
use crate::read::{Mentions, Said, View, notes, says, visits};
use crate::say::{Line, When};
use model::{CriterionResult, SourceSpan};
use sources::FactRole;

/// One visit or note about the matter.
struct Seen {
    when: When,
    evidence: SourceSpan,
    line: Line,
}

pub(super) fn judge(test: &BeforeTest, view: View<'_>) -> Found {
    let mut seen = seen(test, view);
    seen.sort_by_key(|one| one.when);
    let done = done::find(&test.done, view);
    let Some(first) = seen.first() else {
        return Found::nothing("a visit or note about it, dated before");
    };
    let Some((tested, day)) = done.iter().find_map(|one| Some((one, one.when?))) else {
        return Found {
            result: CriterionResult::NotDocumented,
            evidence: vec![first.evidence.clone()],
            lines: vec![first.line.clone()],
            gap: Some("the date of what came after it".to_owned()),
        };
    };
    let (result, gap) = if first.when.last() < day.first() {
        (CriterionResult::Met, None)
    } else if first.when.first() > day.last() {
        (
            CriterionResult::NotMet,
            Some("a visit or note dated before; the one on record came after".to_owned()),
        )
    } else {
        (
            CriterionResult::NeedsReview,
            Some("which of the two came first: both are of the same day".to_owned()),
        )
    };
    Found {
        result,
        evidence: vec![first.evidence.clone(), tested.evidence()],
        lines: vec![first.line.clone(), tested.line()],
        gap,
    }
}

fn seen(test: &BeforeTest, view: View<'_>) -> Vec<Seen> {
    let mut all = Vec::new();
    let named = |words: &str| {
        test.seen
            .iter()
            .any(|word| says(words, word) == Some(Said::Yes))
    };
    for visit in visits(view) {
        if named(&visit.name) || visit.reasons.iter().any(|reason| named(reason)) {
            all.push(Seen {
                when: visit.start,
                evidence: place(visit.id, visit.snippet, FactRole::Effective),
                line: visit_line(&visit),
            });
        }
    }
    let words = Mentions::of(test.seen.iter().map(String::as_str));
    for note in notes(view) {
        // The test's own report is no evaluation before it.
        if note.snippet.resource_type() == Some("DiagnosticReport") || !words.stand_in(note.snippet)
        {
            continue;
        }
        for sentence in note.sentences() {
            if named(sentence.words) {
                let words = sentence.words.trim_end_matches('.');
                all.push(Seen {
                    when: note.when,
                    evidence: SourceSpan {
                        source: note.id.clone(),
                        path: None,
                        source_span: Some(sentence.span),
                    },
                    line: Line::new(format!("The note of {} says: “{words}”", note.when.shown()))
                        .quote(note.id, words),
                });
                break;
            }
        }
    }
    all
}
