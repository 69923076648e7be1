//! What the fuzz targets share.

use model::{Citation, SourceId, Span, StatementVerdict};
use std::sync::{Arc, LazyLock};
use verify::Lexicon;

/// The day on which every fuzzed statement is written.
pub const AS_OF: time::Date = time::macros::date!(2022 - 06 - 01);

/// A small invented chart with one resource of most kinds.
pub const SMALL: &[u8] = include_bytes!("../corpus/chart/small.json");

/// The shipped lexicon, read once.
pub fn lexicon() -> Arc<Lexicon> {
    static SHIPPED: LazyLock<Arc<Lexicon>> = LazyLock::new(Lexicon::shipped);
    SHIPPED.clone()
}

/// A citation of a source as a whole.
pub fn cite(source: &SourceId) -> Citation {
    Citation {
        source: source.clone(),
        quote: None,
    }
}

/// Panics where a verdict names a place that is not in the statement.
pub fn spans_lie_inside(verdict: &StatementVerdict, text: &str) {
    let inside = |span: Span| assert!(span.of(text).is_some(), "a span outside the statement");
    for reason in &verdict.reasons {
        reason.span.into_iter().for_each(inside);
    }
    for evidence in &verdict.evidence {
        inside(evidence.span);
    }
}
