//! Procedures, reports, documents and devices.

use super::chart::place;
use super::{Found, months_before};
use crate::prior_auth::test::DoneTest;
use crate::read::{Mentions, Said, View, concept_of, retracted, says, status, when_any};
use crate::say::{Line, When, inside};
use model::{CriterionResult, SourceSpan, Span};
use sources::{FactRole, Snippet};

/// Most that are shown for one criterion.
const MOST: usize = 2;

/// Something done or written that fits.
pub(in crate::prior_auth) struct Done<'a> {
    pub(in crate::prior_auth) snippet: &'a Snippet,
    pub(in crate::prior_auth) name: String,
    pub(in crate::prior_auth) when: Option<When>,
    /// Where its text says it, when its name does not.
    quote: Option<Span>,
}

/// Everything that fits, newest first; as of the day and within the test's period.
pub(in crate::prior_auth) fn find<'a>(test: &DoneTest, view: View<'a>) -> Vec<Done<'a>> {
    let from = test.months.map(|months| months_before(view.as_of, months));
    let any = Mentions::of(test.words.iter().map(String::as_str));
    let mut found: Vec<Done<'a>> = test
        .types
        .iter()
        .flat_map(|kind| view.set.of_type(kind))
        .filter(|snippet| !retracted(snippet) && !unfinished(snippet))
        .filter_map(|snippet| {
            let when = when_any(
                snippet,
                &[
                    FactRole::Effective,
                    FactRole::Authored,
                    FactRole::Recorded,
                    FactRole::Issued,
                ],
            );
            let in_time = when.is_none_or(|when| when.by(view.as_of))
                && from.is_none_or(|from| when.is_some_and(|when| when.last() >= from));
            in_time.then_some(())?;
            fits(test, &any, view, snippet).map(|(name, quote)| Done {
                snippet,
                name,
                when,
                quote,
            })
        })
        .collect();
    found.sort_by(|a, b| {
        b.when
            .cmp(&a.when)
            .then_with(|| a.snippet.id.cmp(&b.snippet.id))
    });
    found
}

fn unfinished(snippet: &Snippet) -> bool {
    status(snippet, FactRole::Status).is_some_and(|code| {
        matches!(
            code.as_str(),
            "preparation" | "in-progress" | "registered" | "superseded" | "inactive"
        )
    })
}

/// Its name, and the words of its text where only these fit.
fn fits(
    test: &DoneTest,
    any: &Mentions,
    view: View<'_>,
    snippet: &Snippet,
) -> Option<(String, Option<Span>)> {
    let (name, codings) = concept_of(view.set, snippet)
        .unwrap_or_else(|| (crate::say::concept(&snippet.title), Vec::new()));
    let named = |name: &str| {
        let lower = name.to_lowercase();
        !test.except.iter().any(|word| lower.contains(word))
            && test
                .words
                .iter()
                .any(|word| says(name, word) == Some(Said::Yes))
    };
    let titles = snippet
        .facts(FactRole::Name)
        .filter_map(|fact| crate::read::words(&fact.value));
    if codings
        .iter()
        .any(|coding| test.codes.contains(&coding.code))
        || named(&name)
    {
        return Some((name, None));
    }
    if let Some(other) = titles.into_iter().find(|other| named(other)) {
        return Some((other, None));
    }
    // A report without a telling title may still say it in its text.
    if snippet.resource_type() == Some("Device") {
        return None;
    }
    sentence(test, any, snippet).map(|span| (name, Some(span)))
}

fn sentence(test: &DoneTest, any: &Mentions, snippet: &Snippet) -> Option<Span> {
    any.stand_in(snippet).then_some(())?;
    crate::read::sentences(snippet)
        .into_iter()
        .find(|sentence| {
            let lower = sentence.words.to_lowercase();
            // What is ordered or planned is not done.
            ![
                "order",
                "plan",
                "schedul",
                "refer",
                "will ",
                "recommend",
                "consider",
                "request",
                "before",
            ]
            .iter()
            .any(|word| lower.contains(word))
                && !test.except.iter().any(|word| lower.contains(word))
                && test
                    .words
                    .iter()
                    .any(|word| says(sentence.words, word) == Some(Said::Yes))
        })
        .map(|sentence| sentence.span)
}

impl Done<'_> {
    pub(in crate::prior_auth) fn evidence(&self) -> SourceSpan {
        match self.quote {
            Some(span) => SourceSpan {
                source: self.snippet.id.clone(),
                path: None,
                source_span: Some(span),
            },
            None => place(&self.snippet.id, self.snippet, FactRole::Code),
        }
    }

    /// In a sentence.
    pub(in crate::prior_auth) fn line(&self) -> Line {
        if let Some(words) = self.quote.and_then(|span| span.of(&self.snippet.text)) {
            let words = words.trim_end_matches('.');
            let of = self
                .when
                .map(|when| format!(" of {}", when.shown()))
                .unwrap_or_default();
            return Line::new(format!("The note{of} says: “{words}”"))
                .quote(&self.snippet.id, words);
        }
        let at = self
            .when
            .map(|when| format!(" {}", when.at()))
            .unwrap_or_default();
        let text = if self.snippet.resource_type() == Some("Device") {
            format!("Device on record: {}", inside(&self.name))
        } else {
            format!("{}{at}", self.name)
        };
        Line::new(text).cite(&self.snippet.id)
    }
}

pub(super) fn judge(test: &DoneTest, view: View<'_>) -> Found {
    let found = find(test, view);
    if found.is_empty() {
        let older = DoneTest {
            months: None,
            ..test.clone()
        };
        if let (Some(old), Some(months)) = (
            find(&older, view).first().filter(|old| old.when.is_some()),
            test.months,
        ) {
            return Found {
                result: CriterionResult::NotMet,
                evidence: vec![old.evidence()],
                lines: vec![old.line()],
                gap: Some(format!("the same within the last {months} months")),
            };
        }
        return Found::nothing("a procedure, report or document that shows it");
    }
    Found {
        result: CriterionResult::Met,
        evidence: found.iter().take(MOST).map(Done::evidence).collect(),
        lines: found.iter().take(MOST).map(Done::line).collect(),
        gap: None,
    }
}
