//! Pairs of statements: one that must be released, one that must not.

use model::{Citation, SourceId, StatementId};
use sources::SourceSet;
use verify::{Lexicon, Verifier};

/// Of each source the first statement is released, the second is not.
pub(crate) fn kept_and_blocked(set: &SourceSet, day: &str, pairs: &[(&str, &str, &str)]) {
    let verifier = Verifier::new(set, Lexicon::shipped());
    let day = model::date::parse(day).expect("a date");
    let released = |text: &str, cited: &str| {
        let citations: Vec<Citation> = cited
            .split_whitespace()
            .map(|source| Citation {
                source: SourceId::new(source),
                quote: None,
            })
            .collect();
        let verdict = verifier.statement(&StatementId::new("s"), text, &citations, day);
        (verdict.verdict.releasable(), format!("{text}: {verdict:?}"))
    };
    let mut wrong = Vec::new();
    for (cited, kept, blocked) in pairs {
        let (good, told) = released(kept, cited);
        wrong.extend((!good).then_some(told));
        let (good, told) = released(blocked, cited);
        wrong.extend(good.then_some(told));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
