//! Numbers that notes, reports and orders give in words: `AHI 32 events/hour`, `at 3.0 T`.

use crate::prior_auth::test::ResultTest;
use crate::read::{Mentions, View, retracted, sentences, when_any};
use crate::say::{Line, When};
use model::SourceSpan;
use regex::Regex;
use rust_decimal::Decimal;
use sources::FactRole;

/// A number in words.
pub(super) struct Written {
    pub(super) value: Decimal,
    pub(super) when: Option<When>,
    pub(super) evidence: SourceSpan,
    pub(super) line: Line,
}

/// Types whose text may hold the number.
const TYPES: [&str; 6] = [
    "DiagnosticReport",
    "DocumentReference",
    "Composition",
    "ServiceRequest",
    "DeviceRequest",
    "Procedure",
];

/// Every number of the test that stands in prose, newest first.
pub(super) fn find(test: &ResultTest, view: View<'_>) -> Vec<Written> {
    let Some(pattern) = pattern(test) else {
        return Vec::new();
    };
    let words = Mentions::of(test.words.iter().map(String::as_str));
    let mut found = Vec::new();
    for snippet in TYPES
        .into_iter()
        .flat_map(|kind| view.set.of_type(kind))
        .filter(|snippet| !retracted(snippet))
    {
        let when = when_any(
            snippet,
            &[
                FactRole::Effective,
                FactRole::Authored,
                FactRole::Issued,
                FactRole::Recorded,
            ],
        );
        if when.is_some_and(|when| !when.by(view.as_of)) {
            continue;
        }
        // Most of a chart's reports speak of something else.
        if test.unit != "T" && !words.stand_in(snippet) {
            continue;
        }
        let order = matches!(
            snippet.resource_type(),
            Some("ServiceRequest" | "DeviceRequest")
        );
        let title = crate::read::concept_of(view.set, snippet).map(|(name, _)| name);
        let mut prose: Vec<(String, Option<model::Span>)> = sentences(snippet)
            .into_iter()
            .map(|sentence| (sentence.words.to_owned(), Some(sentence.span)))
            .collect();
        prose.extend(title.filter(|_| order).map(|title| (title, None)));
        for (words, span) in prose {
            let Some(value) = pattern
                .captures(&words)
                .and_then(|found| found.iter().skip(1).flatten().next())
                .and_then(|number| number.as_str().parse::<Decimal>().ok())
            else {
                continue;
            };
            let tidy = words.trim_end_matches('.');
            let dated = when
                .map(|when| format!(" of {}", when.shown()))
                .unwrap_or_default();
            let line = if span.is_some() {
                let who = if order { "The order" } else { "The note" };
                Line::new(format!("{who}{dated} says: “{tidy}”")).quote(&snippet.id, tidy)
            } else {
                Line::new(format!("Order: {tidy}")).cite(&snippet.id)
            };
            found.push(Written {
                value,
                when,
                evidence: SourceSpan {
                    source: snippet.id.clone(),
                    path: None,
                    source_span: span,
                },
                line,
            });
        }
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.when));
    found
}

/// The word, some letters, the number; or the number and a unit that says it all (`T`).
fn pattern(test: &ResultTest) -> Option<Regex> {
    let words: Vec<String> = test.words.iter().map(|word| regex::escape(word)).collect();
    (!words.is_empty()).then_some(())?;
    let tesla = if test.unit == "T" {
        r"|(\d+(?:\.\d+)?)\s*-?\s*(?:T\b|tesla)"
    } else if test.unit == "h" {
        r"|(\d+(?:\.\d+)?)\s*(?:h|hours?)\s+(?:of\s+)?(?:recorded|recording)"
    } else {
        ""
    };
    let after = if test.unit == "{events}" {
        r"|(\d+)\s+(?:apneas|events|respiratory events)\b(?:[^/]|$)"
    } else {
        ""
    };
    Regex::new(&format!(
        r"(?i)\b(?:{})s?\b[^0-9.;]{{0,25}}(\d+(?:\.\d+)?){tesla}{after}",
        words.join("|")
    ))
    .ok()
}
