//! The citations themselves: do they exist, are they this patient's, are their quotes exact.

use super::{Cited, Finding};
use crate::text::plain_quote;
use crate::verifier::Prepared;
use model::{Citation, Reason, ReasonCode, SourceSpan, Span, Verdict};
use sources::{SourceSet, Subject};

/// The cited sources, and what is wrong with the citations.
pub(crate) fn resolve<'a>(
    set: &'a SourceSet,
    prepared: &'a Prepared,
    citations: &[Citation],
) -> (Vec<Cited<'a>>, Vec<Finding>) {
    let mut cited: Vec<Cited<'a>> = Vec::new();
    let mut findings = Vec::new();
    let mut known = std::collections::HashSet::new();
    for citation in citations {
        let Some((index, snippet)) = set
            .position(&citation.source)
            .and_then(|index| Some((index, prepared.snippet(set, index)?)))
        else {
            findings.push(bad(
                Verdict::Unsupported,
                ReasonCode::Dangling,
                citation,
                None,
            ));
            continue;
        };
        if snippet.subject == Subject::OtherPatient {
            findings.push(bad(
                Verdict::Contradicted,
                ReasonCode::WrongPatient,
                citation,
                None,
            ));
            continue;
        }
        if snippet.modified() {
            findings.push(bad(
                Verdict::Unsupported,
                ReasonCode::Unreadable,
                citation,
                None,
            ));
            continue;
        }
        if let Some(quote) = citation
            .quote
            .as_ref()
            .filter(|quote| find_quote(&snippet.text, quote).is_none())
        {
            findings.push(bad(
                Verdict::Unsupported,
                ReasonCode::Citation,
                citation,
                Some(quote.clone()),
            ));
        }
        if known.insert(index) {
            cited.push(Cited {
                snippet,
                source: prepared.source(set, index),
            });
        }
    }
    (cited, findings)
}

fn bad(
    verdict: Verdict,
    code: ReasonCode,
    citation: &Citation,
    claimed: Option<String>,
) -> Finding {
    let sources = vec![SourceSpan {
        source: citation.source.clone(),
        path: None,
        source_span: None,
    }];
    Finding {
        verdict,
        reason: Reason {
            code,
            span: None,
            claimed,
            found: None,
            sources,
        },
    }
}

/// Where a quote stands in a text, white space and typography apart.
pub(crate) fn find_quote(text: &str, quote: &str) -> Option<Span> {
    if let Some(at) = text.find(quote) {
        return (!quote.trim().is_empty()).then(|| Span::new(at, at + quote.len()));
    }
    let (plain_text, places) = plain_quote(text);
    let (plain, _) = plain_quote(quote);
    if plain.is_empty() {
        return None;
    }
    let at = plain_text.find(&plain)?;
    let last = *places.get(at + plain.len() - 1)?;
    let end = last + text.get(last..)?.chars().next().map_or(0, char::len_utf8);
    Some(Span::new(*places.get(at)?, end))
}
