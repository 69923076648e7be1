//! Earlier treatments, and why the chart says that they failed.

use super::chart::place;
use super::{Found, months_before};
use crate::chart_summary::allergy_line;
use crate::prior_auth::test::TriedTest;
use crate::prior_auth::treated::ended_line;
use crate::read::{Mentions, Order, Said, View, allergies, notes, orders, says, words};
use crate::say::Line;
use model::{CriterionResult, SourceSpan};
use sources::FactRole;

/// Words by which a note says that a treatment failed.
const FAILED: [&str; 20] = [
    "failed",
    "failure",
    "ineffective",
    "not effective",
    "no benefit",
    "without benefit",
    "no response",
    "inadequate response",
    "insufficient response",
    "no improvement",
    "not tolerated",
    "did not tolerate",
    "intolerant",
    "intolerance",
    "side effect",
    "adverse",
    "stopped because",
    "stopped due to",
    "discontinued because",
    "discontinued due to",
];
/// Longest sentence that is quoted, in bytes.
const LONGEST: usize = 400;

/// Why a treatment failed, in the chart's words.
pub(in crate::prior_auth) struct Failure {
    pub(in crate::prior_auth) evidence: SourceSpan,
    pub(in crate::prior_auth) line: Line,
}

/// What the chart says of the failure of a treatment by one of these names: the order's own reason, a note, an intolerance.
pub(in crate::prior_auth) fn failure(names: &[String], view: View<'_>) -> Option<Failure> {
    let speaks = |text: &str| {
        let text = text.to_lowercase();
        names.iter().any(|name| text.contains(&name.to_lowercase()))
    };
    for order in orders(view)
        .iter()
        .filter(|order| order.ended() && speaks(&order.name))
    {
        let reason = order
            .snippet
            .facts(FactRole::StatusReason)
            .find_map(|fact| words(&fact.value));
        if let Some(reason) = reason {
            return Some(Failure {
                evidence: place(order.id, order.snippet, FactRole::StatusReason),
                line: Line::new(format!(
                    "{}: the order gives as reason for stopping “{}”",
                    order.name,
                    reason.trim_end_matches('.')
                ))
                .cite(order.id),
            });
        }
    }
    let any = Mentions::of(names.iter().map(String::as_str));
    for note in notes(view)
        .into_iter()
        .filter(|note| any.stand_in(note.snippet))
    {
        for sentence in note.sentences() {
            let lower = sentence.words.to_lowercase();
            let failed = FAILED.iter().any(|word| lower.contains(word));
            if failed
                && sentence.words.len() <= LONGEST
                && names.iter().any(|name| {
                    says(sentence.words, name).is_some() || lower.contains(&name.to_lowercase())
                })
                && ![
                    "no adverse",
                    "no side effect",
                    "without side effect",
                    "never failed",
                ]
                .iter()
                .any(|turn| lower.contains(turn))
            {
                let words = sentence.words.trim_end_matches('.');
                return Some(Failure {
                    evidence: SourceSpan {
                        source: note.id.clone(),
                        path: None,
                        source_span: Some(sentence.span),
                    },
                    line: Line::new(format!("The note of {} says: “{words}”", note.when.shown()))
                        .quote(note.id, words),
                });
            }
        }
    }
    allergies(view)
        .iter()
        .find(|allergy| !allergy.past() && speaks(&allergy.name))
        .and_then(|allergy| {
            Some(Failure {
                evidence: place(allergy.id, view.set.get(allergy.id)?, FactRole::Code),
                line: allergy_line(allergy),
            })
        })
}

pub(super) fn judge(test: &TriedTest, view: View<'_>) -> Found {
    let from = test.months.map(|months| months_before(view.as_of, months));
    let orders = orders(view);
    let (mut failed, mut unclear, mut active) = (0, 0, 0);
    let (mut evidence, mut lines) = (Vec::new(), Vec::new());
    for names in &test.any_of {
        let of: Vec<&Order<'_>> = orders
            .iter()
            .filter(|order| {
                let name = order.name.to_lowercase();
                names.iter().any(|word| name.contains(&word.to_lowercase()))
                    && from.is_none_or(|from| order.authored.is_none_or(|date| date.last() >= from))
            })
            .collect();
        let why = failure(names, view);
        let ended = of.iter().find(|order| order.ended());
        if let Some(order) = ended {
            evidence.push(place(order.id, order.snippet, FactRole::Code));
            lines.push(ended_line(order));
        }
        match (why, ended, of.iter().any(|order| order.current())) {
            (Some(why), ..) => {
                failed += 1;
                evidence.push(why.evidence);
                lines.push(why.line);
            }
            (None, Some(_), _) => unclear += 1,
            (None, None, true) => active += 1,
            (None, None, false) => {
                if let Some(said) = mentioned(names, view) {
                    unclear += 1;
                    evidence.push(said.evidence);
                    lines.push(said.line);
                }
            }
        }
    }
    let (result, gap) = if failed >= test.n {
        (CriterionResult::Met, None)
    } else if failed + unclear >= test.n {
        (
            CriterionResult::NeedsReview,
            Some("why the earlier treatment was stopped; the chart does not say".to_owned()),
        )
    } else if failed + unclear + active > 0 {
        (
            CriterionResult::NotMet,
            Some(format!(
                "{} earlier treatments that failed; the chart has {}",
                test.n,
                failed + unclear
            )),
        )
    } else {
        return Found::nothing("earlier treatments with dates and why they failed");
    };
    if evidence.is_empty() {
        // Only treatments still in force: they are the evidence.
        let current = orders.iter().filter(|order| {
            let name = order.name.to_lowercase();
            order.current()
                && test
                    .any_of
                    .iter()
                    .flatten()
                    .any(|word| name.contains(&word.to_lowercase()))
        });
        for order in current.take(2) {
            evidence.push(place(order.id, order.snippet, FactRole::Code));
            lines.push(crate::phrase::order_line(order, &[], None));
        }
    }
    Found {
        result,
        evidence,
        lines,
        gap,
    }
}

/// A note that speaks of the treatment, without a word of its failure.
fn mentioned(names: &[String], view: View<'_>) -> Option<Failure> {
    let any = Mentions::of(names.iter().map(String::as_str));
    for note in notes(view)
        .into_iter()
        .filter(|note| any.stand_in(note.snippet))
    {
        for sentence in note.sentences() {
            let said = names
                .iter()
                .any(|name| says(sentence.words, name) == Some(Said::Yes));
            if said && sentence.words.len() <= LONGEST && sentence.heading != "plan" {
                let words = sentence.words.trim_end_matches('.');
                return Some(Failure {
                    evidence: SourceSpan {
                        source: note.id.clone(),
                        path: None,
                        source_span: Some(sentence.span),
                    },
                    line: Line::new(format!("The note of {} says: “{words}”", note.when.shown()))
                        .quote(note.id, words),
                });
            }
        }
    }
    None
}
